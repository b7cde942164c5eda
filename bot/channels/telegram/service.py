"""Receiving, working and sending, side by side: what is fetched is committed before it is acknowledged.

The database is used by threads of its own, so that the event loop never waits for a disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.app import App, StoreUnavailable
from bot.casework.tidy import tidy
from bot.channels.quiet import where
from bot.channels.telegram.api import Api
from bot.channels.telegram.asides import Asides, Operator, why
from bot.channels.telegram.places import number
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.proxy import Proxy
from bot.channels.telegram.request import AiohttpRequest
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.waits import Stop, Waits
from bot.channels.telegram.working import Me, Worker
from bot.files import Keep
from bot.store.mail import Store
from dialogs.core import Talk
from dialogs.router import MENU

log = logging.getLogger("rongcuo.telegram")
T = TypeVar("T")


class Died(Exception):
    """Something that must run for ever has ended; the text is Chinese and names it."""


class Service:
    """One bot at the Bot API server `root`. `paced` False takes off the flood control, for tests against a server of one's own."""

    def __init__(
        self,
        token: str,
        root: str,
        app: App,
        store: Store,
        talk: Talk,
        admin: int | None = None,
        paced: bool = True,
        keep: Keep | None = None,
        proxy: Proxy | None = None,
        waits: Waits = Waits(),  # noqa: B008 - frozen
    ) -> None:
        self._store, self._keep, self._waits = store, keep, waits
        # receiving, working, marking, looking: none waits for another
        self._thread = ThreadPoolExecutor(4, "database")
        self._stop, self._asides = Stop(), Asides()
        self._api = Api(root, token, AiohttpRequest(waits.quiet, proxy))
        self._polling = Api(root, token, AiohttpRequest(waits.quiet, proxy))
        self._operator = Operator(self._api, self._asides, admin)
        report = self._operator.report
        self._worker = Worker(
            app, store, talk, self._database, self._api, self._asides, self._operator, waits
        )
        hear = self._worker.hear
        self._sender = Sender(self._api, self._database, store, report, hear, keep, paced, waits)
        self._poller = Poller(self._polling, self._worker.receive, self._operator.tell, self._stop, waits)

    def stop(self) -> None:
        """Fetch no more; what was fetched is still worked off and, for a while, sent."""
        self._stop.now()

    async def run(self) -> None:
        """Until stopped. InvalidToken where Telegram does not know the token, Died where a part of it has ended."""
        await self._api.open()
        await self._polling.open()
        try:
            if (me := await self._greet()) and await self._recovered():
                await self._serve(me)
        finally:
            await self._close()

    async def _serve(self, me: Me) -> None:
        """Everything side by side; the first that ends ends all."""
        tasks = {asyncio.create_task(part(self, me)): name for name, part in PARTS.items()}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if not self._stop:
                raise _died(tasks)
            await self._finish()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _close(self) -> None:
        await self._asides.close()
        await self._sender.close()
        with contextlib.suppress(StoreUnavailable):  # then those messages go out once more at the next start
            await self._sender.books.flush()
        await self._polling.close()
        await self._api.close()
        self._thread.shutdown()

    # ── the start ────────────────────────────────────────────────────────────────────────────────
    async def _greet(self) -> Me | None:
        """Learn who we are, and show the menu; a menu that fails stops nobody. None where we are stopped meanwhile."""
        wait = self._waits.again
        while not self._stop:
            try:
                me = await self._stop.unless(self._who())
                self._asides.begin(self._show_menu())
                return me
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("连不上 Telegram（%s），%.0f 秒后再试", why(error), wait)
                await self._stop.pause(wait)
                wait = min(wait * 2, self._waits.longest)
        return None

    async def _who(self) -> Me:
        found = await self._api.call("getMe", {})
        try:
            return Me(number(found["id"]), str(found["username"]))
        except (KeyError, ValueError):
            raise NetworkError("getMe tells no name") from None

    async def _show_menu(self) -> None:
        commands = [{"command": name, "description": words} for name, words in MENU]
        await self._api.call("setMyCommands", {"commands": commands})

    async def _recovered(self) -> bool:
        """Once the database is there. False where we are stopped meanwhile."""
        wait = self._waits.again
        while not self._stop:
            try:
                await self._recover()
                return True
            except StoreUnavailable as error:
                log.warning("%s%.0f 秒后再试。", error, wait)
                await self._stop.pause(wait)
                wait = min(wait * 2, self._waits.longest)
        return False

    async def _recover(self) -> None:
        """What an earlier process fetched and did not work off, or answered and did not send. Pruned before, so that
        nothing is forgotten which tells that this was done. StoreUnavailable: then nothing has happened."""
        await self._clean()
        unsent = await self._database(self._store.unsent)
        await self._worker.recover()
        self._sender.put(unsent)

    async def _clean(self) -> None:
        await self._database(tidy, self._store, self._keep, self._store.given.now())

    # ── what runs for ever ───────────────────────────────────────────────────────────────────────
    async def _tidy(self) -> None:
        """Once a day: old drafts, files without an owner, ids that nobody needs."""
        while True:
            await asyncio.sleep(self._waits.tidy)
            try:
                await self._clean()
            except StoreUnavailable as error:
                self._operator.report("数据库", error)

    async def _mark(self) -> None:
        while True:
            try:
                await self._sender.books.mark()
            except StoreUnavailable as error:
                self._operator.report("数据库", error)
                await asyncio.sleep(self._waits.again)  # also while we are stopped

    async def _look(self) -> None:
        wait = self._waits.look
        while True:
            await asyncio.sleep(wait)
            wait = self._waits.look if await self._looked() else min(wait * 2, self._waits.longest)

    async def _looked(self) -> bool:
        """Not while another process serves the same bot: then each notice would come twice. Whether it went well."""
        if self._poller.contested:
            return True
        try:
            await self._sender.look()
        except Exception as error:
            self._operator.report("发件箱", error)
            return False
        return True

    async def _finish(self) -> None:
        until = time.monotonic() + self._waits.last
        while time.monotonic() < until and not (self._worker.idle and self._sender.idle):
            await asyncio.sleep(0.02)

    async def _database(self, call: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *arguments))


PARTS: dict[str, Callable[[Service, Me], Coroutine[Any, Any, None]]] = {
    "收消息": lambda service, _: service._poller.run(),
    "处理消息": lambda service, me: service._worker.run(me, service._sender),
    "记账": lambda service, _: service._mark(),
    "看发件箱": lambda service, _: service._look(),
    "清理": lambda service, _: service._tidy(),
}
"""What runs side by side for as long as the bot does, by the name under which its end is told."""


def _died(tasks: dict[asyncio.Task[None], str]) -> Died:
    """What has ended and why, as far as it may be told."""
    task, name = next((task, name) for task, name in tasks.items() if task.done())
    error = None if task.cancelled() else task.exception()
    log.error("a part has ended: %s", where(error) if error else "without an error")
    return Died(name)
