"""A short answer leaves out nothing that turns a provision's meaning: its opening, its exception, its cause, its bars."""

from __future__ import annotations

import pytest

from knowledge.answer.finding import ELIGIBLE, EXCLUDED, INFO, NOT_COVERED, Finding, Hit
from knowledge.answer.orientation import orientation
from knowledge.answer.scope import scope_said
from knowledge.answer.wording import Writer
from knowledge.library import corpus
from knowledge.library.corpus import Library
from knowledge.rules.element import CAUSE


def said(library: Library, id_: str, verdict: str, region: str | None, confidence: float = 1.0) -> str:
    finding = Finding("问", region, verdict, confidence, (Hit(library.provision(id_), 1.0),))
    return Writer(library).answer(finding).text


@pytest.mark.parametrize("region", corpus.built_in())
def test_what_is_listed_has_its_opening(library: Library, region: str) -> None:
    policy, regime = library.policies[region], library.regimes[region]
    listed = (regime.situations, regime.exclusions, regime.conditions)
    above = {
        item.at: policy.provision(policy.provision(item.at).parent or "")
        for part in listed
        for item in part.items
        if policy.provision(item.at).kind == "项"
    }
    items = {at: one for at, one in above.items() if one.type != "procedure"}  # a step is no list
    for at, one in items.items():
        opening = " ".join(one.text.split("\n", 1)[-1].split()).rstrip("：:")
        assert opening in said(library, at, INFO, None), at
        here = said(library, at, INFO, region)
        assert opening in here or "列在“不予容错”的情形里" in here, at
    assert items


def test_where_no_region_is_chosen_a_gate_is_told_with_its_situations(library: Library) -> None:
    assert "必须同时具备以下条件" in said(library, "pingdingshan.8.3", INFO, None)


@pytest.mark.parametrize("region", corpus.built_in())
def test_conditions_with_an_exception_are_told_with_it(library: Library, region: str) -> None:
    regime = library.regimes[region]
    excepted = [one for one in regime.conditions.items if one.exception]
    for one in excepted:
        assert one.exception is not None
        words = one.exception.quote.strip("（）")
        for situation in regime.situations.items:
            assert said(library, situation.at, ELIGIBLE, region).count(words) == 1, situation.at
        quoted = library.policies[region].full_text(one.at).count(words)
        assert said(library, one.at, EXCLUDED, region).count(words) == quoted + 1


@pytest.mark.parametrize("region", corpus.built_in())
def test_what_a_mistake_must_come_from_is_told(library: Library, region: str) -> None:
    regime = library.regimes[region]
    causes = [(s.at, e) for s in regime.situations.items for e in s.elements if CAUSE.search(e.quote)]
    assert causes
    assert [at for at, e in causes if e not in regime.needs(at)] == []


@pytest.mark.parametrize("region", corpus.built_in())
def test_the_catch_all_is_no_way_round_conditions_and_bars(library: Library, region: str) -> None:
    regime, policy = library.regimes[region], library.policies[region]
    if not regime.situations.catch_all:
        return
    text = said(library, regime.situations.catch_all, NOT_COVERED, region)
    for at in (regime.exclusions.at, regime.conditions.at):
        assert at is None or policy.place(at) in text


@pytest.mark.parametrize("region", corpus.built_in())
def test_what_bars_is_named_and_not_only_numbered(library: Library, region: str) -> None:
    x, policy = library.regimes[region].exclusions, library.policies[region]
    if x.at and policy.children(x.at):
        assert "谋取不正当利益" in x.words
        assert x.words.partition("，也在其中")[0] in "".join(one.text for one in policy.children(x.at))


def test_that_a_policy_may_not_apply_is_said_only_of_who_or_where_was_told(library: Library) -> None:
    hits = (Hit(library.provision("donge.6"), 1.0),)
    told = Finding("我是阳谷县民政办的，想用东阿的", "donge", "not_applicable", 0.9, hits)
    for other in ("拖着不动的人，你们会怎么对付", "能容几回"):
        assert scope_said(Finding(other, "donge", "not_applicable", 0.9, hits), "第六条").endswith(
            "我再对照。"
        )
    unsure = Finding(told.question, "donge", "not_applicable", 0.3, hits)
    assert "您在哪里、做什么工作？" in scope_said(unsure, "第六条")
    assert "可能不在这份文件的适用范围内" in scope_said(told, "第六条")


def test_who_did_not_make_good_is_not_told_of_lighter_handling(library: Library) -> None:
    assert "拒不改错的，从严处理" in said(library, "pingdingshan.7.6", "excluded", "pingdingshan")
    other = said(library, "pingdingshan.7.3", "excluded", "pingdingshan")
    assert "对态度端正、主动挽回损失和消除影响的" in other
    assert "能不能单独用，文件没有写" in other


def test_a_law_on_accidents_is_shown_beside_accidents_alone(library: Library) -> None:
    regime = library.regimes["zaozhuang"]
    assert "第493号" in "".join(orientation(regime, "zaozhuang.6.4", ["accident"]))
    assert orientation(regime, "zaozhuang.6.4", ["campus"]) == ()
    assert "近亲属" in "".join(orientation(library.regimes["weihai"], "weihai.3.19", []))
