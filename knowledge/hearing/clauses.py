"""A message's clauses: between punctuation and, in speech that has none, where a learnt ear hears a pause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_PIECE = re.compile(r"[^，。！？；,.!?;\n\s：:…—~]+")
_CORRECTS = re.compile(
    r"^[哦啊噢哎唉诶嗨]?(?:等等|等一下|等下)?[哦啊噢哎唉诶]?(?:不对不对|不对|不是不是|说错了?|我?说(?:错|串|反|岔)了?|我?[搞弄记看写打]错了?|我?看(?:岔|串)了|我?记岔了|口误|更正一下|纠正一下|重新说|我重说)|刚才(?:说|讲|写)(?:的)?(?:不对|错)|等等我看错"
)
TAKING_BACK = 10
"""Characters of a clause at most that only takes back what was said before: in a longer one something else is wrong."""
BACK = 2
"""Clauses before it that are taken back."""
Cuts = Callable[[str, bool], Sequence[int]]
"""a piece without punctuation, whether there is any in the whole → the places where a new clause begins, in order"""


@dataclass(frozen=True, slots=True)
class Clause:
    """`corrects`: it comes after words that take back what was said before them; `taken_back`: it stands right before
    such words."""

    text: str
    corrects: bool = False
    taken_back: bool = False


def clauses(text: str, cuts: Cuts) -> list[Clause]:
    """In order; `text` is folded. A list (入户、查平台、问邻居一步没省) is one clause: its end speaks of all of it."""
    parts = list(_parts(text.replace("、", ""), cuts))
    marks = [n for n, part in enumerate(parts) if len(part) <= TAKING_BACK and _CORRECTS.search(part)]
    return [
        Clause(part, bool(marks) and n >= marks[0], any(0 < mark - n <= BACK for mark in marks))
        for n, part in enumerate(parts)
    ]


def _parts(text: str, cuts: Cuts) -> Iterator[str]:
    pieces = _PIECE.findall(text)
    for piece in pieces:
        places = [0, *cuts(piece, len(pieces) > 1), len(piece)]
        yield from (piece[begin:end] for begin, end in pairwise(places))
