"""Who is known to the staff's pages, and where they are logged in: every query, and every write, of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.store import audit
from bot.store.applications.drafting import exactly
from bot.store.database import Database, erasing
from bot.store.errors import Conflict
from bot.store.records import Write
from bot.store.rows import Member, attempts, logins, sessions, staff

_LOGIN = select(
    logins.c.staff_id, logins.c.name, logins.c.password, logins.c.secret, logins.c.pending, logins.c.counter
)
_MEMBER = (
    staff.c.id, staff.c.name, staff.c.role, staff.c.region, staff.c.chat, staff.c.invited_until,
    staff.c.left_at.is_not(None).label("left"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoginRow:
    """How a member of staff is known to the pages; as the table has it."""

    member: int
    name: str
    password: str
    secret: str | None
    pending: str | None
    counter: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """A browser in which somebody is logged in."""

    key: str
    member: Member
    opened: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A browser in which somebody is logged in; as the table has it, and no more is known of it."""

    key: str
    opened: datetime
    seen: datetime


class Logins:
    """Reads them. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def named(self, name: str) -> LoginRow | None:
        return self._known(_LOGIN.where(logins.c.name == name))

    def of(self, member: int) -> LoginRow | None:
        return self._known(_LOGIN.where(logins.c.staff_id == member))

    def names(self) -> Mapping[int, str]:
        """Of everybody who has a log-in."""
        query = select(logins.c.staff_id, logins.c.name)
        rows = self._database.read(lambda one: one.execute(query).all())
        return {number: name for number, name in rows}  # noqa: C416  (a Row is no pair to dict)

    def sitting(self, key: str) -> Sitting | None:
        query = select(sessions.c.opened, sessions.c.seen, *_MEMBER).join_from(
            sessions, staff, staff.c.id == sessions.c.staff_id
        )
        row = self._database.read(lambda one: one.execute(query.where(sessions.c.key == key)).first())
        return Sitting(key, Member(*row[2:]), row.opened, row.seen) if row else None

    def sessions(self, member: int) -> list[SessionRow]:
        """Every browser in which somebody is logged in, or was and nobody has looked since; the latest first."""
        query = select(sessions.c.key, sessions.c.opened, sessions.c.seen).where(
            sessions.c.staff_id == member
        )
        latest = query.order_by(sessions.c.seen.desc(), sessions.c.key)
        return self._database.read(lambda one: [SessionRow(*row) for row in one.execute(latest)])

    def open(self, idle: datetime, oldest: datetime) -> Mapping[int, int]:
        """In how many browsers each is logged in who was seen since then."""
        good = sessions.c.seen > idle, sessions.c.opened > oldest
        query = select(sessions.c.staff_id, func.count()).where(*good).group_by(sessions.c.staff_id)
        return self._database.read(lambda one: dict(map(tuple, one.execute(query))))

    def tried(self, whose: str, since: datetime) -> int:
        """How often something did not fit."""
        query = select(func.count()).where(attempts.c.chat == whose, attempts.c.at > since)
        return self._database.read(lambda one: one.execute(query).scalar()) or 0

    def _known(self, query: Any) -> LoginRow | None:
        row = self._database.read(lambda one: one.execute(query).first())
        return LoginRow(*row) if row else None


# ── writes ───────────────────────────────────────────────────────────────────────────────────────
def joined(member: Member, invitation: str, name: str, password: str) -> Write:
    """An invitation is taken up on the pages, once; who had a log-in before has this one from now on. Conflict where
    somebody has the name."""

    def write(connection: Connection, now: datetime) -> None:
        good = staff.c.id == member.id, staff.c.invitation == invitation, staff.c.invited_until > now
        exactly(connection.execute(update(staff).where(*good).values(invitation=None, invited_until=None)))
        shut_out(connection, member.id)
        if connection.execute(select(logins.c.staff_id).where(logins.c.name == name)).first():
            raise Conflict
        values = {"staff_id": member.id, "name": name, "password": password, "counter": 0}
        connection.execute(insert(logins).values(**values))
        audit.note(connection, now, audit.STAFF, f"staff:{member.id}", "join")

    return write


def came(key: str, member: int, counter: int, now: datetime) -> Write:
    """Somebody is logged in; the one-time code is used. Conflict where it was used meanwhile."""

    def write(connection: Connection, _now: datetime) -> None:
        mine = logins.c.staff_id == member
        fresh = (logins.c.counter < counter,) if counter else ()
        exactly(
            connection.execute(
                update(logins).where(mine, *fresh).values(counter=max(counter, 0) or logins.c.counter)
            )
        )
        connection.execute(insert(sessions).values(key=key, staff_id=member, opened=now, seen=now))
        audit.note(connection, now, audit.STAFF, f"staff:{member}", "login")

    return write


def seen(key: str) -> Write:
    def write(connection: Connection, now: datetime) -> None:
        connection.execute(
            update(sessions).where(sessions.c.key == key, sessions.c.seen < now).values(seen=now)
        )

    return write


def went(key: str) -> Write:
    """This browser is not logged in any more."""
    return lambda connection, _now: _deleted(connection, sessions.c.key == key)


def went_elsewhere(member: int, but: str) -> Write:
    """No other browser is."""
    return lambda connection, _now: _deleted(connection, sessions.c.staff_id == member, sessions.c.key != but)


def ended(member: int, by: str, key: str | None = None, but: str | None = None) -> Write:
    """By somebody's word this browser is not logged in any more; every one but `but`, where none is named."""
    which = [sessions.c.key == key] if key else [sessions.c.key != but] if but else []

    def write(connection: Connection, now: datetime) -> None:
        _deleted(connection, sessions.c.staff_id == member, *which)
        audit.note(connection, now, audit.STAFF, by, "sessions", f"{audit.STAFF}:{member}")

    return write


def over(idle: datetime, oldest: datetime) -> Write:
    """Who has not been seen since, or came before that, is not logged in any more."""

    def write(connection: Connection, _now: datetime) -> None:
        _deleted(connection, (sessions.c.seen < idle) | (sessions.c.opened < oldest))

    return write


def changed(member: int, act: str, **values: Any) -> Write:
    """Something of a log-in, by its member."""

    def write(connection: Connection, now: datetime) -> None:
        exactly(connection.execute(update(logins).where(logins.c.staff_id == member).values(**values)))
        audit.note(connection, now, audit.STAFF, f"staff:{member}", act)

    return write


def reinvited(member: Member, by: str, invitation: str, until: datetime) -> Write:
    """A further code for somebody who is here already: for a chat, or for a new password."""

    def write(connection: Connection, now: datetime) -> None:
        here = staff.c.id == member.id, staff.c.left_at.is_(None)
        values = {"invitation": invitation, "invited_until": until}
        exactly(connection.execute(update(staff).where(*here).values(**values)))
        audit.note(connection, now, audit.STAFF, by, "reinvite", f"staff:{member.id}")

    return write


def shut_out(connection: Connection, member: int) -> None:
    """Somebody is not known to the pages any more, and logged out at once."""
    _deleted(connection, sessions.c.staff_id == member)
    connection.execute(delete(logins).where(logins.c.staff_id == member))
    erasing(connection)


def _deleted(connection: Connection, *which: Any) -> None:
    connection.execute(delete(sessions).where(*which))
