"""Fingerprints of what an application and a member of staff are at this moment, all of it, as the tables hold it.

They go into the audit, which nobody erases; so each covers something random that is erased with what it is of (the salt
in the query code, the invitation or the chat), and nothing can be guessed from it afterwards.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, Table, select

from bot.store.rows import (
    attachments,
    calendar,
    case_files,
    case_notes,
    cases,
    claims,
    deeds,
    duties,
    fields,
    logins,
    proposals,
    recusals,
    staff,
    supplements,
)

Grouped: TypeAlias = dict[int, list[dict[str, Any]]]

PARTS: Sequence[tuple[Table, str]] = (
    (fields, "position"), (claims, "position"), (supplements, "id"), (attachments, "id"))  # fmt: skip
"""What belongs to an application, each with what it is ordered by."""
LATER_PARTS: Sequence[tuple[Table, str]] = (
    (deeds, "id"), (case_files, "id"), (case_notes, "id"), (duties, "id"), (proposals, "id"), (recusals, "staff_id"))  # fmt: skip
"""The same, of what was not there yet when the first fingerprints were made: only what there is of it counts."""
LATER: Mapping[str, Any] = {
    "origin": "application", "handler_id": None, "outcome": None, "rules": None, "follow_up": None, "substitute_id": None,
    "away_until": None,
}  # fmt: skip
"""Columns that came later, each with what it was for every row of before: that is left out."""
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
        later = {one.name: _grouped(connection, one, by, ids) for one, by in LATER_PARTS}
        found |= {
            row["number"]: _hash([row, *_parts(row["id"], parts), *_later(row["id"], later)]) for row in rows
        }
    return found


def _parts(id: int, parts: Sequence[Grouped]) -> list[Any]:
    return [part.get(id, []) for part in parts]


def _later(id: int, parts: Mapping[str, Grouped]) -> list[Any]:
    """By its name, so that what is not there cannot be taken for something else."""
    there = {name: part[id] for name, part in parts.items() if id in part}
    return [there] if there else []


def of_calendar(connection: Connection) -> str:
    """Of all that staff say of the calendar."""
    return _hash(_rows(connection, select(calendar).order_by(calendar.c.day)))


def _grouped(connection: Connection, part: Table, by: str, ids: Sequence[int]) -> Grouped:
    """Rows by the application that they belong to, each group in its order."""
    found: Grouped = {}
    for row in _rows(connection, select(part).where(part.c.application_id.in_(ids)).order_by(part.c[by])):
        found.setdefault(row["application_id"], []).append(row)
    return found


def of_member(connection: Connection, id: int) -> str:
    """Of somebody of the staff; "" where there is nobody."""
    found = _rows(connection, select(staff).where(staff.c.id == id))
    known = select(logins.c.name, logins.c.password, logins.c.secret).where(logins.c.staff_id == id)
    return _hash([*found, *_rows(connection, known)]) if found else ""


def _rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row.items() if name not in LATER or value != LATER[name]}
        for row in connection.execute(query).mappings()
    ]


def _hash(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=_moment)
    return hashlib.sha256(text.encode()).hexdigest()


def _moment(value: datetime | date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.astimezone(UTC).isoformat(timespec="microseconds")
