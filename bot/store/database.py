"""One database, SQLite or PostgreSQL: how it is opened, how a transaction is run and run again.

An error's own text is never passed on: PostgreSQL repeats the row it refuses, and rows hold what people wrote.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import URL, make_url

from bot.store import migrations
from bot.store.tables import SCHEMA

T = TypeVar("T")
log = logging.getLogger("rongcuo.store")

PAUSES = (0.01, 0.05, 0.2, 0.4)
"""How long to wait before the second, third … attempt, as shares of the patience (seconds)."""

REMEDIES = {
    "SQLITE_FULL": "磁盘满了，请腾出空间",
    "53100": "数据库服务器的磁盘满了，请腾出空间",
    "SQLITE_BUSY": "另一个程序占着它，请稍后再试",
    "55P03": "另一个程序占着它，请稍后再试",
    "SQLITE_READONLY": "文件是只读的，请改文件的权限",
    "SQLITE_CANTOPEN": "打不开数据库文件，请检查 RONGCUO_DATA 指的文件夹",
    "SQLITE_NOTADB": "这个文件不是 SQLite 数据库，请检查 RONGCUO_DATABASE_URL",
    "28P01": "用户名或密码不对，请检查 RONGCUO_DATABASE_URL",
    "3D000": "没有这个库，请先建库，或检查 RONGCUO_DATABASE_URL",
    "42501": "这个用户没有权限，请授权",
}
"""What an operator can do, by PostgreSQL's SQLSTATE or SQLite's name of the error."""


class StoreError(Exception):
    """Something about the database; the text is Chinese and names the remedy."""


class StoreUnavailable(StoreError):
    """The database could not be reached, is locked or full. Nothing was written; ask again later."""


class Conflict(Exception):
    """Somebody else wrote first, so nothing was written: load again and decide again."""


class Refused(Exception):
    """The database does not take these values, so nothing was written."""


class Database:
    """`patience` (seconds): about how long a locked or absent database is waited for."""

    def __init__(self, url: str, patience: float = 5.0) -> None:
        self._patience = patience
        self.engine = _engine(_url(url), patience)
        self._reader = self.engine.execution_options(reading=True)
        # SQLite has one writer; in one process a queue is quicker than its busy-waiting
        self._turn = threading.Lock() if self.engine.dialect.name == "sqlite" else nullcontext()
        try:
            self._migrate()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.engine.dispose()

    def read(self, action: Callable[[Connection], T]) -> T:
        """One consistent look. Raises StoreUnavailable."""
        return self._again(lambda: _within(self._reader, action))

    def write(self, action: Callable[[Connection], T]) -> T:
        """One transaction: all of it or nothing.

        Raises StoreUnavailable, Refused, and what `action` raises. It may run more than once, and in the rare
        case of a connection cut during the commit even after it has been committed.
        """

        def once() -> T:
            with self._turn:
                return _within(self.engine, action)

        return self._again(once)

    def _again(self, once: Callable[[], T]) -> T:
        for pause in PAUSES:
            try:
                return _translated(once)
            except StoreUnavailable as error:
                log.warning("database unavailable, trying again: %s", error)
                time.sleep(pause * self._patience)
            if pause == PAUSES[-1]:
                self.engine.dispose()  # the last attempt is on a fresh connection
        return _translated(once)

    def _migrate(self) -> None:
        try:
            if not self.read(migrations.current):
                self.write(migrations.upgrade)
        except migrations.NewerDatabase as error:
            raise StoreError(
                f"数据库的版本是 {error}，比这个程序认识的 {SCHEMA} 新。"
                "请升级程序，或用 RONGCUO_DATABASE_URL 换一个数据库；数据没有改动。"
            ) from None


def _within(engine: Engine, action: Callable[[Connection], T]) -> T:
    with engine.begin() as connection:
        return action(connection)


def _translated(once: Callable[[], T]) -> T:
    try:
        return once()
    except (exc.IntegrityError, exc.DataError) as error:
        raise Refused(_kind(error)) from None
    except (exc.DBAPIError, exc.TimeoutError) as error:
        raise StoreUnavailable(_complaint(error)) from None
    except (exc.StatementError, UnicodeError, OverflowError) as error:  # no way to write such a value
        raise Refused(_kind(error)) from None


def _complaint(error: Exception) -> str:
    remedy = REMEDIES.get(_code(error), "请稍后再试；一直这样就检查数据库")
    return f"数据库暂时用不了（{_kind(error)}）：{remedy}。没有写入任何内容。"


def _kind(error: Exception) -> str:
    """The kind of an error and its code, without its text."""
    return f"{type(getattr(error, 'orig', None) or error).__name__} {_code(error)}".rstrip()


def _code(error: Exception) -> str:
    """PostgreSQL's SQLSTATE or SQLite's name of an error, "" if it has none."""
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""


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
    """The folder of a SQLite file, closed to other users."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise StoreError(
            f"不能在 {file.parent} 里写数据库（{error.strerror}），请用 RONGCUO_DATA 换一个可写的文件夹。"
        ) from None


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
    return create_engine(url, connect_args={**waits, "options": locks}, **options)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # begin by ourselves: Python's begins too late for reads
    # what is deleted is also overwritten where that costs no extra page
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=FAST"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at once; a transaction that starts reading may not be able to write later."""
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
