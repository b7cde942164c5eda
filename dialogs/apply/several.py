"""Several short boxes answered in one message, a line each: for whoever has told the story and would else be asked for
name, post, authority one by one."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.apply import words
from dialogs.apply.boxes import PERSON, boxes
from dialogs.apply.kinds import DATE, ONE_LINE, PERIOD, Box
from dialogs.apply.record import Record
from dialogs.core import Button, Context, Part, Reply, Say
from dialogs.shared.paging import Rows


def asked(ctx: Context, record: Record) -> list[Box]:
    """Short boxes that are open, where they may be answered together; none where one is left, or they are asked one by
    one."""
    if not record.together or record.open is not None:
        return []
    meant = record if "applicant_kind" in record.answers else record.put(applicant_kind=PERSON)
    short = (ONE_LINE, PERIOD, DATE)
    found = [
        one for one in boxes(ctx.mind.library, meant) if one.kind in short and one.key not in meant.answers
    ]
    return found if len(found) > 1 else []


def screen(ctx: Context, record: Record, open_: list[Box], before: tuple[Part, ...] = ()) -> Reply:
    lines = "\n".join(f"{n}. {box.label}：{box.ask}" for n, box in enumerate(open_, 1))
    head = Say(words.TOGETHER.format(count=len(open_)), strong=True)
    return Reply((*before, head, Say(lines), *_note(ctx, record)), _rows(ctx, record))


def _note(ctx: Context, record: Record) -> Iterator[Say]:
    as_person = "applicant_kind" not in record.answers
    body = ctx.mind.library.regimes[record.region].paper.organisation
    yield Say(words.TOGETHER_NOTE + (words.AS_PERSON.format(body=body) if as_person else ""))


def _rows(ctx: Context, record: Record) -> Rows:
    body = ctx.mind.library.regimes[record.region].paper.organisation
    first = [Button(words.ONE_BY_ONE, "intake/together=no")]
    if "applicant_kind" not in record.answers:
        first.append(Button(f"以{body}名义", "intake/together=body"))
    return (tuple(first), (Button(words.CHECK, "intake/check=1"), Button(words.PAUSE, "intake/pause=1")))
