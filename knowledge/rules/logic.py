"""Conditions over facts that are true, false or unknown (None): strong Kleene logic.

Written in data as a name, `{not: x}`, `{all: […]}`, `{any: […]}` or `{none: […]}`; members may be any of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import is_
from typing import Any, TypeAlias

Facts: TypeAlias = Mapping[str, bool | None]
"""What is known; a fact that is missing is unknown, exactly like None."""


@dataclass(frozen=True, slots=True)
class Is:
    """A fact itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    part: Expr


@dataclass(frozen=True, slots=True)
class All:
    """True where it has no parts."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """False where it has no parts."""

    parts: tuple[Expr, ...]


Expr: TypeAlias = "Is | Not | All | AnyOf"


def parse(raw: Any) -> Expr:
    """What stands in a data file; ValueError with a remedy where it is nothing of the kind."""
    if isinstance(raw, Is | Not | All | AnyOf):
        return raw
    if isinstance(raw, str) and raw:
        return Is(raw)
    if isinstance(raw, dict) and len(raw) == 1 and (found := _keyed(raw)):
        return found
    raise ValueError(f"看不懂的条件 {raw!r}；请写事实的名字，或者 not、all、any、none 之一")


def _keyed(raw: Any) -> Expr | None:
    """A condition that its key tells; None where there is no such key."""
    match raw:
        case {"fact": str(name)}:
            return Is(name)
        case {"not": part}:
            return Not(parse(part))
        case {"all": list(parts)}:
            return All(tuple(map(parse, parts)))
        case {"any": list(parts)}:
            return AnyOf(tuple(map(parse, parts)))
        case {"none": list(parts)}:
            return Not(AnyOf(tuple(map(parse, parts))))
        case _:
            return None


def value(expr: Expr, facts: Facts) -> bool | None:
    """True, False, or None where what is known does not settle it."""
    match expr:
        case Is(name):
            return facts.get(name)
        case Not(part):
            inner = value(part, facts)
            return None if inner is None else not inner
        case All(parts):
            return _settled([value(part, facts) for part in parts], False)
        case AnyOf(parts):
            return _settled([value(part, facts) for part in parts], True)


def _settled(values: list[bool | None], decisive: bool) -> bool | None:
    """`decisive` as soon as one value is; unknown while one is; else the opposite."""
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def said(expr: Expr, facts: Facts) -> bool | None:
    """The same of what a message says: of alternatives only those that it speaks of count, so that one that is denied
    denies them all where nothing is said of the others."""
    match expr:
        case Is(name):
            return facts.get(name)
        case Not(part):
            inner = said(part, facts)
            return None if inner is None else not inner
        case All(parts):
            return _settled([said(part, facts) for part in parts], False)
        case AnyOf(parts):
            known = [truth for part in parts if (truth := said(part, facts)) is not None]
            return any(known) if known else None


def names(expr: Expr) -> tuple[str, ...]:
    """All facts that it speaks of, in order, each once."""
    return tuple(dict.fromkeys(leaves(expr)))


def unknown(expr: Expr, facts: Facts) -> tuple[str, ...]:
    """The unknown facts that it still hangs on, in order, each once."""
    return tuple(dict.fromkeys(_leaves(expr, lambda part: value(part, facts) is None)))


def leaves(expr: Expr) -> Iterator[str]:
    """Every mention of a fact, in order."""
    return _leaves(expr, lambda _: True)


def _leaves(expr: Expr, wanted: Callable[[Expr], bool]) -> Iterator[str]:
    if not wanted(expr):
        return
    match expr:
        case Is(name):
            yield name
        case Not(part):
            yield from _leaves(part, wanted)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part, wanted)


def reduced(expr: Expr, facts: Facts) -> Expr:
    """The same with what is known worked in: only what it still hangs on is left, the very TRUE or FALSE where nothing
    is, and the very same expression where nothing changed."""
    match expr:
        case Is(name):
            known = facts.get(name)
            return expr if known is None else TRUE if known else FALSE
        case Not(part):
            inner = reduced(part, facts)
            return expr if inner is part else _negated(inner)
        case All(parts):
            return _joined(expr, parts, facts, TRUE, FALSE)
        case AnyOf(parts):
            return _joined(expr, parts, facts, FALSE, TRUE)


def _negated(expr: Expr) -> Expr:
    return FALSE if expr is TRUE else TRUE if expr is FALSE else Not(expr)


def _joined(whole: Expr, parts: tuple[Expr, ...], facts: Facts, idle: Expr, decisive: Expr) -> Expr:
    """`idle` parts change nothing, a `decisive` one settles it."""
    left = _left(parts, facts, idle, decisive)
    if left is None:
        return decisive
    if len(left) < 2:
        return left[0] if left else idle
    same = len(left) == len(parts) and all(map(is_, left, parts))
    return whole if same else type(whole)(tuple(left))  # type: ignore[arg-type]


def _left(parts: tuple[Expr, ...], facts: Facts, idle: Expr, decisive: Expr) -> list[Expr] | None:
    """What is left of the parts, without idle ones; None as soon as one is decisive."""
    left: list[Expr] = []
    for part in parts:
        inner = reduced(part, facts)
        if inner is decisive:
            return None
        if inner is not idle:
            left.append(inner)
    return left


def first(expr: Expr) -> str | None:
    """The first fact that it speaks of."""
    return next(leaves(expr), None)


TRUE: Expr = All(())
FALSE: Expr = AnyOf(())


def replaced(expr: Expr, by: Mapping[str, Expr]) -> Expr:
    """The same with these names replaced by what they stand for."""
    match expr:
        case Is(name):
            return by.get(name, expr)
        case Not(part):
            return Not(replaced(part, by))
        case All(parts):
            return All(tuple(replaced(part, by) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(replaced(part, by) for part in parts))
