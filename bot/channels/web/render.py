"""A Reply as the page shows it: blocks of words, then buttons by their weight. Knows no request, no session, no database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, TypeAlias

from markupsafe import Markup, escape

from bot.channels.web.blocks import Block, Boxed, blocks
from bot.channels.web.options import Options, Pickable, joined, options
from dialogs.core import Reply
from dialogs.router import MENU
from knowledge.library.corpus import Library

COMMAND = re.compile(r"(?<![\w/.])/(?P<name>[a-z]+)(?![\w/.=-]| [A-Z0-9]{4}-)")
BUTTON = Markup('<button class="command" form="command" name="text" value="/{0}">/{0}</button>')
NAMES = dict(MENU)


@dataclass(frozen=True, slots=True)
class Filled:
    """The boxes of a form, one under the other."""

    kind: ClassVar = "filled"
    boxes: tuple[Boxed, ...]


Shown: TypeAlias = "Block | Pickable | Filled"


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a page shows of a reply. `files`: files are welcome as an answer."""

    blocks: tuple[Shown, ...]
    options: Options
    files: bool = False

    @property
    def passing(self) -> bool:
        """Whether it is a step: once answered, its buttons are no use any more."""
        return any(block.kind == "progress" for block in self.blocks)


def message(reply: Reply, addresses: Mapping[str, str]) -> Rendered:
    """`addresses`: by citation, where a provision stands."""
    shown, rest = joined(list(blocks(reply.parts, addresses)), reply.buttons)
    return Rendered(tuple(_together(shown)), options(rest), reply.files)


def _together(shown: Sequence[Block | Pickable]) -> Iterator[Shown]:
    """Boxes that stand under one another are one form."""
    for boxes, run in groupby(shown, lambda block: isinstance(block, Boxed)):
        if boxes:
            yield Filled(tuple(block for block in run if isinstance(block, Boxed)))
        else:
            yield from run


def named(text: str, library: Library) -> str:
    """What the reader gave as a command, by its words in the menu."""
    name, _, argument = text.removeprefix("/").partition(" ")
    if not text.startswith("/") or name not in NAMES:
        return text
    return library.short.get(argument) or NAMES[name]


def linked(text: str) -> Markup:
    """Text made safe, with a button where a command is named that everybody may give."""
    made = Markup()
    end = 0
    for found in COMMAND.finditer(text):
        if found["name"] in NAMES:
            made += escape(text[end : found.start()]) + BUTTON.format(found["name"])
            end = found.end()
    return made + escape(text[end:])
