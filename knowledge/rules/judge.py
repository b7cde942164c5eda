"""Facts → the outcomes that are still possible under one regime, why, and which unknown facts would decide.

A fact is true, false or unknown; an unknown is never read as "no". The set is exact: an outcome stands in it if, and
only if, some way of filling in what is unknown leads there. So a fact that is added can only take outcomes away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from knowledge.rules import Condition, Outcome, OutcomeRow, Regime, Situation, logic
from knowledge.rules.logic import All, AnyOf, Expr, Facts, Is, replaced, value
from knowledge.rules.reach import Settled, after, merged, reached, weight

FactEffect: TypeAlias = Literal[
    "in_scope", "out_of_scope", "bars", "does_not_bar", "situation", "situation_lost", "condition_met",
    "condition_missed", "exception", "decides"
]  # fmt: skip


class ContradictionError(ValueError):
    """A situation is said to be met, and one of the facts that make it up is said not to be."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What a known fact does. `fact` is a fact's name or, for a situation as a whole, its id."""

    provision: str
    fact: str
    value: bool
    effect: FactEffect


@dataclass(frozen=True)
class Judgement:
    """`outcomes` in the order of the decision table, never empty. `held` and `lost`: situations that are certainly met,
    and claimed ones that lack a precondition. `met`: conditions by id. `barring`: the facts that bar."""

    outcomes: tuple[Outcome, ...]
    reasons: tuple[Reason, ...]
    held: tuple[str, ...]
    lost: tuple[str, ...]
    met: dict[str, bool | None]
    barring: tuple[str, ...]
    decide: Callable[[], tuple[str, ...]]

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Unknown facts, most decisive first; none where only one outcome is left."""
        return self.decide()

    @property
    def only(self) -> Outcome | None:
        """The outcome, if there is but one left."""
        return self.outcomes[0] if len(self.outcomes) == 1 else None


def judge(regime: Regime, facts: Facts) -> Judgement:
    """See Judge.judge."""
    return Judge(regime).judge(facts)


class Judge:
    """One regime's decision table, its names spelled out."""

    def __init__(self, regime: Regime) -> None:
        self.regime = regime
        barring = AnyOf(tuple(Is(fact) for one in regime.exclusions.items for fact in one.any))
        self._named: dict[str, Expr] = {
            "excluded": barring,
            "has_situation": AnyOf(tuple(map(met, regime.situations.items))),
            "all_conditions": All(tuple(one.test for one in regime.conditions.items)),
        }
        self._tests = tuple(self._spelled(row) for row in regime.decision)
        self._own = tuple(
            (one, frozenset(fact for element in one.own for fact in element.facts))
            for one in regime.situations.items
        )

    def _spelled(self, row: OutcomeRow) -> Expr:
        return All(()) if row.test is None else replaced(row.test, self._named)

    @cached_property
    def _tests_by_details(self) -> tuple[Expr, ...]:
        """The tests with whom the policy covers in the place of `in_scope`."""
        return tuple(replaced(test, {"in_scope": self.regime.scope.test}) for test in self._tests)

    # ── the outcomes ─────────────────────────────────────────────────────────────────────────────
    def judge(self, facts: Facts) -> Judgement:
        """Raises ContradictionError; ValueError where the regime has no decision table."""
        if not self._tests:
            raise ValueError("this regime has no decision table")
        known = self.settled(facts)
        tests = self._tests_for(known)
        rows = set(reached(tests, known))
        return Judgement(
            self._named_rows(rows),
            tuple(self._reasons(known, tests)),
            *self._standing(known),
            {one.id: value(one.test, known) for one in self.regime.conditions.items},
            tuple(fact for one in self.regime.exclusions.items for fact in one.any if known.get(fact)),
            lambda: self._missing(tests, known, rows, facts) if len(rows) > 1 else (),
        )

    def _standing(self, known: Settled) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Situations that are certainly met, and claimed ones that lack a precondition."""
        whole = {one.at: value(met(one), known) for one in self.regime.situations.items}
        held = tuple(at for at, truth in whole.items() if truth)
        return held, tuple(at for at, truth in whole.items() if truth is False and known.get(at))

    def outcomes(self, facts: Facts) -> tuple[Outcome, ...]:
        """The outcomes alone."""
        known = self.settled(facts)
        return self._named_rows(reached(self._tests_for(known), known))

    def branches(self, facts: Facts, asked: Iterable[str]) -> dict[str, tuple[tuple[Outcome, ...], ...]]:
        """For each of these facts the outcomes with it true, and with it false."""
        known = self.settled(facts)
        wanted = tuple(asked)
        left, _ = merged(tuple(logic.reduced(test, known) for test in self._tests_for(known)), wanted)
        ways = reached(left, {})
        return {
            fact: tuple(self._named_rows(after(left, fact, truth, ways)) for truth in (True, False))
            for fact in wanted
        }

    def _named_rows(self, rows: Iterable[int]) -> tuple[Outcome, ...]:
        return tuple(self.regime.decision[n].outcome for n in sorted(rows))

    def certain(self, facts: Facts) -> Outcome | None:
        """The outcome, where what is known settles it at the first row that is not certainly false."""
        known = self.settled(facts)
        for row, test in zip(self.regime.decision, self._tests_for(known), strict=True):
            if (truth := value(test, known)) is not False:
                return row.outcome if truth else None
        return None

    def settled(self, facts: Facts) -> Settled:
        """The facts, with what they say of each situation as a whole."""
        known = dict(facts)
        for one, own in self._own:
            known[one.at] = facts.get(one.at) if own.isdisjoint(facts) else _claim(one, facts)
        return known

    def _tests_for(self, known: Facts) -> tuple[Expr, ...]:
        """Whether the policy applies hangs on `in_scope`, or on its details where they are what is known."""
        scope = self.regime.scope.test
        if known.get("in_scope") is None and any(known.get(f) is not None for f in logic.names(scope)):
            return self._tests_by_details
        return self._tests

    # ── what would decide ────────────────────────────────────────────────────────────────────────
    def _missing(
        self, tests: tuple[Expr, ...], known: Settled, rows: set[int], given: Facts
    ) -> tuple[str, ...]:
        open_ = list(dict.fromkeys(f for n in sorted(rows) for f in logic.unknown(tests[n], known)))
        left, alike = merged(tuple(logic.reduced(test, known) for test in tests))
        ways = reached(left, {})
        idle = self._idle(known)
        full = (len(ways), 2 * len(ways))
        weights = {
            fact: full if fact in idle else weight(left, alike.get(fact, fact), ways, fact in alike)
            for fact in open_
        }
        ranked = sorted(open_, key=lambda fact: weights[fact])
        return tuple(name for fact in ranked for name in self._asked(fact, given))

    def _idle(self, known: Settled) -> set[str]:
        """Facts that decide nothing alone: only open situations hang on them, they settle none of these, and there is
        another open one without them."""
        open_ = {one.at: met(one) for one in self.regime.situations.items if value(met(one), known) is None}
        mentions = {at: set(logic.unknown(test, known)) for at, test in open_.items()}
        elsewhere = {
            fact for name in ("excluded", "all_conditions") for fact in logic.names(self._named[name])
        }
        candidates = {fact for facts in mentions.values() for fact in facts} - elsewhere
        return {fact for fact in candidates if _settles_nothing(fact, open_, mentions, known)}

    def _asked(self, fact: str, given: Facts) -> tuple[str, ...]:
        """A situation that is told by its elements hangs on those of them that are unknown."""
        situation = self.regime.situation(fact)
        own = [f for element in situation.own for f in element.facts] if situation else []
        if any(f in given for f in own):
            return tuple(f for f in own if given.get(f) is None)
        return (fact,)

    # ── reasons ──────────────────────────────────────────────────────────────────────────────────
    def _reasons(self, known: Settled, tests: tuple[Expr, ...]) -> Iterator[Reason]:
        """Of every row up to the first that certainly holds."""
        for row, test in zip(self.regime.decision, tests, strict=True):
            for name in logic.names(row.test) if row.test is not None else ():
                yield from self._reasons_of(name, row, known)
            if value(test, known):
                return

    def _reasons_of(self, name: str, row: OutcomeRow, known: Settled) -> Iterator[Reason]:
        match name:
            case "in_scope":
                yield from self._of_scope(known)
            case "excluded":
                yield from self._of_exclusions(known)
            case "has_situation":
                for situation in self.regime.situations.items:
                    yield from _of_situation(situation, known)
            case "all_conditions":
                for condition in self.regime.conditions.items:
                    yield from _of_condition(condition, known)
            case _ if known.get(name) is not None:
                yield _reason(row.at, name, known, "decides", "decides")

    def _of_exclusions(self, known: Settled) -> Iterator[Reason]:
        for one in self.regime.exclusions.items:
            told = (fact for fact in one.any if known.get(fact) is not None)
            yield from (_reason(one.at, fact, known, "bars", "does_not_bar") for fact in told)

    def _of_scope(self, known: Settled) -> Iterator[Reason]:
        scope = self.regime.scope
        if known.get("in_scope") is not None:
            yield _reason(scope.at, "in_scope", known, "in_scope", "out_of_scope")
            return
        whole = value(scope.test, known)
        if whole is not None:
            effect: FactEffect = "in_scope" if whole else "out_of_scope"
            yield from (
                Reason(scope.at, f, bool(known[f]), effect) for f in _decisive(scope.test, known, whole)
            )


def unreachable(regime: Regime) -> list[Outcome]:
    """Outcomes of the table that no facts lead to."""
    reached = Judge(regime).outcomes({}) if regime.decision else ()
    return [row.outcome for row in regime.decision if row.outcome not in reached]


def met(situation: Situation) -> Expr:
    """When a situation is met: it is what happened, and its preconditions hold."""
    return All((Is(situation.at), *(element.met for element in situation.shared)))


def _claim(situation: Situation, facts: Facts) -> bool | None:
    """What is said of it as a whole, or what its own elements add up to."""
    claimed = facts.get(situation.at)
    own = [value(element.met, facts) for element in situation.own]
    if claimed and False in own:
        wrong = next(e for e, v in zip(situation.own, own, strict=True) if v is False)
        raise ContradictionError(
            f"{situation.at} 说是符合，{'、'.join(wrong.facts)}（{wrong.say}）却说不符合，两者矛盾"
        )
    if claimed is not None or not own:
        return claimed
    return value(All(tuple(element.met for element in situation.own)), facts)


def _settles_nothing(
    fact: str, open_: dict[str, Expr], mentions: dict[str, set[str]], known: Settled
) -> bool:
    mine = [at for at, facts in mentions.items() if fact in facts]
    return len(mine) < len(open_) and all(value(open_[at], {**known, fact: True}) is None for at in mine)


def _of_situation(situation: Situation, known: Settled) -> Iterator[Reason]:
    if not known.get(situation.at):
        return
    yield _reason(situation.at, situation.at, known, "situation", "situation_lost")
    for element in situation.shared:
        whole = value(element.met, known)
        if whole is not None:
            effect: FactEffect = "situation" if whole else "situation_lost"
            yield from (
                Reason(situation.at, f, bool(known[f]), effect) for f in _decisive(element.met, known, whole)
            )


def _of_condition(condition: Condition, known: Settled) -> Iterator[Reason]:
    whole = value(condition.test, known)
    if whole is None:
        return
    waived = condition.exception.fact if condition.exception else None
    for fact in _decisive(condition.test, known, whole):
        effect: FactEffect = "condition_met" if whole else "condition_missed"
        excepted = whole and fact == waived
        yield Reason(condition.at, fact, bool(known[fact]), "exception" if excepted else effect)


def _decisive(expr: Expr, known: Settled, whole: bool) -> list[str]:
    """The facts that settle it: those that do so alone, or else all that are known."""
    given = [fact for fact in logic.names(expr) if known.get(fact) is not None]
    alone = [fact for fact in given if value(expr, {fact: known[fact]}) is whole]
    return alone or given


def _reason(at: str, fact: str, known: Settled, if_true: FactEffect, if_false: FactEffect) -> Reason:
    return Reason(at, fact, bool(known[fact]), if_true if known[fact] else if_false)
