"""What is brought to an application that is in: collected in a chat, handed in once all of it is there, or let go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dialogs.acts import Case
from dialogs.status import supply, words
from knowledge.answer import Assistant
from tests.dialogs.test_conversations import Reader
from tests.dialogs.test_intake import filled, plays


@pytest.fixture
def reader(assistant: Assistant) -> Iterator[Reader]:
    """An application is in, and a note on it is collected."""
    one = Reader(assistant)
    filled(one, "lishui")
    plays(one, "按> 提交", "按> 确定提交", "用户> 补交材料", "用户> 登记在第3页")
    yield one
    one.close()


def collected(reader: Reader) -> supply.Supply:
    there = supply.recall(reader.desk.remembers(reader.chat))
    assert there
    return there


def case(reader: Reader) -> Case:
    (one,) = reader.desk.store.docket.wholes(reader.desk.store.docket.own(reader.chat))
    return one


def test_nothing_is_handed_in_while_a_file_is_on_its_way(reader: Reader) -> None:
    there = collected(reader)
    on_its_way = replace(there, tray=replace(there.tray, fetching=(("f", "在路上.pdf"),)))
    reader.desk.forces(reader.chat, supply.keep(reader.desk.remembers(reader.chat), on_its_way))
    for line in ("用户> 好了", "按> 补好了"):
        assert "还有 1 份材料正在收" in plays(reader, line)
        assert case(reader).exchanges == ()
        assert collected(reader) == on_its_way
    assert "补充已经交上去了" in plays(reader, "按> 不等了", "按> 补好了")
    assert [one.answer for one in case(reader).exchanges] == ["登记在第3页"]


@pytest.mark.parametrize("key", ["done", "later", "drop", "nowait"])
def test_a_button_of_another_collection_does_nothing(reader: Reader, key: str) -> None:
    old = collected(reader).tray.draft[:8]
    plays(reader, "按> 不补了", "用户> 补交材料", "用户> 另外一句")
    before = reader.desk.remembers(reader.chat)
    assert collected(reader).tray.draft[:8] != old
    assert words.MORE_OVER in plays(reader, f"按旧> status/{key}={old}")
    assert reader.desk.remembers(reader.chat) == before
    assert case(reader).exchanges == ()
    assert "补充已经交上去了" in plays(reader, "按> 补好了")
    assert [one.answer for one in case(reader).exchanges] == ["另外一句"]


# ── what comes after handing in ──────────────────────────────────────────────────────────────────
@pytest.fixture
def filed(assistant: Assistant) -> Iterator[Reader]:
    one = Reader(assistant)
    filled(one, "lishui")
    plays(one, "按> 提交", "按> 确定提交")
    yield one
    one.close()


@pytest.mark.parametrize("asked", ["那现在怎么办", "接下来做什么", "今天我要做什么"])
def test_what_to_do_now_is_how_the_application_stands(filed: Reader, asked: str) -> None:
    shown = plays(filed, f"用户> {asked}")
    assert "已递交" in shown
    assert words.ON_PAPER[:12] in shown.replace("\n", "")


def test_after_another_question_it_is_that_one_which_goes_on(filed: Reader) -> None:
    plays(filed, "用户> 结论几天告知")
    assert "已递交" not in plays(filed, "用户> 接下来怎么办")


def test_what_is_withdrawn_is_not_asked_about_once_more(filed: Reader) -> None:
    plays(filed, "用户> 撤回", "按> 不写原因", "按> 确定撤回")
    shown = plays(filed, "用户> 撤回申请")
    assert "为什么撤回" not in shown
    assert "已撤回" in shown


@pytest.mark.parametrize("wish", ["把我的东西都删了", "删除我的数据"])
def test_a_wish_to_delete_is_no_reason_to_withdraw(filed: Reader, wish: str) -> None:
    plays(filed, "用户> 撤回")
    assert "要删除您在这里的数据吗" in plays(filed, f"用户> {wish}")
