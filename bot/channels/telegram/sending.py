"""Sending the outbox: in order within a conversation, side by side over all; what is sent is marked.

The outbox also says what is to be brought in from Telegram; what becomes of that goes into the inbox.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

from bot.casework.printing import Printer
from bot.channels.mail import DatabaseCall, Report
from bot.channels.telegram.api import Api
from bot.channels.telegram.books import Books
from bot.channels.telegram.calling import Caller
from bot.channels.telegram.delivery import Delivery, Letter
from bot.channels.telegram.intake import Intake, Ring
from bot.channels.telegram.pace import Paces
from bot.channels.telegram.places import CHANNEL
from bot.channels.telegram.waits import Waits
from bot.files import Keep
from bot.store.records import Outgoing


class Sender:
    """Owns a queue for every conversation that has something to be sent, and one for what it has to be brought in."""

    def __init__(
        self,
        api: Api,
        database: DatabaseCall,
        store: Any,
        report: Report,
        ring: Ring,
        keep: Keep | None,
        paced: bool,
        waits: Waits,
        printer: Printer | None = None,
    ) -> None:
        self._database, self._store, self._report = database, store, report
        self._caller = Caller(api, keep, printer)
        self.books = Books(lambda numbers: database(store.sent, numbers))
        intake = Intake(api, database, store, ring, keep, waits)
        self._delivery = Delivery(
            self._caller, intake, self.books, database, store, report, Paces(paced), waits
        )
        self._queues: dict[str, deque[Letter]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._known: set[int] = set()
        self._settled: set[int] = set()

    def put(self, messages: Sequence[Outgoing]) -> None:
        """Queue messages; those queued already are passed over."""
        for message in messages:
            if message.id not in self._known:
                self._known.add(message.id)
                self._line_up(Letter(message))

    async def look(self) -> None:
        """Queue what is in the outbox, whoever put it there. What is settled meanwhile is known until it is over, as it may
        have been read before that."""
        self.put(await self._database(self._store.news, CHANNEL, frozenset(self._known)))
        self._known -= self._settled
        self._settled.clear()

    @property
    def idle(self) -> bool:
        return not self._tasks and not self.books

    async def close(self) -> None:
        """What is not sent yet goes out at the next start."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._caller.close()

    # ── lines ────────────────────────────────────────────────────────────────────────────────────
    def _line_up(self, letter: Letter) -> None:
        line = letter.message.chat + letter.line
        queue = self._queues.setdefault(line, deque())
        queue.append(letter)
        if len(queue) == 1:
            task = asyncio.create_task(self._drain(line, queue))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _drain(self, line: str, queue: deque[Letter]) -> None:
        while queue:
            await self._deliver(queue[0])
            queue.popleft()
        self._queues.pop(line, None)

    async def _deliver(self, letter: Letter) -> None:
        try:
            done = await self._delivery.deliver(letter)
        except Exception as error:  # the message stays in the outbox and goes out at the next start
            self._report("发送", error)
            return
        if done:
            self._settled.add(letter.message.id)
        else:
            self._line_up(letter)
