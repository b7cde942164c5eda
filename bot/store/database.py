"""One database, SQLite or PostgreSQL: how it is opened, how a transaction is run and run again."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import URL, make_url

from bot.clean import said
from bot.store import migrations
from bot.store.errors import Conflict, NotStorable, StoreError, StoreUnavailable, StoreUnfit
from bot.store.faults import translated
from bot.store.tables.mail import SCHEMA
from bot.store.writers import Errand, Writers

__all__ = [
    "Conflict",
    "Database",
    "NotStorable",
    "StoreError",
    "StoreUnavailable",
    "StoreUnfit",
    "at_last",
    "erasing",
    "ring",
]

T = TypeVar("T")
log = logging.getLogger("rongcuo.store")

PAUSES = (0.01, 0.05, 0.2, 0.4)
"""How long to wait before the second, third … attempt, as shares of the patience (seconds)."""
NO_PLACE = "不能在 {folder} 里写数据库（{why}），请用 RONGCUO_DATA 换一个可写的文件夹。"
NO_RIGHT = "没有读写数据库文件 {file} 的权限，请改它的主人或权限。"
BELL = "rongcuo"
"""What PostgreSQL calls the bell."""
_LAST, _ERASING = "last", "erasing"
"""What a transaction notes on its connection until it ends."""
MAPPED = f"mmap_size={2**28}"
"""Bytes of SQLite's file that are read in place: what one list looks through is more than each connection would keep for itself."""
_WAITS = "waits"
"""What SQLite's connection waits for at a commit, as it was set last."""


def at_last(connection: Connection, what: Callable[[Connection], None]) -> None:
    """Done at the end of this transaction, when everything else is written."""
    connection.info.setdefault(_LAST, []).append(what)


def ring(connection: Connection) -> None:
    """Whoever listens hears, once this transaction is committed, that there is something new."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {BELL}")


def erasing(connection: Connection) -> None:
    """What this transaction deletes must not be left in the files of the database either."""
    connection.info[_ERASING] = True


class Database:
    """`patience` (seconds): about how long a locked or absent database is waited for."""

    def __init__(self, url: str, patience: float = 5.0) -> None:
        self._patience = patience
        self.engine = _engine(_url(url), patience)
        self._reader = self.engine.execution_options(reading=True)
        self._hasty = self.engine.execution_options(hasty=True)
        # SQLite has one writer; in one process a queue is quicker than its busy-waiting
        self._writers = Writers(self._together) if self.engine.dialect.name == "sqlite" else None
        self._unscrubbed = False
        try:
            self._migrate()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.engine.dispose()

    def read(self, action: Callable[[Connection], T]) -> T:
        """One consistent look. Raises StoreUnavailable."""
        return self._again(lambda: _within(self._reader, action)[0])

    def write(self, action: Callable[[Connection], T], durable: bool = True) -> T:
        """One transaction: all of it or nothing. `durable` False: a power cut may take it back, so nobody waits for a disk.

        Raises StoreUnavailable, Refused, and what `action` raises. It may run more than once, and in the rare
        case of a connection cut during the commit even after it has been committed.
        """
        engine, writers = self.engine if durable else self._hasty, self._writers
        if writers is None:
            return self._again(lambda: _within(engine, action)[0])
        return cast(T, self._again(lambda: writers.through(Errand(action, durable))))

    def _together(self, errands: Sequence[Errand]) -> None:
        """In one transaction; with several each can be taken back alone."""
        engine = self.engine if any(one.durable for one in errands) else self._hasty
        if len(errands) == 1:
            errands[0].result, erased = _within(engine, errands[0].action)
        else:
            with engine.begin() as connection:
                erased = sum(_granted(connection, one) for one in errands) > 0
        if erased or self._unscrubbed:
            self._unscrubbed = not self._scrubbed()

    def scrub(self) -> bool:
        """Empty SQLite's log of changes, in which what was deleted can still be read. Whether that was possible now."""
        with self._writers.turn if self._writers else nullcontext():
            self._unscrubbed = not self._scrubbed()
        return not self._unscrubbed

    def damage(self) -> int:
        """How many faults SQLite finds in its file; this reads all of it."""
        if self.engine.dialect.name != "sqlite":
            return 0
        found = self.read(lambda connection: connection.exec_driver_sql("PRAGMA quick_check").scalars().all())
        return sum(one != "ok" for one in found)

    def _scrubbed(self) -> bool:
        if self.engine.dialect.name != "sqlite":
            return True
        try:
            with closing(self.engine.raw_connection()) as connection:
                (busy, *_), *_ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except (sqlite3.Error, exc.DBAPIError, exc.TimeoutError) as error:
            log.info("the log of changes is emptied later: %s", type(error).__name__)
            return False
        return not busy

    def _again(self, once: Callable[[], T]) -> T:
        for pause in PAUSES:
            try:
                return translated(once)
            except StoreUnfit:
                raise
            except StoreUnavailable as error:
                log.info("再试一次。%s", error)
                time.sleep(pause * self._patience)
            if pause == PAUSES[-1]:
                self.engine.dispose()  # the last attempt is on a fresh connection
        return translated(once)

    def _migrate(self) -> None:
        try:
            if not self.read(migrations.current):
                self.write(migrations.upgrade)
        except migrations.NewerDatabase as error:
            raise StoreError(
                f"数据库的版本是 {error}，比这个程序认识的 {SCHEMA} 新。"
                "请升级程序，或用 RONGCUO_DATABASE_URL 换一个数据库；数据没有改动。"
            ) from None
        except migrations.UnknownDatabase as error:
            raise StoreError(
                f"数据库的版本是 {error}，这个程序不认识。请核对 RONGCUO_DATABASE_URL；数据没有改动。"
            ) from None


def _within(engine: Engine, action: Callable[[Connection], T]) -> tuple[T, bool]:
    """(what came of it, whether something was erased)."""
    with engine.begin() as connection:
        return _whole(connection, action)


def _granted(connection: Connection, errand: Errand) -> bool:
    """Whether something was erased. What cannot be written is taken back alone, unless SQLite took back everything."""
    connection.exec_driver_sql("SAVEPOINT errand")
    erased = False
    try:
        errand.result, erased = _whole(connection, errand.action)
    except Exception as error:
        driver: Any = connection.connection.driver_connection
        if not driver.in_transaction:
            raise
        connection.exec_driver_sql("ROLLBACK TO errand")
        errand.error = error
    connection.exec_driver_sql("RELEASE errand")
    return erased


def _whole(connection: Connection, action: Callable[[Connection], T]) -> tuple[T, bool]:
    connection.info.pop(_LAST, None)  # of a transaction that was taken back
    connection.info.pop(_ERASING, None)
    result = action(connection)
    for what in connection.info.pop(_LAST, ()):
        what(connection)
    return result, connection.info.pop(_ERASING, False)


# ── opening ─────────────────────────────────────────────────────────────────────────────────────
def _url(text: str) -> URL:
    """Raises StoreError for an address that no database here understands."""
    try:
        url = make_url(text)
    except exc.ArgumentError:
        raise StoreError("数据库网址写得不对，请改 RONGCUO_DATABASE_URL。") from None
    match url.get_backend_name():
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case "sqlite" if url.database and url.database != ":memory:":
            _prepare(Path(url.database))
            return url
        case other:
            raise StoreError(f"不支持「{other}」这种数据库，请用 PostgreSQL 的网址或一个 SQLite 文件。")


def _prepare(file: Path) -> None:
    """The folder of a SQLite file, closed to other users. The file is not opened here: closing it would take the locks
    of this process away."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise StoreUnfit(NO_PLACE.format(folder=file.parent, why=said(error))) from None
    if not os.access(file, os.R_OK | os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise StoreUnfit(NO_RIGHT.format(file=file))


def _engine(url: URL, patience: float) -> Engine:
    options: dict[str, Any] = {"hide_parameters": True, "pool_timeout": patience}
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": patience / 4}, **options)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # A peer that vanished must be noticed, and a lock that nobody gives back must not stop the bot.
    # PostgreSQL's times: connect_timeout in s, the others in ms.
    waits = {"connect_timeout": max(2, round(patience)), "tcp_user_timeout": 15_000}
    locks = f"-c lock_timeout={round(patience * 1000)} -c TimeZone=UTC"
    engine = create_engine(url, connect_args={**waits, "options": locks}, **options)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # begin by ourselves: Python's begins too late for reads
    # what is deleted is overwritten too
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", MAPPED):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at once; a transaction that starts reading may not be able to write later."""
    options = connection.get_execution_options()
    waits = "NORMAL" if options.get("hasty") else "FULL"
    if not options.get("reading") and waits != connection.info.get(
        _WAITS
    ):  # a reader waits for no disk anyway
        connection.exec_driver_sql(f"PRAGMA synchronous={waits}")
        connection.info[_WAITS] = waits
    connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("hasty"):
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")
