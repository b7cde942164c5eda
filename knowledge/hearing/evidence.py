"""Which of a provision's facts a message speaks for, which it leaves open, which it speaks against.

Facts are heard by their own patterns (see `hearing`) and, more loosely, by the concepts that stand for them (`signs`).
What is found here explains an answer, is shown for confirmation; it is never an answer to a question of the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from knowledge.hearing import facts
from knowledge.hearing.concepts import Concepts, Mention
from knowledge.rules import Element, Fact, Regime, logic
from knowledge.rules.logic import Expr, Is


@dataclass(frozen=True, slots=True)
class Told:
    """What a message tells: `mentions` of concepts in order, `facts` that are true or false by it; `plain`: those of
    them that it says in so many words, whatever its concepts. A concept alone hints at a fact, whatever its strength:
    three deaths speak of accidents, and tell of no grave one."""

    mentions: tuple[Mention, ...]
    facts: Mapping[str, bool]
    plain: Mapping[str, bool] = field(default_factory=dict)

    @property
    def sure(self) -> dict[str, bool]:
        """Facts that are said in so many words and that nothing else in the message contradicts."""
        return {name: truth for name, truth in self.plain.items() if self.facts.get(name) is truth}

    def speaks(self, name: str) -> bool | None:
        """Whether a concept is affirmed (also of somebody else), denied, or not spoken of for certain."""
        senses = {mention.sense for mention in self.mentions if mention.name == name}
        if senses & {"yes", "other"}:
            return True
        return False if "no" in senses else None


@dataclass(frozen=True, slots=True)
class Need:
    """One fact that a provision needs: met when `test` is, or when a concept of `signs` is spoken of. `ask`: how it is
    asked for, so that yes makes the test's one fact true; empty where it cannot be asked so."""

    say: str
    test: Expr
    signs: tuple[str, ...] = ()
    ask: str = ""

    @property
    def fact(self) -> str:
        """The one fact that it hangs on; empty where there are several."""
        names = logic.names(self.test)
        return names[0] if len(names) == 1 else ""

    def met(self, told: Told) -> bool | None:
        known = logic.value(self.test, told.facts)
        if known is not None:
            return known
        spoken = [told.speaks(name) for name in self.signs]
        if True in spoken:
            return True
        return False if False in spoken else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The needs of one provision, by what a message tells of them."""

    found: tuple[Need, ...] = ()
    missing: tuple[Need, ...] = ()
    against: tuple[Need, ...] = ()

    @property
    def share(self) -> float:
        """Part of the needs that are found, 0 to 1; 0 where there are none."""
        return len(self.found) / max(len(self.found) + len(self.missing) + len(self.against), 1)


class Witness:
    """Reads messages against the facts of all regimes."""

    def __init__(self, concepts: Concepts, facts: Mapping[str, Fact], regimes: Iterable[Regime]) -> None:
        self._concepts = concepts
        self._facts = facts
        self.needs: dict[str, tuple[Need, ...]] = {}
        for regime in regimes:
            self.needs.update(_needs(regime, facts))

    def told(self, text: str) -> Told:
        """What a message tells; `text` is folded."""
        mentions = tuple(self._concepts.mentions(text))
        heard = facts.heard(text, self._facts, self._facts)
        said = {name: _said(fact, heard.get(name), mentions) for name, fact in self._facts.items()}
        return Told(mentions, {name: truth for name, truth in said.items() if truth is not None}, heard)

    def admits(self, id_: str, told: Told) -> bool:
        """Whether a message says plainly what meets every need of a provision."""
        needs = self.needs.get(id_, ())
        return bool(needs) and all(logic.value(need.test, told.plain) for need in needs)

    def evidence(self, id_: str, told: Told) -> Evidence:
        """A provision's needs as this message meets them; empty for provisions that need no facts."""
        sorted_: dict[bool | None, list[Need]] = {True: [], False: [], None: []}
        for need in self.needs.get(id_, ()):
            sorted_[need.met(told)].append(need)
        return Evidence(tuple(sorted_[True]), tuple(sorted_[None]), tuple(sorted_[False]))

    def askable(self, id_: str, told: Told) -> dict[str, Need]:
        """A provision's needs that a message leaves open and that can be asked for, by their fact."""
        return {need.fact: need for need in self.evidence(id_, told).missing if need.ask}


def _said(fact: Fact, heard: bool | None, mentions: Iterable[Mention]) -> bool | None:
    """What pattern and concepts say of a fact together: contradictions say nothing, nor does somebody else's doing."""
    own = [mention for mention in mentions if mention.name in (*fact.signs, *fact.against)]
    if own and all(mention.sense == "other" for mention in own):
        return None
    said = {(m.sense == "yes") == (m.name in fact.signs) for m in own if m.sense in ("yes", "no")}
    said |= {heard} if heard is not None else set()
    return said.pop() if len(said) == 1 else None


def _needs(regime: Regime, facts: Mapping[str, Fact]) -> Iterator[tuple[str, tuple[Need, ...]]]:
    for one in regime.situations.items:
        yield one.at, tuple(map(_element, one.elements))
    for bar in regime.exclusions.items:
        yield bar.at, (_barring(bar.any, facts),)
    if regime.conditions.role == "gate":  # broken, a gate bars
        yield from ((c.at, (Need(f"没有做到“{c.say}”", logic.Not(c.test)),)) for c in regime.conditions.items)
    elif regime.conditions.role == "definition" and regime.conditions.at:
        broken = tuple(logic.Not(c.test) for c in regime.conditions.items)
        yield regime.conditions.at, (Need("", logic.AnyOf(broken)),)


def _element(one: Element) -> Need:
    """Asked for only where a yes to its question is the fact itself."""
    asked = isinstance(one.met, Is) and not one.opposite
    return Need(one.say, one.met, one.signs, one.ask if asked else "")


def _barring(names: tuple[str, ...], facts: Mapping[str, Fact]) -> Need:
    known = facts.get(names[0]) if len(names) == 1 else None
    test = logic.AnyOf(tuple(map(Is, names)))
    return Need(known.say if known else "", test, (), known.ask if known else "")
