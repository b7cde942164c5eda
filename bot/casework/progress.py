"""How far a case has come, for the applicant: what was done, what is due, the result once it was told to them, appeal."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bot.casework.dossiers import rule
from bot.casework.gate import Folder
from bot.casework.standing import CONCLUDE, INVESTIGATE, day_of, valid
from dialogs.acts import CaseProgress, Owed
from knowledge.rules.casework import TIER, CaseAct

TELL, CORRECT, APPEAL, ACCEPT = "tell", "correct", "appeal", "accept"
PERSONS = frozenset({"责任追究对象", "容错对象", "纠错对象", "当事人", "申请人", "本人"})
"""As policies call whoever it is about; a result that is told to others alone is not told here."""


def progress(folder: Folder) -> CaseProgress | None:
    """None before it was accepted."""
    acts, told = folder.procedure.acts, _day(folder, TELL)
    if folder.row.state in ("submitted", "returned") or not _day(folder, ACCEPT):
        return None
    appeal, telling = acts.get(APPEAL), acts.get(TELL)
    over = _day(folder, CONCLUDE) is not None
    return CaseProgress(
        _day(folder, ACCEPT), _day(folder, CONCLUDE), told, result(folder) if told and reveals(folder) else "",
        telling.to if telling else (), tuple(_owed(folder)), tuple(_ahead(folder)), appeal.basis.told if over and appeal and appeal.quote else "",
        appeal.banner.told if over and appeal and appeal.banner else "",
        appeal.ours if over and appeal and not appeal.quote else "",
    )  # fmt: skip


def _day(folder: Folder, act: str) -> date | None:
    return next((day_of(one) for one in reversed(valid(folder.dossier.deeds)) if one.act == act), None)


def result(folder: Folder) -> str:
    """How it ended, as it is printed, with the treatment."""
    ended = folder.procedure.outcomes.get(folder.standing.outcome)
    if ended is None:
        return ""
    tiers = [one.entered.get(TIER, "") for one in valid(folder.dossier.deeds) if one.act == CONCLUDE]
    return f"{ended.label}（{tiers[-1]}）" if tiers and tiers[-1] else ended.label


def reveals(folder: Folder) -> bool:
    """Whether the result is told to the applicant, as the policy has it."""
    act: CaseAct | None = folder.procedure.acts.get(TELL)
    whom: Collection[str] = act.to if act else ()
    return not whom or folder.row.applicant == "organisation" or not PERSONS.isdisjoint(whom)


def _owed(folder: Folder) -> list[Owed]:
    """What the applicant may wait for, or has to do: their own and what is done towards them. That something is to be
    corrected says how it ended, and is told no sooner, unless the notice of it went to them."""
    acts, knows = folder.procedure.acts, bool(_day(folder, TELL)) and reveals(folder)
    theirs = {TELL, CORRECT} if knows else {TELL}
    asked = knows or _noticed(folder)
    still = [(one, acts[one.act]) for one in folder.dossier.duties if one.open and one.act in acts]
    return [
        Owed(act.do, one.due, one.provisional, rule(act), one.owes == "applicant", act.place, act.to)
        for one, act in still
        if (asked if one.owes == "applicant" else one.act in theirs)
    ]


def _noticed(folder: Folder) -> bool:
    """Whether a notice of what is to be corrected was sent to them, as the policy has it."""
    act = folder.procedure.acts.get(CORRECT)
    return act is not None and _day(folder, CORRECT) is not None and not PERSONS.isdisjoint(act.to)


def _ahead(folder: Folder) -> list[Owed]:
    """What the authority does until there is a conclusion, with what the policy says of the time for it."""
    acts, done = folder.procedure.acts, folder.standing.done
    names = (INVESTIGATE, CONCLUDE) if folder.state == "accepted" else ()
    wanted = [acts[one] for one in names if one in acts and one not in done]
    return [Owed(act.do, None, False, rule(act), False, act.place) for act in wanted]
