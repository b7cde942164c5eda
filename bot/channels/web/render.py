"""A Reply as the page shows it: blocks of words, then buttons by their weight. Knows no request, no session, no database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import ClassVar, TypeAlias

from markupsafe import Markup, escape

from bot.channels.web.blocks import Block, Boxed, blocks
from bot.channels.web.options import Options, Pickable, Rows, joined, options
from dialogs.core import Button, Reply
from dialogs.router import COMMANDS, MENU
from knowledge.library.corpus import Library

COMMAND = re.compile(r"(?<![\w/.])/(?P<name>[a-z]+)(?![\w/.=-]| [A-Z0-9]{4}-)")
BUTTON = Markup('<button class="command" form="command" name="text" value="/{0}">/{0}</button>')
NAMES = frozenset(name for name, _ in MENU)
SLASHES = {slash.name: slash for _, slash in COMMANDS}
PLACES = ("start", "region")
"""Commands that say nothing but where."""
PART = re.compile(r"^[一二三四五六七八九十]+、")
"""How the line begins that heads a part of a box."""
WRITING = ("改", "填")
"""How a label begins of what leads to a box."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The boxes of a form, one under the other. `changes`: by the name of a box or of a part of one (一、经过), the button
    with which it is written anew."""

    kind: ClassVar = "filled"
    boxes: tuple[Boxed, ...]
    changes: Mapping[str, Button]

    def part(self, line: str) -> Button | None:
        """Of the part that begins with this line."""
        return self.changes.get(PART.sub("", line)) if PART.match(line) else None


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
    changes = _changes([block for block in shown if isinstance(block, Boxed)], rest)
    used = {button.data for button in changes.values()}
    rest = [[button for button in row if button.data not in used] for row in rest]
    return Rendered(tuple(_together(shown, changes)), options([row for row in rest if row]), reply.files)


def _together(shown: Sequence[Block | Pickable], changes: Mapping[str, Button]) -> Iterator[Shown]:
    """Boxes that stand under one another are one form."""
    for boxes, run in groupby(shown, lambda block: isinstance(block, Boxed)):
        if boxes:
            yield Filled(tuple(block for block in run if isinstance(block, Boxed)), changes)
        else:
            yield from run


def _changes(boxes: Sequence[Boxed], rows: Rows) -> dict[str, Button]:
    """Buttons that name a box, or a part of one, by its name: 改申请人, 填经过."""
    parts = (PART.sub("", line) for box in boxes for line in box.lines if PART.match(line))
    names = {*(box.label for box in boxes), *parts}
    buttons = (button for button in chain(*rows) if button.label.startswith(WRITING))
    return {button.label[1:]: button for button in buttons if button.label[1:] in names}


def named(text: str, library: Library) -> str:
    """What the reader gave as a command, by its words in the menu and by the names of what it is about. What staff give is
    a secret."""
    name, _, argument = text.removeprefix("/").partition(" ")
    slash = SLASHES.get(name) if text.startswith("/") else None
    if slash is None:
        return text
    about = "" if slash.staff else _place(argument.strip(), library)
    return about if about and name in PLACES else f"{slash.words}：{about}" if about else slash.words


def _place(argument: str, library: Library) -> str:
    """A region and a provision by their names, anything else as it was written."""
    id_ = argument.replace("_", ".")
    if library.has(id_):
        policy = library.policies[id_.partition(".")[0]]
        return f"{library.short[policy.region]}　{policy.place(id_)}"
    return library.short.get(argument, argument)


def linked(text: str) -> Markup:
    """Text made safe, with a button where a command is named that everybody may give."""
    made = Markup()
    end = 0
    for found in COMMAND.finditer(text):
        if found["name"] in NAMES:
            made += escape(text[end : found.start()]) + BUTTON.format(found["name"])
            end = found.end()
    return made + escape(text[end:])
