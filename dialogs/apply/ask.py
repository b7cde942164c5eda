"""How a box of the form is asked for, and how the whole form is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.apply import doubts, parting, several, words
from dialogs.apply.boxes import ORGANISATION, boxes, current, missing
from dialogs.apply.kinds import Box
from dialogs.apply.kinds.clauses import picked
from dialogs.apply.kinds.files import attached
from dialogs.apply.paper import Paper
from dialogs.apply.record import Record
from dialogs.core import Brought, Button, Context, Part, Reply, Say
from dialogs.shared import ticks
from dialogs.shared.paging import Rows, in_rows
from dialogs.shared.paper import DAY, NO_ANNEX_NOTE
from dialogs.shared.persons import found
from knowledge.rules import APPLICANT, OPINION, POST, REMARK

TAIL = 40
"""Characters of an answer that are shown where more is to come behind it."""


def shown(
    ctx: Context,
    record: Record,
    before: tuple[Part, ...] = (),
    edit: bool = False,
    brought: Sequence[Brought] = (),
) -> Reply:
    """What is to be done next with this draft: a choice that is open, a box, or the whole form."""
    all_ = boxes(ctx.mind.library, record)
    box = current(all_, record)
    if record.pending:
        return Reply((*before, *_pending(record)), _pending_rows(), edit)
    if record.parts:
        return parting.screen(record, before)
    if record.doubt:
        return Reply((*before, *doubts.parts(record)), doubts.rows(), edit)
    if record.taking and brought:
        return taking(record, brought, before, edit)
    if box is None or (record.whole and record.open is None):
        return review(ctx, record, before)
    if (open_ := several.asked(ctx, record)) and (box in open_ or box.key == "applicant_kind"):
        return several.screen(ctx, record, open_, before)
    parts = (*before, *_parts(ctx, record, all_, box))
    return Reply(parts, rows(ctx, record, box), edit, files=box.kind.takes_files)


def taking(
    record: Record, brought: Sequence[Brought], before: tuple[Part, ...] = (), edit: bool = False
) -> Reply:
    """What could be taken over, to be ticked; nothing is by itself."""
    lines = ticks.numbered([(one.key, f"{one.label}：{one.shown}") for one in brought], record.marks)
    numbers = ticks.numbers([one.key for one in brought], record.marks, "intake/tick=")
    none, all_ = Button(words.TAKE_NONE, "intake/take=none"), Button(words.TAKE_ALL, "intake/take=all")
    last = (Button(words.TAKE_THESE, "intake/take=these"),) if record.marks else (all_, none)
    buttons = (*in_rows(numbers, 5), last)
    return Reply((*before, Say(words.TAKE, strong=True), Say(lines)), buttons, edit)


# ── one box ──────────────────────────────────────────────────────────────────────────────────────
def _parts(ctx: Context, record: Record, all_: tuple[Box, ...], box: Box) -> Iterator[Part]:
    step = words.STEP.format(
        short=ctx.mind.library.short[record.region], number=all_.index(box) + 1, count=len(all_)
    )
    yield Say(f"（{step}）{box.ask}", strong=True)
    if box.hint:
        yield Say(box.hint)
    yield from box.kind.ask(ctx, record)
    yield from _was(record, box)


def _was(record: Record, box: Box) -> Iterator[Say]:
    """What stands in a box that is opened again."""
    given = record.text(box.key)
    was = box.kind.show(box, given) if given and box.key == record.open else ""
    if was:
        yield Say(words.APPENDING.format(tail=was[-TAIL:]) if record.append else words.WAS.format(text=was))


def rows(ctx: Context, record: Record, box: Box) -> Rows:
    """The buttons under a box: its answers, then what is always there."""
    return (*box.kind.buttons(ctx, record, box), *_always(record, box))


def _always(record: Record, box: Box) -> Rows:
    below = [Button(words.BACK, f"intake/back={box.key}"), Button(words.PAUSE, "intake/pause=1")]
    if record.answers:
        below.insert(1, Button(words.CHECK, "intake/check=1"))
    return (tuple(below),)


# ── numbers of persons ───────────────────────────────────────────────────────────────────────────
def _pending(record: Record) -> Iterator[Part]:
    text = record.pending[1] if record.pending else ""
    there = found(text)
    kinds = "、".join(dict.fromkeys(one.kind for one in there))
    lines = "\n".join(f"· {one.kind}：…{text[one.start : one.end][-4:]}" for one in there)
    yield Say(words.PRIVATE.format(kinds=kinds, shown=lines), strong=True)


def _pending_rows() -> Rows:
    return (
        (Button(words.HIDE, "intake/private=hide"), Button(words.LEAVE, "intake/private=leave")),
        (Button(words.REWRITE, "intake/private=again"),),
    )


# ── the whole form ───────────────────────────────────────────────────────────────────────────────
def review(ctx: Context, record: Record, before: tuple[Part, ...] = ()) -> Reply:
    """The form as it will look, every box with its button."""
    paper = Paper(ctx.mind.library, record, ctx.today)
    all_ = boxes(ctx.mind.library, record)
    head = Say(words.REVIEW, strong=True), Say(f"{paper.mark}　{paper.title}　{paper.day}")
    parts = (*before, *head, *_filled(record, paper), *_below(ctx, record, paper))
    return Reply(parts, tuple(_review_rows(all_, current(all_, record))))


def _filled(record: Record, paper: Paper) -> Iterator[Say]:
    """The boxes as printed, but for those of the other kind of applicant."""
    other = (
        APPLICANT
        if record.text("applicant_kind") == ORGANISATION
        else f"申请{paper.regime.paper.organisation}"
    )
    for label, text in paper.cells():
        if label == other or (label == POST and other == APPLICANT):
            continue
        if label == REMARK:
            yield Say(f"【{OPINION}】\n{words.OPINION}")
        yield Say(f"【{label}】\n{text or words.EMPTY}")
    yield Say(f"【附：相关证据材料】\n{attached(record) or words.EMPTY}")


def _below(ctx: Context, record: Record, paper: Paper) -> Iterator[Say]:
    """What is to be known of it, and what is missing."""
    if picked(record, paper.regime):
        yield Say(words.COMPOSED)
    if paper.regime.form is None:
        yield Say(f"{NO_ANNEX_NOTE}。")
    if left := missing(ctx.mind.library, record):
        yield Say(words.REVIEW_LEFT.format(labels="、".join(box.label for box in left)), strong=True)


def _review_rows(all_: tuple[Box, ...], unasked: Box | None) -> Iterator[tuple[Button, ...]]:
    changing = [Button(f"改{box.label}", f"intake/open={box.key}") for box in all_]
    if all(box.key != DAY for box in all_):
        changing.append(Button("改申请日期", f"intake/open={DAY}"))
    yield from in_rows(changing, 3)
    if unasked:
        yield (Button(words.GO_ON, "intake/go=on"),)
    yield Button(words.PREVIEW, "intake/preview=1"), Button(words.LEND, "intake/lend=1")
    yield (
        Button(words.SUBMIT, "intake/submit=1"),
        Button(words.PAUSE, "intake/pause=1"),
        Button(words.DELETE, "intake/go=delete"),
    )


def refused(ctx: Context, record: Record) -> Reply:
    """It cannot be submitted yet: what is missing, each with its button."""
    left = missing(ctx.mind.library, record)
    labels = "、".join(box.label for box in left)
    buttons = [Button(f"填{box.label}", f"intake/open={box.key}") for box in left]
    return Reply((Say(words.REVIEW_LEFT.format(labels=labels), strong=True),), in_rows(buttons, 3))
