"""Whose turn it is, and the bell, where several processes serve one database."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from bot.store.applications import writing
from bot.store.errors import StoreUnavailable
from bot.store.mail import Changes, Incoming, Store
from bot.store.turns import Turns


@pytest.fixture
def stores(postgres_copy: str) -> Iterator[tuple[Store, Store]]:
    with closing(Store(postgres_copy, 0.5)) as one, closing(Store(postgres_copy, 0.5)) as other:
        yield one, other


@pytest.fixture
def turns(stores: tuple[Store, Store]) -> Iterator[tuple[Turns, Turns]]:
    one, other = (store.turns() for store in stores)
    yield one, other
    one.close()
    other.close()


def soon(true: Callable[[], bool]) -> bool:
    """The server notices within a moment that somebody is gone."""
    return any(true() or time.sleep(0.05) for _ in range(100))


def test_on_a_file_everything_is_ones_own(sqlite_copy: str) -> None:
    with closing(Store(sqlite_copy)) as store:
        turns = store.turns()
        assert turns.first()
        assert turns.mine("telegram")
        assert not turns.rung(0.01)


def test_a_turn_is_ones_own_until_one_is_gone(turns: tuple[Turns, Turns]) -> None:
    one, other = turns
    assert one.mine("telegram")
    assert not other.mine("telegram")
    assert other.mine("feishu")
    assert not one.rung(0.01)
    assert one.mine("telegram")
    assert not other.mine("telegram")
    one.close()
    assert soon(lambda: other.mine("telegram"))


def test_what_is_done_once_is_free_at_once(turns: tuple[Turns, Turns]) -> None:
    for one, other in (turns, turns[::-1]) * 20:
        with one.once("tidy") as mine:
            assert mine
            assert not other.mine("tidy")
            with other.once("tidy") as taken:
                assert not taken
        assert not one.rung(0)


def test_the_first_is_alone_and_those_after_are_not(turns: tuple[Turns, Turns]) -> None:
    one, other = turns
    assert one.first()
    assert not other.first()


def test_whoever_comes_after_all_have_gone_is_the_first_again(
    turns: tuple[Turns, Turns], stores: tuple[Store, Store]
) -> None:
    turns[0].first()
    turns[0].close()
    assert soon(turns[1].first)


@pytest.mark.parametrize("what", ["something came", "something goes out"])
def test_the_bell_is_heard_when_it_is_written(
    turns: tuple[Turns, Turns], stores: tuple[Store, Store], what: str
) -> None:
    one, heard = turns[0], list[bool]()
    assert one.mine("telegram")  # it listens from now on
    assert not one.rung(0.01)
    waiting = threading.Thread(target=lambda: heard.append(one.rung(20)))
    waiting.start()
    if what == "something came":
        stores[1].receive([Incoming("1", "telegram:1", "{}")])
    else:
        stores[1].write(Changes(writes=[writing.told("telegram:1", "有消息")]))
    waiting.join()
    assert heard == [True]


def cut(url: str) -> None:
    """The server ends every connection to this database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_who_is_cut_off_has_the_turn_again_unless_another_was_faster(
    turns: tuple[Turns, Turns], postgres_copy: str
) -> None:
    one, other = turns
    assert one.mine("telegram")
    cut(postgres_copy)
    assert one.mine("telegram")  # it stays as it was for the moment
    assert one.mine("telegram")  # and is asked for anew
    cut(postgres_copy)
    assert [other.mine("telegram") for _ in range(2)][-1] is True  # its first connection was cut too
    assert [one.mine("telegram") for _ in range(2)][-1] is False


def test_who_cannot_join_says_so(fragile_server: Any) -> None:
    with closing(Store(fragile_server.get_uri(), 0.05)) as store:
        turns = store.turns()
        fragile_server.cleanup()
        with pytest.raises(StoreUnavailable):
            turns.first()
