"""What was heard in one turn: each text is listened to once, whoever asks for it and however often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knowledge.answer import Assistant, Chance, Message, Piece
from knowledge.hearing import facts
from knowledge.hearing.evidence import Told


class Ears:
    """Made anew for every turn, so that nothing of what anybody said stays."""

    def __init__(self, mind: Assistant) -> None:
        self.mind = mind
        self._messages: dict[str, Message] = {}
        self._chances: dict[tuple[str, str], list[Chance]] = {}
        self._parted: dict[str, tuple[Piece, ...]] = {}
        self._worded: dict[tuple[str, str], Mapping[str, bool]] = {}

    def told(self, text: str) -> Told:
        """What a text tells."""
        return self._message(text).told

    def worded(self, text: str, region: str) -> Mapping[str, bool]:
        """Facts of a region's rules that a text tells by their own patterns."""
        if (text, region) not in self._worded:
            known = self.mind.library.regimes[region].facts
            self._worded[text, region] = facts.heard(text, known, known)
        return self._worded[text, region]

    def chances(self, text: str, region: str) -> list[Chance]:
        """All readings of a text under one policy, likeliest first."""
        if (text, region) not in self._chances:
            self._chances[text, region] = self.mind.engine.chances(self._message(text), [region])
        return self._chances[text, region]

    def ranked(self, text: str, ids: Iterable[str], region: str) -> list[str]:
        """These provisions by how well they fit an own case that is told, best first."""
        return self.mind.engine.ranked(self.chances(text, region), ids)

    def parted(self, text: str) -> tuple[Piece, ...]:
        """A story's clauses, each under the part of a form's reasons that it speaks of."""
        if text not in self._parted:
            self._parted[text] = self.mind.parted(text)
        return self._parted[text]

    def _message(self, text: str) -> Message:
        if text not in self._messages:
            self._messages[text] = self.mind.engine.hear(text)
        return self._messages[text]
