"""What corrects something told before, which of several matters is meant, and what is answered then."""

from __future__ import annotations

import pytest

from bot.workdays import Workdays
from dialogs.core import Command, Said, State
from dialogs.router import Rongcuo
from dialogs.shared import memory
from dialogs.shared.memory import Memory
from dialogs.shared.mending import Nth, correction, nth
from dialogs.shared.reading import Content, Corrects, OfMatters, read
from knowledge.answer import Assistant
from tests.dialogs.test_dialogs import after, talk
from tests.dialogs.test_dialogs import data as button
from tests.dialogs.test_dialogs import text as heard

__all__ = ["talk"]
TOLD = Memory().add("材料没齐先给办了", "weihai", "weihai.3.6", told=True)
ASKED = Memory().add("结论几天告知", "weihai", "weihai.5.2", told=False)
CORRECTIONS = (
    ("不是，我没收", "我没收"),
    ("刚才说错了，备过案的", "备过案的"),
    ("我说错了，会没开", "会没开"),
    ("不对，是村会计收的", "是村会计收的"),
    ("说错了", ""),
    ("我说错了", ""),
    ("不对", ""),
    ("不是这个意思", ""),
    ("都不对", ""),
    ("哦不对，是三个月", "是三个月"),
    ("刚才那句说错了，钱是他老婆收的", "钱是他老婆收的"),
    ("你理解错了，我没有收钱", "我没有收钱"),
    ("打错字了，是没备案", "是没备案"),
    ("更正一下，集体研究过", "集体研究过"),
    ("我更正：会开过", "会开过"),
    ("不是的，我入户了", "我入户了"),
    ("不是不是，我是事后才知道的", "我是事后才知道的"),
    ("记错了，公示过", "公示过"),
    ("我记错了，是去年的事", "是去年的事"),
    ("等等，不对，钱已经追回来了", "钱已经追回来了"),
    ("前面说的不对，我们请示过镇里", "我们请示过镇里"),
    ("刚才说的不准确，是口头请示过", "是口头请示过"),
    ("搞错了，不是我签的字", "不是我签的字"),
    ("不好意思说错了，材料后来补齐了", "材料后来补齐了"),
    ("错了错了，是同事收的", "是同事收的"),
    ("口误，是没公示", "是没公示"),
    ("其实是村会计收的", "是村会计收的"),
    ("应该是村里收的", "是村里收的"),
    ("我说错了其实没收", "没收"),
    ("说错了没收", "没收"),
    ("我没说收了钱", "我没说收了钱"),
    ("我可没说过收他的烟", "我可没说过收他的烟"),
    ("不是，我没收，这样能容错吗", "我没收"),
    ("不对不对，烟是别人收的", "烟是别人收的"),
    ("说反了，是先开会后办的", "是先开会后办的"),
    ("我讲错了，备案是办完以后补的", "备案是办完以后补的"),
    ("刚刚说错了，会开过", "会开过"),
    ("前面那句不对，材料补齐了", "材料补齐了"),
    ("我前头说错了，是没公示", "是没公示"),
    ("哎呀说错了，是他儿子领的", "是他儿子领的"),
    ("弄错了，我没批", "我没批"),
    ("你搞错了，我没收礼", "我没收礼"),
    ("你听错了，我说的是没收", "我说的是没收"),
    ("不对吧，我没说收了钱", "我没说收了钱"),
    ("我说的不是收钱，是收材料", "不是收钱，是收材料"),
    ("我改一下，入户是做了的", "入户是做了的"),
    ("修正一下，会议有记录", "会议有记录"),
    ("补充一下，备过案", "备过案"),
    ("忘了说，我们备过案", "我们备过案"),
    ("纠正：是同事签的", "是同事签的"),
    ("刚才漏说了，公示过", "公示过"),
    ("写错了，不是我收的", "不是我收的"),
    ("没有啊，我没收", "我没收"),
    ("上条说错了，没备案", "没备案"),
    ("撤回，我没收", "我没收"),
    ("更正，没有收钱", "没有收钱"),
    ("不是这样的，我没收", "我没收"),
    ("不是这样，钱是村里收的", "钱是村里收的"),
    ("错了，没收", "没收"),
    ("啊不是，没收", "没收"),
    ("哦不，是三个月", "是三个月"),
    ("我意思是没备案", "没备案"),
    ("我的意思是会没开", "会没开"),
    ("这不对，我没有收钱", "我没有收钱"),
    ("你说的不对，我没收东西", "我没收东西"),
    ("不不不，我没收", "我没收"),
    ("这一点不对，我入过户", "我入过户"),
    ("这点说错了，入过户的", "入过户的"),
    ("你理解的不对，我没收钱", "我没收钱"),
    ("理解有误，我没收钱", "我没收钱"),
    ("有一处不对，会没开", "会没开"),
    ("第二点不对，没备案", "没备案"),
    ("改正：会没开", "会没开"),
)
QUESTIONS = (
    "不是本地户口能申请吗",
    "不对口的帮扶算不算失误",
    "说错了政策，老人白跑了一趟",
    "说错了政策，老人白跑了一趟，能容错吗",
    "记错了日期，少发了一个月怎么办",
    "搞错了人，把钱发给同名的了",
    "不是我经手的怎么办",
    "不对外公示可以吗",
    "不是，我问的是几天告知",
    "不对，结论几天告知",
    "我没收到通知怎么办",
    "我没说清楚政策，他没来申请",
    "材料没齐我先给办了",
    "写错了身份证号，后来改了",
    "不是故意的也要处分吗",
    "不服怎么申诉",
    "登记错了一个字",
    "弄错了标准，多发了钱",
    "不是公职人员能申请吗",
    "改正期限是几天",
    "错了怎么改",
    "打错了款，追回来了",
    "不对的地方怎么改",
)
REFERRED = (
    ("第二个事呢", Nth(number=1, rest="")),
    ("第二件详细说说", Nth(number=1, rest="")),
    ("头一个怎么申请", Nth(number=0, rest="怎么申请")),
    ("那第一个呢", Nth(number=0, rest="")),
    ("第二个呢？", Nth(number=1, rest="")),
    ("那第二件事怎么办", Nth(number=1, rest="怎么办")),
    ("第2个呢", Nth(number=1, rest="")),
    ("后一个呢", Nth(number=-1, rest="")),
    ("前一个再说说", Nth(number=0, rest="")),
    ("第一件事能容错吗", Nth(number=0, rest="能容错吗")),
    ("第二个问题具体讲讲", Nth(number=1, rest="")),
    ("说说第二个", Nth(number=1, rest="")),
    ("再说说第二件事", Nth(number=1, rest="")),
    ("第二个为什么", Nth(number=1, rest="为什么")),
    ("第二件事东阿呢", Nth(number=1, rest="东阿呢")),
    ("最后一个呢", Nth(number=-1, rest="")),
    ("第二件找谁", Nth(number=1, rest="找谁")),
    ("另一件呢", Nth(number=1, rest="")),
    ("第一个原文", Nth(number=0, rest="原文")),
    ("第三件事呢", Nth(number=2, rest="")),
)
NOT_REFERRED = (
    "第二个月没发怎么办",
    "第二条呢",
    "第二次谈话没去",
    "第七条第二项",
    "第一个孩子没报",
    "前一任留下的账",
    "后一户没入户",
    "第二个材料没齐",
    "最后一天是哪天",
    "前一个干部办的低保",
    "第一书记能申请吗",
    "另一个同事收的",
    "第二天才报告的",
    "头一回犯错",
)


@pytest.mark.parametrize(("typed", "right"), CORRECTIONS)
def test_a_correction_says_what_is_right(assistant: Assistant, typed: str, right: str) -> None:
    assert correction(typed) == right
    assert read(typed, assistant, TOLD, "weihai") == Corrects(right)


@pytest.mark.parametrize("typed", QUESTIONS)
def test_a_new_question_corrects_nothing(assistant: Assistant, typed: str) -> None:
    assert correction(typed) is None
    assert isinstance(read(typed, assistant, TOLD, "weihai"), Content)


@pytest.mark.parametrize("typed", ["不是", "不是的", "没有啊", "不"])
def test_a_bare_no_may_answer_a_question_and_corrects_nothing(typed: str) -> None:
    assert correction(typed) is None


@pytest.mark.parametrize(("typed", "meant"), REFERRED)
def test_one_of_several_matters_is_meant(typed: str, meant: Nth) -> None:
    assert nth(typed) == meant


@pytest.mark.parametrize("typed", NOT_REFERRED)
def test_a_number_in_a_story_means_no_matter(typed: str) -> None:
    assert nth(typed) is None


def test_what_follows_words_that_something_was_wrong_is_the_correction(assistant: Assistant) -> None:
    mending = Memory(TOLD.asked, TOLD.count, mending=True)
    assert read("材料后来补齐了", assistant, mending, "weihai") == Corrects("材料后来补齐了")
    assert isinstance(read("材料后来补齐了", assistant, TOLD, "weihai"), Content)
    assert isinstance(read("结论几天告知", assistant, mending, "weihai"), Content)


def test_without_a_matter_before_nothing_is_referred_to(assistant: Assistant) -> None:
    assert isinstance(read("第二个事呢", assistant, Memory(), "weihai"), Content)
    assert read("第二个事呢", assistant, ASKED, "weihai") == OfMatters(1, "")


# ── what is answered ─────────────────────────────────────────────────────────────────────────────
TOOK = "老人材料没带齐，我先给办了，办的时候收了他两条烟"


@pytest.mark.parametrize(
    "typed",
    [
        "不是，我没收",
        "我说错了，烟是村会计收的",
        "说错了没收",
        "不对，那烟我当场退了",
        "不是，我没收，这样能容错吗",
    ],
)
def test_what_barred_is_taken_back_and_bars_no_more(talk: Rongcuo, typed: str) -> None:
    told = after(talk, Command("region", "weihai"), Said(TOOK))
    assert "不予容错" in heard(told).partition("\n")[0]
    mended = after(talk, Said(typed), state=told.state)
    first = mended.replies[0]
    assert "“办的时候收了他两条烟”不算" in first.parts[0].text
    last = memory.recall(mended.state).last
    assert last is not None
    assert last.best == "weihai.3.6"
    assert "收了他两条烟" not in last.text


@pytest.mark.parametrize(
    "typed",
    ["不是我收的", "烟不是我收的，是村会计", "收烟的不是我", "没有，我没收过", "并没有收他的烟", "其实没收"],
)
def test_a_denial_of_what_was_told_corrects_it_without_saying_so(talk: Rongcuo, typed: str) -> None:
    told = after(talk, Command("region", "weihai"), Said(TOOK))
    last = memory.recall(after(talk, Said(typed), state=told.state).state).last
    assert last is not None
    assert last.best == "weihai.3.6"


@pytest.mark.parametrize("typed", ["不是我经手的低保", "其实没公示", "没有，没入户就批了"])
def test_a_denial_of_nothing_told_is_a_message_of_its_own(talk: Rongcuo, typed: str) -> None:
    told = after(talk, Command("region", "weihai"), Said(TOOK))
    last = memory.recall(after(talk, Said(typed), state=told.state).state).asked[-1]
    assert last.text == typed


def test_a_correction_can_make_it_worse_too(talk: Rongcuo) -> None:
    told = after(talk, Command("region", "weihai"), Said("老人材料没带齐，我先给办了，我没收他的东西"))
    mended = after(talk, Said("刚才说错了，我收了他两条烟"), state=told.state)
    last = memory.recall(mended.state).last
    assert last is not None
    assert last.best == "weihai.4.3"


def test_a_correction_of_nothing_is_asked_back(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "weihai"), Said("刚才说错了，备过案的"))
    assert heard(turn).startswith("前面还没有听您说过经过")
    asked = after(talk, Command("region", "weihai"), Said(TOOK), Said("我说错了"))
    assert "哪一点不对" in heard(asked)
    mended = after(talk, Said("烟没收"), state=asked.state)
    assert "重新看" in heard(mended)
    assert not memory.recall(mended.state).mending


def test_another_correction_takes_the_place_of_the_first(talk: Rongcuo) -> None:
    turn = after(
        talk, Command("region", "weihai"), Said(TOOK), Said("不是，我没收"), Said("说错了，收了一条烟")
    )
    last = memory.recall(turn.state).last
    assert last is not None
    assert last.best == "weihai.4.3"


TWO = (
    "老人走了半年低保还在发，我们每月巡访、数据比对都做了，发现后马上追了钱，能容错吗？"
    "另外想问问结论几天告诉我？"
)


def test_each_of_several_matters_can_be_referred_to(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "donge"), Said(TWO))
    whole = memory.recall(turn.state).last
    assert whole is not None
    assert len(whole.parts) == 2
    second = after(talk, Said("第二个事呢"), state=turn.state)
    pressed = after(talk, button(turn, "只看第二件"), state=turn.state)
    assert heard(second) == heard(pressed)
    last = memory.recall(second.state).last
    assert last is not None
    assert last.best == "donge.14"
    first = memory.recall(after(talk, Said("那第一个呢"), state=second.state).state).last
    assert first is not None
    assert first.text == whole.parts[0]


def test_the_buttons_of_a_matter_work_on_it(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "donge"), Said(TWO), Said("第二件详细说说"))
    last = memory.recall(turn.state).last
    assert last is not None
    assert button(turn, "原文上下文").data == f"browse/whole={last.best}"
    assert button(turn, "其他地区").data == f"compare/of={last.number}"
    assert button(turn, "没答到点子上").data == f"feedback/useless={last.number}"
    typed = after(talk, Said("第二件其他地区"), state=turn.state)
    assert "仅供参考" in heard(typed)


def test_matters_stay_while_they_are_talked_about_and_old_state_is_read(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "donge"), Said(TWO), *[Said("第二个事呢"), Said("那第一个呢")] * 4)
    kept = memory.recall(turn.state)
    assert len(kept.asked) == memory.KEPT
    assert kept.several is not None
    assert "一共说了两件事" in heard(after(talk, Said("第三件呢"), state=turn.state))


def test_of_several_matters_the_one_that_it_is_about_is_corrected(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "weihai"), Said(TOOK + "，能容错吗？另外想问问结论几天告诉我？"))
    mended = after(talk, Said("刚才说错了，烟没收"), state=turn.state)
    several = memory.recall(mended.state).several
    assert several is not None
    assert "收了他两条烟" not in several.parts[0]
    assert "几天" in several.parts[1]


def test_a_correction_reaches_the_case_before_a_question_on_the_rules(talk: Rongcuo) -> None:
    asked = after(talk, Command("region", "weihai"), Said(TOOK), Said("结论几天告知"))
    last = memory.recall(after(talk, Said("刚才说错了，烟没收"), state=asked.state).state).last
    assert last is not None
    assert last.best == "weihai.3.6"
    other = after(talk, Said("刚才说错了，是周三"), state=asked.state)
    assert "是前面哪件事里的" in heard(other)


def test_a_matter_that_was_corrected_stays_corrected(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "weihai"), Said(TOOK + "，能容错吗？另外想问问结论几天告诉我？"))
    mended = after(talk, Said("那第一个呢"), Said("不是，烟没收"), Said("第二个呢"), state=turn.state)
    again = memory.recall(after(talk, Said("那第一个呢"), state=mended.state).state).last
    assert again is not None
    assert "收了他两条烟" not in again.text


@pytest.mark.parametrize(
    ("typed", "pressed"),
    [("是的", "是／有"), ("没有", "不是／没有"), ("不是", "不是／没有"), ("说不准", "说不准")],
)
def test_a_question_back_is_answered_in_words_too(talk: Rongcuo, typed: str, pressed: str) -> None:
    mind = talk.mind
    told = (
        text
        for id_, kinds in sorted(mind.library.examples.items())
        if id_.startswith("donge")
        for text in kinds.get("told", ())
    )
    story = next(text for text in told if mind.answer(text, "donge").finding.doubt)
    asked = after(talk, Command("region", "donge"), Said(story))
    assert heard(after(talk, Said(typed), state=asked.state)) == heard(
        after(talk, button(asked, pressed), state=asked.state)
    )


def test_a_place_that_is_corrected_is_where_one_works(assistant: Assistant) -> None:
    state = memory.keep(State(), TOLD)
    turn = Rongcuo(assistant, Workdays()).step(state, Said("不是，我在东阿"))
    assert turn.state.region == "donge"
