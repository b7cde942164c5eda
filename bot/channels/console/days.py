"""The working calendar: what an office says of days by a notice that the published calendar does not hold yet."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.responses import Response

from bot.casework.reminding import NO_YEAR
from bot.channels.console.seat import Seat, goes
from bot.clean import clean
from bot.workdays import day

NO_DAY = "请写一个日期，例如 2027-02-06"
KINDS = {"work": True, "rest": False}
NO_KIND = "请选上班还是休息"
NOTES = {"set": "记下了，没有办的期限都重算过了。", "dropped": "去掉了，没有办的期限都重算过了。"}
AHEAD = 21
"""Days that are shown as they are counted now."""


async def calendar(seat: Seat) -> Response:
    return await _calendar(seat)


async def _calendar(seat: Seat, status: int = 200, **more: object) -> Response:
    console = seat.console
    days = await console.quickly(console.store.ledger.notices)
    counted = await console.quickly(console.office.calendar)
    today = day(console.store.given.now())
    ahead = [(one, *counted.is_working(one)) for one in (today + timedelta(days=n) for n in range(AHEAD))]
    shown = {"days": days, "ahead": ahead, "wrong": {}, "typed": {}, "said": ""}
    return seat.page("calendar.html", status, note=NOTES.get(seat.query("note"), ""), **{**shown, **more})


async def sets(seat: Seat) -> Response:
    form = await seat.sent()
    typed = {name: clean(form.text(name)).strip() for name in ("day", "kind", "notice")}
    drops = form.text("do") == "drop"
    on, wrong = _day(typed["day"]), {}
    if on is None:
        wrong["day"] = NO_DAY
    if typed["kind"] not in KINDS and not drops:
        wrong["kind"] = NO_KIND
    if wrong or on is None:
        return await _calendar(seat, 422, wrong=wrong, typed=typed)
    working = None if drops else KINDS[typed["kind"]]
    refusal = await seat.console.quickly(
        seat.console.office.set_day, seat.member, on, working, typed["notice"]
    )
    if refusal:
        box = "day" if refusal.say == NO_YEAR else "notice"
        return await _calendar(seat, 422, wrong={box: refusal.say}, typed=typed)
    return goes("/calendar", "dropped" if drops else "set")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
