"""How fast messages may follow each other."""

from __future__ import annotations

import asyncio
import time

MOST = 10_000
"""Chats whose pace is remembered."""


class Pace:
    """At most `rate` permits a second, `burst` at once; `rate` 0: no limit."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._at = float(burst), time.monotonic()

    async def permit(self) -> None:
        while self._rate:
            now = time.monotonic()
            self._left = min(self._burst, self._left + (now - self._at) * self._rate)
            self._at = now
            if self._left >= 1:
                self._left -= 1
                return
            await asyncio.sleep((1 - self._left) / self._rate)


class Paces:
    """Telegram's: thirty messages a second in all, one a second in a chat and a few at once."""

    def __init__(self, paced: bool) -> None:
        self._paced = paced
        self._all = Pace(30, 30)
        self._chats: dict[int, Pace] = {}

    async def permit(self, chat: int) -> None:
        if not self._paced:
            return
        if len(self._chats) > MOST:
            self._chats.clear()
        await self._chats.setdefault(chat, Pace(1, 5)).permit()
        await self._all.permit()
