"""What is typed where nobody waits for words: read, then answered; and what a deep link opens."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs import ask
from dialogs.ask import browse, labels, matters, mend, offer, preface, region, small
from dialogs.core import Context, Dialog, Reply, Say, Slash, State, Turn, say
from dialogs.shared import answers, care, memory, mending, phrases, places, reading, talk
from dialogs.shared.memory import Memory

_HOW = re.compile(r"(?:该|要|应该|得|又)?(?:怎么|咋|如何)(?:去)?(?:申请|办|弄|走|处理)(?:呢|啊|呀|好)?\W*")
"""How to go on with a matter."""


def said(state: State, text: str, ctx: Context) -> Turn:
    """An answer to what was asked back, small talk, a place, a follow-up, or a question; before it, a warm word to whoever
    is worn out or afraid."""
    lexicon = ctx.mind.library.lexicon
    mood = None if talk.kind(text, lexicon.talk) not in (None, "sigh") else lexicon.moods.of(text)
    if mood in care.WARM and lexicon.moods.alone(text):
        return Turn(state, (say(care.WARM[mood], care.WHENEVER),))
    turn = region.answered_move(state, reading.bare(text), ctx.mind)
    turn = turn or _heard(region.asked_once(state), text, ctx)
    if mood not in care.WARM:
        return turn
    if _refused(memory.recall(state), memory.recall(turn.state)):
        return Turn(state, (say(care.WARM[mood], care.WHENEVER),))
    return preface.before(turn, Say(care.WARM[mood]))


def _refused(before: Memory, after: Memory) -> bool:
    """Nothing of what was said could be answered."""
    return after.count > before.count and after.asked[-1].best is None


def _heard(state: State, text: str, ctx: Context) -> Turn:
    kept = memory.recall(state)
    if turn := _to_question_back(state, reading.bare(text), ctx) or labels.typed(state, text, ctx):
        return turn
    kind = None if kept.mending else talk.kind(text, ctx.mind.library.lexicon.talk)
    if kind:
        return _talked(state, kind, text, ctx)
    if turn := region.references(state, text, ctx.mind):
        return turn
    if found := places.where(text, ctx.mind, state.region):
        return _from(state, *found, ctx)
    return _read(state, text, ctx, reading.read(text, ctx.mind, kept, state.region))


def _read(state: State, text: str, ctx: Context, read: reading.Reading) -> Turn:
    mind = ctx.mind
    match read:
        case reading.Small(kind):
            return Turn(state, (say(phrases.SMALL[kind]),))
        case places.Home(there):
            return _home(state, there, ctx)
        case places.There(there, alone=True):
            return _home(state, there, ctx)
        case places.There(there):
            return ask.repeat(state, there, mind, ctx.private)
        case places.Perhaps(regions):
            return Turn(state, (region.maybe(regions, mind),))
        case places.Nowhere(place, mine=True, near=near):
            return region.nowhere(state, place, near, mind)
        case places.Nowhere(place, near=near):
            return Turn(state, (region.unknown(place, near, mind),))
        case reading.GoOn(kind):
            return ask.go_on(state, kind, mind)
        case reading.Corrects(right):
            return _corrected(state, right, ctx)
        case reading.OfMatters(number, rest):
            return _of_matters(state, number, rest, ctx)
        case reading.Content() if sounding := _sounds(state, text, ctx):
            return _talked(state, sounding, text, ctx)
        case reading.Content():
            turn = ask.said(state, text, mind, ctx.private)
            return region.for_reference(turn, mind)


def _talked(state: State, kind: str, text: str, ctx: Context) -> Turn:
    last = memory.recall(state).last
    if kind == "wrong" and last and last.told:
        return mend.corrected(state, mending.correction(text) or "", ctx)
    return small.talked(state, kind, ctx)


def _sounds(state: State, text: str, ctx: Context) -> str | None:
    """Talk, unless a correction is awaited."""
    return None if memory.recall(state).mending else talk.sounds(text, state.region, ctx.mind)


def _corrected(state: State, right: str, ctx: Context) -> Turn:
    """Of a case that was told; or of where one works."""
    read = reading.read(right, ctx.mind, memory.recall(state), state.region)
    if isinstance(read, places.Home | places.Nowhere):
        return _read(state, right, ctx, read)
    return mend.corrected(state, right, ctx)


# ── where one works ──────────────────────────────────────────────────────────────────────────────
def _home(state: State, there: str, ctx: Context) -> Turn:
    """Known from now on; where another place was known, asked once, and the talk is there meanwhile."""
    if state.region in (None, there):
        return region.remember(state, there, ctx.mind)
    state, asking = region.moving(state, there, ctx.mind)
    again = ask.resume(state, ctx.mind, ctx.private) or Turn(state, ())
    return replace(again, replies=(*again.replies, asking))


def _from(state: State, place: places.Home | places.Nowhere, rest: str, ctx: Context) -> Turn:
    """Who says where they work, and goes on to say more."""
    if isinstance(place, places.Nowhere):
        turn = region.nowhere(state, place.place, place.near, ctx.mind)
    elif state.region in (None, place.region):
        turn = replace(region.remember(state, place.region, ctx.mind), chosen=False)
    else:
        moved, asking = region.moving(state, place.region, ctx.mind)
        turn = _read(moved, rest, ctx, reading.read(rest, ctx.mind, memory.recall(moved), moved.region))
        return replace(turn, replies=(*turn.replies, asking))
    after = _heard(turn.state, rest, ctx)
    return replace(after, replies=(*turn.replies, *after.replies))


def _to_question_back(state: State, folded: str, ctx: Context) -> Turn | None:
    """A bare yes or no, where the last answer asked for one."""
    last, said = memory.recall(state).last, answers.heard(folded)
    if not isinstance(said, answers.Plainly) or last is None or last.region is None or not last.told:
        return None
    back = ctx.mind.answer_in(last.text, last.region, last.known).finding.doubt
    if back is None or said.side == "na" or answers.heard(folded, back.ask) != said:
        return None
    return ask.pressed(state, said.side, f"{last.number}.{back.fact}", ctx)


def _of_matters(state: State, number: int, rest: str, ctx: Context) -> Turn:
    """The matter itself, or what is asked of it."""
    shown = matters.referred(state, number, ctx)
    if shown is None:
        return Turn(state, (matters.unknown(state),))
    if not rest:
        return shown
    if _HOW.fullmatch(rest):
        return ask.go_on(shown.state, "next", ctx.mind)
    return labels.typed(shown.state, rest, ctx) or said(shown.state, rest, ctx)


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


DIALOG = Dialog(
    ask.NAME,
    ask.pressed,
    commands=(Slash("ask", "提问", begin),),
    said=said,
    moved=moved,
    offered=offer.offered,
)
