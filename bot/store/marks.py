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

from bot.store.rows import attachments, cases, claims, fields, staff, supplements

PARTS: Sequence[tuple[Table, str]] = (
    (fields, "position"), (claims, "position"), (supplements, "id"), (attachments, "id"))  # fmt: skip
"""What belongs to an application, each with what it is ordered by."""
SOME = 250
"""Applications that are looked at together."""


def of_case(connection: Connection, number: str) -> str:
    """Of an application with all that belongs to it; "" where there is none."""
    return of_cases(connection, [number]).get(number, "")


def of_cases(connection: Connection, numbers: Sequence[str]) -> dict[str, str]:
    """The same of many, in a few queries; without those that are not there."""
    found: dict[str, str] = {}
    for start in range(0, len(numbers), SOME):
        rows = _rows(connection, select(cases).where(cases.c.number.in_(numbers[start : start + SOME])))
        ids = [row["id"] for row in rows]
        parts = [_grouped(connection, one, by, ids) for one, by in PARTS]
        found |= {row["number"]: _hash([row, *(part.get(row["id"], []) for part in parts)]) for row in rows}
    return found


def _grouped(
    connection: Connection, part: Table, by: str, ids: Sequence[int]
) -> dict[int, list[dict[str, Any]]]:
    """Rows by the application that they belong to, each group in its order."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in _rows(connection, select(part).where(part.c.application_id.in_(ids)).order_by(part.c[by])):
        found.setdefault(row["application_id"], []).append(row)
    return found


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
