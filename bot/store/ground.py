"""An open database as the parts of the store share it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bot.given import REAL, Given
from bot.store import queries
from bot.store.database import Database

if TYPE_CHECKING:
    from bot.store.turns import Turns


class Ground:
    """Raises StoreError if it cannot be opened, StoreUnavailable from any call if it cannot be reached.

    `patience` (seconds): about how long a locked or absent database is waited for. Threads may share it.
    `given`: the time and the dice, for it and for what works with it.
    """

    def __init__(self, url: str, patience: float = 5.0, given: Given = REAL) -> None:
        self._database = Database(url, patience)
        self._dialect = queries.Dialect(self._database.engine.dialect.name)
        self.given = given

    def close(self) -> None:
        self._database.close()

    def turns(self) -> Turns:
        """Whose turn it is among those who serve this database."""
        from bot.store.turns import Turns  # only here: a terminal starts quicker without

        return Turns(self._database)

    def _run(self, statement: Any, rows: list[dict[str, Any]]) -> None:
        self._database.write(lambda connection: connection.execute(statement, rows))


def by_id(numbers: Iterable[int]) -> list[dict[str, Any]]:
    """In one order for everybody, so that two processes do not wait for each other."""
    return [{"which": number} for number in sorted(numbers)]
