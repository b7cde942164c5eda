"""Each kind of box: how what is typed into it is read, and how what stands in it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from dialogs.apply import words
from dialogs.apply.boxes import Box, BoxKind, dated, days, is_one_day
from dialogs.shared.calendar import read_date, written


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why it does not fit, in words for the writer."""

    words: str


def _as_it_is(_: Box, text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Kind:
    """`read`: what is kept of what is typed, given today, or what is wrong with it; `shown`: what stands in the box, in
    words (empty: it shows itself); `between`: what stands between what was there and what is written behind it."""

    read: Callable[[str, date | None], str | Wrong]
    shown: Callable[[Box, str], str] = _as_it_is
    between: str = "\n"


def _line(text: str, _: date | None) -> str:
    return " ".join(text.split())


def _text(text: str, _: date | None) -> str:
    return text.strip()


def _date(text: str, today: date | None) -> str | Wrong:
    day = read_date(text, None) or read_date(text, today)
    if day is None:
        return Wrong(words.NO_DATE)
    return Wrong(words.FUTURE) if today is not None and day > today else day.isoformat()


def _day(text: str, today: date | None) -> str | Wrong:
    """A day or a period, in the writer's words where they say more than a day."""
    day, named = read_date(text, today), [one for one in days(text) if one]
    if not dated(text) and (day is None or None in days(text)):
        return Wrong(words.NO_DAY)
    if today is not None and any(one > today for one in named):
        return Wrong(words.FUTURE)
    if named != sorted(named):
        return Wrong(words.REVERSED)
    return written(day) if day and (not dated(text) or is_one_day(text)) else text.strip()


def _pressed(_: str, __: date | None) -> Wrong:
    return Wrong(words.NOT_HERE)


KINDS: Mapping[BoxKind, Kind] = {
    "line": Kind(_line, between=" "),
    "text": Kind(_text),
    "day": Kind(_day),
    "date": Kind(_date, lambda _, iso: written(date.fromisoformat(iso))),
    "choice": Kind(_pressed, lambda box, value: dict(box.options).get(value, value)),
    "clauses": Kind(_pressed, lambda *_: ""),
    "evidence": Kind(_pressed, lambda *_: ""),
}
