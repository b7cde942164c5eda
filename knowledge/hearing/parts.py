"""The parts of a form's reasons that a story tells: each of its clauses, whole and unchanged, under the part that it was
heard to speak of; what fits nowhere else is the course of events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from knowledge.hearing.acts import Statement
from knowledge.hearing.clauses import Clause
from knowledge.hearing.language import fold
from knowledge.rules.base import Data, Pattern, compiled

COURSE = "course"
SURE = 0.5
"""How sure a statement must be for its clause to go where its act goes."""
_SUM = re.compile(
    r"\W*(?:一共|共|总共|合计|前后|大概)?[\d零一二三四五六七八九十百千万两半几多.]+(?:元|块钱?|万|千|户|人|个月|天)*(?:左右|多|出头)?\W*"
)
LONG = 45
"""Characters of a stretch without punctuation from which it is cut at its pauses."""
_CLOSES = "，。！？；,.!?;\n：:…—~ \t\u3000"
_PIECE = re.compile(f"[^{_CLOSES}]*")
Piece = tuple[str, str]
"""(part, clause with what closes it)"""


class FormPart(Data):
    """`acts`: deeds (lexicon/acts.yaml) that belong there, done or not; `done`, `undone`: only so; `words`: short patterns that tell it where no deed
    is heard; `first`: those that tell it whatever deed is heard."""

    acts: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    words: tuple[Pattern, ...] = ()
    first: tuple[Pattern, ...] = ()

    def claims(self, one: Statement) -> bool:
        """Whether the clause that says this belongs there."""
        return one.act in self.acts or one.act in (self.done if one.done else self.undone)

    @property
    def named(self) -> tuple[str, ...]:
        """All deeds that it names."""
        return (*self.acts, *self.done, *self.undone)


def parted(
    story: str, heard: Sequence[Clause], said: Iterable[Statement], parts: Mapping[str, FormPart]
) -> tuple[Piece, ...]:
    """All of the story, clause by clause; `heard`, `said`: its clauses and what is said in them, by an ear."""
    begins = _begins(story, heard)
    if not begins:
        return ((COURSE, story),) if story.strip() else ()
    statements, found = list(said), list[Piece]()
    for first, last in pairwise([*_whole(story, begins), len(begins)]):
        clause = story[begins[first] if first else 0 : begins[last] if last < len(begins) else len(story)]
        part = _part(fold(clause), [one for one in statements if first <= one.clause < last], parts)
        found.append((part or _following(clause, found), clause))
    return tuple(found)


def _whole(story: str, begins: Sequence[int]) -> Iterator[int]:
    """Numbers of the clauses at which one begins that is shown whole: behind punctuation, or behind a pause in speech
    that has none for long."""
    for n, begin in enumerate(begins):
        before = _PIECE.search(story[:begin][::-1])
        after = _PIECE.match(story, begin)
        length = (before.end() if before else 0) + (after.end() - begin if after else 0)
        if not n or story[begin - 1] in _CLOSES or length > LONG:
            yield n


def _following(clause: str, before: Sequence[Piece]) -> str:
    """Where a clause goes that says nothing by itself: a bare sum goes with what it is the sum of."""
    return before[-1][0] if before and _SUM.fullmatch(fold(clause)) else COURSE


def _part(clause: str, said: Iterable[Statement], parts: Mapping[str, FormPart]) -> str:
    """Nothing where it says nothing of any."""
    if first := next((name for name, one in parts.items() if _speaks(clause, one.first)), ""):
        return first
    told = (one for one in sorted(said, key=lambda one: -one.sure) if one.sure >= SURE)
    by_act = (name for one in told for name, part in parts.items() if part.claims(one))
    by_word = (name for name, one in parts.items() if _speaks(clause, one.words))
    return next(by_act, "") or next(by_word, "")


def _speaks(clause: str, patterns: Iterable[str]) -> bool:
    return any(compiled(pattern).search(clause) for pattern in patterns)


def _begins(story: str, heard: Sequence[Clause]) -> list[int]:
    """Where the clauses begin in the story that were heard; nothing where they are not found in it."""
    signs = [(sign, n) for n, own in enumerate(story) for sign in fold(own) if sign != "、"]
    text, begins, place = "".join(sign for sign, _ in signs), [], 0
    for clause in heard:
        at = text.find(clause.text, place)
        if at < 0:
            return []
        begins.append(signs[at][1])
        place = at + len(clause.text)
    return begins


def joined(clauses: Iterable[str], story: str) -> str:
    """Clauses as one text: those that follow each other in the story as they stand there, others as sentences of their
    own."""
    return "".join(_joined(tuple(clauses), story))


def _joined(clauses: Sequence[str], story: str) -> Iterator[str]:
    for clause, after in pairwise((*clauses, "")):
        follows = bool(after) and (clause + after) in story
        yield clause.lstrip() if follows else _closed(clause)


def _closed(clause: str) -> str:
    """With what ends a sentence."""
    bare = clause.strip().rstrip("，,；;、：: ")
    return bare if bare.endswith(("。", "！", "？", "!", "?", "…")) else f"{bare}。"
