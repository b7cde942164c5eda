"""A bot tidies up when it starts and day by day: old drafts, what was settled, and what was deleted but still in a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.casework.tidy import APART, KEEP_IDS, NOTICE, WARNED_BEFORE, tidy
from bot.store.mail import Changes, ChatState, Incoming, Store
from dialogs.apply import record
from dialogs.apply.paper import KEPT_DAYS
from dialogs.core import State
from dialogs.shared.tray import Tray
from tests.bot.test_store import rows
from tests.harness.bot_api import BotApi
from tests.harness.given import Clock, Played
from tests.harness.person import User
from tests.harness.running import Bots, eventually

WORD = "独一无二的话"
WRITER = "telegram:5"
TOLD = NOTICE.format(days=WARNED_BEFORE.days)
OLD = timedelta(days=KEPT_DAYS) - WARNED_BEFORE + timedelta(days=1)
"""When it is time to tell the writer of a draft."""
SOON = 0.02
"""A day, as long as these bots find it."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def beside(bots: Bots, clock: Clock) -> Iterator[Store]:
    """Another connection to the store of the bots; in it a draft, and an update that was worked off."""
    store = Store(bots.url, given=Played(now=clock))
    state = record.keep(State("donge"), record.Record("donge", Tray("d" * 32))).to_json()
    (kept,) = store.receive([Incoming("901", WRITER, WORD)])
    store.write(Changes(done=[kept.id], chats={WRITER: ChatState(WRITER, state, None)}))
    yield store
    store.close()


def words_left(folder: Path) -> bool:
    """Whether what was deleted still stands in the database's log of changes."""
    return WORD.encode() in (folder / "rongcuo.db-wal").read_bytes()


def settled(store: Store) -> list[int]:
    return [number for (number,) in rows(store, "SELECT key FROM inbox")]


async def test_a_start_tidies(api: BotApi, bots: Bots, beside: Store, clock: Clock, tmp_path: Path) -> None:
    clock.now += OLD - APART
    tidy(beside, bots.keep, clock.now)
    clock.now += APART
    (kept,) = beside.receive([Incoming("902", WRITER, WORD)])
    beside.write(Changes(done=[kept.id]))
    assert words_left(tmp_path)
    await bots.start(given=beside.given)
    assert await User(api, 5).reads() == [TOLD]
    assert not words_left(tmp_path)
    assert settled(beside) == ["902"]


async def test_a_bot_that_runs_tidies_day_by_day(
    api: BotApi, bots: Bots, beside: Store, clock: Clock, tmp_path: Path
) -> None:
    await bots.start(given=beside.given, tidy=SOON)
    writer, other = User(api, 5), User(api, 6)
    await other.types(WORD)
    assert await other.reads() == [f"1:{WORD}"]
    await eventually(lambda: not words_left(tmp_path))
    for days in (OLD - APART, APART):
        clock.now += days
        await eventually(lambda: (beside.docket.looked() or [None])[-1] == clock.now)
    assert await writer.reads() == [TOLD]
    await eventually(lambda: settled(beside) == [])
    clock.now += WARNED_BEFORE + KEEP_IDS
    await eventually(lambda: "draft" not in beside.load((), (WRITER,)).chats[WRITER].state)
    assert api.texts(5) == [TOLD]
