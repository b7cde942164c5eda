"""Answers as people type them: understood, or asked back, never taken for something else."""

from datetime import date

import pytest

from bot.workdays import Workdays
from dialogs.assess.record import recall
from dialogs.core import Pressed, Reply, Said, State, Turn
from dialogs.router import Rongcuo
from dialogs.shared.answers import Picks, Plainly, Unclear, all_of_them, heard, none_of_them, picks, stage
from knowledge.answer import Assistant

TODAY = date(2026, 11, 20)
ASK = "事前有没有请示？"
YES = [
    "是",
    "是的",
    "对",
    "对的",
    "有",
    "有的",
    "有过",
    "嗯",
    "嗯嗯",
    "嗯有的",
    "嗯，有的",
    "没错",
    "确实",
    "确实有",
    "当然有",
    "都有",
    "是啊",
    "对啊",
    "有啊",
    "是是是",
    "对对对",
    "有有有",
    "就是",
    "也有",
    "真有",
    "肯定有",
    "我有",
    "我们有",
    "做了",
    "都做了",
    "好像有",
    "应该是吧",
    "应该有",
    "有吧",
    "是吧",
    "我记得有",
    "我觉得是",
    "印象中有",
    "算是吧",
    "是的呢",
    "符合",
    "都符合",
    "属于",
    "正确",
    "属实",
    "是有的",
    "有这回事",
    "早就有",
    "已经做了",
    "请示过",
    "请示了",
    "有请示",
    "yes",
    "嗯呐是的",
    "哦，有的",
    "嗯…是",
    "恩",
    "其实有",
]
NO = [
    "不是",
    "不是的",
    "没有",
    "没",
    "没有的",
    "没有过",
    "没有了",
    "不",
    "否",
    "无",
    "不对",
    "好像没有",
    "应该没有吧",
    "没有吧",
    "没有啊",
    "没呢",
    "嗯没有",
    "从来没有",
    "绝对没有",
    "真没有",
    "我没有",
    "我们没有",
    "没做",
    "没有做",
    "哪有",
    "没那回事",
    "没这事",
    "不存在",
    "不属于",
    "不符合",
    "不会",
    "不可能",
    "印象中没有",
    "我觉得不是",
    "应该不是",
    "没有没有",
    "没有没有没有",
    "不是不是",
    "并没有",
    "并不是",
    "根本没有",
    "压根没有",
    "一点都没有",
    "都没有",
    "也没有",
    "没请示",
    "没请示过",
    "没有请示",
    "未请示",
    "肯定没有",
    "我记得没有",
    "no",
    "没有这回事",
    "当时没有",
    "当然不是",
    "确实没有",
    "全都没有",
    "还没有",
    "算不是",
]
UNSURE = [
    "拿不准",
    "说不准",
    "吃不准",
    "拿不定",
    "不清楚",
    "不太清楚",
    "不大清楚",
    "不是很清楚",
    "说不清",
    "说不好",
    "不好说",
    "不太好说",
    "难说",
    "不知道",
    "我不知道",
    "我真不知道",
    "不知道啊",
    "不晓得",
    "不确定",
    "不太确定",
    "记不清",
    "记不清了",
    "记不得",
    "不记得",
    "不记得了",
    "记不太清",
    "想不起来",
    "想不起来了",
    "忘了",
    "忘记了",
    "没印象",
    "没把握",
    "心里没底",
    "不敢说",
    "搞不清",
    "弄不清",
    "我不了解",
    "不太懂",
    "看不出来",
    "我也不清楚",
    "这个不好说",
    "这个我不知道",
    "时间太久忘了",
    "嗯不清楚",
    "真记不清了",
]
BACK = """没有，但是口头说过|没有但是领导知道|有，不过不全|开过会但没记录|请示过，只是没留字|可能有吧|也许没有|大概有|说不定有|估计没有|不知道，应该没有|是一部分|有一部分做了|有的有，有的没有|一半一半|
除了公示都做了|虽然没有，后来补了|没有，后来补的|要是算口头的就有|有时候有|八成有|没准有|多半没有|不一定有|有个别的|没收过|没拿过他的|有是有，可是不多|不算吧，但也沾边|没完全做到|是，没有|对，不是|好的|可以|行|还行|ok|没追|追了|不是没有|不能说没有|没问题""".replace(
    "\n", ""
).split("|")
ASIDE = ["有吗", "是吗？", "这算不算", "什么叫请示", "为什么问这个", "怎么才算", "第七条怎么写的", "谁来认定", "会不会影响我", "要不要写上",
         "没有会怎么样", "口头说的算不算", "领导知道算吗", "结论几天告知", "是不是必须答"]  # fmt: skip
STAGES = {
    "not_pursued": "还没人找我|没人追究|没人来查|没有人问过|还没通知我|自己发现的|没人追责|还没被追责|尚未启动|还没动静|没人知道|没人管|没被追究|没人找过我谈话|还没立案|还没开始",
    "told": "通知我了|已经通知我了|昨天收到通知书|告知我启动问责程序了|收到告知书|接到通知了|说要追责|说要问责我|领导说要追究|已经告知了我，启动问责|接到追责通知|启动追责程序了|给了个通知|要追我的责|拿到告知文书了",
    "investigating": "正在查|在调查|正在调查|调查组来了|还在查|立案了|刚立案|已经立案|纪委来了|做过笔录|做了笔录了|处分还没下来，还在查|正在核查|配合调查呢|来查过了|开始调查了|还没处分，正在查",
    "decided": "处分下来了|处分决定下来了|给了我一个警告|给了处分|已经处分了|记过了|被通报批评了|被诫勉谈话了|处理决定出来了|受了处分|决定下来了|挨了处分|被处分了|免职了|警告处分",
    "effective": "影响期都过了|还在影响期|处分期满了|已经生效了|处分期过了|期满了|决定生效了|影响期内",
}
STAGES_BACK = ["镇上找我谈话了", "领导约谈过我", "收到一封信", "来了个函", "叫我去说明情况", "让我写情况说明", "处分还没下来", "没被处分", "可能要处分", "组织知道了",
               "找我谈话了，别的没说", "纪委找我谈话", "喊我去问话", "收到函询"]  # fmt: skip
PICKED = {"1和3": (1, 3), "1、3": (1, 3), "1,3": (1, 3), "1，3": (1, 3), "1 3": (1, 3), "一和三": (1, 3), "一、三": (1, 3), "第一个和第三个": (1, 3), "第二个第五个": (2, 5), "第1条": (1,),
          "第二条": (2,), "第二项": (2,), "二": (2,), "2": (2,), "2号": (2,), "我选1和2": (1, 2), "选2": (2,), "就是第3个": (3,), "有1和3": (1, 3), "1、3都有": (1, 3), "第1、第4": (1, 4),
          "1到3": (1, 2, 3), "1-3": (1, 2, 3), "前两个": (1, 2), "最后一个": (5,), "1跟4": (1, 4), "1还有4": (1, 4), "第三个吧": (3,), "应该是2": (2,), "1。3。": (1, 3), "1 2 3": (1, 2, 3),
          "第一第二都是": (1, 2), "那个3": (3,), "5": (5,), "1和1": (1,)}  # fmt: skip
PICKED_BACK = ["除了2都有", "1和9", "13", "0", "第六个", "1和7"]
SAID_OF = {
    "1和3没有": "no",
    "2拿不准": "unsure",
    "第2条不清楚": "unsure",
    "1，3都符合": "yes",
    "第1条不符合": "no",
    "1不对": "no",
    "2说反了": "no",
}
NONE = [
    "都不是",
    "都没有",
    "一个都没有",
    "一个也没有",
    "都不符合",
    "全都没有",
    "以上都没有",
    "哪个都不是",
    "都对不上",
    "上面都没有",
    "这些都没有",
    "一条都对不上",
    "全不是",
    "都不沾边",
]
ALL = ["都有", "全都有", "都符合", "全部符合", "都是", "都做到了", "以上都符合", "每条都符合"]


@pytest.mark.parametrize("typed", YES)
def test_yes_is_heard(typed: str) -> None:
    found = heard(typed, ASK)
    assert isinstance(found, Plainly)
    assert found.side == "yes"


@pytest.mark.parametrize("typed", NO)
def test_no_is_heard(typed: str) -> None:
    found = heard(typed, ASK)
    assert isinstance(found, Plainly)
    assert found.side == "no"


@pytest.mark.parametrize("typed", UNSURE)
def test_not_sure_is_heard(typed: str) -> None:
    assert heard(typed, ASK) == Plainly("unsure")


@pytest.mark.parametrize("typed", BACK)
def test_half_an_answer_is_asked_back(typed: str) -> None:
    assert isinstance(heard(typed, ASK), Unclear)


@pytest.mark.parametrize("typed", ASIDE)
def test_a_question_is_no_answer(typed: str) -> None:
    assert heard(typed, ASK) is None
    assert picks(typed, 5) is None


@pytest.mark.parametrize(
    ("name", "typed"), [(name, one) for name, row in STAGES.items() for one in row.split("|")]
)
def test_how_far_it_has_come_is_heard(name: str, typed: str) -> None:
    assert stage(typed) == name


@pytest.mark.parametrize("typed", STAGES_BACK)
def test_what_may_be_two_stages_is_asked_back(typed: str) -> None:
    assert isinstance(stage(typed), Unclear)


@pytest.mark.parametrize(("typed", "numbers"), PICKED.items())
def test_numbers_are_heard(typed: str, numbers: tuple[int, ...]) -> None:
    found = picks(typed, 5)
    assert isinstance(found, Picks)
    assert (found.numbers, found.side) in [(numbers, None), (numbers, "yes")]


@pytest.mark.parametrize("typed", PICKED_BACK)
def test_numbers_that_are_not_there_are_asked_back(typed: str) -> None:
    assert isinstance(picks(typed, 5), Unclear)


@pytest.mark.parametrize(("typed", "side"), SAID_OF.items())
def test_what_is_said_of_the_numbers_is_heard(typed: str, side: str) -> None:
    found = picks(typed, 5)
    assert isinstance(found, Picks)
    assert found.side == side


@pytest.mark.parametrize("typed", NONE)
def test_none_of_them_is_heard(typed: str) -> None:
    assert none_of_them(typed)
    assert not all_of_them(typed)


@pytest.mark.parametrize("typed", ALL)
def test_all_of_them_is_heard(typed: str) -> None:
    assert all_of_them(typed)
    assert not none_of_them(typed)


def test_the_words_of_a_question_that_denies_are_not_turned_round() -> None:
    assert isinstance(heard("没有造成", "是不是没有造成国有权益重大损失？"), Unclear)
    assert isinstance(heard("没有", "是不是没有造成国有权益重大损失？"), Unclear)
    assert heard("没有", "有没有不积极整改的情况？") == Plainly("no")
    assert heard("是的", "是不是没有造成国有权益重大损失？") == Plainly("yes")
    assert heard("追了", "多领的钱，有没有组织追缴？") == Plainly("yes")
    assert isinstance(heard("开过会", "有没有开过会，并留有记录？"), Unclear)


def test_there_are_three_hundred_of_them() -> None:
    lists = (YES, NO, UNSURE, BACK, ASIDE, STAGES_BACK, PICKED, PICKED_BACK, SAID_OF, NONE, ALL)
    assert sum(map(len, lists)) + sum(len(row.split("|")) for row in STAGES.values()) >= 300


# ── in the self-assessment ───────────────────────────────────────────────────────────────────────
class Typing:
    """Somebody who has come to the question on the stage, and types."""

    def __init__(self, assistant: Assistant, region: str = "donge") -> None:
        self.talk, self.state, self.replies = (
            Rongcuo(assistant, Workdays()),
            State(region),
            tuple[Reply, ...](),
        )
        self.types("/")

    def types(self, *texts: str) -> str:
        for text in texts:
            event = Said(text) if text != "/" else Pressed("assess/from=0")
            turn: Turn = self.talk.step(self.state, event, today=TODAY)
            self.state, self.replies = turn.state, turn.replies
        return "\n".join(reply.text for reply in self.replies)

    @property
    def answers(self) -> dict[str, object]:
        found = recall(self.state)
        assert found is not None
        return dict(found.answers)


def test_a_whole_beginning_can_be_typed(assistant: Assistant) -> None:
    worker = Typing(assistant)
    worker.types("好的", "嗯有的", "对，是的", "应该是以后吧 就上周五")
    assert worker.answers["event"] == "after"
    before = worker.answers
    assert "已被告知启动追责问责" in worker.types("镇上找我谈话了")
    assert worker.answers == before
    assert "按“已经作出处理决定”记下了" in worker.types("处分下来了")
    assert worker.answers["stage"] == "decided"


def test_before_and_after_are_told_by_a_day_as_well(assistant: Assistant) -> None:
    worker = Typing(assistant)
    worker.types("好的", "是", "是")
    before = worker.answers
    assert "以后还是以前" in worker.types("2023年")
    assert worker.answers == before
    worker.types("2019年的事")
    assert worker.answers["event"] == "before"


@pytest.mark.parametrize("typed", ["嗯", "好的", "不知道", "是的", "1", "没有，但是不好说"])
def test_a_nod_is_no_story(assistant: Assistant, typed: str) -> None:
    worker = Typing(assistant)
    worker.types("好的", "是", "是", "以后", "还没人追究")
    before = worker.answers
    assert "一两句就行" in worker.types(typed)
    assert worker.answers == before
