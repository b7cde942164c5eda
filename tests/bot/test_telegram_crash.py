"""The bot is killed at random moments; every message is answered all the same, and worked off once."""

import asyncio
import contextlib
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.harness.bot_api import BotApi
from tests.harness.person import User

CHATS, EACH = 20, 10


def begin(root: str, database: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.harness.echo_bot", root, database], stderr=subprocess.DEVNULL
    )


def answers(api: BotApi) -> list[tuple[int, str]]:
    return [(chat, message["shown"]) for (chat, _), message in api.messages.items()]


@pytest.mark.parametrize("seed", [1, 2])
async def test_kill_9_loses_no_update_and_no_reply_and_works_nothing_off_twice(
    tmp_path: Path, seed: int
) -> None:
    api, chance = BotApi(), random.Random(seed)
    root, database = await api.start(), f"sqlite:///{tmp_path / 'kill.db'}"
    users = [User(api, n) for n in range(1, CHATS + 1)]
    for number in range(1, EACH + 1):
        for user in users:
            await user.types(f"句{number}")
    kills = 0
    for _ in range(4):
        process = begin(root, database)
        wanted = len(answers(api)) + chance.randint(1, 40)
        with contextlib.suppress(TimeoutError):
            await api.until(lambda wanted=wanted: len(answers(api)) >= wanted, 10)  # type: ignore[misc]
        await asyncio.sleep(chance.uniform(0, 0.02))
        process.kill()
        await asyncio.to_thread(process.wait)
        kills += 1
    process = begin(root, database)
    expected = {(n, f"{k}:句{k}") for n in range(1, CHATS + 1) for k in range(1, EACH + 1)}
    await api.until(lambda: expected <= set(answers(api)), 20)
    process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(process.wait, 15) == 0
    got = Counter(answers(api))
    assert set(got) == expected  # the numbers count on: nothing lost, nothing worked off twice, all in order
    repeated = sum(count - 1 for count in got.values())
    assert repeated <= kills * CHATS  # one message of a chat at most, cut between Telegram's yes and our mark
    await api.stop()


async def test_sigterm_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    api = BotApi()
    root, database = await api.start(), f"sqlite:///{tmp_path / 'term.db'}"
    users = [User(api, n) for n in range(1, CHATS + 1)]
    for number in range(1, 6):
        for user in users:
            await user.types(f"句{number}")
        process = begin(root, database)
        before = len(answers(api))
        await api.until(lambda before=before: len(answers(api)) > before, 10)  # type: ignore[misc]
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 15) == 0
    process = begin(root, database)
    await users[0].types("完")
    await api.until(lambda: (1, "6:完") in answers(api), 15)
    process.send_signal(signal.SIGTERM)
    await asyncio.to_thread(process.wait, 15)
    expected = Counter((n, f"{k}:句{k}") for n in range(1, CHATS + 1) for k in range(1, 6))
    assert Counter(answers(api)) == expected + Counter([(1, "6:完")])
    await api.stop()
