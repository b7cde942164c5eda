"""Which words of a message speak of which deed, and how: a small convolutional network over its characters, each seen
with those around it, whatever the punctuation. `tagged` learns it; here it reads messages, with numpy alone.

x = characters + pairs; of each layer, x += gate(mixed(norm(x))); tags = softmax(norm(x)): nothing, done, undone, other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.hearing.acts import KINDS
from knowledge.learning.table import Floats, Ints

LAYERS = (1, 2, 4, 1)
"""How far apart the characters are that a layer mixes."""
WIDE = 7
"""How many of them, the middle one being where it looks from."""
MOST = 5000
"""Characters of a message that are read: more than a chat takes in one."""
KNOWN = 2
"""Numbers below it: 0, no character, as before the first; 1, one that is not known."""
HIGHEST = 80.0
"""No score is higher, so that none is too large for a number of four bytes."""
SMALL = 1e-6
Weights = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Characters, or pairs of neighbours, by number."""

    numbers: Mapping[str, int]

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        return cls({name: n for n, name in enumerate(names, KNOWN)})

    def __len__(self) -> int:
        return KNOWN + len(self.numbers)

    def read(self, parts: Iterable[str]) -> Ints:
        return np.array([self.numbers.get(part, 1) for part in parts], np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Tagger:
    """`weights`: `characters` and `pairs` in steps, a byte each, by number, with the size of a step in `…_step`; of
    layer n `near_n` (WIDE, D), `gate_n` (D, 2D), `back_n` (D, D), `bias_n` and `scale_n`; `tags` (D, acts · 4) and
    `tags_bias`."""

    stamp: str
    acts: tuple[str, ...]
    characters: Names
    pairs: Names
    weights: Weights

    def spans(self, text: str, parts: Sequence[str]) -> Floats:
        """How likely somewhere in each part of a folded text is said of each act that it was done, was not, or neither; shape
        (parts, acts, 3). The parts stand in it one after the other, none twice."""
        plain = unlisted(text)[:MOST]
        said = _smooth(self._tags(plain)) if plain else np.zeros((0, len(self.acts), len(KINDS)), np.float32)
        found, end = np.zeros((len(parts), len(self.acts), len(KINDS)), np.float32), 0
        for n, part in enumerate(parts):
            begin = plain.find(part, end)
            if begin >= 0:
                end = begin + len(part)
                found[n] = said[begin:end].max(axis=0)
        return found

    def _tags(self, text: str) -> Floats:
        """Of each character; shape (characters, acts, 3)."""
        x = self._begun(text)
        for n, apart in enumerate(LAYERS):
            x = x + _layer(x, apart, {name: self.weights[f"{name}_{n}"] for name in PARTS})
        scores = (_even(x) @ self.weights["tags"] + self.weights["tags_bias"]).reshape(
            len(text), len(self.acts), 4
        )
        odds = np.exp(np.minimum(scores, HIGHEST))
        whole = (
            odds[:, :, 0] + odds[:, :, 1] + odds[:, :, 2] + odds[:, :, 3]
        )  # numpy is slow along so short an axis
        tags: Floats = odds[:, :, 1:] / whole[:, :, None]
        return tags

    def _begun(self, text: str) -> Floats:
        pairs = self.pairs.read(neighbours(text))
        before = np.concatenate(([0], pairs[:-1]))
        x: Floats = self._rows("characters", self.characters.read(text)) + self._rows("pairs", pairs)
        return x + self._rows("pairs", before)

    def _rows(self, name: str, numbers: Ints) -> Floats:
        rows: Floats = self.weights[name][numbers] * self.weights[f"{name}_step"]
        return rows


def neighbours(text: str) -> Iterator[str]:
    """Of each character the pair that it begins; the last begins none that is known."""
    return (a + b for a, b in zip(text, [*text[1:], ""], strict=True))


def unlisted(text: str) -> str:
    """As it is read: parts of a list say together what its end says, as `hearing.clauses` has it."""
    return text.replace("、", "")


PARTS = ("near", "gate", "back", "bias", "scale")


def _layer(x: Floats, apart: int, w: Weights) -> Floats:
    reach = apart * (WIDE // 2)
    padded = np.zeros((len(x) + 2 * reach, x.shape[1]), np.float32)
    padded[reach : reach + len(x)] = _even(x) * w["scale"]
    near, part = np.zeros_like(x), np.empty_like(x)
    for n in range(WIDE):
        near += np.multiply(padded[n * apart : n * apart + len(x)], w["near"][n], out=part)
    value, gate = np.split(near @ w["gate"] + w["bias"], 2, axis=1)
    mixed: Floats = (value / (1 + np.exp(-gate))) @ w["back"]
    return mixed


def _even(x: Floats) -> Floats:
    even: Floats = x / np.sqrt((x * x).mean(axis=1, keepdims=True) + SMALL)
    return even


def _smooth(tags: Floats) -> Floats:
    """Averaged with the character before and the one after: a single one says nothing."""
    smooth = tags.copy()
    smooth[1:] += tags[:-1]
    smooth[:-1] += tags[1:]
    smooth /= 3
    return smooth
