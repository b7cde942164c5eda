"""The longest of many names at a place of a text."""

from __future__ import annotations

from collections.abc import Iterable


class Longest:
    """`names`: none is empty."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            lengths.setdefault(name[0], set()).add(len(name))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in lengths.items()}

    def at(self, text: str, place: int) -> str | None:
        """None where none of them begins there."""
        for length in self._lengths.get(text[place], ()):
            if (piece := text[place : place + length]) in self._names:
                return piece
        return None
