"""What the doctor looks at outside of this machine: the proxy, Telegram, and by its answer the clock."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from bot.channels.telegram.proxy import Proxy, chosen
from bot.clean import said
from bot.cli.checked import Checked
from bot.settings import Settings

SECONDS = 10.0
"""Patience with Telegram and a proxy."""
ASTRAY = 60.0
"""Seconds that the clock may differ from Telegram's."""


def proxy(settings: Settings) -> Iterator[Checked]:
    """Whether it answers at all; what it lets through is seen at Telegram."""
    if settings.telegram_token is None or (by := _proxy(settings)) is None:
        return
    try:
        parts = urlsplit(by.address)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        socket.create_connection((host, port), SECONDS).close()
    except (OSError, ValueError) as error:
        why = said(error) if isinstance(error, OSError) else "网址写得不对"
        yield Checked(
            "不行", "代理", f"连不上 {by.address}（{why}）；请检查 RONGCUO_PROXY、HTTPS_PROXY 和代理本身"
        )
    else:
        yield Checked("好", "代理", f"{by.address} 有应答")


def _proxy(settings: Settings) -> Proxy | None:
    return chosen(settings.telegram_api_url, settings.proxy.get_secret_value() if settings.proxy else None)


def telegram(settings: Settings) -> Iterator[Checked]:
    if settings.telegram_token is None:
        return
    host = urlsplit(settings.telegram_api_url).hostname
    try:
        answer = _asked(settings, settings.telegram_token.get_secret_value())
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, ImportError) as error:
        yield Checked(
            "不行",
            "Telegram",
            f"连不上 {host}（{_why(error)}）；请检查网络、RONGCUO_TELEGRAM_API_URL，需要代理的设 RONGCUO_PROXY",
        )
        return
    yield _greeted(answer, host or "")
    yield from _clock(answer)


def _why(error: Exception) -> str:
    match error:
        case httpx.TimeoutException():
            return "等不到应答"
        case httpx.ProxyError():
            return "代理不让过"
        case httpx.ConnectError():
            return "没有网络，或者那里没有程序应答"
        case httpx.HTTPError():
            return "连接中途断了"
        case ImportError():
            return "这种代理用不上"
        case _:
            return "网址写得不对"


def _asked(settings: Settings, token: str) -> httpx.Response:
    """Who the token's bot is, asked of the server that is set. Whatever httpx raises."""
    by = _proxy(settings)
    url = f"{settings.telegram_api_url.rstrip('/')}/bot{token}/getMe"
    return httpx.get(url, timeout=SECONDS, proxy=by.url if by else None, trust_env=False)


def _greeted(answer: httpx.Response, host: str) -> Checked:
    try:
        name, code = _told(answer)
    except (ValueError, AttributeError, KeyError, TypeError):
        return Checked(
            "不行",
            "Telegram",
            f"{host} 的回答不是 Telegram 的（状态 {answer.status_code}）；可能是代理的登录页，或者 RONGCUO_TELEGRAM_API_URL 写错了",
        )
    if name is not None:
        return Checked("好", "Telegram", f"连得上，令牌是 @{name} 的")
    if code in (401, 404):
        return Checked(
            "不行", "Telegram", "不认这个令牌；请核对 RONGCUO_TELEGRAM_TOKEN（向 @BotFather 索取）"
        )
    return Checked("注意", "Telegram", f"连得上，但暂时不肯答（{code}）；请过一会儿再查")


def _told(answer: httpx.Response) -> tuple[str | None, int]:
    """(the bot's name, None where it was refused; Telegram's number for why). Raises where it is not Telegram's."""
    body = answer.json()
    ok, code = body.get("ok") is True, int(body.get("error_code") or 0)
    return str(body["result"]["username"]) if ok else None, code


def _clock(answer: httpx.Response) -> Iterator[Checked]:
    try:
        theirs = parsedate_to_datetime(answer.headers["date"])
        astray = (datetime.now(UTC) - theirs.astimezone(UTC)).total_seconds()
    except (KeyError, ValueError, TypeError):
        return
    if abs(astray) > ASTRAY:
        where = "快" if astray > 0 else "慢"
        yield Checked(
            "不行",
            "时钟",
            f"比 Telegram 的{where}了 {abs(astray) / 60:.0f} 分钟；期限和提醒会算错，请校准系统时间",
        )
    else:
        yield Checked("好", "时钟", "和 Telegram 的一致")
