"""Boxes that are written in: a line, a text, a day, a period."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from dialogs.apply import words
from dialogs.apply.kinds.kind import NOTHING, Box, Did, Kind, Put, Typed, Wrong
from dialogs.apply.record import SKIPPED, Record
from dialogs.core import Button, Context
from dialogs.shared.calendar import dated, days_in, is_one_day, read_date, written
from dialogs.shared.reading import bare

_UNKNOWN = re.compile(r"(?:先空着|(?:还|我)?(?:不知道|不清楚|记不清|说不清|不晓得)了?|忘了|跳过)[。!！]*")


def _as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True, kw_only=True)
class Written(Kind):
    """`keeps`: what is kept of what is typed, given today, or what is wrong with it; `shows`: what stands in the box, in
    words; `brief`: short enough for 「没有」 to mean that it stays empty."""

    keeps: Callable[[str, date | None], str | Wrong]
    shows: Callable[[str], str] = _as_it_is
    brief: bool = True

    def buttons(self, ctx: Context, record: Record, box: Box) -> Iterator[tuple[Button, ...]]:
        if box.key == record.open and record.text(box.key) and not record.append:
            behind = (Button(words.APPEND, f"intake/append={box.key}"),) if self.free else ()
            yield (Button(words.KEEP_IT, "intake/keep=1"), *behind)
        yield (Button(words.LATER_FILL if box.needed else words.SKIP, f"intake/skip={box.key}"),)

    def read(self, ctx: Context, record: Record, box: Box, text: str) -> Did | None:
        folded = bare(text)
        if not folded:
            return Wrong(words.NEEDED) if box.needed else None
        empty = _UNKNOWN if box.needed else NOTHING
        if self.brief and not record.append and (empty.fullmatch(folded) or _UNKNOWN.fullmatch(folded)):
            return Put(SKIPPED)
        kept = self.keeps(text, ctx.today)
        return kept if isinstance(kept, Wrong) else Typed(kept)

    def show(self, box: Box, value: str) -> str:
        return self.shows(value)


def _line(text: str, _: date | None) -> str:
    return " ".join(text.split())


def _text(text: str, _: date | None) -> str:
    return text.strip()


def _date(text: str, today: date | None) -> str | Wrong:
    day = read_date(text, None) or read_date(text, today)
    if day is None:
        return Wrong(words.NO_DATE)
    return Wrong(words.FUTURE) if today is not None and day > today else day.isoformat()


def _period(text: str, today: date | None) -> str | Wrong:
    """A day or a period, in the writer's words where they say more than a day."""
    day, named = read_date(text, today), [one for one in days_in(text) if one]
    if not dated(text) and (day is None or None in days_in(text)):
        return Wrong(words.NO_DAY)
    if today is not None and any(one > today for one in named):
        return Wrong(words.FUTURE)
    if named != sorted(named):
        return Wrong(words.REVERSED)
    return written(day) if day and (not dated(text) or is_one_day(text)) else text.strip()


def _iso_shown(iso: str) -> str:
    return written(date.fromisoformat(iso))


ONE_LINE = Written(keeps=_line, free=True, one_line=True, between=" ")
STORY = Written(keeps=_text, free=True, brief=False)
NOTE = Written(keeps=_text, free=True)
PERIOD = Written(keeps=_period, free=True)
DATE = Written(keeps=_date, shows=_iso_shown)
