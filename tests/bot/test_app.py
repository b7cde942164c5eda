"""App: one event in, all that it causes in one transaction, replies out; each update exactly once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import psycopg
import pytest
from sqlalchemy import event as sql_event

from bot.app import FALLBACK, App, Job, Worked
from bot.app.decision import DEATHS
from bot.store.applications import writing
from bot.store.mail import Changes, ChatState, Draft, Incoming, NotStorable, Outgoing, Store, StoreUnavailable
from dialogs.core import Card, Command, Event, Feedback, Pressed, Reply, Said, Sent, State, Turn, say
from tests.bot.test_store import locked, lose_answers, rows
from tests.harness.post import unsent, waiting


@dataclass
class Echo:
    """Remembers what was said and repeats it; some words make it fail."""

    heard: list[Event] = field(default_factory=list)
    before: Callable[[str], None] = lambda _: None

    def step(self, state: State, event: Event, *, private: bool = True, today: date | None = None) -> Turn:
        self.heard.append(event)
        assert isinstance(event, Said)
        self.before(event.text)
        said = [*state.of("echo").get("said", []), event.text]  # type: ignore[misc]
        match event.text.split()[0]:
            case "boom":
                raise RuntimeError(f"the secret was {event.text}")
            case "unstorable":
                said = ["\ud800"]
            case "refused":  # the database insists on a value
                return Turn(state, (say("never"),), (Feedback(None, None, ()),))  # type: ignore[arg-type]
            case "useful":
                return Turn(state, (say("谢谢"),), (Feedback(True, "weihai", ("weihai/3",), "问"),))
            case "silent":
                return Turn(state.put("echo", {"said": said}), ())
        where = "" if private else "（群）"
        return Turn(
            state.put("echo", {"said": said}),
            (say(f"{event.text}{where}"),) * max(1, len(event.text.split()) - 1),
        )

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        raise NotImplementedError


def text_of(message: Outgoing) -> str:
    return Reply.from_json(message.body["reply"]).text


def job(number: int, text: str, chat: str = "telegram:1", **more: Any) -> Job:
    return Job(Incoming(str(number), chat, "{}"), Said(text), **more)


def received(store: Store, *jobs: Job) -> Sequence[Job]:
    return [
        replace(job, update=kept)
        for job, kept in zip(jobs, store.receive([one.update for one in jobs]), strict=True)
    ]


def texts(worked: Sequence[Worked]) -> list[tuple[int, str, list[str]]]:
    return [
        (int(one.update.key), one.outcome, [text_of(message) for message in one.outgoing]) for one in worked
    ]


def said(store: Store, chat: str = "telegram:1") -> list[Any]:
    found = store.load([], [chat]).chats.get(chat)
    return [] if found is None else State.from_json(found.state).of("echo")["said"]  # type: ignore[return-value]


@pytest.fixture
def talk() -> Echo:
    return Echo()


@pytest.fixture
def app(store: Store, talk: Echo) -> App:
    return App(store, talk)


# ── a terminal or a browser ─────────────────────────────────────────────────────────────────────
def test_a_conversation_is_remembered(app: App, store: Store) -> None:
    assert app.handle("terminal:me", Said("一")) == (say("一"),)
    assert app.handle("terminal:me", Said("二"), private=False) == (say("二（群）"),)
    assert said(store, "terminal:me") == ["一", "二"]
    assert unsent(store) == []


def test_effects_are_performed(app: App, store: Store) -> None:
    app.handle("terminal:me", Said("useful"))
    assert [(one.useful, one.region, one.question) for one in store.questions()] == [(True, "weihai", "问")]


def test_a_mistake_in_a_dialog_changes_nothing(app: App, store: Store) -> None:
    app.handle("terminal:me", Said("一"))
    with pytest.raises(RuntimeError):
        app.handle("terminal:me", Said("boom"))
    assert said(store, "terminal:me") == ["一"]


def test_words_are_cleaned_before_a_dialog_hears_them(store: Store) -> None:
    heard: list[Event] = []

    class Listener(Echo):
        def step(
            self, state: State, event: Event, *, private: bool = True, today: date | None = None
        ) -> Turn:
            heard.append(event)
            return Turn(state, ()) if private else Turn(state, (say("不该在群里"),))

    app = App(store, Listener())
    for one in (Said("a\x00\ud800"), Pressed("x\u202e"), Command("start", "\x07b"), Sent("photo", "\x1b[0m")):
        app.handle("terminal:me", one)
    assert heard == [Said("a"), Pressed("x"), Command("start", "b"), Sent("photo", "[0m")]


def test_two_at_once_in_one_chat_lose_nothing(app: App, store: Store) -> None:
    def talk_on(name: int) -> None:
        for number in range(10):
            app.handle("web:1", Said(f"{name}.{number}"))

    threads = [threading.Thread(target=talk_on, args=(name,)) for name in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(said(store, "web:1")) == [f"{name}.{number}" for name in range(4) for number in range(10)]


def test_a_lost_answer_to_a_commit_is_not_handled_twice(
    app: App, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.handle("terminal:me", Said("一"))
    lose_answers(store, 1)
    assert app.handle("terminal:me", Said("二")) == (say("二"),)
    assert said(store, "terminal:me") == ["一", "二"]


# ── a reader who may ask once more ──────────────────────────────────────────────────────────────
def test_what_came_before_is_not_done_again_but_answered_alike(app: App, store: Store, talk: Echo) -> None:
    first = app.handle("web:1", Said("一 a b"), once="a1")
    assert first == (say("一 a b"),) * 2
    assert app.handle("web:1", Said("一 a b"), once="a1") == first
    assert app.handle("web:1", Said("二"), once="a2") == (say("二"),)
    assert [one.text for one in talk.heard if isinstance(one, Said)] == ["一 a b", "二"]
    assert said(store, "web:1") == ["一 a b", "二"]
    assert (waiting(store), unsent(store)) == ([], [])


def test_a_name_is_known_in_its_channel_alone(app: App, store: Store) -> None:
    received(store, job(1, "一"))
    assert app.handle("web:1", Said("二"), once="1") == (say("二"),)
    assert app.handle("terminal:1", Said("三"), once="1") == (say("三"),)


def test_a_name_that_was_anothers_tells_nothing(app: App, store: Store) -> None:
    app.handle("web:1", Said("一"), once="a1")
    assert app.handle("web:2", Said("二"), once="a1") == ()
    assert said(store, "web:2") == []


def test_what_was_forgotten_is_not_told_again(app: App, store: Store) -> None:
    app.handle("web:1", Said("一"), once="a1")
    store.forget("web:1")
    assert app.handle("web:1", Said("一"), once="a1") == ()
    assert rows(store, "SELECT payload FROM inbox") == [("",)]


def test_one_name_at_once_is_one_message(app: App, store: Store) -> None:
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda: answers.append(app.handle("web:1", Said("一"), once="a1")))
        for _ in range(4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers == [(say("一"),)] * 4
    assert said(store, "web:1") == ["一"]


def noted(_state: State, replies: Sequence[Reply]) -> list[Any]:
    return [writing.told("web:1", reply.text) for reply in replies]


def test_what_a_surface_adds_is_written_with_the_answer_or_not_at_all(app: App, store: Store) -> None:
    app.handle("web:1", Said("一"), once="a1", record=noted)
    app.handle("web:1", Said("一"), once="a1", record=noted)
    with pytest.raises(NotStorable):
        app.handle("web:1", Said("refused"), once="a2", record=noted)
    assert len(unsent(store)) == 1
    assert store.answered("web:1", "a2") is None


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version":1}',
        '{"version":1,"region":5,"dialogs":{}}',
        '{"version":1,"region":null,"dialogs":[]}',
        '{"version":1,"region":null,"dialogs":{"echo":[]}}',
    ],
)
def test_a_state_that_cannot_be_read_starts_afresh(
    app: App, store: Store, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    store.write(Changes(chats={"telegram:77": ChatState("telegram:77", broken, None)}))
    app.handle("telegram:77", Said("一"))
    assert said(store, "telegram:77") == ["一"]
    assert "telegram:77" not in caplog.text


# ── an inbox and an outbox ──────────────────────────────────────────────────────────────────────
def test_many_chats_in_one_commit_each_in_its_order(app: App, store: Store) -> None:
    jobs = received(store, *(job(number, f"第{number}", f"telegram:{number % 3}") for number in range(150)))
    commits: list[object] = []
    sql_event.listen(store._database.engine, "commit", commits.append)
    worked = app.work(jobs)
    assert len([one for one in commits if not one.get_execution_options().get("reading")]) == 2  # type: ignore[attr-defined]
    assert texts(worked) == [(number, "done", [f"第{number}"]) for number in range(150)]
    for chat in range(3):
        assert said(store, f"telegram:{chat}") == [
            f"第{number}" for number in range(150) if number % 3 == chat
        ]
    assert unsent(store) == [message for one in worked for message in one.outgoing]
    assert waiting(store) == []


def test_replies_keep_their_order_and_need_not_exist(app: App, store: Store) -> None:
    worked = app.work(
        received(store, job(1, "三 a b c"), job(2, "silent"), Job(Incoming("3", "telegram:1", ""), None))
    )
    assert texts(worked) == [(1, "done", ["三 a b c"] * 3), (2, "done", []), (3, "done", [])]
    assert [message.position for message in worked[0].outgoing] == [0, 1, 2]


def test_a_job_done_before_is_not_done_again(app: App, store: Store, talk: Echo) -> None:
    jobs = received(store, job(1, "一"))
    (first,) = app.work(jobs)
    (second,) = app.work([*jobs, *jobs])
    assert (second.outcome, second.outgoing) == ("already", first.outgoing)  # still unsent
    store.sent([message.id for message in first.outgoing])
    assert texts(app.work(jobs)) == [(1, "already", [])]
    assert len(talk.heard) == 1
    assert said(store) == ["一"]


def test_a_job_that_was_never_received_or_is_forgotten_is_left_alone(app: App, store: Store) -> None:
    assert texts(app.work([job(1, "一")])) == [(1, "already", [])]
    jobs = received(store, job(2, "二"))
    store.forget("telegram:1")
    assert texts(app.work(jobs)) == [(2, "already", [])]
    assert said(store) == []


@pytest.mark.parametrize("poison", ["boom", "unstorable", "refused"])
def test_a_poisonous_update_is_rolled_back_alone(
    app: App, store: Store, talk: Echo, poison: str, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = [
        job(1, "一"),
        job(2, f"{poison} 秘密"),
        job(3, "二"),
        *(job(number, "别人", f"telegram:{number}") for number in range(4, 20)),
    ]
    worked = app.work(received(store, *jobs))
    fallback = FALLBACK.text
    assert "/help" in fallback
    assert texts(worked[:4]) == [
        (1, "done", ["一"]),
        (2, "set_aside", [fallback]),
        (3, "done", ["二"]),
        (4, "done", ["别人"]),
    ]
    assert [one.outcome for one in worked].count("done") == 18
    assert said(store) == ["一", "二"]
    assert waiting(store) == []
    assert [message.id for message in unsent(store)] == sorted(m.id for one in worked for m in one.outgoing)
    assert "秘密" not in caplog.text
    assert "update 2" in caplog.text
    if poison != "refused":
        assert talk.heard.count(Said(f"{poison} 秘密")) == 3


def test_what_nobody_can_read_is_set_aside_and_told_in_private_alone(app: App, store: Store) -> None:
    read = received(store, job(1, "一"), job(2, "二", chat="telegram:2"), job(3, "三"))
    odd = [replace(one, event=None, odd=True, private=one.update.id == 1) for one in read[:2]]
    worked = app.work([*odd, read[2]])
    assert texts(worked) == [(1, "set_aside", [FALLBACK.text]), (2, "set_aside", []), (3, "done", ["三"])]
    assert said(store) == ["三"]


def test_what_its_channel_wants_to_know_goes_with_the_answer(app: App, store: Store) -> None:
    (worked,) = app.work(received(store, job(1, "一", to={"topic": 5})))
    assert worked.outgoing[0].body == {"reply": say("一").to_json(), "to": {"topic": 5}}


def test_a_passing_weakness_is_tried_again_in_order(app: App, store: Store, talk: Echo) -> None:
    weak = ["一"]

    def fail(text: str) -> None:
        if text in weak:
            weak.remove(text)
            raise MemoryError

    talk.before = fail
    worked = app.work(received(store, job(1, "一"), job(2, "二"), job(3, "三", chat="telegram:2")))
    assert [one.outcome for one in worked] == ["done"] * 3
    assert said(store) == ["一", "二"]
    assert rows(store, "SELECT tries FROM inbox ORDER BY id") == [(1,), (0,), (0,)]


def test_what_the_database_never_takes_is_set_aside_in_silence(app: App, store: Store) -> None:
    jobs = received(store, job(1, "一"), job(2, "二", chat="telegram:2"))
    store.write(Changes(drafts=[Draft(1, 0, "telegram:1", "{}")]))  # as if it had been answered already
    assert texts(app.work(jobs)) == [(1, "set_aside", []), (2, "done", ["二"])]
    assert (said(store), waiting(store)) == ([], [])


class Killed(BaseException):
    """What the operating system does to a process, seen from inside."""


def test_an_update_that_kills_the_process_again_and_again_is_set_aside(
    app: App, store: Store, talk: Echo
) -> None:
    def kill(text: str) -> None:
        if text == "kill":
            raise Killed

    talk.before = kill
    words = {1: "一", 2: "kill", 3: "三"}
    with pytest.raises(Killed):
        app.work(received(store, *(job(number, word) for number, word in words.items())))
    worked: list[Worked] = []
    for _ in range(DEATHS + 1):
        assert not worked
        left = [Job(one, Said(words[one.id])) for one in waiting(store)]
        try:
            worked = app.work(left)
        except Killed:
            assert said(store) == ["一"]
    assert texts(worked) == [(2, "set_aside", [FALLBACK.text]), (3, "done", ["三"])]
    assert said(store) == ["一", "三"]


def test_somebody_else_writing_meanwhile_is_noticed(app: App, store: Store, talk: Echo) -> None:
    other = App(store, Echo())
    done: list[str] = []

    def meanwhile(text: str) -> None:
        if text == "一" and not done:
            done.append(text)
            other.handle("telegram:1", Said("插话"))

    talk.before = meanwhile
    assert texts(app.work(received(store, job(1, "一")))) == [(1, "done", ["一"])]
    assert said(store) == ["插话", "一"]


def test_a_chat_that_never_rests_is_given_up_without_harm(store: Store, talk: Echo) -> None:
    app, other = App(store, talk, redo=5), App(store, Echo())
    talk.before = lambda _: other.handle("telegram:1", Said("插话")) and None
    jobs = received(store, job(1, "一"))
    with pytest.raises(StoreUnavailable, match="太忙"):
        app.work(jobs)
    with pytest.raises(StoreUnavailable, match="太忙"):
        app.handle("telegram:1", Said("一"))
    talk.before = lambda _: None
    assert texts(app.work(jobs)) == [(1, "done", ["一"])]


# ── the database fails ──────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("how_many", [1, 2, 3])
def test_a_lost_answer_to_a_commit_loses_and_doubles_nothing(app: App, store: Store, how_many: int) -> None:
    jobs = received(store, job(1, "一"), job(2, "二", chat="telegram:2"))
    lose_answers(store, how_many)
    worked = app.work(jobs)
    assert [[text_of(m) for m in one.outgoing] for one in worked] == [["一"], ["二"]]
    assert said(store) == ["一"]
    assert len(rows(store, "SELECT 1 FROM outbox")) == 2


def test_with_the_database_locked_nothing_happens_and_the_same_jobs_go_later(sqlite_url: str) -> None:
    store = Store(sqlite_url, patience=0.05)
    app = App(store, Echo())
    jobs = received(store, job(1, "一"))
    with locked(sqlite_url), pytest.raises(StoreUnavailable, match="另一个程序占着它"):
        app.work(jobs)
    assert (said(store), unsent(store)) == ([], [])
    assert texts(app.work(jobs)) == [(1, "done", ["一"])]
    store.close()


ON_POSTGRESQL = pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)


@pytest.fixture
def cut_off(store: Store, postgres: str) -> Iterator[list[int]]:
    """Once a message is put out, the server ends every connection of the store, as often as the list says."""
    times = [1]

    def cut(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO outbox") and times[0]:
            times[0] -= 1
            with psycopg.connect(postgres, autocommit=True) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                    [store._database.engine.url.database],
                )

    sql_event.listen(store._database.engine, "after_cursor_execute", cut)
    yield times
    sql_event.remove(store._database.engine, "after_cursor_execute", cut)


@ON_POSTGRESQL
def test_a_connection_cut_in_mid_transaction_is_replaced(app: App, store: Store, cut_off: list[int]) -> None:
    cut_off[0] = 2
    worked = app.work(received(store, job(1, "一"), job(2, "二", chat="telegram:2"), job(3, "三")))
    assert texts(worked) == [(1, "done", ["一"]), (2, "done", ["二"]), (3, "done", ["三"])]
    assert said(store) == ["一", "三"]
    assert len(rows(store, "SELECT 1 FROM outbox")) == 3
    assert cut_off == [0]


@ON_POSTGRESQL
def test_a_connection_cut_every_time_is_unavailable(app: App, store: Store, cut_off: list[int]) -> None:
    cut_off[0] = 99
    jobs = received(store, job(1, "一"))
    with pytest.raises(StoreUnavailable):
        app.work(jobs)
    assert (said(store), unsent(store), len(waiting(store))) == ([], [], 1)
    cut_off[0] = 0
    assert texts(app.work(jobs)) == [(1, "done", ["一"])]


def test_no_log_of_a_whole_run_holds_what_was_said(
    app: App, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    lose_answers(store, 1)
    app.work(
        received(store, job(1, "秘密一"), job(2, "boom 秘密二"), job(3, "refused 秘密三", chat="telegram:9"))
    )
    store.failed(unsent(store)[0].id, "403")
    assert "秘密" not in caplog.text
    assert caplog.text.count("boom") == 0
