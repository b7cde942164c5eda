"""The audit: what was done, by whom, to what. It only grows, and an altered row is found by its hash.

Each subject has a chain of its own, so that two cases never wait for each other.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, func, insert, select, text

from bot.store.applications.tables import Application, Audit
from bot.store.queries import table

audit = table(Audit)
cases = cast(Table, Application.__table__)  # type: ignore[attr-defined]
STAFF = "staff"
"""The subject of what is done to staff themselves."""
CHANGES = frozenset({"submit", "withdraw", "supplement", "request", "recode", "erase"})
"""Acts that make a new version of an application; the others only look at it."""
_LAST = select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
_ALL = select(audit).order_by(audit.c.subject, audit.c.seq)
_VERSIONS = select(cases.c.number, cases.c.version).order_by(cases.c.id)
_LOCK = text("SELECT pg_advisory_xact_lock(726711, hashtext(:subject))")


def note(connection: Connection, now: datetime, subject: str, actor: str, act: str, detail: str = "") -> None:
    """One row more; `now` aware. `detail` must hold nothing that a person wrote."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
        connection.execute(_LOCK, {"subject": subject})
    last = connection.execute(_LAST.where(audit.c.subject == subject)).first()
    seq, before = (last.seq + 1, last.hash) if last else (1, "")
    row = {"subject": subject, "seq": seq, "at": now, "actor": actor, "act": act, "detail": detail}
    connection.execute(insert(audit).values(**row, hash=_hash(before, row)))


def _hash(before: str, row: Mapping[Any, Any]) -> str:
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    parts = (before, row["subject"], str(row["seq"]), at, row["actor"], row["act"], row["detail"])
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def faults(connection: Connection) -> Iterator[tuple[str, int]]:
    """(subject, seq) of the first row of each chain that is not as it was written; missing rows count, at the end of a
    chain those without which an application could not be what it is."""
    versions = connection.execute(_VERSIONS).all()  # before the audit, which only grows
    lengths, changes, broken = Counter[str](), Counter[str](), set[str]()
    before = ""
    for row in connection.execute(_ALL).mappings():
        subject = row["subject"]
        lengths[subject] += 1
        before = before if lengths[subject] > 1 else ""
        if subject not in broken and not _follows(before, lengths[subject], row):
            broken.add(subject)
            yield subject, lengths[subject]
        changes[subject] += row["act"] in CHANGES
        before = row["hash"]
    for number, version in versions:
        if number not in broken and changes[number] < version:
            yield number, lengths[number] + 1


def _follows(before: str, seq: int, row: Mapping[Any, Any]) -> bool:
    return bool(row["seq"] == seq and row["hash"] == _hash(before, row))


def count(connection: Connection) -> int:
    """Rows in all."""
    return connection.execute(select(func.count()).select_from(audit)).scalar() or 0
