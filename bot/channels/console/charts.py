"""Figures as pictures: SVG, made here, with no style but classes, so that it is allowed, prints, and is read out as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, LABEL, ROW, BAR = 640, 190, 30, 18
"""Pixels: of a picture, of the labels on the left, of a row, of a bar."""
ROOM = WIDTH - LABEL - 60
LETTERS = 13
"""Of a label that fits."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: parts of it are (class, how many)."""

    label: str
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(many for _, many in self.parts)


def bars(rows: Sequence[Bar]) -> Markup:
    """One under the other, as long as they are large. The figures stand beside, in a table."""
    most = max((one.total for one in rows), default=0) or 1
    drawn = Markup().join(_row(place, one, most) for place, one in enumerate(rows))
    height = ROW * len(rows)
    head = Markup('<svg class="chart" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">').format(
        WIDTH, height
    )
    return head + drawn + Markup("</svg>")


def _row(place: int, one: Bar, most: int) -> Markup:
    top = place * ROW
    label = one.label if len(one.label) <= LETTERS else f"{one.label[: LETTERS - 1]}…"
    text = Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(LABEL - 8, top + 20, label)
    drawn, at = text, float(LABEL)
    for kind, many in one.parts:
        width = round(many / most * ROOM, 1)
        drawn += Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
            kind, at, top + 6, width, BAR
        )
        at += width
    return drawn + Markup('<text x="{}" y="{}">{}</text>').format(round(at + 6, 1), top + 20, one.total)
