"""What a message says of deeds: done, or not done. One value that everything later uses.

An *act* is a deed or a state that matters under the policies (data/lexicon/acts.yaml), with whose it is. What somebody
else did instead, what is planned, feared, asked, supposed or only rumoured, is no statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pydantic import field_validator

from knowledge.rules.base import Data, Pattern, compiled

Kind = Literal["done", "undone", "other"]
KINDS: tuple[Kind, ...] = ("done", "undone", "other")
_DENIALS = frozenset("没不未别无漏忘懒哪免莫甭")
NEAR = 7
"""Characters that a denial reaches, before it and after it."""
SURER = 0.15
"""By how much one of two statements that contradict each other must be surer to be believed."""
LINE = 120
"""Characters of a pattern at most."""
AT_ONCE = 2
"""Clauses after which it is no longer at once."""
TAKEN_BACK = 0.4
"""How sure a denial must be at least that takes back what was said just before; it must be as sure as that, too."""


_DENIED_TWICE = re.compile(
    "不是没|没有[^，]{1,6}没|哪[次回年个家][^，]{0,3}没|(?:不能|不敢|要)[^，]{0,3}说没|说没[^，]{1,4}是?假|一次没拒"
)
"""Such a denial admits."""
_FOUND_NOTHING = re.compile(
    "没(?:有)?(?:什么|啥)?(?:问题|异常|毛病|不对)|没(?:有)?.{0,3}出来|没(?:有)?(?:发现|查到|看出)"
)


def found_nothing(words: str) -> bool:
    """Whether these words, heard as a denial, tell of a check that found nothing: it was made all the same."""
    return _FOUND_NOTHING.search(words) is not None


class Act(Data):
    """`who` does it: the writer or the office (`us`), or somebody else (`them`); `say`, `deny`: how it is retold;
    `of`: what belongs to it and what does not, for those who write wordings; `needs`: short patterns, each of which must
    match the clause that says it was done, or a neighbour of it, one of them the clause itself; `refused`: short
    patterns, one of which in that clause or the next says that it was offered and not taken."""

    who: Literal["us", "them"]
    say: str
    deny: str
    of: str
    needs: tuple[Pattern, ...] = ()
    refused: tuple[Pattern, ...] = ()

    @field_validator("needs", "refused")
    @classmethod
    def _short(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            if len(pattern) > LINE:
                raise ValueError(f"“{pattern[:12]}…”太长，一条最多 {LINE} 个字；请拆开，或改写成说法")
        return patterns

    def is_refused(self, clause: str, after: str) -> bool:
        """Whether what a clause says was done is refused in it or in the one after it."""
        parts = [part for part in (clause, after) if not _DENIED_TWICE.search(part)]
        return any(compiled(pattern).search(part) for pattern in self.refused for part in parts)

    def possible(self, clause: str, around: str) -> bool:
        """Whether a clause can say that it was done; `around`: the clause with its neighbours."""
        found = [compiled(pattern) for pattern in self.needs]
        return not found or (all(p.search(around) for p in found) and any(p.search(clause) for p in found))


@dataclass(frozen=True, slots=True)
class Statement:
    """`act` was done, or was not; `words`: the clause that says so, number `clause` of the message counted from 0;
    `sure`: 0 to 1, that it is about the act and says this of it; `corrects`: it comes after words that take back what was
    said before."""

    act: str
    done: bool
    words: str
    clause: int
    sure: float
    corrects: bool = False


def settled(statements: Iterable[Statement]) -> dict[str, Statement]:
    """What holds of each act in the end: a correction replaces what was said before it, the surer of two that
    contradict each other is believed, and neither where none is."""
    found: dict[str, list[Statement]] = {}
    for one in statements:
        found.setdefault(one.act, []).append(one)
    kept = {act: _settled(said) for act, said in found.items()}
    return {act: one for act, one in kept.items() if one is not None}


def _settled(said: Sequence[Statement]) -> Statement | None:
    """An admission that is taken back at once is none: he pressed a card on me, I gave it back on the spot."""
    later = [one for one in said if one.corrects] or said
    left = [one for one in later if not (one.done and any(_takes_back(one, other) for other in later))]
    best = max(left, key=lambda one: one.sure)
    against = max((one.sure for one in left if one.done != best.done), default=0.0)
    return best if best.sure - against >= SURER or not against else None


def _takes_back(first: Statement, other: Statement) -> bool:
    at_once = 0 < other.clause - first.clause <= AT_ONCE
    return not other.done and at_once and other.sure >= max(TAKEN_BACK, first.sure)


def terms(clause: str, concepts: Iterable[str]) -> Iterator[str]:
    """What a clause is recognised by: its characters, two neighbours, neighbours in reach of a denial, and
    the concepts that it speaks of (see hearing.language for the channels)."""
    framed = f"^{clause}$"
    yield from ("." + c for c in clause)
    yield from (":" + a + b for a, b in pairwise(framed))
    for n, c in enumerate(clause):
        if c in _DENIALS:
            yield from ("!" + c + ">" + a + b for a, b in pairwise(clause[n + 1 : n + 1 + NEAR]))
            yield from ("!" + a + b + "<" + c for a, b in pairwise(clause[max(n - NEAR, 0) : n]))
    yield from ("#" + name for name in concepts)
