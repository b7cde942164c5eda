"""Whether rules say all that the policy says, no less strongly, and nothing in the authority's place.

What the rules are is read first (read.py); here they are held against the policy's words once more. All of it is a
sentence that begins with its entry and ends with the remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from knowledge.policy.provisions import Policy
from knowledge.rules.base import Data
from knowledge.rules.claims import claims
from knowledge.rules.element import Element
from knowledge.rules.read import squeeze
from knowledge.rules.types import Condition, Regime

ASIDE = frozenset({"traps", "stages", "effects", "apply", "criteria", "document", "paper"})
"""Parts that quote a provision and ask nothing about it: they cover none of its words."""
PUT_IN = "请把它写进去（共用的事实可以在自己的 facts 里改写 say 和 ask）"
REMEDIES = {
    "situations": "elements（要件）或 background（只是背景、不单独问）",
    "exclusions": "quotes（每个事实的原话）或 background（只是背景、不单独问）",
    "conditions": "quote 或 background（只是背景、不单独问）",
}


class Measure(Data):
    """`connectives`: words that say nothing of their own; `strength`: words that a quote may not lose when it is said
    or asked; `banned`: words that no advice may have, each with the phrases in which it may stand."""

    connectives: tuple[str, ...]
    strength: tuple[str, ...]
    banned: Mapping[str, tuple[str, ...]]


class Cover(NamedTuple):
    """A provision that rules speak of (`part`: situations …), and what of its words none of them quotes."""

    part: str
    entry: str
    at: str
    missing: tuple[str, ...]


class Rendering(NamedTuple):
    """Words of the policy as they are put to the reader: what is said, what is asked, and the entry that does it."""

    entry: str
    at: str
    quote: str
    facts: tuple[str, ...]
    worded: Mapping[str, str]


def problems(policy: Policy, r: Regime, measure: Measure) -> Iterator[str]:
    """All that is not exact."""
    for one in covers(policy, r, measure):
        if one.missing:
            words = "、".join(f"“{piece}”" for piece in one.missing)
            yield f"{one.entry}：{one.at} 里的{words}没有写到；请写进 {REMEDIES[one.part]}"
    yield from inexact(r, measure)


def inexact(r: Regime, measure: Measure) -> Iterator[str]:
    """The same, but for words that are left out."""
    yield from _wordless(r, measure)
    yield from _weakened(r, measure)
    yield from _on_two_measures(r, measure)
    yield from _overreaching(r, measure)


def _wordless(r: Regime, measure: Measure) -> Iterator[str]:
    """Facts of which nobody says for which words: those that bar, and those that share a quote with a strong word."""
    found = [(f"exclusions.items.{x.at}", x.any, x.quotes) for x in r.exclusions.items]
    for entry, _, one in r.asked:
        if any(word in one.quote for word in measure.strength):
            found.append((entry, _together(one), one.quotes))
    for entry, facts, quotes in found:
        for fact in (fact for fact in facts if fact not in quotes):
            yield f"{entry}：没有写 {fact} 是哪几个字；请在 quotes 里写上它的原话"


def _together(one: Element | Condition) -> tuple[str, ...]:
    """Facts that share its quote, where there are several; an exception has its own."""
    apart = one.exception.fact if isinstance(one, Condition) and one.exception else None
    facts = tuple(fact for fact in one.facts if fact != apart)
    return facts if len(facts) > 1 else ()


# ── all words ────────────────────────────────────────────────────────────────────────────────────
def covers(policy: Policy, r: Regime, measure: Measure) -> Iterator[Cover]:
    """Every situation, exclusion and condition; conditions that stand in one provision cover it together."""
    quotes: dict[str, list[str]] = {}
    for entry, at, quote in claims(r):
        if quote and entry.partition(".")[0] not in ASIDE:
            quotes.setdefault(at, []).append(quote)
    idle = edges(measure.connectives)
    for part, entry, at in _judged(r):
        if provision := policy.find(at):
            yield Cover(part, entry, at, missing(provision.text, quotes.get(at, ()), idle))


def _judged(r: Regime) -> Iterator[tuple[str, str, str]]:
    """(part, entry, provision) of all that decides."""
    yield from (("situations", f"situations.items.{one.at}", one.at) for one in r.situations.items)
    yield from (("exclusions", f"exclusions.items.{one.at}", one.at) for one in r.exclusions.items)
    first = {one.at: one.id for one in reversed(r.conditions.items)}
    yield from (("conditions", f"conditions.items.{id_}", at) for at, id_ in reversed(first.items()))


def edges(connectives: Iterable[str]) -> re.Pattern[str]:
    """Connectives at the ends of a piece."""
    any_ = "|".join(map(re.escape, sorted(connectives, key=len, reverse=True)))
    return re.compile(rf"^(?:{any_})+|(?:{any_})+$")


def missing(text: str, quotes: Iterable[str], idle: re.Pattern[str]) -> tuple[str, ...]:
    """The pieces of a text that no quote covers, without punctuation, and without connectives at their ends."""
    whole = squeeze(text)
    open_ = [True] * len(whole)
    for quote in map(squeeze, quotes):
        for found in re.finditer(re.escape(quote), whole):
            open_[found.start() : found.end()] = [False] * len(quote)
    left = "".join(char if free else " " for char, free in zip(whole, open_, strict=True))
    return tuple(piece for run in re.findall(r"\w+", left) if (piece := idle.sub("", run)))


# ── no less strongly ─────────────────────────────────────────────────────────────────────────────
def _weakened(r: Regime, measure: Measure) -> Iterator[str]:
    for one in said(r):
        for word in (word for word in measure.strength if word in one.quote):
            if lost := [name for name, text in one.worded.items() if text and word not in text]:
                yield f"{one.entry}：原话“{one.quote}”里有“{word}”，{'、'.join(lost)} 里没有；{PUT_IN}"


def said(r: Regime) -> Iterator[Rendering]:
    """Every phrase that is said or asked."""
    for n, e in enumerate(r.scope.elements):
        yield Rendering(f"scope.elements.{n}", r.scope.at, e.quote, e.facts, {"say": e.say, "ask": e.ask})
    for entry, at, one in r.asked:
        facts = tuple(fact for fact in one.facts if fact not in one.quotes)
        alone = r.facts.get(facts[0]) if len(one.facts) == 1 and not one.quotes else None
        told = {f"facts.{facts[0]} 的 say": alone.say} if alone else {}
        yield Rendering(entry, at, one.quote, facts, {"say": one.say, "ask": one.ask, **told})
        yield from _said_of_facts(r, entry, at, one.quotes)
    for x in r.exclusions.items:
        yield from _said_of_facts(r, f"exclusions.items.{x.at}", x.at, x.quotes)
    for c in r.conditions.items:
        if c.exception:
            entry = f"conditions.items.{c.id}.exception"
            yield Rendering(entry, c.at, c.exception.quote, (), {"ask": c.exception.ask})


def _said_of_facts(r: Regime, entry: str, at: str, quotes: Mapping[str, str]) -> Iterator[Rendering]:
    """In the words of the facts; where these have no question, what is said is asked."""
    for fact, quote in quotes.items():
        own = r.facts.get(fact)
        worded = {f"facts.{fact} 的 say": own.say, f"facts.{fact} 的 ask": own.ask} if own else {}
        yield Rendering(entry, at, quote, (fact,), worded)


# ── one measure ──────────────────────────────────────────────────────────────────────────────────
def _on_two_measures(r: Regime, measure: Measure) -> Iterator[str]:
    """Facts that stand for different words, and nobody says why that is one measure."""
    idle = edges(measure.connectives)
    uses: dict[str, dict[tuple[str, ...], Rendering]] = {}
    for one in said(r):
        for fact in one.facts:
            uses.setdefault(fact, {}).setdefault(missing(one.quote, (), idle), one)
    twice = {fact: [*found.values()] for fact, found in uses.items() if len(found) > 1}
    for fact, found in twice.items():
        if fact not in r.shared:
            words = "、".join(f"{one.at}“{one.quote}”" for one in found)
            remedy = f"在 shared 里写上 {fact} 和理由（尺度相同的），或者分成两个事实（尺度不同的）"
            yield f"{found[-1].entry}：{fact} 用在几处，原话不同（{words}）；请{remedy}"
    for fact in (fact for fact in r.shared if fact not in twice):
        yield f"shared.{fact}：没有用在原话不同的几处；请去掉"


# ── in nobody's place ────────────────────────────────────────────────────────────────────────────
def _overreaching(r: Regime, measure: Measure) -> Iterator[str]:
    for entry, text in _advice(r):
        yield from (f"{entry}：{said}" for said in banned(text, measure))


def banned(text: str, measure: Measure) -> Iterator[str]:
    """What is wrong with a piece of advice; what it quotes is the policy's."""
    own = re.sub("“[^”]*”", "", text)
    for word, phrases in measure.banned.items():
        if word in re.sub("|".join(map(re.escape, phrases)) or "$", "", own):
            yield f"不要写“{word}”；算不算由机关判断，请改成文件写了什么、现在还能做什么"


def _advice(r: Regime) -> Iterator[tuple[str, str]]:
    """What is said beside the policy's words, with its entry."""
    for entry, _, one in r.asked:
        yield from ((f"{entry}.{name}", getattr(one, name)) for name in ("mend", "why", "na", "proof"))
    yield from ((f"decision.{row.outcome}.look", row.look) for row in r.decision)
    yield "exclusions.words", r.exclusions.words
    yield from ((f"exclusions.items.{x.at}.note", x.note) for x in r.exclusions.items)
    yield from ((f"stages.{name}.say", one.say) for name, one in r.stages.items())
    yield from ((f"traps.{one.id}.say", one.say) for one in r.traps)
    yield from ((f"silences.{one.id}.say", one.say) for one in r.silences)
    for id_, act in r.casework.items():
        hints = [field.hint for field in act.fields] if act else []
        yield f"casework.{id_}", "".join([act.ours, act.note, *hints] if act else [])
