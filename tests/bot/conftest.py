"""What the tests of the outside share, and what `make check` leaves out of them: databases, and programs beside the test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path

import pytest

from bot.files import Keep
from bot.workdays import Workdays
from dialogs.core import PAGE
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.harness import chromium
from tests.harness.bot_api import BotApi
from tests.harness.browser import NAME, Browser, Served, serving
from tests.harness.given import Played
from tests.harness.running import Bots
from tests.harness.team import Team

HERE = Path(__file__).parent
PROGRAMS = (
    "test_apply_crash.py",
    "test_apply_telegram.py",
    "test_chinese.py",
    "test_cli.py",
    "test_crash.py",
    "test_doctor.py",
    "test_elsewhere.py",
    "test_few_wordings.py",
    "test_learnt.py",
    "test_migrations.py",
    "test_moving.py",
    "test_opening.py",
    "test_second.py",
    "test_soak.py",
    "test_staff_browser.py",
    "test_staff_cases.py",
    "test_staff_entry.py",
    "test_staff_guards.py",
    "test_staff_matrix.py",
    "test_staff_misuse.py",
    "test_telegram.py",
    "test_telegram_crash.py",
    "test_telegram_fetching.py",
    "test_telegram_files.py",
    "test_telegram_groups.py",
    "test_telegram_odd.py",
    "test_telegram_program.py",
    "test_telegram_sending.py",
    "test_telegram_tidying.py",
    "test_trying.py",
    "test_web_program.py",
    "test_web_safe.py",
    "test_web_stream.py",
    "test_web_talk.py",
    "test_writers.py",
)
"""Files whose tests start programs, servers or threads of their own, or learn, and wait for it."""
DATABASES = {"store_url", "empty_url", "sqlite_url", "sqlite_copy", "postgres_server", "fragile_server"}


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE and (
            item.path.name in PROGRAMS or DATABASES & set(getattr(item, "fixturenames", ()))
        ):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A Bot API server of this test's own."""
    server = BotApi()
    yield server
    await server.stop()


@pytest.fixture
async def bots(api: BotApi, tmp_path: Path) -> AsyncIterator[Bots]:
    """Bots on one store at that server."""
    found = Bots(await api.start(), f"sqlite:///{tmp_path / 'rongcuo.db'}", Keep(tmp_path / "files"))
    yield found
    await found.end()


@pytest.fixture
async def served(assistant: Assistant, tmp_path: Path) -> AsyncIterator[Served]:
    """The page, under a name and behind a proxy."""
    talk = Rongcuo(assistant, Workdays(), PAGE)
    async with serving(tmp_path, talk, assistant, page_names=NAME, page_proxy="127.0.0.1") as one:
        yield one


@pytest.fixture
async def browser(served: Served) -> Browser:
    """A visitor who looks at it."""
    one = served.browser()
    await one.looks()
    return one


@pytest.fixture
async def team(
    request: pytest.FixtureRequest, assistant: Assistant, tmp_path: Path, given: Played
) -> AsyncIterator[Team]:
    """Nobody of the staff yet, before pages of their own; on SQLite where a test does not say."""
    database = getattr(request, "param", "sqlite")
    url = request.getfixturevalue("sqlite_copy" if database == "sqlite" else "postgres_copy")
    talk = Rongcuo(assistant, Workdays(), PAGE)
    async with serving(tmp_path, talk, assistant, given, url=url) as one:
        there = Team(one)
        yield there
        await there.leave()


# ── a real browser: one for all tests of a file, for no loop of another test can run beside it ──────
@pytest.fixture(scope="module")
def screen() -> Iterator[chromium.Browser]:
    """Chromium, without a window."""
    with chromium.chromium() as one:
        yield one


@pytest.fixture(scope="module")
def house(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.House]:
    """The page and the staff's pages before it."""
    with chromium.House(tmp_path_factory.mktemp("house"), assistant) as one:
        yield one
