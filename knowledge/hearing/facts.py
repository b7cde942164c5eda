"""Facts in free text, to be offered for confirmation; nothing here is ever taken for an answer by itself.

A clause is looked at alone. What it hedges (可能, 好像 …), asks or only supposes is left out; a fact that two clauses
contradict each other on is left out as well. A weak wording, or a number, is heard only beside what makes it as strong
as the fact: eighty yuan are no great loss, and ten deaths are no accident where nothing burnt or fell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from knowledge.hearing.concepts import HEDGED, clauses
from knowledge.hearing.counts import reached
from knowledge.hearing.language import fold
from knowledge.rules import Fact

_TURNED = re.compile(r"(?:不是|并非|没有?|绝不)[^，。]{0,3}$")
_DENIED = re.compile(r"(?:没有?|未|不是|不曾|从不|从没|并非|绝不)[^，。]{0,2}$")


def heard(text: str, facts: Mapping[str, Fact], wanted: Iterable[str]) -> dict[str, bool]:
    """What the text says of the wanted facts, in their order."""
    folded = fold(text)
    said = [clause for clause in clauses(folded) if not HEDGED.search(clause)]
    known = {name: facts[name] for name in wanted if name in facts}
    clear = {
        name: fact
        for name, fact in known.items()
        if not fact.doubt or not _pattern(fact.doubt).search(folded)
    }
    backed = {name for name, fact in clear.items() if fact.beside and _pattern(fact.beside).search(folded)}
    found = {name: _told(fact, said, name in backed) for name, fact in clear.items()}
    return {name: truth for name, truth in found.items() if truth is not None}


def misheard(fact: Fact) -> Iterator[str]:
    """What is wrong with a fact's own examples, a sentence each."""
    known = {fact.say: fact}
    for text in fact.heard_by:
        if heard(text, known, known).get(fact.say) is not True:
            yield f"“{text}”没有听出“{fact.say}”"
    for text in fact.not_heard_by:
        if heard(text, known, known).get(fact.say) is True:
            yield f"“{text}”不该听出“{fact.say}”"


def _told(fact: Fact, said: list[str], backed: bool) -> bool | None:
    told = {truth for clause in said if (truth := _in_clause(fact, clause, backed)) is not None}
    return told.pop() if len(told) == 1 else None


def _in_clause(fact: Fact, clause: str, backed: bool) -> bool | None:
    if fact.not_heard and (match := _pattern(fact.not_heard).search(clause)):
        return (
            None if _TURNED.search(clause[: match.start()]) else False
        )  # 「不是我一个人定的」 tells neither
    if fact.heard and (match := _pattern(fact.heard).search(clause)):
        return _DENIED.search(clause[: match.start()]) is None
    if backed and (match := _weakly(fact, clause)):
        return None if _DENIED.search(clause[: match.start()]) else True
    return None


def _weakly(fact: Fact, clause: str) -> re.Match[str] | None:
    if fact.weak and (match := _pattern(fact.weak).search(clause)):
        return match
    return next((match for count in fact.counts if (match := reached(clause, count))), None)


@lru_cache(maxsize=256)
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)
