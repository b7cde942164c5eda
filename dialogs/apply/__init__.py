"""The official application form filled in chat: one box a turn, everything kept, looked at as a whole, then handed over.

Nothing of a self-assessment is known here but what the writer ticks; nothing leaves before it is submitted.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import assert_never

from dialogs import acts
from dialogs.acts import Act, Acted, Case, Kept, NotKept
from dialogs.apply import act, turns, typed, words
from dialogs.apply.ask import shown, taking
from dialogs.apply.beginning import begin, blank, copied, unfinished, without
from dialogs.apply.boxes import boxes, current
from dialogs.apply.record import NAME, Record, gone, keep, read, recall
from dialogs.apply.whole import not_submitted, submitted
from dialogs.core import Button, Context, Dialog, Reply, Say, Sent, Slash, State, Turn, say
from dialogs.shared import memory, reading, tray
from dialogs.shared.phrases import TIRED
from dialogs.shared.tray import Tray
from knowledge.hearing.language import fold

__all__ = ["DIALOG", "NAME", "draft"]

AGREED = ("同意", "我同意", "同意，开始填", "开始填")
RESUMING = ("继续填", "接着填", "继续", "继续申请")


def left(state: State, ctx: Context) -> Reply | None:
    """A word on a draft for whoever comes in anew; None where there is none."""
    record = recall(state)
    return unfinished(state, record, ctx) if record else None


def moved(turn: Turn, ctx: Context) -> Turn:
    """After a region was chosen: begin, if that was waited for."""
    if turn.state.of(NAME).get("wanted") is not True:
        return turn
    begun = begin(gone(turn.state), "", ctx)
    return Turn(begun.state, (*turn.replies, *begun.replies))


def waiting(state: State, ctx: Context) -> Reply | None:
    """The open box once more, unchanged, after something else came in between; None where nothing is open."""
    record = _under_way(state, ctx)
    if record is None or record.taking:
        return None
    looking = record.whole and record.open is None
    if not record.pending and (looking or current(boxes(ctx.mind.library, record), record) is None):
        return say(words.BACK_TO_WHOLE, buttons=((Button(words.CHECK, "intake/check=1"),),))
    return shown(ctx, record, (Say(words.BACK_TO_IT),))


def asks(state: State, ctx: Context) -> str:
    """The draft, and its box or the choice that is open."""
    record = _under_way(state, ctx)
    if record is None:
        return ""
    box = current(boxes(ctx.mind.library, record), record)
    open_ = {"pending": record.pending, "doubt": record.doubt, "taking": record.taking,
             "whole": box is None or (record.whole and record.open is None)}  # fmt: skip
    step = next((name for name, there in open_.items() if there), box.key if box else "")
    return f"{record.own}.{step}"


def _under_way(state: State, ctx: Context) -> Record | None:
    record = recall(state)
    return (
        None if record is None or record.paused or record.region not in ctx.mind.library.regimes else record
    )


def pause(state: State) -> Turn | None:
    """Set aside, everything kept; None where nothing is under way."""
    record = recall(state)
    return None if record is None or record.paused else turns.paused(state, record)


# ── what a person does ──────────────────────────────────────────────────────────────────────────
def said(state: State, text: str, ctx: Context) -> Turn | None:
    """A typed answer, or a word that steers; None where it is something else, such as a question on the rules."""
    record = recall(state)
    if record is None:
        asked = str(state.of(NAME).get("consent") or "")
        if asked and text.strip().rstrip("。！!") in AGREED:
            return without(state, "agree", asked, ctx)
        if _just_filed(state) and reading.asks_what_now(fold(text).strip()):
            return Turn(state, (), (acts.ListMine("see"),))
        return without(state, "check", "", ctx) if state.of(NAME) and typed.steers(text) else None
    if record.paused and text.strip() in RESUMING:
        return _resumed(state, record, ctx)
    if record.paused or record.region not in ctx.mind.library.regimes:
        return None
    return typed.said(state, record, text, ctx, ctx.brought() if record.taking else ())


def _just_filed(state: State) -> bool:
    """Nothing was asked since an application was handed in."""
    left = state.of(NAME)
    return "filed" in left and left.get("count") == memory.recall(state).count


def _resumed(state: State, record: Record, ctx: Context) -> Turn:
    if record.region not in ctx.mind.library.regimes:
        return Turn(state, (unfinished(state, record, ctx),))
    return turns.resumed(state, record, ctx, ctx.brought() if record.taking else ())


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    """A button; one that does not belong to the open box, or to this draft, changes nothing."""
    record = recall(state)
    if record is None:
        return without(state, key, value, ctx)
    if key == "blank":
        return blank(state, ctx)
    if key in ("erase", "clear"):
        return _deleted(state, record, key, value, ctx)
    if record.region not in ctx.mind.library.regimes:
        return Turn(state, (_without_policy(state, record, (key, value) == ("go", "delete"), ctx),))
    if key == "agree" and value == record.region and not record.answers:
        return _resumed(state, record, ctx)  # pressed twice
    if key in ("agree", "region", "begin", "copy"):
        return Turn(state, (unfinished(state, record, ctx),))
    turn = act.pressed(state, record, key, value, ctx, ctx.brought() if record.taking else ())
    return turn or turns.told(state, record, ctx, words.STALE)


def _without_policy(state: State, record: Record, deleting: bool, ctx: Context) -> Reply:
    """A draft whose policy is gone can only be deleted."""
    sure = Button(words.SURE, f"intake/erase={record.own}")
    return say(words.SURE_DELETE, buttons=((sure,),)) if deleting else unfinished(state, record, ctx)


def _deleted(state: State, record: Record, key: str, value: str, ctx: Context) -> Turn:
    """Only the draft that the question was about."""
    if value != record.own:
        return Turn(state, (unfinished(state, record, ctx),))
    turn = act.discarded(state, record)
    return turn if key == "erase" else replace(turn, replies=begin(turn.state, "", ctx).replies)


def sent(state: State, event: Sent, kind: str, ctx: Context) -> Turn | None:
    """A file while a draft is there is evidence for it, also while it is set aside; None where there is none."""
    record = recall(state)
    if event.file is None or record is None or record.region not in ctx.mind.library.regimes:
        return None
    after, reply = tray.taken(record.tray, event.file, event.caption, kind)
    return Turn(keep(state, replace(record, tray=after)), (reply,))


# ── what comes back from outside ────────────────────────────────────────────────────────────────
def draft(state: State) -> str:
    """The id under which files are collected, if there is a draft."""
    record = recall(state)
    return record.tray.draft if record else ""


def kept(state: State, event: Kept) -> Turn:
    """A file is in the keep: it is taken into the draft."""
    record = recall(state)
    if record is None:
        return Turn(state, ())
    state = keep(state, replace(record, tray=record.tray.arrived(event.ref)))
    return Turn(state, (), (acts.Attach(event.draft, event.piece),))


def not_kept(state: State, event: NotKept) -> Turn:
    """A file will not come; nothing else is touched."""
    record = recall(state)
    if record is not None:
        state = keep(state, replace(record, tray=record.tray.arrived(event.ref)))
    return Turn(state, (say(tray.refused(event, record.tray if record else None)),))


def acted(state: State, event: Acted[Act], ctx: Context) -> Turn:
    """What came of an act of ours; that files were let go needs no word."""
    assert isinstance(event, acts.OfForm)
    match event:
        case acts.Begun(acts.Begin(region), draft_, case):
            return _begun(state, region, draft_, case, ctx)
        case acts.Attached(taken) | acts.Changed(acts.Attach() as taken):
            return _attached(state, taken, isinstance(event, acts.Changed), ctx)
        case acts.Lent(code=code):
            return Turn(state, (say(words.LENT.format(code=code)),))
        case acts.Borrowed(draft=text):
            return _borrowed(state, text, ctx)
        case acts.Submitted():
            return submitted(state, event, ctx)
        case acts.Refused() | acts.TooOften() | acts.Changed():
            return _not_done(state, event, ctx)
        case acts.Detached():
            return Turn(state, ())
        case _:
            assert_never(event)


def _attached(state: State, taken: acts.Attach, again: bool, ctx: Context) -> Turn:
    record = recall(state)
    if record is None or record.tray.draft != taken.draft:
        return Turn(state, ())
    return act.kept(state, record, taken.piece, again, ctx)


def _not_done(state: State, event: acts.NotDone, ctx: Context) -> Turn:
    if isinstance(event.act, acts.Submit):
        return not_submitted(state, event, ctx)
    if isinstance(event, acts.TooOften):
        return Turn(state, (say(TIRED),))
    return Turn(state, (say(words.LOAN_HERE if isinstance(event, acts.Changed) else words.NO_LOAN),))


def _begun(state: State, region: str, draft_: str, case: Case | None, ctx: Context) -> Turn:
    agreed, brought = (ctx.today.isoformat() if ctx.today else ""), ctx.brought()
    record = Record(region, Tray(draft_), agreed=agreed, terms=turns.terms(ctx, region), taking=bool(brought))
    if case is not None and case.fields:
        record = replace(copied(ctx.mind.library, record, case), taking=False)
        return turns.onward(state, record, ctx, (Say(words.COPIED.format(number=case.spelled)),))
    if brought:
        return Turn(keep(state, record), (taking(record, brought, turns.started(ctx, region)),))
    return turns.onward(state, record, ctx, turns.started(ctx, region))


def _borrowed(state: State, text: str, ctx: Context) -> Turn:
    record = replace(read(json.loads(text)), whole=False)
    if record.region not in ctx.mind.library.regimes:
        return Turn(keep(state, record), (unfinished(state, record, ctx),))
    return turns.onward(replace(state, region=record.region), record, ctx, (Say(words.BORROWED),))


DIALOG = Dialog(
    NAME,
    pressed,
    words.IN_GROUP,
    (Slash("apply", "填申请表", begin),),
    said=said,
    sent=sent,
    lasting=True,
    pause=pause,
    aside=words.ASIDE,
    waiting=waiting,
    asks=asks,
    shows=frozenset({"intake/pause=1"}),
    left=left,
    moved=moved,
    acts=frozenset({acts.Begin, acts.Submit, acts.Lend, acts.Borrow}),
    acted=acted,
    draft=draft,
    kept=kept,
    not_kept=not_kept,
)
