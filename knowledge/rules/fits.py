"""Whether the parts of a regime fit together: names that there are, lists without gaps, a table that always ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.policy.numerals import DIGITS
from knowledge.rules import logic
from knowledge.rules.base import OUTCOMES, STAGES
from knowledge.rules.types import Regime

NAMED = ("in_scope", "excluded", "has_situation", "all_conditions")
"""What a row of the decision table may hang on beside facts."""
_SPECIAL = frozenset(
    {f"stage_{s}" for s in STAGES}
    | {f"outcome_{o}" for o in OUTCOMES}
    | {"in_scope", "before_in_force", "route_simple", "route_complex", "lost_by_precondition"}
)
"""What a trap may hang on beside facts and situations."""


def problems(r: Regime) -> Iterator[str]:
    """What does not fit together, each with the remedy."""
    yield from _twice("situations.items", [one.at for one in r.situations.items])
    yield from _of_catch_all(r)
    yield from _twice("decision", [row.outcome for row in r.decision])
    yield from _of_days(r)
    yield from _of_groups(r)
    yield from _of_decision(r)
    yield from _of_names(r)
    yield from _of_order(r)
    yield from _of_quotes(r)


def _of_quotes(r: Regime) -> Iterator[str]:
    """Words are given only for facts that bar, or that an element or a condition hangs on."""
    for one in r.exclusions.items:
        for fact in (fact for fact in one.quotes if fact not in one.any):
            yield f"exclusions.items.{one.at}.quotes：any 里没有 {fact}；请补进 any，或从 quotes 里去掉"
    for entry, _, asked in r.asked:
        for fact in (fact for fact in asked.quotes if fact not in asked.facts):
            yield f"{entry}.quotes：这里没有用到 {fact}；请从 quotes 里去掉"


def _of_catch_all(r: Regime) -> Iterator[str]:
    rest = r.situations.catch_all
    if rest is not None and r.situations.items and r.situation(rest) is None:
        yield f"situations.catch_all：{rest} 不在 items 里；请把兜底项也写成一种情形，文件没有兜底项就不写 catch_all"


def _of_order(r: Regime) -> Iterator[str]:
    """Every part of the way has what it asks about."""
    if "told_on" in r.order and r.told_step is None:
        yield "order：写了 told_on，procedure 里却没有从 told 起算的期限；请补上，或从 order 里去掉"
    for name, there in (("discipline", r.discipline), ("route", r.route), ("criteria", r.criteria)):
        if name in r.order and there is None:
            yield f"order：写了 {name}，却没有 {name} 这一项；请补上，或从 order 里去掉"
    shared = {fact for one in r.situations.items for e in one.shared for fact in e.facts}
    for c in r.conditions.items:
        if c.exception and c.exception.then and c.exception.then not in shared:
            yield f"conditions.items.{c.id}.exception.then：没有哪种情形要 {c.exception.then}；请改成某种情形的前提，或去掉"


def _twice(entry: str, keys: list[str]) -> Iterator[str]:
    seen = {key for key in keys if keys.count(key) > 1}
    yield from (f"{entry}：{key} 写了两次；请删掉一个" for key in sorted(seen))


def _of_days(r: Regime) -> Iterator[str]:
    for step in r.procedure:
        d = step.deadline
        number = (d.days or d.monthly) if d else None
        if d and number and not tells(d.quote, number):
            yield f"procedure.{step.id}.deadline：“{d.quote}”里没有数字 {number}；天数须逐字见于条款"
        if d and d.days and not d.start:
            yield f"procedure.{step.id}.deadline：写了天数，没有写从哪天起算；请补上 from"


def tells(quote: str, number: int) -> bool:
    """The number stands there in Arabic or in Chinese figures."""
    arabic = [int(found) for found in re.findall(r"\d+", quote)]
    return number in arabic or (number <= 10 and DIGITS[number] in quote)


def _of_groups(r: Regime) -> Iterator[str]:
    s = r.situations
    grouped = [at for ids in s.groups.values() for at in ids]
    if grouped and sorted(grouped) != sorted(one.at for one in s.items):
        odd = sorted(set(grouped) ^ {one.at for one in s.items})
        yield f"situations.groups：{'、'.join(odd) or '有情形'} 没有分组，或分到了两组；每种情形只放一组"


def _of_decision(r: Regime) -> Iterator[str]:
    """The table ends with a row that always holds, and none before it does."""
    tests = [row.test for row in r.decision]
    if not tests:
        return
    if tests[-1] is not None or None in tests[:-1]:
        yield "decision：只有最后一行可以不写条件，而且必须不写；否则有的情况没有结果，有的结果永远到不了"


def _of_names(r: Regime) -> Iterator[str]:
    """Every name that a rule hangs on is a fact that can be asked."""
    own = {f for one in r.situations.items for e in one.own for f in e.facts}
    of_traps = {*_SPECIAL, *(one.at for one in r.situations.items)}
    for entry, wanted, extra in _uses(r):
        known = r.facts.keys() | own | extra | (of_traps if entry.startswith("traps") else set())
        for name in (name for name in wanted if name not in known):
            yield f"{entry}：没有 {name} 这个事实；请检查拼写，或在 facts 里写上它的 say 和 deny"


def _uses(r: Regime) -> Iterator[tuple[str, tuple[str, ...], set[str]]]:
    yield "scope", (*r.scope.all, *r.scope.any), set()
    for e in r.scope.elements:
        yield "scope.elements", e.facts, set()
    for one in r.situations.items:
        yield from ((f"situations.items.{one.at}", e.facts, set()) for e in one.elements)
    yield from ((f"exclusions.items.{one.at}", one.any, set()) for one in r.exclusions.items)
    yield from ((f"conditions.items.{one.id}", one.facts, set()) for one in r.conditions.items)
    for row in r.decision:
        if row.test is not None:
            yield f"decision.{row.outcome}", logic.names(row.test), set(NAMED)
    yield from ((f"traps.{one.id}", logic.names(one.test), set()) for one in r.traps)
    yield from ((f"traps.silences.{one.id}", logic.names(one.test), set()) for one in r.silences if one.test)
    if r.discipline:
        yield "discipline", (r.discipline.fact,), set()
