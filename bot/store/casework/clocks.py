"""What is written of time: which days are working days by a notice, of what staff were reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import audit
from bot.store.errors import Conflict
from bot.store.records import Write
from bot.store.rows import Member, calendar, put_away, reminders


def dated(day: date, working: bool | None, notice: str, by: Member) -> Write:
    """What kind of day it is by a notice; None: nothing is said of it any more."""

    def write(connection: Connection, now: datetime) -> None:
        if working is None:
            connection.execute(delete(calendar).where(calendar.c.day == day))
        else:  # of two who say something of one day at once the later holds
            create = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            values = {"working": working, "notice": notice, "by": by.id, "at": now}
            new = create(calendar).values(day=day, **values)
            connection.execute(new.on_conflict_do_update(index_elements=[calendar.c.day], set_=values))
        kind = {True: "working", False: "free", None: "unset"}[working]
        audit.note(connection, now, audit.CALENDAR, f"staff:{by.id}", kind, day.isoformat())

    return write


def reminded(what: Sequence[tuple[int, str]]) -> Write:
    """Staff are told of these (case, kind), each of which only once ever."""

    def write(connection: Connection, now: datetime) -> None:
        create = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        rows = [{"application_id": case, "kind": kind, "at": now} for case, kind in what]
        new = create(reminders).on_conflict_do_nothing().returning(reminders.c.kind)
        if len(connection.execute(new, rows).all()) != len(rows):
            raise Conflict

    return write


def seen(member: Member, what: Sequence[tuple[int, str]]) -> Write:
    """These (case, kind) are shown to somebody no more."""

    def write(connection: Connection, now: datetime) -> None:
        create = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        rows = [
            {"staff_id": member.id, "application_id": case, "kind": kind, "at": now} for case, kind in what
        ]
        if rows:
            connection.execute(create(put_away).on_conflict_do_nothing(), rows)

    return write
