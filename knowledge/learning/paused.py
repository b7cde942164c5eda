"""Learning where clauses begin: from wordings whose punctuation is taken away. Like `fit`, it needs scipy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
from scipy import sparse

from knowledge.learning.pauses import BETWEEN, FINE, LEAST, Pauses, signs

SEEN = 10
"""Places that must have a sign before it counts."""
ROUNDS, STEP = 60, 0.5


def learnt(texts: Iterable[str]) -> Pauses:
    """From folded texts, by logistic regression; the same whatever their order."""
    joined = [_joined(text) for text in sorted(set(texts)) if BETWEEN.search(text.strip())]
    rows = [
        (signs(piece, n), n in pauses)
        for piece, pauses in joined
        for n in range(LEAST, len(piece) - LEAST + 1)
    ]
    counts = Counter(sign for row, _ in rows for sign in row)
    known = {sign: n for n, sign in enumerate(sorted(s for s, count in counts.items() if count >= SEEN))}
    numbers = [[known[sign] for sign in row if sign in known] for row, _ in rows]
    starts = np.concatenate(([0], np.cumsum([len(row) for row in numbers])))
    flat = np.fromiter((n for row in numbers for n in row), np.int64, int(starts[-1]))
    table = sparse.csr_array((np.ones(len(flat)), flat, starts), shape=(len(rows), len(known)))
    weights, bias = _descended(table, np.array([truth for _, truth in rows], float))
    kept = np.rint(weights / FINE) * FINE
    return Pauses({sign: float(kept[n]) for sign, n in known.items() if kept[n]}, float(bias))


def _joined(text: str) -> tuple[str, set[int]]:
    """A text without its punctuation, and where that stood."""
    parts = [part for part in BETWEEN.split(text) if part]
    return "".join(parts), set(np.cumsum([len(part) for part in parts[:-1]]).tolist())


def _descended(table: Any, wanted: Any) -> tuple[Any, float]:
    turned, count = table.T.tocsr(), len(wanted)
    weights, bias, past = np.zeros(table.shape[1]), float(np.log(wanted.mean() / (1 - wanted.mean()))), 1e-8
    for _ in range(ROUNDS):
        wrong = 1 / (1 + np.exp(-(table @ weights + bias))) - wanted
        slope = turned @ wrong / count
        past = past + slope**2
        weights -= STEP * slope / np.sqrt(past)
        bias -= STEP * 2 * float(wrong.mean())
    return weights, bias
