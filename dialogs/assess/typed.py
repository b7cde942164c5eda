"""What is typed while a question is open: an answer, a word that steers, or something for another dialog."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.assess import act, result, words
from dialogs.assess.ask import rows
from dialogs.assess.questions import BEGIN, Question, Way
from dialogs.assess.record import NO, NOT_APPLICABLE, UNSURE, WORDS, YES, Assessment, recall
from dialogs.core import Button, Context, Part, Say, State, Turn
from dialogs.shared import persons, reading
from dialogs.shared.calendar import read_date
from dialogs.shared.paging import Rows
from dialogs.shared.reading import bare
from knowledge.hearing.language import fold

LONGEST_LABEL = 40
"""Characters up to which a message may be the words of a button."""
_END = "[。!！~.\\s]*"
_ANSWERS = (
    (YES, re.compile(rf"(?:是的?|对的?|有的?|嗯+|没错|确实|做了|追了|有过|符合|都?有|好的?|行|可以){_END}")),
    (NO, re.compile(rf"(?:不是的?|没有?的?|不|否|不对|没做|没追|没有过|不符合|都?没有|无){_END}")),
    (UNSURE, re.compile(
        rf"(?:拿不准|不清楚|不知道|不确定|说不准|不好说|(?:记不清|记不得|不记得|想不起来|忘)了?|不晓得|吃不准){_END}"
    )),
    (NOT_APPLICABLE, re.compile(rf"(?:不适用|不涉及|用不上){_END}")),
)  # fmt: skip
_CHANGE = re.compile(r"(?:改|回到)(?:一下)?第?\s*(\d{1,2})\s*(?:题|步|个)?")
_NUMBERS = re.compile(r"(?:第?\d{1,2}(?:个|点)?[\s、，,和及跟与]*)+")
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
    if pressed := _label(state, record, rows(ctx.mind, record, way.current), folded, ctx):
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
    kept, notes = cleaned(text)
    return act.answered(state, record, question, kept, ctx, tuple(notes))


def cleaned(text: str) -> tuple[str, list[Part]]:
    """The own words as they are kept, and what the writer is told of it."""
    notes: list[Part] = []
    if kinds := persons.kinds(text):
        notes.append(Say(words.MASKED.format(kinds="、".join(kinds))))
        text = persons.hidden(text)
    if len(text) > WORDS:
        notes.append(Say(words.CUT.format(count=WORDS)))
    return text[:WORDS], notes


def _date(state: State, record: Assessment, question: Question, text: str, ctx: Context) -> Turn | None:
    folded = fold(text).strip()
    if _ANSWERS[2][1].fullmatch(folded):
        return act.answered(state, record, question, UNSURE, ctx)
    day = read_date(text, None) or read_date(text, ctx.today)
    if day is not None and (ctx.today is None or day <= ctx.today):
        return act.answered(state, record, question, day.isoformat(), ctx)
    if day is None and not _DAY.search(folded) and reading.ASKS.search(folded):
        return None
    return act.onward(state, record, ctx, (Say(words.NO_DATE if day is None else words.FUTURE),))


# ── plain answers ────────────────────────────────────────────────────────────────────────────────
def _short(
    state: State, record: Assessment, question: Question, folded: str, text: str, ctx: Context
) -> Turn | None:
    value = next((value for value, pattern in _ANSWERS if pattern.fullmatch(folded)), "")
    if value and (turn := _plain(state, record, question, value, ctx)):
        return turn
    if question.kind in ("list", "pick") and _NUMBERS.fullmatch(folded):
        return _numbered(state, record, question, list(_numbers(folded)), ctx)
    weighing = question.id.startswith("weigh") and question.id != "weigh"
    if weighing and not value and not reading.ASKS.search(folded):
        return _noted(state, record, question, text, ctx)
    if value:  # an answer, but not to this question
        return act.onward(state, record, ctx, (Say(words.NOT_UNDERSTOOD),))
    return None


def _plain(state: State, record: Assessment, question: Question, value: str, ctx: Context) -> Turn | None:
    """是, 没有, 拿不准, 不适用, where the question can be answered so."""
    match question.kind:
        case "choice" if (question.id == BEGIN and value == YES) or value in dict(question.options):
            return act.answered(state, record, question, value, ctx)
        case "list" if value == UNSURE:
            return act.listed(state, record, question, ctx, unsure=True)
        case "list" if value == question.lines[0].rest or (question.id == "heard" and value == YES):
            return act.listed(state, record, question, ctx)
        case "pick" if value in (NO, UNSURE):
            return act.picked(state, record, "none" if value == NO else "unsure", ctx)
        case _:
            return None


def _numbers(folded: str) -> Iterator[int]:
    yield from (int(found) for found in re.findall(r"\d+", folded))


def _numbered(
    state: State, record: Assessment, question: Question, numbers: list[int], ctx: Context
) -> Turn | None:
    """「1、3」: those lines of the list, or those situations on the page."""
    if question.kind == "list":
        lines = [question.lines[n - 1] for n in numbers if 1 <= n <= len(question.lines)]
        return act.marked(state, record, question, lines, ctx) if lines else None
    shown = [
        b.data for row in rows(ctx.mind, record, question) for b in row if b.data.startswith("assess/p=")
    ]
    ids = [shown[n - 1].partition("=")[2] for n in numbers if 1 <= n <= len(shown)]
    return act.ticked(state, record, ids, ctx) if ids else None


def _noted(state: State, record: Assessment, question: Question, text: str, ctx: Context) -> Turn:
    """A sentence of fact beside a criterion; the side is still to be chosen."""
    kept, notes = cleaned(text)
    was = record.open
    record = record.put({f"{question.id}note": kept})
    record = record.reopen(was) if was else record
    return act.onward(state, record, ctx, (*notes, Say(words.NOTED)))
