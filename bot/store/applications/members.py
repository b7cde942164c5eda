"""What is written about staff."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from bot.store import audit
from bot.store.applications.drafting import exactly
from bot.store.applications.entries import shut_out
from bot.store.errors import Conflict
from bot.store.records import Write
from bot.store.rows import Member, staff

OPERATOR, ADMIN = "operator", "admin"


def bound(member: Member, invitation: str, chat: str) -> Write:
    """An invitation is taken up, once."""

    def write(connection: Connection, now: datetime) -> None:
        good = staff.c.id == member.id, staff.c.invitation == invitation, staff.c.invited_until > now
        values = {"chat": chat, "invitation": None, "invited_until": None, "since": now}
        exactly(connection.execute(update(staff).where(*good).values(**values)))
        audit.note(connection, now, audit.STAFF, f"staff:{member.id}", "bind")

    return write


def invited(
    name: str, role: str, region: str | None, invitation: str, until: datetime, by: str = OPERATOR
) -> Write:
    """Somebody new, with an invitation (hashed)."""

    def write(connection: Connection, now: datetime) -> None:
        values = {
            "name": name,
            "role": role,
            "region": region,
            "invitation": invitation,
            "invited_until": until,
            "since": now,
        }
        new = connection.execute(insert(staff).values(**values).returning(staff.c.id)).scalar_one()
        audit.note(connection, now, audit.STAFF, by, "invite", f"staff:{new} {role} {region or '*'}")

    return write


def present(member: Member) -> Write:
    """Whoever acts is still of the staff when it is written."""

    def write(connection: Connection, now: datetime) -> None:
        here = select(staff.c.id).where(staff.c.id == member.id, staff.c.left_at.is_(None))
        if connection.execute(here.with_for_update(read=True)).first() is None:
            raise Conflict

    return write


def placed(member: Member, role: str, region: str | None, by: Member) -> Write:
    """Somebody has another role or region."""

    def write(connection: Connection, now: datetime) -> None:
        if role != ADMIN:
            _managed_without(connection, member)
        here = staff.c.id == member.id, staff.c.left_at.is_(None)
        exactly(connection.execute(update(staff).where(*here).values(role=role, region=region)))
        detail = f"staff:{member.id} {role} {region or '*'}"
        audit.note(connection, now, audit.STAFF, f"staff:{by.id}", "place", detail)

    return write


def _managed_without(connection: Connection, member: Member) -> None:
    """Somebody else manages staff; all who do are held until this is written, so that no two let each other go."""
    manage = select(staff.c.id).where(staff.c.role == ADMIN, staff.c.left_at.is_(None)).order_by(staff.c.id)
    there = set(connection.execute(manage.with_for_update()).scalars())
    if member.id in there and len(there) == 1:
        raise Conflict


def away(member: Member, substitute: int | None, until: date | None, by: Member) -> Write:
    """Somebody stands in through that day; nobody does any more (None)."""

    def write(connection: Connection, now: datetime) -> None:
        here = staff.c.id == member.id, staff.c.left_at.is_(None)
        exactly(
            connection.execute(update(staff).where(*here).values(substitute_id=substitute, away_until=until))
        )
        audit.note(connection, now, audit.STAFF, f"staff:{by.id}", "away", f"staff:{member.id}")

    return write


def departed(member: Member, by: str = OPERATOR) -> Write:
    """Somebody may do nothing any more, from now on. The operator may let the last go who manages staff."""

    def write(connection: Connection, now: datetime) -> None:
        if by != OPERATOR:
            _managed_without(connection, member)
        here = staff.c.id == member.id, staff.c.left_at.is_(None)
        values = {"chat": None, "invitation": None, "invited_until": None, "left_at": now}
        exactly(connection.execute(update(staff).where(*here).values(**values)))
        shut_out(connection, member.id)
        audit.note(connection, now, audit.STAFF, by, "remove", f"staff:{member.id}")

    return write
