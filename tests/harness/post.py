"""What lies in the post of a store: for tests, nobody else looks at all of it."""

from __future__ import annotations

from sqlalchemy import text

from bot.store.mail import Store
from bot.store.records import Incoming, Outgoing

CHANNELS = ("telegram", "web", "terminal")
_WAITING = text("SELECT key, chat, payload, id FROM inbox WHERE state = 'waiting' ORDER BY id")


def waiting(store: Store) -> list[Incoming]:
    """What came and is not done with, oldest first."""
    rows = store._database.read(lambda one: one.execute(_WAITING).all())
    return [Incoming(*row, left_over=True) for row in rows]


def unsent(store: Store) -> list[Outgoing]:
    """What is still to be sent, by whichever channel, oldest first."""
    return sorted((one for name in CHANNELS for one in store.news(name, ())), key=lambda one: one.id)
