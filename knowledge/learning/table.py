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

    def small(self, share: float = 1.0, worth: NDArray[Any] | None = None) -> Table:
        """The same in 8 bits a value, one scale a column; `share` of all entries is kept, those whose size times the
        `worth` of their term is the largest."""
        kept = _largest(np.abs(self.values) * (1.0 if worth is None else worth[self.terms]), share)
        columns, values = self.columns[kept], self.values[kept].astype(np.float64)
        levels, scale = _levelled(values, columns, self.size)
        held = np.bincount(self.terms[kept], minlength=len(self.starts) - 1)
        return Table(
            np.concatenate(([0], np.cumsum(held))),
            columns.astype(np.uint8 if self.size <= 256 else np.uint16),
            levels,
            scale,
        )


def _levelled(values: NDArray[np.float64], columns: NDArray[Any], size: int) -> tuple[NDArray[Any], Floats]:
    """Values in 8 bits, with a sign only where there is one, and the scale of each column."""
    signed = bool((values < 0).any())
    most = np.zeros(size)
    np.maximum.at(most, columns, np.abs(values))
    scale = most / (127 if signed else 255)
    levels = np.rint(values / scale[columns])
    return levels.astype(np.int8 if signed else np.uint8), scale.astype(np.float32)


def _largest(sizes: NDArray[Any], share: float) -> Ints:
    """Where the largest of these stand, in order; nothing that is 0."""
    left = len(sizes) - int(share * len(sizes))
    least = np.partition(sizes, left)[left] if 0 < left < len(sizes) else 0.0
    return np.flatnonzero((sizes >= least) & (sizes > 0))
