"""Which marks in the lines begin something, and which are only spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.segment import chain
from knowledge.segment.chain import Candidate
from knowledge.segment.lines import Line
from knowledge.segment.marks import (
    ARTICLE,
    CHAPTER,
    CIRCLE,
    ITEM,
    LEVELS,
    PAREN,
    SECTION,
    Mark,
    mark_at,
)
from knowledge.segment.page import Page, is_title

_ANY = re.compile("|".join(f"(?:{pattern.pattern})" for pattern in LEVELS.values()))
_STOP = frozenset("。；;：:！？!?.")
_CLOSED = frozenset("”」』）)")
_REFERRED = re.compile(
    r"[ \u3000]*(?:所[列称規规述指]|[规規]定[的之]|[的之]?[规規]定(?=[，。、；：])|至第|和第|或第|及第|与第|、第|第?[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[款项項])"
    r"|(?:所|[规規]定|的|中|至|和|或|及|与|等|里|到|之外|以外|以[上下内]|[，。；）》”])"
)
"""What follows a 第X条 or 第X章 that is only spoken of."""
_CHAPTER_BEFORE = re.compile(r"第[^第。；，]{1,8}[章编篇节][^。；，：]{0,25}$")
_TITLE_BEFORE = re.compile(
    r"(?:办法|辦法|细则|細則|规定|規定|方案|意见|意見|通知|制度|规程|规则|机制|[）)日号])[ \u3000]*$"
)
_CHAPTER_AFTER = re.compile(r"[ \u3000]*[^。；，：第]{1,25}?[ \u3000]*(?:第[^第。；，]{1,8}[条條节]|$)")
PLAIN = 4.0
"""Strength of a mark at the start of a paragraph with a space behind it."""
SKIPPED = 3
"""So many numbers may be missing in a list that goes on in mid-line."""


@dataclass(frozen=True, slots=True)
class Head:
    """A mark that begins something, at its place in a line."""

    at: int
    mark: Mark


def heads(lines: list[Line], page: Page) -> list[list[Head]]:
    """For each line, the marks that begin something, in order."""
    found = [list(_found(line.text)) for line in lines]
    chosen = {
        (c.line, c.at)
        for level in (CHAPTER, ARTICLE)
        for c in _chosen(list(_candidates(lines, found, page, level)))
    }
    text = _Text(lines, page, chosen)
    return [[head for head in row if text.begins(head, n, row)] for n, row in enumerate(found)]


def _found(text: str) -> Iterator[Head]:
    for match in _ANY.finditer(text):
        if mark := mark_at(text, match.start()):
            yield Head(match.start(), mark)


# ── 第X章, 第X条 ─────────────────────────────────────────────────────────────────────────────────
def _chosen(candidates: list[Candidate]) -> list[Candidate]:
    """The best chain, and what stands so plainly as a head that it counts, even out of order."""
    return chain.best(candidates) + [c for c in candidates if c.strength >= PLAIN]


def _candidates(lines: list[Line], found: list[list[Head]], page: Page, level: str) -> Iterator[Candidate]:
    of_level = ((n, head) for n, row in enumerate(found) for head in row if head.mark.level == level)
    for n, head in of_level:
        yield Candidate(n, head.at, head.mark, _strength(lines, n, head, page))


def _strength(lines: list[Line], n: int, head: Head, page: Page) -> float:
    text, end = lines[n].text, head.at + head.mark.length
    strength = _standing(lines, n, head, page)
    if _REFERRED.match(text, end):
        strength -= 4
    elif text[end : end + 1] in (" ", "\u3000", "\t") or end == len(text):
        strength += 1
    if head.mark.level == CHAPTER and head.at and not _CHAPTER_AFTER.match(text, end):
        strength -= 5
    return strength


def _standing(lines: list[Line], n: int, head: Head, page: Page) -> float:
    """3 at the start of a paragraph … -5 in the middle of a sentence."""
    if not head.at:
        return 3 if page.may_begin(lines, n) else 1
    before = lines[n].text[max(0, head.at - 40) : head.at]
    if _CHAPTER_BEFORE.search(before):
        return 2.5
    last = before.rstrip(" \t\u3000")[-1:]
    if last in _STOP or not last:
        return 2
    if _TITLE_BEFORE.search(before):
        return 1.5
    if head.mark.level == CHAPTER:
        return 0.5
    return 1 if last in _CLOSED else 0 if before[-1] in " \t\u3000" else -5


# ── 一、 （一） 1、 （1） ① ─────────────────────────────────────────────────────────────────────────
@dataclass(slots=True)
class _Counter:
    """Where each open list has come to; the outermost first."""

    open: list[tuple[str, int]] = field(default_factory=list)
    section: int = 0
    title_from: int = -1
    """Where the last head's text begins in the line at hand, if that head is a section."""

    def last(self, level: str) -> int:
        if level == SECTION:
            return self.section
        return next((number for name, number in self.open if name == level), 0)

    def take(self, mark: Mark) -> None:
        if mark.level in (CHAPTER, ARTICLE):
            self.open = []
            self.section = self.section if mark.level == ARTICLE else 0
            return
        names = [name for name, _ in self.open]
        depth = names.index(mark.level) if mark.level in names else 0 if mark.level == SECTION else len(names)
        self.open[depth:] = [(mark.level, mark.number)]
        if mark.level == SECTION:
            self.section = mark.number


@dataclass(slots=True)
class _Text:
    """The lines as they are gone through, head by head. `chosen`: where chapters and articles begin."""

    lines: list[Line]
    page: Page
    chosen: set[tuple[int, int]]
    counter: _Counter = field(default_factory=_Counter)

    def begins(self, head: Head, n: int, row: list[Head]) -> bool:
        """Whether a head, one of this row in line n, begins something; to be asked once each, in order."""
        yes = self._may(head, n, row)
        if head is row[0]:
            self.counter.title_from = -1
        if yes:
            self.counter.take(head.mark)
            self.counter.title_from = head.at + head.mark.length if head.mark.level == SECTION else -1
        return yes

    def _may(self, head: Head, n: int, row: list[Head]) -> bool:
        if head.mark.level in (CHAPTER, ARTICLE):
            return (n, head.at) in self.chosen
        if head.at:
            return _inside(self.lines[n].text, head, self.counter, row)
        return self._opens(head.mark, n)

    def _opens(self, mark: Mark, n: int) -> bool:
        """At the start of a line."""
        on = mark.number == self.counter.last(mark.level) + 1
        if not (
            self.page.may_begin(self.lines, n)
            or (on and self.lines[n - 1].text[-1] not in "第（(、和或及至与")
        ):
            return False
        closing = mark.raw[-1:] in "）)" and mark.raw[:1] not in "（("
        return not (n and closing and _open_bracket(self.lines[n - 1]))


def _open_bracket(line: Line) -> bool:
    """「（见附件」: the next line's 1） closes it."""
    return max(line.text.rfind("（"), line.text.rfind("(")) > max(line.text.rfind("）"), line.text.rfind(")"))


def _inside(text: str, head: Head, counter: _Counter, row: list[Head]) -> bool:
    """A list that begins or goes on in mid-line."""
    mark, last = head.mark, counter.last(head.mark.level)
    if not (last < mark.number <= last + SKIPPED) and mark.number != 1:
        return False
    before = text[max(0, head.at - 12) : head.at]
    tail = before.rstrip(" \t\u3000")[-1:]
    if not _parts(before, tail, mark) and not (mark.number == 1 and _after_title(text, head, counter)):
        return False
    if mark.number == 1 and mark.level != ITEM:
        return any(other.mark.level == mark.level and other.mark.number == 2 for other in _after(row, head))
    return mark.number == last + 1 or (tail in _STOP and mark.level in (SECTION, ITEM))


def _after_title(text: str, head: Head, counter: _Counter) -> bool:
    """Only a section's short title stands before: 四、不予容错情形（一）…"""
    start = counter.title_from
    return 0 <= start < head.at <= start + 40 and is_title(text[start : head.at].strip())


def _after(row: list[Head], head: Head) -> Iterator[Head]:
    """A few of the marks that follow in the same line."""
    start = next((n for n, other in enumerate(row) if other is head), 0) if len(row) < 2000 else len(row)
    yield from row[start + 1 : start + 60]


def _parts(before: str, tail: str, mark: Mark) -> bool:
    """What stands before allows something to begin here."""
    if mark.level == SECTION:
        listed = tail in "；;" if mark.number > 1 else tail in "：:"
        return not tail or tail in "。！？" or listed or bool(_TITLE_BEFORE.search(before))
    if not tail or tail in _STOP:
        return True
    spaced = before[-1:] in (" ", "\t", "\u3000")
    if mark.level in (ITEM, PAREN) and mark.number > 1 and tail in "，,":
        return True
    return mark.level in (ITEM, CIRCLE) and (spaced or tail in "的")
