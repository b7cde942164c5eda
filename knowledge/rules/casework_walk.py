"""A procedure walked in all ways: whether every case can end, every act is reached, and none is put away too early."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TypeAlias

from knowledge.rules.casework_moves import Acts, Outcomes, after, duties, hindered
from knowledge.rules.casework_parts import ENDS, ORIGINS, PHASES, TIER, CaseAct, Phase, Standing

STAFF = ("viewer", "clerk", "leader")
STAGE: Mapping[Phase, int] = {"submitted": 0, "returned": 0, "accepted": 1, "concluded": 2}
"""How far a case has come; an end is behind all of it."""
Alive: TypeAlias = tuple[frozenset[str], frozenset[str]]
Place: TypeAlias = tuple[Phase, frozenset[str], str, frozenset[str], frozenset[str]]


def matrix(acts: Acts) -> dict[tuple[str, Phase, str], bool]:
    """(act, phase, role) → whether it may be done at all."""
    return {
        (act.id, phase, role): phase in act.sources and _may(act, role)
        for act in acts.values()
        for phase in PHASES
        for role in STAFF
    }


def _may(act: CaseAct, role: str) -> bool:
    return act.role == role or (act.role == "clerk" and role == "leader")


def problems(acts: Acts, outcomes: Outcomes) -> Iterator[str]:
    """Each begins with its entry and ends with the remedy."""
    walked = _Walked(acts, outcomes)
    walked.go()
    for act in (act for act in acts if act not in walked.done):
        yield f"casework.{act}：永远办不到；请检查它的 from、only、when 和 needs"
    for place in sorted(walked.stuck(), key=str)[:1]:
        outcome = outcomes[place[2]].label if place[2] in outcomes else ""
        where = f"“{PHASES[place[0]]}”" + (f"、结论“{outcome}”" if outcome else "")
        yield f"casework：到了{where}，有的走法办不完；请检查各步的 needs、only、when"
    for act in sorted(walked.early):
        yield f"casework.{act}：还没办完就能了结；请检查它的 from 和 into"


@dataclass(slots=True)
class _Walked:
    """`after`: places to which each place leads; `done`: acts that were reached; `early`: those that end a case in
    which something is owed."""

    acts: Acts
    outcomes: Outcomes
    after: dict[Place, set[Place]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    early: set[str] = field(default_factory=set)
    alive: dict[int, Alive] = field(default_factory=dict)

    def go(self) -> None:
        told = {mark for act in self.acts.values() for mark in (*act.when, *act.unless)}
        marks = [frozenset[str](), *(frozenset({mark}) for mark in ORIGINS if mark in told)]
        open_ = [self._kept(Standing(marks=origin)) for origin in marks]
        while open_:
            standing = open_.pop()
            if (place := _place(standing)) not in self.after:
                following = [self._kept(one) for one in self._moves(standing)]
                self.after[place] = {_place(one) for one in following}
                open_ += following

    def _moves(self, standing: Standing) -> Iterator[Standing]:
        owed = [*duties(self.acts, standing)]
        for act in self.acts.values():
            if hindered(self.acts, self.outcomes, act, standing) is None:
                self.done.add(act.id)
                self.early |= {act.id} if owed and act.target in ENDS else set()
                yield from (after(self.acts, act.id, standing, values) for values in _variants(act))
        yield from (replace(standing, waived=standing.waived | {one.id}) for one in owed if one.waiver)

    def _kept(self, standing: Standing) -> Standing:
        """Without what cannot matter any more, so that there are few places."""
        ids, marks = _alive(self.acts, STAGE.get(standing.phase, 3), self.alive)
        done = {id_: 1 for id_ in standing.done if id_ in ids}
        return replace(standing, done=done, marks=standing.marks & marks)

    def stuck(self) -> set[Place]:
        """Places from which no end is reached."""
        good = {place for place in self.after if place[0] in ENDS}
        found = len(good) + 1
        while found != len(good):
            found = len(good)
            good |= {place for place, following in self.after.items() if following & good}
        return self.after.keys() - good


def _alive(acts: Acts, now: int, known: dict[int, Alive]) -> Alive:
    """Acts of which it still matters that they were done, and marks that still matter."""
    if now not in known:
        ahead = [act for act in acts.values() if max(STAGE.get(phase, 0) for phase in act.sources) >= now]
        owed = {act.id for act in ahead if "concluded" in act.sources and not act.optional}
        marks = {m for act in ahead for m in (*act.when, *act.unless, *(bar.mark for bar in act.bars))}
        known[now] = (frozenset(owed.union(*(act.needs for act in ahead))), frozenset(marks))
    return known[now]


def _place(standing: Standing) -> Place:
    return (standing.phase, frozenset(standing.done), standing.outcome, standing.marks, standing.waived)


def _variants(act: CaseAct) -> Iterator[dict[str, str]]:
    """Every way to choose in an act."""
    choices = [
        (f.key, [value for value, _ in f.choices]) for f in act.fields if f.kind == "choice" and f.key != TIER
    ]
    for values in product(*(values for _, values in choices)):
        yield dict(zip((key for key, _ in choices), values, strict=True))
