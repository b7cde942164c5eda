"""Where one is logged in: each browser, and that it is not any more."""

from __future__ import annotations

from starlette.responses import Response

from bot.casework.entry import IDLE, LIFE, marked
from bot.channels.console.seat import Seat, goes

NOTES = {
    "one": "退出了，那个浏览器马上要重新登录。",
    "others": "别的浏览器都退出了，只剩这一个。",
    "gone": "那一个已经退出了。",
}


async def sessions(seat: Seat) -> Response:
    assert seat.sitting
    there = await seat.console.quickly(seat.console.door.sessions, seat.sitting)
    shown = [
        (marked(one.key), one.opened, one.seen, min(one.seen + IDLE, one.opened + LIFE), one.key == seat.sitting.key)
        for one in there
    ]  # fmt: skip
    note = NOTES.get(seat.query("note"), "")
    return seat.page("sessions.html", sessions=shown, vouched=bool(seat.console.header), note=note)


async def ends(seat: Seat) -> Response:
    """One of them, or all but this one."""
    form, door = await seat.sent(), seat.console.door
    if form.text("do") == "others":
        await seat.console.quickly(door.ends_others, seat.sitting)
        return goes("/account/sessions", "others")
    done = await seat.console.quickly(door.ends, seat.sitting, form.text("which"))
    return goes("/account/sessions", "one" if done else "gone")
