"""An inverted index over terms: which documents share the rarest terms with a question.

BM25 with every impact computed when the index is built; a query adds up a few numpy slices. Knows nothing of
policies: documents are numbers, texts are terms (see `language`).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75
BUDGET = 400_000
"""Postings that one query may read. Rare terms come first, so that what is cut tells least; 500 policies never
reach it, half a million provisions do."""
FEW = 60_000
"""Postings up to which they are gathered in one go."""
CHANNELS = {"=": 1.25, ".": 0.25, ":": 1.0, "~": 0.5, "#": 1.4}
"""Weight of a term by its first character; see `language`."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Index:
    """Postings of term t: `documents[starts[t]:starts[t + 1]]`, with their BM25 `impacts`; `rarity[t]` is its idf
    times its channel's weight, the most that it can tell."""

    numbers: Mapping[str, int]
    starts: NDArray[np.int64]
    documents: Ints
    impacts: Floats
    rarity: Floats
    size: int

    def scores(self, terms: Iterable[str]) -> Floats:
        """One score a document, float32 of shape (size,); 0 where nothing is shared."""
        numbers, weights = self._known(terms)
        begins, ends = self.starts[numbers], self.starts[numbers + 1]
        if int((ends - begins).sum()) <= FEW:
            return self._gathered(begins, ends - begins, weights)
        return self._added(begins, ends, weights)

    def _known(self, terms: Iterable[str]) -> tuple[NDArray[np.int64], Floats]:
        """The question's terms that any document has, and their weight in the question."""
        counted = Counter(terms)
        known = [(self.numbers[term], n) for term, n in counted.items() if term in self.numbers]
        numbers = np.array([number for number, _ in known], np.int64)
        return numbers, np.array([0.5 + 0.5 * n for _, n in known], np.float32)

    def _gathered(self, begins: NDArray[np.int64], lengths: NDArray[np.int64], weights: Floats) -> Floats:
        """All postings at once: quickest where there are few."""
        before = np.cumsum(lengths) - lengths
        places = np.arange(int(lengths.sum())) + np.repeat(begins - before, lengths)
        parts = self.impacts[places] * np.repeat(weights, lengths)
        return np.bincount(self.documents[places], parts, self.size).astype(np.float32)

    def _added(self, begins: NDArray[np.int64], ends: NDArray[np.int64], weights: Floats) -> Floats:
        """Term after term, the rarest (those with the fewest postings) first, until the budget is used up."""
        total = np.zeros(self.size, np.float32)
        left = BUDGET
        for n in np.argsort(ends - begins, kind="stable"):
            begin, end = begins[n], ends[n]
            left -= int(end - begin)
            if left < 0:
                break
            total[self.documents[begin:end]] += weights[n] * self.impacts[begin:end]
        return total

    def ceiling(self, terms: Iterable[str]) -> float:
        """What a document would score that had all of the question's terms once; unknown terms count as the rarest."""
        rarest = float(self.rarity.max()) if len(self.rarity) else 1.0
        return sum(
            float(self.rarity[self.numbers[term]])
            if term in self.numbers
            else rarest * CHANNELS[term[0]] * 0.5
            for term in set(terms)
        )

    def best(self, terms: Iterable[str], count: int) -> list[tuple[int, float]]:
        """The `count` documents with the highest scores above 0, best first; ties by document number."""
        scores = self.scores(terms)
        chosen = np.flatnonzero(scores >= _floor(scores, count))
        order = chosen[np.lexsort((chosen, -scores[chosen]))][:count]
        return [(int(n), float(scores[n])) for n in order if scores[n] > 0]


def _floor(scores: Floats, count: int) -> float:
    """A score that at least `count` documents reach: the count-th best of the best part, without sorting all."""
    if len(scores) <= 4 * count:
        return 0.0
    width = max(count, len(scores) // 4096)
    blocks = scores[: len(scores) // width * width].reshape(-1, width).max(axis=1)
    if len(blocks) <= count:
        return 0.0
    return float(np.partition(blocks, -count)[-count])


def build(documents: Iterable[Sequence[str]]) -> Index:
    """Index documents given as their terms."""
    numbers: dict[str, int] = {}
    terms, owners, counts, lengths = array("i"), array("i"), array("i"), array("i")
    for owner, words in enumerate(documents):
        counted = Counter(words)
        lengths.append(len(words))
        for word, count in counted.items():
            terms.append(numbers.setdefault(word, len(numbers)))
            owners.append(owner)
            counts.append(count)
    return _weighed(
        numbers,
        *(
            np.frombuffer(a, np.int32) if a else np.zeros(0, np.int32)
            for a in (terms, owners, counts, lengths)
        ),
    )


def _weighed(numbers: dict[str, int], terms: Ints, owners: Ints, counts: Ints, lengths: Ints) -> Index:
    order = np.argsort(terms, kind="stable")
    owners, counts = owners[order], counts[order].astype(np.float32)
    held = np.bincount(terms, minlength=len(numbers)).astype(np.int64)
    size = len(lengths)
    channel = np.array([CHANNELS[term[0]] for term in numbers], np.float32)
    rarity = (np.log1p((size - held + 0.5) / (held + 0.5)) * channel).astype(np.float32)
    relative = (lengths / max(lengths.mean(), 1) if size else lengths).astype(np.float32)
    saturated = counts * (K1 + 1) / (counts + K1 * (1 - B + B * relative[owners]))
    impacts = (saturated * np.repeat(rarity, held)).astype(np.float32)
    starts = np.concatenate(([0], np.cumsum(held)))
    return Index(numbers, starts, owners.copy(), impacts, rarity, size)
