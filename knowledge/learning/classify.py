"""A linear classifier over terms: which of a few classes a message belongs to, with a probability for each.

Trained on the project's own example wordings whenever an index is built (under a second, the same weights every
time: no randomness, full batches). Softmax regression with AdaGrad steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
ROUNDS = 60
STEP = 0.3
DECAY = 1e-5
MARKS = tuple(f"?{n}" for n in range(6))
SEEN = 5
"""A term counts when at least so many examples have it."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """`weights` has one row a term of `numbers` and one column a class; `bias` one value a class."""

    classes: tuple[str, ...]
    numbers: Mapping[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def chances(self, terms: Iterable[str]) -> dict[str, float]:
        """Probability of each class; they sum to 1. Terms never seen are passed over."""
        present = set(terms)
        known = [
            self.numbers[term] for term in present | _marks(present, self.numbers) if term in self.numbers
        ]
        score = self.bias + self.weights[known].sum(axis=0) / np.sqrt(max(len(known), 1))
        odds = np.exp(score - score.max())
        return dict(zip(self.classes, (odds / odds.sum()).tolist(), strict=True))

    def reasons(self, terms: Iterable[str], name: str, count: int = 8) -> list[tuple[str, float]]:
        """The terms that spoke most for a class, with their weight."""
        column = self.weights[:, self.classes.index(name)]
        known = {term: float(column[self.numbers[term]]) for term in terms if term in self.numbers}
        return sorted(known.items(), key=lambda pair: -pair[1])[:count]


def train(examples: Sequence[Sequence[str]], labels: Sequence[str]) -> Classifier:
    """Fit on examples given as terms. Rare classes weigh more, by the square root of their rarity."""
    classes = tuple(sorted(set(labels)))
    held = Counter(term for terms in examples for term in set(terms))
    numbers = {term: n for n, term in enumerate(sorted(t for t, count in held.items() if count >= SEEN))}
    numbers |= {mark: len(numbers) + n for n, mark in enumerate(MARKS)}
    goal = np.array([classes.index(label) for label in labels], np.int32)
    share = np.bincount(goal) / len(goal)
    importance = (np.sqrt(1 / (len(classes) * share))[goal] / len(goal)).astype(np.float32)
    rows = [[numbers[t] for t in set(e) | _marks(set(e), numbers) if t in numbers] for e in examples]
    weights, bias = _fit(rows, goal, importance, numbers)
    return Classifier(classes, numbers, weights, bias)


def _marks(terms: set[str], numbers: Mapping[str, int]) -> set[str]:
    """How much of a message is strange to all examples, as a term of its own."""
    strange = sum(term not in numbers for term in terms) / max(len(terms), 1)
    return {f"?{min(int(strange * 6), 5)}"}


def _fit(
    rows: Sequence[Sequence[int]], goal: Ints, importance: Floats, numbers: Mapping[str, int]
) -> tuple[Floats, Floats]:
    lengths = np.array([max(len(row), 1) for row in rows])
    padded = [row or [0] for row in map(sorted, rows)]
    columns = np.concatenate([np.array(row, np.int32) for row in padded])
    owners = np.repeat(np.arange(len(rows)), lengths)
    scale = (1 / np.sqrt(lengths)).astype(np.float32)[owners][:, None]
    begins = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    order = np.argsort(columns, kind="stable")
    present, firsts = np.unique(columns[order], return_index=True)
    wanted = np.eye(int(goal.max()) + 1, dtype=np.float32)[goal]
    weights = np.zeros((max(len(numbers), 1), wanted.shape[1]), np.float32)
    bias = np.zeros(wanted.shape[1], np.float32)
    past, past_bias = np.full_like(weights, 1e-8), np.full_like(bias, 1e-8)
    for _ in range(ROUNDS):
        score = np.add.reduceat(weights[columns] * scale, begins, axis=0) + bias
        odds = np.exp(score - score.max(axis=1, keepdims=True))
        error = (odds / odds.sum(axis=1, keepdims=True) - wanted) * importance[:, None]
        slope = DECAY * weights
        slope[present] += np.add.reduceat((error[owners] * scale)[order], firsts, axis=0)
        past += slope**2
        weights -= STEP * slope / np.sqrt(past)
        past_bias += error.sum(axis=0) ** 2
        bias -= STEP * error.sum(axis=0) / np.sqrt(past_bias)
    return weights, bias
