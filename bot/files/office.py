"""Office files, new (zip) and old (compound): what they are and whether they are safe to hand on.

No entry and no stream is ever opened; only the lists of them are read."""

from __future__ import annotations

import io
import re
import struct
import zipfile

from bot.files.taken import NotTaken

MOST_UNPACKED = 300 * 2**20
MOST_TIMES = 200
"""An office file that says it is larger unpacked, or so many times itself (from SMALL on), is made to burst."""
SMALL = 10 * 2**20
MOST_ENTRIES = 10_000
LONGEST_LIST = 2**20
"""Bytes of the list of a zip's entries."""
_MAIN = {
    "docx": re.compile(r"word/document\d*\.xml"),
    "xlsx": re.compile(r"xl/workbook\d*\.xml"),
    "pptx": re.compile(r"ppt/presentation\d*\.xml"),
}
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How they begin."""
_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
_NO_SECTOR = 0xFFFFFFFA


class _Listed(io.BytesIO):
    """A zip whose list, which is read in one piece, must not be too long: reading it takes much longer than it is."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > LONGEST_LIST:
            raise NotTaken("unsafe")
        return super().read(size)


def zipped(content: bytes) -> str | None:
    """By the names in its list."""
    with zipfile.ZipFile(_Listed(content)) as archive:
        entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise NotTaken("unsafe")
    names = [entry.filename.replace("\\", "/") for entry in entries]
    if kind := _office(names):
        _check(entries, names, len(content))
    return kind


def _check(entries: list[zipfile.ZipInfo], names: list[str], size: int) -> None:
    """Whether it can be opened without harm and without a password."""
    if any(map(_strays, names)):
        raise NotTaken("stray")
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotTaken("locked")
    if _bursts(entries, size):
        raise NotTaken("unsafe")


def _office(names: list[str]) -> str | None:
    """Exactly one kind of document, and no macros."""
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" not in names or any(_is_macro(name) for name in names):
        return None
    kinds = [kind for kind, main in _MAIN.items() if any(map(main.fullmatch, names))]
    return kinds[0] if len(kinds) == 1 else None


def _is_macro(name: str) -> bool:
    return name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower()


def _bursts(entries: list[zipfile.ZipInfo], size: int) -> bool:
    total = sum(entry.file_size for entry in entries)
    return total > MOST_UNPACKED or (total > SMALL and total > MOST_TIMES * size)


def _strays(name: str) -> bool:
    """It would be unpacked outside its folder."""
    return name.startswith("/") or name[1:2] == ":" or ".." in name.split("/")


def compound(content: bytes) -> str | None:
    """Of the old Office and of WPS, by the streams at its root; a document with another inside has both further down."""
    entries = _directory(content)
    if "_VBA_PROJECT" in map(_entry_name, entries):
        return None
    kinds = {_STREAMS[name] for name in _root(entries) if name in _STREAMS}
    return kinds.pop() if len(kinds) == 1 else None


def _directory(content: bytes) -> list[bytes]:
    """The entries of its directory in order."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    if size not in (512, 4096):
        return []
    return [
        content[one : one + 128]
        for at in _sectors(content, size)
        for one in range(at, min(at + size, len(content) - 127), 128)
    ]


def _sectors(content: bytes, size: int) -> list[int]:
    """Where the directory's sectors begin: a chain in the allocation table. One that leads out of the file or back
    into itself is nobody's document."""
    tables, begun = _tables(content, size), dict[int, None]()
    (sector,) = struct.unpack_from("<I", content, 48)
    while sector < _NO_SECTOR:
        at = (sector + 1) * size
        if at in begun or at >= len(content):
            raise NotTaken("kind")
        if len(begun) * size > MOST_ENTRIES * 128:
            raise NotTaken("unsafe")
        begun[at] = None
        table, row = divmod(sector, size // 4)
        (sector,) = struct.unpack_from("<I", content, (tables[table] + 1) * size + row * 4)
    return list(begun)


def _tables(content: bytes, size: int) -> list[int]:
    """The sectors that hold the allocation table: 109 are named in front, the others in a chain of lists."""
    tables = list(struct.unpack_from("<109I", content, 76))
    (sector,) = struct.unpack_from("<I", content, 68)
    while sector < _NO_SECTOR and len(tables) <= len(content) // size:
        *more, sector = struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size)
        tables += more
    return tables


def _root(entries: list[bytes]) -> set[str]:
    """The names at the root: a tree of left and right neighbours under the first entry."""
    seen, left = set[int](), [struct.unpack_from("<I", entries[0], 76)[0]] if entries else []
    while left:
        number = left.pop()
        if number < len(entries) and number not in seen:
            seen.add(number)
            left += struct.unpack_from("<2I", entries[number], 68)
    return {_entry_name(entries[number]) for number in seen}


def _entry_name(entry: bytes) -> str:
    """Empty for an entry that is not in use."""
    (length,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace") if entry[66] else ""
