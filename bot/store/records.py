"""What goes into the store and comes out of it. Plain values: no table, no query."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection

from dialogs.core import Feedback, Reply

Write: TypeAlias = Callable[[Connection, datetime], None]
"""A part of a transaction; it is given the time (aware), and raises Conflict where something is not as it was."""


def written(reply: Reply, **more: Any) -> str:
    """The body of a message in the outbox, as JSON text: what is said, and what else its channel is told."""
    return json.dumps(
        {"reply": reply.to_json(), **{name: one for name, one in more.items() if one}}, ensure_ascii=False
    )


def channel_of(chat: str) -> str:
    """The channel that a chat is on: what its key begins with."""
    return chat.partition(":")[0]


BLOCKED, UNREACHABLE = "blocked", "unreachable"
"""Why a message was given up: its reader went away, or nobody could be reached for a day and more; there are other reasons."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came, as it came. `key`: what its channel knows it by; `id`: ours, once it is kept. `left_over`: claimed
    before by somebody who has not done it, so that a process may have died of it."""

    key: str
    chat: str
    payload: str
    id: int = field(default=0, compare=False)
    left_over: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent; `not_before` (UTC) is None for at once. `answers`: what it is the answer to, if to anything."""

    id: int
    chat: str
    body: dict[str, Any]
    answers: int | None = None
    position: int = 0
    tries: int = 0
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it has an id; `body` is JSON text."""

    answers: int | None
    position: int
    chat: str
    body: str


@dataclass(frozen=True, slots=True)
class ChatState:
    """A chat's state as JSON text. `revision` is what was loaded, None if there was nothing."""

    key: str
    state: str
    revision: int | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a reader sent who waited for the answer: it is done with at once, and kept under `key` with what was `said`."""

    key: str
    chat: str
    said: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a decision needs: id of what came → (state, tries), and chat key → state."""

    updates: dict[int, tuple[str, int]]
    chats: dict[str, ChatState]


@dataclass(slots=True)
class Changes:
    """What a decision leads to, written together or not at all.

    `writes`: what else belongs to it; `gone`: kept files that nobody needs once it is written.
    `revision` becomes that of every chat written, drawn when it is; being random it tells later whether the write
    arrived.
    """

    chats: dict[str, ChatState] = field(default_factory=dict)
    done: list[int] = field(default_factory=list)
    set_aside: list[int] = field(default_factory=list)
    tried: list[int] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    feedback: list[Feedback] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    answered: Answered | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class ReaderQuestion:
    """A question that a reader agreed to hand on, with the word on its answer."""

    at: datetime
    useful: bool
    region: str | None
    provisions: tuple[str, ...]
    question: str
