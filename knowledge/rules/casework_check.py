"""What is wrong in a policy's casework: words that do not stand in it, names that there are not, acts without a ground.

All of it is a sentence that begins with its entry and ends with the remedy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from knowledge.policy.provisions import Policy
from knowledge.rules import fits
from knowledge.rules.casework import Procedure
from knowledge.rules.casework_build import shapes
from knowledge.rules.casework_parts import ORIGINS, OUTCOME, Basis, CaseAct
from knowledge.rules.casework_shape import ActShape, CommonCasework
from knowledge.rules.read import not_there, squeeze
from knowledge.rules.types import Regime

GROUND = "写 at 和 quote（或 step）；文件没有写的，只写 ours，说明为什么这样做"


class _Given(NamedTuple):
    common: CommonCasework
    policy: Policy
    regime: Regime | None
    procedure: Procedure


def problems(
    common: CommonCasework, policy: Policy, regime: Regime | None, procedure: Procedure, exactly: bool
) -> Iterator[str]:
    """Of the procedure that was built of the others. `exactly`: it is walked as well."""
    given = _Given(common, policy, regime, procedure)
    found = [*_shaped(given), *_quoted(given), *_linked(given)]
    yield from found
    if exactly and not found:
        yield from given.procedure.walk()


# ── written down ─────────────────────────────────────────────────────────────────────────────────
def _shaped(given: _Given) -> Iterator[str]:
    """Every act has its name, its phases and its ground, once."""
    for id_, act in shapes(given.common, given.regime).items():
        entry = f"casework.{id_}"
        if not act.do or not act.sources:
            yield f"{entry}：没有写 do 或 from；共有的没有这一步，请写上做什么（do）、从哪一步起（from）"
        if bool(act.quote) == bool(act.ours):
            yield f"{entry}：{'依据写了两种' if act.ours else '没有写依据'}；请{GROUND}"
        yield from _unknown(given, entry, act)
    if not any(field.key == OUTCOME for act in given.procedure.acts.values() for field in act.fields):
        yield "casework.conclude：没有写能作出哪几种结论；请在 outcomes 里写上"


def _unknown(given: _Given, entry: str, act: ActShape) -> Iterator[str]:
    """Steps and fields that are not there."""
    steps = {step.id for step in given.regime.procedure} if given.regime else set()
    if act.step and act.step not in steps:
        yield f"{entry}.step：procedure 里没有 {act.step}；请改成那里的编号"
    for field in act.fields:
        if not (field.kind and field.label) and field.key not in given.common.fields:
            yield f"{entry}.fields：没有 {field.key} 这一栏；请写上 label 和 kind，或改成共有的名字"


# ── in the policy's words ────────────────────────────────────────────────────────────────────────
def _quoted(given: _Given) -> Iterator[str]:
    for act in given.procedure.acts.values():
        entry = f"casework.{act.id}"
        yield from _there(given, entry, act.basis)
        for name, basis in (("waiver", act.waiver), ("banner", act.banner)):
            yield from _grounded(given, f"{entry}.{name}", basis) if basis else ()
        for bar in act.bars:
            yield from _grounded(given, f"{entry}.bars", bar.basis)
        yield from (
            said for one in act.to if act.at for said in not_there(given.policy, f"{entry}.to", act.at, one)
        )
        yield from _periodic(given, entry, act)
    yield from _labelled(given)


def _there(given: _Given, entry: str, basis: Basis) -> Iterator[str]:
    if basis.at:
        yield from not_there(given.policy, entry, basis.at, basis.quote)
    elif basis.quote:
        yield f"{entry}：写了 quote，没有写 at；请写上是哪一条"


def _grounded(given: _Given, entry: str, basis: Basis) -> Iterator[str]:
    yield from _there(given, entry, basis)
    if bool(basis.quote) == bool(basis.ours):
        yield f"{entry}：{'依据写了两种' if basis.ours else '没有写依据'}；请{GROUND}"


def _periodic(given: _Given, entry: str, act: CaseAct) -> Iterator[str]:
    period = act.period
    if period is None:
        return
    yield from not_there(given.policy, f"{entry}.period", act.at, period.quote)
    number = period.days or period.monthly
    if number and not fits.tells(period.quote, number):
        yield f"{entry}.period：“{period.quote}”里没有数字 {number}；天数须逐字见于条款，请照原文写"
    if period.after and period.after not in given.procedure.acts:
        yield f"{entry}.period：没有 {period.after} 这一步；after 请写从哪一步起算"


def _labelled(given: _Given) -> Iterator[str]:
    """Outcomes and treatments are called as the policy calls them."""
    text = squeeze("".join(one.text for one in given.policy.provisions))
    for id_, one in given.procedure.outcomes.items():
        for words in (words for words in (one.label, *one.tiers) if squeeze(words) not in text):
            if not one.ours:
                yield f"casework.conclude.outcomes.{id_}：文件里没有“{words}”；请照原文写，文件没有叫法的写上 ours"


# ── what hangs together ──────────────────────────────────────────────────────────────────────────
def _linked(given: _Given) -> Iterator[str]:
    acts, outcomes = given.procedure.acts, given.procedure.outcomes
    marks = {f"{f.key}={value}" for act in acts.values() for f in act.fields for value, _ in f.choices} | {
        *ORIGINS
    }
    for act in acts.values():
        barred = tuple(bar.mark for bar in act.bars)
        for name, wanted, there in (
            ("needs", act.needs, acts.keys()),
            ("asks", act.asks, acts.keys()),
            ("only", act.only, outcomes.keys()),
            ("when", act.when, marks),
            ("unless", act.unless, marks),
            ("bars", barred, marks),
        ):
            for one in (one for one in wanted if one not in there):
                yield f"casework.{act.id}.{name}：没有 {one}；请检查拼写，能写的有：{'、'.join(sorted(there))}"
