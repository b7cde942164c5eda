"""What can only be about one topic, by its words: no learning needed, and none that could mistake it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.library.topics import Topic

LONGEST = 26
"""Characters of such a message; whoever writes more tells a story."""
TAIL = 16
"""Characters of a question behind a story that is such a one."""
LEAST = 6
"""Characters of the story before it."""
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
