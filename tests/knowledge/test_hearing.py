"""Facts in free text: each is heard by its own examples, and by none of the near ones."""

import json
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from knowledge.hearing.facts import heard, misheard
from knowledge.hearing.language import fold
from knowledge.library import corpus
from knowledge.library.corpus import Library
from knowledge.rules import Fact

MEASURE = Path(__file__).parents[1] / "measure"
FAR = 80
"""rapidfuzz ratio, 0–100, below which two sentences are not the same one."""


def facts(library: Library) -> dict[str, Fact]:
    """All that can be heard, by name; what a policy says in words of its own, by both names."""
    own = {
        f"{region}.{name}": fact
        for region, rules in library.regimes.items()
        for name, fact in rules.facts.items()
        if fact != library.lexicon.facts.get(name)
    }
    return {
        name: fact for name, fact in {**library.lexicon.facts, **own}.items() if fact.heard or fact.not_heard
    }


def told(library: Library, text: str) -> dict[str, bool]:
    return heard(text, library.lexicon.facts, library.lexicon.facts)


@pytest.mark.parametrize(
    ("text", "fact", "truth"),
    [
        ("班子会研究过的", "democratic_decision_and_reporting", True),
        ("没有上会，我一个人拍的板", "democratic_decision_and_reporting", False),
        ("钱已经追回来了", "actively_remedied", True),
        ("到现在还没改", "actively_remedied", False),
        ("收了他两条烟", "gain_self", True),
        ("没收过他什么好处", "gain_self", False),
        ("走了后门", "gain_others", True),
        ("来不及开会", "emergency_decision", True),
        ("第二天就补报了", "reported_after", True),
        ("没有造成什么损失和影响", "major_loss_or_bad_effect", False),
        ("入户核查了，邻居也问过", "checked_duly", True),
        ("当天就停发了", "stopped_on_discovery", True),
        ("正在追缴", "recovery_organised", True),
        ("还没去追", "recovery_organised", False),
        ("省里的试点", "national_or_provincial_pilot", True),
        ("班子投票通过后才办的", "democratic_decision_and_reporting", True),
        ("自己没捞一分", "gain_self", False),
        ("没给谁谋好处", "gain_others", False),
        ("讲了三遍也劝了，他还是不听", "explained_policy", True),
        ("第一时间就改过来了", "actively_remedied", True),
        ("不是存心的", "no_intent", True),
        ("只是县里自己的试点", "national_or_provincial_pilot", False),
    ],
)
def test_a_fact_is_heard_with_its_sense(library: Library, text: str, fact: str, truth: bool) -> None:
    assert told(library, text).get(fact) is truth


@pytest.mark.parametrize(
    "text", ["可能上过会", "好像开会研究过", "是不是要上会", "如果班子会研究过", "上过会吗"]
)
def test_what_is_hedged_supposed_or_asked_is_no_fact(library: Library, text: str) -> None:
    assert "democratic_decision_and_reporting" not in told(library, text)


def test_clauses_that_contradict_each_other_tell_nothing(library: Library) -> None:
    assert "democratic_decision_and_reporting" not in told(library, "头一回没有上会，后来班子会研究过")


def test_only_what_is_wanted_is_listened_for(library: Library) -> None:
    assert heard("收了他两条烟，班子会研究过", library.lexicon.facts, ["gain_self"]) == {"gain_self": True}


@pytest.mark.parametrize("text", ["给我侄子办的低保", "帮老同学办的", "给孩子办了低保"])
def test_helping_a_relative_is_not_yet_an_undue_gain(library: Library, text: str) -> None:
    assert not {"gain_self", "gain_family", "gain_others"} & set(told(library, text))


def test_a_small_loss_says_nothing_of_bad_effects(library: Library) -> None:
    assert "major_loss_or_bad_effect" not in told(library, "损失不大")


def test_a_meeting_held_afterwards_is_not_taken_for_one_before(library: Library) -> None:
    assert "democratic_decision_and_reporting" not in told(library, "先办了，第二天补了会，党委会研究通过的")


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("不是我一个人定的", "democratic_decision_and_reporting"),
        ("给自己定的目标也高", "democratic_decision_and_reporting"),
        ("钱要不回来", "recovery_organised"),
        ("寄件地址没核对", "checked_duly"),
        ("我想举报村支书贪污", "serious_violation"),
        ("在几百人的群里说的", "serious_mass_incident"),
        ("清零九年的人情保", "gain_others"),
        ("检查组说我追缴不力", "recovery_organised"),
    ],
)
def test_what_only_sounds_like_it_is_not_heard(library: Library, text: str, fact: str) -> None:
    assert fact not in told(library, text)


# ── examples beside the facts ────────────────────────────────────────────────────────────────────
def test_every_fact_is_heard_by_its_examples_and_not_by_the_near_ones(library: Library) -> None:
    wrong = {name: tuple(misheard(fact)) for name, fact in facts(library).items()}
    assert {name: sentences for name, sentences in wrong.items() if sentences} == {}


def test_every_fact_that_can_be_heard_has_examples_of_both_kinds(library: Library) -> None:
    counts = {name: (len(fact.heard_by), len(fact.not_heard_by)) for name, fact in facts(library).items()}
    assert len(counts) > 35
    assert {name: count for name, count in counts.items() if min(count) < 2} == {}
    shared = {name for name in counts if name in library.lexicon.facts}
    assert {name: counts[name] for name in shared if min(counts[name]) < 3} == {}


def test_an_example_that_is_heard_wrongly_is_named() -> None:
    fact = Fact(say="备过案", deny="没有备案", heard="备(?:了|过)案", heard_by=("备过案", "登记过"),
                not_heard_by=("没有备过案", "那户备了案"))  # fmt: skip
    assert [*misheard(fact)] == ["“登记过”没有听出“备过案”", "“那户备了案”不该听出“备过案”"]


def test_no_example_is_a_question_of_an_accuracy_set(library: Library) -> None:
    known = [fold(text) for fact in facts(library).values() for text in (*fact.heard_by, *fact.not_heard_by)]
    questions = [
        fold(json.loads(line)["question"])
        for file in MEASURE.glob("questions*.jsonl")
        for line in file.read_text("utf-8").splitlines()
    ]
    near = process.cdist(known, questions, scorer=fuzz.ratio, score_cutoff=FAR).max(axis=1)
    assert [text for text, ratio in zip(known, near, strict=True) if ratio] == []


# ── what there was no time for ───────────────────────────────────────────────────────────────────
HINDERED = ["来不及", "等不到", "等不及", "顾不上", "没来得及", "没有时间", "没工夫"]
DONE = ["集体研究", "民主决策", "开会研究", "班子会研究", "请示领导", "核查", "按规定入户", "备案", "报告", "整改", "补救",
        "追回", "按程序办", "依法办"]  # fmt: skip
TOGETHER = {"democratic_decision_and_reporting", "strict_collective_rules"}


@pytest.mark.parametrize("region", corpus.built_in())
@pytest.mark.parametrize("hindered", HINDERED)
def test_what_there_was_no_time_for_is_never_heard_as_done(
    library: Library, region: str, hindered: str
) -> None:
    known = library.regimes[region].facts
    for done in DONE:
        found = heard(f"夜里抢险{hindered}{done}，我就先发了救助款", known, known)
        assert {name for name, truth in found.items() if truth} <= {"emergency_decision"}, done


@pytest.mark.parametrize("region", corpus.built_in())
@pytest.mark.parametrize("beside", ["", "，后来班子会研究过", "，没有上会", "，我一个人拍板"])
def test_beside_an_emergency_nothing_is_heard_of_deciding_together(
    library: Library, region: str, beside: str
) -> None:
    known = library.regimes[region].facts
    for text in known["emergency_decision"].heard_by:
        found = heard(text + beside, known, known)
        assert found.get("emergency_decision") is True
        assert not TOGETHER & found.keys()


def test_what_a_fact_yields_to_is_a_fact(library: Library) -> None:
    named = {one for fact in library.lexicon.facts.values() for one in fact.yields_to}
    assert named
    assert named <= library.lexicon.facts.keys()
