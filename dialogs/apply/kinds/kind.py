"""What a kind of box can do, and a box of it. It decides what a word or a button means; what follows is for others."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from dialogs.apply import words
from dialogs.apply.record import SKIPPED, Record
from dialogs.core import Button, Context, Json, Part
from dialogs.shared.reading import asks_rule
from knowledge.rules import Regime

LINE, TEXT = 100, 4_000
"""Characters of a short and of a long answer."""
NOTHING = re.compile(r"(?:没有|没了|无|略|跳过|不填|空着|暂无)[。!！]*")


# ── what a word or a button does to a box ─────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Put:
    """This stands in the box now."""

    value: Json


@dataclass(frozen=True, slots=True)
class Typed:
    """Words that fit the box, still to be looked at: how long they are, whether numbers of persons are in them. `note`: what
    they were understood as."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ticked:
    """The list is shown again, ticked or turned as it is in `record`; `note`: a word on it."""

    record: Record
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why it does not fit, in words for the writer."""

    words: str


Did: TypeAlias = Put | Typed | Ticked | Wrong


# ── boxes ────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, kw_only=True)
class Kind(ABC):
    """`free`: told in one's own words, where numbers of persons slip in; `one_line`: what sounds like a question in it is
    one; `between`: what stands between what was there and what is written behind it; `ticks`: what is ticked counts as
    soon as one looks elsewhere; `takes_files`: what is sent belongs here."""

    free: bool = False
    one_line: bool = False
    between: str = "\n"
    ticks: bool = False
    takes_files: bool = False

    def ask(self, ctx: Context, record: Record) -> Iterator[Part]:
        """What is said below the question."""
        yield from ()

    @abstractmethod
    def buttons(self, ctx: Context, record: Record, box: Box) -> Iterator[tuple[Button, ...]]:
        """The answers that can be pressed."""

    @abstractmethod
    def read(self, ctx: Context, record: Record, box: Box, text: str) -> Did | None:
        """What is typed; None where it is not for this box."""

    def press(self, ctx: Context, record: Record, box: Box, key: str, value: str) -> Did | None:
        """A button of its own; None for one that nobody knows."""
        return None

    def show(self, box: Box, value: str) -> str:
        """What stands in the box, for the writer."""
        return value

    def filed(self, record: Record, box: Box) -> str:
        """What is handed in of it; empty: nothing."""
        return record.text(box.key)

    def filled(self, record: Record, box: Box, regime: Regime) -> bool:
        """The application can go with what stands in it."""
        return record.text(box.key).strip() != SKIPPED


@dataclass(frozen=True, slots=True)
class Box:
    """`label`: as it is printed or listed; `ask`, `hint`: what is said; `options`: (value, label) of a choice; `needed`:
    the application cannot go without it; `limit` in characters; `like`: the box whose text may stand here as well."""

    key: str
    label: str
    kind: Kind
    ask: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    needed: bool = False
    limit: int = LINE
    like: str = ""


def not_here(ctx: Context, record: Record, text: str) -> Wrong | None:
    """Words where there is something to press; None for a question on the rules."""
    return None if asks_rule(text, record.region, ctx.mind) else Wrong(words.NOT_HERE)
