"""What is remembered of a chat, what one event leads to, and what a dialog may look up. `State` goes through JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol, TypeAlias

from dialogs.acts import Act
from dialogs.core.days import Calendar
from dialogs.core.events import Event
from dialogs.core.replies import Reply
from knowledge.answer import Assistant

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
STATE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's word on an answer. `question` is None unless the reader agreed to hand its text on."""

    useful: bool
    region: str | None
    provisions: tuple[str, ...]
    question: str | None = None


Effect: TypeAlias = "Feedback | Act"


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of a chat: the region, and each dialog's own JSON under its name."""

    region: str | None = None
    dialogs: Mapping[str, dict[str, Json]] = field(default_factory=dict)
    version: int = STATE_VERSION

    def of(self, dialog: str) -> dict[str, Json]:
        return self.dialogs.get(dialog, {})

    def put(self, dialog: str, data: dict[str, Json]) -> State:
        return replace(self, dialogs={**self.dialogs, dialog: data})

    def to_json(self) -> str:
        body = {"version": self.version, "region": self.region, "dialogs": dict(self.dialogs)}
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> State:
        """A state of another version starts afresh but keeps its region."""
        body: dict[str, Any] = json.loads(text)
        if body.get("version") != STATE_VERSION:
            return cls(region=body.get("region"))
        return cls(body["region"], body["dialogs"])


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event leads to."""

    state: State
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a dialog may look up: the policies, how days are counted, and the date in Shanghai where it is known."""

    mind: Assistant
    calendar: Calendar
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A provision to be shared in another chat (Telegram's inline mode); `key` is unique in its list."""

    key: str
    title: str
    description: str
    reply: Reply


class Talk(Protocol):
    """All dialogs as the outside sees them, already bound to the policies."""

    def step(self, state: State, event: Event, *, private: bool = True, today: date | None = None) -> Turn:
        """One event in, all it causes out. `private` is False in a group; `today` in Shanghai, for dates that are
        told as 昨天 and for days that are left."""

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        """Provisions for an inline query, best first, at most ten."""
