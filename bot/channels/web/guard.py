"""What stands before every page: under which names it is reached, how much and how slowly one may send, and what a
browser is told not to do with an answer."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.refusing import NOT_THERE, TOO_MUCH, TOO_SLOW, Sorry
from bot.files import MOST

LOCAL = ("localhost",)
UNKNOWN_NAME = "这个网址打不开：这个名字还没有登记。要用这个名字，请管理员把它加进 RONGCUO_PAGE_NAMES。"
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with none at all a form would be sent from nowhere
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
BODY = 2**20
"""Bytes of what is no upload, and of what comes with one."""
UPLOADS = 5 * MOST + BODY
ADDRESS = 500
"""Characters of an address before its question: none of ours is longer, and a number of thousands of digits is none."""
SILENCE = 20.0
"""Seconds without a byte of what is being sent."""
PATIENCE, PACE = 60.0, 8 * 2**10
"""Seconds that anything may take to come, and bytes a second from then on at least."""


class Guard:
    """Around the whole application. `names`: of this machine, beside numbers and localhost: a number cannot be made to
    mean another machine, as a name can. `uploads`: how addresses begin to which files are sent."""

    def __init__(self, app: ASGIApp, names: Collection[str], uploads: Collection[str] = ()) -> None:
        self._app, self._names, self._uploads = app, {*names, *LOCAL}, tuple(uploads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sending = _told(send)
        if not self._is_ours(Headers(scope=scope).get("host", "")):
            await PlainTextResponse(UNKNOWN_NAME, 421)(scope, receive, sending)
            return
        if len(scope["path"]) > ADDRESS:
            await PlainTextResponse(NOT_THERE, 404)(scope, receive, sending)
            return
        most = UPLOADS if scope["path"].startswith(self._uploads) else BODY
        await _Body(self._app, most).run(scope, receive, sending)

    def _is_ours(self, host: str) -> bool:
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        return name.lower().rstrip(".") in self._names or _is_number(name)


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _told(send: Send) -> Send:
    """With what a browser is told with every answer; what is personal is kept nowhere."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in ALWAYS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return told


class _Body:
    """One request, of which no more and no more slowly than this is read."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most, self._got, self._over = app, most, 0, False
        self._began = asyncio.get_running_loop().time()
        self._answering = False

    async def run(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            self._answering = True
            await send(message)

        try:
            await self._app(scope, lambda: self._received(receive), sending)
        except Exception:
            if not self._answering:
                raise  # otherwise it was told and logged, without its text

    async def _received(self, receive: Receive) -> Message:
        if self._over:  # what comes now is that the reader went away
            return await receive()
        message = await self._soon(receive)
        self._got += len(message.get("body", b""))
        self._over = not message.get("more_body", False)
        if self._got > self._most:
            raise Sorry(413, TOO_MUCH)
        return message

    async def _soon(self, receive: Receive) -> Message:
        due = self._began + PATIENCE + self._got / PACE - asyncio.get_running_loop().time()
        try:
            return await asyncio.wait_for(receive(), max(0.0, min(SILENCE, due)))
        except TimeoutError:
            raise Sorry(408, TOO_SLOW) from None
