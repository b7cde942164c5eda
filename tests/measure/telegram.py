"""A message from Telegram's side to the reply, beside a bare python-telegram-bot echo bot on the same test server.

    .venv/bin/python -m tests.measure.telegram [SECONDS]

Every bot runs in a process of its own; the server (tests/harness/bot_api.py, real HTTP on loopback) and the users in
this one. Ours commits every update durably (SQLite, synchronous=FULL) before it is acknowledged and every reply before
it is sent; the echo bot keeps nothing. `rongcuo, real answers` runs the whole assistant on real questions; `real answers,
two` is two processes of it on one PostgreSQL.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from tests.conftest import a_server
from tests.harness.bot_api import TOKEN, BotApi

USERS, BURST = 50, 3_000
ECHO = f"""
import sys, warnings
from telegram.ext import ApplicationBuilder, MessageHandler, filters
async def echo(update, context): await update.message.reply_text(update.message.text)
app = (ApplicationBuilder().token({TOKEN!r}).base_url(sys.argv[1] + "/bot").concurrent_updates(256).build())
app.add_handler(MessageHandler(filters.TEXT, echo))
app.run_polling()
"""
QUESTIONS = (
    "结论几天告知我",
    "材料没齐我先给办了，后来发现有出入",
    "收了两条烟还能容错吗",
    "评优受不受影响",
    "第七条第六项",
)


class Timed(BotApi):
    """Notes when each chat gets its answer."""

    def __init__(self) -> None:
        super().__init__()
        self.keep_calls = False
        self.waiting: dict[int, asyncio.Future[float]] = {}
        self.answered_at: list[float] = []

    def _put(self, chat: int, number: int, arguments: dict[str, Any]) -> dict[str, Any]:
        now = time.perf_counter()
        self.answered_at.append(now)
        if (future := self.waiting.pop(chat, None)) and not future.done():
            future.set_result(now)
        body = super()._put(chat, number, arguments)
        self.messages.clear()
        return body

    async def ask(self, chat: int, text: str) -> float:
        """Seconds until the answer."""
        self.waiting[chat] = future = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        await self.push("message", self.message(chat, chat, text=text))
        return await future - began


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 6.0
    rows = {
        name: asyncio.run(measured(name, seconds))
        for name in ("echo bot", "rongcuo, echo", "rongcuo, real answers", "real answers, two")
    }
    print(
        f"{'':<24}{USERS} users: {'/s':>6}{'p50 ms':>9}{'p99 ms':>9}{'× echo':>8}   burst of {BURST}: {'/s':>6}{'p99 s':>8}{'× echo':>8}"
    )
    base = rows["echo bot"]
    for name, row in rows.items():
        print(
            f"{name:<24}{row[0]:>17.0f}{row[1]:>9.1f}{row[2]:>9.1f}{row[0] / base[0]:>8.2f}{'':>18}{row[3]:>6.0f}"
            f"{row[4]:>8.2f}{row[3] / base[3]:>8.2f}"
        )


async def measured(name: str, seconds: float) -> tuple[float, float, float, float, float]:
    """(answers/s, p50 ms, p99 ms with waiting users; answers/s and p99 seconds of a burst)"""
    api = Timed()
    root = await api.start()
    several = "two" in name
    with tempfile.TemporaryDirectory() as folder, a_server() if several else nullcontext() as server:
        settings = {
            "RONGCUO_TELEGRAM_API_URL": root,
            "RONGCUO_TELEGRAM_TOKEN": TOKEN,
            "RONGCUO_DATA": folder,
            **({"RONGCUO_DATABASE_URL": server.get_uri()} if server else {}),
        }
        bots = [
            subprocess.Popen(command(name, root), stderr=subprocess.DEVNULL, env={**os.environ, **settings})
            for _ in range(2 if several else 1)
        ]
        try:
            await asyncio.wait_for(api.ask(1, "热身"), 30)
            steady = await waiting_users(api, seconds, real="real" in name)
            burst = await at_once(api, real="real" in name)
        finally:
            for bot in bots:
                bot.send_signal(signal.SIGTERM)
            for bot in bots:
                await asyncio.to_thread(bot.wait, 120)
            await api.stop()
    return *steady, *burst


def command(name: str, root: str) -> list[str]:
    if name == "echo bot":
        return [sys.executable, "-c", ECHO, root]
    if "real" in name:
        return [sys.executable, "-m", "tests.measure.unpaced"]
    folder = Path(tempfile.mkdtemp())
    return [sys.executable, "-m", "tests.harness.echo_bot", root, f"sqlite:///{folder / 'bench.db'}"]


async def waiting_users(api: Timed, seconds: float, real: bool) -> tuple[float, float, float]:
    times: list[float] = []
    until = time.perf_counter() + seconds

    async def user(chat: int) -> None:
        for n in itertools.count(chat):
            if time.perf_counter() > until:
                return
            times.append(await asyncio.wait_for(api.ask(chat, QUESTIONS[n % 5] if real else f"第{n}句"), 30))

    await asyncio.gather(*(user(chat) for chat in range(1, USERS + 1)))
    times.sort()
    return len(times) / seconds, statistics.median(times) * 1e3, times[int(len(times) * 0.99)] * 1e3


async def at_once(api: Timed, real: bool) -> tuple[float, float]:
    api.answered_at.clear()
    began = time.perf_counter()
    for n in range(BURST):
        text = QUESTIONS[n % 5] if real else f"第{n}句"
        api.updates.append(
            {"update_id": next(api._update_ids), "message": api.message(n % 500 + 1, n % 500 + 1, text=text)}
        )
    await api.push("message", api.message(1, 1, text="完"))
    while len(api.answered_at) <= BURST and time.perf_counter() - began < 60:
        await asyncio.sleep(0.01)
    waits = sorted(at - began for at in api.answered_at)
    return len(waits) / waits[-1], waits[int(len(waits) * 0.99)]


if __name__ == "__main__":
    main()
