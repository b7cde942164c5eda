"""Steps of a case that staff take in a chat: what is to be entered, and then what comes of it. Decided by the office alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.casework.boards import board, following, without_drafts
from bot.casework.done import Done
from bot.casework.gate import ERASED, LEADER, Folder, barred, open_proposal
from bot.casework.handling import NO_DUTY, NO_PROPOSAL, NOT_WAIVED, Ready
from bot.casework.office import Office
from bot.casework.order import too_early
from bot.casework.values import FILES
from bot.casework.views import Barred
from bot.store.applications import writing
from bot.store.casework.records import DutyRow, ProposalRow
from bot.store.mail import Store
from bot.store.rows import Member, brief
from dialogs import acts
from dialogs.acts import Piece
from dialogs.desk import JOTTED
from knowledge.rules.casework import ActField, Basis, CaseAct, Procedure, Refusal

NO_BASIS = Basis()
WHY = "why"
NO_STEP = "这一步办不了"
BACK, LET_BE = "退回“{do}”的拟稿", "不办“{do}”"


class Stepping:
    """Says what is to be written; writes nothing itself."""

    def __init__(self, store: Store, office: Office) -> None:
        self._docket, self._given, self._office = store.docket, store.given, office

    def perform(self, act: acts.Enter | acts.Jot | acts.Enact, folder: Folder, member: Member) -> Done:
        """By somebody who may handle the case. What is being entered may be kept wherever the case is by then."""
        if isinstance(act, acts.Jot):
            return self._jot(act, folder, member)
        version = act.version or folder.row.version
        if stale := self._office.stale(member, folder, version):
            return Done(acts.Outrun(act, stale.say))
        if folder.row.erased:
            return Done(acts.Hindered(act, ERASED))
        match act:
            case acts.Enter():
                return self._enter(act, folder, member)
            case acts.Enact():
                return self._enact(act, folder, member)

    # ── about to ────────────────────────────────────────────────────────────────────────────────
    def _enter(self, act: acts.Enter, folder: Folder, member: Member) -> Done:
        step = _step(act, folder, member)
        if isinstance(step, Refusal):
            return Done(acts.Hindered(act, step.full))
        case = replace(brief(folder.row), claims=self._docket.whole(folder.row).claims)
        proposal = _prepared(act, folder, member)
        hints = (
            [*folder.procedure.hints(act.step, folder.standing)] if act.how in ("perform", "propose") else []
        )
        entering = acts.Entering(
            act, case, Procedure({step.id: step}, folder.procedure.outcomes).to_json(), folder.row.version,
            self._given.token(), proposal.entered if proposal else {}, tuple(one.full for one in hints),
            self._jotted(act, folder, step),
        )  # fmt: skip
        stands = entering.entered if entering.jotted is None else entering.jotted
        return Done(replace(entering, early=_early(folder, step, stands)))

    def _jotted(self, act: acts.Enter | acts.Enact, folder: Folder, step: CaseAct) -> dict[str, str] | None:
        """What they have entered for it so far, wherever that was, as far as it can stand."""
        draft = folder.dossier.drafts.get(step.id) if act.how in JOTTED else None
        return self._office.standing(folder, step, draft)[0] if draft is not None else None

    def _jot(self, act: acts.Jot, folder: Folder, member: Member) -> Done:
        step = folder.procedure.acts.get(act.step)
        if step is None or folder.row.erased:
            return Done(acts.Hindered(act, ERASED if folder.row.erased else NO_STEP))
        kept, write = self._office.drafting(member, folder, step, act.entered, act.changed)
        stands, wrong = self._office.standing(folder, step, kept)
        news = {*act.changed, *act.entered}  # what stood, and stands no more by what was changed
        amiss = "；".join(said for key, said in wrong.items() if key in news)
        told = acts.Jotted(act, stands, f"{amiss}。" if amiss else "", _early(folder, step, stands))
        return Done(told, [write])

    # ── done ────────────────────────────────────────────────────────────────────────────────────
    def _enact(self, act: acts.Enact, folder: Folder, member: Member) -> Done:
        """What was shown; nothing is done where it is not what was entered last."""
        if (newer := self._newer(act, folder)) is not None:
            return Done(acts.Rewritten(act, newer, _early(folder, folder.procedure.acts[act.step], newer)))
        pieces = [one for one in self._docket.draft_pieces(act.draft) if one.place in act.places]
        ready = self._ready(act, folder, member, pieces)
        if isinstance(ready, Barred):
            return Done(acts.Hindered(act, ready.say))
        kept = [writing.dropped(act.draft, [one.place for one in pieces])] if pieces else []
        left = [one.place for one in self._docket.draft_pieces(act.draft) if one not in pieces]
        return Done(self._enacted(act, folder, member, ready), [*ready.writes, *kept], gone=left)

    def _newer(self, act: acts.Enact, folder: Folder) -> dict[str, str] | None:
        """What was entered elsewhere since it was shown."""
        step = folder.procedure.acts.get(act.step)
        jotted = self._jotted(act, folder, step) if step else None
        if step is None or jotted is None:
            return None
        asked = [one for one in step.fields if one.kind not in FILES and (not one.when or one.needed(jotted))]
        same = all(jotted.get(one.key, "") == act.entered.get(one.key, "") for one in asked)
        return None if same else jotted

    def _ready(
        self, act: acts.Enact, folder: Folder, member: Member, pieces: Sequence[Piece]
    ) -> Ready | Barred:
        why = act.entered.get(WHY, "")
        match act.how:
            case "perform" | "take":
                return self._office.performing(member, folder, act.step, act.entered, pieces)
            case "propose":
                return self._office.proposing(member, folder, act.step, act.entered, pieces)
            case "return":
                proposal = open_proposal(folder, act.step)
                return self._office.sending_back(member, folder, proposal.id if proposal else 0, why)
            case "waive":
                duty = _duty(folder, act.step)
                return self._office.waiving(member, folder, duty.id if duty else 0, why)

    def _enacted(self, act: acts.Enact, folder: Folder, member: Member, ready: Ready) -> acts.Enacted:
        case = replace(brief(folder.row), state=ready.came.state)
        if ready.deed is not None and ready.deed.recuses is not None:
            return acts.Enacted(act, case, None)
        after = self._after(act, folder, ready)
        return acts.Enacted(act, case, board(after, case, member, self._office.words()))

    def _after(self, act: acts.Enact, folder: Folder, ready: Ready) -> Folder:
        if ready.deed is not None:
            return following(folder, ready.deed, self._given.now())
        return without_drafts(
            folder, [act.step] if act.how == "return" else [], [act.step] if act.how == "waive" else []
        )


def _early(folder: Folder, step: CaseAct, entered: Mapping[str, str]) -> str:
    """Whether the day lies before that of what has to come first: said before it is done, refused never."""
    day = entered.get("day")
    said = too_early(folder, step, date.fromisoformat(day)) if day else ""
    return f"{said}。" if said else ""


def _prepared(act: acts.Enter, folder: Folder, member: Member) -> ProposalRow | None:
    """What there is to go on with: what a colleague prepared, or what came back to whoever did."""
    if act.how == "take":
        return open_proposal(folder, act.step)
    last = next((one for one in reversed(folder.dossier.proposals) if one.act == act.step), None)
    mine = last is not None and last.answer == "returned" and last.by == member.id
    return last if mine and act.how == "propose" else None


def _step(act: acts.Enter, folder: Folder, member: Member) -> CaseAct | Refusal:
    """What is to be entered, or why it cannot be done."""
    if act.how in ("return", "waive"):
        return _reasoned(act, folder, member)
    if act.how == "take" and open_proposal(folder, act.step) is None:
        return Refusal(act.step, NO_PROPOSAL)
    role = "leader" if act.how == "propose" else member.role
    return barred(folder, member, act.step, role) or folder.procedure.acts[act.step]


def _reasoned(act: acts.Enter, folder: Folder, member: Member) -> CaseAct | Refusal:
    """What needs a reason and nothing else."""
    if member.role != "leader":
        return Refusal(act.step, LEADER)
    known = folder.procedure.acts.get(act.step)
    if act.how == "return":
        there = known is not None and open_proposal(folder, act.step) is not None
        return (
            _with_reason(known, BACK, "意见", NO_BASIS) if known and there else Refusal(act.step, NO_PROPOSAL)
        )
    if _duty(folder, act.step) is None:
        return Refusal(act.step, NO_DUTY)
    waiver = known.waiver if known else None
    return _with_reason(known, LET_BE, "理由", waiver) if known and waiver else Refusal(act.step, NOT_WAIVED)


def _with_reason(known: CaseAct, words: str, label: str, on: Basis) -> CaseAct:
    return CaseAct(
        known.id, words.format(do=known.plain), (), fields=(ActField(WHY, label, "text"),),
        at=on.at, quote=on.quote, place=on.place, ours=on.ours,
    )  # fmt: skip


def _duty(folder: Folder, act: str) -> DutyRow | None:
    return next((one for one in folder.dossier.duties if one.act == act and one.open), None)
