"""What a button or an answer does to an application that is being written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.acts import Detach, Discard, Piece
from dialogs.apply import whole, words
from dialogs.apply.ask import PAGE, offered, taking
from dialogs.apply.boxes import LATER, NONE_YET, UNSURE, Box, boxes, current
from dialogs.apply.fill import answered, following, put
from dialogs.apply.record import SKIPPED, Record, gone, keep
from dialogs.apply.turns import onward, paused, resumed, told
from dialogs.core import Brought, Button, Context, Part, Say, State, Turn, say
from dialogs.shared import persons, tray
from dialogs.shared.paper import DAY
from dialogs.shared.take import taken_over

MOST_CLAUSES = 10
"""Provisions that one application may rest on."""


# ── buttons ──────────────────────────────────────────────────────────────────────────────────────
def pressed(
    state: State, record: Record, key: str, value: str, ctx: Context, brought: Sequence[Brought]
) -> Turn | None:
    """None for a button that nobody knows, or that is another draft's."""
    match key:
        case "go":
            return _go(state, record, value, ctx, brought)
        case "pause":
            return paused(state, record)
        case "tick" | "take" if record.taking:
            return _take(state, record, key, value, ctx, brought)
        case "private":
            return _private(state, record, value, ctx)
        case "nowait":
            return onward(state, replace(record, tray=replace(record.tray, fetching=())), ctx)
        case "remove":
            return _remove(state, record, value, ctx)
        case "check" | "preview" | "submit" | "sure" | "lend":
            return whole.pressed(state, _ticks_kept(record, ctx), key, value, ctx)
        case "open" if value == DAY or any(box.key == value for box in boxes(ctx.mind.library, record)):
            return onward(state, replace(record.reopen(value), whole=True), ctx)
        case _:
            return _on_box(state, record, key, value, ctx)


def _ticks_kept(record: Record, ctx: Context) -> Record:
    """What is ticked counts, also where one goes to look at the whole form in between."""
    box = current(boxes(ctx.mind.library, record), record)
    ticked = box is not None and box.kind == "clauses" and record.marks and not record.taking
    return record.put(clauses=list(record.marks)) if ticked else record


def _go(state: State, record: Record, value: str, ctx: Context, brought: Sequence[Brought]) -> Turn | None:
    match value:
        case "on":
            return resumed(state, replace(record, whole=False), ctx, brought)
        case "afresh" | "delete":
            text = words.SURE_AFRESH if value == "afresh" else words.SURE_DELETE
            sure = Button(words.SURE, f"intake/{'clear' if value == 'afresh' else 'erase'}={record.own}")
            return Turn(state, (say(text, buttons=((sure, Button(words.NOT_SURE, "intake/go=on")),)),))
        case "borrow":
            return Turn(state, (say(words.HAVE_ONE),))
        case _:
            return None


def discarded(state: State, record: Record) -> Turn:
    """The draft is gone with its files."""
    return Turn(gone(state), (say(words.DELETED),), (Discard(record.tray.draft),))


def _take(
    state: State, record: Record, key: str, value: str, ctx: Context, brought: Sequence[Brought]
) -> Turn | None:
    """Ticks on what the self-assessment offers; nothing else of it is ever seen here."""
    if key == "tick":
        now = [one for one in record.marks if one != value] + ([] if value in record.marks else [value])
        record = replace(record, marks=tuple(now))
        return Turn(keep(state, record), (taking(record, brought, edit=True),))
    chosen = [one for one in brought if value == "these" and one.key in record.marks]
    note: tuple[Part, ...] = (Say(words.TAKEN.format(count=len(chosen))),) if chosen else ()
    return onward(state, record.put(**taken_over(chosen)), ctx, note)


def _private(state: State, record: Record, value: str, ctx: Context) -> Turn | None:
    """What becomes of words with numbers of persons in them."""
    there = record.pending
    box = next((one for one in boxes(ctx.mind.library, record) if there and one.key == there[0]), None)
    if there is None or box is None:
        return told(state, record, ctx, words.STALE)
    match value:
        case "hide":
            return put(state, record, box, persons.hidden(there[1]), ctx)
        case "leave":
            return put(state, record, box, there[1], ctx)
        case "again":
            return onward(state, replace(record, pending=None), ctx, (Say(words.REWRITING),))
        case _:
            return None


def _remove(state: State, record: Record, value: str, ctx: Context) -> Turn:
    piece = next(
        (one for one in record.tray.pieces if len(value) >= 16 and one.place.startswith(value)), None
    )
    if piece is None:
        return told(state, record, ctx, words.STALE)
    drop = Detach(record.tray.draft, (piece.place,))
    record = replace(record, tray=record.tray.without(piece.place))
    return onward(state, record, ctx, (Say(words.REMOVED.format(name=piece.name)),), (drop,))


# ── one box ──────────────────────────────────────────────────────────────────────────────────────
def _on_box(state: State, record: Record, key: str, value: str, ctx: Context) -> Turn | None:
    box = current(boxes(ctx.mind.library, record), record)
    if box is None:
        return None
    id_, _, last = value.rpartition(":")
    match key:
        case "a" if box.kind == "choice" and id_ == box.key and last in dict(box.options):
            return answered(state, record, box, last, ctx)
        case "a" if box.kind == "evidence" and id_ == box.key and last in ("done", LATER, NONE_YET):
            return _evidence(state, record, box, last, ctx)
        case "skip" if value == box.key:
            return answered(state, record, box, SKIPPED, ctx)
        case "back" if value == box.key:
            return back(state, record, ctx)
        case "keep" if record.open:
            return onward(state, replace(record, open=None, append=False), ctx)
        case "append" if value == box.key and box.free:
            return onward(state, replace(record, append=True), ctx)
        case "t" | "page" | "picked" if box.kind == "clauses":
            return _clauses(state, record, key, value, ctx)
        case _:
            return None


def _evidence(state: State, record: Record, box: Box, value: str, ctx: Context) -> Turn:
    if value == "done" and not record.tray.pieces and not record.tray.fetching:
        return told(state, record, ctx, words.EVIDENCE_NONE)
    if value == NONE_YET and box.needed:
        return told(state, record, ctx, words.NEEDED)
    return answered(state, record, box, value, ctx)


def back(state: State, record: Record, ctx: Context) -> Turn:
    """The box before, with what stands in it; words that wait for a decision stay."""
    all_ = boxes(ctx.mind.library, record)
    box = current(all_, record)
    number = all_.index(box) if box else len(all_)
    if record.pending:
        return onward(state, record, ctx)
    if number == 0:
        return told(state, record, ctx, words.FIRST_STEP)
    return onward(state, replace(record.reopen(all_[number - 1].key), whole=False), ctx)


def _clauses(state: State, record: Record, key: str, value: str, ctx: Context) -> Turn | None:
    ids = offered(ctx, record)
    match key:
        case "t" if value in ids:
            now = [at for at in record.marks if at != value] + ([] if value in record.marks else [value])
            if len(now) > MOST_CLAUSES:
                return told(state, record, ctx, words.MOST_PICKED.format(most=MOST_CLAUSES))
            return onward(state, replace(record, marks=tuple(now)), ctx, edit=True)
        case "page" if value.isascii() and value.isdigit() and int(value[:6]) * PAGE < len(ids):
            return onward(state, replace(record, page=int(value[:6])), ctx, edit=True)
        case "picked" if value == UNSURE and record.marks and record.marks != (UNSURE,):
            return told(state, record, ctx, words.TICKED.format(count=len(record.marks)))
        case "picked" if value == UNSURE:
            return onward(state, record.put(clauses=[UNSURE]), ctx)
        case "picked" if [at for at in record.marks if at in ids]:
            after = record.put(clauses=[at for at in record.marks if at in ids])
            return onward(state, following(record, after, ctx), ctx)
        case "picked":
            return told(state, record, ctx, words.NOTHING_PICKED)
        case _:
            return None


# ── what comes back ──────────────────────────────────────────────────────────────────────────────
def kept(state: State, record: Record, piece: Piece, again: bool, ctx: Context) -> Turn:
    """A file is in, or was there already; a draft that is set aside stays so."""
    if again:
        note = tray.same(piece)
    else:
        record = replace(record, tray=record.tray.add(piece))
        note = tray.received(piece, record.tray)
    state = keep(state, record)
    if record.paused or record.region not in ctx.mind.library.regimes or record.tray.fetching:
        return Turn(state, (say(note),))
    box = current(boxes(ctx.mind.library, record), record)
    if box is not None and box.kind == "evidence" and not record.whole:
        return onward(state, record, ctx, (Say(note),))
    return Turn(state, (say(note),))
