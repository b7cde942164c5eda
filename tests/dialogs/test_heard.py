"""What the self-assessment hears in own words, to be confirmed: as an answer hears it, and no more than is said."""

from __future__ import annotations

import pytest

from dialogs.assess.heard import heard
from dialogs.assess.questions import Walked
from dialogs.assess.record import Assessment
from dialogs.core import Ears
from knowledge.answer import Assistant
from knowledge.hearing.language import fold


def offered(mind: Assistant, region: str, text: str) -> dict[str, bool]:
    return heard(Walked(Ears(mind), Assessment(region)), text)


@pytest.mark.parametrize(
    ("region", "text", "fact"),
    [
        ("weihai", "老人去世三个月低保还在发，我们没巡访也没比对", "routine_checks_done"),
        ("weihai", "材料没齐先办的，我一分钱没拿", "gain_self"),
        ("donge", "没上会就先救助了", "democratic_decision_and_reporting"),
        ("donge", "公示和入户都走了，会没开", "democratic_decision_and_reporting"),
    ],
)
def test_what_is_denied_is_offered_as_it_is(assistant: Assistant, region: str, text: str, fact: str) -> None:
    assert offered(assistant, region, text).get(fact) is False


@pytest.mark.parametrize(
    ("region", "text", "fact"),
    [
        ("donge", "没有上会，材料没齐先办了，我收了他两条烟", "gain_self"),
        ("donge", "材料没齐先办了，后来钱都追回了", "actively_remedied"),
        ("weihai", "发现后马上停发，多发的钱追回了", "recovery_organised"),
    ],
)
def test_what_is_said_to_be_so_is_offered_where_the_words_are_strong_enough(
    assistant: Assistant, region: str, text: str, fact: str
) -> None:
    assert offered(assistant, region, text).get(fact) is True


@pytest.mark.parametrize(
    ("region", "text", "fact"),
    [
        ("donge", "路上出了车祸，死了三个人，我们先救助了", "major_safety_accident"),
        ("weihai", "村会计收过别人的钱，材料是我审的", "gain_self"),
        ("weihai", "他媳妇收了村里人两千块，我不知道", "gain_family"),
        ("weihai", "要是我收了他的烟，那还得了", "gain_self"),
    ],
)
def test_what_is_weaker_or_somebody_else_s_is_asked(
    assistant: Assistant, region: str, text: str, fact: str
) -> None:
    assert fact not in {name for name, truth in offered(assistant, region, text).items() if truth}


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("weihai", "入户、查平台一步没省，收入是他瞒的，我没收东西"),
        ("donge", "没有上会，材料没齐先办了，钱都追回了，我收了他两条烟"),
        ("lishui", "塌方死了十二个人，我当场处置，第二天就把程序补齐了"),
        ("pingdingshan", "没来得及请示，先把路挖开了，没人受伤"),
        ("zaozhuang", "系里商量过，通知发晚了，催了一次就改了，我一分钱好处没拿"),
    ],
)
def test_nothing_is_offered_against_what_an_answer_hears(
    assistant: Assistant, region: str, text: str
) -> None:
    told = assistant.engine.signals.witness.told(fold(text)).facts(region)
    found = offered(assistant, region, text)
    assert found
    assert {fact: told[fact] for fact in found if fact in told} == {
        f: t for f, t in found.items() if f in told
    }
