"""The page with many visitors at once, beside a bare Starlette page that echoes what it is sent and keeps nothing.

    .venv/bin/python -m tests.measure.page [VISITORS] [SECONDS]

Each server runs in a process of its own, the visitors in this one, over real HTTP on loopback. Every visitor sits at an
address of their own, listens for events, and does one step after the other: a form that is posted, and its answer. They
read and type between two steps, ten seconds on the average. Three times are told apart:

coming   the page is opened and a policy chosen, by all within the first ten seconds
going    a step every ten seconds each: a question, a command, a provision
at once  all press within three seconds, as after a training or a notice

Ours writes every message durably (SQLite, synchronous=FULL) before it is answered, and answers real questions.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias

import aiohttp

from knowledge.library import corpus
from tests.harness.browser import Forms, free_port, key

THINK, RUSH = 10.0, 3.0
"""Seconds from one step to the next, on the average; seconds within which all press at once."""
CITY, SEED = "weihai", 20261120
OTHERS = ("/help", "第三部分第六项", "/apply")
"""What is said beside questions: one in four steps."""
ECHO = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
async def page(request): return HTMLResponse('<form action="/say"><input type="hidden" name="token" value="x"></form>')
async def say(request): return JSONResponse({"hidden": {}, "text": (await request.form())["text"]})
app = Starlette(routes=[Route("/", page), Route("/say", say, methods=["POST"])])
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False)
"""


Does: TypeAlias = "Callable[[Visit], Coroutine[Any, Any, None]]"


class Server:
    """One that runs: how much it takes."""

    def __init__(self, name: str, folder: str, port: int) -> None:
        own = [sys.executable, "-m", "bot.cli", "run"]
        command = [sys.executable, "-c", ECHO, str(port)] if name == "echo" else own
        environment = {**os.environ, "RONGCUO_DATA": folder, "RONGCUO_PAGE_PORT": str(port)}
        nowhere = subprocess.DEVNULL
        self._process = subprocess.Popen(
            command, env=environment, stdin=nowhere, stdout=nowhere, stderr=nowhere
        )
        self.name, self.port, self.root = name, port, f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    @property
    def memory(self) -> float:
        """Megabytes that it takes now with its processes; what they share counts once."""
        maps = "\n".join(Path(f"/proc/{one}/smaps_rollup").read_text() for one in self._all)
        return sum(map(int, re.findall(r"^Pss: +(\d+)", maps, re.MULTILINE))) / 1024

    @property
    def busy(self) -> float:
        """Seconds of a processor that it has used."""
        fields = (Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in self._all)
        return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")

    @property
    def _all(self) -> list[str]:
        own = str(self._process.pid)
        return [own, *Path(f"/proc/{own}/task/{own}/children").read_text().split()]


@contextmanager
def running(name: str, folder: str) -> Iterator[Server]:
    server = Server(name, folder, free_port())
    try:
        yield server
    finally:
        server.stop()


class Visit:
    """One visitor, and how long each step took."""

    def __init__(self, server: Server, number: int, sayings: Iterator[str]) -> None:
        self._server, self._number, self._sayings = server, number, sayings
        self.took: list[float] = []
        self.failed = self.cut = 0
        self._hidden: dict[str, str] = {}
        self._hearing: asyncio.Task[None] | None = None

    async def begins(self, listens: bool = True) -> None:
        """A browser of their own, at a machine of their own."""
        here = f"127.1.{self._number // 250}.{self._number % 250 + 1}"
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(local_addr=(here, 0)),
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            headers={"sec-fetch-site": "same-origin"},
        )
        self._hidden = Forms(await self._sent("GET", "/")).hidden
        if listens:
            self._hearing = asyncio.create_task(self._hears())
        await self._step(f"/region {CITY}")

    async def goes_on(self, until: float) -> None:
        while (then := time.monotonic() + random.uniform(0.5 * THINK, 1.5 * THINK)) < until:
            await asyncio.sleep(then - time.monotonic())
            await self.says()

    async def says(self) -> None:
        await self._step(next(self._sayings))

    async def ends(self) -> None:
        if self._hearing:
            self._hearing.cancel()
            await asyncio.gather(self._hearing, return_exceptions=True)
        await self._http.close()

    async def _step(self, text: str) -> None:
        fields = {**self._hidden, "once": key(), "text": text}
        began = time.perf_counter()
        answer = await self._sent("POST", "/say", data=fields, headers={"accept": "application/json"})
        self.took.append(time.perf_counter() - began)
        self._hidden |= answer["hidden"] if answer else {}

    async def _sent(self, method: str, path: str, **more: Any) -> Any:
        """As the page does it: under the same key once more where the line was cut, as when a connection that waited is
        closed this very moment."""
        while True:
            try:
                async with self._http.request(method, self._server.root + path, **more) as answer:
                    self.failed += answer.status != 200
                    return await (answer.json() if method == "POST" and answer.ok else answer.text())
            except aiohttp.ClientError:
                self.cut += 1

    async def _hears(self) -> None:
        """For as long as the visit lasts; cut off, it comes again."""
        forever = aiohttp.ClientTimeout(total=None)
        while True:
            with suppress(aiohttp.ClientError):
                async with self._http.get(f"{self._server.root}/events", timeout=forever) as answer:
                    async for _ in answer.content.iter_any():
                        pass
            await asyncio.sleep(1)


class Crowd:
    """All visitors of a server, from their coming to their going."""

    def __init__(self, server: Server, visitors: int, listens: bool) -> None:
        self._server, self._listens = server, listens
        self._sayings = sayings()
        self._visits = [Visit(server, number, self._sayings) for number in range(visitors)]

    async def spends(self, seconds: float) -> float:
        """p99 of the steps in between, in milliseconds; the rest is printed."""
        await self._ready()
        print(f"{self._server.name}: {self._server.memory:.0f} MB")
        await self._together("coming", lambda one: one.begins(self._listens), THINK)
        until = time.monotonic() + seconds
        p99 = await self._together("going", lambda one: one.goes_on(until))
        await self._together("at once", Visit.says, RUSH)
        await asyncio.gather(*(visit.ends() for visit in self._visits))
        return p99

    async def _ready(self) -> None:
        """It answers, and what is made ready with the first question of its kind is ready."""
        while self._server.runs:
            with suppress(OSError):
                (await asyncio.open_connection("127.0.0.1", self._server.port))[1].close()
                break
            await asyncio.sleep(0.1)
        first = Visit(self._server, len(self._visits), self._sayings)
        await first.begins(listens=False)
        for _ in range(20):
            await first.says()
        await first.ends()

    async def _together(self, name: str, does: Does, within: float = 0) -> float:
        """`within`: seconds in which all begin."""

        async def one(visit: Visit) -> None:
            await asyncio.sleep(random.uniform(0, within))
            await does(visit)

        before, work, began = [len(visit.took) for visit in self._visits], self._server.busy, time.monotonic()
        await asyncio.gather(*map(one, self._visits))
        lasted, work = time.monotonic() - began, self._server.busy - work
        took = sorted(one for visit, n in zip(self._visits, before, strict=True) for one in visit.took[n:])
        p50, p99 = statistics.median(took) * 1e3, took[int(len(took) * 0.99)] * 1e3
        failed, cut = (sum(getattr(one, what) for one in self._visits) for what in ("failed", "cut"))
        print(f"  {name:<8}{len(took):>6} steps{len(took) / lasted:>5.0f}/s  p50 {p50:>6.1f}  p99 {p99:>7.1f}  "
              f"longest {took[-1] * 1e3:>7.1f} ms  {work / len(took) * 1e3:.1f} ms of a processor a step  "
              f"{self._server.memory:.0f} MB  failed {failed}  cut {cut}")  # fmt: skip
        return p99


def sayings() -> Iterator[str]:
    """What visitors of one city say, for ever."""
    found = corpus.load().examples.items()
    asked = [
        text
        for id_, kinds in sorted(found)
        if id_.startswith(CITY)
        for texts in kinds.values()
        for text in texts
    ]
    while True:
        yield random.choice(OTHERS if random.random() < 0.25 else asked)


def measured(name: str, visitors: int, seconds: float) -> float:
    random.seed(SEED)
    with tempfile.TemporaryDirectory() as folder:
        with running(name, folder) as server:
            p99 = asyncio.run(Crowd(server, visitors, name != "echo").spends(seconds))
        if name != "echo":
            print(f"  {written(folder)} things said are in the database")
    return p99


def written(folder: str) -> int:
    """What visitors said that is in the database after the server has ended."""
    with closing(sqlite3.connect(f"{folder}/rongcuo.db")) as database:
        (count,) = database.execute("SELECT count(*) FROM said WHERE kind = 'typed'").fetchone()
        return int(count)


def main() -> None:
    visitors = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    print(f"{visitors} visitors, a step every {THINK:.0f} s each; load before {os.getloadavg()[0]:.1f}")
    base = measured("echo", visitors, seconds)
    print(f"p99 of a step while going × echo: {measured('rongcuo', visitors, seconds) / base:.1f}")


if __name__ == "__main__":
    main()
