"""What can only be about one topic, by its words: no learning needed, and none that could mistake it; and what is about
nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.answer.finding import OUT_OF_SCOPE, OWN_CASE, Finding
from knowledge.answer.signals import Message, Signals
from knowledge.library.topics import Topic

LONGEST = 26
"""Characters of such a message; whoever writes more tells a story."""
TAIL = 16
"""Characters of a question behind a story that is such a one."""
LEAST = 6
"""Characters of the story before it."""
WORDLESS = 14
"""Characters of a message that may be no more than talk. Of 204 questions of so many none is lost by what follows."""
DEED, ASKED = 0.3, 0.5
"""How surely a deed must be heard, and what share of it a wording must cover."""
_LAST = re.compile("(.*[，,。；;！!？?\\s])(.+)", re.DOTALL)


def plainly(text: str, topics: Iterable[Topic]) -> Topic | None:
    """The topic that folded text names; None where it is longer, or names none."""
    if len(text) > LONGEST:
        return None
    return next((topic for topic in topics if topic.words and topic.named(text.strip())), None)


def worried(text: str, topics: Iterable[Topic]) -> tuple[str, ...]:
    """A story, and what its teller is afraid of; nothing where the end of the message is no such question."""
    match = _LAST.fullmatch(text.strip().rstrip("？?。！! "))
    if match is None or len(match[1]) < LEAST or len(match[2]) > TAIL:
        return ()
    topic = plainly(match[2], (one for one in topics if one.worry))
    return (match[1].rstrip("，,；; "), match[2]) if topic else ()


def unheard(asked: Message, found: Finding, signals: Signals) -> bool:
    """Whether a short message that was taken for a case, or for a rule, tells of nothing and asks for nothing: no word of
    the work, no deed, and next to nothing that anybody asks."""
    if len(asked.text) > WORDLESS or asked.text.isascii() or found.verdict == OUT_OF_SCOPE or not found.hits:
        return False
    spoken = any(not mention.name.endswith("_word") for mention in asked.mentions)
    if spoken or any(one.sure >= DEED for one in asked.told.statements.values()):
        return False
    if found.verdict in OWN_CASE and found.topic is None:
        return True
    city = signals.model.cities[found.hits[0].provision.region]
    covered = (*asked.topics.tolist(), *city.index.covered(asked.terms).tolist())
    return max(covered, default=0.0) < ASKED
