"""What a typed message is taken for."""

import pytest

from dialogs.shared.memory import Memory
from dialogs.shared.places import Home, Nowhere, Perhaps, There
from dialogs.shared.reading import Content, GoOn, Reading, Small, read
from knowledge.answer import Assistant

ASKED = Memory().add("结论几天告知", "weihai", "weihai.5.2", told=False)
TOLD = Memory().add("材料没齐先给办了", "weihai", "weihai.3.6", told=True)
WAITING = Memory().add("材料没齐先给办了", None, "weihai.3.6", told=True)


def reading(mind: Assistant, typed: str, memory: Memory = ASKED, own: str | None = "weihai") -> Reading:
    return read(typed, mind, memory, own)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", "empty"),
        ("🎉🎉", "empty"),
        ("。。。", "empty"),
        ("what?", "foreign"),
        ("你好", "hello"),
        ("<b>您好！</b>", "hello"),
        ("谢谢您", "thanks"),
        ("好的", "done"),
        ("嗯嗯，谢谢", "thanks"),
        ("你是谁", "about"),
        ("你能做什么？", "about"),
    ],
)
def test_small_talk_is_no_question(assistant: Assistant, typed: str, kind: str) -> None:
    found = reading(assistant, typed)
    assert isinstance(found, Small)
    assert found.kind == kind


@pytest.mark.parametrize(
    "typed", ["威海", "我在威海市", "威海市民政局", "我是荣成市崖头街道办的", "weihai", "威海的"]
)
def test_a_place_is_the_own_one_where_none_is_known(assistant: Assistant, typed: str) -> None:
    assert reading(assistant, typed, Memory(), None) == Home("weihai")
    assert reading(assistant, typed, WAITING, None) == Home("weihai")


@pytest.mark.parametrize(
    "typed", ["东阿", "东阿呢", "那东阿怎么规定", "东阿县那边呢？", "东阿有规定吗", "換成東阿縣呢"]
)
def test_a_place_after_a_question_repeats_it_there(assistant: Assistant, typed: str) -> None:
    assert reading(assistant, typed) == There("donge")


@pytest.mark.parametrize("typed", ["我在东阿县工作", "我是东阿县民政局的", "东阿县铜城街道办"])
def test_who_says_where_they_work_has_moved(assistant: Assistant, typed: str) -> None:
    assert reading(assistant, typed) == Home("donge")


@pytest.mark.parametrize("typed", ["我们这儿呢", "那本地呢", "我们市怎么规定的"])
def test_here_is_the_own_region(assistant: Assistant, typed: str) -> None:
    assert reading(assistant, typed) == There("weihai")


@pytest.mark.parametrize("typed", ["维海", "东啊县", "平定山"])
def test_a_typo_is_asked_about_where_a_place_is_expected(assistant: Assistant, typed: str) -> None:
    assert isinstance(reading(assistant, typed, Memory(), None), Perhaps)
    assert not isinstance(reading(assistant, typed), Perhaps)


def test_a_mistyped_place_repeats_the_question_too(assistant: Assistant) -> None:
    assert reading(assistant, "东啊县呢") == There("donge")


@pytest.mark.parametrize("typed", ["枣庄市", "聊城市民政局", "那济南市呢", "我在北京市海淀区工作"])
def test_a_place_without_a_document_is_said_to_have_none(assistant: Assistant, typed: str) -> None:
    assert isinstance(reading(assistant, typed), Nowhere)


@pytest.mark.parametrize(
    "typed",
    ["威海几天告知", "东阿第七条第六项", "威海能申诉吗", "那要几天告诉我", "要交什么材料", "那谁来定", "不服呢", "我是社区的",
     "要不要报到市", "材料呢", "威海和东阿哪个严", "怎么申请"],
)  # fmt: skip
def test_a_question_stays_a_question(assistant: Assistant, typed: str) -> None:
    assert isinstance(reading(assistant, typed), Content)


@pytest.mark.parametrize("typed", ["为什么", "为啥呢？", "没看懂", "说详细点", "依据是什么"])
def test_why_is_a_follow_up(assistant: Assistant, typed: str) -> None:
    assert reading(assistant, typed) == GoOn("why")


@pytest.mark.parametrize(
    "typed", ["然后呢", "那怎么办", "接下来我该做什么", "下一步", "那我现在怎么办？", "继续", "呢"]
)
def test_what_next_is_a_follow_up(assistant: Assistant, typed: str) -> None:
    assert reading(assistant, typed) == GoOn("next")


def test_whether_it_is_tolerated_follows_up_a_situation_only(assistant: Assistant) -> None:
    assert reading(assistant, "那能容错吗", TOLD) == GoOn("whether")
    assert reading(assistant, "那能容错吗", ASKED) == Content()
