"""Which of a provision's facts a message speaks for, which it leaves open, which it speaks against.

Facts are heard by their own patterns (see `hearing`) and, more loosely, by the concepts that stand for them (`signs`).
What is found here explains an answer, is shown for confirmation; it is never an answer to a question of the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge.hearing import facts
from knowledge.hearing.acts import Statement, settled
from knowledge.hearing.concepts import Concepts, Mention
from knowledge.rules import Element, Fact, Regime, logic
from knowledge.rules.logic import Expr, Is
from knowledge.rules.ways import BarringWay, barring

FIRM = 0.42
"""How surely an act must be heard to count for a fact."""
EXCEPTED = 0.2
"""How surely what excepts a case from a bar."""


def acts_of(statements: Mapping[str, Statement], least: float) -> dict[str, bool]:
    """act → done, of those that are sure enough."""
    return {name: one.done for name, one in statements.items() if one.sure >= least}


@dataclass(frozen=True, slots=True)
class Told:
    """What a message tells: `mentions` of concepts in order, `statements`: what holds in the end of each act; `facts`:
    those of a region that are true or false by it."""

    mentions: tuple[Mention, ...]
    statements: Mapping[str, Statement]
    known: Callable[[str, float], Mapping[str, bool]]

    def facts(self, region: str) -> Mapping[str, bool]:
        """Facts that are true or false by what is surely said."""
        return self.known(region, FIRM)

    def acts(self, least: float = FIRM) -> dict[str, bool]:
        """Of each act that is told at least as surely: done or not."""
        return acts_of(self.statements, least)

    def speaks(self, name: str) -> bool | None:
        """Whether a concept is affirmed (also of somebody else), denied, or not spoken of for certain."""
        senses = {mention.sense for mention in self.mentions if mention.name == name}
        if senses & {"yes", "other"}:
            return True
        return False if "no" in senses else None


@dataclass(frozen=True, slots=True)
class Need:
    """One fact that a provision of `region` needs: met when `test` is, when it is `told` by the acts, or when a concept of
    `signs` is spoken of. `ask`: how it is asked for, so that yes makes the test's one fact true; empty where it cannot
    be asked so. `defining`: without it, it is another case. `quote`: the provision's words for it; `mend`: how it can
    still be made good; `acts`: those that tell it."""

    region: str
    say: str
    test: Expr
    signs: tuple[str, ...] = ()
    ask: str = ""
    told: Expr | None = None
    defining: bool = False
    quote: str = ""
    mend: str = ""
    acts: tuple[str, ...] = ()

    @property
    def fact(self) -> str:
        """The one fact that it hangs on; empty where there are several."""
        names = logic.names(self.test)
        return names[0] if len(names) == 1 else ""

    def plain(self, told: Told, least: float = FIRM) -> bool | None:
        """Whether it is met by what is said of deeds, at least as surely."""
        known = logic.value(self.test, told.known(self.region, least))
        return logic.said(self.told, told.acts(least)) if known is None and self.told is not None else known

    def met(self, told: Told) -> bool | None:
        if (known := self.plain(told)) is not None:
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
    """Reads messages against the facts of all regimes. `listen`: hears what is said of deeds in folded text."""

    def __init__(
        self,
        concepts: Concepts,
        regimes: Mapping[str, Regime],
        listen: Callable[[str], Iterable[Statement]],
    ) -> None:
        self._concepts = concepts
        self._listen = listen
        self._facts = {region: regime.facts for region, regime in regimes.items()}
        self.needs: dict[str, tuple[Need, ...]] = {}
        self._ways: dict[str, tuple[BarringWay, ...]] = {}
        self.conditions: dict[str, tuple[str, ...]] = {}
        for region, regime in regimes.items():
            self.needs.update(_needs(region, regime))
            self._ways.update(barring(regime))
            beside = (name for one in regime.conditions.items for name in one.facts)
            self.conditions[region] = tellers(regime.facts, beside)

    def told(self, text: str) -> Told:
        """What a message tells; `text` is folded."""
        mentions = tuple(self._concepts.mentions(text))
        statements = settled(self._listen(text))

        before: facts.Heard = {}
        worded = cache(lambda region: self._worded(region, text, mentions, before))

        def known(region: str, least: float) -> Mapping[str, bool]:
            return self._told(region, acts_of(statements, least), worded(region))

        return Told(mentions, statements, cache(known))

    def _worded(
        self, region: str, text: str, mentions: Sequence[Mention], before: facts.Heard
    ) -> Mapping[str, bool | None]:
        """What patterns and signs tell, however surely acts are heard: of facts that no act tells, or that have numbers.
        `before`: what was heard in this text already."""
        known = self._facts.get(region, {})
        worded = {name: fact for name, fact in known.items() if fact.told is None or fact.counts}
        heard = facts.heard(text, worded, worded, before)
        return {
            name: _said(fact, heard.get(name), () if fact.told is not None else mentions)
            for name, fact in worded.items()
        }

    def _told(
        self, region: str, acts: Mapping[str, bool], worded: Mapping[str, bool | None]
    ) -> Mapping[str, bool]:
        """The facts of one region: by acts, or as they are worded. A fact with numbers needs both: the act, and as many
        as its strength asks for."""
        known = self._facts.get(region, {})
        told = {n: logic.said(fact.told, acts) for n, fact in known.items() if fact.told is not None}
        said = {name: truth for name, truth in worded.items() if name not in told or told[name]}
        return {name: truth for name, truth in {**told, **said}.items() if truth is not None}

    def ways(self, region: str) -> Iterator[BarringWay]:
        """By which acts any provision of a region bars."""
        for id_, ways in self._ways.items():
            if id_.partition(".")[0] == region:
                yield from ways

    def is_heard(self, id_: str) -> bool:
        """Whether there are acts by which a provision bars that could be heard."""
        return bool(self._ways.get(id_))

    def admitted(self, id_: str, told: Told) -> float:
        """How surely a message admits one of the acts by which a provision bars, 0 to 1; 0 where it tells what excepts it:
        nobody met, but there was no time to."""
        if any(need.plain(told, EXCEPTED) is False for need in self.needs.get(id_, ())):
            return 0.0
        return max((self._sure(way, id_, told, True) for way in self._ways.get(id_, ())), default=0.0)

    def denied(self, id_: str, told: Told) -> float:
        """How surely it denies one of them."""
        return max((self._sure(way, id_, told, False) for way in self._ways.get(id_, ())), default=0.0)

    def _sure(self, way: BarringWay, id_: str, told: Told, so: bool) -> float:
        said, region = told.statements.get(way.act), id_.partition(".")[0]
        if said is None or (said.done == way.done) is not so:
            return 0.0
        numbered = so and self._facts[region][way.fact].counts
        return said.sure if not numbered or told.facts(region).get(way.fact) else 0.0

    def admits(self, id_: str, told: Told) -> bool:
        """Whether a message says plainly what meets every need of a provision."""
        needs = self.needs.get(id_, ())
        return bool(needs) and all(need.plain(told) for need in needs)

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


def tellers(known: Mapping[str, Fact], names: Iterable[str]) -> tuple[str, ...]:
    """The acts by which facts are told, each once."""
    told = (known[name].told for name in names if name in known)
    return tuple(dict.fromkeys(act for test in told if test is not None for act in logic.names(test)))


def _needs(region: str, regime: Regime) -> Iterator[tuple[str, tuple[Need, ...]]]:
    """Of each provision; a gate that is broken bars."""
    c = regime.conditions
    for one in regime.situations.items:
        yield one.at, tuple(_element(region, element, regime.facts) for element in one.elements)
    if regime.scope.all or regime.scope.any:
        yield regime.scope.at, (_hanging(region, logic.Not(regime.scope.test), regime.facts),)
    for bar in regime.exclusions.items:
        yield bar.at, (_barring(region, bar.any, regime.facts),)
    if c.role == "gate":
        for broken in c.items:
            need = _hanging(region, logic.Not(broken.test), regime.facts, f"没有做到“{broken.say}”")
            yield broken.at, (replace(need, quote=broken.quote, mend=broken.mend),)
    elif c.role == "definition" and c.at:
        test = logic.AnyOf(tuple(logic.Not(broken.test) for broken in c.items))
        yield c.at, (_hanging(region, test, regime.facts),)


def _hanging(region: str, test: Expr, known: Mapping[str, Fact], say: str = "") -> Need:
    return Need(region, say, test, acts=tellers(known, logic.names(test)))


def _element(region: str, one: Element, known: Mapping[str, Fact]) -> Need:
    """Asked for only where a yes to its question is the fact itself."""
    asked = one.ask if isinstance(one.met, Is) and not one.opposite else ""
    own = logic.names(one.told) if one.told is not None else ()
    acts = tuple(dict.fromkeys((*own, *tellers(known, one.facts))))
    return Need(region, one.say, one.met, one.signs, asked, one.told, one.defining, one.quote, one.mend, acts)


def _barring(region: str, names: tuple[str, ...], facts: Mapping[str, Fact]) -> Need:
    known = facts.get(names[0]) if len(names) == 1 else None
    need = _hanging(region, logic.AnyOf(tuple(map(Is, names))), facts, known.say if known else "")
    return replace(need, ask=known.ask if known else "")
