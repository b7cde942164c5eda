"""What people ask when they are afraid, act under orders, or pay for somebody else: the topic that is meant, in words
that nobody learnt from; never a verdict on them."""

from __future__ import annotations

import pytest

from knowledge.answer import OWN_CASE, Assistant
from knowledge.answer.plainly import plainly
from knowledge.hearing.language import fold
from knowledge.library.corpus import Library

REGIONS = ("donge", "weihai", "zaozhuang", "pingdingshan", "lishui")
ABOUT = {
    "criminal": "会不会坐牢|我会被判刑吗|会留案底吗|会不会移送司法|公安会来抓我吗|要蹲局子不|会不会给我戴手铐|这算犯法吗|会追究刑事责任吗|会不会进去",
    "dismissal": "会不会被开除|党籍保得住吗|饭碗保得住不|会不会丢工作|会不会被双开|会降级吗|编制会不会没了|公职还能保住吗|会不会撤我的职|会免我的职吗|会辞退我不|要卷铺盖走人吗",
    "own_pocket": "要不要赔钱|要自己掏钱赔吗|这钱得我个人赔吗|是不是要我来赔",
    "leader_order": "是村主任叫我写的，我没得好处|领导让我这么办的|上级要求这么做|是书记点头我才办的|主任一句话让我先给他办上，我照办了|分管领导打招呼叫我批的|镇里统一要求的，我只是执行|"
    "局长拍板的，我就是跑腿录系统|所长安排我签的字|上面压下来的任务，不办不行|是支书叫我把他报上去的，我一分钱没拿|站长让我替她录的，我不知道她不符合|奉命办的，也要追我的责吗",
    "others_fault": "同事收了钱，我不知道|骗保的人是他，不是我|村会计拿了人家两条烟，我没拿|我同事吃了回扣，会连累我吗|前任经办人收了好处，现在查到我头上|是我们副所长收的礼，我不在场|隔壁科室的人贪污，跟我没关系|"
    "他给村主任送了礼，我入户核查都做了|搭档私下跟申请人要了好处费，我后来才知道",
    "retaliation": "打击报复怎么办|有人报复我|领导给我穿小鞋|我申请容错会不会被打击报复|怕秋后算账",
}  # fmt: skip
EVERYWHERE = {
    "investigate_who": ("谁来调查我|来查我的是谁|由哪个部门来调查|谁来核实我的事", ("donge.11.p2", "weihai.5.2", "pingdingshan.10.2")),
    "appeal": ("申请不批怎么办|被驳回了怎么办|容错申请没通过怎么办|要是不给容错呢|申请被退回来了还能怎么弄", ("donge.15",)),
    "old_events": ("2017年的事能用吗|以前的事能不能用这个文件|文件出来之前的错能容吗|前年的事还管吗|好几年前的旧账能容错吗|2019年发错的低保金适用吗", ("zaozhuang.5.11",)),
    "effect_exempt": ("会影响提拔吗|影响评职称不|影响我今年考核不", ("donge.18", "weihai.5.4", "pingdingshan.12")),
}  # fmt: skip


def pairs(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(said, key) for key, all_ in table.items() for said in all_.split("|")]


@pytest.mark.parametrize(("said", "key"), pairs(ABOUT))
def test_what_no_policy_says_is_said_not_to_be_there(assistant: Assistant, said: str, key: str) -> None:
    for region in REGIONS:
        finding = assistant.answer(said, region).finding
        assert finding.topic is not None
        assert finding.topic.key == key
        assert finding.topic.silent_in(region)
        assert "本文件没有规定" in assistant.answer(said, region).text.split("\n")[0]


@pytest.mark.parametrize("said", ["会不会坐牢", "会不会被开除", "是书记点头我才办的"])
def test_who_decides_it_is_said(assistant: Assistant, said: str) -> None:
    for region in REGIONS:
        assert any(word in assistant.answer(said, region).text.split("\n")[0] for word in ("由司法机关依法认定", "按规定定", "按党纪政纪规定定", "查清认定"))  # fmt: skip


def test_before_a_region_is_known_it_is_said_of_all(assistant: Assistant) -> None:
    assert assistant.answer("会不会坐牢").text.startswith("库里的文件都没有规定会不会坐牢、判刑")


@pytest.mark.parametrize(("said", "key"), [(said, key) for key, (all_, _) in EVERYWHERE.items() for said in all_.split("|")])  # fmt: skip
def test_what_some_policies_say_is_quoted_and_of_the_others_it_is_said(
    assistant: Assistant, said: str, key: str
) -> None:
    for region in ("donge", "weihai", "zaozhuang", "pingdingshan"):
        finding = assistant.answer(said, region).finding
        assert finding.topic is not None
        assert finding.topic.key == key
        place = finding.topic.at[region]
        assert finding.hits[0].provision.id == place.ids[0]


@pytest.mark.parametrize("said", ["材料没齐我先给办了，会不会坐牢", "老人去世半年没发现钱还在发，会被开除吗", "录错了三个月，公安会抓我吗"])  # fmt: skip
def test_a_story_that_ends_in_such_a_fear_is_answered_with_it(assistant: Assistant, said: str) -> None:
    answer = assistant.answer(said, "weihai")
    first, second = (part.finding for part in answer.parts)
    assert first.verdict in OWN_CASE
    assert first.topic is None
    assert second.topic is not None
    assert second.topic.worry


@pytest.mark.parametrize("said", ["公司开除我不服，起诉期限是多长", "没有编制的人能用这个文件吗", "公职人员都管吗", "两口子都没工作，有套老房子，能吃上低保不",
                                  "领导让我把日期改到上个月，行吗", "书记收了两条烟分我一条", "我收了他两条烟", "领导叫我去谈话", "低保申请没批怎么办"])  # fmt: skip
def test_words_alike_name_nothing(library: Library, said: str) -> None:
    assert plainly(fold(said), library.topics) is None


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize(
    "said",
    ["材料没收齐我先办了", "收的材料不全", "低保户买了车没报，我们不知道", "孩子工作了没报，多领了一年"],
)
def test_a_plain_word_is_no_bar(assistant: Assistant, region: str, said: str) -> None:
    assert assistant.answer(said, region).finding.verdict not in ("excluded", "out_of_scope")
    assert "好处" not in assistant.answer(said, region).text.split("\n")[0]


WORDLESS = "我先下线了哈|改日再来请教|跑偏了|没说到我心里去|千头万绪的|对不上号|我有点懵|说起来就长了|先挂了|别把我卖了|谁在后台回我|重头来过"


@pytest.mark.parametrize("said", WORDLESS.split("|"))
def test_a_few_words_that_tell_of_nothing_get_no_provision(assistant: Assistant, said: str) -> None:
    answer = assistant.answer(said, "weihai")
    assert answer.finding.verdict == "out_of_scope"
    assert "「" not in answer.text


@pytest.mark.parametrize(
    "said", ["rongque shouli", "人没了还在发", "几天告知", "谁定", "能申诉吗", "忘了备案", "录错了", "没入户"]
)
def test_a_few_words_of_the_work_are_no_talk(assistant: Assistant, said: str) -> None:
    assert assistant.answer(said, "weihai").finding.hits


@pytest.mark.parametrize(
    ("said", "at"), [("东阿要开会研究吗", "donge.13"), ("平顶山要集体研究吗", "pingdingshan.7.2")]
)
def test_a_place_in_a_short_question_makes_it_no_word_of_who_asks(
    assistant: Assistant, said: str, at: str
) -> None:
    finding = assistant.answer(said, "weihai").finding
    assert (finding.verdict, finding.hits[0].provision.id) == ("info", at)


@pytest.mark.parametrize("said", ["我是东阿的", "我在丽水上班"])
def test_who_only_says_where_they_are_asks_for_no_rule(assistant: Assistant, said: str) -> None:
    assert assistant.answer(said, "weihai").finding.verdict == "out_of_scope"
