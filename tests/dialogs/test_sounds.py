"""Ordinary talk in words that nobody has written down before: heard by what was learnt beside the patterns, and never where a
matter is told or a rule asked for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bot.workdays import Workdays
from dialogs.core import TELEGRAM, Command, Event, Said, State, Turn
from dialogs.router import Rongcuo
from dialogs.shared import phrases, talk
from knowledge.answer import OUT_OF_SCOPE, Assistant
from knowledge.hearing.talk import LONGEST, NO_TALK
from knowledge.learning import talk as learning
from knowledge.library import talk as learnt
from knowledge.library.corpus import Library

STORY = "材料没齐我先给办了，后来发现有出入"
UNSEEN = {
    "wrong": "你理解岔了|驴唇不对马嘴，我说的不是这|跑题了吧，我讲的是另一码事|跟我要问的两回事|你把我的话听拧了|你这弯拐哪儿去了|答得八竿子打不着|我指的是另外那桩",
    "trust": "照你说的做出了问题找谁|你这答案有没有把握啊|我怎么知道你没瞎说|这话能拿到台面上讲不|网上的东西我可不敢全信|你是不是顺着我说好听的|人工智能说的，单位能采纳吗|你打的包票能兑现不|不会是你自己瞎琢磨的吧|别害我，说的可都是实话？",
    "leader": "这话可千万别传出去|我们书记看得见我发的这些不|你后台连着纪检那边吧|聊这个会不会惹麻烦上身|你不是来摸我底的吧|要是被头儿看到我就完了|这会儿聊的东西，我们局长那头有数吗|我就偷偷问一句，你可别声张|纪检的会不会顺着这个找上门|有没有人把我问的东西往上递",
    "privacy": "聊完了能自动清掉不|我发的这些都存哪去了|我不想留下痕迹|用真名注册才行吗|我的手机号你那边能看到不|这些话谁还能翻出来|关掉页面以后内容还在不在|我刚打进去的字谁收着|化个名行不行|你们系统晓得我姓甚名谁吗",
    "unclear": "唉这事一句两句讲不完|我这人说话颠三倒四的|脑子一团浆糊，不晓得打哪说起|不知道哪些该讲哪些不用讲|我普通话打字都不好，凑合看|一肚子苦水，不知先倒哪一口|我也理不出个一二三|说起来绕，怕你听得烦",
    "stop": "行了行了，到此为止|懒得说了|我还是不讲了吧|我要下班了，回见|今儿不弄了，明儿再来|没啥要问的了|娃放学了，我得走|问到这儿行了|我打退堂鼓了，不弄了|以后想起来再找你",
    "wait": "稍候，我翻一下本子|等我接个电话|先别急，让我捋一捋|容我想想|我回办公室翻翻底稿|手头有点事，一会儿接着说|等会，门口有人",
    "human": "有活人没有|能不能叫个懂行的人出来|我不想跟机器讲，换个人|有没有电话能打过去问|给我叫个管事的过来|不要自动回复，我要真人|有没有窗口能当面问",
    "scold": "说半天等于没说|车轱辘话来回说|你是复读机吗|白问了|这机器人脑子不好使|你能不能别念经|净扯些没边的|你这答复跟白开水似的|念稿子谁不会|就会翻条文糊弄人",
    "about": "你是个啥玩意|跟我聊的是真人还是程序|谁把你做出来的|你归哪个部门管|你都会些啥|电脑里头坐着的是人吗|这小程序哪家做的|你主要管哪一摊",
    "free": "这个用着花不花钱|问多了要不要收费|查一回扣多少钱|我得掏腰包吗",
    "praise": "可以啊，有两下子|你比我们科长讲得明白|挺靠谱的，给你点个赞|说到我心坎里了|真没白问你|你比文件好懂多了|这下说透了，好",
    "chat": "你今天心情咋样|无聊，唠两句呗|你喜欢吃啥|外面下雨了|你有对象没|你晚上也不睡觉啊|今天单位食堂吃饺子|给我猜个谜",
    "may": "有点事想请你给参谋参谋|能耽误你两分钟不|在不在，有急事|我碰上麻烦了，给支个招|我这有个情况，方便问问吗|有桩事压在心里，想请你断断|能帮我捋捋不|同志，有件事情要麻烦您",
    "sigh": "哎，心里堵得慌|烦死个人|一言难尽啊，憋闷|最近真是喝凉水都塞牙",
    "night": "先睡了，你也歇着吧|回头见，保重|眼皮打架了，歇了|咱下回接着聊，再见",
    "thanks": "多亏有你|给你添麻烦了，谢啦|劳您费心|难得你这么耐烦，谢过|让您受累啦",
    "done": "嗯嗯我清楚了|好滴，心里有数了|行，有谱了|嗯，我照着去办",
}  # fmt: skip
"""Written before anything was learnt, and kept out of it."""
MATTERS = """
书记说没事我就办了|领导知道这事，没反对|纪检的人找我谈话了|聊天记录能当证据吗|会议记录没存下来|材料没留底怎么算|不是我定的，是班子定的|我没写日期，忘了|这笔钱我没收|收费标准我们定错了|免费给老百姓修的|等了三天才批|我让他等着，没及时办|说好的人没来，我就先办了|我不想再干这个岗位了，能申请吗|申请被退回来了怎么办|停了职还能申请吗|算错了账|多发了两千，已经追回|结果谁说了算|认定结论有没有效力|容错的人还能提拔吗|谁来负责认定|能不能保密处理我的申请|举报我的人能查吗|被人举报了，其实是我没登记|系统里记错了|
名单上写错了一个人|再申请一次行吗|简单的事我没上会|会不会通报|会告诉单位调查结果吗|处分会放进档案吗|网上公开了个人信息，是我传的|我把群众的隐私发群里了|工作人员态度不好骂了人|对群众发火了|人工录入错了|真的没有谋利|第二个项目没走程序|没有请示，电话里说的|说不清当时谁批的|不清楚规定就办了|我以为可以的|别的县也这么办|我没听明白上级要求|我听错了口头通知|等通知等误了|慢慢补的手续|多少天给答复|局长口头点的头|纪检已经上门了|有人往上递了举报信|化名举报要不要处理|
底稿没找到|写了两份笔录内容不同|稿子没审就发了|把钱退给他了|扣了他三个月低保|掏自己腰包垫的|食堂招待了一顿|没人管事，我就签了|窗口没人接待|翻条文没翻到依据|说实话不知道违规|实话实说能从轻吗|等了半个月才回复|我回村核了一遍|刷新系统后数据没了|重发了一遍补贴|帮我看看这算哪一条|捋了一遍发现漏两户|这事要不要上会|不弄公示了，直接发|走之前没交接|以后还能评先进吗|一会儿说行一会儿说不行，我就停了|听领导的办错了|没耐心，吼了他一句|照着去年的办
"""
"""Short ones that sound like talk."""


def words(text: str) -> list[str]:
    return text.replace("\n", "").split("|")


@pytest.fixture(scope="module")
def bot(assistant: Assistant) -> Rongcuo:
    return Rongcuo(assistant, Workdays())


@pytest.fixture(scope="module")
def told(bot: Rongcuo) -> State:
    """Somebody in Weihai who has told a case."""
    return after(bot, State(), Command("region", "weihai"), Said(STORY)).state


def after(bot: Rongcuo, state: State, *events: Event) -> Turn:
    turn = Turn(state, ())
    for event in events:
        turn = bot.step(State.from_json(turn.state.to_json()), event, today=date(2026, 11, 30))
    return turn


def text(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies)


def answer(kind: str) -> str:
    said = {**talk.SAY, **phrases.SMALL}[kind]
    return said.format(kept=TELEGRAM.kept, others=TELEGRAM.others)


ANSWERS = {answer(kind) for kind in UNSEEN}


def test_much_is_heard_that_nobody_has_written_down(bot: Rongcuo, library: Library) -> None:
    known = {said for texts in library.lexicon.sayings.values() for said in texts}
    unseen = [(said, kind) for kind, all_ in UNSEEN.items() for said in words(all_)]
    assert not known & {said for said, _ in unseen}
    donge = State(region="donge")
    right = [said for said, kind in unseen if text(after(bot, donge, Said(said))) == answer(kind)]
    assert len(right) >= 0.5 * len(unseen)


def test_what_is_a_matter_is_no_talk(bot: Rongcuo) -> None:
    donge = State(region="donge")
    assert not [said for said in words(MATTERS) if text(after(bot, donge, Said(said))) in ANSWERS]


def test_no_question_is_taken_for_talk(assistant: Assistant) -> None:
    files = sorted((Path(__file__).parents[1] / "measure").glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    asked = [row for row in rows if "question" in row and row["verdict"] != OUT_OF_SCOPE]
    assert len(asked) > 1000
    assert not [row["question"] for row in asked if talk.sounds(row["question"], row["region"], assistant)]


@pytest.mark.parametrize("said", ["驴唇不对马嘴，我说的不是这", "你理解岔了"])
def test_that_it_was_wrong_opens_what_was_told_to_be_put_right(bot: Rongcuo, told: State, said: str) -> None:
    same = text(after(bot, told, Said("不是这个意思")))
    assert text(after(bot, told, Said(said))) == same
    assert text(after(bot, State(region="donge"), Said(said))) == talk.SAY["wrong"]


def test_what_is_put_right_is_no_talk(bot: Rongcuo, told: State) -> None:
    """Words of one's own are awaited."""
    said = "稍候，我翻一下本子"
    assert text(after(bot, State(region="donge"), Said(said))) in ANSWERS
    waiting = after(bot, told, Said("我说错了"))
    assert text(after(bot, waiting.state, Said(said))) not in ANSWERS


def test_nothing_and_a_long_story_are_left_to_the_patterns() -> None:
    heard, _ = learnt.kept()
    assert heard.of("") == heard.of("谢谢你啊" * LONGEST) == (NO_TALK, 0.0)


@pytest.mark.slow
def test_it_is_learnt_from_the_wordings_as_they_are(library: Library) -> None:
    assert learnt.kept()[1] == learning.stamp(library), "请运行 make model，把 knowledge/learnt/ 一起提交"
