"""A copy for those who need not know who it was: known names, identity cards, telephones. The original stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from bot.documents.papers.case import CasePaper
from dialogs.shared.persons import hidden

DOUBLE = (
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫",
    "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "令狐", "呼延", "轩辕",
)  # fmt: skip
"""Surnames of two characters."""
HIDDEN = "××"
KEPT = {
    "region",
    "policy",
    "issued",
    "says",
    "claims",
    "grounds",
    "annexes",
    "own",
    "ever",
    "over",
    "waived",
    "without",
    "concludes",
    "days",
    "number",
    "organ",
    "until",
    "issues",
}
"""What no person is in: words of the policy, days, numbers of papers."""
BETWEEN = re.compile(r"[、，,；;\s]+")
"""Names."""
T = TypeVar("T")


def masked(case: CasePaper) -> CasePaper:
    """The same case without its persons, and saying so."""
    names = [one for text in (case.subject, *case.members, *case.persons) for one in BETWEEN.split(text)]
    hide = _hider(names)
    changed = {
        one.name: _through(getattr(case, one.name), hide) for one in fields(case) if one.name not in KEPT
    }
    return replace(case, **{**changed, "masked": True})


def short(name: str) -> str:
    """张××: no more than the surname, however long the name."""
    surname = next((one for one in DOUBLE if name.startswith(one) and len(name) > len(one)), name[:1])
    return f"{surname}{HIDDEN}"


def _hider(names: Iterable[str]) -> Any:
    """A name of a single character is none; the longest first, so that one inside another is not left half."""
    known = sorted({one.strip() for one in names if len(one.strip()) > 1}, key=len, reverse=True)
    if not known:
        return hidden
    pattern = re.compile("|".join(map(re.escape, known)))
    return lambda text: pattern.sub(lambda found: short(found[0]), hidden(text))


def _through(value: T, hide: Any) -> T:
    """Every text in it, however deep."""
    changed: Any = value
    if isinstance(value, str):
        changed = hide(value)
    elif isinstance(value, Mapping):
        changed = {key: _through(one, hide) for key, one in value.items()}
    elif isinstance(value, tuple | frozenset):
        changed = type(value)(_through(one, hide) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = replace(
            value, **{one.name: _through(getattr(value, one.name), hide) for one in fields(value)}
        )
    result: T = changed
    return result
