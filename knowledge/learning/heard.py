"""Learning to hear acts: from clauses that are labelled, then from whole stories, of which only the verdict is known.

A story that may be tolerated admits nothing that bars; one that is barred admits, in the clause that sounds most like it,
one of the acts by which its provision bars. What else a story's clauses say is taken as the last hearing has it: what is
learnt from stories hears them better, and is learnt from again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from scipy import sparse

from knowledge.hearing.acts import KINDS
from knowledge.hearing.clauses import clauses
from knowledge.hearing.language import fold
from knowledge.learning import lessons, paused
from knowledge.learning.ear import DONE, OTHER, Ear, clause_terms
from knowledge.learning.fit import Weighed, weighed, weights
from knowledge.learning.model import TOLD
from knowledge.learning.pauses import BETWEEN, Pauses
from knowledge.learning.ridge import Doubles
from knowledge.learning.setting import (
    DONE_SHARED,
    EAR_DECAY,
    EAR_GRAIN,
    EAR_SEEN,
    OTHER_SHARED,
    STORY_ADMITS,
    STORY_FLOOR,
    STORY_ROUNDS,
    STORY_TRUST,
)
from knowledge.learning.table import Floats
from knowledge.learning.terms import Terms
from knowledge.library.acts import ActRow
from knowledge.library.corpus import Library
from knowledge.rules.ways import BarringWay, barring


class Meant(NamedTuple):
    """A clause, by its number, that is about an act, by its number, and says so with one of KINDS, by its number."""

    clause: int
    act: int
    kind: int
    trust: float


@dataclass(frozen=True, slots=True)
class Story:
    """Clauses as terms; `ways`: the acts of which one is admitted, none where nothing is."""

    clauses: tuple[Sequence[str], ...]
    ways: tuple[BarringWay, ...]


def ear(library: Library) -> Ear:
    """How acts are heard, for all cities."""
    pauses = paused.learnt(text for text, _ in lessons.verdicts(library))
    lesson = _lesson(library, library.lexicon.spoken(), pauses)
    now, told = lesson.fitted(), list(_stories(library, pauses, _ways(library)))
    said = [clause for story in told for clause in story.clauses]
    for _ in range(STORY_ROUNDS):
        now = lesson.fitted(said, *_guessed(told, now, _barring(library)))
    return now


def labelled(library: Library, rows: Iterable[ActRow], pauses: Pauses) -> Ear:
    """How acts are heard by these labelled clauses alone."""
    return _lesson(library, rows, pauses).fitted()


def _lesson(library: Library, rows: Iterable[ActRow], pauses: Pauses) -> _Lesson:
    rows = sorted(rows)
    acts = sorted({row.act for row in rows})
    examples = [_terms(library, "".join(BETWEEN.split(row.text))) for row in rows]
    said = [Meant(n, acts.index(row.act), KINDS.index(row.kind), 1.0) for n, row in enumerate(rows)]
    counts = Counter(chain.from_iterable(map(set, examples)))
    terms = Terms.of(sorted(term for term, count in counts.items() if count >= EAR_SEEN))
    return _Lesson(lessons.ear_stamp(library), pauses, tuple(acts), terms, examples, said)


@dataclass(frozen=True, slots=True)
class _Lesson:
    """Labelled clauses, as terms, and what each says."""

    stamp: str
    pauses: Pauses
    acts: tuple[str, ...]
    terms: Terms
    examples: Sequence[Sequence[str]]
    said: Sequence[Meant]

    def fitted(
        self,
        more: Sequence[Sequence[str]] = (),
        sounds: Doubles | None = None,
        admitted: Sequence[Meant] = (),
    ) -> Ear:
        """With clauses of stories beside them: `sounds[n, a]`: how surely clause n is about act a; what is admitted."""
        rows = weighed([*self.examples, *more], self.terms, 1)
        begin = len(self.examples)
        said = [*self.said, *(one._replace(clause=one.clause + begin) for one in admitted)]
        kinds = np.array([one.kind for one in said])
        done, all_done = self._side(rows, said, 1.0 * (kinds == 0) - (kinds == 1), DONE_SHARED)
        other, all_other = self._side(rows, said, (kinds == 2) - 1 / len(KINDS), OTHER_SHARED)
        about = weights(rows.table, self._goals(sounds), self._trust(len(more)))
        marked = (act + mark for mark in (DONE, OTHER) for act in self.acts)
        classes = [*self.acts, *marked, DONE, OTHER]
        every = np.concatenate((about, done, other, all_done, all_other), axis=1)
        return Ear(self.stamp, self.pauses, rows.kept(every, classes, EAR_GRAIN))

    def _goals(self, sounds: Doubles | None) -> Doubles:
        goals = np.zeros((len(self.examples), len(self.acts)))
        goals[np.arange(len(goals)), [one.act for one in self.said]] = 1
        return goals if sounds is None else np.concatenate((goals, sounds))

    def _trust(self, more: int) -> Doubles:
        return np.concatenate((np.ones(len(self.examples)), np.full(more, STORY_TRUST)))

    def _side(
        self, rows: Weighed, said: Sequence[Meant], goals: Doubles, shared: float
    ) -> tuple[Doubles, Doubles]:
        """Weights that tell one kind from the rest, of every act for itself, and of all together: each clause counts
        among those of its act and, by `shared`, among all."""
        table = rows.table[[one.clause for one in said]].tocoo()
        size, count = table.shape[1], len(self.acts)
        act = np.array([one.act for one in said])[table.row]
        own = sparse.csr_array(
            (table.data, (table.row, act * size + table.col)), shape=(len(said), count * size)
        )
        whole = sparse.hstack((own, table * np.sqrt(shared))).tocsr()
        trust = np.array([one.trust for one in said])
        found = weights(whole, goals[:, None], trust, EAR_DECAY)
        return found[:-size].reshape(count, size).T, found[-size:] * np.sqrt(shared)


def _terms(library: Library, clause: str) -> list[str]:
    return list(clause_terms(clause, library.concepts, library.lexicon.kinds))


# ── stories ──────────────────────────────────────────────────────────────────────────────────────
def _stories(library: Library, heard: Pauses, ways: Mapping[str, tuple[BarringWay, ...]]) -> Iterator[Story]:
    for id_, kinds in sorted(library.examples.items()):
        verdict = library.verdict(id_, TOLD)
        if verdict in ("eligible", "not_covered") or ways.get(id_):
            for text in sorted(kinds.get(TOLD, ())):
                told = tuple(_terms(library, clause.text) for clause in clauses(fold(text), heard))
                yield Story(told, ways.get(id_, ()) if verdict == "excluded" else ())


def _ways(library: Library) -> dict[str, tuple[BarringWay, ...]]:
    """For each provision that bars, the acts by which it does."""
    every = (barring(regime).items() for regime in library.regimes.values())
    return {at: ways for items in every for at, ways in items}


def _barring(library: Library) -> set[str]:
    """Acts that bar anywhere if they are done."""
    return {way.act for way in chain(*_ways(library).values()) if way.done}


def _guessed(stories: Sequence[Story], first: Ear, barring: set[str]) -> tuple[Doubles, list[Meant]]:
    """How surely each of their clauses is about each act, and what is admitted in them."""
    rows = [clause for story in stories for clause in story.clauses]
    pieces = [first.scores(rows[n : n + 500]) for n in range(0, len(rows), 500)]
    about, kinds = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    goals = np.where(about < STORY_FLOOR, 0.0, np.minimum(about, 1.0)).astype(np.float64)
    bars = np.array([act in barring for act in first.acts])
    admitted: list[Meant] = []
    begin = 0
    for story in stories:
        here = slice(begin, begin + len(story.clauses))
        if not story.ways:
            goals[here][(kinds[here].argmax(axis=2) == 0) & bars] = 0
        elif one := _admitted(about[here], kinds[here], story.ways, first.acts):
            goals[begin + one.clause, one.act] = 1
            admitted.append(one._replace(clause=begin + one.clause))
        begin = here.stop
    return goals, admitted


def _admitted(about: Floats, kinds: Floats, ways: Sequence[BarringWay], acts: Sequence[str]) -> Meant | None:
    """The clause that sounds most like one of the ways is taken to say it."""
    known = [(acts.index(way.act), 0 if way.done else 1) for way in ways if way.act in acts]
    if not known or not len(about):
        return None
    sounds = np.stack([about[:, act] * (kinds[:, act, kind] + 1 / len(KINDS)) for act, kind in known])
    way, clause = divmod(int(np.argmax(sounds)), len(about))
    return Meant(clause, *known[way], STORY_TRUST) if sounds[way, clause] >= STORY_ADMITS else None
