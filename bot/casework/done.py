"""What an act came to, before it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.store.records import Write
from dialogs.acts import Outcome


@dataclass(slots=True)
class Done:
    """What an act came to: the answer to the dialog, and what is to be written with its state. `touched`: chats and
    numbers that others must not decide on before this is written; `gone`: files that nobody needs any more."""

    acted: Outcome
    writes: list[Write] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)
