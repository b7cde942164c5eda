"""Tables of contents: heads that come once more in the body, whether or not the word 目录 stands above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowledge.policy.provisions import SegmentWarning
from knowledge.segment.lines import Line
from knowledge.segment.marks import ARTICLE, CHAPTER, LEVELS, SECTION, mark_at

_WORD = re.compile(r"目\s*[录錄次]")
_LEADER = re.compile(r"(?:\.{3,}|…+|·{3,}|．{3,})\s*\d*\s*$|(?<=\S)(?:\s{4,}|\t+)\d{1,3}\s*$")
_PAGE_NUMBER = re.compile(r"[\s.．…·\t]*[（(]?\d{0,3}[）)]?\s*$")
LONGEST = 400
"""Lines that a table of contents may have."""


def without_contents(lines: list[Line]) -> tuple[list[Line], list[SegmentWarning]]:
    """The lines without the table, and a warning that names its first line."""
    gone = {
        n
        for n, line in enumerate(lines)
        if len(line.text) < 80 and _LEADER.search(line.text) and mark_at(line.text)
    }
    start = next((n for n, line in enumerate(lines) if _WORD.fullmatch(line.text) or _opens(line.text)), None)
    if start is not None:
        gone |= {start, *range(start + 1, _end(lines, start))}
    gone |= set(_doubled(lines)) | {n for n, line in enumerate(lines) if _is_run_of_chapters(line.text)}
    if not gone:
        return lines, []
    warning = SegmentWarning(lines[min(gone)].number, "这里像是目录，已略去", "请确认正文的章节没有少")
    return [line for n, line in enumerate(lines) if n not in gone], [warning]


def _opens(text: str) -> bool:
    """「目录 第一章 总则 第二章 …」 in one line."""
    return len(text) < 400 and _WORD.match(text) is not None and len(LEVELS[CHAPTER].findall(text)) > 1


def _is_run_of_chapters(text: str) -> bool:
    """Several chapter heads in one line, and nothing that ends a sentence."""
    return (
        len(text) < 400
        and len(LEVELS[CHAPTER].findall(text)) > 1
        and not re.search(r"[。；，]", text)
        and not LEVELS[ARTICLE].search(text)
    )


def _end(lines: list[Line], start: int) -> int:
    """The place where the first mark of the contents comes for the second time; else only the word itself goes."""
    if start + 1 >= len(lines):
        return start + 1
    first = mark_at(lines[start + 1].text)
    for n in range(start + 2, min(len(lines), start + LONGEST)):
        mark = mark_at(lines[n].text)
        if first and mark and (mark.level, mark.number) == (first.level, first.number):
            return _before_chapters(lines, n) if first.level == ARTICLE else n
    return start + 1


def _before_chapters(lines: list[Line], n: int) -> int:
    """Up from the first article, over the chapter heads that belong to it."""
    while (mark := mark_at(lines[n - 1].text)) and mark.level == CHAPTER:
        n -= 1
    return n


def _doubled(lines: list[Line]) -> Iterator[int]:
    """A run of heads, one below another, each of which comes again later."""
    heads = {n: head for n, line in enumerate(lines) if (head := _head(line.text))}
    later: dict[str, int] = {head: n for n, head in heads.items()}
    for run in _runs(heads):
        if len(run) > 1 and all(later[heads[n]] > run[-1] for n in run):
            yield from run


def _runs(heads: Mapping[int, str]) -> list[list[int]]:
    """Places that follow one upon another; a new run where the first head of one comes again."""
    runs: list[list[int]] = []
    for n, head in heads.items():
        if runs and n == runs[-1][-1] + 1 and head != heads[runs[-1][0]]:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _head(text: str) -> str:
    """A chapter's or section's head without its page number; empty where a line is none."""
    mark = mark_at(text) if len(text) < 60 else None
    if mark is None or mark.level not in (CHAPTER, SECTION) or re.search(r"[，。；：]", text):
        return ""
    return "".join(_PAGE_NUMBER.sub("", text).split())
