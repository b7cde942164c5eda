"""Receiving, working and sending, side by side: what is fetched is committed before it is acknowledged.

The database is used by threads of its own, so that the event loop never waits for a disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import signal
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.app import App, Job, StoreUnavailable, Worked
from bot.casework.tidy import tidy
from bot.channels.telegram import render
from bot.channels.telegram.inbound import ALLOWED, Heard, Json, heard, key_of
from bot.channels.telegram.outbound import Sender, waiting
from bot.channels.telegram.request import AiohttpRequest, Api, compact
from bot.files import Keep
from bot.settings import Settings
from bot.store.mail import Store
from bot.store.opening import opened
from bot.store.records import Incoming
from bot.store.states import state_of
from dialogs.core import Pressed, Reply, Talk

log = logging.getLogger("rongcuo.telegram")
POLL_SECONDS = 25
BATCH = 100
WORK = 25
"""Updates worked off in one commit at most: fewer answer sooner, more cost less each."""
LAST_SECONDS = 10.0
"""What a stopping bot gives its outbox; the rest is sent at the next start."""
KEEP_IDS = timedelta(days=3)
TYPING_AFTER = 0.5
TIDY_SECONDS = 24 * 3600.0
LOOK_SECONDS = 1.0
"""How often the outbox is looked through for what other processes put there."""
MENU = (
    ("start", "开始"), ("ask", "提问"), ("assess", "一步步自评"), ("apply", "填容错申请表"), ("status", "查申请进度"),
    ("region", "选地区"), ("policies", "看有哪些文件"), ("articles", "逐条看条文"), ("compare", "各地对照"), ("cancel", "回到开头"),
    ("forget", "删除我的数据"), ("help", "帮助"),
)  # fmt: skip
CHATTY = ("httpx", "telegram", "asyncio", "alembic")
"""Loggers that tell too much, of which one tells the token."""
T = TypeVar("T")


def run(settings: Settings, talk: Talk) -> int:
    """Serve until SIGTERM or SIGINT. Returns the exit code."""
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    if settings.telegram_webhook_url:
        log.warning("RONGCUO_TELEGRAM_WEBHOOK_URL 还用不上，现在用长轮询收消息；不设它就没有这条提示。")
    store = opened(settings.database, log.warning)
    try:
        return asyncio.run(_serve(settings, talk, store))
    finally:
        store.close()


async def _serve(settings: Settings, talk: Talk, store: Store) -> int:
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    root = settings.telegram_api_url.rstrip("/")
    keep = Keep(settings.data / "files")
    service = Service(token, root, App(store, talk, keep), store, talk, settings.admin_chat, keep=keep)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, service.stop)
    try:
        await service.run()
    except InvalidToken:
        log.error("Telegram 不认这个令牌，请核对 RONGCUO_TELEGRAM_TOKEN（向 @BotFather 索取）。")
        return 2
    return 0


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
    ) -> None:
        request, polling = AiohttpRequest(), AiohttpRequest()
        bot = Bot(token, f"{root}/bot", f"{root}/file/bot", request=request, get_updates_request=polling)
        self._bot, self._app, self._store, self._talk, self._admin = bot, app, store, talk, admin
        self._thread = ThreadPoolExecutor(
            4, "database"
        )  # receiving, working, marking, looking: none waits for another
        self._queue: asyncio.Queue[tuple[Incoming, Json]] = asyncio.Queue()
        self._keep = keep
        self._stopping = asyncio.Event()
        self._api = Api(bot.base_url, request, bot.base_file_url)
        self._polling = Api(bot.base_url, polling)
        self._sender = Sender(self._api, self._database, store, self._report, self._hear, keep, paced)
        self._asides: set[asyncio.Task[Any]] = set()
        self._reported = 0.0
        self._busy = False
        self._contested = False

    def stop(self) -> None:
        """Fetch no more; what was fetched is still worked off and, for a while, sent."""
        self._stopping.set()

    async def run(self) -> None:
        """Until stopped. InvalidToken where Telegram does not know the token."""
        await self._greet()
        await self._recover()
        working = [asyncio.create_task(one()) for one in (self._work, self._mark, self._look, self._tidy)]
        try:
            await self._fetch()
            await self._finish()
        finally:
            for task in [*working, *self._asides]:
                task.cancel()
            await asyncio.gather(*working, *self._asides, return_exceptions=True)
            await self._sender.close()
            with contextlib.suppress(
                StoreUnavailable
            ):  # then those messages go out once more at the next start
                await self._sender.flush()
            await self._bot.shutdown()
            self._thread.shutdown()

    async def _greet(self) -> None:
        """Learn who we are, and show the menu; a menu that fails stops nobody."""
        wait = 1.0
        while not self._stopping.is_set():
            try:
                await self._bot.initialize()
                break
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("连不上 Telegram（%s），%.0f 秒后再试", type(error).__name__, wait)
                await self._pause(wait)
                wait = min(wait * 2, 60)
        with contextlib.suppress(TelegramError):
            await self._bot.set_my_commands(MENU)

    async def _recover(self) -> None:
        """What an earlier process fetched and did not work off, or answered and did not send. Pruned before, so that
        nothing is forgotten which tells that this was done."""
        await self._database(self._store.prune, datetime.now(UTC) - KEEP_IDS)
        await self._database(tidy, self._store, self._keep, datetime.now(UTC))
        unsent = await self._database(self._store.unsent)
        for update in await self._database(self._store.waiting_updates):
            self._queue.put_nowait((update, json.loads(update.payload)))
        self._sender.put(unsent)

    async def _tidy(self) -> None:
        """Once a day: old drafts, files without an owner, ids that nobody needs."""
        while not self._stopping.is_set():
            await self._pause(TIDY_SECONDS)
            try:
                await self._database(tidy, self._store, self._keep, datetime.now(UTC))
                await self._database(self._store.prune, datetime.now(UTC) - KEEP_IDS)
            except StoreUnavailable as error:
                self._report("数据库", error)

    # ── receiving ────────────────────────────────────────────────────────────────────────────────
    async def _fetch(self) -> None:
        offset, wait = 0, 1.0
        while not self._stopping.is_set():
            try:
                updates = await self._unless_stopping(self._updates(offset))
                self._contested = False
                if updates:
                    await self.receive(updates)
                    offset = updates[-1]["update_id"] + 1
                wait = 1.0
            except Conflict:
                self._contested = True
                log.error("另一个程序正在用同一个令牌收消息；请只留一个。%.0f 秒后再试", wait)
                wait = await self._back_off(wait)
            except RetryAfter as error:
                await self._pause(waiting(error))
            except (NetworkError, StoreUnavailable) as error:
                log.warning("收消息受阻（%s），%.0f 秒后再试", type(error).__name__, wait)
                wait = await self._back_off(wait)

    async def _updates(self, offset: int) -> list[Json]:
        arguments = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": ALLOWED, "limit": BATCH}
        found: list[Json] = await self._polling.call("getUpdates", arguments, POLL_SECONDS + 5.0)
        return found

    async def receive(self, updates: Sequence[Json]) -> None:
        """Where updates enter, polled or pushed: durable when this returns."""
        coming = [Incoming(update["update_id"], key_of(update), compact(update)) for update in updates]
        fresh = {update.update_id for update in await self._database(self._store.receive, coming)}
        for update, body in zip(coming, updates, strict=True):
            if update.update_id in fresh:
                self._queue.put_nowait((update, body))
                if query := body.get("callback_query"):
                    self._aside(self._answer_press(query["id"]))

    def _hear(self, update: Incoming, body: Json) -> None:
        """Something of our own that is durable already."""
        self._queue.put_nowait((update, body))

    # ── working ──────────────────────────────────────────────────────────────────────────────────
    async def _work(self) -> None:
        wait = 1.0
        batch: list[tuple[Incoming, Json]] = []
        while True:
            batch = batch or [await self._queue.get()]
            self._busy = True
            while len(batch) < WORK and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            try:
                await self._worked(batch)
                batch, wait = [], 1.0
            except StoreUnavailable as error:
                self._report("数据库", error)
                await asyncio.sleep(wait)  # also while we are stopped
                wait = min(wait * 2, 60.0)
            self._busy = bool(batch)

    async def _worked(self, batch: list[tuple[Incoming, Json]]) -> None:
        found = [(update, body, heard(body, self._bot.username, self._bot.id)) for update, body in batch]
        jobs = [_job(update, one) for update, _, one in found]
        typing = self._aside(self._show_typing({one.chat for _, _, one in found if one}))
        for _, body, _ in found:
            if query := body.get("inline_query"):
                self._aside(self._answer_inline(query))
        worked: list[Worked] = await self._database(self._app.work, jobs)
        typing.cancel()
        for one in worked:
            self._sender.put(one.outgoing)
            if one.outcome == "set_aside":
                self._report(f"消息 {one.update.update_id} 处理不了，已放在一边", RuntimeError())

    async def _show_typing(self, chats: set[int]) -> None:
        await asyncio.sleep(TYPING_AFTER)
        for chat in list(chats)[:20]:
            with contextlib.suppress(TelegramError):
                await self._api.call("sendChatAction", {"chat_id": chat, "action": "typing"})

    async def _answer_press(self, query: str) -> None:
        with contextlib.suppress(TelegramError):
            await self._api.call("answerCallbackQuery", {"callback_query_id": query})

    async def _answer_inline(self, query: Json) -> None:
        chat = f"telegram:{query['from']['id']}"
        cards = await self._database(self._cards, chat, query.get("query", ""))
        arguments = {"inline_query_id": query["id"], "results": [render.article(card) for card in cards],
                     "cache_time": 5, "is_personal": True}  # fmt: skip
        with contextlib.suppress(TelegramError):
            await self._api.call("answerInlineQuery", arguments)

    def _cards(self, chat: str, query: str) -> Any:
        stored = self._store.load((), (chat,)).chats.get(chat)
        return self._talk.cards(state_of(chat, stored), query)

    # ── the books ────────────────────────────────────────────────────────────────────────────────
    async def _mark(self) -> None:
        while True:
            try:
                await self._sender.mark()
            except StoreUnavailable as error:
                self._report("数据库", error)
                await asyncio.sleep(1.0)  # also while we are stopped

    async def _look(self) -> None:
        """Not while another process serves the same bot: then each notice would come twice."""
        wait = LOOK_SECONDS
        while True:
            await asyncio.sleep(wait)
            try:
                if not self._contested:
                    await self._sender.look()
                wait = LOOK_SECONDS
            except Exception as error:
                self._report("发件箱", error)
                wait = min(wait * 2, 60.0)

    async def _finish(self) -> None:
        until = time.monotonic() + LAST_SECONDS
        while time.monotonic() < until and (self._busy or not self._queue.empty() or not self._sender.idle):
            await asyncio.sleep(0.02)

    def _report(self, place: str, error: BaseException) -> None:
        """Tell the operator the kind and the place, never a user's words; at most once a minute."""
        log.error("%s：%s", place, type(error).__name__)
        if self._admin is None or time.monotonic() - self._reported < 60:
            return
        self._reported = time.monotonic()
        self._aside(self._tell_admin(f"容错助手出了故障：{place}（{type(error).__name__}）。详情见日志。"))

    async def _tell_admin(self, words: str) -> None:
        with contextlib.suppress(TelegramError):
            await self._api.call("sendMessage", {"chat_id": self._admin, "text": words})

    def _aside(self, work: Any) -> asyncio.Task[Any]:
        """Something that nobody waits for."""
        task = asyncio.create_task(work)
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)
        return task

    async def _database(self, call: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *arguments))

    async def _back_off(self, wait: float) -> float:
        await self._pause(wait)
        return min(wait * 2, 60.0)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    async def _unless_stopping(self, work: Any) -> list[Json]:
        """The result of `work`, or nothing when we are stopped meanwhile."""
        task, stop = asyncio.ensure_future(work), asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait((task, stop), return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else []
        finally:
            stop.cancel()
            if not task.done():
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, TelegramError):
                    await task


def _job(update: Incoming, one: Heard | None) -> Job:
    if one is None:
        return Job(update, None, lambda _reply: {})
    edited = one.message if isinstance(one.event, Pressed) else None

    def wrap(reply: Reply) -> Json:
        return {"calls": render.calls(reply, one.chat, edited)}

    return Job(update, one.event, wrap, one.private)
