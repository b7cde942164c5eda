"""regime.yaml → Regime. Every id, quoted phrase, number of days and fact is looked up; whatever is wrong is a
`RegimeError` that names the entry and the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from knowledge.policy.provisions import Policy
from knowledge.rules import logic
from knowledge.rules.base import OUTCOMES, STAGES
from knowledge.rules.logic import Is
from knowledge.rules.procedure import HEADINGS, Deadline
from knowledge.rules.types import Element, Fact, Regime, Situation

NAMED = ("in_scope", "excluded", "has_situation", "all_conditions")
"""What a row of the decision table may hang on beside facts."""
_DIGITS = "零一二三四五六七八九十"
Claim = tuple[str, str, str]
"""(entry, provision id, phrase that must stand there; empty: the id alone must exist)"""


class RegimeError(ValueError):
    """Says which entry is wrong, why, and what to do; the loader adds the file."""


def read(raw: Mapping[str, Any], policy: Policy, facts: Mapping[str, Fact]) -> Regime:
    """Check and build a regime. `facts`: those that all policies share; the file may add its own."""
    try:
        regime = Regime.model_validate(raw)
    except ValidationError as error:
        raise RegimeError(_sentence(error)) from error
    regime = _named(regime).model_copy(update={"facts": {**facts, **_worded(regime.facts, facts)}})
    for entry, at, quote in _claims(regime):
        _check(policy, entry, at, quote)
    for problem in _problems(regime):
        raise RegimeError(problem)
    return regime


def _sentence(error: ValidationError) -> str:
    """The first thing that is wrong, in Chinese."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    entry = ".".join(str(part) for part in first["loc"])
    match first["type"]:
        case "missing":
            return f"缺少条目 {entry}；请对照其他地区的 regime.yaml 补上"
        case "extra_forbidden":
            return f"不认识条目 {entry}；请检查拼写，写法见 docs/regime.md"
        case "literal_error":
            allowed = first["msg"].removeprefix("Input should be ").replace(" or ", "、").replace(", ", "、")
            return f"{entry} 的值不对，只能是 {allowed} 之一"
        case "value_error":
            return f"{entry}：{first['msg'].removeprefix('Value error, ')}"
        case _:
            return f"条目 {entry} 写法不对；请对照其他地区的 regime.yaml 改写"


def _worded(own: Mapping[str, Fact], shared: Mapping[str, Fact]) -> dict[str, Fact]:
    """Facts of this file; one that has shared ears keeps them under its own words."""
    return {name: shared[name].model_copy(update=fact.model_dump(exclude_unset=True)) if name in shared else fact
            for name, fact in own.items()}  # fmt: skip


# ── facts of its own ─────────────────────────────────────────────────────────────────────────────
def _named(regime: Regime) -> Regime:
    """Elements without a test get a fact of their own, named after their situation."""
    items = tuple(_situation(one) for one in regime.situations.items)
    return regime.model_copy(update={"situations": regime.situations.model_copy(update={"items": items})})


def _situation(situation: Situation) -> Situation:
    elements = tuple(_element(situation.at, n, one) for n, one in enumerate(situation.elements))
    return situation.model_copy(update={"elements": elements})


def _element(at: str, place: int, element: Element) -> Element:
    if element.test is not None:
        return element
    return element.model_copy(update={"test": Is(f"{at}.{chr(ord('a') + place)}"), "own": True})


# ── the policy's words ───────────────────────────────────────────────────────────────────────────
def _claims(r: Regime) -> Iterator[Claim]:
    yield from _claims_of_document(r)
    yield "scope.at", r.scope.at, ""
    yield from ((f"scope.elements.{n}.quote", r.scope.at, e.quote) for n, e in enumerate(r.scope.elements))
    yield from _claims_of_situations(r)
    yield from _claims_of_exclusions(r)
    yield from _claims_of_conditions(r)
    yield from _claims_of_procedure(r)


def _claims_of_document(r: Regime) -> Iterator[Claim]:
    d = r.document
    for name, place in (("in_force", d.in_force), ("replaces", d.replaces), ("overlays", d.overlays),
                        ("yields", d.yields)):  # fmt: skip
        if place and place.at:
            yield f"document.{name}", place.at, place.quote


def _claims_of_situations(r: Regime) -> Iterator[Claim]:
    s = r.situations
    yield from (("situations.at", at, "") for at in s.at)
    yield "situations.may", s.may.at, s.may.quote
    yield "situations.catch_all", s.catch_all, ""
    yield from ((f"situations.groups.{name}", at, "") for name, ids in s.groups.items() for at in ids)
    for one in s.items:
        yield "situations.items", one.at, ""
        yield from ((f"situations.items.{one.at}", one.at, e.quote) for e in one.elements)


def _claims_of_exclusions(r: Regime) -> Iterator[Claim]:
    x = r.exclusions
    if x.at:
        yield "exclusions.at", x.at, ""
    yield from ((f"exclusions.{name}", p.at, p.quote) for name, p in (("bar", x.bar), ("also", x.also)) if p)
    yield from (("exclusions.items", one.at, "") for one in x.items)


def _claims_of_conditions(r: Regime) -> Iterator[Claim]:
    c = r.conditions
    if c.at:
        yield "conditions.at", c.at, ""
    for name, phrase in (("all", c.all), ("missing", c.missing), ("tiers", c.tiers)):
        if phrase:
            yield f"conditions.{name}", phrase.at, phrase.quote
    for one in c.items:
        yield f"conditions.items.{one.id}", one.at, one.quote
        if one.exception:
            yield f"conditions.items.{one.id}.exception", one.at, one.exception.quote
    for pair in r.criteria.items if r.criteria else ():
        yield from ((f"criteria.{pair.name}", pair.at, words) for words in (*pair.good, *pair.bad))


def _claims_of_procedure(r: Regime) -> Iterator[Claim]:
    for row in r.decision:
        yield f"decision.{row.outcome}", row.at, row.quote
        yield f"decision.{row.outcome}.modality", row.at, row.modality
        if row.tiers:
            yield f"decision.{row.outcome}.tiers", row.tiers.at, row.tiers.quote
    for step in r.procedure:
        yield f"procedure.{step.id}", step.at, step.quote
        yield from ((f"procedure.{step.id}.deadline", step.at, words) for words in _words(step.deadline))
        if step.form:
            yield f"procedure.{step.id}.form", step.form, ""
    yield from ((f"stages.{name}", one.at, one.quote) for name, one in r.stages.items())
    yield from ((f"effects.{name}", one.at, one.quote) for name, one in r.effects.items())
    yield from ((f"traps.{one.id}", one.at, one.quote) for one in r.traps)
    yield from (("apply", one.at, one.quote) for one in r.apply)
    for form in r.forms:
        yield f"forms.{form.id}", form.at, form.title
        yield from ((f"forms.{form.id}.fields", form.at, field) for field in form.fields)
    if r.form:
        yield "form", r.form, ""
    for name, found in (
        ("first", r.paper.first),
        ("evidence", r.paper.evidence),
        ("correction", r.paper.correction),
    ):
        if found:
            yield f"paper.{name}", found.at, found.quote
    if r.form:
        yield "paper.title", r.form, r.paper.title
        yield "paper.authority", r.form, r.paper.authority
        yield from ((f"form（栏目 {heading}）", r.form, heading) for heading in HEADINGS)
    if r.mitigation:
        yield "mitigation", r.mitigation.at, r.mitigation.quote
    if r.discipline:
        yield "discipline", r.discipline.at, r.discipline.quote
    if r.route:
        yield "route.simple", r.route.simple.at, r.route.simple.quote
        yield "route.complex", r.route.complex.at, r.route.complex.quote


def _words(deadline: Deadline | None) -> Iterator[str]:
    """All words of a deadline that must stand in its provision."""
    if deadline:
        d = deadline
        yield from (words for words in (d.quote, d.vague, d.notice, d.elsewhere, d.extend) if words)


def _check(policy: Policy, entry: str, at: str, quote: str) -> None:
    provision = policy.find(at)
    if provision is None:
        raise RegimeError(f"{entry}：没有 {at} 这一条；请改成文件里有的编号")
    if squeeze(quote) not in squeeze(provision.text):
        raise RegimeError(f"{entry}：{at} 里没有“{quote}”这几个字；请照原文逐字抄写")


def squeeze(text: str) -> str:
    """Text without white space, as verbatim quotes are compared."""
    return re.sub(r"\s+", "", text)


# ── what does not fit together ───────────────────────────────────────────────────────────────────
def _problems(r: Regime) -> Iterator[str]:
    yield from _twice("situations.items", [one.at for one in r.situations.items])
    if r.situations.items and r.situation(r.situations.catch_all) is None:
        yield f"situations.catch_all：{r.situations.catch_all} 不在 items 里；请把兜底项也写成一种情形"
    yield from _twice("decision", [row.outcome for row in r.decision])
    yield from _of_days(r)
    yield from _of_groups(r)
    yield from _of_decision(r)
    yield from _of_names(r)
    yield from _of_order(r)


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
        if d and number and not _tells(d.quote, number):
            yield f"procedure.{step.id}.deadline：“{d.quote}”里没有数字 {number}；天数须逐字见于条款"
        if d and d.days and not d.start:
            yield f"procedure.{step.id}.deadline：写了天数，没有写从哪天起算；请补上 from"


def _tells(quote: str, number: int) -> bool:
    """The number stands there in Arabic or in Chinese figures."""
    arabic = [int(found) for found in re.findall(r"\d+", quote)]
    return number in arabic or (number <= 10 and _DIGITS[number] in quote)


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
    ids = {one.at for one in r.situations.items}
    special = {f"stage_{s}" for s in STAGES} | {f"outcome_{o}" for o in OUTCOMES}
    special |= {"in_scope", "before_in_force", "route_simple", "route_complex", "lost_by_precondition"}
    for entry, wanted, extra in _uses(r):
        for name in wanted:
            if (
                name not in r.facts
                and name not in own
                and name not in extra | (special | ids if entry.startswith("traps") else set())
            ):
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
