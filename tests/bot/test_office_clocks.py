"""Duties and their days, reminders, the calendar that staff correct; and that none of it is altered unseen."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.casework import reminding
from bot.casework.clocks import monthly
from bot.casework.views import Barred, Performed, Stale
from bot.cli import serving
from bot.store.checks import Altered
from bot.store.mail import Store, StoreUnavailable
from bot.workdays import SHANGHAI, Workdays
from knowledge.library.corpus import Library
from tests.bot.test_office import staffed
from tests.bot.test_store import rows
from tests.harness.casework import Bureau, piece
from tests.harness.given import Clock
from tests.harness.office import PEOPLE, STAFF, sound, told

DUE = date(2026, 12, 1)
"""Seven working days after the day on which the tests begin."""


@pytest.fixture
def bureau(store: Store, library: Library) -> Bureau:
    one = Bureau.of(store, library)
    one.office.hires(*STAFF)
    return one


@pytest.fixture
def number(bureau: Bureau) -> str:
    """A concluded case of 威海, whose result is to be told by DUE."""
    clerk, leader = staffed(bureau, "weihai")
    one = bureau.filed("weihai")
    bureau.reaches(one, "concluded", clerk, leader)
    return one


CLERK, LEADER = "weihai经办", "weihai负责"


def noon(on: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=SHANGHAI)


def reminders(bureau: Bureau) -> list[tuple[str, str]]:
    """(who, text) of what was put out for staff by the clock."""
    names = {chat: who for who, chat in PEOPLE.items()}
    return [
        (names[chat], one["text"])
        for chat, one in told(bureau.store)
        if "最晚" in one["text"] or "跟进日" in one["text"]
    ]


def looks(bureau: Bureau, clock: Clock, at: datetime) -> int:
    clock.now = at.astimezone(UTC)
    return bureau.gate.remind(clock.now)


# ── duties ──────────────────────────────────────────────────────────────────────────────────────
def test_a_duty_has_its_day_its_proof_and_its_rule(bureau: Bureau, number: str) -> None:
    (tell,) = [one for one in bureau.view(LEADER, number).duties if one.act == "tell"]
    assert (tell.due, tell.provisional, tell.left, tell.rule, tell.since, tell.owes) == (
        DUE, False, 7, "“7个工作日”", "从2026年11月20日作出结论起", "authority")  # fmt: skip
    assert tell.open
    bureau.does(CLERK, number, "tell")
    (tell,) = [one for one in bureau.view(LEADER, number).duties if one.act == "tell"]
    assert (tell.done, tell.done_by, tell.left) == (date(2026, 11, 20), CLERK, None)


def test_what_is_not_dated_has_no_day_and_says_so(bureau: Bureau) -> None:
    clerk, leader = staffed(bureau, "pingdingshan")
    number = bureau.filed("pingdingshan")
    bureau.reaches(number, "concluded", clerk, leader)
    register = next(one for one in bureau.view(leader, number).duties if one.act == "register")
    assert (register.due, register.rule) == (None, "文件没有写几天，写的是“及时”")
    tell = next(one for one in bureau.view(leader, number).duties if one.act == "tell")
    assert tell.due == date(2026, 11, 25)


def test_a_day_in_a_year_without_a_calendar_is_provisional(bureau: Bureau, clock: Clock) -> None:
    clerk, leader = staffed(bureau, "weihai")
    number = bureau.filed("weihai")
    clock.now = noon(date(2026, 12, 28)).astimezone(UTC)
    bureau.reaches(number, "concluded", clerk, leader)
    (tell,) = [one for one in bureau.view(leader, number).duties if one.act == "tell"]
    assert (tell.due, tell.provisional) == (date(2027, 1, 7), True)


def test_the_day_of_a_notice_is_the_applicants_until_it_is_put_off(bureau: Bureau) -> None:
    clerk, leader = staffed(bureau, "zaozhuang")
    number = bureau.filed("zaozhuang")
    bureau.reaches(number, "concluded", clerk, leader)
    bureau.does(clerk, number, "correct", until="2026-12-20")
    due = next(one for one in bureau.view(leader, number).duties if one.act == "corrected")
    assert (due.due, due.owes) == (date(2026, 12, 20), "applicant")
    bureau.does(leader, number, "extend", until="2027-01-20")
    due = next(one for one in bureau.view(leader, number).duties if one.act == "corrected")
    assert due.due == date(2027, 1, 20)
    sound(bureau.store)


@pytest.mark.parametrize(("start", "due"), [
    (date(2026, 11, 20), date(2026, 11, 24)), (date(2026, 11, 24), date(2026, 11, 24)), (date(2026, 11, 25), date(2026, 12, 24)),
    (date(2026, 10, 24), date(2026, 11, 24)), (date(2026, 4, 30), date(2026, 5, 22)), (date(2026, 12, 31), date(2027, 1, 22)),
])  # fmt: skip
def test_the_month_ends_on_the_last_working_day_before_the_25th(start: date, due: date) -> None:
    assert monthly(start, 25, Workdays()).day == due


def test_a_duty_is_let_be_only_where_the_policy_lets_it_and_for_a_reason(bureau: Bureau, number: str) -> None:
    clerk, leader = staffed(bureau, "zaozhuang")
    other = bureau.filed("zaozhuang")
    bureau.reaches(other, "concluded", clerk, leader)
    duties = {one.act: one for one in bureau.view(leader, other).open_duties}

    def waives(who: str, act: str, why: str) -> Any:
        return bureau.gate.waive(bureau.member(who), other, bureau.version(other), duties[act].id, why)

    assert isinstance(waives(clerk, "correct", "已经到位"), Barred)
    assert isinstance(waives(leader, "correct", " "), Barred)
    assert isinstance(waives(leader, "tell", "不想告知"), Barred)
    assert isinstance(waives(leader, "correct", "已经纠错到位"), Performed)
    assert isinstance(waives(leader, "correct", "再来一次"), Barred)
    assert "correct" not in {one.act for one in bureau.view(leader, other).open_duties}
    bureau.reaches(other, "closed", clerk, leader)
    sound(bureau.store)


def test_a_day_that_was_entered_wrongly_is_corrected_and_what_hangs_on_it_moves(
    bureau: Bureau, number: str
) -> None:
    entry = next(one for one in bureau.view(LEADER, number).timeline if one.act == "conclude")
    values = dict(
        next(
            one.entered
            for one in bureau.store.ledger.dossier(bureau.office.row(number)).deeds
            if one.act == "conclude"
        )
    )
    changed = {**values, "day": "2026-11-18"}

    def corrects(who: str, version: int) -> Any:
        return bureau.gate.correct_entry(bureau.member(who), number, version, entry.id or 0, changed)

    version = bureau.version(number)
    assert isinstance(corrects(CLERK, version), Barred)
    assert isinstance(corrects(LEADER, version - 1), Stale)
    assert isinstance(corrects(LEADER, version), Performed)
    assert isinstance(corrects(LEADER, version + 1), Barred)  # that row is corrected already
    view = bureau.view(LEADER, number)
    assert [one.replaced for one in view.timeline if one.act == "conclude"] == [True, False]
    (tell,) = [one for one in view.duties if one.act == "tell"]
    assert (tell.due, tell.since) == (date(2026, 11, 27), "从2026年11月18日作出结论起")
    assert bureau.store.docket.trail(number)[-2].act == "conclude"
    sound(bureau.store)


# ── the calendar ────────────────────────────────────────────────────────────────────────────────
def test_a_day_set_by_a_notice_counts_all_open_days_anew_and_is_noted(bureau: Bureau, number: str) -> None:
    before = bureau.version(number)
    leader = bureau.member(LEADER)
    refusal = bureau.gate.set_day(bureau.member(CLERK), date(2026, 11, 26), False, "市办发〔2026〕9号")
    assert refusal
    refusal = bureau.gate.set_day(leader, date(2026, 11, 26), False, " ")
    assert refusal
    assert bureau.gate.set_day(leader, date(2026, 11, 26), False, "市办发〔2026〕9号") is None
    (tell,) = [one for one in bureau.view(LEADER, number).duties if one.act == "tell"]
    assert tell.due == date(2026, 12, 2)
    assert bureau.version(number) == before  # nobody's work is made stale by it
    assert ("recount", f"staff:{leader.id}") in [
        (one.act, one.actor) for one in bureau.store.docket.trail(number)
    ]
    assert [one.act for one in bureau.store.docket.trail("calendar")] == ["free"]
    assert bureau.gate.set_day(leader, date(2026, 11, 26), None, "") is None
    (tell,) = [one for one in bureau.view(LEADER, number).duties if one.act == "tell"]
    assert tell.due == DUE
    sound(bureau.store)


def test_provisional_days_are_counted_anew_once_the_calendar_is_there(bureau: Bureau, clock: Clock) -> None:
    clerk, leader = staffed(bureau, "weihai")
    number = bureau.filed("weihai")
    clock.now = noon(date(2026, 12, 28)).astimezone(UTC)
    bureau.reaches(number, "concluded", clerk, leader)
    days = {date(2027, 1, 1) + timedelta(days=n): n != 6 for n in range(31)}  # every day but one is worked
    bureau.gate._workdays = Workdays(days)
    assert bureau.gate.recount() > 0
    (tell,) = [one for one in bureau.view(leader, number).duties if one.act == "tell"]
    assert (tell.due, tell.provisional) == (date(2027, 1, 4), False)
    assert ("recount", "system") in [(one.act, one.actor) for one in bureau.store.docket.trail(number)]
    sound(bureau.store)


# ── reminders ───────────────────────────────────────────────────────────────────────────────────
def test_the_handler_is_reminded_once_of_each_stage_with_the_reason(
    bureau: Bureau, number: str, clock: Clock
) -> None:
    for on in (date(2026, 11, 24), date(2026, 11, 26)):
        assert looks(bureau, clock, noon(on)) == 0
    for on, count in ((date(2026, 11, 27), 1), (date(2026, 11, 27), 0), (date(2026, 11, 30), 0), (DUE, 1), (DUE, 0),
                      (date(2026, 12, 2), 1), (date(2026, 12, 3), 0)):  # fmt: skip
        assert (on, looks(bureau, clock, noon(on))) == (on, count)
        bureau.view(CLERK, number)  # a look begins nothing anew
    heard = reminders(bureau)
    assert [who for who, _ in heard] == [CLERK] * 3
    assert [
        "还有 2 个工作日" in heard[0][1],
        "就是今天" in heard[1][1],
        "已经过了 1 个工作日" in heard[2][1],
    ] == [True] * 3
    assert all("最晚 2026年12月1日（星期二）" in text for _, text in heard)
    assert all("“7个工作日”" in text for _, text in heard)


@pytest.mark.parametrize("at", [
    noon(DUE, 23, 59), noon(DUE, 8, 59), noon(DUE, 17, 0), noon(date(2026, 12, 5), 10), noon(date(2026, 10, 1), 10),
])  # fmt: skip
def test_nobody_is_reminded_out_of_working_hours(
    bureau: Bureau, number: str, clock: Clock, at: datetime
) -> None:
    assert looks(bureau, clock, at) == 0
    assert reminders(bureau) == []
    assert looks(bureau, clock, noon(date(2026, 12, 2), 9)) == 1


def test_after_days_down_only_the_latest_is_said_and_once(bureau: Bureau, number: str, clock: Clock) -> None:
    assert looks(bureau, clock, noon(date(2026, 12, 4))) == 1
    assert looks(bureau, clock, noon(date(2026, 12, 7))) == 0
    ((who, text),) = reminders(bureau)
    assert (who, "已经过了 3 个工作日" in text) == (CLERK, True)


def test_a_clock_that_steps_back_says_nothing_again(bureau: Bureau, number: str, clock: Clock) -> None:
    assert looks(bureau, clock, noon(DUE)) == 1
    for on in (date(2026, 11, 30), DUE, date(2026, 11, 27)):
        assert looks(bureau, clock, noon(on)) == 0


def test_a_day_that_moved_is_said_anew(bureau: Bureau, number: str, clock: Clock) -> None:
    assert looks(bureau, clock, noon(DUE)) == 1
    assert bureau.gate.set_day(bureau.member(LEADER), date(2026, 11, 26), False, "市办发〔2026〕9号") is None
    assert looks(bureau, clock, noon(DUE, 11)) == 1
    assert "最晚 2026年12月2日" in reminders(bureau)[-1][1]


def test_who_is_done_is_reminded_of_nothing(bureau: Bureau, number: str, clock: Clock) -> None:
    bureau.does(CLERK, number, "tell")
    assert looks(bureau, clock, noon(DUE)) == 0


def test_a_substitute_stands_in_and_leaders_hear_where_nobody_handles_it(
    bureau: Bureau, number: str, clock: Clock
) -> None:
    bureau.hires("weihai", stand_in="clerk")
    clerk, other = bureau.member(CLERK), bureau.member("stand_in")
    assert bureau.gate.away(clerk, clerk.id, clerk.id, DUE)
    assert bureau.gate.away(other, clerk.id, other.id, DUE)  # not one's own absence, and no leader
    assert bureau.gate.away(clerk, clerk.id, other.id, date(2026, 11, 30)) is None
    assert looks(bureau, clock, noon(date(2026, 11, 30))) == 1
    assert looks(bureau, clock, noon(DUE)) == 1  # they are back
    bureau.office.leaves(CLERK)
    assert looks(bureau, clock, noon(date(2026, 12, 2))) == 1
    whom = [who for who, _ in reminders(bureau)]
    assert whom[:2] == ["stand_in", CLERK]
    assert set(whom[2:]) == {LEADER, "leader"}
    sound(bureau.store)


def test_a_day_of_ones_own_is_reminded_of_once(bureau: Bureau, clock: Clock) -> None:
    number = bureau.office.case()
    bureau.does("clerk", number, "take")
    follow = bureau.gate.follow(bureau.member("clerk"), number, bureau.version(number), date(2026, 11, 28))
    assert isinstance(follow, Performed)
    assert looks(bureau, clock, noon(date(2026, 11, 27))) == 0
    assert looks(bureau, clock, noon(date(2026, 11, 30))) == 1  # the 28th is a Saturday
    assert looks(bureau, clock, noon(DUE)) == 0
    assert [who for who, _ in reminders(bureau)] == ["clerk"]


def test_a_process_that_dies_in_between_says_all_or_nothing(
    bureau: Bureau, number: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = reminding._message

    def dies(*_: Any) -> Any:
        def write(*_: Any) -> None:
            raise KeyboardInterrupt

        return write

    monkeypatch.setattr(reminding, "_message", dies)
    with pytest.raises(KeyboardInterrupt):
        looks(bureau, clock, noon(DUE))
    assert rows(bureau.store, "SELECT count(*) FROM reminder") == [(0,)]
    monkeypatch.setattr(reminding, "_message", real)
    assert looks(bureau, clock, noon(DUE)) == 1
    assert looks(bureau, clock, noon(DUE)) == 0


def test_many_are_said_in_a_few_messages_each_with_its_buttons(bureau: Bureau, clock: Clock) -> None:
    clerk, leader = staffed(bureau, "weihai")
    for _ in range(reminding.SHOWN + 1):
        bureau.reaches(bureau.filed("weihai"), "concluded", clerk, leader)
    before = len(told(bureau.store))
    assert looks(bureau, clock, noon(DUE)) == reminding.SHOWN + 1
    sent = [one for _, one in told(bureau.store)[before:]]
    assert [len(one["buttons"]) for one in sent] == [reminding.SHOWN, 1]


async def test_the_clock_of_a_running_program_reminds_and_stops_at_once(
    bureau: Bureau, number: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "MINUTES", 0.02)
    clock.now = noon(DUE).astimezone(UTC)
    part = serving.Reminding(bureau.store, bureau.gate)
    running = asyncio.create_task(part.run())
    for _ in range(200):
        await asyncio.sleep(0.02)
        if reminders(bureau):
            break
    await asyncio.sleep(0.1)  # and some looks more
    part.stop()
    assert await asyncio.wait_for(running, 5) == 0
    assert len(reminders(bureau)) == 1


async def test_a_store_that_is_away_stops_no_reminders(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "MINUTES", 0.02)
    tried = []

    def away(now: datetime) -> int:
        tried.append(now)
        raise StoreUnavailable("数据库暂时用不了")

    monkeypatch.setattr(bureau.gate, "remind", away)
    part = serving.Reminding(bureau.store, bureau.gate)
    running = asyncio.create_task(part.run())
    while len(tried) < 3:
        await asyncio.sleep(0.02)
    part.stop()
    assert await asyncio.wait_for(running, 5) == 0


# ── altered unseen ──────────────────────────────────────────────────────────────────────────────
STATEMENTS = (
    "UPDATE case_act SET entered = '{}' WHERE act = 'conclude'",
    "UPDATE case_act SET at = '2020-01-01 00:00:00.000000' WHERE act = 'accept'",
    "DELETE FROM reminder", "UPDATE duty SET due = '2027-01-01' WHERE act = 'tell'",
    "UPDATE case_note SET words = 'x'", "UPDATE case_file SET name = 'x'", "DELETE FROM case_note",
    "UPDATE application SET outcome = 'none'", "UPDATE application SET handler_id = NULL",
    "UPDATE application SET follow_up = '2027-01-01'", "UPDATE application SET origin = 'paper', chat = NULL, code = NULL",
    "UPDATE pinned_rules SET content = replace(content, '作出结论', '作出决定')",
)  # fmt: skip


@pytest.mark.parametrize("statement", STATEMENTS)
def test_what_staff_did_is_altered_by_nobody_unseen(bureau: Bureau, number: str, statement: str) -> None:
    bureau.gate.note(bureau.member(CLERK), number, "话", [piece("内部")])
    assert bureau.store.docket.audited()[1] == []
    forced(bureau.store, statement)
    faults = bureau.store.docket.audited()[1]
    if statement == "DELETE FROM reminder":  # nothing that was done
        assert faults == []
        return
    assert [fault[0] for fault in faults] == [number]
    assert isinstance(faults[0], Altered)


@pytest.mark.parametrize("statement", [
    "UPDATE proposal SET entered = '{}'", "UPDATE proposal SET answer = 'taken'", "UPDATE proposal SET comment = 'x'",
    "UPDATE proposal SET by = answered_by", "DELETE FROM proposal", "UPDATE recusal SET why = 'x'", "DELETE FROM recusal",
    "UPDATE recusal SET staff_id = (SELECT min(id) FROM staff)",
])  # fmt: skip
def test_who_proposed_and_who_is_recused_is_altered_by_nobody_unseen(bureau: Bureau, statement: str) -> None:
    """What four eyes rest on."""
    clerk, leader = staffed(bureau, "weihai")
    bureau.hires("weihai", **{"威海二": "leader"})
    number = bureau.filed("weihai")
    bureau.does("威海二", number, "recuse", why="本人的同学")
    bureau.reaches(number, "accepted", clerk, leader)
    act = next(one.id for one in bureau.view(clerk, number).proposes)
    given, files = bureau.filled(bureau.view(clerk, number).procedure.acts[act], number)
    came = bureau.gate.propose(bureau.member(clerk), number, bureau.version(number), act, given, files)
    assert isinstance(came, Performed)
    proposal = bureau.view(leader, number).proposals[0]
    bureau.gate.send_back(bureau.member(leader), number, bureau.version(number), proposal.id, "再看看")
    assert bureau.store.docket.audited()[1] == []
    forced(bureau.store, statement)
    assert [fault[0] for fault in bureau.store.docket.audited()[1]] == [number]


@pytest.mark.parametrize("statement", [
    "UPDATE calendar_day SET working = NOT working", "DELETE FROM calendar_day",
])  # fmt: skip
def test_working_days_are_altered_by_nobody_unseen(bureau: Bureau, statement: str) -> None:
    assert (
        bureau.gate.set_day(bureau.member("leader"), date(2027, 2, 7), True, "国办发明电〔2026〕7号") is None
    )
    assert bureau.store.docket.audited()[1] == []
    forced(bureau.store, statement)
    assert [fault[0] for fault in bureau.store.docket.audited()[1]] == ["calendar"]


def test_working_days_that_nobody_set_are_named(bureau: Bureau) -> None:
    forced(
        bureau.store,
        "INSERT INTO calendar_day (day, working, notice, at) VALUES ('2027-02-07', TRUE, 'n', '2026-11-20 00:00:00')",
    )
    assert bureau.store.docket.audited()[1] == [("calendar", 1)]


@pytest.mark.parametrize("statement", [
    "UPDATE staff SET role = 'admin' WHERE role = 'clerk'", "UPDATE staff SET substitute_id = 1, away_until = '2027-01-01' WHERE id = 2",
])  # fmt: skip
def test_staff_are_altered_by_nobody_unseen(bureau: Bureau, statement: str) -> None:
    forced(bureau.store, statement)
    assert {fault[0] for fault in bureau.store.docket.audited()[1]} == {"staff"}


def forced(store: Store, statement: str) -> None:
    store._database.write(lambda connection: connection.exec_driver_sql(statement))
