"""How a case is handled under each policy: who may do what when, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library.corpus import Library, built_in
from knowledge.rules.casework import (
    ENDS,
    EX_OFFICIO,
    ON_PAPER,
    PHASES,
    CaseAct,
    Procedure,
    Refusal,
    Standing,
)

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
    ("zaozhuang", TO_CONCLUSION["zaozhuang"][:3], "investigate",
     "“登记调查报告”要先登记事实材料的签署：“请相关单位主要负责人或党员干部签署意见”（第七条第（二）项）"),
    ("donge", (), "tell", "现在是“已递交”，“登记告知”要先受理：“应当及时受理，并开展调查核实”（第十一条第二款）"),
    ("donge", ("accept",), "accept", "现在是“已受理”，不能再“受理”；现在能办：登记调查核实情况；由我承办；登记回避"),
    ("donge", ("withdraw",), "accept", "现在是“已撤回”，已经办结，不能再“受理”"),
    ("donge", (*TO_CONCLUSION["donge"], concluded("mitigated")), "paper",
     "结论是“不予追究责任”的，才制作容错免责决定书并抄送：“应当制作容错免责决定书并抄送”（第十四条）"),
    ("donge", (*TO_CONCLUSION["donge"], concluded("none"), "tell"), "close",
     "“归档”以前还要办：说明原因、做思想政治工作：“应当向相关单位党组织及当事人说明原因”（第十四条）"),
    ("donge", (*TO_CONCLUSION["donge"], concluded("none"), "bundle"), "bundle", "“登记材料归入案卷”已经登记过，不用再登记"),
    ("lishui", ("accept", ("route", {"route": "simple"})), "group",
     "“认定方式”是“情况比较复杂或社会影响较大”的，才登记认定小组：“及时建立认定小组”（第十五条）"),
    ("pingdingshan", (), "accept", "“受理”要先登记单位党组织的书面申请：“按照干部管理权限向问责机关或部门提出书面申请”（第十条第（一）项）"),
    ("lishui", ("accept", ("route", {"route": "complex"})), "conclude", "“作出认定”要先登记认定小组：“及时建立认定小组”（第十五条）"),
]  # fmt: skip


@pytest.mark.parametrize(("region", "acts", "wanted", "words"), REFUSED)
def test_a_refusal_names_what_is_missing_and_where_it_is_written(
    library: Library, region: str, acts: Sequence[Done], wanted: str, words: str
) -> None:
    procedure = library.procedures[region]
    refusal = procedure.refusal(wanted, went(procedure, *acts), "leader")
    assert refusal is not None
    assert refusal.full == words


@pytest.mark.parametrize(
    ("act", "role", "words"),
    [
        ("accept", "viewer", "“受理”要由经办人办；请交给经办的同事"),
        ("decline", "clerk", "“登记不归本机关办理”要由负责人办；可以先拟好，交负责人定"),
        ("decline", "viewer", "“登记不归本机关办理”要由负责人办；请交给经办的同事"),
        ("withdraw", "leader", "“撤回申请”由申请人自己办"),
        ("accept", "applicant", "“受理”要由经办人办；请交给经办的同事"),
        ("pay", "leader", "这份文件的办理里没有“pay”这一步"),
    ],
)
def test_who_may_not_do_an_act_is_told_who_does(library: Library, act: str, role: str, words: str) -> None:
    refusal = library.procedures["donge"].refusal(act, Standing(), role)
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
    assert procedure.refusal("open", own, "clerk") is None
    assert procedure.acts["open"].basis.told == "“可以主动核实”（第十一条）"
    refusal = procedure.refusal("organisation", own, "clerk")
    assert refusal is not None
    assert refusal.say == "依职权启动的，不用登记单位党组织的书面申请"


# ── after the conclusion ─────────────────────────────────────────────────────────────────────────
def test_a_correction_brings_the_report_on_it_and_may_be_let_be_as_the_policy_says(library: Library) -> None:
    procedure = library.procedures["donge"]
    ended = went(procedure, *TO_CONCLUSION["donge"], concluded("exempt"))
    told = procedure.after("correct", ended, {})
    assert "corrected" in names(procedure.duties(told))
    assert procedure.acts["corrected"].owes == "applicant"
    let_be = replace(ended, waived=frozenset({"correct"}))
    assert not {"correct", "corrected"} & {*names(procedure.duties(let_be))}
    waiver = procedure.acts["correct"].waiver
    assert waiver is not None
    assert waiver.told == "“未涉及具体纠错事项或者已经纠正到位的，可以不再启动纠错程序”（第十六条）"
    assert procedure.acts["tell"].waiver is None


def test_a_case_is_put_away_when_nothing_is_owed(library: Library) -> None:
    procedure = library.procedures["donge"]
    ended = went(procedure, *TO_CONCLUSION["donge"], concluded("none"), "tell", "explain")
    assert procedure.duties(ended) == ()
    assert procedure.after("close", ended, {}).phase == "closed"


def test_what_holds_during_an_appeal_is_said_where_the_policy_says_it(library: Library) -> None:
    banners = {region: library.procedures[region].acts["appeal"].banner for region in REGIONS}
    assert {region: banner.quote for region, banner in banners.items() if banner} == {
        "donge": "申诉、复核期间，不停止处理决定的执行",
        "zaozhuang": "申诉、复审期间，不停止处理决定的执行",
    }


@pytest.mark.parametrize(
    ("region", "to"),
    [
        ("donge", ("责任追究对象", "所在党组织")),
        ("weihai", ("责任追究对象", "所在党组织")),
        ("zaozhuang", ("责任追究对象", "所在党组织")),
        ("pingdingshan", ("申请单位党组织",)),
        ("lishui", ()),
    ],
)
def test_whom_the_conclusion_is_told(library: Library, region: str, to: tuple[str, ...]) -> None:
    act = library.procedures[region].acts["tell"]
    assert act.to == to
    ticks = [field.label for field in act.fields if field.kind == "tick"]
    assert ticks == ([f"已送到：{one}" for one in to] if len(to) > 1 else [])


# ── fields ───────────────────────────────────────────────────────────────────────────────────────
def field(act: CaseAct, key: str) -> Any:
    return next(one for one in act.fields if one.key == key)


def test_a_conclusion_offers_what_the_policy_leaves_open(library: Library) -> None:
    offered = {region: field(library.procedures[region].acts["conclude"], "tier") for region in REGIONS}
    assert {region: [one for one, _ in tier.choices] for region, tier in offered.items()} == {
        "donge": ["从轻", "减轻", "免予处理"],
        "weihai": ["不予追究责任", "从轻", "减轻", "免责处理"],
        "zaozhuang": ["从轻", "减轻", "免于处理"],
        "pingdingshan": ["从轻", "减轻", "免于处分"],
        "lishui": ["免除相关责任", "从轻处理", "免于问责处理", "终止问责程序"],
    }
    assert offered["donge"].needed({"outcome": "mitigated"})
    assert not offered["donge"].needed({"outcome": "exempt"})
    grounds = dict(field(library.procedures["donge"].acts["conclude"], "grounds").choices)
    assert (grounds["donge.7.6"], grounds["donge.9.2"]) == ("第七条第（六）项", "第九条第（二）项")


def test_whoever_signs_differently_is_written_about(library: Library) -> None:
    note = field(library.procedures["zaozhuang"].acts["factsheet"], "note")
    assert [note.needed({"signed": signed}) for signed in ("agreed", "differing", "unsigned")] == [
        False,
        True,
        True,
    ]
    which = field(library.procedures["zaozhuang"].acts["examine"], "which")
    assert {at for at, _ in which.choices} == {f"zaozhuang.6.{n}" for n in range(1, 7)}


@pytest.mark.parametrize(
    ("region", "count"), [("donge", 6), ("zaozhuang", 6), ("pingdingshan", 4), ("lishui", 4)]
)
def test_the_criteria_are_the_policys_own(library: Library, region: str, count: int) -> None:
    assert len(field(library.procedures[region].acts["meet"], "criteria").choices) == count


def test_a_policy_without_criteria_asks_for_none(library: Library) -> None:
    assert "criteria" not in [one.key for one in library.procedures["weihai"].acts["meet"].fields]


@pytest.mark.parametrize("region", REGIONS)
def test_every_field_says_what_it_is_and_every_act_its_day(library: Library, region: str) -> None:
    for act in library.procedures[region].acts.values():
        keys = [one.key for one in act.fields]
        assert len({*keys}) == len(keys)
        assert all(one.label for one in act.fields)
        assert all(one.hint == "按实际的日期写" for one in act.fields if one.key == "day")
        assert "day" in keys or act.id in ("supplement", "withdraw", "take", "recuse", "request")


# ── walked ───────────────────────────────────────────────────────────────────────────────────────
def changed(procedure: Procedure, id_: str, **changes: Any) -> tuple[str, ...]:
    """What a walk finds once an act is another."""
    acts = {**procedure.acts, id_: replace(procedure.acts[id_], **changes)}
    return Procedure(acts, procedure.outcomes).walk()


def test_a_walk_finds_what_cannot_end_what_is_never_reached_and_what_ends_too_early(library: Library) -> None:
    procedure = library.procedures["donge"]
    assert any("有的走法办不完" in said for said in changed(procedure, "conclude", needs=("close",)))
    assert changed(procedure, "urge", when=("route=complex",)) == (
        "casework.urge：永远办不到；请检查它的 from、only、when 和 needs",
    )
    assert changed(procedure, "recalled", sources=("submitted", "returned", "concluded")) == (
        "casework.recalled：还没办完就能了结；请检查它的 from 和 into",
    )


@pytest.mark.parametrize("region", REGIONS)
def test_only_the_cells_of_the_table_are_ever_allowed(library: Library, region: str) -> None:
    procedure = library.procedures[region]
    table = procedure.matrix()
    roles = {role for _, _, role in table}
    assert (len(table), roles) == (len(procedure.acts) * len(PHASES) * 3, {"viewer", "clerk", "leader"})
    assert not any(allowed for (_, _, role), allowed in table.items() if role == "viewer")
    for standing in walked(procedure, Random(region), 60):
        for role in roles:
            for act in procedure.allowed(standing, role):
                assert table[act.id, standing.phase, role]


def walked(procedure: Procedure, dice: Random, steps: int) -> Iterator[Standing]:
    """Where a case stands on a way of chance; it begins anew when it has ended."""
    standing = Standing()
    for _ in range(steps):
        yield standing
        if standing.phase in ENDS:
            origin = dice.choice((frozenset[str](), frozenset({EX_OFFICIO}), frozenset({ON_PAPER})))
            standing = Standing(marks=origin)
        else:
            standing = moved(procedure, standing, dice)


def moved(procedure: Procedure, standing: Standing, dice: Random) -> Standing:
    """One act of chance, or a duty let be."""
    acts = [*procedure.allowed(standing, "leader"), *procedure.allowed(standing, "applicant")]
    if (let_be := [one for one in procedure.duties(standing) if one.waiver]) and dice.random() < 0.2:
        return replace(standing, waived=standing.waived | {dice.choice(let_be).id})
    act = dice.choice(acts)
    return procedure.after(act.id, standing, chosen(act, dice))


def chosen(act: CaseAct, dice: Random) -> dict[str, str]:
    return {one.key: dice.choice(one.choices)[0] for one in act.fields if one.kind == "choice"}


@given(st.sampled_from(REGIONS), st.randoms(use_true_random=False))
def test_from_wherever_a_case_stands_its_refusals_alone_lead_to_the_archive(
    library: Library, region: str, dice: Random
) -> None:
    procedure = library.procedures[region]
    *_, standing = walked(procedure, dice, dice.randint(1, 25))
    assert archived(procedure, standing, dice).phase in ENDS


def archived(procedure: Procedure, standing: Standing, dice: Random) -> Standing:
    """Whoever only ever does what the refusal to put the case away names first."""
    for _ in range(60):
        if standing.phase in ENDS:
            break
        act = procedure.acts[leading(procedure, "close", standing)]
        standing = procedure.after(act.id, standing, chosen(act, dice))
    return standing


def leading(procedure: Procedure, act: str, standing: Standing) -> str:
    """The act at the end of the chain of refusals, which may be done."""
    for _ in range(20):
        refusal = procedure.refusal(act, standing, doer(procedure, act))
        if refusal is None:
            return act
        assert refusal.first, refusal
        act = refusal.first
    raise AssertionError(f"{act} leads nowhere at {standing}")


@given(st.sampled_from(REGIONS), st.randoms(use_true_random=False))
def test_whatever_is_refused_says_why_and_what_can_be_done(
    library: Library, region: str, dice: Random
) -> None:
    procedure = library.procedures[region]
    *_, standing = walked(procedure, dice, dice.randint(1, 25))
    for act in procedure.acts.values():
        for role in ("viewer", "clerk", "leader"):
            if refusal := procedure.refusal(act.id, standing, role):
                assert_told(procedure, act, standing, refusal)


def assert_told(procedure: Procedure, act: CaseAct, standing: Standing, refusal: Refusal) -> None:
    assert refusal.act == act.id
    assert act.do in refusal.say or any(bar.say == refusal.say for bar in act.bars)
    assert not refusal.say.endswith("。")
    assert bool(refusal.at) == bool(refusal.quote) == bool(refusal.place)
    if refusal.first:
        assert leading(procedure, refusal.first, standing) in procedure.acts


@given(st.sampled_from(REGIONS), st.randoms(use_true_random=False))
def test_what_is_blocked_and_what_is_allowed_are_all_of_the_phase(
    library: Library, region: str, dice: Random
) -> None:
    procedure = library.procedures[region]
    for standing in walked(procedure, dice, 5):
        allowed = {*names(procedure.allowed(standing, "clerk"))}
        blocked = {one.act for one in procedure.blocked(standing, "clerk")}
        assert not allowed & blocked
        here = {one.id for one in procedure.acts.values() if standing.phase in one.sources}
        assert allowed | blocked <= here
        assert {one.id for one in procedure.duties(standing)} <= allowed | blocked


def test_where_a_case_stands_is_kept_by_what_was_chosen_last(library: Library) -> None:
    procedure = library.procedures["zaozhuang"]
    barred = procedure.after("examine", Standing(), {"exclusion": "stands"})
    assert procedure.refusal("refuse", barred, "leader") is None
    again = procedure.after("examine", barred, {"exclusion": "absent"})
    assert procedure.refusal("accept", again, "clerk") is None
    refusal = procedure.refusal("refuse", again, "leader")
    assert refusal is not None
    assert refusal.say == "“有没有第六条的情形”是“有”的，才不启动容错程序"


def test_what_is_no_procedure_is_not_read() -> None:
    with pytest.raises(ValueError, match="acts"):
        Procedure.from_json("{}")
