"""The page with many visitors at once, beside a bare Starlette page that echoes what it is sent and keeps nothing.

    .venv/bin/python -m tests.measure.page [VISITORS] [SECONDS]

Each server runs in a process of its own, the visitors in this one, over real HTTP on loopback. Every visitor has a
browser of their own, listens for events, and does a step (a question, a line of a form) every ten seconds or so,
after having chosen a policy, beginning at any moment; a step is a form that is posted and its answer. Ours writes every message durably (SQLite,
synchronous=FULL) before it is answered, and answers real questions.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import httpx

from tests.harness.browser import Forms, free_port, key

THINK = 10.0
"""Seconds from one step to the next, on the average."""
REGION = "/region weihai"
STEPS = (
    "结论几天告知我",
    "材料没齐我先给办了，后来发现有出入",
    "/apply",
    "收了两条烟还能容错吗",
    "评优受不受影响",
    "/help",
    "第三部分第六项",
)
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


@contextmanager
def running(name: str, folder: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = (
        [sys.executable, "-c", ECHO, str(port)]
        if name == "echo"
        else [sys.executable, "-m", "bot.cli", "run"]
    )
    environment = {**os.environ, "RONGCUO_DATA": folder, "RONGCUO_PAGE_PORT": str(port)}
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


class Visit:
    """One visitor, and how long each step took."""

    def __init__(self, root: str, listens: bool) -> None:
        self.http = httpx.AsyncClient(
            base_url=root,
            trust_env=False,
            verify=False,
            timeout=60,
            headers={"sec-fetch-site": "same-origin"},
        )
        self.took: list[float] = []
        self.failed = self.cut = 0
        self._listens = listens
        self.hidden: dict[str, str] = {}

    async def goes_on(self, until: float, number: int) -> None:
        await asyncio.sleep(random.uniform(0, THINK))
        self.hidden = Forms((await self.page()).text).hidden
        hearing = asyncio.create_task(self._hears()) if self._listens else None
        await self.step(REGION)
        while time.monotonic() < until:
            await asyncio.sleep(random.uniform(0.5 * THINK, 1.5 * THINK))
            await self.step(STEPS[number % len(STEPS)])
            number += 1
        if hearing:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)
        await self.http.aclose()

    async def step(self, text: str) -> None:
        fields = {**self.hidden, "once": key(), "text": text}
        began = time.perf_counter()
        answer = await self._sent(fields)
        self.took.append(time.perf_counter() - began)
        self.failed += answer.status_code != 200
        if answer.status_code == 200:
            self.hidden |= answer.json()["hidden"]

    async def page(self) -> httpx.Response:
        while True:
            try:
                return await self.http.get("/")
            except httpx.TransportError:
                self.cut += 1

    async def _sent(self, fields: dict[str, str]) -> httpx.Response:
        """As the page does it: under the same key once more where the line was cut, as when a connection that waited is
        closed this very moment."""
        while True:
            try:
                return await self.http.post("/say", data=fields, headers={"accept": "application/json"})
            except httpx.TransportError:
                self.cut += 1

    async def _hears(self) -> None:
        """For as long as the visit lasts; cut off, it comes again."""
        while True:
            with suppress(httpx.TransportError):
                async with self.http.stream("GET", "/events", timeout=None) as answer:
                    async for _ in answer.aiter_bytes():
                        pass
            await asyncio.sleep(1)


async def ready(root: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        for _ in range(600):
            try:
                await http.get(root, timeout=5)
                return
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
    raise SystemExit("it does not start")


async def warmed(root: str) -> None:
    """What is made ready with the first question of its kind is ready."""
    await ready(root)
    visit = Visit(root, False)
    visit.hidden = Forms((await visit.page()).text).hidden
    for text in (REGION, *STEPS):
        await visit.step(text)
    await visit.http.aclose()


async def visited(root: str, visitors: int, seconds: float, listens: bool) -> list[Visit]:
    visits = [Visit(root, listens) for _ in range(visitors)]
    until = time.monotonic() + seconds + THINK
    await asyncio.gather(*(visit.goes_on(until, n) for n, visit in enumerate(visits)))
    return visits


def memory(process: subprocess.Popen[bytes]) -> float:
    """Megabytes that it takes, at their most."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def busy(process: subprocess.Popen[bytes]) -> float:
    """Seconds of a processor that it has used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(name: str, visitors: int, seconds: float) -> float:
    """p99 in milliseconds; the rest is printed."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        with running(name, folder, port) as process:
            root = f"http://127.0.0.1:{port}"
            asyncio.run(warmed(root))
            before, began = busy(process), time.monotonic()
            visits = asyncio.run(visited(root, visitors, seconds, name != "echo"))
            work, lasted = busy(process) - before, time.monotonic() - began
            took = sorted(one for visit in visits for one in visit.took)
            most = memory(process)
        kept = 0 if name == "echo" else written(folder)
    p50, p99 = statistics.median(took) * 1e3, took[int(len(took) * 0.99)] * 1e3
    failed = sum(visit.failed for visit in visits)
    print(f"{name:<10}{len(took):>7} steps{len(took) / lasted:>7.0f}/s  p50 {p50:>7.1f} ms  p99 {p99:>7.1f} ms  "
          f"failed {failed}  cut {sum(visit.cut for visit in visits)}  kept {kept}  memory {most:.0f} MB  {work / len(took) * 1e3:.1f} ms of a processor a step")  # fmt: skip
    return p99


def written(folder: str) -> int:
    """What visitors said that is in the database after the server has ended."""
    with closing(sqlite3.connect(f"{folder}/rongcuo.db")) as database:
        (count,) = database.execute("SELECT count(*) FROM said WHERE kind = 'typed'").fetchone()
        return int(count)


def main() -> None:
    visitors = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 30.0
    print(
        f"{visitors} visitors, a step every {THINK:.0f} s each, {seconds:.0f} s; load before {os.getloadavg()[0]:.1f}"
    )
    base = measured("echo", visitors, seconds)
    print(f"p99 × echo: {measured('rongcuo', visitors, seconds) / base:.1f}")


if __name__ == "__main__":
    main()
