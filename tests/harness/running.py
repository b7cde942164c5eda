"""Bots for tests: on one store, started, stopped and started again, with less patience than in earnest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.app import App
from bot.channels.telegram.service import Service
from bot.channels.telegram.waits import Waits
from bot.channels.telegram.webhook import Hook
from bot.files import Keep
from bot.given import REAL, Given
from bot.store.mail import Store
from dialogs.core import Button, Card, Event, Pressed, Reply, Said, Say, Sent, State, Talk, Turn, say
from tests.harness.bot_api import TOKEN

QUICK = Waits(again=0.02, first=0.02, longest=0.1, tries=1_000, look=0.05, last=2.0, floor=0.02)


class Repeating:
    """Says what is said, with a number that counts the conversation's texts; under it a button that edits."""

    def step(self, state: State, event: Event, *, private: bool = True, today: date | None = None) -> Turn:
        match event:
            case Said("错"):
                raise ValueError("错在这一句")
            case Said(text):
                number = int(str(state.of("n").get("n", 0))) + 1
                button = Button("按", f"a/b={number}")
                return Turn(state.put("n", {"n": number}), (say(f"{number}:{text}", buttons=((button,),)),))
            case Pressed(data):
                seen = str(state.of("n").get("pressed", ""))
                return Turn(
                    state.put("n", {**state.of("n"), "pressed": seen + data[-1]}),
                    (say(f"按了{seen}{data[-1]}", edit=True),),
                )
            case Sent(kind):
                return Turn(state, (say(kind),))
            case other:
                return Turn(state, (say(type(other).__name__),))

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        return (Card("a.1", "标题", "说明", Reply((Say(query or "原文"),))),)


class Fragile(Store):
    """A store whose calls may be made to fail: `fails(call, given)` raises."""

    fails: Callable[[str, Any], None] = staticmethod(lambda _call, _given: None)

    def receive(self, updates: Any) -> Any:
        self.fails("receive", updates)
        return super().receive(updates)

    def sent(self, ids: Any) -> None:
        self.fails("sent", ids)
        super().sent(ids)

    def claim(self, *given: Any) -> Any:
        self.fails("claim", given)
        return super().claim(*given)

    def free(self) -> None:
        self.fails("free", None)
        super().free()

    def news(self, *given: Any) -> Any:
        self.fails("look", None)
        return super().news(*given)


class Bots:
    """Those of one test."""

    def __init__(self, root: str, url: str, keep: Keep) -> None:
        self.root, self.url, self.keep = root, url, keep
        self._running: list[tuple[Service, asyncio.Task[None], Fragile]] = []

    async def start(
        self,
        talk: Talk | None = None,
        admin: int | None = None,
        paced: bool = False,
        fails: Callable[[str, Any], None] | None = None,
        given: Given = REAL,
        hook: Hook | None = None,
        **waits: Any,
    ) -> Fragile:
        """Returns its store. `waits`: in which ways it is as patient as that; `fails`: of the store; `hook`: where it is
        pushed to."""
        store, talk = Fragile(self.url, given=given), talk or Repeating()
        store.fails = fails or store.fails
        app = App(store, talk, self.keep)
        bot = Service(
            TOKEN,
            self.root,
            app,
            store,
            talk,
            admin,
            paced,
            keep=self.keep,
            waits=replace(QUICK, **waits),
            hook=hook,
        )
        self._running.append((bot, asyncio.create_task(bot.run()), store))
        return store

    @property
    def bot(self) -> Service:
        return self._running[-1][0]

    @property
    def task(self) -> asyncio.Task[None]:
        return self._running[-1][1]

    async def end(self) -> None:
        """All of them, in peace."""
        while self._running:
            bot, task, store = self._running.pop()
            bot.stop()
            try:
                await asyncio.wait_for(task, 15)
            finally:
                store.close()


async def eventually(true: Callable[[], bool], seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


def instead(method: str, answer: Any, count: int) -> Any:
    """What comes in place of the first answers to a method, for `BotApi.strange`."""
    left = [answer] * count
    return lambda called, _arguments: left.pop()() if called == method and left else None
