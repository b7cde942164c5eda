"""What the doctor looks at of the page: whether browsers can come to where it is to be, and how they come there."""

from __future__ import annotations

from collections.abc import Iterator

import httpx

from bot.channels.web.serving import PortTaken, address_of, listening
from bot.cli.checked import Checked
from bot.settings import Settings

SECONDS = 5.0
"""Patience with a page that runs already."""
LOCAL = ("127.0.0.1", "::1")


def page(settings: Settings) -> Iterator[Checked]:
    if not settings.page:
        yield Checked("好", "网页", "没有开（RONGCUO_PAGE=false）")
        return
    yield _open(settings)
    yield from _reached(settings)


def _open(settings: Settings) -> Checked:
    """The port is free, or it is our own page that is there already."""
    address = address_of(settings)
    try:
        listening(settings).close()
    except PortTaken as error:
        return (
            Checked("好", "网页", f"正开着：{address}")
            if _is_ours(address)
            else Checked("不行", "网页", str(error))
        )
    return Checked("好", "网页", f"启动以后在 {address}")


def _is_ours(address: str) -> bool:
    try:
        answer = httpx.get(address, timeout=SECONDS, trust_env=False, headers={"host": "localhost"})
    except httpx.HTTPError:
        return False
    return "容错助手" in answer.text


def _reached(settings: Settings) -> Iterator[Checked]:
    here = settings.page_address in LOCAL
    if here and settings.page_hosts and not settings.page_proxies:
        yield Checked(
            "注意", "网页",
            "设了 RONGCUO_PAGE_NAMES，可是只有本机打得开；请设 RONGCUO_PAGE_ADDRESS，或者在前面放代理并设 RONGCUO_PAGE_PROXY",
        )  # fmt: skip
    if not here:
        yield Checked(
            "注意", "网页",
            "内网里都打得开，路上没有加密；请照 docs/operating.md 在前面放 nginx 或 caddy，用 https",
        )  # fmt: skip
