"""What is half entered for a step goes on wherever its writer does: begun on the page and finished in a chat, and the other way
round; what was typed last stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.app import App
from bot.store.mail import Store
from bot.store.rows import Member
from bot.workdays import Workdays
from dialogs.desk import words
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.bot.test_desk_steps import Room, prepared
from tests.harness.given import Clock, Played
from tests.harness.office import PEOPLE, gate_of
from tests.harness.steps import MET, WAYS, Colleague
from tests.harness.template import copied


class Both(Room):
    """The same colleagues at the page, too."""

    def member(self, who: str) -> Member:
        found = self.store.docket.member(PEOPLE[who])
        assert found
        return found

    def page(self, who: str, number: str, act: str, /, **values: str) -> None:
        """Typed on the page, which sends all of its form."""
        assert self.office.gate.save_draft(self.member(who), number, act, values)

    def drafts(self, who: str, number: str) -> Mapping[str, Mapping[str, str]]:
        view = self.office.gate.case(self.member(who), number)
        assert view
        return view.drafts

    def begins(self, who: str, number: str, label: str) -> Colleague:
        colleague = self.at(who)
        colleague.opens(number)
        colleague.presses(label)
        return colleague


@pytest.fixture
def room(tmp_path: Path, assistant: Assistant) -> Iterator[Both]:
    store = Store(copied(tmp_path / "desk.db"), given=Played(Clock()))
    yield Both(store, App(store, Rongcuo(assistant, Workdays()), office=gate_of(store)))
    store.close()


def concluding(room: Both) -> str:
    number = room.case("donge")
    room.goes(number, *WAYS["donge"][:-1])
    return number


# ── from the page into the chat ─────────────────────────────────────────────────────────────────
def test_what_is_written_on_the_page_is_shown_in_the_chat_and_only_the_rest_is_asked(room: Both) -> None:
    number = concluding(room)
    room.page("leader", number, "conclude", day="2026-11-19", facts="走访了三次", outcome="exempt")
    leader = room.begins("leader", number, "作出结论")
    assert words.SO_FAR in leader.text
    assert "· 认定的事实：走访了三次" in leader.text
    assert "2026年11月19日" in leader.text
    assert "· 结论：不予追究责任" in leader.text
    asked = leader.seen[-1].text.splitlines()[-1]
    while words.LATER in leader.buttons and words.DROP not in leader.buttons:
        assert "认定的事实？" not in leader.text
        ways = (words.NONE, MET, words.PICKED if "✓1" in leader.buttons else "1")
        leader.presses(next(one for one in ways if one in leader.buttons))
    assert asked
    assert "认定的事实：走访了三次" in leader.text
    assert "已登记：作出结论" in leader.presses("登记")
    assert room.drafts("leader", number) == {}


def test_what_cannot_stand_is_asked_anew(room: Both) -> None:
    number = room.case("donge")
    room.page("clerk", number, "accept", day="2027-01-01", number="东容受〔2026〕3号")
    clerk = room.begins("clerk", number, "受理")
    assert "受理日期？" in clerk.text
    assert "东容受〔2026〕3号" in clerk.text


def test_criteria_that_were_begun_in_any_order_are_asked_for_the_rest_alone(room: Both) -> None:
    number = room.case("zaozhuang")
    room.goes(number, *WAYS["zaozhuang"][:-2])
    act = room.office.gate.folder(room.office.row(number)).procedure.acts["meet"]  # type: ignore[union-attr]
    field = next(one for one in act.fields if one.kind == "criteria")
    names = [name for name, _ in field.choices]
    filled = {one.key: "照实写的" for one in act.fields if one.kind in ("text", "maybe_text")}
    filled |= {one.key: "甲某、乙某" for one in act.fields if one.kind == "people"}
    room.page("leader", number, "meet", day="2026-11-20", criteria=f"{names[1]}：看到的", **filled)
    leader = room.begins("leader", number, "登记集体研究")
    asked = []
    while words.FILE_HOW not in leader.text:
        asked.append(next(name for name in names if f"（{name}）" in leader.seen[-1].text))
        leader.presses("说不准")
    assert asked == [names[0], *names[2:]]
    kept = room.drafts("leader", number)["meet"]["criteria"].splitlines()
    assert [one.partition("：")[0] for one in kept] == names
    assert kept[1] == f"{names[1]}：看到的"


def test_a_colleague_s_half_written_step_is_nobody_else_s(room: Both) -> None:
    number = room.case("donge")
    room.page("clerk", number, "accept", number="机密草稿")
    assert "机密草稿" not in room.begins("another", number, "受理").text


# ── from the chat onto the page ─────────────────────────────────────────────────────────────────
def test_what_is_answered_in_the_chat_stands_on_the_page(room: Both) -> None:
    number = room.case("donge")
    clerk = room.begins("clerk", number, "受理")
    clerk.presses("昨天")
    assert room.drafts("clerk", number) == {"accept": {"day": "2026-11-19"}}
    clerk.types("东容受〔2026〕3号")
    assert room.drafts("clerk", number)["accept"]["number"] == "东容受〔2026〕3号"
    assert room.drafts("another", number) == {}
    clerk.presses(words.CHANGE)
    clerk.presses("文号或登记号")
    clerk.presses(words.NONE)
    assert room.drafts("clerk", number) == {"accept": {"day": "2026-11-19"}}


def test_what_is_dropped_in_the_chat_is_gone_from_the_page(room: Both) -> None:
    number = room.case("donge")
    room.page("clerk", number, "accept", day="2026-11-18", number="三号")
    clerk = room.begins("clerk", number, "受理")
    assert words.DROPPED in clerk.presses(words.DROP)
    assert room.drafts("clerk", number) == {}
    assert "三号" not in room.begins("clerk", number, "受理").text


def test_what_is_done_on_the_page_is_not_gone_on_with_in_the_chat(room: Both) -> None:
    number = concluding(room)
    leader = room.begins("leader", number, "登记集体研究")  # it may be done again
    leader.presses("今天")
    leader.types("头一次的人、另一位")
    leader.presses(words.LATER)
    view = room.office.gate.case(room.member("leader"), number)
    assert view
    assert view.drafts["meet"]["members"] == "头一次的人、另一位"
    given = {"day": "2026-11-20", "members": "甲某、乙某", "minutes": "研究了", "criteria": "经过：查了"}
    done = room.office.gate.perform(room.member("leader"), number, view.version, "meet", given)
    assert not hasattr(done, "say"), done
    assert "头一次的人" not in room.begins("leader", number, "登记集体研究").text


def test_what_comes_back_to_whoever_prepared_it_keeps_all_of_it_on_the_page(room: Both) -> None:
    number = prepared(room)
    leader = room.at("leader")
    leader.opens(number)
    leader.presses("退回")
    leader.types("事实写得不够")
    leader.presses("退回")
    clerk = room.begins("clerk", number, "拟：作出结论")
    clerk.presses(words.CHANGE)
    clerk.presses("认定的事实")
    clerk.types("写够了")
    draft = room.drafts("clerk", number)["conclude"]
    assert draft["facts"] == "写够了"
    assert draft["outcome"] == "tolerated"


# ── both at once ────────────────────────────────────────────────────────────────────────────────
def test_what_is_typed_on_the_page_meanwhile_is_not_asked_in_the_chat(room: Both) -> None:
    number = room.case("donge")
    clerk = room.begins("clerk", number, "受理")
    room.page("clerk", number, "accept", number="五号")
    clerk.presses("昨天")
    assert words.CHECK in clerk.text
    assert "五号" in clerk.text
    assert room.drafts("clerk", number)["accept"] == {"day": "2026-11-19", "number": "五号"}


def test_nothing_is_done_that_was_changed_on_the_page_since_it_was_shown(room: Both) -> None:
    number = room.case("donge")
    clerk = room.begins("clerk", number, "受理")
    clerk.presses("昨天")
    clerk.types("三号")
    room.page("clerk", number, "accept", day="2026-11-18", number="四号")
    assert words.REWRITTEN in clerk.presses("登记")
    assert room.deeds(number) == []
    assert "四号" in clerk.text
    assert "2026年11月18日" in clerk.text
    assert "已登记：受理" in clerk.presses("登记")
    assert room.office.gate.folder(room.office.row(number)).dossier.deeds[-1].entered == {  # type: ignore[union-attr]
        "day": "2026-11-18", "number": "四号",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "said"), [("1986年3月5日", "“1986年3月5日”？请再看一遍年份"), ("2003年3月5日", "年份不对")]
)
def test_a_year_that_cannot_be_is_said_at_once(room: Both, typed: str, said: str) -> None:
    clerk = room.begins("clerk", room.case("donge"), "受理")
    assert said in clerk.types(typed)
    assert "受理日期？" in clerk.text
