"""How the page was set: whether lines were wrapped at a width, whether paragraphs are indented or set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.segment.lines import Line
from knowledge.segment.marks import annex_at, mark_at

ENDS = ".。；;！？!?：:”」』》）)…"
"""Characters that may end a paragraph."""


def is_title(text: str) -> bool:
    """Short, and no sentence."""
    return len(text) <= 30 and not re.search(r"[，。；：,;:]", text)


@dataclass(frozen=True, slots=True)
class Page:
    """`width`: characters of a full line, 0 where lines are whole paragraphs; `wide`: the same in half widths;
    `indented`, `spaced`: paragraphs begin with an indent, after a blank line."""

    width: int = 0
    wide: int = 0
    indented: bool = False
    spaced: bool = False

    def full(self, line: Line) -> bool:
        """The line reaches the right margin, so what follows may be its rest."""
        if not self.width:
            return False
        return len(line.text) + line.indent >= self.width - 2 or _wide(line) >= self.wide - 4

    def may_begin(self, lines: list[Line], n: int) -> bool:
        """Line `n` may begin a paragraph; the line before has ended, or it is set apart."""
        if n == 0 or not self.width:
            return n == 0 or lines[n - 1].text[-1] not in "，、"
        before = lines[n - 1]
        return before.text[-1] in ENDS or not self.full(before) or self._apart(lines[n])

    def _apart(self, line: Line) -> bool:
        return (self.indented and line.indent > 0) or (self.spaced and line.gap)

    def goes_on(self, before: Line, line: Line) -> bool | None:
        """After a full line that ended a sentence, `line` is its paragraph's rest; None where nothing tells."""
        if not self.full(before):
            return False
        if self.indented or self.spaced:
            return not self._apart(line)
        return None


def layout(lines: list[Line]) -> Page:
    """The setting of a text of many lines of one length."""
    long = [line for line in lines if len(line.text) > 12]
    if len(long) < 12:
        return Page()
    width, wide = _top([len(line.text) + line.indent for line in long]), _top([_wide(line) for line in long])
    page = Page(width, wide)
    if width > 64 or sum(page.full(line) for line in long) < 0.4 * len(long):
        return Page()
    return Page(width, wide, _told(lines, "indent"), _told(lines, "gap"))


def _top(lengths: list[int]) -> int:
    """The length that a tenth of the lines reach."""
    return sorted(lengths)[int(len(lengths) * 0.9)]


def _wide(line: Line) -> int:
    return 2 * line.indent + sum(1 + (char > "\u2000") for char in line.text)


def _told(lines: list[Line], sign: str) -> bool:
    """Lines with a mark have the sign, most of the others do not."""
    marked = [
        bool(getattr(line, sign)) for line in lines[1:] if mark_at(line.text) and not annex_at(line.text)
    ]
    others = [bool(getattr(line, sign)) for line in lines[1:] if not mark_at(line.text)]
    return len(marked) > 3 and sum(marked) > 0.8 * len(marked) and sum(others) < 0.5 * len(others)
