"""Long lists: buttons in rows, and a page at a time with the way to its neighbours."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.core import Button

Rows = tuple[tuple[Button, ...], ...]


def in_rows(buttons: Iterable[Button], size: int) -> Rows:
    """So many in each row."""
    listed = list(buttons)
    return tuple(tuple(listed[n : n + size]) for n in range(0, len(listed), size))


def turning(action: str, page: int, size: int, count: int) -> Rows:
    """A row that leads to the pages before and after this one (from 0) of `count` things; no row where there is neither.
    `action`: what the buttons carry, without the number."""
    turns = (("上一页", page - 1), ("下一页", page + 1))
    row = tuple(Button(label, f"{action}{n}") for label, n in turns if n >= 0 and n * size < count)
    return (row,) if row else ()
