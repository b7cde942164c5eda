"""The bot as a program: what is logged, how it is stopped, and with what it ends."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from typing import Any

from telegram.error import InvalidToken

from bot.app import App
from bot.channels.telegram import proxy
from bot.channels.telegram.asides import where
from bot.channels.telegram.service import Died, Service
from bot.files import Keep
from bot.settings import Settings
from bot.store.mail import Store
from bot.store.opening import opened
from dialogs.core import Talk

log = logging.getLogger("rongcuo.telegram")
MUTE = ("telegram", "asyncio", "aiohttp")
"""Loggers of libraries that repeat what they could not read, users' words and the token among it."""


def run(settings: Settings, talk: Talk) -> int:
    """Serve until SIGTERM or SIGINT. Returns the exit code."""
    quieten(settings.log_level)
    if settings.telegram_webhook_url:
        log.warning("RONGCUO_TELEGRAM_WEBHOOK_URL 还用不上，现在用长轮询收消息；不设它就没有这条提示。")
    store = opened(settings.database, log.warning)
    try:
        return asyncio.run(_serve(settings, talk, store))
    finally:
        store.close()


def quieten(level: str) -> None:
    """Our own log is as detailed as is wanted; others tell only what must be known, and some of them nothing."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("rongcuo").setLevel(level)
    for name in MUTE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


async def _serve(settings: Settings, talk: Talk, store: Store) -> int:
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    root = settings.telegram_api_url.rstrip("/")
    keep = Keep(settings.data / "files")
    by = proxy.chosen(root, settings.proxy.get_secret_value() if settings.proxy else None)
    if by:
        log.info("经代理 %s 连 Telegram", by.address)
    service = Service(
        token, root, App(store, talk, keep), store, talk, settings.admin_chat, keep=keep, proxy=by
    )
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_unhandled)
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, service.stop)
    return await _code(service)


async def _code(service: Service) -> int:
    try:
        await service.run()
    except InvalidToken:
        log.error("Telegram 不认这个令牌，请核对 RONGCUO_TELEGRAM_TOKEN（向 @BotFather 索取）。")
        return 2
    except Died as part:
        log.error(
            "“%s”意外停了，程序就此退出，没处理完的都留着。请重新启动；一再这样，请把上一行日志交给维护的人。",
            part,
        )
        return 1
    return 0


def _unhandled(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The library's own would log the text of the error, and with it what a user wrote."""
    error = context.get("exception")
    log.error("unhandled: %s", where(error) if isinstance(error, BaseException) else "no error")
