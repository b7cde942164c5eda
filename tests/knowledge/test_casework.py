"""How a case is handled under each policy: who may do what when, and why not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge.library.corpus import Library, built_in
from knowledge.rules.casework import EX_OFFICIO, Procedure, Standing

REGIONS = built_in()
Done = str | tuple[str, dict[str, str]]


def went(procedure: Procedure, *acts: Done, standing: Standing = Standing()) -> Standing:  # noqa: B008
    """Where a case stands after these acts, each of which is allowed to the one who does it."""
    for one in acts:
        act, values = (one, {}) if isinstance(one, str) else one
        assert procedure.refusal(act, standing, doer(procedure, act)) is None
        standing = procedure.after(act, standing, values)
    return standing


def doer(procedure: Procedure, act: str) -> str:
    return "applicant" if procedure.acts[act].role == "applicant" else "leader"


def concluded(outcome: str) -> Done:
    return "conclude", {"outcome": outcome}


TO_CONCLUSION: dict[str, Sequence[Done]] = {
    "donge": ("accept", "hear", "investigate", "meet"),
    "weihai": ("accept", "investigate"),
    "zaozhuang": (
        ("examine", {"exclusion": "absent"}),
        "accept",
        "hear",
        ("factsheet", {"signed": "agreed"}),
        "investigate",
        "meet",
    ),
    "pingdingshan": ("organisation", "accept", "hear", "investigate", "meet"),
    "lishui": ("accept", ("route", {"route": "simple"}), "investigate"),
}


def names(acts: Sequence[object]) -> list[str]:
    return [act.id for act in acts]  # type: ignore[attr-defined]


@pytest.mark.parametrize("region", REGIONS)
def test_every_case_can_end_and_every_act_is_reached(library: Library, region: str) -> None:
    assert library.procedures[region].walk() == ()


@pytest.mark.parametrize("region", REGIONS)
def test_a_procedure_can_be_kept_with_a_case(library: Library, region: str) -> None:
    procedure = library.procedures[region]
    kept = Procedure.from_json(procedure.to_json())
    assert kept == procedure
    assert {kept: 1}[procedure] == 1


@pytest.mark.parametrize("region", REGIONS)
def test_every_act_has_its_words_in_the_policy_or_says_that_it_is_ours(library: Library, region: str) -> None:
    for act in library.procedures[region].acts.values():
        assert bool(act.quote and act.place) != bool(act.ours)
        assert "还没有写成规则" not in act.ours


REFUSED = [
    ("donge", ("accept",), "conclude", "“作出结论”要先登记集体研究：“在容错调查核实结束后，应当集体研究”（第十三条）"),
    ("zaozhuang", TO_CONCLUSION["zaozhuang"][:-1], "conclude", "“作出结论”要先登记集体研究：“应当对调查报告集体研究”（第七条第（三）项）"),
    ("zaozhuang", (("examine", {"exclusion": "stands"}),), "accept",
     "认为有第六条的情形，就不能受理：“责任追究部门不应启动容错程序”（第七条第（一）项）"),
    ("zaozhuang", ("accept",), "investigate", ""),
    ("pingdingshan", (), "accept", "“受理”要先登记单位党组织的书面申请：“按照干部管理权限向问责机关或部门提出书面申请”（第十条第（一）项）"),
    ("lishui", ("accept", ("route", {"route": "complex"})), "conclude", "“作出认定”要先登记认定小组：“及时建立认定小组”（第十五条）"),
]  # fmt: skip


@pytest.mark.parametrize(("region", "acts", "wanted", "words"), [row for row in REFUSED if row[3]])
def test_a_refusal_names_what_is_missing_and_where_it_is_written(
    library: Library, region: str, acts: Sequence[Done], wanted: str, words: str
) -> None:
    procedure = library.procedures[region]
    refusal = procedure.refusal(wanted, went(procedure, *acts), "leader")
    assert refusal is not None
    assert refusal.full == words


def test_weihai_may_conclude_without_deciding_together_and_is_reminded(library: Library) -> None:
    procedure = library.procedures["weihai"]
    standing = went(procedure, "accept", "investigate")
    assert procedure.refusal("conclude", standing, "leader") is None
    assert [hint.full for hint in procedure.hints("conclude", standing)] == [
        "还没有登记集体研究（本系统的做法：通知没有写集体研究，建议研究并留存记录）"
    ]


DUTIES = {
    ("donge", "exempt"): ["tell", "paper", "correct", "visit"],
    ("donge", "mitigated"): ["tell", "reflect", "correct", "visit"],
    ("donge", "barred"): ["tell", "explain"],
    ("weihai", "tolerated"): ["tell", "correct"],
    ("weihai", "none"): ["tell"],
    ("zaozhuang", "exempt"): ["tell", "paper", "correct", "register", "visit"],
    ("zaozhuang", "none"): ["tell", "explain"],
    ("pingdingshan", "exempt"): ["tell", "publish", "register", "clear"],
    ("pingdingshan", "none"): ["tell", "publish", "register"],
    ("lishui", "tolerated"): ["tell", "correct", "visit"],
    ("lishui", "none"): ["tell"],
}


@pytest.mark.parametrize(("region", "outcome"), DUTIES)
def test_what_is_owed_after_the_conclusion(library: Library, region: str, outcome: str) -> None:
    procedure = library.procedures[region]
    standing = went(procedure, *TO_CONCLUSION[region], concluded(outcome))
    assert sorted(names(procedure.duties(standing))) == sorted(DUTIES[region, outcome])
    assert procedure.refusal("close", standing, "leader") is not None


PERIODS = {
    ("donge", "tell"): (7, 0, "7 个工作日"),
    ("weihai", "tell"): (7, 0, "7个工作日"),
    ("zaozhuang", "tell"): (7, 0, "7个工作日"),
    ("zaozhuang", "register"): (0, 25, "每月25日前"),
    ("pingdingshan", "tell"): (3, 0, "三个工作日"),
    ("lishui", "correct"): (5, 0, "5个工作日"),
}


def test_every_period_with_a_number_counts_from_the_conclusion(library: Library) -> None:
    found = {
        (region, act.id): (act.period.days, act.period.monthly, act.period.quote)
        for region in REGIONS
        for act in library.procedures[region].acts.values()
        if act.period and (act.period.days or act.period.monthly)
    }
    assert found == PERIODS
    assert {library.procedures[region].acts[act].period.after for region, act in PERIODS} == {"conclude"}  # type: ignore[union-attr]


def test_a_case_of_the_authoritys_own_needs_no_letter_of_the_party_organisation(library: Library) -> None:
    procedure = library.procedures["pingdingshan"]
    own = Standing(marks=frozenset({EX_OFFICIO}))
    assert procedure.refusal("accept", own, "clerk") is None
    refusal = procedure.refusal("organisation", own, "clerk")
    assert refusal is not None
    assert refusal.say == "依职权启动的，不用登记单位党组织的书面申请"
