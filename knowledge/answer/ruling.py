"""Whatever a case sounds like: no verdict that the judge of the self-assessment rules out by what is surely told."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from knowledge.answer.finding import ELIGIBLE, EXCLUDED, NOT_APPLICABLE, NOT_COVERED, Finding, Hit
from knowledge.hearing.evidence import Told
from knowledge.library.corpus import Library
from knowledge.rules import Regime
from knowledge.rules.judge import Judge

CERTAIN = 0.55
"""How sure what is told must be to rule a verdict out, however much the whole sounds like it."""
BARRED = frozenset({"barred", "gate_failed"})
TOLERATED = frozenset({"exempt", "mitigated", "tolerated"})


class Rulings:
    """The judges of a library's regimes."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def _judges(self) -> dict[str, Judge]:
        return {region: Judge(regime) for region, regime in self._library.regimes.items() if regime.decision}

    def possible(self, finding: Finding, told: Told) -> Finding:
        """The finding, or what the policy makes of it: a case that is surely barred may not be tolerated, one that is
        surely not barred is not refused."""
        region = finding.hits[0].provision.region
        facts = told.known(region, CERTAIN)
        if region not in self._judges or not facts or finding.verdict not in (ELIGIBLE, EXCLUDED):
            return finding
        judge = self._judges[region]
        left = set(judge.outcomes(facts))
        if finding.verdict == EXCLUDED:
            return finding if left & BARRED else self._unbarred(finding, judge.regime)
        if left & (TOLERATED | {"no_situation"}):
            return finding
        effects = ("bars", "condition_missed") if left & BARRED else ("out_of_scope",)
        at = next(one.provision for one in judge.judge(facts).reasons if one.effect in effects)
        return self._at(finding, EXCLUDED if left & BARRED else NOT_APPLICABLE, at)

    def _at(self, finding: Finding, verdict: str, at: str) -> Finding:
        first = Hit(self._library.provision(at), finding.hits[0].score)
        rest = tuple(hit for hit in finding.hits if hit.provision.id != at)
        return replace(finding, verdict=verdict, hits=(first, *rest))

    def _unbarred(self, finding: Finding, regime: Regime) -> Finding:
        """The likeliest situation that is left, or none."""
        left = tuple(hit for hit in finding.hits if regime.situation(hit.provision.id))
        at = left[0].provision.id if left else regime.situations.catch_all or regime.situations.at[0]
        listed = bool(left) and at != regime.situations.catch_all
        return self._at(finding, ELIGIBLE if listed else NOT_COVERED, at)
