"""Days as a dialog needs them: how a deadline is counted and told. Knows no clock."""

from __future__ import annotations

from datetime import date

from dialogs.core import Calendar
from dialogs.shared import dates
from dialogs.shared.spans import written

WEEKDAYS = "一二三四五六日"
COUNTING = "从被告知起算；当天算不算没写，按次日算，稳妥起见，早一天交"
"""How a period is counted, said in one way everywhere."""
COUNTED = (
    f"期限{COUNTING}。这样只数工作日（含调休上班的周末），到{{day}}为止{{provisional}}。请以机关的算法为准。"
)
PROVISIONAL = "（暂定：那一年的放假安排还没公布）"
PASSED = "照这样数，期限可能已经过了。"
LEFT = "含今天还有 {days} 个工作日。"
TODAY_LAST = "照这样数，今天是最后一天。"


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
    return f"{written(told)}被告知，按次日起算，最晚到{spoken(due.day)}{note}，稳妥起见，早一天交。{left(due.day, calendar, today)}"


def left(day: date, calendar: Calendar, today: date | None) -> str:
    """How many working days there are still, today included."""
    if today is None:
        return ""
    if day < today:
        return PASSED
    return TODAY_LAST if day == today else LEFT.format(days=calendar.count(today, day))


def read_date(text: str, today: date | None) -> date | None:
    """The one day that is named; None where there is none, or it lies in the future."""
    found = dates.when(text, today)
    day = found.day if isinstance(found, dates.Span) else None
    return day if day and (today is None or day <= today) else None
