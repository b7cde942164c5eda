"""One message of the outbox until it is sent: it waits, is tried again, follows its group, or is given up in the end.

Nothing that a network does costs a message: it is tried for a day and more. What Telegram refuses for good costs nothing
else of a reply, and is told.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.channels.mail import DatabaseCall, Report
from bot.channels.telegram.books import Books
from bot.channels.telegram.calling import SLOW, Caller
from bot.channels.telegram.intake import Intake, not_kept
from bot.channels.telegram.pace import Paces
from bot.channels.telegram.places import Place, chat_of, moved
from bot.channels.telegram.render import Call, calls
from bot.channels.telegram.waits import LONGEST_REST, Waits, told
from bot.store.applications import writing
from bot.store.database import StoreUnavailable
from bot.store.records import BLOCKED, UNREACHABLE, Outgoing, Write
from dialogs.core import Reply

log = logging.getLogger("rongcuo.telegram")
BROKEN = 3
"""Tries of a message at which our own code fails."""
FILES, PRINTS = " files", " prints"
"""Added to a conversation's key: the lines of what it has brought in and of what takes long to print, so that its words
need not wait for either."""
PAPER_REFUSED = "有一份没能发出去，请用 rongcuo applications show 导出，或者再试一次。"
REFUSED = "刚才的回复有一部分没能发出去，请再试一次。"
NOT_YET = "{name}一时还取不下来，我会接着试，收到了马上告诉您，不用重发。"
GIVEN_UP = "一条要发的消息送不到，已经放弃（{why}）"


@dataclass(slots=True)
class Letter:
    """A message on its way: what is left of it, once it was read; what Telegram refused, how often it was tried, and
    whether it was told that a file has yet to come."""

    message: Outgoing
    left: list[Call] = field(default_factory=list)
    read: bool = False
    tries: int = 0
    refused: list[Call] = field(default_factory=list)
    told: bool = False
    broken: int = 0

    def open(self) -> None:
        """Read what it says. Raises what it raises where that is of no shape that we know."""
        body = self.message.body
        self.left = calls(Reply.from_json(body["reply"]), Place.read(self.message.chat, body.get("to", {})))
        self.tries, self.read = self.message.tries, True

    @property
    def line(self) -> str:
        """In which line of its conversation it stands."""
        fetched = self.left[:1] == [] and not self.read and _only_fetches(self.message.body)
        return FILES if fetched else line_of(self.left)


class Delivery:
    """Delivers one message after the other, for whoever keeps their order."""

    def __init__(
        self,
        caller: Caller,
        intake: Intake,
        books: Books,
        database: DatabaseCall,
        store: Any,
        report: Report,
        paces: Paces,
        waits: Waits,
    ) -> None:
        self._caller, self._intake, self._books, self._paces = caller, intake, books, paces
        self._database, self._store, self._report, self._waits = database, store, report, waits

    async def deliver(self, letter: Letter) -> bool:
        """Until it is sent or given up, or what is left of it belongs into another line. Whether it is done with."""
        if not letter.read:
            await self._due(letter.message)
            try:
                letter.open()
            except Exception as error:  # whoever put it into the outbox wrote what nobody can read
                self._report("发送", error)
                await self._give_up(letter, "unreadable")
                return True
        while letter.tries < self._waits.tries and letter.broken < BROKEN:
            try:
                return await self._gone(letter)
            except Forbidden:
                why = BLOCKED
                break
            except BadRequest:
                why = "refused"
                break
            except Exception as error:
                await self._failed(letter, error)
        else:
            why = "broken" if letter.broken else UNREACHABLE
        await self._give_up(letter, why)
        return True

    async def _due(self, message: Outgoing) -> None:
        """A clock that was put back costs an hour, not a year."""
        if message.not_before:
            left = (message.not_before - self._store.given.now()).total_seconds()
            await asyncio.sleep(min(max(0.0, left), LONGEST_REST))

    # ── one message ──────────────────────────────────────────────────────────────────────────────
    async def _gone(self, letter: Letter) -> bool:
        """Everything that is left of it, as far as it belongs into this line. Whether that was all."""
        message, line = letter.message, letter.line
        while letter.left and letter.line == line:
            await self._step(letter, letter.left[0])
            letter.left.pop(0)
        if letter.refused:
            await self._send(message, _regret(letter.refused))
            letter.refused.clear()
        if letter.left:
            return False
        await self._books.marked(message.id)
        return True

    async def _step(self, letter: Letter, call: Call) -> None:
        """What Telegram refuses costs nothing else of a reply; of a notice it is an error."""
        try:
            await self._send(letter.message, call)
        except BadRequest as error:
            self._report("发送被拒绝", error)
            if letter.message.answers is None:
                raise
            letter.refused.append(call)

    async def _send(self, message: Outgoing, call: Call) -> None:
        if "fetch" in call:
            await self._intake.bring(message, call["fetch"])
            return
        await self._paces.permit(chat_of(message.chat))
        await self._caller.call(call)

    # ── what goes wrong ──────────────────────────────────────────────────────────────────────────
    async def _failed(self, letter: Letter, error: Exception) -> None:
        """It waits, and is tried again."""
        match error:
            case RetryAfter():
                await self._rest(letter, told(error), error)
            case ChatMigrated():
                letter.tries += 1
                await self._follow(letter, error.new_chat_id)
            case TelegramError() | StoreUnavailable():
                await self._tell_of_file(letter)
                await self._back_off(letter, error)
            case Exception():  # a mistake of ours: it is not tried for a day
                self._report("发送", error)
                letter.broken += 1
                await self._back_off(letter, error)

    async def _back_off(self, letter: Letter, error: Exception) -> None:
        seconds = min(self._waits.first * 2 ** min(letter.tries, 20), self._waits.longest)
        letter.tries += 1
        retry_at = self._store.given.now() + timedelta(seconds=seconds)
        with contextlib.suppress(StoreUnavailable):  # tries are counted for a later process alone
            await self._database(self._store.failed, letter.message.id, type(error).__name__, retry_at)
        await self._rest(letter, seconds * self._store.given.dice.uniform(0.8, 1.2), error)

    async def _rest(self, letter: Letter, seconds: float, error: Exception) -> None:
        log.warning("message %d waits %.1f s: %s", letter.message.id, seconds, type(error).__name__)
        await asyncio.sleep(seconds)

    async def _follow(self, letter: Letter, chat: int) -> None:
        """The group has become a supergroup, with another number; what was remembered goes along."""
        log.warning("message %d follows its group", letter.message.id)
        letter.left = [{**call, "chat_id": chat} if "chat_id" in call else call for call in letter.left]
        letter.refused = [{**call, "chat_id": chat} for call in letter.refused]
        key = letter.message.chat
        await self._intake.surely(self._store.rename, key, moved(key, chat))

    async def _tell_of_file(self, letter: Letter) -> None:
        """Whoever sent a file hears at the first failure that it has yet to come; once in the life of a process."""
        call = letter.left[0] if letter.left else {}
        if letter.told or "fetch" not in call:
            return
        name = f"“{call['fetch']['name']}”" if call["fetch"]["name"] else "刚才那份材料"
        words = {"method": "sendMessage", "chat_id": call["chat_id"], "text": NOT_YET.format(name=name)}
        with contextlib.suppress(TelegramError):
            await self._send(letter.message, words)
            letter.told = True

    async def _give_up(self, letter: Letter, why: str) -> None:
        """A file that was asked for is not left unanswered. Staff hear of all but those who went themselves."""
        message = letter.message
        log.warning("message %d is given up: %s", message.id, why)
        if why != BLOCKED:
            self._report(GIVEN_UP.format(why=why), None)
        for call in letter.left:
            if "fetch" in call:
                await self._intake.tell(message, not_kept(call["fetch"], "gone"))
        await self._intake.surely(self._store.failed, message.id, why, None, _instead(message))


def _only_fetches(body: Any) -> bool:
    """Whether all that a message wants is a file."""
    reply = body.get("reply", {}) if isinstance(body, dict) else {}
    return "fetch" in reply and not reply.get("parts")


def line_of(left: list[Call]) -> str:
    """What the first of these calls is added to a conversation's key for."""
    first = left[0] if left else {}
    if "fetch" in first:
        return FILES
    return PRINTS if first.get("kind") in SLOW else ""


def _regret(refused: list[Call]) -> Call:
    """A word to the reader that something did not come."""
    words = PAPER_REFUSED if any("paper" in call for call in refused) else REFUSED
    place = {name: value for name, value in refused[0].items() if name in ("chat_id", "message_thread_id")}
    return {"method": "sendMessage", **place, "text": words}


def _instead(message: Outgoing) -> list[Write]:
    """What is put into the outbox where a notice cannot be delivered: a word to whoever counts on it."""
    unless = message.body.get("unless") if isinstance(message.body, dict) else None
    return [writing.told(unless["chat"], unless["text"])] if unless else []
