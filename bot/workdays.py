"""State-Council working days: published calendars with make-up days (调休), an office's own corrections before them,
and where no calendar is published yet, the statutory holidays alone, said to be provisional (暂定).

Counting: the day after the event is day 1; no policy says so, so that every date is shown with how it was counted.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from dialogs.core import Due

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR = 2004
"""Before it nothing is published."""
AHEAD = 10
"""Years from now for which anything is set."""
RIGHT = "请写成 2027-02-06: 班，或者 2027-02-06: 休，冒号后空一格。"
log = logging.getLogger("rongcuo.workdays")


class CalendarError(Exception):
    """The office's own file is wrong; the text is Chinese and names file, entry and remedy."""


def day(moment: datetime) -> date:
    """The day in Shanghai; `moment` must be aware."""
    return moment.astimezone(SHANGHAI).date()


def countable(day: date, today: date) -> bool:
    """Whether days may be counted from there or until there: days of a year that was mistyped (0206) are hundreds of
    thousands, and whoever looks at a list would wait for them."""
    return FIRST_YEAR <= day.year <= today.year + AHEAD


class Workdays:
    """Counts working days. `overrides`: day → whether it is one, as a notice not yet in the calendar says."""

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self._overrides = dict(overrides or {})

    def corrected(self, more: Mapping[date, bool]) -> Workdays:
        """With further corrections, which come first."""
        return Workdays({**self._overrides, **more}) if more else self

    def is_working(self, day: date) -> tuple[bool, bool]:
        """(whether it is a working day, whether that is only provisional)."""
        if day in self._overrides:
            return self._overrides[day], False
        published = _published(day)
        if published is not None:
            return published, False
        return day.weekday() < 5 and day not in _statutory(day.year), True

    def due(self, start: date, days: int) -> Due:
        """The last of so many working days; the day after `start` is the first that may count."""
        if days < 1:
            raise ValueError(f"a period has at least one day, not {days}")
        day, provisional = start, False
        while days:
            day += timedelta(days=1)
            working, unsure = self.is_working(day)
            provisional |= unsure
            days -= working
        return Due(day, provisional)

    def count(self, first: date, last: date) -> int:
        """Working days from the first to the last, both included."""
        return sum(self.is_working(first + timedelta(days=n))[0] for n in range((last - first).days + 1))

    def left(self, today: date, last: date) -> int:
        """Working days from today to the last: 0 is today, negative where it is over."""
        if last < today:
            return -self.count(last + timedelta(days=1), today)
        return self.count(today + timedelta(days=1), last)

    def before(self, day: date) -> Due:
        """The last working day before a day (每月25日前)."""
        working, provisional = False, False
        while not working:
            day -= timedelta(days=1)
            working, unsure = self.is_working(day)
            provisional |= unsure
        return Due(day, provisional)


@lru_cache(maxsize=4096)
def _published(day: date) -> bool | None:
    """None where the State Council has not published the year."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@lru_cache(maxsize=16)
def _statutory(year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays("CN", years=year).keys())


# ── the office's own corrections ────────────────────────────────────────────────────────────────
def read(file: Path) -> Workdays:
    """Corrections from a YAML file: `2027-02-06: 班` or `休`, each with the notice as a comment. `CalendarError` with all
    that is wrong in it, one line each."""
    found, wrong = dict[date, bool](), list[str]()
    for line, day, kind in _entries(file):
        if why := _mistake(day, kind, found):
            wrong.append(f"{file} 第 {line} 行“{day}: {kind}”：{why}。{RIGHT}")
        else:
            found[date.fromisoformat(day)] = kind == "班"
    if wrong:
        raise CalendarError("\n".join(wrong))
    return Workdays(found)


def _entries(file: Path) -> Iterator[tuple[int, str, str]]:
    """(its line, the day, what it is) as they are written; "…" for what is not one word. `CalendarError` where the file
    cannot be read at all."""
    content = _content(file)
    if content is None:  # nothing, or comments alone
        return
    if not isinstance(content, yaml.MappingNode):
        line = content.start_mark.line + 1
        raise CalendarError(f"{file} 第 {line} 行：最外层应当是“日期: 班或休”，一行一天。{RIGHT}")
    for day, kind in content.value:
        yield day.start_mark.line + 1, _word(day), _word(kind)


def _content(file: Path) -> yaml.Node | None:
    try:
        found: yaml.Node | None = yaml.compose(file.read_bytes().decode("utf-8-sig"), yaml.SafeLoader)
        return found
    except OSError as error:
        raise CalendarError(f"{file} 读不了。请检查文件在不在、有没有读它的权限。") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CalendarError(f"{file} 第 {line} 行读不了：不是 UTF-8 文字，请另存为 UTF-8 文本。") from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f" 第 {mark.line + 1} 行" if mark else ""
        raise CalendarError(f"{file}{place}读不了：写法不对。{RIGHT}") from error


def _word(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else "…"


def _mistake(day: str, kind: str, found: Collection[date]) -> str | None:
    """What is wrong with an entry; None where it is right."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        return "日期不对"
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return "没有这一天"
    if known in found:
        return "这一天写了两次，请删掉一处"
    return None if kind in ("班", "休") else "只能是班或休"
