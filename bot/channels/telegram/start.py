"""The bot as a part of the process: how it is stopped, and with what it ends."""

from __future__ import annotations

import logging

from telegram.error import InvalidToken

from bot.app import App
from bot.casework.office import Office
from bot.casework.printing import Printer
from bot.channels.telegram import proxy
from bot.channels.telegram.service import Died, Service
from bot.channels.telegram.webhook import Hook
from bot.documents.papers.templates import OwnTemplates
from bot.files import Keep
from bot.settings import Settings
from bot.store.mail import Store
from dialogs.core import Talk

log = logging.getLogger("rongcuo.telegram")


class Telegram:
    """Until it is stopped. Made where the loop runs already."""

    def __init__(
        self,
        settings: Settings,
        talk: Talk,
        store: Store,
        hook: Hook | None = None,
        office: Office | None = None,
        own: OwnTemplates | None = None,
    ) -> None:
        printer = Printer(office, own) if office and own else None
        self._service = _service(settings, talk, store, hook, office, printer)

    def stop(self) -> None:
        self._service.stop()

    async def run(self) -> int:
        """The exit code, once it is stopped or cannot go on."""
        return await _code(self._service)


def hooked(settings: Settings) -> Hook | None:
    """Where Telegram is to push to, if it is."""
    url = settings.telegram_webhook_url
    return Hook(url, _token(settings)) if url and settings.telegram_token else None


def _token(settings: Settings) -> str:
    return settings.telegram_token.get_secret_value() if settings.telegram_token else ""


def _service(
    settings: Settings,
    talk: Talk,
    store: Store,
    hook: Hook | None,
    office: Office | None,
    printer: Printer | None,
) -> Service:
    root = settings.telegram_api_url.rstrip("/")
    keep = Keep(settings.data / "files")
    by = proxy.chosen(root, settings.proxy.get_secret_value() if settings.proxy else None)
    if by:
        log.info("经代理 %s 连 Telegram", by.address)
    app = App(store, talk, keep, office=office)
    return Service(
        _token(settings), root, app, store, talk, settings.admin_chat, keep=keep, proxy=by, hook=hook, printer=printer
    )  # fmt: skip


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
