"""The form and its receipt in a terminal, where every line is a message and every number a button."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest

from bot.channels import terminal
from knowledge.answer import Assistant
from tests.dialogs.test_conversations import Reader
from tests.dialogs.test_intake import begun, filled, plays, record


@pytest.fixture
def reader(assistant: Assistant) -> Iterator[Reader]:
    one = Reader(assistant)
    yield one
    one.close()


def typed(reader: Reader, chat: str, *lines: str) -> str:
    out = io.StringIO()
    terminal.chat(
        lambda event: reader.desk.hears(chat, event, True), io.StringIO("\n".join(lines) + "\n"), out
    )
    return out.getvalue()


def test_a_receipt_is_pasted_line_by_line(reader: Reader) -> None:
    filled(reader, "lishui")
    told = plays(reader, "按> 提交", "按> 确定提交")
    lines = [line.removeprefix("助手> ") for line in told.splitlines()[:6]]
    shown = typed(reader, "terminal:user:other", *lines)
    number = re.findall(r"编号：(\S+)", told)[0]
    assert f"{number} · 丽水市 · 已递交" in shown
    assert "不予" not in shown


def test_a_number_after_something_else_presses_a_button_of_the_open_box(reader: Reader) -> None:
    begun(reader, "donge")
    plays(reader, "按旧> intake/open=impact")
    shown = typed(reader, reader.chat, "/help", "1")
    assert "[1] 跳过" in shown
    assert record(reader).text("impact") == ""
    plays(reader, "按旧> intake/open=remedy")
    assert "现在这一栏没有带号的选项" in typed(reader, reader.chat, "1", "3").replace("\n", "")
    assert "remedy" not in record(reader).answers
