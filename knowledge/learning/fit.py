"""Learning: what makes examples come out as they should. It needs scipy, as `paused` does; nobody who only asks loads either.

Everything is computed in double precision without chance, so that what is kept in 8 bits comes out the same on every
machine: sums that differ in their last digits by the order of adding never reach a kept one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.learning import classify, ridge
from knowledge.learning.classify import Classifier
from knowledge.learning.ridge import Doubles, Ridge
from knowledge.learning.setting import (
    CLOSE,
    DECAY,
    EVENED,
    GRAIN,
    RIDGE_SEEN,
    ROUNDS,
    SHRINK,
    STEP,
    STEPS,
    VERDICT_SEEN,
)
from knowledge.learning.table import MOST, Table, steps
from knowledge.learning.terms import Terms


@dataclass(frozen=True, slots=True)
class Weighed:
    """Examples as a `table`, examples × known terms; `known`: the numbers of those terms, `held` and `rarity` of all."""

    terms: Terms
    held: NDArray[Any]
    rarity: Doubles
    known: NDArray[Any]
    table: Any

    def kept(self, weights: Doubles, classes: Sequence[str], grain: float) -> Ridge:
        """`weights`: known terms × classes; as they are kept, in whole steps."""
        worth = ridge.worth(self.rarity, self.held)[self.known][:, None]
        moved = _evened(self.table, weights, worth, grain)
        table = _table(self.known, moved, len(self.terms)).rounded(grain)
        return Ridge(tuple(classes), self.terms, self.held, self.table.shape[0], table)


def weighed(examples: Sequence[Sequence[str]], terms: Terms, seen: int) -> Weighed:
    """`seen`: examples that must have a term before it counts."""
    counted = [terms.counted(words) for words in examples]
    held = np.bincount(np.concatenate([numbers for numbers, _ in counted]), minlength=len(terms))
    held[held < seen] = 0
    rarity = ridge.rarity(terms, held, len(examples))
    rows = [ridge.weighed(numbers, counts, rarity) for numbers, counts in counted]
    table, known = _sparse([numbers for numbers, _ in rows], np.concatenate([row for _, row in rows]))
    return Weighed(terms, held, rarity, known, table)


def weights(table: Any, goals: Doubles, trust: Doubles, decay: float = DECAY) -> Doubles:
    """Terms × classes: what makes the scores of a table's examples come out near their goals."""
    root = np.sqrt(trust)[:, None]
    trusted = table.multiply(root).tocsr()
    result: Doubles = trusted.T @ _solved(trusted, goals * root, decay)
    return result


def fit_ridge(
    examples: Sequence[Sequence[str]],
    goals: Doubles,
    classes: Sequence[str],
    trust: Doubles,
    terms: Terms,
    grain: float = GRAIN,
) -> Ridge:
    """`goals[n, c]`: what example n should score for class c; `trust[n]`: how much it counts, 0 to 1."""
    rows = weighed(examples, terms, RIDGE_SEEN)
    return rows.kept(weights(rows.table, goals, trust), classes, grain)


def _evened(table: Any, weights: Doubles, worth: Doubles, grain: float) -> Doubles:
    """Weights times their worth, changed by what examples would lack if they were kept in steps as they are: terms
    that come together (a word, its characters, its sounds) then do not all err to the same side."""
    moved: Doubles = weights * worth
    lacking = table @ ((moved - grain * steps(moved, grain)) / worth)
    slope = (table.T @ lacking) / worth
    best = (slope**2).sum() / max(((table @ (slope / worth)) ** 2).sum(), 1e-20)
    moved += min(EVENED, best) * slope
    return moved


def _sparse(rows: Sequence[NDArray[Any]], values: Doubles) -> tuple[Any, NDArray[Any]]:
    """(examples × known terms, the numbers of those terms)"""
    known, columns = np.unique(np.concatenate(rows), return_inverse=True)
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows])))
    return sparse.csr_array((values, columns, starts), shape=(len(rows), len(known))), known


def _table(known: NDArray[Any], weights: Doubles, count: int) -> Table:
    """Of a dense matrix, known terms × classes."""
    size = weights.shape[1]
    columns = np.tile(np.arange(size), len(known))
    return Table.of(np.repeat(known, size), columns, weights.ravel(), (count, size))


def _solved(table: Any, goals: Doubles, decay: float) -> Doubles:
    """x with (table · tableᵀ + decay) x = goals, by conjugate gradients, every class at once."""
    turned = table.T.tocsr()
    x = np.zeros_like(goals)
    rest = goals.copy()
    way = rest.copy()
    size = (rest**2).sum(axis=0)
    goal = CLOSE**2 * np.maximum(size, 1e-12)
    for _ in range(STEPS):
        image = table @ (turned @ way) + decay * way
        step = size / np.maximum((way * image).sum(axis=0), 1e-20)
        x += step * way
        rest -= step * image
        now = (rest**2).sum(axis=0)
        if (now <= goal).all():
            break
        way = rest + (now / np.maximum(size, 1e-20)) * way
        size = now
    return x


def fit_classifier(examples: Sequence[Sequence[str]], labels: Sequence[str], terms: Terms) -> Classifier:
    classes = tuple(sorted(set(labels)))
    goal = np.array([classes.index(label) for label in labels])
    present = [terms.counted(words)[0] for words in examples]
    known = np.bincount(np.concatenate(present), minlength=len(terms)) >= VERDICT_SEEN
    rows = [classify.marked(set(words), terms, known) for words in examples]
    values = np.concatenate([np.full(len(row), 1 / np.sqrt(len(row))) for row in rows])
    table, used = _sparse(rows, values)
    weights, bias = _descended(table, np.eye(len(classes))[goal], _importance(goal)[:, None])
    kept = _table(used, weights, len(terms) + classify.MARKS).rounded(np.abs(weights).max() / MOST)
    return Classifier(classes, terms, known, kept, bias.astype(np.float32))


def _importance(goal: NDArray[Any]) -> Doubles:
    """Of each example: rare classes weigh more, by the square root of their rarity."""
    share = np.bincount(goal) / len(goal)
    importance: Doubles = np.sqrt(1 / (len(share) * share))[goal] / len(goal)
    return importance


def _descended(table: Any, wanted: Doubles, importance: Doubles) -> tuple[Doubles, Doubles]:
    """Weights and bias of a softmax regression, by AdaGrad's steps over all examples."""
    turned = table.T.tocsr()
    weights, bias = np.zeros((table.shape[1], wanted.shape[1])), np.zeros(wanted.shape[1])
    past, past_bias = np.full_like(weights, 1e-8), np.full_like(bias, 1e-8)
    for _ in range(ROUNDS):
        score = table @ weights + bias
        odds = np.exp(score - score.max(axis=1, keepdims=True))
        error = (odds / odds.sum(axis=1, keepdims=True) - wanted) * importance
        slope = turned @ error + SHRINK * weights
        past += slope**2
        weights -= STEP * slope / np.sqrt(past)
        past_bias += error.sum(axis=0) ** 2
        bias -= STEP * error.sum(axis=0) / np.sqrt(past_bias)
    return weights, bias
