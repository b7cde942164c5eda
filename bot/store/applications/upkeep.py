"""What is written when the house is put in order, each inside somebody else's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.store import audit, checks, heads
from bot.store.queries import chats
from bot.store.records import Write
from bot.store.rows import PLACE, attachments, installation, loans, looks


def looked(since: datetime, last: datetime) -> Write:
    """When it was last looked what is over, and since when the looks agree on the time."""

    def write(connection: Connection, now: datetime) -> None:
        values = {"since": since, "last": last}
        if not connection.execute(update(looks).values(**values)).rowcount:
            connection.execute(insert(looks).values(id=1, **values))

    return write


def sealed() -> Write:
    """Everything of which no fingerprint was noted yet is noted; the same as it is from now on."""

    def write(connection: Connection, now: datetime) -> None:
        numbers, members = checks.unsealed(connection)
        for number in numbers:
            audit.note(connection, now, number, audit.SYSTEM, audit.SEAL)
        for id in members:
            audit.note(connection, now, audit.STAFF, audit.SYSTEM, audit.SEAL, f"{audit.STAFF}:{id}")

    return write


def headed() -> Write:
    """The head of the audit is noted in the audit itself, if there is anything new: whoever takes rows away would have
    to write it anew."""

    def write(connection: Connection, now: datetime) -> None:
        last = connection.execute(
            select(audit.audit.c.subject).order_by(audit.audit.c.id.desc()).limit(1)
        ).scalar()
        if last not in (None, audit.HEADS):
            audit.note(connection, now, audit.HEADS, audit.SYSTEM, "head", str(heads.head(connection)))

    return write


def orphaned(before: datetime) -> Write:
    """Files of drafts that no chat holds are not in the books any longer; only those kept before this time, however long
    before, as a file lives as long as its draft."""

    def write(connection: Connection, now: datetime) -> None:
        unfiled = attachments.c.application_id.is_(None)
        left = set(
            connection.execute(
                select(attachments.c.draft).where(unfiled, attachments.c.at < before)
            ).scalars()
        )
        if left:
            left -= _held(connection)
        for draft in sorted(left):
            connection.execute(delete(attachments).where(unfiled, attachments.c.draft == draft))

    return write


def _held(connection: Connection) -> set[str]:
    """The drafts that are in a chat or on their way to one. Whatever looks like the name of a draft counts, also in a
    state that this version cannot read."""
    states = select(chats.c.state).where(chats.c.state.contains('"draft"', autoescape=True))
    held = _names(connection.execute(states.execution_options(yield_per=100)).scalars())
    return held | set(connection.execute(select(loans.c.draft)).scalars())


def _names(states: Iterable[str]) -> set[str]:
    return {name for state in states for name in PLACE.findall(state)}


def recognised(keep: str) -> Write:
    """From now on these are the files of that folder."""

    def write(connection: Connection, now: datetime) -> None:
        connection.execute(delete(installation))
        connection.execute(insert(installation).values(id=1, keep=keep))

    return write
