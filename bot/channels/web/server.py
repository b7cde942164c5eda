"""The application that answers a browser: its addresses, and what is said where something goes wrong."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.quiet import where
from bot.channels.web import downloads, shelves, stream, talk
from bot.channels.web.guard import Guard
from bot.channels.web.limits import TooFast
from bot.channels.web.refusing import AWAY, BROKEN, STRANGE, Sorry, told, too_fast
from bot.channels.web.site import Site
from bot.channels.web.templates import STATIC
from bot.store.errors import StoreUnavailable

log = logging.getLogger("rongcuo.page")
SAY = "/say"


class Lasting(StaticFiles):
    """They are kept by a browser that asks each time whether they are still the same."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "no-cache"
        return response


def application(
    site: Site, names: Collection[str] = (), more: Sequence[BaseRoute] = (), uploads: Sequence[str] = ()
) -> Guard:
    """`names`: of this machine, under which the page may be reached; `more`: what else is answered here; `uploads`: how
    addresses of theirs begin to which files are sent."""
    routes = [
        Route("/", talk.page),
        Route(SAY, talk.say, methods=["POST"]),
        Route("/clear", talk.clear, methods=["POST"]),
        Route("/leave", talk.leave, methods=["POST"]),
        Route("/events", talk.events),
        Route("/documents/{line:int}/{kind}", downloads.document),
        Route("/papers/{line:int}/{number:int}/{kind}", downloads.printed),
        Route("/files/{line:int}/{number:int}", downloads.paper),
        Route("/policies", shelves.policies),
        Route("/policies/{region}", shelves.policy),
        Route("/policies/{region}/{rest}", shelves.provision),
        Mount("/static", Lasting(directory=STATIC)),
        *more,
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={
            Sorry: _sorry,
            TooFast: _too_fast,
            StoreUnavailable: _away,
            HTTPException: _http,
            Exception: _broken,
        },
        lifespan=_alive,
    )
    app.state.site = site
    return Guard(app, names, (SAY, *uploads))


@asynccontextmanager
async def _alive(app: Starlette) -> AsyncIterator[None]:
    """As long as it runs it is looked for what came from elsewhere."""
    site: Site = app.state.site
    looking = asyncio.create_task(_look(site))
    try:
        yield
    finally:
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking
        site.close()


async def _look(site: Site) -> None:
    async for _ in stream.paced(stream.LOOK):
        with contextlib.suppress(StoreUnavailable):
            await _looked(site)


async def _looked(site: Site) -> None:
    """Conversations that are open somewhere: where something came from elsewhere, their windows are woken."""
    if chats := site.listeners.chats:
        for chat in await site.quickly(site.store.transcript.awaited, chats):
            await site.quickly(site.store.transcript.arrived, chat)
        for chat in site.listeners.behind(await site.quickly(site.store.transcript.last, chats)):
            site.listeners.ring(chat)


# ── what goes wrong ──────────────────────────────────────────────────────────────────────────────
async def _sorry(request: Request, error: Exception) -> Response:
    assert isinstance(error, Sorry)
    return told(request, error)


async def _too_fast(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooFast)
    return told(request, too_fast(error))


async def _away(request: Request, error: Exception) -> Response:
    return told(request, Sorry(503, AWAY.format(why=error), 5))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return shelves.missing(request)
    return told(request, Sorry(error.status_code, STRANGE))


async def _broken(request: Request, error: Exception) -> Response:
    """The text of an error may hold what a visitor wrote."""
    log.error("%s %s: %s", request.method, request.url.path, where(error))
    return told(request, Sorry(500, BROKEN))
