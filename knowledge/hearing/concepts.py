"""Everyday wordings of one thing, gathered under a name, and what a message says of it: that it is so, that it is not
so, that it may be, or that it is so of somebody else.

Scope is short, as in speech: a denial reaches a few characters, never past a comma; a subject holds until the next one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.hearing.longest import Longest

_CLAUSE = re.compile(r"[，。！？；,.!?;\n\s、：:]+")
_DENIED = re.compile(
    r"(?:没有?(?!想到|办法|料到|顾上|等|错)|未|不是|并非|绝不|从不|从来不|不曾|不存在|不敢|不会|不图|不想|不许|哪敢|哪会|哪有|谁会|无(?!所))"
    r"[^就却但才又便而可]{0,5}$|(?<![要是])不$"
)
_REFUSED = re.compile(
    r"[^，]{0,3}(?:一[分口根点毛样]?(?:都|也)?没|都?没(?:有)?(?:拿|收|要|沾|碰|吃|占|接)|(?:都|也|当场|全)?(?:退回去|拒了|没要|不存在|没有$))"
)
HEDGED = re.compile(
    r"可能|也许|好像|大概|应该是|估计|不知道|不清楚|不确定|记不清|吗$|呢$|如果|要是|假如|万一|举报|想问|听说|是不是|有没有|能不能"
)
"""A clause that only supposes, asks or passes on."""
_WHO = re.compile(
    r"(?P<self>我|俺|咱|本人|自己)|(?P<other>他|她|人家|对方|申请人|当事人|户主|老人|老头|老太|大爷|大娘|大妈|老汉|"
    r"[这那]户|[这那]家|低保户|五保户|特困户|对象|村民|群众|家属(?=[瞒藏报])|老板|企业|公司|学生|家长|老李|老王|老张|老赵|"
    r"支书|领导|局长|镇长|书记|主任|同事|别人)"
)
OWN = "我俺咱自"
"""Beginnings of wordings that say whose it is: 我侄子."""
REACH = 9
"""Characters that a denial reaches at most, its own included."""
Sense = Literal["yes", "no", "unsure", "other"]
MARKS: Mapping[Sense, str] = {"yes": "", "no": "-", "unsure": "?", "other": "@"}


@dataclass(frozen=True, slots=True)
class Mention:
    """`words` of the message, a denial with them, speak of the concept `name`; `sense`: it is so, it is not, it may be, or it is so of
    somebody else. `clause`: where it stands, counted from 0."""

    name: str
    words: str
    sense: Sense
    clause: int

    @property
    def mark(self) -> str:
        """The concept's name with its sense: gain, gain-, gain?, family@."""
        return self.name + MARKS[self.sense]


def clauses(text: str) -> list[str]:
    """The message's pieces between punctuation, empty ones left out."""
    return [piece for piece in _CLAUSE.split(text) if piece]


class Concepts:
    """`groups`: name → wordings, folded. `personal`: concepts of which it matters who did it or whose it is.
    `wordings`: wording → name."""

    def __init__(self, groups: Mapping[str, Iterable[str]], personal: Collection[str] = ()) -> None:
        self.wordings = {wording: name for name, wordings in groups.items() for wording in wordings}
        self.personal = frozenset(personal)
        self._longest = Longest(self.wordings)

    def found(self, text: str) -> list[str]:
        """Names of the concepts that folded text speaks of in whatever sense, in order, each once."""
        return list(dict.fromkeys(self.wordings[wording] for _, wording in self._spoken(text)))

    def mentions(self, text: str) -> list[Mention]:
        """All that folded text says of any concept, in order."""
        return [m for number, clause in enumerate(clauses(text)) for m in self._in_clause(clause, number)]

    def _in_clause(self, clause: str, number: int) -> Iterator[Mention]:
        unsure = HEDGED.search(clause) is not None
        for place, wording in self._spoken(clause):
            name = self.wordings[wording]
            before, after = clause[:place], clause[place + len(wording) :]
            refused = _REFUSED.match(after)
            if denied := _DENIED.search(before[-REACH:]):
                start = max(place - REACH, 0) + denied.start()
                yield Mention(name, clause[start : place + len(wording)], "no", number)
            elif refused:
                yield Mention(name, wording + refused.group(), "no", number)
            elif name in self.personal and wording[0] not in OWN and _whose(before) == "other":
                yield Mention(name, wording, "other", number)
            else:
                yield Mention(name, wording, "unsure" if unsure else "yes", number)

    def _spoken(self, text: str) -> Iterator[tuple[int, str]]:
        """(place, wording) of every wording in folded text, the longest at each place; none overlap."""
        place, end = 0, len(text)
        while place < end:
            found = self._longest.at(text, place)
            if found:
                yield place, found
            place += len(found) if found else 1


def _whose(before: str) -> str | None:
    """The nearest person that a clause has named so far."""
    last = None
    for match in _WHO.finditer(before):
        last = match.lastgroup
    return last
