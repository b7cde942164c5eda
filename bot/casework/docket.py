"""Every query on applications and staff: what is looked up, and what is written inside somebody else's transaction.

A write is a function of the connection; it raises Conflict where the row is not as it was when it was decided upon.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, Select, Table, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.casework import audit
from bot.casework import tables as t
from bot.database import Conflict, Database
from bot.records import ChatState, Write
from bot.tables import WAITING, Chat, Inbox, Outbox
from bot.workdays import today
from dialogs.acts import Case, CaseState, Claim, Exchange, Filing, FormField, Piece


def _table(model: Any) -> Table:
    return cast(Table, model.__table__)


cases, fields, claims = _table(t.Application), _table(t.ApplicationField), _table(t.ApplicationClaim)
staff, supplements, attachments = _table(t.Staff), _table(t.Supplement), _table(t.Attachment)
loans, attempts, chats = _table(t.Loan), _table(t.Attempt), _table(Chat)
inbox, outbox, installation = _table(Inbox), _table(Outbox), _table(t.Installation)
_PLACE = re.compile(r"\b[0-9a-f]{32}\b")


@dataclass(frozen=True, slots=True)
class Row:
    """An application as the table has it, without what belongs to it."""

    id: int
    number: str
    region: str
    applicant: str
    chat: str | None
    state: CaseState
    version: int
    filed_at: datetime
    since: datetime
    code: str | None
    summary: str
    policy: str
    erased: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff. `region` None: all."""

    id: int
    name: str
    role: str
    region: str | None
    chat: str | None = None
    invited_until: datetime | None = None
    left: bool = False

    def sees(self, region: str) -> bool:
        return not self.left and self.region in (None, region)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the audit."""

    seq: int
    at: datetime
    actor: str
    act: str
    detail: str


_CASE = select(
    cases.c.id, cases.c.number, cases.c.region, cases.c.applicant, cases.c.chat, cases.c.state, cases.c.version,
    cases.c.filed_at, cases.c.since, cases.c.code, cases.c.summary, cases.c.policy,
    cases.c.erased_at.is_not(None).label("erased"), cases.c.reason,
)  # fmt: skip
_MEMBER = select(
    staff.c.id, staff.c.name, staff.c.role, staff.c.region, staff.c.chat, staff.c.invited_until,
    staff.c.left_at.is_not(None).label("left"),
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

    def page(
        self,
        region: str | None = None,
        states: Collection[str] = (),
        words: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[list[Row], int]:
        """(a page of applications, newest first; how many there are in all). `words`: all of them in number or
        summary."""
        wanted: list[Any] = [cases.c.region == region] if region else []
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
            fields.c.key.startswith("cell:"),
            fields.c.application_id.between(min(ids), max(ids)),
            cases.c.region.in_({row.region for row in rows}),
        )
        forms: dict[tuple[str, str], list[tuple[float, str]]] = {}
        for region, applicant, key, label in self._database.read(lambda c: c.execute(query).all()):
            number = key.removeprefix("cell:")
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
            coming = [_PLACE.findall(one) for one in connection.execute(waiting).scalars()]
            return set(connection.execute(select(attachments.c.place)).scalars()).union(*coming)

        return self._database.read(look)

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

    def members(self) -> list[Member]:
        query = _MEMBER.order_by(staff.c.id)
        return self._database.read(lambda connection: [Member(*row) for row in connection.execute(query)])

    # ── the audit ───────────────────────────────────────────────────────────────────────────────
    def trail(self, subject: str) -> list[Entry]:
        """What was done to one subject, oldest first."""
        query = _ENTRY.where(audit.audit.c.subject == subject).order_by(audit.audit.c.seq)
        return self._database.read(lambda connection: [Entry(*row) for row in connection.execute(query)])

    def audited(self) -> tuple[int, list[tuple[str, int]]]:
        """(rows of the audit in all, the first altered row of every chain that was altered)."""
        return self._database.read(lambda c: (audit.count(c), list(audit.faults(c))))

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


def day(moment: datetime) -> date:
    """The day in Shanghai."""
    return today(moment)


def brief(row: Row) -> Case:
    """An application without anything personal."""
    return Case(row.number, row.region, row.state, day(row.filed_at), day(row.since), erased=row.erased)


def _wholes(connection: Connection, rows: Sequence[Row]) -> list[Case]:
    ids = [row.id for row in rows]
    boxes = _grouped(connection, select(fields.c.application_id, fields.c.key, fields.c.label, fields.c.prompt, fields.c.text)
                     .order_by(fields.c.application_id, fields.c.position), fields.c.application_id, ids)  # fmt: skip
    based = _grouped(connection, select(claims.c.application_id, claims.c.at, claims.c.label, claims.c.text)
                     .order_by(claims.c.application_id, claims.c.position), claims.c.application_id, ids)  # fmt: skip
    files = _grouped(connection, select(attachments.c.application_id, attachments.c.supplement_id, *_PIECE.selected_columns)
                     .order_by(attachments.c.id), attachments.c.application_id, ids)  # fmt: skip
    asked = _grouped(connection, select(supplements.c.application_id, supplements.c.asked_at, supplements.c.words,
                                        supplements.c.answered_at, supplements.c.answer)
                     .order_by(supplements.c.id), supplements.c.application_id, ids)  # fmt: skip
    return [_whole(row, files.get(row.id, []), boxes.get(row.id, []), based.get(row.id, []), asked.get(row.id, []))
            for row in rows]  # fmt: skip


def _whole(row: Row, files: list[Any], boxes: list[Any], based: list[Any], asked: list[Any]) -> Case:
    exchanges = tuple(
        Exchange(day(at), words, day(answered_at) if answered_at else None, answer or "")
        for at, words, answered_at, answer in asked
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


# ── writes ──────────────────────────────────────────────────────────────────────────────────────
def filed(filing: Filing, chat: str, number: str, code: str, summary: str) -> Write:
    """A draft becomes an application, whole; `code`: salted hash. Its files must all be there; Conflict where somebody
    took the number meanwhile, or the draft is an application already."""

    def write(connection: Connection, now: datetime) -> None:
        row = {"number": number, "draft": filing.draft, "region": filing.region, "applicant": filing.applicant, "chat": chat,
               "state": "submitted", "version": 1, "filed_at": now, "since": now, "policy": filing.policy, "code": code,
               "summary": summary}  # fmt: skip
        create = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        new = create(cases).values(**row).on_conflict_do_nothing().returning(cases.c.id)
        case = connection.execute(new).scalar()
        if case is None:
            raise Conflict
        connection.execute(insert(fields), [
            {"application_id": case, "position": n, "key": one.key, "label": one.label, "prompt": one.prompt, "text": one.text}
            for n, one in enumerate(filing.fields)])  # fmt: skip
        if filing.claims:
            connection.execute(insert(claims), [
                {"application_id": case, "position": n, "at": one.at, "label": one.label, "text": one.text,
                 "sha256": hashlib.sha256(one.text.encode()).hexdigest()} for n, one in enumerate(filing.claims)])  # fmt: skip
        _attach(connection, filing.draft, filing.pieces, {"application_id": case})
        connection.execute(delete(loans).where(loans.c.draft == filing.draft))
        audit.note(
            connection, now, number, "applicant", "submit", f"{filing.region} {len(filing.pieces)} files"
        )

    return write


def _attach(connection: Connection, draft: str, places: Sequence[str], to: dict[str, Any]) -> None:
    """These files of a draft go over, all of them or Conflict; other files of the draft are forgotten."""
    mine = attachments.c.draft == draft, attachments.c.application_id.is_(None)
    connection.execute(delete(attachments).where(*mine, attachments.c.place.not_in(places)))
    if places:
        _exactly(
            connection.execute(
                update(attachments).where(*mine, attachments.c.place.in_(places)).values(**to)
            ),
            len(places),
        )


def _exactly(result: Any, count: int = 1) -> None:
    if result.rowcount != count:
        raise Conflict


def moved(row: Row, state: CaseState, actor: str, act: str, **more: Any) -> Write:
    """A case goes into another state, unless somebody was faster."""

    def write(connection: Connection, now: datetime) -> None:
        unchanged = cases.c.id == row.id, cases.c.version == row.version
        values = {"state": state, "version": row.version + 1, "since": max(now, row.since), **more}
        _exactly(connection.execute(update(cases).where(*unchanged).values(**values)))
        audit.note(connection, now, row.number, actor, act, f"{row.state} → {state}")

    return write


def requested(row: Row, by: Member, words: str) -> Write:
    """Staff ask for more; goes with the move to `returned`."""

    def write(connection: Connection, now: datetime) -> None:
        values = {"application_id": row.id, "asked_by": by.id, "asked_at": now, "words": words}
        connection.execute(insert(supplements).values(**values))

    return write


def supplemented(supplement: int | None, row: Row, draft: str, answer: str, places: Sequence[str]) -> Write:
    """What was asked for has come, or (None) something unasked; goes with the move to `submitted`."""

    def write(connection: Connection, now: datetime) -> None:
        which = supplement if supplement is not None else _unasked(connection, row.id, now)
        one = supplements.c.id == which, supplements.c.answered_at.is_(None)
        asked = connection.execute(select(supplements.c.asked_at).where(*one)).scalar()
        if asked is None:
            raise Conflict
        connection.execute(update(supplements).where(*one).values(answer=answer, answered_at=max(now, asked)))
        _attach(connection, draft, places, {"application_id": row.id, "supplement_id": which})

    return write


def _unasked(connection: Connection, case: int, now: datetime) -> int:
    """A supplement that nobody asked for."""
    values = {"application_id": case, "asked_at": now, "words": ""}
    return int(
        connection.execute(insert(supplements).values(**values).returning(supplements.c.id)).scalar_one()
    )


def unanswered(row: Row) -> Write:
    """Nothing more is waited for."""

    def write(connection: Connection, now: datetime) -> None:
        one = supplements.c.application_id == row.id, supplements.c.answered_at.is_(None)
        answered = {"answer": "", "answered_at": func.max(now, supplements.c.asked_at)}
        if connection.dialect.name == "postgresql":
            answered["answered_at"] = func.greatest(now, supplements.c.asked_at)
        connection.execute(update(supplements).where(*one).values(**answered))

    return write


def recoded(row: Row, code: str) -> Write:
    """A new query code; the old one is dead."""

    def write(connection: Connection, now: datetime) -> None:
        unchanged = cases.c.id == row.id, cases.c.version == row.version
        _exactly(
            connection.execute(update(cases).where(*unchanged).values(code=code, version=row.version + 1))
        )
        audit.note(connection, now, row.number, "applicant", "recode")

    return write


def kept(draft: str, piece: Piece) -> Write:
    """A file belongs to a draft."""

    def write(connection: Connection, now: datetime) -> None:
        connection.execute(insert(attachments).values(
            draft=draft, place=piece.place, name=piece.name, kind=piece.kind, size=piece.size, sha256=piece.sha256, at=now
        ))  # fmt: skip

    return write


def dropped(draft: str, places: Iterable[str] | None = None) -> Write:
    """Files of a draft (all by default) are not wanted any more; those of an application stay."""

    def write(connection: Connection, now: datetime) -> None:
        mine = [attachments.c.draft == draft, attachments.c.application_id.is_(None)]
        if places is not None:
            mine.append(attachments.c.place.in_(list(places)))
        connection.execute(delete(attachments).where(*mine))

    return write


def put_aside(chat: ChatState, state: str, revision: int) -> Write:
    """A chat's state is changed without its owner having done anything, unless that was done meanwhile."""

    def write(connection: Connection, now: datetime) -> None:
        unchanged = chats.c.key == chat.key, chats.c.revision == chat.revision
        _exactly(connection.execute(update(chats).where(*unchanged).values(state=state, revision=revision)))

    return write


def lent(code: str, chat: str, draft: str, until: datetime) -> Write:
    """A code for a draft, `code` hashed; an older one for it dies."""

    def write(connection: Connection, now: datetime) -> None:
        connection.execute(delete(loans).where(or_(loans.c.draft == draft, loans.c.until <= now)))
        connection.execute(insert(loans).values(code=code, chat=chat, draft=draft, until=until))

    return write


def borrowed(code: str, source: str, state: str, revision: int, following: int) -> Write:
    """The draft leaves the chat that it was in; `state`: what is left there. The code is used up."""

    def write(connection: Connection, now: datetime) -> None:
        _exactly(connection.execute(delete(loans).where(loans.c.code == code, loans.c.until > now)))
        unchanged = chats.c.key == source, chats.c.revision == revision
        _exactly(
            connection.execute(
                update(chats).where(*unchanged).values(state=state, revision=following, updated_at=now)
            )
        )

    return write


def unlent(draft: str) -> Write:
    """No code fetches this draft any more."""

    def write(connection: Connection, now: datetime) -> None:
        connection.execute(delete(loans).where(loans.c.draft == draft))

    return write


def recognised(keep: str) -> Write:
    """From now on these are the files of that folder."""

    def write(connection: Connection, now: datetime) -> None:
        connection.execute(delete(installation))
        connection.execute(insert(installation).values(id=1, keep=keep))

    return write


def orphaned(before: datetime) -> Write:
    """Files of drafts that nobody can have any more are not in the books any longer."""

    def write(connection: Connection, now: datetime) -> None:
        connection.execute(
            delete(attachments).where(attachments.c.application_id.is_(None), attachments.c.at < before)
        )

    return write


def attempted(chat: str) -> Write:
    def write(connection: Connection, now: datetime) -> None:
        connection.execute(delete(attempts).where(attempts.c.at < now - timedelta(days=1)))
        connection.execute(insert(attempts).values(chat=chat, at=now))

    return write


def noted(subject: str, actor: str, act: str, detail: str = "") -> Write:
    return lambda connection, now: audit.note(connection, now, subject, actor, act, detail)


def told(
    chat: str,
    text: str,
    buttons: Sequence[Sequence[tuple[str, str]]] = (),
    unless: tuple[str, str] | None = None,
) -> Write:
    """A message to a chat that nobody of it asked for just now; `unless`: (chat, text) of a word to somebody else,
    should it not arrive."""
    notice: dict[str, Any] = {"text": text, "buttons": [[list(one) for one in row] for row in buttons]}
    if unless:
        notice["unless"] = {"chat": unless[0], "text": unless[1]}
    body = {"notice": notice}

    def write(connection: Connection, now: datetime) -> None:
        connection.execute(insert(outbox).values(
            chat=chat, position=0, body=json.dumps(body, ensure_ascii=False), state=WAITING, tries=0, created_at=now
        ))  # fmt: skip

    return write


def erased(row: Row) -> Write:
    """What a person wrote is gone; the shell (number, region, days, states, audit) stays."""

    def write(connection: Connection, now: datetime) -> None:
        unchanged = cases.c.id == row.id, cases.c.version == row.version
        gone = {
            "chat": None,
            "code": None,
            "summary": "",
            "reason": "",
            "erased_at": now,
            "version": row.version + 1,
        }
        _exactly(connection.execute(update(cases).where(*unchanged).values(**gone)))
        for table in (fields, claims, attachments):
            connection.execute(delete(table).where(table.c.application_id == row.id))
        connection.execute(update(supplements).where(supplements.c.application_id == row.id).values(words=""))
        answered = supplements.c.application_id == row.id, supplements.c.answer.is_not(None)
        connection.execute(update(supplements).where(*answered).values(answer=""))
        audit.note(connection, now, row.number, "applicant", "erase")

    return write


def forgotten(chat: str) -> Write:
    """What else is kept of a chat, but for its state and the answer that is on its way. Tries of the last hour still
    count."""

    def write(connection: Connection, now: datetime) -> None:
        mine = outbox.c.chat == chat
        connection.execute(
            delete(outbox).where(mine, or_(outbox.c.state != WAITING, outbox.c.update_id.is_(None)))
        )
        connection.execute(
            update(inbox).where(inbox.c.chat == chat, inbox.c.state != WAITING).values(payload="")
        )
        connection.execute(delete(loans).where(loans.c.chat == chat))
        over = attempts.c.chat == chat, attempts.c.at < now - timedelta(hours=1)
        connection.execute(delete(attempts).where(*over))

    return write


def bound(member: Member, invitation: str, chat: str) -> Write:
    """An invitation is taken up, once."""

    def write(connection: Connection, now: datetime) -> None:
        good = staff.c.id == member.id, staff.c.invitation == invitation, staff.c.invited_until > now
        values = {"chat": chat, "invitation": None, "invited_until": None, "since": now}
        _exactly(connection.execute(update(staff).where(*good).values(**values)))
        audit.note(connection, now, audit.STAFF, f"staff:{member.id}", "bind")

    return write


def invited(name: str, role: str, region: str | None, invitation: str, until: datetime) -> Write:
    """Somebody new, with an invitation (hashed)."""

    def write(connection: Connection, now: datetime) -> None:
        values = {
            "name": name,
            "role": role,
            "region": region,
            "invitation": invitation,
            "invited_until": until,
            "since": now,
        }
        new = connection.execute(insert(staff).values(**values).returning(staff.c.id)).scalar_one()
        audit.note(connection, now, audit.STAFF, "operator", "invite", f"staff:{new} {role} {region or '*'}")

    return write


def present(member: Member) -> Write:
    """Whoever acts is still of the staff when it is written."""

    def write(connection: Connection, now: datetime) -> None:
        here = select(staff.c.id).where(staff.c.id == member.id, staff.c.left_at.is_(None))
        if connection.execute(here.with_for_update(read=True)).first() is None:
            raise Conflict

    return write


def departed(member: Member) -> Write:
    """Somebody may do nothing any more, from now on."""

    def write(connection: Connection, now: datetime) -> None:
        here = staff.c.id == member.id, staff.c.left_at.is_(None)
        values = {"chat": None, "invitation": None, "invited_until": None, "left_at": now}
        _exactly(connection.execute(update(staff).where(*here).values(**values)))
        audit.note(connection, now, audit.STAFF, "operator", "remove", f"staff:{member.id}")

    return write
