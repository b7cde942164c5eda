"""Figures as pictures: a bar for each row of a table, SVG that is made here, with no style but classes, so that it is allowed,
prints, and the words beside it keep their size on a telephone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 100, 10
"""Of a picture, which is drawn out as wide as its column is."""


@dataclass(frozen=True, slots=True)
class Charted:
    """A row of a table with its bar."""

    label: str
    count: int
    bar: Markup


def charted(rows: Sequence[tuple[str, int]]) -> list[Charted]:
    """Each as long as it is large beside the largest."""
    most = max((many for _, many in rows), default=0)
    return [Charted(label, many, bar([("much", many)], most)) for label, many in rows]


def bar(parts: Iterable[tuple[str, int]], most: int) -> Markup:
    """`parts`: (class, how many), one behind the other; `most`: what would be the whole width."""
    drawn, at = Markup(), 0.0
    for kind, many in parts:
        width = round(many / most * WIDTH, 2) if most else 0
        if width:
            drawn += Markup('<rect class="{}" x="{}" width="{}" height="{}"/>').format(
                kind, at, width, HEIGHT
            )
        at = round(at + width, 2)
    head = Markup('<svg class="bar" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">')
    return head.format(WIDTH, HEIGHT) + drawn + Markup("</svg>")
