"""A time that was named: the days that it may be, and words for it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

NEVER = date(9999, 12, 31)
"""For readers that need no today."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last; `label`: how it is told back; `period`: it was said from where to where."""

    first: date
    last: date
    label: str
    period: bool = False

    @property
    def day(self) -> date | None:
        """The day, where it is one."""
        return self.first if self.first == self.last else None


@dataclass(frozen=True, slots=True)
class NoSuch:
    """A day that there is not; `words` say so."""

    words: str


@dataclass(frozen=True, slots=True)
class OddYear(NoSuch):
    """A day of a year in which nothing of this was: mistyped (0206年), or of another matter (born in 1986)."""


Read: TypeAlias = Span | NoSuch
Reader: TypeAlias = "Callable[[re.Match[str], date, Span | None], Read | None]"


def written(day: date) -> str:
    """2026年2月14日"""
    return f"{day.year}年{day.month}月{day.day}日"


def one_day(day: date) -> Span:
    return Span(day, day, written(day))


def days(first: date, last: date, label: str = "") -> Span:
    return Span(first, last, label or f"{written(first)}至{written(last)}")


def that(year: int, month: int, day: int) -> Read:
    """This day, or the word that there is none."""
    if not 1 <= month <= 12:
        return NoSuch(f"一年里没有{month}月。")
    if not 1 <= day <= monthrange(year, month)[1]:
        short = f"{year}年2月" if month == 2 and day == 29 else f"{month}月"
        return NoSuch(f"{short}没有{day}日。")
    return one_day(date(year, month, day))


YEARS = {"大前年": 3, "前年": 2, "去年": 1, "上年": 1, "今年": 0, "本年": 0, "当年": 0, "明年": -1}
YEAR = r"(?:(20\d\d|(?<!\d)[0-3]\d)年|(大前年|前年|去年|上年|今年|本年|当年|明年))的?"


def year_of(figure: str | None, word: str | None, today: date) -> int | None:
    """2023, 23, 去年; None where no year is said."""
    if figure:
        return int(figure) if len(figure) == 4 else 2000 + int(figure)
    return today.year - YEARS[word] if word else None
