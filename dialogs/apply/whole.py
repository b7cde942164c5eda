"""The whole form: looked at, printed, lent to another surface, submitted; and the receipt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dialogs.acts import Lend, NotDone, Submit, Submitted, TooOften, fingerprint
from dialogs.apply import words
from dialogs.apply.ask import refused, review, shown
from dialogs.apply.boxes import boxes, missing
from dialogs.apply.kinds import Box
from dialogs.apply.kinds.files import WITHOUT
from dialogs.apply.paper import Paper
from dialogs.apply.record import SKIPPED, Record, gone, keep, recall
from dialogs.core import Button, Context, Json, Part, Reply, Say, State, Turn, say
from dialogs.shared import memory
from dialogs.shared.calendar import due_line
from dialogs.shared.dates import Span, when
from dialogs.shared.paging import in_rows
from dialogs.shared.steps import after_applying
from dialogs.shared.tray import NO_WAIT

WEIGHED = ("motive", "procedure", "impact", "remedy", "evidence")
"""Boxes that the authority decides on."""
_BARE = re.compile("(?:上级|[省市县区镇乡局])?(?:纪委|监委|纪工委|纪检|民政局|组织部|党委|党组|政府|审计局)")
"""How the name of an authority begins that does not say where it is."""
SHORT = 20
"""Characters from which on a course of events is taken for one."""


def pressed(state: State, record: Record, key: str, value: str, ctx: Context) -> Turn | None:
    """None for a button of another draft."""
    if record.pending and key != "check":
        return Turn(state, (shown(ctx, record),))
    match key:
        case "check":
            record = replace(record, open=None, append=False, taking=False, whole=True, paused=False)
            return Turn(keep(state, record), (shown(ctx, record),))
        case "preview":
            return Turn(keep(state, record), (_previewed(ctx, record),))
        case "lend" if record.tray.fetching:
            return Turn(state, (_fetching(record, words.WAIT_TO_LEND),))
        case "lend":
            return Turn(keep(state, record), (), (Lend(record.tray.draft),))
        case "submit":
            return _submit(state, record, key, ctx)
        case "sure" if value == record.own:
            return _submit(state, record, key, ctx)
        case _:
            return None


def _previewed(ctx: Context, record: Record) -> Reply:
    form = Paper(ctx.mind.library, record, ctx.today).form(words.DRAFT)
    back = ((Button(words.CHECK, "intake/check=1"), Button(words.SUBMIT, "intake/submit=1")),)
    return Reply((Say(words.PREVIEWED),), back, sheet=form)


def _fetching(record: Record, text: str) -> Reply:
    row = (Button(NO_WAIT, "intake/nowait=1"), Button(words.CHECK, "intake/check=1"))
    return say(text.format(count=len(record.tray.fetching)), buttons=(row,))


def _submit(state: State, record: Record, key: str, ctx: Context) -> Turn:
    """Asked first, then done; never with a box missing or a file on its way."""
    state = keep(state, record)
    if missing(ctx.mind.library, record):
        return Turn(state, (refused(ctx, record),))
    if record.tray.fetching:
        return Turn(state, (_fetching(record, words.FETCHING),))
    if key == "submit":
        return Turn(state, (_asking_once_more(ctx, record),))
    return Turn(state, (), (_submission(Paper(ctx.mind.library, record, ctx.today)),))


def _submission(paper: Paper) -> Submit:
    """What is handed in, what staff see of it in a list, and what they are told."""
    filing = paper.filing()
    who = "个人申请" if filing.applicant == "person" else f"{paper.regime.paper.organisation}申请"
    notice = words.NOTICE.format(short=paper.short, who=who, count=len(filing.pieces))
    return Submit(filing, paper.summary(), notice)


def _asking_once_more(ctx: Context, record: Record) -> Reply:
    doubts = "；".join(_doubts(record))
    to = record.text("first") or record.text("authority")
    text = words.CONFIRM.format(to=to, doubts=words.DOUBTS.format(lines=doubts) if doubts else "")
    sure = Button(words.CONFIRMED, f"intake/sure={record.own}")
    row = (sure, Button(words.LOOK_AGAIN, "intake/check=1"))
    empty = _empty(ctx, record)
    if not empty:
        return say(text, buttons=(row,))
    first = words.STILL_EMPTY.format(labels="、".join(box.label for box in empty))
    filling = in_rows([Button(f"填{box.label}", f"intake/open={box.key}") for box in empty], 3)
    return say(first, text, buttons=(row, *filling))


def _empty(ctx: Context, record: Record) -> list[Box]:
    """What the authority decides on, never asked or left empty; it may stay so, but not unnoticed."""
    there = (box for box in boxes(ctx.mind.library, record) if box.key in WEIGHED)
    return [
        box for box in there if not record.tray.pieces or box.key != "evidence" if _says_nothing(record, box)
    ]


def _says_nothing(record: Record, box: Box) -> bool:
    return record.text(box.key).strip() in ("", SKIPPED, *WITHOUT)


def _doubts(record: Record) -> Iterator[str]:
    """What deserves another look; none of it stops anybody."""
    if (count := len(record.text("course"))) < SHORT:
        yield words.SHORT_COURSE.format(count=count)
    if _BARE.match(organ := record.text("authority")):
        yield words.NOT_WHOLE.format(organ=organ)
    happened = when(record.text("event_date"), None)
    told_on = record.text("told_on")
    if told_on and isinstance(happened, Span) and date.fromisoformat(told_on) < happened.first:
        yield words.TOLD_BEFORE


# ── what comes back ──────────────────────────────────────────────────────────────────────────────
def submitted(state: State, acted: Submitted, ctx: Context) -> Turn:
    """The receipt."""
    record = recall(state)
    if record is None:
        return Turn(state, ())
    filed: dict[str, Json] = {"filed": acted.case.number, "count": memory.recall(state).count}
    return Turn(gone(state, **filed), (_receipt(ctx, record, acted),))


def not_submitted(state: State, acted: NotDone, ctx: Context) -> Turn:
    """Why there is no receipt; the draft is as it was."""
    record = recall(state)
    if record is None:
        return Turn(state, ())
    if isinstance(acted, TooOften):
        return Turn(state, (say(words.TOO_OFTEN),))
    return Turn(state, (review(ctx, record, (Say(words.CHANGED),)),))


def _receipt(ctx: Context, record: Record, acted: Submitted) -> Reply:
    case, paper = acted.case, Paper(ctx.mind.library, record, ctx.today)
    head = words.RECEIPT.format(number=case.spelled, code=acted.code, when=acted.when, print=fingerprint(case),
                                title=paper.title, count=len(case.pieces))  # fmt: skip
    parts: list[Part] = [Say(head, strong=True), Say(words.RECEIPT_CODE)]
    parts.append(Say(words.NEXT.format(next=after_applying(ctx.mind.library, case.region))))
    if line := period(ctx, record):
        parts.append(Say(line))
    parts.append(Say(words.RECEIPT_PAPER))
    row = (Button("查进度", f"status/see={case.number}"),)
    return Reply(tuple(parts), (row,), sheet=paper.form(case.spelled))


def period(ctx: Context, record: Record) -> str:
    """The period for applying, counted from the day of being told; nothing where it is not known."""
    step, told_on = ctx.mind.library.regimes[record.region].told_step, record.text("told_on")
    if not told_on or step is None or step.deadline is None or not step.deadline.days:
        return ""
    return due_line(date.fromisoformat(told_on), step.deadline.days, ctx.calendar, ctx.today)
