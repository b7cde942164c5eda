"""A decision table worked out for many cases at once, apart from the product's judge, to compare the two.

True is 1, false is -1, unknown is 0: then "not" is the sign turned round, "all" the least and "any" the greatest.
A column holds what one fact is in each of the cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.rules import Regime, Situation
from knowledge.rules.logic import All, AnyOf, Expr, Facts, Is, Not

Column: TypeAlias = NDArray[np.int8]
Columns: TypeAlias = Mapping[str, Column]
UNDECIDED = -1


def grid(names: Sequence[str]) -> dict[str, Column]:
    """Every way of filling in these facts, one a case."""
    cases = np.arange(2 ** len(names))
    return {name: np.where(cases >> place & 1, 1, -1).astype(np.int8) for place, name in enumerate(names)}


def constant(facts: Facts, like: Columns) -> dict[str, Column]:
    """What is known, the same in every case."""
    count = len(next(iter(like.values()), (0,)))
    return {
        name: np.full(count, 0 if v is None else 1 if v else -1, np.int8)
        for name, v in facts.items()
        if name not in like
    }


def case(columns: Columns, number: int) -> dict[str, bool | None]:
    """One of the cases as the product takes it."""
    return {
        name: None if column[number] == 0 else bool(column[number] > 0) for name, column in columns.items()
    }


def rows(rules: Regime, columns: Columns) -> NDArray[np.int64]:
    """For each case the row that the table comes to; UNDECIDED where an unknown fact stands in the way."""
    count = len(next(iter(columns.values())))
    known = {**columns, **_named(rules, columns, count)}
    found, open_ = np.full(count, UNDECIDED), np.ones(count, bool)
    for number, row in enumerate(rules.decision):
        holds = np.ones(count, np.int8) if row.test is None else _value(row.test, known, count)
        found[open_ & (holds == 1)] = number
        open_ &= holds == -1
    return found


def _named(rules: Regime, columns: Columns, count: int) -> dict[str, Column]:
    """The names that a row may hang on beside facts."""
    bars = (_value(Is(fact), columns, count) for one in rules.exclusions.items for fact in one.any)
    conditions = (_value(one.test, columns, count) for one in rules.conditions.items)
    return {
        "excluded": _any(bars, count),
        "has_situation": _any((_met(one, columns, count) for one in rules.situations.items), count),
        "all_conditions": _all(conditions, count),
    }


def _met(situation: Situation, columns: Columns, count: int) -> Column:
    parts = [_value(element.met, columns, count) for element in situation.shared]
    return _all([_value(Is(situation.at), columns, count), *parts], count)


def _value(expr: Expr, columns: Columns, count: int) -> Column:
    match expr:
        case Is(name):
            return columns[name] if name in columns else np.zeros(count, np.int8)
        case Not(part):
            return -_value(part, columns, count)
        case All(parts):
            return _all((_value(part, columns, count) for part in parts), count)
        case AnyOf(parts):
            return _any((_value(part, columns, count) for part in parts), count)


def _all(parts: Iterable[Column], count: int) -> Column:
    return reduce(np.minimum, parts, np.ones(count, np.int8))


def _any(parts: Iterable[Column], count: int) -> Column:
    return reduce(np.maximum, parts, -np.ones(count, np.int8))
