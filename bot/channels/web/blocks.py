"""A message's words as the pieces that a page shows: paragraphs, lists, boxes of a form, steps, the words of a policy.

Nothing is added, left out or put in another order; only the signs that a list is drawn with become a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, Literal, TypeAlias

from dialogs.core import Part, Say
from knowledge.policy.quote import Quote

SHORT_QUOTE = 320
"""Characters of a quote that are shown at once; the lines behind them are folded away, unless it is one line."""
DOT = "· "
STEP = re.compile(
    r"（(?P<where>[^（）]+) · 第 (?P<number>\d+) (?P<unit>[步项])，共约 (?P<total>\d+) [步项]）"
)
BOX = re.compile(r"【(?P<label>[^】]+)】")
NUMBERED = re.compile(
    r"(?P<number>\d+)\. (?:【(?P<before>选上)】)?(?P<text>.*?)(?:　【(?P<behind>[^】]+)】)?"
)
TICK = re.compile(r"(?P<box>[☐☑]) (?P<text>.+)")
Kind: TypeAlias = Literal["bullets", "entries", "aside", "prose"]


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines of our own words; `strong`: not to be missed; `aside`: one remark in brackets."""

    kind: ClassVar = "prose"
    lines: tuple[str, ...]
    strong: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a form or an assessment has come."""

    kind: ClassVar = "progress"
    where: str
    number: int
    total: int
    unit: str


@dataclass(frozen=True, slots=True)
class Bullets:
    kind: ClassVar = "bullets"
    items: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """A line that may be chosen: its number, if it has one, and how it was marked (选上, 说反了)."""

    text: str
    number: int | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """Numbered lines, or lines with a box before them."""

    kind: ClassVar = "entries"
    items: tuple[Entered, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Boxed:
    """A box of a form and what stands in it."""

    kind: ClassVar = "boxed"
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """A policy's own words; `href`: where they can be read in their place; `folded`: the lines that are shown on demand."""

    kind: ClassVar = "extract"
    lines: tuple[str, ...]
    folded: tuple[str, ...]
    source: str
    href: str


Block: TypeAlias = "Prose | Progress | Bullets | Entries | Boxed | Extract"


def blocks(parts: Sequence[Part], addresses: Mapping[str, str]) -> Iterator[Block]:
    """`addresses`: by citation, where a provision stands."""
    for part in parts:
        match part:
            case Quote():
                yield extract(part, addresses)
            case Say(text, strong):
                yield from _said(text, strong)


def extract(quote: Quote, addresses: Mapping[str, str]) -> Extract:
    lines = tuple(quote.text.split("\n"))
    shown = _room(lines)
    return Extract(lines[:shown], lines[shown:], quote.source, addresses.get(quote.source, ""))


def _room(lines: Sequence[str]) -> int:
    """How many lines are shown at once: all of a short quote, at least one of any."""
    if sum(map(len, lines)) <= SHORT_QUOTE:
        return len(lines)
    used = 0
    for n, line in enumerate(lines):
        used += len(line)
        if used > SHORT_QUOTE:
            return max(n, 1)
    return len(lines)


# ── our own words ────────────────────────────────────────────────────────────────────────────────
def _said(text: str, strong: bool) -> Iterator[Block]:
    if step := STEP.match(text):
        yield Progress(step["where"], int(step["number"]), int(step["total"]), step["unit"])
        text = text[step.end() :]
    head, _, rest = text.partition("\n")
    if rest and (box := BOX.fullmatch(head)):
        yield Boxed(box["label"], tuple(rest.split("\n")))
        return
    for paragraph in text.split("\n\n"):
        yield from _paragraph(paragraph, strong)


def _paragraph(text: str, strong: bool) -> Iterator[Block]:
    for kind, run in groupby((line for line in text.split("\n") if line.strip()), _kind):
        yield _block(kind, tuple(run), strong)


def _kind(line: str) -> Kind:
    if line.startswith(DOT):
        return "bullets"
    if NUMBERED.fullmatch(line) or TICK.fullmatch(line):
        return "entries"
    return "aside" if line.startswith("（") and line.endswith("）") else "prose"


def _block(kind: Kind, lines: tuple[str, ...], strong: bool) -> Block:
    match kind:
        case "bullets":
            return Bullets(tuple(line.removeprefix(DOT) for line in lines), strong)
        case "entries":
            return Entries(tuple(map(_entered, lines)), strong)
        case "aside":
            return Prose(lines, strong, aside=True)
        case "prose":
            return Prose(lines, strong)


def _entered(line: str) -> Entered:
    if tick := TICK.fullmatch(line):
        return Entered(tick["text"], None, "选上" if tick["box"] == "☑" else "")
    found = NUMBERED.fullmatch(line)
    if found is None:
        raise ValueError(line)
    return Entered(found["text"], int(found["number"]), found["before"] or found["behind"] or "")
