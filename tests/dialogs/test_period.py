"""Questions about a day or a period reach the calculator, with the day that it runs from asked for."""

from __future__ import annotations

from datetime import date

import pytest

from bot.workdays import Workdays
from dialogs.core import Said, State
from dialogs.router import Rongcuo
from knowledge.answer import Assistant

TODAY = date(2026, 11, 30)


class Asker:
    def __init__(self, assistant: Assistant, region: str) -> None:
        self.talk, self.state = Rongcuo(assistant, Workdays()), State(region)

    def says(self, text: str) -> str:
        turn = self.talk.step(self.state, Said(text), today=TODAY)
        self.state = State.from_json(turn.state.to_json())
        return "\n".join(reply.text for reply in turn.replies)


@pytest.mark.parametrize(
    "typed",
    ["23号收到的，最后一天是哪天", "我23号被告知的，几号截止", "11月23日被告知，几天之内申请", "11月23号告知我的，最晚哪天提", "上周一收到的，还来得及申请吗", "从11月23日起，截止到哪天",
     "11.23被告知的，期限到几号", "二十三号接到的，最后一天几号"],
)  # fmt: skip
def test_a_day_that_is_named_is_counted_from(assistant: Assistant, typed: str) -> None:
    told = Asker(assistant, "pingdingshan").says(typed)
    assert "2026年12月2日（星期三）" in told
    assert "第十条第（一）项" in told
    assert "还有 3 个工作日" in told


@pytest.mark.parametrize(
    "typed",
    ["几天之内要申请", "最后一天是哪天", "截止到哪天", "申请期限是几天", "从哪天算起", "从什么时候算期限", "还剩几天可以申请", "申请最晚几号", "几号之前要交申请", "多少天内提出",
     "期限哪天到", "哪天截止", "申请还来得及吗", "要在几个工作日内提出申请", "逾期了怎么算期限"],
)  # fmt: skip
def test_the_day_it_runs_from_is_asked_for(assistant: Assistant, typed: str) -> None:
    asker = Asker(assistant, "pingdingshan")
    assert "是哪一天被告知问责程序启动的？" in asker.says(typed)
    assert "2026年12月2日（星期三）" in asker.says("上周一")


def test_a_vague_day_is_asked_for_once_more_and_none_is_made_up(assistant: Assistant) -> None:
    asker = Asker(assistant, "pingdingshan")
    asker.says("几天之内要申请")
    assert "“2026年10月底”里是哪一天" in asker.says("上个月底")
    assert "没有31日" in asker.says("11月31日")
    assert "还没到" in asker.says("明天")
    assert "2026年12月2日" in asker.says("23号")


@pytest.mark.parametrize(
    ("region", "words"),
    [
        ("donge", "作出处理决定前"),
        ("zaozhuang", "作出处理决定前"),
        ("weihai", "文件没有写"),
        ("lishui", "没有写"),
    ],
)
def test_where_no_days_are_written_none_are_counted(assistant: Assistant, region: str, words: str) -> None:
    told = Asker(assistant, region).says("23号收到的，申请最后一天是哪天")
    assert words in told
    assert "数不出截止的日子" in told
    assert "12月" not in told


@pytest.mark.parametrize(
    ("region", "last"),
    [
        ("donge", "2026年12月2日"),
        ("weihai", "2026年12月2日"),
        ("zaozhuang", "2026年12月2日"),
        ("pingdingshan", "2026年11月26日"),
    ],
)
def test_when_one_hears_of_the_result_is_counted_too(assistant: Assistant, region: str, last: str) -> None:
    asker = Asker(assistant, region)
    assert last in asker.says("23号作出的结论，最晚哪天告知我")
    assert "是哪一天作出" in asker.says("结论几天告知")
    assert last in asker.says("11月23日")


def test_make_up_days_count_and_what_is_not_published_is_provisional(assistant: Assistant) -> None:
    asker = Asker(assistant, "pingdingshan")
    assert "2026年10月14日" in asker.says(
        "9月29日被告知的，最后一天是哪天"
    )  # the tenth, a Saturday, is worked
    assert "暂定" in asker.says("11月27日被告知的，几号截止") or "2026年12月8日" in asker.says(
        "11月27日被告知的，几号截止"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "低保几天能办完",
        "申诉期限几天",
        "影响期到哪天",
        "第七条第六项",
        "材料没齐我先办了",
        "整改期限是几天",
        "没来得及开会就先安排了",
    ],
)
def test_other_periods_are_no_business_of_ours(assistant: Assistant, typed: str) -> None:
    assert "打个日期" not in Asker(assistant, "pingdingshan").says(typed)


def test_what_comes_between_is_not_taken_for_the_day(assistant: Assistant) -> None:
    asker = Asker(assistant, "pingdingshan")
    asker.says("几天之内要申请")
    assert "起算" not in asker.says("昨天入户核查的时候他不在家，材料没齐先办了")


def test_another_day_is_counted_from_anew(assistant: Assistant) -> None:
    asker = Asker(assistant, "pingdingshan")
    asker.says("申请要在几天之内交")
    asker.says("上周一")
    assert "2026年12月4日（星期五）" in asker.says("11月25日")


def test_whoever_may_be_late_is_told_that_the_policy_does_not_say(assistant: Assistant) -> None:
    told = Asker(assistant, "pingdingshan").says("过了七天还能交吗")
    assert "还收不收，文件没有写" in told
    assert "七个工作日内" in told


@pytest.mark.parametrize(
    ("region", "typed"), [("pingdingshan", "那东阿的申请期限是几天"), ("lishui", "5个工作日是从哪天起")]
)
def test_the_own_period_answers_no_question_on_another(assistant: Assistant, region: str, typed: str) -> None:
    told = Asker(assistant, region).says(typed)
    assert "数不出截止的日子" not in told
    assert "被告知问责程序启动后七个工作日" not in told


@pytest.mark.parametrize(
    ("typed", "asked"), [("昨天", True), ("11月3日", True), ("唉", False), ("四", False)]
)
def test_a_day_that_nobody_waits_for_is_asked_about(assistant: Assistant, typed: str, asked: bool) -> None:
    assert ("是什么事的日子" in Asker(assistant, "donge").says(typed)) is asked
