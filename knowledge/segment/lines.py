"""Raw text → clean lines: mark-up, control characters and page furniture taken out."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from knowledge.policy.provisions import SegmentWarning
from knowledge.segment.marks import mark_at

_TAG_BREAK = re.compile(
    r"<\s*(?:br|/?p|/?div|/?li|/?[uo]l|/?tr|/?h\d|/?table|/?section|hr)\b[^<>]{0,400}>", re.I
)
_TAG_CELL = re.compile(r"<\s*/(?:td|th)\s*>", re.I)
_TAG = re.compile(r"<(?:/|!--)?[a-zA-Z!][^<>]{0,400}>")
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ue000-\uf8ff\ufe00-\ufe0f\ufeff"
    r"\ufff9-\ufffd\ud800-\udfff]"
)
_BREAKS = re.compile(r"\r\n|[\r\f\v\u2028\u2029\x85]")
_BLANK = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
"""Characters that PDF readers put for 一, 二, 十 …"""
_EMPHASIS = re.compile(r"\*\*|__|\\(?=[.()*_#\[\]-])")
_MARKDOWN = re.compile(
    r"^\s*(?:>\s+|#{1,6}\s+|\|\s*(?=.*\|\s*$)|[-*•·●■◆▪]\s+(?=[（(第附\d一二三四五六七八九十]))+"
)
_CELL_END = re.compile(r"\s*\|\s*$")
_PAGE = re.compile(
    r"[-—–－~·\s]*(?:第|page|p\.?)?\s*(?:\d{1,4}|[一二三四五六七八九十]{1,3}(?=\s*[页頁]))\s*(?:页|頁)?"
    r"[\s,，/／|]*(?:(?:共|of)\s*\d{1,4}\s*[页頁]?|\d{1,4}\s*[页頁]?)?[-—–－~·\s]*",
    re.I,
)
_PAGE_INSIDE = re.compile(
    r"(?<=[\u4e00-\u9fff，、；])\s*(?:[-—–－]{1,2}\s?\d{1,3}\s?[-—–－]{1,2}|第\s*\d{1,3}\s*页\s*[,，/]?\s*共\s*\d{1,3}\s*页)"
    r"\s*(?=[\u4e00-\u9fff，。、；：（“])"
)
_RULE = re.compile(r"[-—–_=*\s|:]{3,}")
_APART = re.compile(r"(?<=[\u4e00-\u9fff，。；：、（）]) (?=[\u4e00-\u9fff，。；：、（）])")
_SINGLE = re.compile(r"(?<=[^\s]) (?=[^\s])")
FURNITURE_TIMES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts from 1 in the raw text; `indent` in Han widths; `gap`: a blank line stands before it."""

    number: int
    text: str
    indent: int = 0
    gap: bool = False


def clean(text: str) -> tuple[list[Line], list[SegmentWarning]]:
    """The lines that hold the document, outer white space off, and what was taken out with doubt."""
    lines, gap = [], False
    for number, raw in enumerate(_plain(text).split("\n"), 1):
        line = _line(number, raw, gap)
        if not line.text:
            gap = True
        elif not _RULE.fullmatch(line.text):
            lines.append(line)
            gap = False
    return _without_furniture(lines)


def _plain(text: str) -> str:
    text = _BREAKS.sub("\n", text)
    if "\n" not in text and text.count("\\n") > 2:
        text = text.replace("\\r", "").replace("\\n", "\n").replace("\\t", " ")
    for _ in range(2):  # twice: &lt;p&gt;, &amp;nbsp;
        text = html.unescape(_untagged(text))
    text = _CONTROL.sub("", _BLANK.sub(" ", _BREAKS.sub("\n", text)).translate(_RADICALS))
    return _together(text)


def _untagged(text: str) -> str:
    if "<" not in text or ">" not in text:
        return text
    text = _without(_without(_without(text, "<!--", "-->"), "<script", "</script"), "<style", "</style")
    return _TAG.sub("", _TAG_CELL.sub("\t", _TAG_BREAK.sub("\n", text)))


def _without(text: str, opening: str, closing: str) -> str:
    """What stands between taken out, and nothing where it is never closed."""
    kept, place, low = [], 0, text.lower()
    while (start := low.find(opening, place)) >= 0 and (end := low.find(closing, start)) >= 0:
        kept.append(text[place:start])
        place = end + len(closing)
    return "".join([*kept, text[place:]])


def _together(text: str) -> str:
    """A text whose characters stand apart (第 一 条 为 了) is pushed together."""
    gaps = len(_APART.findall(text))
    return _SINGLE.sub("", text) if gaps * 3 > len(text) else text


def _line(number: int, raw: str, gap: bool) -> Line:
    text = _MARKDOWN.sub("", _EMPHASIS.sub("", raw))
    if raw.lstrip().startswith("|"):
        text = _CELL_END.sub("", text)
    body = text.strip(" \t\u3000")
    before = text[: len(text) - len(text.lstrip(" \t\u3000"))]
    indent = (before.count(" ") + 2 * before.count("\u3000") + 4 * before.count("\t")) // 2
    return Line(number, _PAGE_INSIDE.sub("", body) if len(body) > 8 else body, indent, gap)


# ── page furniture ───────────────────────────────────────────────────────────────────────────────
def _without_furniture(lines: list[Line]) -> tuple[list[Line], list[SegmentWarning]]:
    """Page numbers, and short lines without a mark or a full stop that come again and again: headers, footers."""
    numbers = {n for n, line in enumerate(lines) if _is_page(line.text)}
    gone = _repeated(lines, numbers)
    if not gone:
        return [line for n, line in enumerate(lines) if n not in numbers], []
    shapes = {
        n: shape for n, line in enumerate(lines) if n not in numbers and (shape := _shape(line.text)) in gone
    }
    first = {shape: n for n, shape in reversed(shapes.items())}
    body = next((n for n, line in enumerate(lines) if mark_at(line.text)), 0)
    away = numbers | {n for n, shape in shapes.items() if n >= body or first[shape] != n}
    return [line for n, line in enumerate(lines) if n not in away], [_said(lines[n]) for n in first.values()]


def _said(line: Line) -> SegmentWarning:
    return SegmentWarning(
        line.number, f"“{line.text}”重复出现，当作页眉页脚略去了", "如果它是正文，请只留一处"
    )


def _is_page(text: str) -> bool:
    return len(text) < 40 and _PAGE.fullmatch(text) is not None and re.search(r"\d|[页頁]", text) is not None


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _repeated(lines: list[Line], numbers: set[int]) -> set[str]:
    """Shapes of lines that are furniture: often repeated, or twice beside a page number."""
    if len(lines) <= 12:
        return set()
    shapes = [_shape(line.text) for line in lines]
    times = Counter(shapes)
    beside = Counter(shapes[m] for n in numbers for m in (n - 1, n + 1) if 0 <= m < len(lines))
    return {shape for shape, count in times.items()
            if (count >= FURNITURE_TIMES or beside[shape] >= 2) and 4 < len(shape) <= 40 and mark_at(shape) is None
            and shape[-1] not in "。；;：，、" and "\t" not in shape and not shape.startswith("#")}  # fmt: skip
