"""Updates from Telegram as the post wants them: how they are kept, and how what was kept is read; and what is answered at
once, as it is worth nothing later."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from telegram.error import TelegramError

from bot.app import Job
from bot.channels.mail import DatabaseCall
from bot.channels.telegram import render
from bot.channels.telegram.api import Api, compact
from bot.channels.telegram.asides import Asides
from bot.channels.telegram.inbound import heard, is_strange
from bot.channels.telegram.places import SURFACE, Json, Place, chat_of, key_of
from bot.store.mail import Store
from bot.store.records import Incoming
from bot.store.states import state_of
from dialogs.core import Talk

SHOWN = 20
"""Chats that are shown “typing …” at once."""
NOT_YOURS = "在群里，按钮只算按的人自己的选择。"
NOBODY = f"{SURFACE}0"
"""Whose conversation an update is that does not tell."""
Keep = Callable[[Sequence[Incoming]], Awaitable[list[Incoming]]]


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is."""

    id: int
    name: str


class Reception:
    """`typing`: seconds until “typing …” is shown."""

    def __init__(
        self, store: Store, talk: Talk, database: DatabaseCall, api: Api, asides: Asides, typing: float
    ) -> None:
        self._store, self._talk, self._database, self._api = store, talk, database, api
        self._asides, self._typing = asides, typing

    async def take(self, updates: Sequence[Json], keep: Keep) -> int:
        """Where updates enter, polled or pushed: durable when this returns. How many are new."""
        bodies = {str(body["update_id"]): body for body in reversed(updates)}
        fresh = await keep([Incoming(str(one["update_id"]), _key(one), compact(one)) for one in updates])
        for body in (bodies[one.key] for one in fresh):
            if query := body.get("callback_query"):
                self._asides.begin(self._answer_press(query))
            if query := body.get("inline_query"):
                self._asides.begin(self._answer_inline(query))
        return len(fresh)

    def read(self, update: Incoming, me: Me) -> Job:
        """Raises what it raises where the shape is none that we know."""
        one = heard(json.loads(update.payload), me.name, me.id)
        return Job(update, one.event, one.private, one.place.kept) if one else Job(update, None)

    def odd(self, update: Incoming) -> Job:
        """Whoever wrote it in private is told."""
        return Job(update, None, chat_of(update.chat) > 0, odd=True)

    async def show_typing(self, jobs: Sequence[Job]) -> None:
        await asyncio.sleep(self._typing)
        for job in [one for one in jobs if one.event is not None][:SHOWN]:
            place = Place.read(job.update.chat, dict(job.to))
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
