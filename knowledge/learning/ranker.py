"""Chances of a few answers by a handful of signals each, weighed linearly: softmax(signals · weights).

The weights are few enough to be read: `data/weights.yaml`, fitted by tests/measure/weights.py on example wordings that
the signals had not seen. Knows nothing of policies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROUNDS = 400
STEP = 0.5
DECAY = 1e-4


@dataclass(frozen=True, slots=True)
class RankingLesson:
    """`signals[n, k]` of answer n; `right`: the number of the right one; `importance` among all lessons."""

    signals: NDArray[np.float32]
    right: int
    importance: float


def chances(signals: NDArray[np.float32], weights: Floats) -> Floats:
    """One chance an answer; they sum to 1."""
    score = signals @ weights
    odds = np.exp(score - score.max())
    result: Floats = odds / odds.sum()
    return result


def fit(lessons: Sequence[RankingLesson], count: int) -> Floats:
    """The weights of `count` signals that make the right answers likeliest; the same ones every time."""
    course, spread = _course(lessons)
    weights, past = np.zeros(count), np.full(count, 1e-8)
    for _ in range(ROUNDS):
        slope = course.slope(weights) + DECAY * weights
        past += slope**2
        weights -= STEP * slope / np.sqrt(past)
    result: Floats = weights / spread
    return result


@dataclass(frozen=True, slots=True)
class _Course:
    """All lessons in one table, one below the other: where each begins, its length, the row of its right answer."""

    table: Floats
    begins: NDArray[np.int64]
    lengths: NDArray[np.int64]
    right: NDArray[np.int64]
    importance: Floats

    def slope(self, weights: Floats) -> Floats:
        """How the loss grows with each weight."""
        score = self.table @ weights
        score -= np.repeat(np.maximum.reduceat(score, self.begins), self.lengths)
        odds = np.exp(score)
        odds /= np.repeat(np.add.reduceat(odds, self.begins), self.lengths)
        odds *= np.repeat(self.importance, self.lengths)
        slope: Floats = self.table.T @ odds - self.table[self.right].T @ self.importance
        return slope


def _course(lessons: Sequence[RankingLesson]) -> tuple[_Course, Floats]:
    """The lessons with every signal in a like range, and by what each was divided for that."""
    table = np.concatenate([lesson.signals for lesson in lessons]).astype(np.float64)
    lengths = np.array([len(lesson.signals) for lesson in lessons])
    begins = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    right = begins + [lesson.right for lesson in lessons]
    importance = np.array([lesson.importance for lesson in lessons])
    spread: Floats = table.std(axis=0) + 1e-9
    return _Course(table / spread, begins, lengths, right, importance / importance.sum()), spread
