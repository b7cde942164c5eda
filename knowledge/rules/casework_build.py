"""casework.yaml and a policy's `casework:` → Procedure, and all that is wrong in them, each with entry and remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from knowledge.policy.provisions import Policy
from knowledge.rules import logic
from knowledge.rules.casework import Procedure
from knowledge.rules.casework_parts import (
    EXCEPTED,
    MET,
    OPEN,
    OUTCOME,
    TIER,
    UNMET,
    ActField,
    Basis,
    CaseAct,
    CaseBar,
    CaseOutcome,
    ListOf,
    Period,
)
from knowledge.rules.casework_shape import (
    ActShape,
    BasisShape,
    CommonCasework,
    FieldShape,
    OutcomeShape,
    OwnField,
    PeriodShape,
)
from knowledge.rules.procedure import Criterion, Deadline, Step
from knowledge.rules.types import Condition, Regime

Shapes: TypeAlias = Mapping[str, ActShape]
GROUND = ("step", "at", "quote", "ours")
ASIDE = 2
"""Recipients from which on each has a tick of its own."""
INNER = str.maketrans("“”", "‘’")
"""Quotation marks inside quotation marks."""


def shapes(common: CommonCasework, regime: Regime | None) -> dict[str, ActShape]:
    """The acts as one policy has them, in order: its own where it puts them among the others, those that
    it puts first before acceptance."""
    own = regime.casework if regime else {}
    order = list(common.acts)
    place = next((n for n, act in enumerate(common.acts.values()) if act.into == "accepted"), 0)
    for id_ in own:
        if id_ in order:
            place = order.index(id_) + 1
        else:
            order.insert(place, id_)
            place += 1
    merged = {
        id_: _merged(common.acts.get(id_), own.get(id_)) for id_ in order if own.get(id_, ...) is not None
    }
    steps = {step.id: step for step in regime.procedure} if regime else {}
    stepped = {id_: _stepped(act, steps.get(act.step)) for id_, act in merged.items()}
    return {id_: _narrowed(act, stepped) for id_, act in stepped.items()}


def _narrowed(act: ActShape, others: Shapes) -> ActShape:
    """What needs an act of some outcomes alone, is of these alone."""
    narrow = [others[need].only for need in act.needs if need in others and others[need].only]
    return act.model_copy(update={"only": narrow[0]}) if narrow and not act.only else act


def _merged(base: ActShape | None, own: ActShape | None) -> ActShape:
    """What a policy says goes before; another ground takes the place of the whole ground."""
    if base is None or own is None:
        return base or own or ActShape()
    given = {name: getattr(own, name) for name in own.model_fields_set}
    cleared = dict.fromkeys(GROUND, "") if given.keys() & GROUND else {}
    return base.model_copy(update={**cleared, **given})


def _stepped(act: ActShape, step: Step | None) -> ActShape:
    """With place, words and deadline of its step, where it says nothing else."""
    if step is None:
        return act
    told = {"at": act.at or step.at, "quote": act.quote or step.quote}
    if "period" not in act.model_fields_set and step.deadline:
        told["period"] = _from(step.deadline)  # type: ignore[assignment]
    return act.model_copy(update=told)


def _from(deadline: Deadline) -> PeriodShape | None:
    """None where nothing can be counted or told."""
    if deadline.days or deadline.monthly:
        return PeriodShape(days=deadline.days or 0, monthly=deadline.monthly or 0, quote=deadline.quote)
    if deadline.notice:
        return PeriodShape(notice=True, after="correct", quote=deadline.notice)
    return PeriodShape(vague=deadline.vague, after="", quote=deadline.vague) if deadline.vague else None


# ── built ────────────────────────────────────────────────────────────────────────────────────────
def built(common: CommonCasework, policy: Policy, regime: Regime | None) -> Procedure:
    """As it is written; whether that is right, `casework_check` says."""
    acts = shapes(common, regime)
    outcomes = {
        id_: _outcome(policy, regime, id_, one) for act in acts.values() for id_, one in act.outcomes.items()
    }
    maker = _Maker(common, policy, regime, outcomes)
    return Procedure({id_: maker.act(id_, act) for id_, act in acts.items()}, outcomes)


def _outcome(policy: Policy, regime: Regime | None, id_: str, shape: OutcomeShape) -> CaseOutcome:
    """The treatments and the place are those of the decision table, where it has the outcome."""
    row = regime.row(id_) if regime else None
    if row is None:
        return CaseOutcome(shape.label, shape.then, ours=shape.ours)
    return CaseOutcome(
        shape.label, shape.then or row.options, row.at, row.quote, _place(policy, row.at), shape.ours,
        _rests(policy, regime, id_) if regime else None,
    )  # fmt: skip


def _rests(policy: Policy, regime: Regime, id_: str) -> Basis | None:
    """What the policy says of a case in which a condition is missing, where the outcome is then given no more."""
    conditions = regime.conditions
    if not conditions.items or id_ in _without(regime):
        return None
    said = conditions.missing or (conditions.all if conditions.role == "gate" else None)
    return Basis(said.at, said.quote, _place(policy, said.at)) if said else Basis()


def _without(regime: Regime) -> Iterator[str]:
    """Outcomes that the decision table still gives where a condition is missing."""
    for row in regime.decision:
        truth = logic.value(row.test, {"all_conditions": False}) if row.test else True
        if truth is not False:
            yield row.outcome
        if truth:
            return


def _place(policy: Policy, at: str) -> str:
    return policy.place(at) if policy.find(at) else ""


class _Maker:
    """Makes the acts of one policy."""

    def __init__(
        self,
        common: CommonCasework,
        policy: Policy,
        regime: Regime | None,
        outcomes: Mapping[str, CaseOutcome],
    ) -> None:
        self._common, self._policy, self._regime, self._outcomes = common, policy, regime, outcomes

    def act(self, id_: str, shape: ActShape) -> CaseAct:
        return CaseAct(
            id_, shape.do, shape.sources, shape.into, shape.role,
            tuple(self._fields(shape)), shape.repeat, shape.optional,
            shape.at, shape.quote, _place(self._policy, shape.at), shape.ours, shape.note,
            shape.only, shape.when, shape.unless, shape.needs, shape.asks,
            tuple(CaseBar(one.mark, one.say, self._basis(one)) for one in shape.bars),
            _period(shape.period), shape.owes, shape.to, shape.paper,
            self._basis(shape.waiver) if shape.waiver else None,
            self._basis(shape.banner) if shape.banner else None,
        )  # fmt: skip

    def _basis(self, shape: BasisShape) -> Basis:
        return Basis(shape.at, shape.quote, _place(self._policy, shape.at), shape.ours)

    def _fields(self, act: ActShape) -> Iterator[ActField]:
        for shape in act.fields:
            if self._told(shape).kind == "condition":
                yield from self._conditions(self._told(shape))
            elif field := self._field(shape):
                yield field
        if len(act.to) >= ASIDE:
            hint = "都送到了再登记，日期写后一个"
            yield from (ActField(f"to{n}", f"已送到：{one}", "tick", hint) for n, one in enumerate(act.to))

    def _field(self, own: OwnField) -> ActField | None:
        """None where there is nothing to choose from."""
        told = self._told(own)
        choices = self._choices(told)
        if told.kind in ("choice", "criteria") and not choices:
            return None
        when = tuple(f"{OUTCOME}={id_}" for id_, one in self._outcomes.items() if one.tiers)
        return ActField(
            told.key,
            told.label,
            told.kind or "text",
            told.hint,
            choices,
            when if told.key == TIER else told.when,
            told.of,
        )

    def _told(self, own: OwnField) -> OwnField:
        """With what the common part says of it."""
        shared = self._common.fields.get(own.key)
        return own.model_copy(update=_unsaid(own, shared)) if shared else own

    def _conditions(self, field: OwnField) -> Iterator[ActField]:
        """One for each of the policy's, in its own words; what is to be known of all of them stands with the first."""
        conditions = self._regime.conditions if self._regime else None
        hint = field.hint
        for one in conditions.items if conditions else ():
            label = f"{_place(self._policy, one.at)}“{one.quote.translate(INNER)}”"
            yield ActField(one.id, label, "condition", hint, tuple(_answers(one)))
            hint = ""

    def _choices(self, field: OwnField) -> tuple[tuple[str, str], ...]:
        if field.key == OUTCOME:
            return tuple((id_, one.label) for id_, one in self._outcomes.items())
        if field.key == TIER:
            tiers = dict.fromkeys(tier for one in self._outcomes.values() for tier in one.tiers)
            return tuple((tier, tier) for tier in tiers)
        if field.kind == "criteria":
            return tuple(
                (one.name, f"{'、'.join(one.good)}／{'、'.join(one.bad)}") for one in self._aspects()
            )
        if field.kind == "provisions":
            return tuple((at, _place(self._policy, at)) for at in self._provisions(field.of))
        return tuple(field.choices.items())

    def _aspects(self) -> tuple[Criterion, ...]:
        criteria = self._regime.criteria if self._regime else None
        return criteria.items if criteria else ()

    def _provisions(self, of: ListOf) -> Iterator[str]:
        """Those of a list; else what a conclusion usually rests on."""
        regime = self._regime
        if regime is None:
            return
        if of != "exclusions":
            yield from (one.at for one in regime.situations.items)
        if not of:
            yield from dict.fromkeys(one.at for one in regime.conditions.items)
        if of != "situations":
            yield from (one.at for one in regime.exclusions.items)
        if not of:
            yield from self._decisive(regime)

    def _decisive(self, regime: Regime) -> Iterator[str]:
        """Where the policy says what comes of it, which no list names."""
        listed = {
            *self._provisions("situations"),
            *self._provisions("exclusions"),
            *(c.at for c in regime.conditions.items),
        }
        yield from dict.fromkeys(row.at for row in regime.decision if row.at not in listed)


def _answers(condition: Condition) -> Iterator[tuple[str, str]]:
    yield MET, "符合"
    if condition.exception:
        yield EXCEPTED, f"属于“{condition.exception.quote.strip('（）')}”"
    yield from ((UNMET, "不符合"), (OPEN, "没有认定"))


def _unsaid(own: OwnField, shared: FieldShape) -> dict[str, object]:
    """What the common part says of a field and the act does not."""
    return {name: getattr(shared, name) for name in shared.model_fields_set - own.model_fields_set}


def _period(shape: PeriodShape | None) -> Period | None:
    if shape is None:
        return None
    after = "" if shape.vague else shape.after
    return Period(shape.days, after, shape.monthly, shape.vague, shape.notice, shape.quote or shape.vague)
