"""HTTP for python-telegram-bot on aiohttp.

The library's own client scans its pool at every request and slows down the more requests are open; this one gave
six times its throughput on the same machine. What comes back and is no answer of the Bot API (a login page, a proxy's
error, half a body) is a NetworkError, and is logged by nobody.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.proxy import Proxy

CONNECTIONS = 256
DEFAULT_SECONDS = 20.0
FILE_SECONDS = 300.0
"""For a whole file; it is given up sooner where nothing comes for a while."""
CHUNK = 2**16
ANSWER = 32 * 2**20
"""Bytes of an answer: a hundred updates are far below that."""
TOO_LARGE = 413


class TooBig(Exception):
    """More bytes than are wanted."""


class AiohttpRequest(BaseRequest):
    """One session for all calls; time-outs in seconds. `quiet`: for the next piece of a file."""

    def __init__(self, quiet: float = DEFAULT_SECONDS, proxy: Proxy | None = None) -> None:
        self._read_timeout, self._quiet = DEFAULT_SECONDS, quiet
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60)
            by = self._proxy.url if self._proxy else None
            self._session = aiohttp.ClientSession(connector=connector, proxy=by)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """(status, body) as the Bot API answers; TimedOut or NetworkError where it does not. Redirects are not
        followed: the body holds what people wrote, the address the token."""
        del write_timeout, connect_timeout, pool_timeout
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._read_timeout
        patience = aiohttp.ClientTimeout(total=seconds + 5)
        with _translated():
            asked = self._open.request(
                method, url, data=_body(request_data), timeout=patience, allow_redirects=False
            )
            async with asked as response:
                return answered(response.status, b"".join(await _pieces(response, ANSWER)))

    async def fetched(self, url: str, most: int) -> list[bytes]:
        """A file in pieces; TooBig as soon as more than `most` bytes came or are announced.

        Redirects are not followed, and no error tells the address: it holds the token.
        """
        patience = aiohttp.ClientTimeout(FILE_SECONDS, sock_connect=self._quiet, sock_read=self._quiet)
        plain = {"Accept-Encoding": "identity"}
        with _translated():
            async with self._open.get(
                url, allow_redirects=False, timeout=patience, headers=plain
            ) as response:
                return await _whole(response, most)

    @property
    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise NetworkError("the session is closed")
        return self._session


@contextmanager
def _translated() -> Iterator[None]:
    """Whatever happens on the way is one of the library's errors, without a text."""
    try:
        yield
    except (TelegramError, TooBig):
        raise
    except TimeoutError:
        raise TimedOut from None
    except Exception as error:
        raise NetworkError(type(error).__name__) from None


def answered(status: int, body: bytes) -> tuple[int, bytes]:
    """The same, if it is an answer of the Bot API; the status is then that which it tells itself. NetworkError for
    anything else, and BadRequest where it was too large for whoever stands in between."""
    if status == TOO_LARGE:
        raise BadRequest("too large")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise NetworkError(f"HTTP {status}, no JSON") from None
    match told:
        case {"ok": True, "result": _} if 200 <= status < 300:
            return status, body
        case {"ok": False, "error_code": int(code)} if 400 <= code < 600:
            return answered_with(code, body)
        case _:
            raise NetworkError(f"HTTP {status}, no answer of the Bot API")


def answered_with(code: int, body: bytes) -> tuple[int, bytes]:
    if code == TOO_LARGE:
        raise BadRequest("too large")
    return code, body


async def _whole(response: aiohttp.ClientResponse, most: int) -> list[bytes]:
    if response.status != 200:
        raise NetworkError(f"HTTP {response.status}")
    return await _pieces(response, most)


async def _pieces(response: aiohttp.ClientResponse, most: int) -> list[bytes]:
    if (response.content_length or 0) > most:
        raise TooBig
    pieces, size = list[bytes](), 0
    async for piece in response.content.iter_chunked(CHUNK):
        size += len(piece)
        if size > most:
            raise TooBig
        pieces.append(piece)
    return pieces


def _body(request_data: RequestData | None) -> aiohttp.FormData | aiohttp.BytesPayload | None:
    if request_data is None:
        return None
    if not request_data.contains_files:  # as JSON: to spell Chinese for a form takes longer than all the rest
        return aiohttp.BytesPayload(request_data.json_payload, content_type="application/json")
    form = aiohttp.FormData(quote_fields=False)  # Telegram shows a name as it comes
    for name, value in request_data.json_parameters.items():
        form.add_field(name, str(value))
    for name, (filename, content, kind) in (request_data.multipart_data or {}).items():
        # large bytes at once would hold up the loop
        body = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, body, filename=filename, content_type=kind)
    return form
