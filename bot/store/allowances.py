"""How much somebody may still do at once; it fills up again with time. Kept with what it was spent on, so that nobody
begins anew with a restart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.database import Database
from bot.store.queries import table
from bot.store.records import Write
from bot.store.tables import page

allowances = table(page.Allowance)
FULL = timedelta(hours=1)
"""After so long nobody has spent anything."""


class Allowances:
    """Reads them. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def left(self, whose: Sequence[str]) -> dict[str, tuple[float, datetime]]:
        """(what was left, when) of those that spent something lately."""
        found = select(allowances).where(allowances.c.whose.in_(whose))
        return {
            name: (rest, at) for name, rest, at in self._database.read(lambda one: one.execute(found).all())
        }


def spent(left: Mapping[str, float]) -> Write:
    """What is left now."""

    def write(connection: Connection, now: datetime) -> None:
        for whose, rest in sorted(left.items()):
            values = {"rest": rest, "at": now}
            changed = connection.execute(
                update(allowances).where(allowances.c.whose == whose).values(**values)
            )
            if not changed.rowcount:
                connection.execute(insert(allowances).values(whose=whose, **values))

    return write


def filled() -> Write:
    """Of those that are full again nothing is known any more."""

    def write(connection: Connection, now: datetime) -> None:
        connection.execute(delete(allowances).where(allowances.c.at < now - FULL))

    return write
