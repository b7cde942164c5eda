"""What is typed where nobody waits for words: read, then answered; and what a deep link opens."""

from __future__ import annotations

import re

from dialogs import ask
from dialogs.ask import browse, compare, feedback, matters, mend, region
from dialogs.core import Context, Dialog, Reply, Say, Slash, State, Turn, say
from dialogs.shared import memory, phrases, reading

_TRUTHS = {
    "yes": re.compile(r"(?:是的?|对的?|有的?|嗯+|没错|确实是?)[，,~\s啊呀]*"),
    "no": re.compile(r"(?:不是的?|没有?的?|不|否|无)[，,~\s啊呀]*"),
    "unsure": re.compile("说不准|不清楚|不知道|拿不准|不确定|不好说|记不清了?"),
}
_HOW = re.compile(r"(?:该|要|应该|得|又)?(?:怎么|咋|如何)(?:去)?(?:申请|办|弄|走|处理)(?:呢|啊|呀|好)?\W*")
"""How to go on with a matter."""


def said(state: State, text: str, ctx: Context) -> Turn:
    """An answer to what was asked back, small talk, a place, a follow-up, or a question."""
    mind = ctx.mind
    if turn := _to_question_back(state, reading.bare(text), ctx):
        return turn
    match reading.read(text, mind, memory.recall(state), state.region):
        case reading.Small(kind):
            return Turn(state, (say(phrases.SMALL[kind]),))
        case reading.Home(there):
            return region.remember(state, there, mind)
        case reading.There(there):
            return ask.repeat(state, there, mind, ctx.private)
        case reading.Perhaps(regions):
            return Turn(state, (region.maybe(regions, mind),))
        case reading.Nowhere(place):
            return Turn(state, (region.unknown(place, mind),))
        case reading.GoOn(kind):
            return ask.go_on(state, kind, mind)
        case reading.Corrects(right):
            return mend.corrected(state, right, ctx)
        case reading.OfMatters(number, rest):
            return _of_matters(state, number, rest, ctx)
        case reading.Content(leads_on):
            return ask.said(state, text, mind, ctx.private, leads_on)


def _to_question_back(state: State, folded: str, ctx: Context) -> Turn | None:
    """A bare yes or no, where the last answer asked for one."""
    last = memory.recall(state).last
    key = next((key for key, words in _TRUTHS.items() if words.fullmatch(folded)), "")
    if not key or last is None or last.region is None or not last.told:
        return None
    back = ctx.mind.answer_in(last.text, last.region, last.known).finding.doubt
    return ask.pressed(state, key, f"{last.number}.{back.fact}", ctx) if back else None


def _of_matters(state: State, number: int, rest: str, ctx: Context) -> Turn:
    """The matter itself, or what is asked of it."""
    shown = matters.referred(state, number, ctx)
    if shown is None:
        return Turn(state, (matters.unknown(state),))
    if not rest:
        return shown
    if _HOW.fullmatch(rest):
        return ask.go_on(shown.state, "next", ctx.mind)
    return _as_button(shown.state, rest, ctx) or said(shown.state, rest, ctx)


def _as_button(state: State, words: str, ctx: Context) -> Turn | None:
    """The words of a button under the last answer, typed."""
    last = memory.recall(state).last
    if last is None:
        return None
    match reading.bare(words):
        case "原文" | "看原文" | phrases.WHOLE:
            return browse.pressed(state, "whole", str(last.best), ctx)
        case phrases.ELSEWHERE:
            return compare.pressed(state, "of", str(last.number), ctx)
        case phrases.USELESS | "没答到":
            return feedback.pressed(state, "useless", str(last.number), ctx)
        case _:
            return None


def sent(state: State, caption: str, kind: str, ctx: Context) -> Turn:
    """Something that is not text, and nobody's: what was written beside it is read."""
    if not caption.strip():
        return Turn(state, (say(phrases.NOT_TEXT.format(kind=kind)),))
    turn = said(state, caption, ctx)
    first = say(phrases.ONLY_CAPTION.format(kind=kind))
    return Turn(turn.state, (first, *turn.replies), turn.effects, turn.chosen)


def moved(turn: Turn, ctx: Context) -> Turn:
    """After a region was chosen: answer at once what waited for it, or invite a question."""
    answer = ask.resume(turn.state, ctx.mind, ctx.private)
    if answer is not None:
        return Turn(answer.state, (*turn.replies, *answer.replies))
    inviting = tuple(Reply((*one.parts, Say(region.INVITE)), one.buttons, one.edit) for one in turn.replies)
    return Turn(turn.state, inviting)


def begin(state: State, text: str, ctx: Context) -> Turn:
    """/ask [question]"""
    return said(state, text, ctx) if text else Turn(state, (say(ask.HINT),))


# ── who comes in ────────────────────────────────────────────────────────────────────────────────
def linked(state: State, payload: str, ctx: Context) -> Turn | None:
    """What a deep link asks for: a region (weihai) or a provision (weihai_3_13); None where it asks for nothing."""
    library = ctx.mind.library
    if payload in library.policies:
        return region.remember(state, payload, ctx.mind)
    places = [(name, payload.removeprefix(name + "_")) for name in library.policies]  # a name may hold a "_"
    ids = [f"{name}.{rest.replace('_', '.')}" for name, rest in places if rest != payload]
    found = next((id_ for id_ in ids if library.has(id_)), None)
    return Turn(state, (browse.show(state, found, ctx.mind),)) if found else None


def greeting(state: State, ctx: Context) -> Reply:
    if state.region is None:
        return say(phrases.GREETING, region.ASK, buttons=phrases.region_rows(ctx.mind))
    now = region.KNOWN.format(short=ctx.mind.library.short[state.region])
    return Reply((Say(phrases.GREETING), Say(now)))


DIALOG = Dialog(ask.NAME, ask.pressed, commands=(Slash("ask", "提问", begin),), said=said, moved=moved)
