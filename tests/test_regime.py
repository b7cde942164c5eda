import copy
from typing import Any

import pytest

from knowledge import corpus, regime, topics
from knowledge.corpus import DATA, Library
from knowledge.lexicon import parsed
from knowledge.regime import RegimeError


def raw(region: str) -> Any:
    return copy.deepcopy(parsed(DATA / region / "regime.yaml"))


def test_every_built_in_policy_has_its_rules(library: Library) -> None:
    assert list(library.regimes) == list(corpus.BUILT_IN)


@pytest.mark.parametrize("region", corpus.BUILT_IN)
def test_every_rule_of_a_policy_stays_within_it(library: Library, region: str) -> None:
    rules = library.regimes[region]
    ids = [rules.scope, rules.catch_all, *rules.situations, *rules.needs, *(p.at for p in rules.apply)]
    assert {id_.partition(".")[0] for id_ in ids} == {region}


def test_a_phrase_that_is_not_in_the_provision_is_refused_by_name(library: Library) -> None:
    changed = raw("donge")
    changed["situations"]["may"]["quote"] = "应当予以容错处理"
    with pytest.raises(RegimeError, match=r"donge\.7 里没有“应当予以容错处理”"):
        regime.read(changed, library.policies["donge"])


def test_an_unknown_id_is_refused_by_name(library: Library) -> None:
    changed = raw("weihai")
    changed["scope"] = "weihai.9"
    with pytest.raises(RegimeError, match=r"scope：没有 weihai\.9"):
        regime.read(changed, library.policies["weihai"])


@pytest.mark.parametrize("entry", ["organ", "situations", "conditions", "apply", "gaps"])
def test_a_missing_entry_is_named(library: Library, entry: str) -> None:
    changed = raw("lishui")
    del changed[entry]
    with pytest.raises(RegimeError, match=entry):
        regime.read(changed, library.policies["lishui"])


def test_an_unknown_role_of_the_conditions_is_refused(library: Library) -> None:
    changed = raw("donge")
    changed["conditions"]["role"] = "all"
    with pytest.raises(RegimeError, match="tier"):
        regime.read(changed, library.policies["donge"])


def test_what_bars_tolerance_is_told_apart_from_what_allows_it(library: Library) -> None:
    verdicts = {
        "donge.10.3": "excluded", "weihai.4.3": "excluded", "zaozhuang.6.5": "excluded",
        "pingdingshan.7.2": "excluded", "lishui.18": "excluded", "lishui.2": "excluded",
        "donge.7.6": "eligible", "donge.9.2": "eligible", "weihai.3.20": "not_covered",
        "lishui.12": "not_covered", "zaozhuang.3": "not_applicable",
    }  # fmt: skip
    assert {id_: library.verdict(id_, "told") for id_ in verdicts} == verdicts
    assert {library.verdict(id_, "asked") for id_ in verdicts} == {"info"}


def test_every_topic_says_for_every_policy_where_it_is_answered_or_that_it_is_not(library: Library) -> None:
    unsaid = {topic.key: set(corpus.BUILT_IN) - set(topic.at) for topic in library.topics}
    assert {key: regions for key, regions in unsaid.items() if regions} == {}


def test_a_topic_with_a_wrong_quote_is_refused_by_name(library: Library) -> None:
    entry = {
        "name": "告知期限",
        "asks": ["几天"],
        "at": {"donge": {"ids": ["donge.14"], "quote": "9个工作日"}},
    }
    with pytest.raises(RegimeError, match=r"tell 的 donge：donge\.14 里没有“9个工作日”"):
        topics.read({"tell": entry}, library.policies)


@pytest.mark.parametrize(
    ("place", "problem"),
    [({"ids": ["donge.99"]}, "没有 donge.99"), ({}, "silent: true"), ({"wrong": 1}, "条目")],
)
def test_a_topic_with_a_wrong_place_is_refused(library: Library, place: dict[str, Any], problem: str) -> None:
    with pytest.raises(RegimeError, match=problem):
        topics.read({"tell": {"name": "期限", "asks": [], "at": {"donge": place}}}, library.policies)
