"""The time and the dice of a test: the clock stands unless it is told to go, the dice fall alike in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from bot.casework.codes import Codes
from bot.given import Given

SEED = 20261120
BEGAN = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
CHEAP = 2
"""Of a hash: there is nobody here whom it must cost anything."""


class Clock:
    """The time that a test goes by."""

    now = BEGAN

    def __call__(self) -> datetime:
        return self.now

    def goes(self, **by: int) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True, slots=True)
class Played(Given):
    """Drafts are numbered, so that a test knows the buttons that name them."""

    now: Callable[[], datetime] = field(default_factory=Clock)
    dice: Random = field(default_factory=lambda: Random(SEED))
    cost: int = CHEAP
    memory: int = 64
    drafts: Iterator[int] = field(default_factory=lambda: count(1))

    def token(self) -> str:
        return f"d{next(self.drafts):031x}"


class Loaded(Random):
    """Dice of which the numbers of applications are known beforehand (without their check digit). Codes are made of numbers
    too, of the same ones where no others are given."""

    def __init__(self, numbers: Iterator[int], codes: Iterator[int] | None = None) -> None:
        super().__init__(SEED)
        self._numbers, self._codes = numbers, codes or numbers

    def randrange(self, *limits: Any) -> int:
        return next(self._numbers)

    def choices(self, population: Sequence[Any], *_: Any, k: int = 1, **__: Any) -> list[Any]:
        """Fit to be read, and never the same twice."""
        fell = hashlib.sha256(str(next(self._codes)).encode()).digest()
        return [population[n % len(population)] for n in fell[:k]]


CODES = Codes(Played(dice=Random(SEED + 1)))
"""For a number or a code that is nobody's yet."""
