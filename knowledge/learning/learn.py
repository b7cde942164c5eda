"""Learning from the library: the common part from all policies, a city's part with nothing of another's relearnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

import numpy as np

from knowledge.hearing.language import Reader, Vocabulary, vocabulary
from knowledge.learning import heard, lessons, search
from knowledge.learning.fit import fit_classifier, fit_ridge
from knowledge.learning.indexed import Read, indexed, reader
from knowledge.learning.indexed import terms as terms_of
from knowledge.learning.model import NONE, City, Common, Model
from knowledge.learning.ridge import Ridge
from knowledge.learning.setting import ENOUGH
from knowledge.learning.terms import Terms
from knowledge.library.corpus import Library


def learn(library: Library) -> Model:
    """Everything, for a library of built-in policies."""
    words = vocabulary(lessons.texts(library), library.lexicon.words)
    read = lru_cache(maxsize=None)(Reader(words, library.concepts).terms)  # many wordings serve three times
    common = _common(library, words, _texts(library, read))
    cities = {region: _city(library, region, common, read) for region in library.policies}
    return Model(common, cities, heard.ear(library))


@dataclass(frozen=True, slots=True)
class _Texts:
    """What the common part is learnt from, as terms: the questions of each topic, the documents of all policies, the
    wordings with their verdicts."""

    asked: list[list[str]]
    documents: list[list[str]]
    worded: list[Sequence[str]]
    verdicts: list[str]

    @property
    def terms(self) -> Terms:
        every = chain(self.documents, self.asked, self.worded)
        return Terms.of(sorted(set(chain.from_iterable(every))))


def _texts(library: Library, read: Read) -> _Texts:
    documents = (lessons.documents(library, region).values() for region in library.policies)
    rows = lessons.verdicts(library)
    return _Texts(
        [terms_of(read, texts) for texts in lessons.topics(library).values()],
        [terms_of(read, texts) for texts in chain.from_iterable(documents)],
        [read(text) for text, _ in rows],
        [verdict for _, verdict in rows],
    )


def _common(library: Library, words: Vocabulary, texts: _Texts) -> Common:
    terms = texts.terms
    return Common(
        lessons.common_stamp(library),
        lessons.probe(library, words),
        words,
        search.statistics(texts.documents, terms),
        tuple(lessons.topics(library)),
        search.weighed(search.counted(texts.asked, terms)),
        fit_classifier(texts.worded, texts.verdicts, terms),
    )


def city(library: Library, region: str, common: Common) -> City:
    """A city's own part alone."""
    return _city(library, region, common, lru_cache(maxsize=None)(reader(library, common)))


def _city(library: Library, region: str, common: Common, read: Read) -> City:
    counted = indexed(library, region, common, read)
    if not (count := lessons.worded(library, region)):
        return counted
    return replace(counted, ridge=_ridge(lessons.lessons(library, region), counted.terms, read, count))


def _ridge(rows: Sequence[lessons.Lesson], terms: Terms, read: Read, count: int) -> Ridge:
    """`count`: wordings of the city's own. Beside a few of them, what is none of ours would outweigh all the rest."""
    wanted = [(row.about, row.verdict) if count >= ENOUGH else (row.about,) for row in rows]
    classes = sorted({name for names in wanted for name in names} - ({NONE} if count < ENOUGH else set()))
    place = {name: n for n, name in enumerate(classes)}
    goals = np.zeros((len(rows), len(classes)))
    for n, names in enumerate(wanted):
        goals[n, [place[name] for name in names if name in place]] = 1
    trust = np.array([row.trust for row in rows])
    return fit_ridge([read(row.text) for row in rows], goals, classes, trust, terms)
