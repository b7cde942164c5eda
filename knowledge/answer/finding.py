"""What an answer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from knowledge.hearing.acts import Statement
from knowledge.hearing.evidence import Need
from knowledge.library.topics import Topic
from knowledge.policy.provisions import Provision
from knowledge.policy.quote import Quote

ELIGIBLE, EXCLUDED, NOT_COVERED = "eligible", "excluded", "not_covered"
LACKING = "lacking"
NOT_APPLICABLE, INFO, OUT_OF_SCOPE = "not_applicable", "info", "out_of_scope"
OWN_CASE = (ELIGIBLE, LACKING, EXCLUDED, NOT_COVERED, NOT_APPLICABLE)
"""Verdicts on a situation that the asker told; the others answer a question, or refuse one."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision and how well it fits the question, 0 to about 1."""

    provision: Provision
    score: float


@dataclass(frozen=True, slots=True)
class Strong:
    """The line that a reader must not miss."""

    text: str


Passage: TypeAlias = str | Strong | Quote


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two provisions that a case may fall under and the fact that tells them apart, or one that needs the fact;
    `ask` is its question."""

    ids: tuple[str, ...]
    fact: str
    ask: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a question was taken for, before it is put into words.

    `region`: the one that the answer is about, None while none is chosen; `named`: ids that the question named
    itself; `missing`: a place it named that the policy does not have; `topic`: the question on the rules it was
    taken for; `confidence` 0 to 1; `facts`: those that it tells, true or false; `doubt`: what to ask
    back; `lacks`: what the first provision requires and the question denies; `open`: what it leaves open; `grounds`:
    statements that the verdict rests on; `heard`: what of all that was said is told again, what decides most first.
    """

    question: str
    region: str | None
    verdict: str
    confidence: float
    hits: tuple[Hit, ...]
    topic: Topic | None = None
    named: tuple[str, ...] = ()
    chances: tuple[tuple[str, float], ...] = ()
    missing: str = ""
    facts: Mapping[str, bool] = field(default_factory=dict)
    doubt: Doubt | None = None
    lacks: tuple[Need, ...] = ()
    open: tuple[Need, ...] = ()
    grounds: tuple[Statement, ...] = ()
    heard: tuple[Statement, ...] = ()

    @property
    def unruled(self) -> Finding:
        """Without what hangs on its first provision."""
        return replace(self, lacks=(), open=(), grounds=(), heard=())


@dataclass(frozen=True, slots=True)
class Answer:
    """A finding and its words. `others`: provisions that the asker may have meant instead, at most three;
    `citations`: one for each of the finding's hits; `parts`: one for each matter, where there are several."""

    finding: Finding
    passages: tuple[Passage, ...]
    others: tuple[Hit, ...] = ()
    citations: tuple[str, ...] = ()
    parts: tuple[Answer, ...] = ()

    @property
    def cited(self) -> list[tuple[Hit, str]]:
        """Every hit with its citation, best first."""
        return list(zip(self.finding.hits, self.citations, strict=True))

    @property
    def text(self) -> str:
        """The whole answer as plain text, each quote under its source."""
        return "\n\n".join(plain(passage) for passage in self.passages)


def plain(passage: Passage) -> str:
    match passage:
        case Strong(text):
            return text
        case Quote(text, source):
            return f"{source}\n「{text}」"
        case str():
            return passage
