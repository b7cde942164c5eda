"""What is remembered of a chat, what one event leads to, and what a dialog may look up. `State` goes through JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol, TypeAlias

from dialogs.acts import Act
from dialogs.core.days import Calendar
from dialogs.core.ears import Ears
from dialogs.core.events import Event
from dialogs.core.replies import Reply
from dialogs.core.venue import TELEGRAM, Venue
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
    chosen: bool = False
    """The asker has said where they work: whoever waited for that goes on."""
    asked: str = ""
    """Words that turned out to be a question: they are answered, and what is open stands again."""


LONGEST_BROUGHT = 60
"""Characters of an entry that are shown."""


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing that a self-assessment offers to an application. `key`: ASCII, of its button; `label`, `text`: what is shown; `box`: where it goes;
    `value`: what goes there, a text or a provision's id."""

    key: str
    label: str
    text: str
    box: str
    value: str

    @property
    def shown(self) -> str:
        flat = " ".join(self.text.split())
        return flat if len(flat) <= LONGEST_BROUGHT else flat[: LONGEST_BROUGHT - 1] + "…"


@dataclass(frozen=True, slots=True)
class Context:
    """What a dialog may look up: the policies, what was heard in this turn, how days are counted, the date in Shanghai where
    it is known, and whether nobody else reads along; where it is held. Of other dialogs: `drafts`, ids of what is being written in this chat, and what may be taken
    over into an application."""

    ears: Ears
    calendar: Calendar
    today: date | None = None
    private: bool = True
    drafts: tuple[str, ...] = ()
    brought: Callable[[], tuple[Brought, ...]] = tuple
    venue: Venue = TELEGRAM

    @property
    def mind(self) -> Assistant:
        return self.ears.mind


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

    def asks(self, state: State) -> str:
        """What words that are typed now would answer, as a key; empty where they would be a question."""

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        """Provisions for an inline query, best first, at most ten."""
