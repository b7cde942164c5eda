"""By which acts a provision bars: what its facts are told by, spelled out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from knowledge.rules.logic import All, AnyOf, Expr, Is, Not
from knowledge.rules.types import Regime


class BarringWay(NamedTuple):
    """An act that is done, or is not, and the fact that it tells."""

    act: str
    done: bool
    fact: str


def barring(regime: Regime) -> dict[str, tuple[BarringWay, ...]]:
    """For each provision that bars, its ways; conditions bar where all of them are a gate, or the definition."""
    found: dict[str, tuple[BarringWay, ...]] = {}
    for at, test in _tests(regime):
        found[at] = (*found.get(at, ()), *_ways(regime, test))
    return found


def _tests(regime: Regime) -> Iterator[tuple[str, Expr]]:
    for one in regime.exclusions.items:
        yield one.at, AnyOf(tuple(map(Is, one.any)))
    if regime.conditions.role in ("gate", "definition"):
        yield from ((one.at, Not(one.test)) for one in regime.conditions.items)


def _ways(regime: Regime, test: Expr) -> Iterator[BarringWay]:
    for name, truth in _leaves(test, True):
        fact = regime.facts.get(name)
        if fact and fact.told is not None:
            yield from (BarringWay(act, done, name) for act, done in _leaves(fact.told, truth))


def _leaves(test: Expr, truth: bool) -> Iterator[tuple[str, bool]]:
    match test:
        case Is(name):
            yield name, truth
        case Not(part):
            yield from _leaves(part, not truth)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part, truth)
