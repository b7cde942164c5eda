"""Hears what is said of deeds: a message's clauses by `pauses`, and in each clause, by ridge regression, which act it is
about and whether that was done, was not, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.hearing.acts import KINDS, Act, Statement, terms
from knowledge.hearing.clauses import Clause, clauses
from knowledge.hearing.concepts import Concepts
from knowledge.hearing.kinds import Kinds
from knowledge.learning.pauses import Pauses
from knowledge.learning.ridge import Ridge
from knowledge.learning.table import Floats

MARKS = dict(zip(KINDS, "+-?", strict=True))
"""Classes of the ridge: an act; an act with one of these; one of these, for all acts together."""
SHARED = 1.0
"""How much what all acts share tells of done or not, beside what each act has of its own."""
ABOUT = 0.25
"""From which a clause is about an act at all."""
_NOT_ME = re.compile("不是[我俺咱]们?(?!一个|自己|故意|有意)[^要想愿]{1,6}的")
MOST = 60
"""Clauses of a message that are listened to."""


@dataclass(frozen=True)
class Ear:
    """`stamp` changes with what it was learnt from."""

    stamp: str
    pauses: Pauses
    ridge: Ridge

    @cached_property
    def acts(self) -> tuple[str, ...]:
        return tuple(name for name in self.ridge.classes if name[-1] not in MARKS.values())

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.ridge.classes)}

    @cached_property
    def _about(self) -> NDArray[Any]:
        return np.array([self._place[act] for act in self.acts])

    @cached_property
    def _kinds(self) -> NDArray[Any]:
        return np.array([[self._place[act + mark] for mark in MARKS.values()] for act in self.acts])

    @cached_property
    def _shared(self) -> NDArray[Any]:
        return np.array([self._place[mark] for mark in MARKS.values()])

    def clauses(self, text: str) -> list[Clause]:
        """Of folded text."""
        return clauses(text, self.pauses)[:MOST]

    def scores(self, heard: list[Clause], concepts: Concepts, kinds: Kinds) -> tuple[Floats, Floats]:
        """How surely each clause is about each act, and what speaks for done, undone, other: shapes (clauses, acts) and
        (clauses, acts, 3)."""
        table = self.ridge.each([list(clause_terms(clause.text, concepts, kinds)) for clause in heard])
        return table[:, self._about], table[:, self._kinds] + SHARED * table[:, None, self._shared]


def clause_terms(clause: str, concepts: Concepts, kinds: Kinds) -> Iterator[str]:
    """What a clause is recognised by."""
    yield from terms(clause, dict.fromkeys(mention.mark for mention in concepts.mentions(clause)))
    yield from kinds.terms(clause)


@dataclass(frozen=True)
class Listener:
    """An ear, the acts it may hear, and the concepts and kinds that help it."""

    ear: Ear
    acts: Mapping[str, Act]
    concepts: Concepts
    kinds: Kinds

    def statements(self, text: str) -> tuple[Statement, ...]:
        """In the order of the message; `text` is folded."""
        heard = self.ear.clauses(text)
        return tuple(self._statements(heard)) if heard else ()

    def _statements(self, heard: list[Clause]) -> Iterator[Statement]:
        about, kinds = self.ear.scores(heard, self.concepts, self.kinds)
        best = kinds.argmax(axis=2)
        for n, act in np.argwhere((about >= ABOUT) & (best < 2)).tolist():
            name, done, clause = self.ear.acts[act], bool(best[n, act] == 0), heard[n]
            if clause.taken_back:
                continue
            after = heard[n + 1].text if n + 1 < len(heard) else ""
            if done and self.acts[name].is_refused(clause.text, after):
                yield Statement(name, False, f"{clause.text}，{after}", n, 1.0, clause.corrects, 1.0)
                continue
            if not done or self._possible(self.acts[name], heard, n):
                sure = round(float(min(about[n, act], 1.0)), 3)
                _, second, first = sorted(kinds[n, act].tolist())
                yield Statement(name, done, clause.text, n, sure, clause.corrects, round(first - second, 3))

    def _possible(self, act: Act, heard: list[Clause], n: int) -> bool:
        """Whether this clause can say that it was done; what was not me who did it is no deed of ours."""
        if act.who == "us" and _NOT_ME.search(heard[n].text):
            return False
        return act.possible(heard[n].text, _around(heard, n))


def _around(heard: list[Clause], n: int) -> str:
    return "，".join(clause.text for clause in heard[max(n - 1, 0) : n + 2])
