"""What a browser sends, read as it comes: files go to the disk piece by piece, and none further than it may be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.files import MOST

FILES, FIELDS, FIELD = 20, 20, 64 * 2**10
"""Files and other fields of one form; bytes of a field."""


class Unreadable(Exception):
    """It is no form that one of our pages sends."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came: `size` in bytes, of which no more than one too many may be kept is there; `box`: of the form."""

    name: str
    size: int
    content: BinaryIO
    box: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """A form that came."""

    fields: FormData
    files: Sequence[Upload]

    def text(self, name: str) -> str:
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    async def close(self) -> None:
        """What was kept for the time being is gone."""
        await self.fields.close()


class _Cut(MultiPartParser):
    """Of a file that is too large the rest is counted, not kept."""

    def __init__(self, request: Request, fields: int) -> None:
        super().__init__(
            request.headers, request.stream(), max_files=FILES, max_fields=fields, max_part_size=FIELD
        )
        self._sizes: dict[int, int] = {}

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        file = self._current_part.file
        if file is not None:
            before = self._sizes.get(id(file), 0)
            self._sizes[id(file)] = before + end - start
            end = min(end, start + max(0, MOST + 1 - before))
        super().on_part_data(data, start, end)

    def upload(self, box: str, file: UploadFile) -> Upload:
        return Upload(file.filename or "", self._sizes.get(id(file), 0), file.file, box)


async def read(request: Request, most: int = FIELDS) -> Sending:
    """`most`: boxes beside the files. Raises Unreadable, and what the connection raises."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            parser = _Cut(request, most)
            fields = await parser.parse()
            came = [(box, one) for box, one in fields.multi_items() if isinstance(one, UploadFile)]
            return Sending(fields, [parser.upload(box, one) for box, one in came if one.filename])
        if kind == "application/x-www-form-urlencoded":
            parser_ = FormParser(request.headers, request.stream(), max_fields=most, max_part_size=FIELD)
            return Sending(await parser_.parse(), ())
    except (MultiPartException, ValueError) as error:
        raise Unreadable from error
    raise Unreadable
