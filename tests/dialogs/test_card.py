"""What stands on a result card, line by line, for facts as they are given."""

from __future__ import annotations

from bot.workdays import Workdays
from dialogs.assess.card import ResultCard
from dialogs.assess.grounds import grounds
from dialogs.assess.questions import Way
from dialogs.assess.record import Assessment
from dialogs.assess.undecided import open_lines
from knowledge.library.corpus import Library
from knowledge.rules import logic

BARS = ("breaks_political_discipline", "breaks_eight_rules")


def card(library: Library, **facts: bool | None) -> ResultCard:
    """东阿: the first situation is met, nothing bars and every condition is met, but for these facts."""
    rules = library.regimes["donge"]
    known: dict[str, bool | None] = {fact: False for one in rules.exclusions.items for fact in one.any}
    known |= {e.facts[0]: True for e in rules.scope.elements}
    known |= {fact: True for e in rules.situations.items[0].elements for fact in e.facts}
    for one in rules.conditions.items:
        met = logic.value(one.test, dict.fromkeys(one.facts, True)) is True
        known |= dict.fromkeys(one.facts, met)
    return ResultCard(library, "donge", Assessment("donge"), Way((), {**known, **facts}, None), Workdays())


def test_that_everything_was_denied_is_said_only_where_it_was(library: Library) -> None:
    assert "“不予容错”的情形，您都答没有" in "\n".join(grounds(card(library)))
    for unsure in (BARS[:1], BARS):
        told = "\n".join(grounds(card(library, **dict.fromkeys(unsure, None))))
        assert "都答没有" not in told


def test_what_is_open_is_weighed_as_if_nothing_barred_that_is_still_open(library: Library) -> None:
    condition = next(one for one in library.regimes["donge"].conditions.items if len(one.facts) == 1)
    (fact,) = condition.facts
    bars, weighed = open_lines(card(library, **dict.fromkeys((*BARS, fact), None)))
    assert "有其中一种 → 文件写的是“不予容错”；都没有 → 再看下面几点" in bars
    assert "不予追究责任" in weighed
    assert "从轻、减轻或者免予处理" in weighed
    assert "不予容错" not in weighed


def test_the_law_stands_on_the_card_where_its_fact_holds_or_is_open_and_nowhere_else(
    library: Library,
) -> None:
    def told(truth: bool | None) -> str:
        return "\n".join(grounds(card(library, major_safety_accident=truth)))

    law = "按国务院令第493号《生产安全事故报告和调查处理条例》第三条"
    assert [law in told(truth) for truth in (True, None, False)] == [True, True, False]
    assert "（供参考，由机关认定）" in told(True)


def test_every_outcome_is_a_possibility_whatever_the_policy_calls_it(library: Library) -> None:
    """可以 and 可酌情 are no promise, and what bars is still to be found out."""
    for region, rules in library.regimes.items():
        shown = ResultCard(library, region, Assessment(region), Way((), {}, None), Workdays())
        for row in rules.decision:
            assert "可能" in shown.look(row), (region, row.outcome)
            assert "应当" not in shown.look(row), (region, row.outcome)
