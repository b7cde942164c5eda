"""What a short message sounds like that speaks of the talk itself, by the pieces of its words: thanks, mistrust, wanting to
stop; what patterns of words have not foreseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from knowledge.hearing.sorrow import share, signs

SHORTEST, LONGEST = 3, 30
"""Characters of such a message; whoever writes more tells a story."""
NO_TALK = "not"
"""Matters and questions."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """`kinds`: of talk, NO_TALK the first; `bias`: log odds of each before anything is said; `weights` of each by sign."""

    kinds: tuple[str, ...] = (NO_TALK,)
    bias: Sequence[float] = (0.0,)
    weights: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def of(self, text: str) -> tuple[str, float]:
        """The likeliest kind of talk, and how likely it is; NO_TALK where there is nothing to tell by."""
        if not SHORTEST <= len(text.strip()) <= LONGEST or len(self.kinds) == 1:
            return NO_TALK, 0.0
        said = signs(text)
        rows = [self.weights[sign] for sign in sorted(said) if sign in self.weights]
        part = share(len(said))
        odds = [start + sum(row[n] for row in rows) * part for n, start in enumerate(self.bias)]
        parts = [exp(one - max(odds)) for one in odds]
        best = max(range(1, len(parts)), key=parts.__getitem__)
        return self.kinds[best], parts[best] / sum(parts)
