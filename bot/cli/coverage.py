"""What of its own provisions a policy's rules leave out, provision by provision: `rongcuo policy rules --coverage`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.library.corpus import Library
from knowledge.rules import exact
from knowledge.rules.exact import Cover

PARTS = {"situations": "情形", "exclusions": "不予容错", "conditions": "条件"}


def page(library: Library, regions: Iterable[str] | None = None) -> str:
    """All policies that have rules, or those named; ends with a total."""
    found = {name: _covers(library, name) for name in regions or library.regimes}
    lines = [line for name, covers in found.items() for line in _policy(library, name, covers)]
    return "\n".join([*lines, f"合计：{_counted([one for covers in found.values() for one in covers])}"])


def _covers(library: Library, region: str) -> list[Cover]:
    return [*exact.covers(library.policies[region], library.regimes[region], library.lexicon.measure)]


def _policy(library: Library, region: str, covers: list[Cover]) -> Iterator[str]:
    policy, measure = library.policies[region], library.lexicon.measure
    yield f"{library.short[region]}（{region}）"
    for one in covers:
        words = "、".join(f"“{piece}”" for piece in one.missing)
        told = f"漏 {_characters([one])} 字：{words}" if words else "写全了"
        yield f"  {PARTS[one.part]} {one.at} {policy.place(one.at)}：{told}"
    yield from (f"  {said}" for said in exact.inexact(library.regimes[region], measure))
    yield f"  {_counted(covers)}\n"


def _counted(covers: list[Cover]) -> str:
    """By part: how many provisions, how many of them lack words, how many characters."""
    told = []
    for part, name in PARTS.items():
        own = [one for one in covers if one.part == part]
        short = sum(bool(one.missing) for one in own)
        told.append(f"{name} {len(own)} 条，{short} 条没写全，漏 {_characters(own)} 字")
    return "；".join(told) + f"；一共漏 {_characters(covers)} 字。"


def _characters(covers: list[Cover]) -> int:
    return sum(len(piece) for one in covers for piece in one.missing)
