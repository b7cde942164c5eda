"""What happens to a conversation is shown in every window in which it is open: events that the server sends.

Each event has the number of its line; a browser that comes back names the last one that it has, and gets what came
since. That it names it also says that it was shown.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from bot.store.mail import Store

HEARTBEAT = 15.0
"""Seconds of silence after which a word is sent, so that nobody in between takes the connection for dead."""
LONGEST = 240.0
"""Seconds of one connection; the browser then comes again and names what it has."""
LOOK = 2.0
"""Seconds from one look to the next for what came from elsewhere."""
MOST = 5
"""Windows of one visitor that hear at once; a browser has six connections for everything."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is sent to a window that has all lines up to `after`; then it has those up to `last`. `newest`: the newest that
    there is, 0 where there is none any more."""

    after: int
    text: str
    last: int
    newest: int


class Wake(asyncio.Event):
    """Set whenever there may be something new; `ready`: what it is, where somebody has looked already."""

    ready: Batch | None = None
    newest: int | None = None
    """The newest line when it was looked last."""


class Listeners:
    """Who is to be woken. Of one event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waking: dict[str, set[Wake]] = {}
        self.over = False

    @property
    def chats(self) -> list[str]:
        return list(self._waking)

    def is_full(self, chat: str) -> bool:
        return self.over or len(self._waking.get(chat, ())) >= MOST

    @contextmanager
    def listening(self, chat: str) -> Iterator[Wake]:
        wake = Wake()
        self._waking.setdefault(chat, set()).add(wake)
        try:
            yield wake
        finally:
            self._waking[chat].discard(wake)
            if not self._waking[chat]:
                del self._waking[chat]

    def ring(self, chat: str, ready: Batch | None = None) -> None:
        for wake in self._waking.get(chat, ()):
            wake.ready = None if wake.is_set() else ready
            wake.set()

    def behind(self, newest: Mapping[str, int]) -> list[str]:
        """Conversations of which some window has not seen the newest line."""
        return [
            chat
            for chat, waking in self._waking.items()
            if any(wake.newest not in (None, newest.get(chat, 0)) for wake in waking)
        ]

    def end(self) -> None:
        """Everybody is to go."""
        self.over = True
        for chat in self.chats:
            self.ring(chat)


async def woken(wake: Wake) -> bool:
    """Whether there may be something new; False after a while of silence."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(wake.wait(), HEARTBEAT)
    was = wake.is_set()
    wake.clear()
    return was


async def paced(seconds: float) -> AsyncIterator[None]:
    """Again and again, with so many seconds between."""
    while True:
        await asyncio.sleep(seconds)
        yield
