import pytest

from knowledge.hearing.facts import heard
from knowledge.library.corpus import Library


def told(library: Library, text: str) -> dict[str, bool]:
    return heard(text, library.lexicon.facts, library.lexicon.facts)


@pytest.mark.parametrize(
    ("text", "fact", "truth"),
    [
        ("班子会研究过的", "democratic_decision_and_reporting", True),
        ("没有上会，我一个人拍的板", "democratic_decision_and_reporting", False),
        ("钱已经追回来了", "actively_remedied", True),
        ("到现在还没改", "actively_remedied", False),
        ("收了他两条烟", "gain_self", True),
        ("没收过他什么好处", "gain_self", False),
        ("走了后门", "gain_others", True),
        ("来不及开会", "emergency_decision", True),
        ("第二天就补报了", "reported_after", True),
        ("没有造成什么损失和影响", "major_loss_or_bad_effect", False),
        ("入户核查了，邻居也问过", "checked_duly", True),
        ("当天就停发了", "stopped_on_discovery", True),
        ("正在追缴", "recovery_organised", True),
        ("还没去追", "recovery_organised", False),
        ("省里的试点", "national_or_provincial_pilot", True),
        ("班子投票通过后才办的", "democratic_decision_and_reporting", True),
        ("自己没捞一分", "gain_self", False),
        ("没给谁谋好处", "gain_others", False),
        ("讲了三遍他也不听", "explained_policy", True),
        ("第一时间就改过来了", "actively_remedied", True),
        ("不是存心的", "no_intent", True),
        ("只是县里自己的试点", "national_or_provincial_pilot", False),
    ],
)
def test_a_fact_is_heard_with_its_sense(library: Library, text: str, fact: str, truth: bool) -> None:
    assert told(library, text).get(fact) is truth


@pytest.mark.parametrize(
    "text", ["可能上过会", "好像开会研究过", "是不是要上会", "如果班子会研究过", "上过会吗"]
)
def test_what_is_hedged_supposed_or_asked_is_no_fact(library: Library, text: str) -> None:
    assert "democratic_decision_and_reporting" not in told(library, text)


def test_clauses_that_contradict_each_other_tell_nothing(library: Library) -> None:
    assert "democratic_decision_and_reporting" not in told(library, "头一回没有上会，后来班子会研究过")


def test_only_what_is_wanted_is_listened_for(library: Library) -> None:
    assert heard("收了他两条烟，班子会研究过", library.lexicon.facts, ["gain_self"]) == {"gain_self": True}


@pytest.mark.parametrize("text", ["给我侄子办的低保", "帮老同学办的", "给孩子办了低保"])
def test_helping_a_relative_is_not_yet_an_undue_gain(library: Library, text: str) -> None:
    assert not {"gain_self", "gain_family", "gain_others"} & set(told(library, text))


def test_a_small_loss_says_nothing_of_bad_effects(library: Library) -> None:
    assert "major_loss_or_bad_effect" not in told(library, "损失不大")


def test_a_meeting_held_afterwards_is_not_taken_for_one_before(library: Library) -> None:
    assert "democratic_decision_and_reporting" not in told(library, "先办了，第二天补了会，党委会研究通过的")


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("不是我一个人定的", "democratic_decision_and_reporting"),
        ("给自己定的目标也高", "democratic_decision_and_reporting"),
        ("钱要不回来", "recovery_organised"),
        ("寄件地址没核对", "checked_duly"),
        ("我想举报村支书贪污", "serious_violation"),
        ("在几百人的群里说的", "serious_mass_incident"),
        ("清零九年的人情保", "gain_others"),
        ("检查组说我追缴不力", "recovery_organised"),
    ],
)
def test_what_only_sounds_like_it_is_not_heard(library: Library, text: str, fact: str) -> None:
    assert fact not in told(library, text)
