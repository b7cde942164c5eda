"""What a button or an answer does to an application that is being written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dialogs import private, tray
from dialogs.acts import Act, Acted, fingerprint
from dialogs.calendar import due_line, read_date, written
from dialogs.core import Button, Context, Effect, Part, Reply, Say, State, Turn, say
from dialogs.intake import words
from dialogs.intake.ask import PAGE, offered, refused, review, shown
from dialogs.intake.boxes import (
    DAY,
    LATER,
    NONE_YET,
    UNSURE,
    Box,
    boxes,
    current,
    dated,
    is_one_day,
    missing,
)
from dialogs.intake.paper import KEPT_DAYS, Paper
from dialogs.intake.record import SKIPPED, Record, gone, keep, recall
from dialogs.phrases import place
from dialogs.steps import after_applying
from dialogs.take import Brought, taken_over

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
    record = replace(record, paused=False)
    return Turn(keep(state, record), (shown(ctx, record, before, edit),), effects)


def told(state: State, record: Record, ctx: Context, words_: str) -> Turn:
    """A word on the box that is open, and the box again."""
    return onward(state, record, ctx, (Say(words_),))


def paused(state: State, record: Record) -> Turn:
    row = (Button(words.GO_ON, "intake/go=on"), Button(words.DELETE, "intake/go=delete"))
    return Turn(keep(state, replace(record, paused=True)), (say(words.PAUSED, buttons=(row,)),))


def consent(ctx: Context, region: str) -> Reply:
    """What it is for, who sees it, how long and where it is kept; nothing personal is asked before."""
    regime, short = ctx.mind.library.regimes[region], ctx.mind.library.short[region]
    text = words.CONSENT.format(title=regime.paper.title, short=short, days=KEPT_DAYS)
    row = (Button(words.AGREE, f"intake/agree={region}"), Button(words.DISAGREE, "intake/go=no"))
    return say(text, buttons=(row, (Button(words.BORROW, "intake/go=borrow"),)))


def started(ctx: Context, region: str) -> tuple[Part, ...]:
    """What to know before the first box: that there is no official form, and until when one may apply."""
    regime = ctx.mind.library.regimes[region]
    parts: list[Part] = [Say(words.STARTING)]
    if regime.form is None:
        parts.append(Say(words.FORM_NOTE.format(title=regime.paper.title)))
    step = next((step for step in regime.procedure if step.applicant), None)
    if step and step.deadline and (step.deadline.days or step.deadline.before):
        when = step.quote if step.deadline.days else f"{step.deadline.quote}……{step.quote}"
        label = place(ctx.mind.library.policies[region], step.at)
        parts.append(Say(words.PERIOD.format(when=when, label=label), strong=True))
    return tuple(parts)


# ── buttons ──────────────────────────────────────────────────────────────────────────────────────
def pressed(
    state: State, record: Record, key: str, value: str, ctx: Context, brought: Sequence[Brought]
) -> Turn | None:
    """None for a button that nobody knows."""
    match key:
        case "go":
            return _go(state, record, value, ctx)
        case "pause":
            return paused(state, record)
        case "tick" | "take" if record.taking:
            return _take(state, record, key, value, ctx, brought)
        case "private":
            return _private(state, record, value, ctx)
        case "check" | "preview" | "submit" | "sure" | "lend" | "nowait" | "remove":
            return _whole(state, record, key, value, ctx)
        case "open" if value == DAY or any(box.key == value for box in boxes(ctx.mind.library, record)):
            return onward(state, replace(record.reopen(value), taking=False), ctx)
        case _:
            return _on_box(state, record, key, value, ctx)


def _go(state: State, record: Record, value: str, ctx: Context) -> Turn | None:
    match value:
        case "on":
            return onward(state, record, ctx)
        case "afresh" | "delete":
            text = words.SURE_AFRESH if value == "afresh" else words.SURE_DELETE
            row = (
                Button(words.SURE, f"intake/go={'clear' if value == 'afresh' else 'erase'}"),
                Button(words.NOT_SURE, "intake/go=on"),
            )
            return Turn(state, (say(text, buttons=(row,)),))
        case "clear" | "erase":
            discard = Act("discard", draft=record.tray.draft)
            reply = consent(ctx, state.region or record.region) if value == "clear" else say(words.DELETED)
            return Turn(gone(state), (reply,), (discard,))
        case "borrow":
            return Turn(state, (say(words.HAVE_ONE),))
        case _:
            return None


def _take(
    state: State, record: Record, key: str, value: str, ctx: Context, brought: Sequence[Brought]
) -> Turn | None:
    """Ticks on what the self-assessment offers; nothing else of it is ever seen here."""
    if key == "tick":
        now = [one for one in record.marks if one != value] + ([] if value in record.marks else [value])
        record = replace(record, marks=tuple(now))
        return Turn(keep(state, record), (taking(record, brought, edit=True),))
    chosen = [one for one in brought if value == "these" and one.key in record.marks]
    record = replace(record.put(**taken_over(chosen)), taking=False)
    note: tuple[Part, ...] = (Say(words.TAKEN.format(count=len(chosen))),) if chosen else ()
    return onward(state, record, ctx, note)


def taking(
    record: Record, brought: Sequence[Brought], before: tuple[Part, ...] = (), edit: bool = False
) -> Reply:
    """What could be taken over, to be ticked; nothing is by itself."""
    lines = [
        f"{n}. {'【选上】' if one.key in record.marks else ''}{one.label}：{one.shown}"
        for n, one in enumerate(brought, 1)
    ]
    numbers = [
        Button(("✓" if one.key in record.marks else "") + str(n), f"intake/tick={one.key}")
        for n, one in enumerate(brought, 1)
    ]
    rows = tuple(tuple(numbers[n : n + 5]) for n in range(0, len(numbers), 5))
    last = (
        Button(words.TAKE_THESE, "intake/take=these")
        if record.marks
        else Button(words.TAKE_NONE, "intake/take=none")
    )
    return Reply((*before, Say(words.TAKE, strong=True), Say("\n".join(lines))), (*rows, (last,)), edit)


def _private(state: State, record: Record, value: str, ctx: Context) -> Turn | None:
    """What becomes of words with numbers of persons in them."""
    box = _box(ctx, record, record.pending[0]) if record.pending else None
    if record.pending is None or box is None:
        return told(state, record, ctx, words.STALE)
    text = record.pending[1]
    match value:
        case "hide":
            return _put(state, record, box, private.hidden(text), ctx)
        case "leave":
            return _put(state, record, box, text, ctx)
        case "again":
            return onward(state, replace(record, pending=None), ctx, (Say(words.REWRITING),))
        case _:
            return None


def _box(ctx: Context, record: Record, key: str) -> Box | None:
    return next((box for box in boxes(ctx.mind.library, record) if box.key == key), None)


# ── the whole form ───────────────────────────────────────────────────────────────────────────────
def _whole(state: State, record: Record, key: str, value: str, ctx: Context) -> Turn | None:
    match key:
        case "check":
            return Turn(keep(state, replace(record, taking=False)), (review(ctx, record),))
        case "preview":
            form = Paper(ctx.mind.library, record, ctx.today).form()
            back = ((Button(words.CHECK, "intake/check=1"), Button(words.SUBMIT, "intake/submit=1")),)
            return Turn(state, (Reply((Say(words.PREVIEWED),), back, sheet=form),))
        case "lend":
            return Turn(state, (), (Act("lend", draft=record.tray.draft),))
        case "nowait":
            return onward(state, replace(record, tray=replace(record.tray, fetching=())), ctx)
        case "remove":
            return _remove(state, record, value, ctx)
        case _:
            return _submit(state, record, key, ctx)


def _remove(state: State, record: Record, value: str, ctx: Context) -> Turn:
    piece = next(
        (one for one in record.tray.pieces if one.place.startswith(value) and len(value) >= 16), None
    )
    if piece is None:
        return told(state, record, ctx, words.STALE)
    drop = Act("drop", draft=record.tray.draft, places=(piece.place,))
    record = replace(record, tray=record.tray.without(piece.place))
    return onward(state, record, ctx, (Say(words.REMOVED.format(name=piece.name)),), (drop,))


def _submit(state: State, record: Record, key: str, ctx: Context) -> Turn:
    """Asked first, then done; never with a box missing or a file on its way."""
    if missing(boxes(ctx.mind.library, record), record):
        return Turn(state, (refused(ctx, record),))
    if record.tray.fetching:
        row = (Button(words.NO_WAIT, "intake/nowait=1"), Button(words.SUBMIT, "intake/submit=1"))
        return Turn(state, (say(words.FETCHING.format(count=len(record.tray.fetching)), buttons=(row,)),))
    if record.pending:
        return onward(state, record, ctx)
    if key == "submit":
        to = record.text("first") or record.text("authority")
        row = (Button(words.CONFIRMED, "intake/sure=1"), Button(words.LOOK_AGAIN, "intake/check=1"))
        return Turn(state, (say(words.CONFIRM.format(to=to), buttons=(row,)),))
    paper = Paper(ctx.mind.library, record, ctx.today)
    filing = paper.filing()
    who = "个人申请" if filing.applicant == "person" else f"{paper.regime.paper.organisation}申请"
    notice = words.NOTICE.format(short=paper.short, who=who, count=len(filing.pieces))
    return Turn(
        state, (), (Act("submit", draft=filing.draft, filing=filing, words=paper.summary(), notice=notice),)
    )


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
        case "skip" if value == box.key and not box.needed:
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
    """One answer is kept; after a change the whole form comes again where all has been asked."""
    after = record.put(**{box.key: value})
    return onward(state, after, ctx, (*before, *_brought_up(ctx, after, box)))


def _brought_up(ctx: Context, record: Record, box: Box) -> tuple[Part, ...]:
    """The end of the period, as soon as the day is known that it runs from."""
    step = ctx.mind.library.regimes[record.region].told_step
    days = step.deadline.days if step and step.deadline else None
    if box.key != "told_on" or not record.text("told_on") or not days:
        return ()
    return (
        Say(due_line(date.fromisoformat(record.text("told_on")), days, ctx.calendar, ctx.today), strong=True),
    )


def _evidence(state: State, record: Record, box: Box, value: str, ctx: Context) -> Turn:
    if value == "done" and not record.tray.pieces and not record.tray.fetching:
        return told(state, record, ctx, words.EVIDENCE_NONE)
    if value == NONE_YET and box.needed:
        return told(state, record, ctx, words.NEEDED)
    return answered(state, record, box, value, ctx)


def back(state: State, record: Record, ctx: Context) -> Turn:
    """The box before, with what stands in it."""
    all_ = boxes(ctx.mind.library, record)
    box = current(all_, record)
    number = all_.index(box) if box else len(all_)
    if number == 0:
        return told(state, record, ctx, words.FIRST_STEP)
    return onward(state, record.reopen(all_[number - 1].key), ctx)


def _clauses(state: State, record: Record, key: str, value: str, ctx: Context) -> Turn | None:
    ids = offered(ctx, record)
    match key:
        case "t" if value in ids:
            now = [at for at in record.marks if at != value] + ([] if value in record.marks else [value])
            return onward(state, replace(record, marks=tuple(now)), ctx, edit=True)
        case "page" if value.isdecimal() and int(value) * PAGE < len(ids):
            return onward(state, replace(record, page=int(value)), ctx, edit=True)
        case "picked" if value == UNSURE:
            return onward(state, record.put(clauses=[UNSURE]), ctx)
        case "picked" if record.marks:
            return onward(state, record.put(clauses=list(record.marks)), ctx)
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
        if not dated(text) and day is None:
            return told(state, record, ctx, words.NO_DAY)
        text = written(day) if day and (not dated(text) or is_one_day(text)) else text
    if private.found(text):
        record = replace(record, pending=(box.key, text))
        return onward(state, record, ctx)
    return _put(state, record, box, text, ctx)


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
def kept(state: State, record: Record, acted: Acted, ctx: Context) -> Turn:
    """A file is in, or was there already."""
    piece = acted.act.piece
    if piece is None:
        return Turn(state, ())
    box = current(boxes(ctx.mind.library, record), record)
    if acted.result == "changed":
        note = words.SAME.format(name=piece.name)
    else:
        record = replace(record, tray=record.tray.add(piece))
        note = words.RECEIVED.format(
            name=piece.name, size=tray.size(piece.size), count=len(record.tray.pieces)
        )
    if box is not None and box.kind == "evidence" and not record.tray.fetching:
        return onward(state, record, ctx, (Say(note),))
    return Turn(keep(state, record), (say(note),))


def submitted(state: State, acted: Acted, ctx: Context) -> Turn:
    """The receipt; or why there is none, the draft as it was."""
    record = recall(state)
    if record is None:
        return Turn(state, ())
    match acted.result:
        case "too_often":
            return Turn(state, (say(words.TOO_OFTEN),))
        case "done":
            return Turn(gone(state, filed=acted.cases[0].number), (receipt(ctx, record, acted),))
        case _:
            return Turn(state, (review(ctx, record, (Say(words.CHANGED),)),))


def receipt(ctx: Context, record: Record, acted: Acted) -> Reply:
    case, paper = acted.cases[0], Paper(ctx.mind.library, record, ctx.today)
    head = words.RECEIPT.format(number=case.spelled, code=acted.secret, when=acted.text, print=fingerprint(case),
                                title=paper.title, count=len(case.pieces))  # fmt: skip
    parts: list[Part] = [
        Say(head, strong=True),
        Say(words.RECEIPT_CODE),
        Say(words.NEXT.format(next=after_applying(ctx.mind.library, case.region))),
    ]
    if told_on := record.text("told_on"):
        step = paper.regime.told_step
        if step and step.deadline and step.deadline.days:
            parts.append(
                Say(due_line(date.fromisoformat(told_on), step.deadline.days, ctx.calendar, ctx.today))
            )
    parts.append(Say(words.RECEIPT_PAPER))
    row = (Button("查进度", f"status/see={case.number}"),)
    return Reply(tuple(parts), (row,), sheet=paper.form())


__all__ = [
    "answered",
    "back",
    "consent",
    "kept",
    "onward",
    "paused",
    "pressed",
    "receipt",
    "started",
    "submitted",
    "taking",
    "told",
]
