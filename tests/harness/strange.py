"""What may come in place of an answer of the Bot API: from login pages, proxies, broken lines, other people's servers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

Strange = Callable[[], web.Response]
LOGIN = "<html><title>校园网登录</title><form>请先登录</form></html>"
BLOCKED = "<html><h1>{}</h1>proxy</html>"


def _page(status: int, text: str = BLOCKED) -> Strange:
    return lambda: web.Response(status=status, text=text.format(status), content_type="text/html")


def _said(body: Any, status: int = 200) -> Strange:
    return lambda: web.json_response(body, status=status)


def _bytes(body: bytes, status: int = 200, **headers: str) -> Strange:
    return lambda: web.Response(
        status=status, body=body, headers={"Content-Type": "application/json", **headers}
    )


def _error(code: Any, words: Any = "strange", status: int | None = None, **more: Any) -> Strange:
    told = {"ok": False, "error_code": code, "description": words, **more}
    return _said(told, status or int(code))


ALWAYS: dict[str, Strange] = {
    "a login page": _page(200, LOGIN),
    "nothing": _bytes(b""),
    "ok alone": _said({"ok": True}),
    "403 of a proxy": _page(403),
    "404 of a proxy": _page(404),
    "401 of a proxy": _page(401),
    "407 of a proxy": _page(407),
    "502 of a proxy": _page(502),
    "another place": lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:9/login"}),
    "another place for the body": lambda: web.Response(status=307, headers={"Location": "/login"}),
    "half of a body": _bytes(b'{"ok":true,"result":[{"upd'),
    "no text": _bytes(b"\xff\xfe\x00{"),
    "no gzip": _bytes(b"\x1f\x8b no gzip", **{"Content-Encoding": "gzip"}),
    "a list": _said([1, 2]),
    "null": _said(None),
    "a number": _said(5),
    "deep": _bytes(b"[" * 100_000),
    "neither ok nor not": _said({"result": []}),
    "ok as a word": _said({"ok": "true", "result": []}),
    "not ok alone": _said({"ok": False}),
    "not ok in words": _error("429", status=200),
    "500 without a body": _bytes(b"", 500),
    "flood without a time": _error(429),
    "flood until soon": _error(429, parameters={"retry_after": "soon"}),
    "flood as a number": _error(429, parameters=7),
    "an error of no words": _error(500, words=None),
    "an unknown error": _error(418),
    "a result of a wrong type": _said({"ok": True, "result": "七"}),
}  # fmt: skip
"""Not one of these says that anything is wrong with what was asked."""

REFUSALS: dict[str, Strange] = {"401": _error(401), "404": _error(404), "409": _error(409)}
"""Errors that say nothing about the message that was to be sent."""
