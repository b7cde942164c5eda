"""The examples beside the rules (data/<region>/cases.yaml): every rule has one that fires and one that does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from knowledge.library.corpus import DATA, Library, built_in
from knowledge.library.files import parsed
from knowledge.rules import traps
from knowledge.rules.judge import Judge, Judgement
from knowledge.rules.logic import Facts

FILES = {region: parsed(DATA / region / "cases.yaml") for region in built_in()}


def told(region: str, key: str) -> Iterator[tuple[str, str, str, str]]:
    """(region, rule, holds or fails, story) of a part of a file."""
    for rule, case in FILES[region].get(key, {}).items():
        for answer in ("holds", "fails"):
            story = case[answer]
            yield region, rule, answer, story if isinstance(story, str) else " ".join(map(str, story))


def every(key: str) -> list[tuple[str, str, str, str]]:
    return [row for region in built_in() for row in told(region, key)]


def facts(library: Library, region: str, changed: dict[str, bool]) -> Facts:
    """The good ground, no situation claimed, and what is different."""
    rules, good = library.regimes[region], FILES[region]["good"]
    own = {fact.rpartition(".")[0] for fact in changed}
    claims = {one.at: False for one in rules.situations.items if one.at not in own}
    return {**good, **claims, **changed}


def flipped(region: str, case: Any) -> dict[str, bool]:
    """`{story: fact}`: that fact the other way round (an element of a situation: not met)."""
    if isinstance(case, str):
        return {}
    good = FILES[region]["good"]
    return {fact: not good[fact] if fact in good else False for fact in case.values()}


@pytest.mark.parametrize(("region", "rule", "answer", "story"), every("situations"))
def test_a_situation_holds_or_does_not(
    library: Library, region: str, rule: str, answer: str, story: str
) -> None:
    changed = flipped(region, FILES[region]["situations"][rule][answer])
    claim = {} if any(fact.startswith(rule + ".") for fact in changed) else {rule: True}
    found = Judge(library.regimes[region]).judge(facts(library, region, {**claim, **changed}))
    assert (rule in found.held) is (answer == "holds"), story
    expected = FILES[region]["best"] if answer == "holds" else "no_situation"
    assert found.only == expected, story


@pytest.mark.parametrize(("region", "rule", "answer", "story"), every("exclusions"))
def test_an_exclusion_bars_or_does_not(
    library: Library, region: str, rule: str, answer: str, story: str
) -> None:
    changed = flipped(region, FILES[region]["exclusions"][rule][answer])
    found = Judge(library.regimes[region]).judge(
        facts(library, region, {FILES[region]["plain"]: True, **changed})
    )
    barred = {reason.provision for reason in found.reasons if reason.effect == "bars"}
    assert (rule in barred) is (answer == "holds"), story
    assert found.only == ("barred" if answer == "holds" else FILES[region]["best"]), story


@pytest.mark.parametrize(("region", "rule", "answer", "story"), every("conditions"))
def test_a_condition_is_met_or_missed(
    library: Library, region: str, rule: str, answer: str, story: str
) -> None:
    case = FILES[region]["conditions"][rule]
    changed = flipped(region, case[answer])
    found = Judge(library.regimes[region]).judge(
        facts(library, region, {FILES[region]["plain"]: True, **changed})
    )
    assert found.met[rule] is (answer == "holds"), story
    assert found.only == (FILES[region]["best"] if answer == "holds" else case["gives"]), story


@pytest.mark.parametrize("region", [region for region in built_in() if "exceptions" in FILES[region]])
def test_an_exception_stands_in_for_its_condition_or_does_not(library: Library, region: str) -> None:
    for rule, case in FILES[region]["exceptions"].items():
        judge = Judge(library.regimes[region])
        yes, no = (judge.judge(facts(library, region, case[answer])) for answer in ("holds", "fails"))
        assert excepted(yes)
        assert not excepted(no)
        assert (yes.met[rule], no.met[rule]) == (True, False)
        assert (yes.only, no.only) == (FILES[region]["best"], "gate_failed")


def excepted(found: Judgement) -> bool:
    return "exception" in {reason.effect for reason in found.reasons}


@pytest.mark.parametrize("region", built_in())
def test_a_trap_fires_or_does_not(library: Library, region: str) -> None:
    rules = library.regimes[region]
    for trap, case in FILES[region]["traps"].items():
        for answer in ("holds", "fails"):
            known = facts(library, region, case[answer])
            fired = traps.fired(rules, known, Judge(rules).outcomes(known))
            assert (trap in {one.id for one in fired}) is (answer == "holds"), (trap, answer)


@pytest.mark.parametrize("region", built_in())
def test_a_policy_has_all_its_provisions(library: Library, region: str) -> None:
    provisions = library.policies[region].provisions
    assert sum(provision.kind != "附件" for provision in provisions) == FILES[region]["provisions"]


@pytest.mark.parametrize("region", built_in())
def test_every_rule_has_its_examples(library: Library, region: str) -> None:
    rules, file = library.regimes[region], FILES[region]
    assert set(file["situations"]) == {one.at for one in rules.situations.items}
    assert set(file.get("exclusions", {})) == {one.at for one in rules.exclusions.items}
    assert set(file.get("conditions", {})) == {one.id for one in rules.conditions.items}
    assert set(file.get("exceptions", {})) == {one.id for one in rules.conditions.items if one.exception}
    assert set(file["traps"]) == {one.id for one in rules.traps}


@pytest.mark.parametrize("region", built_in())
def test_every_situation_has_its_elements_in_full(library: Library, region: str) -> None:
    for one in library.regimes[region].situations.items:
        assert one.elements, one.at
        assert all(e.ask and e.say and e.quote and e.proof and e.why for e in one.elements), one.at
