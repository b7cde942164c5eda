"""What may be done with a case where it stands, why something else may not, and where it stands afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from knowledge.rules.casework_parts import (
    DOERS,
    ENDS,
    ORIGINS,
    OUTCOME,
    PHASES,
    TIER,
    Basis,
    CaseAct,
    CaseOutcome,
    Phase,
    Refusal,
    Standing,
)

Acts: TypeAlias = Mapping[str, CaseAct]
Outcomes: TypeAlias = Mapping[str, CaseOutcome]
RANKS = {"clerk": 1, "leader": 2}
SHOWN = 3
"""Acts that a refusal names as possible now."""
NO_BASIS = Basis()


def after(acts: Acts, id_: str, standing: Standing, values: Mapping[str, str]) -> Standing:
    """Where a case stands once an act is done. Nothing is judged here."""
    act = acts[id_]
    chosen = {f.key: values[f.key] for f in act.fields if f.kind == "choice" and values.get(f.key)}
    outcome = chosen.pop(OUTCOME, standing.outcome)
    chosen.pop(TIER, None)
    kept = {mark for mark in standing.marks if mark.partition("=")[0] not in chosen}
    marks = frozenset(kept | {f"{key}={value}" for key, value in chosen.items()})
    done = {**standing.done, id_: standing.done.get(id_, 0) + 1}
    return Standing(act.target or standing.phase, done, outcome, marks, standing.waived)


def exists(act: CaseAct, standing: Standing) -> bool:
    """For this outcome and what was chosen before."""
    if act.only and standing.outcome not in act.only:
        return False
    if act.when and not standing.marks.intersection(act.when):
        return False
    return not standing.marks.intersection(act.unless)


def duties(acts: Acts, standing: Standing) -> Iterator[CaseAct]:
    """What is still to be done after the conclusion, side by side."""
    if standing.phase != "concluded":
        return
    for act in acts.values():
        open_ = act.id not in standing.done and act.id not in standing.waived
        if open_ and _is_duty(act) and exists(act, standing) and not _lacking(acts, act, standing):
            yield act


def _is_duty(act: CaseAct) -> bool:
    return "concluded" in act.sources and act.target is None and not act.optional


def _lacking(acts: Acts, act: CaseAct, standing: Standing) -> list[CaseAct]:
    """What must be done before, and was not."""
    wanted = (acts[need] for need in act.needs if need not in standing.done)
    return [need for need in wanted if exists(need, standing)]


# ── refusing ─────────────────────────────────────────────────────────────────────────────────────
def refused(acts: Acts, outcomes: Outcomes, id_: str, standing: Standing, role: str) -> Refusal | None:
    """None where it may be done."""
    act = acts.get(id_)
    if act is None:
        return Refusal(id_, f"这份文件的办理里没有“{id_}”这一步")
    return hindered(acts, outcomes, act, standing) or _beyond(act, role)


def hindered(acts: Acts, outcomes: Outcomes, act: CaseAct, standing: Standing) -> Refusal | None:
    """The same, whoever does it."""
    if standing.phase not in act.sources:
        return _out_of_phase(acts, act, standing)
    if not exists(act, standing):
        return _not_for_it(acts, outcomes, act, standing)
    if act.id in standing.done and not act.repeat and act.target is None:
        return Refusal(act.id, f"“{act.do}”已经登记过，不用再登记")
    for need in _lacking(acts, act, standing):
        return _refusal(act, f"“{act.do}”要先{need.do}", need.basis, need.id)
    for bar in act.bars:
        if bar.mark in standing.marks:
            return _refusal(act, bar.say, bar.basis, _setting(acts, bar.mark))
    return _unfinished(acts, act, standing)


def _refusal(act: CaseAct, say: str, basis: Basis = NO_BASIS, first: str = "") -> Refusal:
    return Refusal(act.id, say, basis.at, basis.quote, basis.place, basis.ours, first)


def _out_of_phase(acts: Acts, act: CaseAct, standing: Standing) -> Refusal:
    now = f"现在是“{PHASES[standing.phase]}”"
    if step := _towards(acts, act, standing):
        return _refusal(act, f"{now}，“{act.do}”要先{step.do}", step.basis, step.id)
    if standing.phase in ENDS:
        return Refusal(act.id, f"{now}，已经办结，不能再“{act.do}”")
    here = [one for one in acts.values() if standing.phase in one.sources and one.role != "applicant"]
    possible = [one for one in here if hindered(acts, {}, one, standing) is None]
    possible.sort(key=lambda one: one.optional)
    can = "；".join(one.do for one in possible[:SHOWN])
    return _refusal(act, f"{now}，不能再“{act.do}”；现在能办：{can}", first=possible[0].id)


def _towards(acts: Acts, act: CaseAct, standing: Standing) -> CaseAct | None:
    """The first act of the shortest way to a phase in which the act can be done."""
    ways: list[tuple[Phase, CaseAct | None]] = [(standing.phase, None)]
    seen = {standing.phase}
    for phase, first in ways:
        if phase in act.sources:
            return first
        for step in (one for one in acts.values() if one.target and phase in one.sources):
            if step.target and step.target not in seen and (exists(step, standing) or first):
                seen.add(step.target)
                ways.append((step.target, first or step))
    return None


def _not_for_it(acts: Acts, outcomes: Outcomes, act: CaseAct, standing: Standing) -> Refusal:
    if act.only and standing.outcome not in act.only:
        wanted = "、".join(f"“{outcomes[one].label}”" for one in act.only if one in outcomes)
        return _refusal(act, f"结论是{wanted}的，才{act.do}", act.basis)
    if told := standing.marks.intersection(act.unless):
        return _refusal(act, f"{named(acts, min(told))}，不用{act.do}", act.basis)
    mark = act.when[0]
    return _refusal(act, f"{named(acts, mark)}，才{act.do}", act.basis, _setting(acts, mark))


def named(acts: Acts, mark: str) -> str:
    """A mark in words: “认定方式”是“复杂或影响较大”的"""
    key, _, value = mark.partition("=")
    for field in (field for act in acts.values() for field in act.fields if field.key == key):
        return f"“{field.label}”是“{dict(field.choices).get(value, value)}”的"
    return ORIGINS.get(mark, mark)


def _setting(acts: Acts, mark: str) -> str:
    """The act in which a mark is chosen."""
    key = mark.partition("=")[0]
    return next((act.id for act in acts.values() if any(field.key == key for field in act.fields)), "")


def _unfinished(acts: Acts, act: CaseAct, standing: Standing) -> Refusal | None:
    """A case is not put away while something is owed."""
    left = list(duties(acts, standing)) if act.target == "closed" else []
    if not left:
        return None
    return _refusal(
        act, f"“{act.do}”以前还要办：{'；'.join(one.plain for one in left)}", left[0].basis, left[0].id
    )


def _beyond(act: CaseAct, role: str) -> Refusal | None:
    if role == act.role or (act.role != "applicant" and RANKS.get(role, 0) >= RANKS[act.role]):
        return None
    if act.role == "applicant":
        return Refusal(act.id, f"“{act.do}”由申请人自己办")
    if role == "clerk":
        return Refusal(act.id, f"“{act.do}”要由负责人办；可以先拟好，交负责人定")
    return Refusal(act.id, f"“{act.do}”要由{DOERS[act.role]}办；请交给经办的同事")


def hints(acts: Acts, act: CaseAct, standing: Standing) -> Iterator[Refusal]:
    """What should be done before, and was not; no bar."""
    wanted = (acts[ask] for ask in act.asks if ask not in standing.done)
    for one in (one for one in wanted if exists(one, standing)):
        yield _refusal(act, f"还没有{one.do}", one.basis, one.id)
