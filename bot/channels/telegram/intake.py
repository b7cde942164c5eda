"""Bringing files in: from Telegram into the keep, and the word of it into the inbox, from where it is heard."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from math import ceil
from typing import Any

from telegram.error import BadRequest, NetworkError, TelegramError

from bot.app.decision import DEATHS
from bot.channels.mail import DatabaseCall
from bot.channels.telegram.api import Api, compact
from bot.channels.telegram.inbound import brought
from bot.channels.telegram.render import Call
from bot.channels.telegram.request import TooBig
from bot.channels.telegram.waits import Waits
from bot.clean import clean
from bot.files import MOST, Keep, NotTaken
from bot.store.database import StoreUnavailable
from bot.store.records import Incoming, Outgoing
from dialogs.acts import Kept, NotKept, Piece, Why

log = logging.getLogger("rongcuo.telegram")
AT_ONCE = 4
"""Files that are brought in at once; each is in memory meanwhile."""

Ring = Callable[[], None]


class Intake:
    """Each file is brought in once and whole, however often it is broken off."""

    def __init__(
        self, api: Api, database: DatabaseCall, store: Any, ring: Ring, keep: Keep | None, waits: Waits
    ) -> None:
        self._api, self._database, self._store, self._ring, self._keep = api, database, store, ring, keep
        self._waits = waits
        self._death = ceil(waits.tries / DEATHS)
        self._places = asyncio.Semaphore(AT_ONCE)

    async def bring(self, message: Outgoing, fetch: Call) -> None:
        """Raises TelegramError where it may yet succeed; then nothing has happened."""
        if (
            await self.surely(self._store.answered, message.chat, _key(message)) is None
        ):  # otherwise an earlier process died before it could mark this as done
            await self.tell(message, await self._outcome(message.id, fetch))

    async def tell(self, message: Outgoing, outcome: Kept | NotKept) -> None:
        """Into the inbox, once for a message; a file that came a second time is deleted again."""
        update = Incoming(_key(message), message.chat, compact(brought(outcome, message.chat)))
        troubles: list[StoreUnavailable] = []
        new = await self.surely(self._store.receive, [update], troubles=troubles)
        if new or (troubles and await self._is_ours(update)):
            self._ring()
        elif isinstance(outcome, Kept) and self._keep:
            await asyncio.to_thread(self._keep.delete, [outcome.piece.place])

    async def _is_ours(self, update: Incoming) -> bool:
        """Whether it was written, and only the word of that was lost; where it is done with already nobody can tell, and the
        file is swept if it is nobody's."""
        there: str | None = await self.surely(self._store.answered, update.chat, update.key)
        return there in ("", clean(update.payload))

    async def _outcome(self, number: int, fetch: Call) -> Kept | NotKept:
        if (fetch["size"] or 0) > MOST:
            return not_kept(fetch, "size")
        try:
            async with self._places:
                piece = await self._kept(number, fetch)
        except NotTaken as error:
            return not_kept(fetch, error.why)
        except TooBig:
            return not_kept(fetch, "size")
        except BadRequest as error:
            return not_kept(fetch, "size" if "too big" in error.message.lower() else "gone")
        return Kept(fetch["draft"], fetch["ref"], piece) if piece else not_kept(fetch, "gone")

    async def _kept(self, number: int, fetch: Call) -> Piece | None:
        """None where there is nothing to be had, or nowhere to put it. The try is counted before it begins: a file that
        kills the process is not fetched for ever, and one during which it dies counts for many that only fail."""
        if self._keep is None:
            return None
        await self.surely(self._store.count_tries, number, self._death)
        try:
            content = await self._content(fetch)
        except (TelegramError, TooBig, asyncio.CancelledError):  # nobody died of it
            with contextlib.suppress(StoreUnavailable):
                await self._database(self._store.count_tries, number, -self._death)
            raise
        return None if content is None else await asyncio.to_thread(self._keep.keep, content, fetch["name"])

    async def _content(self, fetch: Call) -> list[bytes] | None:
        """The whole file in pieces; None where Telegram has it no more."""
        found = await self._api.call("getFile", {"file_id": fetch["ref"]})
        size = _told(found.get("file_size"))
        if size > MOST:
            raise TooBig
        if not isinstance(found.get("file_path"), str):
            return None
        content = await self._api.file(found["file_path"], MOST)
        if sum(map(len, content)) < max(size, fetch["size"] or 0):
            raise NetworkError("cut short")
        return content

    async def surely(
        self, call: Callable[..., Any], *arguments: Any, troubles: list[StoreUnavailable] | None = None
    ) -> Any:
        """What the database answers, however long that takes: a file is not fetched twice for its sake. `troubles`: is
        given what came in between."""
        wait = self._waits.first
        while True:
            try:
                return await self._database(call, *arguments)
            except StoreUnavailable as error:
                if troubles is not None:
                    troubles.append(error)
                log.warning("the outbox waits %.1f s: %s", wait, type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, self._waits.longest)


def _key(message: Outgoing) -> str:
    """What becomes of a file that a message asks for comes in under a name of its own, once."""
    return f"fetched:{message.id}"


def _told(size: Any) -> int:
    return size if isinstance(size, int) else 0


def not_kept(fetch: Call, why: Why) -> NotKept:
    return NotKept(fetch["draft"], fetch["ref"], fetch["name"], why)
