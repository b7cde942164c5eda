"""A provision's own words and where they stand: the one thing that every room hands on untouched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """`text` is verbatim; `source` is its citation."""

    text: str
    source: str
