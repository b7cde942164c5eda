"""The list that staff read in chat: what about, how long it has waited, how much time is left."""

from __future__ import annotations

from datetime import date

import pytest

from bot.store.rows import Row, in_list
from bot.workdays import Workdays
from dialogs import acts
from dialogs.acts import Case, FormField, Piece
from dialogs.core import Context, Ears, State
from dialogs.desk import DIALOG, queue
from knowledge.answer import Assistant
from tests.harness.given import Clock

TODAY = date(2026, 11, 20)
NUMBER = "482739061"


@pytest.fixture
def ctx(assistant: Assistant) -> Context:
    return Context(Ears(assistant), Workdays(), TODAY, True, ())


def case(region: str = "pingdingshan", state: acts.CaseState = "submitted", **more: str) -> Case:
    return Case(NUMBER, region, state, date(2026, 11, 12), date(2026, 11, 13), **more)  # type: ignore[arg-type]


def test_a_line_says_what_about_how_long_and_until_when(ctx: Context) -> None:
    head, matter, waited = queue.lines(
        1, case(matter="先行救助\n没补手续" + "很长" * 30, told="2026-11-16"), ctx
    )
    assert head == "1. 482-739-061 · 平顶山市 · 已递交，等工作人员查看（2026年11月13日起）"
    assert matter.startswith("　事项：先行救助 没补手续很长")
    assert len(matter) <= 4 + queue.MATTER
    assert (
        waited
        == "　等办理：7 天（5 个工作日）；本人的申请期限到2026年11月25日（星期三）。含今天还有 4 个工作日。"
    )


def test_who_is_waited_for_is_said_and_nothing_is_waited_for_when_it_is_withdrawn(ctx: Context) -> None:
    assert "等本人补充：7 天" in "".join(queue.lines(1, case(state="returned"), ctx))
    assert len(list(queue.lines(1, case(state="withdrawn"), ctx))) == 1


def test_a_day_is_counted_only_where_the_policy_counts_one(ctx: Context) -> None:
    assert "申请期限" not in "".join(queue.lines(1, case("weihai", told="2026-11-16"), ctx))


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("donge", "没有写天数，写的是“及时”"),
        ("pingdingshan", "没有写天数，写的是“及时”"),
        ("lishui", "我手上没有这份文件"),
        ("weihai", ""),
    ],
)
def test_what_the_policy_says_of_the_time_to_handle_stands_below_once(
    ctx: Context, region: str, said: str
) -> None:
    lines = list(queue.closing([case(region), case(region)], ctx))
    assert len(lines) == bool(said)
    assert said in "".join(lines)


def test_the_way_on_stands_below_a_download_too(ctx: Context) -> None:
    piece = Piece("0" * 32, "受理单.pdf", "pdf", 3, "0" * 64)
    done = acts.HandedOut(
        acts.Papers(NUMBER), Case(NUMBER, "donge", "submitted", TODAY, TODAY, pieces=(piece,))
    )
    (reply,) = DIALOG.acted(State("donge"), done, ctx).replies
    assert reply.papers == (piece,)
    assert [b.data for row in reply.buttons for b in row] == [f"review/open={NUMBER}", "review/page=0"]


def test_a_list_takes_the_matter_and_the_day_out_of_the_form(ctx: Context) -> None:
    now = Clock().now
    row = Row(
        1,
        NUMBER,
        "donge",
        "person",
        None,
        "submitted",
        1,
        now,
        now,
        None,
        "张三 民政所 先行救助",
        "f" * 64,
        False,
    )
    fields = (
        FormField("cell:2", "申请容错事项", "", "先行救助"),
        FormField("told_on", "被告知的日期", "", "2026-11-16"),
    )
    listed = in_list(row, Case(NUMBER, "donge", "submitted", TODAY, TODAY, fields=fields))
    assert (listed.matter, listed.told, listed.fields) == ("先行救助", "2026-11-16", ())
