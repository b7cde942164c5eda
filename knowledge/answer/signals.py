"""What speaks for every possible reading of a question under one policy, as a small table of numbers.

A reading is a provision told of (`told`) or asked about (`asked`), a topic on which the policy is silent (`silent`),
or nothing of ours (`none`). The columns are NAMES; `ranker` weighs them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from knowledge.answer.finding import ELIGIBLE, EXCLUDED, INFO, NOT_APPLICABLE, NOT_COVERED, OUT_OF_SCOPE
from knowledge.hearing.concepts import Mention
from knowledge.hearing.evidence import Evidence, Told, Witness
from knowledge.hearing.language import Reader
from knowledge.learning.model import ASKED, CUES, KIN, NONE, SILENT, TOLD, Entry, Model
from knowledge.library.corpus import Library

NAMES = (
    "likeness",  # to the wordings of this provision, of whatever kind, by the region's ridge
    "verdict",  # to all wordings of the region that have this verdict
    "cover",  # share of the question that the provision (the topic) with these wordings covers (BM25)
    "cover_kin",  # the same for its like under other policies
    "found",  # share of its facts that are told
    "against",  # share of its facts that are contradicted
    "topic",  # share of the question that a topic answered here covers
    "cue",  # the same for topics asked with the same question word
    "chance",  # for nothing of ours: log odds by the classifier of all regions
    "mute",  # for nothing of ours: 1 where no concept of the work is spoken of, less with every one
    "strange",  # for nothing of ours: share of terms that no wording has
    "listed",
    "bar",
    "catch_all",
    "scope",
    "rule",
    "silent",
    "none",
)
COLUMN = {name: n for n, name in enumerate(NAMES)}
KINDS = NAMES[COLUMN["listed"] :]
LEAST = 0.01
"""Added to a chance before its logarithm is taken."""
SECOND = 0.5
"""What a topic says for the second provision that answers it."""
Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Question:
    """A message as all signals see it."""

    text: str
    terms: tuple[str, ...]
    told: Told
    cover: Table
    topics: Table
    cues: Table
    chances: Mapping[str, float]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return self.told.mentions


@dataclass(frozen=True, slots=True)
class Field:
    """All readings under one policy, and where their signals are found: columns of a ridge, documents of the index
    (-1: none); `topics`: rows (topic, reading, share)."""

    readings: tuple[Entry, ...]
    verdicts: tuple[str, ...]
    likeness: NDArray[np.int64]
    verdict: NDArray[np.int64]
    cover: NDArray[np.int64]
    kin: NDArray[np.int64]
    topics: NDArray[np.int64]
    shares: Table
    kinds: Table


class Signals:
    """Reads questions into tables, for one library and the model learnt from it."""

    def __init__(self, library: Library, model: Model) -> None:
        self.library, self.model = library, model
        self.reader = Reader(model.vocabulary, library.concepts)
        self.witness = Witness(library.concepts, library.lexicon.facts, library.regimes.values())
        self.fields = {region: self._field(region) for region in library.policies}

    def question(self, text: str) -> Question:
        """`text` is folded."""
        terms = tuple(self.reader.terms(text))
        cover = self.model.index.scores(terms) / (self.model.index.ceiling(terms) or 1.0)
        topics = self.model.topics.scores(terms) / (self.model.topics.ceiling(terms) or 1.0)
        told = self.witness.told(text)
        spoken = {mention.name for mention in told.mentions}
        cues = topics * (self.model.cues @ [cue in spoken for cue in CUES])
        return Question(text, terms, told, cover, topics, cues, self.model.verdicts.chances(terms))

    def table(self, question: Question, region: str) -> Table:
        """One row a reading of the region, one column a signal."""
        field = self.fields[region]
        rows = np.zeros((len(field.readings), len(NAMES)), np.float32)
        ridge = self.model.ridges.get(region)
        if ridge:
            scores = np.append(ridge.scores(question.terms), np.float32(0))
            rows[:, COLUMN["likeness"]] = scores[field.likeness]
            rows[:, COLUMN["verdict"]] = scores[field.verdict]
        else:
            rows[:, COLUMN["verdict"]] = [question.chances.get(verdict, 0.0) for verdict in field.verdicts]
        cover = np.append(question.cover, np.float32(0))
        rows[:, COLUMN["cover"]] = cover[field.cover]
        rows[:, COLUMN["cover_kin"]] = cover[field.kin]
        self._facts(question, field, rows)
        for name, covered in (("topic", question.topics), ("cue", question.cues)):
            np.maximum.at(
                rows[:, COLUMN[name]], field.topics[:, 1], covered[field.topics[:, 0]] * field.shares
            )
        silent = np.flatnonzero(field.kinds[:, KINDS.index("silent")])
        rows[silent, COLUMN["cover"]] = rows[silent, COLUMN["topic"]]
        none = field.verdicts.index(OUT_OF_SCOPE)
        known = self.model.verdicts.numbers
        odds = question.chances.get(OUT_OF_SCOPE, 0.0)
        rows[none, COLUMN["chance"]] = log(LEAST + odds) - log(LEAST + 1 - odds)
        spoken = {mention.name for mention in question.mentions if not mention.name.endswith("_word")}
        rows[none, COLUMN["mute"]] = 1 / (1 + len(spoken))
        rows[none, COLUMN["strange"]] = sum(t not in known for t in question.terms) / max(
            len(question.terms), 1
        )
        rows[:, COLUMN["listed"] :] = field.kinds
        return rows

    def evidence(self, question: Question, id_: str) -> Evidence:
        return self.witness.evidence(id_, question.told)

    def _facts(self, question: Question, field: Field, rows: Table) -> None:
        for n, reading in enumerate(field.readings):
            if reading.kind != TOLD or reading.id not in self.witness.needs:
                continue
            evidence = self.evidence(question, reading.id)
            rows[n, COLUMN["found"]] = evidence.share
            rows[n, COLUMN["against"]] = len(evidence.against) / len(self.witness.needs[reading.id])

    # ── once ─────────────────────────────────────────────────────────────────────────────────────
    def _field(self, region: str) -> Field:
        readings, verdicts = zip(*self._readings(region), strict=True)
        ridge = self.model.ridges.get(region)
        column = {name: n for n, name in enumerate(ridge.classes)} if ridge else {}
        document = {entry: n for n, entry in enumerate(self.model.entries)}
        topics = list(self._topics(region, readings))
        return Field(
            readings,
            verdicts,
            np.array([column.get(r.id or NONE, -1) for r in readings]),
            np.array([column.get(verdict, -1) for verdict in verdicts]),
            np.array([document.get(r, -1) for r in readings]),
            np.array([document.get(Entry(r.id, KIN), -1) if r.kind == TOLD else -1 for r in readings]),
            np.array([row[:2] for row in topics], np.int64).reshape(-1, 2),
            np.array([row[2] for row in topics], np.float32),
            np.array([self._kind(r, v) for r, v in zip(readings, verdicts, strict=True)], np.float32),
        )

    def _readings(self, region: str) -> Iterator[tuple[Entry, str]]:
        for entry in self.model.entries:
            if entry.id.startswith(region + ".") and entry.kind != KIN:
                yield entry, self.library.verdict(entry.id, entry.kind)
        for topic in self.library.topics:
            if topic.silent_in(region):
                yield Entry(topic.key, SILENT), NOT_COVERED
        yield Entry("", NONE), OUT_OF_SCOPE

    def _topics(self, region: str, readings: Sequence[Entry]) -> Iterator[tuple[int, int, float]]:
        """(topic, reading that it speaks for, how much)"""
        number = {reading: n for n, reading in enumerate(readings)}
        for n, topic in enumerate(self.library.topics):
            if topic.silent_in(region):
                yield n, number[Entry(topic.key, SILENT)], 1.0
            elif place := topic.at.get(region):
                for rank, id_ in enumerate(place.ids):
                    yield n, number[Entry(id_, ASKED)], 1.0 if rank == 0 else SECOND

    def _kind(self, reading: Entry, verdict: str) -> list[float]:
        kinds = {
            "listed": verdict == ELIGIBLE,
            "bar": verdict == EXCLUDED,
            "catch_all": verdict == NOT_COVERED and reading.kind == TOLD,
            "scope": verdict == NOT_APPLICABLE,
            "rule": verdict == INFO,
            "silent": reading.kind == SILENT,
            "none": reading.kind == NONE,
        }
        return [float(kinds[name]) for name in KINDS]
