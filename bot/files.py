"""Evidence files on the disk: what kind they are by their content, whether they are safe to hand on, where they lie.

Nothing here is ever unpacked or run; what is not on the list of kinds is not taken.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import re
import secrets
import struct
import time
import unicodedata
import zipfile
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bot.clean import clean
from dialogs.acts import Piece, Why

log = logging.getLogger("rongcuo.files")
MOST = 20 * 2**20
"""Bytes of one file."""
CHUNK = 2**18
LONGEST_NAME = 80
"""Characters of a name as it is shown, its ending among them."""
MOST_UNPACKED = 300 * 2**20
MOST_TIMES = 200
"""An office file that says it is larger unpacked, or so many times itself (from SMALL on), is made to burst."""
SMALL = 10 * 2**20
MOST_ENTRIES = 10_000
ENDINGS = {
    "jpg": ("jpg", "jpeg", "jpe", "jfif"), "png": ("png",), "webp": ("webp",), "heic": ("heic", "heif"), "gif": ("gif",),
    "bmp": ("bmp", "dib"), "tiff": ("tiff", "tif"), "pdf": ("pdf",), "ofd": ("ofd",), "txt": ("txt",),
    "docx": ("docx",), "xlsx": ("xlsx",), "pptx": ("pptx",), "doc": ("doc", "wps"), "xls": ("xls", "et"), "ppt": ("ppt", "dps"),
    "mp3": ("mp3",), "m4a": ("m4a",), "ogg": ("ogg", "oga", "opus"), "wav": ("wav",), "amr": ("amr",),
    "mp4": ("mp4", "m4v", "3gp"),
}  # fmt: skip
"""The kinds that are taken, each with the endings that fit it; WPS writes the old formats under endings of its own."""
_PLACE = re.compile(r"[0-9a-f]{32}")
_OURS = re.compile(r"[0-9a-f]{32}(?:\.part)?")


class NotTaken(Exception):
    """A file is not kept."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Gone(KeyError):
    """There is no such file in the keep."""


class Keep:
    """A folder of files under random names, for the owner alone. Any number of threads may use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: Iterable[bytes] | BinaryIO, name: str) -> Piece:
        """Take a file in; `NotTaken`, or what `content` raises, and then nothing of it stays."""
        place = secrets.token_hex(16)
        temporary, final = self._folder / f"{place}.part", self._folder / place
        try:
            size, sha256 = self._write(content, temporary)
            with _disk():
                whole = temporary.read_bytes()
            kind = kind_of(whole)
            with _disk():
                temporary.replace(final)
                self._settle()
        except BaseException:
            _unlink(temporary)
            _unlink(final)
            raise
        return Piece(place, shown_name(name, kind), kind, size, sha256)

    def _write(self, content: Iterable[bytes] | BinaryIO, file: Path) -> tuple[int, str]:
        """(size, SHA-256), once it is all on the disk."""
        size, digest = 0, hashlib.sha256()
        with self._opened(file) as number:
            for chunk in _chunks(content):
                size += len(chunk)
                if size > MOST:
                    raise NotTaken("size")
                digest.update(chunk)
                _put(number, chunk)
            with _disk():
                os.fsync(number)
        if not size:
            raise NotTaken("empty")
        return size, digest.hexdigest()

    @contextmanager
    def _opened(self, file: Path) -> Iterator[int]:
        with _disk():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            yield number
        finally:
            os.close(number)

    def _settle(self) -> None:
        """The new name is on the disk too."""
        number = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)

    def path(self, place: str) -> Path:
        """Where a kept file lies; `Gone`."""
        file = self._folder / place if _PLACE.fullmatch(place) else None
        if file is None or not file.is_file():
            raise Gone
        return file

    def read(self, place: str) -> bytes:
        """A kept file's content; `Gone`."""
        try:
            return self.path(place).read_bytes()
        except FileNotFoundError:  # deleted this very moment
            raise Gone from None

    def delete(self, places: Iterable[str]) -> None:
        """What is not there is deleted already."""
        for place in places:
            if _PLACE.fullmatch(place):
                _unlink(self._folder / place)

    def sweep(self, known: Container[str], older_than: float = 3600) -> int:
        """Delete what nobody knows and what a kill left half written, if it is older than so many seconds: a younger
        one may be about to become known. How many."""
        before = time.time() - older_than
        return sum(
            _unlink(file) for file in self._ours() if file.name not in known and _changed(file) < before
        )

    def _ours(self) -> list[Path]:
        with suppress(FileNotFoundError):
            return [file for file in self._folder.iterdir() if _OURS.fullmatch(file.name)]
        return []


# ── the disk ─────────────────────────────────────────────────────────────────────────────────────
@contextmanager
def _disk() -> Iterator[None]:
    """Around our own work on the disk alone: what a broken connection raises is an OSError as well."""
    try:
        yield
    except OSError as error:
        log.error("a file cannot be kept: %s", error.strerror)
        raise NotTaken("full") from error


def _chunks(content: Iterable[bytes] | BinaryIO) -> Iterator[bytes]:
    read = getattr(content, "read", None)
    return iter(partial(read, CHUNK), b"") if read else iter(content)


def _put(number: int, chunk: bytes) -> None:
    with _disk():
        left = memoryview(chunk)
        while left:
            left = left[os.write(number, left) :]


def _unlink(file: Path) -> bool:
    """Whether it was there and is not any more; what cannot be deleted now is left to the next sweep."""
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        log.error("a file cannot be deleted: %s", error.strerror)
        return False
    return True


def _changed(file: Path) -> float:
    try:
        return file.stat(follow_symlinks=False).st_mtime
    except FileNotFoundError:
        return float("inf")


# ── kinds ────────────────────────────────────────────────────────────────────────────────────────
_BEGINNINGS = re.compile(
    b"|".join(
        b"(?P<%s>%s)" % (kind, pattern)
        for kind, pattern in (
            (b"jpg", rb"\xff\xd8\xff"),
            (b"png", rb"\x89PNG\r\n\x1a\n"),
            (b"gif", rb"GIF8[79]a"),
            (b"webp", rb"RIFF.{4}WEBPVP8[ LX]"),
            (b"bmp", rb"BM.{4}\0{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}"),  # the size of its second header
            (b"tiff", rb"II[*+]\0|MM\0[*+]"),
            (b"pdf", rb"(?:\xef\xbb\xbf)?[\t\n\r ]*+%PDF-\d"),
            (b"wav", rb"RIFF.{4}WAVE"),
            (b"amr", rb"#!AMR(?:-WB)?\n"),
            (
                b"ogg",
                rb"OggS\0\x02.{20}\x01.(?:\x01vorbis|OpusHead|Speex   |\x7fFLAC)",
            ),  # Ogg with film is not taken
            (b"mp3", rb"ID3[\x02-\x04].[\0\x10\x20\x40\x60\x80\xa0\xc0\xe0][\0-\x7f]{4}"),
        )
    ),
    re.DOTALL,
)
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx")
_MPEG4 = re.compile(rb"isom|iso[2-9]|mp4[12]|avc1|hvc1|M4V[ HP]|mmp4|MSNV|XAVC|dash|3g[ep2].", re.DOTALL)
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(content: bytes) -> str:
    """One of ENDINGS, never by a name. `NotTaken`: "kind" or "unsafe"."""
    try:
        kind = _kind(content)
    except NotTaken:
        raise
    except Exception as error:  # whatever a broken or hostile file makes a reader raise
        raise NotTaken("kind") from error
    if kind is None:
        raise NotTaken("kind")
    return kind


def _kind(content: bytes) -> str | None:
    found = _BEGINNINGS.match(content)
    if found:
        return found.lastgroup
    if content.startswith(_ZIP):
        return _zipped(content)
    if content.startswith(_COMPOUND):
        return _compound(content)
    if content[4:8] == b"ftyp":
        return _boxed(content)
    return "mp3" if _is_mp3(content) else _text(content)


def _boxed(content: bytes) -> str | None:
    """Of the family of MP4, by its brand; telephones give recordings of sound the same brand as films."""
    size, brand = int.from_bytes(content[:4], "big"), content[8:12]
    brands = [brand, *(content[at : at + 4] for at in range(16, min(size, 1024), 4))]
    if brand in _HEIC or (brand in (b"mif1", b"msf1") and any(one in _HEIC for one in brands)):
        return "heic"
    if brand in (b"M4A ", b"M4B "):
        return "m4a"
    tracks = set(re.findall(rb"hdlr.{8}(vide|soun)", content, re.DOTALL)) if _MPEG4.match(brand) else set()
    if b"vide" in tracks:
        return "mp4"
    return "m4a" if tracks else None


def _is_mp3(content: bytes) -> bool:
    """Without a tag in front: two frames, one after the other."""
    length = _frame(content)
    return bool(length and _frame(content[length : length + 4]))


def _frame(content: bytes) -> int:
    """Bytes of the MPEG layer III frame that begins here; 0: there is none."""
    head = int.from_bytes(content[:4], "big")
    version, layer, bits, speed = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if len(content) < 4 or head >> 21 != 0x7FF or version == 1 or layer != 1 or bits in (0, 15) or speed == 3:
        return 0
    newer = version != 3
    kilobits = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160) if newer else (
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # fmt: skip
    hertz = (44100, 48000, 32000)[speed] // {3: 1, 2: 2, 0: 4}[version]
    return (72 if newer else 144) * kilobits[bits - 1] * 1000 // hertz + (head >> 9 & 1)


# ── office files ─────────────────────────────────────────────────────────────────────────────────
_MAIN = {
    "docx": re.compile(r"word/document\d*\.xml"),
    "xlsx": re.compile(r"xl/workbook\d*\.xml"),
    "pptx": re.compile(r"ppt/presentation\d*\.xml"),
}
_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
_NO_SECTOR = 0xFFFFFFFA


def _zipped(content: bytes) -> str | None:
    """By the names in its list; no entry is ever read. The list itself must not be too long to be read either."""
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise NotTaken("unsafe")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    names = [entry.filename.replace("\\", "/") for entry in entries]
    kind = _office(names)
    if kind and (
        _bursts(entries, len(content)) or any(map(_strays, names)) or any(e.flag_bits & 1 for e in entries)
    ):
        raise NotTaken("unsafe")
    return kind


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


def _compound(content: bytes) -> str | None:
    """Of the old Office and of WPS, by the streams at its root; a document with another inside has both further down."""
    entries = _directory(content)
    if "_VBA_PROJECT" in map(_entry_name, entries):
        return None
    kinds = {_STREAMS[name] for name in _root(entries) if name in _STREAMS}
    return kinds.pop() if len(kinds) == 1 else None


def _directory(content: bytes) -> list[bytes]:
    """The entries of its directory in order: its sectors are a chain in the file's allocation table."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    if size not in (512, 4096):
        return []
    tables, entries = _tables(content, size), list[bytes]()
    (sector,) = struct.unpack_from("<I", content, 48)
    while sector < _NO_SECTOR and len(entries) < MOST_ENTRIES:
        at = (sector + 1) * size
        entries += (content[one : one + 128] for one in range(at, min(at + size, len(content) - 127), 128))
        table, row = divmod(sector, size // 4)
        (sector,) = struct.unpack_from("<I", content, (tables[table] + 1) * size + row * 4)
    return entries


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


# ── text ─────────────────────────────────────────────────────────────────────────────────────────
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_MARKUP = re.compile(r"<(?:!doctype|html|script|svg|iframe)\b", re.IGNORECASE)
_PROGRAM = re.compile(
    r"(?:\s|//[^\n]*+\n|/\*(?s:.*?)\*/)*+"  # comments in front
    r"(?:"
    r"<(?:[!?%]|[a-z][a-z\d:]*[\s/>])"  # a page, a drawing, a template
    r"|\#!|@echo\b|\{\\rtf|%!PS"
    r"|[\"']use strict[\"']"
    r"|[(!;]*(?:async\s+)?function\b\s*\w*\s*\("
    r"|(?:var|let|const)\s+[\w$]+\s*="
    r"|import\s[^\n]*[\"']"
    r"|\([\w\s,]*\)\s*=>"
    r"|(?:window|document|module|exports|console)\.\w+\s*[=(.]"
    r"|(?:alert|eval|require)\("
    r")",
    re.IGNORECASE,
)


def _text(content: bytes) -> str | None:
    """Plain words in UTF-8 or GB18030. A program that does not look like one is harmless too: it is shown as .txt."""
    text = _decoded(content)
    if text is None or _CONTROL.search(text) or _MARKUP.search(text) or _PROGRAM.match(text):
        return None
    return "txt"


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return None


# ── names ────────────────────────────────────────────────────────────────────────────────────────
_ENDING = re.compile(r"(.*)\.((?=\d*[A-Za-z])[A-Za-z\d]{1,8})", re.DOTALL | re.ASCII)
_FORMULA = " .=+-@＝＋－＠"
"""What a name must not begin with: a spreadsheet would reckon with it, a file system would hide it."""


def shown_name(name: str, kind: str) -> str:
    """The sender's name for a file, fit for every system and list, with an ending that is true."""
    stem, ending = _split(_plain(name))
    if ending.lower() not in ENDINGS[kind]:
        inner, before = _split(stem)
        stem, ending = (inner, before) if before.lower() in ENDINGS[kind] else (stem, kind)
    kept = stem.lstrip(_FORMULA)[: LONGEST_NAME - len(ending) - 1].rstrip(" .")
    return f"{kept or '材料'}.{ending}"


def _plain(name: str) -> str:
    """Without its folders and without what cannot be seen or cannot be in a name."""
    last = re.split(r"[\\/]", clean(name))[-1]
    seen = "".join(
        c
        for c in last
        if c.isspace() or (unicodedata.category(c) not in ("Cc", "Cf", "Cs") and c not in ':*?"<>|')
    )
    return " ".join(unicodedata.normalize("NFC", seen).split()).rstrip(" .")


def _split(name: str) -> tuple[str, str]:
    """(stem, ending); 2024.05 has none."""
    found = _ENDING.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")
