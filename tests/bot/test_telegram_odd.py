"""What is none of the shapes that we know: updates, answers, lines. It costs nothing else."""

import asyncio
from typing import Any

import pytest
from telegram.error import BadRequest, NetworkError

from bot.channels.telegram.api import Api
from bot.channels.telegram.request import AiohttpRequest, TooBig, answered
from tests.bot.test_store import rows
from tests.harness.bot_api import BotApi
from tests.harness.person import User
from tests.harness.running import Bots

ODD: dict[str, Any] = {
    "no chat": {"message": {"message_id": 5, "text": "词"}},
    "text as a number": {"message": {"message_id": 5, "chat": {"id": 1, "type": "private"}, "text": 5}},
    "a chat of words": {"message": {"message_id": 5, "chat": "我", "text": "词"}},
    "a chat without a number": {"message": {"message_id": 5, "chat": {"type": "private"}, "text": "词"}},
    "a number of words": {"message": {"message_id": 5, "chat": {"id": "我"}, "text": "词"}},
    "a message of words": {"message": "词"},
    "a list": {"message": ["词"]},
    "a photo of words": {"message": {"message_id": 5, "chat": {"id": 1, "type": "private"}, "photo": "词"}},
    "a press of words": {"callback_query": "词"},
    "a press without a number": {"callback_query": {"data": "x", "message": {"chat": {"id": 1, "type": "private"}}}},
    "an inline query of nobody": {"inline_query": {"id": "1", "query": "词"}},
    "an inline query of words": {"inline_query": "词"},
    "a group without numbers": {"message": {"chat": {"id": -5, "type": "group"}, "text": "@rongcuo_bot 词"}},
    "an unknown kind": {"chat_boost": {"chat": {"id": 1}}},
    "an edited post of a channel": {"edited_channel_post": {"chat": {"id": -7, "type": "channel"}, "text": "词"}},
    "a post of a channel as a message": {"message": {"chat": {"id": -7, "type": "channel"}, "text": "词"}},
    "nothing": {},
}  # fmt: skip


@pytest.mark.parametrize("kind", ODD)
async def test_an_update_of_an_unforeseen_shape_costs_no_other(
    api: BotApi, bots: Bots, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = await bots.start()
    api.updates.append({"update_id": 900, **ODD[kind]})
    user = User(api, 2)
    await user.types("在吗")
    assert await user.reads() == ["1:在吗"]
    assert not bots.task.done()
    assert rows(store, "SELECT count(*) FROM inbox WHERE state = 'waiting'") == [(0,)]
    await bots.end()
    await bots.start()
    await user.types("还在吗")
    assert await user.reads() == ["2:还在吗"]
    assert "词" not in caplog.text


async def test_what_nobody_can_read_is_set_aside_and_its_writer_told(api: BotApi, bots: Bots) -> None:
    store = await bots.start(admin=99)
    api.updates.append({"update_id": 900, **ODD["text as a number"]})
    user = User(api, 1)
    await user.types("在吗")
    assert [text[:2] for text in await user.reads(2)] == ["抱歉", "1:"]
    assert rows(store, "SELECT state FROM inbox WHERE key = '900'") == [("set_aside",)]
    await api.until(lambda: bool(api.texts(99)))
    assert "消息 1 看不懂，已放在一边" in api.texts(99)[0]


async def test_a_press_as_another_emulator_sends_it_is_answered(api: BotApi, bots: Bots) -> None:
    await bots.start()
    await api.push(
        "callback_query", {"id": "q", "from": {"id": 1}, **ODD["a press without a number"]["callback_query"]}
    )
    assert await User(api, 1).reads() == ["按了x"]


async def test_a_number_as_words_is_a_number(api: BotApi, bots: Bots) -> None:
    await bots.start()
    await api.push(
        "message",
        {"message_id": "5", "chat": {"id": "7", "type": "private"}, "from": {"id": "7"}, "text": "在"},
    )
    assert await User(api, 7).reads() == ["1:在"]


# ── lines that are no HTTP ───────────────────────────────────────────────────────────────────────
RAW: dict[str, bytes] = {
    "nothing": b"",
    "rubbish": b"\x16\x03\x01 no http\r\n\r\n",
    "an unknown status": b"HTTP/1.1 999 X\r\nContent-Length: 2\r\n\r\n{}",
    "a body cut off": b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"ok":true,"res',
    "a chunk cut off": b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{"ok"',
    "chunks without a size": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
    "a length of words": b"HTTP/1.1 200 OK\r\nContent-Length: much\r\n\r\n{}",
    "more than there is memory": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{",
    "a header without an end": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000,
    "no deflate": b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: 4\r\n\r\nabcd",
}  # fmt: skip


@pytest.mark.parametrize("kind", RAW)
@pytest.mark.parametrize("method", ["getUpdates", "sendMessage", "file"])
async def test_whatever_a_line_brings_is_an_error_that_is_tried_again(kind: str, method: str) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(RAW[kind])
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    api = Api(f"http://127.0.0.1:{port}", "1:x", AiohttpRequest())
    await api.open()
    expected = (NetworkError, TooBig) if method == "file" else NetworkError
    try:
        with pytest.raises(expected):
            await (api.file("a/b", 100) if method == "file" else api.call(method, {"chat_id": 1}, 1.0))
    finally:
        await api.close()
        server.close()
        await server.wait_closed()


def test_an_answer_is_that_of_the_bot_api_or_an_error() -> None:
    good, bad = b'{"ok":true,"result":[]}', b'{"ok":false,"error_code":400,"description":"x"}'
    assert answered(200, good) == (200, good)
    assert answered(200, bad) == (400, bad)  # what it tells itself counts
    for status, body in ((200, b""), (502, good), (302, good), (200, b"[]")):
        with pytest.raises(NetworkError):
            answered(status, body)
    for status, body in ((413, b"<html>"), (413, b'{"ok":false,"error_code":413}')):
        with pytest.raises(BadRequest):
            answered(status, body)
