"""What a button or an answer does to an application that is being written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.acts import Detach, Discard, Piece
from dialogs.apply import lines, moving, whole, words
from dialogs.apply.ask import taking
from dialogs.apply.boxes import boxes, current
from dialogs.apply.fill import answered, done, put
from dialogs.apply.record import SKIPPED, Record, gone, keep
from dialogs.apply.turns import onward, paused, resumed, told
from dialogs.core import Brought, Button, Context, Part, Say, State, Turn, say
from dialogs.shared import persons, tray
from dialogs.shared.paper import DAY
from dialogs.shared.take import STORY, taken_over
from dialogs.shared.ticks import toggled


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
        case "part" if record.parts:
            return moving.pressed(state, record, value, ctx)
        case "together":
            return lines.pressed(state, record, value, ctx)
        case "private":
            return _private(state, record, value, ctx)
        case "meant" if record.doubt:
            return _meant(state, record, value, ctx)
        case "nowait":
            return onward(state, replace(record, tray=replace(record.tray, fetching=())), ctx)
        case "remove":
            return _remove(state, record, value, ctx)
        case "check" | "preview" | "submit" | "sure" | "lend":
            return whole.pressed(state, _ticks_kept(record, ctx), key, value, ctx)
        case "open" if value == DAY or any(box.key == value for box in boxes(ctx.mind.library, record)):
            return onward(state, replace(record.reopen(value), whole=True), ctx)
        case "skip" | "back" | "keep" | "append" | "same" | "a" | "t" | "page" | "picked":
            return _on_box(state, record, key, value, ctx)
        case _:
            return None


def _ticks_kept(record: Record, ctx: Context) -> Record:
    """What is ticked counts, also where one goes to look at the whole form in between."""
    box = current(boxes(ctx.mind.library, record), record)
    if box is None or not box.kind.ticks or not record.marks or record.taking:
        return record
    return record.put(clauses=[*record.marks])


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
        record = replace(record, marks=toggled(record.marks, value))
        return Turn(keep(state, record), (taking(record, brought, edit=True),))
    chosen = [one for one in brought if value == "all" or (value == "these" and one.key in record.marks)]
    note: tuple[Part, ...] = (Say(words.TAKEN.format(count=len(chosen))),) if chosen else ()
    record = record.put(**taken_over(one for one in chosen if one.box != STORY))
    if story := next((one.value for one in chosen if one.box == STORY), ""):
        record = replace(record, parts=ctx.ears.parted(story), told=True, together=True)
    return onward(state, record, ctx, note)


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


def _meant(state: State, record: Record, value: str, ctx: Context) -> Turn | None:
    """What becomes of words that may be no answer."""
    text = record.doubt[1] if record.doubt else ""
    record = replace(record, doubt=None)
    box = current(boxes(ctx.mind.library, record), record)
    match value:
        case "ask":
            return Turn(keep(state, record), (), asked=text)
        case "box" if box is not None:
            did = box.kind.read(ctx, record, box, text)
            return done(state, record, box, did, ctx) if did else told(state, record, ctx, words.NOT_HERE)
        case "box" | "again":
            return told(state, record, ctx, words.NOT_KEPT)
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
    match key:
        case "skip" if value == box.key:
            return answered(state, record, box, SKIPPED, ctx)
        case "back" if value == box.key:
            return back(state, record, ctx)
        case "keep" if record.open:
            return onward(state, replace(record, open=None, append=False), ctx)
        case "same" if value == box.key and (text := record.text(box.like)):
            return answered(state, record, box, text, ctx)
        case "append" if value == box.key and box.kind.free:
            return onward(state, replace(record, append=True), ctx)
        case "a" | "t" | "page" | "picked":
            did = box.kind.press(ctx, record, box, key, value)
            return done(state, record, box, did, ctx) if did else None
        case _:
            return None


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
    if record.taking and (brought := ctx.brought()):
        return Turn(state, (taking(record, brought, (Say(note),)),))
    if record.whole and record.open is None and not record.pending:
        row = (Button(words.CHECK, "intake/check=1"),)
        return Turn(state, (say(note, words.BACK_TO_WHOLE, buttons=(row,)),))
    return onward(state, record, ctx, (Say(note),))
