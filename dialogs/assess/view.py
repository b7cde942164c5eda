"""One regime's view of a self-assessment: its facts, what follows from them, and the words that every part of a card needs."""

from __future__ import annotations

from datetime import date

from dialogs.assess import words
from dialogs.assess.questions import Way
from dialogs.assess.record import Assessment
from dialogs.core import Calendar
from knowledge.library.corpus import Library
from knowledge.policy.provisions import Policy
from knowledge.policy.quote import Quote
from knowledge.rules import Outcome, Regime
from knowledge.rules.judge import Judge, Judgement


class View:
    """`way` and `record` are those of the assessment that the facts come from."""

    def __init__(
        self,
        library: Library,
        region: str,
        record: Assessment,
        way: Way,
        calendar: Calendar,
        today: date | None = None,
    ) -> None:
        self.library, self.region, self.record, self.way = library, region, record, way
        self.calendar, self.today = calendar, today
        self.judge = Judge(self.regime)
        self.known = self.judge.settled(way.facts)
        self.judgement: Judgement = self.judge.judge(way.facts)

    @property
    def regime(self) -> Regime:
        return self.library.regimes[self.region]

    @property
    def policy(self) -> Policy:
        return self.library.policies[self.region]

    @property
    def short(self) -> str:
        return self.library.short[self.region]

    def name(self, outcome: Outcome) -> str:
        """What this policy calls it, or what it comes down to."""
        row = self.regime.row(outcome)
        if row and row.local:
            return row.local
        return either(row.options) if row and outcome == "mitigated" and row.options else words.NAMES[outcome]

    def stated(self, fact: str, truth: bool) -> str:
        """A fact as a statement."""
        return stated(self.regime, self.library, fact, truth)

    def quote(self, at: str) -> Quote:
        """A provision's own words, without those of the provisions above it."""
        return Quote(self.policy.provision(at).text.strip(), self.policy.citation(at))

    def label(self, at: str) -> str:
        return self.policy.place(at)


def stated(regime: Regime, library: Library, fact: str, truth: bool) -> str:
    """A fact as a statement in this regime's words."""
    entry = regime.facts.get(fact)
    if entry:
        return entry.say if truth else entry.deny
    if fact == "in_scope":
        return "在适用范围内" if truth else "不在适用范围内"
    if situation := regime.situation(fact):
        label = library.policies[fact.partition(".")[0]].place(situation.at)
        return f"{label}{'对得上' if truth else '对不上'}"
    element = next((e for s in regime.situations.items for e in s.own if fact in e.facts), None)
    said = element.say if element else fact
    return said if truth else f"“{said}”这一点不符合"


def either(options: tuple[str, ...]) -> str:
    """从轻、减轻或者免予处理"""
    return "、".join(options[:-1]) + "或者" + options[-1] if len(options) > 1 else "".join(options)
