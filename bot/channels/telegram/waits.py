"""How long is waited for what, and how a pause ends when the bot is to stop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from telegram.error import RetryAfter, TelegramError

T = TypeVar("T")
LONGEST_REST = 3600.0
"""Seconds: what a server tells us to wait is believed up to here."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds, but for `tries`. Tests wait for less."""

    poll: float = 25.0
    """For news, in one poll."""
    floor: float = 0.5
    """From one poll to the next, where the first brought nothing new: a server may answer at once."""
    again: float = 1.0
    """After the first failed poll, and for a database that is away; twice as long each time."""
    first: float = 0.5
    """Before the second try of a message; twice as long each time."""
    longest: float = 60.0
    """Between two tries."""
    tries: int = 2_000
    """Of one message before it is given up: a day and more, as most of them are `longest` apart."""
    look: float = 1.0
    """Between two looks for what other processes put into the outbox."""
    breath: float = 0.05
    """Between two looks, however much is rung."""
    last: float = 10.0
    """What a stopping bot gives its outbox; the rest is sent at the next start."""
    quiet: float = 20.0
    """For the next piece of a file."""
    typing: float = 0.5
    """Until “typing …” is shown."""
    tidy: float = 24 * 3600.0
    contest: float = 120.0
    """That another program may fetch with the same token before somebody is told."""


def told(error: RetryAfter) -> float:
    """Seconds that Telegram tells us to wait."""
    given = error.retry_after
    seconds = given.total_seconds() if isinstance(given, timedelta) else float(given)
    return min(max(seconds, 0.0), LONGEST_REST)


class Stop:
    """Whether the bot is to stop."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def now(self) -> None:
        self._event.set()

    async def wait(self) -> None:
        """Until the bot is to stop."""
        await self._event.wait()

    async def pause(self, seconds: float) -> None:
        """Until then, or until the bot is to stop."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()

    async def unless(self, work: Coroutine[Any, Any, T]) -> T | None:
        """The result of `work`, or None where the bot is to stop meanwhile."""
        task, stop = asyncio.ensure_future(work), asyncio.create_task(self._event.wait())
        try:
            await asyncio.wait((task, stop), return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            stop.cancel()
            await _ended(task)


async def _ended(task: asyncio.Future[Any]) -> None:
    if not task.done():
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, TelegramError):
            await task
