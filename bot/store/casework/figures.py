"""How many, how long: what is counted, in a few queries; and the cases of a month's register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, case, exists, func, literal_column, or_, select
from sqlalchemy.sql.elements import ColumnElement

from bot.store.database import Database
from bot.store.rows import cases, claims, deeds, duties

OPEN = and_(duties.c.done_by.is_(None), duties.c.waived.is_(None))


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """Of the cases of a time. Outcomes by (region, outcome, state), None where there is none; `situations`: in how many cases
    each is claimed, `claiming`: cases that claim any; `limits`: region, act, met, missed, open, overdue, undated, those of them
    that are done, waived, days."""

    total: int
    regions: dict[str, int]
    states: dict[str, int]
    origins: dict[str, int]
    outcomes: dict[tuple[str, str | None, str], int]
    situations: dict[str, int]
    claiming: int
    months: dict[str, int]
    limits: list[tuple[Any, ...]]


class Reckoner:
    """CaseCounts. Threads may share it; StoreUnavailable from every call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self, region: str | None, since: datetime, until: datetime, today: date) -> CaseCounts:
        """Of the cases filed from `since` to before `until`."""
        wanted = [
            cases.c.filed_at >= since,
            cases.c.filed_at < until,
            *([cases.c.region == region] if region else []),
        ]
        return self._database.read(lambda connection: _counts(connection, wanted, today))

    def registered(self, regions: list[str], first: date, last: date) -> list[str]:
        """Numbers of the cases of which the register is due within these days, or where it has no day is open or was done
        from them on."""
        within = or_(
            duties.c.due.between(first, last),
            and_(duties.c.due.is_(None), duties.c.opened.between(first, last)),
        )
        query = (
            select(cases.c.number).join(duties, duties.c.application_id == cases.c.id).order_by(cases.c.id)
        )
        mine = query.where(
            duties.c.act == "register", duties.c.waived.is_(None), cases.c.region.in_(regions), within
        )
        return self._database.read(lambda one: list(dict.fromkeys(one.execute(mine).scalars())))

    def concluded(self, regions: list[str], since: datetime, until: datetime) -> list[str]:
        """Numbers of the cases that were concluded within this time."""
        query = select(cases.c.number).join(deeds, deeds.c.application_id == cases.c.id).order_by(cases.c.id)
        mine = query.where(
            deeds.c.act == "conclude", deeds.c.replaced_by.is_(None), deeds.c.at >= since, deeds.c.at < until,
            cases.c.region.in_(regions),
        )  # fmt: skip
        return self._database.read(lambda one: list(dict.fromkeys(one.execute(mine).scalars())))


def _counts(connection: Connection, wanted: list[ColumnElement[bool]], today: date) -> CaseCounts:
    dialect = connection.dialect.name
    claimed = claims.join(cases, claims.c.application_id == cases.c.id)
    situations = select(claims.c.at, func.count()).select_from(claimed).where(*wanted).group_by(claims.c.at)
    claiming = select(func.count()).where(*wanted, exists().where(claims.c.application_id == cases.c.id))
    kinds = [(tuple(kind), count) for *kind, count in connection.execute(_kinds(wanted))]
    regions, states, origins = (_summed(kinds, at) for at in (0, 2, 3))
    ended: Counter[tuple[str, str | None, str]] = Counter()
    for (region, outcome, state, _), count in kinds:
        ended[region, outcome, state] += count
    month = _month(dialect)
    filed = connection.execute(select(month, func.count()).where(*wanted).group_by(month).order_by(month))
    return CaseCounts(
        sum(count for _, count in kinds), regions, states, origins, dict(ended), _pairs(connection.execute(situations)),
        connection.execute(claiming).scalar_one(), _pairs(filed),
        [tuple(row) for row in connection.execute(_limits(dialect, wanted, today))],
    )  # fmt: skip


def _kinds(wanted: list[ColumnElement[bool]]) -> Select[Any]:
    """All that cases are counted by but the month, in one look at them."""
    by = cases.c.region, cases.c.outcome, cases.c.state, cases.c.origin
    return select(*by, func.count()).where(*wanted).group_by(*by)


def _summed(kinds: Iterable[tuple[tuple[str, ...], int]], at: int) -> dict[str, int]:
    """By one of the things that they are counted by."""
    found: Counter[str] = Counter()
    for kind, count in kinds:
        found[kind[at]] += count
    return dict(sorted(found.items()))


def _month(dialect: str) -> ColumnElement[str]:
    """In which a case was filed, in Shanghai, where the clock has not been changed since 1991. No parameters: what is counted
    by has to be the same wherever the query names it."""
    if dialect == "sqlite":
        return literal_column("strftime('%Y-%m', application.filed_at, '+8 hours')")
    return literal_column("to_char(application.filed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')")


def _pairs(rows: Iterable[Any]) -> dict[Any, Any]:
    return dict(tuple(one) for one in rows)


def _limits(dialect: str, wanted: list[ColumnElement[bool]], today: date) -> Select[Any]:
    """Of each act of each region how it went with its period; every duty counts once."""
    done, due, waived = duties.c.done_on, duties.c.due, duties.c.waived.is_not(None)
    undated, days = and_(due.is_(None), ~waived), _days(dialect)
    return (
        select(
            cases.c.region, duties.c.act, _count(done <= due), _count(done > due), _count(and_(OPEN, due >= today)),
            _count(and_(OPEN, due < today)), _count(undated), _count(and_(undated, done.is_not(None))), _count(waived),
            func.avg(days),
        )
        .join(cases, duties.c.application_id == cases.c.id)
        .where(*wanted).group_by(cases.c.region, duties.c.act).order_by(cases.c.region, duties.c.act)
    )  # fmt: skip


def _days(dialect: str) -> ColumnElement[Any]:
    """From its start to its being done; none where that was entered as earlier."""
    done, opened = duties.c.done_on, duties.c.opened
    days = func.julianday(done) - func.julianday(opened) if dialect == "sqlite" else done - opened
    return case((days < 0, 0), else_=days)


def _count(rule: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((rule, 1), else_=0))
