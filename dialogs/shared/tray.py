"""Files that are being collected for something: what is there, what is still on its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from dialogs.acts import MOST_BYTES, NotKept, Piece, Why
from dialogs.core import Fetch, File, Json, Reply, Say
from dialogs.shared import persons

MOST = 20
"""Pieces for one application."""
FULL = f"一份申请最多放 {MOST} 份材料，已经满了。可以先删掉几份，或者把几页合成一个 PDF 再发。"
TOO_BIG = "“{name}”超过 20 MB，收不下。请压缩一下，或者拆成几份再发。"
WHY: dict[Why, str] = {
    "size": TOO_BIG,
    "empty": "“{name}”是空的，没有收下。请检查一下再发。",
    "kind": "“{name}”这种文件收不了。能收的：照片、PDF、Word、Excel、PPT、WPS、OFD、文本、录音、视频。",
    "unsafe": "“{name}”打开会占掉太多地方，没有收下。请另存一份再发，或者打印成 PDF。",
    "stray": "“{name}”里面有指向别处的文件，可能被改动过，没有收下。请用 Word 或 WPS 另存一份再发，或者打印成 PDF。",
    "locked": "“{name}”加了密码，打不开，没有收下。请去掉密码另存一份再发。",
    "gone": "“{name}”没有传过来。请再发一次。",
    "full": "“{name}”没能存下，机器上的磁盘出了问题，已经记下。请过一会儿再发，或者联系管理员。",
}
THE_REST = "已经收下的都在。"
CAPTION = 30
"""Characters of a caption that a file is called by."""
NAMELESS = "材料"
RECEIVED = "收下了：{name}（{size}）。现在共 {count} 份。"
SAME = "“{name}”和前面的一份一样，只留一份。"
NO_WAIT = "不等了"
"""The button that gives up files that are on their way."""


@dataclass(frozen=True, slots=True)
class Tray:
    """`draft`: whose they are; `fetching`: (ref, name) of files on their way."""

    draft: str
    pieces: tuple[Piece, ...] = ()
    fetching: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Json]:
        return {
            "draft": self.draft,
            "pieces": [asdict(one) for one in self.pieces],
            "fetching": [list(one) for one in self.fetching],
        }

    @classmethod
    def from_json(cls, body: Any) -> Tray:
        """Raises KeyError, TypeError or ValueError where it is none."""
        pieces = tuple(Piece(str(p["place"]), str(p["name"]), str(p["kind"]), int(p["size"]), str(p["sha256"]))
                       for p in body.get("pieces") or ())  # fmt: skip
        return cls(str(body["draft"]), pieces, tuple((str(a), str(b)) for a, b in body.get("fetching") or ()))

    def add(self, piece: Piece) -> Tray:
        return replace(self, pieces=(*self.pieces, piece))

    def without(self, place: str) -> Tray:
        return replace(self, pieces=tuple(one for one in self.pieces if one.place != place))

    def arrived(self, ref: str) -> Tray:
        """One file of this ref is not on its way any more."""
        left = list(self.fetching)
        for one in left:
            if one[0] == ref:
                left.remove(one)
                break
        return replace(self, fetching=tuple(left))


def taken(tray: Tray, file: File, caption: str, kind: str) -> tuple[Tray, Reply]:
    """What becomes of a file that is sent: it is fetched, or the reader is told at once why not."""
    name = named(file.name, caption) or kind or NAMELESS
    if len(tray.pieces) + len(tray.fetching) >= MOST:
        return tray, Reply((Say(FULL),))
    if file.size is not None and not 0 < file.size <= MOST_BYTES:
        return tray, Reply((Say(_why("size" if file.size else "empty", name, tray)),))
    wanted = Fetch(replace(file, name=name), tray.draft)
    return replace(tray, fetching=(*tray.fetching, (file.ref, name))), Reply((), fetch=wanted)


def named(name: str, caption: str) -> str:
    """A file's name with the words that came with it in front; numbers of persons hidden."""
    said = persons.hidden(" ".join(caption.split()))[:CAPTION]
    return " ".join(filter(None, (said, persons.hidden(name))))


def refused(event: NotKept, tray: Tray | None) -> str:
    """Why a file did not come in, and that the others did."""
    return _why(event.why, event.name, tray)


def _why(why: Why, name: str, tray: Tray | None) -> str:
    return WHY[why].format(name=name) + (THE_REST if tray and tray.pieces else "")


def received(piece: Piece, tray: Tray) -> str:
    """A file is in, the last of these."""
    return RECEIVED.format(name=piece.name, size=size(piece.size), count=len(tray.pieces))


def same(piece: Piece) -> str:
    """A file was there already."""
    return SAME.format(name=piece.name)


def listed(pieces: Sequence[Piece]) -> str:
    """1. 会议纪要.pdf（1.2 MB）"""
    return "\n".join(f"{n}. {one.name}（{size(one.size)}）" for n, one in enumerate(pieces, 1))


def size(count: int) -> str:
    """Bytes as a person says them."""
    return f"{count / 2**20:.1f} MB" if count >= 2**20 else f"{max(1, round(count / 2**10))} KB"
