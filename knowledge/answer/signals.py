"""What speaks for every possible reading of a question under one policy, as a small table of numbers.

A reading is a provision told of (`told`) or asked about (`asked`), a topic on which the policy is silent (`silent`),
or nothing of ours (`none`). The columns are NAMES; `ranker` weighs them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from knowledge.answer import steering
from knowledge.answer.finding import ELIGIBLE, EXCLUDED, INFO, NOT_APPLICABLE, NOT_COVERED, OUT_OF_SCOPE
from knowledge.hearing.concepts import Mention
from knowledge.hearing.evidence import Evidence, Told, Witness
from knowledge.hearing.language import Reader
from knowledge.learning.ear import Listener
from knowledge.learning.model import ASKED, KIN, NONE, SILENT, TOLD, City, Entry, Model
from knowledge.library.corpus import Library

NAMES = (
    "likeness",  # to the wordings of this provision, of whatever kind, by the region's ridge
    "verdict",  # to all wordings of the region that have this verdict
    "cover",  # share of the question that the provision (the topic) with these wordings covers (BM25)
    "cover_kin",  # the same for its like under other policies
    "found",  # share of the facts that the provision needs which are told
    "chance",  # for nothing of ours: log odds by the classifier of all regions
    "mute",  # for nothing of ours: 1 where no concept of the work is spoken of, less with every one
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
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as all signals see it. `topics`: the share that each topic of the library covers, in order."""

    text: str
    terms: tuple[str, ...]
    told: Told
    topics: Floats
    chances: Mapping[str, float]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return self.told.mentions


@dataclass(frozen=True, slots=True)
class Field:
    """All readings under one policy, and where their signals are found: columns of a ridge, documents of an index,
    topics of the library (-1: none); `needy`: readings that need facts, with their provisions; `leaning`: what the chance
    of each is multiplied by, whatever the question."""

    readings: tuple[Entry, ...]
    verdicts: tuple[str, ...]
    likeness: NDArray[np.int64]
    verdict: NDArray[np.int64]
    cover: NDArray[np.int64]
    kin: NDArray[np.int64]
    silent: NDArray[np.int64]
    needy: tuple[tuple[int, str], ...]
    kinds: Floats
    leaning: Floats


class Signals:
    """Reads questions into tables, for one library and the model learnt from it."""

    def __init__(self, library: Library, model: Model) -> None:
        self.library, self.model = library, model
        self.reader = Reader(model.common.vocabulary, library.concepts)
        lexicon = library.lexicon
        self.listener = Listener(model.ear, lexicon.acts, library.concepts, lexicon.kinds, model.tagger)
        self.witness = Witness(library.concepts, library.regimes, self.listener.statements)
        self._fields: dict[str, Field] = {}
        place = {key: n for n, key in enumerate(model.common.topics)}
        self._topics = np.array([place.get(topic.key, -1) for topic in library.topics])

    def field(self, region: str) -> Field:
        """Built when a question first needs it."""
        if region not in self._fields:
            self._fields[region] = self._field(region)
        return self._fields[region]

    def question(self, text: str) -> Message:
        """`text` is folded."""
        terms = tuple(self.reader.terms(text))
        topics = _padded(self.model.common.index.covered(terms))[self._topics]
        return Message(
            text, terms, self.witness.told(text), topics, self.model.common.verdicts.chances(terms)
        )

    def table(self, question: Message, region: str) -> Floats:
        """One row a reading of the region, one column a signal."""
        field, city = self.field(region), self.model.cities[region]
        rows = np.zeros((len(field.readings), len(NAMES)), np.float32)
        rows[:, COLUMN["likeness"]], rows[:, COLUMN["verdict"]] = _wordings(question, field, city)
        cover, topics = _padded(city.index.covered(question.terms)), _padded(question.topics)
        rows[:, COLUMN["cover"]] = cover[field.cover] + topics[field.silent]
        rows[:, COLUMN["cover_kin"]] = cover[field.kin]
        for n, id_ in field.needy:
            rows[n, COLUMN["found"]] = self.evidence(question, id_).share
        none = field.verdicts.index(OUT_OF_SCOPE)
        rows[none, COLUMN["chance"]], rows[none, COLUMN["mute"]] = _strangeness(question)
        rows[:, COLUMN["listed"] :] = field.kinds
        return rows

    def evidence(self, question: Message, id_: str) -> Evidence:
        return self.witness.evidence(id_, question.told)

    # ── once ─────────────────────────────────────────────────────────────────────────────────────
    def _field(self, region: str) -> Field:
        city = self.model.cities[region]
        readings, verdicts = zip(*self._readings(region, city), strict=True)
        column = {name: n for n, name in enumerate(city.ridge.classes)} if city.ridge else {}
        document = {entry: n for n, entry in enumerate(city.entries)}
        topic = {one.key: n for n, one in enumerate(self.library.topics)}
        return Field(
            readings,
            verdicts,
            np.array([column.get(r.id or NONE, -1) for r in readings]),
            np.array([column.get(verdict, -1) for verdict in verdicts]),
            np.array([document.get(r, -1) for r in readings]),
            np.array([document.get(Entry(r.id, KIN), -1) if r.kind == TOLD else -1 for r in readings]),
            np.array([topic[r.id] if r.kind == SILENT else -1 for r in readings]),
            tuple((n, r.id) for n, r in enumerate(readings) if r.kind == TOLD and r.id in self.witness.needs),
            np.array([self._kind(r, v) for r, v in zip(readings, verdicts, strict=True)], np.float32),
            np.exp(
                [self._leaning(r, v, ELIGIBLE in column) for r, v in zip(readings, verdicts, strict=True)]
            ),
        )

    def _readings(self, region: str, city: City) -> Iterator[tuple[Entry, str]]:
        for provision in self.library.policies[region].provisions:
            yield Entry(provision.id, ASKED), self.library.verdict(provision.id, ASKED)
            told = Entry(provision.id, TOLD)
            if told in city.entries:
                yield told, self.library.verdict(provision.id, TOLD)
        for topic in self.library.topics:
            if topic.silent_in(region):
                yield Entry(topic.key, SILENT), NOT_COVERED
        yield Entry("", NONE), OUT_OF_SCOPE

    def _leaning(self, reading: Entry, verdict: str, storied: bool) -> float:
        """`storied`: the policy has learnt what verdicts sound like by itself, from many stories."""
        if reading.kind == SILENT:
            unlisted = any(one.situation for one in self.library.topics if one.key == reading.id)
            return (log(steering.UNLISTED) if unlisted else 0.0) - steering.SILENT
        if reading.kind != TOLD or verdict == INFO:
            return 0.0
        return -steering.OWN if storied else -steering.OWN_ELSEWHERE

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


def _wordings(question: Message, field: Field, city: City) -> tuple[Floats | float, Floats]:
    """Likeness of a question to each reading's own wordings, and to all of its verdict; a region that has not learnt
    a verdict by itself has that of all regions instead."""
    common = np.array([question.chances.get(verdict, 0.0) for verdict in field.verdicts], np.float32)
    if city.ridge is None:
        return 0.0, common
    scores = _padded(city.ridge.scores(question.terms))
    return scores[field.likeness], np.where(field.verdict < 0, common, scores[field.verdict])


def _strangeness(question: Message) -> tuple[float, float]:
    """`chance` and `mute` of a question."""
    odds = question.chances.get(OUT_OF_SCOPE, 0.0)
    spoken = {mention.name for mention in question.mentions if not mention.name.endswith("_word")}
    return log(LEAST + odds) - log(LEAST + 1 - odds), 1 / (1 + len(spoken))


def _padded(scores: Floats) -> Floats:
    """With a 0 at the end, where -1 points."""
    return np.append(scores, np.float32(0))
