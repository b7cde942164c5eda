"""What the own words of a self-assessment tell of the facts that it asks for, to be confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs.assess.questions import SEVERAL, FactLine, Walked, asked_facts, requirements
from dialogs.assess.record import NO, YES
from knowledge.hearing import facts
from knowledge.hearing.language import fold
from knowledge.rules import Condition, Element, Fact, logic


def heard(way: Walked, said: str) -> dict[str, bool]:
    """What the own words tell of what is asked, by their patterns and by the acts that they speak of. That something is so
    is offered only where the words are as strong as the policy's, and what bars only where it was said of the writer or
    the office; where pattern and acts disagree, or what it yields to is heard, it is asked."""
    known, wanted = way.regime.facts, asked_facts(way.regime)
    told = way.mind.engine.signals.witness.told(fold(said)).facts(way.region)
    worded = facts.heard(said, known, known)
    bars = {fact for one in way.regime.exclusions.items for fact in one.any}
    found: dict[str, bool] = {}
    for fact in wanted:
        yields = any(worded.get(one) or told.get(one) for one in known[fact].yields_to)
        truth = _offered(known[fact], worded.get(fact), told.get(fact), fact in bars)
        if truth is not None and not yields:
            found[fact] = truth
    return found


def _offered(fact: Fact, worded: bool | None, told: bool | None, bars: bool) -> bool | None:
    """What is offered of a fact, by its own pattern and by what is `told`; what only its concepts tell is not."""
    if worded:
        return None if told is False or (told is None and bars) else True
    if told is False:
        return False if fact.told is not None or worded is False else None
    return worded if told is None else None


def heard_lines(way: Walked, said: str, told: Mapping[str, bool]) -> Iterator[FactLine]:
    """The words that were said beside what they are taken for. What the policy requires as several things is asked, not
    taken from words that may tell one of them."""
    statements = way.mind.engine.signals.witness.told(fold(said)).statements
    for fact, truth in told.items():
        entry, required = way.regime.facts[fact], requirements(way.regime, fact)
        if truth and any(SEVERAL.search(one.quote) for one in required):
            continue
        whole = "；".join(dict.fromkeys(_said(one, entry) for one in required))
        denied = entry.deny if whole in ("", entry.say) else f"“{whole}”这一点不符合"
        stated = (whole or entry.say) if truth else denied
        acts = logic.names(entry.told) if entry.told is not None else ()
        heard_in = next((statements[act].words for act in acts if act in statements), "")
        words = facts.told_in(said, entry, truth) or heard_in
        yield FactLine(fact, f"“{words}” → {stated}", YES if truth else NO)


def _said(one: Element | Condition, entry: Fact) -> str:
    """What a requirement says of this fact, not of the exception that may stand in for it."""
    return entry.say if isinstance(one, Condition) and one.exception else one.say
