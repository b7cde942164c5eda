"""The audit: what was done, by whom, to what. It only grows, and an altered row is found by its hash.

Each subject has a chain of its own, so that two cases never wait for each other. A row of an act that changes its subject
holds the fingerprint of what the subject was after it. One head covers all chains: kept elsewhere it tells later whether
the audit of that time is still there as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from bot.store import marks
from bot.store.database import at_last
from bot.store.queries import table
from bot.store.tables.applications import Audit

audit = table(Audit)
STAFF, HEADS, CALENDAR = "staff", "audit", "calendar"
"""The subjects of what is done to staff themselves, of the heads that were noted, of what staff say of working days."""
SYSTEM = "system"
"""Who does what nobody asked for."""
CHANGES = frozenset({"submit", "withdraw", "supplement", "request", "recode", "erase"})
"""Acts of before any had a fingerprint that make a new version of an application; of the others, those that change one
have one."""
SEAL = "seal"
"""What was there before its fingerprint was noted at every act is noted once."""
_LAST = select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
_LOCK = text("SELECT pg_advisory_xact_lock(726711, hashtext(:subject))")
_WRITING = text("SELECT pg_advisory_xact_lock_shared(726712)")


def note(
    connection: Connection,
    now: datetime,
    subject: str,
    actor: str,
    act: str,
    detail: str = "",
    changes: bool = False,
) -> None:
    """One row more, at the end of the transaction; `now` aware. `detail` must hold nothing that a person wrote; `changes`:
    the subject is not what it was."""
    row = {"subject": subject, "at": now, "actor": actor, "act": act, "detail": detail}
    at_last(connection, partial(_write, row=row, changes=changes or act in {*CHANGES, SEAL}))


def _write(connection: Connection, row: dict[str, Any], changes: bool) -> None:
    if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
        connection.execute(_WRITING)
        connection.execute(_LOCK, {"subject": row["subject"]})
    last = connection.execute(_LAST.where(audit.c.subject == row["subject"])).first()
    seq, before = (last.seq + 1, last.hash) if last else (1, "")
    whole = {**row, "seq": seq, "mark": _mark(connection, row, changes)}
    connection.execute(insert(audit).values(**whole, hash=_hash(before, whole)))


def _mark(connection: Connection, row: Mapping[Any, Any], changes: bool) -> str:
    """What the subject is now, if this act changes it."""
    if row["subject"] == STAFF:
        return marks.of_member(connection, member_of(row))
    if row["subject"] == CALENDAR:
        return marks.of_calendar(connection)
    return marks.of_case(connection, row["subject"]) if changes else ""


def is_seal(row: Mapping[Any, Any]) -> bool:
    return bool(row["act"] == SEAL and row["actor"] == SYSTEM)


def is_change(row: Mapping[Any, Any]) -> bool:
    """Whether the subject was not what it was after it."""
    return not is_seal(row) and (row["act"] in CHANGES or row["mark"] != "")


def member_of(row: Mapping[Any, Any]) -> int:
    """Whom of the staff an act of the staff's chain is on: named in its detail, or whoever acts; 0: nobody."""
    name = (row["detail"] or row["actor"]).split()[0]
    number = name.removeprefix(f"{STAFF}:")
    return int(number) if number != name and number.isdecimal() else 0


def _hash(before: str, row: Mapping[Any, Any]) -> str:
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    parts = [before, row["subject"], str(row["seq"]), at, row["actor"], row["act"], row["detail"]]
    if mark := row.get("mark"):  # rows of before there were any keep their hash
        parts.append(mark)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def follows(before: str, seq: int, row: Mapping[Any, Any]) -> bool:
    """Whether a row is as it was written behind the one with this hash."""
    return bool(row["seq"] == seq and row["hash"] == _hash(before, row))


def count(connection: Connection) -> int:
    """Rows in all."""
    return connection.execute(select(func.count()).select_from(audit)).scalar() or 0
