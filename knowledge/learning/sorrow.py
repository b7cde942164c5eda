"""Learning what despair sounds like: logistic regression over signs, of which the few that matter are kept."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from math import exp, sqrt
from random import Random

import numpy as np
from numpy.typing import NDArray

from knowledge.hearing.language import fold
from knowledge.hearing.sorrow import LONGEST, Sorrow, share, signs
from knowledge.library.corpus import Library

ROUNDS, STEP, BIAS = 8, 0.5, -3.0
SAID, NOT = 8.0, 8
"""What a message of despair counts for beside another, and how often one that only sounds alike is learnt from."""
LEAST = 8
"""Messages that a sign without despair must stand in."""
PART = 3
"""Of so many clauses that speak of acts one is learnt from."""
HERE = "我在{place}"
MOST = 4000
"""Signs that are kept."""
Row = tuple[NDArray[np.int64], int, bool]


def learn(library: Library) -> Sorrow:
    """From messages of despair, those that only sound alike, and all the others there are."""
    said, others = _said(library), _others(library)
    first = _fitted(said, others, vocabulary(said, others))
    often = Counter(sign for text in said for sign in signs(text))
    worth = {sign: abs(weight) * sqrt(often[sign] + 0.5) for sign, weight in first.weights.items()}
    best = sorted(worth, key=lambda sign: (-worth[sign], sign))[:MOST]
    return _fitted(said, others, best)


def stamp(library: Library) -> str:
    """Changes with what there is to learn from."""
    texts = json.dumps([_said(library), _others(library)], ensure_ascii=False)
    return hashlib.sha256(texts.encode()).hexdigest()


def _said(library: Library) -> list[str]:
    return sorted(map(fold, library.lexicon.despair["said"]))


def _others(library: Library) -> list[str]:
    alike = [*map(fold, library.lexicon.despair["not"])] * NOT
    talk = chain.from_iterable(library.lexicon.sayings.values())
    return sorted((*alike, *(text for text in map(fold, chain(told(library), talk)) if len(text) <= LONGEST)))


def told(library: Library) -> Iterator[str]:
    """Messages of every other kind there is."""
    for kinds in library.examples.values():
        yield from chain.from_iterable(kinds.values())
    yield from chain.from_iterable(library.asks.values())
    yield from chain.from_iterable(library.negatives.values())
    yield from sorted({row.text for row in library.lexicon.spoken()})[::PART]
    places = (*library.lexicon.places, *chain.from_iterable(library.names.values()))
    yield from (HERE.format(place=place) for place in places)


def vocabulary(said: Sequence[str], others: Sequence[str]) -> list[str]:
    """Signs that there is something to learn about."""
    mine = Counter(sign for text in said for sign in signs(text))
    theirs = Counter(sign for text in others for sign in signs(text))
    return sorted(s for s, n in (mine + theirs).items() if n >= 2 and (mine[s] or n >= LEAST))


def _fitted(said: Sequence[str], others: Sequence[str], vocabulary: Sequence[str]) -> Sorrow:
    """By steps that grow smaller where there were many, in an order that is always the same."""
    place = {sign: n for n, sign in enumerate(vocabulary)}
    rows = [
        _row(text, place, text_is) for texts, text_is in ((said, True), (others, False)) for text in texts
    ]
    weights, steps, dice = np.zeros(len(place)), np.full(len(place), 1e-2), Random(0)
    for _ in range(ROUNDS):
        dice.shuffle(rows)
        for found, count, so in rows:
            part = share(count)
            odds = BIAS + float(weights[found].sum()) * part
            error = (1 / (1 + exp(-max(-30.0, min(30.0, odds)))) - so) * (SAID if so else 1.0)
            steps[found] += (error * part) ** 2
            weights[found] -= STEP * error * part / np.sqrt(steps[found])
    return Sorrow({sign: float(weights[n]) for sign, n in place.items()}, BIAS)


def _row(text: str, place: dict[str, int], so: bool) -> Row:
    said = signs(text)
    return np.array(sorted(place[s] for s in said if s in place), np.int64), len(said), so
