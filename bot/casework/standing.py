"""Where a case stands, by what was done with it: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bot.store.casework.records import DeedRow, Dossier
from bot.store.rows import Row
from bot.workdays import day
from knowledge.rules.casework import EX_OFFICIO, ON_PAPER, Procedure, Standing

MARKS: Mapping[str, str] = {"ex_officio": EX_OFFICIO, "paper": ON_PAPER}
INVESTIGATE, CONCLUDE, MEMBERS = "investigate", "conclude", "members"
BETWEEN_NAMES = "、"


def standing(procedure: Procedure, row: Row, dossier: Dossier) -> Standing:
    """What was done, one after the other; the phase as the case has it, since the applicant moves it too."""
    marks = frozenset({MARKS[row.origin]} if row.origin in MARKS else ())
    found = Standing(marks=marks)
    for one in valid(dossier.deeds):
        if one.act in procedure.acts:
            found = procedure.after(one.act, found, one.entered)
    waived = frozenset(one.act for one in dossier.duties if one.waived is not None)
    return Standing(row.state, found.done, found.outcome or row.outcome or "", found.marks, waived)


def valid(deeds: Iterable[DeedRow]) -> list[DeedRow]:
    """Without those that were corrected."""
    return [one for one in deeds if not one.replaced]


def day_of(deed: DeedRow) -> date:
    """The day on which it was done: as it was entered, or when that was."""
    try:
        return date.fromisoformat(deed.entered.get("day", ""))
    except ValueError:
        return day(deed.at)


def names(entered: Mapping[str, str]) -> list[str]:
    return [one.strip() for one in entered.get(MEMBERS, "").split(BETWEEN_NAMES) if one.strip()]


def investigated(deeds: Iterable[DeedRow], member: int, name: str) -> bool:
    """Whether somebody is among those who investigated, or entered what they found."""
    there = [one for one in valid(deeds) if one.act == INVESTIGATE]
    return any(one.by == member or name in names(one.entered) for one in there)
