"""Which region is meant: by its key, or by a name as people call it."""

from __future__ import annotations

from bot.cli.printing import line
from bot.cli.usage import UnknownName
from knowledge.answer import Assistant, mentions
from knowledge.hearing.language import fold
from knowledge.library.corpus import Library


def place(library: Library, wanted: str) -> str | None:
    """The region's key; None where no region is meant, or not one alone."""
    if wanted in library.policies:
        return wanted
    called = fold(wanted).strip()
    named = [region for region, names in library.names.items()
             if wanted == library.short[region] or called in names]  # fmt: skip
    meant = named or mentions.regions(library, called)
    return meant[0] if len(meant) == 1 else None


def region(library: Library, wanted: str) -> str:
    """The same; `UnknownName` with all regions where there is none."""
    if found := place(library, wanted):
        return found
    raise UnknownName(f"没有 {line(wanted)} 这个地区。现有：{known(library)}。")


def heard(mind: Assistant, wanted: str | None) -> str | None:
    """The same of somebody who may have mistyped it; None is none."""
    near = mind.regions(wanted) if wanted and not place(mind.library, wanted) else []
    return near[0] if len(near) == 1 else region(mind.library, wanted) if wanted else None


def known(library: Library) -> str:
    return "、".join(f"{region}（{short}）" for region, short in library.short.items())
