"""Conditions over facts that are true, false or unknown (None): strong Kleene logic.

Written in data as a name, `{not: x}`, `{all: […]}`, `{any: […]}` or `{none: […]}`; members may be any of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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
    match raw:
        case Is() | Not() | All() | AnyOf():
            return raw
        case str() if raw:
            return Is(raw)
        case {"fact": str(name)} if len(raw) == 1:
            return Is(name)
        case {"not": part} if len(raw) == 1:
            return Not(parse(part))
        case {"all": list(parts)} if len(raw) == 1:
            return All(tuple(map(parse, parts)))
        case {"any": list(parts)} if len(raw) == 1:
            return AnyOf(tuple(map(parse, parts)))
        case {"none": list(parts)} if len(raw) == 1:
            return Not(AnyOf(tuple(map(parse, parts))))
    raise ValueError(f"看不懂的条件 {raw!r}；请写事实的名字，或者 not、all、any、none 之一")


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
            if inner is part:
                return expr
            return FALSE if inner is TRUE else TRUE if inner is FALSE else Not(inner)
        case All(parts):
            return _joined(expr, parts, facts, TRUE, FALSE)
        case AnyOf(parts):
            return _joined(expr, parts, facts, FALSE, TRUE)


def _joined(whole: Expr, parts: tuple[Expr, ...], facts: Facts, idle: Expr, decisive: Expr) -> Expr:
    """`idle` parts change nothing, a `decisive` one settles it."""
    left: list[Expr] = []
    same = True
    for part in parts:
        inner = reduced(part, facts)
        if inner is decisive:
            return decisive
        same = same and inner is part
        if inner is not idle:
            left.append(inner)
    if same and len(left) == len(parts) != 1:
        return whole if left else idle
    if not left:
        return idle
    return left[0] if len(left) == 1 else type(whole)(tuple(left))  # type: ignore[arg-type]


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
