"""What holds in the end of what was said of deeds."""

import pytest

from knowledge.answer import Assistant
from knowledge.hearing.acts import KINDS, Statement, settled
from knowledge.hearing.clauses import clauses
from knowledge.library.corpus import Library
from knowledge.rules import logic


def said(act: str, done: bool, sure: float = 0.8, corrects: bool = False) -> Statement:
    return Statement(act, done, "", 0, sure, corrects)


def held(*statements: Statement) -> dict[str, bool]:
    return {act: one.done for act, one in settled(statements).items()}


def test_a_correction_replaces_what_was_said_before_it() -> None:
    assert held(said("filed", True, 0.9), said("filed", False, 0.5, corrects=True)) == {"filed": False}


def test_the_surer_of_two_is_believed_and_neither_where_none_is() -> None:
    assert held(said("filed", True, 0.9), said("filed", False, 0.5)) == {"filed": True}
    assert held(said("filed", True, 0.9), said("filed", False, 0.8)) == {}
    assert held(said("filed", False), said("met", True)) == {"filed": False, "met": True}


@pytest.mark.parametrize(("taken", "given_back", "holds"), [(0.5, 0.6, False), (0.7, 0.45, True)])
def test_only_a_denial_that_is_as_sure_takes_back_what_was_said_just_before(
    taken: float, given_back: float, holds: bool
) -> None:
    first = Statement("gain_unit", True, "", 0, taken)
    assert held(first, Statement("gain_unit", False, "", 1, given_back)) == {"gain_unit": holds}


@pytest.mark.parametrize(
    ("clause", "after", "refused"),
    [
        ("他塞给我一个信封", "没收", True),
        ("他拎来一只火腿", "我没要", True),
        ("门面房借给我用了两年", "房租没收", False),
        ("他来给我家刷了墙", "没要工钱", False),
        ("中秋哪回没收过", "", False),
        ("不是没拿", "拿得少", False),
    ],
)
def test_what_is_given_for_nothing_is_not_refused(
    library: Library, clause: str, after: str, refused: bool
) -> None:
    assert library.lexicon.acts["gain_self"].is_refused(clause, after) is refused


def test_clauses_after_a_correction_are_known() -> None:
    heard = clauses("镇里没备案，哦不对，我翻着了，三月备过的", lambda _, marked: ())
    assert [(clause.text, clause.corrects) for clause in heard] == [
        ("镇里没备案", False),
        ("哦不对", True),
        ("我翻着了", True),
        ("三月备过的", True),
    ]


def test_speech_without_punctuation_is_cut_where_there_is_a_pause() -> None:
    assert [one.text for one in clauses("会没开钱追回来了", lambda _, marked: (3,))] == [
        "会没开",
        "钱追回来了",
    ]


@pytest.mark.parametrize("said", ["低保户去世了没及时停", "这事上会研究了没留记录", "他塞钱我没要"])
def test_who_writes_no_punctuation_is_heard_to_pause_sooner(assistant: Assistant, said: str) -> None:
    ear = assistant.engine.signals.listener.ear
    alone = [one.text for one in ear.clauses(said)]
    beside = [one.text for one in ear.clauses(f"{said}，就是这样")]
    assert len(alone) == 2
    assert "".join(alone) == said
    assert beside == [said, "就是这样"]


def test_of_alternatives_only_those_that_are_spoken_of_count() -> None:
    either = logic.parse({"any": ["a", "b"]})
    assert logic.said(either, {"a": False}) is False
    assert logic.said(either, {"a": False, "b": True}) is True
    assert logic.said(either, {}) is None
    both = logic.parse({"all": ["a", "b"]})
    assert logic.said(both, {"a": True}) is None
    assert logic.said(both, {"a": False}) is False
    assert logic.said(logic.parse({"not": "a"}), {"a": False}) is True


def test_no_clause_is_told_of_one_act_in_two_ways(library: Library) -> None:
    told: dict[tuple[str, str], set[str]] = {}
    for row in library.lexicon.spoken():
        told.setdefault((row.act, row.text), set()).add(row.kind)
    assert {clause: kinds for clause, kinds in told.items() if len(kinds) > 1} == {}


def test_every_act_is_told_as_done_as_not_done_and_as_neither(library: Library) -> None:
    told = {(row.act, row.kind) for row in library.lexicon.spoken()}
    assert {(act, kind) for act in library.lexicon.acts for kind in KINDS} == told
