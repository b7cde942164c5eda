"""Lines → pieces: every mark at the start of a piece, every paragraph one piece, whatever the line breaks were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.segment.ending import is_note, is_tail
from knowledge.segment.heads import Head, heads
from knowledge.segment.lines import Line
from knowledge.segment.marks import ARTICLE, CHAPTER, SECTION, Mark, annex_at, mark_at
from knowledge.segment.page import ENDS, Page, is_title, layout

_HAN = re.compile(r"[\u3400-\u9fff，。、；：“”‘’（）《》〔〕「」—…！？]")
_BARE = re.compile(r"[总總附罚罰]\s*[则則]")
_BLANK = " \t\u3000"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `mark` is taken off its text. `doubtful`: the line where it was continued, or not, on a guess (0:
    none); `alone`: a line of an annex, never to be joined; `last`: its last line as it was set."""

    line: int
    text: str
    mark: Mark | None = None
    doubtful: int = 0
    alone: bool = False
    last: Line | None = None


def pieces(lines: list[Line]) -> list[Paragraph]:
    """All paragraphs in order."""
    page = layout(lines)
    marks = heads(lines, page)
    end = _annexes(lines, marks)
    joined: list[Paragraph] = []
    for n, line in enumerate(lines):
        if n >= end:
            joined.append(Paragraph(line.number, line.text, alone=True))
            continue
        for piece in _cut(line, marks[n]):
            _join(joined, piece, page)
    return joined


def _cut(line: Line, marks: list[Head]) -> Iterator[Paragraph]:
    """A line's pieces: what stands before its first mark, then each mark with its text."""
    edges = [head.at for head in marks] + [len(line.text)]
    if before := line.text[: edges[0]].strip(_BLANK):
        yield Paragraph(line.number, before, last=line)
    for head, end in zip(marks, edges[1:], strict=True):
        text = line.text[head.at + head.mark.length : end].strip(_BLANK)
        if head.mark.level in (CHAPTER, ARTICLE):
            text = text.lstrip(":：" + _BLANK)
        yield Paragraph(line.number, text, head.mark, last=line)


def _join(joined: list[Paragraph], piece: Paragraph, page: Page) -> None:
    """Add the piece, or put it at the end of the one before."""
    goes_on = bool(joined) and piece.mark is None and _continues(joined[-1], piece, page)
    if not goes_on:
        joined.append(piece)
        return
    last = joined[-1]
    guess = piece.line if last.text[-1:] in "。；;！？" and last.text and _unclear(last, piece, page) else 0
    joined[-1] = replace(
        last, text=glue(last.text, piece.text), doubtful=last.doubtful or guess, last=piece.last or last.last
    )


def _unclear(last: Paragraph, piece: Paragraph, page: Page) -> bool:
    return last.last is not None and piece.last is not None and page.goes_on(last.last, piece.last) is None


def _continues(last: Paragraph, piece: Paragraph, page: Page) -> bool:
    if not last.text:
        return last.mark is not None
    if is_bare_title(piece) or is_bare_title(last):
        return False
    if is_heading(last) or (last.mark is None and (is_note(piece.text) or is_tail(last.text))):
        return False
    if last.text[-1] not in ENDS:
        return not (
            page.indented and piece.last and piece.last.indent and last.last and not page.full(last.last)
        )
    if last.last is None or piece.last is None:
        return False
    if last.text[-1] in "》）)” " and _speaks_of_article(piece.text):
        return True
    return page.goes_on(last.last, piece.last) is not False


def _speaks_of_article(text: str) -> bool:
    """「…依照《公务员法》」 / 「第六十二条的规定…」"""
    mark = mark_at(text)
    return mark is not None and mark.level == ARTICLE


def is_heading(piece: Paragraph) -> bool:
    """A chapter's or section's title."""
    if piece.mark is None or piece.mark.level not in (CHAPTER, SECTION):
        return False
    return is_title(piece.text)


def is_bare_title(piece: Paragraph) -> bool:
    """附则 alone on a line, without the number of a chapter."""
    return piece.mark is None and _BARE.fullmatch(piece.text) is not None


def glue(left: str, right: str) -> str:
    """Two halves of a broken line: no space between Han characters, one between words of letters."""
    if left and right and not _HAN.match(left[-1]) and not _HAN.match(right[0]) and not right[0].isdigit():
        return f"{left} {right}"
    return left + right


# ── where the annexes begin ──────────────────────────────────────────────────────────────────────
def _annexes(lines: list[Line], marks: list[list[Head]]) -> int:
    """The first line of the annexes; the number of lines where there are none."""
    level = ARTICLE if any(head.mark.level == ARTICLE for row in marks for head in row) else SECTION
    tops = [(n, head.mark.number) for n, row in enumerate(marks) for head in row if head.mark.level == level]
    fallback = [(n, 0) for n, row in enumerate(marks) if row]
    return next(_headers(lines, tops or fallback), len(lines))


def _headers(lines: list[Line], tops: list[tuple[int, int]]) -> Iterator[int]:
    """Lines that read 附件N after the body: before the first article they only announce it, and no article
    may go on counting after them."""
    place = 0
    for n, line in enumerate(lines):
        while place < len(tops) and tops[place][0] <= n:
            place += 1
        if place == 0 or annex_at(line.text) is None or lines[n - 1].text[-1] in "，、（(见見":
            continue
        if place == len(tops) or tops[place][1] != tops[place - 1][1] + 1:
            yield n
