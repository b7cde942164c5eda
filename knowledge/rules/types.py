"""What a regime.yaml holds, as typed data. Nothing is computed here; read.py checks it against the policy's text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from knowledge.policy.provisions import Provision
from knowledge.rules import logic
from knowledge.rules.base import (
    CitedPlace,
    Data,
    Kin,
    Outcome,
    Phrase,
    Section,
    Sentence,
    Stage,
    Test,
    with_test,
)
from knowledge.rules.casework_shape import OwnActs
from knowledge.rules.element import Background, Element
from knowledge.rules.fact import Fact
from knowledge.rules.logic import Expr, Is
from knowledge.rules.procedure import (
    Criteria,
    Discipline,
    Document,
    FormRules,
    Nudge,
    PaperRules,
    Route,
    Silence,
    Step,
    Trap,
)


class Scope(Data):
    """Whom the policy covers. `reference`: the fact by which somebody is covered 参照执行."""

    at: str
    kin: Kin = ()
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    reference: str | None = None
    elements: tuple[Element, ...] = ()
    background: tuple[Background, ...] = ()

    @property
    def test(self) -> Expr:
        if self.all:
            return logic.All(tuple(map(Is, self.all)))
        return logic.AnyOf(tuple(map(Is, self.any))) if self.any else Is("in_scope")


class Situation(Data):
    """A listed 容错情形. `judged`: whether it is met, only the authority can say. `tags`: what it is about, for
    finding its like elsewhere."""

    at: str
    kin: Kin = ()
    tags: tuple[str, ...] = ()
    judged: bool = False
    elements: tuple[Element, ...] = ()
    background: tuple[Background, ...] = ()

    @property
    def own(self) -> tuple[Element, ...]:
        """Elements that are part of its description; confirming the situation confirms them."""
        return tuple(element for element in self.elements if element.own)

    @property
    def shared(self) -> tuple[Element, ...]:
        """Preconditions that hang on facts of their own, asked beside the situation."""
        return tuple(element for element in self.elements if not element.own)


class Situations(Data):
    """`at`: the articles that list them. `catch_all`: the one for whatever is not listed; None where the policy has
    none. `groups`: name → ids, where there are too many for one list."""

    at: tuple[str, ...]
    may: Phrase
    catch_all: str | None = None
    groups: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    items: tuple[Situation, ...] = ()


class Exclusion(Data):
    """A 不予容错情形: any of these facts bars. `quotes`: the words of the provision that each of them stands for."""

    at: str
    kin: Kin = ()
    any: tuple[str, ...]
    quotes: Mapping[str, Sentence] = Field(default_factory=dict)
    background: tuple[Background, ...] = ()
    judged: bool = False
    note: str = ""


class Exclusions(Data):
    """`bar`: the words that bar. `also`: what else the policy says of it. `words`: what a reader easily misses."""

    at: str | None = None
    bar: Phrase | None = None
    also: Phrase | None = None
    words: str = ""
    items: tuple[Exclusion, ...] = ()


class ConditionException(Data):
    """A fact that stands in for a condition; `then`: the fact that must be asked if it does."""

    fact: str
    ask: str
    quote: str
    proof: str
    then: str | None = None


class Condition(Data):
    """One of the conditions that hold for every situation. `quotes`: which words of its quote each fact stands for,
    where there are several."""

    id: str
    at: str
    kin: Kin = ()
    test: Test
    say: str
    ask: str
    quote: str
    quotes: Mapping[str, Sentence] = Field(default_factory=dict)
    proof: str
    why: str
    na: str = ""
    mend: str = ""
    judged: bool = False
    background: tuple[Background, ...] = ()
    exception: ConditionException | None = None

    _collect = model_validator(mode="before")(with_test)

    @property
    def met(self) -> Expr:
        """When it is met."""
        return self.test

    @property
    def facts(self) -> tuple[str, ...]:
        return logic.names(self.test)


class Conditions(Data):
    """`role`: `tier` (missing one only lowers the outcome), `gate` (all or nothing), `definition`, `none`. `note`: how
    their words may be read."""

    role: Literal["tier", "gate", "definition", "none"]
    at: str | None = None
    all: Phrase | None = None
    missing: Phrase | None = None
    tiers: Phrase | None = None
    note: str = ""
    items: tuple[Condition, ...] = ()


class OutcomeRow(Data):
    """One row of the decision table: the first whose test is true gives the outcome; no test: always.

    Names that a test may use beside facts: in_scope, excluded, has_situation, all_conditions. `local`: what the policy
    calls it, `look`: how a result card says it, where the usual words do not fit.
    """

    test: Test | None = None
    outcome: Outcome
    at: str
    quote: str
    modality: str = ""
    local: str = ""
    look: str = ""
    options: tuple[str, ...] = ()
    tiers: Phrase | None = None

    @model_validator(mode="before")
    @classmethod
    def _conditional(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        rest = {key: value for key, value in raw.items() if key not in ("if", "unless")}
        if "if" in raw:
            rest["test"] = raw["if"]
        elif "unless" in raw:
            rest["test"] = {"not": raw["unless"]}
        return rest


class Unmended(Phrase):
    """What the policy says instead of whoever did not make good; `of`: the provision that they fall short of."""

    of: str


class Mitigation(Phrase):
    """What speaks for whoever makes good; `note`: what the policy leaves open on it."""

    note: str = ""
    unmended: Unmended | None = None

    def lacking(self, broken: Collection[str]) -> Phrase:
        """The words for a case that falls short of these provisions."""
        return self.unmended if self.unmended and self.unmended.of in broken else self


class Regime(Data):
    """A policy's rules; see the data files. Every id exists and every phrase was found where it is said to stand.
    `concepts`: wordings that only this place has for a thing, by the concept's name, a shared one or its own.
    `shared`: facts that stand for different words of the policy, each with why one measure serves for all."""

    organ: str
    document: Document = Document()
    terms: Mapping[str, str] = Field(default_factory=dict)
    order: tuple[Section, ...] = ("scope", "stage", "words", "situations", "exclusions", "conditions")
    scope: Scope
    situations: Situations
    exclusions: Exclusions = Exclusions()
    conditions: Conditions
    criteria: Criteria | None = None
    decision: tuple[OutcomeRow, ...] = ()
    discipline: Discipline | None = None
    route: Route | None = None
    stages: Mapping[Stage, Nudge] = Field(default_factory=dict)
    apply: tuple[Phrase, ...]
    addressee: str = ""
    applicant: str = ""
    mitigation: Mitigation | None = None
    form: str | None = None
    paper: PaperRules = PaperRules()
    procedure: tuple[Step, ...] = ()
    casework: OwnActs = Field(default_factory=dict)
    effects: Mapping[Outcome, CitedPlace] = Field(default_factory=dict)
    forms: tuple[FormRules, ...] = ()
    silences: tuple[Silence, ...]
    traps: tuple[Trap, ...] = ()
    concepts: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    facts: Mapping[str, Fact] = Field(default_factory=dict)
    shared: Mapping[str, Sentence] = Field(default_factory=dict)

    def situation(self, id_: str) -> Situation | None:
        return next((one for one in self.situations.items if one.at == id_), None)

    def row(self, outcome: str) -> OutcomeRow | None:
        return next((row for row in self.decision if row.outcome == outcome), None)

    def nudge(self, stage: object) -> Nudge | None:
        """What is said at a stage; None where the stage is not known, or nothing is to be said at it."""
        return next((one for name, one in self.stages.items() if name == stage), None)

    @property
    def asked(self) -> Iterator[tuple[str, str, Element | Condition]]:
        """(entry, provision, what it says) of every element of a situation and every condition."""
        for s in self.situations.items:
            yield from ((f"situations.items.{s.at}.elements.{n}", s.at, e) for n, e in enumerate(s.elements))
        yield from ((f"conditions.items.{c.id}", c.at, c) for c in self.conditions.items)

    @property
    def kin(self) -> Iterator[tuple[str, str]]:
        """(name of a thing, provision that is about it)"""
        yield from ((name, self.scope.at) for name in self.scope.kin)
        items: tuple[Situation | Condition | Exclusion, ...] = (
            *self.situations.items,
            *self.conditions.items,
            *self.exclusions.items,
        )
        yield from ((name, one.at) for one in items for name in one.kin)

    def bars(self, provision: Provision) -> bool:
        """Whether it stands in the list of what bars."""
        x = self.exclusions
        return provision.parent is not None and (
            provision.parent == x.at or any(one.at == provision.id for one in x.items)
        )

    @property
    def told_step(self) -> Step | None:
        """The step whose period runs from the day of being told."""
        return next((s for s in self.procedure if s.deadline and s.deadline.start == "told"), None)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What a short answer says of the policy's silence."""
        return tuple(silence.say for silence in self.silences[:1] if silence.step == "result")

    def needs(self, id_: str) -> tuple[Element, ...]:
        """A situation's preconditions, as a short answer lists them."""
        found = self.situation(id_)
        return tuple(e for e in found.elements if e.is_told) if found else ()
