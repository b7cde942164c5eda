"""A sparse table, terms × columns (documents, classes): what every term tells for each column. Knows nothing of texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BUDGET = 400_000
"""Entries that one query may read. Terms with few entries come first, so that what is cut tells least; 500 policies
never reach it, half a million provisions do."""
FEW = 60_000
"""Entries up to which they are gathered in one go."""
LEAST = 0.6
"""Share of a step from which a value is rounded up to one: less than half as dear to keep as it is to leave out."""
MOST = 127
"""Steps that go into a byte."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """Term t has the entries `starts[t]` to `starts[t + 1]`: `values` for `columns`, to be multiplied by the column's
    `scale`."""

    starts: Ints
    columns: NDArray[Any]
    values: NDArray[Any]
    scale: Floats

    @classmethod
    def of(
        cls, terms: NDArray[Any], columns: NDArray[Any], values: NDArray[Any], shape: tuple[int, int]
    ) -> Table:
        """From entries in any order; they are kept by term, then as they come."""
        order = np.argsort(terms, kind="stable")
        held = np.bincount(terms, minlength=shape[0])
        starts = np.concatenate(([0], np.cumsum(held)))
        return cls(starts, columns[order], values[order], np.ones(shape[1], np.float32))

    @property
    def size(self) -> int:
        """Number of columns."""
        return len(self.scale)

    @property
    def terms(self) -> Ints:
        """The term of every entry."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def scores(self, terms: Ints, weights: NDArray[Any]) -> Floats:
        """One sum a column over these terms, each with its weight."""
        begins, ends = self.starts[terms], self.starts[terms + 1]
        few = int((ends - begins).sum()) <= FEW
        total = self._gathered(begins, ends - begins, weights) if few else self._added(begins, ends, weights)
        total *= self.scale
        return total

    def each(self, terms: Ints, weights: NDArray[Any], rows: Ints, count: int) -> Floats:
        """The same for `count` messages at once: term n belongs to message `rows[n]`; shape (count, columns)."""
        begins, lengths = self.starts[terms], self.starts[terms + 1] - self.starts[terms]
        before = np.cumsum(lengths) - lengths
        places = np.arange(int(lengths.sum())) + np.repeat(begins - before, lengths)
        parts = self.values[places] * np.repeat(weights, lengths)
        cells = np.repeat(rows * self.size, lengths) + self.columns[places]
        total = np.bincount(cells, parts, count * self.size).reshape(count, self.size)
        return (total * self.scale).astype(np.float32)

    def _gathered(self, begins: Ints, lengths: Ints, weights: NDArray[Any]) -> Floats:
        """All entries at once: quickest where there are few."""
        before = np.cumsum(lengths) - lengths
        places = np.arange(int(lengths.sum())) + np.repeat(begins - before, lengths)
        parts = self.values[places] * np.repeat(weights, lengths)
        return np.bincount(self.columns[places], parts, self.size).astype(np.float32)

    def _added(self, begins: Ints, ends: Ints, weights: NDArray[Any]) -> Floats:
        """Term after term, those with the fewest entries first, until the budget is used up."""
        total = np.zeros(self.size, np.float32)
        left = BUDGET
        for n in np.argsort(ends - begins, kind="stable"):
            begin, end = begins[n], ends[n]
            left -= int(end - begin)
            if left < 0:
                break
            total[self.columns[begin:end]] += weights[n] * self.values[begin:end]
        return total

    def rounded(self, step: float) -> Table:
        """The same in whole steps, a byte each; what rounds to nothing is not kept, what does not go into one byte is
        kept in several."""
        whole = steps(self.values, step)
        kept = np.flatnonzero(whole)
        pieces = np.ceil(np.abs(whole[kept]) / MOST).astype(np.int64)
        places = np.repeat(kept, pieces)
        left = np.abs(whole[places]) - MOST * _numbered(pieces)
        bytes_ = (np.sign(whole[places]) * np.minimum(left, MOST)).astype(np.int8)
        held = np.bincount(self.terms[places], minlength=len(self.starts) - 1)
        return Table(
            np.concatenate(([0], np.cumsum(held))),
            self.columns[places].astype(np.uint8 if self.size <= 256 else np.uint16),
            bytes_,
            np.full(self.size, step, np.float32),
        )


def steps(values: NDArray[Any], step: float) -> NDArray[np.float64]:
    """How many whole steps each is."""
    sizes = np.abs(values) / step
    whole: NDArray[np.float64] = np.where(sizes < LEAST, 0.0, np.maximum(np.rint(sizes), 1.0)) * np.sign(
        values
    )
    return whole


def _numbered(pieces: Ints) -> Ints:
    """0, 1, … for the pieces of each."""
    return np.arange(int(pieces.sum())) - np.repeat(np.cumsum(pieces) - pieces, pieces)
