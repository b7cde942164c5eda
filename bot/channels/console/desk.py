"""What all of the staff's pages share: who comes in, what is known, and the threads in which the database is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from bot.casework.entry import Door
from bot.casework.office import Office
from bot.casework.people import People
from bot.channels.web.refusing import Sorry
from bot.documents.papers.templates import OwnTemplates
from bot.files import Keep
from bot.store.mail import Store
from knowledge.library.corpus import Library

T = TypeVar("T")
THREADS, SLOW = 4, 2
DOORS = 2
"""Passwords that are reckoned with at once: each takes most of a second, a core and 64 MiB."""
QUEUE = 30
"""That may wait for it."""
PRINTERS = 2
"""Papers that are made at once: a PDF may take a minute, and nobody else's step waits for that."""
CROWDED = "这会儿登录的人太多，请过几秒再试。"


class Console:
    """Of one process. `header`: in which the office's own proxy names who comes, if it does."""

    def __init__(
        self, store: Store, library: Library, keep: Keep, office: Office, own: OwnTemplates, header: str | None = None
    ) -> None:  # fmt: skip
        self.store, self.library, self.keep, self.office, self.own = store, library, keep, office, own
        self.header = header
        self.door, self.people = Door(store), People(store)
        self._quick = ThreadPoolExecutor(THREADS, "staff")
        self._slow = ThreadPoolExecutor(SLOW, "staff-files")
        self._doors = ThreadPoolExecutor(DOORS, "staff-door")
        self._printers = ThreadPoolExecutor(PRINTERS, "staff-papers")
        self._waiting = 0

    async def quickly(self, call: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._quick, partial(call, *arguments))

    async def slowly(self, call: Callable[..., T], *arguments: object) -> T:
        """What keeps files, or looks through much."""
        return await asyncio.get_running_loop().run_in_executor(self._slow, partial(call, *arguments))

    async def at_the_printer(self, call: Callable[..., T], *arguments: object) -> T:
        """What makes papers."""
        return await asyncio.get_running_loop().run_in_executor(self._printers, partial(call, *arguments))

    async def at_the_door(self, call: Callable[..., T], *arguments: object) -> T:
        """What reckons with a password. Raises Sorry where too many wait for that."""
        if self._waiting >= QUEUE:
            raise Sorry(503, CROWDED, 5)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._doors, partial(call, *arguments))
        finally:
            self._waiting -= 1
