"""Question → Answer: verdict, provisions quoted verbatim, what is still open, the next step."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from knowledge.answer import several
from knowledge.answer.advice import Advice, SecondOpinion, advised
from knowledge.answer.doubt import Chance, Known
from knowledge.answer.engine import NOTHING, Engine
from knowledge.answer.explain import Explanation, explained
from knowledge.answer.finding import (
    ELIGIBLE,
    OUT_OF_SCOPE,
    OWN_CASE,
    Answer,
    Doubt,
    Finding,
    Hit,
    Passage,
    Strong,
    plain,
)
from knowledge.answer.lacking import MEND
from knowledge.answer.mentions import regions
from knowledge.answer.signals import Message
from knowledge.answer.wording import CHOOSE, REFERENCE, Writer
from knowledge.hearing.corrections import Amended, amended
from knowledge.hearing.language import fold
from knowledge.hearing.parts import COURSE, Piece, joined, parted
from knowledge.learning.model import TOLD, Model
from knowledge.library.corpus import Library
from knowledge.policy.quote import Quote

NEAR_NAME = 75.0
"""rapidfuzz ratio, 0–100, from which a typed place counts as a typo of a known one."""


class Assistant:
    """All that a conversation needs to know of the policies; holds no state of any asker."""

    def __init__(self, library: Library, learnt: Model, second: SecondOpinion | None = None) -> None:
        self.library = library
        self.second = second
        self.engine = Engine(library, learnt)
        self.writer = Writer(library)

    def answer(self, question: str, region: str | None = None) -> Answer:
        """Answer for a region, or for the one that the question names; None where neither is known."""
        parts = several.found(question, lambda part: self.engine.find(part, region), self.library.topics)
        if parts:
            return self._several(question, [self._advised(part, NOTHING) for part in parts])
        return self.writer.answer(self._advised(self.engine.find(question, region), NOTHING))

    def _several(self, question: str, findings: Sequence[Finding]) -> Answer:
        """One answer to several matters under one policy, or under none yet."""
        region = findings[0].region
        if any(finding.region != region for finding in findings):
            return several.joined(question, [self.writer.answer(finding) for finding in findings], "", "")
        opening = f"{self.library.short[region]}：" if region else CHOOSE
        answers = [self.writer.brief(finding) for finding in findings]
        return several.joined(question, answers, opening, self.writer.closing(region))

    def answer_in(self, question: str, region: str, known: Known = NOTHING) -> Answer:
        """Answer for this region, whatever the question names. `known`: what the asker answered when asked back."""
        return self.writer.answer(self._advised(self.engine.find_in(question, region, known), known))

    def _advised(self, finding: Finding, known: Known) -> Finding:
        """A second opinion may change the order of provisions of one kind, and what is asked back; nothing else."""
        advice = self.second(finding) if self.second and finding.region else None
        if advice is None:
            return finding
        first, finding = finding.hits[:1], advised(finding, advice)
        finding = finding if finding.hits[:1] == first else self.engine.ruled(finding)
        new = [fact for fact in advice.facts if fact not in known]
        return finding if finding.doubt else self.engine.to_confirm(finding, new)

    def amended(self, story: str, correction: str) -> Amended:
        """A story with what its teller says in the place of something in it."""
        return amended(story, correction, lambda text: self.engine.signals.witness.told(text).statements)

    def parted(self, story: str) -> tuple[Piece, ...]:
        """A story's clauses, each under the part of a form's reasons that it speaks of."""
        listener, folded = self.engine.signals.listener, fold(story)
        heard, said = listener.ear.clauses(folded), listener.statements(folded)
        return parted(story, heard, said, self.library.lexicon.parts)

    def chosen(self, question: str, id_: str) -> tuple[Passage, ...]:
        """The words for a provision that the asker picked as the one that was meant."""
        return self.writer.answer(self.engine.picked(question, id_)).passages

    def next_step(self, id_: str) -> tuple[Passage, ...]:
        """A provision's whole article, and how to go on under its policy."""
        return self.writer.next_step(id_)

    def explain(self, question: str, region: str | None = None) -> Explanation:
        """Why this question is answered as it is."""
        return explained(self.engine, question, region)

    def compare(self, question: str, region: str | None = None) -> tuple[Answer, ...]:
        """The same question under every policy, the asker's own first; the others are for reference only."""
        order = sorted(self.library.policies, key=lambda name: name != region)
        return tuple(self.writer.answer(self.engine.find_in(question, name)) for name in order)

    def named(self, text: str) -> list[str]:
        """Regions that a text names exactly, in order."""
        return regions(self.library, fold(text))

    def regions(self, text: str) -> list[str]:
        """Regions that a text names, in order; else, for a short text, those it may be a typo of, best first."""
        folded = fold(text).strip()
        return self.named(folded) or self._near(folded)

    def _near(self, folded: str) -> list[str]:
        if not 2 <= len(folded) <= 12:
            return []
        places = {name: region for region, names in self.library.names.items() for name in names}
        sounds = {" ".join(self.engine.reader.sounds(name)): name for name in places}
        written = process.extract(folded, list(places), scorer=fuzz.ratio, score_cutoff=NEAR_NAME, limit=5)
        spoken = " ".join(self.engine.reader.sounds(folded))
        heard = process.extract(spoken, list(sounds), scorer=fuzz.ratio, score_cutoff=NEAR_NAME + 10, limit=5)
        names = [match[0] for match in written] + [sounds[match[0]] for match in heard]
        return list(dict.fromkeys(places[name] for name in names))


__all__ = [
    "COURSE",
    "ELIGIBLE",
    "MEND",
    "OUT_OF_SCOPE",
    "OWN_CASE",
    "REFERENCE",
    "TOLD",
    "Advice",
    "Answer",
    "Assistant",
    "Chance",
    "Doubt",
    "Explanation",
    "Finding",
    "Hit",
    "Known",
    "Message",
    "Passage",
    "Piece",
    "Quote",
    "SecondOpinion",
    "Strong",
    "joined",
    "plain",
]
