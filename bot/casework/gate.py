"""Whether an act of staff may be done now, and all that follows from it. The one place that decides, whoever asks.

Decides on what it is given and writes nothing; what is written fails where the case is not as it was any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.casework import clocks
from bot.casework.standing import CONCLUDE, day_of, investigated, standing
from bot.casework.values import Known, checked, with_files
from bot.casework.values import standing as standing_of
from bot.casework.views import SAME_WORDS, Barred
from bot.store.casework.records import Deed, DeedRow, Dossier, ProposalRow
from bot.store.rows import Member, Row
from bot.workdays import Workdays, day
from dialogs.acts import CaseState, Piece
from knowledge.library.corpus import Library
from knowledge.rules.casework import ENDS, OUTCOME, TIER, CaseAct, Procedure, Refusal, Standing

HANDLING = frozenset({"clerk", "leader"})
ALONE = "参加调查的人不能一个人作结论；请由没有参加调查的负责人作，或者由没有参加调查的同事先拟好"
FOUR_EYES = "文件没有写；调查和结论不由同一个人一手办"
OVER = "已经办结归档，结论和怎么处理不再更正，免得和已经告知、备案的对不上；填错了的，请写进内部备注，机关重新作了决定的，另登记一件"
SETTLED = "文件没有写；办结以后，结论不在原来的登记上改"
LEADER = "这要由负责人办"
ERASED = "这份申请的内容已按申请人的要求删除，不再登记和备注"
RECALLED = "书面撤回"
NEW = 0
"""The number of a row that is not written yet."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A case with all that a decision looks at."""

    row: Row
    procedure: Procedure
    dossier: Dossier
    standing: Standing

    @classmethod
    def of(cls, row: Row, procedure: Procedure, dossier: Dossier) -> Folder:
        return cls(row, procedure, dossier, standing(procedure, row, dossier))

    @property
    def state(self) -> CaseState:
        return self.row.state


def admits(member: Member | None, row: Row | None, dossier: Dossier | None, handling: bool = True) -> bool:
    """Whether this is a case of theirs: seen, and for an act handled."""
    if member is None or row is None or not member.sees(row.region):
        return False
    recused = dossier is not None and member.id in dossier.recused
    return not recused and (member.role in HANDLING or not handling)


def strange(act: str = "") -> Barred:
    """There is no such case, or it is none of theirs: in one and the same word."""
    return Barred(Refusal(act, SAME_WORDS))


def barred(folder: Folder, member: Member, act: str, role: str) -> Refusal | None:
    """Why it may not be done now, apart from what is entered; `role` is whose right is asked about."""
    if folder.row.erased:
        return Refusal(act, ERASED)
    refusal = folder.procedure.refusal(act, folder.standing, role)
    if refusal is None and act == CONCLUDE and role == member.role and _alone(folder, member):
        return Refusal(act, ALONE, ours=FOUR_EYES)
    return refusal


def _alone(folder: Folder, member: Member) -> bool:
    """Nobody but those who investigated has a part in the conclusion."""
    deeds = folder.dossier.deeds
    if not investigated(deeds, member.id, member.name):
        return False
    proposal = open_proposal(folder, CONCLUDE)
    return proposal is None or proposal.by == member.id or investigated(deeds, proposal.by, "")


def not_corrected_by(
    folder: Folder, member: Member, act: CaseAct, old: DeedRow, given: Mapping[str, str]
) -> Refusal | None:
    """What a leader did is a leader's to correct; who investigated turns no conclusion into another one by that."""
    if act.role == "leader" and member.role != "leader":
        return Refusal(act.id, LEADER)
    decided = (OUTCOME, TIER, *(one.key for one in act.fields if one.kind == "condition"))
    others = act.id == CONCLUDE and any(given.get(key) != old.entered.get(key) for key in decided)
    if others and folder.state in ENDS:
        return Refusal(act.id, OVER, ours=SETTLED)
    if others and investigated(folder.dossier.deeds, member.id, member.name):
        return Refusal(act.id, ALONE, ours=FOUR_EYES)
    return None


def open_proposal(folder: Folder, act: str) -> ProposalRow | None:
    return next((one for one in folder.dossier.proposals if one.act == act and one.answer is None), None)


# ── what is entered ─────────────────────────────────────────────────────────────────────────────
def entered(
    folder: Folder,
    act: CaseAct,
    values: Mapping[str, str],
    pieces: Sequence[Piece],
    library: Library,
    now: datetime,
) -> dict[str, str] | Barred:
    """What is kept of it, or why it cannot be."""
    found = checked(act, with_files(act, values, pieces), _known(folder, pieces, library, now))
    if isinstance(found, dict):
        return found
    return Barred(Refusal(act.id, "请把这几栏填好"), dict(found))


def half_entered(
    folder: Folder, act: CaseAct, values: Mapping[str, str], library: Library, now: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """(what can stand of it, what is wrong with the rest), by field."""
    return standing_of(act, values, _known(folder, (), library, now))


def _known(folder: Folder, pieces: Sequence[Piece], library: Library, now: datetime) -> Known:
    files = {one.place for one in pieces} | {one.piece.place for one in folder.dossier.files}
    region = folder.row.region

    def is_known(id_: str) -> bool:
        return id_.partition(".")[0] == region and library.has(id_)

    return Known(day(now), is_known, files, folder.procedure.outcomes)


# ── what follows ────────────────────────────────────────────────────────────────────────────────
def deed(
    folder: Folder, member: Member, act: CaseAct, given: Mapping[str, str], pieces: Sequence[Piece], calendar: Workdays,
    now: datetime,
) -> Deed:  # fmt: skip
    """All that is written with an act that is allowed."""
    after = folder.procedure.after(act.id, folder.standing, given)
    new = DeedRow(NEW, act.id, member.id, now, given)
    done = Deed(act.id, member.id, day_of(new), after.phase, given, tuple(pieces))
    _effects(folder, member, act, done)
    _clocked(done, folder, after, [*folder.dossier.deeds, new], calendar)
    return done


def corrected(
    folder: Folder, member: Member, old: DeedRow, given: Mapping[str, str], pieces: Sequence[Piece], calendar: Workdays,
    now: datetime,
) -> Deed:  # fmt: skip
    """An act that was entered wrongly, once more: what hangs on it is reckoned anew."""
    new = DeedRow(NEW, old.act, member.id, now, given)
    done = Deed(old.act, member.id, day_of(new), folder.state, given, tuple(pieces), replaces=old.id)
    deeds = [*(replace(one, replaced=True) if one.id == old.id else one for one in folder.dossier.deeds), new]
    after = standing(folder.procedure, folder.row, replace(folder.dossier, deeds=tuple(deeds)))
    done.columns["outcome"] = after.outcome or None
    _clocked(done, folder, after, deeds, calendar)
    return done


def _clocked(
    done: Deed, folder: Folder, after: Standing, deeds: Sequence[DeedRow], calendar: Workdays
) -> None:
    duties = clocks.reckoned(folder.procedure, after, deeds, folder.dossier.duties, calendar)
    done.opens, done.closes = list(duties.opens), list(duties.closes)
    done.drops, done.moves = list(duties.drops), list(duties.moves)


def _effects(folder: Folder, member: Member, act: CaseAct, done: Deed) -> None:
    """What an act means beside where it leads."""
    row, columns = folder.row, done.columns
    if act.id == "take":
        columns["handler_id"] = member.id
    elif act.id == "recuse":
        done.recuses = done.entered.get("why", "")
        columns |= {"handler_id": None} if row.handler == member.id else {}
    elif act.id == "request":
        done.asks = done.entered.get("words", "")
    if row.state == "returned" and done.state != "returned":
        done.answers = done.entered.get("words", "")
    if done.state == "withdrawn":
        columns["reason"] = RECALLED
    if done.state == "accepted" and row.state != "accepted":
        done.pins = folder.procedure.to_json()
        columns |= {} if row.handler else {"handler_id": member.id}
    if OUTCOME in done.entered:
        columns["outcome"] = done.entered[OUTCOME]
    proposal = open_proposal(folder, act.id)
    done.takes = proposal.id if proposal else None
