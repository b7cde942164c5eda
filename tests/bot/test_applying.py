"""An application from its first question to its end, through the real dialogs and the store: whatever fails in between,
it is there once and whole, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event as sql_event

from bot.app import App, Job, Worked
from bot.casework.codes import checked
from bot.files import Keep
from bot.store.mail import Incoming, Store, StoreUnavailable
from bot.workdays import Workdays
from dialogs import acts
from dialogs.acts import Kept, fingerprint
from dialogs.apply import words
from dialogs.apply.record import recall
from dialogs.core import Card, Command, Event, File, Pressed, Reply, Said, Sent, State, Talk, Turn
from dialogs.router import Rongcuo
from dialogs.shared.states import STATES
from knowledge.answer import Assistant
from tests.bot.test_app import ON_POSTGRESQL, text_of
from tests.bot.test_store import kept, locked, lose_answers, rows
from tests.harness.given import Clock, Loaded, Played
from tests.harness.office import PEOPLE, Office, everything, gate_of, piece, result, sound, told
from tests.harness.post import unsent

ME, THERE, CLERK = "telegram:1", "terminal:me", PEOPLE["clerk"]
NAMED, POST, COURSE, REMARK = (
    "钱小七",
    "某某镇民政所经办人员",
    "五月六日老人断了药，我先发了救助。",
    "家里没有别人",
)
TYPED = (NAMED, POST, COURSE, REMARK)
FORM: tuple[Event, ...] = (
    Command("apply"), Pressed("intake/agree=lishui"), Said("某某县民政局党组"), Pressed("intake/a=applicant_kind:person"),
    Said(NAMED), Said(POST), Said("2026-05-06"), Said("先行发放救助"), Said(COURSE), Pressed("intake/skip=motive"),
    Pressed("intake/skip=procedure"), Pressed("intake/skip=impact"), Pressed("intake/skip=remedy"),
    Pressed("intake/t=lishui.9.1"), Pressed("intake/picked=ids"), Pressed("intake/skip=reason:lishui.9.1"),
    Sent("document", "", File("ref-1", "受理单.pdf", 9)), Pressed("intake/a=evidence:done"), Said(REMARK),
)  # fmt: skip
SUBMIT, SURE = Pressed("intake/submit=1"), Pressed("intake/sure=d0000000")
NUMBER = re.compile(r"编号：(\d{3}-\d{3}-\d{3})")
CODE = re.compile(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){2}")
ON_SQLITE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


class Killed(BaseException):
    """No code of ours gets to run any more."""


@pytest.fixture
def talk(assistant: Assistant) -> Rongcuo:
    return Rongcuo(assistant, Workdays())


@pytest.fixture
def app(store: Store, talk: Talk) -> App:
    return App(store, talk, office=gate_of(store))


@pytest.fixture
def filled(app: App) -> App:
    """Everything is answered; only 确定提交 is left to be pressed."""
    fills(app, ME)
    does(app, ME, SUBMIT)
    return app


@pytest.fixture
def clerk(store: Store) -> None:
    Office(store).hires("clerk")


def does(app: App, chat: str, *events: Event) -> str:
    """All that is answered; files come at once."""
    heard: list[Reply] = []
    for event in events:
        replies = app.handle(chat, event)
        for wanted in [one.fetch for one in replies if one.fetch]:
            replies += app.handle(
                chat, Kept(wanted.draft, wanted.file.ref, piece(wanted.draft, wanted.file.name))
            )
        heard += replies
    return "\n".join(one.text for one in heard)


def pressing(app: App, chat: str, event: Event, label: str) -> Pressed:
    """The button of this label in what an event is answered with."""
    shown = (one for reply in app.handle(chat, event) for row in reply.buttons for one in row)
    return Pressed(next(one.data for one in shown if one.label == label))


def fills(app: App, chat: str) -> None:
    assert words.REVIEW in does(app, chat, *FORM)


def held(store: Store, chat: str = ME) -> State:
    return State.from_json(store.load((), (chat,)).chats[chat].state)


def number(store: Store) -> str:
    """Of the only application."""
    ((found,),) = rows(store, "SELECT number FROM application")
    return str(found)


def job(n: int, event: Event, chat: str = ME) -> Job:
    return Job(Incoming(str(n), chat, "{}"), event)


def works(app: App, store: Store, *jobs: Job) -> list[str]:
    """What each of them is answered with."""
    return spoken(app.work([replace(one, update=kept(store, one.update)) for one in jobs]))


def spoken(worked: Sequence[Worked]) -> list[str]:
    return ["\n".join(text_of(message) for message in one.outgoing) for one in worked]


def once(store: Store, said: str) -> None:
    """There is one application, whole, with the number that was told, and no draft any more."""
    (told_,) = set(NUMBER.findall(said))
    row = store.docket.find(told_.replace("-", ""))
    assert row
    assert row.number == number(store)
    case = store.docket.whole(row)
    assert [one.text for one in case.fields if one.key in ("applicant", "post", "course", "remark")] == list(
        TYPED
    )
    assert [one.at for one in case.claims] == ["lishui.9.1"]
    assert [one.name for one in case.pieces] == ["受理单.pdf"]
    assert fingerprint(case) in said
    assert [one.act for one in store.docket.trail(row.number)] == ["submit"]
    left = held(store, str(row.chat)).of("intake")
    assert left["filed"] == row.number
    assert left.keys() <= {"filed", "count"}
    sound(store)


# ── submitting ──────────────────────────────────────────────────────────────────────────────────
def test_an_application_is_filled_and_submitted(filled: App, store: Store) -> None:
    said = does(filled, ME, SURE)
    once(store, said)
    assert CODE.search(said)
    assert number(store) in held(store).to_json()


def test_tapping_again_tells_the_number_and_submits_nothing(filled: App, store: Store) -> None:
    said = does(filled, ME, SURE)
    for event in (SURE, SUBMIT, SURE, Pressed("intake/a=applicant_kind:person")):
        again = does(filled, ME, event)
        assert "不会重复提交" in again
        assert NUMBER.findall(said)[0] in again
        assert not CODE.search(again)
    once(store, said)


def test_two_taps_in_one_batch_are_one_application(filled: App, store: Store) -> None:
    first, second, third = works(filled, store, job(1, SURE), job(2, SURE), job(3, SURE))
    once(store, first)
    assert "不会重复提交" in second
    assert second == third
    assert NUMBER.findall(first)[0] in second


def test_two_taps_in_two_batches_are_one_application(filled: App, store: Store) -> None:
    (first,) = works(filled, store, job(1, SURE))
    (second,) = works(filled, store, job(2, SURE))
    once(store, first)
    assert "不会重复提交" in second


def test_the_same_update_twice_is_answered_once_with_the_same_receipt(filled: App, store: Store) -> None:
    (first,) = works(filled, store, job(1, SURE))
    assert works(filled, store, job(1, SURE)) == [first]  # still unsent, so it is handed out again
    once(store, first)


def test_what_comes_in_the_same_batch_sees_the_application(filled: App, store: Store) -> None:
    first, second, third = works(
        filled, store, job(1, SURE), job(2, Command("status")), job(3, Said("第四条"))
    )
    once(store, first)
    assert f"{NUMBER.findall(first)[0]} · 丽水市 · {STATES['submitted']}" in second
    assert "第四条" in third


def test_all_of_it_in_one_batch_is_one_application(app: App, store: Store) -> None:
    events = [*(one for one in FORM if not isinstance(one, Sent)), SUBMIT, SURE, SURE, Command("status")]
    events = [
        Pressed("intake/a=evidence:none") if one == Pressed("intake/a=evidence:done") else one
        for one in events
    ]
    said = works(app, store, *(job(n, one) for n, one in enumerate(events, 1)))
    assert NUMBER.findall(said[-3])[0] in said[-2]
    assert NUMBER.findall(said[-3])[0] in said[-1]
    assert rows(store, "SELECT count(*) FROM application") == [(1,)]


def test_many_people_submit_in_one_batch(app: App, store: Store, clerk: None) -> None:
    chats = [f"telegram:{n}" for n in range(50, 56)]
    for chat in chats:
        fills(app, chat)
        does(app, chat, SUBMIT)
    said = works(app, store, *(job(n, SURE, chat) for n, chat in enumerate(chats, 1)))
    numbers = [NUMBER.findall(one)[0] for one in said]
    assert len(set(numbers)) == 6
    assert sorted(rows(store, "SELECT chat FROM application")) == [(chat,) for chat in chats]
    assert len([chat for chat, _ in told(store) if chat == CLERK]) == 6
    sound(store)


def test_staff_hear_of_it_and_read_nothing_personal_in_the_message(
    filled: App, store: Store, clerk: None
) -> None:
    said = does(filled, ME, SURE)
    ((chat, notice),) = told(store)
    assert chat == CLERK
    assert notice["text"] == f"新申请 {NUMBER.findall(said)[0]}（丽水市，个人申请，附材料 1 份）。"
    assert not [one for one in TYPED if one in str(notice)]
    assert COURSE in does(filled, CLERK, Pressed(notice["buttons"][0][0][1]))


# ── somebody else writes at the same time ───────────────────────────────────────────────────────
@dataclass
class Meanwhile:
    """The dialogs; before the first step, once, something else happens."""

    talk: Talk
    happens: Callable[[], object]

    def step(self, state: State, event: Event, *, private: bool = True, today: date | None = None) -> Turn:
        happens, self.happens = self.happens, lambda: None
        happens()
        return self.talk.step(state, event, private=private, today=today)

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        raise NotImplementedError


def test_a_tap_on_another_surface_in_between_is_noticed(filled: App, store: Store, talk: Talk) -> None:
    first: list[str] = []
    late = App(store, Meanwhile(talk, lambda: first.append(does(filled, ME, SURE))), office=gate_of(store))
    assert "不会重复提交" in does(late, ME, SURE)
    once(store, first[0])


def test_a_word_in_between_is_kept_and_the_application_filed(filled: App, store: Store, talk: Talk) -> None:
    late = App(
        store, Meanwhile(talk, lambda: does(filled, ME, Command("region", "威海"))), office=gate_of(store)
    )
    said = does(late, ME, SURE)
    once(store, said)
    assert held(store).region == "weihai"


def test_a_number_taken_in_between_is_not_given_twice(
    filled: App, store: Store, store_url: str, talk: Talk, clock: Clock
) -> None:
    taken, free = 48273906, 73906148
    late = Store(store_url, 0.5, Played(clock, Loaded(iter([taken, taken, free]), count())))
    faster = Store(store_url, 0.5, Played(clock, Loaded(iter([taken]), count())))
    find = late.docket.find

    def taken_meanwhile(wanted: str) -> Any:
        row = find(wanted)
        late.docket.find = find  # type: ignore[method-assign]
        Office(faster).submits("another")
        return row

    late.docket.find = taken_meanwhile  # type: ignore[method-assign]
    assert NUMBER.findall(does(App(late, talk, office=gate_of(late)), ME, SURE)) == ["739-061-484"]
    assert sorted(rows(store, "SELECT number, chat FROM application")) == [
        (checked(taken), PEOPLE["another"]),
        (checked(free), ME),
    ]
    late.close(), faster.close()


def test_staff_and_applicant_at_once_one_after_the_other(
    filled: App, store: Store, talk: Talk, clerk: None
) -> None:
    does(filled, ME, SURE)
    which = number(store)
    does(filled, CLERK, Pressed(f"review/request={which}"), Said("请补会议纪要"))
    does(filled, ME, Pressed(f"status/withdraw={which}"), Pressed(f"status/sure={which}"))
    late = App(
        store,
        Meanwhile(talk, lambda: does(filled, ME, Pressed(f"status/gone={which}"))),
        office=gate_of(store),
    )
    assert f"现在是“{STATES['withdrawn']}”" in does(late, CLERK, Pressed(f"review/send={which}"))
    assert rows(store, "SELECT 1 FROM supplement") == []
    assert [chat for chat, _ in told(store)] == [CLERK, CLERK]  # nobody asked the applicant for anything
    sound(store)


def test_a_request_and_a_withdrawal_in_one_batch(filled: App, store: Store, clerk: None) -> None:
    does(filled, ME, SURE)
    which = number(store)
    does(filled, CLERK, Pressed(f"review/request={which}"), Said("请补会议纪要"))
    does(filled, ME, Pressed(f"status/withdraw={which}"), Pressed(f"status/sure={which}"))
    first, second = works(
        filled, store, job(1, Pressed(f"status/gone={which}")), job(2, Pressed(f"review/send={which}"), CLERK)
    )
    assert "已经撤回" in first
    assert "这一步做不了了" in second
    sound(store)


# ── the database fails ──────────────────────────────────────────────────────────────────────────
@ON_SQLITE
def test_with_the_database_locked_the_draft_stays_and_goes_later(
    filled: App, store: Store, store_url: str
) -> None:
    before = everything(store)
    with (
        locked(store_url),
        pytest.raises(StoreUnavailable, match="另一个程序占着它，请稍后再试。没有写入任何内容"),
    ):
        filled.handle(ME, SURE)
    assert everything(store) == before
    once(store, does(filled, ME, SURE))


@ON_SQLITE
def test_with_the_disk_full_nothing_is_half_written(filled: App, store: Store, clerk: None) -> None:
    does(filled, ME, Pressed("intake/open=course"), Said("长" * 4000), SUBMIT)
    limit = [rows(store, "SELECT page_count FROM pragma_page_count")[0][0] + 10]
    sql_event.listen(
        store._database.engine,
        "begin",
        lambda one: one.exec_driver_sql(f"PRAGMA max_page_count={limit[0]}"),
        insert=True,
    )
    with pytest.raises(StoreUnavailable):  # what room there is, is used up
        store_up(store)
    before = everything(store)
    with pytest.raises(StoreUnavailable, match="磁盘满了，请腾出空间"):
        filled.handle(ME, SURE)
    assert everything(store) == before
    limit[0] = 100_000
    assert NUMBER.findall(does(filled, ME, SURE))[0].replace("-", "") == number(store)
    sound(store)


def store_up(store: Store) -> None:
    for n in range(1000):
        store.receive([Incoming(str(n), "telegram:77", "x" * 3000)])


@pytest.mark.parametrize("how_many", [1, 2, 3])
def test_a_lost_answer_to_the_commit_is_one_application_with_the_number_told(
    filled: App, store: Store, how_many: int
) -> None:
    lose_answers(store, how_many)
    said = does(filled, ME, SURE)
    once(store, said)
    assert (
        result(Office(store).does("nobody", acts.Find(number=number(store), code=CODE.findall(said)[0])))
        == "done"
    )


def test_a_lost_answer_with_an_inbox_is_one_application_with_the_number_told(
    filled: App, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [replace(one, update=kept(store, one.update)) for one in (job(1, SURE), job(2, SURE))]
    lose_answers(store, 2)
    first, second = spoken(filled.work(jobs))
    once(store, first)
    assert "不会重复提交" in second


@contextmanager
def cut_at(store: Store, postgres: str, statement: str, times: int) -> Iterator[None]:
    """The server ends every connection of the store as soon as this is done, so many times."""
    left = [times]

    def cut(_connection: Any, _cursor: Any, done: str, *_rest: Any) -> None:
        if done.startswith(statement) and left[0]:
            left[0] -= 1
            with psycopg.connect(postgres, autocommit=True) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                    [store._database.engine.url.database],
                )

    sql_event.listen(store._database.engine, "after_cursor_execute", cut)
    try:
        yield
    finally:
        sql_event.remove(store._database.engine, "after_cursor_execute", cut)


@ON_POSTGRESQL
@pytest.mark.parametrize(
    "statement", ["UPDATE chat", "INSERT INTO application ", "UPDATE attachment", "INSERT INTO audit"]
)
def test_a_connection_cut_in_mid_transaction_is_one_application(
    filled: App, store: Store, postgres: str, statement: str
) -> None:
    with cut_at(store, postgres, statement, 2):
        said = does(filled, ME, SURE)
    once(store, said)


@ON_POSTGRESQL
def test_a_connection_cut_every_time_leaves_the_draft_as_it_was(
    filled: App, store: Store, postgres: str
) -> None:
    before = everything(store)
    with cut_at(store, postgres, "INSERT INTO audit", 99), pytest.raises(StoreUnavailable, match="没有写入"):
        filled.handle(ME, SURE)
    assert everything(store) == before
    once(store, does(filled, ME, SURE))


def dies_at(store: Store, statement: int) -> Callable[[], None]:
    """The process is killed before the store's next so-and-so-many-th statement that writes. Returns how to stop that."""
    left = [statement]

    def kill(connection: Any, *_rest: Any) -> None:
        if connection.get_execution_options().get("reading"):
            return
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    sql_event.listen(store._database.engine, "before_cursor_execute", kill)
    return lambda: sql_event.remove(store._database.engine, "before_cursor_execute", kill)


def killed_everywhere(store: Store, act: Callable[[], str]) -> tuple[str, int]:
    """(what is said in the end, how many places there were to die in); nothing is written before the last one."""
    before = everything(store)
    for statement in range(100):
        stop = dies_at(store, statement)
        try:
            return act(), statement
        except Killed:
            pass
        finally:
            stop()
        assert everything(store) == before
    raise AssertionError("it never ends")


def test_a_submission_cut_off_at_any_statement_leaves_nothing_behind(
    filled: App, store: Store, clerk: None
) -> None:
    said, places = killed_everywhere(store, lambda: does(filled, ME, SURE))
    assert places >= 10
    once(store, said)
    assert len(told(store)) == 1


def test_a_draft_that_moves_is_never_in_two_places_nor_in_none(filled: App, store: Store) -> None:
    code = lends(filled)
    said, places = killed_everywhere(store, lambda: does(filled, THERE, Command("apply", code)))
    assert places >= 3
    assert words.BORROWED in said
    assert (recall(held(store)), held(store).of("intake")) == (None, {"moved": True})


def test_a_supplement_cut_off_at_any_statement_leaves_nothing_behind(
    filled: App, store: Store, clerk: None
) -> None:
    which = returned(filled, store)
    does(
        filled,
        ME,
        Pressed(f"status/more={which}"),
        Said("纪要在附件里"),
        Sent("document", "", File("r", "纪要.pdf", 9)),
    )
    said, places = killed_everywhere(store, lambda: does(filled, ME, Pressed("status/done=d0000000")))
    assert places >= 7
    assert "补充已经交上去了" in said
    row = store.docket.find(which)
    assert row
    assert [one.name for one in store.docket.whole(row).added] == ["纪要.pdf"]
    sound(store)


def test_forgetting_cut_off_at_any_statement_forgets_nothing_half(
    filled: App, store: Store, clerk: None
) -> None:
    which = returned(filled, store)
    does(
        filled,
        ME,
        Pressed(f"status/withdraw={which}"),
        Pressed(f"status/sure={which}"),
        Pressed(f"status/gone={which}"),
    )
    fills(filled, ME)
    sure = pressing(filled, ME, Command("forget"), "确定删除")
    said, places = killed_everywhere(store, lambda: does(filled, ME, sure))
    assert places >= 8
    assert "都删了" in said
    row = store.docket.find(which)
    assert row
    assert row.erased
    sound(store)


def returned(app: App, store: Store) -> str:
    """Submitted, and staff have asked for more."""
    does(app, ME, SURE)
    which = number(store)
    does(
        app, CLERK, Pressed(f"review/request={which}"), Said("请补会议纪要"), Pressed(f"review/send={which}")
    )
    return which


# ── from one surface to another ─────────────────────────────────────────────────────────────────
def lends(app: App) -> str:
    said = does(app, ME, Pressed("intake/lend=1"))
    return CODE.findall(said)[0]


def test_a_draft_goes_over_and_is_submitted_there(filled: App, store: Store) -> None:
    code = lends(filled)
    assert words.BORROWED in does(filled, THERE, Command("apply", code))
    assert words.MOVED in does(filled, ME, SURE)
    said = does(filled, THERE, SUBMIT, SURE)
    once(store, said)
    assert words.MOVED in does(filled, ME, SURE)
    assert words.NO_LOAN in does(filled, "web:3", Command("apply", code))
    assert rows(store, "SELECT count(*) FROM application") == [(1,)]


@pytest.mark.parametrize("posted", [False, True])
def test_a_file_on_its_way_to_a_draft_that_left_is_let_go(
    filled: App, store: Store, talk: Talk, tmp_path: Path, posted: bool
) -> None:
    keep = Keep(tmp_path / "keep")
    app = App(store, talk, keep, office=gate_of(store))
    (wanted,) = [
        one.fetch for one in app.handle(ME, Sent("document", "", File("r", "晚到.pdf", 9))) if one.fetch
    ]
    assert "还有 1 份" in does(app, ME, Pressed("intake/lend=1"))  # not before it is there or given up
    does(app, ME, Pressed("intake/nowait=1"))
    does(app, THERE, Command("apply", lends(app)))
    late = keep.keep(BytesIO(b"%PDF-1.7 late"), "晚到.pdf")
    arrived = Kept(wanted.draft, "r", late)
    if posted:
        works(app, store, job(1, arrived))
    else:
        assert "到得晚了" in does(app, ME, arrived)
    assert not (tmp_path / "keep" / late.place).exists()
    assert late.place not in store.docket.known_places()


def test_where_there_is_a_draft_no_other_is_fetched(filled: App, store: Store) -> None:
    code = lends(filled)
    fills(filled, THERE)
    assert words.HAVE_ONE in does(filled, THERE, Command("apply", code))
    assert recall(held(store)) is not None


@pytest.mark.parametrize("answered_first", [True, False])
def test_a_draft_is_written_on_and_fetched_in_one_batch(app: App, store: Store, answered_first: bool) -> None:
    does(app, ME, *FORM[:2])
    jobs = [job(1, FORM[2]), job(2, Command("apply", lends(app)), THERE)]
    works(app, store, *(jobs if answered_first else jobs[::-1]))
    there = recall(held(store, THERE))
    assert recall(held(store)) is None
    assert there
    assert there.text("authority") == ("某某县民政局党组" if answered_first else "")


# ── what is forgotten ───────────────────────────────────────────────────────────────────────────
def test_forgetting_takes_the_files_from_the_disk_and_leaves_what_is_handled(
    store: Store, talk: Talk, tmp_path: Path, clerk: None
) -> None:
    keep = Keep(tmp_path / "keep")
    app = App(store, talk, keep, office=gate_of(store))

    def sends(event: Event) -> None:
        for wanted in [one.fetch for one in app.handle(ME, event) if one.fetch]:
            content = f"%PDF-1.7 {wanted.draft} {wanted.file.name}".encode()
            app.handle(ME, Kept(wanted.draft, wanted.file.ref, keep.keep(BytesIO(content), wanted.file.name)))

    def all_(*events: Event) -> None:
        for event in events:
            sends(event)

    def files() -> int:
        return len(list((tmp_path / "keep").iterdir()))

    all_(*FORM, SUBMIT, SURE)
    which = number(store)
    does(
        app, CLERK, Pressed(f"review/request={which}"), Said("请补会议纪要"), Pressed(f"review/send={which}")
    )
    all_(
        Pressed(f"status/more={which}"),
        Sent("photo", "", File("r", "纪要.jpg", 9)),
        Pressed("status/done=d0000000"),
    )
    all_(
        Pressed(f"status/withdraw={which}"), Pressed(f"status/sure={which}"), Pressed(f"status/gone={which}")
    )
    all_(*FORM, SUBMIT, SURE)
    all_(*FORM)
    assert files() == 4  # of the withdrawn one, of its supplement, of the open one, of the draft
    store.sent([one.id for one in unsent(store)])
    said = does(app, ME, pressing(app, ME, Command("forget"), "确定删除"))
    assert files() == 1
    kept = store.docket.own(ME)
    assert [row.state for row in kept] == ["submitted"]
    assert "还在办的" in said
    assert held(store) == State()
    row = store.docket.find(which)
    assert row
    assert row.erased
    sound(store)
