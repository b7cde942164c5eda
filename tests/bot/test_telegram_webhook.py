"""Telegram pushes: only who knows the secret is let in, and what was taken is durable before it is acknowledged."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.app import StoreUnavailable
from bot.channels.telegram.webhook import MOST, SHOWN, Hook, routes
from tests.bot.test_store import rows
from tests.harness.bot_api import TOKEN, BotApi
from tests.harness.person import User
from tests.harness.running import Bots, eventually

URL = "https://bot.example.cn/hook"


class Telegram:
    """Pushes what users do to one process."""

    def __init__(self, hook: Hook) -> None:
        self.hook = hook
        app = httpx.ASGITransport(Starlette(routes=routes(hook)))
        self._client = httpx.AsyncClient(transport=app, base_url="https://bot.example.cn")

    async def pushes(self, body: Any, secret: str | None = None, path: str = "/hook") -> int:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        shown = {SHOWN: (self.hook.secret if secret is None else secret).encode("latin-1")}
        return (await self._client.post(path, content=content, headers=shown)).status_code


@pytest.fixture
def hook() -> Hook:
    return Hook(URL, TOKEN)


@pytest.fixture
def telegram(hook: Hook) -> Telegram:
    return Telegram(hook)


async def said(api: BotApi, telegram: Telegram, text: str, chat: int = 1) -> int:
    """A user says it, and Telegram pushes it."""
    await User(api, chat).types(text)
    return await telegram.pushes(api.updates.pop())


async def test_what_is_pushed_is_answered_once_and_nothing_is_polled(
    api: BotApi, bots: Bots, hook: Hook, telegram: Telegram
) -> None:
    store = await bots.start(hook=hook)
    await eventually(lambda: api.pushes is not None)
    assert api.pushes
    assert (api.pushes["url"], api.pushes["secret_token"]) == (URL, hook.secret)
    assert await said(api, telegram, "一") == 200
    again = {"update_id": 1, "message": api.message(1, 1, text="一")}
    assert await telegram.pushes(again) == 200
    assert await said(api, telegram, "二") == 200
    await eventually(lambda: api.texts(1) == ["1:一", "2:二"])
    assert api.polls == 0
    assert rows(store, "SELECT count(*) FROM inbox") == [(2,)]


@pytest.mark.parametrize("secret", ["", "x", "\xe9"])
async def test_who_does_not_know_the_secret_is_not_let_in(telegram: Telegram, secret: str) -> None:
    taken: list[Any] = []

    async def take(updates: list[Any]) -> int:
        taken.append(updates)
        return 1

    telegram.hook.take = take
    assert await telegram.pushes({"update_id": 1}, secret) == 403
    assert taken == []


def test_all_processes_know_the_same_secret_and_nobody_reads_the_token_from_it() -> None:
    assert Hook(URL, TOKEN).secret == Hook(URL, TOKEN).secret != Hook(URL, TOKEN + "x").secret
    assert TOKEN not in Hook(URL, TOKEN).secret


async def test_nothing_is_acknowledged_that_is_not_kept(
    api: BotApi, bots: Bots, hook: Hook, telegram: Telegram
) -> None:
    assert await telegram.pushes({"update_id": 1}) == 503  # nobody takes it yet
    left = [None]

    def away(call: str, _given: Any) -> None:
        if call == "receive" and left:
            left.pop()
            raise StoreUnavailable("数据库暂时用不了。")

    await bots.start(hook=hook, fails=away)
    await User(api, 1).types("一")
    update = api.updates.pop()
    assert [await telegram.pushes(update) for _ in range(2)] == [503, 200]
    await eventually(lambda: api.texts(1) == ["1:一"])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"{}", b'{"update_id":true}', b"[" * 100_000])
async def test_what_nobody_can_read_is_not_asked_for_again(telegram: Telegram, body: bytes) -> None:
    assert await telegram.pushes(body) == 200


async def test_too_much_is_refused_and_other_addresses_are_not_there(telegram: Telegram) -> None:
    assert await telegram.pushes(b"x" * (MOST + 1)) == 413
    assert await telegram.pushes({}, path="/elsewhere") == 404


async def test_who_polls_after_a_webhook_was_set_takes_it_back(
    api: BotApi, bots: Bots, hook: Hook, telegram: Telegram
) -> None:
    api.pushes = {"url": URL}
    await bots.start()
    await User(api, 1).types("一")
    await eventually(lambda: api.texts(1) == ["1:一"])
    assert api.pushes is None
