"""A draft goes from one surface to another by its code: page, Telegram, terminal, over what each of them is served by."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator

import pytest

from bot.app import App
from bot.channels import terminal
from bot.channels.telegram.service import Service
from bot.workdays import Workdays
from dialogs.core import TERMINAL
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.harness.bot_api import TOKEN, BotApi
from tests.harness.browser import Browser, Served
from tests.harness.person import User

PDF = b"%PDF-1.7 nothing on it"
WHERE, LEND, MOVED = "某某区民政局", "换个地方接着填", "接过来了"
CHAT = "terminal:user:clerk"


class Phone:
    """Somebody on Telegram, beside the page of the same installation."""

    def __init__(self, api: BotApi) -> None:
        self.api, self.user = api, User(api, 71)

    async def says(self, text: str, sign: str) -> str:
        await self.user.types(text)
        return await self.sees(sign)

    async def presses(self, label: str, sign: str) -> str:
        await self.user.presses(label)
        return await self.sees(sign)

    async def sees(self, sign: str) -> str:
        await self.api.until(lambda: any(sign in text for text in self.api.texts(71)), 15)
        return next(text for text in reversed(self.api.texts(71)) if sign in text)


@pytest.fixture
async def phone(served: Served, assistant: Assistant, api: BotApi) -> AsyncIterator[Phone]:
    talk = Rongcuo(assistant, Workdays())
    app = App(served.store, talk, served.keep)
    bot = Service(TOKEN, await api.start(), app, served.store, talk, None, False, keep=served.keep)
    running = asyncio.create_task(bot.run())
    yield Phone(api)
    bot.stop()
    await asyncio.wait_for(running, 15)


def typed(served: Served, mind: Assistant, *lines: str) -> str:
    """What a terminal shows."""
    app = App(served.store, Rongcuo(mind, Workdays(), TERMINAL), served.keep)
    out, source = io.StringIO(), io.StringIO("\n".join(lines) + "\n")
    terminal.chat(lambda event: app.handle(CHAT, event), source, out, keep=served.keep)
    return out.getvalue()


def code_of(shown: str) -> str:
    return str(re.findall(r"/apply ([A-Z0-9-]{14})", shown)[-1])


async def begun(browser: Browser) -> str:
    """A draft with a box and a file on the page; its code."""
    await browser.presses("威海市")
    await browser.says("/apply")
    await browser.presses("同意")
    await browser.says(WHERE)
    await browser.hands_over(("走访记录.pdf", PDF))
    await browser.presses("核对")
    await browser.presses(LEND)
    return code_of(browser.page.text)


async def test_what_was_begun_on_the_page_is_written_on_on_telegram(
    served: Served, browser: Browser, phone: Phone
) -> None:
    code = await begun(browser)
    await phone.says(f"/apply {code}", MOVED)
    shown = await phone.presses("核对", WHERE)
    assert "走访记录.pdf" in shown
    await browser.says("/apply")
    assert WHERE not in browser.page.text.rpartition(code)[2]
    await browser.says(f"/apply {code}")  # it is good once
    assert MOVED not in browser.page.text
    assert len(served.store.docket.known_places()) == 1


async def test_what_was_begun_on_telegram_is_written_on_on_the_page(browser: Browser, phone: Phone) -> None:
    await phone.says("/region weihai", "威海市")
    await phone.says("/apply", "同意了再开始")
    await phone.presses("同意", "第 1 项")
    await phone.says(WHERE, "第 2 项")
    await phone.user.sends_file(PDF, "走访记录.pdf", "document")
    await phone.sees("收下了：走访记录.pdf")
    await phone.presses("核对", "核对一下")
    code = code_of(await phone.presses(LEND, "/apply "))
    await browser.says(f"/apply {code}")
    assert MOVED in browser.page.text
    await browser.presses("核对")
    assert WHERE in browser.page.text
    assert "走访记录.pdf" in browser.page.text


async def test_a_draft_goes_to_a_terminal_and_back(
    served: Served, browser: Browser, assistant: Assistant
) -> None:
    code = await begun(browser)
    shown = await asyncio.to_thread(typed, served, assistant, f"/apply {code}", "/apply", "核对", LEND)
    assert MOVED in shown
    assert WHERE in shown
    assert "走访记录.pdf" in shown
    back = code_of(shown)
    assert back != code
    await browser.says(f"/apply {back}")
    assert MOVED in browser.page.text
