"""What kind a file is, by its content alone. Every look at it takes time in proportion to its size at most."""

from __future__ import annotations

import re

from bot.files.office import COMPOUND, ZIP, compound, zipped
from bot.files.taken import NotTaken
from bot.files.text import plain_text

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
_QUICKTIME = b"qt  "
_TRACK = re.compile(rb"hdlr.{8}(vide|soun)", re.DOTALL)


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
    if content.startswith(ZIP):
        return zipped(content)
    if content.startswith(COMPOUND):
        return compound(content)
    if content[4:8] == b"ftyp":
        return _boxed(content)
    return "mp3" if _is_mp3(content) else plain_text(content)


def _boxed(content: bytes) -> str | None:
    """Of the family of MP4, by its brand; telephones give recordings of sound the same brand as films."""
    size, brand = int.from_bytes(content[:4], "big"), content[8:12]
    brands = [brand, *(content[at : at + 4] for at in range(16, min(size, 1024), 4))]
    if brand in _HEIC or (brand in (b"mif1", b"msf1") and any(one in _HEIC for one in brands)):
        return "heic"
    if brand in (b"M4A ", b"M4B "):
        return "m4a"
    if brand != _QUICKTIME and not _MPEG4.match(brand):
        return None
    tracks = set(_TRACK.findall(content))
    if b"vide" in tracks:
        return "mov" if brand == _QUICKTIME else "mp4"
    return "m4a" if tracks and brand != _QUICKTIME else None


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
