"""What there is of applications and staff: every query that looks something up."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from bot.store import audit, checks, heads
from bot.store.database import Database
from bot.store.heads import AuditHead
from bot.store.queries import chats, inbox
from bot.store.records import ChatState
from bot.store.rows import (
    PLACE,
    AuditRow,
    Member,
    Row,
    attachments,
    attempts,
    case_files,
    cases,
    claims,
    fields,
    installation,
    loans,
    looks,
    not_recused,
    staff,
    supplements,
)
from bot.store.tables.mail import WAITING
from bot.workdays import day
from dialogs.acts import CELL, Case, Claim, Exchange, FormField, Piece
from dialogs.shared.states import IN_HAND

_CASE = select(
    cases.c.id, cases.c.number, cases.c.region, cases.c.applicant, cases.c.chat, cases.c.state, cases.c.version,
    cases.c.filed_at, cases.c.since, cases.c.code, cases.c.summary, cases.c.policy,
    cases.c.erased_at.is_not(None).label("erased"), cases.c.reason, cases.c.origin, cases.c.handler_id, cases.c.outcome,
    cases.c.rules, cases.c.follow_up,
)  # fmt: skip
_MEMBER = select(
    staff.c.id, staff.c.name, staff.c.role, staff.c.region, staff.c.chat, staff.c.invited_until,
    staff.c.left_at.is_not(None).label("left"), staff.c.substitute_id, staff.c.away_until,
)  # fmt: skip
_PIECE = select(
    attachments.c.place, attachments.c.name, attachments.c.kind, attachments.c.size, attachments.c.sha256
)
_HEADINGS = select(cases.c.region, cases.c.applicant, fields.c.key, fields.c.label).distinct().join_from(
    fields, cases, fields.c.application_id == cases.c.id
)  # fmt: skip
_ENTRY = select(
    audit.audit.c.seq, audit.audit.c.at, audit.audit.c.actor, audit.audit.c.act, audit.audit.c.detail
)


class Docket:
    """What there is. Threads may share it; StoreUnavailable from every call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # ── applications ────────────────────────────────────────────────────────────────────────────
    def find(self, number: str) -> Row | None:
        return self._one(_CASE.where(cases.c.number == number))

    def own(self, chat: str) -> list[Row]:
        """Those that this chat filed, newest first."""
        return self._rows(_CASE.where(cases.c.chat == chat).order_by(cases.c.id.desc()))

    def handled(self, member: int) -> list[Row]:
        """Those in hand that are somebody's."""
        rules = cases.c.handler_id == member, cases.c.state.in_(IN_HAND)
        return self._rows(_CASE.where(*rules).order_by(cases.c.id))

    def page(
        self,
        region: str | None = None,
        states: Collection[str] = (),
        words: str = "",
        limit: int = 50,
        offset: int = 0,
        recused: int | None = None,
    ) -> tuple[list[Row], int]:
        """(a page of applications, newest first; how many there are in all). `words`: all of them in number or
        summary; `recused`: none that this member has nothing to do with any more."""
        wanted: list[Any] = [cases.c.region == region] if region else []
        if recused is not None:
            wanted.append(not_recused(recused))
        if states:
            wanted.append(cases.c.state.in_(states))
        for word in words.split():
            plain = word.replace("-", "")
            number = [cases.c.number.contains(plain, autoescape=True)] if plain.isdigit() else []
            wanted.append(or_(cases.c.summary.icontains(word, autoescape=True), *number))
        query: Select[Any] = _CASE.where(*wanted).order_by(cases.c.id.desc()).limit(limit).offset(offset)
        counting = select(func.count()).select_from(cases).where(*wanted)

        def look(connection: Connection) -> tuple[list[Row], int]:
            rows = [Row(*row) for row in connection.execute(query)]
            return rows, connection.execute(counting).scalar() or 0

        return self._database.read(look)

    def whole(self, row: Row) -> Case:
        """An application with all that belongs to it."""
        return self.wholes([row])[0]

    def wholes(self, rows: Sequence[Row]) -> list[Case]:
        """Applications with all that belongs to them, in a few queries however many they are."""
        return self._database.read(lambda connection: _wholes(connection, rows))

    def headings(self, rows: Sequence[Row]) -> list[list[str]]:
        """The printed headings of every kind of form that is among these applications, each in the form's order."""
        ids = [row.id for row in rows] or [0]
        query = _HEADINGS.where(
            fields.c.key.startswith(CELL),
            fields.c.application_id.between(min(ids), max(ids)),
            cases.c.region.in_({row.region for row in rows}),
        )
        forms: dict[tuple[str, str], list[tuple[float, str]]] = {}
        for region, applicant, key, label in self._database.read(lambda c: c.execute(query).all()):
            number = key.removeprefix(CELL)
            box = float(number) if number.isdecimal() else math.inf, label
            forms.setdefault((region, applicant), []).append(box)
        return [[label for _, label in sorted(form)] for _, form in sorted(forms.items())]

    def filed_lately(self, chat: str, since: datetime) -> int:
        query = select(func.count()).select_from(cases).where(cases.c.chat == chat, cases.c.filed_at >= since)
        return self._scalar(query)

    def is_filed(self, draft: str) -> bool:
        """Whether this draft is an application already."""
        return bool(self._scalar(select(func.count()).select_from(cases).where(cases.c.draft == draft)))

    def open_supplement(self, case: int) -> int | None:
        query = select(supplements.c.id).where(
            supplements.c.application_id == case, supplements.c.answered_at.is_(None)
        )
        found: int | None = self._database.read(lambda connection: connection.execute(query).scalar())
        return found

    # ── files ───────────────────────────────────────────────────────────────────────────────────
    def draft_pieces(self, draft: str) -> list[Piece]:
        """Files of a draft; once it is submitted they are the application's."""
        mine = attachments.c.draft == draft, attachments.c.application_id.is_(None)
        query = _PIECE.where(*mine).order_by(attachments.c.id)
        return self._database.read(lambda connection: [Piece(*row) for row in connection.execute(query)])

    def known_places(self) -> set[str]:
        """All files that belong to something, or of which the word is still waiting in the inbox."""
        waiting = select(inbox.c.payload).where(inbox.c.state == WAITING, inbox.c.payload.contains("place"))

        def look(connection: Connection) -> set[str]:  # the inbox first: from there they go over
            coming = [PLACE.findall(one) for one in connection.execute(waiting).scalars()]
            theirs = connection.execute(select(case_files.c.place)).scalars()
            return set(connection.execute(select(attachments.c.place)).scalars()).union(theirs, *coming)

        return self._database.read(look)

    def filed_places(self) -> set[str]:
        """All files of applications."""
        query = select(attachments.c.place).where(attachments.c.application_id.is_not(None))
        both = query.union(select(case_files.c.place))
        return self._database.read(lambda connection: set(connection.execute(both).scalars()))

    def unowned(self, places: Collection[str]) -> list[str]:
        """Those of these files that belong to nothing."""
        query = select(attachments.c.place).where(attachments.c.place.in_(places))
        known = self._database.read(lambda connection: set(connection.execute(query).scalars()))
        return [place for place in places if place not in known]

    def keep_identity(self) -> str | None:
        """Of the folder whose files these are, once that is known."""
        query = select(installation.c.keep)
        found: str | None = self._database.read(lambda connection: connection.execute(query).scalar())
        return found

    def looked(self) -> tuple[datetime, datetime] | None:
        """(since when the looks at what is over agree on the time, when the last one was)."""
        row = self._database.read(
            lambda connection: connection.execute(select(looks.c.since, looks.c.last)).first()
        )
        return (row.since, row.last) if row else None

    def quiet(self, before: datetime) -> list[tuple[ChatState, datetime]]:
        """Chats with a draft in them that nobody has touched since, and when it was."""
        query = select(chats.c.key, chats.c.state, chats.c.revision, chats.c.updated_at).where(
            chats.c.updated_at < before, chats.c.state.contains('"draft":"', autoescape=True)
        )
        rows = self._database.read(lambda connection: connection.execute(query).all())
        return [(ChatState(key, state, revision), at) for key, state, revision, at in rows]

    # ── staff ───────────────────────────────────────────────────────────────────────────────────
    def member(self, chat: str) -> Member | None:
        return self._member(_MEMBER.where(staff.c.chat == chat))

    def invited(self, code: str, now: datetime) -> Member | None:
        """Whom this invitation is for, if it is still good; `code` hashed."""
        return self._member(_MEMBER.where(staff.c.invitation == code, staff.c.invited_until > now))

    def colleague(self, id: int) -> Member | None:
        return self._member(_MEMBER.where(staff.c.id == id))

    def members(self) -> list[Member]:
        query = _MEMBER.order_by(staff.c.id)
        return self._database.read(lambda connection: [Member(*row) for row in connection.execute(query)])

    # ── the audit ───────────────────────────────────────────────────────────────────────────────
    def trail(self, subject: str) -> list[AuditRow]:
        """What was done to one subject, oldest first."""
        query = _ENTRY.where(audit.audit.c.subject == subject).order_by(audit.audit.c.seq)
        return self._database.read(lambda connection: [AuditRow(*row) for row in connection.execute(query)])

    def audited(self) -> tuple[int, list[tuple[str, int]]]:
        """(rows of the audit in all, what is not as it was written: see checks)."""
        return self._database.read(lambda c: (audit.count(c), checks.faults(c)))

    def head(self) -> AuditHead:
        """Of the whole audit, to be kept elsewhere."""
        return self._database.read(heads.head)

    def held(self, head: AuditHead) -> bool | None:
        """Whether the audit of that time is still there as it was; None where rows are missing."""
        return self._database.read(lambda connection: heads.held(connection, head))

    # ── codes ───────────────────────────────────────────────────────────────────────────────────
    def loan(self, code: str, now: datetime) -> tuple[str, str] | None:
        """(chat, draft) of a loan that is still good; `code` hashed."""
        query = select(loans.c.chat, loans.c.draft).where(loans.c.code == code, loans.c.until > now)
        row = self._database.read(lambda connection: connection.execute(query).first())
        return (row.chat, row.draft) if row else None

    def attempts(self, chat: str, since: datetime) -> int:
        return self._scalar(
            select(func.count()).select_from(attempts).where(attempts.c.chat == chat, attempts.c.at > since)
        )

    def _scalar(self, query: Select[Any]) -> int:
        return self._database.read(lambda connection: connection.execute(query).scalar()) or 0

    def _one(self, query: Select[Any]) -> Row | None:
        row = self._database.read(lambda connection: connection.execute(query).first())
        return Row(*row) if row else None

    def _rows(self, query: Select[Any]) -> list[Row]:
        return self._database.read(lambda connection: [Row(*row) for row in connection.execute(query)])

    def _member(self, query: Select[Any]) -> Member | None:
        row = self._database.read(lambda connection: connection.execute(query).first())
        return Member(*row) if row else None


def _wholes(connection: Connection, rows: Sequence[Row]) -> list[Case]:
    ids = [row.id for row in rows]
    boxes = _grouped(connection, select(fields.c.application_id, fields.c.key, fields.c.label, fields.c.prompt, fields.c.text)
                     .order_by(fields.c.application_id, fields.c.position), fields.c.application_id, ids)  # fmt: skip
    based = _grouped(connection, select(claims.c.application_id, claims.c.at, claims.c.label, claims.c.text)
                     .order_by(claims.c.application_id, claims.c.position), claims.c.application_id, ids)  # fmt: skip
    files = _grouped(connection, select(attachments.c.application_id, attachments.c.supplement_id, *_PIECE.selected_columns)
                     .order_by(attachments.c.id), attachments.c.application_id, ids)  # fmt: skip
    asked = _grouped(connection, select(supplements.c.application_id, supplements.c.asked_at, supplements.c.words,
                                        supplements.c.answered_at, supplements.c.answer, supplements.c.asked_by)
                     .order_by(supplements.c.id), supplements.c.application_id, ids)  # fmt: skip
    return [_whole(row, files.get(row.id, []), boxes.get(row.id, []), based.get(row.id, []), asked.get(row.id, []))
            for row in rows]  # fmt: skip


def _whole(row: Row, files: list[Any], boxes: list[Any], based: list[Any], asked: list[Any]) -> Case:
    exchanges = tuple(
        Exchange(day(at), words, day(answered_at) if answered_at else None, answer or "", by, answered_at)
        for at, words, answered_at, answer, by in asked
    )
    return Case(
        row.number, row.region, row.state, day(row.filed_at), day(row.since),
        tuple(Piece(*one) for supplement, *one in files if supplement is None),
        tuple(Piece(*one) for supplement, *one in files if supplement is not None),
        tuple(FormField(*one) for one in boxes), tuple(Claim(*one) for one in based), exchanges, row.reason or "", row.erased,
    )  # fmt: skip


def _grouped(
    connection: Connection, query: Select[Any], key: Any, ids: Sequence[int]
) -> dict[int, list[Any]]:
    """Rows by their first column; one query for a few, one for all where there are many."""
    few = query.where(key.in_(ids)) if len(ids) <= 500 else query.where(key.between(min(ids), max(ids)))
    found: dict[int, list[Any]] = {}
    for first, *rest in connection.execute(few):
        found.setdefault(first, []).append(rest)
    return found
