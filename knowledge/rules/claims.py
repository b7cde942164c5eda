"""What a regime says that its policy says: every id, every quoted phrase, with the entry that claims it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.rules.base import Phrase
from knowledge.rules.element import Background
from knowledge.rules.procedure import HEADINGS, Deadline, Discipline, First, RouteWay
from knowledge.rules.types import Regime

Reference = tuple[str, str, str]
"""(entry, provision id, phrase that must stand there; empty: the id alone must exist)"""


def claims(r: Regime) -> Iterator[Reference]:
    """All that must stand in the policy."""
    yield from _claims_of_document(r)
    yield "scope.at", r.scope.at, ""
    yield from ((f"scope.elements.{n}.quote", r.scope.at, e.quote) for n, e in enumerate(r.scope.elements))
    yield from _scenes("scope", r.scope.at, r.scope.background)
    yield from _claims_of_situations(r)
    yield from _claims_of_exclusions(r)
    yield from _claims_of_conditions(r)
    yield from _claims_of_decision(r)
    yield from _claims_of_steps(r)
    yield from _claims_of_words(r)
    yield from _claims_of_forms(r)


def _claims_of_document(r: Regime) -> Iterator[Reference]:
    d = r.document
    for name, place in (("in_force", d.in_force), ("replaces", d.replaces), ("overlays", d.overlays),
                        ("yields", d.yields)):  # fmt: skip
        if place and place.at:
            yield f"document.{name}", place.at, place.quote


def _claims_of_situations(r: Regime) -> Iterator[Reference]:
    s = r.situations
    yield from (("situations.at", at, "") for at in s.at)
    yield "situations.may", s.may.at, s.may.quote
    if s.catch_all is not None:
        yield "situations.catch_all", s.catch_all, ""
    yield from ((f"situations.groups.{name}", at, "") for name, ids in s.groups.items() for at in ids)
    for one in s.items:
        yield f"situations.items.{one.at}", one.at, ""
        for n, e in enumerate(one.elements):
            yield f"situations.items.{one.at}", one.at, e.quote
            yield from _shares(f"situations.items.{one.at}.elements.{n}", one.at, e.quotes)
        yield from _scenes(f"situations.items.{one.at}", one.at, one.background)


def _shares(entry: str, at: str, quotes: Mapping[str, str]) -> Iterator[Reference]:
    yield from ((f"{entry}.quotes.{fact}", at, quote) for fact, quote in quotes.items())


def _scenes(entry: str, at: str, background: tuple[Background, ...]) -> Iterator[Reference]:
    yield from ((f"{entry}.background.{n}", at, one.quote) for n, one in enumerate(background))


def _claims_of_exclusions(r: Regime) -> Iterator[Reference]:
    x = r.exclusions
    if x.at:
        yield "exclusions.at", x.at, ""
    yield from ((f"exclusions.{name}", p.at, p.quote) for name, p in (("bar", x.bar), ("also", x.also)) if p)
    for one in x.items:
        entry = f"exclusions.items.{one.at}"
        yield entry, one.at, ""
        yield from _shares(entry, one.at, one.quotes)
        yield from _scenes(entry, one.at, one.background)


def _claims_of_conditions(r: Regime) -> Iterator[Reference]:
    c = r.conditions
    if c.at:
        yield "conditions.at", c.at, ""
    for name, phrase in (("all", c.all), ("missing", c.missing), ("tiers", c.tiers)):
        if phrase:
            yield f"conditions.{name}", phrase.at, phrase.quote
    for one in c.items:
        yield f"conditions.items.{one.id}", one.at, one.quote
        yield from _shares(f"conditions.items.{one.id}", one.at, one.quotes)
        yield from _scenes(f"conditions.items.{one.id}", one.at, one.background)
        if one.exception:
            yield f"conditions.items.{one.id}.exception", one.at, one.exception.quote
    for pair in r.criteria.items if r.criteria else ():
        yield from ((f"criteria.{pair.name}", pair.at, words) for words in (*pair.good, *pair.bad))


def _claims_of_decision(r: Regime) -> Iterator[Reference]:
    for row in r.decision:
        entry = f"decision.{row.outcome}"
        yield entry, row.at, row.quote
        yield f"{entry}.modality", row.at, row.modality
        yield from ((f"{entry}.options", (row.tiers or row).at, option) for option in row.options)
        if row.tiers:
            yield f"{entry}.tiers", row.tiers.at, row.tiers.quote


def _claims_of_steps(r: Regime) -> Iterator[Reference]:
    for step in r.procedure:
        entry = f"procedure.{step.id}"
        yield entry, step.at, step.quote
        yield from ((f"{entry}.deadline", step.at, words) for words in _words(step.deadline))
        if step.form:
            yield f"{entry}.form", step.form, ""


def _claims_of_words(r: Regime) -> Iterator[Reference]:
    """What is said at some point of the way: quoted, each for itself."""
    yield from ((f"stages.{name}", one.at, one.quote) for name, one in r.stages.items())
    yield from ((f"effects.{name}", one.at, one.quote) for name, one in r.effects.items())
    yield from ((f"traps.{one.id}", one.at, one.quote) for one in r.traps)
    yield from (("apply", one.at, one.quote) for one in r.apply)
    yield from ((name, found.at, found.quote) for name, found in _single_phrases(r) if found)


def _single_phrases(r: Regime) -> Iterator[tuple[str, Phrase | First | Discipline | RouteWay | None]]:
    """What stands in an entry of its own, where the policy says it at all."""
    yield "paper.first", r.paper.first
    yield "paper.evidence", r.paper.evidence
    yield "paper.correction", r.paper.correction
    yield "mitigation", r.mitigation
    yield "mitigation.unmended", r.mitigation.unmended if r.mitigation else None
    yield "discipline", r.discipline
    if r.route:
        yield "route.simple", r.route.simple
        yield "route.complex", r.route.complex


def _claims_of_forms(r: Regime) -> Iterator[Reference]:
    for form in r.forms:
        yield f"forms.{form.id}", form.at, form.title
        yield from ((f"forms.{form.id}.fields", form.at, field) for field in form.fields)
    if r.form:
        yield "form", r.form, ""
        yield "paper.title", r.form, r.paper.title
        yield "paper.authority", r.form, r.paper.authority
        yield from ((f"form（栏目 {heading}）", r.form, heading) for heading in HEADINGS)


def _words(deadline: Deadline | None) -> Iterator[str]:
    """All words of a deadline that must stand in its provision."""
    if deadline:
        d = deadline
        yield from (words for words in (d.quote, d.vague, d.notice, d.elsewhere, d.extend) if words)
