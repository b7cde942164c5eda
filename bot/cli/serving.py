"""Every surface that is set up, in one process: the page, and Telegram where there is a token. Stopped together."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from bot.app import App
from bot.app.elsewhere import Elsewhere, spare
from bot.casework.office import Office
from bot.casework.printing import Printer
from bot.casework.tidy import tidy
from bot.channels import quiet
from bot.channels.console.desk import Console
from bot.channels.console.routes import UPLOADS, routes
from bot.channels.web.serving import More, PageServer, PortTaken, address_of, listening
from bot.channels.web.site import Site
from bot.cli.surroundings import Surroundings
from bot.files import Keep
from bot.settings import Settings
from bot.store.errors import StoreUnavailable
from bot.store.mail import Store
from dialogs.core import PAGE, Talk
from dialogs.router import Rongcuo
from knowledge.answer import Assistant

log = logging.getLogger("rongcuo.serving")
OPEN = "网页开着，在浏览器里打开：{address}"
DAY, MINUTES = 24 * 3600.0, 600.0
TURN = 0.0005
"""Seconds that a thread that reckons may go on while others wait; the 5 ms of Python add up for a step of a conversation, which goes
from thread to thread a dozen times."""
REMINDING = "remind"
"""Of whoever reminds staff, among the processes that serve one database."""
NOTHING_MORE = More()


class Part(Protocol):
    """A surface that runs until it is stopped."""

    async def run(self) -> int:
        """The exit code."""

    def stop(self) -> None: ...


class Order:
    """Once a day: old drafts and conversations, files without an owner, ids that nobody needs."""

    def __init__(self, store: Store, keep: Keep) -> None:
        self._store, self._keep, self._over = store, keep, asyncio.Event()

    def stop(self) -> None:
        self._over.set()

    async def run(self) -> int:
        while not self._over.is_set():
            try:
                await asyncio.to_thread(self._clean)
            except StoreUnavailable as error:
                log.warning("%s", error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), DAY)
        return 0

    def _clean(self) -> None:
        tidy(self._store, self._keep, self._store.given.now())


class Reminding:
    """Every few minutes: what is due, to whoever handles it."""

    def __init__(self, store: Store, office: Office) -> None:
        self._store, self._office, self._over = store, office, asyncio.Event()

    def stop(self) -> None:
        self._over.set()

    async def run(self) -> int:
        while not self._over.is_set():
            try:
                await asyncio.to_thread(self._remind)
            except StoreUnavailable as error:
                log.warning("%s", error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), MINUTES)
        return 0

    def _remind(self) -> None:
        """Unless another process is at it."""
        with contextlib.closing(self._store.turns()) as turns:
            if turns.mine(REMINDING):
                self._office.remind(self._store.given.now())


def page(around: Surroundings, store: Store, mind: Assistant, more: More = NOTHING_MORE) -> PageServer | None:
    """The page, listening already; None where it is switched off, or cannot be had, which is told."""
    if not around.settings.page:
        return None
    talk, keep = _thought_through(Rongcuo(mind, around.calendar(), PAGE), around.settings), around.keep()
    try:
        on = listening(around.settings)
    except PortTaken as error:
        print(error, file=sys.stderr, flush=True)
        return None
    own = around.layouts(mind.library)
    print(OPEN.format(address=address_of(around.settings)), file=sys.stderr, flush=True)
    office = around.office(store, mind.library)
    site = Site(App(store, talk, keep, office=office), store, talk, keep, mind, Printer(office, own))
    staff = routes(Console(store, mind.library, keep, office, own, around.settings.staff_header))
    whole = More(more.names, [*more.routes, *staff], [*more.uploads, *UPLOADS])
    return PageServer(site, around.settings, on, whole)


def _thought_through(talk: Talk, settings: Settings) -> Talk:
    """By others, where that is any use: who waits for a second opinion does not think."""
    processes = spare() if settings.page_processes is None else settings.page_processes
    return Elsewhere(talk, processes) if processes and settings.second_url is None else talk


def together(makes: Sequence[Callable[[], Part]], log_level: str) -> int:
    """Until a signal, or until one of them ends; the worst of their codes."""
    quiet.quieten(log_level)
    sys.setswitchinterval(TURN)
    return asyncio.run(_together(makes))


async def _together(makes: Sequence[Callable[[], Part]]) -> int:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(quiet.unhandled)
    parts = [make() for make in makes]
    running = [asyncio.create_task(part.run()) for part in parts]

    def stop() -> None:
        for part in parts:
            part.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop)
    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    stop()
    return max(await asyncio.gather(*running))


@contextmanager
def beside(part: Part, log_level: str) -> Iterator[None]:
    """In a thread, as long as somebody talks at the terminal."""
    quiet.quieten(log_level)
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(quiet.unhandled)
    thread = threading.Thread(target=loop.run_until_complete, args=(part.run(),), daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(part.stop)
        thread.join()
        loop.close()
