"""A conversation as HTML: which line is whose, what is answered now, and what can be downloaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot import documents
from bot.channels.web.lines import Lines, latest
from bot.store.transcript import Remark
from dialogs.acts import Piece
from dialogs.core import Button, Reply, Say, Sheet, say
from knowledge.library.corpus import Library

QUESTION = say("您是经办人吗？", buttons=((Button("是", "assess/a=y"),),))
SPOKEN = (
    Remark(1, 1, "typed", "/assess"),
    Remark(2, 2, "reply", reply=QUESTION),
    Remark(3, 3, "pressed", "是"),
    Remark(5, 4, "reply", reply=QUESTION),
    Remark(6, 6, "notice", reply=say("请补充材料。")),
)


@pytest.fixture(scope="module")
def lines(library: Library) -> Lines:
    return Lines(library)


def test_what_came_after_the_reader_s_last_word_is_answered_now(lines: Lines) -> None:
    html = str(lines.shown(SPOKEN))
    assert [f'id="m{n}"' in html for n in (1, 2, 3, 4, 6)] == [True] * 5
    assert [part.count("ours now") for part in html.split("<article")[1:]] == [0, 0, 0, 1, 1]
    assert html.count('<details class="options" open>') == 1
    assert 'data-id="5"' in html
    assert latest(SPOKEN) == 4


def test_what_was_said_and_what_came_unasked_have_their_time(lines: Lines) -> None:
    at = datetime(2026, 11, 30, 16, 5, tzinfo=UTC)
    mine, answer, notice = (replace(one, at=at) for one in (SPOKEN[0], SPOKEN[1], SPOKEN[4]))
    assert "12月1日 00:05" in lines.shown([mine])
    assert "12月1日 00:05" in lines.shown([notice])
    assert "12月1日" not in lines.shown([answer])


def test_nothing_is_answered_where_nothing_was_said_or_all_wait(lines: Lines) -> None:
    assert latest(()) is None
    assert latest(SPOKEN[:1]) is None
    assert latest(SPOKEN[1:2]) == 2
    assert lines.shown(()) == ""


def test_a_line_alone_is_answered_now(lines: Lines) -> None:
    assert "ours now" in lines.shown(SPOKEN[1:2])


def test_buttons_tell_on_which_message_they_stand(lines: Lines) -> None:
    assert 'form="say" name="press" value="4:assess/a=y">是</button>' in lines.shown(SPOKEN[3:4])


def test_the_readers_own_words_are_shown_as_they_are(lines: Lines) -> None:
    def shown(kind: str, text: str) -> str:
        html = str(lines.shown([Remark(1, 1, kind, text)]))  # type: ignore[arg-type]
        return html.partition("</span>")[2].partition("</p>")[0]

    assert shown("typed", "/assess") == "一步步自评"
    assert shown("typed", "/region weihai") == "威海市"
    assert shown("typed", "/start weihai_3_13") == "威海市　三（十三）"
    assert shown("typed", "/compare 结论几天告知") == "各地对照：结论几天告知"
    assert shown("typed", "/staff EMYC-ATE9-KHX9") == "工作人员登记"
    assert shown("typed", "/nothing") == "/nothing"
    assert shown("typed", "<b>甲</b>\n乙") == "&lt;b&gt;甲&lt;/b&gt;\n乙"
    assert shown("files", "记录.pdf") == "文件：记录.pdf"


def test_documents_and_files_can_be_downloaded(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "kinds", lambda _: ("docx", "pdf", "png"))
    piece = Piece("0" * 32, "走访<记录>.pdf", "pdf", 3, "0" * 64)
    reply = Reply((Say("在这里。"),), sheet=Sheet("自评", "自评", ()), papers=(piece,))
    html = str(lines.shown([Remark(7, 7, "reply", reply=reply)]))
    assert html.index('<img src="/documents/7/png"') < html.index('href="/documents/7/docx"')
    assert 'href="/documents/7/pdf" download>自评.pdf' in html
    assert 'href="/files/7/0" download>走访&lt;记录&gt;.pdf' in html
