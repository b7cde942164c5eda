"""What laws outside the policies say of the words that a provision hangs on; orientation, never a rule."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.rules import Regime, oriented


def orientation(regime: Regime | None, id_: str) -> tuple[str, ...]:
    """A sentence for each law that one of the provision's facts names."""
    return oriented(regime.facts, _hanging(regime, id_)) if regime else ()


def _hanging(regime: Regime, id_: str) -> Iterator[str]:
    """The facts on which a provision hangs."""
    for bar in regime.exclusions.items:
        yield from bar.any if bar.at == id_ else ()
    for condition in regime.conditions.items:
        yield from condition.facts if condition.at == id_ else ()
    if situation := regime.situation(id_):
        yield from (fact for element in situation.elements for fact in element.facts)
