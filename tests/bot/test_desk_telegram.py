"""A whole case of each policy by Telegram's buttons, over real HTTP: from receipt to archive, and what its applicant sees."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.casework.printing import Printer
from bot.channels.telegram.service import Service
from bot.documents.papers.templates import OwnTemplates
from bot.files import Keep
from bot.store.mail import Store
from bot.workdays import Workdays
from dialogs.acts import spelled
from dialogs.desk import words
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.bot.test_desk_steps import Room
from tests.harness.bot_api import TOKEN, BotApi
from tests.harness.office import PEOPLE, gate_of
from tests.harness.person import User
from tests.harness.programs import machine
from tests.harness.steps import WAYS, answer, owed

PDF = b"%PDF-1.7\n"
SOON = 15


class Phone:
    """Somebody at Telegram who reads what came since they did something last."""

    def __init__(self, api: BotApi, who: str) -> None:
        self.api, self.user = api, User(api, int(PEOPLE[who].removeprefix("telegram:")))
        self._seen, self._files = 0, 0

    def _new(self) -> list[dict[str, Any]]:
        own = sorted(
            (number, one) for (chat, number), one in self.api.messages.items() if chat == self.user.chat
        )
        return [one for number, one in own if number > self._seen]

    @property
    def text(self) -> str:
        return "\n".join(one["shown"] for one in self._new())

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for one in self._new() for row in one["reply_markup"] for button in row]

    async def does(self, how: str, what: str) -> str:
        """What is answered, with buttons under the last of it."""
        self._seen = max((number for _, number in self.api.messages), default=0)
        match how:
            case "press":
                await self.user.presses(what)
            case "type":
                await self.user.types(what)
            case "send":
                await self.user.sends_file(PDF + what.encode(), what, "document")
        await self.api.until(lambda: bool(self.buttons), SOON)
        return self.text

    async def takes(self, label: str, wanted: tuple[str, ...] = ()) -> str:
        """A step by its button, every question answered, to its end."""
        await self.does("press", label)
        left = iter(wanted)
        while words.LATER in self.buttons:
            await self.does(*answer(self.text, self.buttons, left))
        assert "已登记" in self.text, (label, self.text)
        return self.text


@pytest.fixture
async def telegram(
    store_url: str, tmp_path: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[BotApi, Room]]:
    machine(monkeypatch, tmp_path)  # no LibreOffice in these tests
    api, store, keep = BotApi(), Store(store_url), Keep(tmp_path / "files")
    talk = Rongcuo(assistant, Workdays())
    app = App(store, talk, keep, office=gate_of(store))
    room = Room(store, app)
    printer = Printer(gate_of(store), OwnTemplates.under(tmp_path))
    bot = Service(TOKEN, await api.start(), app, store, talk, None, False, keep=keep, printer=printer)
    running = asyncio.create_task(bot.run())
    yield api, room
    bot.stop()
    await asyncio.wait_for(running, 15)
    store.close()
    await api.stop()


@pytest.mark.parametrize("region", WAYS)
async def test_a_case_goes_its_whole_way_by_telegram_s_buttons(
    telegram: tuple[BotApi, Room], region: str
) -> None:
    api, room = telegram
    number = room.case(region)
    staff = {who: Phone(api, who) for who in ("clerk", "leader")}
    await api.until(lambda: all("新申请" in one.text for one in staff.values()), SOON)
    for who, label, wanted in WAYS[region]:
        await staff[who].does("type", f"/queue {number}")
        await staff[who].does("press", spelled(number))
        await staff[who].takes(label, wanted)
    leader = staff["leader"]
    await leader.does("press", words.OPEN_AGAIN)
    while "归档" not in leader.buttons:
        await leader.takes(owed(leader.text, leader.buttons)[0])
        await leader.does("press", words.OPEN_AGAIN)
    assert "已归档" in await leader.takes("归档")
    assert room.state(number) == "closed"
    owner = Phone(api, "owner").user
    await owner.types("/status")
    for sign in ("作出结论：", "已经受理", "已经作出结论", "告知"):
        await api.until(lambda sign=sign: any(sign in one for one in api.texts(owner.chat)), SOON)  # type: ignore[misc]
    assert room.store.docket.audited()[1] == []
