"""Raw text → clean lines: mark-up, control characters, page furniture and tables of contents taken out."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass

from knowledge.provisions import SegmentWarning
from knowledge.segment.marks import mark_at

_TAG_BREAK = re.compile(r"<\s*(?:br|/?p|/?div|/?li|/?tr|/?h\d|/?table|hr)\b[^<>]{0,400}>", re.I)
_TAG = re.compile(r"<(?:/|!--)?[a-zA-Z!][^<>]{0,400}>")
_SCRIPT = re.compile(r"<(script|style)\b[^<>]{0,400}>[^<]{0,20000}</\1\s*>", re.I)
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\ud800-\udfff]"
)
_MARKDOWN = re.compile(r"^\s{0,3}#{1,6}\s+|\*\*|__|^\s*>\s+|^\s*[-*•·]\s+(?=[（(第附\d一二三四五六七八九十])")
_PAGE = re.compile(
    r"[-—–－~·\s]*(?:第\s*)?\d{1,4}\s*(?:页|頁)?[\s,，/／]*(?:共\s*\d{1,4}\s*[页頁]|\d{1,4}\s*[页頁]?)?[-—–－~·\s]*"
)
_RULE = re.compile(r"[-—–_=*\s]{3,}")
_CONTENTS = re.compile(r"目\s*[录錄次]")
_LEADER = re.compile(r"(?:\.{3,}|…+|·{3,}|．{3,})\s*\d*\s*$|(?<=\S)\s{4,}\d{1,3}\s*$")
FURNITURE_TIMES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts from 1 in the raw text."""

    number: int
    text: str


def clean(text: str) -> tuple[list[Line], list[SegmentWarning]]:
    """The lines that hold the document, outer white space off, and what was taken out with doubt."""
    lines = [Line(n, _line(raw)) for n, raw in enumerate(_plain(text).split("\n"), 1)]
    lines = [line for line in lines if line.text and not _RULE.fullmatch(line.text)]
    lines = [line for line in lines if not (_PAGE.fullmatch(line.text) and re.search(r"\d", line.text))]
    lines, repeated = _without_furniture(lines)
    lines, contents = _without_contents(lines)
    return lines, repeated + contents


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for gap in "\f\v\u2028\u2029\x85":
        text = text.replace(gap, "\n")
    if "<" in text and ">" in text:
        text = _TAG.sub("", _TAG_BREAK.sub("\n", _SCRIPT.sub("", text)))
    if "&" in text:
        text = html.unescape(text)
    return text.replace("\xa0", " ")


def _line(raw: str) -> str:
    return _MARKDOWN.sub("", _CONTROL.sub("", raw)).strip(" \t\u3000")


def _without_furniture(lines: list[Line]) -> tuple[list[Line], list[SegmentWarning]]:
    """Short lines without a mark or a full stop that come again and again are headers and footers."""
    times = Counter(line.text for line in lines)
    gone = {
        text
        for text, count in times.items()
        if count >= FURNITURE_TIMES and 4 < len(text) <= 40 and mark_at(text) is None and text[-1] not in "。；;："
        and len(lines) > 12 and "\t" not in text
    }  # fmt: skip
    warnings = [
        SegmentWarning(line.number, f"“{line.text}”重复出现，当作页眉页脚略去了", "如果它是正文，请只留一处")
        for line in {line.text: line for line in reversed(lines) if line.text in gone}.values()
    ]
    return [line for line in lines if line.text not in gone], warnings


def _without_contents(lines: list[Line]) -> tuple[list[Line], list[SegmentWarning]]:
    """A table of contents: lines with leaders, and heads that come once more after the word 目录."""
    start = next((n for n, line in enumerate(lines) if _CONTENTS.fullmatch(line.text)), None)
    leaders = {n for n, line in enumerate(lines) if _LEADER.search(line.text) and len(line.text) < 80}
    if start is None:
        gone = leaders
    else:
        gone = leaders | {start} | set(range(start + 1, _end_of_contents(lines, start)))
    if not gone:
        return lines, []
    first = lines[min(gone)].number
    warning = SegmentWarning(first, "这里像是目录，已略去", "请确认正文的章节没有少")
    return [line for n, line in enumerate(lines) if n not in gone], [warning]


def _end_of_contents(lines: list[Line], start: int) -> int:
    """The place where the first head of the contents comes for the second time; else only the word itself goes."""
    if start + 1 >= len(lines):
        return start + 1
    first = _head(lines[start + 1].text)
    for n in range(start + 2, min(len(lines), start + 200)):
        if first and _head(lines[n].text) == first:
            return n
    return start + 1


def _head(text: str) -> str:
    return re.sub(r"[\s.．…·\d]+", "", text)[:30]
