"""The questions of a self-assessment, and a way through them: what they are, before anybody says which are asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from dialogs.assess.record import NO, NOT_APPLICABLE, UNSURE, YES, Assessment
from dialogs.core import Ears
from knowledge.rules import Condition, Element, Regime, logic
from knowledge.rules.judge import Judge

Answering = Literal["choice", "list", "pick", "text"]
Style = Literal["has", "fits", "heard"]
"""What a list asks: which of these there are, whether all of these hold, whether all of these were meant."""
TRUTH = {YES: True, NO: False}
DONE = "done"
AGAIN = "again"
"""The mark of what was heard wrongly: it is asked for later."""
STAGE_WORDS = {
    "not_pursued": "还没人追责",
    "told": "已被告知启动追责问责",
    "investigating": "正在调查，还没作决定",
    "decided": "已经作出处理决定",
    "effective": "决定已生效，影响期中或已满",
}
STOPPING = ("not_applicable", "barred", "gate_failed", "no_situation")
"""Outcomes after which nothing more is asked, unless the user wants to go on."""
CARRY_ON = "carry_on"
SEVERAL = re.compile("[、，和]|并且|同时")
"""In the words of a requirement: it is made of several things."""
BEGIN = "begin"
"""The question whether to begin at all; it is no step."""
AFTER_PICKING = 2
"""Questions that a situation mostly brings with it."""


@dataclass(frozen=True, slots=True)
class FactLine:
    """One line of a list; `fact`: the question that it answers, mostly a fact; `rest`: what it is taken for when it is left
    unmarked; `others`: what it may be marked with, in turn."""

    fact: str
    words: str
    rest: str
    others: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        return self.others or (NO if self.rest == YES else YES, UNSURE)


@dataclass(frozen=True, slots=True)
class Question:
    """`sources`: provisions whose text is shown on request; `show`: those that are shown at once; `quote`: the words
    in the first source that it is about. `options`: (value, label) of a choice. `facts`: those that it answers; `style`:
    what a list asks; `stands_for`: the lists that are answered with it."""

    id: str
    part: str
    kind: Answering
    ask: str
    why: str = ""
    sources: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    quote: str = ""
    options: tuple[tuple[str, str], ...] = ()
    lines: tuple[FactLine, ...] = ()
    answered: bool = False
    facts: tuple[str, ...] = ()
    style: Style = "has"
    stands_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """The questions in order, answered or not, and what the answers on it say."""

    questions: tuple[Question, ...]
    facts: dict[str, bool | None]
    current: Question | None
    """The one to be answered now; None at the end."""

    def find(self, id_: str) -> Question | None:
        return next((one for one in self.questions if one.id == id_), None)

    @property
    def steps(self) -> tuple[Question, ...]:
        """The questions as they are counted."""
        return tuple(one for one in self.questions if one.id != BEGIN)

    @property
    def place(self) -> tuple[int, int]:
        """(number of the current question, of all)."""
        steps = self.steps
        number = steps.index(self.current) + 1 if self.current in steps else len(steps)
        pick = self.find("pick")
        return number, len(steps) + (AFTER_PICKING if pick and not pick.answered else 0)


class Walked:
    """What the parts of a way see of it so far; `facts` grows on the way."""

    def __init__(self, ears: Ears, record: Assessment) -> None:
        self.ears, self.record, self.region = ears, record, record.region
        self.regime = ears.mind.library.regimes[record.region]
        self.judge = Judge(self.regime)
        self.facts: dict[str, bool | None] = {}

    def passed(self, question: Question) -> Question:
        """The question as it stands; what it answers is known from here on."""
        answers = self.record.answers
        for fact in question.facts:
            if answers.get(fact) is not None:
                self.facts[fact] = TRUTH.get(str(answers[fact]))
        given = answers.get(question.id)
        return replace(question, answered=given == DONE if question.kind == "list" else given is not None)

    def over(self) -> bool:
        if CARRY_ON in self.record.answers:
            return False
        return self.judge.certain(self.facts) in STOPPING or self.record.answers.get("after") == "appeal"

    def label(self, at: str) -> str:
        return self.ears.mind.library.policies[self.region].place(at)

    def unknown(self, facts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(fact for fact in facts if fact not in self.facts)


def since(regime: Regime) -> str:
    """That it happened under this document."""
    rule = regime.document.in_force
    if rule is None:
        return ""
    day = rule.since
    return f"事情发生在{day.year}年{day.month}月{day.day}日（{rule.presumed or '文件施行'}）以后"


def labels(ask: str) -> tuple[tuple[str, str], ...]:
    """How yes, no and "not sure" are said to this question."""
    if "有没有" in ask:
        return (YES, "有"), (NO, "没有"), (UNSURE, "拿不准")
    return (YES, "是"), (NO, "不是"), (UNSURE, "拿不准")


def fact_question(
    part: str, fact: str, ask: str, why: str, at: str, quote: str, na: str = "", opposite: bool = False
) -> Question:
    """A question on one fact; `na`: what 不适用 means; `opposite`: it asks whether the contrary holds."""
    options = labels(ask)
    if opposite:
        yes, no, unsure = options
        options = ((NO, yes[1]), (YES, no[1]), unsure)
    more = ((NOT_APPLICABLE, f"不适用（{na}）"),) if na else ()
    return Question(fact, part, "choice", ask, why, (at,), (), quote, (*options, *more), facts=(fact,))


def asked_facts(regime: Regime) -> tuple[str, ...]:
    """Facts that the own words may tell, in the order in which they are asked."""
    found = [f for one in regime.situations.items for e in one.shared for f in e.facts]
    found += [f for one in regime.exclusions.items if not one.judged for f in one.any]
    found += [f for one in regime.conditions.items if not one.judged for f in one.facts]
    return tuple(dict.fromkeys(found))


def harmful(regime: Regime) -> frozenset[str]:
    """Facts that bar, or must not be so under any of the conditions."""
    bars = (fact for one in regime.exclusions.items for fact in one.any)
    never = (fact for one in regime.conditions.items if isinstance(one.test, logic.Not) for fact in one.facts)
    return frozenset((*bars, *never))


def requirements(regime: Regime, fact: str) -> tuple[Element | Condition, ...]:
    """What the policy requires and this fact stands for alone; alternatives and exceptions have words of their own."""
    elements: Iterator[Element | Condition] = (e for one in regime.situations.items for e in one.shared)
    excepted = (one for one in regime.conditions.items if one.exception and one.exception.fact != fact)
    found = [one for one in (*elements, *regime.conditions.items) if one.met == logic.Is(fact)]
    return (*found, *(one for one in excepted if fact in one.facts))


def told_day(record: Assessment) -> date | None:
    """The day on which the user was told, if it is known."""
    try:
        return date.fromisoformat(record.text("told_on"))
    except ValueError:
        return None
