"""Which of all the 第X条 and 第X章 in a text are heads: those that make the best counting chain, seen as a whole.

A reference (第七条所列情形) may begin a line, a number may be missing, an article may be printed twice: no single
place tells. Each candidate has a strength; going on by one is rewarded, a jump costs a little, going back costs much.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.segment.marks import Mark

NEXT, FIRST, JUMP, BACK = 2.0, 2.0, -1.1, -4.0
NONE = -1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mark at `line` (its place among the lines) and `at` (its place in the line)."""

    line: int
    at: int
    mark: Mark
    strength: float

    @property
    def key(self) -> tuple[int, int]:
        return self.mark.number, self.mark.sub


def best(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The chain of heads, in the order of the text; n log n."""
    rows = [c for c in candidates if c.strength > BACK]
    keys = sorted({c.key for c in rows})
    below, ends = _Highest(len(keys)), [0.0] * len(rows)
    before = [NONE] * len(rows)
    last: dict[tuple[int, int], int] = {}
    top = NONE
    for n, row in enumerate(rows):
        place = bisect_left(keys, row.key)
        ways = [(FIRST if row.key == (1, 0) else JUMP, NONE)]
        ways += [(ends[m] + NEXT, m) for key in _previous(row.key) if (m := last.get(key, NONE)) != NONE]
        if (m := below.under(place)) != NONE:
            ways.append((ends[m] + JUMP, m))
        if top != NONE:
            ways.append((ends[top] + BACK, top))
        score, before[n] = max(ways)
        ends[n] = score + row.strength
        if row.key not in last or ends[n] >= ends[last[row.key]]:
            last[row.key] = n
            below.put(place, n, ends)
        if top == NONE or ends[n] > ends[top]:
            top = n
    return _walk(rows, before, top if top != NONE and ends[top] > 0 else NONE)


def _previous(key: tuple[int, int]) -> list[tuple[int, int]]:
    """What may stand just before: 十条 before 十条之一, 十条 or any 十条之… before 十一条."""
    number, sub = key
    if sub:
        return [(number, sub - 1)]
    return [(number - 1, sub) for sub in range(6)]


def _walk(rows: Sequence[Candidate], before: Sequence[int], end: int) -> list[Candidate]:
    chain = []
    while end != NONE:
        chain.append(rows[end])
        end = before[end]
    return chain[::-1]


class _Highest:
    """The best chain that ends under a given key (a Fenwick tree of prefix maxima)."""

    def __init__(self, size: int) -> None:
        self.best = [NONE] * (size + 1)
        self.score = [float("-inf")] * (size + 1)

    def put(self, place: int, row: int, ends: Sequence[float]) -> None:
        place += 1
        while place < len(self.best):
            if ends[row] > self.score[place]:
                self.best[place], self.score[place] = row, ends[row]
            place += place & -place

    def under(self, place: int) -> int:
        found, score = NONE, float("-inf")
        while place > 0:
            if self.score[place] > score:
                found, score = self.best[place], self.score[place]
            place -= place & -place
        return found
