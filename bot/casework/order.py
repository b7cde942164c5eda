"""Whether a day that was entered lies before the day of what has to come first: said, never refused, since paper may lag."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.casework.gate import Folder
from bot.casework.standing import CONCLUDE, INVESTIGATE, day_of, valid
from bot.store.casework.records import DeedRow
from bot.workdays import day
from dialogs.shared.spans import written
from knowledge.rules.casework import CaseAct

ACCEPT, OPEN = "accept", "open"
EARLY = "填的是{day}，早于{do}（{first}）；请核对"
FILED = "提交申请"
LATE = frozenset({"concluded", "closed"})


def early(folder: Folder, deed: DeedRow) -> str:
    """The last of what should have come before; empty where all of it did, or no day was entered."""
    act = folder.procedure.acts.get(deed.act)
    known = act is not None and not deed.replaced and "day" in deed.entered
    return too_early(folder, act, day_of(deed)) if act and known else ""


def too_early(folder: Folder, act: CaseAct, on: date) -> str:
    """The same of a day that an act is about to be entered with."""
    later = [one for one in _before(folder, act) if one[0] > on]
    if not later:
        return ""
    first, do = max(reversed(later), key=lambda one: one[0])
    return EARLY.format(day=written(on), do=do, first=written(first))


def _before(folder: Folder, act: CaseAct) -> Iterator[tuple[date, str]]:
    """The day on which each was done first, and what it is. What came on paper was filed before it was entered here."""
    if act.id == ACCEPT and folder.row.origin == "application":
        yield day(folder.row.filed_at), FILED
    needed = _needed(act)
    for one in folder.procedure.acts.values():
        days = [day_of(deed) for deed in valid(folder.dossier.deeds) if deed.act == one.id]
        if days and one.id in needed:
            yield min(days), one.plain


def _needed(act: CaseAct) -> set[str]:
    """By the policy, and by the states in which it is done at all."""
    needed = {*act.needs, *((INVESTIGATE,) if act.id == CONCLUDE else ())}
    if LATE.issuperset(act.sources):
        needed.add(CONCLUDE)
    if (LATE | {"accepted"}).issuperset(act.sources):
        needed |= {ACCEPT, OPEN}
    return needed
