"""What a message says of a thing: that it is so, is not, may be, or is so of somebody else."""

import pytest

from knowledge.hearing.concepts import Concepts, clauses
from knowledge.library.corpus import Library

CONCEPTS = Concepts(
    {
        "gain": ["好处", "红包", "两条烟"],
        "family": ["侄子", "小舅子"],
        "together": ["上会"],
        "accident": ["事故"],
    },
    {"family"},
)


def senses(text: str) -> dict[str, str]:
    return {mention.name: mention.sense for mention in CONCEPTS.mentions(text)}


def test_clauses_are_split_at_any_punctuation() -> None:
    assert clauses("没收过好处，会也开过。\n真的！") == ["没收过好处", "会也开过", "真的"]


@pytest.mark.parametrize(
    "text",
    [
        "没收过红包",
        "没有拿他一分钱好处",
        "从不收红包",
        "好处我没要",
        "红包一个都没收",
        "红包当场退回去了",
        "不是为了好处",
        "哪敢收红包",
    ],
)
def test_a_denial_before_or_behind_turns_a_wording(text: str) -> None:
    assert senses(text) == {"gain": "no"}


@pytest.mark.parametrize(
    "text", ["收了红包", "没开会就收了红包", "没办法才拿的好处", "我没想到他送两条烟，我收了"]
)
def test_a_denial_of_something_else_turns_nothing(text: str) -> None:
    assert senses(text)["gain"] == "yes"


@pytest.mark.parametrize(
    "text", ["好像收了红包", "要是收了好处", "收了红包吗", "听说有人拿好处", "能不能收红包"]
)
def test_what_is_supposed_asked_or_hearsay_is_unsure(text: str) -> None:
    assert senses(text) == {"gain": "unsure"}


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("给我侄子办的", "yes"),
        ("他把钱放在小舅子名下", "other"),
        ("村支书的侄子", "other"),
        ("侄子帮的忙", "yes"),
        ("他求我，我给侄子办了", "yes"),
        ("他托我给侄子办的", "yes"),
        ("我查到他把钱给了小舅子", "other"),
    ],
)
def test_it_matters_whose_relative_it_is(text: str, sense: str) -> None:
    assert senses(text)["family"] == sense


def test_whose_it_is_does_not_matter_for_other_things() -> None:
    assert senses("老板塞给我红包") == {"gain": "yes"}


def test_what_is_denied_is_quoted_with_its_denial() -> None:
    assert [m.words for m in CONCEPTS.mentions("没收过他红包，好处我没要")] == ["没收过他红包", "好处我没要"]
    (late,) = CONCEPTS.mentions("那天晚上一屋子人都看着我没收过他红包")
    assert late.words == "没收过他红包"


def test_it_is_told_in_which_clause_a_thing_stands() -> None:
    assert [m.clause for m in CONCEPTS.mentions("收了红包，人没去，好处我没要")] == [0, 2]


def test_a_denial_ends_at_the_comma() -> None:
    assert senses("没上会，收了红包") == {"together": "no", "gain": "yes"}


def test_the_longest_wording_at_a_place_counts_and_none_overlap() -> None:
    longer = Concepts({"one": ["工作"], "two": ["工作日", "日子"]})
    assert [(m.name, m.words) for m in longer.mentions("工作日子")] == [("two", "工作日")]


def test_a_citys_wordings_come_to_those_that_there_are(library: Library) -> None:
    concepts = library.lexicon.concepts([{"gain": ("ＫＴＶ一条龍",)}])
    assert {"红包", "ktv一条龙"} <= {text for text, name in concepts.wordings.items() if name == "gain"}


def test_marks_tell_the_senses_apart() -> None:
    text = "收了红包，没收好处，好像有红包，他小舅子"
    assert [mention.mark for mention in CONCEPTS.mentions(text)] == ["gain", "gain-", "gain?", "family@"]


def test_no_concepts_find_nothing() -> None:
    assert Concepts({}).found("去世") == []


def test_whose_it_is_is_asked_of_concepts_that_there_are(library: Library) -> None:
    assert library.lexicon.personal
    assert library.lexicon.personal <= library.lexicon.groups.keys()


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("人家硬塞了两条烟", "gain"),
        ("没吃过他一口饭", "gain-"),
        ("偷着埋的", "death"),
        ("户口本回头补", "incomplete"),
        ("班子开会定的", "together"),
        ("我一个人拍的板", "alone"),
        ("他把存款转给了小舅子", "family@"),
    ],
)
def test_everyday_words_are_known(library: Library, text: str, mark: str) -> None:
    assert mark in {mention.mark for mention in library.concepts.mentions(text)}
