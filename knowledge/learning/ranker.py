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
class Lesson:
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


def fit(lessons: Sequence[Lesson], count: int) -> Floats:
    """The weights of `count` signals that make the right answers likeliest; the same ones every time."""
    table = np.concatenate([lesson.signals for lesson in lessons]).astype(np.float64)
    lengths = np.array([len(lesson.signals) for lesson in lessons])
    begins = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    right = begins + [lesson.right for lesson in lessons]
    importance = np.array([lesson.importance for lesson in lessons])
    importance = importance / importance.sum()
    spread = table.std(axis=0) + 1e-9
    table /= spread
    weights, past = np.zeros(count), np.full(count, 1e-8)
    for _ in range(ROUNDS):
        score = table @ weights
        score -= np.repeat(np.maximum.reduceat(score, begins), lengths)
        odds = np.exp(score)
        odds /= np.repeat(np.add.reduceat(odds, begins), lengths)
        odds *= np.repeat(importance, lengths)
        slope = table.T @ odds - table[right].T @ importance + DECAY * weights
        past += slope**2
        weights -= STEP * slope / np.sqrt(past)
    result: Floats = weights / spread
    return result
