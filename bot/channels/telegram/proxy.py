"""By which proxy Telegram is reached, if by any."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

log = logging.getLogger("rongcuo.telegram")
NEAR = ("localhost", "127.0.0.1", "::1")
"""What no proxy of the environment is asked for."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """`url`: with name and password, never to be told; `address`: without."""

    url: str = field(repr=False)
    address: str


def chosen(root: str, given: str | None) -> Proxy | None:
    """The proxy that is set, else the one of the environment (HTTPS_PROXY, NO_PROXY …) for this address."""
    if given:
        return _proxy(given)
    scheme, host = urlsplit(root).scheme, urlsplit(root).hostname or ""
    found = getproxies()
    address = found.get(scheme) or found.get("all")
    if not address or host in NEAR or proxy_bypass(host):
        return None
    if urlsplit(address).scheme not in ("http", "https"):
        log.warning(
            "环境变量里的代理既不是 http 代理也不是 https 代理，连 Telegram 用不上；需要代理请设 RONGCUO_PROXY=http://主机:端口。"
        )
        return None
    return _proxy(address)


def _proxy(url: str) -> Proxy:
    parts = urlsplit(url)
    return Proxy(url, f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")
