"""How much a message sounds like despair, by the pieces of its words: what patterns of words have not foreseen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt

from knowledge.hearing.language import fold

SHORTEST, LONGEST = 5, 60
"""Characters of such a message; of a shorter or a longer one, in which a case is told, the patterns have to tell."""
FEW = 16
"""Signs of a message of eight characters."""
NONE = -9.0
"""Log odds where there is nothing to tell by."""
_PAUSE = re.compile(r"[\s，,。.！!？?；;、…~]+")


def signs(text: str) -> frozenset[str]:
    """One and two characters in a row, with beginning, end and pauses."""
    line = f"^{_PAUSE.sub('|', fold(text).strip())}$"
    return frozenset(line[n : n + length] for length in (1, 2) for n in range(len(line) - length + 1))


def share(count: int) -> float:
    """What each of so many signs counts for; of a few no more than of FEW."""
    return 1 / sqrt(max(count, FEW))


@dataclass(frozen=True, slots=True)
class Sorrow:
    """`weights` by sign; `bias`: of a message without any."""

    weights: Mapping[str, float] = field(default_factory=dict)
    bias: float = NONE

    def of(self, text: str) -> float:
        """Log odds that the writer is in despair."""
        if not SHORTEST <= len(text.strip()) <= LONGEST:
            return NONE
        said = signs(text)
        return self.bias + sum(self.weights.get(sign, 0.0) for sign in said) * share(len(said))
