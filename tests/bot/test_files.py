"""The keep: what is taken is told by its content alone, and whatever is not leaves nothing behind."""

from __future__ import annotations

import errno
import hashlib
import io
import math
import os
import random
import resource
import signal
import stat
import struct
import threading
import time
import unicodedata
import wave
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from docx import Document
from hypothesis import example, given
from hypothesis import strategies as st
from telegram.error import NetworkError

from bot import files
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.waits import Waits
from bot.files import ENDINGS, MARK, MOST, Gone, Keep, NotTaken, kind_of, office, plain_name, shown_name
from bot.files.saving import saved
from dialogs.acts import Piece
from dialogs.shared.tray import WHY
from tests.harness.examples import examples
from tests.harness.given import SEED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "papers"


@pytest.fixture
def kept(folder: Path) -> Keep:
    return Keep(folder)


# ── samples ──────────────────────────────────────────────────────────────────────────────────────
def png() -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def bmp() -> bytes:
    return b"BM" + struct.pack("<IHHI", 58, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + b"\0\0\xff\0"  # fmt: skip


def tiff(order: str) -> bytes:
    mark = b"II" if order == "<" else b"MM"
    fields = ((256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 110), (278, 1), (279, 1))
    entries = b"".join(struct.pack(order + "HHII", tag, 4, 1, value) for tag, value in fields)
    return mark + struct.pack(order + "HIH", 42, 8, len(fields)) + entries + bytes(5)


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def boxed(brand: bytes, *tracks: bytes, others: bytes = b"") -> bytes:
    """An ISO media file: its brand and the handlers of its tracks."""
    handlers = b"".join(
        box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + kind + bytes(13)))) for kind in tracks
    )
    return box(b"ftyp", brand + bytes(4) + others) + box(b"moov", handlers) + box(b"mdat", bytes(64))


def ogg(packet: bytes) -> bytes:
    return b"OggS\0\x02" + bytes(20) + bytes([1, len(packet)]) + packet


def wav() -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(80))
    return stream.getvalue()


def frames(head: bytes, length: int) -> bytes:
    return 3 * (head + bytes(length - len(head)))


def docx() -> bytes:
    stream = io.BytesIO()
    Document().save(stream)
    return stream.getvalue()


def zipped(*names: str, content: bytes = b"<x/>") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in names:
            archive.writestr(name, content)
    return stream.getvalue()


def office_file(main: str, *more: str, content: bytes = b"<x/>") -> bytes:
    return zipped("[Content_Types].xml", "_rels/.rels", main, *more, content=content)


FREE, END, TABLE, LIST = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC


def compound(
    *root: str, inside: tuple[str, ...] = (), body: int = 512, right: int | None = None, size: int = 512
) -> bytes:
    """A compound file: streams at the root, `inside` in a storage; the streams' bytes come before the directory."""
    entries = [_entry("Root Entry", 5, child=1)]
    last = len(root) + 1
    for number, name in enumerate((*root, "MBD0001"), 1):
        entries.append(
            _entry(name, 2, right=number + 1)
            if number < last
            else _entry(name, 1, child=last + 1 if inside else FREE)
        )
    for number, name in enumerate(inside, last + 1):
        entries.append(_entry(name, 2, right=number + 1 if number < last + len(inside) else FREE))
    if right is not None:
        entries[1] = _entry(root[0], 2, left=1, right=right)
    directory = b"".join(entries)
    directory += bytes(-len(directory) % size)
    streams, listed = -(-body // size), len(directory) // size
    chain = [*range(1, streams), END, *range(streams + 1, streams + listed), END]
    return _with_tables(chain, bytes(streams * size) + directory, streams, size)


def _entry(name: str, kind: int, *, left: int = FREE, right: int = FREE, child: int = FREE) -> bytes:
    coded = name.encode("utf-16-le")
    head = coded.ljust(64, b"\0") + struct.pack("<HBBIII", len(coded) + 2, kind, 1, left, right, child)
    return head + bytes(36) + struct.pack("<IQ", END, 0)


def _with_tables(chain: list[int], sectors: bytes, directory: int, size: int) -> bytes:
    """The file: header, sectors, allocation tables, and the lists of those tables that the header has no room for."""
    tables, lists, row = 0, 0, size // 4
    while tables * row < len(chain) + tables + lists:
        tables += 1
        lists = max(0, math.ceil((tables - 109) / (row - 1)))
    first, last = len(chain), len(chain) + tables
    words = [*chain, *[TABLE] * tables, *[LIST] * lists]
    words += [FREE] * (tables * row - len(words))
    places = list(range(first, last))
    places += [FREE] * (109 + lists * (row - 1) - tables)
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3 if size == 512 else 4, 0xFFFE, size.bit_length() - 1, 6)
        + bytes(10)
    )
    header += struct.pack("<IIIIIIII", tables, directory, 0, 4096, END, 0, last if lists else END, lists)
    header += struct.pack("<109I", *places[:109])
    further = b"".join(
        struct.pack(f"<{row}I", *places[at : at + row - 1], last + number + 1 if number + 1 < lists else END)
        for number, at in enumerate(range(109, len(places), row - 1))
    )
    return header.ljust(size, b"\0") + sectors + struct.pack(f"<{len(words)}I", *words) + further


GIF = bytes.fromhex("47494638396101000100800000ff0000ffffff21f90400000000002c00000000010001000002024401003b")
WEBP = bytes.fromhex("524946461a000000574542505650384c0d0000002f0000001007101111888808fe0700")
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + "ff" * 64 + "ffc0000b080001000101011100"
    "ffc40014000100000000000000000000000000000000ffc40014100100000000000000000000000000000000ffda0008010100003f003fffd9"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WORDS = "情况说明\r\n\t2024年5月，王某某＜街道办＞反映……\n"

TAKEN: list[tuple[str, Callable[[], bytes]]] = [
    ("jpg", lambda: JPEG),
    ("png", png),
    ("webp", lambda: WEBP),
    ("heic", lambda: boxed(b"heic", others=b"mif1heic")),
    ("heic", lambda: boxed(b"mif1", others=b"mif1heic")),
    ("gif", lambda: GIF),
    ("bmp", bmp),
    ("tiff", lambda: tiff("<")),
    ("tiff", lambda: tiff(">")),
    ("pdf", lambda: PDF),
    ("pdf", lambda: b"\xef\xbb\xbf\r\n" + PDF),
    ("docx", docx),
    ("docx", lambda: office_file("word/document2.xml")),
    ("docx", lambda: office_file("word/document.xml", "word/embeddings/book.xlsx")),
    ("docx", lambda: zipped("[Content_Types].xml", "word\\document.xml")),
    ("xlsx", lambda: office_file("xl/workbook.xml", "xl/worksheets/sheet1.xml")),
    ("pptx", lambda: office_file("ppt/presentation.xml", "ppt/slides/slide1.xml")),
    ("ofd", lambda: zipped("OFD.xml", "Doc_0/Document.xml")),
    ("doc", lambda: compound("1Table", "WordDocument", "Data", "ObjectPool")),
    ("doc", lambda: compound("WordDocument", inside=("Workbook",))),
    ("doc", lambda: compound("WordDocument", body=8_000_000)),
    ("xls", lambda: compound("Workbook")),
    ("xls", lambda: compound("Workbook", size=4096)),
    ("xls", lambda: compound("Book", "Workbook", inside=("WordDocument",))),
    ("ppt", lambda: compound("Current User", "PowerPoint Document", "Pictures")),
    ("txt", lambda: WORDS.encode()),
    ("txt", lambda: WORDS.encode("utf-8-sig")),
    ("txt", lambda: WORDS.encode("gb18030")),
    ("txt", lambda: "BMW撞人\nGIF 图附后\n".encode()),
    ("txt", lambda: b"ID3 and MM are letters, <a@b.cn> an address"),
    ("mp3", lambda: b"ID3\x04\0\0\0\0\0\x23" + bytes(35) + frames(b"\xff\xfb\x90\x64", 417)),
    ("mp3", lambda: frames(b"\xff\xfb\x90\x64", 417)),
    ("mp3", lambda: frames(b"\xff\xf3\x48\xc4", 144)),
    ("mp3", lambda: frames(b"\xff\xe3\x18\xc4", 72)),
    ("m4a", lambda: boxed(b"M4A ", b"soun", others=b"isommp42")),
    ("m4a", lambda: boxed(b"mp42", b"soun", others=b"isom")),
    ("ogg", lambda: ogg(b"OpusHead\x01\x01")),
    ("ogg", lambda: ogg(b"\x01vorbis\0\0")),
    ("wav", wav),
    ("amr", lambda: b"#!AMR\n" + bytes(32)),
    ("amr", lambda: b"#!AMR-WB\n" + bytes(32)),
    ("mp4", lambda: boxed(b"isom", b"soun", b"vide", others=b"isomiso2avc1mp41")),
    ("mp4", lambda: boxed(b"3gp4", b"vide")),
    ("mov", lambda: boxed(b"qt  ", b"vide", b"soun", b"meta", others=b"qt  ")),
]

REFUSED: list[tuple[str, Callable[[], bytes]]] = [
    ("exe", lambda: b"MZ\x90\0\x03" + bytes(200)),
    ("elf", lambda: b"\x7fELF\x02\x01\x01" + bytes(200)),
    ("exe before a zip", lambda: b"MZ\x90\0" + docx()),
    ("exe before a pdf", lambda: b"MZ\x90\0" + PDF),
    ("html", lambda: b"\n <!DOCTYPE html><html><body>1</body></html>"),
    ("html without a head", lambda: b"<p onclick=1>words</p>"),
    ("html in the middle", lambda: "说明\n<script>alert(1)</script>".encode()),
    ("svg", lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    ("svg in GB18030", lambda: "<svg><text>字</text></svg>".encode("gb18030")),
    ("js", lambda: b"/* free */ // yes\nvar a = 1; eval(a)"),
    ("js function", lambda: b"!function(){alert(1)}()"),
    ("shell", lambda: b"#!/bin/sh\nrm -rf /\n"),
    ("bat", lambda: b"@echo off\r\ndel *\r\n"),
    ("rtf", lambda: b"{\\rtf1 words}"),
    ("zip", lambda: zipped("a.txt")),
    ("empty zip", zipped),
    ("broken zip", lambda: docx()[:-30]),
    ("cut zip", lambda: docx()[: len(docx()) // 2]),
    ("jar", lambda: zipped("META-INF/MANIFEST.MF", "A.class")),
    ("apk", lambda: zipped("AndroidManifest.xml", "classes.dex")),
    ("docm", lambda: office_file("word/document.xml", "word/vbaProject.bin")),
    ("xlsm", lambda: office_file("xl/workbook.xml", "xl/VBAPROJECT.BIN")),
    ("xlsm of old macros", lambda: office_file("xl/workbook.xml", "xl/macrosheets/sheet1.xml")),
    ("xlsb", lambda: office_file("xl/workbook.bin")),
    ("two in one", lambda: office_file("xl/workbook.xml", "word/document.xml")),
    ("odt", lambda: zipped("mimetype", "content.xml")),
    ("rar", lambda: b"Rar!\x1a\x07\x01\0" + bytes(64)),
    ("7z", lambda: b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(64)),
    ("gz", lambda: zlib.compress(b"words", wbits=31)),
    ("doc with macros", lambda: compound("WordDocument", inside=("_VBA_PROJECT", "dir"))),
    ("msi", lambda: compound("\u4840\u3f3f", "\x05SummaryInformation")),
    ("a locked docx", lambda: compound("EncryptedPackage", "EncryptionInfo")),
    ("compound of nothing", lambda: compound("x")[:512]),
    ("compound without an end", lambda: compound("x", right=1)),
    ("compound of odd sectors", lambda: compound("Workbook", size=1024)),
    ("compound in two", lambda: compound("Workbook", "WordDocument")),
    ("mov of sound alone", lambda: boxed(b"qt  ", b"soun", others=b"isom")),
    ("mov without a track", lambda: boxed(b"qt  ", others=b"isom")),
    ("avif", lambda: boxed(b"avif", others=b"mif1")),
    ("avif under heif's name", lambda: boxed(b"mif1", others=b"avif")),
    ("film without a track", lambda: boxed(b"isom")),
    ("ogg with film", lambda: ogg(b"\x80theora")),
    ("mp3 of one frame", lambda: b"\xff\xfb\x90\x64" + bytes(2000)),
    ("aac", lambda: frames(b"\xff\xf1\x50\x80", 400)),
    ("UTF-16", lambda: WORDS.encode("utf-16")),
    ("noise", lambda: bytes(range(256)) * 4),
]


# ── taken and not ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("kind", "sample"), TAKEN)
def test_what_is_taken_is_told_by_its_content_whatever_its_name_says(
    kept: Keep, folder: Path, kind: str, sample: Callable[[], bytes]
) -> None:
    content = sample()
    piece = kept.keep(io.BytesIO(content), "证据.exe")
    assert piece == Piece(
        piece.place, f"证据.{kind}", kind, len(content), hashlib.sha256(content).hexdigest()
    )
    assert kept.read(piece.place) == content
    assert [file.name for file in folder.iterdir()] == [piece.place]


def test_every_kind_is_tried() -> None:
    assert {kind for kind, _ in TAKEN} == set(ENDINGS)


@pytest.mark.parametrize(("what", "sample"), REFUSED, ids=[what for what, _ in REFUSED])
def test_what_is_not_on_the_list_is_not_taken_whatever_its_name_says(
    kept: Keep, folder: Path, what: str, sample: Callable[[], bytes]
) -> None:
    assert why(kept, sample()) == "kind", what
    assert not list(folder.iterdir())


def why(kept: Keep, content: bytes) -> str:
    with pytest.raises(NotTaken) as caught:
        kept.keep([content], "身份证.pdf")
    return caught.value.why


def judged(content: bytes) -> str:
    """Its kind, or why it is not taken."""
    try:
        return kind_of(content)
    except NotTaken as refused:
        return refused.why


def test_files_are_for_the_owner_alone(kept: Keep, folder: Path) -> None:
    piece = kept.keep([PDF], "a.pdf")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept.path(piece.place).stat().st_mode) == 0o600


def test_the_same_content_twice_lies_in_two_places(kept: Keep) -> None:
    one, two = kept.keep([PDF], "a.pdf"), kept.keep([PDF], "a.pdf")
    assert one.place != two.place
    assert one.sha256 == two.sha256


def test_a_stream_is_read_by_chunks_and_an_iterable_as_it_comes(kept: Keep) -> None:
    content = PDF + random.Random(SEED).randbytes(3 * files.CHUNK)
    assert kept.keep(io.BytesIO(content), "").size == len(content)
    piece = kept.keep((content[at : at + 1000] for at in range(0, len(content), 1000)), "")
    assert kept.read(piece.place) == content


def test_nothing_at_all_is_empty(kept: Keep, folder: Path) -> None:
    for content in ([], [b""], io.BytesIO()):
        with pytest.raises(NotTaken) as caught:
            kept.keep(content, "a.pdf")
        assert caught.value.why == "empty"
    assert not list(folder.iterdir())


def test_the_largest_file_is_taken_and_one_byte_more_is_not(kept: Keep, folder: Path) -> None:
    assert kept.keep([PDF.ljust(MOST)], "").size == MOST
    kept.delete(file.name for file in folder.iterdir())
    assert why(kept, PDF.ljust(MOST + 1)) == "size"
    assert not list(folder.iterdir())


def test_a_stream_without_end_is_left_as_soon_as_it_is_too_big(kept: Keep, folder: Path) -> None:
    seen: list[int] = []

    def endless() -> Iterator[bytes]:
        while True:
            seen.append(sum(file.stat().st_size for file in folder.iterdir()))
            yield bytes(2**20)

    with pytest.raises(NotTaken) as caught:
        kept.keep(endless(), "")
    assert caught.value.why == "size"
    assert seen == [n * 2**20 for n in range(21)]
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    "error", [ConnectionResetError("gone"), ValueError("broken"), KeyboardInterrupt(), NotTaken("gone")]
)
def test_a_stream_that_breaks_off_leaves_nothing_and_says_itself_why(
    kept: Keep, folder: Path, error: BaseException
) -> None:
    def breaking() -> Iterator[bytes]:
        yield PDF
        assert len(list(folder.iterdir())) == 1
        raise error

    with pytest.raises(type(error)) as caught:
        kept.keep(breaking(), "a.pdf")
    assert caught.value is error
    assert not list(folder.iterdir())


def test_what_is_kept_is_on_the_disk_its_content_and_its_name(
    kept: Keep, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut as well: the file before it gets its name, the folder after."""
    seen: list[tuple[str, list[str]]] = []
    sync = os.fsync

    def noted(number: int) -> None:
        what = Path(f"/proc/self/fd/{number}").resolve()
        seen.append((what.name, sorted(one.name for one in folder.iterdir())))
        sync(number)

    monkeypatch.setattr(os, "fsync", noted)
    place = kept.keep([PDF], "a.pdf").place
    assert seen == [(f"{place}.part", [f"{place}.part"]), (folder.name, [place])]


class CutShort:
    """A server that hands out less than there is."""

    def __init__(self, told: int | None, content: bytes) -> None:
        self._told, self._content = told, content

    async def call(self, *_: object) -> dict[str, object]:
        return {"file_path": "x", "file_size": self._told}

    async def file(self, *_: object) -> list[bytes]:
        return [self._content]


@pytest.mark.parametrize(
    ("told", "announced"), [(len(PDF), None), (None, len(PDF)), (len(PDF), len(PDF) - 9)]
)
async def test_a_file_cut_short_on_its_way_is_never_kept(
    kept: Keep, told: int | None, announced: int | None
) -> None:
    for content, whole in ((PDF[:-1], False), (PDF, True)):
        intake = Intake(
            cast(Any, CutShort(told, content)), cast(Any, None), None, cast(Any, None), kept, Waits()
        )
        fetch = {"ref": "r", "name": "a.pdf", "size": announced, "draft": "d"}
        if whole:
            assert await intake._content(fetch) == [PDF]
        else:
            with pytest.raises(NetworkError):
                await intake._content(fetch)


def test_a_copy_is_put_beside_what_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    first, second = (saved(tmp_path / "a.pdf", content) for content in (b"1", b"2"))
    assert [(one.name, one.read_bytes()) for one in (first, second)] == [("a.pdf", b"1"), ("a-2.pdf", b"2")]
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, limits[1]))
    try:
        with pytest.raises(OSError, match="large"):
            saved(tmp_path / "b.pdf", bytes(2**21))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a-2.pdf", "a.pdf"]


# ── no room ──────────────────────────────────────────────────────────────────────────────────────
def failing(number: int) -> Callable[..., int]:
    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("call", ["os.write", "os.fsync", "os.open", "pathlib.Path.replace", "pathlib.Path.read_bytes"])  # fmt: skip
def test_a_full_disk_is_told_and_leaves_nothing(
    kept: Keep, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(call, failing(number))
        assert why(kept, PDF) == "full"
    assert not list(folder.iterdir())
    kept.keep([PDF], "a.pdf")


def test_a_disk_that_fills_half_way_leaves_nothing(
    kept: Keep, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write

    def scarce(number: int, data: bytes) -> int:
        room = 5000 - os.fstat(number).st_size
        return write(number, data[:room]) if room else failing(errno.ENOSPC)()

    monkeypatch.setattr(os, "write", scarce)
    assert kept.keep([WORDS.encode()], "").size == len(WORDS.encode())
    assert why(kept, PDF.ljust(6000)) == "full"
    assert len(list(folder.iterdir())) == 1


def test_a_limit_of_the_system_leaves_nothing(kept: Keep, folder: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, limits[1]))
    try:
        assert why(kept, PDF.ljust(2**21)) == "full"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not list(folder.iterdir())


def test_a_rename_that_is_not_safe_on_the_disk_leaves_nothing(
    kept: Keep, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda number: failing(errno.EIO)() if stat.S_ISDIR(os.fstat(number).st_mode) else sync(number)
    )  # fmt: skip
    assert why(kept, PDF) == "full"
    assert not list(folder.iterdir())


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert why(Keep(tmp_path / "file" / "papers"), PDF) == "full"


# ── files made to burst ──────────────────────────────────────────────────────────────────────────
def bomb(entries: int, each: int) -> bytes:
    return office_file("word/document.xml", *(f"word/{n}.xml" for n in range(entries)), content=bytes(each))


@pytest.mark.parametrize(
    "sample",
    [
        lambda: bomb(100, 10 * 2**20),
        lambda: bomb(1, 10 * 2**20),
        lambda: office_file("word/document.xml", *(f"word/{n}" for n in range(10_000)), content=b""),
    ],
    ids=["1 GB", "over 200 times", "too many"],
)
def test_an_office_file_that_would_burst_is_unsafe(
    kept: Keep, folder: Path, sample: Callable[[], bytes]
) -> None:
    assert why(kept, sample()) == "unsafe"
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    "sample",
    [
        lambda: office_file("word/document.xml", "../../etc/cron.d/x"),
        lambda: office_file("word/document.xml", "..\\..\\x"),
        lambda: office_file("xl/workbook.xml", "/etc/passwd"),
        lambda: office_file("xl/workbook.xml", "C:\\Windows\\x"),
        lambda: zipped("OFD.xml", "a/../../b"),
    ],
    ids=["climbs", "climbs back", "absolute", "drive", "ofd"],
)
def test_an_office_file_that_would_stray_is_refused_for_that(
    kept: Keep, folder: Path, sample: Callable[[], bytes]
) -> None:
    assert why(kept, sample()) == "stray"
    assert not list(folder.iterdir())
    assert "占掉太多地方" not in WHY["stray"]


def test_a_file_that_packs_well_is_taken_while_it_is_small() -> None:
    assert kind_of(bomb(0, 3 * 2**20)) == "docx"


def test_more_than_300_mib_are_too_much_at_any_rate() -> None:
    content = bomb(0, 2**20)
    large = content.replace(struct.pack("<I", 2**20), struct.pack("<I", 101 * 2**20))
    padded = office_with_padding(large)
    assert len(padded) * office.MOST_TIMES > 303 * 2**20
    with pytest.raises(NotTaken, match="unsafe"):
        kind_of(padded)


def office_with_padding(content: bytes) -> bytes:
    """The same archive with two more MiB that no entry owns, before its list."""
    at = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    moved = struct.pack("<I", at + 2**21)
    return content[:at] + bytes(2**21) + content[at : end + 16] + moved + content[end + 20 :]


def test_an_entry_under_a_password_is_refused_for_that() -> None:
    content = bytearray(office_file("word/document.xml"))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(NotTaken, match="locked"):
        kind_of(bytes(content))


def test_a_list_that_lies_costs_nothing() -> None:
    """Thousands of entries over the same bytes: nothing is unpacked, and too long a list is not even read."""
    content = office_file("word/document.xml", content=bytes(2**20))
    at, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    again = content[at:end] * 100_000
    lie = (
        content[:at]
        + again[: MOST - 2**20]
        + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 9, 9, len(again), at, 0)
    )
    with within(1):
        assert judged(lie) == "unsafe"


@pytest.mark.parametrize(
    ("entries", "extra", "kind"),
    [(15, 65_532, "kind"), (319, 65_532, "unsafe"), (10_000, 0, "kind"), (10_001, 0, "unsafe"), (22_000, 0, "unsafe")],
)  # fmt: skip
def test_a_list_of_any_shape_is_soon_read_or_not_read_at_all(entries: int, extra: int, kind: str) -> None:
    """Further fields of nothing, one after the other, are what takes longest."""
    fields = b"\x99\x99\0\0" * (extra // 4)
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HH", 1, len(fields)) + bytes(14) + b"a" + fields
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, entries * len(entry), 4, 0)
    content = b"PK\x03\x04" + entries * entry + end
    assert len(content) <= MOST
    with within(1):
        assert judged(content) == kind


# ── time ─────────────────────────────────────────────────────────────────────────────────────────
class Endless(BaseException):
    """No `except Exception` stops it."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What takes longer, in seconds of the processor, is cut short and fails."""

    def stop(*_: object) -> None:
        raise Endless

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    except Endless:
        pytest.fail(f"it takes more than {seconds} s")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def test_what_takes_long_is_cut_short() -> None:
    with pytest.raises(pytest.fail.Exception, match="more than"), within(0.05):
        for _ in iter(int, 1):
            pass


def chained(start: int, table: Iterable[int], *, lists: int = END) -> bytes:
    """A compound file whose directory starts in this sector; its first sector is its one allocation table."""
    head = bytearray(compound("WordDocument")[:512])
    struct.pack_into("<I", head, 48, start)
    struct.pack_into("<I", head, 68, lists)
    struct.pack_into("<110I", head, 76 - 4, 0, 0, *[FREE] * 108)
    words = list(table)
    return bytes(head) + struct.pack(f"<{len(words)}I", *words)


def out_of(content: bytes, onward: int) -> bytes:
    """Its directory, all in sector 1, goes on in a sector that the file does not have, and then here."""
    table, at = bytearray(content), 3 * 512
    assert struct.unpack_from("<3I", table, at) == (END, END, TABLE)
    struct.pack_into("<I", table, at + 4, 9)
    struct.pack_into("<I", table, at + 36, onward)
    return bytes(table)


HOSTILE: list[tuple[bytes, bytes]] = [
    (b"", b" "), (b"", b"\n"), (b"%PDF", b" "), (b"", b"/*"), (b"/*", b"*"), (b"", b"/**/"), (b"", b"//\n"), (b"//", b"/"),
    (b"", b"<"), (b"", b"<s"), (b"", b"<!do"), (b"", b"<scr"), (b"", b"<scripts"), (b"<", b"a"), (b"<a", b":"), (b"", b"("), (b"", b"(!;"),
    (b"async", b" "), (b"", b"async "), (b"function", b" "), (b"function", b"a"), (b"", b"function "), (b"function a", b" "),
    (b"var", b" "), (b"let ", b"a"), (b"const a", b" "), (b"", b"var "), (b"import ", b"a"), (b"", b"import "),
    (b"(", b" "), (b"(", b"a, "), (b"()", b" "), (b"", b"()"), (b"window.", b"a"), (b"window.a", b" "), (b"", b"exports."),
    (b"", b"eval"), (b"", b"'use strict"), (b"", b"{\\rt"), (b"", b"@echo"), (b"", b"\x81\x30\x81\x30"),
    (b"", "字".encode()), (b"", "字".encode("gb18030")), (b"", "😀".encode()), (b"", "ſ".encode()),
    (b"\0\0\0\x18ftypisom", b"hdlr"), (b"\0\0\0\x18ftypqt  ", b"hdlr"), (b"\xff\xff\xff\xffftypmp42", b"hdlr12345678soun"),
    (b"PK\x03\x04", b"PK\x01\x02"), (b"PK\x03\x04", b"PK\x05\x06"), (b"PK\x03\x04", b"\0"),
    (chained(0, ()), b"\0"), (chained(1, range(128), lists=1), b"\0"), (chained(1, (), lists=0), b"\1\0\0\0"),
    (b"\xff\xfb\x90\x64", b"\xff"), (b"", b"RIFF"), (b"", b"OggS"), (b"", b"ID3"),
]  # fmt: skip
"""What a pattern or a reader begins with, and what it is to choke on, again and again."""


@pytest.mark.parametrize(("front", "again"), HOSTILE)
def test_no_content_takes_long_to_judge(front: bytes, again: bytes) -> None:
    content = (front + again * (MOST // len(again)))[:MOST]
    with within(1.5):
        assert judged(content) in ("txt", "kind", "m4a")


@pytest.mark.parametrize(
    "content",
    [
        lambda: chained(0, range(128)),
        lambda: chained(5, range(128)),
        lambda: chained(0, [*range(1, 128), 0]) + bytes(127 * 512),
        lambda: chained(7, [*range(1, 128), 0]),
        lambda: out_of(compound("WordDocument"), 1),
        lambda: out_of(compound("WordDocument"), END),
    ],
    ids=["to itself", "to itself, beyond the end", "a ring", "a ring beyond the end", "out and back", "out"],
)
def test_a_directory_that_never_ends_or_leads_out_of_its_file_is_not_taken(
    content: Callable[[], bytes],
) -> None:
    with within(1):
        assert judged(content()) == "kind"


@pytest.mark.parametrize(("streams", "kind"), [(9_900, "doc"), (10_100, "unsafe")])
def test_a_directory_is_read_whole_or_not_taken(streams: int, kind: str) -> None:
    assert judged(compound("WordDocument", *map(str, range(streams)))) == kind


WORD = st.one_of(
    st.integers(0, 15), st.integers(0, 2**32 - 1), st.sampled_from([FREE, END, TABLE, LIST, 127, 128, 40_959])
)


@st.composite
def chains(draw: st.DrawFn) -> bytes:
    """Compound files whose every pointer is drawn; of any length, most of them short."""
    head = bytearray(compound("x")[:512])
    struct.pack_into("<H", head, 30, draw(st.sampled_from([9, 12])))
    for at in (48, 68, 76, 80, 84):
        struct.pack_into("<I", head, at, draw(WORD))
    words = draw(st.lists(WORD, min_size=1, max_size=128))
    body = struct.pack(f"<{len(words)}I", *words)
    return bytes(head) + body * (draw(st.sampled_from([512, 2048, 8192, 65_536, MOST])) // len(body))


@examples(300)
@given(chains())
@example(chained(5, range(128)))
def test_no_chain_of_any_shape_takes_long(content: bytes) -> None:
    with within(1):
        assert judged(content) in ("doc", "xls", "ppt", "kind", "unsafe")


BROKEN = st.builds(
    lambda sample, at, bits, keep: (sample[: at % len(sample)] + bits + sample[at % len(sample) + len(bits) :])[:keep],
    st.sampled_from([sample() for kind, sample in TAKEN if len(sample()) < 100_000]),
    st.integers(0, 2**20),
    st.binary(max_size=12),
    st.integers(1, 2**20),
)  # fmt: skip


@given(st.one_of(BROKEN, st.binary(), st.binary(max_size=600).map(compound("x")[:512].__add__)))
def test_broken_content_is_a_kind_or_refused_and_nothing_else(content: bytes) -> None:
    assert judged(content) in (*ENDINGS, "kind", "unsafe")


# ── names ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [("现场照片.jpg", "jpg", "现场照片.jpg"), ("扫描件.PDF", "pdf", "扫描件.PDF"), ("../../etc/passwd", "txt", "passwd.txt"),
     ("C:\\x\\y.pdf", "pdf", "y.pdf"), ("photo.exe", "jpg", "photo.jpg"), ("a.pdf.exe", "pdf", "a.pdf"),
     ("a.jpeg", "jpg", "a.jpeg"), ("表.et", "xls", "表.et"), ("录音.m4a", "mp4", "录音.mp4"), ("", "pdf", "材料.pdf"),
     (".jpg", "jpg", "材料.jpg"), ("...", "png", "材料.png"), ("a/", "png", "材料.png"), ("会议2024.05", "docx", "会议2024.05.docx"),
     ("=HYPERLINK(1).xlsx", "xlsx", "HYPERLINK(1).xlsx"), ("＝-+@1.pdf", "pdf", "1.pdf"), ("-.pdf", "pdf", "材料.pdf"),
     ('a:b*c?"<>|.pdf', "pdf", "abc.pdf"), ("gpj\u202efdp.exe", "pdf", "gpjfdp.pdf"), ("a\x00\u200b\ud800b\n\t 　c .pdf", "pdf", "ab c.pdf"),
     ("e\u0301.pdf", "pdf", "é.pdf"), ("长" * 300 + ".jpeg", "jpg", "长" * 75 + ".jpeg"), ("a.pdf. . ", "pdf", "a.pdf"),
     ("CON.pdf", "pdf", "材料-CON.pdf"), ("nul", "txt", "材料-nul.txt"), ("Lpt1 .tar.pdf", "pdf", "材料-Lpt1 .tar.pdf"),
     ("com¹.docx", "docx", "材料-com¹.docx"), ("CONIN$.pdf", "pdf", "材料-CONIN$.pdf"), ("CONTRACT.pdf", "pdf", "CONTRACT.pdf"),
     ("com10.pdf", "pdf", "com10.pdf"), ("=AUX.pdf", "pdf", "材料-AUX.pdf"), ("aux.exe", "pdf", "材料-aux.pdf")],
)  # fmt: skip
def test_a_name_is_shown_without_harm_and_with_a_true_ending(name: str, kind: str, shown: str) -> None:
    assert shown_name(name, kind) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("安装.exe", "安装.exe"), ("现场 照片.JPG", "现场 照片.JPG"), ("../../etc/passwd", "passwd"), ("C:\\x\\y.rar", "y.rar"), ("", "材料"),
     ("...", "材料"), ("\u202e\x00", "材料"), ("=", "材料"), (".exe", "材料.exe"), ("=cmd|'1'!A0", "cmd'1'!A0"),
     ("gpj\u202eexe.scr", "gpjexe.scr"), ("会议2024.05", "会议2024.05"), ("长" * 300 + ".html", "长" * 75 + ".html"), ("长" * 300, "长" * 80),
     ("PRN.exe", "材料-PRN.exe"), ("aux", "材料-aux")],
)  # fmt: skip
def test_a_name_of_what_was_not_kept_is_shown_without_harm_as_it_is(name: str, shown: str) -> None:
    assert plain_name(name) == shown


def test_no_name_takes_long_to_clean() -> None:
    """Accents in the wrong order, dots and digits are what takes longest."""
    with within(1):
        for again in ("\u0301\u0316", ".1", ". ", "=", "/", "\u202e"):
            assert len(shown_name("a" + again * 2**15 + ".pdf", "pdf")) <= 80
            assert len(plain_name("a" + again * 2**15 + ".exe")) <= 80


HARMFUL = st.sampled_from(
    [
        *' .=+-@/\\:*?"<>|\x00\t\n\u202e\u200b\u0301\u037e\u0338\u2000＝é',
        "exe",
        "pdf",
        "jpeg",
        "2024",
        "con",
        "COM1",
    ]
)


ANY_NAME = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=())), st.lists(HARMFUL, max_size=120).map("".join)
)


@given(ANY_NAME, st.sampled_from(sorted(ENDINGS)))
@example("=\u0338.", "pdf")
@example("a" * 77 + " .jpg", "jpg")
def test_every_name_is_fit_to_be_shown(name: str, kind: str) -> None:
    shown = shown_name(name, kind)
    stem, _, ending = shown.rpartition(".")
    assert stem
    assert ending.lower() in ENDINGS[kind]
    assert_fit(shown)
    assert shown_name(shown, kind) == shown


@given(ANY_NAME)
@example("a" * 74 + " .exe..pdf")
def test_every_name_of_what_was_not_kept_is_fit_to_be_shown(name: str) -> None:
    assert_fit(plain_name(name))


DEVICES = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    "CONIN$",
    "CONOUT$",
    *(f"{one}{n}" for one in ("COM", "LPT") for n in "0123456789¹²³"),
}
"""Names that Windows keeps for itself, whatever comes behind the first dot."""


def assert_fit(shown: str) -> None:
    assert 0 < len(shown) <= 80
    assert not set(shown) & set('\\/:*?"<>|')
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in shown)
    assert shown[0] not in "=+-@. ＝＋－＠"
    assert unicodedata.is_normalized("NFC", shown)
    assert " ".join(shown.split()) == shown
    assert shown.split(".")[0].strip().upper() not in DEVICES


# ── finding and deleting ─────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "place", ["", ".", "..", "../../etc/passwd", "/etc/passwd", "a" * 31, "a" * 33, "A" * 32, "g" * 32, "0" * 32,
              "a" * 32 + "\n", "\x00" * 32, "٣" * 32, "a" * 32 + ".part"],
)  # fmt: skip
def test_only_what_was_kept_is_to_be_had(kept: Keep, folder: Path, place: str) -> None:
    kept.keep([PDF], "a.pdf")
    (folder / ("a" * 32 + ".part")).write_bytes(b"half")
    before = set(folder.iterdir())
    for look in (kept.path, kept.read):
        with pytest.raises(Gone):
            look(place)
    kept.delete([place])
    assert set(folder.iterdir()) == before


def test_what_is_deleted_is_gone_and_may_be_deleted_again(kept: Keep, folder: Path) -> None:
    one, two, three = (kept.keep([PDF], "a.pdf").place for _ in range(3))
    kept.delete([one, three, "../x", one])
    assert [file.name for file in folder.iterdir()] == [two]
    with pytest.raises(Gone):
        kept.read(one)
    assert kept.read(two) == PDF


def test_a_file_deleted_while_it_is_looked_for_is_gone(folder: Path) -> None:
    class Late(Keep):
        def path(self, place: str) -> Path:
            found = super().path(place)
            found.unlink()
            return found

    late = Late(folder)
    piece = late.keep([PDF], "a.pdf")
    with pytest.raises(Gone):
        late.read(piece.place)


def test_what_cannot_be_deleted_now_stops_nothing(kept: Keep, folder: Path) -> None:
    place = kept.keep([PDF], "a.pdf").place
    (folder / ("a" * 32)).mkdir()
    kept.delete(["a" * 32, place])
    assert [file.name for file in folder.iterdir()] == ["a" * 32]


def test_sweeping_takes_what_is_old_and_known_to_nobody(kept: Keep, folder: Path) -> None:
    known, old, young = (kept.keep([PDF], "a.pdf").place for _ in range(3))
    halves = {age: f"{age:032x}.part" for age in (3500, 3700)}
    for name in (*halves.values(), "notes.txt"):
        (folder / name).write_bytes(b"half")
    for name, age in (
        (known, 9999),
        (old, 3700),
        (young, 3500),
        *((n, a) for a, n in halves.items()),
        ("notes.txt", 9999),
    ):
        os.utime(folder / name, (time.time() - age, time.time() - age))
    assert kept.sweep({known}) == 2
    assert {file.name for file in folder.iterdir()} == {known, young, halves[3500], "notes.txt"}
    assert kept.sweep({known}, older_than=0) == 2
    assert {file.name for file in folder.iterdir()} == {known, "notes.txt"}
    assert kept.sweep({known}, older_than=0) == 0


def test_sweeping_before_anything_was_kept_is_nothing(kept: Keep, folder: Path) -> None:
    assert kept.sweep(()) == 0
    assert not folder.exists()


def test_a_file_that_goes_while_it_is_swept_is_passed_over(folder: Path) -> None:
    class Late(Keep):
        def _ours(self) -> list[Path]:
            return [folder / ("0" * 32), *super()._ours()]

    late = Late(folder)
    late.keep([PDF], "a.pdf")
    assert late.sweep((), older_than=-60) == 1


def test_many_threads_keep_and_sweep_at_once(kept: Keep, folder: Path) -> None:
    start = threading.Barrier(8)

    def work(number: int) -> list[tuple[Piece, bytes]]:
        start.wait()
        contents = [PDF + bytes([number, turn]) * 50_000 for turn in range(10)]
        pieces = []
        for content in contents:
            pieces.append((kept.keep([content[:999], content[999:]], f"{number}.pdf"), content))
            assert kept.sweep(()) == 0
            assert why(kept, b"MZ\0") == "kind"
        return pieces

    with ThreadPoolExecutor(8) as pool:
        everything = [pair for pairs in pool.map(work, range(8)) for pair in pairs]
    assert {file.name for file in folder.iterdir()} == {piece.place for piece, _ in everything}
    assert len(everything) == 80
    for piece, content in everything:
        assert kept.read(piece.place) == content
        assert piece.sha256 == hashlib.sha256(content).hexdigest()


# ── which keep it is ─────────────────────────────────────────────────────────────────────────────
def test_a_keep_has_one_identity_for_good_wherever_it_is_moved_to(kept: Keep, folder: Path) -> None:
    identity = kept.identity()
    assert len(bytes.fromhex(identity)) == 16
    assert kept.identity() == Keep(folder).identity() == identity
    assert [file.name for file in folder.iterdir()] == [MARK]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / MARK).stat().st_mode) == 0o600
    assert Keep(folder.rename(folder.parent / "moved")).identity() == identity
    assert kept.identity() != identity


def test_a_mark_that_was_written_by_hand_may_end_its_line(kept: Keep, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / MARK).write_text("0123456789abcdef" * 2 + "\n")
    assert kept.identity() == "0123456789abcdef" * 2


def test_the_mark_is_no_kept_file_and_is_never_swept(kept: Keep, folder: Path) -> None:
    identity = kept.identity()
    os.utime(folder / MARK, (0, 0))
    assert kept.sweep((), older_than=0) == 0
    kept.delete([MARK])
    for look in (kept.path, kept.read):
        with pytest.raises(Gone):
            look(MARK)
    assert kept.identity() == identity


@pytest.mark.parametrize("content", ["", "0" * 31, "0" * 33, "A" * 32, "０" * 32, "\x00" * 32])
def test_a_damaged_mark_is_told_and_never_written_anew(kept: Keep, folder: Path, content: str) -> None:
    folder.mkdir(parents=True)
    (folder / MARK).write_text(content)
    with pytest.raises(OSError, match=MARK):
        kept.identity()
    assert (folder / MARK).read_text() == content


def test_many_that_ask_at_once_are_told_the_same(folder: Path) -> None:
    for turn in range(20):
        start = threading.Barrier(8)

        def ask(_: int, place: Path = folder / str(turn), start: threading.Barrier = start) -> str:
            start.wait()
            return Keep(place).identity()

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(ask, range(8)))) == 1
        assert [file.name for file in (folder / str(turn)).iterdir()] == [MARK]


def test_another_s_mark_of_this_very_moment_stays(
    kept: Keep, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, other = os.link, "f" * 32

    def late(new: Path, mark: Path) -> None:
        mark.write_text(other)
        link(new, mark)

    monkeypatch.setattr(os, "link", late)
    assert kept.identity() == other
    assert [file.name for file in folder.iterdir()] == [MARK]


@pytest.mark.parametrize("call", ["os.open", "os.fsync", "os.link"])
def test_a_mark_that_cannot_be_written_is_told_and_leaves_nothing(
    kept: Keep, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(call, failing(errno.ENOSPC))
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            kept.identity()
    assert not list(folder.iterdir())
    assert kept.identity()
