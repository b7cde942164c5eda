"""What staff see in a chat of what may be done with a case, and where it stands once something was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.casework.dossiers import Speech, view
from bot.casework.gate import NEW, Folder
from bot.casework.views import CaseLine, CaseView, DutyView, ProposalView
from bot.store.casework.records import Deed, DeedRow, DutyRow, Moved
from bot.store.rows import Member
from dialogs.acts import Board, BoardDraft, BoardDuty, Case
from knowledge.rules.casework import CaseAct, Refusal, plain

LEADER = "leader"
REQUEST = "request"
"""It has a button of its own."""
TAKE = "take"
LAST = "“{do}”要等上面要办的都办完"
OF_LEADER = "{do}（拟好交负责人定）"
ENDED = ("withdrawn", "not_opened")


def board(folder: Folder, case: Case, member: Member, words: Speech) -> Board | None:
    """None for whoever may not handle it."""
    shown = view(folder, case, member, words)
    return _board(shown, member) if shown.acts else None


def _board(shown: CaseView, member: Member) -> Board:
    latest = {one.act: one for one in shown.proposals}
    drafts = tuple(_draft(one) for one in latest.values() if one.answer in ("", "returned"))
    mine = TAKE if shown.handler_id == member.id else ""  # it is theirs already
    offers = tuple(one for one in _in_order(shown.offers, shown) if one.id != mine)
    proposes = _in_order(shown.proposes, shown)
    usual = [one.plain for one in offers if not any(_rank(one, shown))]
    usual += [OF_LEADER.format(do=one.plain) for one in proposes if not any(_rank(one, shown))]
    return Board(
        shown.version, offers, proposes, tuple(usual), tuple(_blocked(shown)), tuple(map(_duty, shown.open_duties)), drafts,
        member.role == LEADER, shown.handler,
    )  # fmt: skip


def _in_order(acts: Sequence[CaseAct], shown: CaseView) -> tuple[CaseAct, ...]:
    """What usually comes now goes first."""
    return tuple(sorted((one for one in acts if one.id != REQUEST), key=lambda one: _rank(one, shown)))


def _rank(act: CaseAct, shown: CaseView) -> tuple[bool, bool, bool]:
    """What others need, or ask for, is no extra."""
    wanted = any(act.id in (*one.needs, *one.asks) for one in shown.procedure.acts.values())
    return act.target in ENDED, act.optional and not wanted, act.id in shown.standing.done


def _blocked(shown: CaseView) -> Iterator[Refusal]:
    """What keeps a case from being put away stands above it anyway."""
    for one in shown.blocked:
        act = shown.procedure.acts[one.act]
        waits = act.target == "closed" and any(due.act == one.first for due in shown.open_duties)
        yield Refusal(one.act, LAST.format(do=act.do)) if waits else one


def _duty(one: DutyView) -> BoardDuty:
    return BoardDuty(
        one.act,
        plain(one.do),
        one.due,
        one.provisional,
        one.left,
        one.rule,
        one.owes == "applicant",
        one.waiver,
        one.to,
    )


def _draft(one: ProposalView) -> BoardDraft:
    return BoardDraft(one.act, plain(one.do), one.who, one.said, one.answered_by, one.comment)


def next_of(line: CaseLine) -> BoardDuty | None:
    """What is due first of a case in a list."""
    if not line.do:
        return None
    return BoardDuty(
        line.act, plain(line.do), line.due, line.provisional, line.left, line.rule, line.owes == "applicant"
    )


# ── once it is done ─────────────────────────────────────────────────────────────────────────────
def following(folder: Folder, deed: Deed, now: datetime) -> Folder:
    """The case as it will be when this is written."""
    row, dossier = folder.row, folder.dossier
    done = DeedRow(NEW, deed.act, deed.by, now, deed.entered)
    proposals = tuple(
        replace(one, answer="taken") if one.id == deed.takes else one for one in dossier.proposals
    )
    after = replace(dossier, deeds=(*dossier.deeds, done), duties=_duties(folder, deed), proposals=proposals)
    handler, outcome = deed.columns.get("handler_id", row.handler), deed.columns.get("outcome", row.outcome)
    moved = replace(row, state=deed.state, version=row.version + 1, handler=handler, outcome=outcome)
    return Folder.of(moved, folder.procedure, after)


def _duties(folder: Folder, deed: Deed) -> tuple[DutyRow, ...]:
    moved = {one.duty: one for one in deed.moves}
    kept = [one for one in folder.dossier.duties if one.id not in deed.drops]
    old = [
        replace(one, done_by=NEW) if one.id in deed.closes else _at(one, moved.get(one.id)) for one in kept
    ]
    new = [
        DutyRow(NEW, one.act, one.owes, one.opened, one.start, one.due, one.provisional) for one in deed.opens
    ]
    return (*old, *new)


def _at(duty: DutyRow, moved: Moved | None) -> DutyRow:
    if moved is None:
        return duty
    return replace(duty, opened=moved.opened, due=moved.due, provisional=moved.provisional)


def without_drafts(folder: Folder, closed: Sequence[str] = (), waived: Sequence[str] = ()) -> Folder:
    """The case after what was prepared for `closed` is answered, and duties of `waived` are let be."""
    row, dossier = folder.row, folder.dossier
    proposals = tuple(
        replace(one, answer="returned") if one.act in closed else one for one in dossier.proposals
    )
    duties = tuple(
        replace(one, waived="1") if one.act in waived and one.open else one for one in dossier.duties
    )
    after = replace(dossier, proposals=proposals, duties=duties)
    return Folder.of(replace(row, version=row.version + 1), folder.procedure, after)
