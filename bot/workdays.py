"""State-Council working days: published calendars with make-up days (调休), an office's own corrections before them,
and where no calendar is published yet, the statutory holidays alone, said to be provisional (暂定).

Counting: the day after the event is day 1; no policy says so, so that every date is shown with how it was counted.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from dialogs.core import Due

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR = 2004
"""Before it nothing is published."""
log = logging.getLogger("rongcuo.workdays")


class CalendarError(Exception):
    """The office's own file is wrong; the text is Chinese and names file, entry and remedy."""


def day(moment: datetime) -> date:
    """The day in Shanghai; `moment` must be aware."""
    return moment.astimezone(SHANGHAI).date()


class Workdays:
    """Counts working days. `overrides`: day → whether it is one, as a notice not yet in the calendar says."""

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self._overrides = dict(overrides or {})

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


def read(file: Path) -> Workdays:
    """Corrections from a YAML file: `2027-02-06: 班` or `休`, each with the notice as a comment. `CalendarError`."""
    try:
        content = yaml.safe_load(file.read_text("utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CalendarError(
            f"{file} 读不了：{type(error).__name__}。请检查文件是否存在、是否 UTF-8、冒号后有没有空格。"
        ) from error
    if not isinstance(content, dict):
        raise CalendarError(f"{file} 最外层应当是“日期: 班或休”，例如 2027-02-06: 班。")
    return Workdays(dict(_override(file, day, kind) for day, kind in content.items()))


def _override(file: Path, day: object, kind: object) -> tuple[date, bool]:
    if not isinstance(day, date) or isinstance(day, datetime) or kind not in ("班", "休"):
        raise CalendarError(f"{file} 的条目“{day}: {kind}”不对。请写成 2027-02-06: 班，或者 2027-02-06: 休。")
    return day, kind == "班"
