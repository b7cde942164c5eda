"""What is typed while a question is open: an answer, a word that steers, or something for another dialog."""

from __future__ import annotations

import re

from dialogs.assess import act, words
from dialogs.assess.questions import Question, Way
from dialogs.assess.record import NO, NOT_APPLICABLE, UNSURE, WORDS, YES, Record, keep
from dialogs.calendar import read_date
from dialogs.core import Context, Part, Say, State, Turn
from knowledge.answer import OWN_CASE
from knowledge.language import fold

SHORT = 12
"""Characters up to which a message may be a plain answer."""
_ANSWERS = (
    (YES, re.compile(r"(?:是的?|对的?|有的?|嗯+|没错|确实|做了|追了|有过|符合|都?有)[。!！~]*")),
    (NO, re.compile(r"(?:不是的?|没有?的?|不|否|不对|没做|没追|没有过|不符合|都?没有|无)[。!！~]*")),
    (UNSURE, re.compile(r"(?:拿不准|不清楚|不知道|不确定|说不准|不好说|记不清了?|不晓得|吃不准)[。!！~]*")),
    (NOT_APPLICABLE, re.compile(r"(?:不适用|不涉及|用不上)[。!！~]*")),
)
_PRIVATE = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15,19}|1[3-9]\d{9})(?!\d)")
HIDDEN = "（已隐去）"
_CHANGE = re.compile(r"改(?:一下)?第?\s*(\d{1,2})\s*(?:题|步|个)?")
_ASKS = re.compile(
    r"[?？]|吗$|呢$|多久|几天|几号|是什么|是啥|有哪些|哪一条|第.{1,3}条|找谁|给谁|谁来定|谁定|怎么(?:申请|申诉|办|写|算|填)"
)


def said(state: State, text: str, ctx: Context) -> Turn | None:
    """None where it is not for us."""
    found = act.current(state, ctx)
    if found is None:
        return None
    record, way = found
    folded = fold(text).strip()
    steered = _steered(state, record, way, folded, ctx)
    if steered or way.current is None:
        return steered
    question = way.current
    if question.kind == "text":
        return _text(state, record, question, text, ctx)
    return _short(state, record, question, folded, text, ctx)


def _steered(state: State, record: Record, way: Way, folded: str, ctx: Context) -> Turn | None:
    match folded.rstrip("。!！ "):
        case "返回" | "上一题" | "上一步" if way.current:
            return act.back(state, record, way, ctx)
        case "暂停" | "暂存" | "先放着" | "先不做了" if way.current:
            return act.pressed(state, record, "pause", "1", ctx)
        case "重新开始" | "重来" | "从头来":
            return act.pressed(state, record, "go", "afresh", ctx)
        case "进度" | "改答案" | "改前面的":
            return act.pressed(state, record, "change", "0", ctx)
        case "看结果" | "继续" | "接着做":
            return act.onward(state, record, ctx)
        case "查看原文" | "看原文" | "原文" if way.current and way.current.sources:
            return Turn(state, (act.sources(ctx, record, way),))
        case "为什么问" | "为什么" | "为啥问" | "为啥" if way.current and way.current.why:
            return Turn(state, (act.reasons(ctx, record, way),))
    if (match := _CHANGE.fullmatch(folded)) and 1 <= int(match[1]) <= len(way.questions):
        return act.onward(state, record.reopen(way.questions[int(match[1]) - 1].id), ctx)
    return None


# ── free text ────────────────────────────────────────────────────────────────────────────────────
def _text(state: State, record: Record, question: Question, text: str, ctx: Context) -> Turn | None:
    if fold(text).strip() in ("跳过", "不说了", "略") and "skip" in dict(question.options):
        return act.answered(state, record, question, "skip", ctx)
    if question.id == "told_on":
        return _date(state, record, question, text, ctx)
    if not text.strip() or _is_question(text, record, ctx):
        return None
    kept, notes = cleaned(text)
    return act.answered(state, record, question, kept, ctx, tuple(notes))


def cleaned(text: str) -> tuple[str, list[Part]]:
    """The own words as they are kept, and what the writer is told of it."""
    notes: list[Part] = []
    if _PRIVATE.search(text):
        notes.append(Say(words.MASKED))
        text = _PRIVATE.sub(HIDDEN, text)
    if len(text) > WORDS:
        notes.append(Say(words.CUT.format(count=WORDS)))
    return text[:WORDS], notes


def _is_question(text: str, record: Record, ctx: Context) -> bool:
    """It asks for a rule instead of telling what happened."""
    if len(text) > 40 or not _ASKS.search(fold(text)):
        return False
    return ctx.mind.answer_in(text, record.region).finding.verdict not in OWN_CASE


def _date(state: State, record: Record, question: Question, text: str, ctx: Context) -> Turn | None:
    folded = fold(text).strip()
    if _ANSWERS[2][1].fullmatch(folded):
        return act.answered(state, record, question, UNSURE, ctx)
    day = read_date(text, ctx.today)
    if day is None and not re.search(r"\d|天|日|周|星期|礼拜", folded):
        return None
    if day is None:
        return act.onward(state, record, ctx, (Say(words.NO_DATE),))
    return act.answered(state, record, question, day.isoformat(), ctx)


# ── plain answers ────────────────────────────────────────────────────────────────────────────────
def _short(
    state: State, record: Record, question: Question, folded: str, text: str, ctx: Context
) -> Turn | None:
    if len(folded) <= SHORT:
        for value, label in question.options:
            if folded == fold(label):
                return act.answered(state, record, question, value, ctx)
        value = next((value for value, pattern in _ANSWERS if pattern.fullmatch(folded)), "")
        if question.kind == "choice" and value in dict(question.options):
            return act.answered(state, record, question, value, ctx)
        if question.kind == "list" and value:
            return _on_list(state, record, question, value, ctx)
        if question.kind == "pick" and value in (NO, UNSURE):
            picked = "none" if value == NO else "unsure"
            return act.pressed(state, record, "picked", picked, ctx)
    if question.id.startswith("weigh") and question.id != "weigh" and not _ASKS.search(folded):
        kept, _ = cleaned(text)
        record = record.put({f"{question.id}note": kept}) if record.open is None else record
        return act.onward(keep(state, record), record, ctx, (Say(words.NOTED),))
    return None


def _on_list(state: State, record: Record, question: Question, value: str, ctx: Context) -> Turn | None:
    """「没有」 to a list of what bars, 「是」 to one of what fits: the whole list at once. Anything else needs a mark."""
    rest = question.lines[0].rest
    if value == UNSURE:
        return act.listed(state, record, question, ctx, unsure=True)
    if value == rest or (question.id == "heard" and value == YES):
        return act.listed(state, record, question, ctx)
    return None
