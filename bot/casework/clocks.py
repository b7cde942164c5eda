"""What is to be done after an act, from when and by when: pure but for the calendar that it is given.

A time begins with an act that was done, its proof; the day after it is day 1. A word without a number has no day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.casework.standing import CONCLUDE, day_of, valid
from bot.store.casework.records import DeedRow, DutyRow, Moved, NewDuty
from bot.workdays import Workdays
from dialogs.core import Due
from knowledge.rules.casework import CaseAct, Procedure, Standing

UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What becomes of a case's duties."""

    opens: tuple[NewDuty, ...]
    closes: tuple[int, ...]
    drops: tuple[int, ...]
    moves: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """When a duty begins, with which act (None: the one that is being done), and ends."""

    opened: date
    start: int | None
    due: Due | None

    @property
    def day(self) -> date | None:
        return self.due.day if self.due else None

    @property
    def provisional(self) -> bool:
        return self.due is not None and self.due.provisional


def reckoned(
    procedure: Procedure,
    standing: Standing,
    deeds: Sequence[DeedRow],
    duties: Iterable[DutyRow],
    calendar: Workdays,
) -> Reckoned:
    """`standing`, `deeds`: with the act that is being done, whose row has the number 0 as yet."""
    wanted = {one.id: one for one in procedure.duties(standing)}
    open_ = {one.act: one for one in duties if one.open}
    over = [one for act, one in open_.items() if act not in wanted]
    opens = [_new(act, deeds, calendar) for id, act in wanted.items() if id not in open_]
    moves = [moved(one, wanted[one.act], deeds, calendar) for one in open_.values() if one.act in wanted]
    return Reckoned(
        tuple(opens),
        tuple(one.id for one in over if one.act in standing.done),
        tuple(one.id for one in over if one.act not in standing.done),
        tuple(one for one in moves if one),
    )


def _new(act: CaseAct, deeds: Sequence[DeedRow], calendar: Workdays) -> NewDuty:
    clock = reckon(act, deeds, calendar)
    return NewDuty(act.id, act.owes, clock.opened, clock.day, clock.provisional, clock.start)


def moved(duty: DutyRow, act: CaseAct, deeds: Sequence[DeedRow], calendar: Workdays) -> Moved | None:
    """Another day than the one that is noted; None where it is the same."""
    clock = reckon(act, deeds, calendar)
    if (clock.opened, clock.day, clock.provisional) == (duty.opened, duty.due, duty.provisional):
        return None
    return Moved(duty.id, clock.opened, clock.day, clock.provisional, clock.start)


def reckon(act: CaseAct, deeds: Sequence[DeedRow], calendar: Workdays) -> Clock:
    """When it begins and ends, as things are."""
    period = act.period
    source = _last(deeds, period.after if period else "") or _last(deeds, CONCLUDE) or deeds[-1]
    if period is not None and period.notice and (setting := _setting(deeds)):
        source, last = setting
        return Clock(min(day_of(source), last), source.id or None, Due(last))
    start = day_of(source)
    if period is None:
        return Clock(start, source.id or None, None)
    if period.monthly:
        return Clock(start, source.id or None, monthly(start, period.monthly, calendar))
    return Clock(start, source.id or None, calendar.due(start, period.days) if period.days else None)


def _last(deeds: Sequence[DeedRow], act: str) -> DeedRow | None:
    return next((one for one in reversed(valid(deeds)) if one.act == act), None)


def _setting(deeds: Sequence[DeedRow]) -> tuple[DeedRow, date] | None:
    """What set a day last, and the day."""
    for one in reversed(valid(deeds)):
        try:
            return one, date.fromisoformat(one.entered.get(UNTIL, ""))
        except ValueError:
            continue
    return None


def monthly(start: date, before: int, calendar: Workdays) -> Due:
    """The last working day before this day of the month; where it is over, of the next month."""
    due = calendar.before(start.replace(day=before))
    if due.day >= start:
        return due
    return calendar.before((start.replace(day=1) + timedelta(days=32)).replace(day=before))
