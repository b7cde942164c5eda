"""Rules say all that the policy says, no less strongly, and nothing in the authority's place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge import rules
from knowledge.library import corpus
from knowledge.library.corpus import DATA, Library
from knowledge.rules import exact, squeeze
from knowledge.segment import segment
from tests.harness import qinghe

SITUATIONS, EXCLUSIONS = ("situations", "items"), ("exclusions", "items")
POLICY_TEXT = qinghe.shown("text")


def told(library: Library, *changes: Callable[[Any], None], text: str = POLICY_TEXT) -> list[str]:
    """What is not exact in the document's rules, changed."""
    raw, policy = yaml.safe_load(qinghe.shown("yaml")), segment(text, qinghe.REGION)
    for change in changes:
        change(raw)
    regime = rules.read(raw, policy, library.lexicon.facts)
    return [*exact.problems(policy, regime, library.lexicon.measure)]


def test_the_smallest_rules_of_the_document_are_exact(library: Library) -> None:
    assert told(library) == []


def set_(*path: Any, to: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = to

    return change


# ── who is held to it ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("region", corpus.built_in())
def test_the_built_in_rules_are_exact(region: str) -> None:
    assert corpus.examined(DATA / region) == ()


def test_an_operators_rules_that_are_not_exact_are_refused_with_all_that_is_wrong(tmp_path: Path) -> None:
    """The file, the line, the entry and the remedy; words, strength, measure, advice, notes."""
    regime = (
        qinghe.shown("yaml")
        .replace("quote: 材料不齐，先行", "quote: 先行")
        .replace("ask: 有没有按规定", "ask: 有没有")
    )
    regime = regime.replace(
        "{fact: works_on",
        "{not: gain_self, say: 无, ask: 有吗？, quote: 适用于, proof: 无, why: 无}\n    - {fact: works_on",
    )
    regime = regime.replace("silences: []", "silences: [{id: s1, say: 一定要快}]")
    notes = "apply_to: {ids: [qinghe.4], quote: 向县民政局书面提出容错申请, note: 来得及}\n"
    library = corpus.load(qinghe.written(tmp_path, regime, topics=notes))
    assert qinghe.REGION not in library.policies
    place, text = tmp_path / qinghe.REGION, "\n".join(map(str, library.problems))
    lines = regime.splitlines()
    for begins, words in (
        ("    - at: qinghe.2.1", "qinghe.2.1 里的“材料不齐”没有写到；请写进 elements（要件）或 background"),
        ("        - {say: 按规定走访核查过", "里有“按规定”，ask 里没有；请把它写进去"),
        ("    - {at: qinghe.3.1", "gain_self 用在几处，原话不同"),
        ("silences: ", "不要写“一定”"),
    ):
        line = next(n for n, one in enumerate(lines, 1) if one.startswith(begins))
        assert re.search(rf"{place / 'regime.yaml'} 第 {line} 行：.*{re.escape(words)}", text), words
    assert f"{place / 'topics.yaml'} 第 1 行：apply_to 的 note：不要写“来得及”" in text


def test_no_start_waits_for_our_own_rules_to_be_held_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def hold(*_: object) -> list[str]:
        raise AssertionError

    monkeypatch.setattr(exact, "problems", hold)
    assert corpus.load().problems == ()


def shortened(regime: rules.Regime) -> Iterator[tuple[str, rules.Regime]]:
    """(situation, the rules without one of its elements or pieces of background)"""
    whole = regime.situations
    for place, one in enumerate(whole.items):
        for part in ("elements", "background"):
            kept: tuple[Any, ...] = getattr(one, part)
            for n in range(len(kept)):
                less = one.model_copy(update={part: kept[:n] + kept[n + 1 :]})
                items = (*whole.items[:place], less, *whole.items[place + 1 :])
                changed = whole.model_copy(update={"items": items})
                yield one.at, regime.model_copy(update={"situations": changed})


@pytest.mark.parametrize("region", corpus.built_in())
def test_a_requirement_of_ours_that_is_dropped_is_told(library: Library, region: str) -> None:
    policy, measure = library.policies[region], library.lexicon.measure
    for at, less in shortened(library.regimes[region]):
        assert [one.at for one in exact.covers(policy, less, measure) if one.missing] == [at]


# ── all words ────────────────────────────────────────────────────────────────────────────────────
def test_words_of_a_situation_that_no_element_quotes_are_told(library: Library) -> None:
    (said,) = told(library, set_(*SITUATIONS, 1, "elements", 0, "quote", to="走访核查"))
    assert said.startswith("situations.items.qinghe.2.2：qinghe.2.2 里的“按规定”没有写到")
    assert "请写进 elements（要件）或 background" in said


def test_words_of_an_exclusion_that_no_fact_stands_for_are_told(library: Library) -> None:
    (said,) = told(library, set_(*EXCLUSIONS, 0, "quotes", to={"gain_self": "谋取私利"}))
    assert said.startswith(
        "exclusions.items.qinghe.3.1：qinghe.3.1 里的“收受服务对象财物”没有写到；请写进 quotes"
    )


def test_what_only_sets_the_scene_is_covered_where_the_rules_say_so(library: Library) -> None:
    quotes = set_(*EXCLUSIONS, 0, "quotes", to={"gain_self": "谋取私利"})
    scene = set_(*EXCLUSIONS, 0, "background", to=[{"quote": "收受服务对象财物", "why": "怎么谋取的"}])
    assert not any("qinghe.3.1 里的" in said for said in told(library, quotes, scene))


def condition(id_: str, quote: str) -> dict[str, str]:
    worded = {"say": "在全县", "ask": "在全县吗？", "proof": "岗位职责", "why": "只管本县"}
    return {"id": id_, "at": "qinghe.1", "fact": "employed_in_area", "quote": quote, **worded}


def test_conditions_that_stand_in_one_provision_cover_it_together(library: Library) -> None:
    """What the scope and the table quote of it belongs to it as well; what a trap quotes does not."""
    trap = {
        "id": "t1",
        "say": "看清楚",
        "at": "qinghe.1",
        "quote": "的人员",
        "step": "scope",
        "if": "in_scope",
    }
    one, other = condition("c1", "本办法适用于全县"), condition("c2", "人员")
    reason, traps = set_("shared", to={"employed_in_area": "都是在本县"}), set_("traps", to=[trap])
    both = set_("conditions", to={"role": "gate", "at": "qinghe.1", "items": [one, other]})
    assert told(library, both, reason, traps) == []
    alone = set_("conditions", to={"role": "gate", "at": "qinghe.1", "items": [one]})
    (said,) = told(library, alone, traps)
    assert said.startswith("conditions.items.c1：qinghe.1 里的“人员”没有写到；请写进 quote 或 background")


@given(
    st.permutations("甲乙丙丁戊，的 "), st.lists(st.tuples(st.integers(0, 7), st.integers(1, 7)), max_size=4)
)
def test_what_is_missing_and_what_is_quoted_make_up_the_whole(
    letters: list[str], cuts: list[tuple[int, int]]
) -> None:
    """Of a text without repetitions: nothing is lost, nothing that is quoted is missed, connectives aside."""
    whole = squeeze("".join(letters))
    quotes = [quote for start, length in cuts if (quote := whole[start : start + length])]
    found = exact.missing("".join(letters), quotes, exact.edges(("的",)))
    assert set("".join(found)) - {"的"} == set(whole) - set("".join(quotes)) - {"，", "的"}
    assert all(piece in whole and piece.strip("的") == piece for piece in found)


def test_every_fact_that_bars_says_for_which_words_it_stands(library: Library) -> None:
    (said,) = told(library, set_(*EXCLUSIONS, 0, "any", to=["gain_self", "gain_others"]))
    assert said == "exclusions.items.qinghe.3.1：没有写 gain_others 是哪几个字；请在 quotes 里写上它的原话"


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        (
            set_(*SITUATIONS, 0, "background", to=[{"quote": "先行受理", "why": ""}]),
            "situations.items.0.background.0.why",
        ),
        (
            set_(*SITUATIONS, 0, "background", to=[{"quote": "", "why": "背景"}]),
            "situations.items.0.background.0.quote",
        ),
        (set_(*EXCLUSIONS, 0, "quotes", to={"gain_self": ""}), "exclusions.items.0.quotes.gain_self"),
        (set_("shared", to={"gain_self": ""}), "shared.gain_self"),
    ],
)
def test_nothing_is_covered_without_words_nor_left_out_without_a_reason(
    library: Library, change: Callable[[Any], None], entry: str
) -> None:
    with pytest.raises(rules.RegimeError, match=f"{entry} 写法不对，应当是一句话"):
        told(library, change)


# ── no less strongly ─────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("key", "name"), [("say", "say"), ("ask", "ask")])
def test_a_strong_word_that_is_lost_is_told(library: Library, key: str, name: str) -> None:
    (said,) = told(library, set_(*SITUATIONS, 1, "elements", 0, key, to="走访核查了"))
    assert said.startswith("situations.items.qinghe.2.2.elements.0：原话“按规定走访核查”里有“按规定”")
    assert f"，{name} 里没有；请把它写进去" in said


def test_a_strong_word_that_a_fact_that_bars_has_lost_is_told(library: Library) -> None:
    """In what it says; a question that it does not have loses nothing."""
    serious = POLICY_TEXT.replace("弄虚作假，骗取", "弄虚作假，严重骗取")
    quote = set_(*EXCLUSIONS, 1, "quotes", to={"faked": "弄虚作假，严重骗取救助资金"})
    (said,) = told(library, quote, text=serious)
    assert said.startswith("exclusions.items.qinghe.3.2：")
    assert "里有“严重”，facts.faked 的 say 里没有" in said
    fact = set_("facts", "faked", "say", to="弄虚作假，严重骗取了救助资金")
    assert told(library, quote, fact, text=serious) == []


def both(**change: Any) -> Callable[[Any], None]:
    """The element that says 按规定, hanging on two facts."""

    def change_(raw: Any) -> None:
        element = raw["situations"]["items"][1]["elements"][0]
        element |= {"all": ["gain_self", "faked"], **change}

    return change_


def test_each_of_several_facts_says_for_which_words_it_stands_where_they_are_strong(library: Library) -> None:
    """A word that the sentence keeps may be lost where one of its facts is asked alone."""
    entry = "situations.items.qinghe.2.2.elements.0"
    for fact in ("gain_self", "faked"):
        assert f"{entry}：没有写 {fact} 是哪几个字；请在 quotes 里写上它的原话" in told(library, both())
    quotes = {"gain_self": "走访", "faked": "按规定走访核查"}
    (said,) = [one for one in told(library, both(quotes=quotes)) if "facts.faked" in one]
    assert said.startswith(f"{entry}：原话“按规定走访核查”里有“按规定”，facts.faked 的 say 里没有")


def test_a_strong_word_that_the_only_fact_of_an_element_has_lost_is_told(library: Library) -> None:
    """A card says the fact's own words where it is not settled yet."""
    alone = set_(*SITUATIONS, 1, "elements", 0, "fact", to="faked")
    lost = [one for one in told(library, alone) if "facts.faked 的 say" in one]
    assert len(lost) == 1
    assert lost[0].startswith("situations.items.qinghe.2.2.elements.0：原话“按规定走访核查”里有“按规定”")


def test_words_of_a_fact_that_is_not_asked_there_are_refused(library: Library) -> None:
    with pytest.raises(rules.RegimeError, match=r"elements\.0\.quotes：这里没有用到 gain_self"):
        told(library, set_(*SITUATIONS, 1, "elements", 0, "quotes", to={"gain_self": "走访"}))


def test_only_outcomes_that_the_policy_lists_are_offered(library: Library) -> None:
    with pytest.raises(rules.RegimeError, match=r"decision\.tolerated\.options：qinghe\.2 里没有“免予处理”"):
        told(library, set_("decision", -1, "options", to=["免予处理"]))
    told(library, set_("decision", -1, "options", to=["予以容错"]))


# ── one measure ──────────────────────────────────────────────────────────────────────────────────
GAIN = {
    "not": "gain_self",
    "say": "没有谋利",
    "ask": "谋利了吗？",
    "quote": "救助申请",
    "proof": "账",
    "why": "看动机",
}


def add_gain(raw: Any) -> None:
    raw["situations"]["items"][0]["elements"].append(GAIN)


def test_a_fact_that_stands_for_different_words_needs_a_reason(library: Library) -> None:
    (said,) = told(library, add_gain)
    assert said.startswith("exclusions.items.qinghe.3.1：gain_self 用在几处，原话不同")
    assert "qinghe.2.1“救助申请”、qinghe.3.1“收受服务对象财物，谋取私利”" in said
    assert "请在 shared 里写上 gain_self 和理由（尺度相同的）" in said
    assert told(library, add_gain, set_("shared", to={"gain_self": "说的都是自己得好处"})) == []


def test_the_same_words_need_no_reason_whatever_stands_around_them(library: Library) -> None:
    same = {**GAIN, "quote": "材料不齐"}
    more = {**GAIN, "quote": "材料不齐，"}
    both = [
        set_(*EXCLUSIONS, 0, "any", to=["faked"]),
        set_(*EXCLUSIONS, 0, "quotes", to={"faked": "收受服务对象财物，谋取私利的"}),
    ]
    items = set_(
        *SITUATIONS,
        0,
        "elements",
        to=[same, more, {**GAIN, "quote": "先行受理救助申请的", "not": "diligent"}],
    )
    assert not any("gain_self" in one for one in told(library, items, *both))


def test_a_reason_that_nothing_needs_is_told(library: Library) -> None:
    assert told(library, set_("shared", to={"gain_self": "同"})) == [
        "shared.gain_self：没有用在原话不同的几处；请去掉"
    ]


# ── in nobody's place ────────────────────────────────────────────────────────────────────────────
STAGE = {"say": "现在一定来得及", "at": "qinghe.4", "quote": "书面提出容错申请"}
TRAP = {"id": "t1", "say": "可以补签", "at": "qinghe.4", "quote": "", "step": "result", "if": "in_scope"}


@pytest.mark.parametrize(
    ("change", "begins"),
    [
        (set_("stages", to={"told": STAGE}), "stages.told.say：不要写“来得及”"),
        (set_("stages", to={"told": STAGE}), "stages.told.say：不要写“一定”"),
        (set_("traps", to=[TRAP]), "traps.t1.say：不要写“补签”"),
        (set_("silences", to=[{"id": "s1", "say": "会被追责"}]), "silences.s1.say：不要写“会被”"),
        (set_("exclusions", "words", to="肯定不行"), "exclusions.words：不要写“肯定”"),
        (set_(*EXCLUSIONS, 0, "note", to="肯定算"), "exclusions.items.qinghe.3.1.note：不要写“肯定”"),
        (
            set_(*SITUATIONS, 1, "elements", 0, "mend", to="补材料"),
            "situations.items.qinghe.2.2.elements.0.mend：不要写“补材料”",
        ),
        (
            set_(*SITUATIONS, 0, "elements", 0, "proof", to="补签的受理单"),
            "situations.items.qinghe.2.1.elements.0.proof：不要写“补签”",
        ),
        (
            set_(*SITUATIONS, 0, "elements", 0, "why", to="有了就肯定能容"),
            "situations.items.qinghe.2.1.elements.0.why：不要写“肯定”",
        ),
        (set_("decision", -1, "look", to="一定能容"), "decision.tolerated.look：不要写“一定”"),
    ],
)
def test_advice_that_decides_or_hints_at_making_up_papers_is_told(
    library: Library, change: Callable[[Any], None], begins: str
) -> None:
    said = [one for one in told(library, change) if one.startswith(begins)]
    assert len(said) == 1
    assert "请改成文件写了什么" in said[0]


@pytest.mark.parametrize("say", ["不倒签、不补签", "在“一定范围”内", "不一定", "写的是“肯定”二字"])
def test_advice_against_it_and_the_policys_own_words_are_let_pass(library: Library, say: str) -> None:
    assert told(library, set_("stages", to={"told": {**STAGE, "say": say}})) == []
