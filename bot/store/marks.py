"""Fingerprints of what an application and a member of staff are at this moment, all of it, as the tables hold it.

They go into the audit, which nobody erases; so each covers something random that is erased with what it is of (the salt
in the query code, the invitation or the chat), and nothing can be guessed from it afterwards.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from bot.store.applications.rows import attachments, cases, claims, fields, staff, supplements

PARTS: Sequence[tuple[Table, str]] = (
    (fields, "position"), (claims, "position"), (supplements, "id"), (attachments, "id"))  # fmt: skip
"""What belongs to an application, each with what it is ordered by."""


def of_case(connection: Connection, number: str) -> str:
    """Of an application with all that belongs to it; "" where there is none."""
    case = connection.execute(select(cases).where(cases.c.number == number)).mappings().first()
    if case is None:
        return ""
    queries = [select(one).where(one.c.application_id == case["id"]).order_by(one.c[by]) for one, by in PARTS]
    return _hash([dict(case), *(_rows(connection, query) for query in queries)])


def of_member(connection: Connection, id: int) -> str:
    """Of somebody of the staff; "" where there is nobody."""
    found = _rows(connection, select(staff).where(staff.c.id == id))
    return _hash(found) if found else ""


def _rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _hash(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=_moment)
    return hashlib.sha256(text.encode()).hexdigest()


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")
