"""What a member of staff should not be able to do to a case, or to everybody's lists, by ill will or by a slip."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from bot.casework.gate import ALONE, ERASED, LEADER, OVER
from bot.casework.printing import WITHHELD
from bot.casework.views import Barred, Performed
from bot.documents.papers.templates import OwnTemplates
from bot.store.casework.records import DeedRow, Listing
from bot.store.mail import Store
from dialogs import acts
from dialogs.acts import spelled
from knowledge.library.corpus import Library
from tests.bot.test_office import staffed
from tests.bot.test_office_clocks import looks, noon
from tests.harness.casework import Bureau, piece
from tests.harness.given import Clock
from tests.harness.office import PEOPLE, STAFF, everything, result, sound, told


@pytest.fixture
def bureau(store: Store, library: Library) -> Bureau:
    one = Bureau.of(store, library)
    one.office.hires(*STAFF)
    return one


def entry(bureau: Bureau, number: str, act: str) -> DeedRow:
    """What was entered last of it."""
    deeds = bureau.store.ledger.dossier(bureau.office.row(number)).deeds
    return next(one for one in reversed(deeds) if one.act == act and not one.replaced)


def corrects(bureau: Bureau, who: str, number: str, act: str, **values: str) -> object:
    old = entry(bureau, number, act)
    given = {**old.entered, **values}
    return bureau.gate.correct_entry(bureau.member(who), number, bureau.version(number), old.id, given)


# ── days ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("day", ["0206-11-20", "0001-01-01", "1900-01-01", "2003-12-31"])
def test_a_year_that_was_mistyped_is_not_counted_from(bureau: Bureau, day: str) -> None:
    """A list would count hundreds of thousands of days for everybody."""
    clerk, leader = staffed(bureau, "weihai")
    number = bureau.filed("weihai")
    bureau.reaches(number, "concluded", clerk, leader)
    came = corrects(bureau, leader, number, "conclude", day=day)
    assert isinstance(came, Barred)
    assert "年份不对" in came.complaints["day"]
    assert all(one.due is None or one.due.year == 2026 for one in bureau.view(leader, number).duties)


@pytest.mark.parametrize(
    ("until", "fits"), [("2036-12-31", True), ("2037-01-01", False), ("9999-12-31", False)]
)
def test_nor_is_one_counted_until(bureau: Bureau, until: str, fits: bool) -> None:
    clerk, leader = staffed(bureau, "zaozhuang")
    number = bureau.filed("zaozhuang")
    bureau.reaches(number, "concluded", clerk, leader)
    act = bureau.view(clerk, number).procedure.acts["correct"]
    given, files = bureau.filled(act, number, "", {"until": until})
    assert isinstance(bureau.tries(clerk, number, "correct", *files, **given), Performed) == fits


@pytest.mark.parametrize(("act", "first"), [("accept", "提交申请"), ("investigate", "受理"), ("conclude", "调查报告"),
                                            ("tell", "作出结论")])  # fmt: skip
def test_a_day_before_what_has_to_come_first_is_taken_and_pointed_out(
    bureau: Bureau, act: str, first: str
) -> None:
    clerk, leader = staffed(bureau, "weihai")
    number = bureau.filed("weihai")
    bureau.reaches(number, "closed", clerk, leader)

    def pointed() -> dict[str, str]:
        return {one.act: one.early for one in bureau.view(leader, number).timeline if one.early}

    assert pointed() == {}
    assert isinstance(corrects(bureau, leader, number, act, day="2026-11-18"), Performed)
    assert pointed()[act].startswith("填的是2026年11月18日，早于")
    assert f"{first}（2026年11月20日）；请核对" in pointed()[act]
    assert set(pointed()) == {act}
    assert isinstance(corrects(bureau, leader, number, act, day="2026-11-20"), Performed)
    assert pointed() == {}


def test_what_came_on_paper_was_filed_before_it_was_entered_here(bureau: Bureau) -> None:
    clerk, leader = staffed(bureau, "weihai")
    number = bureau.on_paper(clerk, "weihai")
    bureau.does(clerk, number, "accept", day="2026-11-18")
    bureau.does(clerk, number, "investigate", day="2026-11-19")
    assert not [one for one in bureau.view(leader, number).timeline if one.early]
    assert isinstance(corrects(bureau, leader, number, "investigate", day="2026-11-17"), Performed)
    assert [one.act for one in bureau.view(leader, number).timeline if one.early] == ["investigate"]


@pytest.mark.parametrize("on", [date.min, date(2003, 12, 31), date.max])
def test_the_calendar_holds_no_such_day_either(bureau: Bureau, on: date) -> None:
    refusal = bureau.gate.set_day(bureau.member("leader"), on, True, "国办发明电〔2026〕7号")
    assert refusal
    assert "年份不对" in refusal.say
    assert everything(bureau.store)["calendar_day"] == []


def test_of_several_who_say_something_of_a_day_at_once_the_last_holds(bureau: Bureau) -> None:
    member, together = bureau.member("leader"), Barrier(4)

    def says(working: bool) -> object:
        together.wait()
        return bureau.gate.set_day(member, date(2027, 2, 7), working, "国办发明电〔2026〕7号")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(says, (True, False, True, False))) == [None] * 4
    assert len(everything(bureau.store)["calendar_day"]) == 1
    sound(bureau.store)


# ── what is decided ─────────────────────────────────────────────────────────────────────────────
def test_who_investigated_turns_no_conclusion_into_another_one_by_correcting_it(bureau: Bureau) -> None:
    clerk, leader = staffed(bureau, "weihai")
    bureau.hires("weihai", **{"威海二": "leader"})
    number = bureau.filed("weihai")
    bureau.reaches(number, "concluded", clerk, leader, "barred")
    name = bureau.member("威海二").name
    assert isinstance(corrects(bureau, clerk, number, "investigate", members=f"甲某、{name}"), Performed)
    came = corrects(bureau, "威海二", number, "conclude", outcome="none")
    assert isinstance(came, Barred)
    assert ALONE in came.say
    assert bureau.office.row(number).outcome == "barred"
    assert isinstance(corrects(bureau, "威海二", number, "conclude", facts="写得更明白"), Performed)
    assert isinstance(corrects(bureau, leader, number, "conclude", outcome="none"), Performed)
    assert bureau.office.row(number).outcome == "none"
    sound(bureau.store)


@pytest.mark.parametrize(
    ("region", "outcome", "changed"),
    [
        ("weihai", "barred", {"outcome": "none"}),
        ("weihai", "none", {"outcome": "barred"}),
        ("lishui", "tolerated", {"tier": "终止问责程序"}),
    ],
)
def test_the_result_of_a_closed_case_stays_as_it_is(
    bureau: Bureau, region: str, outcome: str, changed: dict[str, str]
) -> None:
    clerk, leader = staffed(bureau, region)
    number = bureau.filed(region)
    bureau.reaches(number, "closed", clerk, leader, outcome)
    before = bureau.office.row(number)
    came = corrects(bureau, leader, number, "conclude", **changed)
    assert isinstance(came, Barred)
    assert OVER in came.say
    assert bureau.office.row(number) == before
    assert isinstance(corrects(bureau, leader, number, "conclude", facts="写得更明白"), Performed)
    assert bureau.office.row(number).outcome == outcome
    sound(bureau.store)


def test_who_leads_elsewhere_lets_nobody_here_be_stood_in_for(bureau: Bureau) -> None:
    bureau.hires("weihai", **{"威海甲": "clerk", "威海长": "leader"})
    bureau.hires("donge", **{"东阿甲": "clerk", "东阿长": "leader"})
    until, away = date(2026, 12, 1), bureau.gate.away
    substitute = bureau.member("东阿甲").id
    for who in ("东阿长", "东阿甲"):
        refusal = away(bureau.member(who), bureau.member("威海甲").id, substitute, until)
        assert refusal
        assert refusal.say == LEADER
    assert bureau.store.docket.colleague(bureau.member("威海甲").id).substitute is None  # type: ignore[union-attr]
    assert (
        away(bureau.member("威海长"), bureau.member("威海甲").id, bureau.member("威海长").id, until) is None
    )


# ── recused ─────────────────────────────────────────────────────────────────────────────────────
def concluded(bureau: Bureau, clerk: str, leader: str) -> tuple[str, str]:
    """Two cases, with the first of which this leader has nothing to do any more."""
    bureau.hires("weihai", **{"威海二": "leader"})
    number, other = bureau.filed("weihai"), bureau.filed("weihai")
    bureau.does(leader, number, "recuse", why="本人的同学")
    for one in (number, other):
        bureau.reaches(one, "concluded", clerk, "威海二")
    return number, other


def test_who_is_recused_meets_the_case_in_no_list(bureau: Bureau) -> None:
    clerk, leader = staffed(bureau, "weihai")
    number, other = concluded(bureau, clerk, leader)
    member, month = bureau.member(leader), date(2026, 11, 1)
    for wanted in (Listing(), Listing(words=number), Listing(states=("concluded",)), Listing(sort="left")):
        assert number not in {one.number for one in bureau.gate.listed(member, wanted).rows}
    assert {one.number for one in bureau.gate.due(member)} == {other}
    assert [one.number for one in bureau.gate.register(member, "weihai", month)] == [other]
    assert bureau.gate.withheld(member, "weihai", month) == 1
    for words in ("", number):
        queued = bureau.office.does(leader, acts.Queue(words=words))
        assert number not in {one.number for one in queued.cases}
    everybody = {one.number for one in bureau.gate.listed(bureau.member(clerk), Listing()).rows}
    assert everybody == {number, other}


def test_who_is_recused_is_reminded_of_nothing_and_hears_of_nothing_new(bureau: Bureau, clock: Clock) -> None:
    """Nor does a reminder of theirs wait for anybody: the others hear it."""
    clerk, leader = staffed(bureau, "weihai")
    number, other = concluded(bureau, clerk, leader)
    substitute, until = bureau.member(leader).id, date(2026, 12, 31)
    assert bureau.gate.away(bureau.member(clerk), bureau.member(clerk).id, substitute, until) is None
    before = len(told(bureau.store))
    bureau.office.does("owner", acts.Supplement(number, bureau.office.draft(), "补", (), "{number} 有补充。"))
    assert looks(bureau, clock, noon(date(2026, 12, 1))) > 0
    heard = [(chat, str(one)) for chat, one in told(bureau.store)[before:]]
    assert {chat for chat, one in heard if number in one} >= {PEOPLE["威海二"]}
    assert PEOPLE[leader] not in {chat for chat, one in heard if number in one}
    assert PEOPLE[leader] in {chat for chat, one in heard if other in one}


def test_what_a_recused_member_prepared_comes_back_to_nobody(bureau: Bureau) -> None:
    clerk, leader = staffed(bureau, "weihai")
    bureau.hires("weihai", **{"威海三": "clerk"})
    number = bureau.filed("weihai")
    bureau.reaches(number, "accepted", clerk, leader)
    bureau.does(clerk, number, "investigate")
    act = bureau.view("威海三", number).procedure.acts["conclude"]
    given, files = bureau.filled(act, number)
    member, version = bureau.member("威海三"), bureau.version(number)
    came = bureau.gate.propose(member, number, version, "conclude", given, files)
    assert isinstance(came, Performed), came
    bureau.does("威海三", number, "recuse", why="本人的同学")
    (proposal,) = bureau.view(leader, number).proposals
    before = len(told(bureau.store))
    sent = bureau.gate.send_back(bureau.member(leader), number, bureau.version(number), proposal.id, "再看")
    assert isinstance(sent, Performed)
    assert PEOPLE["威海三"] not in {chat for chat, _ in told(bureau.store)[before:]}


def test_who_is_recused_hands_over_the_other_cases_alone(bureau: Bureau) -> None:
    clerk, leader = staffed(bureau, "weihai")
    number, other = concluded(bureau, clerk, leader)
    whom = bureau.member("威海二")
    before = len(told(bureau.store))
    assert bureau.gate.hand_over(bureau.member(leader), bureau.member(clerk).id, whom.id) == 1
    assert bureau.office.row(other).handler == whom.id
    assert bureau.office.row(number).handler == bureau.member(clerk).id
    assert spelled(number) not in str(told(bureau.store)[before:])
    assert spelled(other) in str(told(bureau.store)[before:])
    sound(bureau.store)


def test_a_register_with_a_gap_is_not_printed(bureau: Bureau, tmp_path: Path) -> None:
    clerk, leader = staffed(bureau, "weihai")
    _, other = concluded(bureau, clerk, leader)
    month, own = date(2026, 11, 1), OwnTemplates.under(tmp_path)
    made = bureau.gate.printed_register(
        bureau.member(leader), "weihai", month, [other], "reporting", "xlsx", own
    )
    assert isinstance(made, Barred)
    assert made.say == WITHHELD


# ── erased ──────────────────────────────────────────────────────────────────────────────────────
def test_nothing_is_written_any_more_into_what_was_erased(bureau: Bureau) -> None:
    clerk, leader = staffed(bureau, "weihai")
    number = bureau.filed("weihai")
    bureau.reaches(number, "closed", clerk, leader)
    bureau.office.does("owner", acts.Erase())
    member, version, before = (
        bureau.member(leader),
        bureau.version(number),
        everything(bureau.store)["case_act"],
    )
    gate = bureau.gate
    tried = (
        gate.note(member, number, "钱小七的事", [piece("内部")]),
        gate.perform(member, number, version, "visit", {"day": "2026-11-20", "words": "钱小七"}),
        gate.propose(member, number, version, "visit", {"day": "2026-11-20", "words": "钱小七"}),
        gate.assign(member, number, version, bureau.member(clerk).id),
        corrects(bureau, leader, number, "accept", day="2026-11-20"),
    )
    assert [one.say for one in tried] == [ERASED] * len(tried)  # type: ignore[attr-defined]
    assert gate.save_draft(member, number, "visit", {"words": "钱小七"}) is False
    view = bureau.view(leader, number)
    assert (view.acts, view.offers, view.proposes, view.blocked) == (False, (), (), ())
    row = bureau.office.row(number)
    for act in (
        acts.Enter(number, "perform", "visit"), acts.Request(number, "请补"),
        acts.Enact(number, "perform", "visit", entered={"words": "钱小七"}, version=row.version),
    ):  # fmt: skip
        assert result(bureau.office.does(leader, act)) in ("changed", "hindered")
    assert everything(bureau.store)["case_act"] == before
    assert "钱小七" not in str(everything(bureau.store))
    sound(bureau.store)
