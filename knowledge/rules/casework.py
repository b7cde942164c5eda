"""How staff take a case from receipt to archive under one policy, as data: who may do what, when, and why not.

A procedure is read from the common part (data/casework.yaml) and the policy's own (`casework:` in regime.yaml), every
quoted phrase looked up. Reach one by `library.procedures[region]`; every policy has one, those without `casework:` the
common part alone. It is a pure value: `to_json` pins it to a case, `from_json` reads it again.

A short spine of phases; after the conclusion duties run side by side, and a case is put away when none is open.
Beside the acts of staff, `acts` has the two of the applicant (role "applicant": supplement, withdraw).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from knowledge.rules import casework_moves, casework_walk
from knowledge.rules.casework_parts import (
    DOERS,
    ENDS,
    EX_OFFICIO,
    EXCEPTED,
    HOLDS,
    MET,
    ON_PAPER,
    OPEN,
    OUTCOME,
    PHASES,
    TIER,
    UNMET,
    ActField,
    Basis,
    CaseAct,
    CaseBar,
    CaseOutcome,
    FieldKind,
    Period,
    Phase,
    Refusal,
    Role,
    Standing,
    plain,
)

__all__ = [
    "DOERS",
    "ENDS",
    "EXCEPTED",
    "EX_OFFICIO",
    "HOLDS",
    "MET",
    "ON_PAPER",
    "OPEN",
    "OUTCOME",
    "PHASES",
    "TIER",
    "UNMET",
    "ActField",
    "Basis",
    "CaseAct",
    "CaseBar",
    "CaseOutcome",
    "FieldKind",
    "Period",
    "Phase",
    "Procedure",
    "Refusal",
    "Role",
    "Standing",
    "plain",
]


@dataclass(frozen=True, slots=True)
class Procedure:
    """`acts` in the order in which they usually come; `outcomes`: how a case can end."""

    acts: Mapping[str, CaseAct]
    outcomes: Mapping[str, CaseOutcome]

    def refusal(self, act: str, standing: Standing, role: str) -> Refusal | None:
        """Why this role (viewer, clerk, leader, applicant) may not do it now; None where it may."""
        return casework_moves.refused(self.acts, self.outcomes, act, standing, role)

    def hints(self, act: str, standing: Standing) -> tuple[Refusal, ...]:
        """What to think of before an act; no bar."""
        return tuple(casework_moves.hints(self.acts, self.acts[act], standing))

    def allowed(self, standing: Standing, role: str) -> tuple[CaseAct, ...]:
        return tuple(one for one in self.acts.values() if self.refusal(one.id, standing, role) is None)

    def blocked(self, standing: Standing, role: str) -> tuple[Refusal, ...]:
        """Why acts of this phase, for this outcome, are not allowed yet; those that are done are left out."""
        due = [one for one in self.acts.values() if self._is_ahead(one, standing)]
        refusals = (self.refusal(one.id, standing, role) for one in due if one.role != "applicant")
        return tuple(one for one in refusals if one)

    def _is_ahead(self, act: CaseAct, standing: Standing) -> bool:
        return (
            standing.phase in act.sources
            and casework_moves.exists(act, standing)
            and (act.repeat or act.target is not None or act.id not in standing.done)
        )

    def after(self, act: str, standing: Standing, values: Mapping[str, str]) -> Standing:
        """Where a case stands once an act is done; nothing is judged."""
        return casework_moves.after(self.acts, act, standing, values)

    def duties(self, standing: Standing) -> tuple[CaseAct, ...]:
        """What is still to be done after the conclusion, neither done nor waived."""
        return tuple(casework_moves.duties(self.acts, standing))

    def named(self, mark: str) -> str:
        """A mark in words: “认定方式”是“情节相对简单、有普遍共识”的, 依职权启动的"""
        return casework_moves.named(self.acts, mark)

    def walk(self) -> tuple[str, ...]:
        """What is wrong with it as a whole: cases that cannot end, acts that are never reached, a case put away too
        early. Empty where nothing is."""
        return tuple(casework_walk.problems(self.acts, self.outcomes))

    def matrix(self) -> dict[tuple[str, Phase, str], bool]:
        """(act, phase, role) → whether it may be done at all; roles are those of staff."""
        return casework_walk.matrix(self.acts)

    def to_json(self) -> str:
        """What is as usual is left out."""
        return _adapter().dump_json(self, exclude_defaults=True).decode()

    @staticmethod
    def from_json(text: str) -> Procedure:
        """ValueError where it is none."""
        return _adapter().validate_json(text)

    def __hash__(self) -> int:
        return hash(self.to_json())


@cache
def _adapter() -> TypeAdapter[Procedure]:
    return TypeAdapter(Procedure)
