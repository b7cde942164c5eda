"""What is written about applications and staff, each inside somebody else's transaction.

What concerns drafts alone is in drafting.py, staff in members.py. A write is a function of the connection; it raises Conflict where the row is not as it was when it was decided upon.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import audit
from bot.store.applications.drafting import (
    attached,
    borrowed,
    dropped,
    exactly,
    kept,
    lent,
    put_aside,
    unlent,
)
from bot.store.applications.members import away, bound, departed, invited, placed, present
from bot.store.applications.upkeep import recognised
from bot.store.database import erasing
from bot.store.dispatch import put_out
from bot.store.errors import Conflict
from bot.store.queries import inbox, outbox, said
from bot.store.records import Draft, Write, written
from bot.store.rows import (
    Row,
    act_drafts,
    attachments,
    attempts,
    case_files,
    case_notes,
    cases,
    claims,
    deeds,
    duties,
    fields,
    loans,
    proposals,
    recusals,
    supplements,
)
from bot.store.tables.mail import WAITING
from dialogs.acts import CaseState, Filing
from dialogs.core import Button, say

__all__ = [
    "attempted", "away", "borrowed", "bound", "departed", "dropped", "erased", "filed", "filled", "forgotten", "invited", "kept", "lent", "moved",
    "noted", "placed", "present", "put_aside", "recoded", "recognised", "supplemented", "told", "unanswered", "unlent",
]  # fmt: skip


def filed(filing: Filing, chat: str, number: str, code: str, summary: str) -> Write:
    """A draft becomes an application, whole; `code`: salted hash. Its files must all be there; Conflict where somebody
    took the number meanwhile, or the draft is an application already."""

    def write(connection: Connection, now: datetime) -> None:
        row = {"number": number, "draft": filing.draft, "region": filing.region, "applicant": filing.applicant, "chat": chat,
               "state": "submitted", "version": 1, "filed_at": now, "since": now, "policy": filing.policy, "code": code,
               "summary": summary}  # fmt: skip
        filled(connection, filing, row)
        connection.execute(delete(loans).where(loans.c.draft == filing.draft))
        audit.note(
            connection, now, number, "applicant", "submit", f"{filing.region} {len(filing.pieces)} files"
        )

    return write


def filled(connection: Connection, filing: Filing, row: Mapping[str, Any]) -> None:
    """A new application with its boxes, its provisions and the files of its draft, all of them."""
    create = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    case = connection.execute(
        create(cases).values(**row).on_conflict_do_nothing().returning(cases.c.id)
    ).scalar()
    if case is None:
        raise Conflict
    _fill(connection, case, filing)
    attached(connection, filing.draft, filing.pieces, {"application_id": case})


def _fill(connection: Connection, case: int, filing: Filing) -> None:
    """The boxes of the form and the provisions that it rests on."""
    connection.execute(insert(fields), [
        {"application_id": case, "position": n, "key": one.key, "label": one.label, "prompt": one.prompt, "text": one.text}
        for n, one in enumerate(filing.fields)])  # fmt: skip
    if filing.claims:
        connection.execute(insert(claims), [
            {"application_id": case, "position": n, "at": one.at, "label": one.label, "text": one.text,
             "sha256": hashlib.sha256(one.text.encode()).hexdigest()} for n, one in enumerate(filing.claims)])  # fmt: skip


def moved(row: Row, state: CaseState, actor: str, act: str, **more: Any) -> Write:
    """A case goes into another state, unless somebody was faster."""

    def write(connection: Connection, now: datetime) -> None:
        unchanged = cases.c.id == row.id, cases.c.version == row.version
        values = {"state": state, "version": row.version + 1, "since": max(now, row.since), **more}
        exactly(connection.execute(update(cases).where(*unchanged).values(**values)))
        audit.note(connection, now, row.number, actor, act, f"{row.state} → {state}")

    return write


def supplemented(supplement: int | None, row: Row, draft: str, answer: str, places: Sequence[str]) -> Write:
    """What was asked for has come, or (None) something unasked; goes with the move to `submitted`."""

    def write(connection: Connection, now: datetime) -> None:
        which = supplement if supplement is not None else _unasked(connection, row.id, now)
        one = supplements.c.id == which, supplements.c.answered_at.is_(None)
        asked = connection.execute(select(supplements.c.asked_at).where(*one)).scalar()
        if asked is None:
            raise Conflict
        connection.execute(update(supplements).where(*one).values(answer=answer, answered_at=max(now, asked)))
        attached(connection, draft, places, {"application_id": row.id, "supplement_id": which})

    return write


def _unasked(connection: Connection, case: int, now: datetime) -> int:
    """A supplement that nobody asked for."""
    values = {"application_id": case, "asked_at": now, "words": ""}
    return int(
        connection.execute(insert(supplements).values(**values).returning(supplements.c.id)).scalar_one()
    )


def unanswered(row: Row) -> Write:
    """Nothing more is waited for."""

    def write(connection: Connection, now: datetime) -> None:
        one = supplements.c.application_id == row.id, supplements.c.answered_at.is_(None)
        answered = {"answer": "", "answered_at": func.max(now, supplements.c.asked_at)}
        if connection.dialect.name == "postgresql":
            answered["answered_at"] = func.greatest(now, supplements.c.asked_at)
        connection.execute(update(supplements).where(*one).values(**answered))

    return write


def recoded(row: Row, code: str) -> Write:
    """A new query code; the old one is dead."""

    def write(connection: Connection, now: datetime) -> None:
        unchanged = cases.c.id == row.id, cases.c.version == row.version
        exactly(
            connection.execute(update(cases).where(*unchanged).values(code=code, version=row.version + 1))
        )
        audit.note(connection, now, row.number, "applicant", "recode")

    return write


def attempted(chat: str) -> Write:
    def write(connection: Connection, now: datetime) -> None:
        connection.execute(delete(attempts).where(attempts.c.at < now - timedelta(days=1)))
        connection.execute(insert(attempts).values(chat=chat, at=now))

    return write


def noted(subject: str, actor: str, act: str, detail: str = "") -> Write:
    return lambda connection, now: audit.note(connection, now, subject, actor, act, detail)


def told(
    chat: str,
    text: str,
    buttons: Sequence[Sequence[tuple[str, str]]] = (),
    unless: tuple[str, str] | None = None,
) -> Write:
    """A message to a chat that nobody of it asked for just now; `unless`: (chat, text) of a word to somebody else,
    should it not arrive."""
    reply = say(text, buttons=tuple(tuple(Button(*one) for one in row) for row in buttons))
    body = written(reply, unless={"chat": unless[0], "text": unless[1]} if unless else None)

    def write(connection: Connection, now: datetime) -> None:
        put_out(connection, [Draft(None, 0, chat, body)], now)

    return write


def erased(row: Row) -> Write:
    """What a person wrote is gone; the shell (number, region, days, states, audit) stays."""

    def write(connection: Connection, now: datetime) -> None:
        unchanged = cases.c.id == row.id, cases.c.version == row.version
        gone = {
            "chat": None,
            "code": None,
            "summary": "",
            "reason": "" if row.reason is not None else None,
            "erased_at": now,
            "version": row.version + 1,
        }
        exactly(connection.execute(update(cases).where(*unchanged).values(**gone)))
        _empty(connection, row.id)
        audit.note(connection, now, row.number, "applicant", "erase")
        erasing(connection)

    return write


def _empty(connection: Connection, case: int) -> None:
    """Nothing that belongs to the application says anything any more."""
    for table in (fields, claims, attachments):
        connection.execute(delete(table).where(table.c.application_id == case))
    for table in (case_files, case_notes, act_drafts, proposals):
        connection.execute(delete(table).where(table.c.application_id == case))
    connection.execute(update(deeds).where(deeds.c.application_id == case).values(entered="{}"))
    waived = duties.c.application_id == case, duties.c.waived.is_not(None)
    connection.execute(update(duties).where(*waived).values(waived=""))
    connection.execute(update(recusals).where(recusals.c.application_id == case).values(why=""))
    asked = supplements.c.application_id == case
    connection.execute(update(supplements).where(asked).values(words=""))
    connection.execute(update(supplements).where(asked, supplements.c.answer.is_not(None)).values(answer=""))


def forgotten(chat: str) -> Write:
    """What else is kept of a chat, but for its state and the answer that is on its way. Tries of the last hour still
    count."""

    def write(connection: Connection, now: datetime) -> None:
        mine = outbox.c.chat == chat
        connection.execute(
            delete(outbox).where(mine, or_(outbox.c.state != WAITING, outbox.c.answers.is_(None)))
        )
        connection.execute(
            update(inbox).where(inbox.c.chat == chat, inbox.c.state != WAITING).values(payload="")
        )
        connection.execute(delete(said).where(said.c.chat == chat))
        connection.execute(delete(loans).where(loans.c.chat == chat))
        over = attempts.c.chat == chat, attempts.c.at < now - timedelta(hours=1)
        connection.execute(delete(attempts).where(*over))
        erasing(connection)

    return write
