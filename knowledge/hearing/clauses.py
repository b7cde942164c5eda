"""A message's clauses: between punctuation and, in speech that has none, where a learnt ear hears a pause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_PIECE = re.compile(r"[^，。！？；,.!?;\n\s、：:…—~]+")
_CORRECTS = re.compile(
    r"[哦啊噢]?不对(?!劲|付)|说错了?|搞错了(?=[，,。…]|$)|弄反|记错|看错|看岔|说串|说反|口误|更正一下|等等|等一下|等下|"
    r"不是不是|重新说|打错字?了|纠正一下|刚才说的不"
)
Cuts = Callable[[str], Sequence[int]]
"""a piece without punctuation → the places in it where a new clause begins, in order"""


@dataclass(frozen=True, slots=True)
class Clause:
    """`corrects`: it comes after words that take back what was said before them."""

    text: str
    corrects: bool = False


def clauses(text: str, cuts: Cuts) -> list[Clause]:
    """In order; `text` is folded."""
    found, corrects = [], False
    for part in _parts(text, cuts):
        corrects = corrects or _CORRECTS.search(part) is not None
        found.append(Clause(part, corrects))
    return found


def _parts(text: str, cuts: Cuts) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        places = [0, *cuts(piece), len(piece)]
        yield from (piece[begin:end] for begin, end in pairwise(places))
