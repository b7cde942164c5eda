"""Files in and out on Telegram, over real HTTP: each is brought in once and whole, each goes out byte for byte."""

import asyncio
import json
import logging
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Container, Sequence
from dataclasses import asdict, replace
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any, cast

import pytest

from bot.app import App
from bot.app.decision import DEATHS
from bot.channels import quiet
from bot.channels.telegram import delivery, render
from bot.channels.telegram.inbound import brought, heard
from bot.channels.telegram.places import Place, key_of
from bot.channels.telegram.service import Service
from bot.channels.telegram.waits import Waits
from bot.files import MARK, Keep
from bot.store.applications import writing
from bot.store.mail import Store, StoreUnavailable
from bot.store.records import Changes, Draft, Incoming, Outgoing
from bot.store.tables.mail import FAILED, SENT
from dialogs.acts import Kept, NotKept, Piece
from dialogs.core import (
    Card,
    Cell,
    Event,
    Fetch,
    File,
    Form,
    Pressed,
    Reply,
    Said,
    Say,
    Sent,
    State,
    Turn,
    say,
)
from tests.bot.test_store import rows
from tests.harness.bot_api import MOST, TOKEN, BotApi
from tests.harness.person import User
from tests.harness.post import unsent
from tests.harness.programs import OFFICE, PAINTER, machine

Start = Callable[..., Awaitable[Service]]
Check = Callable[[], bool]
PDF = b"%PDF-1.7\n" + random.Random(1).randbytes(300_000)
QUICK = Waits(first=0.02, look=0.05, last=0.5)
FORM = Form("容错免责申请表", "容错免责申请表", "附件1", "2026年3月2日",
            ((Cell("申请人", label=True), Cell("李四", span=4)),), ("注：一式两份。",))  # fmt: skip


class Desk:
    """Has every file brought in, tells what came of it, and hands all of them out again."""

    def step(self, state: State, event: Event, *, private: bool = True, today: date | None = None) -> Turn:
        match event:
            case Sent(_, caption, File() as file):
                words = (Say(f"在取{caption}"),) if caption else ()
                return Turn(state, (Reply(words, fetch=Fetch(file, "草稿1")),))
            case Kept(_, _, piece):
                pieces = [*_pieces(state), asdict(piece)]
                shown = f"第{len(pieces)}件：{piece.name}，{piece.kind}，{piece.size}，{private}"
                return Turn(state.put("desk", {"pieces": pieces}), (say(shown),))
            case NotKept(draft, ref, name, why):
                return Turn(state, (say(f"没收到：{draft}，{bool(ref)}，{name}，{why}"),))
            case Said("全部"):
                papers = tuple(map(_piece, _pieces(state)))
                return Turn(state, (Reply((Say("都在这里"),), sheet=FORM, papers=papers),))
            case Said("交出来"):
                return Turn(state, (Reply((Say("都在这里"),), papers=tuple(map(_piece, _pieces(state)))),))
            case Said("表"):
                return Turn(state, (Reply((Say("填好了"),), sheet=FORM),))
            case Said(text):
                return Turn(state, (say(text),))
            case Pressed(data):
                return Turn(state, (say(f"按了{data}"),))
            case _:
                return Turn(state, ())

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        return ()


def _pieces(state: State) -> list[Any]:
    return list(state.of("desk").get("pieces") or [])  # type: ignore[arg-type]


def _piece(body: Any) -> Piece:
    return Piece(**body)


class Faulty(Store):
    """A store whose calls may be made to fail, before or after they are done."""

    fails: Callable[[str, Any], str | None] = staticmethod(lambda _call, _given: None)

    def receive(self, updates: Sequence[Incoming]) -> list[Incoming]:
        fault = self.fails("receive", updates)
        if fault == "before":
            raise StoreUnavailable("坏了")
        new = super().receive(updates)
        if fault == "after":
            raise StoreUnavailable("断了")
        return new

    def sent(self, ids: Sequence[int]) -> None:
        if self.fails("sent", ids):
            raise StoreUnavailable("坏了")
        super().sent(ids)

    def news(self, channel: str, known: Container[int]) -> list[Outgoing]:
        found = super().news(channel, known)
        if self.fails("news", None):
            time.sleep(0.2)  # what was read is old when it arrives
        return found


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    return Keep(tmp_path / "files")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'rongcuo.db'}"


@pytest.fixture
async def start(api: BotApi, keep: Keep, url: str) -> AsyncIterator[Callable[..., Awaitable[Faulty]]]:
    """Start a bot on the store of this test; returns the store. All are stopped at the end."""
    root = await api.start()
    running: list[tuple[Service, asyncio.Task[None], Faulty]] = []

    async def begin(keep: Keep | None = keep, admin: int | None = None, waits: Waits = QUICK) -> Faulty:
        store, talk = Faulty(url), Desk()
        bot = Service(TOKEN, root, App(store, talk), store, talk, admin, False, keep=keep, waits=waits)
        running.append((bot, asyncio.create_task(bot.run()), store))
        return store

    async def end() -> None:
        for bot, task, store in running:
            bot.stop()
            await asyncio.wait_for(task, 15)
            store.close()
        running.clear()

    begin.end = end  # type: ignore[attr-defined]
    yield begin
    await end()


def came(texts: list[str]) -> int:
    """How many files a chat was told to have come."""
    return sum(text.startswith("第") for text in texts)


def count(api: BotApi, method: str) -> int:
    return sum(one == method for one, _ in api.calls)


def files(keep: Keep) -> list[Path]:
    """What people handed in."""
    there = keep._folder.iterdir() if keep._folder.exists() else ()
    return sorted(file for file in there if file.name != MARK)


async def eventually(true: Check, seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


async def settled(start: Any, *stores: Any) -> None:
    """Until the outbox was looked through some times more, and whatever was found is sent; then the bots are ended."""
    looks: list[None] = []

    def counted(store: Any) -> Callable[[str, Any], str | None]:
        fails = store.fails

        def count(call: str, given: Any) -> str | None:
            looks.extend([None] * (call == "news"))
            return cast(str | None, fails(call, given))

        return count

    for store in stores:
        store.fails = counted(store)
    await eventually(lambda: len(looks) > 4, 10)
    await start.end()


def listen(caplog: pytest.LogCaptureFixture) -> None:
    """To all that is logged where it is logged most."""
    for name in quiet.MUTE:
        caplog.set_level(logging.CRITICAL + 1, name)
    caplog.set_level(logging.DEBUG)


def notice(url: str, chat: str, text: str, buttons: Any = (), unless: tuple[str, str] | None = None) -> None:
    """Put into the outbox as another process does it."""
    other = Store(url)
    other.write(Changes(writes=[writing.told(chat, text, buttons, unless)]))
    other.close()


class Deadly(Keep):
    """Some files kill the process that takes them in."""

    def keep(self, content: Sequence[bytes], name: str = "") -> Piece:
        if any(b"deadly" in piece for piece in content):
            os._exit(9)
        return super().keep(content, name)


def mortal(root: str, url: str, folder: str) -> None:
    """A bot in a process of its own, that may die of a file."""
    store, talk, keep = Store(url), Desk(), Deadly(Path(folder))
    asyncio.run(Service(TOKEN, root, App(store, talk), store, talk, paced=False, keep=keep).run())


def begin_mortal(*arguments: str) -> subprocess.Popen[bytes]:
    code = "import sys; from tests.bot.test_telegram_files import mortal; mortal(*sys.argv[1:])"
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=subprocess.DEVNULL)


# ── bringing in ──────────────────────────────────────────────────────────────────────────────────
MOVIE = b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + b"hdlr" + bytes(8) + b"vide" + bytes(500)


@pytest.mark.parametrize(("kind", "name", "content", "shown"), [
    ("document", "情况说明（终稿）.pdf", PDF, "情况说明（终稿）.pdf，pdf"),
    ("photo", "", b"\xff\xd8\xff" + bytes(999), "材料.jpg，jpg"),
    ("voice", "", b"OggS\0\x02" + bytes(20) + b"\x01.OpusHead" + bytes(99), "材料.ogg，ogg"),
    ("audio", "录音.mp3", b"ID3\x03\0\0\0\0\0\0" + bytes(99), "录音.mp3，mp3"),
    ("video", "现场.mp4", MOVIE, "现场.mp4，mp4"),
])  # fmt: skip
async def test_a_file_comes_in_whole_and_is_heard_of_once(
    api: BotApi, start: Start, keep: Keep, kind: str, name: str, content: bytes, shown: str
) -> None:
    await start()
    user = User(api, 7)
    await user.sends_file(content, name, kind)
    assert await user.reads() == [f"第1件：{shown}，{len(content)}，True"]
    assert [file.read_bytes() for file in files(keep)] == [content]
    assert count(api, "getFile") == count(api, "file") == 1


async def test_an_album_comes_in_piece_by_piece_in_order(api: BotApi, start: Start, keep: Keep) -> None:
    await start()
    user = User(api, 7)
    for number in range(1, 5):
        await user.sends_file(PDF + bytes(number), f"{number}.pdf")
    assert await user.reads(4) == [f"第{n}件：{n}.pdf，pdf，{len(PDF) + n}，True" for n in range(1, 5)]


async def test_a_file_that_is_told_of_twice_is_brought_in_once(api: BotApi, start: Start, keep: Keep) -> None:
    await start()
    user = User(api, 7)
    await user.sends_file(PDF, "甲.pdf")
    api.updates.append(api.updates[-1])
    await user.reads()
    await user.types("完")
    assert await user.reads() == ["完"]
    assert len(files(keep)) == 1


async def test_a_file_of_the_same_message_is_not_fetched_again_after_a_kill_before_it_was_marked(
    api: BotApi, start: Any, keep: Keep
) -> None:
    store = await start()
    store.fails = lambda call, _given: "before" if call == "sent" else None
    user = User(api, 7)
    await user.sends_file(PDF, "甲.pdf")
    assert len(await user.reads()) == 1
    await start.end()
    await start()
    await user.types("完")
    await eventually(lambda: "完" in api.texts(7))
    shown = Counter(api.texts(7))
    assert sum(text.startswith("第1件") for text in shown) == 1
    assert not any(text.startswith("第2件") for text in shown)
    assert len(files(keep)) == count(api, "file") == 1


async def test_a_kill_between_the_file_and_the_inbox_costs_a_second_fetch_and_no_second_word(
    api: BotApi, start: Any, keep: Keep
) -> None:
    store = await start()
    store.fails = lambda call, given: (
        "before" if call == "receive" and given[0].key.startswith("fetched:") else None
    )
    user = User(api, 7)
    await user.sends_file(PDF, "甲.pdf")
    await eventually(lambda: len(files(keep)) == 1)
    await start.end()
    await start()
    await user.types("交出来")
    await eventually(lambda: len(api.texts(7)) == 2)
    assert sum(text.startswith("第1件") for text in api.texts(7)) == 1
    await user.types("交出来")
    await eventually(lambda: bool(api.documents))
    assert api.documents == [(7, "甲.pdf", PDF)]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_database_that_is_away_for_a_moment_costs_no_second_fetch(
    api: BotApi, start: Start, keep: Keep, when: str
) -> None:
    """ "after": it was written, and the word of that was lost."""
    store: Any = await start()
    left = [when, when]
    store.fails = lambda call, given: (
        left.pop() if call == "receive" and given[0].key.startswith("fetched:") and left else None
    )
    user = User(api, 7)
    await user.sends_file(PDF, "甲.pdf")
    assert await user.reads() == [f"第1件：甲.pdf，pdf，{len(PDF)}，True"]
    await user.types("交出来")
    await eventually(lambda: bool(api.documents))
    assert api.documents == [(7, "甲.pdf", PDF)]
    assert len(files(keep)) == count(api, "file") == 1
    assert left == []


async def test_two_processes_that_bring_in_the_same_file_keep_one_of_it(
    api: BotApi, start: Any, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a new process starts before the old one has ended."""
    waits = replace(QUICK, longest=0.05, tries=1_000, last=5.0)
    meeting = threading.Barrier(2, timeout=15)
    first: Any = await start(waits=waits)

    def meet(call: str, given: Any) -> None:
        if call == "receive" and given[0].key.startswith("fetched:"):
            meeting.wait()

    user = User(api, 7)
    api.faults = lambda method, _arguments: "500" if method == "file" else None
    await user.sends_file(PDF, "甲.pdf")
    await eventually(lambda: count(api, "file") > 0)
    second: Any = await start(waits=waits)  # it finds the message in the outbox
    first.fails = second.fails = meet
    await eventually(lambda: count(api, "getFile") > 3)
    api.faults = lambda _method, _arguments: None
    await eventually(lambda: came(api.texts(7)) == 1 and len(files(keep)) == 1)
    await start.end()
    assert len(files(keep)) == came(api.texts(7)) == 1


# ── what does not come ───────────────────────────────────────────────────────────────────────────
async def test_a_file_that_is_said_to_be_too_big_is_not_asked_for(
    api: BotApi, start: Start, keep: Keep
) -> None:
    await start()
    user = User(api, 7)
    await user.sends_file(PDF, "大.pdf", file_size=MOST + 1)
    assert await user.reads() == ["没收到：草稿1，True，大.pdf，size"]
    assert count(api, "getFile") == count(api, "file") == len(files(keep)) == 0


async def test_a_file_that_telegram_does_not_hand_out_is_too_big(
    api: BotApi, start: Start, keep: Keep
) -> None:
    await start()
    user = User(api, 7)
    await user.sends_file(b"%PDF-" + bytes(MOST), "大.pdf", file_size=None)
    assert await user.reads() == ["没收到：草稿1，True，大.pdf，size"]
    assert count(api, "file") == len(files(keep)) == 0


async def test_the_largest_file_that_telegram_hands_out_comes_in(
    api: BotApi, start: Start, keep: Keep
) -> None:
    await start()
    user = User(api, 7)
    await user.sends_file(b"%PDF-1.7\n" + bytes(MOST - 9), "大.pdf")
    assert await user.reads() == [f"第1件：大.pdf，pdf，{MOST}，True"]
    assert files(keep)[0].stat().st_size == MOST


async def test_a_file_that_is_bigger_than_it_was_said_to_be_is_broken_off(
    api: BotApi, start: Start, keep: Keep
) -> None:
    api.faults = lambda method, _arguments: "endless" if method == "file" else None
    await start()
    user = User(api, 7)
    await user.sends_file(PDF, "大.pdf")
    assert await user.reads() == ["没收到：草稿1，True，大.pdf，size"]
    await eventually(lambda: api.downloading == 0)
    assert MOST / 2 < api.handed_out < 2 * MOST  # of five times as much
    assert files(keep) == []


@pytest.mark.parametrize(
    ("content", "why"), [(b"MZ\x90\0" + bytes(99), "kind"), (b"", "empty")], ids=["program", "empty"]
)
async def test_a_file_that_the_keep_does_not_take_is_told(
    api: BotApi, start: Start, keep: Keep, content: bytes, why: str
) -> None:
    await start()
    user = User(api, 7)
    await user.sends_file(content, "甲.exe")
    assert await user.reads() == [f"没收到：草稿1，True，甲.exe，{why}"]
    assert files(keep) == []


async def test_a_file_that_telegram_has_not_any_more_is_gone(api: BotApi, start: Start) -> None:
    await start()
    user = User(api, 7)
    await user.sends_file(PDF, "甲.pdf", file_id="nothing")
    assert await user.reads() == ["没收到：草稿1，True，甲.pdf，gone"]
    assert count(api, "getFile") == 0  # refused, and not asked for again


async def test_without_a_keep_nothing_is_brought_in(api: BotApi, start: Start) -> None:
    await start(keep=None)
    user = User(api, 7)
    await user.sends_file(PDF, "甲.pdf")
    assert await user.reads() == ["没收到：草稿1，True，甲.pdf，gone"]


# ── faults on the way ────────────────────────────────────────────────────────────────────────────
FAULTS = ["500", "cut", "short", "hang", "moved"]
NOT_YET = delivery.NOT_YET.format(name="“甲.pdf”")


@pytest.mark.parametrize("fault", [*FAULTS, "429"])
async def test_what_is_broken_off_is_fetched_again_until_it_is_whole(
    api: BotApi, start: Start, keep: Keep, fault: str
) -> None:
    left = [fault, fault]
    where = "getFile" if fault == "429" else "file"
    api.faults = lambda method, _arguments: left.pop() if method == where and left else None
    await start(waits=replace(QUICK, quiet=0.3))
    user = User(api, 7)
    await user.sends_file(PDF, "甲.pdf")
    first = [] if fault == "429" else [NOT_YET]  # told at the first failure, and once
    assert await user.reads(len(first) + 1) == [*first, f"第1件：甲.pdf，pdf，{len(PDF)}，True"]
    assert [file.read_bytes() for file in files(keep)] == [PDF]
    assert left == []


@pytest.mark.parametrize("fault", [*FAULTS, "endless"])
async def test_what_never_comes_is_given_up_and_the_token_is_in_no_log(
    api: BotApi,
    start: Start,
    keep: Keep,
    fault: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    api.faults = lambda method, _arguments: fault if method == "file" else None
    user = User(api, 7)
    listen(caplog)
    await start(admin=99, waits=replace(QUICK, tries=3, quiet=0.2))
    await user.sends_file(PDF, "私事.pdf")
    first = [] if fault == "endless" else [NOT_YET.replace("甲", "私事")]
    why = "size" if fault == "endless" else "gone"
    assert await user.reads(len(first) + 1) == [*first, f"没收到：草稿1，True，私事.pdf，{why}"]
    assert count(api, "file") == (1 if fault == "endless" else 3)
    assert files(keep) == []
    assert "given up" in caplog.text or fault == "endless"
    for secret in ("test-token", "私事"):
        assert secret not in caplog.text + "".join(api.texts(99))


async def test_a_server_that_is_not_there_leaves_no_token_in_the_log(
    url: str, keep: Keep, caplog: pytest.LogCaptureFixture
) -> None:
    """The error of a refused connection holds the address."""
    api, store, talk = BotApi(), Store(url), Desk()
    root = await api.start()
    listen(caplog)
    waits = replace(QUICK, tries=2)
    bot = Service(TOKEN, root, App(store, talk), store, talk, paced=False, keep=keep, waits=waits)
    user = User(api, 7)
    task = asyncio.create_task(bot.run())
    api.faults = lambda method, _arguments: "hang" if method == "getFile" else None
    await user.sends_file(PDF, "甲.pdf")
    await eventually(lambda: not api.updates)
    await api.stop()
    await eventually(lambda: "is given up" in caplog.text)
    bot.stop()
    await asyncio.wait_for(task, 15)
    store.close()
    assert "test-token" not in caplog.text


async def test_no_other_host_is_asked_for_a_file(api: BotApi, start: Start) -> None:
    other = BotApi()
    api.elsewhere = await other.start()
    other.files["file_0"] = PDF
    api.faults = lambda method, _arguments: "moved" if method == "file" else None
    await start(waits=replace(QUICK, tries=2))
    user = User(api, 7)
    await user.sends_file(PDF, "甲.pdf")
    assert await user.reads(2) == [NOT_YET, "没收到：草稿1，True，甲.pdf，gone"]
    await other.stop()
    assert other.calls == []


async def test_a_slow_file_holds_up_nobody_and_four_come_at_once(api: BotApi, start: Start) -> None:
    slow = asyncio.Event()
    api.faults = lambda method, _arguments: None if method != "file" or slow.is_set() else "hang"
    await start()
    users = [User(api, number) for number in range(1, 7)]
    for user in users:
        await user.sends_file(PDF, "甲.pdf")
    await api.until(lambda: api.downloading == 4)
    for user in [*users, User(api, 8)]:
        await user.types("在吗")
        assert await user.reads() == ["在吗"]
    assert (api.downloading, api.most_downloading) == (4, 4)


async def test_words_go_before_the_file_that_they_announce(api: BotApi, start: Start, keep: Keep) -> None:
    api.faults = lambda method, _arguments: "hang" if method == "file" else None
    await start()
    user = User(api, 7)
    await user.sends_file(PDF, "甲.pdf", caption="说明")
    await user.types("在吗")
    assert await user.reads(2) == ["在取说明", "在吗"]
    await api.until(lambda: api.downloading == 1)


async def test_a_stopped_bot_goes_on_with_a_file_at_its_next_start(
    api: BotApi, start: Any, keep: Keep
) -> None:
    api.faults = lambda method, _arguments: "hang" if method == "file" else None
    await start()
    user = User(api, 7)
    await user.sends_file(PDF, "甲.pdf", caption="说明")
    await api.until(lambda: api.downloading == 1)
    await start.end()
    assert not any("Sender" in repr(task) for task in asyncio.all_tasks())
    api.faults = lambda _method, _arguments: None
    await start()
    await eventually(lambda: f"第1件：甲.pdf，pdf，{len(PDF)}，True" in api.texts(7))
    assert len(files(keep)) == 1


# ── a file that the process dies of ──────────────────────────────────────────────────────────────
async def outlives(process: subprocess.Popen[bytes], true: Check) -> bool:
    """Whether the process is still there when this has become true."""
    await eventually(lambda: process.poll() is not None or true(), 20)
    return process.poll() is None


async def test_a_file_that_kills_the_process_is_given_up_and_later_ones_come_in(
    api: BotApi, url: str, keep: Keep
) -> None:
    where, user, deaths = (await api.start(), url, str(keep._folder)), User(api, 7), 0
    await user.sends_file(PDF + b"deadly", "甲.pdf")
    process = begin_mortal(*where)
    while not await outlives(process, lambda: bool(api.texts(7))):
        deaths += 1
        assert deaths <= DEATHS
        process = begin_mortal(*where)
    try:
        await user.sends_file(PDF, "乙.pdf")
        shown = await user.reads(2)
    finally:
        process.kill()
        process.wait()
    assert shown == ["没收到：草稿1，True，甲.pdf，gone", f"第1件：乙.pdf，pdf，{len(PDF)}，True"]
    assert (deaths, count(api, "file")) == (DEATHS, DEATHS + 1)


async def test_a_try_that_fails_counts_less_than_a_death_and_one_that_is_stopped_does_not_count(
    api: BotApi, start: Any, url: str
) -> None:
    left = ["500", "500", "500"]
    api.faults = lambda method, _arguments: (left.pop() if left else "hang") if method == "file" else None
    store = await start()
    await User(api, 7).sends_file(PDF, "甲.pdf")
    await api.until(lambda: count(api, "file") == 4 and api.downloading == 1)
    assert [one.tries for one in unsent(store)] == [
        3 + ceil(QUICK.tries / DEATHS)
    ]  # as it would stay after a kill
    await start.end()
    assert tries(url) == [3]


def tries(url: str) -> list[int]:
    """Of what is still in the outbox."""
    store = Store(url)
    found = [one.tries for one in unsent(store)]
    store.close()
    return found


# ── handing out ──────────────────────────────────────────────────────────────────────────────────
async def test_kept_files_are_handed_out_byte_for_byte_under_their_names(
    api: BotApi, start: Start, keep: Keep
) -> None:
    contents = [PDF, b"%PDF-1.4\n" + random.Random(2).randbytes(3_000_000)]
    names = ["关于“容缺受理”的情况说明 & 附件.pdf", "会议纪要 2.pdf"]
    await start()
    user = User(api, 7)
    for name, content in zip(names, contents, strict=True):
        await user.sends_file(content, name)
    await user.reads(2)
    await user.types("交出来")
    await api.until(lambda: len(api.documents) == 2)
    assert api.documents == [(7, name, content) for name, content in zip(names, contents, strict=True)]


async def test_a_kept_file_that_is_gone_is_told_and_the_others_come(
    api: BotApi, start: Start, keep: Keep
) -> None:
    await start()
    user = User(api, 7)
    await user.sends_file(PDF, "甲<b>.pdf")
    await user.reads()
    lost = files(keep)[0].name
    await user.sends_file(PDF + b"2", "乙.pdf")
    await user.reads()
    keep.delete([lost])
    await user.types("交出来")
    assert await user.reads(2) == ["都在这里", "材料“甲b.pdf”已经不在了。"]
    await api.until(lambda: len(api.documents) == 1)
    assert api.documents == [(7, "乙.pdf", PDF + b"2")]


async def test_a_kept_file_that_telegram_does_not_take_now_is_sent_again(api: BotApi, start: Start) -> None:
    left = ["500", "429"]
    api.faults = lambda method, _arguments: left.pop() if method == "sendDocument" and left else None
    await start()
    user = User(api, 7)
    await user.sends_file(PDF, "甲.pdf")
    await user.reads()
    await user.types("交出来")
    await api.until(lambda: bool(api.documents))
    assert api.documents == [(7, "甲.pdf", PDF)]
    assert left == []
    assert await user.reads() == ["都在这里"]


async def test_a_form_comes_in_all_its_kinds(
    api: BotApi, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(monkeypatch, tmp_path, soffice=OFFICE, pdftoppm=PAINTER)
    await start()
    await User(api, 7).types("表")
    await api.until(lambda: len(api.documents) == 3)
    assert [name for _, name, _ in api.documents] == [
        f"容错免责申请表.{one}" for one in ("docx", "pdf", "png")
    ]
    assert [content[:4] for _, _, content in api.documents][1:] == [b"%PDF", b"\x89PNG"]


@pytest.mark.parametrize(("refused", "sorry"), [
    (["2.pdf"], delivery.PAPER_REFUSED),
    (["1.pdf", "3.pdf"], delivery.PAPER_REFUSED),
    (["1.pdf", "2.pdf", "3.pdf"], delivery.PAPER_REFUSED),
    (["容错免责申请表.docx"], delivery.REFUSED),
])  # fmt: skip
async def test_what_telegram_refuses_of_a_reply_costs_nothing_else_of_it_and_is_told_once(
    api: BotApi, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: list[str], sorry: str
) -> None:
    machine(monkeypatch, tmp_path)
    api.faults = lambda method, arguments: (
        "400" if method == "sendDocument" and arguments["document"].filename in refused else None
    )
    store = await start(admin=99)
    user = User(api, 7)
    for number in range(1, 4):
        await user.sends_file(PDF + bytes(number), f"{number}.pdf")
    await user.reads(3)
    await user.types("全部")
    assert await user.reads(2) == ["都在这里", sorry]
    await user.types("在吗")
    assert await user.reads() == ["在吗"]
    names = ["容错免责申请表.docx", "1.pdf", "2.pdf", "3.pdf"]
    assert [name for _, name, _ in api.documents] == [name for name in names if name not in refused]
    await api.until(lambda: any("发送被拒绝" in text for text in api.texts(99)))
    await eventually(lambda: set(states(store)) == {SENT})


async def test_a_chat_in_which_telegram_refuses_everything_is_given_up_and_the_file_is_told_of(
    api: BotApi, start: Start
) -> None:
    api.faults = lambda method, arguments: "400" if arguments.get("chat_id") == "7" else None
    store = await start()
    user = User(api, 7)
    await user.types("在吗")
    await user.sends_file(PDF, "甲.pdf", caption="说明")
    # the answer, the words before the file, the word that it did not come
    await eventually(lambda: states(store) == [FAILED] * 3)
    other = User(api, 8)
    await other.types("在吗")
    assert await other.reads() == ["在吗"]
    assert count(api, "file") == 0


def states(store: Store) -> list[str]:
    """Of all messages, oldest first."""
    return [state for (state,) in rows(store, "SELECT state FROM outbox ORDER BY id")]


# ── what others put into the outbox ──────────────────────────────────────────────────────────────
async def test_a_notice_of_another_process_comes_once_with_its_buttons(
    api: BotApi, start: Any, url: str
) -> None:
    store = await start()
    user = User(api, 7)
    notice(url, "telegram:7", "收到一份新申请 <482-739-061> & 材料", [[("打开", "desk/open=482739061")]])
    assert await user.reads() == ["收到一份新申请 <482-739-061> & 材料"]
    await user.presses("打开")
    assert await user.reads() == ["按了desk/open=482739061"]
    await settled(start, store)
    assert len(api.texts(7)) == 2


async def test_notices_come_once_while_much_else_is_sent_and_what_is_read_is_old(
    api: BotApi, start: Any, url: str
) -> None:
    """Each is sent at the second try; a look begins before that, and ends after it with the row as it was."""
    refused: set[tuple[str, str]] = set()

    def once(method: str, arguments: dict[str, Any]) -> str | None:
        one = str(arguments.get("chat_id")), str(arguments.get("text"))
        if method != "sendMessage" or "通知" not in one[1] or one in refused:
            return None
        refused.add(one)
        return "500"

    api.faults = once
    store = await start(waits=replace(QUICK, first=0.12, last=5.0))
    store.fails = lambda call, _given: "slowly" if call == "news" else None
    users = [User(api, number) for number in range(1, 11)]
    for turn in range(8):
        for user in users:
            await user.types(f"句{turn}")
        for number in range(1, 6):
            await asyncio.to_thread(notice, url, f"telegram:{number}", f"通知{turn}")
    expected = Counter((n, f"句{turn}") for n in range(1, 11) for turn in range(8))
    expected += Counter((n, f"通知{turn}") for n in range(1, 6) for turn in range(8))
    await eventually(lambda: len(api.messages) >= sum(expected.values()), 10)
    await settled(start, store)
    assert Counter((chat, one["shown"]) for (chat, _), one in api.messages.items()) == expected


async def test_what_was_noticed_before_the_start_comes_and_other_surfaces_are_not_touched(
    api: BotApi, start: Any, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    notice(url, "terminal", "给终端")
    notice(url, "telegram:7", "给电报")
    running = await start()
    assert await User(api, 7).reads() == ["给电报"]
    notice(url, "web:1", "给网页")
    await settled(start, running)
    store = Store(url)
    left = unsent(store)
    store.close()
    assert [(one.chat, one.tries) for one in left] == [("terminal", 0), ("web:1", 0)]
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


async def test_looking_through_the_outbox_writes_nothing_and_sends_nothing_twice(
    api: BotApi, start: Start, url: str
) -> None:
    store: Any = await start()
    looks: list[str] = []
    store.fails = lambda call, _given: looks.append(call)
    api.faults = lambda method, _arguments: "hang" if method == "sendMessage" else None
    await User(api, 8).types("等着")
    await eventually(lambda: len(unsent(store)) == 1)
    looks.clear()
    notice(url, "terminal", "给终端")
    await eventually(lambda: looks.count("news") > 5)
    assert set(looks) == {"news"}
    assert [one.chat for one in unsent(store)] == ["telegram:8", "terminal"]


UNREACHED = "482-739-061 的申请人通知不到，请改用书面方式告知。"


def blocked(api: BotApi) -> None:
    api.blocked.add(7)


def fails(fault: str) -> Callable[[BotApi], None]:
    def so(api: BotApi) -> None:
        api.faults = lambda _method, arguments: fault if arguments.get("chat_id") == "7" else None

    return so


@pytest.mark.parametrize(
    "why", [blocked, fails("400"), fails("500")], ids=["blocked", "refused", "unreachable"]
)
async def test_whoever_counts_on_a_notice_is_told_once_that_it_cannot_be_delivered(
    api: BotApi, start: Any, url: str, why: Callable[[BotApi], None]
) -> None:
    why(api)
    await start(waits=replace(QUICK, tries=3))
    notice(url, "telegram:7", "结论下来了", unless=("telegram:72", UNREACHED))
    notice(url, "telegram:7", "没人要等的")
    clerk = User(api, 72)
    assert await clerk.reads() == [UNREACHED]
    await start.end()
    await start()
    await clerk.types("知道了")
    assert await clerk.reads() == ["知道了"]
    assert api.texts(7) == []
    await eventually(lambda: tries(url) == [])


async def test_a_notice_that_arrives_leads_to_no_other(api: BotApi, start: Any, url: str) -> None:
    store = await start()
    notice(url, "telegram:7", "结论下来了", unless=("telegram:72", UNREACHED))
    assert await User(api, 7).reads() == ["结论下来了"]
    await settled(start, store)
    assert api.texts(72) == []


def test_what_follows_from_giving_up_is_written_with_it_and_once(store: Store) -> None:
    store.write(Changes(writes=[writing.told("telegram:7", "结论下来了")]))
    (one,) = unsent(store)
    for _ in range(2):
        store.failed(one.id, "blocked", None, [writing.told("terminal", UNREACHED)])
    assert [(left.chat, left.body["reply"]["parts"][0]["say"]) for left in unsent(store)] == [
        ("terminal", UNREACHED)
    ]


def test_tries_are_counted_ahead_and_taken_back_while_a_message_waits(store: Store) -> None:
    store.write(Changes(writes=[writing.told("telegram:7", "结论下来了")]))
    (one,) = unsent(store)
    for count, after in ((2, 2), (2, 4), (-2, 2)):
        store.count_tries(one.id, count)
        assert [left.tries for left in unsent(store)] == [after]
    store.sent([one.id])
    store.count_tries(one.id, 2)
    assert rows(store, "SELECT tries FROM outbox") == [(2,)]


async def test_a_notice_that_cannot_be_read_holds_up_no_other(
    api: BotApi, start: Start, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    await start()
    store = Store(url)
    bad = Draft(None, 0, "telegram:7", json.dumps({"reply": {"parts": ["坏的"]}}))
    store.write(Changes(drafts=[bad, replace(bad, position=1, body='"坏的"')]))
    store.close()
    notice(url, "telegram:nobody", "没有这个人")
    notice(url, "telegram:7", "好的")
    assert await User(api, 7).reads() == ["好的"]
    assert "坏的" not in caplog.text


async def test_a_process_that_may_not_fetch_leaves_notices_to_the_one_that_may(
    api: BotApi, start: Any, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    first = await start()
    await User(api, 1).types("在")
    await User(api, 1).reads()
    second = await start()
    await eventually(lambda: "另一个程序" in caplog.text)
    for number in range(20):
        notice(url, "telegram:7", f"通知{number}")
    await api.until(lambda: len(api.texts(7)) >= 20)
    await settled(start, first, second)
    assert len(api.texts(7)) == 20


# ── the pure parts ───────────────────────────────────────────────────────────────────────────────
def _heard(**body: Any) -> Any:
    found = heard({"message": {"chat": {"id": 5, "type": "private"}, **body}}, "rongcuo_bot", 1)
    assert found
    return found.event


def test_of_a_photo_the_largest_size_is_taken() -> None:
    sizes = [{"file_id": "s", "width": 90, "height": 60, "file_size": 900},
             {"file_id": "l", "width": 1280, "height": 960}, {"file_id": "m", "width": 320, "height": 240}]  # fmt: skip
    assert _heard(photo=sizes, caption="看") == Sent("photo", "看", File("l"))


def test_what_a_file_is_called_is_fit_to_be_stored() -> None:
    told = {"file_id": "x", "file_name": "甲\u202e\x00\ud800\n乙.pdf", "file_size": 9}
    assert _heard(document=told) == Sent("document", "", File("x", "甲 乙.pdf", 9))
    assert _heard(voice={"file_id": "v"}) == Sent("voice", "", File("v"))


@pytest.mark.parametrize("body", [{"sticker": {"file_id": "x"}}, {"location": {}}, {"video_note": {"file_id": "x"}},
                                  {"photo": []}, {"document": {}}])  # fmt: skip
def test_what_cannot_be_brought_in_has_no_file(body: dict[str, Any]) -> None:
    assert _heard(**body) == Sent(next(iter(body)))


def test_a_file_that_came_or_did_not_is_heard_as_it_was_put_down() -> None:
    piece = Piece("ab" * 16, "甲.pdf", "pdf", 9, "0" * 64)
    for outcome in (Kept("草稿", "ref", piece), NotKept("草稿", "ref", "甲.pdf", "size")):
        update = json.loads(json.dumps(brought(outcome, "telegram:7")))
        found = heard(update, "rongcuo_bot", 1)
        assert found
        assert (found.event, found.place, found.private) == (outcome, Place(7), True)
        assert found.key == key_of(update) == "telegram:7"


def test_what_another_version_put_down_is_passed_over() -> None:
    for body in ({"kept": {"draft": "x"}}, {"not_kept": {"new": 1}}, {"kept": None}):
        assert heard({"chat": "telegram:7", **body}, "rongcuo_bot", 1) is None


def test_a_reply_that_only_fetches_shows_nothing_and_others_fetch_last() -> None:
    fetch = Fetch(File("ref", "甲.pdf", 9), "草稿")
    call = {"method": "getFile", "chat_id": 7,
            "fetch": {"ref": "ref", "name": "甲.pdf", "size": 9, "draft": "草稿"}}  # fmt: skip
    assert render.calls(Reply((), fetch=fetch, edit=True), Place(7, edits=3)) == [call]
    paper = Piece("ab" * 16, "乙.pdf", "pdf", 9, "0" * 64)
    methods = [
        one["method"] for one in render.calls(Reply((Say("好"),), papers=(paper,), fetch=fetch), Place(7))
    ]
    assert methods == ["sendMessage", "sendDocument", "getFile"]
