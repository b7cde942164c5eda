"""What is said where a case may be barred: the provision's own words, and who judges what they leave to judgement."""

from __future__ import annotations

import re

import pytest

from knowledge.answer import Assistant
from knowledge.answer.barring import barred, says
from knowledge.library.corpus import Library
from knowledge.rules import Exclusion


def said(library: Library, id_: str, **heard: bool) -> str:
    region = id_.partition(".")[0]
    return barred(library.policies[region], library.regimes[region], id_, heard)


def test_what_a_definition_leaves_out_is_not_threatened_with_what_another_article_bars(
    library: Library,
) -> None:
    assert said(library, "lishui.2") == (
        "您说的可能和第二条的说法有关：“不违反党章、党内法规和法律、法规精神”“勤勉尽责、未谋取私利”；"
        "是否影响认定，由容错纠错受理机关、部门或有关单位党委（党组）判断。"
    )
    assert said(library, "lishui.2", gain_self=True) == (
        "您说的可能不符合第二条的说法：“勤勉尽责、未谋取私利”；"
        "是否影响认定，由容错纠错受理机关、部门或有关单位党委（党组）判断。"
    )


def test_what_only_the_authority_can_say_is_asked_of_it(library: Library) -> None:
    assert said(library, "lishui.18").startswith("您说的可能碰到第十八条。是不是属于这一条，由")
    assert "；是的话，文件写的是“" in said(library, "lishui.18")


def test_what_needs_no_judgement_is_said_straight(library: Library) -> None:
    assert said(library, "donge.10.3") == "您说的可能碰到第十条第（三）项，文件写的是“不予容错”。"


@pytest.mark.parametrize("id_", ["donge.10.4", "pingdingshan.7.5"])
def test_how_grave_an_accident_was_is_left_to_its_findings(library: Library, id_: str) -> None:
    first = said(library, id_, major_safety_accident=True)
    found = re.search("要看事故(、事件)?认定", first)
    assert found
    assert found.start() < first.index("写的是“")
    assert f"由{library.regimes[id_.partition('.')[0]].organ}判断" in first


def entry(library: Library, *facts: str, **heard: bool) -> str:
    """What is said of 东阿 第十条第（二）项, as if it stood for these facts."""
    quotes = {"breaks_eight_rules": "违反中央八项规定及其实施细则精神", "serious_violation": "严重违纪违法"}
    item = Exclusion(at="donge.10.2", any=facts, quotes={fact: quotes[fact] for fact in facts})
    rules = library.regimes["donge"]
    bars = rules.exclusions.model_copy(update={"items": (item,)})
    return barred(
        library.policies["donge"], rules.model_copy(update={"exclusions": bars}), "donge.10.2", heard
    )


PLAIN, GRAVE = "breaks_eight_rules", "serious_violation"
BARE = "您说的可能碰到第十条第（二）项，文件写的是“不予容错”。"
WEIGHED = "是不是条文里的“严重”，由责任追究机关判断"


def test_words_of_degree_are_left_to_the_authority_where_they_are_what_was_told(library: Library) -> None:
    assert entry(library, PLAIN) == BARE
    assert entry(library, PLAIN, GRAVE, breaks_eight_rules=True) == BARE
    sure = f"您说的可能碰到第十条第（二）项。{WEIGHED}；是的话，文件写的是“不予容错”。"
    assert entry(library, GRAVE) == sure
    assert entry(library, PLAIN, GRAVE, serious_violation=True) == sure


def test_what_was_not_said_plainly_is_not_taken_for_said(assistant: Assistant) -> None:
    """One's own gain is told plainly here; there a son of somebody else's only shares words with it."""
    plain = assistant.answer_in("我让施工方给我家装了空调，还收了两千块钱好处费", "donge").text
    assert "我没有听准" not in plain
    story = "有一户低保儿子在城里买了车，我入户的时候没查出来，后来别人举报的，发现以后当月就停了，钱还没追"
    answer = assistant.answer_in(story, "donge")
    assert answer.finding.verdict != "excluded" or "是不是这样，我没有听准。是的话，文件写的是" in answer.text


def test_where_it_is_not_known_which_was_told_both_are_said(library: Library) -> None:
    assert entry(library, PLAIN, GRAVE) == (
        "您说的可能碰到第十条第（二）项。其中“严重违纪违法”算不算，由责任追究机关判断；"
        "碰到的话，文件写的是“不予容错”。"
    )


def test_how_an_entry_may_be_read_is_said_beside_what_it_bars(library: Library) -> None:
    first = said(library, "zaozhuang.6.4", student_harm_bars=True)
    assert first.startswith(
        "您说的可能碰到第六条第（四）项。碰到的话，文件写的是“不予容错”。“损害师生利益”算不算"
    )
    assert "由学院党委解释" in first


def test_a_condition_that_is_grave_in_part_only_is_not_weighed_as_a_whole(library: Library) -> None:
    assert said(library, "pingdingshan.7.3", gain_self=True) == (
        "您说的可能不符合第七条第（三）项。第七条写的是“必须同时具备以下条件”，缺一项就可能不能容错免责。"
    )
    assert "是不是不符合，由受理机关或部门判断" in said(library, "pingdingshan.7.1", fits_policy_spirit=False)
    for id_ in ("pingdingshan.7.3", "pingdingshan.7.4"):
        assert "是不是不符合，由受理机关或部门判断" in said(library, id_)


@pytest.mark.parametrize("id_", ["donge.10.3", "zaozhuang.6.3", "pingdingshan.7.3", "lishui.2"])
def test_whether_a_family_is_meant_is_left_to_the_authority_where_it_gained(
    library: Library, id_: str
) -> None:
    assert re.search("一般也?算", said(library, id_, gain_family=True))
    assert "家属" not in said(library, id_, gain_self=True)


def test_both_readings_of_an_accident_and_bad_effects_are_said(library: Library) -> None:
    assert "两种读法都有，由机关解释" in said(library, "pingdingshan.7.5", vile_impact=True)


def test_words_stand_in_a_provision_or_above_it_and_nowhere_beside(library: Library) -> None:
    policy = library.policies["lishui"]
    assert says(policy, "lishui.9.4", "适用容错纠错")
    assert says(policy, "lishui.18", "经组织认定，\n严肃追责问责")
    assert not says(policy, "lishui.2", "经组织认定，严肃追责问责")
    assert not says(policy, "lishui.9", "容缺受理")
