"""Learning to hear acts: from clauses that are labelled, then from whole stories, of which only the verdict is known.

A story that may be tolerated admits nothing that bars; one that is barred admits, in the clause that sounds most like it,
one of the acts by which its provision bars. What else a story's clauses say is taken as the first hearing has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from knowledge.hearing.clauses import clauses
from knowledge.hearing.language import fold
from knowledge.learning import lessons, paused
from knowledge.learning.ear import MARKS, Ear, clause_terms
from knowledge.learning.fit import fit_ridge
from knowledge.learning.model import TOLD
from knowledge.learning.pauses import BETWEEN, Pauses
from knowledge.learning.ridge import Doubles, Ridge
from knowledge.learning.setting import EAR_GRAIN, EAR_SEEN, STORY_FLOOR, STORY_TRUST
from knowledge.learning.terms import Terms
from knowledge.library.corpus import Library
from knowledge.rules.ways import BarringWay, barring


@dataclass(frozen=True, slots=True)
class Story:
    """Clauses as terms; `ways`: the acts of which one is admitted, none where nothing is."""

    clauses: tuple[Sequence[str], ...]
    ways: tuple[BarringWay, ...]


def ear(library: Library) -> Ear:
    """How acts are heard, for all cities."""
    rows = sorted(library.lexicon.spoken())
    acts = sorted({row.act for row in rows})
    classes = [*(act + mark for act in acts for mark in MARKS.values()), *acts, *MARKS.values()]
    place = {name: n for n, name in enumerate(classes)}
    examples = [_terms(library, "".join(BETWEEN.split(row.text))) for row in rows]
    goals = np.zeros((len(rows), len(classes)))
    for n, row in enumerate(rows):
        mark = MARKS[row.kind]
        goals[n, [place[row.act + mark], place[row.act], place[mark]]] = 1
    counts = Counter(chain.from_iterable(map(set, examples)))
    terms = Terms.of(sorted(term for term, count in counts.items() if count >= EAR_SEEN))
    first = _fitted(examples, goals, classes, np.ones(len(rows)), terms)
    heard = paused.learnt(text for text, _ in lessons.verdicts(library))
    ways = _ways(library)
    told = list(_stories(library, heard, ways))
    more = [clause for story in told for clause in story.clauses]
    guessed = _guessed(told, first, place, {way.act for way in chain(*ways.values()) if way.done})
    trust = np.concatenate((np.ones(len(rows)), np.full(len(more), STORY_TRUST)))
    ridge = _fitted([*examples, *more], np.concatenate((goals, guessed)), classes, trust, terms)
    return Ear(lessons.ear_stamp(library), heard, ridge)


def _fitted(
    examples: Sequence[Sequence[str]], goals: Doubles, classes: Sequence[str], trust: Doubles, terms: Terms
) -> Ridge:
    return fit_ridge(examples, goals, classes, trust, terms, EAR_GRAIN, 1)


def _terms(library: Library, clause: str) -> list[str]:
    return list(clause_terms(clause, library.concepts, library.lexicon.kinds))


# ── stories ──────────────────────────────────────────────────────────────────────────────────────
def _stories(library: Library, heard: Pauses, ways: Mapping[str, tuple[BarringWay, ...]]) -> Iterator[Story]:
    for id_, kinds in sorted(library.examples.items()):
        verdict = library.verdict(id_, TOLD)
        if verdict in ("eligible", "not_covered") or ways.get(id_):
            for text in kinds.get(TOLD, ()):
                told = tuple(_terms(library, clause.text) for clause in clauses(fold(text), heard))
                yield Story(told, ways.get(id_, ()) if verdict == "excluded" else ())


def _ways(library: Library) -> dict[str, tuple[BarringWay, ...]]:
    """For each provision that bars, the acts by which it does."""
    every = (barring(regime).items() for regime in library.regimes.values())
    return {at: ways for items in every for at, ways in items}


def _guessed(stories: Sequence[Story], first: Ridge, place: Mapping[str, int], barring: set[str]) -> Doubles:
    """Goals of all their clauses."""
    rows = [clause for story in stories for clause in story.clauses]
    pieces = [first.each(rows[n : n + 500]) for n in range(0, len(rows), 500)]
    scores = np.concatenate(pieces).astype(np.float64)
    goals = np.where(scores < STORY_FLOOR, 0.0, np.minimum(scores, 1.0))
    done = [act for act in sorted(barring) if act in place]
    begin = 0
    for story in stories:
        here = slice(begin, begin + len(story.clauses))
        if story.ways:
            _admit(scores[here], goals[here], story.ways, place)
        else:
            _clear(scores[here], goals[here], done, place)
        begin = here.stop
    return goals


def _admit(scores: Doubles, goals: Doubles, ways: Sequence[BarringWay], place: Mapping[str, int]) -> None:
    """The clause that sounds most like one of the ways is taken to say it."""
    known = [(act, done) for act, done, _ in ways if act in place]
    sounds = [scores[:, place[a]] + scores[:, place[a + _mark(d)]] for a, d in known]
    if not sounds or not len(scores):
        return
    way, clause = divmod(int(np.argmax(np.stack(sounds))), len(scores))
    act, done = known[way]
    if sounds[way][clause] >= 2 * STORY_FLOOR:
        goals[clause, [place[act], place[act + _mark(done)], place[_mark(done)]]] = 1


def _clear(scores: Doubles, goals: Doubles, barring: Sequence[str], place: Mapping[str, int]) -> None:
    """No clause admits what would bar; one that sounds like a denial may still be one."""
    for act in barring:
        others = np.maximum(scores[:, place[act + MARKS["undone"]]], scores[:, place[act + MARKS["other"]]])
        admits = scores[:, place[act + MARKS["done"]]] >= others
        goals[:, place[act + MARKS["done"]]] = 0
        goals[admits, place[act]] = 0


def _mark(done: bool) -> str:
    return MARKS["done"] if done else MARKS["undone"]
