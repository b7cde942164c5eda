"""Sending the outbox: in order within a chat, side by side over chats, with back-off; what is sent is marked.

The outbox also says what is to be brought in from Telegram; what becomes of that goes into the inbox.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot import documents
from bot.app.decision import DEATHS
from bot.channels.telegram.inbound import SURFACE, Json, brought, number_of
from bot.channels.telegram.render import Call, noticed, plain, unpacked
from bot.channels.telegram.request import Api, TooBig, compact
from bot.clean import clean
from bot.files import MOST, Gone, Keep, NotTaken
from bot.store.applications import writing
from bot.store.database import StoreUnavailable
from bot.store.records import Incoming, Outgoing, Write
from dialogs.acts import Kept, NotKept, Piece, Why

log = logging.getLogger("rongcuo.telegram")
FIRST_WAIT = 0.5
LONGEST_WAIT = 60.0
PATIENCE = 12
"""Tries of one message before it is given up."""
DEATH = PATIENCE // DEATHS
"""Tries that one counts for during which the process died: such a message must not be tried as often as others."""
AT_ONCE = 4
"""Files that are brought in at once, and that are handed out at once; each is in memory meanwhile."""
FILES, PRINTS = " files", " prints"
"""Added to a chat's key: the lines of what it has brought in and of what takes long to print, so that its words need not
wait for either."""
SLOW = ("pdf", "png")
"""What LibreOffice makes, one after the other for everybody; in a thread of its own, so that no file waits for it."""
LOST = "材料“{name}”已经不在了。"
PAPER_REFUSED = "有一份没能发出去，请用 rongcuo applications show 导出，或者再试一次。"
REFUSED = "刚才的回复有一部分没能发出去，请再试一次。"

Database = Callable[..., Awaitable[Any]]
Report = Callable[[str, BaseException], None]
Hear = Callable[[Incoming, Json], None]


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


class Intake:
    """Brings files in: from Telegram into the keep, and the word of it into the inbox, from where it is heard."""

    def __init__(self, api: Api, database: Database, store: Any, hear: Hear, keep: Keep | None) -> None:
        self._api, self._database, self._store, self._hear, self._keep = api, database, store, hear, keep
        self._places = asyncio.Semaphore(AT_ONCE)

    async def bring(self, message: Outgoing, fetch: Call) -> None:
        """Raises NetworkError or RetryAfter where it may yet succeed; then nothing has happened."""
        known = await self._surely(self._store.load, (-message.id,), ())
        if not known.updates:  # otherwise an earlier process died before it could mark this as done
            await self.tell(message, await self._outcome(message.id, fetch))

    async def tell(self, message: Outgoing, outcome: Kept | NotKept) -> None:
        """Into the inbox, once for a message; a file that came a second time is deleted again."""
        body = brought(outcome, message.chat)
        update = Incoming(-message.id, message.chat, compact(body))
        if await self._surely(self._store.receive, [update]) or await self._is_ours(update):
            self._hear(update, body)
        elif isinstance(outcome, Kept) and self._keep:
            await asyncio.to_thread(self._keep.delete, [outcome.piece.place])

    async def _is_ours(self, update: Incoming) -> bool:
        """Whether it was written, and only the word of that was lost."""
        waiting: list[Incoming] = await self._surely(self._store.waiting_updates)
        return (update.update_id, clean(update.payload)) in [(one.update_id, one.payload) for one in waiting]

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
        kills the process is not fetched for ever."""
        if self._keep is None:
            return None
        await self._surely(self._store.count_tries, number, DEATH)
        try:
            content = await self._content(fetch)
        except (TelegramError, asyncio.CancelledError):  # nobody died of it
            with contextlib.suppress(StoreUnavailable):
                await self._database(self._store.count_tries, number, -DEATH)
            raise
        return None if content is None else await asyncio.to_thread(self._keep.keep, content, fetch["name"])

    async def _content(self, fetch: Call) -> list[bytes] | None:
        """The whole file in pieces; None where Telegram has it no more."""
        found = await self._api.call("getFile", {"file_id": fetch["ref"]})
        if found.get("file_size", 0) > MOST:
            raise TooBig
        if "file_path" not in found:
            return None
        content = await self._api.file(found["file_path"], MOST)
        if sum(len(piece) for piece in content) < found.get("file_size", 0):
            raise NetworkError("cut short")
        return content

    async def _surely(self, call: Callable[..., Any], *arguments: Any) -> Any:
        """What the database answers, however long that takes: a file is not fetched twice for its sake."""
        wait = FIRST_WAIT
        while True:
            try:
                return await self._database(call, *arguments)
            except StoreUnavailable as error:
                log.warning("a file waits %.1f s: %s", wait, type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)


class Sender:
    """Owns a queue for every chat that has something to be sent, and one for what it has to be brought in."""

    def __init__(
        self,
        api: Api,
        database: Database,
        store: Any,
        report: Report,
        hear: Hear,
        keep: Keep | None = None,
        paced: bool = True,
    ) -> None:
        self._api, self._database, self._store, self._report, self._keep = api, database, store, report, keep
        self._intake = Intake(api, database, store, hear, keep)
        self._printing = ThreadPoolExecutor(1, "printing")
        self._queues: dict[str, deque[Outgoing]] = {}
        self._chats: dict[str, Pace] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._sent: dict[int, asyncio.Future[None]] = {}
        self._marking = asyncio.Event()
        self._handing = asyncio.Semaphore(AT_ONCE)
        self._paced = paced
        self._all = Pace(30 if paced else 0, 30)
        self._known: set[int] = set()
        self._settled: set[int] = set()

    def put(self, messages: tuple[Outgoing, ...] | list[Outgoing]) -> None:
        """Queue messages; those queued already are passed over, and those of another surface."""
        for message in messages:
            if message.id not in self._known and message.chat.startswith(SURFACE):
                self._known.add(message.id)
                self._line_up(message)

    async def look(self) -> None:
        """Queue what others put into the outbox: such messages answer no update. What is settled meanwhile is known
        until it is over, as it may have been read before that."""
        self.put(await self._database(self._store.unknown_unsent))
        self._known -= self._settled
        self._settled.clear()

    @property
    def idle(self) -> bool:
        return not self._tasks and not self._sent

    async def close(self) -> None:
        """What is not sent yet goes out at the next start."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._printing.shutdown(wait=False, cancel_futures=True)

    def _line_up(self, message: Outgoing) -> None:
        line = message.chat + _line_of(message.body.get("calls"))
        queue = self._queues.setdefault(line, deque())
        queue.append(message)
        if len(queue) == 1:
            task = asyncio.create_task(self._drain(line, queue))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _drain(self, line: str, queue: deque[Outgoing]) -> None:
        pace = self._chats.setdefault(queue[0].chat, Pace(1 if self._paced else 0, 5))
        while queue:
            try:
                if await self._deliver(queue[0], pace):
                    self._settled.add(queue[0].id)
            except Exception as error:  # the message stays in the outbox and goes out at the next start
                self._report("发送", error)
            queue.popleft()
        self._queues.pop(line, None)
        if len(self._chats) > 10_000:
            self._chats.clear()

    async def _deliver(self, message: Outgoing, pace: Pace) -> bool:
        """Until it is sent or given up. False: what is left of it waits in another line."""
        if message.not_before:
            await asyncio.sleep(max(0.0, (message.not_before - datetime.now(UTC)).total_seconds()))
        left = _calls(message)
        line = _line_of(left)
        refused: list[Call] = []
        for tries in range(message.tries, PATIENCE):
            try:
                while left and _line_of(left) == line:
                    refused += await self._refused(message, left[0], pace)
                    left.pop(0)
                if refused:
                    await self._step(message, _regret(refused), pace)
                    refused.clear()
                if left:
                    self._line_up(replace(message, body={"calls": left}, not_before=None))
                    return False
                await self._marked(message.id)
                return True
            except Forbidden:
                return await self._give_up(message, left, "blocked")
            except BadRequest:
                return await self._give_up(message, left, "refused")
            except (NetworkError, RetryAfter) as error:
                await self._wait(message, tries, error)
        return await self._give_up(message, left, "unreachable")

    async def _refused(self, message: Outgoing, call: Call, pace: Pace) -> list[Call]:
        """The call if Telegram refuses it, which costs nothing else of a reply; of a notice it is an error."""
        try:
            await self._step(message, call, pace)
        except BadRequest as error:
            self._report("发送被拒绝", error)
            if "notice" in message.body:
                raise
            return [call]
        return []

    async def _step(self, message: Outgoing, call: Call, pace: Pace) -> None:
        if "fetch" in call:
            await self._intake.bring(message, call["fetch"])
            return
        await pace.permit()
        await self._all.permit()
        await self._call(call)

    async def _call(self, call: Call) -> None:
        """One call; what Telegram refuses for its form is sent once more in a simpler one."""
        if "sheet" in call:
            await self._document(call)
            return
        if "paper" in call:
            await self._paper(call)
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
        threads = self._printing if kind in SLOW else None
        content = await asyncio.get_running_loop().run_in_executor(threads, documents.made, sheet, kind)
        if content:
            name = documents.file_name(sheet, kind)
            await self._api.upload(call["method"], {"chat_id": call["chat_id"]}, "document", name, content)

    async def _paper(self, call: Call) -> None:
        """A kept file as it came; where it is gone, a word of that."""
        chat, name = {"chat_id": call["chat_id"]}, call["paper"]["name"]
        async with self._handing:
            content = await asyncio.to_thread(self._read, call["paper"]["place"])
            if content is not None:
                await self._api.upload(call["method"], chat, "document", name, content)
                return
        await self._api.call("sendMessage", {**chat, "text": LOST.format(name=name)})

    def _read(self, place: str) -> bytes | None:
        try:
            return self._keep.read(place) if self._keep else None
        except Gone:
            return None

    async def _wait(self, message: Outgoing, tries: int, error: TelegramError) -> None:
        if isinstance(error, RetryAfter):
            seconds = waiting(error)
        else:
            seconds = min(FIRST_WAIT * 2**tries, LONGEST_WAIT) * random.uniform(0.8, 1.2)
        log.warning("message %d waits %.1f s: %s", message.id, seconds, type(error).__name__)
        retry_at = datetime.now(UTC) + timedelta(seconds=seconds)
        with contextlib.suppress(StoreUnavailable):  # tries are counted for a later process alone
            await self._database(self._store.failed, message.id, type(error).__name__, retry_at)
        await asyncio.sleep(seconds)

    async def _give_up(self, message: Outgoing, left: list[Call], why: str) -> bool:
        """A file that was asked for is not left unanswered."""
        log.warning("message %d is given up: %s", message.id, why)
        for call in left:
            if "fetch" in call:
                await self._intake.tell(message, not_kept(call["fetch"], "gone"))
        await self._database(self._store.failed, message.id, why, None, _instead(message))
        return True

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
            if not (done := self._sent.pop(number)).done():
                done.set_result(None)


def not_kept(fetch: Call, why: Why) -> NotKept:
    return NotKept(fetch["draft"], fetch["ref"], fetch["name"], why)


def waiting(error: RetryAfter) -> float:
    """Seconds that Telegram tells us to wait."""
    told = error.retry_after
    return told.total_seconds() if isinstance(told, timedelta) else float(told)


def _arguments(call: Call) -> Call:
    return {name: value for name, value in call.items() if name != "method"}


def _calls(message: Outgoing) -> list[Call]:
    """What is to be done, in order; a notice becomes messages here."""
    if "notice" in message.body:
        return noticed(message.body["notice"], number_of(message.chat))
    return list(message.body["calls"])


def _regret(refused: list[Call]) -> Call:
    """A word to the reader that something did not come."""
    words = PAPER_REFUSED if any("paper" in call for call in refused) else REFUSED
    return {"method": "sendMessage", "chat_id": refused[0]["chat_id"], "text": words}


def _instead(message: Outgoing) -> list[Write]:
    """What is put into the outbox where a notice cannot be delivered: a word to whoever counts on it."""
    unless = message.body.get("notice", {}).get("unless")
    return [writing.told(unless["chat"], unless["text"])] if unless else []


def _line_of(calls: Any) -> str:
    """What the first of these calls is added to a chat's key for."""
    first = calls[0] if isinstance(calls, list) and calls and isinstance(calls[0], dict) else {}
    if "fetch" in first:
        return FILES
    return PRINTS if "sheet" in first and first.get("kind") in SLOW else ""
