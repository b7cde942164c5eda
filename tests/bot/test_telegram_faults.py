"""Nothing that a network or a proxy does ends the bot or costs a reply: over real HTTP, against a server that fails."""

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.channels.telegram.api import Api
from bot.channels.telegram.polling import CONTESTED, OVER, Contest, Poller, numbered
from bot.channels.telegram.request import AiohttpRequest, TooBig, answered
from bot.channels.telegram.waits import LONGEST_REST, Stop, Waits, told
from bot.files import Keep
from bot.store.applications import writing
from bot.store.mail import Changes, Store, StoreUnavailable
from dialogs.core import Event, State, Turn
from tests.bot.test_store import rows
from tests.harness.bot_api import TOKEN, BotApi, User
from tests.harness.running import Bots, Repeating, eventually
from tests.harness.strange import ALWAYS, REFUSALS

SENDING = ALWAYS | REFUSALS


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    server = BotApi()
    yield server
    await server.stop()


@pytest.fixture
async def bots(api: BotApi, tmp_path: Path) -> AsyncIterator[Bots]:
    found = Bots(await api.start(), f"sqlite:///{tmp_path / 'rongcuo.db'}", Keep(tmp_path / "files"))
    yield found
    await found.end()


def times(method: str, answer: Any, count: int) -> Any:
    """This answer to the first calls of a method."""
    left = [answer] * count
    return lambda called, _arguments: left.pop()() if called == method and left else None


# ── fetching ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("kind", ALWAYS)
async def test_a_poll_that_brings_no_answer_of_telegrams_is_asked_again(
    api: BotApi, bots: Bots, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.strange = times("getUpdates", ALWAYS[kind], 3)
    await bots.start()
    user = User(api, 1)
    await user.types("在吗")
    assert await user.reads() == ["1:在吗"]
    assert not bots.task.done()
    assert "收消息受阻" in caplog.text


@pytest.mark.parametrize("code", ["401", "404"])
async def test_a_token_that_is_refused_later_is_told_and_tried_on(
    api: BotApi, bots: Bots, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.strange = times("getUpdates", REFUSALS[code], 2)
    await bots.start()
    user = User(api, 1)
    await user.types("在吗")
    assert await user.reads() == ["1:在吗"]
    assert "不再认这个令牌" in caplog.text


@pytest.mark.parametrize("kind", ALWAYS)
async def test_a_start_behind_a_login_page_waits_until_it_is_open(
    api: BotApi, bots: Bots, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.strange = times("getMe", ALWAYS[kind], 2)
    await bots.start()
    user = User(api, 1)
    await user.types("在吗")
    assert await user.reads() == ["1:在吗"]
    assert "连不上 Telegram" in caplog.text


async def test_an_update_without_a_number_costs_no_other(api: BotApi, bots: Bots) -> None:
    def says(text: str, number: int = 1) -> Any:
        return {"message": api.message(number, number, text=text)}

    odd = [{"update_id": one, **says("不是编号")} for one in (True, -5, 2**70, 1.5, None, "x", [])]
    words = {"update_id": "700", **says("数字写成了字")}
    api.do_getupdates = _once([says("没有编号"), *odd, words, {"update_id": 701, **says("在吗", 2)}])  # type: ignore[method-assign]
    await bots.start()
    assert await User(api, 2).reads() == ["1:在吗"]
    await eventually(lambda: api.texts(1) == ["1:数字写成了字"])
    await bots.end()
    assert api.texts(1) == ["1:数字写成了字"]


def _once(updates: list[Any]) -> Any:
    """A server that hands this out once and then has nothing."""
    left = [updates]

    async def poll(_arguments: Any) -> Any:
        await asyncio.sleep(0.05)
        return left.pop() if left else []

    return poll


def test_updates_of_which_none_has_a_number_are_no_answer() -> None:
    with pytest.raises(NetworkError):
        numbered([{"message": {}}, 7, None])
    assert numbered([{"update_id": "5"}, {"update_id": 6, "x": 1}, "x"]) == [
        {"update_id": 5},
        {"update_id": 6, "x": 1},
    ]


async def test_what_is_fetched_is_acknowledged_only_when_it_is_kept(api: BotApi, bots: Bots) -> None:
    """A database that is away for a moment costs nothing."""
    left = [None, None]

    def away(call: str, _given: Any) -> None:
        if call == "receive" and left:
            left.pop()
            raise StoreUnavailable("坏了")

    store = await bots.start()
    store.fails = away
    user = User(api, 1)
    await user.types("一")
    await user.types("二")
    assert await user.reads(2) == ["1:一", "2:二"]
    assert not left


@pytest.mark.parametrize("answer", [[], [{"update_id": 5, "message": {}}]], ids=["nothing", "the same"])
async def test_a_server_that_answers_every_poll_at_once_is_not_asked_without_a_pause(answer: Any) -> None:
    """By a clock of the test's own: so many polls take so many pauses."""
    now, polls, stop = [100.0], [0], Stop()

    class Server:
        async def call(self, *_given: Any) -> Any:
            polls[0] += 1
            now[0] += 0.001
            if polls[0] == 50:
                stop.now()
            return answer

    async def pause(seconds: float) -> None:
        now[0] += seconds

    async def take(updates: Any) -> int:
        return 0

    stop.pause = pause  # type: ignore[method-assign]
    await Poller(Server(), take, lambda _words: None, stop, Waits(floor=0.5), lambda: now[0]).run()  # type: ignore[arg-type]
    assert polls[0] == 50
    assert now[0] - 100.0 >= 49 * 0.5


async def test_news_are_fetched_without_a_pause() -> None:
    polls, stop, paused = [0], Stop(), list[float]()

    class Server:
        async def call(self, *_given: Any) -> Any:
            polls[0] += 1
            if polls[0] == 50:
                stop.now()
            return [{"update_id": polls[0], "message": {}}]

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    async def take(updates: Any) -> int:
        return len(updates)

    stop.pause = pause  # type: ignore[method-assign]
    await Poller(Server(), take, lambda _words: None, stop, Waits(), lambda: 1.0).run()  # type: ignore[arg-type]
    assert len(paused) <= 1  # the one that was cut off by the end


# ── two programs with one token ──────────────────────────────────────────────────────────────────
def test_a_contest_is_told_once_when_it_lasts_though_each_program_has_its_turns() -> None:
    contest = Contest(120)
    assert [contest.met(1_000.0 + at) for at in (0, 1, 30, 119, 120, 150, 400)] == [False] * 4 + [
        True,
        False,
        False,
    ]
    later = 1_400.0 + OVER
    assert [contest.met(later + at) for at in (0, 60, 121, 122)] == [False, False, True, False]
    assert [Contest(120).met(at) for at in (0.0,)] == [False]


async def test_two_programs_on_one_token_are_told_to_the_admin_chat_once(api: BotApi, bots: Bots) -> None:
    await bots.start(admin=99, contest=0.1)
    await User(api, 1).types("在")
    await User(api, 1).reads()
    api.strange = lambda method, _arguments: REFUSALS["409"]() if method == "getUpdates" else None
    await User(api, 1).types("还在")
    await api.until(lambda: bool(api.texts(99)))
    before = api.polls
    await eventually(lambda: api.polls > before + 5)
    assert api.texts(99) == [CONTESTED.format(minutes=1)]


# ── sending ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("kind", SENDING)
async def test_a_reply_that_is_not_taken_is_kept_and_comes_before_later_ones(
    api: BotApi, bots: Bots, kind: str
) -> None:
    api.strange = times("sendMessage", SENDING[kind], 3)
    store = await bots.start()
    user = User(api, 1)
    for text in ("一", "二", "三"):
        await user.types(text)
    assert await user.reads(3) == ["1:一", "2:二", "3:三"]
    await eventually(lambda: rows(store, "SELECT count(*) FROM outbox WHERE state != 'sent'") == [(0,)])


async def test_a_reply_outlives_more_failures_than_a_day_has_minutes(api: BotApi, bots: Bots) -> None:
    """As many tries as a day of them takes, without the waiting."""
    assert Waits().tries * Waits().longest * 0.8 > 24 * 3600
    away = [True]
    api.faults = lambda method, _arguments: "500" if method == "sendMessage" and away[0] else None
    store = await bots.start(first=0.0005, longest=0.0005)
    user = User(api, 1)
    await user.types("回执")
    await eventually(lambda: rows(store, "SELECT count(*) FROM outbox WHERE tries >= 50") == [(1,)])
    away[0] = False
    assert await user.reads() == ["1:回执"]


async def test_being_told_to_wait_is_no_try(api: BotApi, bots: Bots) -> None:
    api.strange = times("sendMessage", flood, 30)
    store = await bots.start(tries=3)
    user = User(api, 1)
    await user.types("回执")
    assert await user.reads() == ["1:回执"]
    assert rows(store, "SELECT tries FROM outbox") == [(0,)]


def flood() -> web.Response:
    body = {"ok": False, "error_code": 429, "parameters": {"retry_after": 0.01}}
    return web.json_response(body, status=429)


async def test_what_is_given_up_in_the_end_is_told_to_the_admin_chat(
    api: BotApi, bots: Bots, caplog: pytest.LogCaptureFixture
) -> None:
    api.faults = lambda method, a: "500" if method == "sendMessage" and a["chat_id"] == "1" else None
    store = await bots.start(admin=99, tries=3)
    await User(api, 1).types("私话")
    await api.until(lambda: bool(api.texts(99)))
    assert "一条要发的消息送不到，已经放弃（unreachable）" in api.texts(99)[0]
    await eventually(
        lambda: rows(store, "SELECT state, last_error FROM outbox") == [("failed", "unreachable")]
    )
    assert "已经放弃" in caplog.text
    assert "私话" not in caplog.text + "".join(api.texts(99))


async def test_somebody_who_left_is_no_news_for_the_admin_chat(api: BotApi, bots: Bots) -> None:
    api.blocked.add(1)
    store = await bots.start(admin=99)
    await User(api, 1).types("走了")
    await eventually(lambda: rows(store, "SELECT state, last_error FROM outbox") == [("failed", "blocked")])
    await User(api, 2).types("在")
    await User(api, 2).reads()
    assert api.texts(99) == []


async def test_what_is_too_large_for_a_proxy_is_refused_and_not_tried_for_a_day(
    api: BotApi, bots: Bots
) -> None:
    api.strange = lambda method, a: (
        web.Response(status=413, text="<html>413</html>")
        if method == "sendMessage" and a["chat_id"] == "1"
        else None
    )
    store = await bots.start(admin=99)
    await User(api, 1).types("大")
    await eventually(lambda: rows(store, "SELECT state, last_error FROM outbox") == [("failed", "refused")])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_other_host_is_told_what_was_to_be_sent(api: BotApi, bots: Bots, status: int) -> None:
    other = BotApi()
    there = await other.start()

    def moved(method: str, _arguments: Any) -> web.Response | None:
        to = {"Location": f"{there}/bot{TOKEN}/{method}"}
        return (
            web.Response(status=status, headers=to)
            if method == "sendMessage" and left and left.pop()
            else None
        )

    left = [True, True]
    api.strange = moved
    await bots.start()
    user = User(api, 1)
    await user.types("在吗")
    assert await user.reads() == ["1:在吗"]
    await other.stop()
    assert (other.calls, other.messages, left) == ([], {}, [])


async def test_a_clock_that_was_put_back_does_not_hold_a_reply_for_a_year(api: BotApi, bots: Bots) -> None:
    store = Store(bots.url)
    store.write(Changes(writes=[writing.told("telegram:1", "结论下来了")]))
    (one,) = store.unsent()
    store.failed(one.id, "NetworkError", datetime.now(UTC) + timedelta(seconds=LONGEST_REST, days=400))
    store.close()
    slept = list[float]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.channels.telegram.delivery.asyncio.sleep", _counting(slept))
        await bots.start()
        assert await User(api, 1).reads() == ["结论下来了"]
    assert max(seconds for seconds in slept if seconds != Waits().tidy) == LONGEST_REST


def _counting(slept: list[float]) -> Any:
    """Sleeps no long time, and tells how long it should have been."""
    real = asyncio.sleep

    async def sleep(seconds: float, *_more: Any) -> None:
        slept.append(seconds)
        await real(min(seconds, 0.05))

    return sleep


# ── the books ────────────────────────────────────────────────────────────────────────────────────
async def test_a_chat_goes_on_after_what_was_sent_could_not_be_written_down(api: BotApi, bots: Bots) -> None:
    left = [None, None]

    def away(call: str, _given: Any) -> None:
        if call == "sent" and left:
            left.pop()
            raise StoreUnavailable("坏了")

    store = await bots.start()
    store.fails = away
    user = User(api, 1)
    for text in ("一", "二", "三"):
        await user.types(text)
    assert await user.reads(3) == ["1:一", "2:二", "3:三"]
    assert not left


async def test_what_was_sent_and_not_yet_written_down_is_written_at_the_stop(api: BotApi, bots: Bots) -> None:
    """Otherwise it comes twice."""
    away, tried = [True], list[str]()

    def fails(call: str, _given: Any) -> None:
        if call == "sent" and away[0]:
            tried.append(call)
            raise StoreUnavailable("坏了")

    store = await bots.start(again=60.0, last=0.1)  # it does not try again by itself
    store.fails = fails
    user = User(api, 1)
    await user.types("一")
    await user.reads()
    await eventually(lambda: bool(tried))
    away[0] = False
    await bots.end()
    await bots.start()
    await user.types("二")
    assert await user.reads() == ["2:二"]
    assert Counter(api.texts(1)) == {"1:一": 1, "2:二": 1}


async def test_a_database_that_is_away_at_the_start_is_waited_for(
    api: BotApi, bots: Bots, caplog: pytest.LogCaptureFixture
) -> None:
    await bots.start()
    user = User(api, 1)
    api.faults = lambda method, _arguments: "500" if method == "sendMessage" else None
    await user.types("一")
    await eventually(lambda: "waits" in caplog.text)
    await bots.end()
    api.faults = lambda _method, _arguments: None
    left = [None, None]

    def away(call: str, _given: Any) -> None:
        if call == "unsent" and left:
            left.pop()
            raise StoreUnavailable("数据库暂时用不了。")

    await bots.start(fails=away)
    await user.types("二")
    assert await user.reads(2) == ["1:一", "2:二"]
    assert "数据库暂时用不了。0 秒后再试。" in caplog.text


class Held(Repeating):
    """Answers when it is let go."""

    def __init__(self) -> None:
        self.asked, self.go = threading.Event(), threading.Event()

    def step(self, state: State, event: Event, **more: Any) -> Turn:
        self.asked.set()
        assert self.go.wait(10)
        return super().step(state, event, **more)


async def test_what_is_being_answered_at_the_stop_is_still_sent(api: BotApi, bots: Bots) -> None:
    talk = Held()
    await bots.start(talk, last=8.0)
    await User(api, 1).types("停之前")
    await asyncio.to_thread(talk.asked.wait, 10)
    bots.bot.stop()
    ending = asyncio.create_task(bots.end())
    await asyncio.sleep(0)
    talk.go.set()
    await ending
    assert api.texts(1) == ["1:停之前"]


# ── what is heard ────────────────────────────────────────────────────────────────────────────────
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
    assert rows(store, "SELECT state FROM inbox WHERE update_id = 900") == [("set_aside",)]
    await api.until(lambda: bool(api.texts(99)))
    assert "消息 900 看不懂，已放在一边" in api.texts(99)[0]


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


# ── the pure parts ───────────────────────────────────────────────────────────────────────────────
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


def test_a_server_may_tell_us_to_wait_for_an_hour_and_not_for_ever() -> None:
    assert [told(RetryAfter(seconds)) for seconds in (-5, 0, 7, 10**9)] == [0, 0, 7, LONGEST_REST]
