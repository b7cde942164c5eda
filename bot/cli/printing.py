"""What a command prints: lines and columns as a terminal shows them, and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.clean import columns

LEAST = 20
"""Columns of a terminal that a summary has at least."""


def table(rows: Sequence[Sequence[str]], width: int | None = None) -> list[str]:
    """Aligned by what a terminal shows; the last column is cut to the width."""
    plain = [[line(cell) for cell in row] for row in rows]
    widths = [max(map(columns, column)) for column in list(zip(*plain, strict=True))[:-1]]
    room = max(width - sum(widths) - 2 * len(widths), LEAST) if width else 10**9
    return ["  ".join([*map(_padded, row, widths), _cut(row[-1], room)]).rstrip() for row in plain]


def line(text: str) -> str:
    """On one line, without what a terminal would obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _cut(text: str, width: int) -> str:
    if columns(text) <= width:
        return text
    kept = text[:width]
    while columns(kept) > width - 2:
        kept = kept[:-1]
    return kept + "…"


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
