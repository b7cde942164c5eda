"""Receiving, working and sending, side by side: what is fetched is committed before it is acknowledged.

The database is used by threads of its own, so that the event loop never waits for a disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.app import App, StoreUnavailable
from bot.casework.printing import Printer
from bot.casework.tidy import tidy
from bot.channels.mail import Lane, Post
from bot.channels.quiet import where
from bot.channels.telegram.api import Api
from bot.channels.telegram.asides import Asides, Operator, why
from bot.channels.telegram.places import CHANNEL, Json, number
from bot.channels.telegram.proxy import Proxy
from bot.channels.telegram.reception import Me, Reception
from bot.channels.telegram.request import AiohttpRequest
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.waits import Stop, Waits
from bot.channels.telegram.webhook import Hook, fetching
from bot.files import Keep
from bot.store.mail import Store
from bot.store.records import Outgoing
from dialogs.core import Talk
from dialogs.router import MENU

log = logging.getLogger("rongcuo.telegram")
T = TypeVar("T")


class TurnLost(Exception):
    """Another process took our turn while the database was away."""


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
        hook: Hook | None = None,
        printer: Printer | None = None,
    ) -> None:
        self._store, self._keep, self._waits = store, keep, waits
        # receiving, working, marking, looking, waiting for the bell: none waits for another
        self._thread = ThreadPoolExecutor(5, "database")
        self._turns = store.turns()
        self._leads, self._clear = asyncio.Event(), asyncio.Event()
        """Whether this process fetches and sends for the bot; whether it may begin to."""
        self._stop, self._asides = Stop(), Asides()
        self._api = Api(root, token, AiohttpRequest(waits.quiet, proxy))
        self._polling = Api(root, token, AiohttpRequest(waits.quiet, proxy))
        self._operator = Operator(self._api, self._asides, admin)
        report = self._operator.report
        self._reception = Reception(store, talk, self._database, self._api, self._asides, waits.typing)
        self._sender = Sender(
            self._api, self._database, store, report, self._ring, keep, paced, waits, printer
        )
        self._post = Post(
            app, store, self._database, report, self._lane(), waits.look, waits.again, waits.longest
        )
        self._poller = fetching(hook, self._polling, self.receive, self._operator.tell, self._stop, waits)
        self._me: Me | None = None
        self._news = asyncio.Event()

    def _lane(self) -> Lane:
        office = self._reception
        return Lane(
            CHANNEL, lambda one: office.read(one, self.me), office.odd, office.show_typing, self._answered
        )

    @property
    def me(self) -> Me:
        assert self._me, "nobody is served before we know who we are"
        return self._me

    async def receive(self, updates: Sequence[Json]) -> int:
        """Where updates enter, polled or pushed: durable when this returns. How many are new."""
        return await self._reception.take(updates, self._post.receive)

    def _ring(self) -> None:
        self._post.ring()

    def _answered(self, messages: Sequence[Outgoing]) -> None:
        """What was answered here is sent here, by whoever sends for the bot; others find it in the outbox."""
        if self._leads.is_set():
            self._sender.put(messages)

    def stop(self) -> None:
        """Fetch no more; what was fetched is still worked off and, for a while, sent."""
        self._stop.now()

    async def run(self) -> None:
        """Until stopped. InvalidToken where Telegram does not know the token, Died where a part of it has ended."""
        await self._api.open()
        await self._polling.open()
        try:
            self._me = await self._greet()
            if self._me and await self._recovered():
                await self._serve()
        finally:
            await self._close()

    async def _serve(self) -> None:
        """Everything side by side; the first that ends ends all."""
        tasks = {asyncio.create_task(part(self)): name for name, part in PARTS.items()}
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
        self._turns.close()
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
        """Where nobody else serves this database, what an earlier process had begun is nobody's any more."""
        if await self._database(self._turns.first):
            await self._database(self._store.free)

    async def _clean(self) -> None:
        await self._database(tidy, self._store, self._keep, self._store.given.now())

    # ── what runs for ever ───────────────────────────────────────────────────────────────────────
    async def _tidy(self) -> None:
        """Once a day: old drafts, files without an owner, ids that nobody needs. The first time before anything is fetched,
        so that nothing is forgotten which tells that this was done."""
        await self._leads.wait()
        await self._surely(self._clean)
        self._clear.set()
        while True:
            await asyncio.sleep(self._waits.tidy)
            await self._surely(self._clean)

    async def _mark(self) -> None:
        while True:
            try:
                await self._sender.books.mark()
            except StoreUnavailable as error:
                self._operator.report("数据库", error)
                await asyncio.sleep(self._waits.again)  # also while we are stopped

    async def _take_turns(self) -> None:
        """One process alone fetches and sends for a bot, and tidies: who has the turn keeps it as long as he lives. When
        another one rings, it is looked what there is to do."""
        while True:
            leads = await self._database(self._turns.mine, CHANNEL)
            if self._leads.is_set() and not leads:
                raise TurnLost
            if leads:
                self._leads.set()
            if await self._database(self._turns.rung, self._waits.look):
                self._post.ring()
            self._news.set()

    async def _fetch(self) -> None:
        await self._stop.unless(self._clear.wait())
        await self._poller.run()

    async def _look(self) -> None:
        await self._clear.wait()
        wait = self._waits.look
        while True:
            wait = self._waits.look if await self._looked() else min(wait * 2, self._waits.longest)
            self._news.clear()
            await self._news.wait()
            await asyncio.sleep(wait if wait > self._waits.look else self._waits.breath)

    async def _looked(self) -> bool:
        """Not while another program serves the same bot: then each notice would come twice. Whether it went well."""
        if self._poller.contested:
            return True
        try:
            await self._sender.look()
        except Exception as error:
            self._operator.report("发件箱", error)
            return False
        return True

    async def _surely(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """However long the database is away."""
        wait = self._waits.again
        while True:
            try:
                return await work()
            except StoreUnavailable as error:
                self._operator.report("数据库", error)
                await asyncio.sleep(wait)
                wait = min(wait * 2, self._waits.longest)

    async def _finish(self) -> None:
        until = time.monotonic() + self._waits.last
        while time.monotonic() < until and not (self._post.idle and self._sender.idle):
            await asyncio.sleep(0.02)

    async def _database(self, call: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *arguments))


PARTS: dict[str, Callable[[Service], Coroutine[Any, Any, None]]] = {
    "轮值": lambda service: service._take_turns(),
    "收消息": lambda service: service._fetch(),
    "处理消息": lambda service: service._post.run(),
    "记账": lambda service: service._mark(),
    "看发件箱": lambda service: service._look(),
    "清理": lambda service: service._tidy(),
}
"""What runs side by side for as long as the bot does, by the name under which its end is told."""


def _died(tasks: dict[asyncio.Task[None], str]) -> Died:
    """What has ended and why, as far as it may be told."""
    task, name = next((task, name) for task, name in tasks.items() if task.done())
    error = None if task.cancelled() else task.exception()
    log.error("a part has ended: %s", where(error) if error else "without an error")
    return Died(name)
