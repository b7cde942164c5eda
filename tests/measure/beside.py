"""What a visitor of the page waits for while staff, in the same program, export all cases and print a pile of papers.

Ours runs as `rongcuo run` has it, in a process of its own; one visitor after the other does a step, about ten a second. The
reference is the same visitors at the same server with no staff at work, before and after; what staff wait for is told too.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from itertools import cycle
from pathlib import Path

from bot.store.mail import Store
from tests.harness.counter import Counter, hired
from tests.measure.page import Server, Visit, running, sayings

PAPERS, PAUSE, VISITORS, ALONE = 50, 0.1, 60, 4.0
"""Papers of one run; seconds between two steps; visitors, none of whom goes on faster than one may; seconds without staff."""
NAME = "办事的人"
LEAST = 5.0
"""Seconds that staff are at work, over and over."""


def measure(folder: Path) -> None:
    """A store full of cases is in the folder, and nobody has it open."""
    with closing(Store(f"sqlite:///{folder / 'rongcuo.db'}")) as store:
        code = hired(store, NAME, "leader")
    with running("rongcuo", str(folder)) as server:
        asyncio.run(_measured(server, code, _concluded(folder)))


def _concluded(folder: Path) -> str:
    """The number of a case that has all its papers."""
    with closing(sqlite3.connect(folder / "rongcuo.db")) as database:
        query = "SELECT number FROM application WHERE state = 'concluded' AND region = 'zaozhuang' LIMIT 1"
        return str(database.execute(query).fetchone()[0])


async def _measured(server: Server, code: str, number: str) -> None:
    visits, staff = [Visit(server, one, sayings()) for one in range(VISITORS)], Counter(server.root)
    while True:
        with suppress(OSError):
            (await asyncio.open_connection("127.0.0.1", server.port))[1].close()
            break
        await asyncio.sleep(0.1)
    staff.http.timeout = 300
    await staff.joins(code, "banshi")
    for one in visits:
        await one.begins(listens=False)
        await one.says()
    works: dict[str, Callable[[], Awaitable[None]]] = {
        "export": lambda: _exports(staff),
        "print": lambda: _prints(staff, number),
    }
    alone = await _stepped(visits, asyncio.sleep(ALONE))
    print(_line("alone", alone), flush=True)
    for name, work in works.items():
        took: list[float] = []
        print(_line(name, await _stepped(visits, _over_and_over(work, took)), took), flush=True)
    both = asyncio.gather(*(_over_and_over(one, []) for one in works.values()))
    print(_line("both", await _stepped(visits, both)), flush=True)
    print(_line("alone", await _stepped(visits, asyncio.sleep(ALONE))))
    for one in visits:
        await one.ends()
    await staff.http.aclose()


async def _over_and_over(work: Callable[[], Awaitable[None]], took: list[float]) -> None:
    until = time.monotonic() + LEAST
    while not took or time.monotonic() < until:
        began = time.monotonic()
        await work()
        took.append(time.monotonic() - began)


async def _exports(staff: Counter) -> None:
    response = await staff.http.get("/staff/cases.xlsx")
    assert response.status_code == 200
    assert response.content.startswith(b"PK")


async def _prints(staff: Counter, number: str) -> None:
    """Fifty reports and notices, in one file."""
    form = await staff.looks(f"/staff/cases/{number}")
    assert form.status_code == 200
    where = f"/staff/cases/{number}/papers"
    wanted = ["report", "notice"] * (PAPERS // 2)
    hidden = {
        name: value for name, value in staff.page.forms[where] if name not in ("paper", "kind", "purpose")
    }
    response = await staff.http.post(
        where, data={**hidden, "paper": wanted, "purpose": "keeping", "kind": "docx"}
    )
    assert response.status_code == 200
    assert response.content.startswith(b"PK")


async def _stepped(visits: list[Visit], meanwhile: Awaitable[object]) -> list[float]:
    """Milliseconds of each step that was done meanwhile."""
    before = [len(one.took) for one in visits]
    goes = asyncio.create_task(_steps(visits))
    await meanwhile
    assert not goes.done(), "a step was refused"
    goes.cancel()
    return [one * 1e3 for visit, n in zip(visits, before, strict=True) for one in visit.took[n:]]


async def _steps(visits: list[Visit]) -> None:
    for one in cycle(visits):
        await one.says()
        await asyncio.sleep(PAUSE)


def _line(name: str, took: list[float], work: list[float] | None = None) -> str:
    ranked = sorted(took)
    p95 = ranked[int(len(ranked) * 0.95)]
    told = f"; each {statistics.median(work):.1f} s" if work else ""
    return f"a step, {name:6} p50 {statistics.median(ranked):6.1f}  p95 {p95:6.1f}  slowest {ranked[-1]:6.1f} ms ({len(ranked)} steps){told}"
