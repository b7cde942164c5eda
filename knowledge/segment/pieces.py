"""Lines → pieces: every mark at the start of a piece, every paragraph one piece, whatever the line breaks were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.segment.lines import Line
from knowledge.segment.marks import (
    ARTICLE,
    CHAPTER,
    ITEM,
    LEVELS,
    POINT,
    REFERENCE,
    SECTION,
    Mark,
    annex_at,
    mark_at,
)

ENDS = "。；;！？!?：:”」』》）)…"
"""Characters that may end a paragraph."""
_STOP = set("。；;：:！？!?”」）)")
_HAN = re.compile(r"[\u3400-\u9fff，。、；：“”‘’（）《》〔〕「」—…！？]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph; `mark` is taken off its text. `doubtful`: it was continued after a line that may have ended it;
    `alone`: a line of an annex, never to be joined."""

    line: int
    text: str
    mark: Mark | None = None
    doubtful: bool = False
    alone: bool = False


def pieces(lines: list[Line]) -> list[Piece]:
    """All paragraphs in order."""
    width = _width(lines)
    joined: list[Piece] = []
    for piece in _starts(lines):
        if joined and not piece.alone and piece.mark is None and _continues(joined[-1], piece, width):
            last = joined[-1]
            doubtful = last.doubtful or (last.text[-1:] in "。；;" and bool(last.text))
            joined[-1] = replace(last, text=glue(last.text, piece.text), doubtful=doubtful)
        else:
            joined.append(piece)
    return joined


def _width(lines: list[Line]) -> int:
    """The length at which lines were wrapped; 0 where they were not."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 15)
    if len(lengths) < 20 or lengths[-1] > 60:
        return 0
    top = lengths[int(len(lengths) * 0.9)]
    full = sum(length >= top - 3 for length in lengths)
    return top if full > 0.45 * len(lengths) else 0


def _continues(last: Piece, piece: Piece, width: int) -> bool:
    if is_heading(last) or not last.text:
        return False if last.mark and last.mark.level in (CHAPTER, SECTION) and last.text else not last.text
    if last.text[-1] not in ENDS:
        return True
    tail = last.text[-1]
    return bool(width) and tail in "”）)》" and len(piece.text) > 0 and piece.text[0] in "的，、。；和或等及"


def is_heading(piece: Piece) -> bool:
    """A chapter's or section's title: short, no punctuation that ends or parts a sentence."""
    if piece.mark is None or piece.mark.level not in (CHAPTER, SECTION):
        return False
    return len(piece.text) <= 30 and not re.search(r"[，。；：,;:]", piece.text)


def glue(left: str, right: str) -> str:
    """Two halves of a broken line: no space between Han characters, one between words of letters."""
    if left and right and not _HAN.match(left[-1]) and not _HAN.match(right[0]) and not right[0].isdigit():
        return f"{left} {right}"
    return left + right


# ── marks inside a line ──────────────────────────────────────────────────────────────────────────
def _starts(lines: list[Line]) -> Iterator[Piece]:
    """Lines, broken up before every mark that goes on counting where the last one stopped."""
    counts: dict[str, int] = {}
    annexes = False
    for line in lines:
        annexes = annexes or (annex_at(line.text) is not None and bool(counts))
        if annexes:
            yield Piece(line.number, line.text, alone=True)
            continue
        for part in _parts(line.text, counts):
            mark = _leading(part, counts)
            if mark:
                counts = _counted(counts, mark)
                yield Piece(
                    line.number,
                    part[mark.length :].strip(" \t\u3000:：")
                    if mark.level == CHAPTER
                    else part[mark.length :].strip(" \t\u3000"),
                    mark,
                )
            else:
                yield Piece(line.number, part)


def _leading(text: str, counts: dict[str, int]) -> Mark | None:
    """The mark at the start of a line, unless it only speaks of an article (第七条所列情形…)."""
    mark = mark_at(text)
    if mark is None:
        return None
    if (
        mark.level == ARTICLE
        and REFERENCE.match(text, mark.length)
        and mark.number != counts.get(ARTICLE, 0) + 1
    ):
        return None
    if mark.level == ARTICLE and re.match(r"(?:第|所列|规定的|規定的)", text[mark.length :]):
        return None
    return mark


def _counted(counts: dict[str, int], mark: Mark) -> dict[str, int]:
    """Counting after a mark: lower levels start anew."""
    order = [CHAPTER, ARTICLE, SECTION, ITEM, POINT]
    lower = order[order.index(mark.level) + 1 :]
    if mark.level == CHAPTER:
        lower = [SECTION, ITEM, POINT]
    kept = {level: n for level, n in counts.items() if level not in lower}
    return {**kept, mark.level: mark.number}


_ANY = re.compile("|".join(f"(?:{pattern.pattern})" for pattern in LEVELS.values()))


def _parts(text: str, counts: dict[str, int]) -> list[str]:
    """A line cut before each inner mark that follows the end of a sentence and counts on."""
    cuts: list[int] = []
    counts = dict(counts)
    for match in _ANY.finditer(text):
        mark = mark_at(text, match.start())
        if mark is None:
            continue
        if match.start() == 0 or _cuts_here(text, match.start(), mark, counts, cuts):
            if match.start() > 0:
                cuts.append(match.start())
            counts = _counted(counts, mark)
    edges = [0, *cuts, len(text)]
    return [text[a:b].strip(" \t\u3000") for a, b in pairwise(edges) if text[a:b].strip()]


def _cuts_here(text: str, at: int, mark: Mark, counts: dict[str, int], cuts: list[int]) -> bool:
    before = text[:at].rstrip(" \t\u3000")
    follows = not before or before[-1] in _STOP or _after_chapter(text, at, cuts)
    counts_on = mark.number == counts.get(mark.level, 0) + 1
    if mark.level == ARTICLE:
        return follows and counts_on and not re.match(r"(?:第|所列|规定|規定)", text[at + mark.length :])
    if mark.level in (ITEM, POINT):
        return follows and counts_on and before[-1:] not in "）)”」"
    return follows and counts_on and (mark.level == CHAPTER or before[-1:] in "。！？")


def _after_chapter(text: str, at: int, cuts: list[int]) -> bool:
    """「第一章 总则第一条 …」: only a chapter's short title stands between."""
    start = cuts[-1] if cuts else 0
    head = mark_at(text, start)
    return head is not None and head.level == CHAPTER and at - start < 30
