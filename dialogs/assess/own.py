"""The own words of a self-assessment as they are kept: without numbers of persons, not too long."""

from __future__ import annotations

from dialogs.assess import words
from dialogs.assess.record import WORDS
from dialogs.core import Part, Say
from dialogs.shared import persons


def cleaned(text: str) -> tuple[str, list[Part]]:
    """The own words as they are kept, and what the writer is told of it."""
    notes: list[Part] = []
    if kinds := persons.kinds(text):
        notes.append(Say(words.MASKED.format(kinds="、".join(kinds))))
        text = persons.hidden(text)
    if len(text) > WORDS:
        notes.append(Say(words.CUT.format(count=WORDS)))
    return text[:WORDS], notes
