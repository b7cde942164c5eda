"""What a result still hangs on, put so that it tells something: what bars together, situations together, then the
rest one by one, each as if nothing that is still open barred."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.assess import words
from dialogs.assess.view import View
from knowledge.rules import Condition, Element

MOST = 6
"""Open facts that are spelled out."""


def open_lines(card: View) -> Iterator[str]:
    """One line for each thing that would decide."""
    missing = card.judgement.missing
    bars = [f for one in card.regime.exclusions.items for f in one.any if f in missing]
    if len(bars) > 1:
        yield from _bars(card, bars)
    situations = [f for f in missing if card.regime.situation(f)]
    if len(situations) > 1:
        yield "哪一种情形对得上，还没有定；都对不上 → 可能没有对应情形"
    skipped = {*(bars if len(bars) > 1 else ()), *(situations if len(situations) > 1 else ())}
    rest = [fact for fact in missing if fact not in skipped]
    calm = {**card.way.facts, **{bar: False for bar in bars if len(bars) > 1}}
    for fact, (yes, no) in card.judge.branches(calm, rest[:MOST]).items():
        yield _either(card, fact, *("或者".join(map(card.name, found)) for found in (yes, no)))
    if len(rest) > MOST:
        yield f"还有 {len(rest) - MOST} 个事实没有定下来"


def _bars(card: View, bars: list[str]) -> Iterator[str]:
    rules = card.regime.exclusions
    quote = rules.bar.quote if rules.bar else ""
    listed = "、".join(card.stated(fact, True) for fact in bars)
    yield f"{card.label(rules.at or '')}里还没有排除的：{listed}。有其中一种 → 文件写的是“{quote}”；都没有 → 再看下面几点"


def _either(card: View, fact: str, yes: str, no: str) -> str:
    """What a fact makes of it either way."""
    proof = _proof(card, fact)
    shown = words.PROOF.format(proof=proof) if proof else ""
    if yes == no:
        return f"{card.stated(fact, True)}，还是{card.stated(fact, False)}，还没有定。{shown}"
    return f"如果{card.stated(fact, True)} → 可能{yes}；如果{card.stated(fact, False)} → 可能{no}。{shown}"


def _proof(card: View, fact: str) -> str:
    every: list[Element | Condition] = [e for s in card.regime.situations.items for e in s.elements]
    every += card.regime.conditions.items
    return next((one.proof for one in every if fact in one.facts), "")
