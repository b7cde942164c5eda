"""What laws outside the policies say of the words that a provision hangs on; orientation, never a rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from knowledge.rules import Regime, oriented


def orientation(regime: Regime | None, id_: str, told: Collection[str]) -> tuple[str, ...]:
    """A sentence for each law that one of the provision's facts names; of several facts, those alone that the message
    speaks of (`told`: its facts and concepts)."""
    names = tuple(_hanging(regime, id_)) if regime else ()
    if regime is None or len(names) == 1:
        return oriented(regime.facts, names) if regime else ()
    spoken = (name for name in names if name in told or _signs(regime, name) & {*told})
    unsigned = (name for name in names if not _signs(regime, name))
    return oriented(regime.facts, (*spoken, *unsigned))


def _signs(regime: Regime, name: str) -> set[str]:
    return {*regime.facts[name].signs} if name in regime.facts else set()


def _hanging(regime: Regime, id_: str) -> Iterator[str]:
    """The facts on which a provision hangs."""
    for bar in regime.exclusions.items:
        yield from bar.any if bar.at == id_ else ()
    for condition in regime.conditions.items:
        yield from condition.facts if condition.at == id_ else ()
    if situation := regime.situation(id_):
        yield from (fact for element in situation.elements for fact in element.facts)
