"""The same answers under the other policies: what they want to be so besides, and what they have no word for."""

from __future__ import annotations

from bot.workdays import Workdays
from dialogs.assess.elsewhere import elsewhere
from dialogs.assess.questions import Way
from dialogs.assess.record import Assessment
from dialogs.core import Say
from knowledge.library.corpus import Library


def told(library: Library, region: str, situation: str, **facts: bool | None) -> dict[str, str]:
    """What is said of each other policy in our own words, where this situation and these facts are all that is known."""
    rules = library.regimes[region]
    known: dict[str, bool | None] = {one.at: one.at == situation for one in rules.situations.items}
    known |= {fact: False for one in rules.exclusions.items for fact in one.any}
    way = Way((), {**known, "in_scope": True, **facts}, None)
    found: dict[str, str] = {}
    here = ""
    for part in elsewhere(library, Assessment(region), way, Workdays()):
        if isinstance(part, Say):
            starts = [name for name, short in library.short.items() if part.text.startswith(f"{short}：")]
            here = starts[0] if starts else here
            found[here] = "\n".join(filter(None, (found.get(here), part.text)))
    return found


def test_what_is_named_here_and_not_there_is_for_the_authority_there(library: Library) -> None:
    """No outcome is told where gain of a unit is asked about here, and the other policy has no word for it."""
    said = told(library, "weihai", "weihai.3.6", gain_unit=True)
    assert said["donge"].startswith("东阿县：您答的“")
    assert "那里没有单列；算不算，由那里的机关判断，不能照您的回答说结果" in said["donge"]
    assert "可能的结果" not in said["donge"]
    assert "必备的条件可能没有同时具备" in said["pingdingshan"]


def test_what_breaks_a_gate_here_and_has_no_word_there_is_for_the_authority_too(library: Library) -> None:
    said = told(library, "pingdingshan", "pingdingshan.8.6", gain_unit=True)
    assert "不能照您的回答说结果" in said["donge"]
    assert "不予容错" in said["weihai"].splitlines()[0]


def test_family_is_somebody_else(library: Library) -> None:
    said = told(library, "weihai", "weihai.3.6", gain_family=True)
    for region, words in (
        ("donge", "不予容错"),
        ("zaozhuang", "不予容错"),
        ("pingdingshan", "没有同时具备"),
        ("lishui", "没有都做到"),
    ):
        assert words in said[region].splitlines()[0]
        assert "可能的结果" not in said[region]


def test_what_bars_there_is_said_with_what_is_left_to_judgement(library: Library) -> None:
    said = told(library, "weihai", "weihai.3.6", gain_others=True)
    assert "照您的回答，可能碰到文件写的“不予容错”" in said["donge"]
    assert "前提是" not in said["donge"]


def test_the_limits_of_the_situation_there_are_told(library: Library) -> None:
    said = told(library, "weihai", "weihai.3.6")
    assert "丽水市：下面的前提都成立，可能的结果是：" in said["lishui"]
    for region, limit in (("lishui", "非必要件"), ("zaozhuang", "校内"), ("donge", "困难群众")):
        (line,) = [one for one in said[region].splitlines() if "自己的限定：" in one]
        assert limit in line


def test_nothing_that_bars_and_all_conditions_are_told_as_premises(library: Library) -> None:
    said = told(library, "lishui", "lishui.9.4", crosses_party_or_law_line=False)
    assert "· 没有第十条里“不予容错”的情形" in said["donge"]
    assert "· 第七条的条件：" in said["pingdingshan"]


def test_no_outcome_elsewhere_stands_without_its_premises(library: Library) -> None:
    """Whatever situation has its like there."""
    for region, rules in library.regimes.items():
        for one in rules.situations.items:
            for said in told(library, region, one.at).values():
                assert "可能的结果" not in said or "前提是：\n· " in said, (one.at, said)
