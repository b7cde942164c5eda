"""Who stands in for whom, and whose cases go to somebody else: for those who lead."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from bot.casework.views import Barred
from bot.channels.console.cases import HANDLING
from bot.channels.console.seat import Seat, goes
from bot.channels.web.refusing import STRANGE, Sorry
from bot.store.casework.records import Listing
from bot.store.rows import Member
from dialogs.shared.states import IN_HAND

NOTES = {"handed": "交好了。", "away": "记下了，提醒会发给代班的同事。", "back": "记下了：回来了。"}
NOBODY_CHOSEN = "请选一位同事"
NO_DAY = "请写到哪一天"


async def colleagues(seat: Seat) -> Response:
    return await _colleagues(seat)


async def _colleagues(seat: Seat, status: int = 200, said: str = "", whose: int = 0) -> Response:
    people = [one for one in await seat.console.quickly(seat.console.people.all) if _handled(seat, one)]
    listed, counts = seat.console.office.listed, dict[int, int]()
    for one in people:
        wanted = Listing(handler=one.id, states=tuple(sorted(IN_HAND)), size=1)
        counts[one.id] = (await seat.console.quickly(listed, seat.member, wanted)).count
    people = [one for one in people if not one.left or counts[one.id]]
    return seat.page(
        "colleagues.html", status, people=people, here=[one for one in people if not one.left], counts=counts, said=said, whose=whose,
        names=await seat.console.quickly(seat.console.people.called), today=seat.console.office.today(),
        note=NOTES.get(seat.query("note"), ""),
    )  # fmt: skip


def _handled(seat: Seat, one: Member) -> bool:
    """Also who has left, as long as there are cases of theirs."""
    region = seat.member.region
    return one.role in HANDLING and (region is None or one.region in (None, region))


async def changes(seat: Seat) -> Response:
    """All cases of one to another, or somebody stands in for a while."""
    form = await seat.sent()
    await form.close()
    whose, to = _number(form.text("whose")), _number(form.text("to")) if form.text("to") else None
    if form.text("do") == "hand":
        return await _hands(seat, whose, to)
    return await _away(seat, whose, to if form.text("do") == "away" else None, form.text("until"))


async def _hands(seat: Seat, whose: int, to: int | None) -> Response:
    if to is None:
        return await _colleagues(seat, 422, NOBODY_CHOSEN, whose)
    came = await seat.console.quickly(seat.console.office.hand_over, seat.member, whose, to)
    if isinstance(came, Barred):
        return await _colleagues(seat, 409, came.say, whose)
    return goes("/colleagues", "handed")


async def _away(seat: Seat, whose: int, to: int | None, until: str) -> Response:
    try:
        day = date.fromisoformat(until) if to is not None else None
    except ValueError:
        return await _colleagues(seat, 422, NO_DAY, whose)
    refusal = await seat.console.quickly(seat.console.office.away, seat.member, whose, to, day)
    if refusal:
        return await _colleagues(seat, 409, refusal.say, whose)
    return goes("/colleagues", "away" if to is not None else "back")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Sorry(400, STRANGE)
    return int(text)
