"""Days named by a holiday."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dialogs.shared.spans import Read, Span, days, one_day, year_of

_FIXED = {"元旦": (1, 1), "妇女节": (3, 8), "劳动节": (5, 1), "儿童节": (6, 1), "建党节": (7, 1), "建军节": (8, 1),
          "教师节": (9, 10), "国庆": (10, 1)}  # fmt: skip
_MOVING = {
    "春节": "20190205 20200125 20210212 20220201 20230122 20240210 20250129 20260217 20270206 20280126",
    "清明": "20190405 20200404 20210404 20220405 20230405 20240404 20250404 20260405 20270405 20280404",
    "端午": "20190607 20200625 20210614 20220603 20230622 20240610 20250531 20260619 20270609 20280528",
    "中秋": "20190913 20201001 20210921 20220910 20230929 20240917 20251006 20260925 20270915 20281003",
}
"""First days of the lunar holidays, as the almanac has them."""


def of_feast(match: re.Match[str], today: date, _: Span | None) -> Read | None:
    """国庆前一天, 去年中秋, 春节后第三天; 国庆期间 and 节后 are vaguer."""
    name = "春节" if match[3] in ("大年初1", "大年初一", "过年") else match[3]
    year = year_of(match[1], match[2], today)
    first_days = [one for n in range(today.year - 8, today.year + 2) if (one := _feast(name, n))]
    found = next((one for one in reversed(first_days) if (one.year == year if year else one <= today)), None)
    if found is None:
        return None
    if match[4]:
        return one_day(found + timedelta(days=_beside(match[4])))
    if match[5]:
        return days(found, found + timedelta(days=6), f"{found.year}年{name}{match[5]}")
    return one_day(found)


def _beside(word: str) -> int:
    """前一天, 后第三天, 头一天, 第二天"""
    number = re.search(r"\d+", word)
    count = int(number[0]) if number else 1
    if word.startswith(("第", "次")):
        return count - 1 if number else 1
    return -count if word.startswith(("前", "头")) else count


def _feast(name: str, year: int) -> date | None:
    if name in _FIXED:
        return date(year, *_FIXED[name])
    found = next((one for one in _MOVING[name].split() if one.startswith(str(year))), "")
    return date.fromisoformat(found) if found else None


NAMES = "|".join((*_FIXED, *_MOVING, "大年初1", "大年初一"))
"""As they are named, each or the other."""
