"""What is written about drafts: their files, their way from one chat to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, update

from bot.store.errors import Conflict
from bot.store.queries import chats
from bot.store.records import Changes, ChatState, Write
from bot.store.rows import attachments, loans
from dialogs.acts import Piece


def exactly(result: Any, count: int = 1) -> None:
    """Conflict unless so many rows were as they were thought to be."""
    if result.rowcount != count:
        raise Conflict


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


def attached(connection: Connection, draft: str, places: Sequence[str], to: dict[str, Any]) -> None:
    """These files of a draft go over, all of them or Conflict; other files of the draft are forgotten."""
    mine = attachments.c.draft == draft, attachments.c.application_id.is_(None)
    connection.execute(delete(attachments).where(*mine, attachments.c.place.not_in(places)))
    if places:
        exactly(
            connection.execute(
                update(attachments).where(*mine, attachments.c.place.in_(places)).values(**to)
            ),
            len(places),
        )


def put_aside(chat: ChatState, state: str, changes: Changes) -> Write:
    """A chat's state is changed, as part of these changes, without its owner having done anything, unless that was done
    meanwhile."""

    def write(connection: Connection, now: datetime) -> None:
        unchanged = chats.c.key == chat.key, chats.c.revision == chat.revision
        values = {"state": state, "revision": changes.revision}
        exactly(connection.execute(update(chats).where(*unchanged).values(**values)))

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
        exactly(connection.execute(delete(loans).where(loans.c.code == code, loans.c.until > now)))
        unchanged = chats.c.key == source, chats.c.revision == revision
        exactly(
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
