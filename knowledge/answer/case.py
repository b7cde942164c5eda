"""A case that is told: what was said of deeds weighs its readings, and decides what follows under the policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp, log

import numpy as np

from knowledge.answer import steering
from knowledge.answer.finding import (
    ELIGIBLE,
    EXCLUDED,
    LACKING,
    NOT_APPLICABLE,
    NOT_COVERED,
    OWN_CASE,
    Finding,
)
from knowledge.answer.retelling import grounded
from knowledge.answer.ruling import CERTAIN, Rulings
from knowledge.hearing.evidence import Need, Told, Witness
from knowledge.learning.model import TOLD, Entry
from knowledge.learning.ranker import Floats

Reading = tuple[str, Entry, str]
"""region, what it is about, its verdict"""


class Cases:
    """Judges told cases by the facts of the regimes."""

    def __init__(self, witness: Witness, rulings: Rulings) -> None:
        self._witness, self._rulings = witness, rulings

    def weigh(self, told: Told, values: Floats, readings: Sequence[Reading]) -> None:
        """Each reading's value, by what the message says of deeds."""
        kinds: dict[str, list[int]] = {EXCLUDED: [], NOT_APPLICABLE: [], ELIGIBLE: [], NOT_COVERED: []}
        for place, (_, reading, verdict) in enumerate(readings):
            if reading.kind == TOLD and verdict in kinds:
                kinds[verdict].append(place)
        ids = [reading.id for _, reading, _ in readings]
        self._weigh_bars(told, values, kinds[EXCLUDED], kinds[ELIGIBLE] + kinds[NOT_COVERED], ids)
        for place in kinds[NOT_APPLICABLE]:
            values[place] = self._outside(told, float(values[place]), ids[place])
        catch_all = {readings[place][0]: place for place in kinds[NOT_COVERED]}
        for place in kinds[ELIGIBLE]:
            self._weigh_situation(told, values, place, ids[place], catch_all.get(readings[place][0]))

    def _weigh_situation(
        self, told: Told, values: Floats, place: int, id_: str, catch_all: int | None
    ) -> None:
        """A case that sounds like this situation, but denies what makes it this one, is more likely none that is listed
        than whichever sounds like it next."""
        needs = self._witness.needs.get(id_, ())
        said = [need.plain(told, steering.DEFINED) for need in needs if need.defining]
        if False in said:
            lost = values[place] * (1 - steering.ANOTHER)
            values[place] -= lost
            if catch_all is not None:
                values[catch_all] += lost
        elif True in said:
            values[place] *= steering.THIS

    def _weigh_bars(
        self, told: Told, values: Floats, bars: Sequence[int], others: Sequence[int], ids: Sequence[str]
    ) -> None:
        """Of what a told case may be, the share that is barred: by the sound of the whole, and by what is admitted or
        denied; the provision whose act is admitted goes first."""
        whole = float(values[bars].sum() + values[others].sum())
        share = float(values[bars].sum()) / whole if bars and others and whole > 0 else 0.0
        if not 0 < share < 1:
            return
        admitted = np.array([self._witness.admitted(ids[place], told) for place in bars])
        denied = max(self._witness.denied(ids[place], told) for place in bars)
        sound = log((share + steering.LEAST) / (1 - share + steering.LEAST))
        odds = exp(
            steering.SOUND * sound
            + steering.SAID * admitted.max()
            - steering.DENIED * denied * (1 - admitted.max())
            + steering.BIAS
            - steering.QUIET * self._is_quiet(told, values, bars, admitted, ids)
        )
        values[bars] *= np.exp(steering.FIRST * admitted)
        values[bars] *= whole * odds / (1 + odds) / values[bars].sum()
        values[others] *= whole / (1 + odds) / values[others].sum()

    def _is_quiet(
        self, told: Told, values: Floats, bars: Sequence[int], admitted: Floats, ids: Sequence[str]
    ) -> bool:
        """Whether much was heard of what was done, and nothing of what sounds most likely to bar, though it could be."""
        if sum(one.sure >= steering.PLAINLY for one in told.statements.values()) < steering.MUCH:
            return False
        likeliest = max(bars, key=lambda place: float(values[place]))
        return self._witness.is_heard(ids[likeliest]) and not admitted.any()

    def _outside(self, told: Told, value: float, id_: str) -> float:
        """Whom a policy covers is doubted only where somebody says who or where they are."""
        said = [need.plain(told, steering.WHO) for need in self._witness.needs.get(id_, ())]
        if said and all(said):
            return max(value, steering.OUTSIDE)
        return value * (steering.CONTRADICTED if False in said else steering.UNTOLD)

    def ruled(self, finding: Finding, told: Told) -> Finding:
        """With what the first provision requires and the message denies, or leaves open, and what it hangs on."""
        if finding.verdict not in OWN_CASE or not finding.hits:
            return finding
        finding = self._rulings.possible(finding, told)
        id_ = finding.hits[0].provision.id
        lacks = self._lacks(id_, told) if finding.verdict in (ELIGIBLE, LACKING) else ()
        verdict = LACKING if lacks else ELIGIBLE if finding.verdict == LACKING else finding.verdict
        found = tuple(self._witness.askable(id_, told).values())
        finding = replace(finding, verdict=verdict, lacks=lacks, open=found)
        return grounded(self._witness, finding, told)

    def _lacks(self, id_: str, told: Told) -> tuple[Need, ...]:
        """What is surely denied; where nothing is, what is likely denied."""
        needs = self._witness.needs.get(id_, ())
        likely = [n for n in needs if n.plain(told, CERTAIN if n.defining else steering.LIKELY) is False]
        return tuple([need for need in likely if need.plain(told) is False] or likely)
