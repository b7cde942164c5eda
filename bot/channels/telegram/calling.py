"""One call of a message → Telegram: documents are made and kept files are read only now, and what Telegram
refuses for its form is sent once more in a simpler one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from telegram.error import BadRequest

from bot import documents
from bot.casework.printing import Handed, NotMade, PaperFiles, Printer
from bot.channels.telegram.api import Api
from bot.channels.telegram.render import Call, plain
from bot.files import Gone, Keep

T = TypeVar("T")
AT_ONCE = 4
"""Files that are handed out at once; each is in memory meanwhile."""
SLOW = ("pdf", "png")
"""What LibreOffice makes, one after the other for everybody; in a thread of its own, so that no file waits for it."""
LOST = "材料“{name}”已经不在了。"
NOT_OF_AN_EDIT = ("message_thread_id", "reply_parameters")


class Caller:
    """Raises what the call raises; BadRequest where Telegram refuses it for good."""

    def __init__(self, api: Api, keep: Keep | None, printer: Printer | None = None) -> None:
        self._api, self._keep, self._printer = api, keep, printer
        self._printing = ThreadPoolExecutor(1, "printing")
        self._handing = asyncio.Semaphore(AT_ONCE)

    async def call(self, call: Call) -> None:
        if "sheet" in call:
            await self._document(call)
        elif "print" in call:
            await self._print(call)
        elif "paper" in call:
            await self._paper(call)
        else:
            await self._message(call)

    def close(self) -> None:
        self._printing.shutdown(wait=False, cancel_futures=True)

    async def _message(self, call: Call) -> None:
        try:
            await self._api.call(call["method"], arguments(call))
        except BadRequest as error:
            again = otherwise(call, error.message.lower())
            if again is None:
                raise
            if again:
                await self._api.call(again["method"], arguments(again))

    async def _document(self, call: Call) -> None:
        """Made off the loop; a PDF that cannot be made is left out, its docx has gone before."""
        sheet, kind = call["sheet"], call["kind"]
        content = await self._off(kind, documents.made, sheet, kind)
        if content:
            await self._upload(call, documents.file_name(sheet, kind), content)

    async def _print(self, call: Call) -> None:
        """An official paper, made and noted once, however often it takes to send it."""
        kind: Handed = call["kind"]
        if "made" not in call and self._printer:
            call["made"] = await self._off(kind, self._printer.made, call["print"], kind)
        made: PaperFiles | NotMade | None = call.get("made")
        match made:
            case PaperFiles(name, _, content):
                await self._upload(call, name, content)
            case NotMade(words) as why if why.is_news(kind):
                await self._api.call("sendMessage", {**arguments(call), "text": words})
            case NotMade() | None:
                return

    async def _off(self, kind: str, make: Callable[..., T], *arguments: object) -> T:
        """Off the loop."""
        threads = self._printing if kind in SLOW else None
        return await asyncio.get_running_loop().run_in_executor(threads, make, *arguments)

    async def _paper(self, call: Call) -> None:
        """A kept file as it came; where it is gone, a word of that."""
        name = call["paper"]["name"]
        async with self._handing:
            content = await asyncio.to_thread(self._read, call["paper"]["place"])
            if content is not None:
                await self._upload(call, name, content)
                return
        await self._api.call("sendMessage", {**arguments(call), "text": LOST.format(name=name)})

    async def _upload(self, call: Call, name: str, content: bytes) -> None:
        await self._api.upload(call["method"], arguments(call), "document", name, content)

    def _read(self, place: str) -> bytes | None:
        try:
            return self._keep.read(place) if self._keep else None
        except Gone:
            return None


def otherwise(call: Call, words: str) -> Call | None:
    """How to say it where Telegram refuses it in these words; {}: it need not be said any more; None: not at all."""
    if "not modified" in words:
        return {}
    if call["method"] == "editMessageText" and ("to edit" in words or "be edited" in words):
        return {**_without(call, "message_id"), "method": "sendMessage"}
    if "can't parse entities" in words:
        return plain(call)
    if "thread not found" in words and "message_thread_id" in call:
        return _without(call, "message_thread_id")
    return None


def arguments(call: Call) -> Call:
    """What the method is given."""
    extra = NOT_OF_AN_EDIT if call["method"] == "editMessageText" else ()
    return _without(call, "method", "sheet", "print", "made", "kind", "paper", *extra)


def _without(call: Call, *names: str) -> Call:
    return {name: value for name, value in call.items() if name not in names}
