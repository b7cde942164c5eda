"""Where somebody works, in whatever words; and places of which only a part has a document here."""

from __future__ import annotations

import pytest

from bot.workdays import Workdays
from dialogs.core import Command, Event, Said, State, Turn
from dialogs.router import Rongcuo
from knowledge.answer import Assistant

STORY = "材料没齐我先给办了，后来发现有出入"
HOMES = {
    "donge": "东阿|聊城东阿那边|山东东阿|聊城市东阿县铜城街道|山东省聊城市东阿县|我们单位在东阿|东阿那儿的",
    "weihai": "山东威海|文登|荣成那边的|我在乳山|环翠区的|威海文登|我们那儿是荣成|山东省威海市乳山市",
    "pingdingshan": "平顶山那边|河南平顶山|宝丰|叶县|鲁山那边|郏县|舞钢|我是汝州的协理员|平顶山新华区的|河南省汝州市民政局",
    "lishui": "浙江丽水|莲都|龙泉|青田县|云和|我在云和|庆元|缙云|遂昌那边|松阳|景宁|景宁畲族自治县|我以前在威海，现在调到丽水了",
    "zaozhuang": "枣庄职业学院|山东枣庄职业学院|枣庄技师学院的老师|枣职院的",
}
OF_THE_CITY = "枣庄|我在枣庄|枣庄的|我是枣庄市民政局的|枣庄那边|枣庄滕州的|我是滕州民政上的|薛城区的低保专干|台儿庄|枣庄学院|枣庄市山亭区"


def pairs(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(said, place) for place, all_ in table.items() for said in all_.split("|")]


@pytest.fixture(scope="module")
def talk(assistant: Assistant) -> Rongcuo:
    return Rongcuo(assistant, Workdays())


def after(talk: Rongcuo, *events: Event, state: State | None = None) -> Turn:
    turn = Turn(state or State(), ())
    for event in events:
        turn = talk.step(State.from_json(turn.state.to_json()), event)
    return turn


def text(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies)


@pytest.mark.parametrize(("said", "place"), pairs(HOMES))
def test_a_place_is_known_with_what_it_lies_in_and_without(talk: Rongcuo, said: str, place: str) -> None:
    turn = after(talk, Said(said))
    assert turn.state.region == place
    assert text(turn).startswith("好的，记住了")


@pytest.mark.parametrize("said", OF_THE_CITY.split("|"))
def test_who_works_in_the_city_is_told_that_only_the_college_has_a_document(talk: Rongcuo, said: str) -> None:
    turn = after(talk, Said(said))
    assert turn.state.region is None
    assert "我手上只有枣庄职业学院的，管枣庄职业学院（技师学院）的单位和干部，不是枣庄市" in text(turn)
    assert "枣庄职业学院" in text(after(talk, Command("region", "weihai"), Said(STORY), Said(said)))


@pytest.mark.parametrize(("said", "mine"), [("聊城", "东阿县的"), ("我是聊城市民政局的", "东阿县的"), ("山东", "威海市的"), ("浙江的", "丽水市的"),
                                             ("河南", "平顶山市的")])  # fmt: skip
def test_of_a_wider_place_it_is_said_whose_documents_are_here(talk: Rongcuo, said: str, mine: str) -> None:
    assert mine in text(after(talk, Said(said)))


@pytest.mark.parametrize("said", ["济南", "济南那边", "烟台的", "山东省济南市", "我老家东阿，在青岛上班"])
def test_a_place_beside_them_has_none(talk: Rongcuo, said: str) -> None:
    turn = after(talk, Said(said))
    assert turn.state.region is None
    assert "我这里没有" in text(turn)
    assert "我手上只有" not in text(turn)


def test_the_command_says_the_same(talk: Rongcuo) -> None:
    assert "我手上只有枣庄职业学院的" in text(after(talk, Command("region", "枣庄")))
    assert after(talk, Command("region", "丽水")).state.region == "lishui"


@pytest.mark.parametrize("said", ["我是镇上的低保专干，材料没齐我先给低保户办了", "低保老人死了三个月还在发钱", "特困户瞒报收入，我们入户没查出来"])  # fmt: skip
def test_relief_work_is_not_the_colleges(talk: Rongcuo, said: str) -> None:
    warned = "不归它管，请选您自己的地区或单位"
    assert warned in text(after(talk, Command("region", "zaozhuang"), Said(said)))
    assert warned not in text(after(talk, Command("region", "weihai"), Said(said)))


def test_the_colleges_own_work_gets_no_warning(talk: Rongcuo) -> None:
    assert "不归它管" not in text(
        after(talk, Command("region", "zaozhuang"), Said("困难生材料没齐我先给办了"))
    )


@pytest.mark.parametrize(
    "said", ["想调到丽水去可以吗", "调到丽水以后还追责吗", "那个人在威海上班吗", "他到单位上班了"]
)
def test_a_question_on_moving_is_no_move(talk: Rongcuo, said: str) -> None:
    assert after(talk, Command("region", "donge"), Said(said)).state.region == "donge"
