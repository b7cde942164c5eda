"""A bot of its own process for tests that kill it and for benchmarks: `python -m tests.harness.echo_bot ROOT DATABASE`.

It answers every text with its number in the chat, and remembers all texts of the chat in its state.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import date

from bot.app import App
from bot.channels.telegram.service import Service
from bot.store.mail import Store
from dialogs.core import Card, Event, Said, State, Turn, say
from tests.harness.bot_api import TOKEN


class Counting:
    """The number of the text in its chat, and the text."""

    def step(self, state: State, event: Event, *, private: bool = True, today: date | None = None) -> Turn:
        text = event.text if isinstance(event, Said) else type(event).__name__
        number = int(str(state.of("echo").get("n", 0))) + 1
        return Turn(state.put("echo", {"n": number}), (say(f"{number}:{text}"),))

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        return ()


async def serve(root: str, database: str) -> None:
    store = Store(database)
    talk = Counting()
    bot = Service(TOKEN, root, App(store, talk), store, talk, paced=False)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, bot.stop)
    await bot.run()
    store.close()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2]))
