"""The Bot API by method names: plain JSON in, plain JSON out, the library's errors."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from telegram import InputFile
from telegram.error import NetworkError, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.telegram.request import DEFAULT_SECONDS, AiohttpRequest, TooBig
from bot.channels.telegram.waits import told

SLOWEST = 100_000
"""Bytes a second that we wait for when we send a file."""
RESULTS: dict[str, type | tuple[type, ...]] = {
    "getUpdates": list, "getMe": dict, "getFile": dict, "sendMessage": dict, "sendDocument": dict,
    "editMessageText": (dict, bool),
}  # fmt: skip
"""What a call brings; anything else is no answer to it."""


class Api:
    """`root`: the address of the server."""

    def __init__(self, root: str, token: str, request: AiohttpRequest) -> None:
        self._methods, self._files, self._request = f"{root}/bot{token}", f"{root}/file/bot{token}", request

    async def open(self) -> None:
        await self._request.initialize()

    async def close(self) -> None:
        await self._request.shutdown()

    async def call(self, method: str, arguments: dict[str, Any], seconds: float = DEFAULT_SECONDS) -> Any:
        """The call's result; `seconds` to wait for it. Raises TelegramError, whatever was wrong with the answer."""
        given = [RequestParameter(name, value, None) for name, value in arguments.items()]
        return await self._result(method, given, seconds)

    async def upload(
        self, method: str, arguments: dict[str, Any], field: str, name: str, content: bytes
    ) -> Any:
        """A call that carries a file."""
        given = [RequestParameter(key, value, None) for key, value in arguments.items()]
        given.append(RequestParameter.from_input(field, InputFile(content, filename=name)))
        return await self._result(method, given, DEFAULT_SECONDS * 3 + len(content) / SLOWEST)

    async def file(self, path: str, most: int) -> list[bytes]:
        """A file that getFile found, in pieces. Raises NetworkError, and TooBig for more than `most` bytes."""
        return await self._request.fetched(f"{self._files}/{quote(path)}", most)

    async def _result(self, method: str, given: list[RequestParameter], seconds: float) -> Any:
        address = f"{self._methods}/{method}"
        try:
            result = await self._request.post(address, RequestData(given), read_timeout=seconds)
        except RetryAfter as error:
            raise _flood(error) from None
        except TelegramError:
            raise
        except TooBig:
            raise NetworkError("too much") from None
        except Exception as error:  # the library reads what it expects, and may find something else
            raise NetworkError(type(error).__name__) from None
        if not isinstance(result, RESULTS.get(method, object)):
            raise NetworkError(f"{method} brought {type(result).__name__}")
        return result


def _flood(error: RetryAfter) -> TelegramError:
    """The same, if it tells how long to wait."""
    try:
        told(error)
    except (TypeError, ValueError, OverflowError):
        return NetworkError("flood without a time")
    return error


def compact(value: Any) -> str:
    """JSON as short as it goes, Chinese unescaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
