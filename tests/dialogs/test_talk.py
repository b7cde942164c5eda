"""What must happen to ordinary talk: nobody who asks whether it is confidential, or says thanks, is read the rules; and
every good part can be asked for in words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bot.workdays import Workdays
from dialogs.acts import ListMine, ListOwned
from dialogs.ask import mend, region, small
from dialogs.core import TELEGRAM, Command, Event, Said, Sent, State, Turn
from dialogs.router import Rongcuo
from dialogs.shared import care, phrases, wanting
from dialogs.shared import talk as talking
from knowledge.answer import Assistant

STORY = "材料没齐我先给办了，后来发现有出入"
SMALL = phrases.SMALL
SAY = {kind: words.format(kept=TELEGRAM.kept, others=TELEGRAM.others) for kind, words in talking.SAY.items()}
TALK = {
    SAY["trust"]: """你说的算数吗|您说了算吗|能保证吗|你能保证吗|你说的准吗|靠谱吗|你靠谱不|可信吗|能信你吗|我能相信你吗|有法律效力吗|
        你不会骗我吧|你敢保证吗|万一你说错了怎么办|你说的是真的吗|你能负责吗|凭什么信你|你说的对不对|这个准不准|是不是瞎编的""",
    SAY["leader"]: """会告诉领导吗|你会告诉我们领导吗|领导会知道吗|会不会告诉纪委|会上报吗|单位会知道我问过吗|你是不是纪委的|你会举报我吗|
        会让别人知道吗|同事能看到吗|你不会出卖我吧|是不是套我话|你是领导派来的吗""",
    SAY["privacy"]: """会保存吗|我说的话会保存吗|会记录下来吗|保密吗|这里安全吗|会不会泄露|别人看得到吗|谁能看到我说的|聊天记录会保存多久|你知道我是谁吗|
        要实名吗|会录音吗|存在哪里|这个能保密吗|会留底吗|会被监控吗""",
    SAY["unclear"]: """我表达不清楚|我不会说|不知道怎么说|我说不清楚|不知道从哪说起|我嘴笨|我没什么文化|该怎么说|不知道该问什么|说来话长|我不会表达|
        事情有点复杂|我不知道怎么开口|脑子很乱|问什么好呢""",
    SAY["stop"]: """算了|算了不说了|不想说了|先这样吧|今天就到这吧|不问了|我不申请了|没事了|不用了|改天再聊|停|退出|我想静静|不想申请了|回头再说""",
    SAY["wait"]: """等一下|稍等|我想想|等等|让我考虑一下|等我问问""",
    SAY["human"]: """有人工吗|转人工|有没有人工客服|我要找真人|客服电话多少|怎么联系你们""",
    SAY["free"]: """收费吗|要钱吗|免费的吗""",
    SAY["praise"]: """你真棒|真好用|厉害|说得对|你太聪明了""",
    SAY["scold"]: """你真笨|什么破机器人|答非所问|一点用都没有|垃圾|你好烦""",
    SAY["may"]: """可以问你个问题吗|我有个事想问一下|帮帮我|救救我|求助|出事了|我犯了个错误|我能问一下吗""",
    SAY["chat"]: """讲个笑话|陪我聊聊|你吃饭了吗|好无聊""",
    SAY["forge"]: """领导让我把日期改到上个月，行吗|可以把入户时间写成当时的日期吗|帮我编个理由|能倒签日期吗|怎么糊弄过去|能帮我补一份会议记录吗""",
    SAY["sigh"]: """唉|唉唉|愁死了|哎哟""",
    SAY["night"]: """晚安|明天见|您多保重""",
    SAY["online"]: """可以网上交吗|能在手机上申请吗|网上能办吗|需要本人去吗""",
    SAY["test"]: """测试|喂|哈哈|111""",
    SMALL["about"]: """你是谁|你是真人吗|你是机器人吗|你是人还是机器|谁开发的你|你叫什么名字|介绍一下你自己|你是哪个单位的|你是ai吗|你能做什么""",
    SMALL["thanks"]: """谢谢|谢谢你|太感谢了|辛苦了|好的谢谢""",
    SMALL["done"]: """好的|知道了|明白了|再见|收到""",
    SMALL["hello"]: """你好|在吗|早上好|您好""",
}  # fmt: skip
WISHES = {
    "blank": "申请表给我一份|给我一份申请表|空白申请表|打印一份申请表|申请表发我|下载申请表|要一份申请表|表格发我一份|能给我一张空表吗|申请表给我",
    "apply": "我要申请|我想申请容错|帮我填申请表|开始申请|我要填表|陪我填|帮我申请|我想提出申请|怎么在这里填表" ,
    "assess": "自评|我要自评|帮我做个自评|做一次自评|我想自查一下|测一测|帮我评估一下|一步步自评|看看我符不符合条件",
    "status": "查进度|我的申请到哪了|查一下我的申请|申请怎么样了|办到哪一步了|有结果了吗|看看进度|我的申请批下来了吗|查申请进度",
    "forget": "删除记录|删除我的数据|把聊天记录删了|把我说的都删掉|清空记录|我的信息能删吗|怎么删除记录|请删除我的聊天记录|忘了我吧",
    "compare": "对照一下|各地怎么规定|其他地方怎么规定|帮我比较一下各地的规定",
    "articles": "看全文|把文件发我|逐条看|我想看文件全文|把政策全文给我",
    "policies": "有哪些文件|支持哪些地区|你有哪些地方的文件|都有哪些政策",
    "region": "换地区|我选错地区了|换个单位|怎么换地区",
    "help": "菜单|你有什么功能|怎么操作|命令",
    "cancel": "重新开始|从头来|换个话题",
}  # fmt: skip

HEARD_LATER = {
    SAY["trust"]: "你说的可信吗|你的话能信不|你给的答案准确吗|你保证没错吗|能不能相信你|你会不会搞错|听你的行不行|你说了不算吧|你讲的话作数不|这玩意儿准不准啊|你说的管用吗|我凭啥信你|说了能算吗|你有把握吗|你能担保我没事吗|真的假的|你说的能当依据吗|你不是忽悠我吧",
    SAY["leader"]: "你不会告我状吧|你会通知单位吗|问这个领导会不会知道|纪委看得到这些吗|我在这问会不会被领导发现|你会把我上报吗|我问的这些领导知道吗|你会不会跟纪委说|别告诉我领导|单位能查到我问了什么吗|局里会知道我来问过吗|你跟纪委有联系吗|不会让领导看见吧|会不会传到领导那儿|领导看得到我们的聊天吗",
    SAY["privacy"]: "聊天内容保密吗|我说的你会记下来吗|这些话会留存吗|会有人看到我的问题吗|安不安全|信息会不会外泄|你存我的数据吗|聊天记录安全吗|你会把我的话存起来吗|这里说的话别人能看见吗|我的隐私怎么保护|会泄露我的信息吗|你会记住我说的吗|有人在后台看吗|需要注册吗|说了不会留记录吧",
    SAY["unclear"]: "我讲不清楚|不知道从哪里开始说|我说得有点乱|该怎么问你|不会描述|我不太会表达|不知道咋说|我说不明白|有点乱不知从何说起|我笨嘴拙舌的|我该说些什么|不晓得怎么问|我不会组织语言|说不上来|怎么跟你说呢|事儿太多了说不清",
    SAY["stop"]: "算了吧|不想聊了|先不说了|今天就这样|好了不问了|我先下了|改天吧|不聊了|今天先到这|就这样吧谢谢|我不想弄了|先放一放|我先去忙了|下次再说吧|不填了|没别的问题了|我累了不想说了",
    SAY["human"]: "有人工客服吗|能转人工不|我要人工|有没有真人可以说|给我转个人工|能找个工作人员跟我说吗|我想跟人说",
    SAY["wait"]: "稍等我看看|等我一下|等会|我再想想|稍等一下|你等等我查一下",
    SMALL["about"]: "你叫啥|你是ai还是真人|你是干什么的|你究竟是什么|你是什么东西|你是不是机器人|你到底是谁|你是人吗|你是干嘛的|你哪来的|你是什么软件",
    SAY["scold"]: "你太笨了|什么玩意|没用的东西|你说了跟没说一样|你真没用|你怎么这么笨|说的都是废话|你根本没听懂|气死我了你|没一句有用的",
    SAY["praise"]: "你真厉害|说得太好了|太棒了|谢谢你真好|太好用了|不错不错|你真行",
    SAY["may"]: "有个问题想问你|我想咨询|帮个忙|想请教个问题|在吗想问个事|能帮帮我吗|我遇到点麻烦|有个事想请教您|你好我想咨询一下",
    SAY["chat"]: "给我讲个故事|陪我聊会儿天|讲个段子|陪我说说话|你会唱歌吗|新年快乐",
    SAY["online"]: "网上能提交吗|能不能网上提交申请|线上可以办吗|要跑现场吗|手机上能交材料吗",
    SMALL["thanks"]: "谢谢啊|太谢谢你了|感谢感谢|感谢|多谢了|谢了|非常感谢您的帮助",
    SMALL["done"]: "知道啦|好|行|晓得了|懂了|好嘞|嗯",
    SMALL["hello"]: "你好呀|嗨|您好在吗|哈喽|有人在吗|晚上好",
    SAY["night"]: "拜拜啦",
}  # fmt: skip
"""Phrasings that were tried after the hearing was made."""
ASKED_LATER = {
    "apply": "我要填申请表|帮我申请容错|我想填申请|怎么开始申请|帮我弄个申请",
    "blank": "来份申请表|给张空白表|申请表能发我吗|有申请表吗给我一份|把申请表发我一下|想要张空白表|申请书模板有吗|能发个表格给我吗",
    "assess": "做自评|我要测评一下|带我自评一遍|帮我对照条件看看|我想一步步自评|帮我看看够不够条件|我要做自查",
    "status": "申请进度|看下我的申请|我的申请办得怎么样了|我的申请有进展吗|查查我交的申请|申请批了吗|我交的申请怎么样了|看看办到哪了",
    "forget": "删掉我的聊天记录|清除数据|把我说过的都删了|把我的记录删掉|删了我的聊天记录吧|怎么把我说的删掉|我要删除数据",
    "compare": "对照各地|看看别的地方怎么写的|各地对照",
    "articles": "看文件|把文件全文给我看看|我要看原文件",
    "policies": "都有哪些地方|你这里有哪些地方的",
    "region": "改一下地区|换一个地方|我要换个地区|地区选错了",
    "help": "有哪些命令|你会干什么|怎么用你",
}  # fmt: skip


def pairs(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(said.strip(), what) for what, all_ in table.items() for said in all_.split("|")]


@pytest.fixture(scope="module")
def talk(assistant: Assistant) -> Rongcuo:
    return Rongcuo(assistant, Workdays())


@pytest.fixture(scope="module")
def told(talk: Rongcuo) -> State:
    """Somebody in Weihai who has told a case."""
    return after(talk, Command("region", "weihai"), Said(STORY)).state


def after(talk: Rongcuo, *events: Event, state: State | None = None) -> Turn:
    turn = Turn(state or State(), ())
    for event in events:
        turn = talk.step(State.from_json(turn.state.to_json()), event, today=date(2026, 11, 30))
    return turn


def text(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies)


def test_there_are_enough_phrasings() -> None:
    assert len({said for said, _ in [*pairs(TALK), *pairs(WISHES)]}) >= 200


@pytest.mark.parametrize(("said", "answer"), [*pairs(TALK), *pairs(HEARD_LATER)])
def test_talk_is_answered_as_talk(talk: Rongcuo, told: State, said: str, answer: str) -> None:
    assert text(after(talk, Said(said), state=told)) == answer
    assert text(after(talk, Said(said), state=State(region="donge"))) == answer


def test_every_kind_of_talk_has_its_answer(assistant: Assistant) -> None:
    assert set(assistant.library.lexicon.talk) == {*small.WORDS, *small.DONE}


@pytest.mark.parametrize(
    "said", ["会不会坐牢", "党籍保得住吗", "要不要赔钱", "材料没齐我先给办了，会被开除吗"]
)
def test_who_is_afraid_of_what_will_come_is_calmed_first_and_answered(
    talk: Rongcuo, told: State, said: str
) -> None:
    shown = text(after(talk, Said(said), state=told))
    assert shown.startswith(care.WARM["afraid"])
    assert "没有规定" in shown
    assert not text(after(talk, Said("结论几天告知"), state=told)).startswith(care.WARM["afraid"])


# ── what is asked for ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("said", "command"), [*pairs(WISHES), *pairs(ASKED_LATER)])
def test_every_good_part_can_be_asked_for(talk: Rongcuo, told: State, said: str, command: str) -> None:
    turn = after(talk, Said(said), state=told)
    if command == "blank":
        assert turn.replies[0].sheet is not None
        return
    same = after(talk, Command(command), state=told)
    assert text(turn) == text(same)
    assert [type(one) for one in turn.effects] == {"status": [ListMine], "forget": [ListOwned]}.get(
        command, []
    )


@pytest.mark.parametrize("said", ["怎么写", "没有申请表怎么写", "不知道怎么写", "申请怎么写", "理由怎么写", "该写些什么", "给个范文看看", "帮我写申请", "不会写"])  # fmt: skip
def test_sentences_are_shown_from_the_own_story(talk: Rongcuo, told: State, said: str) -> None:
    shown = text(after(talk, Said(said), state=told))
    assert small.WRITE in shown
    assert STORY in shown
    assert small.NO_STORY in text(after(talk, Said(said), state=State(region="donge")))


@pytest.mark.parametrize(
    "said", ["帮我对照东阿看看", "对照东阿", "东阿呢", "那东阿怎么规定", "拿东阿对照一下", "和东阿比比"]
)
def test_the_same_is_looked_up_elsewhere(talk: Rongcuo, told: State, said: str) -> None:
    turn = after(talk, Said(said), state=told)
    assert phrases.ABROAD.format(there="东阿县", own="威海市") in text(turn)
    assert turn.state.region == "weihai"


@pytest.mark.parametrize("said", ["那我先跟谁说", "我该先找谁", "要不要跟领导说", "先跟谁汇报"])
def test_whom_to_go_to_first_is_how_it_goes_on(talk: Rongcuo, told: State, said: str) -> None:
    assert "责任追究机关书面提出容错申请" in text(after(talk, Said(said), state=told))


@pytest.mark.parametrize("said", ["说简单点", "太长了", "一句话说", "说人话", "直接说结论"])
def test_an_answer_can_be_had_shorter(talk: Rongcuo, told: State, said: str) -> None:
    shown = text(after(talk, Said(said), state=told))
    assert shown.startswith(small.SHORTLY)
    assert "还要看" not in shown


@pytest.mark.parametrize("said", ["再说一遍", "没看清", "重复一遍", "刚才说的什么"])
def test_an_answer_can_be_had_again(talk: Rongcuo, told: State, said: str) -> None:
    assert "三（六）" in text(after(talk, Said(said), state=told))
    assert text(after(talk, Said(said))) == small.NOTHING_YET


@pytest.mark.parametrize(
    "said",
    [
        "都不对",
        "不是这个意思",
        "你理解错了",
        "说错了",
        "刚才说错了",
        "不对不对",
        "不是这样的",
        "不是这么回事",
        "你听错了",
        "我不是这个意思",
        "你搞错了",
        "不对吧",
        "答错了",
        "我前面说错了",
        "全错了",
    ],
)
def test_what_was_heard_wrongly_is_asked_for(talk: Rongcuo, told: State, said: str) -> None:
    assert text(after(talk, Said(said), state=told)) == mend.WHICH


@pytest.mark.parametrize(
    "said", ["都不对", "不是这个意思", "没说中", "我问的不是这个", "跑题了", "都不是我要的"]
)
def test_a_rule_that_was_not_meant_is_asked_for_anew(talk: Rongcuo, said: str) -> None:
    turn = after(talk, Command("region", "weihai"), Said("结论几天告知"), Said(said))
    assert text(turn) == SAY["wrong"]


@pytest.mark.parametrize(("said", "shown"), [("有用", "谢谢，记下了"), ("没答到点子上", "没帮上忙"), ("其他地区", "仅供参考"), ("原文上下文", "适用情形"),
                                              ("看原文", "适用情形"), ("一步步自评", "自评")])  # fmt: skip
def test_labels_are_as_good_as_buttons(talk: Rongcuo, told: State, said: str, shown: str) -> None:
    assert shown in text(after(talk, Said(said), state=told))


@pytest.mark.parametrize("said", [
    "申请表谁来填", "几天之内申请", "谁可以申请", "材料没齐先给办了，会追责吗", "老人没了，钱还在发", "我不会用电脑，把名字录错了", "结论几天告知",
    "第七条第六项", "哪些情况不予容错", "谁来定", "不服怎么办", "领导不知道，我自己先办的", "没保存好档案丢了", "记录没留，会上说过",
])  # fmt: skip
def test_what_is_asked_of_the_rules_is_no_talk(talk: Rongcuo, told: State, said: str) -> None:
    turn = after(talk, Said(said), state=told)
    assert text(turn) not in {*SAY.values(), *SMALL.values()}
    assert turn.effects == ()
    assert all(reply.sheet is None for reply in turn.replies)


def test_a_question_is_hardly_ever_taken_for_talk(assistant: Assistant) -> None:
    kinds = assistant.library.lexicon.talk
    folder = Path(__file__).parents[1] / "measure"
    asked = [json.loads(line)["question"] for file in sorted(folder.glob("questions*.jsonl"))
             for line in file.read_text("utf-8").splitlines()]  # fmt: skip
    taken = [said for said in asked if talking.kind(said, kinds) or wanting.wanted(said)]
    assert len(taken) <= 0.01 * len(asked), taken


# ── where one works ──────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("said", "there"), [
    ("我在平顶山市新华区", "pingdingshan"), ("我是东阿县刘集镇民政所的", "donge"), ("东阿", "donge"), ("我在威海市荣成市崖头街道办事处上班", "weihai"),
    ("我在丽水莲都区", "lishui"), ("俺是东阿的", "donge"), ("我是平顶山的", "pingdingshan"), ("我是枣庄职业学院的老师", "zaozhuang"),
    ("您好，我是威海的，材料没齐先给办了", "weihai"), ("我是东阿县的社工，老人死了三个月还在发钱会追我责吗", "donge"),
    ("我是东阿县社会救助中心的工作人员", "donge"),
])  # fmt: skip
def test_who_says_where_they_work_is_there(talk: Rongcuo, said: str, there: str) -> None:
    assert after(talk, Said(said)).state.region == there


@pytest.mark.parametrize(
    "said", ["东阿", "我是东阿县刘集镇民政所的", "我在东阿县", "我是东阿县的，结论几天告知"]
)
def test_another_place_is_asked_once_and_the_talk_is_there(talk: Rongcuo, told: State, said: str) -> None:
    turn = after(talk, Said(said), state=told)
    assert "换成东阿县吗" in turn.replies[-1].text
    assert "仅供参考" not in text(turn)
    later = after(talk, Said("结论几天告知"), state=turn.state)
    assert "第十四条" in text(later)
    assert "换成" not in text(later)
    assert "仅供参考" not in text(later)


@pytest.mark.parametrize(("said", "there"), [("是", "donge"), ("换", "donge"), ("好的", "donge"), ("换成东阿县", "donge"), ("不换", "weihai"),
                                              ("不是", "weihai"), ("还是威海", "weihai"), ("不用换", "weihai")])  # fmt: skip
def test_the_question_can_be_answered_in_words(talk: Rongcuo, told: State, said: str, there: str) -> None:
    assert after(talk, Said("我在东阿县"), Said(said), state=told).state.region == there


@pytest.mark.parametrize(
    "said", ["我在青岛", "我是济南市的", "我在北京上班", "我在北京市海淀区工作", "我们在青岛"]
)
def test_a_place_without_a_document_is_said_to_have_none(talk: Rongcuo, told: State, said: str) -> None:
    turn = after(talk, Said(said), state=told)
    assert "只能参考" in text(turn)
    assert "只供参考" in text(after(talk, Said("结论几天告知"), state=turn.state))
    back = after(talk, Command("region", "weihai"), Said("结论几天告知"), state=turn.state)
    assert "只供参考" not in text(back)


@pytest.mark.parametrize("said", ["北京", "青岛", "上海市", "我在青岛"])
def test_a_place_that_is_not_here_is_no_question(talk: Rongcuo, said: str) -> None:
    turn = after(talk, Said(said))
    assert "我这里没有" in text(turn)
    assert turn.state.region is None


# ── whoever cannot go on ─────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("said", ["不想活了", "我想跳楼", "活着没意思", "死了算了"])
def test_despair_gets_people_and_no_provision(talk: Rongcuo, told: State, said: str) -> None:
    turn = after(talk, Said(said), state=told)
    assert text(turn) == care.people().text
    for number in ("12356", "120", "110"):
        assert number in text(turn)
    assert turn.state == told


def test_in_a_group_nobody_is_left_alone_with_it_either(talk: Rongcuo, told: State) -> None:
    turn = talk.step(told, Said("不想活了"), private=False)
    assert turn.replies == (care.people(),)


def test_words_beside_a_picture_are_heard_too(talk: Rongcuo, told: State) -> None:
    assert after(talk, Sent("photo", "我不想活了"), state=told).replies == (care.people(),)


@pytest.mark.parametrize("command", ["assess", "apply"])
def test_what_is_open_stays_as_it_is(talk: Rongcuo, told: State, command: str) -> None:
    opened = after(talk, Command(command), state=told)
    turn = after(talk, Said("我不想活了"), state=opened.state)
    assert turn.replies[0] == care.people()
    assert turn.state == opened.state


def test_a_story_told_in_despair_waits_behind_a_button(talk: Rongcuo) -> None:
    told = f"{STORY}，领导天天骂我，家里也不理解，我真的不想活了，死了算了，就这样吧没什么好说的了"
    turn = after(talk, Command("region", "weihai"), Said(told))
    assert "三（六）" not in text(turn)
    (button,) = (button for row in turn.replies[-1].buttons for button in row)
    assert button.label == care.LATER


@pytest.mark.parametrize(
    ("said", "warm"), [("怕被处分，" + STORY, "afraid"), (STORY + "，现在天天睡不着", "tired")]
)
def test_a_warm_word_stands_before_the_answer(talk: Rongcuo, said: str, warm: str) -> None:
    shown = text(after(talk, Command("region", "weihai"), Said(said)))
    assert shown.startswith(care.WARM[warm])  # type: ignore[index]
    assert "三（六）" in shown


@pytest.mark.parametrize("said", ["我睡不着", "吓死了", "撑不住了", "心里堵得慌", "怕被处分"])
def test_a_feeling_alone_gets_no_provision(talk: Rongcuo, told: State, said: str) -> None:
    shown = text(after(talk, Said(said), state=told))
    assert care.WHENEVER in shown
    assert "《" not in shown


@pytest.mark.parametrize("said", ["救助对象说要跳楼，我先把钱给他了", "老人说不想活了，我没走程序先救助了"])
def test_somebody_else_in_danger_stays_a_case(talk: Rongcuo, said: str) -> None:
    shown = text(after(talk, Command("region", "weihai"), Said(said)))
    assert "12356" not in shown
    assert "威海市：" in shown


def test_the_question_of_the_place_has_both_buttons(talk: Rongcuo, told: State) -> None:
    turn = after(talk, Said("我在东阿县"), state=told)
    labels = [button.label for row in turn.replies[-1].buttons for button in row]
    assert labels == ["换成东阿县", region.STAY.format(own="威海市")]
