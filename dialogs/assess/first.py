"""What to do first, after a self-assessment: at most three things, each with its provision and its day where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dialogs.assess import words
from dialogs.assess.card import ResultCard
from dialogs.assess.questions import told_day
from dialogs.shared.calendar import last_day
from knowledge.rules import Step
from knowledge.rules.procedure import Nudge

MOST = 3
PROOFS = 3
"""Kinds of evidence that are named at once."""


def first(card: ResultCard) -> list[str]:
    """The most pressing one first."""
    return list(islice(dict.fromkeys(_things(card)), MOST))


def _things(card: ResultCard) -> Iterator[str]:
    only = card.judgement.only
    if only == "not_applicable":
        yield f"{words.OUTSIDE_NEXT.rstrip('。')}（{card.label(card.regime.scope.at)}）。"
        return
    if only == "barred":
        at = "、".join(card.label(one.at) for one in card.barring())
        yield words.BARRED_NEXT.replace("这一条", at)
    yield from _by_stage(card)
    yield from (
        words.MEND_FIRST.format(mend=mend.rstrip("。"), label=card.label(at)) for mend, at in card.mendable()
    )
    yield from _to_settle(card)
    yield from _to_prove(card)


def _by_stage(card: ResultCard) -> Iterator[str]:
    """The period that runs, or what the policy says of this stage."""
    stage = card.record.text("stage")
    nudge = card.regime.nudge(stage)
    own = next((step for step in card.regime.procedure if step.applicant and step.to), None)
    if stage in ("told", "investigating") and own and card.judgement.only != "barred":
        yield _apply(card, own)
    elif nudge:
        yield told_at(card, nudge)


def told_at(card: ResultCard, nudge: Nudge) -> str:
    quote = f"“{nudge.quote}”" if nudge.quote else ""
    return f"{nudge.say}（{card.label(nudge.at)}{quote}）"


def _apply(card: ResultCard, step: Step) -> str:
    days = step.deadline.days if step.deadline else None
    told = told_day(card.record)
    if days and told:
        when = last_day(told, days, card.calendar, card.today)
    elif days:
        when = words.COUNT_FROM.format(days=days)
    else:
        when = words.BEFORE if step.deadline and step.deadline.before else words.NO_DAYS
    label = card.label(step.at)
    return words.APPLY_BY.format(do=step.do, to=step.to, quote=step.quote, label=label, when=when)


def _to_settle(card: ResultCard) -> Iterator[str]:
    """The one thing that the result hangs on, where there is one."""
    every = [*(e for _, _, e in card.regime.asked)]
    at = {id(e): at for _, at, e in card.regime.asked}
    for fact in card.judgement.missing:
        found = next((one for one in every if fact in one.facts), None)
        if found and card.judgement.only is None:
            ask = card.regime.facts[fact].ask if fact in card.regime.facts else ""
            yield words.SETTLE_FIRST.format(ask=ask or found.ask, label=card.label(at[id(found)]))
            return


def _to_prove(card: ResultCard) -> Iterator[str]:
    """Evidence for the situation that the answers rely on."""
    for at in card.judgement.held:
        found = card.regime.situation(at)
        proofs = dict.fromkeys(e.proof for e in found.elements if e.proof) if found else {}
        if proofs:
            proof = "；".join(islice(proofs, PROOFS))
            yield words.PROVE_FIRST.format(proof=proof, label=card.label(at))
