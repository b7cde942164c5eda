"""Somebody was just told of an inquiry: what is said first, at each stage and in every region."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from bot.workdays import Workdays
from dialogs import acts
from dialogs.ask import MORE as MORE_SAID
from dialogs.ask.today import CALM, TODAY
from dialogs.core import Command, Event, Pressed, Said, Say, State
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from knowledge.hearing.news import Kind, heard
from knowledge.library.corpus import Library, built_in
from knowledge.rules import squeeze
from tests.harness.weighty import wrong

NOW = date(2026, 11, 20)
SETS = sorted((Path(__file__).parents[1] / "measure").glob("questions*.jsonl"))
TOLD = (
    "今天收到问责通知书，怎么办", "刚接到纪委的电话说要问责我", "我收到一封信，说启动问责程序了", "昨天单位告诉我要追究责任",
    "23号收到的通知，最后一天是哪天", "县纪委通知我们单位要启动责任追究", "我被问责了怎么办", "被追责了，我该怎么办",
    "上午收到调查通知书", "纪委给我发来了告知书",
)  # fmt: skip
TALK = (
    "今天纪委找我谈话了",
    "镇纪委约我谈话",
    "昨天被约谈了，心里慌",
    "组织部叫我去了解情况",
    "监委找我们核实情况",
    "明天要找我谈话",
    "接到谈话通知，怎么办",
)
LETTER = (
    "我收到函询了",
    "纪委给我发了函询",
    "昨天接到函询通知书",
    "让我写个情况说明",
    "被函询了怎么办",
    "让我12月3号之前写说明",
)
INQUIRY = ("纪委正在调查我", "我被立案了", "调查组进驻我们所里了", "我们单位被审计查了", "现在在查我")
DECIDED = (
    "处分决定下来了，我怎么办", "今天给了我一个警告处分", "我背了处分", "被诫勉了还能申请吗，我不服", "收到处分决定书了，怎么办",
    "我挨了个党内警告", "单位给了我通报批评", "收到处分决定书了", "昨天处分决定书送到我手里了", "我已经受了处分",
)  # fmt: skip
OTHERWISE = (
    "担心被问责", "被问责之后几天能申请", "什么情况下会被追责", "同事被约谈了", "他收到处分决定", "低保户收到停保通知，来闹",
    "处分决定几天告知本人", "我没被处分", "如果我被问责怎么办", "我通知群众来领钱", "收到群众来信", "我收到一封信访件",
    "两家谁来查我这件事", "会追我责任不", "收到一份整改的通知", "还要定期找我谈谈心", "我们所长被追责", "派出所已经立案了",
    "上级通知我们调查困难家庭", "我们正在调查核实困难群众", "我去入户调查了", "他家老人收到通知书", "容错申请交给谁",
    "我给低保户谈话", "批评教育了对方", "接到上级通知让停发", "这样要给我处分吗", "材料没齐我先给办了",
)  # fmt: skip


MORE = ("被诫勉了还能申请吗，我不服",)
"""What asks something else as well, and is answered that too."""
BESIDES = (
    "两家一块问我的责，申请交哪家", "昨天董事会被约谈，我是副总，这规定管不管公司", "组织找我谈话我一口咬定没这回事，还串好了说法",
    "处分下来了，凭啥就罚我一个", "纪委找我谈话那天能带个人吗", "刚被谈话，我拖着没改",
)  # fmt: skip


@pytest.fixture(scope="module")
def talk(assistant: Assistant) -> Rongcuo:
    return Rongcuo(assistant, Workdays())


class Told:
    """Somebody who types; the state goes on."""

    def __init__(self, talk: Rongcuo, region: str | None) -> None:
        self._talk, self.state = talk, State(region)

    def does(self, event: Event) -> str:
        turn = self._talk.step(self.state, event, today=NOW)
        self.state = State.from_json(turn.state.to_json())
        self.replies = turn.replies
        return "\n".join(reply.text for reply in turn.replies)


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, text) for kind, texts in zip(get_args(Kind), (TOLD, TALK, LETTER, INQUIRY, DECIDED), strict=True) for text in texts],
)  # fmt: skip
def test_such_news_is_heard_and_of_which_kind_it_is(kind: Kind, text: str) -> None:
    found = heard(text)
    assert found is not None
    assert found.kind == kind
    assert found.alone or text in MORE


@pytest.mark.parametrize("text", BESIDES)
def test_what_is_told_or_asked_besides_is_not_lost(talk: Rongcuo, text: str) -> None:
    found = heard(text)
    assert found is not None
    assert not found.alone
    worker = Told(talk, "donge")
    worker.does(Said(text))
    assert len(worker.replies) > 1


@pytest.mark.parametrize("text", OTHERWISE)
def test_what_is_feared_asked_or_somebody_elses_is_no_such_news(text: str) -> None:
    assert heard(text) is None


def test_hardly_any_ordinary_question_is_taken_for_such_news() -> None:
    asked = [json.loads(line)["question"] for file in SETS for line in file.read_text("utf-8").splitlines()]
    assert len(asked) > 1000
    assert sum(heard(text) is not None for text in asked) <= len(asked) * 0.01


@pytest.mark.parametrize("region", built_in())
@pytest.mark.parametrize("text", ["我被问责了怎么办", TALK[0], LETTER[0], INQUIRY[0], DECIDED[0]])
def test_first_comes_calm_then_three_things_the_period_whom_and_what(
    talk: Rongcuo, library: Library, region: str, text: str
) -> None:
    worker = Told(talk, region)
    shown = worker.does(Said(text))
    found = heard(text)
    assert found is not None
    assert shown.startswith(CALM[found.kind])
    assert f"{TODAY}\n1. " in shown
    assert "\n3. " in shown
    assert "\n4. " not in shown
    assert "期限：" in shown
    decided = found.kind == "decided"
    assert (("交给谁：" in shown) and ("带什么：" in shown)) is not decided
    assert len(shown) < 700
    assert [wrong(reply) for reply in worker.replies] == [[]]


@pytest.mark.parametrize("region", built_in())
def test_every_quote_in_it_is_the_policys_own(talk: Rongcuo, library: Library, region: str) -> None:
    """A quote is followed by its place, and stands there."""
    policy = library.policies[region]
    whole = squeeze("\n".join(one.text for one in policy.provisions))
    for text in ("我被问责了怎么办", DECIDED[0]):
        shown = Told(talk, region).does(Said(text))
        quoted = [piece.split("”（")[0] for piece in shown.split("“")[1:] if "”（" in piece]
        assert [quote for quote in quoted if squeeze(quote) not in whole] == []


def test_the_period_is_counted_from_the_day_that_is_told(talk: Rongcuo) -> None:
    shown = Told(talk, "pingdingshan").does(Said("昨天收到问责通知书，怎么办"))
    assert "最晚到2026年11月30日（星期一）" in shown
    assert "七个工作日" in shown


def test_the_day_is_asked_for_and_then_counted_from(talk: Rongcuo) -> None:
    worker = Told(talk, "pingdingshan")
    assert "是哪一天被告知的？" in worker.does(Said("纪委找我谈话了"))
    assert "最晚到2026年11月25日（星期三）" in worker.does(Said("11月16日"))
    assert "最晚到" not in worker.does(Said("11月16日"))


def test_the_day_of_the_matter_is_not_taken_for_the_day_of_the_news(talk: Rongcuo) -> None:
    shown = Told(talk, "pingdingshan").does(Said("11月2日我没上会就把项目定了，今天收到问责通知书，怎么办"))
    assert "2026年11月20日被告知" in shown
    assert len(shown) > 400


@pytest.mark.parametrize("region", [name for name in built_in() if name != "pingdingshan"])
def test_where_no_days_are_written_none_are_counted(talk: Rongcuo, region: str) -> None:
    assert "最晚到" not in Told(talk, region).does(Said("昨天收到问责通知书，怎么办"))


def test_the_region_is_asked_for_first_and_the_news_is_not_lost(talk: Rongcuo) -> None:
    worker = Told(talk, None)
    assert worker.does(Said("收到调查通知，我该怎么办")).startswith(CALM["told"])
    button = next(b for reply in worker.replies for row in reply.buttons for b in row if "平顶山" in b.label)
    shown = worker.does(Pressed(button.data))
    assert TODAY in shown
    assert "七个工作日" in shown


def test_a_matter_that_comes_with_it_is_answered_too(talk: Rongcuo) -> None:
    shown = Told(talk, "donge").does(Said("户口本没齐我先给办了低保，后来发现家里有车，今天镇纪委约我谈话了"))
    assert shown.startswith(CALM["talk"])
    assert "第七条第（四）项" in shown


def test_the_buttons_below_lead_on(talk: Rongcuo) -> None:
    worker = Told(talk, "weihai")
    worker.does(Said("我被问责了怎么办"))
    labels = {b.label: b.data for row in worker.replies[0].buttons for b in row}
    assert list(labels) == ["一步步自评", "现在就填申请表"]
    assert "这是自评" in worker.does(Pressed(labels["一步步自评"]))


# ── where it was, in a clerk's own words ─────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("我在威海环翠区一个街道办，民政办的", "weihai"),
        ("我是东阿县铜城街道办民政所的临时工", "donge"),
        ("东阿", "donge"),
        ("平顶山新华区", "pingdingshan"),
        ("丽水莲都区街道的，我是合同工", "lishui"),
        ("在平顶山一个社区当会计", "pingdingshan"),
    ],
)
def test_the_place_is_typed_and_what_was_promised_comes(talk: Rongcuo, said: str, there: str) -> None:
    worker = Told(talk, None)
    worker.does(Said("我收到一个通知，说要追我的责，我很害怕，怎么办"))
    shown = worker.does(Said(said))
    assert worker.state.region == there
    assert TODAY in shown
    assert "您在哪里、做什么工作？" not in shown
    assert shown.count("好的，记住了") == 1


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("今天接到处分决定了，街道给了我警告，平顶山新华区的", "pingdingshan"),
        ("丽水莲都区街道的，纪工委昨天找我谈话，说要对我问责", "lishui"),
        ("我是东阿县民政所的，今天收到问责通知书", "donge"),
        ("威海环翠区街道办，刚收到函询", "weihai"),
    ],
)
def test_the_place_is_heard_with_the_news_wherever_it_stands(talk: Rongcuo, said: str, there: str) -> None:
    worker = Told(talk, None)
    shown = worker.does(Said(said))
    assert worker.state.region == there
    assert TODAY in shown
    assert "您在哪个地区" not in shown
    assert len(worker.replies) == 2


@pytest.mark.parametrize("said", ["低保户是威海人，我被问责了怎么办", "我去平顶山出过差，今天收到问责通知书"])
def test_a_place_that_is_somebody_elses_is_not_taken_for_the_own_one(talk: Rongcuo, said: str) -> None:
    worker = Told(talk, None)
    assert "您在哪个地区或单位工作？" in worker.does(Said(said))
    assert worker.state.region is None


def test_what_more_is_told_with_the_place_is_answered_behind_it(talk: Rongcuo) -> None:
    worker = Told(talk, None)
    worker.does(Said("今天收到问责通知书，怎么办"))
    shown = worker.does(Said("东阿县民政所的，户口本没齐我先给办了低保，后来发现家里有车"))
    assert TODAY in shown
    assert "第七条第（四）项" in worker.replies[-1].text


# ── where no document is from ────────────────────────────────────────────────────────────────────
def test_who_works_where_no_document_is_from_hears_what_is_right_everywhere(
    talk: Rongcuo, library: Library
) -> None:
    worker = Told(talk, None)
    shown = worker.does(Said("我是济南市历下区街道办的，刚收到问责通知书"))
    assert shown.startswith(CALM["told"])
    assert "济南市历下区有没有容错纠错的文件，向谁申请，几天之内" in shown
    assert not any(policy.title in shown for policy in library.policies.values())
    assert TODAY in worker.does(Said("那我今天该做什么"))


def test_the_place_without_a_document_may_be_said_afterwards(talk: Rongcuo) -> None:
    worker = Told(talk, None)
    worker.does(Said("纪委找我谈话了"))
    assert "青岛有没有容错纠错的文件" in worker.does(Said("我在青岛一个街道"))


@pytest.mark.parametrize("ask", ["我能参考哪里的", "那可以参考谁的"])
def test_another_places_document_is_looked_at_and_not_ones_own_by_that(talk: Rongcuo, ask: str) -> None:
    worker = Told(talk, None)
    worker.does(Said("我是济南市历下区街道办的，刚收到问责通知书"))
    worker.does(Said("低保老人死了三个月我才知道，钱多发了"))
    assert "请先选您所在的地区" not in worker.replies[-1].text
    worker.does(Said(ask))
    button = next(b for row in worker.replies[-1].buttons for b in row if "威海" in b.label)
    assert "下面是威海市的规定，只供参考，不能当依据。" in worker.does(Pressed(button.data))
    assert worker.state.region is None
    assert "问发通知的机关，或者您所在的单位" in worker.does(Said("今天我要做什么"))


def test_long_ways_tell_who_has_no_document_that_they_are_no_ground(talk: Rongcuo) -> None:
    worker = Told(talk, None)
    worker.does(Said("我是济南市历下区街道办的，刚收到问责通知书"))
    for command in ("assess", "apply"):
        assert "只能参考，不能当依据" in worker.does(Command(command))


# ── asked afterwards ─────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "ask", ["今天我要做什么", "那我今天该做什么", "我该怎么办", "先做什么", "第一步干啥", "明天要准备什么"]
)
def test_what_to_do_is_said_again_when_it_is_asked_for(talk: Rongcuo, ask: str) -> None:
    worker = Told(talk, "pingdingshan")
    worker.does(Said("昨天收到问责通知书"))
    shown = worker.does(Said(ask))
    assert TODAY in shown
    assert "最晚到2026年11月30日（星期一）" in shown


def test_after_another_question_a_bare_what_now_is_about_that_one(talk: Rongcuo) -> None:
    worker = Told(talk, "weihai")
    worker.does(Said("昨天收到问责通知书"))
    worker.does(Said("老人在外地没的，走访比对都没查出来，四个月后才知道，当天停发，钱在追"))
    assert TODAY not in worker.does(Said("怎么办"))
    assert TODAY in worker.does(Said("今天我要做什么"))


@pytest.mark.parametrize("region", ["weihai", "donge", "pingdingshan"])
def test_the_day_may_be_said_or_put_right_in_more_words(talk: Rongcuo, region: str) -> None:
    worker = Told(talk, region)
    worker.does(Said("我今天收到一个通知，说要追我的责"))
    shown = worker.does(Said("昨天收到的，是区纪委的问责通知书"))
    assert "2026年11月19日" in shown
    assert "期限：" in shown
    assert "是什么事的日子" not in shown


def test_what_to_write_to_an_inquiry_by_letter(talk: Rongcuo) -> None:
    worker = Told(talk, "donge")
    worker.does(Said("我收到了县纪委的函询"))
    shown = worker.does(Said("让我12月3号之前写说明，写什么"))
    assert "照函里问的" in shown
    assert "经过：" in shown
    assert "空白" not in shown


@pytest.mark.parametrize("region", built_in())
def test_how_and_whether_to_apply_after_the_news(talk: Rongcuo, region: str) -> None:
    worker = Told(talk, region)
    worker.does(Said("纪委找我谈话了"))
    assert "要看经过" in worker.does(Said("能申请容错吗"))
    shown = worker.does(Said("怎么申请"))
    assert all(word in shown for word in ("期限：", "交给谁：", "带什么："))


@pytest.mark.parametrize("region", built_in())
def test_against_a_decision_the_paper_itself_says_by_when(talk: Rongcuo, region: str) -> None:
    worker = Told(talk, region)
    worker.does(Said("收到处分决定书了"))
    shown = worker.does(Said("我不服，能怎么办"))
    assert "不服要在几天之内提，看决定书；没有写的，今天就问。" in shown
    last = [part.text for part in worker.replies[-1].parts if isinstance(part, Say)]
    assert last[-1] == "不服要在几天之内提，看决定书；没有写的，今天就问。" or last[-1] in MORE_SAID
    assert "写清不服哪一点" in worker.does(Said("我怎么写申诉"))


# ── what it gives to a self-assessment ───────────────────────────────────────────────────────────
STORY = "户口本没齐我先给办了低保，没上会，后来发现家里有车，当天就停了"


@pytest.mark.parametrize("region", ["donge", "weihai", "pingdingshan"])
def test_what_was_told_of_the_letter_is_not_asked_again(talk: Rongcuo, region: str) -> None:
    worker = Told(talk, region)
    worker.does(Said("昨天收到区纪委的问责通知书，怎么办"))
    worker.does(Said(STORY))
    shown = worker.does(Command("assess"))
    assert "“昨天收到区纪委的问责通知书” → 现在已被告知启动追责问责" in shown
    assert ("2026年11月19日（星期四）被告知" in shown) is (region == "pingdingshan")


@pytest.mark.parametrize("news", ["纪委找我谈话了", "收到县纪委的函询，怎么办"])
def test_news_that_may_be_either_of_two_stages_is_asked_about(talk: Rongcuo, news: str) -> None:
    worker = Told(talk, "donge")
    worker.does(Said(news))
    worker.does(Said(STORY))
    assert "→ 现在" not in worker.does(Command("assess"))


def test_what_the_story_itself_says_of_the_stage_goes_first(talk: Rongcuo) -> None:
    worker = Told(talk, "donge")
    worker.does(Said("昨天收到区纪委的问责通知书，怎么办"))
    worker.does(Said(f"{STORY}，今天处分决定已经下来了"))
    shown = worker.does(Command("assess"))
    assert "问责通知书” → " not in shown


# ── what it gives to an application ──────────────────────────────────────────────────────────────
def applied(worker: Told) -> str:
    """What is shown once the form is begun."""
    worker.does(Command("apply"))
    region = str(worker.state.region)
    turn = worker._talk.step(worker.state, acts.Begun(acts.Begin(region), "0" * 32), today=NOW)
    worker.state = turn.state
    return "\n".join(reply.text for reply in turn.replies)


def test_what_was_told_in_talk_may_be_taken_into_the_form_without_a_self_assessment(talk: Rongcuo) -> None:
    worker = Told(talk, "pingdingshan")
    worker.does(Said("昨天区纪委通知要问责我，怎么办"))
    worker.does(Said("没上会就定了施工队，我是某某街道办城建办科员，没有造成损失"))
    shown = applied(worker)
    assert "您说的经过：没上会就定了施工队" in shown
    assert "问责机关或部门：区纪委（不是全称的，核对时改）" in shown
    assert "单位及职务：某某街道办城建办科员" in shown
    assert "被告知的日期：2026年11月19日" in shown


def test_an_authority_of_the_region_itself_has_its_whole_name(talk: Rongcuo) -> None:
    worker = Told(talk, "donge")
    worker.does(Said("上周三县纪委通知我启动追责，户口本没齐我先给办了低保，后来发现家里有车"))
    assert "责任追究机关：东阿县纪委" in applied(worker)


@pytest.mark.parametrize("told", ["结论几天告知", "纪委找我谈话了"])
def test_where_no_case_was_told_nothing_is_offered(talk: Rongcuo, told: str) -> None:
    worker = Told(talk, "lishui")
    worker.does(Said(told))
    assert "想把哪些带进申请" not in applied(worker)
