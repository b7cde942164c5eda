"""Facts in free text, to be offered for confirmation; nothing here is ever taken for an answer by itself.

A clause is looked at alone. What it hedges (可能, 好像 …), asks or only supposes is left out; a fact that two clauses
contradict each other on is left out as well, and so is one that yields to another that was heard. A weak wording, or a number, is heard only beside what makes it as strong
as the fact: eighty yuan are no great loss, and ten deaths are no accident where nothing burnt or fell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from knowledge.hearing.concepts import HEDGED, clauses
from knowledge.hearing.counts import reached
from knowledge.hearing.language import fold
from knowledge.rules import Fact
from knowledge.rules.base import compiled

Heard: TypeAlias = dict[int, bool | None]
"""What one text says of facts, by their identity: they live as long as the library."""
_TURNED = re.compile(r"(?:不是|并非|没有?|绝不)[^，。]{0,3}$")
_HINDERED = re.compile(
    r"(?:来不及|等不(?:到|及)|顾不(?:上|得)|[没未](?:有)?(?:来得及|顾上|等到|等)|(?:没|没有|哪有)(?:时间|工夫|功夫|空))[^，。]{0,4}$"
)
"""What there was no time for was not done; nor is it told how it would have been done."""
_DENIED = re.compile(r"(?:没有?|未|不是|不曾|从不|从没|并非|绝不)[^，。]{0,2}$")


def heard(
    text: str, facts: Mapping[str, Fact], wanted: Iterable[str], before: Heard | None = None
) -> dict[str, bool]:
    """What the text says of the wanted facts, in their order. `before`: what was heard in it already, which is added to:
    policies share most facts."""
    folded, heard_ = fold(text), before if before is not None else {}
    said = [clause for clause in clauses(folded) if not HEDGED.search(clause)]
    known = {name: facts[name] for name in wanted if name in facts}
    for fact in known.values():
        if id(fact) not in heard_:
            heard_[id(fact)] = _of(fact, said, folded)
    found = {name: heard_[id(fact)] for name, fact in known.items()}
    return {
        name: truth
        for name, truth in found.items()
        if truth is not None and not any(_true(facts, one, said, folded) for one in known[name].yields_to)
    }


def _of(fact: Fact, said: list[str], folded: str) -> bool | None:
    """What the text says of a fact by itself."""
    if fact.doubt and compiled(fact.doubt).search(folded):
        return None
    return _told(fact, said, bool(fact.beside and compiled(fact.beside).search(folded)))


def told_in(text: str, fact: Fact, truth: bool) -> str:
    """The first clause that says so; empty where only the whole does."""
    backed = bool(fact.beside and compiled(fact.beside).search(fold(text)))
    said = (clause for clause in clauses(fold(text)) if not HEDGED.search(clause))
    return next((clause for clause in said if _in_clause(fact, clause, backed) is truth), "")


def _true(facts: Mapping[str, Fact], name: str, said: list[str], folded: str) -> bool:
    """Whether a fact is heard to be true in any clause, whatever else contradicts it."""
    if (fact := facts.get(name)) is None:
        return False
    backed = bool(fact.beside and compiled(fact.beside).search(folded))
    return any(_in_clause(fact, clause, backed) for clause in said)


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
    if fact.not_heard and (match := compiled(fact.not_heard).search(clause)):
        return (
            None if _TURNED.search(clause[: match.start()]) else False
        )  # 「不是我一个人定的」 tells neither
    if fact.heard and (match := compiled(fact.heard).search(clause)):
        if _HINDERED.search(clause[: match.start()]):
            return None
        return _DENIED.search(clause[: match.start()]) is None
    if backed and (match := _weakly(fact, clause)):
        before = clause[: match.start()]
        return None if _DENIED.search(before) or _HINDERED.search(before) else True
    return None


def _weakly(fact: Fact, clause: str) -> re.Match[str] | None:
    if fact.weak and (match := compiled(fact.weak).search(clause)):
        return match
    return next((match for count in fact.counts if (match := reached(clause, count))), None)
