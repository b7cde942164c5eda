"""Writers of one SQLite file that wait for each other are written together, and each of them as if it were alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from bot.store.database import at_last
from bot.store.mail import Changes, ChatState, Conflict, NotStorable, Store, StoreUnavailable


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    one = Store(sqlite_url, patience=0.1)
    yield one
    one.close()


@contextmanager
def held(store: Store) -> Iterator[Callable[..., Future[Any]]]:
    """While somebody writes, what is done by others waits."""
    here, over, waiting = threading.Event(), threading.Event(), []

    def first(_: Connection) -> None:
        here.set()
        over.wait(20)

    with ThreadPoolExecutor(20) as threads:
        begun = threads.submit(store._database.write, first)
        assert here.wait(20)
        yield lambda *what: waiting.append(threads.submit(*what)) or waiting[-1]
        while len(store._database._writers._waiting) < len(waiting):  # type: ignore[union-attr]
            time.sleep(0.01)
        over.set()
        begun.result(20)


def changed(number: int) -> Changes:
    return Changes(chats={f"web:{number}": ChatState(f"web:{number}", "{}", None)})


def chats(store: Store) -> list[str]:
    found = "SELECT key FROM chat ORDER BY length(key), key"
    return list(store._database.read(lambda one: one.execute(text(found)).scalars()))


def test_one_commit_serves_all_that_wait(store: Store) -> None:
    commits: list[Connection] = []
    event.listen(store._database.engine, "commit", commits.append)
    with held(store) as does:
        waiting = [does(store.write, changed(n)) for n in range(10)]
    assert [one.result(20) for one in waiting] == [[]] * 10
    assert len(commits) == 2
    assert chats(store) == [f"web:{n}" for n in range(10)]


def test_what_is_refused_is_taken_back_alone(store: Store) -> None:
    store.write(changed(1))

    def refused(one: Connection) -> None:
        one.execute(text("DELETE FROM chat"))
        one.execute(text("INSERT INTO chat (key) VALUES ('web:9')"))

    with held(store) as does:
        waiting = [does(store.write, changed(n)) for n in (0, 1, 2)]
        wrong = does(store._database.write, refused)
    assert isinstance(waiting[1].exception(20), Conflict)
    assert isinstance(wrong.exception(20), NotStorable)
    assert [waiting[n].result(20) for n in (0, 2)] == [[], []]
    assert chats(store) == ["web:0", "web:1", "web:2"]


def test_what_is_to_be_done_last_is_done_by_each_once(store: Store) -> None:
    done: list[int] = []

    def writes(number: int) -> Callable[[Connection], None]:
        def write(one: Connection) -> None:
            at_last(one, lambda _: done.append(number))
            if number == 1:
                raise Conflict

        return write

    with held(store) as does:
        waiting = [does(store._database.write, writes(n)) for n in range(3)]
    assert [type(one.exception(20)) for one in waiting] == [type(None), Conflict, type(None)]
    assert sorted(done) == [0, 2]


def test_where_all_is_taken_back_nobody_is_told_otherwise(store: Store) -> None:
    """As SQLite does by itself where the disk is full in the middle of a transaction."""
    tried: list[None] = []

    def full(one: Connection) -> None:
        tried.append(None)
        one.exec_driver_sql("ROLLBACK")
        raise StoreUnavailable

    with held(store) as does:
        waiting = [does(store.write, changed(n)) for n in range(3)]
        wrong = does(store._database.write, full)
        more = [does(store.write, changed(n)) for n in range(3, 6)]
    assert isinstance(wrong.exception(20), StoreUnavailable)
    assert [one.result(20) for one in (*waiting, *more)] == [[]] * 6
    assert chats(store) == [f"web:{n}" for n in range(6)]


def test_who_is_stopped_while_writing_for_others_stops_nobody_else(store: Store) -> None:
    tried: list[None] = []

    def stopped(_: Connection) -> None:
        tried.append(None)
        if len(tried) == 1:
            raise KeyboardInterrupt

    with held(store) as does:
        everybody = [
            does(store._database.write, stopped),
            *(does(store.write, changed(n)) for n in range(3)),
        ]
    errors = [one.exception(20) for one in everybody]
    assert [type(one) for one in errors if one] == [KeyboardInterrupt]
    assert chats(store) == [f"web:{n}" for n in range(3) if not errors[n + 1]]
