"""A case put together for one member of staff, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import inf

from bot.casework.gate import HANDLING, Folder, barred
from bot.casework.order import early
from bot.casework.standing import day_of
from bot.casework.values import BETWEEN, FILES
from bot.casework.views import CaseEvent, CaseView, DutyView, FileView, NoteView, ProposalView
from bot.store.casework.records import DeedRow, DutyRow, FileRow, ProposalRow
from bot.store.rows import Member
from bot.workdays import Workdays, day
from dialogs.acts import Case
from dialogs.shared.spans import written
from knowledge.library.corpus import Library
from knowledge.policy.provisions import Policy
from knowledge.rules.casework import CaseAct, Refusal

APPLICANT, SYSTEM, GONE = "申请人", "系统", "已离开的同事"
RULELESS = "文件没有写期限"
VAGUE = "文件没有写几天，写的是“{words}”"
LATER = {"submitted": "提交申请", "paper": "登记书面申请", "ex_officio": "登记依职权启动"}


@dataclass(frozen=True, slots=True)
class Speech:
    """What turns rows into words: who is called what, the policies, the calendar, the day it is."""

    names: Mapping[int, str]
    library: Library
    calendar: Workdays
    today: date

    def who(self, id: int | None) -> str:
        return SYSTEM if id is None else self.names.get(id, GONE)


def view(folder: Folder, case: Case, member: Member, words: Speech) -> CaseView:
    row, dossier = folder.row, folder.dossier
    handles = member.role in HANDLING and not row.erased
    here = _of_phase(folder) if handles else ()
    offers = tuple(one for one in here if barred(folder, member, one.id, member.role) is None)
    others = (one for one in here if one not in offers)
    proposes = tuple(one for one in others if barred(folder, member, one.id, "leader") is None)
    return CaseView(
        case, row.version, row.applicant, row.origin, row.summary, folder.procedure, folder.standing,
        timeline(folder, case, words), tuple(duty(folder, one, words) for one in dossier.duties), offers, proposes,
        _blocked(folder, member) if handles else (),
        {one.id: folder.procedure.hints(one.id, folder.standing) for one in (*offers, *proposes)},
        tuple(NoteView(one.at, words.who(one.by), one.words) for one in dossier.notes),
        tuple(_file(folder, one, words) for one in dossier.files),
        dossier.drafts, tuple(_proposal(folder, one, words) for one in dossier.proposals),
        words.who(row.handler) if row.handler else "", row.handler, tuple(map(words.who, dossier.recused)), frozenset(dossier.recused),
        row.follow_up,
        handles, row.rules is not None,
    )  # fmt: skip


def _of_phase(folder: Folder) -> tuple[CaseAct, ...]:
    """Acts of staff that belong to where the case stands: no other can be done, whoever asks."""
    acts = folder.procedure.acts.values()
    return tuple(one for one in acts if one.role != "applicant" and folder.standing.phase in one.sources)


def _blocked(folder: Folder, member: Member) -> tuple[Refusal, ...]:
    """Beside those of the procedure, what four eyes forbid."""
    own = (barred(folder, member, one.id, member.role) for one in _of_phase(folder))
    alone = [
        one for one in own if one and folder.procedure.refusal(one.act, folder.standing, member.role) is None
    ]
    return (*folder.procedure.blocked(folder.standing, member.role), *alone)


# ── what was done ───────────────────────────────────────────────────────────────────────────────
def timeline(folder: Folder, case: Case, words: Speech) -> tuple[CaseEvent, ...]:
    """As it was entered, oldest first; what has a day alone ends it."""
    row, events = folder.row, [_event(folder, one, words) for one in folder.dossier.deeds]
    who, begun = beginning(folder, words)
    events += [CaseEvent(row.filed_at, day(row.filed_at), who, begun), *_of_applicant(case)]
    return tuple(sorted(events, key=_entered))


def _entered(one: CaseEvent) -> tuple[date, float, int]:
    return (day(one.at), one.at.timestamp(), one.id or 0) if one.at else (one.day, inf, 0)


def beginning(folder: Folder, words: Speech) -> tuple[str, str]:
    """(who began it, how)."""
    origin = folder.row.origin
    if origin == "application":
        return APPLICANT, LATER["submitted"]
    return words.who(folder.dossier.opened_by), LATER[origin]


def _of_applicant(case: Case) -> Iterator[CaseEvent]:
    for one in case.exchanges:
        if one.answered and (one.answer or one.by is None):
            yield CaseEvent(
                one.came, one.answered, APPLICANT, "补充材料", said=(("内容", one.answer or "只交了文件"),)
            )
    if case.state == "withdrawn" and case.reason:
        yield CaseEvent(None, case.since, APPLICANT, "撤回", said=(("原因", case.reason),))


def _event(folder: Folder, deed: DeedRow, words: Speech) -> CaseEvent:
    act = folder.procedure.acts.get(deed.act)
    files = tuple(one.piece for one in folder.dossier.files if one.act == deed.id)
    return CaseEvent(
        deed.at, day_of(deed), words.who(deed.by), act.do if act else deed.act, deed.act, deed.id,
        said(act, deed.entered, words) if act else (), files, act.basis.told if act else "", deed.replaced,
        _called(act, deed.entered) if act else {}, early(folder, deed), _preparer(folder, deed, words),
    )  # fmt: skip


def _preparer(folder: Folder, deed: DeedRow, words: Speech) -> str:
    """Of what a colleague prepared and somebody else did: the two are written at one moment."""
    taken = (one for one in folder.dossier.proposals if one.answer == "taken" and one.act == deed.act)
    by = next((one.by for one in taken if one.answered_at == deed.at), deed.by)
    return words.who(by) if by != deed.by else ""


def _called(act: CaseAct, entered: Mapping[str, str]) -> dict[str, str]:
    """Of each file, by its place, what it is."""
    named = (one for one in act.fields if one.kind in FILES)
    return {place: one.label for one in named for place in entered.get(one.key, "").split(BETWEEN) if place}


def said(act: CaseAct, entered: Mapping[str, str], words: Speech) -> tuple[tuple[str, str], ...]:
    """What was entered, each under the name of its field; files aside."""
    shown = [one for one in act.fields if entered.get(one.key) and one.kind not in FILES]
    return tuple((one.label, _shown(one.kind, dict(one.choices), entered[one.key], words)) for one in shown)


def _shown(kind: str, choices: Mapping[str, str], value: str, words: Speech) -> str:
    match kind:
        case "date":
            return written(date.fromisoformat(value))
        case "choice" | "condition":
            return choices.get(value, value)
        case "provisions":
            return "、".join(_place(words.library, one.strip()) for one in value.split(","))
        case "tick":
            return "是"
        case _:
            return value


def _place(library: Library, at: str) -> str:
    policy: Policy | None = library.policies.get(at.partition(".")[0])
    return policy.place(at) if policy and policy.find(at) else at


def _file(folder: Folder, one: FileRow, words: Speech) -> FileView:
    name = next((deed.act for deed in folder.dossier.deeds if deed.id == one.act), "")
    act = folder.procedure.acts.get(name)
    return FileView(one.at, words.who(one.by), one.piece, act.do if act else "")


def _proposal(folder: Folder, one: ProposalRow, words: Speech) -> ProposalView:
    act = folder.procedure.acts.get(one.act)
    return ProposalView(
        one.id, one.act, act.do if act else one.act, words.who(one.by), one.by, one.at, one.entered,
        said(act, one.entered, words) if act else (), one.answer or "",
        words.who(one.answered_by) if one.answered_by else "", one.comment,
    )  # fmt: skip


# ── what is to be done ──────────────────────────────────────────────────────────────────────────
def duty(folder: Folder, one: DutyRow, words: Speech) -> DutyView:
    act = folder.procedure.acts.get(one.act)
    done = next((deed for deed in folder.dossier.deeds if deed.id == one.done_by), None)
    left = words.calendar.left(words.today, one.due) if one.due and one.open else None
    return DutyView(
        one.id, one.act, act.do if act else one.act, one.owes, _to(act), one.due, one.provisional, left,
        _since(folder, one), rule(act), act.basis.told if act else "", act.waiver.told if act and act.waiver else "",
        day_of(done) if done else None, words.who(done.by) if done else "", one.waived or "",
        words.who(one.waived_by) if one.waived_by else "",
    )  # fmt: skip


def _since(folder: Folder, one: DutyRow) -> str:
    """What the time begins with, and when that was."""
    deed = next((deed for deed in folder.dossier.deeds if deed.id == one.start), None)
    act = folder.procedure.acts.get(deed.act) if deed else None
    done = act.plain if act else ""
    return f"从{written(one.opened)}{done}起"


def _to(act: CaseAct | None) -> tuple[str, ...]:
    """Whom it goes to, unless the name of the act says so."""
    return tuple(one for one in act.to if one not in act.do) if act else ()


def rule(act: CaseAct | None) -> str:
    """The period in the policy's words; that there is none where it has none."""
    period = act.period if act else None
    if period is None:
        return RULELESS
    if period.vague:
        return VAGUE.format(words=period.vague)
    return f"“{period.quote}”" if period.quote else RULELESS
