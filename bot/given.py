"""What differs from one moment to the next and from one run to another: the time, and the dice. Whoever needs either is
given it, so that a test, or a conversation that is replayed, can give its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random, SystemRandom


def clock() -> datetime:
    """The time as it is, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Given:
    """`now`: aware. `dice`: secret ones, since codes are drawn with them. `cost`: of the hash of a code, in scrypt's
    measure; this one takes about 20 ms, nothing to a person, much to somebody with a stolen database. `memory`: KiB that the hash of a password takes."""

    now: Callable[[], datetime] = clock
    dice: Random = field(default_factory=SystemRandom)
    cost: int = 2**13
    memory: int = 2**16

    def token(self) -> str:
        """A name that nobody guesses: 32 hexadecimal digits."""
        return self.dice.randbytes(16).hex()

    def revision(self) -> int:
        """A number for what is written just now; being random it tells later whether that arrived."""
        return self.dice.getrandbits(62)


REAL = Given()
"""Outside of tests."""
