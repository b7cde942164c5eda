"""The terms that anything learnt knows, each with a number of its own; see `hearing.language` for what a term is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


LATELY = 8
"""Messages of which the terms are known by number: one is read against several policies, which share their terms."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """`numbers`: counted from 0; `channels[n]`: the code of the first character of the term numbered n."""

    numbers: Mapping[str, int]
    channels: NDArray[np.uint8]

    @classmethod
    def of(cls, names: Iterable[str]) -> Terms:
        """Numbered in this order; none stands twice."""
        return cls.read("\n".join(names).encode())

    @classmethod
    def read(cls, content: bytes) -> Terms:
        """One a line; quickly, because every start does it."""
        if not content:
            return cls({}, np.zeros(0, np.uint8))
        letters = np.frombuffer(content, np.uint8)
        begins = np.concatenate(([0], np.flatnonzero(letters == ord("\n")) + 1))
        names = content.decode().split("\n")
        return cls(dict(zip(names, range(len(names)), strict=True)), letters[begins])

    def __len__(self) -> int:
        return len(self.numbers)

    def extended(self, names: Iterable[str]) -> Terms:
        """With those of these that are new, in this order, after all others."""
        new = [name for name in dict.fromkeys(names) if name not in self.numbers]
        if not new:
            return self
        more = Terms.of(new)
        return Terms(
            {**self.numbers, **{name: n + len(self) for name, n in more.numbers.items()}},
            np.concatenate((self.channels, more.channels)),
        )

    def counted(self, words: Iterable[str]) -> tuple[Ints, Floats]:
        """Numbers of the known ones among a message's terms, and how often each stands there."""
        known = [(self.numbers[word], n) for word, n in Counter(words).items() if word in self.numbers]
        return (
            np.array([number for number, _ in known], np.int64),
            np.array([count for _, count in known], np.float32),
        )

    @lru_cache(maxsize=LATELY)  # noqa: B019  # there are few of them, and they live as long as the process
    def counted_once(self, words: tuple[str, ...]) -> tuple[Ints, Floats]:
        """The same of a message that is read several times."""
        return self.counted(words)

    @lru_cache(maxsize=LATELY)  # noqa: B019
    def strange(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Those of a message's terms that are not known, each once."""
        return tuple(word for word in dict.fromkeys(words) if word not in self.numbers)

    def shares(self, of: Mapping[str, float]) -> Floats:
        """One weight a term, by its channel."""
        table = np.zeros(128, np.float32)
        table[[ord(channel) for channel in of]] = list(of.values())
        return table[self.channels]
