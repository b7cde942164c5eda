"""A message as a screen of characters shows it: lines of a readable width, quotes with a bar."""

from __future__ import annotations

import re
import unicodedata

from bot.clean import columns
from dialogs.core import Part, Reply, Say
from knowledge.policy.quote import Quote

WIDTH = 76
"""Columns of a line; a Han character takes two."""
UNIT = re.compile(r"[《（「『“‘〔]{0,3}(?:[0-9A-Za-z.]{1,30}|.)[，。；：！？、）》」』”’〕…]{0,4}", re.S)
"""What a line is never broken inside: a number, a word, a character, with the punctuation that clings to it."""
BOLD, PLAIN = "\033[1m", "\033[0m"
BAR = "│ "


def rendered(reply: Reply, live: bool = False) -> str:
    """A message as a terminal shows it: quotes with a bar, wrapped, bold only on a real terminal."""
    return "\n\n".join(_block(part, live) for part in reply.parts)


def _block(part: Part, live: bool) -> str:
    match part:
        case Say(text, strong):
            shown = "\n".join(_wrapped_lines(text, WIDTH))
            return f"{BOLD}{shown}{PLAIN}" if live and strong else shown
        case Quote(text, source):
            return "\n".join(
                [wrapped(source, WIDTH), *(BAR + line for line in _wrapped_lines(text, WIDTH - 2))]
            )


def _wrapped_lines(text: str, width: int) -> list[str]:
    return [row for line in text.split("\n") for row in wrapped(line, width).split("\n")]


def wrapped(text: str, width: int) -> str:
    """A line broken at `width` columns; punctuation stays with what it belongs to, control characters are left out."""
    lines, line, used = [], "", 0
    for unit in UNIT.findall("".join(c for c in text if unicodedata.category(c)[0] != "C")):
        size = columns(unit)
        if used + size > width and line:
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + unit, used + size
    return "\n".join([*lines, line])
