"""A reply goes through JSON and comes back the same, whatever is in it."""

from __future__ import annotations

import json

import pytest

from dialogs.acts import PaperWish, Piece
from dialogs.core import Button, Cell, Fetch, File, Form, Reply, Say, Sheet, say
from knowledge.policy.quote import Quote

SHEET = Sheet("清单", "要交的材料", (Say("一", strong=True), Quote("原文", "威海市　第三条")))
FORM = Form(
    "申请表",
    "容错申请表",
    "附件1",
    "2026年",
    ((Cell("姓名", label=True), Cell("", 4, 2, tall=True)),),
    ("注",),
    "脚",
)
EVERYTHING = Reply(
    (Say("一"), Say("要紧", strong=True), Quote("原文\n两行", "《办法》第三条")),
    ((Button("是", "a/b=1"), Button("否", "a/b=2")), (Button("返回", "a/b=3"),)),
    edit=True,
    sheet=SHEET,
    papers=(Piece("0" * 32, "纪要.pdf", "pdf", 12, "f" * 64),),
    prints=(PaperWish("482739061", "decision", "容错免责决定书", "serving", True, 7),),
    fetch=Fetch(File("ref", "纪要.pdf", None), "d" * 32),
    files=True,
)


@pytest.mark.parametrize("reply", [EVERYTHING, Reply((), sheet=FORM), Reply(()), say("一", "二")])
def test_a_reply_goes_through_json(reply: Reply) -> None:
    assert Reply.from_json(json.loads(json.dumps(reply.to_json(), ensure_ascii=False))) == reply


def test_what_is_as_usual_takes_no_room() -> None:
    assert say("一").to_json() == {"parts": [{"say": "一"}]}


def test_a_button_that_no_surface_takes_is_found_out() -> None:
    with pytest.raises(ValueError, match="button"):
        Reply.from_json({"parts": [], "buttons": [[["是", "汉字"]]]})
