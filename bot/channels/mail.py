"""The post of every channel: what comes in is kept before it is acknowledged, then claimed, read and worked off, many in one
commit, and what is answered goes to whoever delivers it. Knows no channel.

Several processes may do so on one database: each claims the first of what waits in a conversation for a while, so that
nobody else works on it meanwhile; should it die, others take it over.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.app import App, Job, StoreUnavailable, Worked
from bot.channels.quiet import where
from bot.store.errors import NotStorable
from bot.store.mail import Store
from bot.store.records import Incoming, Outgoing

log = logging.getLogger("rongcuo.mail")
WORK = 25
"""What is worked off in one commit at most: fewer answer sooner, more cost less each."""
LEASE = timedelta(seconds=5)
"""For which something is claimed; claimed anew, three times as often, as long as it is worked on. So long at most waits
what a process that died had claimed."""

DatabaseCall = Callable[..., Awaitable[Any]]
Report = Callable[[str, BaseException | None], None]


@dataclass(frozen=True, slots=True)
class Lane:
    """What a channel gives to the post. `read`: what was kept, as it is to be worked off; raises what it raises where it is of
    no shape that it knows. `odd`: the same for that case. `meanwhile`: what is done beside the work and dropped with it;
    `put`: takes the answers."""

    channel: str
    read: Callable[[Incoming], Job]
    odd: Callable[[Incoming], Job]
    meanwhile: Callable[[Sequence[Job]], Coroutine[Any, Any, None]]
    put: Callable[[Sequence[Outgoing]], None]


class Post:
    """Of one channel in one process. Seconds: `look`, between two looks for what other processes kept; `again`, after the
    database was away, twice as long each time up to `longest`."""

    def __init__(
        self,
        app: App,
        store: Store,
        database: DatabaseCall,
        report: Report,
        lane: Lane,
        look: float = 1.0,
        again: float = 1.0,
        longest: float = 60.0,
        lease: timedelta = LEASE,
    ) -> None:
        self._app, self._store, self._database, self._report = app, store, database, report
        self._lane, self._look, self._again, self._longest = lane, look, again, longest
        self._lease = lease
        self._rung = asyncio.Event()
        self.idle = False
        """Whether nothing waited when it was looked last, and nothing came since."""

    async def receive(self, coming: Sequence[Incoming]) -> list[Incoming]:
        """Durable when this returns; what is new of it. What no database takes is passed over, and costs nothing else."""
        try:
            fresh: list[Incoming] = await self._database(self._store.receive, coming)
        except NotStorable as error:
            if len(coming) > 1:
                return [fresh for one in coming for fresh in await self.receive([one])]
            self._report(f"消息 {coming[0].key} 存不进数据库，已略过", error)
            return []
        if fresh:
            self.ring()
        return fresh

    def ring(self) -> None:
        """There may be something to do."""
        self.idle = False
        self._rung.set()

    async def run(self) -> None:
        """For ever."""
        wait = self._again
        while True:
            try:
                await self._turn()
                wait = self._again
            except StoreUnavailable as error:
                self._report("数据库", error)
                await asyncio.sleep(wait)  # also while we are stopped
                wait = min(wait * 2, self._longest)

    async def _turn(self) -> None:
        self._rung.clear()
        claimed: list[Incoming] = await self._database(
            self._store.claim, self._lane.channel, WORK, self._lease
        )
        if claimed:
            await self._worked([self._read(one) for one in claimed])
            return
        self.idle = not self._rung.is_set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), self._look)

    def _read(self, update: Incoming) -> Job:
        try:
            return self._lane.read(update)
        except Exception as error:  # reading it once more would find the same
            log.error("update %d cannot be read: %s", update.id, where(error))
            self._report(f"消息 {update.id} 看不懂，已放在一边", None)
            return self._lane.odd(update)

    async def _worked(self, jobs: Sequence[Job]) -> None:
        async with self._beside(jobs):
            worked = await self._surely(jobs)
        odd = {one.update.id for one in jobs if one.odd}  # of which was told already
        for one in worked:
            self._lane.put(one.outgoing)
            if one.outcome == "set_aside" and one.update.id not in odd:
                self._report(f"消息 {one.update.id} 处理不了，已放在一边", None)

    async def _surely(self, jobs: Sequence[Job]) -> list[Worked]:
        """However long the database is away."""
        wait = self._again
        while True:
            try:
                done: list[Worked] = await self._database(self._app.work, jobs)
                return done
            except StoreUnavailable as error:
                self._report("数据库", error)
                await asyncio.sleep(wait)
                wait = min(wait * 2, self._longest)

    @contextlib.asynccontextmanager
    async def _beside(self, jobs: Sequence[Job]) -> AsyncIterator[None]:
        tasks = [
            asyncio.create_task(self._lane.meanwhile(jobs)),
            asyncio.create_task(self._keep([one.update.id for one in jobs])),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(self, ids: list[int]) -> None:
        """Claim it anew from time to time."""
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            with contextlib.suppress(StoreUnavailable):
                await self._database(self._store.hold, ids, self._lease)
