"""What is written when staff do something, each inside somebody else's transaction.

A write raises Conflict where the case is not as it was when it was decided upon; then nothing has happened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import audit
from bot.store.applications.drafting import exactly
from bot.store.applications.writing import filled
from bot.store.casework.records import OPENING, Deed, Moved, NewDuty
from bot.store.records import Write
from bot.store.rows import (
    PLACE,
    Member,
    Row,
    act_drafts,
    case_files,
    case_notes,
    cases,
    deeds,
    duties,
    pinned,
    proposals,
    recusals,
    supplements,
)
from dialogs.acts import Filing, Piece

CORRECTS = "corrects "
"""How the note in the audit begins of what is entered once more."""


def performed(row: Row, deed: Deed) -> Write:
    """An act of staff, with all that follows from it."""

    def write(connection: Connection, now: datetime) -> None:
        columns = {**deed.columns, **({"rules": _pinned(connection, deed.pins)} if deed.pins else {})}
        _advanced(connection, row, now, {"state": deed.state, **columns})
        new = _done(connection, row, deed, now)
        _filed(connection, row.id, new, deed.files, deed.by, now)
        _taken_over(connection, row.id, new, deed)
        _duties(connection, row.id, new, deed)
        _beside(connection, row.id, deed, now)
        audit.note(
            connection,
            now,
            row.number,
            f"staff:{deed.by}",
            deed.act,
            f"{row.state} → {deed.state}" if deed.replaces is None else f"{CORRECTS}{deed.replaces}",
            changes=True,
        )
        for tell in deed.tells:
            tell(connection, now)

    return write


def _pinned(connection: Connection, content: str) -> str:
    """The name under which a procedure is kept, once."""
    name = hashlib.sha256(content.encode()).hexdigest()
    create = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(create(pinned).values(sha256=name, content=content).on_conflict_do_nothing())
    return name


def _advanced(connection: Connection, row: Row, now: datetime, values: Mapping[str, Any]) -> None:
    """Unless somebody was faster; the days of a state are counted anew only where it is another one."""
    since = max(now, row.since) if values.get("state", row.state) != row.state else row.since
    unchanged = cases.c.id == row.id, cases.c.version == row.version
    new = {"version": row.version + 1, "since": since, **values}
    exactly(connection.execute(update(cases).where(*unchanged).values(**new)))


def _done(connection: Connection, row: Row, deed: Deed, now: datetime) -> int:
    entered = json.dumps(dict(deed.entered), ensure_ascii=False)
    values = {"application_id": row.id, "act": deed.act, "by": deed.by, "at": now, "entered": entered}
    new = int(connection.execute(insert(deeds).values(**values).returning(deeds.c.id)).scalar_one())
    if deed.replaces is not None:
        old = deeds.c.id == deed.replaces, deeds.c.replaced_by.is_(None)
        exactly(connection.execute(update(deeds).where(*old).values(replaced_by=new)))
        connection.execute(
            update(duties).where(duties.c.done_by == deed.replaces).values(done_by=new, done_on=deed.on)
        )
        connection.execute(update(duties).where(duties.c.start == deed.replaces).values(start=new))
    return new


def _filed(
    connection: Connection, case: int, deed: int | None, pieces: Sequence[Piece], by: int, now: datetime
) -> None:
    if pieces:
        connection.execute(insert(case_files), [
            {"application_id": case, "case_act_id": deed, "place": one.place, "name": one.name, "kind": one.kind,
             "size": one.size, "sha256": one.sha256, "by": by, "at": now} for one in pieces])  # fmt: skip


def _taken_over(connection: Connection, case: int, new: int, deed: Deed) -> None:
    """Files that came with a proposal, or with the entry that is corrected, are of this act where it names them."""
    places = PLACE.findall(" ".join(deed.entered.values()))
    free = case_files.c.case_act_id.is_(None), case_files.c.case_act_id == deed.replaces
    named = case_files.c.application_id == case, case_files.c.place.in_(places), or_(*free)
    if places:
        connection.execute(update(case_files).where(*named).values(case_act_id=new))


def _duties(connection: Connection, case: int, new: int, deed: Deed) -> None:
    """Those that are done, that need not be done any more, that are new, that have another day."""
    open_ = duties.c.done_by.is_(None), duties.c.waived.is_(None)
    for id in deed.closes:
        exactly(
            connection.execute(
                update(duties).where(duties.c.id == id, *open_).values(done_by=new, done_on=deed.on)
            )
        )
    if deed.drops:
        connection.execute(delete(duties).where(duties.c.id.in_(deed.drops), *open_))
    if deed.opens:
        connection.execute(insert(duties), [_opened(case, new, one) for one in deed.opens])
    for one in deed.moves:
        _moved(connection, one)


def _opened(case: int, new: int, one: NewDuty) -> dict[str, Any]:
    return {"application_id": case, "act": one.act, "owes": one.owes, "opened": one.opened, "due": one.due,
            "provisional": one.provisional, "start": one.start or new}  # fmt: skip


def _moved(connection: Connection, one: Moved) -> None:
    values = {"opened": one.opened, "due": one.due, "provisional": one.provisional}
    start = {"start": one.start} if one.start else {}
    connection.execute(update(duties).where(duties.c.id == one.duty).values(**values, **start))


def _beside(connection: Connection, case: int, deed: Deed, now: datetime) -> None:
    """What was being entered is done with; a proposal is taken; the applicant is asked; somebody recuses themselves."""
    mine = act_drafts.c.application_id == case, act_drafts.c.staff_id == deed.by, act_drafts.c.act == deed.act
    connection.execute(delete(act_drafts).where(*mine))
    if deed.takes is not None:
        _answered(connection, deed.takes, deed.by, now, "taken", "")
    if deed.asks is not None:
        asked = {"application_id": case, "asked_by": deed.by, "asked_at": now, "words": deed.asks}
        connection.execute(insert(supplements).values(**asked))
    if deed.answers is not None:
        waiting = supplements.c.application_id == case, supplements.c.answered_at.is_(None)
        connection.execute(update(supplements).where(*waiting).values(answer=deed.answers, answered_at=now))
    if deed.recuses is not None:
        gone = {"application_id": case, "staff_id": deed.by, "why": deed.recuses, "at": now}
        connection.execute(insert(recusals).values(**gone))


def _answered(connection: Connection, id: int, by: int, now: datetime, answer: str, comment: str) -> None:
    still = proposals.c.id == id, proposals.c.answer.is_(None)
    values = {"answer": answer, "answered_by": by, "answered_at": now, "comment": comment}
    exactly(connection.execute(update(proposals).where(*still).values(**values)))


# ── beside the acts of the procedure ────────────────────────────────────────────────────────────
def changed(row: Row, by: Member, act: str, **columns: Any) -> Write:
    """What the office itself sets: whose case it is, when to look again."""

    def write(connection: Connection, now: datetime) -> None:
        _advanced(connection, row, now, columns)
        audit.note(connection, now, row.number, f"staff:{by.id}", act, changes=True)

    return write


def noted(row: Row, by: Member, words: str, pieces: Sequence[Piece]) -> Write:
    """A word to colleagues, or files for them. It changes nothing that anybody else is about to do."""

    def write(connection: Connection, now: datetime) -> None:
        if words:
            note = {"application_id": row.id, "by": by.id, "at": now, "words": words}
            connection.execute(insert(case_notes).values(**note))
        _filed(connection, row.id, None, pieces, by.id, now)
        audit.note(connection, now, row.number, f"staff:{by.id}", "note", changes=True)

    return write


def waived(row: Row, by: Member, duty: int, why: str) -> Write:
    """A duty need not be done."""

    def write(connection: Connection, now: datetime) -> None:
        _advanced(connection, row, now, {})
        still = (
            duties.c.id == duty,
            duties.c.application_id == row.id,
            duties.c.done_by.is_(None),
            duties.c.waived.is_(None),
        )
        exactly(connection.execute(update(duties).where(*still).values(waived=why, waived_by=by.id)))
        audit.note(connection, now, row.number, f"staff:{by.id}", "waive", changes=True)

    return write


def proposed(row: Row, by: Member, act: str, entered: Mapping[str, str], pieces: Sequence[Piece]) -> Write:
    """An act for whoever may do it; it takes the place of one that is open."""

    def write(connection: Connection, now: datetime) -> None:
        open_ = proposals.c.application_id == row.id, proposals.c.act == act, proposals.c.answer.is_(None)
        replaced = {"answer": "replaced", "answered_by": by.id, "answered_at": now}
        connection.execute(update(proposals).where(*open_).values(**replaced))
        values = {"application_id": row.id, "act": act, "entered": json.dumps(dict(entered), ensure_ascii=False), "by": by.id,
                  "at": now, "comment": ""}  # fmt: skip
        connection.execute(insert(proposals).values(**values))
        _filed(connection, row.id, None, pieces, by.id, now)
        mine = act_drafts.c.application_id == row.id, act_drafts.c.staff_id == by.id, act_drafts.c.act == act
        connection.execute(delete(act_drafts).where(*mine))
        _advanced(connection, row, now, {})
        audit.note(connection, now, row.number, f"staff:{by.id}", "propose", act, changes=True)

    return write


def returned(row: Row, by: Member, proposal: int, comment: str) -> Write:
    """A proposal goes back to whoever made it."""

    def write(connection: Connection, now: datetime) -> None:
        _answered(connection, proposal, by.id, now, "returned", comment)
        _advanced(connection, row, now, {})
        audit.note(connection, now, row.number, f"staff:{by.id}", "send_back", changes=True)

    return write


def entering(by: int, case: int, act: str, entered: Mapping[str, str]) -> Write:
    """What somebody is entering, as it is now; nothing of it (empty) is kept no longer."""

    def write(connection: Connection, now: datetime) -> None:
        mine = act_drafts.c.application_id == case, act_drafts.c.staff_id == by, act_drafts.c.act == act
        connection.execute(delete(act_drafts).where(*mine))
        if entered:
            content = json.dumps(dict(entered), ensure_ascii=False)
            values = {"staff_id": by, "application_id": case, "act": act, "entered": content, "at": now}
            connection.execute(insert(act_drafts).values(**values))

    return write


def recounted(number: str, moves: Iterable[Moved], actor: str) -> Write:
    """Days of a case are others by the calendar of now."""

    def write(connection: Connection, now: datetime) -> None:
        for one in moves:
            _moved(connection, one)
        audit.note(connection, now, number, actor, "recount", changes=True)

    return write


def opened(filing: Filing, number: str, origin: str, summary: str, by: Member) -> Write:
    """A case that came on paper, or that the authority opens itself; its files are kept under its draft already."""

    def write(connection: Connection, now: datetime) -> None:
        row = {"number": number, "draft": filing.draft, "region": filing.region, "applicant": filing.applicant,
               "state": "submitted", "version": 1, "filed_at": now, "since": now, "policy": filing.policy, "summary": summary,
               "origin": origin, "handler_id": by.id}  # fmt: skip
        filled(connection, filing, row)
        detail = f"{filing.region} {origin} {len(filing.pieces)} files"
        audit.note(connection, now, number, f"staff:{by.id}", OPENING, detail, changes=True)

    return write
