"""Which rows of a decision table can still be reached, and how much one fact more would decide.

A table is a tuple of tests; the first that is true gives the row. The search is exact: it tries both values of one open
fact after the other, and stops as soon as nothing new can be found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TypeAlias

from knowledge.rules import logic
from knowledge.rules.logic import All, AnyOf, Expr, Facts, Is, Not

Settled: TypeAlias = dict[str, bool | None]
Ways: TypeAlias = dict[int, Settled]
"""Row → facts that lead there."""


def reached(tests: tuple[Expr, ...], known: Facts) -> Ways:
    """Rows that some way of filling in the unknown facts leads to, each with one such way."""
    ways: Ways = {}
    left, _ = merged(tuple(logic.reduced(test, known) for test in tests))
    _search(list(enumerate(left)), {}, ways, set(range(len(tests))))
    return ways


def _search(rows: list[tuple[int, Expr]], path: Settled, ways: Ways, wanted: set[int]) -> None:
    """Try both values of one open fact after the other, as long as that can still find another wanted row. `rows`:
    number and what is left of the test."""
    kept = _kept(rows)
    if all(number in ways for number, _ in kept if number in wanted):
        return
    fact = logic.first(kept[0][1])
    if fact is None:
        ways[kept[0][0]] = path
        return
    for truth in (True, False):
        left = [(number, logic.reduced(test, {fact: truth})) for number, test in kept]
        _search(left, {**path, fact: truth}, ways, wanted)


def _kept(rows: list[tuple[int, Expr]]) -> list[tuple[int, Expr]]:
    """Rows that are not certainly false, up to the first that is certainly true."""
    kept: list[tuple[int, Expr]] = []
    for number, test in rows:
        if test is not logic.FALSE:
            kept.append((number, test))
        if test is logic.TRUE:
            break
    return kept


def after(tests: tuple[Expr, ...], fact: str, truth: bool, before: Ways) -> set[int]:
    """The rows that are left with one fact more. The ways that led there `before` mostly still lead there."""
    ways: Ways = {}
    for path in before.values():
        kept = _kept([(n, logic.reduced(test, {**path, fact: truth})) for n, test in enumerate(tests)])
        if kept[0][1] is logic.TRUE:
            ways[kept[0][0]] = path
    _search([(n, logic.reduced(test, {fact: truth})) for n, test in enumerate(tests)], {}, ways, set(before))
    return set(ways)


def merged(tests: tuple[Expr, ...], apart: Collection[str] = ()) -> tuple[tuple[Expr, ...], dict[str, str]]:
    """Of facts that only stand side by side in one "any", and nowhere else, the first stands for all: what can be
    reached is the same. Also which stands for which, itself included; facts `apart` are left alone."""
    counts = Counter(leaf for test in tests for leaf in logic.leaves(test))
    once = {name for name, count in counts.items() if count == 1 and name not in apart}
    alike: dict[str, str] = {}
    settled = (logic.TRUE, logic.FALSE)
    return tuple(test if test in settled else _merged(test, once, alike) for test in tests), alike


def _merged(expr: Expr, once: Collection[str], alike: dict[str, str]) -> Expr:
    """Of facts that stand `once` and side by side, the first alone; which it stands for is put into `alike`."""
    match expr:
        case AnyOf(parts):
            free = [part for part in parts if isinstance(part, Is) and part.name in once]
            if len(free) > 1:
                alike.update((part.name, free[0].name) for part in free)
            return AnyOf(tuple(_merged(part, once, alike) for part in parts if part not in free[1:]))
        case All(parts):
            return All(tuple(_merged(part, once, alike) for part in parts))
        case Not(part):
            return Not(_merged(part, once, alike))
        case Is():
            return expr


def weight(tests: tuple[Expr, ...], fact: str, ways: Ways, one_of_many: bool) -> tuple[int, int]:
    """(outcomes left in the better case, in both cases): the smaller, the more a fact decides. `ways`: to the rows that
    are possible without it; `one_of_many`: that it is false leaves others of its kind open."""
    yes = len(after(tests, fact, True, ways))
    no = len(ways) if one_of_many else len(after(tests, fact, False, ways))
    return min(yes, no), yes + no
