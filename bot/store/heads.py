"""One head over the whole audit: how many rows there are, and a hash over all of them in the order of their numbers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from bot.store.audit import HEADS, audit

_ALL = select(audit.c.subject, audit.c.seq, audit.c.hash).order_by(audit.c.id)
_NOTED = select(audit.c.seq, audit.c.detail).where(audit.c.subject == HEADS).order_by(audit.c.seq)
_QUIET = text("SELECT pg_advisory_xact_lock(726712)")
_SPELLED = re.compile(r"([0-9]{1,12})-([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class AuditHead:
    """Spelled 128-9f86…"""

    count: int
    hash: str

    def __str__(self) -> str:
        return f"{self.count}-{self.hash}"

    @classmethod
    def read(cls, spelled: str) -> AuditHead | None:
        found = _SPELLED.fullmatch(spelled.strip())
        return cls(int(found[1]), found[2]) if found else None


def head(connection: Connection) -> AuditHead:
    """Of all rows that there are. On PostgreSQL those under way are waited for: their numbers may be lower."""
    *_, last = _growing(connection)
    return last


def held(connection: Connection, wanted: AuditHead) -> bool | None:
    """Whether the first rows are still those that this head is of; None where there are not so many any more."""
    return next((one == wanted for one in _growing(connection) if one.count == wanted.count), None)


def broken(connection: Connection) -> list[int]:
    """Which of the heads that were noted in the audit do not fit it any more, by their place in the chain of heads."""
    noted = [(seq, AuditHead.read(detail)) for seq, detail in connection.execute(_NOTED)]
    wanted = {one.count for _, one in noted if one}
    there = {one.count: one for one in _growing(connection) if one.count in wanted} if wanted else {}
    return [seq for seq, one in noted if one is None or there.get(one.count) != one]


def _growing(connection: Connection) -> Iterator[AuditHead]:
    """The head after no row, after the first, the second …"""
    if connection.dialect.name == "postgresql":
        connection.execute(_QUIET)
    digest = ""
    yield AuditHead(0, hashlib.sha256(digest.encode()).hexdigest())
    for number, row in enumerate(connection.execute(_ALL), 1):
        digest = hashlib.sha256(
            "\x1f".join((digest, row.subject, str(row.seq), row.hash)).encode()
        ).hexdigest()
        yield AuditHead(number, digest)
