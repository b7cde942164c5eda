"""Whose turn it is where several processes serve one database, and a bell that they ring for one another.

On PostgreSQL both hang on one connection: what a process holds is free as soon as it is gone. SQLite is for one process:
everything is its own, and nobody rings.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from typing import Any

from sqlalchemy import exc

from bot.store.database import BELL, Database
from bot.store.errors import StoreUnavailable

log = logging.getLogger("rongcuo.store")
AWAY = "连不上数据库，它可能还没有启动。"
CENSUS = "census"
"""What everybody holds together."""
_TAKE = "SELECT pg_try_advisory_lock(726713, hashtext(%s))"
_JOIN = "SELECT pg_advisory_lock_shared(726713, hashtext(%s))"
_LEAVE = "SELECT pg_advisory_unlock(726713, hashtext(%s))"
_THERE = "SELECT %s::text IS NOT NULL"


class Turns:
    """Of one process; one thread at a time may use it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Any = None
        self._held: set[str] = set()
        self._lapsed: set[str] = set()
        self._over = threading.Event()
        self._away = database.engine.dialect.loaded_dbapi.Error, exc.DBAPIError, exc.TimeoutError, OSError
        self.shared = database.engine.dialect.name == "postgresql"

    def close(self) -> None:
        self._over.set()
        with contextlib.suppress(*self._away):
            if self._connection is not None:
                self._connection.close()

    def first(self) -> bool:
        """Join the others. Whether there are none. Raises StoreUnavailable."""
        if not self.shared:
            return True
        try:
            alone = self._asked(_TAKE, CENSUS)
            self._asked(_JOIN, CENSUS)
            return alone and self._asked(_LEAVE, CENSUS)
        except self._away as error:
            self._lost(error)
            raise StoreUnavailable(AWAY) from None

    def mine(self, name: str) -> bool:
        """Whether this is ours to do, from now on and as long as we live; while the database is away it stays as it was."""
        if not self.shared:
            return True
        try:
            taken = self._asked(_THERE if name in self._held else _TAKE, name)
        except self._away as error:
            self._lost(error)
            return name in self._lapsed
        self._lapsed.discard(name)
        (self._held.add if taken else self._held.discard)(name)
        return taken

    @contextlib.contextmanager
    def once(self, name: str) -> Iterator[bool]:
        """Whether this is ours to do now. Afterwards it is free at once, not only when the server notices that we are
        gone: that takes it a moment, in which whoever comes next would find it taken."""
        mine = self.mine(name)
        try:
            yield mine
        finally:
            self._leave(name)

    def rung(self, seconds: float) -> bool:
        """Wait so long at most. Whether another process rang."""
        if not self.shared or self._connection is None:
            self._over.wait(seconds)
            return False
        try:
            return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))
        except self._away as error:
            self._lost(error)
            return False

    def _leave(self, name: str) -> None:
        if name in self._held:
            self._held.discard(name)
            with contextlib.suppress(*self._away):
                self._asked(_LEAVE, name)

    def _asked(self, query: str, name: str) -> bool:
        if self._connection is None:
            self._connection = self._open()
        (found,) = self._connection.execute(query, (name,)).fetchone()
        return found is True

    def _open(self) -> Any:
        connection = self._database.engine.raw_connection()
        found: Any = connection.driver_connection
        connection.detach()
        found.rollback()
        found.autocommit = True
        found.execute(f"LISTEN {BELL}")
        return found

    def _lost(self, error: Exception) -> None:
        """What was held is free now; whoever is first back has it."""
        log.info("the connection that turns hang on is lost: %s", type(error).__name__)
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._lapsed |= self._held
        self._held.clear()
        self._over.wait(0.2)
