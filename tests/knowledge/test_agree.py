"""A case that is told and a self-assessment with the same facts: what an answer says, the judge leaves possible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Assistant
from knowledge.answer.finding import ELIGIBLE, EXCLUDED, LACKING, NOT_APPLICABLE, NOT_COVERED, Finding, Hit
from knowledge.answer.ruling import BARRED, TOLERATED
from knowledge.hearing.evidence import Told
from knowledge.library.corpus import Library, built_in
from knowledge.rules import Exclusion, Regime, Situation, logic
from knowledge.rules.judge import Judge, met
from tests.harness.examples import examples

TRUTHS = st.sampled_from((None, None, None, True, False))


def names(rules: Regime, situation: Situation) -> list[str]:
    """Every fact that a case of this situation hangs on."""
    own = [fact for element in situation.elements for fact in element.facts]
    bars = [fact for one in rules.exclusions.items for fact in one.any]
    conditions = [fact for one in rules.conditions.items for fact in one.facts]
    scope = logic.names(rules.scope.test) if rules.scope.all or rules.scope.any else ()
    return list(dict.fromkeys((*own, *bars, *conditions, *scope)))


@st.composite
def cases(draw: st.DrawFn, rules: Regime) -> tuple[Situation, Exclusion | None, dict[str, bool]]:
    """A situation, an entry that bars, and what is told; now and then of everything that bars."""
    situation = draw(st.sampled_from(rules.situations.items))
    bar = draw(st.sampled_from(rules.exclusions.items)) if rules.exclusions.items else None
    told = {name: draw(TRUTHS) for name in names(rules, situation)}
    if draw(st.booleans()):
        told |= {fact: False for one in rules.exclusions.items for fact in one.any}
    if draw(st.booleans()):
        told |= {fact: True for one in rules.conditions.items for fact in one.facts}
    return situation, bar, {name: truth for name, truth in told.items() if truth is not None}


def ruled(mind: Assistant, region: str, verdict: str, ids: list[str], facts: dict[str, bool]) -> Finding:
    """What becomes of a case that sounds like these provisions."""
    hits = tuple(Hit(mind.library.provision(id_), 1.0) for id_ in ids)
    told = Told((), {}, lambda _region, _least: facts)
    return mind.engine.cases.ruled(Finding("", region, verdict, 1.0, hits), told)


def claimed(situation: Situation, facts: dict[str, bool]) -> dict[str, bool]:
    """The situation is said to be met, unless its own parts are told."""
    own = {fact for element in situation.own for fact in element.facts}
    return facts if own & set(facts) else {**facts, situation.at: True}


def lost(library: Library, region: str, situation: Situation, facts: dict[str, bool]) -> bool:
    judge = Judge(library.regimes[region])
    everything = claimed(situation, facts)
    certain = logic.value(met(situation), judge.settled(everything)) is False
    return certain or situation.at in judge.judge(everything).lost


@pytest.mark.parametrize("region", built_in())
def test_what_is_said_of_a_situation_is_what_the_judge_leaves_possible(
    assistant: Assistant, region: str
) -> None:
    rules = assistant.library.regimes[region]

    @examples(300)
    @given(cases(rules))
    def check(case: tuple[Situation, Exclusion | None, dict[str, bool]]) -> None:
        situation, _, facts = case
        found = ruled(assistant, region, ELIGIBLE, [situation.at], facts)
        left = set(Judge(rules).outcomes(facts))
        match found.verdict:
            case "eligible" | "lacking":
                assert left & (TOLERATED | {"no_situation"})
                assert (found.verdict == LACKING) is lost(assistant.library, region, situation, facts)
                assert (found.verdict == LACKING) is bool(found.lacks)
            case "excluded":
                assert left & BARRED
            case other:
                assert other == NOT_APPLICABLE
                assert left == {"not_applicable"}

    check()


@pytest.mark.parametrize("region", built_in())
def test_nothing_is_refused_that_the_judge_says_is_not_barred(assistant: Assistant, region: str) -> None:
    rules = assistant.library.regimes[region]

    @examples(300)
    @given(cases(rules))
    def check(case: tuple[Situation, Exclusion | None, dict[str, bool]]) -> None:
        situation, bar, facts = case
        if bar is None:
            return
        found = ruled(assistant, region, EXCLUDED, [bar.at, situation.at], facts)
        left = set(Judge(rules).outcomes(facts))
        assert (found.verdict == EXCLUDED) is bool(left & BARRED)
        assert found.verdict in (EXCLUDED, ELIGIBLE, LACKING, NOT_COVERED, NOT_APPLICABLE)

    check()
