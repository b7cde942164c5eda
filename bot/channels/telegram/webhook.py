"""Updates that Telegram pushes instead of being asked for them: who may push, and when it is told that they arrived.

Each process behind a proxy takes them; who sends for the bot tells Telegram where to push. The secret that Telegram has to
show is made from the token, so that all processes know the same one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import NetworkError, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.asides import why
from bot.channels.telegram.inbound import ALLOWED
from bot.channels.telegram.polling import Poller, Take, numbered
from bot.channels.telegram.waits import Stop, Waits
from bot.store.errors import StoreUnavailable

log = logging.getLogger("rongcuo.telegram")
SHOWN = "X-Telegram-Bot-Api-Secret-Token"
MOST = 2**20
"""Bytes of an update: it is far below that."""
AT_ONCE = 40
"""Updates that Telegram may push side by side; those of one chat it pushes one after the other."""


class Hook:
    """Where Telegram pushes to. `take` keeps updates; when it returns they may be acknowledged. It is set when there is
    somebody who takes them."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.secret = hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()
        self.take: Take | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


def routes(hook: Hook) -> list[Route]:
    """For the one server of the process."""

    async def push(request: Request) -> Response:
        shown = request.headers.get(SHOWN, "")
        if not hmac.compare_digest(shown.encode(), hook.secret.encode()):
            return Response(status_code=403)
        return Response(status_code=await _taken(hook, await _body(request)))

    return [Route(urlsplit(hook.url).path or "/", push, methods=["POST"])]


async def _body(request: Request) -> bytes | None:
    """None where it is too much."""
    found = b""
    async for piece in request.stream():
        found += piece
        if len(found) > MOST:
            return None
    return found


async def _taken(hook: Hook, body: bytes | None) -> int:
    """The status. What nobody can read comes again however often it is refused, so it is not."""
    if body is None:
        return 413
    try:
        updates = numbered([json.loads(body)])
    except (ValueError, RecursionError, NetworkError):
        log.warning("一条推送过来的消息看不懂，已略过")
        return 200
    try:
        if hook.take is None:
            return 503
        await hook.take(updates)
    except StoreUnavailable:
        return 503
    return 200


class Pushed:
    """In the place of a poller: tells Telegram where to push, and waits."""

    contested = False

    def __init__(self, api: Api, hook: Hook, stop: Stop, waits: Waits) -> None:
        self._api, self._hook, self._stop, self._waits = api, hook, stop, waits

    async def run(self) -> None:
        """Until stopped."""
        wait = self._waits.again
        while not self._stop:
            try:
                await self._stop.unless(self._announced())
                break
            except TelegramError as error:
                log.warning("没能告诉 Telegram 往哪里推送（%s），%.0f 秒后再试", why(error), wait)
                await self._stop.pause(wait)
                wait = min(wait * 2, self._waits.longest)
        await self._stop.wait()

    async def _announced(self) -> None:
        await self._api.call("setWebhook", {
            "url": self._hook.url, "secret_token": self._hook.secret, "allowed_updates": ALLOWED,
            "max_connections": AT_ONCE,
        })  # fmt: skip


def fetching(
    hook: Hook | None, api: Api, take: Take, tell: Callable[[str], None], stop: Stop, waits: Waits
) -> Poller | Pushed:
    """How updates come to `take`: pushed where there is a hook, else asked for."""
    if hook is None:
        return Poller(api, take, tell, stop, waits)
    hook.take = take
    return Pushed(api, hook, stop, waits)
