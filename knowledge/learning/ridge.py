"""Which of many classes a message belongs to, by ridge regression on its terms: every class has one weight a term.

`fit` learns it; here it reads messages. Knows nothing of policies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from knowledge.learning.setting import RIDGE_SEEN, RIDGE_SHARES
from knowledge.learning.table import Floats, Ints, Table
from knowledge.learning.terms import Terms

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ridge:
    """`table[t, c]`: weight of term t for class c times the term's `worth`; `held[t]`: how many of the `size` examples
    had the term, 0 where too few."""

    classes: tuple[str, ...]
    terms: Terms
    held: Ints
    size: int
    table: Table
    _rarity: Doubles = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rarity", rarity(self.terms, self.held, self.size))

    def scores(self, words: Iterable[str]) -> Floats:
        """About 1 for the class that a message surely belongs to, about 0 for the others; shape (classes,)."""
        numbers, values = weighed(*self.terms.counted_once(tuple(words)), self._rarity)
        return self.table.scores(numbers, values / worth(self._rarity[numbers], self.held[numbers]))

    def each(self, messages: Sequence[Iterable[str]]) -> Floats:
        """The same for several messages at once; shape (messages, classes)."""
        counted = [weighed(*self.terms.counted(words), self._rarity) for words in messages]
        numbers = np.concatenate([found for found, _ in counted])
        values = np.concatenate([value for _, value in counted])
        rows = np.repeat(np.arange(len(messages)), [len(found) for found, _ in counted])
        worths = worth(self._rarity[numbers], self.held[numbers])
        return self.table.each(numbers, values / worths, rows, len(messages))


def rarity(terms: Terms, held: Ints, size: int) -> Doubles:
    """A term's own weight in a message, where `held` of `size` examples have it; 0 where too few have."""
    rare = terms.shares(RIDGE_SHARES) * np.log((size + 1) / (held + 0.5))
    return np.where(held >= RIDGE_SEEN, rare, 0.0)


def worth(rarity: Doubles, held: Ints) -> Doubles:
    """How far a term's weight moves scores in all examples together: in this measure all weights are equally fine."""
    return rarity * np.sqrt(held)


def weighed(numbers: Ints, counts: Floats, rarity: Doubles) -> tuple[Ints, Doubles]:
    """Numbers and values of the known terms; the values' squares add up to 1."""
    values = (1 + np.log(counts.astype(np.float64))) * rarity[numbers]
    known = values > 0
    length = float(np.sqrt((values**2).sum())) or 1.0
    return numbers[known], values[known] / length
