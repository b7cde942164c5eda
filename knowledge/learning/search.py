"""An inverted index over terms: which documents share the rarest terms with a question.

BM25 with every impact computed when the index is built; a query adds up a few numpy slices. Knows nothing of
policies: documents are numbers, texts are terms (see `language`). Several indexes may share one `Statistics`: their
scores then are as if they were one, and each is built without the others.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.learning.setting import COVER_SHARES, K1, STRANGE, B
from knowledge.learning.table import Floats, Ints, Table
from knowledge.learning.terms import Terms


@dataclass(frozen=True, slots=True)
class Statistics:
    """`held[t]`: how many of `size` documents have the term numbered t; `mean`: their terms on average."""

    terms: Terms
    held: Ints
    size: int
    mean: float

    def rarity(self) -> NDArray[np.float64]:
        """idf times the channel's weight, the most that a term can tell; 0 where no document has it."""
        idf = np.log1p((self.size - self.held + 0.5) / (self.held + 0.5)) * self.terms.shares(COVER_SHARES)
        return np.where(self.held > 0, idf, 0.0)

    def extended(self, more: Terms, held: Ints) -> Statistics:
        """For more terms, of which `held` documents are known to have them."""
        return Statistics(more, np.concatenate((self.held, held)), self.size, self.mean)


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of documents, by term and then by document: term t stands in `held[t]` of them, entry e in
    `documents[e]`, `counts[e]` times; `lengths[d]`: terms of document d."""

    terms: Terms
    held: Ints
    documents: NDArray[Any]
    counts: NDArray[Any]
    lengths: Ints

    def statistics(self) -> Statistics:
        mean = float(self.lengths.mean()) if len(self.lengths) else 1.0
        return Statistics(self.terms, self.held, len(self.lengths), mean)


@dataclass(frozen=True, slots=True)
class Index:
    """`table[t, d]`: the BM25 impact of term t on document d; `rarity[t]`: the most that it can be; `counts`: what it
    was computed from."""

    counts: Counts
    table: Table
    rarity: NDArray[np.float64]
    _rarest: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rarest", float(self.rarity.max(initial=0.0)) or 1.0)

    @property
    def terms(self) -> Terms:
        return self.counts.terms

    def scores(self, words: Iterable[str]) -> Floats:
        """One score a document, float32 of shape (size,); 0 where nothing is shared."""
        numbers, counts = self.terms.counted_once(tuple(words))
        return self.table.scores(numbers, (0.5 + 0.5 * counts).astype(np.float32))

    def ceiling(self, words: Iterable[str]) -> float:
        """What a document would score that had all of the question's terms once."""
        asked = tuple(words)
        numbers, _ = self.terms.counted_once(asked)
        worth = self.rarity[numbers]
        channels = self.terms.channels[numbers[worth == 0]].tobytes().decode("ascii")
        strange = fsum(COVER_SHARES[one[0]] for one in (*self.terms.strange(asked), *channels))
        return fsum(worth.tolist()) + self._rarest * STRANGE * strange

    def covered(self, words: Sequence[str]) -> Floats:
        """Share of a question that each document covers."""
        return self.scores(words) / np.float32(self.ceiling(words) or 1.0)

    def best(self, words: Iterable[str], count: int) -> list[tuple[int, float]]:
        """The `count` documents with the highest scores above 0, best first; ties by document number."""
        scores = self.scores(words)
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


def build(documents: Iterable[Sequence[str]], common: Statistics | None = None) -> Index:
    """Index documents given as their terms; by their own statistics, or by common ones."""
    return weighed(counted(documents, common.terms if common else Terms.of(())), common)


def statistics(documents: Iterable[Sequence[str]], terms: Terms) -> Statistics:
    """Of documents that have these terms and no other."""
    return counted(documents, terms).statistics()


def counted(documents: Iterable[Sequence[str]], known: Terms) -> Counts:
    """New terms are numbered as they come."""
    places = dict(known.numbers)
    numbers, owners, counts, lengths = array("i"), array("i"), array("i"), array("i")
    for owner, words in enumerate(documents):
        lengths.append(len(words))
        for word, count in Counter(words).items():
            numbers.append(places.setdefault(word, len(places)))
            owners.append(owner)
            counts.append(count)
    terms = known.extended(places)
    held = np.bincount(np.array(numbers, np.int64), minlength=len(terms))
    order = np.argsort(np.array(numbers, np.int32), kind="stable")
    by_term = np.array([owners, counts], np.int32)[:, order]
    return Counts(terms, held, by_term[0], by_term[1], np.array(lengths, np.int64))


def weighed(counts: Counts, common: Statistics | None = None) -> Index:
    """Terms that the common statistics do not have are as rare as they are here."""
    known = common.extended(counts.terms, counts.held[len(common.terms) :]) if common else counts.statistics()
    rarity = known.rarity()
    slow = (K1 * (1 - B + B * counts.lengths / max(known.mean, 1))).astype(np.float32)
    often = counts.counts.astype(np.float32)
    impacts = often * np.float32(K1 + 1) / (often + slow[counts.documents])
    impacts *= np.repeat(rarity.astype(np.float32), counts.held)
    starts = np.concatenate(([0], np.cumsum(counts.held)))
    scale = np.ones(len(counts.lengths), np.float32)
    return Index(counts, Table(starts, counts.documents, impacts, scale), rarity)
