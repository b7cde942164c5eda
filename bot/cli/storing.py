"""The store, as a command opens it. StoreError, which is a sentence, is told by whoever runs the command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.cli import surroundings
from bot.settings import Settings
from bot.store.mail import Store
from knowledge.library.corpus import Library


def store(settings: Settings) -> Store:
    return Store(settings.database)


@contextmanager
def registry(settings: Settings) -> Iterator[tuple[Store, Library]]:
    """The store and the policies."""
    library, opened = surroundings.library(settings), store(settings)
    try:
        yield opened, library
    finally:
        opened.close()
