"""Kinds of things and people: a clause with its names replaced by what they are, so that a bottle given and a card given
read alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from knowledge.hearing.longest import Longest

_NUMBER = re.compile(
    r"[一二三四五六七八九十百千万两几半\d]+(?:多|来|余|把)?"
    r"(?:块钱|[块元万千百条箱张户个人次回趟桌瓶斤份套笔家名位口天年月周])?(?:钱)?"
)
NUMBER = "N"
LONGEST = 3
"""Neighbours that are read together."""


class Kinds:
    """`groups`: kind, one capital letter → names of that kind, folded."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._kinds = {name: kind for kind, names in groups.items() for name in names}
        self._longest = Longest(self._kinds)

    def abstract(self, clause: str) -> str:
        """The clause with every name and number replaced by its kind."""
        return "".join(self._read(clause))

    def _read(self, clause: str) -> Iterator[str]:
        place = 0
        while place < len(clause):
            found = self._longest.at(clause, place)
            number = None if found else _NUMBER.match(clause, place)
            if found:
                yield self._kinds[found]
                place += len(found)
            elif number:
                yield NUMBER
                place = number.end()
            else:
                yield clause[place]
                place += 1

    def terms(self, clause: str) -> Iterator[str]:
        """What the abstract clause is recognised by: neighbours among which there is a kind, and kinds in their order."""
        read = f"^{self.abstract(clause)}$"
        for size in range(1, LONGEST + 1):
            for n in range(len(read) - size + 1):
                piece = read[n : n + size]
                if size == 1 or any("A" <= c <= "Z" for c in piece):
                    yield "@" + piece
        kinds = [c for c in read if "A" <= c <= "Z"]
        for n, first in enumerate(kinds):
            yield from ("&" + first + second for second in kinds[n + 1 : n + LONGEST])
