"""Text from outside, made fit to be stored, shown and sent; names of files; what a system or a reader of JSON complains of; how wide a text shows."""

from __future__ import annotations

import errno
import json
import re
import socket
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


_SYSTEM = {
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
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "名字太长了",
    errno.EINVAL: "名字或内容不合规矩",
    errno.ELOOP: "链接绕成了一圈",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "别的程序占着它",
    errno.EMFILE: "打开的文件太多了",
    errno.ENFILE: "打开的文件太多了",
    errno.ENOMEM: "内存不够",
    errno.ECONNREFUSED: "那里没有程序应答",
    errno.ECONNRESET: "连接被切断了",
    errno.ECONNABORTED: "连接被切断了",
    errno.EPIPE: "连接被切断了",
    errno.ETIMEDOUT: "等不到应答",
    errno.EHOSTUNREACH: "到不了那台机器",
    errno.ENETUNREACH: "没有网络",
    errno.EADDRINUSE: "这个端口有人在用",
}


def said(error: OSError) -> str:
    """What a disk or a network complains of, in Chinese; of what is not known its number."""
    if isinstance(error, socket.gaierror):
        return "找不到这个主机名"
    if isinstance(error, TimeoutError):
        return "等不到应答"
    return _SYSTEM.get(error.errno or 0) or (f"系统错误 {error.errno}" if error.errno else "原因不明")


def misread(error: Exception) -> str:
    """Where a text is no JSON."""
    if isinstance(error, json.JSONDecodeError):
        return f"第 {error.lineno} 行第 {error.colno} 个字起看不懂"
    return "括号套得太深" if isinstance(error, RecursionError) else "有看不懂的字"


def columns(text: str) -> int:
    """Columns that a text takes: two for a wide character, none for a combining one."""
    wide = {"W": 2, "F": 2, "A": 2}
    return sum(0 if unicodedata.combining(c) else wide.get(unicodedata.east_asian_width(c), 1) for c in text)
