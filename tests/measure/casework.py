"""What staff wait for with 10,000 cases in the office: a list, a search, what is due, a case, figures, a run of reminders.

    .venv/bin/python -m tests.measure.casework [CASES]

A temporary SQLite store with the applications of tests/measure/applications; most are accepted, half concluded, each of
those with its duties, some of them overdue. The middle of nine calls, and the slowest. Then what a
visitor of the page waits for meanwhile (tests/measure/beside).
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, update

from bot.casework import codes
from bot.casework.clocks import reckon
from bot.casework.codes import Codes
from bot.casework.entry import Door
from bot.casework.office import Office
from bot.casework.people import People
from bot.channels.console.cases import SHOWN
from bot.given import REAL, Given
from bot.store.applications import writing
from bot.store.casework.records import DeedRow, Listing
from bot.store.casework.writing import _pinned
from bot.store.mail import Changes, Store
from bot.store.rows import Member, cases, deeds, duties, staff
from bot.workdays import SHANGHAI, Workdays
from knowledge.library import corpus
from knowledge.library.corpus import Library
from knowledge.rules.casework import Standing
from tests.harness.counter import PASSWORD
from tests.measure import beside
from tests.measure.applications import APPLICATIONS, SEED, fill

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=SHANGHAI)
TIMES = 9
LIMITS = {
    "list": 50,
    "search": 50,
    "overdue": 60,
    "due": 60,
    "case": 60,
    "reminded": 20,
    "figures": 150,
    "remind": 200,
}
"""Milliseconds."""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else APPLICATIONS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        number = fill(folder, count)
        with closing(Store(f"sqlite:///{folder / 'rongcuo.db'}", given=Given(lambda: NOW))) as store:
            for line in lines(store, corpus.load(), number):
                print(line)
        beside.measure(folder)


def lines(store: Store, library: Library, number: str) -> Iterator[str]:
    """One of each, in ms."""
    member = hired(store)
    chatless = walks_in(store)
    office = Office(store, library, Workdays())
    store._database.write(lambda connection: worked(connection, library))
    yield f"{office.listed(member, Listing()).count} cases, {len(office.due(member))} lines of what is due"
    for name, call in calls(office, member, chatless, number):
        took = timed(call, 1 if name == "remind" else TIMES)
        yield f"{name:8} {statistics.median(took):7.1f} ms, slowest {max(took):7.1f} ms, limit {LIMITS[name]} ms"


def calls(
    office: Office, member: Member, chatless: Member, number: str
) -> Iterator[tuple[str, Callable[[], Any]]]:
    yield "list", lambda: office.listed(member, Listing())
    yield "search", lambda: office.listed(member, Listing(words="王建国 街道", sort="newest"))
    yield "overdue", lambda: office.listed(member, Listing(due="overdue"))
    yield "due", lambda: office.due(member)
    yield "case", lambda: office.case(member, number)
    yield "reminded", lambda: office.reminders(chatless, SHOWN)
    yield "figures", lambda: office.statistics(member, date(2026, 1, 1), date(2027, 12, 31))
    yield "remind", lambda: office.remind(NOW)


def timed(call: Callable[[], Any], times: int) -> list[float]:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        found.append((time.perf_counter() - began) * 1000)
    return found


def hired(store: Store) -> Member:
    code = Codes(REAL).code()
    invited = writing.invited("李四", "leader", None, codes.hashed(code), NOW + timedelta(days=1))
    store.write(Changes(writes=[invited]))
    store._database.write(
        lambda one: one.execute(update(staff).values(chat="telegram:1", invitation=None, invited_until=None))
    )
    member = store.docket.member("telegram:1")
    assert member
    return member


def walks_in(store: Store) -> Member:
    """A clerk of the pages alone; half of what has a handler will be in their hands."""
    code, member = People(store).invites("王五", "clerk", None)
    assert member
    assert Door(store).joins(member, code, "wangwu", PASSWORD, PASSWORD) == {}
    return member


def worked(connection: Connection, library: Library) -> None:
    """What staff have done with them."""
    chance, calendar = random.Random(SEED), Workdays()
    pins = {region: _pinned(connection, one.to_json()) for region, one in library.procedures.items()}
    rows = connection.execute(cases.select().with_only_columns(cases.c.id, cases.c.region)).all()
    for case, region in rows:
        if chance.random() < 0.8:
            concluded = chance.random() < 0.6
            concluding(connection, library, case, region, pins[region], chance, calendar, concluded)


def concluding(
    connection: Connection, library: Library, case: int, region: str, pin: str, chance: random.Random, calendar: Workdays,
    concluded: bool,
) -> None:  # fmt: skip
    procedure = library.procedures[region]
    on = NOW.date() - timedelta(days=chance.randrange(1, 40))
    done = [("accept", {}), ("investigate", {"members": "甲某"})]
    outcome = next(iter(procedure.outcomes))
    done += [("conclude", {"outcome": outcome, "facts": "已经查实"})] if concluded else []
    columns = {"state": "concluded" if concluded else "accepted", "rules": pin, "handler_id": chance.choice((1, 2)) if chance.random() < 0.7 else None,
               "outcome": outcome if concluded else None}  # fmt: skip
    connection.execute(update(cases).where(cases.c.id == case).values(**columns))
    standing, written = Standing(), []
    for act, entered in done:
        whole = {"day": on.isoformat(), **entered}
        values = {
            "application_id": case,
            "act": act,
            "by": 1,
            "at": NOW,
            "entered": json.dumps(whole, ensure_ascii=False),
        }
        id = connection.execute(insert(deeds).values(**values).returning(deeds.c.id)).scalar_one()
        written.append(DeedRow(id, act, 1, NOW, whole))
        standing = procedure.after(act, standing, whole)
    for act in procedure.duties(standing):
        clock = reckon(act, written, calendar)
        over = {"done_by": written[-1].id, "done_on": on} if chance.random() < 0.3 else {}
        duty = {"application_id": case, "act": act.id, "owes": act.owes, "opened": clock.opened, "start": clock.start,
                "due": clock.day, "provisional": clock.provisional, **over}  # fmt: skip
        connection.execute(insert(duties).values(**duty))


if __name__ == "__main__":
    main()
