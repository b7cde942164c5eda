"""Learning to hear acts: from clauses that are labelled, alone and in the stories where they were said, then from whole
stories, of which only the verdict is known.

A story that may be tolerated admits nothing that bars; one that is barred admits, in the clause that sounds most like it,
one of the acts by which its provision bars. What else a story's clauses say is taken as the last hearing has it: what is
learnt from stories hears them better, and is learnt from again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from math import inf
from typing import NamedTuple

import numpy as np
from scipy import sparse

from knowledge.hearing.acts import KINDS
from knowledge.hearing.clauses import clauses
from knowledge.hearing.language import fold
from knowledge.learning import lessons, paused
from knowledge.learning.ear import DONE, OTHER, Ear, clause_terms, told_apart
from knowledge.learning.fit import Weighed, weighed, weights
from knowledge.learning.model import TOLD
from knowledge.learning.pauses import BETWEEN, LEAST, Pauses
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
from knowledge.learning.terms import Terms
from knowledge.library.acts import ActRow
from knowledge.library.corpus import Library
from knowledge.library.examples import Marks
from knowledge.rules.ways import BarringWay, barring

PARTLY = 0.4
"""How surely a clause is about an act that it and its neighbours say together."""
UNCUT = Pauses({}, -inf)
"""Cuts at punctuation alone."""


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


@dataclass(frozen=True, slots=True)
class Labelled:
    """A clause, as terms: how surely it is `about` acts, 0 to 1, and what it says of them, with one of KINDS by its
    number; `trust`: how much it counts."""

    terms: Sequence[str]
    about: Mapping[str, float]
    said: Mapping[str, int]
    trust: float


def ear(library: Library) -> Ear:
    """How acts are heard, for all cities."""
    pauses = paused.learnt(text for text, _ in lessons.wordings(library))
    lines = [*_rows(library, library.lexicon.spoken()), *_marked(library, library.marked, pauses)]
    ways = _ways(library)
    told = list(_stories(library, pauses, ways))
    lesson = _lesson(lines, [clause for story in told for clause in story.clauses])
    now, bars = lesson.fitted(), _barring(ways)
    for _ in range(STORY_ROUNDS):
        now = lesson.fitted(*_guessed(told, lesson.acts, *lesson.heard(now), bars))
    return lesson.kept(now, lessons.ear_stamp(library), pauses)


def labelled(library: Library, rows: Iterable[ActRow], pauses: Pauses) -> Ear:
    """How acts are heard by these labelled clauses alone."""
    lesson = _lesson(list(_rows(library, rows)), ())
    return lesson.kept(lesson.fitted(), lessons.ear_stamp(library), pauses)


def _lesson(lines: Sequence[Labelled], more: Sequence[Sequence[str]]) -> _Lesson:
    acts = sorted({act for line in lines for act in line.said})
    counts = Counter(chain.from_iterable(set(line.terms) for line in lines))
    terms = Terms.of(sorted(term for term, count in counts.items() if count >= EAR_SEEN))
    return _Lesson(tuple(acts), lines, weighed([*(line.terms for line in lines), *more], terms, 1))


def _rows(library: Library, rows: Iterable[ActRow]) -> Iterator[Labelled]:
    for row in sorted(rows):
        yield _line(library, row.text, {row.act: KINDS.index(row.kind)}, 1.0)


def _line(library: Library, text: str, said: Mapping[str, int], trust: float) -> Labelled:
    return Labelled(_terms(library, "".join(BETWEEN.split(text))), dict.fromkeys(said, 1.0), said, trust)


def _marked(library: Library, marked: Marks, pauses: Pauses) -> Iterator[Labelled]:
    """The clauses of stories whose words are marked: what is not marked says nothing of any act. Words that run over
    several clauses are a line of their own."""
    for text, marks in sorted(marked.items()):
        parts = [clause.text for clause in clauses(fold(text), pauses)]
        said: list[dict[str, int]] = [{} for _ in parts]
        partly: list[dict[str, float]] = [{} for _ in parts]
        for mark in marks:
            words = "".join(clause.text for clause in clauses(fold(mark.words), UNCUT))
            kind = KINDS.index(mark.kind)
            if len(held := _holding(parts, words)) == 1:
                said[held[0]][mark.act] = kind
                continue
            yield _line(library, words, {mark.act: kind}, STORY_TRUST)
            for n in held:
                partly[n][mark.act] = PARTLY
        for part, own, some in zip(parts, said, partly, strict=True):
            yield Labelled(_terms(library, part), {**some, **dict.fromkeys(own, 1.0)}, own, STORY_TRUST)


def _holding(parts: Sequence[str], words: str) -> list[int]:
    """The clauses that hold these words, or so much of them that it matters."""
    begin = "".join(parts).find(words)
    ends = list(accumulate(map(len, parts)))
    shares = [
        min(end, begin + len(words)) - max(end - len(part), begin)
        for part, end in zip(parts, ends, strict=True)
    ]
    return [n for n, share in enumerate(shares) if begin >= 0 and share >= min(LEAST, len(parts[n]))]


@dataclass(frozen=True, slots=True)
class _Lesson:
    """Labelled clauses; `rows`: those and the clauses of stories behind them."""

    acts: tuple[str, ...]
    lines: Sequence[Labelled]
    rows: Weighed

    @property
    def classes(self) -> list[str]:
        return [*self.acts, *(act + mark for mark in (DONE, OTHER) for act in self.acts), DONE, OTHER]

    def fitted(self, sounds: Doubles | None = None, admitted: Sequence[Meant] = ()) -> Doubles:
        """Weights, known terms × classes. With clauses of stories: `sounds[n, a]`: how surely clause n is about act a;
        what is admitted."""
        begin = len(self.lines)
        said = [*self._said(), *(one._replace(clause=one.clause + begin) for one in admitted)]
        kinds = np.array([one.kind for one in said])
        done, all_done = self._side(said, 1.0 * (kinds == 0) - (kinds == 1), DONE_SHARED)
        other, all_other = self._side(said, (kinds == 2) - 1 / len(KINDS), OTHER_SHARED)
        goals = self._goals(sounds)
        about = weights(self.rows.table[: len(goals)], goals, self._trust(len(goals) - begin))
        return np.concatenate((about, done, other, all_done, all_other), axis=1)

    def heard(self, now: Doubles) -> tuple[Doubles, Doubles]:
        """How the clauses of stories are heard by such weights, as `Ear.scores` has it."""
        count = len(self.acts)
        places = np.arange(3 * count).reshape(3, count)
        return told_apart(self.rows.table[len(self.lines) :] @ now, places, (3 * count, 3 * count + 1))

    def kept(self, now: Doubles, stamp: str, pauses: Pauses) -> Ear:
        return Ear(stamp, pauses, self.rows.kept(now, self.classes, EAR_GRAIN))

    def _said(self) -> Iterator[Meant]:
        number = {act: n for n, act in enumerate(self.acts)}
        for n, line in enumerate(self.lines):
            yield from (Meant(n, number[act], kind, line.trust) for act, kind in line.said.items())

    def _goals(self, sounds: Doubles | None) -> Doubles:
        number = {act: n for n, act in enumerate(self.acts)}
        goals = np.zeros((len(self.lines), len(self.acts)))
        for n, line in enumerate(self.lines):
            for act, sure in line.about.items():
                goals[n, number[act]] = sure
        return goals if sounds is None else np.concatenate((goals, sounds))

    def _trust(self, more: int) -> Doubles:
        own = np.array([line.trust for line in self.lines])
        return np.concatenate((own, np.full(more, STORY_TRUST)))

    def _side(self, said: Sequence[Meant], goals: Doubles, shared: float) -> tuple[Doubles, Doubles]:
        """Weights that tell one kind from the rest, of every act for itself, and of all together: each clause counts
        among those of its act and, by `shared`, among all."""
        table = self.rows.table[[one.clause for one in said]].tocoo()
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
            for text in sorted(set(kinds.get(TOLD, ())) - library.marked.keys()):
                told = tuple(_terms(library, clause.text) for clause in clauses(fold(text), heard))
                yield Story(told, ways.get(id_, ()) if verdict == "excluded" else ())


def _ways(library: Library) -> dict[str, tuple[BarringWay, ...]]:
    """For each provision that bars, the acts by which it does."""
    every = (barring(regime).items() for regime in library.regimes.values())
    return {at: ways for items in every for at, ways in items}


def _barring(ways: Mapping[str, tuple[BarringWay, ...]]) -> set[str]:
    """Acts that bar anywhere if they are done."""
    return {way.act for way in chain(*ways.values()) if way.done}


def _guessed(
    stories: Sequence[Story], acts: tuple[str, ...], about: Doubles, kinds: Doubles, barring: set[str]
) -> tuple[Doubles, list[Meant]]:
    """How surely each of their clauses is about each act, and what is admitted in them, by how they are heard."""
    goals = np.where(about < STORY_FLOOR, 0.0, np.minimum(about, 1.0))
    bars = np.array([act in barring for act in acts])
    admitted: list[Meant] = []
    begin = 0
    for story in stories:
        here = slice(begin, begin + len(story.clauses))
        if not story.ways:
            goals[here][(kinds[here].argmax(axis=2) == 0) & bars] = 0
        elif one := _admitted(about[here], kinds[here], story.ways, acts):
            goals[begin + one.clause, one.act] = 1
            admitted.append(one._replace(clause=begin + one.clause))
        begin = here.stop
    return goals, admitted


def _admitted(
    about: Doubles, kinds: Doubles, ways: Sequence[BarringWay], acts: Sequence[str]
) -> Meant | None:
    """The clause that sounds most like one of the ways is taken to say it."""
    known = [(acts.index(way.act), 0 if way.done else 1) for way in ways if way.act in acts]
    if not known or not len(about):
        return None
    sounds = np.stack([about[:, act] * (kinds[:, act, kind] + 1 / len(KINDS)) for act, kind in known])
    way, clause = divmod(int(np.argmax(sounds)), len(about))
    return Meant(clause, *known[way], STORY_TRUST) if sounds[way, clause] >= STORY_ADMITS else None
