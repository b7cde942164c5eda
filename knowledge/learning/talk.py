"""Learning what talk about the talk sounds like: logistic regression over signs, one weight for each kind of talk and one
for what is none; of the signs the few that matter are kept."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

from knowledge.hearing.language import fold
from knowledge.hearing.sorrow import share, signs
from knowledge.hearing.talk import NO_TALK, Sounds
from knowledge.learning.sorrow import told, vocabulary
from knowledge.library.corpus import Library

ROUNDS, STEP, BIAS = 8, 1.0, 3.0
SAID, NOT = 6.0, 4
"""What a message of talk counts for beside another, and how often one that only sounds alike is learnt from."""
LONGEST = 40
"""Characters of the messages that are none."""
PART = 2
"""Of so many of them one is learnt from."""
SMALL_TALK = "small_talk"
"""Of what is none of our business, that which is talk."""
MOST = 2500
"""Signs that are kept."""
Row = tuple[NDArray[np.int64], float, int]


def learn(library: Library) -> Sounds:
    """From what is said of each kind, what only sounds alike, and all the matters and questions there are."""
    said, others = _said(library), _others(library)
    texts = [text for text, _ in said]
    kinds = (NO_TALK, *dict.fromkeys(kind for _, kind in said))
    rough = _fitted(said, others, kinds, vocabulary(texts, others))
    often = Counter(sign for text in texts for sign in signs(text))
    worth = {s: max(map(abs, row)) * (often[s] + 0.5) ** 0.5 for s, row in rough.weights.items()}
    return _fitted(said, others, kinds, sorted(worth, key=lambda sign: (-worth[sign], sign))[:MOST])


def stamp(library: Library) -> str:
    """Changes with what there is to learn from."""
    texts = json.dumps([_said(library), _others(library)], ensure_ascii=False)
    return hashlib.sha256(texts.encode()).hexdigest()


def _said(library: Library) -> list[tuple[str, str]]:
    sayings = library.lexicon.sayings
    return [(fold(text), kind) for kind, texts in sayings.items() if kind != NO_TALK for text in texts]


def _others(library: Library) -> list[str]:
    alike = [*map(fold, library.lexicon.sayings[NO_TALK])] * NOT
    matters = {*map(fold, told(library))} - {*map(fold, library.negatives[SMALL_TALK])}
    return sorted((*alike, *sorted(text for text in matters if len(text) <= LONGEST)[::PART]))


def _fitted(
    said: Sequence[tuple[str, str]], others: Sequence[str], kinds: tuple[str, ...], known: Sequence[str]
) -> Sounds:
    """By steps that grow smaller where there were many, in an order that is always the same."""
    place = {sign: n for n, sign in enumerate(known)}
    rows = [_row(text, place, kinds.index(kind)) for text, kind in said]
    rows += [_row(text, place, 0) for text in others]
    weights, steps, dice = np.zeros((len(place), len(kinds))), np.full(len(place), 1e-2), Random(0)
    bias = np.array([BIAS, *[0.0] * (len(kinds) - 1)])
    for _ in range(ROUNDS):
        dice.shuffle(rows)
        for found, part, kind in rows:
            odds = bias + weights[found].sum(0) * part
            error = np.exp(odds - odds.max())
            error /= error.sum()
            error[kind] -= 1
            error *= part * (SAID if kind else 1.0)
            steps[found] += error @ error
            weights[found] -= STEP * error / np.sqrt(steps[found])[:, None]
    return Sounds(kinds, tuple(bias), {sign: tuple(weights[n]) for sign, n in place.items()})


def _row(text: str, place: dict[str, int], kind: int) -> Row:
    said = signs(text)
    return np.array(sorted(place[s] for s in said if s in place), np.int64), share(len(said)), kind
