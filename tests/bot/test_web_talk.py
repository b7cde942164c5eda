"""The page over real HTTP, without JavaScript: shown, gone on with, everything done once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.workdays import Workdays
from dialogs.core import PAGE
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.harness.browser import Browser, Served, serving


@pytest.fixture
async def served(assistant: Assistant, tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path, Rongcuo(assistant, Workdays(), PAGE), assistant) as one:
        yield one


@pytest.fixture
async def browser(served: Served) -> Browser:
    one = served.browser()
    await one.looks()
    return one


async def test_who_comes_in_is_greeted_and_nothing_is_written(served: Served, browser: Browser) -> None:
    assert "您好，我是容错助手" in browser.page.text
    assert served.store.transcript.lines("web:") == []
    assert ("威海市", "0:region/set=weihai") in browser.page.buttons


async def test_a_question_is_answered_and_the_page_shows_the_top_of_the_answer(browser: Browser) -> None:
    await browser.presses("威海市")
    response = await browser.says("材料没齐我先给办了")
    assert response.status_code == 303
    assert response.headers["location"].startswith("/#m")
    assert "材料没齐我先给办了" in browser.page.text
    assert "容缺受理" in browser.page.text


async def test_a_form_that_is_sent_again_is_answered_as_it_was(browser: Browser) -> None:
    await browser.presses("威海市")
    await browser.says("/apply")
    await browser.presses("同意")
    form = browser.form(text="县纪委")
    await browser.sends(form)
    first = browser.page.text
    await browser.sends(form)
    assert browser.page.text == first
    assert first.count("县纪委") == 1


async def test_an_old_screen_fills_in_no_other_box(browser: Browser) -> None:
    await browser.presses("威海市")
    await browser.says("/apply")
    await browser.presses("同意")
    old = browser.form(text="县纪委", once="x" * 20)
    await browser.says("县监委")
    await browser.sends(old)
    assert "先没有记" in browser.page.text
