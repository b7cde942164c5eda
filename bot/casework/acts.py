"""What may be done to an application: by whom, in which state, and what becomes of it. The one place that decides.

An act that is not allowed and one on something that is not there get the same answer, so that nobody learns by asking.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.casework import codes, notices
from bot.casework.codes import Codes
from bot.casework.done import Done
from bot.casework.drafted import Drafted
from bot.casework.gate import Folder
from bot.casework.office import Office
from bot.casework.progress import progress
from bot.casework.rules import OPEN, ROLES, RULES, OnCase, may
from bot.casework.staffed import Staffed
from bot.store.applications import writing
from bot.store.mail import Store
from bot.store.rows import Member, Row, brief, in_list
from bot.workdays import day
from dialogs import acts
from dialogs.acts import PAGE, Act, Case, CaseProgress, CaseState, Handling, Own
from dialogs.shared.states import IN_HAND


class Casework:
    """Looks up what an act needs and says what is to be written; writes nothing itself. Threads may share it. `office`: where
    acts of staff are decided; without one there are none."""

    def __init__(self, store: Store, office: Office | None = None) -> None:
        self._store, self.docket, self._given = store, store.docket, store.given
        self._office = office
        self._codes = Codes(store.given)
        self._drafted, self._staffed = Drafted(store), Staffed(store, office)

    def perform(self, chat: str, act: Act) -> Done:
        """Raises StoreUnavailable; then nothing has happened."""
        return _touching(chat, self._perform(chat, act))

    def _perform(self, chat: str, act: Act) -> Done:
        match act:
            case acts.See() | acts.Withdraw() | acts.Supplement() | acts.Recode():
                return _touching(act.number, self._own(chat, act))
            case (
                acts.Open() | acts.Papers() | acts.ChoosePaper() | acts.MakePaper() | acts.Prepare() | acts.Request()
                | acts.Enter() | acts.Jot() | acts.Enact()
            ):  # fmt: skip
                return _touching(act.number, self._handling(chat, act))
            case acts.Find():
                return _touching(act.number, self._find(chat, act))
            case acts.ListMine():
                return Done(self._listed(chat, act))
            case acts.ListOwned():
                return Done(acts.Owned(act, tuple(map(brief, self.docket.own(chat)))))
            case acts.Erase():
                return self._erase(chat, act)
            case acts.Bind():
                return self._bind(chat, act)
            case acts.Queue():
                return self._queue(chat, act)
            case (
                acts.Begin() | acts.Collect() | acts.Attach() | acts.Detach() | acts.Discard()
                | acts.Submit() | acts.Lend() | acts.Borrow()
            ):  # fmt: skip
                return self._drafted.perform(chat, act)
            case _:
                assert_never(act)

    # ── on one application ──────────────────────────────────────────────────────────────────────
    def _admitted(self, chat: str, act: OnCase, member: Member | None) -> Row | Done:
        """The application where this may be done to it; what is answered where not, or not now."""
        rule, row = RULES[type(act)], self.docket.find(act.number)
        if row is None or not may(row, chat, member, rule):
            return self._refused(chat, act, row, rule.name, member)
        return row if row.state in rule.before else Done(acts.Changed(act, brief(row)))

    def _refused(
        self, chat: str, act: OnCase | acts.Find, row: Row | None, name: str, member: Member | None = None
    ) -> Done:
        """Whether it is there or not, the answer is the same; who goes on trying has to wait."""
        if self._tired(chat):
            return Done(acts.TooOften(act))
        noted = [writing.noted(row.number, _actor(member), "refused", name)] if row else []
        return Done(acts.Refused(act), [writing.attempted(chat), *noted])

    def _own(self, chat: str, act: Own) -> Done:
        row = self._admitted(chat, act, None)
        if isinstance(row, Done):
            return row
        match act:
            case acts.See():
                return Done(acts.Seen(act, replace(self.docket.whole(row), progress=self._progress(row))))
            case acts.Withdraw():
                return self._withdraw(act, row)
            case acts.Supplement():
                return self._supplement(act, row)
            case acts.Recode():
                code = self._codes.code()
                recoded = writing.recoded(row, self._codes.salted(code))
                return Done(acts.Recoded(act, brief(row), codes.grouped(code)), [recoded])
            case _:
                assert_never(act)

    def _listed(self, chat: str, act: acts.ListMine) -> acts.Listed:
        """The only one is shown with how far it has come."""
        rows = self.docket.own(chat)
        far = self._progress(rows[0]) if len(rows) == 1 else None
        return acts.Listed(act, tuple(replace(brief(row), progress=far) for row in rows))

    def _progress(self, row: Row) -> CaseProgress | None:
        """How far it has come by the rules that it was accepted under; None before."""
        if row.rules is None:
            return None
        ledger = self._store.ledger
        return progress(Folder.of(row, ledger.procedure(row.rules), ledger.dossier(row)))

    def _withdraw(self, act: acts.Withdraw, row: Row) -> Done:
        moved = writing.moved(row, "withdrawn", "applicant", "withdraw", reason=act.reason)
        writes = [
            moved,
            writing.unanswered(row),
            *notices.to_staff(self._store, row.region, act.notice, row.number),
        ]
        return Done(acts.Withdrawn(act, self._after(row, "withdrawn")), writes)

    def _supplement(self, act: acts.Supplement, row: Row) -> Done:
        """What was asked for, or what the applicant brings unasked."""
        waiting = self.docket.open_supplement(row.id)
        have = [one.place for one in self.docket.draft_pieces(act.draft)]
        if not set(act.places) <= set(have) or (waiting is None) == (row.state == "returned"):
            return Done(acts.Changed(act, brief(row)))
        brought = writing.supplemented(waiting, row, act.draft, act.text, act.places)
        state: CaseState = "submitted" if row.state == "returned" else row.state
        writes = [writing.moved(row, state, "applicant", "supplement"), brought]
        told = notices.to_staff(self._store, row.region, act.notice, row.number)
        unwanted = [place for place in have if place not in act.places]
        return Done(acts.Supplemented(act, self._after(row, state)), [*writes, *told], gone=unwanted)

    def _handling(self, chat: str, act: Handling) -> Done:
        """By staff, which is written down."""
        member = self.docket.member(chat)
        row = self._admitted(chat, act, member)
        if isinstance(row, Done):
            return row
        assert member is not None  # nobody else is admitted
        if member.id in self._store.ledger.recused(row):
            return self._refused(chat, act, row, RULES[type(act)].name, member)
        return self._staffed.perform(act, row, member)

    def _after(self, row: Row, state: CaseState) -> Case:
        return Case(row.number, row.region, state, day(row.filed_at), day(self._given.now()))

    # ── one's own things ────────────────────────────────────────────────────────────────────────
    def _find(self, chat: str, act: acts.Find) -> Done:
        """By number and code; both wrong or one, it is the same."""
        if self._tired(chat):
            return Done(acts.TooOften(act))
        row = self.docket.find(act.number)
        fits = self._codes.matches(codes.typed(act.code), row.code if row and row.code else codes.NOBODY)
        if row is None or row.code is None or not fits:
            return self._refused(chat, act, row, "find")
        found = replace(brief(row), progress=self._progress(row))
        return Done(acts.Found(act, found), [writing.noted(row.number, "somebody", "find")])

    def _tired(self, chat: str) -> bool:
        return codes.tired(self.docket, chat, self._given.now())

    def _erase(self, chat: str, act: acts.Erase) -> Done:
        """What is over goes; what is still being handled stays, and is told."""
        rows = self.docket.own(chat)
        over = [row for row in rows if row.state not in IN_HAND]
        staying = [row for row in rows if row.state in IN_HAND]
        writes = [writing.erased(row) for row in over] + [writing.forgotten(chat)]
        gone = [one.place for case in self.docket.wholes(over) for one in (*case.pieces, *case.added)]
        gone += [one.piece.place for row in over for one in self._store.ledger.dossier(row).files]
        for draft in act.drafts:
            gone += [one.place for one in self.docket.draft_pieces(draft)]
            writes.append(writing.dropped(draft))
        answer = acts.Erased(act, tuple(map(brief, staying)), len(over))
        return Done(answer, writes, {row.number for row in over}, gone)

    # ── staff ───────────────────────────────────────────────────────────────────────────────────
    def _bind(self, chat: str, act: acts.Bind) -> Done:
        if self._tired(chat):
            return Done(acts.TooOften(act))
        invitation = codes.hashed(codes.typed(act.code))
        member = self.docket.invited(invitation, self._given.now())
        if member is None:
            known = self.docket.member(chat) is not None
            return Done(acts.Changed(act) if known else acts.Refused(act), [writing.attempted(chat)])
        if self.docket.member(chat) is not None:
            return Done(acts.Changed(act))
        bound = acts.Bound(act, f"{member.name}（{ROLES[member.role]}）")
        return Done(bound, [writing.bound(member, invitation, chat)], {"staff"})

    def _queue(self, chat: str, act: acts.Queue) -> Done:
        member = self.docket.member(chat)
        if member is None or not member.sees(member.region or ""):
            return Done(acts.Refused(act))
        if self._office and not act.words:
            return self._staffed.queue(act, member)
        rows, count = self.docket.page(
            member.region, () if act.words else OPEN, act.words, PAGE, act.page * PAGE, member.id
        )
        return Done(acts.Queued(act, tuple(map(in_list, rows, self.docket.wholes(rows))), count))


def _touching(what: str, done: Done) -> Done:
    done.touched.add(what)
    return done


def _actor(member: Member | None) -> str:
    return f"staff:{member.id}" if member else "somebody"
