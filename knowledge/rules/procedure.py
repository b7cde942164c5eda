"""What surrounds a policy's rules: the document, its criteria, procedure and periods, forms, silences and traps."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from knowledge.rules.base import Data, Outcome, Phrase, Section, Test


class Criterion(Data):
    """A pair of contrasts for weighing (综合分析标准); it never changes an outcome. `ask`: the facts that it is about, in
    words that accuse nobody; `told`: the two answers, the one that speaks for the writer first."""

    at: str
    name: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    ask: str = ""
    told: tuple[str, str] | None = None


class Criteria(Data):
    at: str
    items: tuple[Criterion, ...]


class Deadline(Data):
    """When a step is due; exactly one kind.

    `days` working days after `from`; `before` an event; `monthly` before this day; `vague` a word without a number;
    `notice` set in a notice; `elsewhere` in rules that are not here; `with` another step; `none` not stated.
    `quote` holds the words (and the number) as they stand in the step's provision.
    """

    days: int | None = None
    start: Literal["told", "conclusion", "determination"] | None = Field(default=None, alias="from")
    before: str | None = None
    monthly: int | None = None
    vague: str | None = None
    notice: str | None = None
    elsewhere: str | None = None
    together: str | None = Field(default=None, alias="with")
    none: bool = False
    quote: str = ""
    extend: str = ""


class Step(Data):
    """One step of the procedure. `collective`: needs the record of a collective decision; `applicant`: the
    applicant's own step."""

    id: str
    do: str
    who: str
    to: str = ""
    at: str
    quote: str = ""
    deadline: Deadline | None = None
    form: str | None = None
    outcome: Outcome | None = None
    route: Literal["simple", "complex"] | None = None
    optional: bool = False
    collective: bool = False
    applicant: bool = False


class Nudge(Data):
    """What to know at a stage. `closed`: applying is over; `urgent`: do something now."""

    say: str
    at: str
    quote: str = ""
    closed: bool = False
    urgent: bool = False


class FormRules(Data):
    """`fields`: their names as printed, in order."""

    id: str
    at: str
    title: str
    fields: tuple[str, ...]


APPLICANT, POST, MATTER, REASONS = "申请人", "单位及职务", "申请容错事项", "主要事实及理由"
OPINION, REMARK = "所在党组织意见", "备注"
HEADINGS = (APPLICANT, POST, MATTER, REASONS, OPINION, REMARK)
"""Boxes that every application form has; where there is an annex, they must stand in it."""


class First(Data):
    """Where an application goes before it reaches the authority; `hint`: what becomes of it there."""

    label: str
    hint: str = ""
    at: str
    quote: str


class PaperRules(Data):
    """How an application is put on paper. `title`, `authority` (the heading of the first box), `ask` (the question
    for it), `organisation` (who may apply beside a person) and `plea` (what is asked for) in the policy's words; `first`: handed in there first; `evidence`, `correction`: what must
    come with it, where the policy says so."""

    title: str = "容错申请书"
    authority: str = "责任追究机关"
    ask: str = "是哪个机关（部门）在追责？写全称。"
    organisation: str = "党组织"
    plea: str = "予以容错"
    first: First | None = None
    evidence: Phrase | None = None
    correction: Phrase | None = None


class Silence(Data):
    """What the policy does not say; with a test (as a trap's) only where that matters."""

    id: str
    say: str
    step: Literal["result", "deadline"] = "result"
    test: Test | None = Field(default=None, alias="if")


class Trap(Data):
    """What readers get wrong; shown at `step` when its test is true.

    Names that the test may use beside facts: in_scope, situations' ids, stage_…, outcome_… (still possible),
    route_simple, route_complex, lost_by_precondition, before_in_force.
    """

    id: str
    say: str
    at: str
    quote: str = ""
    step: Section | Literal["result"]
    test: Test = Field(alias="if")


class InForce(Data):
    since: date = Field(alias="from")
    at: str | None = None
    quote: str = ""
    presumed: str = ""


class Replaced(Data):
    name: str
    at: str
    quote: str


class Overlay(Data):
    """Local lists that may go before this policy."""

    at: str
    quote: str
    ask: str


class Document(Data):
    """`outside`: documents it rests on that are not in the library; `stale`: why it may be out of date."""

    issued: date | None = None
    in_force: InForce | None = None
    trial: bool = False
    outside: tuple[str, ...] = ()
    replaces: Replaced | None = None
    overlays: Overlay | None = None
    yields: Phrase | None = None
    stale: str = ""


class RouteWay(Data):
    label: str
    say: str
    at: str
    quote: str


class Route(Data):
    """Two ways to a decision, where the authority chooses; for information only."""

    ask: str
    why: str
    simple: RouteWay
    complex: RouteWay


class Discipline(Data):
    """A question on what only the authority decides, where a row of the table hangs on it."""

    fact: str
    at: str
    quote: str
    ask: str
    why: str
    labels: tuple[str, str, str] = ("是", "不是", "拿不准")
