"""`rongcuo run` and `chat`: conversations, on Telegram or in this terminal."""

from __future__ import annotations

import argparse
import getpass
import sys
from contextlib import ExitStack

from bot.app import App
from bot.casework.tidy import tidy
from bot.channels import terminal
from bot.cli.places import heard
from bot.cli.surroundings import Surroundings
from bot.store.mail import Store
from bot.store.opening import opened
from dialogs.core import TERMINAL, Command
from dialogs.router import Rongcuo
from knowledge.answer import Assistant


def run(wanted: argparse.Namespace, around: Surroundings) -> int:
    if around.settings.telegram_token is None:
        return chat(wanted, around)
    from bot.channels.telegram import run as serve  # only here: a terminal starts quicker without

    # what cannot pass is told at once, what can is waited for
    opened(around.settings.database, lambda words: print(words, file=sys.stderr, flush=True)).close()
    return serve(around.settings, Rongcuo(around.mind(), around.calendar()))


def chat(wanted: argparse.Namespace, around: Surroundings) -> int:
    del wanted
    key, piped = terminal.chat_of(getpass.getuser()), not sys.stdin.isatty()
    if piped:  # a script starts afresh every time and leaves nothing behind
        key = f"{terminal.CHAT}:{around.given.token()}"
    with around.store() as store, ExitStack() as after:
        if piped:
            after.callback(store.forget, key)
        return _talk(around, store, key, piped)


def _talk(around: Surroundings, store: Store, key: str, piped: bool) -> int:
    mind, keep = around.mind(), around.keep()
    app = App(store, Rongcuo(mind, around.calendar(), TERMINAL), keep)
    tidy(store, keep, around.given.now())
    _begin(app, store, mind, key, piped, around.settings.region)
    return terminal.chat(lambda event: app.handle(key, event), keep=keep, news=lambda: store.notices(key))


def _begin(app: App, store: Store, mind: Assistant, key: str, piped: bool, wanted: str | None) -> None:
    """The chat under its name of today, with the region that is set."""
    if not piped:  # what it was called before each user had a conversation of their own
        store.rename(terminal.CHAT, key)
    if wanted and (piped or key not in store.load((), (key,)).chats):
        app.handle(key, Command("region", str(heard(mind, wanted))))
