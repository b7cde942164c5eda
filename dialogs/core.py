"""The vocabulary of every conversation: what happens (events), what is answered (replies), what is remembered.

All values are frozen and plain, so that a turn can be replayed in a test exactly as it went on Telegram.
`State` and `Reply` go through JSON; nothing here knows a surface, a database or a clock.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from dialogs.acts import Act, Acted, Kept, NotKept, Piece
from knowledge.quote import Quote

if TYPE_CHECKING:
    from dialogs.calendar import Calendar
    from knowledge.answer import Assistant

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
STATE_VERSION = 1
BUTTON_BYTES = 64
"""What Telegram allows for the data of one button."""


# ── events ───────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Said:
    """A typed (or forwarded) text. `edited`: a correction of one that was answered before."""

    text: str
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button; `data` is what the button carried, whatever its age or origin: never trust it."""

    data: str


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command without its slash: `/start weihai` is `Command("start", "weihai")`."""

    name: str
    argument: str = ""
    edited: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file that a surface can bring in. `ref`: by which it finds it; `size` in bytes, where it is told beforehand."""

    ref: str
    name: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that is not text: photo, voice, document, sticker, location, contact, video, other. `file`: what can be
    brought in of it."""

    kind: str
    caption: str = ""
    file: File | None = None


Event: TypeAlias = "Said | Pressed | Command | Sent | Kept | NotKept | Acted"


# ── replies ──────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Say:
    """One paragraph or several in our own words; `strong` marks the line a reader must not miss."""

    text: str
    strong: bool = False


Part: TypeAlias = "Say | Quote"


@dataclass(frozen=True, slots=True)
class Button:
    """`data` is ASCII, `dialog/key=value`, at most 64 bytes."""

    label: str
    data: str

    def __post_init__(self) -> None:
        if len(self.data.encode()) > BUTTON_BYTES or not self.data.isascii():
            raise ValueError(f"button data must be ASCII and at most {BUTTON_BYTES} bytes: {self.data!r}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document to keep or to print; `name`: of the file, without its ending."""

    name: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A box of a form: `label`, the printed heading of what stands beside it; `span` columns of the form's five, `down`
    rows (the rows below leave that column out); `tall`: room for writing by hand."""

    text: str
    span: int = 1
    down: int = 1
    label: bool = False
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """An official form as it is printed. `name`: of the file, without its ending; `mark`: above the title (附件1);
    `date`: as printed; `rows`: boxes of five columns in all; `notes`: lines under the table; `foot`: small, below them, no part of
    the form."""

    name: str
    title: str
    mark: str
    date: str
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file that the surface is to bring in for a draft; it answers with Kept or NotKept."""

    file: File
    draft: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. `edit`: put it in the place of the message whose button was pressed (paging). `sheet`: a document
    that comes with it; `papers`: kept files that come with it; `fetch`: what the surface is to bring in; `files`:
    files are welcome as an answer. A reply without parts shows nothing."""

    parts: tuple[Part, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    edit: bool = False
    sheet: Sheet | Form | None = None
    papers: tuple[Piece, ...] = ()
    fetch: Fetch | None = None
    files: bool = False

    @property
    def text(self) -> str:
        """The whole message as plain text, quotes with their source in front."""
        return "\n\n".join(plain(part) for part in self.parts)


def plain(part: Part) -> str:
    """A part as a terminal or a log of a conversation shows it."""
    match part:
        case Say(text):
            return text
        case Quote(text, source):
            return f"{source}\n「{text}」"


def say(*paragraphs: str, buttons: tuple[tuple[Button, ...], ...] = (), edit: bool = False) -> Reply:
    """A reply of plain paragraphs."""
    return Reply(tuple(Say(text) for text in paragraphs), buttons, edit)


# ── effects ──────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's word on an answer. `question` is None unless the reader agreed to hand its text on."""

    useful: bool
    region: str | None
    provisions: tuple[str, ...]
    question: str | None = None


Effect: TypeAlias = "Feedback | Act"


# ── state and turn ───────────────────────────────────────────────────────────────────────────────
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
