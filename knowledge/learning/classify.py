"""A linear classifier over terms: which of a few classes a message belongs to, with a probability for each.

`fit` learns it; here it reads messages. Knows nothing of policies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.learning.table import Floats, Ints, Table
from knowledge.learning.terms import Terms

MARKS = 6
"""Steps in which it is told how much of a message is strange to all examples, each as a term of its own."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """`table[t, c]`: weight of term t for class c, after the terms one row for each mark; `known[t]`: whether it counts
    at all; `bias`: one value a class."""

    classes: tuple[str, ...]
    terms: Terms
    known: NDArray[np.bool_]
    table: Table
    bias: Floats

    def chances(self, words: Iterable[str]) -> dict[str, float]:
        """Probability of each class; they sum to 1."""
        present = marked(set(words), self.terms, self.known)
        weights = np.full(len(present), 1 / np.sqrt(len(present)), np.float32)
        score = self.bias + self.table.scores(present, weights)
        odds = np.exp(score - score.max())
        return dict(zip(self.classes, (odds / odds.sum()).tolist(), strict=True))


def marked(words: set[str], terms: Terms, known: NDArray[np.bool_]) -> Ints:
    """Numbers of a message's known terms, and of the mark that says how much of it is strange."""
    numbers = np.array(sorted(terms.numbers[word] for word in words if word in terms.numbers), np.int64)
    numbers = numbers[known[numbers]]
    strange = 1 - len(numbers) / len(words) if words else 0.0
    return np.append(numbers, len(terms) + min(int(strange * MARKS), MARKS - 1))
