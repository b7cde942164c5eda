"""Names of files as they are shown."""

from __future__ import annotations

import re
import unicodedata

from bot.clean import clean, harmless
from bot.files.taken import ENDINGS

LONGEST_NAME = 80
"""Characters of a name as it is shown, its ending among them."""
LONGEST_READ = 1000
"""Characters of a name that are looked at, its last: bringing accents into order takes long."""
NAMELESS = "材料"
_ENDING = re.compile(r"(.*)\.((?=\d*[A-Za-z])[A-Za-z\d]{1,8})", re.DOTALL | re.ASCII)
_FORMULA = " .=+-@＝＋－＠"
"""What a name must not begin with: a spreadsheet would reckon with it, a file system would hide it."""


def shown_name(name: str, kind: str) -> str:
    """The sender's name for a file, fit for every system and list, with an ending that is true."""
    stem, ending = _split(_plain(name))
    if ending.lower() not in ENDINGS[kind]:
        inner, before = _split(stem)
        stem, ending = (inner, before) if before.lower() in ENDINGS[kind] else (stem, kind)
    return _joined(stem, f".{ending}")


def plain_name(name: str) -> str:
    """The sender's name for a file that was not kept, fit to be shown; nobody knows whether its ending is true."""
    stem, ending = _split(_plain(name))
    return _joined(stem, ending and f".{ending}")


def _joined(stem: str, tail: str) -> str:
    kept = harmless(stem.lstrip(_FORMULA), NAMELESS)[: LONGEST_NAME - len(tail)].rstrip(" .")
    return f"{kept or NAMELESS}{tail}"


def _plain(name: str) -> str:
    """Without its folders and without what cannot be seen or cannot be in a name."""
    last = re.split(r"[\\/]", clean(name))[-1][-LONGEST_READ:]
    seen = "".join(
        c
        for c in last
        if c.isspace() or (unicodedata.category(c) not in ("Cc", "Cf", "Cs") and c not in ':*?"<>|')
    )
    return " ".join(unicodedata.normalize("NFC", seen).split()).rstrip(" .")


def _split(name: str) -> tuple[str, str]:
    """(stem, ending); 2024.05 has none."""
    found = _ENDING.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")
