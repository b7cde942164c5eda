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
from dialogs.shared import dates
from dialogs.shared.calendar import spoken
from dialogs.shared.reading import bare
from dialogs.shared.spans import written

_UNKNOWN = re.compile(r"(?:先空着|(?:还|我)?(?:不知道|不清楚|记不清|说不清|不晓得)了?|忘了|跳过)[。!！]*")


def _as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True, kw_only=True)
class Written(Kind):
    """`keeps`: what is kept of what is typed, given today, or what is wrong with it; `shows`: what stands in the box, in
    words; `brief`: short enough for 「没有」 to mean that it stays empty."""

    keeps: Callable[[str, date | None], Typed | Wrong]
    shows: Callable[[str], str] = _as_it_is
    brief: bool = True

    def buttons(self, ctx: Context, record: Record, box: Box) -> Iterator[tuple[Button, ...]]:
        if box.key == record.open and record.text(box.key) and not record.append:
            behind = (Button(words.APPEND, f"intake/append={box.key}"),) if self.free else ()
            yield (Button(words.KEEP_IT, "intake/keep=1"), *behind)
        if box.like and record.text(box.like):
            yield (Button(words.AS_THERE, f"intake/same={box.key}"),)
        yield (Button(words.LATER_FILL if box.needed else words.SKIP, f"intake/skip={box.key}"),)

    def read(self, ctx: Context, record: Record, box: Box, text: str) -> Did | None:
        folded = bare(text)
        if not folded:
            return Wrong(words.NEEDED) if box.needed else None
        empty = _UNKNOWN if box.needed else NOTHING
        if self.brief and not record.append and (empty.fullmatch(folded) or _UNKNOWN.fullmatch(folded)):
            return Put(SKIPPED)
        return self.keeps(text, ctx.today)

    def show(self, box: Box, value: str) -> str:
        return self.shows(value)


def _line(text: str, _: date | None) -> Typed:
    return Typed(" ".join(text.split()))


def _text(text: str, _: date | None) -> Typed:
    return Typed(text.strip())


def _date(text: str, today: date | None) -> Typed | Wrong:
    """One day, told back where it was not written out."""
    found = _when(text, today)
    if isinstance(found, Wrong):
        return found
    day = found.day if found else None
    if found is None or day is None:
        return Wrong(words.WHICH_DAY.format(span=found.label) if found else words.NO_DATE)
    return Typed(day.isoformat(), _note(text, spoken(day), day))


def _period(text: str, today: date | None) -> Typed | Wrong:
    """A day or a period, in the writer's words where they say more than when."""
    found = _when(text, today)
    if isinstance(found, Wrong) or found is None:
        return found or Wrong(words.NO_DAY)
    if dates.when(text, None) == found:
        return Typed(found.label if dates.is_date(text) else text.strip())
    kept = found.label if dates.only_dates(text, today) else f"{found.label}（{text.strip()}）"
    return Typed(kept, _note(text, kept, found.day))


def _when(text: str, today: date | None) -> dates.Span | Wrong | None:
    """The time that is meant, or what is wrong with it; None where there is none."""
    found = dates.when(text, today)
    if not isinstance(found, dates.Span):
        return Wrong(found.words) if found else None
    if today is not None and (found.first > today or (found.period and found.last > today)):
        return Wrong(words.FUTURE)
    return Wrong(words.REVERSED) if found.first > found.last else found


def _note(text: str, told: str, day: date | None) -> str:
    """What was understood, where the words did not say it outright."""
    plain = day is not None and dates.when(text, None) is not None
    return "" if plain or text.strip() == told else words.UNDERSTOOD.format(told=told)


def _iso_shown(iso: str) -> str:
    return written(date.fromisoformat(iso))


ONE_LINE = Written(keeps=_line, free=True, one_line=True, between=" ")
STORY = Written(keeps=_text, free=True, brief=False)
NOTE = Written(keeps=_text, free=True)
PERIOD = Written(keeps=_period, free=True)
DATE = Written(keeps=_date, shows=_iso_shown)
