"""A word in front of an answer: whose rule it is, and calm for whoever is afraid."""

from __future__ import annotations

from dataclasses import replace

from dialogs.core import Say, State, Turn
from dialogs.shared import phrases
from knowledge.answer import Answer, Assistant, Finding

HOME_AGAIN = "这一句按您所在的{own}说；想接着看{there}的，说“{there}呢”。"


def before(turn: Turn, word: Say) -> Turn:
    """The same with a word in front."""
    first, *others = turn.replies
    return replace(turn, replies=(replace(first, parts=(word, *first.parts)), *others))


def home_again(state: State, there: str | None, finding: Finding, mind: Assistant) -> Say | None:
    """After an answer on another region, that this one is on the own one again."""
    own, short = state.region, mind.library.short
    if None in (there, own) or there == own or finding.region != own or not finding.hits:
        return None
    return Say(HOME_AGAIN.format(own=short[str(own)], there=short[str(there)]))


def worries(answer: Answer) -> bool:
    """Whether it answers somebody who is afraid of what will become of them."""
    topics = (part.finding.topic for part in (answer, *answer.parts))
    return any(topic.worry for topic in topics if topic)


def abroad(state: State, region: str | None, mind: Assistant) -> list[Say]:
    """Another region's rule never passes for the own one."""
    if None in (region, state.region) or region == state.region:
        return []
    short = mind.library.short
    return [Say(phrases.ABROAD.format(there=short[str(region)], own=short[str(state.region)]))]
