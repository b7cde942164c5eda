"""Where a clause begins in speech without punctuation: heard from the characters on either side, as in the wordings that
have punctuation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

BETWEEN = re.compile(r"[，。；,;！？!?、：:\s…]+")
LEAST = 3
"""Characters of a clause at least."""
MOST = 20
"""Characters from which a clause is cut at its likeliest place, sure or not."""
SURE, UNMARKED, POSSIBLE = 2.0, 0.0, -3.0
"""Log odds from which a place is a pause: in any clause, in the words of one who writes no punctuation, in a clause that is
too long."""
FINE = 0.25
"""The step in which weights are kept."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """`weights`: what a sign adds to the log odds of a pause; `bias`: what every place has."""

    weights: Mapping[str, float]
    bias: float

    def __call__(self, piece: str, marked: bool = True) -> list[int]:
        """Places in a piece of folded text where a new clause begins, in order. `marked`: its writer uses punctuation."""
        if len(piece) < 2 * LEAST:
            return []
        bound = {match.end() for match in _BOUND.finditer(piece)}
        weight, bias = self.weights.get, self.bias
        odds = [
            -inf if place in bound else bias + sum([weight(sign, 0.0) for sign in signs(piece, place)])
            for place in range(LEAST, len(piece) - LEAST + 1)
        ]
        return sorted(_chosen(odds, len(piece), SURE if marked else UNMARKED))


def signs(piece: str, place: int) -> tuple[str, ...]:
    """What stands on either side of a place."""
    before, after = ("^^^" + piece)[place : place + 3], (piece + "$$$")[place : place + 3]
    return (
        "a" + before[2],
        "b" + before[1:],
        "c" + before,
        "d" + after[0],
        "e" + after[:2],
        "f" + after,
        "g" + before[2] + after[0],
        "h" + before[1:] + after[0],
        "i" + before[2] + after[:2],
    )


_BOUND = re.compile(
    r"(?:说|传|告|讲|嚷嚷|举[报抱]|怀疑|以为|怕|担心|造谣|反映|要是|如果|万一|假如|是不是|有没有|打算|准备|想着?|寻思|没|不|未|被|让|叫|把|给|跟|和|对|的)(?=.)"
)
"""After these no clause begins: what follows is what is said, feared, planned, denied."""


def _chosen(odds: Sequence[float], size: int, sure: float) -> set[int]:
    """The surest places first, none nearer than LEAST to another; then the best ones of what is still too long."""
    chosen: set[int] = set()
    for n in sorted(range(len(odds)), key=lambda n: -odds[n]):
        place = n + LEAST
        ends = [0, *sorted(chosen), size]
        before = max(end for end in ends if end <= place)
        after = min(end for end in ends if end >= place)
        wanted = sure if after - before <= MOST else POSSIBLE
        if odds[n] > wanted and place - before >= LEAST and after - place >= LEAST:
            chosen.add(place)
    return chosen
