"""Applications in the store: who may do what and when; nothing is ever doubled, lost or given away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count, product
from threading import Barrier

import pytest
from sqlmodel import SQLModel

from bot.casework import codes
from bot.casework.codes import TRIES_AN_HOUR
from bot.casework.done import Done
from bot.casework.drafted import FILED_A_DAY
from bot.store.applications import reads, writing
from bot.store.mail import Changes, ChatState, Conflict, Incoming, Store
from dialogs import acts
from dialogs.acts import Act, Acted, Case, fingerprint
from dialogs.core import State
from tests.bot.test_store import rows
from tests.harness.given import BEGAN, CHEAP, CODES, Clock, Loaded, Played
from tests.harness.office import (  # fmt: skip
    ANSWER,
    ASKED,
    CLAIMS,
    FIELDS,
    NAMED,
    OTHER,
    PEOPLE,
    PERSONAL,
    REASON,
    REGION,
    STAFF,
    UNKNOWN,
    Office,
    everything,
    filing,
    piece,
    result,
    sound,
    told,
)
from tests.harness.post import unsent


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


@pytest.fixture
def staffed(office: Office) -> Office:
    office.hires(*STAFF)
    return office


def at_once(*jobs: Callable[[], Acted[Act]]) -> list[Acted[Act]]:
    """All of them begin in the same moment."""
    gate = Barrier(len(jobs))

    def job(one: Callable[[], Acted[Act]]) -> Acted[Act]:
        gate.wait()
        return one()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(job, jobs))


# ── submitting ──────────────────────────────────────────────────────────────────────────────────
def test_a_submitted_draft_is_there_whole(office: Office, clock: Clock) -> None:
    draft = office.draft()
    office.keeps("owner", draft, "照片.jpg")
    office.does("owner", acts.Lend(draft=draft))
    done = office.decides("owner", office.submission(draft=draft, names=("一.pdf", "二.pdf")))
    office.writes(done)
    shown = done.acted.case
    row, case = office.row(shown.number), office.whole(shown.number)
    assert (row.region, row.applicant, row.chat, row.state, row.version) == (
        REGION,
        "person",
        PEOPLE["owner"],
        "submitted",
        1,
    )
    assert (row.filed_at, row.since, row.policy, row.erased) == (BEGAN, BEGAN, "f" * 64, False)
    assert (case.fields, case.claims, case.filed) == (FIELDS, CLAIMS, date(2026, 11, 20))
    assert case.pieces == shown.pieces == (piece(draft, "一.pdf"), piece(draft, "二.pdf"))
    assert fingerprint(case) == fingerprint(shown)
    assert rows(office.store, "SELECT sha256 FROM application_claim ORDER BY position") == [
        (hashlib.sha256(one.text.encode()).hexdigest(),) for one in CLAIMS
    ]
    assert done.gone == [piece(draft, "照片.jpg").place]  # what is not handed in is kept no longer
    assert office.store.docket.known_places() == {one.place for one in case.pieces}
    assert rows(office.store, "SELECT 1 FROM loan") == []
    assert office.trail(row.number) == [("applicant", "submit")]
    sound(office.store)


def test_a_receipt_says_the_minute_in_shanghai(office: Office, clock: Clock) -> None:
    clock.now = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    done = office.submits()
    assert done.when == "2027-01-01 00:30"
    assert office.whole(done.case.number).filed == done.case.filed == date(2027, 1, 1)


def test_those_of_the_staff_who_may_see_it_are_told_and_nothing_personal(staffed: Office) -> None:
    staffed.invites("还没登记", "clerk", REGION)
    case = staffed.submits().case
    assert sorted(chat for chat, _ in told(staffed.store)) == sorted(
        PEOPLE[one] for one in ("viewer", "clerk", "leader")
    )
    for _, notice in told(staffed.store):
        assert notice == {
            "text": f"新申请 {case.spelled}（附材料 1 份）。",
            "buttons": [[["打开", f"review/open={case.number}"]]],
        }


def test_withdrawing_and_supplementing_are_told_to_the_same_staff(staffed: Office) -> None:
    number = staffed.case("returned")
    before = len(told(staffed.store))
    staffed.does(
        "owner",
        acts.Supplement(number=number, text=ANSWER, draft=staffed.draft(), notice="{number} 的补充到了。"),
    )
    staffed.does("owner", acts.Withdraw(number=number, reason=REASON, notice="{number} 已撤回。"))
    heard = told(staffed.store)[before:]
    assert len(heard) == 6
    assert not [one for one in heard if any(word in str(one) for word in PERSONAL)]


def test_where_there_is_nothing_to_say_nobody_is_told(staffed: Office) -> None:
    number = staffed.case()
    before = len(told(staffed.store))
    staffed.does("owner", acts.Withdraw(number=number, reason=REASON))
    assert len(told(staffed.store)) == before


def test_whoever_asked_hears_of_it_should_the_word_not_arrive(staffed: Office) -> None:
    number = staffed.case()
    staffed.does("clerk", acts.Request(number, ASKED, "您的申请 {number}", "去补充", "{number} 没有送到。"))
    _, notice = told(staffed.store)[-1]
    unless = {"chat": PEOPLE["clerk"], "text": f"{staffed.whole(number).spelled} 没有送到。"}
    assert notice["unless"] == unless


def test_the_applicant_is_told_what_is_asked_for_with_a_button(staffed: Office) -> None:
    number = staffed.case("returned")
    chat, notice = told(staffed.store)[-1]
    assert (chat, notice["buttons"]) == (PEOPLE["owner"], [[["去补充", f"status/more={number}"]]])
    assert ASKED in notice["text"]


@pytest.mark.parametrize("names", [(), ("会议纪要.pdf",)])
def test_a_draft_becomes_one_application_however_often_it_is_submitted(
    office: Office, names: tuple[str, ...]
) -> None:
    filed = office.submission(names=names)
    assert [result(office.does("owner", filed)) for _ in range(3)] == [
        "done",
        "changed",
        "changed",
    ]
    assert rows(office.store, "SELECT count(*) FROM application") == [(1,)]
    assert result(office.does("another", filed)) == "changed"


@pytest.mark.parametrize("names", [(), ("会议纪要.pdf",)])
def test_a_draft_decided_upon_twice_is_written_once(office: Office, names: tuple[str, ...]) -> None:
    filed = office.submission(names=names)
    first, second = (office.decides(who, filed) for who in ("owner", "another"))
    office.writes(first)
    with pytest.raises(Conflict):
        office.writes(second)
    assert [row.chat for row in office.store.docket.page()[0]] == [PEOPLE["owner"]]
    sound(office.store)


def test_a_draft_submitted_from_several_threads_at_once_is_one_application(office: Office) -> None:
    filed = office.submission()
    done = at_once(*[lambda who=who: office.insists(who, filed) for who in ("owner", "another") * 3])
    assert sorted(result(one) for one in done) == ["changed"] * 5 + ["done"]
    assert rows(office.store, "SELECT count(*) FROM application") == [(1,)]
    assert len(office.whole(next(one for one in done if result(one) == "done").case.number).pieces) == 1
    sound(office.store)


def test_a_number_that_somebody_took_meanwhile_is_not_given_twice(store_url: str, clock: Clock) -> None:
    bodies = 48273906, 73906148
    (taken, free), drawn = map(codes.checked, bodies), iter([bodies[0]] * 3 + [bodies[1]])
    with closing(Store(store_url, 0.5, Played(clock, Loaded(drawn, count())))) as store:
        office = Office(store)
        late = office.decides("another", office.submission("another"))
        office.submits()
        with pytest.raises(Conflict):
            office.writes(late)
        assert office.submits("another").case.number == free
        assert office.row(taken).chat == PEOPLE["owner"]


@pytest.mark.parametrize("which", ["never there", "of another draft", "dropped"])
def test_a_file_that_is_not_there_is_not_submitted(office: Office, which: str) -> None:
    draft, other = office.draft(), office.draft()
    (there,) = office.keeps("another", other, "别人的.pdf")
    (gone,) = office.keeps("owner", draft, "删掉的.pdf")
    office.does("owner", acts.Detach(draft=draft, places=(gone.place,)))
    place = {"never there": "0" * 32, "of another draft": there.place, "dropped": gone.place}[which]
    before = everything(office.store)
    assert result(office.does("owner", acts.Submit(filing(draft, (place,)), "", ""))) == "changed"
    assert everything(office.store) == before


def test_a_file_dropped_while_it_is_submitted_stops_the_whole(office: Office) -> None:
    filed = office.submission()
    late = office.decides("owner", filed)
    office.does("owner", acts.Detach(draft=filed.filing.draft, places=filed.filing.pieces))
    before = everything(office.store)
    with pytest.raises(Conflict):
        office.writes(late)
    assert everything(office.store) == before


def test_files_of_an_application_are_not_let_go_by_what_happens_to_its_draft(office: Office) -> None:
    filed = office.submission()
    office.does("owner", filed)
    for done in (office.decides("owner", acts.Discard(draft=filed.filing.draft)),
                 office.decides("owner", acts.Detach(draft=filed.filing.draft, places=filed.filing.pieces))):  # fmt: skip
        office.writes(done)
        assert done.gone == []
    assert office.store.docket.known_places() == set(filed.filing.pieces)


def test_the_same_content_counts_once_in_a_draft(office: Office) -> None:
    draft = office.draft()
    (one,) = office.keeps("owner", draft, "一.pdf")
    again = replace(one, place="e" * 32, name="又是一.pdf")
    done = office.decides("owner", acts.Attach(draft=draft, piece=again))
    assert (result(done.acted), done.writes, done.gone) == ("changed", [], ["e" * 32])
    assert result(office.does("owner", acts.Attach(draft=office.draft(), piece=again))) == "done"


def test_a_file_that_is_told_of_twice_is_not_let_go(office: Office) -> None:
    draft = office.draft()
    (one,) = office.keeps("owner", draft, "一.pdf")
    done = office.decides("owner", acts.Attach(draft=draft, piece=one))
    assert (result(done.acted), done.writes, done.gone) == ("changed", [], [])


def test_nobody_submits_without_end(office: Office, clock: Clock) -> None:
    for _ in range(FILED_A_DAY):
        assert result(office.submits(names=())) == "done"
    assert result(office.submits(names=())) == "too_often"
    assert result(office.submits("another", names=())) == "done"
    clock.goes(days=1, seconds=1)
    assert result(office.submits(names=())) == "done"


def test_a_file_that_came_too_late_belongs_to_nobody_and_goes(office: Office) -> None:
    assert office.decides("owner", acts.Detach(draft=office.draft(), places=("d" * 32,))).gone == ["d" * 32]


# ── who may do what, and when ───────────────────────────────────────────────────────────────────
STATES = ("submitted", "returned", "withdrawn", "erased", "nowhere")
ACTS: dict[str, Callable[[str], Act]] = {
    "withdraw": lambda number: acts.Withdraw(number, ANSWER, "{number}"),
    "supplement": lambda number: acts.Supplement(number, ANSWER, "5" * 32, (), "{number}"),
    "see": acts.See,
    "recode": acts.Recode,
    "open": acts.Open,
    "papers": acts.Papers,
    "prepare": acts.Prepare,
    "request": lambda number: acts.Request(number, ANSWER, "{number}", "看"),
    "enter": lambda number: acts.Enter(number, "perform", "request"),
    "enact": lambda number: acts.Enact(number, "perform", "request", 0, {"words": ANSWER}),
    "erase": lambda _: acts.Erase(),
}
ON_CASE = tuple(one for one in ACTS if one != "erase")
EVERYBODY = tuple(PEOPLE)
"""Of this office; others that tests hire come later."""
NEVER = ("refused",) * 5
PERMITTED: dict[tuple[str, str], tuple[str, ...]] = {
    ("withdraw", "owner"): ("done", "done", "changed", "refused", "refused"),
    ("supplement", "owner"): ("done", "done", "changed", "refused", "refused"),
    ("see", "owner"): ("done", "done", "done", "refused", "refused"),
    ("recode", "owner"): ("done", "done", "done", "refused", "refused"),
    **{(act, who): ("done", "done", "done", "done", "refused")
       for act in ("open", "papers") for who in ("viewer", "clerk", "leader")},
    **{(act, who): ("done", "changed", "changed", "changed", "refused")
       for act in ("prepare", "request") for who in ("clerk", "leader")},
    **{(act, who): ("done", "hindered", "hindered", "hindered", "refused")
       for act in ("enter", "enact") for who in ("clerk", "leader")},
}  # fmt: skip
"""What comes of an act in each of the states; whoever is not named gets NEVER."""


@pytest.fixture
def numbers(staffed: Office) -> dict[str, str]:
    """An application of the owner in each state; erased first, for all that is withdrawn goes."""
    return {state: staffed.case(state) for state in reversed(STATES[:-1])} | {"nowhere": UNKNOWN}


def asked(office: Office, who: str, act: str, number: str) -> Done:
    return office.decides(who, ACTS[act](number))


def test_everybody_may_do_what_the_table_says_and_nothing_else(
    staffed: Office, numbers: dict[str, str]
) -> None:
    found = {
        (act, who): tuple(result(asked(staffed, who, act, numbers[state]).acted) for state in STATES)
        for act, who in product(ON_CASE, EVERYBODY)
    }
    assert found == {key: PERMITTED.get(key, NEVER) for key in found}
    assert len(found) == 80


def noted_in_all(store: Store) -> int:
    ((total,),) = rows(store, "SELECT count(*) FROM audit")
    return int(total)


def test_what_is_refused_changes_nothing_and_is_noted(staffed: Office, numbers: dict[str, str]) -> None:
    kept = everything(staffed.store)
    for (act, who), state in product(product(ON_CASE, EVERYBODY), STATES):
        done = asked(staffed, who, act, numbers[state])
        if result(done.acted) != "refused":
            continue
        before = noted_in_all(staffed.store)
        staffed.writes(done)
        noted = staffed.store.docket.trail(numbers[state])[-1:] if state != "nowhere" else []
        assert noted_in_all(staffed.store) == before + len(noted)
        assert [(one.act, one.detail) for one in noted] in (
            [],
            [("refused", "request" if act == "prepare" else act)],
        )
        _forgive(staffed.store)
    now = everything(staffed.store)
    assert {name for name in now if now[name] != kept[name]} == {"audit"}
    sound(staffed.store)


def _forgive(store: Store) -> None:
    store._database.write(lambda connection: connection.execute(reads.attempts.delete()))


def test_who_was_refused_is_known_where_it_is_staff(staffed: Office, numbers: dict[str, str]) -> None:
    for who in ("elsewhere", "nobody"):
        staffed.writes(asked(staffed, who, "open", numbers["submitted"]))
    member = staffed.store.docket.member(PEOPLE["elsewhere"])
    assert member
    actors = [one.actor for one in staffed.store.docket.trail(numbers["submitted"])][-2:]
    assert actors == [f"staff:{member.id}", "somebody"]


def test_nobody_learns_from_a_refusal_whether_there_is_such_a_number(
    staffed: Office, numbers: dict[str, str]
) -> None:
    for act, who in product(ON_CASE, EVERYBODY):
        ways = PERMITTED.get((act, who), NEVER)
        there = [numbers[state] for state, way in zip(STATES, ways, strict=True) if way == "refused"]
        answers = [asked(staffed, who, act, one).acted for one in (*there, UNKNOWN, "1", "")]
        assert answers == [acts.Refused(one.act) for one in answers]


def test_whoever_goes_on_trying_has_to_wait_whether_it_is_there_or_not(staffed: Office, clock: Clock) -> None:
    number = staffed.case()
    for try_ in range(TRIES_AN_HOUR):
        assert (
            result(staffed.does("another", acts.Withdraw(number=(number, UNKNOWN)[try_ % 2], reason="")))
            == "refused"
        )
    length = len(staffed.trail(number))
    assert {
        result(staffed.does("another", acts.Withdraw(number=one, reason="")))
        for one in (number, UNKNOWN, "x")
    } == {"too_often"}
    assert len(staffed.trail(number)) == length  # nobody can fill the audit
    assert result(staffed.does("owner", acts.Recode(number=number))) == "done"
    clock.goes(hours=1, seconds=1)
    assert result(staffed.does("another", acts.Withdraw(number=number, reason=""))) == "refused"


def test_one_s_own_things_are_done_however_often_something_else_was_refused(office: Office) -> None:
    number = office.case()
    for _ in range(TRIES_AN_HOUR + 1):
        office.does("owner", acts.Open(number=UNKNOWN))
    assert result(office.does("owner", acts.Withdraw(number=number, reason=""))) == "done"


def test_staff_see_the_queue_of_their_own_region(staffed: Office, numbers: dict[str, str]) -> None:
    staffed.submits("another", region=OTHER)
    for who, seen in {"viewer": 2, "clerk": 2, "leader": 3, "elsewhere": 1}.items():
        done = staffed.does(who, acts.Queue())
        assert (result(done), done.count, len(done.cases)) == ("done", seen, seen)
        assert {one.state for one in done.cases} <= {"submitted", "returned"}
        assert not [one for one in done.cases if one.fields or one.pieces]


def test_whoever_types_an_own_invitation_again_is_told_that_all_is_well(staffed: Office) -> None:
    code = staffed.invites("新来的", "clerk", REGION)
    assert result(staffed.does("nobody", acts.Bind(code))) == "done"
    for again in (code, "AAAA-BBBB-CCCC"):
        assert staffed.does("nobody", acts.Bind(again)) == acts.Changed(acts.Bind(again))


def test_nobody_else_sees_a_queue(staffed: Office, numbers: dict[str, str]) -> None:
    for who, words in product(("owner", "another", "removed", "nobody"), ("", NAMED)):
        assert staffed.does(who, acts.Queue(words=words)) == acts.Refused(acts.Queue(words))


def test_a_search_finds_names_places_and_parts_of_numbers_in_every_state(
    staffed: Office, numbers: dict[str, str]
) -> None:
    found = staffed.does("clerk", acts.Queue(words=f"{NAMED[:2]} 民政所"))
    assert {one.number for one in found.cases} == {
        numbers[one] for one in ("submitted", "returned", "withdrawn")
    }
    (one,) = staffed.does(
        "clerk", acts.Queue(words=numbers["erased"][:3] + "-" + numbers["erased"][3:])
    ).cases
    assert (one.number, one.erased) == (numbers["erased"], True)
    assert staffed.does("elsewhere", acts.Queue(words=NAMED)).cases == ()
    assert staffed.does("clerk", acts.Queue(words=f"查无此人 {NAMED}")).cases == ()
    assert [staffed.does("clerk", acts.Queue(words=sign)).cases for sign in ("%", "_", "\\", "'")] == [()] * 4


def test_the_queue_comes_page_by_page_who_waits_longest_first(staffed: Office) -> None:
    numbers = [staffed.submits(who, names=()).case.number for who in ("owner", "another") for _ in range(5)]
    pages = [staffed.does("clerk", acts.Queue(page=page)) for page in range(3)]
    assert [len(one.cases) for one in pages] == [8, 2, 0]
    assert [case.number for one in pages for case in one.cases] == numbers
    assert {one.count for one in pages} == {10}


def test_whoever_only_reads_is_offered_nothing_more(staffed: Office) -> None:
    number = staffed.case()
    handles = {who: staffed.does(who, acts.Open(number)).handles for who in ("viewer", "clerk", "leader")}
    assert handles == {"viewer": False, "clerk": True, "leader": True}


def test_only_those_who_may_read_get_the_content(staffed: Office) -> None:
    number = staffed.case("returned")
    for act in (acts.Open(number), acts.Papers(number)):
        case = staffed.does("viewer", act).case
        assert (case.fields, case.asked, len(case.pieces)) == (FIELDS, ASKED, 1)
    assert staffed.trail(number)[-2:] == [("staff", "open"), ("staff", "papers")]
    mine = staffed.does("owner", acts.See(number=number)).case
    assert (mine.fields, mine.asked) == (FIELDS, ASKED)
    (brief,) = staffed.does("owner", acts.ListMine()).cases
    assert (brief.number, brief.fields, brief.pieces) == (number, (), ())
    assert result(staffed.does("another", acts.See(number=number))) == "refused"
    assert staffed.does("another", acts.ListMine()).cases == ()


# ── the life of an application ──────────────────────────────────────────────────────────────────
def test_what_was_asked_for_comes_and_both_are_kept(staffed: Office, clock: Clock) -> None:
    number = staffed.case("returned")
    mark = fingerprint(staffed.whole(number))
    clock.goes(days=2)
    done = staffed.supplements(number, "补一.pdf", "补二.pdf")
    case = staffed.whole(number)
    assert (result(done), case.state, case.since) == ("done", "submitted", date(2026, 11, 22))
    assert [one.name for one in case.added] == ["补一.pdf", "补二.pdf"]
    assert [one.name for one in case.pieces] == ["会议纪要.pdf"]
    ((asked_, words_, answered, answer),) = [
        (one.asked, one.words, one.answered, one.answer) for one in case.exchanges
    ]
    assert (asked_, words_, answered, answer) == (date(2026, 11, 20), ASKED, date(2026, 11, 22), ANSWER)
    assert fingerprint(case) == mark  # what came later does not change what was submitted
    staffed.returns(number)
    assert [one.answered for one in staffed.whole(number).exchanges] == [date(2026, 11, 22), None]
    sound(staffed.store)


def test_what_is_brought_unasked_is_kept_beside_what_is_asked_for_later(staffed: Office) -> None:
    number = staffed.case()
    assert result(staffed.supplements(number, "先想起来的.pdf")) == "done"
    staffed.returns(number)
    assert result(staffed.supplements(number, "要的.pdf")) == "done"
    case = staffed.whole(number)
    assert (case.state, [one.name for one in case.added]) == ("submitted", ["先想起来的.pdf", "要的.pdf"])
    assert [(one.words, one.answer) for one in case.exchanges] == [("", ANSWER), (ASKED, ANSWER)]
    sound(staffed.store)


def test_a_file_that_is_left_out_of_a_supplement_is_kept_no_longer(staffed: Office) -> None:
    number, draft = staffed.case("returned"), staffed.draft()
    wanted, unwanted = staffed.keeps("owner", draft, "要的.pdf", "不要的.pdf")
    act = acts.Supplement(number=number, text=ANSWER, draft=draft, places=(wanted.place,))
    done = staffed.decides("owner", act)
    staffed.writes(done)
    assert done.gone == [unwanted.place]
    assert staffed.whole(number).added == (wanted,)
    assert unwanted.place not in staffed.store.docket.known_places()


def test_a_supplement_without_its_file_is_not_taken(staffed: Office) -> None:
    number = staffed.case("returned")
    before = everything(staffed.store)
    assert (
        result(
            staffed.does("owner", acts.Supplement(number=number, draft="5" * 32, places=("0" * 32,), text=""))
        )
        == "changed"
    )
    assert everything(staffed.store) == before


def test_withdrawing_ends_it_with_the_reason_and_waits_for_nothing(staffed: Office) -> None:
    number = staffed.case("returned")
    done = staffed.does("owner", acts.Withdraw(number=number, reason=REASON))
    assert (done.case.state, staffed.row(number).state, staffed.row(number).reason) == (
        "withdrawn",
        "withdrawn",
        REASON,
    )
    assert [one.answer for one in staffed.whole(number).exchanges] == [""]
    assert staffed.trail(number) == [("applicant", "submit"), ("staff", "request"), ("applicant", "withdraw")]
    sound(staffed.store)


RACES: list[tuple[str, tuple[str, str], tuple[str, str], str]] = [
    ("submitted", ("clerk", "request"), ("leader", "request"), "changed"),
    ("submitted", ("clerk", "request"), ("owner", "withdraw"), "done"),
    ("submitted", ("owner", "withdraw"), ("clerk", "request"), "changed"),
    ("submitted", ("owner", "withdraw"), ("owner", "withdraw"), "changed"),
    ("submitted", ("owner", "recode"), ("clerk", "request"), "done"),
    ("submitted", ("clerk", "request"), ("owner", "recode"), "done"),
    ("submitted", ("owner", "recode"), ("owner", "recode"), "done"),
    ("submitted", ("owner", "supplement"), ("clerk", "request"), "done"),
    ("submitted", ("clerk", "request"), ("owner", "supplement"), "done"),
    ("submitted", ("owner", "supplement"), ("owner", "supplement"), "done"),
    ("submitted", ("owner", "withdraw"), ("owner", "supplement"), "changed"),
    ("returned", ("owner", "supplement"), ("owner", "withdraw"), "done"),
    ("returned", ("owner", "withdraw"), ("owner", "supplement"), "changed"),
    ("returned", ("owner", "supplement"), ("owner", "supplement"), "done"),  # the second comes unasked
    ("withdrawn", ("owner", "erase"), ("owner", "recode"), "refused"),
    ("withdrawn", ("owner", "recode"), ("owner", "erase"), "done"),
    ("withdrawn", ("owner", "erase"), ("owner", "erase"), "done"),
]


@pytest.mark.parametrize(("state", "first", "second", "then"), RACES)
def test_of_two_who_decide_at_once_one_wins_and_the_other_decides_again(
    staffed: Office, state: str, first: tuple[str, str], second: tuple[str, str], then: str
) -> None:
    number = staffed.case(state)
    won, late = (asked(staffed, *one, number) for one in (first, second))
    assert (result(won.acted), result(late.acted)) == ("done", "done")
    staffed.writes(won)
    kept = everything(staffed.store)
    with pytest.raises(Conflict):
        staffed.writes(late)
    assert everything(staffed.store) == kept
    again = asked(staffed, *second, number)
    assert result(again.acted) == then
    staffed.writes(again)
    sound(staffed.store)


def test_in_a_crowd_one_request_is_made_and_told_once(office: Office, store: Store) -> None:
    people = [f"clerk{n}" for n in range(4)]
    for n, who in enumerate(people):
        PEOPLE[who], STAFF[who] = f"telegram:{20 + n}", ("clerk", REGION)
    try:
        office.hires("clerk", *people)
        number = office.case()
        heard = len(told(store))
        asking = [
            lambda who=who: office.insists(
                who, acts.Request(number=number, words=ASKED, notice="{number}", label="看")
            )
            for who in people
        ]
        done = at_once(*asking, lambda: office.insists("owner", acts.Recode(number=number)))
    finally:
        for who in people:
            del PEOPLE[who], STAFF[who]
    assert sorted(result(one) for one in done[:-1]) == ["changed"] * 3 + ["done"]
    assert result(done[-1]) == "done"
    assert len(told(store)) == heard + 1
    assert office.row(number).version == 3
    assert rows(store, "SELECT count(*) FROM supplement") == [(1,)]
    sound(store)


# ── by number and code ──────────────────────────────────────────────────────────────────────────
def test_an_application_is_found_by_number_and_code_and_shows_nothing_personal(office: Office) -> None:
    done = office.submits()
    number, code = done.case.number, done.code
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "")):
        case = office.does("nobody", acts.Find(number=number, code=typed)).case
        assert case == Case(number, REGION, "submitted", BEGAN.date(), BEGAN.date())
    assert office.trail(number)[-1] == ("somebody", "find")


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer_with_the_same_work(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = office.submits()
    number, code = done.case.number, done.code
    gone = office.submits()
    office.does("owner", acts.Withdraw(number=gone.case.number, reason=""))
    office.does("owner", acts.Erase())
    work: list[str] = []
    scrypt = hashlib.scrypt
    monkeypatch.setattr(
        hashlib, "scrypt", lambda one, **cost: work.append(str(cost["n"])) or scrypt(one, **cost)
    )  # type: ignore[func-returns-value]
    wrong = [
        (number, CODES.code()),
        (UNKNOWN, code),
        ("x", code),
        (gone.case.number, gone.code),
        (number, ""),
        (UNKNOWN, ""),
    ]
    answers = [office.decides("nobody", acts.Find(number=one, code=two)).acted for one, two in wrong]
    assert answers == [acts.Refused(one.act) for one in answers]
    assert work == [str(CHEAP)] * len(wrong)


def test_codes_are_not_guessed_without_end(office: Office, clock: Clock) -> None:
    done = office.submits()
    number = done.case.number
    for _ in range(TRIES_AN_HOUR):
        assert result(office.does("nobody", acts.Find(number=number, code=CODES.code()))) == "refused"
    assert result(office.does("nobody", acts.Find(number=number, code=done.code))) == "too_often"
    for act in (acts.Bind(CODES.code()), acts.Borrow(CODES.code())):
        assert result(office.does("nobody", act)) == "too_often"
    office.does("nobody", acts.Erase())  # forgetting does not forgive
    assert result(office.does("nobody", acts.Find(number=number, code=done.code))) == "too_often"
    assert result(office.does("another", acts.Find(number=number, code=done.code))) == "done"
    clock.goes(hours=1, seconds=1)
    assert result(office.does("nobody", acts.Find(number=number, code=done.code))) == "done"
    assert office.trail(number).count(("somebody", "refused")) == TRIES_AN_HOUR


def test_tries_are_forgotten_in_time(office: Office, clock: Clock) -> None:
    office.does("nobody", acts.Find(number=UNKNOWN, code="x"))
    clock.goes(hours=2)
    office.does("nobody", acts.Erase())
    assert rows(office.store, "SELECT 1 FROM attempt") == []
    office.does("nobody", acts.Find(number=UNKNOWN, code="x"))
    clock.goes(days=2)
    office.does("another", acts.Find(number=UNKNOWN, code="x"))
    assert [chat for (chat,) in rows(office.store, "SELECT chat FROM attempt")] == [PEOPLE["another"]]


def test_a_new_code_kills_the_old_one(office: Office) -> None:
    first = office.submits()
    number = first.case.number
    second = office.does("owner", acts.Recode(number=number))
    assert second.code != first.code
    assert result(office.does("nobody", acts.Find(number=number, code=first.code))) == "refused"
    assert result(office.does("nobody", acts.Find(number=number, code=second.code))) == "done"
    assert office.trail(number)[1] == ("applicant", "recode")


# ── a draft goes from one surface to another ────────────────────────────────────────────────────
def holds(office: Office, who: str, draft: str) -> None:
    """This draft is in this chat's state."""
    held = State().put("intake", {"draft": draft, "region": REGION}).put("ask", {"asked": ["问过的"]})
    state = ChatState(PEOPLE[who], held.to_json(), None)
    office.store.write(Changes(chats={PEOPLE[who]: state}))


def remembered(office: Office, who: str) -> State:
    return State.from_json(office.store.load((), (PEOPLE[who],)).chats[PEOPLE[who]].state)


@pytest.fixture
def lent(office: Office) -> tuple[str, str]:
    """(the draft that the owner holds, a code for it)."""
    draft = office.draft()
    holds(office, "owner", draft)
    return draft, office.does("owner", acts.Lend(draft=draft)).code


def test_a_draft_leaves_one_chat_and_comes_to_the_other(office: Office, lent: tuple[str, str]) -> None:
    draft, code = lent
    done = office.does("another", acts.Borrow(code=code.lower().replace("-", " ")))
    moved = json.loads(done.draft)
    assert (moved["draft"], moved["region"], moved["fetching"]) == (draft, REGION, [])
    left = remembered(office, "owner")
    assert (left.of("intake"), left.of("ask")) == ({"moved": True}, {"asked": ["问过的"]})


def test_a_code_fetches_its_draft_once(office: Office, lent: tuple[str, str]) -> None:
    office.does("another", acts.Borrow(code=lent[1]))
    assert result(office.does("nobody", acts.Borrow(code=lent[1]))) == "refused"
    assert result(office.does("owner", acts.Borrow(code=lent[1]))) == "refused"


def test_of_two_who_fetch_at_once_one_gets_it(office: Office, lent: tuple[str, str]) -> None:
    first, second = (office.decides(who, acts.Borrow(code=lent[1])) for who in ("another", "nobody"))
    office.writes(first)
    with pytest.raises(Conflict):
        office.writes(second)
    assert result(office.does("nobody", acts.Borrow(code=lent[1]))) == "refused"


def test_a_code_dies_after_a_day(office: Office, clock: Clock) -> None:
    draft = office.draft()
    holds(office, "owner", draft)
    code = office.does("owner", acts.Lend(draft=draft)).code
    late = office.decides("another", acts.Borrow(code=code))
    clock.goes(hours=24)
    assert result(office.does("another", acts.Borrow(code=code))) == "refused"
    with pytest.raises(Conflict):
        office.writes(late)
    assert remembered(office, "owner").of("intake")["draft"] == draft


def test_a_new_code_kills_the_one_before(office: Office, lent: tuple[str, str]) -> None:
    draft, old = lent
    new = office.does("owner", acts.Lend(draft=draft)).code
    assert result(office.does("another", acts.Borrow(code=old))) == "refused"
    assert result(office.does("another", acts.Borrow(code=new))) == "done"


def test_in_its_own_chat_a_draft_stays_and_the_code_stays_good(office: Office, lent: tuple[str, str]) -> None:
    assert result(office.does("owner", acts.Borrow(code=lent[1]))) == "changed"
    assert remembered(office, "owner").of("intake")["draft"] == lent[0]
    assert result(office.does("another", acts.Borrow(code=lent[1]))) == "done"


def test_a_draft_that_is_thrown_away_leaves_no_code(office: Office, lent: tuple[str, str]) -> None:
    office.does("owner", acts.Discard(draft=lent[0]))
    assert rows(office.store, "SELECT 1 FROM loan") == []


def test_a_draft_that_is_gone_or_another_one_is_not_fetched(office: Office, lent: tuple[str, str]) -> None:
    chat = office.store.load((), (PEOPLE["owner"],)).chats[PEOPLE["owner"]]
    other = replace(chat, state=State().put("intake", {"draft": office.draft()}).to_json())
    office.store.write(Changes(chats={chat.key: other}))
    assert result(office.does("another", acts.Borrow(code=lent[1]))) == "refused"
    office.store.forget(PEOPLE["owner"])
    assert result(office.does("another", acts.Borrow(code=lent[1]))) == "refused"


def test_a_draft_written_on_meanwhile_is_not_fetched_as_it_was(office: Office, lent: tuple[str, str]) -> None:
    late = office.decides("another", acts.Borrow(code=lent[1]))
    chat = office.store.load((), (PEOPLE["owner"],)).chats[PEOPLE["owner"]]
    office.store.write(Changes(chats={chat.key: replace(chat, state=chat.state.replace("问过的", "又问的"))}))
    before = everything(office.store)
    with pytest.raises(Conflict):
        office.writes(late)
    assert everything(office.store) == before
    assert result(office.does("another", acts.Borrow(code=lent[1]))) == "done"


def test_a_fetched_draft_is_submitted_from_one_place_only(office: Office, lent: tuple[str, str]) -> None:
    office.does("another", acts.Borrow(code=lent[1]))
    filed = office.submission("another", draft=lent[0])
    assert result(office.does("another", filed)) == "done"
    assert result(office.does("owner", filed)) == "changed"


def test_what_is_submitted_cannot_be_fetched_any_more(office: Office, lent: tuple[str, str]) -> None:
    late = office.decides("another", acts.Borrow(code=lent[1]))
    office.does("owner", office.submission(draft=lent[0]))
    with pytest.raises(Conflict):
        office.writes(late)
    assert result(office.does("another", acts.Borrow(code=lent[1]))) == "refused"


# ── staff come and go ───────────────────────────────────────────────────────────────────────────
def test_an_invitation_is_taken_up_once(office: Office) -> None:
    code = office.invites("李四", "clerk", REGION)
    done = office.does("clerk", acts.Bind(code=codes.grouped(code).lower()))
    assert (result(done), done.name) == ("done", "李四（经办）")
    assert result(office.does("another", acts.Bind(code=code))) == "refused"
    assert result(office.does("another", acts.Queue())) == "refused"
    assert [(one.actor, one.act) for one in office.store.docket.trail("staff")] == [
        ("operator", "invite"),
        ("staff:1", "bind"),
    ]


def test_an_invitation_dies(office: Office, clock: Clock) -> None:
    code = office.invites("李四", "clerk", REGION)
    clock.goes(days=7)
    assert result(office.does("clerk", acts.Bind(code=code))) == "refused"
    assert result(office.does("clerk", acts.Queue())) == "refused"


def test_a_second_invitation_is_not_used_up_by_the_same_account(office: Office) -> None:
    office.hires("clerk")
    code = office.invites("王五", "leader", None)
    assert result(office.does("clerk", acts.Bind(code=code))) == "changed"
    assert result(office.does("leader", acts.Bind(code=code))) == "done"


def test_two_accounts_take_up_one_invitation_at_once(office: Office) -> None:
    code = office.invites("李四", "clerk", REGION)
    first, second = (office.decides(who, acts.Bind(code=code)) for who in ("clerk", "another"))
    office.writes(first)
    with pytest.raises(Conflict):
        office.writes(second)
    assert result(office.does("another", acts.Bind(code=code))) == "refused"
    assert [one.chat for one in office.store.docket.members()] == [PEOPLE["clerk"]]


def test_an_invitation_withdrawn_by_the_operator_is_worth_nothing(office: Office) -> None:
    code = office.invites("李四", "clerk", REGION)
    (member,) = office.store.docket.members()
    office.store.write(Changes(writes=[writing.departed(member)]))
    assert result(office.does("clerk", acts.Bind(code=code))) == "refused"


def test_who_left_may_do_nothing_from_that_moment_on(staffed: Office) -> None:
    number = staffed.case()
    late = [asked(staffed, "clerk", act, number) for act in ("request", "open", "papers")]
    staffed.leaves("clerk")
    assert result(asked(staffed, "clerk", "open", number).acted) == "refused"
    assert result(staffed.does("clerk", acts.Queue())) == "refused"
    for done in late:
        assert result(done.acted) == "done"
        with pytest.raises(Conflict):
            staffed.writes(done)
    heard = len(told(staffed.store))
    staffed.submits("another")
    assert PEOPLE["clerk"] not in [chat for chat, _ in told(staffed.store)[heard:]]


# ── what is forgotten ───────────────────────────────────────────────────────────────────────────
def delivered(store: Store) -> None:
    """All messages have gone out."""
    store.sent([one.id for one in unsent(store)])


def test_what_a_person_wrote_is_gone_and_what_was_done_stays(staffed: Office) -> None:
    number = staffed.case("returned")
    assert result(staffed.supplements(number, "补.pdf")) == "done"
    staffed.returns(number)
    staffed.does("owner", acts.Withdraw(number=number, reason=REASON))
    delivered(staffed.store)
    assert [word for word in PERSONAL if word in str(everything(staffed.store))] == list(PERSONAL)
    trail = staffed.trail(number)
    files = {one.place for one in (*staffed.whole(number).pieces, *staffed.whole(number).added)}
    done = staffed.decides("owner", acts.Erase())
    staffed.writes(done)
    assert [word for word in PERSONAL if word in str(everything(staffed.store))] == []
    assert (len(files), set(done.gone)) == (2, files)
    assert staffed.store.docket.known_places() == set()
    row, case = staffed.row(number), staffed.whole(number)
    assert (row.chat, row.code, row.summary, row.reason, row.erased) == (None, None, "", "", True)
    assert (case.state, case.fields, case.claims, case.pieces, case.added) == ("withdrawn", (), (), (), ())
    assert [(one.words, one.answer) for one in case.exchanges] == [("", ""), ("", "")]
    assert staffed.trail(number) == [*trail, ("applicant", "erase")]
    assert staffed.does("owner", acts.ListMine()).cases == ()
    sound(staffed.store)


def test_what_waited_to_be_told_and_what_was_set_aside_goes_too(staffed: Office) -> None:
    staffed.case("returned")
    (kept,) = staffed.store.receive([Incoming("7", PEOPLE["owner"], "没处理好的话")])
    staffed.store.set_aside(kept.id)
    assert PEOPLE["owner"] in [chat for chat, _ in told(staffed.store)]
    staffed.does("owner", acts.Erase())
    assert PEOPLE["owner"] not in [chat for chat, _ in told(staffed.store)]
    assert rows(staffed.store, "SELECT payload FROM inbox") == [("",)]


def test_what_is_still_handled_stays_and_is_named(staffed: Office) -> None:
    open_ = [staffed.case("submitted"), staffed.case("returned")]
    over = staffed.case("withdrawn")
    theirs = staffed.case("withdrawn", "another")
    before = [staffed.whole(number) for number in (*open_, theirs)]
    done = staffed.does("owner", acts.Erase())
    assert ([one.number for one in done.staying], done.count) == (open_[::-1], 1)
    assert staffed.row(over).erased
    assert [staffed.whole(number) for number in (*open_, theirs)] == before


def test_drafts_go_with_their_files_and_codes(office: Office, lent: tuple[str, str]) -> None:
    draft, code = lent
    (mine,) = office.keeps("owner", draft, "一.pdf")
    (theirs,) = office.keeps("another", office.draft(), "一.pdf")
    done = office.decides("owner", acts.Erase(drafts=(draft,)))
    office.writes(done)
    assert done.gone == [mine.place]
    assert office.store.docket.known_places() == {theirs.place}
    assert result(office.does("another", acts.Borrow(code=code))) == "refused"


def test_what_is_asked_about_to_be_forgotten_is_shown_first(office: Office) -> None:
    numbers = {office.case(), office.case("withdrawn")}
    assert {one.number for one in office.does("owner", acts.ListOwned()).cases} == numbers
    assert office.does("another", acts.ListOwned()).cases == ()


# ── time ────────────────────────────────────────────────────────────────────────────────────────
def test_a_clock_that_steps_back_stops_nothing(office: Office, clock: Clock) -> None:
    office.hires("clerk")
    draft = office.draft()
    holds(office, "another", draft)
    first, second = office.case(), office.case()
    clock.goes(hours=-1)
    office.returns(first)
    office.returns(second)
    clock.goes(hours=-1)
    assert result(office.supplements(first, "补.pdf")) == "done"
    assert result(office.does("owner", acts.Withdraw(number=second, reason=REASON))) == "done"
    clock.goes(hours=-1)
    office.returns(first)
    assert result(office.does("owner", acts.Recode(number=first))) == "done"
    code = office.does("another", acts.Lend(draft=draft)).code
    clock.goes(hours=-1)
    assert result(office.does("owner", acts.Withdraw(number=first, reason=REASON))) == "done"
    assert result(office.does("nobody", acts.Borrow(code=code))) == "done"
    assert office.does("owner", acts.Erase()).count == 2
    assert all(office.row(number).since >= office.row(number).filed_at for number in (first, second))
    sound(office.store)


def test_every_time_that_comes_out_has_its_zone(staffed: Office, numbers: dict[str, str]) -> None:
    staffed.does("owner", acts.Lend(draft=staffed.draft()))
    staffed.does("nobody", acts.Find(number=UNKNOWN, code=""))
    staffed.invites("李四", "clerk", REGION)
    seen = set()
    for table in SQLModel.metadata.sorted_tables:
        for row in staffed.store._database.read(
            lambda one, table=table: one.execute(table.select()).mappings().all()
        ):
            for name, value in row.items():
                if isinstance(value, datetime):
                    assert value.utcoffset() == timedelta(), (table.name, name)
                    seen.add((table.name, name))
    assert {
        "application",
        "attachment",
        "attempt",
        "audit",
        "case_act",
        "loan",
        "outbox",
        "staff",
        "supplement",
    } == {one for one, _ in seen}
    for state in STATES[:-1]:
        assert staffed.row(numbers[state]).filed_at.utcoffset() == timedelta()
