"""Many people who fill the form side by side over real HTTP on loopback, while the bot is killed (kill -9) at random.

Every receipt that anybody was shown must have exactly one complete application with the words and the file of that very
person, and nobody's draft may be lost. The bot is the whole product in a process of its own, without flood control.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.store.mail import Store
from tests.harness.bot_api import TOKEN, BotApi
from tests.harness.person import User
from tests.harness.post import waiting

SEED = 20261121
STEP = re.compile(r"（丽水市申请 · 第 (\d+) 项")
RECEIPT = re.compile(r"编号：(\d{3}-\d{3}-\d{3})\n查询码：(\S+)")
PATIENCE = 120.0
"""Seconds that a person waits for an answer before the soak is said to have failed."""


class Crowd(BotApi):
    """The strict server with a book for each chat, so that many people can wait side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.keep_calls = False
        self.chats: dict[int, list[dict[str, Any]]] = {}
        self.news: dict[int, asyncio.Event] = {}
        self.count = 0

    def _put(self, chat: int, number: int, arguments: dict[str, Any]) -> dict[str, Any]:
        body = super()._put(chat, number, arguments)
        self.chats.setdefault(chat, []).append(self.messages[chat, number])
        self.count += 1
        self.news.setdefault(chat, asyncio.Event()).set()
        return body


@dataclass
class Person:
    """Fills 丽水's form; answers each question once, however often it is shown."""

    user: User
    api: Crowd
    times: list[float] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"测试{self.user.number}号"

    @property
    def file(self) -> bytes:
        return b"%PDF-1.4 " + hashlib.sha256(self.name.encode()).hexdigest().encode()

    @property
    def messages(self) -> list[dict[str, Any]]:
        return self.api.chats.get(self.user.chat, [])

    @property
    def shown(self) -> str:
        return "\n".join(one["shown"] for one in self.messages)

    async def until(self, sign: str) -> None:
        """Wait until the chat shows this, and note how long it took."""
        began, news = time.perf_counter(), self.api.news.setdefault(self.user.chat, asyncio.Event())
        async with asyncio.timeout(PATIENCE):
            while not any(re.search(sign, one["shown"]) for one in reversed(self.messages)):
                news.clear()
                await news.wait()
        self.times.append(time.perf_counter() - began)

    async def taps(self, label: str) -> None:
        """The newest button that begins like this."""
        for message in reversed(self.messages):
            for button in (one for row in message["reply_markup"] for one in row):
                if button["text"].startswith(label):
                    await self.user.press_data(button["callback_data"], message["message_id"])
                    return
        raise AssertionError(f"no button {label!r}")

    async def types(self, text: str, sign: str) -> None:
        await self.user.types(text)
        await self.until(sign)

    async def presses(self, label: str, sign: str) -> None:
        await self.taps(label)
        await self.until(sign)

    async def applies(self) -> str:
        """The whole way; the receipt's number."""
        await self.types("丽水", "记住了：丽水市")
        await self.types("/apply", "同意了再开始")
        await self.presses("同意，开始填", step(1))
        await self.types("某某县民政局党组", step(2))
        await self.presses("以个人名义", step(3))
        await self.types(self.name, step(4))
        await self.types("某某镇　公职人员", step(5))
        await self.types("2026年5月6日", step(6))
        await self.types(f"容缺受理第{self.user.number}件", step(7))
        for number in range(8, 13):
            await self.types(f"{self.name}的第{number}段话，照实写。", step(number))
        await self.presses("拿不准", step(13))
        await self.user.sends_file(self.file, f"{self.name}.pdf")
        await self.until("收下了：")
        await self.presses("发完了", step(14))
        await self.presses("跳过", "核对一下")
        await self.presses("提交", "确定吗")
        await self.taps("确定提交")
        await self.taps("确定提交")  # everybody taps twice
        await self.until("编号：")
        numbers = {number for number, _ in RECEIPT.findall(self.shown)}
        assert len(numbers) == 1, numbers
        return numbers.pop().replace("-", "")


def step(number: int) -> str:
    return rf"丽水市申请 · 第 {number} 项"


async def soak(users: int, kills: int, processes: int = 1, database: str = "") -> dict[str, Any]:
    """What was counted. AssertionError where anything was lost or doubled. `processes` serve one `database`, of which each
    time one is killed; a SQLite file of its own where none is named."""
    api, chance = Crowd(), random.Random(SEED)
    root = await api.start()
    with tempfile.TemporaryDirectory() as folder:
        people = [Person(User(api, n), api) for n in range(1, users + 1)]
        url = database or f"sqlite:///{folder}/rongcuo.db"
        bots, began = [start(root, folder, url) for _ in range(processes)], time.perf_counter()
        work = asyncio.gather(*(one.applies() for one in people))
        killed = 0
        while killed < kills and not work.done():
            before = api.count
            wanted, until = before + chance.randint(1, max(2, users * 32 // kills)), time.perf_counter() + 60
            while api.count < wanted and time.perf_counter() < until and not work.done():
                await asyncio.sleep(0.005)
            await asyncio.sleep(chance.uniform(0, 0.05))
            bot = bots.pop(chance.randrange(processes))
            bot.kill()
            await asyncio.to_thread(bot.wait)
            killed += 1
            bots.append(start(root, folder, url))
        numbers = await work
        seconds = time.perf_counter() - began
        await worked_off(Store(url))
        for bot in bots:
            bot.terminate()
        for bot in bots:
            await asyncio.to_thread(bot.wait, 30)
        await api.stop()
        checked(Store(url), Path(folder) / "files", people, numbers)
        waits = sorted(wait for one in people for wait in one.times)
        twice = sum(len(RECEIPT.findall(one.shown)) - 1 for one in people)
        return {"users": users, "kills": killed, "seconds": seconds, "steps": len(waits),
                "p50": statistics.median(waits) * 1e3, "p99": waits[int(len(waits) * 0.99)] * 1e3, "receipts_again": twice}  # fmt: skip


async def worked_off(store: Store) -> None:
    """What the last that was killed had claimed is done by another."""
    with closing(store):
        async with asyncio.timeout(PATIENCE):
            while waiting(store):
                await asyncio.sleep(0.1)


def start(root: str, folder: str, url: str) -> subprocess.Popen[bytes]:
    wanted = {"RONGCUO_TELEGRAM_API_URL": root, "RONGCUO_TELEGRAM_TOKEN": TOKEN, "RONGCUO_DATA": folder,
              "RONGCUO_DATABASE_URL": url}  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "tests.measure.unpaced"],
        stderr=subprocess.DEVNULL,
        env={**os.environ, **wanted},
    )


def checked(store: Store, files: Path, people: list[Person], numbers: list[str]) -> None:
    """One complete application for each, with that person's own words and file; nothing else in the store."""
    rows, count = store.docket.page(limit=10_000)
    assert count == len(set(numbers)) == len(people), (count, len(set(numbers)), len(people))
    cases = {case.number: case for case in store.docket.wholes(rows)}
    for one, number in zip(people, numbers, strict=True):
        case = cases[number]
        said = {box.key: box.text for box in case.fields}
        assert said["applicant"] == one.name
        assert [said[key] for key in ("course", "motive", "procedure", "impact", "remedy")] == [
            f"{one.name}的第{n}段话，照实写。" for n in range(8, 13)
        ]
        (piece,) = case.pieces
        assert (files / piece.place).read_bytes() == one.file
    assert len(list(files.iterdir())) >= len(people)
    assert waiting(store) == []
    store.close()
