"""What is heard in the own words stands beside the words that the result will tick, never beside weaker ones."""

from __future__ import annotations

import pytest

from dialogs.assess.parts import words
from dialogs.assess.questions import SEVERAL, Walked, asked_facts, requirements
from dialogs.assess.record import YES, Assessment
from dialogs.core import Ears
from knowledge.answer import Assistant
from knowledge.library import corpus


def lines(assistant: Assistant, region: str, said: str) -> dict[str, tuple[str, str]]:
    way = Walked(Ears(assistant), Assessment(region, {"words": said}))
    return {line.fact: (line.words, line.rest) for q in words(way) for line in q.lines}


def examples(assistant: Assistant, region: str) -> list[tuple[str, str]]:
    known = assistant.library.regimes[region].facts
    return [
        (f, text)
        for f in asked_facts(assistant.library.regimes[region])
        if f in known
        for text in known[f].heard_by
    ]


@pytest.mark.parametrize("region", corpus.built_in())
def test_what_is_confirmed_is_what_the_result_ticks(assistant: Assistant, region: str) -> None:
    regime, found = assistant.library.regimes[region], 0
    for fact, text in examples(assistant, region):
        said, rest = lines(assistant, region, text).get(fact, ("", ""))
        found += bool(said)
        if rest == YES:
            assert all(
                one.say in said and not SEVERAL.search(one.quote) for one in requirements(regime, fact)
            )
        assert not said or (said.startswith("“") and "” → " in said and "“”" not in said)
    assert found > 10


@pytest.mark.parametrize(
    ("region", "fact"),
    [(region, "democratic_decision_and_reporting") for region in ("donge", "zaozhuang", "pingdingshan", "lishui")]
    + [(region, "actively_remedied") for region in ("donge", "zaozhuang")],
)  # fmt: skip
def test_what_is_required_as_several_things_is_asked(assistant: Assistant, region: str, fact: str) -> None:
    assert fact not in lines(assistant, region, "班子会研究过，钱已经全部追回")


def test_what_is_turned_round_is_the_whole_requirement(assistant: Assistant) -> None:
    said, _ = lines(assistant, "donge", "没有上会，我一个人定的")["democratic_decision_and_reporting"]
    assert said.endswith("决策中没有严格执行民主集中制、“三重一大”决策程序和请示报告等规定")


@pytest.mark.parametrize("region", corpus.built_in())
def test_an_emergency_is_no_meeting(assistant: Assistant, region: str) -> None:
    for said in ("夜里抢险来不及集体研究，我就先发了救助款", "等不到集体研究就办了"):
        assert "democratic_decision_and_reporting" not in lines(assistant, region, said)


def test_what_was_not_done_by_procedure_is_not_unlawful_for_that(assistant: Assistant) -> None:
    assert "lawful_performance" not in lines(assistant, "lishui", "没按程序办，半个月后才补手续")


def test_what_need_not_have_been_done_is_asked_where_it_is_told_why(assistant: Assistant) -> None:
    assert "democratic_decision_and_reporting" not in lines(
        assistant, "donge", "卡号录反了，没上会，因为就是改个卡号"
    )
