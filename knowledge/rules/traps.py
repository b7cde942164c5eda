"""Which of a policy's traps and silences apply to a case."""

from __future__ import annotations

from collections.abc import Collection

from knowledge.rules import OUTCOMES, Regime, Silence, Situation, Trap, logic
from knowledge.rules.judge import Judge
from knowledge.rules.logic import Facts


def fired(regime: Regime, facts: Facts, outcomes: Collection[str]) -> tuple[Trap, ...]:
    """Traps whose test certainly holds, `outcomes` being those that the reader is told of."""
    known = _known(regime, facts, outcomes)
    return tuple(trap for trap in regime.traps if logic.value(trap.test, known))


def silent(regime: Regime, facts: Facts, outcomes: Collection[str]) -> tuple[Silence, ...]:
    """What the policy does not say, as far as it matters for this case."""
    known = _known(regime, facts, outcomes)
    return tuple(one for one in regime.silences if one.test is None or logic.value(one.test, known))


def _known(regime: Regime, facts: Facts, outcomes: Collection[str]) -> dict[str, bool | None]:
    """The facts, and whatever else a test may name."""
    known = Judge(regime).settled(facts)
    lost = [
        one
        for one in regime.situations.items
        if known.get(one.at) and logic.value(_needs(one), known) is False
    ]
    known |= {f"outcome_{name}": name in outcomes for name in OUTCOMES}
    known["lost_by_precondition"] = bool(lost)
    if known.get("in_scope") is None:
        known["in_scope"] = logic.value(regime.scope.test, known)
    return known


def _needs(situation: Situation) -> logic.Expr:
    return logic.All(tuple(element.met for element in situation.shared))
