"""What the own words of a self-assessment tell of the facts that it asks for, to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from dialogs.assess.questions import AGAIN, SEVERAL, FactLine, Walked, asked_facts, harmful, requirements
from dialogs.assess.record import NO, YES
from knowledge.answer import steering
from knowledge.hearing import facts
from knowledge.hearing.acts import Statement, found_nothing
from knowledge.hearing.language import fold
from knowledge.rules import Condition, Element, Fact, logic

_EXCUSES = re.compile(r"\W*(?:因为|就是|本来|按规定|不用|用不着|不需要|没必要)")
_DENIES = re.compile("没|未|无|不是|并非")


def heard(way: Walked, said: str) -> dict[str, bool]:
    """What the own words tell of what is asked, by their patterns and by the acts that they speak of. That something is so
    is offered only where the words are as strong as the policy's, and what bars only where it was said of the writer or
    the office; where pattern and acts disagree, or what it yields to is heard, it is asked."""
    known, wanted = way.regime.facts, asked_facts(way.regime)
    worded = way.ears.worded(said, way.region)
    bars = harmful(way.regime)
    told = _told(way, said, bars)
    found: dict[str, bool] = {}
    for fact in wanted:
        yields = any(worded.get(one) or told.get(one) for one in known[fact].yields_to)
        truth = _offered(known[fact], worded.get(fact), told.get(fact), fact in bars)
        if truth is not None and not yields:
            found[fact] = truth
    return found


def _told(way: Walked, said: str, bars: Collection[str]) -> dict[str, bool]:
    """Facts by what is said of deeds. What is denied must be denied plainly; that nothing was done of what bars, of each of
    the deeds that it is made of."""
    told = way.ears.told(said)
    facts_told = told.facts(way.region)
    acts = {name: one.done for name, one in told.statements.items() if _is_plain(one)}
    known = {name: one.told for name, one in way.regime.facts.items() if one.told is not None}
    found = {name: (logic.value if name in bars else logic.said)(test, acts) for name, test in known.items()}
    return {name: t for name, t in facts_told.items() if t or found.get(name) is False}


def _is_plain(one: Statement) -> bool:
    return one.sure >= steering.OFFERED and (one.done or not found_nothing(one.words))


def _offered(fact: Fact, worded: bool | None, told: bool | None, bars: bool) -> bool | None:
    """What is offered of a fact, by its own pattern and by what is `told`; what only its concepts tell is not."""
    if worded:
        return None if told is False or (told is None and bars) else True
    if told is False:
        return False if fact.told is not None or worded is False else None
    if (
        bars
        and worded is False
        and told is None
        and fact.told is not None
        and len(logic.names(fact.told)) > 1
    ):
        return None  # one of the several things that it is made of is denied
    return worded if told is None else None


def heard_lines(way: Walked, said: str, told: Mapping[str, bool]) -> Iterator[FactLine]:
    """The words that were said beside what they are taken for. What the policy requires as several things is asked, not
    taken from words that may tell one of them; so is what denies two things at once, or need not have been done as it is told, and what is claimed in a clause that
    denies something."""
    statements = way.ears.told(said).statements
    for fact, truth in told.items():
        entry, required = way.regime.facts[fact], requirements(way.regime, fact)
        if truth and any(SEVERAL.search(one.quote) for one in required):
            continue
        if not truth and "或" in entry.deny:
            continue
        acts = logic.names(entry.told) if entry.told is not None else ()
        heard_in = next((statements[act].words for act in acts if act in statements), "")
        own = facts.told_in(said, entry, truth)
        if not truth and not own and not _names(entry, heard_in):
            continue
        whole = "；".join(dict.fromkeys(_said(one, entry) for one in required))
        denied = entry.deny if whole in ("", entry.say) else f"“{whole}”这一点不符合"
        stated = (whole or entry.say) if truth else denied
        words = own or heard_in
        excused = not truth and any(one.na for one in required) and _is_excused(said, words)
        if excused or (truth and _DENIES.search(words)):
            continue
        yield FactLine(fact, f"“{words}” → {stated}", YES if truth else NO, (NO if truth else YES, AGAIN))


def _names(entry: Fact, words: str) -> bool:
    """Whether words that deny harm name this harm: who lost no money says nothing of what people thought."""
    return "影响" not in entry.deny or "损失" in entry.deny or "影响" in words


def _is_excused(said: str, words: str) -> bool:
    """Why it was not done is told in the same breath."""
    _, found, after = fold(said).partition(words)
    return bool(found and words) and _EXCUSES.match(after) is not None


def _said(one: Element | Condition, entry: Fact) -> str:
    """What a requirement says of this fact, not of the exception that may stand in for it."""
    return entry.say if isinstance(one, Condition) and one.exception else one.say
