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
from knowledge.learning.tagger import Tagger

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
TAGGED, EAR_MORE, WHOLE = 0.6, 1 / 3, 60
"""What the tagger counts beside the ear, and by how much the ear, whose surest is less sure, is then taken to be surer; in
messages of fewer characters than WHOLE less, for it has learnt from whole stories. Of 726 messages that neither had learnt,
done and not done are told at F .71 by the ear alone as it was, .82 by the tagger alone, .84 by both; with .7 more is taken
for an admission than was said."""
HEARD = 0.1
"""From which something is heard at all."""
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
    """An ear, the acts it may hear, the concepts and kinds that help it, and a tagger that hears the same in its own way."""

    ear: Ear
    acts: Mapping[str, Act]
    concepts: Concepts
    kinds: Kinds
    tagger: Tagger | None = None

    def statements(self, text: str) -> tuple[Statement, ...]:
        """In the order of the message; `text` is folded."""
        heard = self.ear.clauses(text)
        return tuple(self._statements(heard, self._heard(text, heard))) if heard else ()

    def _heard(self, text: str, heard: list[Clause]) -> Floats:
        """How surely each clause says of each act that it was done, or not; shape (clauses, acts, 2)."""
        about, kinds = self.ear.scores(
            [list(clause_terms(clause.text, self.concepts, self.kinds)) for clause in heard]
        )
        told = (kinds.argmax(axis=2)[:, :, None] == np.arange(2)) & (about >= ABOUT)[:, :, None]
        sure: Floats = np.where(told, (np.minimum(about, 1) * _plain(kinds))[:, :, None], 0)
        if self.tagger is None:
            return sure
        tagged = self.tagger.spans(text, [clause.text for clause in heard])[:, self._order, :2]
        share = TAGGED * min(1.0, len(text) / WHOLE)
        both: Floats = (1 - share) * np.minimum((1 + EAR_MORE * share) * sure, 1) + share * tagged
        return both

    @cached_property
    def _order(self) -> list[int]:
        """Where the tagger has the acts of the ear."""
        return [self.tagger.acts.index(act) for act in self.ear.acts] if self.tagger else []

    def _statements(self, heard: list[Clause], sure: Floats) -> Iterator[Statement]:
        best = sure.argmax(axis=2)
        for n, act in np.argwhere(sure.max(axis=2) >= HEARD).tolist():
            name, done, clause = self.ear.acts[act], bool(best[n, act] == 0), heard[n]
            if clause.taken_back or (not done and found_nothing(clause.text)):
                continue
            after = heard[n + 1].text if n + 1 < len(heard) else ""
            if done and self.acts[name].is_refused(clause.text, after):
                yield Statement(name, False, f"{clause.text}，{after}", n, 1.0, clause.corrects)
                continue
            if not done or self._possible(self.acts[name], heard, n):
                yield Statement(
                    name, done, clause.text, n, round(float(sure[n, act, best[n, act]]), 3), clause.corrects
                )

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
