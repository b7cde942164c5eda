"""What all pages share: the conversations, and the threads in which the database is asked."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import TypeVar
from weakref import WeakValueDictionary

from starlette.requests import Request

from bot import documents
from bot.app import App
from bot.casework.printing import Handed, NotMade, PaperFiles, Printer
from bot.channels.web.browse import Shelf
from bot.channels.web.lines import Lines
from bot.channels.web.refusing import BUSY, Sorry
from bot.channels.web.stream import Listeners
from bot.files import Keep
from bot.store.mail import Store
from dialogs.acts import PaperWish
from dialogs.core import Form, Sheet, Talk
from knowledge.answer import Assistant

T = TypeVar("T")
THREADS = 4
"""That ask the database and decide: one SQLite file has one writer, the others read meanwhile."""
MANY, OWN = 32, 3
"""Forms with files that come at once: of all visitors, of one."""
DOCUMENTS = 32
"""That are kept as they were made; some hundred KB each."""
SLOW = 2
"""That keep files, and as many that make documents, which takes seconds."""


class Desk:
    """Documents as they are made. Those that were looked at last are kept for a while: a page that shows one is loaded again and
    again, and a picture takes seconds. Threads may share it."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[Sheet | Form, str], bytes] = OrderedDict()
        self._alone = Lock()

    def made(self, sheet: Sheet | Form, kind: documents.Format) -> bytes | None:
        """None where it cannot be made."""
        with self._alone:
            if (sheet, kind) in self._made:
                self._made.move_to_end((sheet, kind))
                return self._made[sheet, kind]
        content = documents.made(sheet, kind)
        with self._alone:
            if content is not None:
                self._made[sheet, kind] = content
            while len(self._made) > DOCUMENTS:
                self._made.popitem(last=False)
        return content


class Site:
    """Of one process."""

    def __init__(
        self, app: App, store: Store, talk: Talk, keep: Keep, mind: Assistant, printer: Printer | None = None
    ) -> None:
        self.app, self.store, self.talk, self.keep, self.mind = app, store, talk, keep, mind
        self.printer = printer
        self._desk = Desk()
        self.lines, self.shelf = Lines(mind.library), Shelf(mind)
        self.listeners = Listeners(store)
        self._quick = ThreadPoolExecutor(THREADS, "page")
        self._slow = ThreadPoolExecutor(SLOW, "page-files")
        self._making = ThreadPoolExecutor(SLOW, "page-documents")
        self._uploading: list[str] = []
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def quickly(self, call: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._quick, partial(call, *arguments))

    async def slowly(self, call: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._slow, partial(call, *arguments))

    async def made(self, sheet: Sheet | Form, kind: documents.Format) -> bytes | None:
        """A document; None where it cannot be made."""
        return await asyncio.get_running_loop().run_in_executor(self._making, self._desk.made, sheet, kind)

    async def printed(self, wish: PaperWish, kind: Handed) -> PaperFiles | NotMade | None:
        """An official paper; None where none are made here."""
        made = self.printer.made if self.printer else None
        there = asyncio.get_running_loop()
        return await there.run_in_executor(self._making, partial(made, wish, kind)) if made else None

    def turn(self, chat: str) -> asyncio.Lock:
        """One thing after the other within a conversation."""
        return self._turns.setdefault(chat, asyncio.Lock())

    @contextmanager
    def uploading(self, chat: str) -> Iterator[None]:
        """While files come. Raises Sorry where too many do."""
        if len(self._uploading) >= MANY or self._uploading.count(chat) >= OWN:
            raise Sorry(503, BUSY, 10)
        self._uploading.append(chat)
        try:
            yield
        finally:
            self._uploading.remove(chat)

    def close(self) -> None:
        self._quick.shutdown(wait=True)
        self._slow.shutdown(wait=True)
        self._making.shutdown(wait=True)


def site_of(request: Request) -> Site:
    found: Site = request.app.state.site
    return found
