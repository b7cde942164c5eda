"""A story that its teller corrects: the corrected statement in the place of the old one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.hearing.acts import Statement
from knowledge.hearing.language import fold

MARK = "，说错了，"
"""Said before a correction where the old words stay: what comes after it replaces what was said of the same act."""
_LITTLE = frozenset("的了是我俺咱他她它们不没未无有在就也都还把被给这那个一过去来人时候后")
"""Characters that two clauses share whatever they are about."""
_DENIES = re.compile("[没未无]|不是|不曾|并非")
_ANOTHER = re.compile("是.{1,8}的|不是[我俺咱]|别人|旁人|前任|跟[我俺]们?(?:没关系|无关)|没(?:有)?的事")
SHORT = 12
"""Characters of a clause that says one thing."""
SURE = 0.5
"""How sure a statement is whose words can go."""
_EDGES = "，,。；;、！!？? \n"
Hear = Callable[[str], Mapping[str, Statement]]
"""folded text → what holds of each act in the end"""


@dataclass(frozen=True, slots=True)
class Amended:
    """`was`: the clauses that the correction replaces, as they were told."""

    text: str
    was: tuple[str, ...]


def amended(story: str, correction: str, hear: Hear) -> Amended:
    """The story with the correction in the place of what is surely and shortly told otherwise; else the old words stay,
    and the correction is marked as one."""
    before = hear(fold(story))
    after = hear(fold(story + MARK + correction))
    turned = {a for a, one in before.items() if (now := after.get(a)) and now.done != one.done}
    turned = turned or set(_contested(before, fold(correction)))
    was = dict.fromkeys(before[act].words for act in before if act in turned)
    stay = {one.words for a, one in before.items() if a not in turned or one.sure < SURE}
    gone = [words for words in was if words not in stay and len(words) <= SHORT]
    text = _replaced(story, gone, correction) if len(gone) == len(was) > 0 else None
    text = text or story.rstrip(_EDGES) + MARK + correction
    return Amended(text, tuple(was))


def _contested(before: Mapping[str, Statement], correction: str) -> Iterator[str]:
    """Acts of the clause that a correction is about by its words, where it says somebody else did it, or the contrary."""
    said = _content(correction)
    denies, another = bool(_DENIES.search(correction)), bool(_ANOTHER.search(correction))
    for act, one in before.items():
        shared = len(said & _content(one.words))
        least = 1 if another and one.done else min(2, len(said))
        if shared >= max(least, 1) and (one.done == denies or (another and one.done)):
            yield act


def _content(text: str) -> set[str]:
    return {c for c in text if c >= "㐀"} - _LITTLE


def _replaced(story: str, clauses: Iterable[str], correction: str) -> str | None:
    """None where nothing else is told, or a clause is not found as it was written."""
    right = correction
    for words in clauses:
        begin = fold(story).find(words)
        if begin < 0 or len(fold(story)) != len(story):
            return None
        before, after = story[:begin].rstrip("，,、 "), story[begin + len(words) :]
        rest = after if not after or after[0] in _EDGES else f"，{after}"
        story = "，".join(part for part in (before, right) if part) + (rest if right else rest.lstrip("，"))
        right = ""
    left = _content(story) - _content(correction)
    return story if len(left) > 1 else None
