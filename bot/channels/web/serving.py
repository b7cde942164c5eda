"""The page as a part of the process: where it listens, and how it stops."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import uvicorn
from starlette.routing import BaseRoute
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from bot.channels.web.server import application
from bot.channels.web.site import Site
from bot.channels.web.vouched import behind
from bot.clean import said
from bot.settings import Settings

HEADERS = 10.0
"""Seconds in which a request has to begin, once there is a connection; a head that comes drop by drop is none."""
HEAD = 16 * 2**10
"""Bytes of a head."""
UNREAD = 60_000
"""Milliseconds for which what is sent may lie unread."""
CONNECTIONS = 2_000
FAREWELL = 3
"""Seconds for what is under way when it stops."""
TAKEN = "网页用的端口 {port} 打不开（{why}）。请用 RONGCUO_PAGE_PORT 换一个，或者先停掉占着它的程序；不要网页就设 RONGCUO_PAGE=false。"


class PortTaken(Exception):
    """The page cannot listen there; the text is a sentence with a remedy."""


def listening(settings: Settings) -> socket.socket:
    """Where browsers will come. Raises PortTaken."""
    address, port = settings.page_address, settings.page_port
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # named TCP: only then what is answered in pieces is sent at once, and no piece waits 40 ms for a word of the other side
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((address, port))
        found.listen(1024)
    except OSError as error:
        found.close()
        raise PortTaken(TAKEN.format(port=port, why=said(error))) from None
    return found


def address_of(settings: Settings) -> str:
    """What is typed into a browser of this machine."""
    host = "127.0.0.1" if settings.page_address in ("0.0.0.0", "::") else settings.page_address
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.page_port}/"


class _Impatient(H11Protocol):
    """A connection on which no request begins is closed, however busily it sends."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        on = transport.get_extra_info("socket")
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # who takes nothing any more is let go by the system
            on.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD)
        self._expects(None)

    def on_response_complete(self) -> None:
        done = self.cycle
        super().on_response_complete()
        self._expects(done)

    def _expects(self, last: RequestResponseCycle | None) -> None:
        self.loop.call_later(HEADERS, self._overdue, last)

    def _overdue(self, last: RequestResponseCycle | None) -> None:
        if self.cycle is last and not self.transport.is_closing():
            self.transport.close()


class _Quiet(uvicorn.Server):
    """Signals are the whole process's."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(frozen=True, slots=True)
class More:
    """What else the one server of the process answers: under which names of this machine, at which addresses; `uploads`:
    how those begin to which files are sent."""

    names: Sequence[str] = ()
    routes: Sequence[BaseRoute] = ()
    uploads: Sequence[str] = ()


class PageServer:
    """Serves until it is told to stop."""

    def __init__(self, site: Site, settings: Settings, on: socket.socket, more: More = More()) -> None:
        self._site, self._on = site, on
        proxies = settings.page_proxies
        answers = application(site, {*settings.page_hosts, *more.names}, more.routes, more.uploads)
        config = uvicorn.Config(
            behind(answers, proxies, settings.staff_header),
            http=_Impatient, ws="none", lifespan="on", log_config=None, access_log=False, server_header=False,
            proxy_headers=False, timeout_keep_alive=5,
            h11_max_incomplete_event_size=HEAD, limit_concurrency=CONNECTIONS, timeout_graceful_shutdown=FAREWELL,
        )  # fmt: skip
        self._server = _Quiet(config)

    async def run(self) -> int:
        """The exit code, once it was stopped."""
        await self._server.serve([self._on])
        return 0

    def stop(self) -> None:
        self._site.listeners.end()
        self._server.should_exit = True
