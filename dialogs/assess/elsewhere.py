"""The same answers under the other policies, for reference only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs.assess import words
from dialogs.assess.card import ResultCard
from dialogs.assess.questions import STOPPING, Way
from dialogs.assess.record import Assessment
from dialogs.core import Calendar, Part, Say
from knowledge.answer.wording import REFERENCE
from knowledge.library.corpus import Library
from knowledge.rules import Regime
from knowledge.rules.judge import Judge
from knowledge.rules.logic import All, AnyOf, Expr, Is, Not

MOST = 6
"""Facts that another policy wants to know besides and that are spelled out."""


def elsewhere(library: Library, record: Assessment, way: Way, calendar: Calendar) -> Iterator[Part]:
    """Every other policy that has rules: its outcome, and the provisions that differ."""
    yield Say(f"{words.ELSEWHERE}{REFERENCE}{words.ELSEWHERE_NOTE}", strong=True)
    for region, regime in library.regimes.items():
        if region != record.region and regime.decision:
            yield from _one(library, record, way, calendar, region)


def _one(library: Library, record: Assessment, way: Way, calendar: Calendar, region: str) -> Iterator[Part]:
    regime = library.regimes[region]
    facts = _carried(library, record.region, region, way.facts)
    unasked = {fact: good for fact, good in _needed(regime).items() if fact not in way.facts}
    card = ResultCard(library, region, record, Way((), {**facts, **unasked}, None), calendar)
    barred = card.judgement.only == "barred"
    if not barred and not any(facts.get(one.at) is not False for one in regime.situations.items):
        yield from _unlike(card)
    else:
        yield from _alike(card, unasked)


def _unlike(card: ResultCard) -> Iterator[Part]:
    """No situation of its own fits; the catch-all is left, where there is one."""
    rest = card.regime.situations.catch_all
    yield Say((words.NO_LIKE if rest else words.NO_LIKE_NOR_REST).format(short=card.short), strong=True)
    yield Say(_ruled(card))
    if rest:
        yield card.quote(rest)


def _alike(card: ResultCard, unasked: Mapping[str, bool | None]) -> Iterator[Part]:
    """Its outcome. `unasked`: facts that only this policy wants to know, taken to be good."""
    names = "；".join(card.name(outcome) for outcome in card.judgement.outcomes)
    yield Say(words.LIKE.format(short=card.short, names=names), strong=True)
    if unasked and card.judgement.only not in STOPPING:
        told = [card.stated(fact, bool(good)) for fact, good in unasked.items()]
        more = "等" if len(told) > MOST else ""
        yield Say(words.UNASKED.format(facts="；".join(told[:MOST]) + more))
    yield Say(_ruled(card))
    for at in dict.fromkeys([*card.judgement.held[:1], *_deciding(card)]):
        yield card.quote(at)


def _ruled(card: ResultCard) -> str:
    """How this policy treats its conditions and what it excludes, in its own words."""
    c, x = card.regime.conditions, card.regime.exclusions
    at = card.label(c.at) if c.at else ""
    match c.role:
        case "tier" if c.all and c.missing:
            told = f"{at}的条件同时符合，“{c.all.quote}”；缺一项，“{c.missing.quote}”。"
        case "gate" if c.all:
            told = f"{at}的条件“{c.all.quote}”。"
        case "definition" if c.all:
            told = f"条件写在{at}的定义里，结果是“{c.all.quote}”。"
        case _:
            told = "那里没有写累计条件。"
    bar = f"“{x.bar.quote}”的，看{card.label(x.at)}。" if x.bar and x.at else "那里没有单列不予容错清单。"
    return told + bar


def _needed(regime: Regime) -> dict[str, bool | None]:
    """What must not bar there, and what must be there at all; each with its good value."""
    needed: dict[str, bool | None] = {fact: False for one in regime.exclusions.items for fact in one.any}
    if regime.conditions.role in ("gate", "definition"):
        for condition in regime.conditions.items:
            needed |= _good(condition.test, True)
    return needed


def _good(test: Expr, wanted: bool) -> dict[str, bool | None]:
    """Facts that make a test come out as wanted; of an "any" the first is enough."""
    match test:
        case Is(name):
            return {name: wanted}
        case Not(part):
            return _good(part, not wanted)
        case All(parts):
            chosen = parts if wanted else parts[:1]
        case AnyOf(parts):
            chosen = parts[:1] if wanted else parts
    return {fact: truth for part in chosen for fact, truth in _good(part, wanted).items()}


def _deciding(card: ResultCard) -> list[str]:
    rows = [row for row in card.regime.decision if row.outcome in card.judgement.outcomes]
    return [one.at for one in card.barring()] or [row.at for row in rows[-1:]]


def _carried(
    library: Library, own: str, region: str, known: dict[str, bool | None]
) -> dict[str, bool | None]:
    """The facts as another policy would have them: its situations of the same kind, taken to be described alike."""
    theirs = library.regimes[region]
    settled = Judge(library.regimes[own]).settled(known)
    items = library.regimes[own].situations.items
    claimed = {tag for one in items if settled.get(one.at) for tag in one.tags} - {"catch_all"}
    open_ = {tag for one in items if settled.get(one.at) is None for tag in one.tags} - {"catch_all"}
    facts = {name: truth for name, truth in known.items() if "." not in name}
    for fact in (*theirs.scope.all, *theirs.scope.any):
        facts.pop(fact, None)
    facts["in_scope"] = True
    for one in theirs.situations.items:
        facts[one.at] = True if set(one.tags) & claimed else None if set(one.tags) & open_ else False
    return facts
