"""The bot as a program: with what it ends, what it logs, and by which way it reaches Telegram."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from bot.channels.quiet import MUTE, where
from bot.channels.telegram import proxy as proxies
from bot.channels.telegram.service import PARTS, Service
from bot.files import Keep
from bot.settings import SettingsError, load_settings
from dialogs.core import Card, State
from tests.harness.bot_api import TOKEN, BotApi
from tests.harness.person import User
from tests.harness.proxy import Proxy
from tests.harness.running import Bots, Repeating, eventually
from tests.harness.strange import ALWAYS

ROOT = Path(__file__).parents[2]
WORD = "钱小七收了烟"
"""What a user says, and what must stand in no log."""
PROXIED = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIED:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class Program:
    """One run of it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.log = ""
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process.stderr
        async for line in self._process.stderr:
            self.log += line.decode()

    async def ended(self, seconds: float = 20.0) -> int:
        async with asyncio.timeout(seconds):
            code = await self._process.wait()
            await self._reading
        return code

    async def stop(self) -> int:
        self._process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self.ended()


@pytest.fixture
async def begin(tmp_path: Path) -> AsyncIterator[Any]:
    begun: list[Program] = []

    async def started(root: str, **more: str) -> Program:
        set_ = {
            "RONGCUO_TELEGRAM_API_URL": root,
            "RONGCUO_TELEGRAM_TOKEN": TOKEN,
            "RONGCUO_DATA": str(tmp_path),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-X", "dev", "-W", "ignore::DeprecationWarning", "-m", "tests.harness.program",
            cwd=ROOT, env={**os.environ, **set_, **more}, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        begun.append(Program(process))
        return begun[-1]

    yield started
    for one in begun:
        await one.kill()


# ── how it ends ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("part", PARTS)
async def test_a_part_that_dies_ends_the_program_loudly(api: BotApi, begin: Any, part: str) -> None:
    program = await begin(await api.start(), DIES=part)
    assert await program.ended() == 1
    assert f"“{part}”意外停了，程序就此退出" in program.log
    assert "KeyError at program.py:" in program.log
    assert "甲乙丙" not in program.log
    assert "Traceback" not in program.log


async def test_a_wrong_token_is_told_and_nothing_is_left_open(api: BotApi, begin: Any) -> None:
    root = await api.start()
    program = await begin(root, RONGCUO_TELEGRAM_TOKEN="123456:wrong")
    assert await program.ended() == 2
    assert "Telegram 不认这个令牌" in program.log
    assert "Unclosed" not in program.log
    assert "123456:wrong" not in program.log


async def test_a_stop_while_telegram_is_away_ends_in_peace(begin: Any) -> None:
    program = await begin("http://127.0.0.1:9")
    await eventually(lambda: "连不上 Telegram" in program.log, 20)
    assert await program.stop() == 0
    assert "Unclosed" not in program.log


@pytest.mark.parametrize("address", [
    "http://127.0.0.1:8081/bot", "http://127.0.0.1:8081/bot/", f"https://api.telegram.org/bot{TOKEN}",
    "https://api.telegram.org/file/bot", "https://x.cn/api/bot123:ABC/",
])  # fmt: skip
def test_an_address_that_ends_with_bot_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("RONGCUO_TELEGRAM_API_URL", address)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "环境变量 RONGCUO_TELEGRAM_API_URL" in str(caught.value)
    assert "到 /bot 之前为止" in str(caught.value)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8081", "https://bot.example.cn", "https://x.cn/robot/api/", "https://x.cn/bots/a"],
)
def test_other_addresses_are_taken(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("RONGCUO_TELEGRAM_API_URL", address)
    assert load_settings().telegram_api_url == address


# ── what it logs ─────────────────────────────────────────────────────────────────────────────────
class Speaking(Repeating):
    """Fails with what was said in its errors."""

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        raise ValueError(query)


def loud(caplog: pytest.LogCaptureFixture) -> None:
    """Everything that is logged at the most detailed setting, as the program sets it for itself."""
    for name in MUTE:
        caplog.set_level(logging.CRITICAL + 1, name)
    caplog.set_level(logging.DEBUG, "rongcuo")


class Echoing:
    """A server that repeats in every error what it was sent, and half of its updates in broken JSON."""

    def __init__(self, api: BotApi) -> None:
        self.polls = self.sent = 0
        api.strange = self

    def __call__(self, method: str, given: dict[str, Any]) -> web.Response | None:
        self.polls += method == "getUpdates"
        self.sent += method == "sendMessage"
        if method == "getUpdates" and self.polls % 2:
            told = json.dumps({"ok": True, "result": [{"message": WORD}]}, ensure_ascii=False)
            return web.Response(text=told[:-2])
        if method == "sendMessage" and self.sent < 3:
            words = {"ok": False, "error_code": 500, "description": f"{given['text']} {WORD}"}
            return web.json_response(words, status=500)
        if method == "sendMessage" and "三" in given["text"]:
            words = {"ok": False, "error_code": 400, "description": f"Bad Request: {given['text']}"}
            return web.json_response(words, status=400)
        return None


async def test_no_word_of_a_user_is_in_any_log_whatever_comes(
    api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    loud(caplog)
    bots = Bots(await api.start(), f"sqlite:///{tmp_path / 'rongcuo.db'}", Keep(tmp_path / "files"))
    Echoing(api)
    await bots.start(Speaking(), admin=99)
    user = User(api, 1)
    await user.types("错")
    for text in (WORD, f"{WORD}三", f"{WORD}二"):
        await user.types(text)
        await api.push("inline_query", {"id": text, "from": {"id": 3}, "query": text})
    api.updates.append(
        {"update_id": 900, "message": {"text": {"词": WORD}, "chat": {"id": 1, "type": "private"}}}
    )
    api.updates.append({"update_id": 901, "message": {"text": WORD, "chat": WORD}})
    await eventually(lambda: any(f"{WORD}二" in text for text in api.texts(1)))
    await bots.end()
    assert "处理不了" in caplog.text
    assert "发送被拒绝（Telegram 不接受）" in caplog.text
    assert WORD not in caplog.text + "".join(api.texts(99))
    assert TOKEN not in caplog.text


async def test_no_word_of_a_user_is_in_the_log_of_the_program(api: BotApi, begin: Any) -> None:
    """As it stands in the terminal or the journal, at the most detailed setting, errors of every kind on the way."""
    Echoing(api)
    program = await begin(await api.start(), RONGCUO_LOG_LEVEL="DEBUG")
    user = User(api, 1)
    await user.types("错")
    await user.types(WORD)
    await eventually(lambda: any(WORD in text for text in api.texts(1)), 20)
    assert await program.stop() == 0
    assert "收消息受阻" in program.log
    assert WORD not in program.log
    assert TOKEN not in program.log


def test_an_error_is_told_by_its_kind_and_place() -> None:
    with pytest.raises(ValueError, match=WORD) as caught:
        raise ValueError(WORD)
    assert where(caught.value).startswith("ValueError at test_telegram_program.py:")


# ── the way to Telegram ──────────────────────────────────────────────────────────────────────────
async def served_by(api: BotApi) -> tuple[str, int]:
    place = urlsplit(await api.start())
    return str(place.hostname), int(place.port or 0)


@pytest.mark.parametrize("setting", ["RONGCUO_PROXY", "HTTP_PROXY"])
async def test_telegram_is_reached_by_the_proxy_that_is_set(api: BotApi, begin: Any, setting: str) -> None:
    """By a name that nobody but the proxy knows."""
    between = Proxy(await served_by(api))
    address = await between.start()
    program = await begin(
        "http://telegram.invalid", **{setting: address.replace("://", "://user:geh%40eim@")}
    )
    user = User(api, 1)
    await user.types("在吗")
    assert await user.reads(seconds=20) == ["1:在吗"]
    user.api.files["f"] = b"x"
    assert await program.stop() == 0
    await between.stop()
    assert f"经代理 {address} 连 Telegram" in program.log
    assert "geh" not in program.log
    assert all(line.split(" ")[1].startswith("http://telegram.invalid/") for line in between.asked)
    assert all("proxy-authorization: basic" in head for head in between.heads)


@pytest.mark.parametrize("setting", ["RONGCUO_PROXY", "HTTPS_PROXY"])
async def test_a_proxy_is_asked_to_connect_to_the_real_telegram(begin: Any, setting: str) -> None:
    between = Proxy(None)
    program = await begin("https://telegram.invalid", **{setting: await between.start()})
    await eventually(lambda: "连不上 Telegram" in program.log, 20)
    assert await program.stop() == 0
    await between.stop()
    assert between.asked[0].startswith("CONNECT telegram.invalid:443 ")


@pytest.mark.parametrize("setting", ["RONGCUO_PROXY", "HTTPS_PROXY"])
async def test_an_https_proxy_is_spoken_to_in_tls(begin: Any, setting: str) -> None:
    heard = asyncio.get_running_loop().create_future()

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(2)
        writer.close()
        if not heard.done():
            heard.set_result(first)

    between = await asyncio.start_server(hear, "127.0.0.1", 0)
    address = f"https://127.0.0.1:{between.sockets[0].getsockname()[1]}"
    program = await begin("https://telegram.invalid", **{setting: address})
    assert await asyncio.wait_for(heard, 20) == b"\x16\x03"  # how a handshake begins
    assert await program.stop() == 0
    between.close()
    assert f"经代理 {address} 连 Telegram" in program.log


def test_the_setting_goes_before_the_environment_and_no_proxy_is_honoured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://env.cn:3128")
    far, near = "https://api.telegram.org", "http://127.0.0.1:8081"
    found = proxies.chosen(far, "http://me:pw@set.cn:1")
    assert found == proxies.Proxy("http://me:pw@set.cn:1", "http://set.cn:1")
    assert "pw" not in repr(found)
    assert proxies.chosen(far, None) == proxies.Proxy("http://env.cn:3128", "http://env.cn:3128")
    assert proxies.chosen(near, None) is None
    monkeypatch.setenv("HTTP_PROXY", "http://env.cn:3128")
    assert proxies.chosen(near, None) is None  # no proxy reaches our own machine
    monkeypatch.setenv("NO_PROXY", "telegram.org")
    assert proxies.chosen(far, None) is None


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks4", "ftp"])
def test_a_proxy_that_cannot_be_used_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, scheme: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://me:geheim@127.0.0.1:1080")
    assert proxies.chosen("https://api.telegram.org", None) is None
    assert "既不是 http 代理也不是 https 代理" in caplog.text
    assert "RONGCUO_PROXY" in caplog.text
    assert "geheim" not in caplog.text


async def test_a_stopped_bot_leaves_no_session_open(api: BotApi, tmp_path: Path) -> None:
    bots = Bots(await api.start(), f"sqlite:///{tmp_path / 'rongcuo.db'}", Keep(tmp_path / "files"))
    api.strange = lambda method, _given: ALWAYS["a login page"]() if method == "getMe" else None
    await bots.start()
    await eventually(lambda: True)
    bot: Service = bots.bot
    await bots.end()
    assert bot._api._request._session is None
    assert bot._polling._request._session is None
