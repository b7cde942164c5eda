"""What is typed while a question is open: an answer, a word that steers, or something for another dialog."""

from __future__ import annotations

import re

from dialogs.assess import act, result, spoken, words
from dialogs.assess.ask import rows
from dialogs.assess.own import cleaned
from dialogs.assess.questions import BEGIN, Question, Way
from dialogs.assess.record import UNSURE, Assessment, recall
from dialogs.core import Button, Context, Say, State, Turn
from dialogs.shared import answers, dates, reading
from dialogs.shared.paging import Rows
from dialogs.shared.reading import bare
from knowledge.hearing.language import fold

A_STORY = 20
"""Characters from which a message tells what happened."""
A_NOD = 8
"""Characters up to which half an answer is no story."""
LONGEST_LABEL = 40
"""Characters up to which a message may be the words of a button."""
_CHANGE = re.compile(r"(?:改|回到)(?:一下)?第?\s*(\d{1,2})\s*(?:题|步|个)?")
_DAY = re.compile(r"\d|[天日周号]|星期|礼拜|月|年")


def said(state: State, text: str, ctx: Context) -> Turn | None:
    """None where it is not for us."""
    folded = bare(text)
    found = act.current(state, ctx)
    if found is None:
        return _resumed(state, folded, ctx)
    record, way = found
    steered = _steered(state, record, way, folded, ctx) or _looked_at(state, record, way, folded, ctx)
    if steered:
        return steered
    if way.current is None:
        return _label(state, record, result.result(ctx, record, way).buttons, folded, ctx)
    if pressed := _label(state, record, rows(ctx.ears, record, way.current), folded, ctx):
        return pressed
    if way.current.kind == "text":
        return _text(state, record, way.current, text, ctx)
    return _short(state, record, way.current, folded, text, ctx)


# ── words that steer ─────────────────────────────────────────────────────────────────────────────
def _resumed(state: State, folded: str, ctx: Context) -> Turn | None:
    """While it is paused only the words that bring it back are heard."""
    record = recall(state)
    if record is None or not record.paused or record.region not in ctx.mind.library.regimes:
        return None
    if folded in ("继续", "继续自评", "继续做", "接着做", "接着自评"):
        return act.onward(state, record, ctx)
    return act.pressed(state, record, "go", "afresh", ctx) if folded in ("重新开始", "重来") else None


def _steered(state: State, record: Assessment, way: Way, folded: str, ctx: Context) -> Turn | None:
    match folded:
        case "返回" | "上一题" | "上一步" | "回到上一题" | "回到上一步" | "退回" if way.current:
            return act.back(state, record, way, ctx)
        case "暂停" | "暂存" | "停一下" | "先停" | "先放着" | "先不做了" | "不做了" | "退出" if way.current:
            return act.paused(state, record)
        case "重新开始" | "重来" | "从头来":
            return act.pressed(state, record, "go", "afresh", ctx)
        case "删除" | "删掉":
            return act.pressed(state, record, "go", "delete", ctx)
        case "进度" | "改答案" | "改前面的":
            return act.pressed(state, record, "change", "0", ctx)
        case "看结果" if way.current:
            return act.onward(state, record, ctx, (Say(words.NOT_YET),))
        case "看结果" | "继续" | "接着做":
            return act.onward(state, record, ctx)
        case _:
            return None


def _looked_at(state: State, record: Assessment, way: Way, folded: str, ctx: Context) -> Turn | None:
    """What a question rests on, or a question that was answered."""
    match folded:
        case "查看原文" | "看原文" | "原文" if way.current and way.current.sources:
            return Turn(state, (act.sources(ctx, record, way),))
        case "为什么问" | "为什么" | "为啥问" | "为啥" if way.current and way.current.why:
            return Turn(state, (act.reasons(ctx, record, way),))
    if (match := _CHANGE.fullmatch(folded)) and 1 <= int(match[1]) <= len(way.steps):
        return act.onward(state, record.reopen(way.steps[int(match[1]) - 1].id), ctx)
    return None


def _label(state: State, record: Assessment, buttons: Rows, folded: str, ctx: Context) -> Turn | None:
    """The words of a button, or their beginning, are as good as the button."""
    shown = [button for row in buttons for button in row] if len(folded) <= LONGEST_LABEL else []
    button = next((one for one in shown if fold(one.label) == folded), None)
    if button is None and len(folded) >= 2:
        starting = [one for one in shown if fold(one.label).startswith(folded)]
        button = starting[0] if len(starting) == 1 else None
    return _pressed(state, record, button, ctx) if button else None


def _pressed(state: State, record: Assessment, button: Button, ctx: Context) -> Turn | None:
    dialog, _, rest = button.data.partition("/")
    key, _, value = rest.partition("=")
    return act.pressed(state, record, key, value, ctx) if dialog == "assess" else None


# ── free text ────────────────────────────────────────────────────────────────────────────────────
def _text(state: State, record: Assessment, question: Question, text: str, ctx: Context) -> Turn | None:
    if question.id == "told_on":
        return _date(state, record, question, text, ctx)
    if fold(text).strip() in ("不说了", "略", "没有", "无"):
        return act.answered(state, record, question, "skip", ctx)
    if not text.strip() or reading.asks_rule(text, record.region, ctx.mind):
        return None
    nod = isinstance(answers.heard(text), answers.Plainly) or (len(text) <= A_NOD and answers.heard(text))
    if nod or fold(text).strip().isdigit():
        return spoken.asked_back(state, record, ctx, words.SAY_MORE)
    kept, notes = cleaned(text)
    return act.answered(state, record, question, kept, ctx, tuple(notes))


def _date(state: State, record: Assessment, question: Question, text: str, ctx: Context) -> Turn | None:
    """The day of being told, told back; a vaguer word is asked back."""
    if _unsure(text):
        return act.answered(state, record, question, UNSURE, ctx)
    found = dates.when(text, ctx.today)
    if isinstance(found, dates.NoSuch | dates.Vague):
        return spoken.asked_back(state, record, ctx, found.words)
    if found is None:
        asks = not _DAY.search(fold(text)) and reading.ASKS.search(fold(text))
        return None if asks else spoken.asked_back(state, record, ctx, words.NO_DATE)
    if ctx.today is not None and found.first > ctx.today:
        return spoken.asked_back(state, record, ctx, words.FUTURE)
    if found.day is None:
        return spoken.asked_back(state, record, ctx, words.WHICH_DAY.format(span=found.label))
    return act.answered(state, record, question, found.day.isoformat(), ctx)


# ── plain answers ────────────────────────────────────────────────────────────────────────────────
def _short(
    state: State, record: Assessment, question: Question, folded: str, text: str, ctx: Context
) -> Turn | None:
    weighing = question.id.startswith("weigh") and question.id != "weigh"
    if weighing and not _unsure(text) and not reading.ASKS.search(folded):
        return _noted(state, record, question, text, ctx)
    if (
        question.id == BEGIN
        and len(text.strip()) >= A_STORY
        and not reading.asks_rule(text, record.region, ctx.mind)
    ):
        return _told(state, record, text, ctx)
    return spoken.short(state, record, question, text, ctx)


def _told(state: State, record: Assessment, text: str, ctx: Context) -> Turn:
    """It begins with the own words."""
    kept, notes = cleaned(text)
    return act.onward(state, record.put(act.told(kept, ctx)), ctx, tuple(notes))


def _unsure(text: str) -> bool:
    return answers.heard(text) == answers.Plainly("unsure")


def _noted(state: State, record: Assessment, question: Question, text: str, ctx: Context) -> Turn:
    """A sentence of fact beside a criterion; the side is still to be chosen."""
    kept, notes = cleaned(text)
    was = record.open
    record = record.put({f"{question.id}note": kept})
    record = record.reopen(was) if was else record
    return act.onward(state, record, ctx, (*notes, Say(words.NOTED)))
