"""Work that nobody waits for, and whoever is told when something goes wrong."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Coroutine
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.quiet import where
from bot.channels.telegram.api import Api
from bot.store.errors import StoreUnavailable

log = logging.getLogger("rongcuo.telegram")
QUIET = 60.0
"""Seconds between two reports to the admin chat."""


class Asides:
    """Tasks beside the work: what fails of them is logged by its kind and place, never by its words."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def begin(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, TelegramError):
            log.error("beside the work: %s", where(error))

    async def close(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def why(error: BaseException) -> str:
    """What is wrong, for whoever keeps the bot running; a mistake of the program's is only that."""
    known = (kind for kind in type(error).__mro__ if kind in _WHY)
    return _WHY.get(next(known, Exception), "程序里出了错")


_WHY: dict[type[BaseException], str] = {
    TimedOut: "等不到应答",
    NetworkError: "网络不通，或者回答不是 Telegram 的",
    BadRequest: "Telegram 不接受",
    Forbidden: "对方不让发",
    InvalidToken: "Telegram 不认这个令牌",
    Conflict: "另一个程序在用同一个令牌",
    RetryAfter: "发得太快，Telegram 要等一等",
    TelegramError: "Telegram 没有办成",
    StoreUnavailable: "数据库暂时用不了",
    OSError: "磁盘或网络出错",
}
"""By the nearest kind."""


class Operator:
    """Told of faults in the log and, at most once a minute, in the chat that is set for it; never a user's words."""

    def __init__(self, api: Api, asides: Asides, chat: int | None) -> None:
        self._api, self._asides, self._chat = api, asides, chat
        self._at: float | None = None

    def report(self, place: str, error: BaseException | None) -> None:
        kind = f"（{why(error)}）" if error else ""
        log.error("%s%s%s", place, kind, f" {type(error).__name__}" if error else "")
        now = time.monotonic()
        if self._at is None or now - self._at >= QUIET:
            self._at = now
            self.tell(f"容错助手出了故障：{place}{kind}。详情见日志。")

    def tell(self, words: str) -> None:
        """In the chat, whatever was told just before."""
        if self._chat is not None:
            self._asides.begin(self._told(self._chat, words))

    async def _told(self, chat: int, words: str) -> None:
        try:
            await self._api.call("sendMessage", {"chat_id": chat, "text": words})
        except ChatMigrated as error:
            log.error("RONGCUO_ADMIN_CHAT 的群升级了，请改成 %s。", error.new_chat_id)
            self._chat = error.new_chat_id
            with contextlib.suppress(TelegramError):
                await self._api.call("sendMessage", {"chat_id": self._chat, "text": words})
