"""What a conclusion rests on: the policy's own conditions are answered one by one, and none is let off without them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import App
from bot.casework.values import Known, checked
from bot.casework.views import Barred, CaseView, Performed
from bot.store.mail import Store
from bot.workdays import Workdays
from dialogs.acts import Bind
from dialogs.desk import words
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from knowledge.library.corpus import Library
from tests.bot.test_office import staffed
from tests.harness.casework import BOX, Bureau
from tests.harness.counter import said as seen
from tests.harness.given import Clock, Played
from tests.harness.office import PEOPLE, STAFF, Office, gate_of, policies, sound
from tests.harness.steps import WAYS, Colleague, applied
from tests.harness.team import DAY, Bench, Team
from tests.harness.template import copied


@pytest.fixture
def bureau(tmp_path: Path, library: Library) -> Iterator[Bureau]:
    store = Store(copied(tmp_path / "conditions.db"), given=Played(Clock()))
    one = Bureau.of(store, library)
    one.office.hires(*STAFF)
    yield one
    store.close()


def to_be_concluded(bureau: Bureau, region: str) -> tuple[str, str]:
    """(a case in which all is done before the conclusion, who concludes it)."""
    clerk, leader = staffed(bureau, region)
    number = bureau.filed(region)
    bureau.reaches(number, "accepted", clerk, leader)
    while (act := _first(bureau.view(leader, number), "conclude")) != "conclude":
        role = bureau.view(leader, number).procedure.acts[act].role
        bureau.does(clerk if role == "clerk" else leader, number, act)
    return number, leader


def _first(view: CaseView, act: str) -> str:
    """What is to be done before it, and before that; itself, where nothing is."""
    why = next((one for one in view.blocked if one.act == act), None)
    return _first(view, why.first) if why else act


UNHELD = [
    ("pingdingshan", "c4", "unmet", "exempt",
     "第七条第（四）项“没有违反现行法律法规强制性或禁止性规定”选的是“不符合”；“认定结果”就不能选“容错免责”：“必须同时具备以下条件”（第七条）"),
    ("pingdingshan", "c6", "open", "mitigated",
     "第七条第（六）项“主动采取有效措施挽回损失或消除影响”选的是“没有认定”；“认定结果”就不能选“从轻、减轻或免于处分”：“必须同时具备以下条件”（第七条）"),
    ("donge", "c3", "unmet", "exempt",
     "第九条第（三）项“没有造成重大损失或者严重不良影响”选的是“不符合”；“结论”就不能选“不予追究责任”：“可以视情从轻、减轻或者免予处理”（第九条第二款）"),
    ("zaozhuang", "c1", "open", "exempt",
     "第七条第（五）项“没有违反党章党规、法律法规明确禁止性规定的”选的是“没有认定”；“结论”就不能选“不予追究责任”：“可以视情从轻、减轻或者免于处理”（第七条第（五）项）"),
    ("lishui", "c2", "unmet", "tolerated", "第二条“勤勉尽责、未谋取私利”选的是“不符合”；“认定结果”就不能选“可以容错纠错”"),
]  # fmt: skip
"""What is said of one condition, how the case is to end, and why it does not end so."""


@pytest.mark.parametrize(
    ("region", "condition", "said", "outcome", "why"), UNHELD, ids=[one[0] + one[1] for one in UNHELD]
)
def test_a_case_in_which_a_condition_does_not_hold_is_not_let_off(
    bureau: Bureau, region: str, condition: str, said: str, outcome: str, why: str
) -> None:
    number, leader = to_be_concluded(bureau, region)
    act = bureau.view(leader, number).procedure.acts["conclude"]
    given, _ = bureau.filled(act, number, outcome)
    before = bureau.office.row(number)
    for way in (bureau.gate.perform, bureau.gate.propose):
        came = way(bureau.member(leader), number, before.version, "conclude", {**given, condition: said})
        assert isinstance(came, Barred)
        assert came.complaints == {"outcome": why}
        nothing = {**given, condition: ""}
        came = way(bureau.member(leader), number, before.version, "conclude", nothing)
        assert isinstance(came, Barred)
        assert [*came.complaints] == [condition]
    assert bureau.office.row(number) == before
    assert isinstance(bureau.tries(leader, number, "conclude", **given), Performed)
    sound(bureau.store)


def test_what_the_policy_excepts_from_a_condition_is_as_good_and_no_condition_bars_a_refusal(
    bureau: Bureau,
) -> None:
    act = policies().procedures["pingdingshan"].acts["conclude"]
    answers = {one.key: [value for value, _ in one.choices] for one in act.fields if one.kind == "condition"}
    assert [one for one, there in answers.items() if "excepted" in there] == ["c2"]
    known = Known(bureau.today, lambda _: True, (), policies().procedures["pingdingshan"].outcomes)
    given = {"day": bureau.today.isoformat(), "grounds": "x", "facts": "实", **dict.fromkeys(answers, "met")}
    assert isinstance(checked(act, {**given, "c2": "excepted", "outcome": "exempt"}, known), dict)
    assert isinstance(
        checked(act, {**given, **dict.fromkeys(answers, "open"), "outcome": "none"}, known), dict
    )
    wrong = checked(act, {**given, "c1": "excepted", "outcome": "exempt"}, known)
    assert [key for key, _ in wrong] == ["c1"]


# ── in a chat ───────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def office(tmp_path: Path, assistant: Assistant) -> Iterator[tuple[Office, App]]:
    store = Store(copied(tmp_path / "chat.db"), given=Played(Clock()))
    there = Office(store)
    for who, role in (("clerk", "clerk"), ("leader", "leader")):
        there.does(who, Bind(there.invites(f"同事{who}", role, None)))
    yield there, App(store, Rongcuo(assistant, Workdays()), office=gate_of(store))
    store.close()


def test_in_a_chat_each_condition_is_asked_in_its_words_and_the_outcome_follows(
    office: tuple[Office, App],
) -> None:
    there, app = office
    number = applied(there, "pingdingshan")
    for who, label, wanted in WAYS["pingdingshan"][:-1]:
        colleague = Colleague(app, PEOPLE[who])
        colleague.opens(number)
        assert "已登记" in colleague.takes(label, wanted)
    leader = Colleague(app, PEOPLE["leader"])
    leader.opens(number)
    leader.presses("作出认定")
    leader.presses(words.TODAY)
    asked = []
    while "没有认定" in leader.buttons:
        asked.append(re.findall(r"）(第七条第（.）项“.*”)？", leader.text)[0])
        leader.presses("不符合" if "第（四）项" in asked[-1] else "符合")
    regime = policies().regimes["pingdingshan"]
    assert [one.partition("“")[2].rstrip("”") for one in asked] == [
        one.quote for one in regime.conditions.items
    ]
    said = leader.presses("容错免责")
    assert "第七条第（四）项“没有违反现行法律法规强制性或禁止性规定”选的是“不符合”" in said
    assert "“认定结果”就不能选“容错免责”：“必须同时具备以下条件”（第七条）。" in said
    assert "认定结果？" in said  # it is asked again
    leader.presses("不予容错免责")
    assert "容错免责" in leader.buttons or words.PICKED in leader.buttons
    said = leader.takes_on()
    assert "已登记：作出认定" in said
    row = there.row(number)
    assert (row.state, row.outcome) == ("concluded", "none")


def test_in_a_chat_a_condition_that_is_changed_later_takes_the_outcome_back(
    office: tuple[Office, App],
) -> None:
    there, app = office
    number = applied(there, "donge")
    for who, label, wanted in WAYS["donge"][:-1]:
        colleague = Colleague(app, PEOPLE[who])
        colleague.opens(number)
        assert "已登记" in colleague.takes(label, wanted)
    leader = Colleague(app, PEOPLE["leader"])
    leader.opens(number)
    leader.presses("作出结论")
    leader.takes_on("不予追究责任", until="登记")
    leader.presses(words.CHANGE)
    leader.presses(next(one for one in leader.buttons if "第（三）项" in one))
    said = leader.presses("不符合")
    assert "“结论”就不能选“不予追究责任”" in said
    assert "结论？" in said
    assert "已登记" in leader.takes_on("从轻、减轻或者免予处理", "从轻")
    assert there.row(number).outcome == "mitigated"


# ── on the page ─────────────────────────────────────────────────────────────────────────────────
async def test_on_the_page_what_was_answered_stays_and_the_reason_stands_at_the_outcome(team: Team) -> None:
    leader = await team.comes("负责人", "leader")
    await team.comes("经办员", "clerk")
    bench = Bench(team, "pingdingshan")
    number = bench.case("accepted")
    for act in ("hear", "investigate", "meet"):
        bench.performs(number, act)
    page = seen((await leader.looks(f"/staff/cases/{number}")).text)
    for one in policies().regimes["pingdingshan"].conditions.items:
        assert f"“{one.quote}”" in page
    assert "属于“临机决断、紧急避险等情况除外”" in page
    answer = await team.does("负责人", number, "conclude", c3="unmet", outcome="exempt")
    assert answer.status_code == 422
    assert "第七条第（三）项“没有为自己、他人或单位谋取私利" in seen(answer.text)
    assert "就不能选“容错免责”：“必须同时具备以下条件”（第七条）" in seen(answer.text)
    assert re.search(r'name="v-c3" value="unmet" checked', answer.text)
    assert team.state(number) == "accepted"
    assert "登记好了" in (await team.does("负责人", number, "conclude", c3="unmet", outcome="none")).text
    page = seen((await leader.looks(f"/staff/cases/{number}")).text)
    assert re.search("第七条第（三）项“没有为自己、他人或单位谋取私利[^”]*” ?不符合", page)


# ── what is on a list ───────────────────────────────────────────────────────────────────────────
LISTED = "“是哪一项”只能选不予容错的情形：第六条第（一）项、第六条第（二）项、第六条第（三）项、第六条第（四）项、第六条第（五）项、第六条第（六）项"


@pytest.mark.parametrize(
    ("which", "said"),
    [("zaozhuang.5.1", LISTED), ("zaozhuang.6.2,zaozhuang.9", LISTED), ("zaozhuang.6", LISTED),
     ("donge.10.1", "“是哪一项”里有这份文件没有的条款"), ("zaozhuang.6.2,zaozhuang.6.3", "")],
)  # fmt: skip
def test_where_an_exclusion_is_asked_nothing_else_is_taken(bureau: Bureau, which: str, said: str) -> None:
    clerk, _ = staffed(bureau, "zaozhuang")
    number = bureau.filed("zaozhuang")
    day = bureau.today.isoformat()
    came = bureau.tries(clerk, number, "examine", day=day, exclusion="stands", which=which)
    assert (came.say if isinstance(came, Barred) else "") == said


def test_in_a_chat_an_exclusion_is_named_or_what_there_is(office: tuple[Office, App]) -> None:
    there, app = office
    number = applied(there, "zaozhuang")
    clerk = Colleague(app, PEOPLE["clerk"])
    clerk.opens(number)
    clerk.presses("登记核对不予容错的情形")
    clerk.presses(words.TODAY)
    clerk.presses("有")
    assert LISTED in clerk.types("第五条第（一）项")
    assert "是哪一项？" in clerk.text
    assert "【选上】第六条第（二）项" in clerk.types("第六条第（二）项")
    clerk.presses(words.PICKED)
    assert "已登记" in clerk.takes_on()
    row = there.row(number)
    (deed,) = there.store.ledger.dossier(row).deeds
    assert deed.entered["which"] == "zaozhuang.6.2"


def test_a_situation_that_is_claimed_on_paper_is_one_of_the_policy(bureau: Bureau) -> None:
    clerk, _ = staffed(bureau, "donge")
    for claims in (["donge.10.1"], ["donge.7.6", "donge.9"], ["gone.1"]):
        came = bureau.gate.open_on_paper(
            bureau.member(clerk), "donge", "paper", BOX, claims, [], summary="钱小七"
        )
        assert isinstance(came, Barred)
        assert came.say.startswith("“主张的容错情形”只能选：第七条第（一）项、第七条第（二）项")
    number = bureau.gate.open_on_paper(
        bureau.member(clerk), "donge", "paper", BOX, ["donge.7.6"], [], summary="钱小七"
    )
    assert isinstance(number, str)
    assert [one.at for one in bureau.office.whole(number).claims] == ["donge.7.6"]


async def test_on_the_page_only_what_may_be_named_is_listed_and_what_was_typed_in_a_chat_stays(
    team: Team,
) -> None:
    leader = await team.comes("负责人", "leader")
    await team.comes("经办员", "clerk")
    situations = {one.at for one in policies().regimes["donge"].situations.items}
    page = (await leader.looks("/staff/open?region=donge")).text
    assert set(re.findall(r'name="claims" value="([^"]+)"', page)) == situations
    bench = Bench(team, "zaozhuang")
    number = bench.case("submitted")
    page = (await leader.looks(f"/staff/cases/{number}")).text
    assert set(re.findall(r'name="v-which" value="([^"]+)"', page)) == {
        f"zaozhuang.6.{n}" for n in range(1, 7)
    }
    answer = await leader.sends(
        f"/staff/cases/{number}/examine",
        do="act",
        **{"v-day": DAY, "v-exclusion": "stands", "v-which": "zaozhuang.5.1"},
    )
    assert answer.status_code == 422
    assert LISTED in seen(answer.text)
    bench = Bench(team, "donge")
    number = bench.case("accepted")
    for act in ("hear", "investigate", "meet"):
        bench.performs(number, act)
    bench.office.save_draft(bench.members["leader"], number, "conclude", {"grounds": "donge.11.p2"})
    page = (await leader.looks(f"/staff/cases/{number}")).text
    there = dict(re.findall(r'name="v-grounds" value="([^"]+)"( checked)?', page))
    assert there["donge.11.p2"] == " checked"
    assert {"donge.9", "donge.9.p2", "donge.7.6", "donge.10.1"} < there.keys()
    assert "donge.1" not in there
