"""What to do first, on the first screen of a result: few things, each with its provision, the day where there is one."""

from __future__ import annotations

import random
from datetime import date

import pytest

from bot.workdays import Workdays
from dialogs.assess.card import ResultCard
from dialogs.assess.first import MOST, first
from dialogs.assess.questions import STAGE_WORDS, Question, Way
from dialogs.assess.record import Assessment
from knowledge.library.corpus import Library, built_in
from knowledge.rules import logic

TODAY = date(2026, 11, 20)
STAGES = tuple(STAGE_WORDS)
LOADED = (
    "假公济私",
    "以权谋私",
    "肆意妄为",
    "个人专断",
    "一意孤行",
    "滥用职权",
    "失职渎职",
    "违纪违法",
    "出于公心",
    "出以公心",
)
"""Words with which nobody is to be asked about himself."""


def card(library: Library, region: str, stage: str, told: str = "", seed: int | None = None) -> ResultCard:
    """Every fact at random, or all as it serves the writer best."""
    rules = library.regimes[region]
    known: dict[str, bool | None] = {fact: False for one in rules.exclusions.items for fact in one.any}
    known |= {e.facts[0]: True for e in rules.scope.elements}
    known |= {fact: True for e in rules.situations.items[0].elements for fact in e.facts}
    for one in rules.conditions.items:
        met = logic.value(one.test, dict.fromkeys(one.facts, True)) is True
        known |= dict.fromkeys(one.facts, met)
    known |= {f"stage_{name}": name == stage for name in STAGES}
    if seed is not None:
        dice = random.Random(seed)
        known = {fact: dice.choice([truth, not truth, None]) for fact, truth in known.items()}
    record = Assessment(region, {"stage": stage, **({"told_on": told} if told else {})})
    way = Way((Question("told_on", "told_on", "text", ""),) if told else (), known, None)
    return ResultCard(library, region, record, way, Workdays(), TODAY)


@pytest.mark.parametrize("region", built_in())
@pytest.mark.parametrize("stage", STAGES)
def test_there_are_one_to_three_things_each_with_its_provision(
    library: Library, region: str, stage: str
) -> None:
    policy = library.policies[region]
    labels = [policy.place(one.id) for one in policy.provisions]
    for seed in (None, *range(12)):
        found = first(card(library, region, stage, seed=seed))
        assert 1 <= len(found) <= MOST
        for one in found:
            assert any(label in one for label in labels), (one, seed)


def test_the_last_day_stands_on_the_first_line_where_a_period_runs(library: Library) -> None:
    there = first(card(library, "pingdingshan", "told", "2026-11-17"))
    assert "交给所在单位党组织" in there[0]
    assert "（第十条第（一）项）" in there[0]
    assert "最晚到2026年11月26日（星期四），稳妥起见，早一天交。含今天还有 5 个工作日。" in there[0]
    late = first(card(library, "pingdingshan", "told", "2026-11-02"))
    assert "期限可能已经过了" in late[0]


def test_where_the_day_is_not_known_it_is_asked_for(library: Library) -> None:
    assert "哪天被告知的" in first(card(library, "pingdingshan", "told"))[0]


@pytest.mark.parametrize(
    ("region", "said"), [("donge", "没有写天数"), ("zaozhuang", "没有写天数"), ("weihai", "没有写截止的日子")]
)
def test_that_a_policy_names_no_day_is_said(library: Library, region: str, said: str) -> None:
    assert said in first(card(library, region, "told"))[0]


@pytest.mark.parametrize("region", built_in())
def test_the_rest_is_all_there_behind_the_buttons(library: Library, region: str) -> None:
    shown = card(library, region, "told", seed=3)
    behind = [part for parts in shown.more().values() for part in parts]
    lines = {line for part in behind for line in part.text.split("\n")}
    whole = {line for part in shown.parts() for line in part.text.split("\n") if line.startswith("· ")}
    assert whole <= lines


@pytest.mark.parametrize("region", built_in())
def test_nobody_is_asked_in_loaded_words(library: Library, region: str) -> None:
    rules = library.regimes[region].criteria
    for one in rules.items if rules else ():
        assert one.ask
        assert one.told
        assert [word for word in LOADED if word in one.ask + "".join(one.told)] == []
