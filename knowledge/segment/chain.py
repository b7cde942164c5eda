"""Which of all the 第X条 and 第X章 in a text are heads: those that make the best counting chain, seen as a whole.

A reference (第七条所列情形) may begin a line, a number may be missing, an article may be printed twice: no single
place tells. Each candidate has a strength; going on by one is rewarded, a jump costs a little, going back costs much.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.segment.marks import Mark

NEXT, FIRST, JUMP, BACK = 2.0, 2.0, -1.1, -4.0
NONE = -1
Key = tuple[int, int]
"""An article's number and the one behind 之: 十条之一 is (10, 1)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mark at `line` (its place among the lines) and `at` (its place in the line)."""

    line: int
    at: int
    mark: Mark
    strength: float

    @property
    def key(self) -> Key:
        return self.mark.number, self.mark.sub


def best(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The chain of heads, in the order of the text; n log n."""
    rows = [c for c in candidates if c.strength > BACK]
    chains = _Chains(sorted({c.key for c in rows}))
    for row in rows:
        chains.add(row)
    return _walk(
        rows, chains.before, chains.top if chains.top != NONE and chains.ends[chains.top] > 0 else NONE
    )


class _Chains:
    """For every head so far, the best chain that ends with it: what it is worth, and the head before."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self.ends: list[float] = []
        self.before: list[int] = []
        self.top = NONE
        self._keys = keys
        self._below = _Highest(len(keys))
        self._last: dict[Key, int] = {}

    def add(self, row: Candidate) -> None:
        n, place = len(self.ends), bisect_left(self._keys, row.key)
        score, before = max(self._ways(row.key, place))
        self.ends.append(score + row.strength)
        self.before.append(before)
        if row.key not in self._last or self.ends[n] >= self.ends[self._last[row.key]]:
            self._last[row.key] = n
            self._below.put(place, n, self.ends)
        if self.top == NONE or self.ends[n] > self.ends[self.top]:
            self.top = n

    def _ways(self, key: Key, place: int) -> Iterator[tuple[float, int]]:
        """What it is worth to come here from nothing, from the number before, from a lower one, from anywhere."""
        yield FIRST if key == (1, 0) else JUMP, NONE
        just_before = (self._last.get(other, NONE) for other in _previous(key))
        yield from ((self.ends[n] + NEXT, n) for n in just_before if n != NONE)
        if (n := self._below.under(place)) != NONE:
            yield self.ends[n] + JUMP, n
        if self.top != NONE:
            yield self.ends[self.top] + BACK, self.top


def _previous(key: Key) -> list[Key]:
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
