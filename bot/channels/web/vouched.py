"""Who the office's own proxy says a request comes from: only from the proxy itself that is taken as said."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


class Vouched:
    """Before anything else looks at a request. `header`: the one that names somebody; of a stranger's request it is
    taken off."""

    def __init__(self, app: ASGIApp, header: str, proxies: Sequence[str]) -> None:
        self._app, self._header = app, header.lower().encode()
        self._proxies = [ipaddress.ip_network(one) for one in proxies]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_proxy(scope.get("client")):
            rest = [(name, value) for name, value in scope["headers"] if name.lower() != self._header]
            scope = {**scope, "headers": rest}
        await self._app(scope, receive, send)

    def _is_proxy(self, client: tuple[str, int] | None) -> bool:
        try:
            return client is not None and any(ipaddress.ip_address(client[0]) in one for one in self._proxies)
        except ValueError:  # no number: a socket of this machine
            return False


def behind(app: ASGIApp, proxies: Sequence[str], header: str | None) -> ASGIApp:
    """As it is reached through these proxies, if through any."""
    if not proxies:
        return app
    told: ASGIApp = ProxyHeadersMiddleware(app, trusted_hosts=list(proxies))  # type: ignore[assignment, arg-type]
    return Vouched(told, header, proxies) if header else told
