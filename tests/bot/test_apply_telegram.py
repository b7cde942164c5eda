"""A whole application on Telegram, over real HTTP: filled, handed over, looked at by staff, supplemented, withdrawn."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App
from bot.casework import codes
from bot.casework.people import INVITATION
from bot.channels.quiet import MUTE
from bot.channels.telegram.service import Service
from bot.files import Keep
from bot.store.applications import writing
from bot.store.mail import Store
from bot.store.records import Changes
from bot.workdays import Workdays
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.bot.test_store import rows
from tests.harness.bot_api import TOKEN, BotApi
from tests.harness.given import CODES
from tests.harness.office import gate_of
from tests.harness.person import User
from tests.harness.programs import machine

PDF = b"%PDF-1.7\n" + b"x" * 5_000
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(40)
NAME, COURSE = "钱七九号", "5月6日申请人乙缺一份非必要的证明，我先受理了。"
Office = Callable[[], Awaitable["Bureau"]]


class Bureau:
    """A running bot, its store, and one member of the staff who is not registered yet."""

    def __init__(self, api: BotApi, store: Store) -> None:
        self.api, self.store = api, store

    def invites(self, role: str = "clerk", region: str | None = None) -> str:
        code = CODES.code()
        until = datetime.now(UTC) + INVITATION
        self.store.write(Changes(writes=[writing.invited("李四", role, region, codes.hashed(code), until)]))
        return codes.grouped(code)

    async def sees(self, chat: int, sign: str) -> str:
        """The newest message of a chat that holds this, waiting for it."""
        await self.api.until(lambda: any(sign in text for text in self.api.texts(chat)), 15)
        return next(text for text in reversed(self.api.texts(chat)) if sign in text)


@pytest.fixture
async def office(
    tmp_path: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    machine(monkeypatch, tmp_path)  # the docx alone: no LibreOffice in these tests
    import asyncio

    running: list[tuple[Service, asyncio.Task[None], Store]] = []
    api = BotApi()
    root = await api.start()

    async def opened() -> Bureau:
        store, keep = Store(f"sqlite:///{tmp_path / 'rongcuo.db'}"), Keep(tmp_path / "files")
        talk = Rongcuo(assistant, Workdays())
        bot = Service(
            TOKEN, root, App(store, talk, keep, office=gate_of(store)), store, talk, None, False, keep=keep
        )
        running.append((bot, asyncio.create_task(bot.run()), store))
        return Bureau(api, store)

    yield opened
    for bot, task, store in running:
        bot.stop()
        await asyncio.wait_for(task, 15)
        store.close()
    await api.stop()


async def filled(bureau: Bureau, user: User) -> str:
    """丽水's form to its receipt; the number."""
    steps = (("types", "丽水", "记住了"), ("types", "/apply", "同意了再开始"), ("presses", "同意", "第 1 项"),
             ("types", "某某县民政局党组", "第 2 项"), ("presses", "以个人名义", "第 3 项"), ("types", NAME, "第 4 项"),
             ("types", "某某镇　公职人员", "第 5 项"), ("types", "2026-05-06", "第 6 项"), ("types", "容缺受理", "第 7 项"),
             ("types", COURSE, "第 8 项"), ("presses", "跳过", "第 9 项"), ("presses", "跳过", "第 10 项"),
             ("presses", "跳过", "第 11 项"), ("presses", "跳过", "第 12 项"), ("presses", "拿不准", "第 13 项"))  # fmt: skip
    for how, what, sign in steps:
        await getattr(user, how)(what)
        await bureau.sees(user.chat, sign)
    await user.sends_file(PDF, "../../etc/受理单.exe", "document")
    await bureau.sees(user.chat, "收下了：受理单.pdf")
    await user.sends_file(PNG, "", "photo", "现场照片")
    await bureau.sees(user.chat, "收下了：现场照片.png")
    await user.sends_file(b"MZ" + bytes(100), "老鼠.pdf", "document")
    await bureau.sees(user.chat, "这种文件收不了")
    for label, sign in (
        ("发完了", "第 14 项"),
        ("跳过", "核对一下"),
        ("提交", "确定吗"),
        ("确定提交", "编号："),
    ):
        await user.presses(label)
        told = await bureau.sees(user.chat, sign)
    return re.search(r"编号：(\d{3}-\d{3}-\d{3})", told)[1].replace("-", "")  # type: ignore[index]


async def test_an_application_goes_its_whole_way(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    for name in MUTE:  # as the program sets them for itself
        caplog.set_level(logging.CRITICAL + 1, name)
    caplog.set_level(logging.DEBUG)
    bureau = await office()
    worker, clerk = User(bureau.api, 71), User(bureau.api, 72)
    await clerk.types(f"/staff {bureau.invites()}")
    await bureau.sees(72, "登记好了：李四（经办）")
    number = await filled(bureau, worker)
    notice = await bureau.sees(72, "新申请 ")
    assert not [word for word in (NAME, COURSE, "容缺受理", "民政局") if word in notice]
    await bureau.api.until(lambda: any(chat == 71 for chat, *_ in bureau.api.documents))
    printed = next(
        content for chat, name, content in bureau.api.documents if chat == 71 and name.endswith(".docx")
    )
    assert NAME in zipfile.ZipFile(io.BytesIO(printed)).read("word/document.xml").decode()
    await clerk.presses("打开")
    assert COURSE in await bureau.sees(72, "校验码")
    await clerk.presses("下载申请表和材料")
    await bureau.api.until(lambda: len([1 for chat, *_ in bureau.api.documents if chat == 72]) == 3, 15)
    files = {name: content for chat, name, content in bureau.api.documents if chat == 72}
    assert (files["受理单.pdf"], files["现场照片.png"]) == (PDF, PNG)
    await clerk.presses("请申请人补充")
    await bureau.sees(72, "要请申请人补充什么")
    await clerk.types("请补充受理登记")
    await bureau.sees(72, "发出去吗")
    await clerk.presses("发给申请人")
    await bureau.sees(72, "已经记下并通知申请人")
    assert "请补充受理登记" in await bureau.sees(71, "需要补充材料")
    await worker.presses("去补充")
    await bureau.sees(71, "齐了按")
    await worker.sends_file(PDF + b"2", "登记.pdf", "document")
    await bureau.sees(71, "收下了：登记.pdf")
    await worker.presses("补好了")
    await bureau.sees(71, "补充已经交上去了")
    await bureau.sees(72, "的补充材料到了")
    row = bureau.store.docket.find(number)
    assert row
    case = bureau.store.docket.whole(row)
    assert ([one.name for one in case.pieces], [one.name for one in case.added]) == (
        ["受理单.pdf", "现场照片.png"], ["登记.pdf"])  # fmt: skip
    logged = caplog.text
    assert not [word for word in (TOKEN, NAME, COURSE, "受理单", "登记", "李四", "某某") if word in logged]
    assert not [
        body for (body,) in rows(bureau.store, "SELECT body FROM outbox WHERE state = 'sent'") if body != "{}"
    ]


@pytest.mark.parametrize(
    "data", ["review/open={}", "review/papers={}", "review/request={}", "status/see={}", "status/copy={}", "status/more={}",
             "status/gone={}", "status/renew={}"]
)  # fmt: skip
async def test_somebody_elses_button_is_refused_in_the_same_words_whether_or_not_the_case_exists(
    office: Office, data: str
) -> None:
    bureau = await office()
    worker, stranger = User(bureau.api, 71), User(bureau.api, 99)
    number = await filled(bureau, worker)
    before = bureau.store.docket.find(number)
    told = []
    for one in (number, "100000009"):
        await stranger.press_data(data.format(one), 1)
        await bureau.sees(99, "")
        if "review" in data:  # at once, before a word is written
            await bureau.sees(99, "办不了这件事")
        told.append([text.replace(number[:3], "#") for text in bureau.api.texts(99)])
        bureau.api.messages.clear()
    assert NAME not in str(told)
    assert COURSE not in str(told)
    after = bureau.store.docket.find(number)
    assert before
    assert after
    assert (before.state, before.version, before.code) == (after.state, after.version, after.code)
    assert not [1 for chat, *_ in bureau.api.documents if chat == 99]


async def test_staff_who_have_left_see_nothing_any_more(office: Office) -> None:
    bureau = await office()
    clerk, worker = User(bureau.api, 72), User(bureau.api, 71)
    await clerk.types(f"/staff {bureau.invites('leader')}")
    await bureau.sees(72, "登记好了")
    (member,) = bureau.store.docket.members()
    bureau.store.write(Changes(writes=[writing.departed(member)]))
    number = await filled(bureau, worker)
    await clerk.press_data(f"review/open={number}", 1)
    assert NAME not in await bureau.sees(72, "办不了这件事")
    assert "新申请 " not in str(bureau.api.texts(72))


async def test_guessing_codes_is_stopped_after_a_few(office: Office) -> None:
    bureau = await office()
    worker, stranger = User(bureau.api, 71), User(bureau.api, 99)
    number = await filled(bureau, worker)
    for _ in range(codes.TRIES_AN_HOUR):
        await stranger.types(f"/status {number} AAAA-CCCC-DDDD")
    await bureau.api.until(lambda: len(bureau.api.texts(99)) == codes.TRIES_AN_HOUR)
    assert set(bureau.api.texts(99)) == {bureau.api.texts(99)[0]}
    told = re.search(r"查询码：(\S+)", "\n".join(bureau.api.texts(71)))
    assert told
    await stranger.types(f"/status {number} {told[1]}")  # even the right one has to wait now
    await bureau.sees(99, "过一小时再试")
