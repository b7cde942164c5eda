"""One question back: the fact that separates the two provisions that a told case may fall under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.answer import steering
from knowledge.answer.finding import ELIGIBLE, EXCLUDED, Doubt
from knowledge.hearing.evidence import Told, Witness
from knowledge.learning.model import TOLD, Entry
from knowledge.rules import logic

Known = Mapping[str, bool | None]
"""What the asker has answered: true, false, or None for 说不准."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A reading under a policy and how likely it is, 0 to 1. `deeds`: what was said of deeds added to its score."""

    region: str
    reading: Entry
    verdict: str
    value: float
    deeds: float = 0.0


def weighed(chances: Sequence[Chance], witness: Witness, known: Known) -> list[Chance]:
    """The chances after what the asker answered; they sum to 1, likeliest first."""
    if not any(truth is not None for truth in known.values()):
        return list(chances)
    left = [replace(chance, value=chance.value * _factor(chance, witness, known)) for chance in chances]
    total = sum(chance.value for chance in left)
    left = [replace(chance, value=chance.value / total) for chance in left]
    return sorted(left, key=lambda chance: -chance.value)


def _factor(chance: Chance, witness: Witness, known: Known) -> float:
    factor = 1.0
    for need in witness.needs.get(chance.reading.id, ()) if chance.reading.kind == TOLD else ():
        for name in logic.names(need.test):
            met = logic.value(need.test, {name: known.get(name)})
            factor *= 1.0 if met is None else steering.CONFIRMED if met else steering.RULED_OUT
    return factor


def doubt(chances: Sequence[Chance], witness: Witness, told: Told, known: Known) -> Doubt | None:
    """What to ask, where two listed provisions remain and a fact tells them apart."""
    listed = [c for c in chances if c.reading.kind == TOLD and c.verdict in (ELIGIBLE, EXCLUDED)
              and c.reading.id in witness.needs][:2]  # fmt: skip
    if len(listed) < 2 or listed[1].value < steering.CLOSE * listed[0].value:
        return None
    first, second = (chance.reading.id for chance in listed)
    for id_, other in ((first, second), (second, first)):
        idle = {need.fact for need in witness.needs[other]} | known.keys()
        open_ = [need for fact, need in witness.askable(id_, told).items() if fact not in idle]
        if open_:
            return Doubt((first, second), open_[0].fact, open_[0].ask)
    return None


def verdicts_of(chances: Iterable[Chance]) -> dict[str, float]:
    """Chance of each verdict; they sum to 1, as those of the readings do."""
    sums: dict[str, float] = {}
    for chance in chances:
        sums[chance.verdict] = sums.get(chance.verdict, 0.0) + chance.value
    return sums


def likeliest(chances: Mapping[str, float]) -> str:
    return max(chances, key=lambda name: chances[name])
