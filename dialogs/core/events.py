"""What happens in a conversation, whatever surface it came from. Frozen and plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from dialogs.acts import Act, Acted, Kept, NotKept


@dataclass(frozen=True, slots=True)
class Said:
    """A typed (or forwarded) text. `edited`: a correction of one that was answered before. `under`: what was asked on the
    screen where it was typed (see Talk.asks), None where nobody knows."""

    text: str
    edited: bool = False
    under: str | None = None


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


Event: TypeAlias = "Said | Pressed | Command | Sent | Kept | NotKept | Acted[Act]"
