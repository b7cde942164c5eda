"""What is written about applications and staff, each inside somebody else's transaction.

A write is a function of the connection; it raises Conflict where the row is not as it was when it was decided upon.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import audit
from bot.store.applications.rows import (
    Member,
    Row,
    attachments,
    attempts,
    cases,
    claims,
    fields,
    installation,
    loans,
    staff,
    supplements,
)
from bot.store.database import erasing
from bot.store.errors import Conflict
from bot.store.queries import chats, inbox, outbox
from bot.store.records import Changes, ChatState, Write
from bot.store.tables import WAITING
from dialogs.acts import CaseState, Filing, Piece


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


def put_aside(chat: ChatState, state: str, changes: Changes) -> Write:
    """A chat's state is changed, as part of these changes, without its owner having done anything, unless that was done
    meanwhile."""

    def write(connection: Connection, now: datetime) -> None:
        unchanged = chats.c.key == chat.key, chats.c.revision == chat.revision
        values = {"state": state, "revision": changes.revision}
        _exactly(connection.execute(update(chats).where(*unchanged).values(**values)))

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
        erasing(connection)

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
        erasing(connection)

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
