"""Days as a dialog needs them: how a deadline is counted, and the dates that people type. Knows no clock."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dialogs.core import Calendar
from knowledge.hearing.language import fold
from knowledge.policy.numerals import value

WEEKDAYS = "一二三四五六日"
COUNTING = "从被告知起算；当天算不算没写，按次日算，稳妥的早一天交"
"""How a period is counted, said in one way everywhere."""
COUNTED = (
    f"期限{COUNTING}。这样只数工作日（含调休上班的周末），到{{day}}为止{{provisional}}。请以机关的算法为准。"
)
PROVISIONAL = "（暂定：那一年的放假安排还没公布）"
PASSED = "照这样数，期限可能已经过了。"
LEFT = "含今天还有 {days} 个工作日。"
TODAY_LAST = "照这样数，今天是最后一天。"


def written(day: date) -> str:
    """2026年2月14日"""
    return f"{day.year}年{day.month}月{day.day}日"


def spoken(day: date) -> str:
    """2026年2月14日（星期六）"""
    return f"{written(day)}（星期{WEEKDAYS[day.weekday()]}）"


def due_line(told: date, days: int, calendar: Calendar, today: date | None) -> str:
    """A period counted, and how much of it is left."""
    due = calendar.due(told, days)
    line = COUNTED.format(day=spoken(due.day), provisional=PROVISIONAL if due.provisional else "")
    return f"{spoken(told)}被告知，{line}{left(due.day, calendar, today)}"


def last_day(told: date, days: int, calendar: Calendar, today: date | None) -> str:
    """The last day of a period, in one short sentence."""
    due = calendar.due(told, days)
    note = PROVISIONAL if due.provisional else ""
    return f"{written(told)}被告知，按次日起算，最晚到{spoken(due.day)}{note}，稳妥的早一天交。{left(due.day, calendar, today)}"


def left(day: date, calendar: Calendar, today: date | None) -> str:
    """How many working days there are still, today included."""
    if today is None:
        return ""
    if day < today:
        return PASSED
    return TODAY_LAST if day == today else LEFT.format(days=calendar.count(today, day))


_FULL = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?!\d)")
_NEAR = {"前天": 2, "昨天": 1, "昨日": 1, "今天": 0, "今日": 0, "刚刚": 0, "刚才": 0}
_MONTH = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2}))?")
_PART = re.compile(r"20\d\d\s*年\s*(?:[春夏秋冬]|[上下]半年|第?[一二三四1-4]季度|全年|年?[初中底末])")
_AGO = re.compile(r"(\d{1,3}|[一二两三四五六七八九十])\s*(天|周|个?星期|个?礼拜)(?:以?前|之前)")
_WEEKDAY = re.compile(r"(上|本|这)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")


def read_date(text: str, today: date | None) -> date | None:
    """A date that is typed: 2026-02-05, 2月5日 (the last one), 昨天, 三天前, 上周五. None where there is none, or it lies
    in the future."""
    found = _read(fold(text), today)
    return found if found and (today is None or found <= today) else None


def _read(text: str, today: date | None) -> date | None:
    if match := _FULL.search(text):
        return _date(*map(int, match.groups()))
    if today is None:
        return None
    if match := _SHORT.search(text):
        month, day = map(int, match.groups())
        this = _date(today.year, month, day)
        return this if this is None or this <= today else _date(today.year - 1, month, day)
    for word, days in _NEAR.items():
        if word in text:
            return today - timedelta(days=days)
    return _ago(text, today)


def _ago(text: str, today: date) -> date | None:
    if match := _AGO.search(text):
        number = value(match[1])
        return today - timedelta(days=number * (1 if match[2] == "天" else 7))
    if match := _WEEKDAY.search(text):
        wanted = WEEKDAYS.find(match[2].replace("天", "日"))
        monday = today - timedelta(days=today.weekday() + (7 if match[1] == "上" else 0))
        found = monday + timedelta(days=wanted)
        return found if found <= today or match[1] else found - timedelta(days=7)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ── days and periods in a text ───────────────────────────────────────────────────────────────────
def is_one_day(text: str) -> bool:
    """It is a day and nothing else, so that it can be written as on paper."""
    return re.fullmatch(r"\s*20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?\s*", text) is not None


def dated(text: str) -> bool:
    """It holds days, months or parts of a year, all of which there are."""
    found = days_in(text)
    return None not in found if found else _PART.search(text) is not None


def days_in(text: str) -> list[date | None]:
    """The days and months (their first day) that are named; None for one that there is not."""
    return [_date(int(year), int(month), int(day or 1)) for year, month, day in _MONTH.findall(text)]
