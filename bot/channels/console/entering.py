"""Logging in and out, joining with a code, and one's own log-in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import segno
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from bot.casework.entry import NO_CODE, Waiting, key_of
from bot.channels.console.seat import COOKIE, ROOT, Seat, goes
from bot.channels.web import visitors
from bot.channels.web.refusing import Sorry
from bot.channels.web.uploads import Sending
from bot.store.mail import Conflict

NOT_KNOWN = "登录名、密码或者验证码不对。手机上的六位数一个只能用一次，请等换了新的再试；忘了密码、换了手机，请管理员重新发一个邀请码。"
TOO_OFTEN = "试得太多了，请过一刻钟再试。"
JOINED_LATER = "登记好了。刚才这个登录名试错得太多，请过一刻钟再登录。"
_NEXT = re.compile(r"/staff(/[\w-][\w.-]*)*(\?[!-~]*)?", re.ASCII)
"""Where one may be led to after logging in: nowhere but here, with all that was looked for."""
LONGEST = 4_000
"""Characters of an address: what is searched for may be a hundred characters, of nine each once it is part of one."""


def _next(wanted: str) -> str:
    return wanted if len(wanted) <= LONGEST and _NEXT.fullmatch(wanted) else ROOT


async def login(seat: Seat) -> Response:
    if seat.sitting:
        return goes("")
    return seat.page("login.html", next=_next(seat.query("next", LONGEST + 1)), name="", wrong="")


async def logs_in(seat: Seat) -> Response:
    form = await seat.sent()
    name, next_ = form.text("name"), _next(form.text("next"))
    visitor = visitors.new()
    try:
        member = await seat.console.at_the_door(
            seat.console.door.comes, key_of(visitor.secret), name, form.text("password"), form.text("code"), seat.address,
        )  # fmt: skip
    except Waiting:
        return seat.page("login.html", 429, next=next_, name=name, wrong=TOO_OFTEN)
    if member is None:
        return seat.page("login.html", 401, next=next_, name=name, wrong=NOT_KNOWN)
    response = RedirectResponse(next_, 303)
    visitors.remembered(response, seat.request, visitor, COOKIE, None)
    return response


async def logs_out(seat: Seat) -> Response:
    await seat.sent()
    await seat.console.quickly(seat.console.door.goes, key_of(seat.visitor.secret))
    response = goes("/login")
    visitors.forgotten(response, seat.request, COOKIE)
    return response


async def join(seat: Seat) -> Response:
    return seat.page("join.html", code="", name="", wrong={})


async def joins(seat: Seat) -> Response:
    form, door = await seat.sent(), seat.console.door
    code, name = form.text("code"), form.text("name")
    try:
        member = await seat.console.quickly(door.invited, code, seat.address)
    except Waiting:
        return seat.page("join.html", 429, code=code, name=name, wrong={"code": TOO_OFTEN})
    if member is None:
        return seat.page("join.html", 422, code=code, name=name, wrong={"code": NO_CODE})
    chosen = (form.text("password"), form.text("again"))
    wrong = await seat.console.at_the_door(door.joins, member, code, name, *chosen)
    if wrong:
        return seat.page("join.html", 422, code=code, name=name, wrong=wrong)
    return await logs_in_first(seat, name, form.text("password"))


async def logs_in_first(seat: Seat, name: str, password: str) -> Response:
    """Whoever has just joined is in."""
    visitor, door = visitors.new(), seat.console.door
    try:
        await seat.console.at_the_door(door.comes, key_of(visitor.secret), name, password, "", seat.address)
    except Waiting:  # somebody has been trying this name
        return seat.page("login.html", 429, next=ROOT, name=name, wrong=JOINED_LATER)
    response = goes("/account", "joined")
    visitors.remembered(response, seat.request, visitor, COOKIE, None)
    return response


# ── one's own log-in ─────────────────────────────────────────────────────────────────────────────
async def account(seat: Seat) -> Response:
    return await _account(seat, {})


async def _account(seat: Seat, wrong: Mapping[str, str], status: int = 200) -> Response:
    assert seat.sitting
    door = seat.console.door
    codes = await seat.console.quickly(door.has_codes, seat.sitting)
    pending = await seat.console.quickly(door.pending, seat.sitting)
    shown: dict[str, Any] = {
        "codes": codes,
        "pending": _picture(*pending) if pending else None,
        "wrong": wrong,
    }
    return seat.page("account.html", status, **shown, note=NOTES.get(seat.query("note"), ""))


def _picture(secret: str, address: str) -> tuple[Markup, str]:
    """(what a telephone reads, what is typed where it cannot)."""
    drawn = segno.make(address, error="m").svg_inline(border=3, dark="#000", light="#fff", omitsize=True)
    return Markup(drawn), " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


NOTES = {
    "joined": "登记好了，已经登录。以后用登录名和密码登录；手机验证码可以现在就启用。",
    "password": "密码改好了。别的浏览器都退出了。",
    "code-on": "手机验证码启用了，下次登录要填。别的浏览器都退出了。",
    "code-off": "手机验证码停用了。",
}


async def changes(seat: Seat) -> Response:
    """One of the things on the page of one's own."""
    form, assert_ = await seat.sent(), seat.sitting
    assert assert_
    try:
        wrong, note = await seat.console.at_the_door(_changed, seat, form)
    except Waiting:
        raise Sorry(429, TOO_OFTEN, 900) from None
    except Conflict:
        raise Sorry(403, "您的登录刚刚换了，请重新登录。") from None
    return await _account(seat, wrong, 422) if wrong else goes("/account", note)


def _changed(seat: Seat, form: Sending) -> tuple[Mapping[str, str], str]:
    """(what is wrong, by field; the word on what was done)."""
    assert seat.sitting
    door, what = seat.console.door, form.text("do")
    match what:
        case "password":
            new = form.text("password"), form.text("again")
            return door.changes(seat.sitting, form.text("old"), *new), what
        case "code-offered":
            door.offered(seat.sitting)
            return {}, ""
        case "code-on":
            wrong = door.confirms(seat.sitting, form.text("code"), form.text("old"))
            return {"old-code" if field == "old" else field: why for field, why in wrong.items()}, what
        case "code-off":
            wrong = door.drops(seat.sitting, form.text("old"))
            return {f"{field}-code": why for field, why in wrong.items()}, what
        case _:
            return {}, ""
