"""Rules as data: what is wrong in a file is refused by name, with the remedy."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge import rules
from knowledge.library import corpus, folder, procedures, topics
from knowledge.library.corpus import DATA, Library
from knowledge.library.files import RefusedError, parsed
from knowledge.rules import RegimeError
from knowledge.rules.judge import unreachable


def raw(region: str) -> Any:
    return copy.deepcopy(parsed(DATA / region / "regime.yaml"))


def read(library: Library, region: str, changed: Any) -> rules.Regime:
    return rules.read(changed, library.policies[region], library.lexicon.facts)


def refused(library: Library, region: str, changed: Any) -> str:
    with pytest.raises(RegimeError) as caught:
        read(library, region, changed)
    return str(caught.value)


def test_every_built_in_policy_has_its_rules(library: Library) -> None:
    assert list(library.regimes) == list(corpus.built_in())


@pytest.mark.parametrize("region", corpus.built_in())
def test_every_rule_of_a_policy_stays_within_it(library: Library, region: str) -> None:
    rules = library.regimes[region]
    ids = [rules.scope.at, rules.situations.catch_all, *rules.situations.at, *(p.at for p in rules.apply)]
    ids += [*(one.at for one in rules.situations.items), *(one.at for one in rules.procedure)]
    ids += [*(one.at for one in rules.traps), *(row.at for row in rules.decision)]
    assert {id_.partition(".")[0] for id_ in ids} == {region}


@pytest.mark.parametrize("region", corpus.built_in())
def test_every_listed_situation_and_exclusion_of_the_policy_is_in_the_rules(
    library: Library, region: str
) -> None:
    policy, rules = library.policies[region], library.regimes[region]
    listed = {child.id for at in rules.situations.at for child in policy.children(at)}
    assert listed | {rules.situations.catch_all} == {one.at for one in rules.situations.items}
    if rules.exclusions.at and policy.children(rules.exclusions.at):
        barred = {child.id for child in policy.children(rules.exclusions.at)}
        assert barred == {one.at for one in rules.exclusions.items}


def test_a_policy_without_a_catch_all_needs_none(library: Library) -> None:
    changed = raw("donge")
    del changed["situations"]["catch_all"]
    assert read(library, "donge", changed).situations.catch_all is None


def test_every_number_of_working_days_in_a_policy_is_a_deadline_of_its_rules(library: Library) -> None:
    found = {(region, step.deadline.days) for region, rules in library.regimes.items() for step in rules.procedure
             if step.deadline and step.deadline.days}  # fmt: skip
    read = {("donge", 7), ("weihai", 7), ("zaozhuang", 7), ("pingdingshan", 7), ("pingdingshan", 3),
            ("lishui", 5)}  # fmt: skip
    assert {(region, days) for region, days in found if region in dict(read)} == read
    monthly = [
        s.deadline.monthly
        for s in library.regimes["zaozhuang"].procedure
        if s.deadline and s.deadline.monthly
    ]
    assert monthly == [25]


def set_(*path: Any, to: Any) -> Callable[[Any], None]:
    """Put a value at a place in the file."""

    def change(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = to

    return change


WRONG = [
    ("a phrase", set_("situations", "may", "quote", to="应当予以容错处理"), "donge.7 里没有“应当予以容错处理”"),
    ("an id", set_("scope", "at", to="donge.99"), "没有 donge.99"),
    ("words of an element", set_("situations", "items", 0, "elements", 0, "quote", to="没有这话"), "situations.items.donge.7.1"),
    ("words of a condition", set_("conditions", "items", 1, "quote", to="没有这话"), "conditions.items.c2"),
    ("words of a trap", set_("traps", 0, "quote", to="没有这话"), "traps.t1"),
    ("words on applying", set_("apply", 0, "quote", to="没有这话"), "里没有“没有这话”"),
    ("words of a step", set_("procedure", 5, "quote", to="应当在 8 个工作日内"), "procedure.p6"),
    ("a number of days", set_("procedure", 5, "deadline", "days", to=8), "没有数字 8"),
    ("a start of days", set_("procedure", 5, "deadline", to={"days": 7, "quote": "7 个工作日"}), "没有写从哪天起算"),
    ("a contrast", set_("criteria", "items", 0, "good", to=["出于私心"]), "criteria.动机态度"),
    ("a fact", set_("exclusions", "items", 2, "any", to=["gain_everything"]), "没有 gain_everything 这个事实"),
    ("a fact of a trap", set_("traps", 0, "if", to="no_such_thing"), "没有 no_such_thing 这个事实"),
    ("a test", set_("traps", 0, "if", to={"some": ["a"]}), "看不懂的条件"),
    ("a role", set_("conditions", "role", to="all"), "'tier'"),
    ("an outcome", set_("decision", 0, "outcome", to="fine"), "'not_applicable'"),
    ("a key that nobody reads", set_("scope", "wen", to=1), "不认识条目 scope.wen"),
    ("a shape", set_("situations", "items", to="donge.7.1"), "situations.items"),
    ("a situation twice", lambda data: data["situations"]["items"].append(data["situations"]["items"][0]), "donge.7.1 写了两次"),
    ("an outcome twice", set_("decision", 4, "outcome", to="exempt"), "exempt 写了两次"),
    ("a part without its subject", set_("order", to=["scope", "told_on"]), "却没有从 told 起算的期限"),
    ("a part that is not there", set_("order", to=["scope", "route"]), "却没有 route 这一项"),
    ("a table without an end", set_("decision", 4, "if", to="in_scope"), "最后一行"),
    ("a catch-all that is no situation", set_("situations", "catch_all", to="donge.8"), "文件没有兜底项就不写 catch_all"),
    ("a row after the end", set_("decision", 0, to={"outcome": "not_applicable", "at": "donge.6", "quote": ""}), "最后一行"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "change", "words"), WRONG, ids=[what for what, _, _ in WRONG])
def test_what_is_wrong_is_refused_by_name_with_a_remedy(
    library: Library, what: str, change: Callable[[Any], None], words: str
) -> None:
    changed = raw("donge")
    change(changed)
    said = refused(library, "donge", changed)
    assert words in said
    assert any(mark in said for mark in ("请", "只能", "须", "否则"))


def test_all_that_is_wrong_is_said_at_once(library: Library) -> None:
    changed = raw("donge")
    set_("scope", "at", to="donge.99")(changed)
    set_("traps", 0, "quote", to="没有这话")(changed)
    set_("exclusions", "items", 2, "any", to=["gain_everything"])(changed)
    said = refused(library, "donge", changed)
    assert all(words in said for words in ("没有 donge.99", "“没有这话”", "gain_everything"))
    del changed["organ"], changed["apply"]
    said = refused(library, "donge", changed)
    assert all(words in said for words in ("缺少条目 organ", "缺少条目 apply"))


@pytest.mark.parametrize("entry", ["organ", "situations", "conditions", "apply", "silences", "scope"])
def test_a_missing_entry_is_named(library: Library, entry: str) -> None:
    changed = raw("lishui")
    del changed[entry]
    assert f"缺少条目 {entry}" in refused(library, "lishui", changed)


def test_a_situation_without_a_group_is_refused(library: Library) -> None:
    changed = raw("weihai")
    changed["situations"]["groups"]["其他"] = []
    assert "weihai.3.20" in refused(library, "weihai", changed)


def with_an_unreachable_outcome() -> Any:
    changed = raw("donge")
    changed["decision"][3] = {
        "if": {"all": ["excluded", "in_scope"]},
        "outcome": "exempt",
        "at": "donge.9",
        "quote": "",
    }
    return changed


def test_an_outcome_that_nothing_leads_to_is_refused(library: Library) -> None:
    changed = with_an_unreachable_outcome()
    rules = read(library, "donge", changed)
    assert unreachable(rules) == ["exempt"]


def test_an_unreachable_outcome_stops_the_file_with_its_name(library: Library, tmp_path: Any) -> None:
    import yaml

    changed = with_an_unreachable_outcome()
    place = tmp_path / "donge"
    place.mkdir()
    (place / "policy.txt").write_bytes((DATA / "donge" / "policy.txt").read_bytes())
    (place / "regime.yaml").write_text(yaml.safe_dump(changed, allow_unicode=True), "utf-8")
    with pytest.raises(RefusedError, match="exempt 这个结果永远到不了") as caught:
        folder.read(place, library.lexicon, procedures.common(DATA / "casework.yaml"))
    assert "regime.yaml" in str(caught.value)


def test_an_office_may_name_facts_of_its_own(library: Library) -> None:
    changed = raw("donge")
    changed["facts"] = {"kept_a_diary": {"say": "写了工作日记", "deny": "没有写工作日记"}}
    changed["situations"]["items"][0]["elements"].append(
        {
            "fact": "kept_a_diary",
            "say": "写了工作日记",
            "ask": "写工作日记了吗？",
            "quote": "推动高质量发展",
            "proof": "日记",
            "why": "留痕",
        }
    )
    assert read(library, "donge", changed).situations.items[0].shared[0].facts == ("kept_a_diary",)


def test_elements_without_a_fact_get_one_named_after_their_situation(library: Library) -> None:
    found = library.regimes["weihai"].situation("weihai.3.13")
    assert found is not None
    assert [e.facts for e in found.elements] == [("weihai.3.13.a",), ("routine_checks_done",), ("weihai.3.13.c",),
                                                 ("stopped_on_discovery",), ("recovery_organised",)]  # fmt: skip
    assert [e.own for e in found.elements] == [True, False, True, False, False]


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
    unsaid = {topic.key: set(corpus.built_in()) - set(topic.at) for topic in library.topics}
    assert {key: regions for key, regions in unsaid.items() if regions} == {}


def wrong_place(library: Library, tmp_path: Path, place: str) -> str:
    """What is said of one entry of a city's topics.yaml."""
    file = tmp_path / "topics.yaml"
    file.write_text(f"apply_to: {{silent: true}}\n{place}\n", "utf-8")
    with pytest.raises(RefusedError) as caught:
        topics.places(file, library.policies["donge"], library.lexicon.topics)
    return str(caught.value)


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("appeal_deadline: {ids: [donge.14], quote: 9个工作日}", "donge.14 里没有“9个工作日”"),
        ("appeal_deadline: {ids: [donge.99]}", "没有 donge.99"),
        ("appeal_deadline: {}", "silent: true"),
        ("appeal_deadline: {wrong: 1}", "不认识条目 wrong"),
        ("appeal_deadline: {silent: true, ids: [donge.14]}", "就不写 ids"),
        ("appeal_dedline: {silent: true}", "没有这个问题"),
        ("apply_to: {silent: true}", "apply_to 写了两次"),
    ],
)
def test_a_place_of_a_topic_that_is_wrong_is_refused_with_its_file_and_line(
    library: Library, tmp_path: Path, place: str, problem: str
) -> None:
    said = wrong_place(library, tmp_path, place)
    assert problem in said
    assert "topics.yaml 第 2 行" in said
    assert place.partition(":")[0] in said


def test_what_an_exception_leads_on_to_must_be_asked_somewhere(library: Library) -> None:
    changed = raw("pingdingshan")
    changed["conditions"]["items"][1]["exception"]["then"] = "diligent"
    assert "没有哪种情形要 diligent" in refused(library, "pingdingshan", changed)


# ── what covers a provision's words ──────────────────────────────────────────────────────────────
SCENE = {"quote": "没有这话", "why": "只是背景"}


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ("scope.background.0", ("scope",)),
        ("situations.items.donge.7.1.background.0", ("situations", "items", 0)),
        ("exclusions.items.donge.10.1.background.0", ("exclusions", "items", 0)),
        ("conditions.items.c1.background.0", ("conditions", "items", 0)),
    ],
)
def test_words_that_set_the_scene_must_stand_in_the_provision(
    library: Library, entry: str, path: tuple[Any, ...]
) -> None:
    changed = raw("donge")
    set_(*path, "background", to=[SCENE])(changed)
    assert f"{entry}：" in refused(library, "donge", changed)


def test_words_of_a_fact_that_bars_must_stand_in_the_provision(library: Library) -> None:
    changed = raw("donge")
    set_("exclusions", "items", 2, "quotes", to={"gain_self": "没有这话"})(changed)
    assert "exclusions.items.donge.10.3.quotes.gain_self：donge.10.3 里没有“没有这话”" in refused(
        library, "donge", changed
    )


def test_words_are_given_only_for_facts_that_bar(library: Library) -> None:
    changed = raw("donge")
    set_("exclusions", "items", 2, "quotes", to={"diligent": "为自己或者他人谋取不正当利益的"})(changed)
    assert "any 里没有 diligent" in refused(library, "donge", changed)
