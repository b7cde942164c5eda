"""What there is of staff's work: every query that looks something up of one case, of duties, of the calendar."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, or_, select

from bot.store import audit
from bot.store.casework import unread
from bot.store.casework.lists import followed, listed, next_duties
from bot.store.casework.records import (
    OPENING,
    DeedRow,
    Dossier,
    DutyRow,
    FileRow,
    ListedRow,
    Listing,
    NoteRow,
    ProposalRow,
)
from bot.store.casework.unread import Key, Pile, Unread
from bot.store.database import Database
from bot.store.rows import (
    Row,
    act_drafts,
    calendar,
    case_files,
    case_notes,
    cases,
    deeds,
    duties,
    fields,
    not_recused,
    pinned,
    proposals,
    recusals,
    reminders,
    supplements,
)
from dialogs.acts import Piece
from knowledge.rules.casework import Procedure

_CASE: BindParameter[int] = bindparam("case")
_MEMBER: BindParameter[int] = bindparam("member")
"""Of the queries of one case: made once, for each page of a case asks them all."""
_DEEDS = select(
    deeds.c.id, deeds.c.act, deeds.c.by, deeds.c.at, deeds.c.entered, deeds.c.replaced_by.is_not(None)
).where(deeds.c.application_id == _CASE).order_by(deeds.c.id)  # fmt: skip
_DUTIES = select(
    duties.c.id, duties.c.act, duties.c.owes, duties.c.opened, duties.c.start, duties.c.due, duties.c.provisional,
    duties.c.done_by, duties.c.waived, duties.c.waived_by,
).where(duties.c.application_id == _CASE).order_by(duties.c.id)  # fmt: skip
_FILES = select(
    case_files.c.case_act_id, case_files.c.place, case_files.c.name, case_files.c.kind, case_files.c.size,
    case_files.c.sha256, case_files.c.by, case_files.c.at,
).where(case_files.c.application_id == _CASE).order_by(case_files.c.id)  # fmt: skip
_NOTES = select(case_notes.c.by, case_notes.c.at, case_notes.c.words).where(
    case_notes.c.application_id == _CASE
).order_by(case_notes.c.id)  # fmt: skip
_PROPOSALS = select(
    proposals.c.id, proposals.c.act, proposals.c.entered, proposals.c.by, proposals.c.at, proposals.c.answer,
    proposals.c.answered_by, proposals.c.comment, proposals.c.answered_at,
).where(proposals.c.application_id == _CASE).order_by(proposals.c.id)  # fmt: skip
_RECUSED = select(recusals.c.staff_id, recusals.c.why).where(recusals.c.application_id == _CASE)
_DRAFTS = select(act_drafts.c.act, act_drafts.c.entered).where(
    act_drafts.c.application_id == _CASE, act_drafts.c.staff_id == _MEMBER
)


class Ledger:
    """What there is. Threads may share it; StoreUnavailable from every call."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[str, Procedure] = {}

    def procedure(self, name: str) -> Procedure:
        """A procedure as cases keep it; it never changes, so it is read once."""
        if name not in self._kept:
            query = select(pinned.c.content).where(pinned.c.sha256 == name)
            content = self._database.read(lambda one: str(one.execute(query).scalar_one()))
            self._kept[name] = Procedure.from_json(content)
        return self._kept[name]

    # ── one case ────────────────────────────────────────────────────────────────────────────────
    def dossier(self, row: Row, member: int | None = None) -> Dossier:
        """All that staff have on a case; with what this one of them is entering."""
        return self._database.read(lambda connection: _dossier(connection, row, member))

    def last_actor(self, number: str) -> str:
        """Who changed a case last, as the audit calls them."""
        query = select(audit.audit.c.actor).where(audit.audit.c.subject == number, audit.audit.c.mark != "")
        newest = query.order_by(audit.audit.c.seq.desc()).limit(1)
        return self._database.read(lambda one: one.execute(newest).scalar()) or ""

    def recused(self, row: Row) -> set[int]:
        """Who has nothing to do with a case any more."""
        query = select(recusals.c.staff_id).where(recusals.c.application_id == row.id)
        return self._database.read(lambda one: set(one.execute(query).scalars()))

    def recused_from(self, member: int) -> set[str]:
        """Numbers of the cases that somebody has nothing to do with any more."""
        query = select(cases.c.number).where(~not_recused(member))
        return self._database.read(lambda one: set(one.execute(query).scalars()))

    def recused_of(self, cases: Sequence[int]) -> set[tuple[int, int]]:
        """(case, member) of those of these cases that somebody has nothing to do with any more."""
        if not cases:
            return set()
        known = select(recusals.c.application_id, recusals.c.staff_id)
        some = known.where(recusals.c.application_id.in_(cases)) if len(cases) <= 500 else known
        return self._database.read(lambda one: {(case, member) for case, member in one.execute(some)})

    # ── lists ───────────────────────────────────────────────────────────────────────────────────
    def page(self, wanted: Listing, today: date) -> tuple[list[ListedRow], int]:
        """(a page of cases, how many there are in all)."""
        return self._database.read(lambda connection: listed(connection, wanted, today))

    def next_duties(
        self, region: str | None = None, until: date | None = None, most: int | None = None, provisional: bool = False,
        around: tuple[date, date] | None = None, recused: int | None = None,
    ) -> list[ListedRow]:  # fmt: skip
        """Open duties by day, with their cases: see lists."""
        return self._database.read(
            lambda one: next_duties(one, region, until, most, provisional, around, recused)
        )

    def followed(self, today: date, recused: int | None = None) -> list[ListedRow]:
        """Cases that somebody wanted to look at again by today."""
        return self._database.read(lambda connection: followed(connection, today, recused))

    def texts(self, cases: Sequence[int], label: str) -> dict[int, str]:
        """What stands under a heading of their forms."""
        named = or_(fields.c.key == label, fields.c.label == label)
        query = select(fields.c.application_id, fields.c.text).where(
            fields.c.application_id.in_(cases), named
        )
        return self._database.read(lambda one: dict(map(tuple, one.execute(query))))

    def prepared(self, cases: Sequence[int]) -> dict[int, list[str]]:
        """The acts that wait for a leader, of each of these cases that has any."""
        open_ = proposals.c.application_id.in_(cases), proposals.c.answer.is_(None)
        query = select(proposals.c.application_id, proposals.c.act).where(*open_).order_by(proposals.c.id)
        found: dict[int, list[str]] = {}
        for case, act in self._database.read(lambda one: list(one.execute(query))):
            found.setdefault(case, []).append(act)
        return found

    def supplemented(self, cases: Sequence[int]) -> set[int]:
        """Those of these cases to which something was added by their applicants, or for them."""
        came = supplements.c.application_id.in_(cases), supplements.c.answered_at.is_not(None)
        query = select(supplements.c.application_id).where(*came)
        return self._database.read(lambda one: set(one.scalars(query)))

    def reminded(self, cases: Sequence[int]) -> set[tuple[int, str]]:
        """(case, kind) of what staff were reminded of."""
        known = select(reminders.c.application_id, reminders.c.kind)
        some = known.where(reminders.c.application_id.in_(cases)) if len(cases) <= 500 else known
        return self._database.read(lambda one: {(id, kind) for id, kind in one.execute(some)})

    def unread(self, wanted: Unread) -> list[Pile]:
        """What somebody is to read on their pages, or others are: see unread."""
        return self._database.read(lambda connection: unread.piles(connection, wanted))

    def first_unread(
        self, wanted: Unread, theirs: Collection[Key], most: int | None = None, numbers: Collection[str] | None = None
    ) -> list[ListedRow]:  # fmt: skip
        """Of these piles what comes first; of the cases of these numbers alone."""
        return self._database.read(lambda one: unread.first(one, wanted, theirs, most, numbers))

    # ── the calendar ────────────────────────────────────────────────────────────────────────────
    def calendar(self) -> dict[date, bool]:
        """What staff say of days."""
        query = select(calendar.c.day, calendar.c.working)
        return self._database.read(lambda one: dict(map(tuple, one.execute(query))))

    def notices(self) -> list[tuple[date, bool, str]]:
        """The same with the notice, by day."""
        query = select(calendar.c.day, calendar.c.working, calendar.c.notice).order_by(calendar.c.day)
        return self._database.read(lambda one: [(day, kind, said) for day, kind, said in one.execute(query)])


def _opener(connection: Connection, number: str) -> int | None:
    """Who entered a case, as the audit has it."""
    query = select(audit.audit.c.actor).where(audit.audit.c.subject == number, audit.audit.c.act == OPENING)
    kind, _, id_ = str(connection.execute(query).scalar() or "").partition(":")
    return int(id_) if kind == "staff" else None


def _dossier(connection: Connection, row: Row, member: int | None) -> Dossier:
    def of(query: Any, **more: int) -> Any:
        return connection.execute(query, {"case": row.id, **more})

    return Dossier(
        tuple(
            DeedRow(id, act, by, at, json.loads(entered), gone)
            for id, act, by, at, entered, gone in of(_DEEDS)
        ),
        tuple(DutyRow(*one) for one in of(_DUTIES)),
        tuple(FileRow(act, Piece(*piece), by, at) for act, *piece, by, at in of(_FILES)),
        tuple(NoteRow(*one) for one in of(_NOTES)),
        tuple(_proposal(*one) for one in of(_PROPOSALS)),
        dict(map(tuple, of(_RECUSED))),
        {act: json.loads(entered) for act, entered in of(_DRAFTS, member=member)} if member else {},
        _opener(connection, row.number) if row.origin != "application" else None,
    )


def _proposal(id: int, act: str, entered: str, *rest: Any) -> ProposalRow:
    return ProposalRow(id, act, json.loads(entered), *rest)
