"""How much somebody may still do at once; it fills up again with time. Kept with what it was spent on, so that nobody
begins anew with a restart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.queries import table
from bot.store.records import Write
from bot.store.tables import page

allowances = table(page.Allowance)
FULL = timedelta(hours=1)
"""After so long nobody has spent anything."""
_LEFT = select(allowances).where(allowances.c.whose.in_(bindparam("names", expanding=True)))


def _kept(insert: Any) -> Any:
    new = insert(allowances)
    return new.on_conflict_do_update(
        index_elements=[allowances.c.whose], set_={"rest": new.excluded.rest, "at": new.excluded.at}
    )


_SPENT = {"sqlite": _kept(sqlite.insert), "postgresql": _kept(postgresql.insert)}


Rest: TypeAlias = tuple[float, datetime]
"""What was left, and when."""
Counts: TypeAlias = Callable[[Mapping[str, Rest], datetime], Mapping[str, float]]
"""What is left now, by what was left of those that spent something lately; raises what it raises where it is too little."""


class Spending:
    """What is left is looked at first, and written down together with what it is spent on."""

    def __init__(self, whose: Sequence[str], counts: Counts) -> None:
        self._whose, self._counts = list(whose), counts
        self._left: Mapping[str, float] = {}

    def look(self, connection: Connection, now: datetime) -> None:
        rows = connection.execute(_LEFT, {"names": self._whose})
        self._left = self._counts({whose: (rest, at) for whose, rest, at in rows}, now)

    def write(self, connection: Connection, now: datetime) -> None:
        spent(self._left)(connection, now)


def spent(left: Mapping[str, float]) -> Write:
    """This is left now."""

    def write(connection: Connection, now: datetime) -> None:
        rows = [{"whose": whose, "rest": rest, "at": now} for whose, rest in sorted(left.items())]
        connection.execute(_SPENT[connection.dialect.name], rows)

    return write


def filled() -> Write:
    """Of those that are full again nothing is known any more."""

    def write(connection: Connection, now: datetime) -> None:
        connection.execute(delete(allowances).where(allowances.c.at < now - FULL))

    return write
