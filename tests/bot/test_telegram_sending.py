"""Sending: nothing that a network does costs a reply or its place; over real HTTP, against a server that fails."""

import asyncio
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from telegram.error import RetryAfter

from bot.channels.telegram.waits import LONGEST_REST, Waits, told
from bot.store.applications import writing
from bot.store.mail import Changes, Store, StoreUnavailable
from dialogs.core import Event, State, Turn
from tests.bot.test_store import rows
from tests.harness.bot_api import TOKEN, BotApi
from tests.harness.person import User
from tests.harness.post import unsent
from tests.harness.running import Bots, Repeating, eventually, instead
from tests.harness.strange import ALWAYS, REFUSALS

SENDING = ALWAYS | REFUSALS


@pytest.mark.parametrize("kind", SENDING)
async def test_a_reply_that_is_not_taken_is_kept_and_comes_before_later_ones(
    api: BotApi, bots: Bots, kind: str
) -> None:
    api.strange = instead("sendMessage", SENDING[kind], 3)
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
    api.strange = instead("sendMessage", flood, 30)
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
    (one,) = unsent(store)
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
        if call == "free" and left:
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


def test_a_server_may_tell_us_to_wait_for_an_hour_and_not_for_ever() -> None:
    assert [told(RetryAfter(seconds)) for seconds in (-5, 0, 7, 10**9)] == [0, 0, 7, LONGEST_REST]
