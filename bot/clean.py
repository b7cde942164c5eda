"""Text from outside, made fit to be stored, shown and sent; names of files; what a disk complains of; how wide a text shows."""

from __future__ import annotations

import errno
import re
import unicodedata

_UNFIT = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters except tab, line feed, carriage return
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks and overrides: they show one text, mean another
    "\ufeff\ufff9-\ufffb"  # byte order mark, interlinear annotation
    "\ud800-\udfff"  # lone surrogates: not encodable at all
    "]"
)


def clean(text: str) -> str:
    """Without the characters that PostgreSQL and office formats refuse or that disguise a text.

    Line breaks, tabs and emoji sequences (zero width joiner) stay.
    """
    return _UNFIT.sub("", text)


_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\s*(?:\.|$))", re.IGNORECASE
)


def harmless(name: str, instead: str) -> str:
    """A file's name, but not one that Windows keeps for its devices, whatever its ending; `instead` goes in front."""
    return f"{instead}-{name}" if _RESERVED.match(name) else name


_DISK = {
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘的配额用完了",
    errno.EFBIG: "文件太大了",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹",
    errno.EISDIR: "那里是一个文件夹",
    errno.EEXIST: "那里已经有一个文件",
    errno.ENAMETOOLONG: "名字太长了",
    errno.EIO: "磁盘读写出错",
}


def said(error: OSError) -> str:
    """What a disk complains of, in Chinese where it is known."""
    return _DISK.get(error.errno or 0) or error.strerror or type(error).__name__


def columns(text: str) -> int:
    """Columns that a text takes: two for a wide character, none for a combining one."""
    wide = {"W": 2, "F": 2, "A": 2}
    return sum(0 if unicodedata.combining(c) else wide.get(unicodedata.east_asian_width(c), 1) for c in text)
