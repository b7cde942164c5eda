"""An answer goes into its box: nothing is kept that does not fit, nothing is cut, and what it brings up is asked or told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dialogs.apply import whole, words
from dialogs.apply.boxes import DECIDED, Box, boxes, dated, days, is_one_day
from dialogs.apply.record import Record
from dialogs.apply.turns import onward, told
from dialogs.core import Context, Part, Say, State, Turn
from dialogs.shared import persons
from dialogs.shared.calendar import read_date, written
from knowledge.answer.wording import cited
from knowledge.rules import Phrase

NEW_LINE = "\n"


def answered(
    state: State, record: Record, box: Box, value: str, ctx: Context, before: tuple[Part, ...] = ()
) -> Turn:
    """One answer is kept."""
    after = following(record, record.put(**{box.key: value}), ctx)
    return onward(state, after, ctx, (*before, *_brought_up(ctx, after, box)))


def following(before: Record, after: Record, ctx: Context) -> Record:
    """While the whole form is gone through, a box that a change has brought up is asked for at once."""
    known = {box.key for box in boxes(ctx.mind.library, before)}
    new = (
        box.key
        for box in boxes(ctx.mind.library, after)
        if box.key not in known and box.key not in after.answers
    )
    key = next(new, None) if after.whole else None
    return after.reopen(key) if key else after


def _brought_up(ctx: Context, record: Record, box: Box) -> tuple[Part, ...]:
    """The end of the period, as soon as the day is known that it runs from; what is left, where it is over."""
    regime, policy = ctx.mind.library.regimes[record.region], ctx.mind.library.policies[record.region]
    if box.key == "decided" and record.text("decided") == DECIDED and (nudge := regime.nudge("decided")):
        cite = (Say(cited(policy, Phrase(at=nudge.at, quote=nudge.quote))),) if nudge.quote else ()
        return (Say(nudge.say, strong=True), *cite, Say(words.STILL))
    if box.key != "told_on" or not (line := whole.period(ctx, record)):
        return ()
    late = tuple(
        Say(one.say) for one in ctx.mind.library.regimes[record.region].silences if one.step == "deadline"
    )
    return (Say(line, strong=True), *late)


def written_in(state: State, record: Record, box: Box, text: str, ctx: Context) -> Turn:
    """Words for this box; nothing is kept that does not fit it, and nothing is cut."""
    if box.kind == "date":
        return _date(state, record, box, text, ctx)
    text = text.strip()
    if (count := len(_joined(record, box, text))) > box.limit:
        return told(state, record, ctx, words.TOO_LONG.format(limit=box.limit, count=count))
    if box.kind == "day":
        day = read_date(text, ctx.today)
        if wrong := _wrong_day(text, day, ctx):
            return told(state, record, ctx, wrong)
        text = written(day) if day and (not dated(text) or is_one_day(text)) else text
    if persons.found(text):
        return onward(state, replace(record, pending=(box.key, text)), ctx)
    return put(state, record, box, text, ctx)


def _wrong_day(text: str, day: date | None, ctx: Context) -> str:
    """What is wrong with a day or a period, if anything is."""
    named = [one for one in days(text) if one]
    if not dated(text) and (day is None or None in days(text)):
        return words.NO_DAY
    if ctx.today is not None and any(one > ctx.today for one in named):
        return words.FUTURE
    return words.REVERSED if named != sorted(named) else ""


def put(state: State, record: Record, box: Box, text: str, ctx: Context) -> Turn:
    text = " ".join(text.split()) if box.kind == "line" else text
    return answered(state, record, box, _joined(record, box, text), ctx)


def _joined(record: Record, box: Box, text: str) -> str:
    """Behind what is there, where the writer wanted that."""
    was = record.text(box.key) if record.append and record.open == box.key else ""
    return f"{was}{' ' if box.kind == 'line' else NEW_LINE}{text}" if was else text


def _date(state: State, record: Record, box: Box, text: str, ctx: Context) -> Turn:
    day = read_date(text, None) or read_date(text, ctx.today)
    if day is None:
        return told(state, record, ctx, words.NO_DATE)
    if ctx.today is not None and day > ctx.today:
        return told(state, record, ctx, words.FUTURE)
    return answered(state, record, box, day.isoformat(), ctx)
