"""Which of many classes a message belongs to, by ridge regression on its terms: every class has one weight a term.

Exact and without chance: all classes are solved at once over the examples' similarities (n examples, n × n), which
costs seconds for thousands of examples, and nothing when a question comes. Knows nothing of policies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
SHARES = {"=": 1.25, ".": 0.5, ":": 1.0, "~": 0.5, "#": 1.2}
"""Weight of a term by its first character; see `language`."""
SEEN = 3
"""A term counts when at least so many examples have it."""
DECAY = 1.0
"""What a large weight costs; a message's terms together have the length 1."""
COMMON = 128
"""Examples from which a term's similarities are computed by one matrix product."""
STEPS = 60
"""Steps towards a solution at most."""
CLOSE = 5e-3
"""Length of what is left over, beside the goals, at which a solution is good enough."""
CHUNK = 1 << 18
"""Products that are held at once."""
BLOCK = 1024
"""Rows and columns of a similarity matrix that are computed at once."""


@dataclass(frozen=True, slots=True)
class Ridge:
    """`weights[t, c]` (half precision) of the term numbered t for class c; `rarity[t]` its own weight in a message."""

    classes: tuple[str, ...]
    numbers: Mapping[str, int]
    rarity: Floats
    weights: NDArray[np.float16]

    def scores(self, terms: Iterable[str]) -> Floats:
        """About 1 for the class that a message surely belongs to, about 0 for the others; shape (classes,)."""
        numbers, values = _weighed(Counter(terms), self.numbers, self.rarity)
        if not len(numbers):
            return np.zeros(len(self.classes), np.float32)
        return values @ self.weights[numbers].astype(np.float32)


def train(examples: Sequence[Sequence[str]], goals: Floats, classes: Sequence[str], trust: Floats) -> Ridge:
    """`goals[n, c]`: what example n should score for class c; `trust[n]`: how much it counts, 0 to 1."""
    counted = [Counter(terms) for terms in examples]
    held = Counter(term for terms in counted for term in terms)
    numbers = {term: n for n, term in enumerate(sorted(t for t, count in held.items() if count >= SEEN))}
    rarity = np.array(
        [SHARES[term[0]] * np.log((len(examples) + 1) / (held[term] + 0.5)) for term in numbers], np.float32
    )
    table = _Table.of([_weighed(terms, numbers, rarity) for terms in counted], np.sqrt(trust), len(numbers))
    solved = _solved(table.likeness(), goals * np.sqrt(trust)[:, None])
    return Ridge(tuple(classes), numbers, rarity, table.spread(solved).astype(np.float16))


def _weighed(terms: Counter[str], numbers: Mapping[str, int], rarity: Floats) -> tuple[Ints, Floats]:
    """Numbers and values of the known terms; the values' squares add up to 1."""
    known = [(numbers[term], count) for term, count in terms.items() if term in numbers]
    places = np.array([number for number, _ in known], np.int32)
    values = (1 + np.log(np.array([count for _, count in known], np.float32))) * rarity[places]
    length = float(np.sqrt((values**2).sum())) or 1.0
    return places, (values / length).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Table:
    """Examples × terms, sorted by term: entry e is `values[e]` for example `owners[e]`; term t has the entries
    `starts[t]` to `starts[t + 1]`."""

    owners: Ints
    values: Floats
    starts: NDArray[np.int64]
    size: int

    @classmethod
    def of(cls, rows: Sequence[tuple[Ints, Floats]], trust: Floats, count: int) -> _Table:
        terms = np.concatenate([places for places, _ in rows])
        values = np.concatenate([values * weight for (_, values), weight in zip(rows, trust, strict=True)])
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), [len(places) for places, _ in rows])
        order = np.argsort(terms, kind="stable")
        held = np.bincount(terms, minlength=count)
        return cls(owners[order], values[order], np.concatenate(([0], np.cumsum(held))), len(rows))

    def likeness(self) -> Floats:
        """Every two examples' product."""
        held = np.diff(self.starts)
        like = np.zeros((self.size, self.size), np.float32)
        common = np.flatnonzero(held > COMMON)
        for part in np.array_split(common, max(len(common) // BLOCK, 1)):
            dense = np.zeros((self.size, len(part)), np.float32)
            for column, term in enumerate(part):
                entries = slice(self.starts[term], self.starts[term + 1])
                dense[self.owners[entries], column] = self.values[entries]
            for first in range(0, self.size, BLOCK):
                like[first : first + BLOCK] += dense[first : first + BLOCK] @ dense.T
        self._add_rare(like, held)
        return like

    def _add_rare(self, like: Floats, held: NDArray[np.int64]) -> None:
        """Pairs of examples that share a rare term, one by one."""
        rare = np.repeat((held <= COMMON) & (held > 0), held)
        entries = np.flatnonzero(rare)
        lengths = np.repeat(held, held)[entries]
        begins = np.repeat(self.starts[:-1], held)[entries]
        for part in np.array_split(np.arange(len(entries)), max(int(lengths.sum()) // CHUNK, 1)):
            if not len(part):
                continue
            count = lengths[part]
            left = np.repeat(entries[part], count)
            right = (
                np.arange(len(left))
                - np.repeat(np.cumsum(count) - count, count)
                + np.repeat(begins[part], count)
            )
            np.add.at(like, (self.owners[left], self.owners[right]), self.values[left] * self.values[right])

    def spread(self, solved: Floats) -> Floats:
        """Weights of the terms from the examples' share in each class."""
        weights = np.zeros((len(self.starts) - 1, solved.shape[1]), np.float32)
        held = np.flatnonzero(np.diff(self.starts))
        step = max(CHUNK // 16, 1)
        first = 0
        while first < len(held):
            begin = self.starts[held[first]]
            last = max(int(np.searchsorted(self.starts[held], begin + step)), first + 1)
            part = held[first:last]
            end = self.starts[part[-1] + 1]
            products = self.values[begin:end, None] * solved[self.owners[begin:end]]
            weights[part] = np.add.reduceat(products, self.starts[part] - begin, axis=0)
            first = last
        return weights


def _solved(like: Floats, goals: Floats) -> Floats:
    """x with (like + DECAY) x = goals, by conjugate gradients, every class at once."""
    like[np.diag_indices(len(like))] += DECAY
    x = np.zeros_like(goals)
    rest = goals.copy()
    way = rest.copy()
    size = (rest**2).sum(axis=0)
    goal = CLOSE**2 * np.maximum(size, 1e-12)
    for _ in range(STEPS):
        turned = like @ way
        step = size / np.maximum((way * turned).sum(axis=0), 1e-20)
        x += step * way
        rest -= step * turned
        now = (rest**2).sum(axis=0)
        if (now <= goal).all():
            break
        way = rest + (now / np.maximum(size, 1e-20)) * way
        size = now
    return x
