"""A chat's state as it is stored, read again; and a chat's name as a log may hold it."""

from __future__ import annotations

import logging
from hashlib import blake2s

from bot.store.records import ChatState
from dialogs.core import State

log = logging.getLogger("rongcuo.app")


def state_of(chat: str, stored: ChatState | None) -> State:
    """What cannot be read starts afresh: a chat must not be lost to a damaged row."""
    if stored is None:
        return State()
    try:
        return _sound(State.from_json(stored.state))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        log.error(
            "chat %s: its state cannot be read (%s), it starts afresh", hashed(chat), type(error).__name__
        )
        return State()


def _sound(state: State) -> State:
    """The same state. Raises TypeError if it is JSON, but not of a state's shape."""
    if not isinstance(state.region, str | None):
        raise TypeError("region")
    if not isinstance(state.dialogs, dict) or not all(
        isinstance(one, dict) for one in state.dialogs.values()
    ):
        raise TypeError("dialogs")
    return state


def hashed(chat: str) -> str:
    return blake2s(chat.encode(errors="replace"), digest_size=6).hexdigest()
