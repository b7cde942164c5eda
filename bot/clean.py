"""Text from outside, made fit to be stored, shown and sent."""

from __future__ import annotations

import re

_UNFIT = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters except tab, line feed, carriage return
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks and overrides: they show one text, mean another
    "\ufeff\ufff9-\ufffb"  # byte order mark, interlinear annotation
    "\ud800-\udfff"  # lone surrogates: not encodable at all
    "]"
)


def clean(text: str) -> str:
    """Without the characters that PostgreSQL and office formats refuse or that disguise a text.

    Line breaks, tabs and emoji sequences (zero width joiner) stay.
    """
    return _UNFIT.sub("", text)
