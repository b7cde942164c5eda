"""What a button or an answer does to an application that is being written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dialogs.acts import Detach, Discard, Piece
from dialogs.apply import whole, words
from dialogs.apply.ask import PAGE, offered, shown, taking
from dialogs.apply.boxes import DECIDED, LATER, NONE_YET, UNSURE, Box, boxes, current, dated, days, is_one_day
from dialogs.apply.paper import KEPT_DAYS
from dialogs.apply.record import SKIPPED, Record, gone, keep
from dialogs.core import Brought, Button, Context, Effect, Part, Reply, Say, State, Turn, say
from dialogs.shared import persons, tray
from dialogs.shared.calendar import read_date, written
from dialogs.shared.paper import DAY
from dialogs.shared.phrases import place
from dialogs.shared.take import taken_over
from knowledge.answer.wording import cited
from knowledge.rules import Phrase

MOST_CLAUSES = 10
"""Provisions that one application may rest on."""
NEW_LINE = "\n"


# ── the next message ─────────────────────────────────────────────────────────────────────────────
def onward(
    state: State,
    record: Record,
    ctx: Context,
    before: tuple[Part, ...] = (),
    effects: tuple[Effect, ...] = (),
    edit: bool = False,
) -> Turn:
    """The draft is kept, and what is next is shown."""
    record = replace(record, paused=False, taking=False)
    return Turn(keep(state, record), (shown(ctx, record, before, edit),), effects)


def resumed(state: State, record: Record, ctx: Context, brought: Sequence[Brought]) -> Turn:
    """Where it was left; what may be taken over is offered until that was decided on."""
    if not (record.taking and brought):
        return onward(state, record, ctx)
    record = replace(record, paused=False)
    return Turn(keep(state, record), (taking(record, brought),))


def told(state: State, record: Record, ctx: Context, words_: str) -> Turn:
    """A word on the box that is open, and the box again."""
    return onward(state, record, ctx, (Say(words_),))


def paused(state: State, record: Record) -> Turn:
    row = (Button(words.GO_ON, "intake/go=on"), Button(words.DELETE, "intake/go=delete"))
    return Turn(keep(state, replace(record, paused=True)), (say(words.PAUSED, buttons=(row,)),))


def consent(ctx: Context, region: str) -> Reply:
    """What it is for, who sees it, how long and where it is kept; nothing personal is asked before."""
    row = (Button(words.AGREE, f"intake/agree={region}"), Button(words.DISAGREE, "intake/go=no"))
    return say(terms(ctx, region), buttons=(row, (Button(words.BORROW, "intake/go=borrow"),)))


def terms(ctx: Context, region: str) -> str:
    """What is agreed to."""
    regime, short = ctx.mind.library.regimes[region], ctx.mind.library.short[region]
    return words.CONSENT.format(title=regime.paper.title, short=short, days=KEPT_DAYS)


def started(ctx: Context, region: str) -> tuple[Part, ...]:
    """What to know before the first box: that there is no official form, until when one may apply, what is not said."""
    regime = ctx.mind.library.regimes[region]
    parts: list[Part] = [Say(words.STARTING)]
    if regime.form is None:
        parts.append(Say(words.FORM_NOTE.format(title=regime.paper.title)))
    step = next((step for step in regime.procedure if step.applicant), None)
    if step and step.deadline and step.deadline.days:
        label = place(ctx.mind.library.policies[region], step.at)
        parts.append(Say(words.PERIOD.format(when=step.quote, label=label), strong=True))
    elif not (step and step.deadline and step.deadline.before):  # that is the first question
        parts += [Say(gap) for gap in regime.gaps]
    return tuple(parts)


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
            return _put(state, record, box, persons.hidden(there[1]), ctx)
        case "leave":
            return _put(state, record, box, there[1], ctx)
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


def answered(
    state: State, record: Record, box: Box, value: str, ctx: Context, before: tuple[Part, ...] = ()
) -> Turn:
    """One answer is kept."""
    after = _following(record, record.put(**{box.key: value}), ctx)
    return onward(state, after, ctx, (*before, *_brought_up(ctx, after, box)))


def _following(before: Record, after: Record, ctx: Context) -> Record:
    """While the whole form is gone through, a box that a change has brought up is asked for at once."""
    known = {box.key for box in boxes(ctx.mind.library, before)}
    new = (
        box.key
        for box in boxes(ctx.mind.library, after)
        if box.key not in known and box.key not in after.answers
    )
    key = next(new, None) if after.whole else None
    return after.reopen(key) if key else after


def _brought_up(ctx: Context, record: Record, box: Box) -> tuple[Part, ...]:
    """The end of the period, as soon as the day is known that it runs from; what is left, where it is over."""
    regime, policy = ctx.mind.library.regimes[record.region], ctx.mind.library.policies[record.region]
    if box.key == "decided" and record.text("decided") == DECIDED and (nudge := regime.nudge("decided")):
        cite = (Say(cited(policy, Phrase(at=nudge.at, quote=nudge.quote))),) if nudge.quote else ()
        return (Say(nudge.say, strong=True), *cite, Say(words.STILL))
    if box.key != "told_on" or not (line := whole.period(ctx, record)):
        return ()
    late = tuple(
        Say(one.say) for one in ctx.mind.library.regimes[record.region].silences if one.step == "deadline"
    )
    return (Say(line, strong=True), *late)


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
            return onward(state, _following(record, after, ctx), ctx)
        case "picked":
            return told(state, record, ctx, words.NOTHING_PICKED)
        case _:
            return None


# ── what is typed into a box ─────────────────────────────────────────────────────────────────────
def written_in(state: State, record: Record, box: Box, text: str, ctx: Context) -> Turn:
    """Words for this box; nothing is kept that does not fit it, and nothing is cut."""
    if box.kind == "date":
        return _date(state, record, box, text, ctx)
    text = text.strip()
    if (count := len(_joined(record, box, text))) > box.limit:
        return told(state, record, ctx, words.TOO_LONG.format(limit=box.limit, count=count))
    if box.kind == "day":
        day = read_date(text, ctx.today)
        if wrong := _wrong_day(text, day, ctx):
            return told(state, record, ctx, wrong)
        text = written(day) if day and (not dated(text) or is_one_day(text)) else text
    if persons.found(text):
        return onward(state, replace(record, pending=(box.key, text)), ctx)
    return _put(state, record, box, text, ctx)


def _wrong_day(text: str, day: date | None, ctx: Context) -> str:
    """What is wrong with a day or a period, if anything is."""
    named = [one for one in days(text) if one]
    if not dated(text) and (day is None or None in days(text)):
        return words.NO_DAY
    if ctx.today is not None and any(one > ctx.today for one in named):
        return words.FUTURE
    return words.REVERSED if named != sorted(named) else ""


def _put(state: State, record: Record, box: Box, text: str, ctx: Context) -> Turn:
    text = " ".join(text.split()) if box.kind == "line" else text
    return answered(state, record, box, _joined(record, box, text), ctx)


def _joined(record: Record, box: Box, text: str) -> str:
    """Behind what is there, where the writer wanted that."""
    was = record.text(box.key) if record.append and record.open == box.key else ""
    return f"{was}{' ' if box.kind == 'line' else NEW_LINE}{text}" if was else text


def _date(state: State, record: Record, box: Box, text: str, ctx: Context) -> Turn:
    day = read_date(text, None) or read_date(text, ctx.today)
    if day is None:
        return told(state, record, ctx, words.NO_DATE)
    if ctx.today is not None and day > ctx.today:
        return told(state, record, ctx, words.FUTURE)
    return answered(state, record, box, day.isoformat(), ctx)


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
