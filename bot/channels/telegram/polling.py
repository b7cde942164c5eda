"""Fetching updates: they are acknowledged only when they are kept, and nothing that comes instead of them ends it."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.app import StoreUnavailable
from bot.channels.telegram.api import Api
from bot.channels.telegram.asides import why
from bot.channels.telegram.inbound import ALLOWED
from bot.channels.telegram.places import Json, number
from bot.channels.telegram.waits import Stop, Waits, told

log = logging.getLogger("rongcuo.telegram")
BATCH = 100
GREATEST = 2**62
"""Numbers of updates are far below it; what is not is no number of an update."""
OVER = 300.0
"""Seconds without a conflict after which it is over."""
CONTESTED = "另一个程序也在用这个机器人的令牌收消息，已经 {minutes} 分钟了，两边都会漏。请只留一个，或者向 @BotFather 换一个令牌。"

Take = Callable[[list[Json]], Awaitable[int]]


class Contest:
    """Whether another program fetches with the same token, seen by the conflicts: each of the two gets its turns."""

    def __init__(self, long: float) -> None:
        self._long = long
        self._first, self._last = 0.0, -OVER
        self._told = True

    def met(self, now: float) -> bool:
        """Note a conflict. Whether it is time to tell somebody, which is so once in a contest."""
        if now - self._last >= OVER:
            self._first, self._told = now, False
        self._last = now
        due = not self._told and now - self._first >= self._long
        self._told |= due
        return due


class Poller:
    """`take` keeps updates and returns how many of them are new; when it returns they may be acknowledged."""

    def __init__(
        self,
        api: Api,
        take: Take,
        tell: Callable[[str], None],
        stop: Stop,
        waits: Waits,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api, self._take, self._tell, self._stop, self._waits = api, take, tell, stop, waits
        self._clock = clock
        self._contest = Contest(waits.contest)
        self._offset = 0
        self.contested = False
        """Whether the last poll met another program that fetches."""

    async def run(self) -> None:
        """Until stopped."""
        wait = self._waits.again
        while not self._stop:
            try:
                await self._turn()
                wait = self._waits.again
            except RetryAfter as error:
                await self._stop.pause(max(told(error), self._waits.floor))
            except (TelegramError, StoreUnavailable) as error:
                if await self._was_pushed(error):
                    continue
                self._complain(error, wait)
                await self._stop.pause(wait)
                wait = min(wait * 2, self._waits.longest)

    async def _was_pushed(self, error: Exception) -> bool:
        """Whether Telegram was told to push, by an earlier setting, and is told now not to."""
        if not (isinstance(error, Conflict) and "webhook" in error.message.lower()):
            return False
        with contextlib.suppress(TelegramError):
            return bool(await self._api.call("deleteWebhook", {}))
        return False

    async def _turn(self) -> None:
        """One poll, and a pause where it brought nothing new and yet came at once."""
        began = self._clock()
        if not await self._news():
            await self._stop.pause(max(0.0, began + self._waits.floor - self._clock()))

    async def _news(self) -> int:
        """How much is new."""
        came = await self._stop.unless(self._updates())
        self.contested = False
        updates = numbered(came or [])
        if not updates:
            return 0
        fresh = await self._take(updates)
        self._offset = max(one["update_id"] for one in updates) + 1
        return fresh

    async def _updates(self) -> list[Any]:
        seconds = self._waits.poll
        arguments = {
            "offset": self._offset,
            "timeout": int(seconds),
            "allowed_updates": ALLOWED,
            "limit": BATCH,
        }
        found: list[Any] = await self._api.call("getUpdates", arguments, seconds + 5.0)
        return found

    def _complain(self, error: Exception, wait: float) -> None:
        match error:
            case Conflict():
                self.contested = True
                log.error("另一个程序正在用同一个令牌收消息；请只留一个。%.0f 秒后再试", wait)
                if self._contest.met(self._clock()):
                    self._tell(CONTESTED.format(minutes=max(1, round(self._waits.contest / 60))))
            case InvalidToken():
                log.error("Telegram 不再认这个令牌，请核对 RONGCUO_TELEGRAM_TOKEN。%.0f 秒后再试", wait)
            case Exception():
                log.warning("收消息受阻（%s），%.0f 秒后再试", why(error), wait)


def numbered(came: list[Any]) -> list[Json]:
    """The updates that can be told apart; NetworkError where something came and not one of it can."""
    updates = [update for one in came if (update := _numbered(one)) is not None]
    if len(updates) < len(came):
        log.warning("收到 %d 条没有编号的消息，看不懂，已略过", len(came) - len(updates))
    if came and not updates:
        raise NetworkError("updates without a number")
    return updates


def _numbered(update: Any) -> Json | None:
    try:
        found = number(update["update_id"])
    except (KeyError, TypeError, ValueError):
        return None
    return {**update, "update_id": found} if 0 < found < GREATEST else None
