"""Whether everything is as the audit says: its rows, the applications, the staff, the heads that were noted."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from bot.store import heads, marks
from bot.store.audit import CALENDAR, HEADS, STAFF, audit, follows, is_change, is_seal, member_of
from bot.store.rows import calendar, cases, pinned, staff

_ALL = select(audit).order_by(audit.c.subject, audit.c.seq)
_CASES = select(cases.c.number, cases.c.version).order_by(cases.c.id)
_MEMBERS = select(staff).order_by(staff.c.id)


class Fault(NamedTuple):
    """The first row of a chain that is not as it was written; a missing row counts."""

    subject: str
    row: int


class Altered(Fault):
    """The chain is whole, but what it is of is not as it was after this row of it, though nothing was noted since."""

    __slots__ = ()


@dataclass(slots=True)
class Chains:
    """What one look through all chains brings. `last`: of each application the last row that changed it; `members`: the
    rows on each member of staff; `calendar`: the last on the working days."""

    lengths: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    last: dict[str, Mapping[Any, Any]] = field(default_factory=dict)
    members: dict[int, list[Mapping[Any, Any]]] = field(default_factory=dict)
    calendar: Mapping[Any, Any] | None = None
    faults: dict[str, Fault] = field(default_factory=dict)

    def take(self, row: Mapping[Any, Any], before: str) -> None:
        subject = row["subject"]
        self.lengths[subject] += 1
        if subject not in self.faults and not follows(before, self.lengths[subject], row):
            self.faults[subject] = Fault(subject, self.lengths[subject])
        if subject == STAFF:
            self.members.setdefault(member_of(row), []).append(row)
        elif subject == CALENDAR:
            self.calendar = row
        elif is_change(row) or is_seal(row):
            self.changes[subject] += is_change(row)
            self.last[subject] = row


def faults(connection: Connection) -> list[tuple[str, int]]:
    """What is not as it was written, by subject and row; each subject once, a member of staff too."""
    versions = connection.execute(_CASES).all()  # before the audit, which only grows
    members = connection.execute(_MEMBERS).mappings().all()
    read, before, subject = Chains(), "", None
    for row in connection.execute(_ALL).mappings():
        before, subject = before if row["subject"] == subject else "", row["subject"]
        read.take(row, before)
        before = row["hash"]
    found: list[tuple[str, int]] = list(read.faults.values())
    found += _cases(connection, read, {row.number: row.version for row in versions})
    found += _of_calendar(connection, read)
    if STAFF not in read.faults:
        found += _members(connection, read, {row["id"]: row for row in members})
    if HEADS not in read.faults and not found:
        found += [Altered(HEADS, seq) for seq in heads.broken(connection)[:1]]
    return found


def _cases(connection: Connection, read: Chains, versions: Mapping[str, int]) -> Iterator[Fault]:
    """Applications that cannot be what they are by their chains, or are not there though they have one."""
    marked = [number for number, row in read.last.items() if row["mark"] and number not in read.faults]
    now = marks.of_cases(connection, marked)
    for number in [one for one in versions if one not in read.faults]:
        last = read.last.get(number)
        if read.changes[number] < versions[number]:
            yield Fault(number, read.lengths[number] + 1)
        elif last and last["mark"] and last["mark"] != now.get(number):
            yield Altered(number, last["seq"])
    for number, row in read.last.items():
        if number not in versions and number not in read.faults and not is_seal(row):
            yield Altered(number, row["seq"])
    for number in _under_other_rules(connection):
        if number in read.last and number not in read.faults:
            yield Altered(number, read.last[number]["seq"])


def _under_other_rules(connection: Connection) -> list[str]:
    """Applications whose procedure is not the one that its name is the hash of."""
    kept = connection.execute(select(pinned)).all()
    false = [one.sha256 for one in kept if hashlib.sha256(one.content.encode()).hexdigest() != one.sha256]
    return (
        list(connection.execute(select(cases.c.number).where(cases.c.rules.in_(false))).scalars())
        if false
        else []
    )


def _of_calendar(connection: Connection, read: Chains) -> Iterator[Fault]:
    """Working days that are not what staff said of them."""
    if CALENDAR in read.faults:
        return
    if read.calendar is None and connection.execute(select(calendar.c.day).limit(1)).first():
        yield Fault(CALENDAR, 1)
    if read.calendar is not None and read.calendar["mark"] != marks.of_calendar(connection):
        yield Altered(CALENDAR, read.calendar["seq"])


def _members(connection: Connection, read: Chains, there: Mapping[int, Mapping[Any, Any]]) -> Iterator[Fault]:
    """Staff who are not what their chain made them, or are not there, or are there without it."""
    for id in sorted({*there, *read.members} - {0}):
        rows = read.members.get(id, [])
        if not rows:
            yield Fault(STAFF, read.lengths[STAFF] + 1)
        elif (
            id not in there
            or not _as_made(there[id], rows)
            or rows[-1]["mark"] not in ("", marks.of_member(connection, id))
        ):
            yield Altered(STAFF, rows[-1]["seq"])


def _as_made(member: Mapping[Any, Any], rows: list[Mapping[Any, Any]]) -> bool:
    """By what the acts themselves say, which is less than their fingerprints but older."""
    placed: list[str] = next(
        (row["detail"].split() for row in reversed(rows) if row["act"] in ("invite", "place")), []
    )
    acts = {row["act"] for row in rows}
    gone, bound = member["left_at"] is not None, member["chat"] is not None
    return placed[1:] == [member["role"], member["region"] or "*"] and gone == ("remove" in acts) and (
        gone or bound == ("bind" in acts)
    )  # fmt: skip


def unsealed(connection: Connection) -> tuple[list[str], list[int]]:
    """(applications, members of staff) of which no fingerprint was noted yet."""
    marked = select(audit.c.id).where(audit.c.subject == cases.c.number, audit.c.mark != "").exists()
    numbers = connection.execute(select(cases.c.number).where(~marked).order_by(cases.c.id)).scalars()
    rows = connection.execute(_ALL.where(audit.c.subject == STAFF)).mappings()
    latest = {member_of(row): row["mark"] for row in rows}
    there = connection.execute(select(staff.c.id).order_by(staff.c.id)).scalars()
    return list(numbers), [id for id in there if latest.get(id) == ""]
