"""Sending the outbox: in order within a chat, side by side over chats, with back-off; what is sent is marked."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot import documents
from bot.records import Outgoing
from bot.telegram.render import Call, plain, unpacked
from bot.telegram.request import Api

log = logging.getLogger("rongcuo.telegram")
FIRST_WAIT = 0.5
LONGEST_WAIT = 60.0
PATIENCE = 12
"""Tries of one message before it is given up."""

Database = Callable[..., Awaitable[Any]]
Report = Callable[[str, BaseException], None]


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


class Sender:
    """Owns a queue for every chat that has something to be sent."""

    def __init__(self, api: Api, database: Database, store: Any, report: Report, paced: bool = True) -> None:
        self._api, self._database, self._store, self._report = api, database, store, report
        self._queues: dict[str, deque[Outgoing]] = {}
        self._chats: dict[str, Pace] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._sent: dict[int, asyncio.Future[None]] = {}
        self._marking = asyncio.Event()
        self._paced = paced
        self._all = Pace(30 if paced else 0, 30)
        self._known: set[int] = set()

    def put(self, messages: tuple[Outgoing, ...] | list[Outgoing]) -> None:
        """Queue messages; those queued already are passed over."""
        for message in messages:
            if message.id in self._known:
                continue
            self._known.add(message.id)
            queue = self._queues.setdefault(message.chat, deque())
            queue.append(message)
            if len(queue) == 1:
                task = asyncio.create_task(self._drain(message.chat, queue))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    @property
    def idle(self) -> bool:
        return not self._tasks and not self._sent

    async def _drain(self, chat: str, queue: deque[Outgoing]) -> None:
        pace = self._chats.setdefault(chat, Pace(1 if self._paced else 0, 5))
        while queue:
            try:
                await self._deliver(queue[0], pace)
            except Exception as error:  # the message stays in the outbox and goes out at the next start
                self._report("发送", error)
            self._known.discard(queue.popleft().id)
        self._queues.pop(chat, None)
        if len(self._chats) > 10_000:
            self._chats.clear()

    async def _deliver(self, message: Outgoing, pace: Pace) -> None:
        """Until it is sent or given up."""
        if message.not_before:
            await asyncio.sleep(max(0.0, (message.not_before - datetime.now(UTC)).total_seconds()))
        left: list[Call] = list(message.body["calls"])
        for tries in range(message.tries, PATIENCE):
            try:
                while left:
                    await pace.permit()
                    await self._all.permit()
                    await self._call(left[0])
                    left.pop(0)
                await self._marked(message.id)
                return
            except Forbidden:
                await self._give_up(message, "blocked")
                return
            except BadRequest as error:
                self._report("发送被拒绝", error)
                await self._give_up(message, "refused")
                return
            except (NetworkError, RetryAfter) as error:
                await self._wait(message, tries, error)
        await self._give_up(message, "unreachable")

    async def _call(self, call: Call) -> None:
        """One call; what Telegram refuses for its form is sent once more in a simpler one."""
        if "sheet" in call:
            await self._document(call)
            return
        try:
            await self._api.call(call["method"], _arguments(call))
        except BadRequest as error:
            words = error.message.lower()
            if "not modified" in words:
                return
            if call["method"] == "editMessageText" and ("to edit" in words or "be edited" in words):
                again = {name: v for name, v in call.items() if name != "message_id"}
                await self._api.call("sendMessage", _arguments(again))
            elif "can't parse entities" in words:
                await self._api.call(call["method"], _arguments(plain(call)))
            else:
                raise

    async def _document(self, call: Call) -> None:
        """Made here, off the loop; a PDF that cannot be made is left out, its docx has gone before."""
        sheet, kind = unpacked(call["sheet"]), call["kind"]
        content = await asyncio.to_thread(documents.made, sheet, kind)
        if content:
            name = documents.file_name(sheet, kind)
            await self._api.upload(call["method"], {"chat_id": call["chat_id"]}, "document", name, content)

    async def _wait(self, message: Outgoing, tries: int, error: TelegramError) -> None:
        if isinstance(error, RetryAfter):
            seconds = waiting(error)
        else:
            seconds = min(FIRST_WAIT * 2**tries, LONGEST_WAIT) * random.uniform(0.8, 1.2)
        log.warning("message %d waits %.1f s: %s", message.id, seconds, type(error).__name__)
        retry_at = datetime.now(UTC) + timedelta(seconds=seconds)
        await self._database(self._store.failed, message.id, type(error).__name__, retry_at)
        await asyncio.sleep(seconds)

    async def _give_up(self, message: Outgoing, why: str) -> None:
        log.warning("message %d is given up: %s", message.id, why)
        await self._database(self._store.failed, message.id, why, None)

    async def _marked(self, number: int) -> None:
        """Wait until it is written down: a kill can repeat one message of a chat, never more."""
        done = asyncio.get_running_loop().create_future()
        self._sent[number] = done
        self._marking.set()
        await done

    async def mark(self) -> None:
        """Write down what was sent, many at once; runs for ever. Raises what the database raises; call it again."""
        while True:
            await self._marking.wait()
            self._marking.clear()
            await self.flush()

    async def flush(self) -> None:
        """Write down what was sent and is not yet."""
        numbers = list(self._sent)
        if not numbers:
            return
        try:
            await self._database(self._store.sent, numbers)
        except Exception:
            self._marking.set()
            raise
        for number in numbers:
            self._sent.pop(number).set_result(None)


def waiting(error: RetryAfter) -> float:
    """Seconds that Telegram tells us to wait."""
    told = error.retry_after
    return told.total_seconds() if isinstance(told, timedelta) else float(told)


def _arguments(call: Call) -> Call:
    return {name: value for name, value in call.items() if name != "method"}
