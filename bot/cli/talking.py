"""`rongcuo run` and `chat`: conversations, on Telegram or in this terminal."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from datetime import UTC, datetime

from bot.app import App
from bot.casework.tidy import tidy
from bot.channels import terminal
from bot.cli import storing, surroundings
from bot.files import Keep
from bot.settings import Settings
from bot.store.opening import opened
from dialogs.core import Command
from dialogs.router import Rongcuo


def run(wanted: argparse.Namespace, settings: Settings) -> int:
    if settings.telegram_token is None:
        return chat(wanted, settings)
    from bot.channels.telegram import run as serve

    # before half a minute of learning: what cannot pass is told at once, what can is waited for
    opened(settings.database, lambda words: print(words, file=sys.stderr, flush=True)).close()
    return serve(settings, Rongcuo(surroundings.mind(settings), surroundings.calendar(settings)))


def chat(wanted: argparse.Namespace, settings: Settings) -> int:
    del wanted
    store, keep, key = (
        storing.store(settings),
        Keep(settings.data / "files"),
        terminal.chat_of(getpass.getuser()),
    )
    piped = not sys.stdin.isatty()
    if piped:  # a script starts afresh every time and leaves nothing behind
        key = f"{terminal.CHAT}:{secrets.token_hex(8)}"
    try:
        mind = surroundings.mind(settings)
        app = App(store, Rongcuo(mind, surroundings.calendar(settings)), keep)
        tidy(store, keep, datetime.now(UTC))
        if not piped:
            store.rename(
                terminal.CHAT, key
            )  # what it was called before each user had a conversation of their own
        if settings.region and (piped or key not in store.load((), (key,)).chats):
            app.handle(key, Command("region", str(surroundings.region(mind, settings.region))))
        return terminal.chat(lambda event: app.handle(key, event), keep=keep, news=lambda: store.notices(key))
    finally:
        if piped:
            store.forget(key)
        store.close()
