"""What was done to anything, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, select

from bot.store.audit import audit
from bot.store.database import Database
from bot.store.rows import AuditRow, cases

_ROW = select(audit.c.subject, audit.c.seq, audit.c.at, audit.c.actor, audit.c.act, audit.c.detail)


class Trails:
    """Reads it. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self, subject: str, limit: int, offset: int, region: str | None = None
    ) -> tuple[list[tuple[str, AuditRow]], int]:
        """(what was done, newest first, each with its subject; how much there is); of one subject, or "": of all. `region`:
        only to cases of this one."""
        mine = [audit.c.subject == subject] if subject else []
        if region:
            mine.append(audit.c.subject.in_(select(cases.c.number).where(cases.c.region == region)))
        query = _ROW.where(*mine).order_by(audit.c.id.desc()).limit(limit).offset(offset)
        counting = select(func.count()).select_from(audit).where(*mine)

        def look(connection: Connection) -> tuple[list[tuple[str, AuditRow]], int]:
            rows = [(name, AuditRow(*row)) for name, *row in connection.execute(query)]
            return rows, connection.execute(counting).scalar() or 0

        return self._database.read(look)

    def under(self, subjects: Collection[str]) -> Mapping[str, tuple[str, str | None]]:
        """Of those that are cases: the region, and the name of the rules that each was accepted under."""
        query = select(cases.c.number, cases.c.region, cases.c.rules).where(cases.c.number.in_(subjects))
        return self._database.read(
            lambda connection: {
                number: (region, rules) for number, region, rules in connection.execute(query)
            }
        )
