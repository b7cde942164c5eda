"""What was sent is written down, many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


class Books:
    """`write`: takes the numbers of what was sent."""

    def __init__(self, write: Callable[[list[int]], Awaitable[Any]]) -> None:
        self._write = write
        self._sent: dict[int, asyncio.Future[None]] = {}
        self._news = asyncio.Event()

    def __bool__(self) -> bool:
        """Whether something is still to be written down."""
        return bool(self._sent)

    async def marked(self, number: int) -> None:
        """Wait until it is written down: a kill can repeat one message of a chat, never more."""
        done = asyncio.get_running_loop().create_future()
        self._sent[number] = done
        self._news.set()
        await done

    async def mark(self) -> None:
        """Write down what was sent; runs for ever. Raises what the database raises; call it again."""
        while True:
            await self._news.wait()
            self._news.clear()
            await self.flush()

    async def flush(self) -> None:
        """Write down what was sent and is not yet."""
        numbers = list(self._sent)
        if not numbers:
            return
        try:
            await self._write(numbers)
        except Exception:
            self._news.set()
            raise
        for number in numbers:
            if not (done := self._sent.pop(number)).done():
                done.set_result(None)
