"""The store, as a command opens it. What cannot be done with it is a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.cli import surroundings
from bot.cli.usage import UsageError
from bot.settings import Settings
from bot.store.mail import Store, StoreError
from knowledge.library.corpus import Library


def store(settings: Settings) -> Store:
    try:
        return Store(settings.database)
    except StoreError as error:
        raise UsageError(str(error)) from error


@contextmanager
def registry(settings: Settings) -> Iterator[tuple[Store, Library]]:
    """The store and the policies; what cannot be done with them is a sentence."""
    library, opened = surroundings.library(settings), store(settings)
    try:
        yield opened, library
    except StoreError as error:
        raise UsageError(str(error)) from error
    finally:
        opened.close()
