"""What one of the staff is to read on their pages of days that come: how much there is, and what comes first.

Whose a case is depends on who handles it, in which region, and on who has nothing to do with it any more: so what there is
is counted in piles that are alike in that, and of the piles that are theirs the first lines alone are read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import (
    Connection,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.store.casework.lists import CASE, DUTY, OPEN
from bot.store.casework.records import ListedRow
from bot.store.rows import Member, cases, duties, not_recused, put_away, recusals
from dialogs.shared.states import IN_HAND

Key: TypeAlias = tuple[str, int, str, str, int]
_NOBODY: ColumnElement[int] = literal_column("0")
_NOTHING: ColumnElement[str] = literal_column("''")
"""No parameters: what is counted by has to be the same wherever a query names it."""
_ALONE = case((cases.c.id.in_(select(recusals.c.application_id)), cases.c.id), else_=_NOBODY)
_OF_CASE = cases.c.region, func.coalesce(cases.c.handler_id, _NOBODY), func.coalesce(cases.c.rules, _NOTHING)
_DUTY_KEY = (*_OF_CASE, duties.c.act, _ALONE)
_FOLLOW_KEY = (*_OF_CASE, _NOTHING, _ALONE)
_JOINED = duties.join(cases, duties.c.application_id == cases.c.id)


@dataclass(frozen=True, slots=True)
class Pile:
    """Of how many cases something is to be read that are alike. `handler` 0, `rules`, `act` empty: none, an act being none
    where somebody wanted to look again; `case`: the one, where anybody has nothing to do with it any more, else 0."""

    region: str
    handler: int
    rules: str
    act: str
    case: int
    count: int

    @property
    def key(self) -> Key:
        return self.region, self.handler, self.rules, self.act, self.case


@dataclass(frozen=True, slots=True)
class Unread:
    """What somebody has not put away, `today`, of what is due `until` a day. `handlers`: in whose hands it is, 0: in nobody's;
    and whatever anybody has nothing to do with any more."""

    member: Member
    today: date
    until: date
    handlers: Collection[int]


def piles(connection: Connection, wanted: Unread) -> list[Pile]:
    """All that there is, whosever it is."""
    due = select(*_DUTY_KEY, func.count()).select_from(_JOINED).where(*_due(wanted)).group_by(*_DUTY_KEY)
    follow = select(*_FOLLOW_KEY, func.count()).where(*_followed(wanted)).group_by(*_OF_CASE, _ALONE)
    return [Pile(*row) for query in (due, follow) for row in connection.execute(query)]


def first(
    connection: Connection,
    wanted: Unread,
    theirs: Collection[Key],
    most: int | None,
    numbers: Collection[str] | None,
) -> list[ListedRow]:
    """Of these piles what is due first, and then what somebody wanted to look at again. `most`: so many lines, None: all;
    `numbers`: of these cases alone."""
    named = [] if numbers is None else [cases.c.number.in_(numbers)]
    due: Any = select(*CASE, *DUTY).select_from(_JOINED).where(*_due(wanted), *_of(_DUTY_KEY, theirs), *named)
    follow: Any = select(*CASE).where(*_followed(wanted), *_of(_FOLLOW_KEY, theirs), *named)
    rows = [
        ListedRow(*row) for row in connection.execute(due.order_by(duties.c.due, duties.c.id).limit(most))
    ]
    left = None if most is None else most - len(rows)
    rows += [ListedRow(*row) for row in connection.execute(follow.order_by(cases.c.id).limit(left))]
    return rows


def _of(key: Sequence[ColumnElement[Any]], theirs: Collection[Key]) -> list[ColumnElement[bool]]:
    return [tuple_(*key).in_(list(theirs))]


def _due(wanted: Unread) -> list[ColumnElement[bool]]:
    late, on = duties.c.due < wanted.today, duties.c.due <= wanted.today
    name: ColumnElement[str] = duties.c.act + "/" + cast(duties.c.due, Text) + "/"
    return [OPEN, duties.c.due <= wanted.until, *_seen(wanted), ~_read(wanted, name, late, on)]


def _followed(wanted: Unread) -> list[ColumnElement[bool]]:
    name: ColumnElement[str] = literal_column("'follow/'") + cast(cases.c.follow_up, Text) + "/"
    looked = ~_read(wanted, name, false(), true())
    return [cases.c.follow_up <= wanted.today, cases.c.state.in_(IN_HAND), *_seen(wanted), looked]


def _seen(wanted: Unread) -> list[ColumnElement[bool]]:
    region, handler = wanted.member.region, func.coalesce(cases.c.handler_id, _NOBODY)
    whose = or_(handler.in_(wanted.handlers), _ALONE != _NOBODY)
    return [whose, not_recused(wanted.member.id), *([cases.c.region == region] if region else [])]


def _read(
    wanted: Unread, name: ColumnElement[str], late: ColumnElement[bool], on: ColumnElement[bool]
) -> ColumnElement[bool]:
    """It was put away as urgent as it is, or later. `late`, `on`: its day is over, or has come."""
    kind = put_away.c.kind
    stage = or_(kind == name + "over", and_(~late, kind == name + "today"), and_(~on, kind == name + "soon"))
    return exists().where(
        put_away.c.staff_id == wanted.member.id, put_away.c.application_id == cases.c.id, stage
    )
