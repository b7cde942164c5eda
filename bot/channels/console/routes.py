"""The addresses of the staff's pages, who may come there, and what is said where something goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from bot.channels.console import (
    acting,
    cases,
    colleagues,
    correcting,
    days,
    deliveries,
    entering,
    exporting,
    figures,
    layouts,
    opening,
    papers,
    questions,
    register,
    sessions,
    staffing,
    trail,
)
from bot.channels.console.desk import Console
from bot.channels.console.looks import STATIC
from bot.channels.console.seat import ROOT, Handler, Seat, goes, let_in, seated, to_log_in
from bot.channels.quiet import where
from bot.channels.web.refusing import BROKEN, NOT_THERE, Sorry
from bot.channels.web.server import Lasting
from bot.store.errors import Conflict, StoreUnavailable
from bot.store.rows import ADMIN

log = logging.getLogger("rongcuo.staff")
UPLOADS = (f"{ROOT}/cases/", f"{ROOT}/open", f"{ROOT}/templates")
"""How addresses begin to which files are sent."""
OUTRUN = "刚刚有人改过，这一次没有改动。请回去看过再办。"
AWAY = "没有存下：{why}"
NOBODY, EVERYBODY = frozenset[str](), frozenset({"viewer", "clerk", "leader", ADMIN})
MANAGING, SETTING = frozenset({ADMIN}), frozenset({"leader", ADMIN})
LEADING = frozenset({"leader"})
READING, HANDLING = frozenset({"viewer", "clerk", "leader"}), frozenset({"clerk", "leader"})
Offered: TypeAlias = tuple[str, frozenset[str], Handler | None, Handler | None]
"""An address, who may come there, what is shown, what is done."""
ENTRANCE: Sequence[Offered] = (
    ("/login", NOBODY, entering.login, entering.logs_in),
    ("/join", NOBODY, entering.join, entering.joins),
    ("/logout", EVERYBODY, None, entering.logs_out),
    ("/account", EVERYBODY, entering.account, entering.changes),
    ("/account/sessions", EVERYBODY, sessions.sessions, sessions.ends),
)
CASES: Sequence[Offered] = (
    ("/cases/{number}", READING, cases.case, None),
    ("/cases/{number}/files/{place}", READING, cases.file, None),
    ("/cases/{number}/entries/{entry:int}", HANDLING, correcting.entry, correcting.corrects),
    ("/cases/{number}/papers", READING, None, papers.prints),
    ("/cases/{number}/note", HANDLING, None, acting.notes),
    ("/cases/{number}/waive", HANDLING, None, acting.waives),
    ("/cases/{number}/return", HANDLING, None, acting.returns),
    ("/cases/{number}/hand", HANDLING, None, acting.hands),
    ("/cases/{number}/look", HANDLING, None, acting.looks_again),
    ("/cases/{number}/{act}", HANDLING, None, acting.acts),
    ("/open", HANDLING, opening.choose, opening.opens),
)
LISTS: Sequence[Offered] = (
    ("/reminders", HANDLING, None, cases.put_away),
    ("/cases", READING, cases.listed, None),
    ("/cases.xlsx", READING, exporting.export, None),
    ("/register", READING, register.month, None),
    ("/register", READING, None, papers.register_printed),
    ("/deliveries", READING, deliveries.deliveries, None),
    ("/deliveries", HANDLING, None, deliveries.delivers),
    ("/aside", LEADING, None, deliveries.retries),
    ("/figures", READING, figures.statistics, None),
    ("/questions", READING, questions.questions, questions.batch),
)
MANAGED: Sequence[Offered] = (
    ("/colleagues", LEADING, colleagues.colleagues, colleagues.changes),
    ("/calendar", SETTING, days.calendar, days.sets),
    ("/audit", SETTING, trail.trail, trail.checks),
    ("/templates", MANAGING, layouts.layouts, layouts.changes),
    ("/templates/{region}/{paper}/{whose}", MANAGING, layouts.handed_out, None),
    ("/people", MANAGING, staffing.people, staffing.adds),
    ("/people/{member:int}/code", MANAGING, None, staffing.again),
    ("/people/{member:int}/place", MANAGING, None, staffing.places),
    ("/people/{member:int}/out", MANAGING, None, staffing.logs_out),
    ("/people/{member:int}/leave", MANAGING, None, staffing.leaves),
)
EVERY = "/{rest:path}", EVERYBODY


def routes(console: Console) -> Sequence[BaseRoute]:
    """The most particular address first."""
    offered = (*ENTRANCE, *CASES, *LISTS, *MANAGED, (*EVERY, _missing, _missing))
    return [
        Mount(f"{ROOT}/static", Lasting(directory=STATIC)),
        Route(ROOT, partial(_answered, console, EVERYBODY, _start), methods=["GET"]),
        *(route for path, who, get, post in offered for route in _at(console, path, who, get, post)),
    ]


def _at(
    console: Console, path: str, who: frozenset[str], get: Handler | None, post: Handler | None
) -> Iterator[BaseRoute]:
    for method, handler in (("GET", get), ("POST", post)):
        if handler:
            yield Route(f"{ROOT}{path}", partial(_answered, console, who, handler), methods=[method])


async def _start(seat: Seat) -> Response:
    """Where one's work is."""
    return goes("/people") if seat.member.role == ADMIN else await cases.due(seat)


async def _missing(seat: Seat) -> Response:
    raise Sorry(404, NOT_THERE)


async def _answered(console: Console, who: frozenset[str], handler: Handler, request: Request) -> Response:
    """`who`: roles that may come; empty: whoever does. What is not for somebody is not there."""
    seat = await seated(console, request)
    try:
        return await _admitted(seat, who, handler)
    except Sorry as error:
        return seat.sorry(error)
    except (Conflict, StoreUnavailable) as error:
        return seat.sorry(_unwritten(error))
    except Exception as error:  # its text may hold what somebody wrote
        log.error("%s %s: %s", request.method, request.url.path, where(error))
        return seat.sorry(Sorry(500, BROKEN))


def _unwritten(error: Conflict | StoreUnavailable) -> Sorry:
    outrun = isinstance(error, Conflict)
    return Sorry(409, OUTRUN) if outrun else Sorry(503, AWAY.format(why=error), 5)


async def _admitted(seat: Seat, who: frozenset[str], handler: Handler) -> Response:
    if not who:
        return await handler(seat)
    if seat.sitting is None:
        if seat.request.method == "POST":
            return await _expired(seat)
        return await let_in(seat) or to_log_in(seat.request)
    shown = cases.SHOWN if handler is _start else 0
    seat.request.state.reminders = await seat.console.quickly(
        seat.console.office.reminders, seat.member, shown
    )
    if seat.member.role not in who:
        raise Sorry(404, NOT_THERE)
    return await handler(seat)


async def _expired(seat: Seat) -> Response:
    """What was typed is not lost with the session: it is shown, to be copied."""
    form = await seat.sent()
    await form.close()
    return seat.page("expired.html", 403, typed=seat.typed)
