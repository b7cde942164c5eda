"""Hears what is said of deeds: a message's clauses by `pauses`, and in each clause, by ridge regression, which act it is
about, and, taking it to be about that act, whether it was done, was not, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.hearing.acts import Act, Statement, found_nothing, terms
from knowledge.hearing.clauses import Clause, clauses
from knowledge.hearing.concepts import Concepts
from knowledge.hearing.kinds import Kinds
from knowledge.learning.pauses import Pauses
from knowledge.learning.ridge import Ridge
from knowledge.learning.table import Floats

DONE, OTHER = "±", "?"
"""Classes of the ridge: an act, to be about it; an act with one of these, of what is about it: rather done (1) than not
(-1), and neither; one of these alone, the same for all acts together."""
ABOUT = 0.15
"""From which a clause is about an act at all. Whatever is heard must be surer to count, by what hangs on it."""
PLAIN = 0.25
"""What done, or not, is likelier by where it is plain: of labelled clauses of writers not heard before .53 are heard
rightly where it is nothing, .77 where it is as much as this, .98 where it is more than twice as much."""
_NOT_ME = re.compile("不是[我俺咱]们?(?!一个|自己|故意|有意)[^要想愿]{1,6}的")
_MEANT = re.compile(
    "本想|本来想|原本想|本打算|打算(?!办|要我)|盘算|准备(?=[去下上找开报打补追再])|寻思(?:着|等|去|再|下|改天)|正想|正要|想等|改天"
)
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
        return tuple(name for name in self.ridge.classes if name[-1] not in (DONE, OTHER))

    @cached_property
    def _places(self) -> NDArray[Any]:
        """Columns of the ridge; shape (3, acts): to be about an act, done or not, neither."""
        place = {name: n for n, name in enumerate(self.ridge.classes)}
        return np.array([[place[act + mark] for act in self.acts] for mark in ("", DONE, OTHER)])

    @cached_property
    def _shared(self) -> tuple[int, int]:
        return self.ridge.classes.index(DONE), self.ridge.classes.index(OTHER)

    def clauses(self, text: str) -> list[Clause]:
        """Of folded text."""
        return clauses(text, self.pauses)[:MOST]

    def scores(self, heard: Sequence[Iterable[str]]) -> tuple[Floats, Floats]:
        """How surely each clause, given as its terms, is about each act, and what then speaks for done, undone, other:
        shapes (clauses, acts) and (clauses, acts, 3)."""
        return told_apart(self.ridge.each(heard), self._places, self._shared)


def told_apart(table: Any, places: NDArray[Any], shared: tuple[int, int]) -> tuple[Any, Any]:
    """The same of the ridge's scores; `places`: their columns for each act, shape (3, acts); `shared`: those of DONE and
    OTHER alone."""
    about, done, other = (table[:, columns] for columns in places)
    done = done + table[:, shared[0], None]
    other = other + table[:, shared[1], None]
    return about, np.stack(((done - other) / 2, (-done - other) / 2, other), axis=2)


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
        about, kinds = self.ear.scores(
            [list(clause_terms(clause.text, self.concepts, self.kinds)) for clause in heard]
        )
        best, plain = kinds.argmax(axis=2), _plain(kinds)
        sure = np.minimum(about, 1) * plain
        for n, act in np.argwhere((about >= ABOUT) & (best < 2)).tolist():
            name, done, clause = self.ear.acts[act], bool(best[n, act] == 0), heard[n]
            if clause.taken_back or (not done and found_nothing(clause.text)):
                continue
            after = heard[n + 1].text if n + 1 < len(heard) else ""
            if done and self.acts[name].is_refused(clause.text, after):
                yield Statement(name, False, f"{clause.text}，{after}", n, 1.0, clause.corrects)
                continue
            if not done or self._possible(self.acts[name], heard, n):
                yield Statement(name, done, clause.text, n, round(float(sure[n, act]), 3), clause.corrects)

    def _possible(self, act: Act, heard: list[Clause], n: int) -> bool:
        """Whether this clause can say that it was done; what was not me who did it, or only meant to be done, is no deed
        of ours."""
        if act.who == "us" and (_NOT_ME.search(heard[n].text) or _MEANT.search(heard[n].text)):
            return False
        return act.possible(heard[n].text, _around(heard, n))


def _plain(kinds: Floats) -> Floats:
    """How plainly each clause says what it says most likely of each act, 0 to 1."""
    ordered = np.sort(kinds, axis=2)
    plain: Floats = 1 - np.exp((ordered[:, :, 1] - ordered[:, :, 2]) / PLAIN)
    return plain


def _around(heard: list[Clause], n: int) -> str:
    return "，".join(clause.text for clause in heard[max(n - 1, 0) : n + 2])
