"""The office: what staff do with a case goes through one gate, all of it or nothing, and is written down."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event as sql_event

from bot.app import App
from bot.casework.office import Office as Gate
from bot.casework.room import MISSES_AN_HOUR, WAIT
from bot.casework.views import SAME_WORDS, Barred, CaseView, Performed, Stale
from bot.store.applications import writing
from bot.store.casework.records import Listing
from bot.store.mail import Changes, Store
from bot.workdays import Workdays
from dialogs import acts
from dialogs.core import Command
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from knowledge.library.corpus import Library
from tests.bot.test_store import rows
from tests.harness.casework import Bureau, piece
from tests.harness.given import Clock, Played
from tests.harness.office import OTHER, PEOPLE, REGION, STAFF, UNKNOWN, everything, result, sound, told

ENDINGS = [("donge", "exempt"), ("donge", "barred"), ("weihai", "tolerated"), ("weihai", "none"), ("zaozhuang", "exempt"),
           ("zaozhuang", "mitigated"), ("zaozhuang", "none"), ("pingdingshan", "exempt"), ("pingdingshan", "none"),
           ("lishui", "tolerated"), ("lishui", "none")]  # fmt: skip


@pytest.fixture
def bureau(store: Store, library: Library) -> Bureau:
    one = Bureau.of(store, library)
    one.office.hires(*STAFF)
    return one


def staffed(bureau: Bureau, region: str) -> tuple[str, str]:
    """A clerk and a leader of this region."""
    handler, head = f"{region}经办", f"{region}负责"
    bureau.hires(region, **{handler: "clerk", head: "leader"})
    return handler, head


# ── a whole case ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("region", "outcome"), ENDINGS)
def test_a_case_of_every_policy_goes_from_receipt_to_archive(
    bureau: Bureau, region: str, outcome: str
) -> None:
    clerk, leader = staffed(bureau, region)
    number = bureau.filed(region)
    done = bureau.reaches(number, "closed", clerk, leader, outcome)
    view = bureau.view(leader, number)
    assert {"accept", "conclude", "close"} <= set(done)
    assert view.standing.outcome == outcome
    assert not view.open_duties
    assert [one.act for one in view.timeline if one.id] == done
    assert all(one.basis for one in view.timeline if one.id)
    sound(bureau.store)


@pytest.mark.parametrize("region", ["donge", "weihai", "zaozhuang", "pingdingshan", "lishui"])
def test_the_applicant_is_told_of_each_step_and_nothing_of_staff(bureau: Bureau, region: str) -> None:
    clerk, leader = staffed(bureau, region)
    number = bureau.filed(region)
    bureau.gate.note(bureau.member(clerk), number, "内部的话")
    bureau.reaches(number, "closed", clerk, leader)
    heard = [one["text"] for chat, one in told(bureau.store) if chat == PEOPLE["owner"]]
    assert [next(word for word in ("受理", "作出结论", "告知") if word in one) for one in heard][:3] == [
        "受理", "作出结论", "告知"]  # fmt: skip
    seen = bureau.office.does("owner", acts.See(number)).case
    assert seen.progress.accepted == seen.progress.concluded == seen.progress.told == bureau.today
    assert "内部的话" not in str(seen)
    assert "甲某" not in str(heard) + str(seen)  # who investigated is not said


def test_the_result_is_told_to_whom_the_policy_tells_it(bureau: Bureau) -> None:
    clerk, leader = staffed(bureau, "pingdingshan")
    number = bureau.filed("pingdingshan")
    bureau.reaches(number, "closed", clerk, leader)
    seen = bureau.office.does("owner", acts.See(number)).case.progress
    assert (seen.result, seen.to) == ("", ("申请单位党组织",))
    assert any("申请单位党组织" in one["text"] for chat, one in told(bureau.store) if chat == PEOPLE["owner"])


def test_progress_says_what_is_due_the_result_and_what_of_an_appeal(bureau: Bureau) -> None:
    clerk, leader = staffed(bureau, "zaozhuang")
    number = bureau.filed("zaozhuang")
    bureau.reaches(number, "accepted", clerk, leader)
    progress = bureau.office.does("owner", acts.See(number)).case.progress
    assert (progress.accepted, progress.concluded, progress.owed, progress.appeal) == (
        bureau.today,
        None,
        (),
        "",
    )
    bureau.reaches(number, "concluded", clerk, leader)
    progress = bureau.office.does("owner", acts.See(number)).case.progress
    tell = next(one for one in progress.owed if "告知" in one.do)
    assert (tell.due, tell.words, progress.result) == (date(2026, 12, 1), "“7个工作日”", "")
    assert "申请复审" in progress.appeal
    assert "不停止处理决定的执行" in progress.stays
    bureau.does(clerk, number, "tell")
    assert bureau.office.does("owner", acts.See(number)).case.progress.result == "不予追究责任"
    number = bureau.filed("weihai")
    clerk, leader = staffed(bureau, "weihai")
    bureau.reaches(number, "concluded", clerk, leader)
    progress = bureau.office.does("owner", acts.See(number)).case.progress
    assert (progress.appeal, progress.stays) == ("", "")
    assert "没有写" in progress.silent


@pytest.mark.parametrize(("region", "outcome", "sent"), [("zaozhuang", "exempt", False), ("donge", "exempt", False),
                                                         ("lishui", "tolerated", True)])  # fmt: skip
def test_a_notice_of_correction_hints_at_no_result_before_it_was_told(
    bureau: Bureau, region: str, outcome: str, sent: bool
) -> None:
    """Unless the notice itself went to the applicant, who then hears what it wants and by when."""
    clerk, leader = staffed(bureau, region)
    number = bureau.filed(region)
    bureau.reaches(number, "concluded", clerk, leader, outcome)
    bureau.does(clerk, number, "correct", until="2026-12-24")

    def theirs() -> list[date | None]:
        progress = bureau.office.does("owner", acts.See(number)).case.progress
        assert all(one.applicant or "告知" in one.do for one in progress.owed) or progress.told
        return [one.due for one in progress.owed if one.applicant]

    assert theirs() == ([date(2026, 12, 24)] if sent else [])
    bureau.does(clerk, number, "tell")
    assert theirs() == [date(2026, 12, 24)]


# ── only what the table allows ──────────────────────────────────────────────────────────────────
PHASES = ("submitted", "returned", "accepted", "concluded", "closed", "withdrawn", "not_opened")


def in_phase(bureau: Bureau, region: str, phase: str, clerk: str, leader: str) -> str:
    """The number of a case that is there."""
    number = bureau.filed(region)
    match phase:
        case "returned":
            bureau.does(clerk, number, "request")
        case "withdrawn":
            assert result(bureau.office.does("owner", acts.Withdraw(number=number, reason="x"))) == "done"
        case "not_opened":
            bureau.does(leader, number, "decline")
        case "accepted" | "concluded" | "closed":
            bureau.reaches(number, phase, clerk, leader)
    return number


@pytest.mark.parametrize("region", ["donge", "weihai", "zaozhuang", "pingdingshan", "lishui"])
def test_nothing_succeeds_that_the_table_does_not_allow(bureau: Bureau, region: str, clock: Clock) -> None:
    clerk, leader = staffed(bureau, region)
    bureau.hires(region, **{f"{region}查看": "viewer"})
    table = bureau.library.procedures[region].matrix()
    members = {"viewer": f"{region}查看", "clerk": clerk, "leader": leader}
    for phase in PHASES:
        number = in_phase(bureau, region, phase, clerk, leader)
        clock.goes(days=1)  # so many cases a day
        for (act, at, role), may in table.items():
            if at == phase and not may and role in members:
                given, files = bureau.filled(bureau.library.procedures[region].acts[act], number)
                clock.goes(minutes=20)  # and so many misses an hour
                came = bureau.tries(members[role], number, act, *files, **given)
                assert isinstance(came, Barred), (act, phase, role)
        assert bureau.office.row(number).state == phase
    sound(bureau.store)


# ── refusals ────────────────────────────────────────────────────────────────────────────────────
def test_what_is_missing_is_said_with_the_provision_and_nothing_happens(bureau: Bureau) -> None:
    clerk, leader = staffed(bureau, "zaozhuang")
    number = bureau.filed("zaozhuang")
    bureau.does(clerk, number, "examine", exclusion="absent")
    bureau.does(clerk, number, "accept")
    before = everything(bureau.store)
    came = bureau.tries(leader, number, "conclude")
    assert isinstance(came, Barred)
    assert "集体研究" in came.say
    assert "“应当对调查报告集体研究”" in came.say
    assert everything(bureau.store) == before


def test_each_field_that_is_wrong_has_its_sentence(bureau: Bureau) -> None:
    number = bureau.office.case()
    bureau.does("clerk", number, "accept")
    bureau.does("leader", number, "route", route="simple")
    bureau.does("clerk", number, "investigate")
    tomorrow = (bureau.today + timedelta(days=1)).isoformat()
    came = bureau.tries(
        "leader",
        number,
        "conclude",
        day=tomorrow,
        outcome="heaven",
        tier="从轻处理",
        grounds="donge.9",
        facts="",
    )
    assert isinstance(came, Barred)
    assert set(came.complaints) - {"tier"} == {"day", "c1", "c2", "outcome", "grounds", "facts"}
    assert "还没有到" in came.complaints["day"]
    assert "没有的条款" in came.complaints["grounds"]
    came = bureau.tries(
        "leader", number, "conclude", day="昨天", c1="met", c2="met", outcome="tolerated", grounds="lishui.9.1", facts="实"
    )  # fmt: skip
    assert isinstance(came, Barred)
    assert set(came.complaints) == {"day", "tier"}
    came = bureau.tries(
        "clerk", number, "hear", day=bureau.today.isoformat(), who=" ，、", words="x", record="0" * 32
    )
    assert isinstance(came, Barred)
    assert set(came.complaints) == {"who", "record"}


def strangers(bureau: Bureau) -> list[Any]:
    number = bureau.office.case()
    bureau.does("clerk", number, "accept")
    recused = bureau.office.case()
    bureau.does("clerk", recused, "recuse", why="同学")
    gone = replace(bureau.member("clerk"), id=5)
    return [(bureau.member("viewer"), number), (bureau.member("elsewhere"), number), (bureau.member("clerk"), recused),
            (gone, number), (bureau.member("clerk"), UNKNOWN)]  # fmt: skip


def test_strangers_are_refused_in_the_same_words_and_that_is_noted(bureau: Bureau) -> None:
    cases = strangers(bureau)
    before = [len(bureau.store.docket.trail(number)) for _, number in cases]
    for member, number in cases:
        row = bureau.store.docket.find(number)
        asked: list[Callable[[], Any]] = [
            lambda m=member, n=number, r=row: bureau.gate.perform(m, n, r.version if r else 1, "take", {}),
            lambda m=member, n=number: bureau.gate.note(m, n, "话"),
            lambda m=member, n=number: bureau.gate.propose(m, n, 1, "conclude", {}),
            lambda m=member, n=number: bureau.gate.follow(m, n, 1, None),
        ]
        assert {one().say for one in asked} == {SAME_WORDS}
    for (_, number), count in zip(cases[:4], before[:4], strict=True):
        assert {one.act for one in bureau.store.docket.trail(number)[count:]} == {"refused"}
    assert bureau.store.docket.trail(UNKNOWN) == []
    assert bureau.gate.case(bureau.member("elsewhere"), cases[0][1]) is None
    assert bureau.gate.case(bureau.member("clerk"), cases[2][1]) is None


def test_whoever_goes_on_asking_for_what_is_not_theirs_has_to_wait(bureau: Bureau, clock: Clock) -> None:
    mine = bureau.office.case()
    said = [
        bureau.gate.note(bureau.member("elsewhere"), UNKNOWN, "话").say for _ in range(MISSES_AN_HOUR + 1)
    ]  # type: ignore[union-attr]
    assert said == [SAME_WORDS] * MISSES_AN_HOUR + [WAIT]
    assert isinstance(bureau.tries("clerk", mine, "take"), Performed)  # others do not
    clock.goes(hours=2)
    assert bureau.gate.note(bureau.member("elsewhere"), UNKNOWN, "话").say == SAME_WORDS  # type: ignore[union-attr]


def test_who_manages_staff_sees_no_case(bureau: Bureau) -> None:
    number = bureau.office.case()
    bureau.hires(None, manager="admin")
    manager = bureau.member("manager")
    assert bureau.gate.case(manager, number) is None
    assert bureau.gate.listed(manager, Listing()).count == 0
    assert bureau.gate.due(manager) == ()
    assert bureau.gate.statistics(manager, bureau.today, bureau.today).total == 0
    assert result(bureau.office.does("manager", acts.Open(number))) == "refused"
    assert result(bureau.office.does("manager", acts.Queue())) == "refused"
    before = len([chat for chat, _ in told(bureau.store) if chat == PEOPLE["manager"]])
    bureau.office.submits()
    assert len([chat for chat, _ in told(bureau.store) if chat == PEOPLE["manager"]]) == before


# ── two at once ─────────────────────────────────────────────────────────────────────────────────
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told_by_whom(bureau: Bureau) -> None:
    clerk, leader = staffed(bureau, "weihai")
    bureau.hires("weihai", second="leader")
    number = bureau.filed("weihai")
    bureau.does(clerk, number, "accept")
    bureau.does(clerk, number, "investigate")
    version, gate = bureau.version(number), Barrier(2)
    members = {who: bureau.member(who) for who in (leader, "second")}
    act = bureau.view(leader, number).procedure.acts["conclude"]
    given, files = bureau.filled(act, number)

    def decides(who: str) -> Any:
        gate.wait()
        return who, bureau.gate.perform(members[who], number, version, "conclude", given, files)

    with ThreadPoolExecutor(2) as pool:
        came = dict(pool.map(decides, members))
    assert sorted(type(one).__name__ for one in came.values()) == ["Performed", "Stale"], came
    winner = next(who for who, one in came.items() if isinstance(one, Performed))
    stale = next(one for one in came.values() if isinstance(one, Stale))
    assert (stale.now, stale.by) == ("concluded", members[winner].name)
    assert stale.say.startswith("现在是“已作结论”")
    assert rows(bureau.store, "SELECT count(*) FROM case_act WHERE act = 'conclude'") == [(1,)]
    sound(bureau.store)


def test_whoever_saw_an_older_case_is_told_who_was_faster(bureau: Bureau) -> None:
    number = bureau.office.case()
    version = bureau.version(number)
    assert result(bureau.office.does("owner", acts.Recode(number))) == "done"
    came = bureau.gate.perform(
        bureau.member("clerk"), number, version, "accept", {"day": bureau.today.isoformat()}
    )
    assert isinstance(came, Stale)
    assert came.by == "申请人"
    bureau.does("clerk", number, "accept")
    came = bureau.gate.perform(bureau.member("clerk"), number, version + 1, "take", {})
    assert isinstance(came, Stale)
    assert came.by == "您自己"


def test_a_member_who_has_left_meanwhile_does_nothing(bureau: Bureau) -> None:
    number = bureau.office.case()
    member = bureau.member("clerk")
    bureau.office.leaves("clerk")
    came = bureau.gate.perform(
        member, number, bureau.version(number), "accept", {"day": bureau.today.isoformat()}
    )
    assert isinstance(came, Barred)
    assert came.say == SAME_WORDS


# ── four eyes, proposals, recusal ───────────────────────────────────────────────────────────────
def investigated(bureau: Bureau, by: str, leader: str = "leader") -> str:
    number = bureau.office.case()
    bureau.does("clerk", number, "accept")
    bureau.does("leader", number, "route", route="simple")
    bureau.does(by, number, "investigate", members=f"工作人员{leader}、甲某")
    return number


def test_the_register_says_what_was_done_as_the_policy_calls_it(bureau: Bureau) -> None:
    """Pingdingshan knows other ways than a notice, and no report on it."""
    clerk, leader = staffed(bureau, "pingdingshan")
    number = bureau.filed("pingdingshan")
    bureau.reaches(number, "concluded", clerk, leader)
    bureau.does(clerk, number, "correct", how="谈话教育", demand="完善清单")
    bureau.does(clerk, number, "corrected")
    bureau.does(clerk, number, "register")
    (line,) = bureau.gate.register(bureau.member(leader), "pingdingshan", bureau.today)
    assert "督促整改（谈话教育）：完善清单" in line.correction
    assert "在组织生活会上谈清说透" in line.correction
    assert "通知" not in line.correction
    assert "收到" not in line.correction


@pytest.mark.parametrize(("route", "act"), [("simple", "meet"), ("complex", "group"), ("complex", "meet")])
def test_nobody_alone_is_a_meeting(bureau: Bureau, route: str, act: str) -> None:
    number = bureau.office.case()
    bureau.does("clerk", number, "accept")
    bureau.does("leader", number, "route", route=route)
    for members in ("甲某", "甲某、", "、甲某，"):
        given, files = bureau.filled(
            bureau.view("leader", number).procedure.acts[act], number, "", {"members": members}
        )
        came = bureau.tries("leader", number, act, *files, **given)
        assert isinstance(came, Barred)
        assert list(came.complaints) == ["members"]
        assert "只写了一位" in came.say
    bureau.does("leader", number, act, members="甲某，乙某")


def test_what_came_after_it_was_asked_for_stands_behind_that(bureau: Bureau, clock: Clock) -> None:
    """All on one day, each as it happened."""
    number = bureau.office.case()
    steps = [
        lambda: bureau.does("clerk", number, "take"),
        lambda: bureau.does("clerk", number, "request", words="请补"),
        lambda: bureau.office.supplements(number, "补的.pdf"),
        lambda: bureau.does("clerk", number, "accept"),
    ]
    seen = []
    for step in steps:
        clock.goes(minutes=1)
        step()
        line = next((one for one in bureau.gate.due(bureau.member("clerk")) if one.number == number), None)
        seen.append(line is not None and line.supplemented)
    assert seen == [False, False, True, False]
    assert [one.do for one in bureau.view("clerk", number).timeline] == [
        "提交申请", "由我承办", "要求补充", "补充材料", "受理",
    ]  # fmt: skip


def test_nobody_alone_investigates_and_concludes(bureau: Bureau) -> None:
    number = investigated(bureau, "clerk")  # the leader is among those who investigated
    came = bureau.tries("leader", number, "conclude")
    assert isinstance(came, Barred)
    assert "不能一个人作结论" in came.say
    assert "conclude" not in {one.id for one in bureau.view("leader", number).offers}
    assert any(one.act == "conclude" for one in bureau.view("leader", number).blocked)
    bureau.hires(REGION, third="clerk")
    given, files = bureau.filled(bureau.view("leader", number).procedure.acts["conclude"], number)
    third = bureau.member("third")
    assert isinstance(
        bureau.gate.propose(third, number, bureau.version(number), "conclude", given, files), Performed
    )
    assert isinstance(bureau.tries("leader", number, "conclude", **given), Performed)
    sound(bureau.store)


def test_one_who_entered_the_report_counts_as_having_investigated(bureau: Bureau) -> None:
    number = investigated(bureau, "leader", "乙")
    came = bureau.tries("leader", number, "conclude")
    assert isinstance(came, Barred)
    assert "不能一个人作结论" in came.say
    given, files = bureau.filled(bureau.view("leader", number).procedure.acts["conclude"], number)
    leader = bureau.member("leader")
    bureau.gate.propose(
        leader, number, bureau.version(number), "conclude", given, files
    )  # one's own helps nobody
    assert isinstance(bureau.tries("leader", number, "conclude", **given), Barred)


def test_a_proposal_goes_back_with_a_word_and_comes_again(bureau: Bureau) -> None:
    number = investigated(bureau, "clerk", "丙")
    act = bureau.view("clerk", number).procedure.acts["conclude"]
    assert act in bureau.view("clerk", number).proposes
    given, files = bureau.filled(act, number)
    clerk, leader = bureau.member("clerk"), bureau.member("leader")
    assert isinstance(
        bureau.gate.perform(clerk, number, bureau.version(number), "conclude", given, files), Barred
    )
    assert isinstance(
        bureau.gate.propose(clerk, number, bureau.version(number), "conclude", given, files), Performed
    )
    assert any("拟好了" in one["text"] for chat, one in told(bureau.store) if chat == leader.chat)
    (one,) = bureau.view("leader", number).proposals
    assert (one.who, one.answer, dict(one.entered)) == ("工作人员clerk", "", given)
    assert isinstance(bureau.gate.send_back(leader, number, bureau.version(number), one.id, " "), Barred)
    assert isinstance(bureau.gate.send_back(clerk, number, bureau.version(number), one.id, "再查"), Barred)
    assert isinstance(
        bureau.gate.send_back(leader, number, bureau.version(number), one.id, "再查一下金额"), Performed
    )
    assert bureau.view("clerk", number).proposals[0].comment == "再查一下金额"
    bureau.gate.propose(clerk, number, bureau.version(number), "conclude", given)
    bureau.gate.propose(clerk, number, bureau.version(number), "conclude", {**given, "facts": "查清了"})
    assert [one.answer for one in bureau.view("clerk", number).proposals] == ["returned", "replaced", ""]
    assert isinstance(bureau.tries("leader", number, "conclude", **{**given, "facts": "查清了"}), Performed)
    assert bureau.view("clerk", number).proposals[-1].answer == "taken"
    assert any("已经办了" in one["text"] for chat, one in told(bureau.store) if chat == clerk.chat)
    sound(bureau.store)


def test_files_are_of_the_act_that_names_them_also_after_a_proposal_or_a_correction(bureau: Bureau) -> None:
    number = bureau.office.case()
    bureau.does("clerk", number, "accept")
    clerk, report, paper = bureau.member("clerk"), piece("报告"), piece("笔录")
    given = {"day": bureau.today.isoformat(), "members": "甲某", "report": report.place}
    assert isinstance(
        bureau.gate.propose(clerk, number, bureau.version(number), "investigate", given, [report]), Performed
    )
    assert isinstance(
        bureau.gate.perform(clerk, number, bureau.version(number), "investigate", given), Performed
    )

    def files() -> list[tuple[str, tuple[Any, ...]]]:
        return [
            (one.act, one.files)
            for one in bureau.view("clerk", number).timeline
            if one.id and not one.replaced
        ]

    assert files() == [("accept", ()), ("investigate", (report,))]
    entry = next(one.id for one in bureau.view("clerk", number).timeline if one.act == "investigate")
    came = bureau.gate.correct_entry(
        clerk, number, bureau.version(number), entry or 0, {**given, "members": "乙某"}, [paper]
    )
    assert isinstance(came, Performed)
    assert set(files()[1][1]) == {report, paper}
    sound(bureau.store)


def test_recusal_takes_the_case_away(bureau: Bureau) -> None:
    number = bureau.office.case()
    bureau.does("clerk", number, "take")
    assert bureau.office.row(number).handler == bureau.member("clerk").id
    bureau.does("clerk", number, "recuse", why="本人的同学")
    assert bureau.office.row(number).handler is None
    assert bureau.view("leader", number).recused == ("工作人员clerk",)
    for act in (acts.Open(number), acts.Papers(number), acts.Prepare(number), acts.Request(number, "请补")):
        assert result(bureau.office.does("clerk", act)) == "refused"
    came = bureau.gate.assign(
        bureau.member("leader"), number, bureau.version(number), bureau.member("clerk").id
    )
    assert isinstance(came, Barred)


# ── whose case it is ────────────────────────────────────────────────────────────────────────────
def test_who_accepts_handles_it_and_a_leader_gives_it_to_another(bureau: Bureau) -> None:
    number = bureau.office.case()
    bureau.does("clerk", number, "accept")
    assert bureau.view("viewer", number).handler == "工作人员clerk"
    leader, clerk = bureau.member("leader"), bureau.member("clerk")
    assert isinstance(bureau.gate.assign(clerk, number, bureau.version(number), leader.id), Barred)
    assert isinstance(
        bureau.gate.assign(leader, number, bureau.version(number), bureau.member("viewer").id), Barred
    )
    assert isinstance(bureau.gate.assign(leader, number, bureau.version(number), leader.id), Performed)
    assert bureau.office.row(number).handler == leader.id


def test_all_cases_of_one_who_leaves_are_handed_over(bureau: Bureau) -> None:
    numbers = [bureau.office.case() for _ in range(3)]
    for one in numbers:
        bureau.does("clerk", one, "take")
    clerk, leader = bureau.member("clerk"), bureau.member("leader")
    elsewhere = bureau.member("elsewhere")
    assert isinstance(bureau.gate.hand_over(leader, clerk.id, elsewhere.id), Barred)
    assert isinstance(bureau.gate.hand_over(clerk, clerk.id, leader.id), Barred)
    bureau.office.leaves("clerk")
    assert bureau.gate.hand_over(leader, clerk.id, leader.id) == 3
    assert {bureau.office.row(one).handler for one in numbers} == {leader.id}
    sound(bureau.store)


# ── beside the procedure ────────────────────────────────────────────────────────────────────────
def test_notes_and_files_are_for_colleagues_alone(bureau: Bureau) -> None:
    number = bureau.office.case()
    version = bureau.version(number)
    inner = piece("内部")
    assert isinstance(bureau.gate.note(bureau.member("clerk"), number, "请看第九条\x00", [inner]), Performed)
    assert bureau.version(number) == version  # nobody's work is made stale by it
    view = bureau.view("viewer", number)
    assert [one.words for one in view.notes] == ["请看第九条"]
    assert [one.piece for one in view.files] == [inner]
    assert inner.place in bureau.store.docket.known_places()
    seen = bureau.office.does("owner", acts.See(number)).case
    assert "第九条" not in str(seen)
    assert inner not in (*seen.pieces, *seen.added)
    assert isinstance(bureau.gate.note(bureau.member("clerk"), number, " "), Barred)


def test_what_is_being_entered_survives_a_colleagues_act(bureau: Bureau) -> None:
    number = bureau.office.case()
    bureau.does("clerk", number, "accept")
    assert bureau.gate.save_draft(bureau.member("leader"), number, "meet", {"minutes": "研究了", "odd": "x"})
    bureau.does("clerk", number, "investigate")
    assert dict(bureau.view("leader", number).drafts) == {"meet": {"minutes": "研究了"}}
    assert dict(bureau.view("clerk", number).drafts) == {}
    bureau.does("leader", number, "meet", minutes="研究了，纪要第3号")
    assert dict(bureau.view("leader", number).drafts) == {}
    assert not bureau.gate.save_draft(bureau.member("elsewhere"), number, "meet", {"minutes": "x"})


def test_a_case_keeps_the_rules_that_it_was_accepted_under(bureau: Bureau, library: Library) -> None:
    old, new = bureau.office.case(), bureau.office.case()
    bureau.does("clerk", old, "accept")
    changed = library.procedures[REGION]
    acts_ = {**changed.acts, "investigate": replace(changed.acts["investigate"], do="换了叫法")}
    later = Bureau.of(
        bureau.store,
        replace(library, procedures={**library.procedures, REGION: replace(changed, acts=acts_)}),
    )
    assert later.view("clerk", old).procedure == library.procedures[REGION]
    assert later.view("clerk", old).pinned
    assert not later.view("clerk", new).pinned
    later.does("clerk", new, "accept")
    assert later.view("clerk", new).procedure.acts["investigate"].do == "换了叫法"
    without = Gate(bureau.store, replace(library, procedures={}), Workdays())
    view = without.case(bureau.member("clerk"), old)
    assert isinstance(view, CaseView)
    assert isinstance(
        without.perform(bureau.member("clerk"), old, bureau.version(old), "take", {}), Performed
    )


# ── cases that nobody filed ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("origin", ["paper", "ex_officio"])
def test_a_case_on_paper_goes_the_same_way_without_chat_or_code(bureau: Bureau, origin: str) -> None:
    clerk, leader = staffed(bureau, "donge")
    number = bureau.on_paper(clerk, "donge", origin)
    row = bureau.office.row(number)
    assert (row.chat, row.code, row.origin, row.handler) == (None, None, origin, bureau.member(clerk).id)
    before = len(told(bureau.store))
    bureau.reaches(number, "closed", clerk, leader)
    assert PEOPLE["owner"] not in {chat for chat, _ in told(bureau.store)[before:]}
    assert result(bureau.office.does("nobody", acts.Find(number=number, code="ACDEFHJKMPQR"))) == "refused"
    assert [one.number for one in bureau.gate.listed(bureau.member(leader), Listing(origin=origin)).rows] == [
        number
    ]
    refused = bureau.gate.open_on_paper(bureau.member("elsewhere"), "donge", "paper", [], summary="x")
    assert isinstance(refused, Barred)
    sound(bureau.store)


# ── the applicant's own acts in the new states ──────────────────────────────────────────────────
def test_nothing_is_withdrawn_once_it_is_accepted_but_more_may_be_brought(bureau: Bureau) -> None:
    number = bureau.office.case()
    bureau.does("clerk", number, "accept")
    assert result(bureau.office.does("owner", acts.Withdraw(number=number, reason="x"))) == "changed"
    done = bureau.office.supplements(number, "新证据.pdf")
    assert (result(done), done.case.state) == ("done", "accepted")
    assert [one.name for one in bureau.office.whole(number).added] == ["新证据.pdf"]
    assert result(bureau.office.does("clerk", acts.Prepare(number))) == "changed"
    assert result(bureau.office.does("clerk", acts.Request(number, "请补"))) == "changed"
    bureau.does("leader", number, "route", route="simple")
    bureau.reaches(number, "concluded")
    assert result(bureau.office.supplements(number, "晚了.pdf")) == "changed"
    sound(bureau.store)


def test_what_is_asked_for_in_a_chat_is_an_act_of_the_procedure(bureau: Bureau) -> None:
    number = bureau.office.case("returned")
    assert [one.act for one in bureau.store.ledger.dossier(bureau.office.row(number)).deeds] == ["request"]
    bureau.does("clerk", number, "supplied", words="当面交来")
    (exchange,) = bureau.office.whole(number).exchanges
    assert (bureau.office.row(number).state, exchange.answer) == ("submitted", "当面交来")
    again = bureau.office.case("returned")
    bureau.does("clerk", again, "recalled")
    assert (bureau.office.row(again).state, bureau.office.row(again).reason) == ("withdrawn", "书面撤回")
    sound(bureau.store)


def test_what_is_handled_stays_and_what_is_over_is_erased_with_all_that_staff_wrote(bureau: Bureau) -> None:
    handled, over = bureau.office.case(), bureau.office.case()
    bureau.does("clerk", handled, "accept")
    for number in (over,):
        bureau.gate.note(bureau.member("clerk"), number, "钱小七的事", [piece("内部")])
        bureau.reaches(number, "closed")
    done = bureau.office.decides("owner", acts.Erase())
    bureau.office.writes(done)
    assert [one.number for one in done.acted.staying] == [handled]
    assert piece("内部").place in done.gone
    view = bureau.view("leader", over)
    assert (view.case.state, view.case.erased, view.notes, view.files) == ("closed", True, (), ())
    assert [one.said for one in view.timeline if one.id] == [()] * len(
        [one for one in view.timeline if one.id]
    )
    assert "钱小七" not in str(everything(bureau.store)["case_act"] + everything(bureau.store)["case_note"])
    sound(bureau.store)


def test_what_may_be_pressed_and_what_is_erased_is_told_by_the_state(
    bureau: Bureau, assistant: Assistant
) -> None:
    app = App(bureau.store, Rongcuo(assistant, Workdays()), office=bureau.gate)

    def says(command: str) -> tuple[str, set[str]]:
        replies = app.handle(PEOPLE["owner"], Command(command))
        labels = {one.label for reply in replies for row in reply.buttons for one in row}
        return "\n".join(reply.text for reply in replies), labels

    number = bureau.office.case()
    assert {"补交材料", "撤回"} <= says("status")[1]
    bureau.does("clerk", number, "accept")
    text, labels = says("status")
    assert "已受理" in text
    assert "补交材料" in labels
    assert "撤回" not in labels
    assert "先留着的" in says("forget")[0]
    bureau.reaches(number, "closed")
    text, labels = says("status")
    assert "已归档" in text
    assert not {"补交材料", "撤回"} & labels
    assert "以及已办结的申请的全部内容" in says("forget")[0]
    bureau.office.case("withdrawn")
    told_ = says("forget")[0]
    assert "已撤回、已办结的申请" in told_ or "已办结、已撤回的申请" in told_


# ── lists ───────────────────────────────────────────────────────────────────────────────────────
def test_lists_are_of_ones_own_region_by_what_is_wanted(bureau: Bureau, clock: Clock) -> None:
    mine = [bureau.office.case() for _ in range(3)]
    bureau.filed(OTHER)
    bureau.does("clerk", mine[0], "accept")
    clerk, leader = bureau.member("clerk"), bureau.member("leader")

    def numbers(who: Any, **wanted: Any) -> list[str]:
        return [one.number for one in bureau.gate.listed(who, Listing(**wanted)).rows]

    assert bureau.gate.listed(leader, Listing()).count == 4
    assert numbers(clerk, sort="oldest") == mine
    assert numbers(clerk, region=OTHER) == []
    assert numbers(clerk, states=("accepted",)) == numbers(clerk, handler=clerk.id) == [mine[0]]
    assert sorted(numbers(clerk, handler=0)) == sorted(mine[1:])
    assert numbers(clerk, words=f"{mine[1][:3]}-{mine[1][3:6]}") == [mine[1]]
    assert numbers(clerk, words="钱小七 没有这个词") == []
    assert numbers(clerk, sort="oldest", page=1, size=2) == [mine[2]]
    clock.goes(days=3)
    line = bureau.gate.listed(clerk, Listing(words=mine[0])).rows[0]
    assert (line.handler, line.waited, line.state, line.region) == ("工作人员clerk", 3, "accepted", REGION)


def test_a_list_asks_as_often_however_many_there_are(bureau: Bureau) -> None:
    member, asked = bureau.member("leader"), list[str]()
    sql_event.listen(
        bureau.store._database.engine, "before_cursor_execute", lambda _1, _2, said, *_: asked.append(said)
    )

    def counts() -> list[int]:
        found = []
        for look in (
            lambda: bureau.gate.listed(member, Listing()), lambda: bureau.gate.listed(member, Listing(due="week", words="钱")),
            lambda: bureau.gate.due(member), lambda: bureau.gate.statistics(member, date(2026, 1, 1), date(2026, 12, 31)),
        ):  # fmt: skip
            asked.clear()
            look()
            found.append(len(asked))
        return found

    bureau.reaches(bureau.office.case(), "concluded")
    few = counts()
    for _ in range(6):
        bureau.reaches(bureau.office.case(), "concluded")
    assert counts() == few
    assert max(few) <= 16


def test_what_is_due_is_listed_by_the_time_left_overdue_first(bureau: Bureau, clock: Clock) -> None:
    clerk, leader = staffed(bureau, "weihai")
    late, soon, new = (bureau.filed("weihai") for _ in range(3))
    bureau.reaches(late, "concluded", clerk, leader)
    clock.goes(days=10)
    bureau.reaches(soon, "concluded", clerk, leader)
    clock.goes(days=5)
    lines = bureau.gate.due(bureau.member(clerk))
    told_ = [one for one in lines if one.act == "tell"]
    assert [(one.number, one.due, one.left) for one in told_] == [
        (late, date(2026, 12, 1), -3), (soon, date(2026, 12, 9), 3)]  # fmt: skip
    assert lines[0].number == late
    assert lines[-1].number == new
    assert (told_[0].do, told_[0].rule) == ("登记告知", "“7个工作日”")
    for due, wanted in (("overdue", [late]), ("week", [soon]), ("none", [new])):
        assert [
            one.number for one in bureau.gate.listed(bureau.member(clerk), Listing(due=due)).rows
        ] == wanted


def test_figures_count_what_somebody_sees(bureau: Bureau, clock: Clock) -> None:
    clerk, leader = staffed(bureau, "weihai")
    first = bureau.filed("weihai")
    bureau.reaches(first, "concluded", clerk, leader)
    clock.goes(days=20)
    bureau.does(clerk, first, "tell")
    bureau.filed(REGION)
    figures = bureau.gate.statistics(bureau.member(clerk), date(2026, 11, 1), date(2026, 12, 31))
    assert (figures.total, [(one.key, one.count) for one in figures.states]) == (1, [("concluded", 1)])
    tell = next(one for one in figures.limits if one.act == "tell")
    assert (tell.met, tell.missed, tell.days) == (0, 1, 20.0)
    assert bureau.gate.statistics(bureau.member("leader"), date(2026, 11, 1), date(2026, 12, 31)).total == 2
    assert bureau.gate.statistics(bureau.member("leader"), date(2026, 12, 1), date(2026, 12, 31)).total == 1


def test_figures_count_by_the_month_in_shanghai_and_each_case_once(bureau: Bureau, clock: Clock) -> None:
    """In every list the counts make the total, whatever a case is counted by; the clock stands at UTC."""
    clerk, leader = staffed(bureau, "weihai")
    last = clock.now.replace(month=11, day=30, hour=15, minute=59, tzinfo=UTC)
    clock.now = last
    bureau.filed("weihai")
    clock.now = last + timedelta(minutes=1)
    bureau.on_paper(clerk, "weihai", "ex_officio")
    bureau.reaches(bureau.filed("weihai"), "concluded", clerk, leader)
    found = bureau.gate.statistics(bureau.member(clerk), date(2026, 11, 1), date(2026, 12, 31))
    assert {one.key: one.count for one in found.months} == {"2026-11": 1, "2026-12": 2}
    assert {one.key: one.count for one in found.origins} == {"application": 2, "ex_officio": 1}
    assert {one.key: one.count for one in found.states} == {"submitted": 2, "concluded": 1}
    for tallies in (found.months, found.origins, found.states, found.regions, found.outcomes):
        assert sum(one.count for one in tallies) == found.total == 3


def test_the_register_of_a_month_has_what_is_due_in_it(bureau: Bureau, clock: Clock) -> None:
    clerk, leader = staffed(bureau, "zaozhuang")
    number = bureau.on_paper(clerk, "zaozhuang", "ex_officio")
    bureau.reaches(number, "concluded", clerk, leader)
    (line,) = bureau.gate.register(bureau.member(leader), "zaozhuang", date(2026, 11, 3))
    assert (line.number, line.whom, line.origin, line.why, line.result, line.due, line.done) == (
        number, "钱小七（某某镇民政所经办人员）", "依职权", "先行发放救助", "不予追究责任", date(2026, 11, 24), None)  # fmt: skip
    assert bureau.gate.register(bureau.member(leader), "zaozhuang", date(2026, 12, 3)) == ()
    assert bureau.gate.register(bureau.member("clerk"), "zaozhuang", date(2026, 11, 3)) == ()


def test_the_store_may_be_away_and_then_nothing_has_happened(
    store_url: str, given: Played, library: Library
) -> None:
    with closing(Store(store_url, 0.5, given)) as store:
        bureau = Bureau.of(store, library)
        bureau.office.hires("clerk", "leader")
        number = bureau.office.case()
        before = everything(store)

        def breaks(*_: object) -> None:
            raise RuntimeError

        deed = bureau.gate.weighed(bureau.member("clerk"), bureau.gate.folder(bureau.office.row(number)), "accept",  # type: ignore[arg-type]
                                   {"day": bureau.today.isoformat()})  # fmt: skip
        assert not isinstance(deed, Barred)
        deed.tells.append(breaks)
        from bot.store.casework.writing import performed

        with pytest.raises(RuntimeError):
            store.write(
                Changes(
                    writes=[
                        writing.present(bureau.member("clerk")),
                        performed(bureau.office.row(number), deed),
                    ]
                )
            )
        assert everything(store) == before
