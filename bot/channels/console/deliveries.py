"""Notices that did not arrive: again, or in writing; and what came in and was set aside."""

from __future__ import annotations

from starlette.responses import Response

from bot.channels.console.cases import HANDLING
from bot.channels.console.seat import Seat, goes
from bot.channels.web.refusing import NOT_THERE, Sorry
from bot.store import deliveries as store
from bot.store.deliveries import Undelivered
from bot.store.mail import Changes, Conflict
from bot.store.records import BLOCKED, UNREACHABLE, Write

WHY = {BLOCKED: "对方停用了机器人", UNREACHABLE: "一天多没能送到", "": "还没有来看"}
CHANNELS = {"telegram": "Telegram", "web": "网页", "terminal": "终端"}
NOTES = {"again": "会马上再送一次。", "writing": "记下了：书面送达。", "gone": "刚刚有人处理过了，没有改动。",
         "retried": "会马上再办一次。", "dropped": "不办了，内容已删除。"}  # fmt: skip


async def deliveries(seat: Seat) -> Response:
    there, aside = await _notices(seat), []
    if seat.member.role == "leader":
        aside = await seat.console.quickly(seat.console.store.deliveries.aside)
    return seat.page(
        "deliveries.html", notices=there, aside=aside, why=WHY, channels=CHANNELS, acts=seat.member.role in HANDLING,
        note=NOTES.get(seat.query("note"), ""),
    )  # fmt: skip


async def _notices(seat: Seat) -> list[Undelivered]:
    """On cases that the member sees."""
    store_ = seat.console.store
    there = await seat.console.quickly(store_.deliveries.notices, store_.given.now())
    hidden = await seat.console.quickly(store_.ledger.recused_from, seat.member.id)
    return [one for one in there if seat.member.sees(one.region) and one.number not in hidden]


async def delivers(seat: Seat) -> Response:
    form = await seat.sent()
    one = next((one for one in await _notices(seat) if str(one.id) == form.text("id")), None)
    if one is None:
        raise Sorry(404, NOT_THERE)
    again = form.text("do") == "again"
    write = store.again(one, seat.by) if again else store.in_writing(one, seat.by)
    return await _written(seat, write, "again" if again else "writing")


async def retries(seat: Seat) -> Response:
    form = await seat.sent()
    there = await seat.console.quickly(seat.console.store.deliveries.aside)
    one = next((one for one in there if str(one.id) == form.text("id")), None)
    if one is None:
        raise Sorry(404, NOT_THERE)
    again = form.text("do") == "again"
    return await _written(
        seat, store.retried(one.id) if again else store.dropped(one.id), "retried" if again else "dropped"
    )


async def _written(seat: Seat, write: Write, note: str) -> Response:
    try:
        await seat.console.quickly(seat.console.store.write, Changes(writes=[write]))
    except Conflict:
        return goes("/deliveries", "gone")
    return goes("/deliveries", note)
