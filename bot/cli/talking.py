"""`rongcuo run` and `chat`: conversations, on Telegram or in this terminal."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing, nullcontext

from bot.app import App
from bot.casework.printing import Printer
from bot.casework.tidy import tidy
from bot.channels import terminal
from bot.cli.places import heard
from bot.cli.surroundings import Surroundings
from bot.cli.usage import WRONG
from bot.store.mail import Store
from bot.store.opening import opened
from dialogs.core import TELEGRAM, TERMINAL, Command
from dialogs.router import Rongcuo
from knowledge.answer import Assistant

UNREACHABLE = "Telegram 推送来的消息由网页的端口接收，可是网页没有开。请打开网页（RONGCUO_PAGE、RONGCUO_PAGE_PORT），或者去掉 RONGCUO_TELEGRAM_WEBHOOK_URL，改用长轮询。"


def run(wanted: argparse.Namespace, around: Surroundings) -> int:
    """Every surface that is set up. Without a token, whoever sits at a terminal talks there too; a script that pipes its
    words in needs no page."""
    settings = around.settings
    if settings.telegram_token is None and not (settings.page and (_alone() or sys.stdin.isatty())):
        return chat(wanted, around)
    # what cannot pass is told at once, what can is waited for
    store = opened(settings.database, lambda words: print(words, file=sys.stderr, flush=True))
    with closing(store):
        if settings.telegram_token is None and not _alone():
            return _beside(around, store)
        return _served(around, store)


def _alone() -> bool:
    """Nobody can type anything: a service, with nothing or the null device to read from."""
    try:
        return os.fstat(sys.stdin.fileno()).st_rdev == os.stat(os.devnull).st_rdev
    except (AttributeError, OSError, ValueError):
        return sys.stdin is None or sys.stdin.closed


def _served(around: Surroundings, store: Store) -> int:
    """Until a signal comes."""
    from bot.cli import serving  # here and below: whoever talks in a terminal alone starts quicker without

    settings, mind = around.settings, around.mind()
    if settings.telegram_token is not None:
        return _with_telegram(around, store, mind)
    page = serving.page(around, store, mind)
    if page is None:
        return WRONG
    office = around.office(store, mind.library)
    parts: list[Callable[[], serving.Part]] = [
        lambda: page,
        lambda: serving.Order(store, around.keep()),
        lambda: serving.Reminding(store, office),
    ]
    return serving.together(parts, settings.log_level)


def _with_telegram(around: Surroundings, store: Store, mind: Assistant) -> int:
    """What Telegram pushes comes in where the page is."""
    from bot.channels import telegram
    from bot.channels.web.serving import More
    from bot.cli import serving

    hook = telegram.hooked(around.settings)
    more = More([hook.host], telegram.routes(hook)) if hook else More()
    page = serving.page(around, store, mind, more)
    if hook and page is None:
        print(UNREACHABLE, file=sys.stderr)
        return WRONG
    talk = Rongcuo(mind, around.calendar(), TELEGRAM)
    parts: list[Callable[[], serving.Part]] = [lambda: page] if page else []
    office, own = around.office(store, mind.library), around.layouts(mind.library)
    parts.append(lambda: telegram.Telegram(around.settings, talk, store, hook, office, own))
    parts.append(lambda: serving.Reminding(store, office))
    return serving.together(parts, around.settings.log_level)


def _beside(around: Surroundings, store: Store) -> int:
    """The page, as long as somebody talks here."""
    from bot.cli import serving

    mind, level = around.mind(), around.settings.log_level
    page = serving.page(around, store, mind)
    with ExitStack() as running:
        for part in (page, serving.Reminding(store, around.office(store, mind.library))):
            running.enter_context(serving.beside(part, level) if part else nullcontext())
        return _talk(around, store, mind, terminal.chat_of(getpass.getuser()), False)


def chat(wanted: argparse.Namespace, around: Surroundings) -> int:
    del wanted
    key, piped = terminal.chat_of(getpass.getuser()), not sys.stdin.isatty()
    if piped:  # a script starts afresh every time and leaves nothing behind
        key = f"{terminal.CHAT}:{around.given.token()}"
    with around.store() as store, ExitStack() as after:
        if piped:
            after.callback(store.forget, key)
        return _talk(around, store, around.mind(), key, piped)


def _talk(around: Surroundings, store: Store, mind: Assistant, key: str, piped: bool) -> int:
    keep = around.keep()
    office = around.office(store, mind.library)
    app = App(store, Rongcuo(mind, around.calendar(), TERMINAL), keep, office=office)
    tidy(store, keep, around.given.now())
    _begin(app, store, mind, key, piped, around.settings.region)
    return terminal.chat(
        lambda event: app.handle(key, event), keep=keep, news=lambda: store.notices(key), told=store.sent,
        printer=Printer(office, around.layouts(mind.library)),
    )  # fmt: skip


def _begin(app: App, store: Store, mind: Assistant, key: str, piped: bool, wanted: str | None) -> None:
    """The chat under its name of today, with the region that is set."""
    if not piped:  # what it was called before each user had a conversation of their own
        store.rename(terminal.CHAT, key)
    if wanted and (piped or key not in store.load((), (key,)).chats):
        app.handle(key, Command("region", str(heard(mind, wanted))))
