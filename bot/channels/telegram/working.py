"""Working updates off: what was kept is read, decided on and answered, many in one commit."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram.error import TelegramError

from bot.app import FALLBACK, App, Job, StoreUnavailable, Worked
from bot.channels.quiet import where
from bot.channels.telegram import render
from bot.channels.telegram.api import Api, compact
from bot.channels.telegram.asides import Asides, Operator
from bot.channels.telegram.inbound import Heard, heard, is_strange
from bot.channels.telegram.intake import DatabaseCall
from bot.channels.telegram.places import SURFACE, Json, Place, chat_of, key_of
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.waits import Waits
from bot.store.mail import Changes, Conflict, Draft, NotStorable, Store
from bot.store.records import Incoming
from bot.store.states import state_of
from dialogs.core import Reply, Talk

log = logging.getLogger("rongcuo.telegram")
WORK = 25
"""Updates worked off in one commit at most: fewer answer sooner, more cost less each."""
SHOWN = 20
"""Chats that are shown “typing …” at once."""
NOT_YOURS = "在群里，按钮只算按的人自己的选择。"
NOBODY = f"{SURFACE}0"
"""Whose conversation an update is that does not tell."""

RawMessage = tuple[Incoming, Json]
ReadMessage = tuple[Incoming, Json, Heard | None]


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is."""

    id: int
    name: str


class Worker:
    """Owns the queue of what was kept and is not answered yet."""

    def __init__(
        self,
        app: App,
        store: Store,
        talk: Talk,
        database: DatabaseCall,
        api: Api,
        asides: Asides,
        operator: Operator,
        waits: Waits,
    ) -> None:
        self._app, self._store, self._talk, self._database, self._api = app, store, talk, database, api
        self._asides, self._operator, self._waits = asides, operator, waits
        self._queue: asyncio.Queue[RawMessage] = asyncio.Queue()
        self._busy = False

    @property
    def idle(self) -> bool:
        return not self._busy and self._queue.empty()

    # ── coming in ────────────────────────────────────────────────────────────────────────────────
    async def receive(self, updates: Sequence[Json]) -> int:
        """Where updates enter, polled or pushed: durable when this returns. How many are new."""
        entries = [(Incoming(str(body["update_id"]), _key(body), compact(body)), body) for body in updates]
        bodies = {update.key: body for update, body in reversed(entries)}
        fresh = await self._kept([update for update, _ in entries])
        news = [(update, bodies[update.key]) for update in fresh]
        for update, body in news:
            self.hear(update, body)
            if query := body.get("callback_query"):
                self._asides.begin(self._answer_press(query))
        return len(news)

    async def _kept(self, coming: list[Incoming]) -> list[Incoming]:
        """What is new. What no database takes is passed over, and costs nothing else."""
        try:
            fresh: list[Incoming] = await self._database(self._store.receive, coming)
            return fresh
        except NotStorable as error:
            if len(coming) > 1:
                return [fresh for one in coming for fresh in await self._kept([one])]
            self._operator.report(f"消息 {coming[0].key} 存不进数据库，已略过", error)
            return []

    async def recover(self) -> None:
        """What an earlier process kept and did not work off."""
        for update in await self._database(self._store.waiting_updates):
            if update.chat.startswith(SURFACE):
                self.hear(update, json.loads(update.payload))

    def hear(self, update: Incoming, body: Json) -> None:
        """Something that is durable already."""
        self._queue.put_nowait((update, body))

    # ── working off ──────────────────────────────────────────────────────────────────────────────
    async def run(self, me: Me, sender: Sender) -> None:
        """For ever."""
        wait = self._waits.again
        batch: list[RawMessage] = []
        while True:
            batch = batch or await self._batch()
            try:
                await self._worked(batch, me, sender)
                batch, wait = [], self._waits.again
            except StoreUnavailable as error:
                self._operator.report("数据库", error)
                await asyncio.sleep(wait)  # also while we are stopped
                wait = min(wait * 2, self._waits.longest)
            self._busy = bool(batch)

    async def _batch(self) -> list[RawMessage]:
        batch = [await self._queue.get()]
        self._busy = True
        while len(batch) < WORK and not self._queue.empty():
            batch.append(self._queue.get_nowait())
        return batch

    async def _worked(self, batch: list[RawMessage], me: Me, sender: Sender) -> None:
        read, odd = self._read(batch, me)
        for update in odd:
            await self._put_aside(update, sender)
        typing = self._asides.begin(self._show_typing({one.place for _, _, one in read if one}))
        for _, body, _ in read:
            if query := body.get("inline_query"):
                self._asides.begin(self._answer_inline(query))
        worked: list[Worked] = await self._database(self._app.work, [_job(one, two) for one, _, two in read])
        typing.cancel()
        for one in worked:
            sender.put(one.outgoing)
            if one.outcome == "set_aside":
                self._operator.report(f"消息 {one.update.id} 处理不了，已放在一边", None)

    def _read(self, batch: list[RawMessage], me: Me) -> tuple[list[ReadMessage], list[Incoming]]:
        """What could be read, and what could not: reading that once more would find the same."""
        read, odd = list[ReadMessage](), list[Incoming]()
        for update, body in batch:
            try:
                read.append((update, body, heard(body, me.name, me.id)))
            except Exception as error:
                log.error("update %d cannot be read: %s", update.id, where(error))
                odd.append(update)
        return read, odd

    async def _put_aside(self, update: Incoming, sender: Sender) -> None:
        """What is of a shape that nobody knows; whoever wrote it in private is told."""
        self._operator.report(f"消息 {update.id} 看不懂，已放在一边", None)
        with contextlib.suppress(
            Conflict, NotStorable
        ):  # it was set aside before, or nobody can write to its chat
            sender.put(await self._database(self._store.write, _aside(update)))

    # ── beside it ────────────────────────────────────────────────────────────────────────────────
    async def _show_typing(self, places: set[Place]) -> None:
        await asyncio.sleep(self._waits.typing)
        for place in list(places)[:SHOWN]:
            with contextlib.suppress(TelegramError):
                await self._api.call("sendChatAction", {**place.arguments, "action": "typing"})

    async def _answer_press(self, query: Json) -> None:
        words = {"text": NOT_YOURS} if is_strange(query) else {}
        await self._api.call("answerCallbackQuery", {"callback_query_id": query["id"], **words})

    async def _answer_inline(self, query: Json) -> None:
        cards = await self._database(self._cards, f"{SURFACE}{query['from']['id']}", query.get("query", ""))
        arguments = {"inline_query_id": query["id"], "results": [render.article(card) for card in cards],
                     "cache_time": 5, "is_personal": True}  # fmt: skip
        await self._api.call("answerInlineQuery", arguments)

    def _cards(self, chat: str, query: str) -> Any:
        stored = self._store.load((), (chat,)).chats.get(chat)
        return self._talk.cards(state_of(chat, stored), query)


def _key(body: Json) -> str:
    try:
        return key_of(body)
    except (AttributeError, TypeError, ValueError):
        return NOBODY


def _aside(update: Incoming) -> Changes:
    """It is set aside, and whoever wrote it in private hears of it."""
    changes = Changes(set_aside=[update.id])
    chat = chat_of(update.chat)
    if chat > 0:
        body = json.dumps({"calls": render.calls(FALLBACK, Place(chat))}, ensure_ascii=False)
        changes.drafts.append(Draft(update.id, 0, update.chat, body))
    return changes


def _job(update: Incoming, one: Heard | None) -> Job:
    if one is None:
        return Job(update, None, lambda _reply: {})

    def wrap(reply: Reply) -> Json:
        return {"calls": render.calls(reply, one.place, one.edits)}

    return Job(update, one.event, wrap, one.private)
