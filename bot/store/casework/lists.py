"""Lists of cases: which are wanted, in which order, with what is due next of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from bot.store.casework.records import ListedRow, Listing
from bot.store.rows import cases, deeds, duties, not_recused, proposals
from dialogs.shared.states import IN_HAND

WEEK = timedelta(days=7)
OPEN = and_(duties.c.done_by.is_(None), duties.c.waived.is_(None))
CASE = (
    cases.c.id, cases.c.number, cases.c.region, cases.c.state, cases.c.version, cases.c.filed_at, cases.c.since,
    cases.c.summary, cases.c.erased_at.is_not(None), cases.c.origin, cases.c.handler_id, cases.c.rules, cases.c.follow_up,
)  # fmt: skip
DUTY = duties.c.act, duties.c.owes, duties.c.due, duties.c.provisional, duties.c.id
_NEXT = (
    select(duties.c.application_id, func.min(duties.c.due).label("due"))
    .where(OPEN).group_by(duties.c.application_id).subquery()
)  # fmt: skip
"""Of each case with an open duty the day that comes first, if any has a day."""


def listed(connection: Connection, wanted: Listing, today: date) -> tuple[list[ListedRow], int]:
    """Of the cases of a page alone it is looked what is due."""
    by_day = bool(wanted.due) or wanted.sort in ("due", "left")
    joined = cases.outerjoin(_NEXT, _NEXT.c.application_id == cases.c.id) if by_day else cases
    rules = list(_wanted(wanted, today))
    query = (
        select(*CASE).select_from(joined).where(*rules).order_by(*ORDERS.get(wanted.sort, ORDERS["newest"]))
    )
    rows = [
        tuple(one) for one in connection.execute(query.limit(wanted.size).offset(wanted.page * wanted.size))
    ]
    due = _first(connection, [row[0] for row in rows])
    counting = select(func.count()).select_from(joined if wanted.due else cases).where(*rules)
    return [ListedRow(*row, *due.get(row[0], ())) for row in rows], connection.execute(counting).scalar() or 0


def _first(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """Of each of these cases the open duty that is due first; one without a day comes last."""
    order = duties.c.due.is_(None).desc(), duties.c.due.desc(), duties.c.id.desc()
    query = (
        select(duties.c.application_id, *DUTY).where(duties.c.application_id.in_(ids), OPEN).order_by(*order)
    )
    return {case: tuple(duty) for case, *duty in connection.execute(query)}  # the last is kept


def _wanted(wanted: Listing, today: date) -> Iterator[ColumnElement[bool]]:
    if wanted.recused is not None:
        yield not_recused(wanted.recused)
    if wanted.region:
        yield cases.c.region == wanted.region
    if wanted.states:
        yield cases.c.state.in_(wanted.states)
    if wanted.origin:
        yield cases.c.origin == wanted.origin
    if wanted.handler is not None:
        yield cases.c.handler_id == wanted.handler if wanted.handler else cases.c.handler_id.is_(None)
    yield from _due(wanted, today)
    yield from map(_holds, wanted.words.split())


def _due(wanted: Listing, today: date) -> Iterator[ColumnElement[bool]]:
    match wanted.due:
        case "overdue":
            yield _NEXT.c.due < today
        case "week":
            yield _NEXT.c.due.between(today, today + WEEK)
        case "none":
            yield and_(_NEXT.c.due.is_(None), cases.c.state.in_(IN_HAND))
        case "proposed":
            yield cases.c.id.in_(select(proposals.c.application_id).where(proposals.c.answer.is_(None)))
        case "returned":
            yield cases.c.id.in_(_came_back(wanted.proposer))
        case "idle":
            yield _NEXT.c.application_id.is_(None)
        case _:
            return


def _came_back(proposer: int | None) -> Select[tuple[int]]:
    """Cases in which something that somebody prepared came back, and neither they nor anybody else went on with it."""
    later = proposals.alias()
    again = exists().where(
        later.c.application_id == proposals.c.application_id, later.c.act == proposals.c.act, later.c.id > proposals.c.id
    )  # fmt: skip
    over = exists().where(
        deeds.c.application_id == proposals.c.application_id, deeds.c.act == proposals.c.act, deeds.c.at >= proposals.c.answered_at
    )  # fmt: skip
    return select(proposals.c.application_id).where(
        proposals.c.by == proposer, proposals.c.answer == "returned", ~again, ~over
    )


def _holds(word: str) -> ColumnElement[bool]:
    """In the number, however it is spelled, or the summary."""
    plain = word.replace("-", "")
    number = [cases.c.number.contains(plain, autoescape=True)] if plain.isdigit() else []
    return or_(cases.c.summary.icontains(word, autoescape=True), *number)


ORDERS: Mapping[str, tuple[Any, ...]] = {
    "due": (_NEXT.c.due.nulls_last(), cases.c.id.desc()),
    "left": (_NEXT.c.due.nulls_last(), cases.c.since, cases.c.id),
    "since": (cases.c.since, cases.c.id),
    "oldest": (cases.c.id,),
    "newest": (cases.c.id.desc(),),
}


def next_duties(
    connection: Connection, region: str | None = None, until: date | None = None, most: int | None = None,
    provisional: bool = False, around: tuple[date, date] | None = None, recused: int | None = None,
) -> list[ListedRow]:  # fmt: skip
    """Every open duty with its case, by day, those without one last. `until`: those that are due by then; `provisional`:
    those that may have another day by now; `around`: those that had begun by the first day and are not due before the
    second; `recused`: none that this member has nothing to do with any more."""
    joined = duties.join(cases, duties.c.application_id == cases.c.id)
    rules: list[Any] = [OPEN, *([cases.c.region == region] if region else [])]
    if recused is not None:
        rules.append(not_recused(recused))
    if until is not None:
        rules.append(duties.c.due <= until)
    if provisional:
        rules.append(duties.c.provisional)
    if around is not None:
        rules += [duties.c.opened <= around[0], duties.c.due >= around[1]]
    order = duties.c.due.nulls_last(), duties.c.id
    query: Select[Any] = select(*CASE, *DUTY).select_from(joined).where(*rules).order_by(*order)
    return [ListedRow(*row) for row in connection.execute(query.limit(most) if most else query)]


def followed(connection: Connection, today: date, recused: int | None = None) -> list[ListedRow]:
    """Cases in hand that somebody wanted to look at again by today; `recused`: as above."""
    rules = [cases.c.follow_up <= today, cases.c.state.in_(IN_HAND)]
    if recused is not None:
        rules.append(not_recused(recused))
    return [ListedRow(*row) for row in connection.execute(select(*CASE).where(*rules).order_by(cases.c.id))]
