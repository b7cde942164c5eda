"""The same answers under the other policies, for reference only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs.assess import words
from dialogs.assess.card import ResultCard, bulleted
from dialogs.assess.questions import STOPPING, Way
from dialogs.assess.record import Assessment
from dialogs.assess.view import View
from dialogs.core import Calendar, Part, Say
from knowledge.answer.besides import cited
from knowledge.answer.wording import REFERENCE
from knowledge.library.corpus import Library
from knowledge.rules import Regime, logic
from knowledge.rules.logic import All, AnyOf, Expr, Is, Not

GATES = ("gate", "definition")
"""Roles of conditions that must all be there."""


def elsewhere(library: Library, record: Assessment, way: Way, calendar: Calendar) -> Iterator[Part]:
    """Every other policy that has rules: its outcome, and the provisions that differ."""
    yield Say(f"{words.ELSEWHERE}{REFERENCE}{words.ELSEWHERE_NOTE}", strong=True)
    for region, regime in library.regimes.items():
        if region != record.region and regime.decision:
            yield from _one(library, record, way, calendar, region)


def _one(library: Library, record: Assessment, way: Way, calendar: Calendar, region: str) -> Iterator[Part]:
    regime, own = library.regimes[region], View(library, record.region, record, way, calendar)
    facts = _carried(own, regime)
    unasked = {fact: good for fact, good in _needed(regime).items() if fact not in way.facts}
    card = ResultCard(library, region, record, Way((), {**facts, **unasked}, None), calendar)
    barred = card.judgement.only == "barred"
    if not barred and (unnamed := _unnamed(own, regime)):
        said = "；".join(own.stated(fact, True) for fact in unnamed)
        yield Say(words.UNNAMED.format(short=card.short, facts=said), strong=True)
        yield Say(_ruled(card))
    elif not barred and not any(facts.get(one.at) is not False for one in regime.situations.items):
        yield from _unlike(card)
    else:
        yield from _alike(card, list(premises(own, card, unasked)))


def _unlike(card: ResultCard) -> Iterator[Part]:
    """No situation of its own fits; the catch-all is left, where there is one."""
    rest = card.regime.situations.catch_all
    yield Say((words.NO_LIKE if rest else words.NO_LIKE_NOR_REST).format(short=card.short), strong=True)
    yield Say(_ruled(card))
    if rest:
        yield card.quote(rest)


def _alike(card: ResultCard, taken: list[str]) -> Iterator[Part]:
    """Its outcome. `taken`: what must be so besides."""
    if card.judgement.only in STOPPING and (row := card.regime.row(card.judgement.only)):
        yield Say(words.STOPPED.format(short=card.short, look=card.look(row)), strong=True)
    else:
        names = "；".join(card.name(outcome) for outcome in card.judgement.outcomes)
        yield Say(words.LIKE.format(short=card.short, names=names), strong=True)
        yield from bulleted(words.PREMISES, taken)
    yield Say(_ruled(card))
    for at in dict.fromkeys([*card.judgement.held[:1], *_deciding(card)]):
        yield card.quote(at)


def premises(own: View, card: ResultCard, unasked: Mapping[str, bool | None]) -> Iterator[str]:
    """What this policy wants to be so besides: the limits of its own situation, nothing that bars, its conditions.
    `unasked`: facts that only it wants to know, taken to be good."""
    known = {fact: truth for fact, truth in card.way.facts.items() if fact not in unasked}
    for one in [one for one in card.regime.situations.items if known.get(one.at) is not False][:1]:
        limits = "；".join(e.say for e in one.elements if e.own or logic.value(e.met, known) is None)
        said = words.OWN_LIMITS if limits else words.OWN_LIKE
        yield said.format(label=card.label(one.at), limits=limits)
    x, c = card.regime.exclusions, card.regime.conditions
    if x.at and x.bar and any(known.get(fact) is None for one in x.items for fact in one.any):
        yield words.NO_BARS.format(label=card.label(x.at), quote=x.bar.quote)
    open_ = [one.say for one in c.items if logic.value(one.test, known) is None]
    if open_ and c.at and c.role in GATES:
        yield words.ALL_THERE.format(label=card.label(c.at), conditions="；".join(open_))
    for fact in _unnamed(own, card.regime, bars=False):
        yield words.NOT_NAMED.format(fact=own.stated(fact, True))


def _unnamed(own: View, theirs: Regime, bars: bool = True) -> list[str]:
    """What bars under the own policy (or only lowers the outcome there), was answered with yes, and has no word in the
    other."""
    named = {fact for one in theirs.exclusions.items for fact in one.any}
    named |= {fact for one in theirs.conditions.items for fact in one.facts}
    barring = _needed(own.regime)
    harm = barring if bars else _conditions(own.regime)
    return [
        fact
        for fact, good in harm.items()
        if good is False and own.way.facts.get(fact) and fact not in named and (bars or fact not in barring)
    ]


def _ruled(card: ResultCard) -> str:
    """How this policy treats its conditions and what it excludes, in its own words."""
    c, x = card.regime.conditions, card.regime.exclusions
    at = card.label(c.at) if c.at else ""
    match c.role:
        case "tier" if c.all and c.missing:
            told = f"{at}的条件同时符合，“{c.all.quote}”；不能同时具备，{cited(card.policy, c.missing)}。"
        case "gate" if c.all:
            told = f"{at}写的是“{c.all.quote}”。"
        case "definition" if c.all:
            told = f"条件写在{at}的定义里，结果是“{c.all.quote}”。"
        case _:
            told = "那里没有写要同时符合的条件。"
    bar = (
        f"{card.label(x.at)}列了“{x.bar.quote}”的情形。" if x.bar and x.at else "那里没有单列不予容错的情形。"
    )
    return told + bar


def _needed(regime: Regime) -> dict[str, bool | None]:
    """What must not bar there, and what must be there at all; each with its good value."""
    return _bars(regime) | (_conditions(regime) if regime.conditions.role in GATES else {})


def _bars(regime: Regime) -> dict[str, bool | None]:
    """All that bars, each with its good value."""
    return {fact: False for one in regime.exclusions.items for fact in one.any}


def _conditions(regime: Regime) -> dict[str, bool | None]:
    """What the conditions ask for, each with its good value."""
    needed: dict[str, bool | None] = {}
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


def _carried(own: View, theirs: Regime) -> dict[str, bool | None]:
    """The facts as another policy would have them: its situations of the same kind, taken to be described alike."""
    items = own.regime.situations.items
    claimed = {tag for one in items if own.known.get(one.at) for tag in one.tags} - {"catch_all"}
    open_ = {tag for one in items if own.known.get(one.at) is None for tag in one.tags} - {"catch_all"}
    facts = {name: truth for name, truth in own.way.facts.items() if "." not in name}
    for fact in (*theirs.scope.all, *theirs.scope.any):
        facts.pop(fact, None)
    facts["in_scope"] = True
    for one in theirs.situations.items:
        facts[one.at] = True if set(one.tags) & claimed else None if set(one.tags) & open_ else False
    return facts
