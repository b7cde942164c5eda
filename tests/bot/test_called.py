"""Colleagues of the same name are told apart wherever they are seen; nobody else is called anything but their name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App
from bot.casework.called import called
from bot.casework.views import Performed
from bot.store.mail import Store
from bot.store.rows import Member
from bot.workdays import Workdays
from dialogs.acts import Bind, FormField
from dialogs.core import Pressed
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.bot.test_desk_steps import Room
from tests.harness.given import Clock, Played
from tests.harness.office import PEOPLE, gate_of, told
from tests.harness.template import copied

ONE = Member(1, "张伟", "clerk", None)


def test_a_name_that_one_alone_has_is_left_as_it_is() -> None:
    assert called([ONE, replace(ONE, id=2, name="李娜")], lambda: pytest.fail("looked up for nobody")) == {
        1: "张伟",
        2: "李娜",
    }


def test_two_of_one_name_are_told_apart_by_log_in_by_what_they_do_or_by_number() -> None:
    two = [ONE, replace(ONE, id=2, role="leader"), replace(ONE, id=3), replace(ONE, id=4, left=True)]
    assert called(two, lambda: {1: "zhangwei"}) == {
        1: "张伟（zhangwei）", 2: "张伟（负责人）", 3: "张伟（经办）", 4: "张伟（已离开）",
    }  # fmt: skip
    assert called(two, dict)[1] == "张伟（经办，编号 1）"
    assert len({*called([replace(ONE, id=n) for n in range(9)], dict).values()}) == 9


@pytest.fixture
def room(tmp_path: Path, assistant: Assistant) -> Iterator[Room]:
    store = Store(copied(tmp_path / "desk.db"), given=Played(Clock()))
    there = Room(store, App(store, Rongcuo(assistant, Workdays()), office=gate_of(store)))
    there.office.does("nobody", Bind(there.office.invites("同事leader", "clerk", None)))
    yield there
    store.close()


def test_in_a_chat_it_is_seen_which_of_two_did_it_and_whose_the_case_is(room: Room) -> None:
    number = room.case("donge")
    clerk, other = room.at("clerk"), room.at("nobody")
    clerk.opens(number)
    old = clerk.buttons["受理"]
    other.opens(number)
    assert "已登记" in other.takes("由我承办")
    clerk.opens(number)
    assert "承办：同事leader（经办）" in clerk.text
    assert "同事leader（经办）刚办过" in clerk.does(Pressed(old))
    room.goes(number, ("clerk", "受理", ()))
    clerk.opens(number)
    clerk.takes("登记调查核实情况")
    clerk.opens(number)
    clerk.takes("拟：集体研究")
    room.at("leader").opens(number)
    assert (
        "同事clerk拟好了“集体研究”"
        in [body for chat, body in told(room.store) if chat == PEOPLE["leader"]][-1]["text"]
    )


def test_a_word_to_a_colleague_says_which_of_two_it_is_from(room: Room) -> None:
    number, leader = room.case("donge"), room.store.docket.member(PEOPLE["leader"])
    to = room.store.docket.member(PEOPLE["clerk"])
    assert leader
    assert to
    came = room.office.gate.assign(leader, number, room.office.row(number).version, to.id)
    assert isinstance(came, Performed)
    assert (
        "同事leader（负责人）请您承办"
        in [body for chat, body in told(room.store) if chat == PEOPLE["clerk"]][-1]["text"]
    )


def test_a_case_that_came_on_paper_names_who_entered_it(room: Room) -> None:
    clerk = room.store.docket.member(PEOPLE["nobody"])
    assert clerk
    box = FormField("a", "申请容错事项", "", "先行救助")
    number = room.office.gate.open_on_paper(clerk, "donge", "paper", [box], summary="先行救助")
    assert isinstance(number, str)
    view = room.office.gate.case(clerk, number)
    assert view
    assert (view.timeline[0].who, view.timeline[0].do) == ("同事leader（经办）", "登记书面申请")
    assert "登记书面申请：2026年11月20日，同事leader（经办）" in room.at("clerk").opens(number)
    assert "提交：" not in room.at("viewer").opens(number)
    assert "提交：2026年11月20日" in room.at("clerk").opens(room.case("donge"))
