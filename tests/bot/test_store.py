"""The store: what is received is kept once, what is decided is written whole, what is sent is forgotten."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event, exc, inspect, text

from bot.clean import clean
from bot.store import migrations
from bot.store.applications import writing
from bot.store.database import Database, at_last
from bot.store.mail import (
    Changes,
    ChatState,
    Conflict,
    Draft,
    Incoming,
    NotStorable,
    Outgoing,
    ReaderQuestion,
    Store,
    StoreError,
    StoreUnavailable,
    StoreUnfit,
)
from bot.store.tables import mail
from dialogs.core import Button, Feedback, say
from tests.harness.given import BEGAN, Clock
from tests.harness.post import unsent, waiting


def incoming(*numbers: int, chat: str = "telegram:1") -> list[Incoming]:
    return [Incoming(str(number), chat, f'{{"update_id":{number}}}') for number in numbers]


def rows(store: Store, query: str) -> list[Any]:
    return store._database.read(lambda connection: list(connection.execute(text(query)).all()))


def kept(store: Store, update: Incoming) -> Incoming:
    """It is in the inbox, whether it came just now or before."""
    store.receive([update])
    ids = dict(rows(store, "SELECT key, id FROM inbox"))
    return replace(update, id=ids[update.key])


def put_out(store: Store, *numbers: int, chat: str = "telegram:1") -> list[Outgoing]:
    new = store.receive(incoming(*numbers, chat=chat))
    drafts = [Draft(one.id, 0, chat, f'{{"text":"答{one.key}"}}') for one in new]
    return store.write(Changes(done=[one.id for one in new], drafts=drafts))


# ── inbox ───────────────────────────────────────────────────────────────────────────────────────
def test_only_new_updates_come_back(store: Store) -> None:
    assert store.receive(incoming(3, 1)) == incoming(3, 1)
    assert store.receive(incoming(1, 2, 3)) == incoming(2)
    assert store.receive([]) == []


def test_an_update_twice_in_one_batch_counts_once(store: Store) -> None:
    assert store.receive(incoming(1, 1, 2)) == incoming(1, 2)


def test_what_an_earlier_process_left_comes_oldest_first(store: Store) -> None:
    _, _, last = store.receive(incoming(9, 7, 8))
    store.write(Changes(done=[last.id]))
    left = waiting(store)
    assert [one.key for one in left] == ["9", "7"]
    assert all(one.left_over and one.payload for one in left)


def test_an_update_set_aside_waits_no_longer_but_can_be_looked_at(store: Store) -> None:
    store.receive(incoming(1))
    store.set_aside(1)
    assert waiting(store) == []
    assert store.receive(incoming(1)) == []
    assert rows(store, "SELECT state, payload FROM inbox") == [("set_aside", '{"update_id":1}')]


def test_tries_are_counted(store: Store) -> None:
    store.receive(incoming(1))
    assert [store.try_again(1), store.try_again(1)] == [1, 2]
    assert store.try_again(99) == 0


def test_a_payload_that_postgresql_would_refuse_is_kept_cleaned(store: Store) -> None:
    assert store.receive([Incoming("1", "telegram:1", "a\x00b\ud800c\u202e中")])
    assert waiting(store)[0].payload == "abc中"


# ── decisions ───────────────────────────────────────────────────────────────────────────────────
def test_a_decision_is_written_whole(store: Store) -> None:
    store.receive(incoming(1))
    changes = Changes(
        done=[1], drafts=[Draft(1, 0, "telegram:1", '{"n":0}'), Draft(1, 1, "telegram:1", '{"n":1}')]
    )
    changes.chats["telegram:1"] = ChatState("telegram:1", '{"a":"中"}', None)
    out = store.write(changes)
    assert [(one.body, one.answers, one.position, one.tries) for one in out] == [
        ({"n": 0}, 1, 0, 0),
        ({"n": 1}, 1, 1, 0),
    ]
    assert unsent(store) == out
    found = store.load([1, 2], ["telegram:1", "telegram:2"])
    assert found.updates == {1: ("done", 0)}
    assert found.chats == {"telegram:1": ChatState("telegram:1", '{"a":"中"}', changes.revision)}
    assert rows(store, "SELECT payload FROM inbox") == [("",)]


def chat(revision: int | None, state: str = "{}") -> dict[str, ChatState]:
    return {"telegram:1": ChatState("telegram:1", state, revision)}


@pytest.mark.parametrize(
    "stale",
    [
        Changes(done=[1], drafts=[Draft(1, 1, "telegram:1", "{}")]),
        Changes(set_aside=[1], drafts=[Draft(1, 1, "telegram:1", "{}")]),
        Changes(tried=[1]),
        Changes(done=[2], chats=chat(None)),
        Changes(done=[2], chats=chat(12345)),
    ],
    ids=["done", "set aside", "tried", "chat is there now", "chat changed"],
)
def test_a_stale_decision_writes_nothing(store: Store, stale: Changes) -> None:
    store.receive(incoming(1, 2))
    store.write(Changes(done=[1], chats=chat(None, '{"kept":1}'), drafts=[Draft(1, 0, "telegram:1", "{}")]))
    before = unsent(store)
    with pytest.raises(Conflict):
        store.write(stale)
    assert unsent(store) == before
    assert store.load([2], ["telegram:1"]).chats["telegram:1"].state == '{"kept":1}'
    assert store.load([2], []).updates == {2: ("waiting", 0)}


def test_an_update_is_never_answered_twice(store: Store) -> None:
    store.receive(incoming(1))
    with pytest.raises(NotStorable):
        store.write(Changes(done=[1], drafts=[Draft(1, 0, "a", "{}"), Draft(1, 0, "a", "{}")]))
    assert unsent(store) == []
    assert len(waiting(store)) == 1


def test_a_refusal_does_not_repeat_what_a_user_wrote(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(NotStorable) as caught:
        store.write(Changes(drafts=[Draft(404, 0, "telegram:1", '{"text":"秘密"}')]))  # no such update
    assert caught.value.__suppress_context__
    assert "秘密" not in str(caught.value) + caplog.text


# ── outbox ──────────────────────────────────────────────────────────────────────────────────────
def test_what_is_sent_is_forgotten(store: Store) -> None:
    first, second = put_out(store, 1, 2)
    store.sent([first.id])
    store.sent([])
    assert unsent(store) == [second]
    assert store.unsent([1]) == []
    assert rows(store, "SELECT state, body FROM outbox ORDER BY id") == [
        ("sent", "{}"),
        ("waiting", '{"text":"答2"}'),
    ]


def test_a_failed_delivery_is_put_off_or_given_up(store: Store) -> None:
    first, second = put_out(store, 1, 2)
    later = BEGAN + timedelta(seconds=30)
    store.failed(first.id, "429 \x00 Too Many Requests" + "!" * 500, later)
    store.failed(second.id, "403 Forbidden")
    (left,) = unsent(store)
    assert (left.id, left.tries, left.not_before, left.body) == (first.id, 1, later, {"text": "答1"})
    assert rows(store, "SELECT state, body, tries, last_error FROM outbox WHERE state = 'failed'") == [
        ("failed", "{}", 1, "403 Forbidden")
    ]
    assert store.given_up() == {"403 Forbidden": 1}
    ((said,), _) = rows(store, "SELECT last_error FROM outbox ORDER BY id")
    assert (len(said), said.partition("!")[0]) == (200, "429  Too Many Requests")
    store.sent([second.id, first.id])
    store.failed(first.id, "too late")
    assert unsent(store) == []


def noticed(store: Store, chat: str, text_: str) -> None:
    store.write(Changes(writes=[writing.told(chat, text_, [[("打开", "review/open=1")]])]))


def test_what_came_for_a_reader_at_a_terminal_is_told_once_to_nobody_else(store: Store) -> None:
    put_out(store, 1)
    noticed(store, "telegram:1", "您的申请有新消息")
    noticed(store, "telegram:2", "别人的")
    told = say("您的申请有新消息", buttons=((Button("打开", "review/open=1"),),))
    ((number, reply),) = store.notices("telegram:1")
    assert reply == told
    assert store.notices("telegram:1") == [(number, told)]  # until it was shown
    store.sent([number])
    assert store.notices("telegram:1") == []
    assert [one.chat for one in unsent(store)] == ["telegram:1", "telegram:2"]


def test_a_channel_hears_of_its_own_messages_alone_and_of_each_once(store: Store) -> None:
    noticed(store, "telegram:1", "一")
    noticed(store, "terminal:1", "别处的")
    noticed(store, "telegram:1", "二")
    first, second = store.news("telegram", ())
    assert [one.body["reply"]["parts"][0]["say"] for one in (first, second)] == ["一", "二"]
    assert store.news("telegram", {first.id}) == [second]


def claimed(
    store: Store, most: int = 10, seconds: int = 60, channel: str = "telegram"
) -> list[tuple[str, bool]]:
    lease = timedelta(seconds=seconds)
    return [(one.key, one.left_over) for one in store.claim(channel, most, lease)]


def test_the_first_of_each_conversation_is_claimed_by_one_alone(store: Store) -> None:
    store.receive([*incoming(1, 2), *incoming(3, 4, chat="telegram:2"), *incoming(5, chat="feishu:1")])
    assert claimed(store, 1) == [("1", False)]
    assert claimed(store) == [("3", False)]
    assert claimed(store) == []
    assert claimed(store, channel="feishu") == [("5", False)]
    store.write(Changes(done=[one.id for one in waiting(store) if one.key == "1"]))
    assert claimed(store) == [("2", False)]


def test_a_claim_runs_out_and_can_be_kept(store: Store, clock: Clock) -> None:
    (one,) = store.receive(incoming(1))
    assert claimed(store, seconds=60) == [("1", False)]
    clock.goes(seconds=50)
    store.hold([one.id], timedelta(seconds=60))
    clock.goes(seconds=50)
    assert claimed(store) == []
    clock.goes(seconds=11)
    assert claimed(store) == [("1", True)]


def test_what_the_dead_had_claimed_is_free_at_once(store: Store, clock: Clock) -> None:
    store.receive(incoming(1, 2))
    claimed(store)
    store.free()
    clock.goes(seconds=1)
    assert claimed(store) == [("1", True)]


def test_many_who_claim_at_once_get_each_something_else(store: Store) -> None:
    store.receive([one for n in range(200) for one in incoming(n, chat=f"telegram:{n}")])
    found: list[tuple[str, bool]] = []

    def go() -> None:
        while got := claimed(store, 7):
            found.extend(got)

    threads = [threading.Thread(target=go) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    left = claimed(store, 200)  # whoever looks while all is locked goes home early
    assert sorted(int(key) for key, _ in found + left) == list(range(200))


def test_what_was_shown_and_could_not_be_noted_is_shown_again(sqlite_url: str) -> None:
    store = Store(sqlite_url, patience=0.05)
    noticed(store, "telegram:1", "您的申请有新消息")
    with locked(sqlite_url), pytest.raises(StoreUnavailable):
        store.sent([number for number, _ in store.notices("telegram:1")])
    assert len(store.notices("telegram:1")) == 1
    store.close()


def test_what_follows_from_a_failure_is_written_once(store: Store) -> None:
    (first,) = put_out(store, 1)
    word = writing.told("telegram:2", "没有送到")
    store.failed(first.id, "403 Forbidden", instead=[word])
    store.failed(first.id, "403 Forbidden", instead=[word])
    assert [one.chat for one in unsent(store)] == ["telegram:2"]


def test_what_was_sent_stays_sent(store: Store) -> None:
    (first,) = put_out(store, 1)
    store.count_tries(first.id, 2)
    store.count_tries(first.id, -1)
    assert [one.tries for one in unsent(store)] == [1]
    store.sent([first.id])
    store.count_tries(first.id, 1)
    store.failed(first.id, "too late", instead=[writing.told("telegram:2", "没有送到")])
    assert rows(store, "SELECT state, tries, last_error FROM outbox") == [("sent", 1, None)]


# ── the rest ────────────────────────────────────────────────────────────────────────────────────
def test_only_consented_questions_are_listed(store: Store) -> None:
    store.feedback(Feedback(True, None, ()))
    store.feedback(Feedback(False, "weihai", ("weihai/3", "weihai/4.2"), "能不能\x00容错？"))
    (one,) = store.questions()
    assert one == ReaderQuestion(BEGAN, False, "weihai", ("weihai/3", "weihai/4.2"), "能不能容错？")


def test_questions_come_oldest_first(store: Store) -> None:
    for question in ("先问的", "后问的"):
        store.feedback(Feedback(True, None, (), question))
    assert [one.question for one in store.questions()] == ["先问的", "后问的"]


def test_pruning_keeps_what_is_still_to_do(store: Store) -> None:
    sent, _waiting = put_out(store, 1, 2)
    store.sent([sent.id])
    store.receive(incoming(3, 4))
    store.set_aside(4)
    assert store.prune(BEGAN - timedelta(hours=1)) == 0
    assert store.prune(BEGAN + timedelta(hours=1)) == 4  # a message, updates 1, 2 and 4
    assert [one.id for one in waiting(store)] == [3]
    (left,) = unsent(store)
    assert (left.body, left.answers) == ({"text": "答2"}, None)


def test_a_time_without_a_zone_is_a_mistake(store: Store) -> None:
    with pytest.raises((ValueError, NotStorable)):
        store.prune(datetime(2026, 1, 1))


def test_forgetting_a_chat_leaves_nothing_of_it_and_others_alone(store: Store) -> None:
    put_out(store, 1)
    put_out(store, 2, chat="telegram:2")
    store.receive(incoming(3))
    store.write(Changes(chats=chat(None)))
    store.forget("telegram:1")
    assert store.load([], ["telegram:1"]).chats == {}
    assert [one.chat for one in unsent(store)] == ["telegram:2"]
    assert waiting(store) == []
    assert store.receive(incoming(1, 3)) == []  # and yet nothing is answered a second time
    assert rows(store, "SELECT chat, payload FROM inbox WHERE key <> '2'") == [("", ""), ("", "")]


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_cleaned_text_can_always_be_stored(dirty: str) -> None:
    once = clean(dirty)
    once.encode()
    assert "\x00" not in once
    assert clean(once) == once


def test_cleaning_leaves_what_people_write() -> None:
    for text_ in ("威海市〔2024〕5号\r\n\t第三条", "👨‍👩‍👧 ok", "é à ü", "①②③　全角"):
        assert clean(text_) == text_
    assert clean("a\u202egnp.exe\u2066\x1b[31m\ufeff") == "agnp.exe[31m"


# ── versions of the tables ──────────────────────────────────────────────────────────────────────
def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == mail.SCHEMA


def test_migrated_tables_equal_the_code(store: Store) -> None:
    def check(connection: Connection) -> None:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        command.check(config)  # raises if a migration is missing

    store._database.write(check)


def test_checks_and_keys_are_those_of_the_code(store: Store) -> None:
    """Alembic does not compare checks; so by name."""

    def look(connection: Connection) -> None:
        found = inspect(connection)
        for table in mail.SQLModel.metadata.sorted_tables:
            named = {str(one.name) for one in table.constraints if str(one.name).startswith(f"{table.name}_")}
            checks = {one["name"] for one in found.get_check_constraints(table.name)}
            uniques = {one["name"] for one in found.get_unique_constraints(table.name)}
            keys = {one["name"] for one in found.get_foreign_keys(table.name)}
            assert named <= checks | uniques | keys | {f"{table.name}_pkey"}

    store._database.read(look)


def test_a_migration_can_be_taken_back(store: Store) -> None:
    def down(connection: Connection) -> list[str]:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        command.downgrade(config, "base")
        return inspect(connection).get_table_names()

    assert store._database.write(down) == ["alembic_version"]


def test_a_newer_database_is_refused_and_left_alone(store: Store, store_url: str) -> None:
    put_out(store, 1)
    following = f"{int(mail.SCHEMA) + 1:04}"
    store._database.write(
        lambda connection: connection.execute(text(f"UPDATE alembic_version SET version_num = '{following}'"))
    )
    with pytest.raises(StoreError, match=f"比这个程序认识的 {mail.SCHEMA} 新") as caught:
        Store(store_url)
    assert "升级程序" in str(caught.value)
    assert len(unsent(store)) == 1


def test_two_processes_may_open_an_empty_database_at_once(empty_url: str) -> None:
    faults: list[BaseException] = []

    def go() -> None:
        try:
            Store(empty_url).close()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=go) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert faults == []


def test_opening_a_current_database_only_looks(store_url: str) -> None:
    """It asks for the version and takes no lock."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        Store(store_url).close()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert [one for one in asked if "alembic_version" in one][-1:] == asked[-1:]
    assert {one.split()[0] for one in asked} <= {"BEGIN", "PRAGMA", "SELECT"}
    assert "BEGIN IMMEDIATE" not in asked


# ── faults ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("nonsense", "RONGCUO_DATABASE_URL"),
        ("mysql://db/x", "PostgreSQL"),
        ("sqlite://", "SQLite 文件"),
        ("sqlite:////proc/nowhere/x.db", "RONGCUO_DATA"),
    ],
)
def test_an_impossible_address_is_explained(url: str, remedy: str) -> None:
    with pytest.raises(StoreError, match=remedy):
        Store(url)


def test_a_file_that_is_no_database_is_explained_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    (tmp_path / "x.db").write_bytes(b"hello " * 1000)
    with pytest.raises(StoreUnfit, match="不是 SQLite 数据库"):
        Store(f"sqlite:///{tmp_path / 'x.db'}")
    assert "再试一次" not in caplog.text


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(StoreUnavailable, match="没有写入"):
        Store("postgresql://nobody:geheim@127.0.0.1:9/none", patience=0.01)


def test_the_data_is_closed_to_other_users(sqlite_url: str, tmp_path: Path) -> None:
    Store(sqlite_url).close()
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data/rongcuo.db").stat().st_mode & 0o777 == 0o600


def test_what_is_written_is_on_the_disk_and_what_is_deleted_is_not(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    found = {
        name: rows(store, f"PRAGMA {name}")[0][0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    store.close()


def test_what_was_to_be_done_last_goes_with_its_transaction(store: Store) -> None:
    done: list[str] = []

    def fail(connection: Connection) -> None:
        at_last(connection, lambda _: done.append("last"))
        raise Conflict

    with pytest.raises(Conflict):
        store._database.write(fail)
    store._database.write(lambda connection: at_last(connection, lambda _: done.append("its own")))
    assert done == ["its own"]


def test_the_last_attempt_is_on_a_connection_of_its_own(store_url: str) -> None:
    database, seen = Database(store_url, patience=0.01), list[Any]()

    def fail(connection: Connection) -> None:
        seen.append(connection.connection.dbapi_connection)
        raise exc.OperationalError("SELECT", {}, ConnectionError())

    with pytest.raises(StoreUnavailable):
        database.write(fail)
    assert seen[-1] not in seen[:-1]
    assert len(set(map(id, seen[:-1]))) == 1
    database.close()


def test_rows_are_written_in_one_order_by_everybody(store: Store) -> None:
    """Two that finish the same updates must not wait for each other."""
    store.receive(incoming(1, 2, 3))
    taken: list[int] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.startswith("UPDATE inbox"):
            rows_ = [list(one.values() if isinstance(one, dict) else one) for one in values]
            taken.extend(value for row in rows_ for value in row if isinstance(value, int))

    event.listen(store._database.engine, "before_cursor_execute", note)
    store.write(Changes(done=[3, 1, 2]))
    assert taken == [1, 2, 3]


@contextmanager
def locked(url: str) -> Iterator[None]:
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


class Refusal(logging.Handler):
    """Waits for the database to be told unavailable."""

    def __init__(self) -> None:
        super().__init__()
        self.came = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.came.set()


def test_a_locked_database_is_waited_for(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "rongcuo.store")
    store, refusal = Store(sqlite_url, patience=1), Refusal()
    logging.getLogger("rongcuo.store").addHandler(refusal)
    with locked(sqlite_url):
        worker = threading.Thread(target=store.receive, args=(incoming(1),))
        worker.start()
        assert waiting(store) == []  # reading goes on
        assert refusal.came.wait(20)
    worker.join()
    logging.getLogger("rongcuo.store").removeHandler(refusal)
    assert len(waiting(store)) == 1
    store.close()


def test_a_database_locked_for_long_is_unavailable_and_nothing_is_written(sqlite_url: str) -> None:
    store = Store(sqlite_url, patience=0.1)
    with locked(sqlite_url), pytest.raises(StoreUnavailable, match="另一个程序占着它"):
        store.receive(incoming(1))
    assert store.receive(incoming(1)) == incoming(1)
    store.close()


def test_a_full_disk_writes_nothing_and_says_so(sqlite_url: str) -> None:
    store = Store(sqlite_url, patience=0.01)
    limit = [40]
    engine = store._database.engine
    event.listen(
        engine, "begin", lambda one: one.exec_driver_sql(f"PRAGMA max_page_count={limit[0]}"), insert=True
    )
    big = [Incoming(str(number), "telegram:1", "x" * 3000) for number in range(300)]
    with pytest.raises(StoreUnavailable, match="磁盘满了，请腾出空间"):
        store.receive(big)
    assert waiting(store) == []
    limit[0] = 100_000
    assert store.receive(big) == big
    store.close()


def test_a_lost_answer_to_a_commit_loses_no_update(store: Store) -> None:
    """The connection is cut after the commit and before its answer: the second run finds the first's rows."""
    lose_answers(store, 1)
    assert store.receive(incoming(1, 2)) == incoming(1, 2)
    assert store.receive(incoming(1, 2)) == []


def lose_answers(store: Store, how_many: int) -> None:
    """So many times what is written is committed, but the answer is lost together with the connection."""
    engine, left, writing = store._database.engine, [how_many], [False]
    commit = engine.dialect.do_commit

    def note(connection: Connection) -> None:
        writing[0] = not connection.get_execution_options().get("reading")

    def cut(connection: Any) -> None:
        commit(connection)
        if left[0] and writing[0]:
            left[0] -= 1
            raise engine.dialect.loaded_dbapi.OperationalError("server closed the connection unexpectedly")

    event.listen(engine, "commit", note)
    engine.dialect.do_commit = cut  # type: ignore[method-assign]


def test_a_chat_goes_on_under_another_name_once(store: Store) -> None:
    store.write(Changes(chats=chat(None, '{"old":1}')))
    store.rename("telegram:1", "terminal:user:a")
    store.write(Changes(chats=chat(None, '{"new":1}')))
    store.rename("telegram:1", "terminal:user:a")  # that name is taken now
    found = store.load((), ("telegram:1", "terminal:user:a")).chats
    assert (found["telegram:1"].state, found["terminal:user:a"].state) == ('{"new":1}', '{"old":1}')
