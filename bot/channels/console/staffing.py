"""Who handles applications: for those alone who manage that."""

from __future__ import annotations

from starlette.responses import Response

from bot.casework.called import called
from bot.casework.rules import ROLES
from bot.channels.console.seat import Seat, goes
from bot.channels.web.refusing import NOT_THERE, STRANGE, Sorry
from bot.clean import clean
from bot.store.mail import Conflict
from bot.store.rows import Member

NAME = 40
NOTES = {
    "placed": "改好了，马上生效。",
    "out": "都退出了，再用要重新登录。",
    "left": "已经离开，从现在起不能再登录和办理。",
    "gone": "没有改动：这一位已经离开，或者管理员只剩这一位了。请再看一遍。",
}
MISNAMED = "请写姓名，最多 40 个字"
NO_ROLE = "请选一个职责"
ONESELF = "自己的职责、去留，请另一位管理员来改。"


async def people(seat: Seat) -> Response:
    return await _people(seat)


async def _people(seat: Seat, status: int = 200, **more: object) -> Response:
    all_ = await seat.console.quickly(seat.console.people.all)
    names = await seat.console.quickly(seat.console.store.logins.names)
    shown = {
        "people": all_,
        "names": names,
        "called": called(all_, lambda: names),
        "sessions": await seat.console.quickly(seat.console.people.sessions),
        "now": seat.console.store.given.now(),
        "wrong": {},
        "typed": {},
        "code": "",
        "whose": None,
    }
    return seat.page("people.html", status, note=NOTES.get(seat.query("note"), ""), **{**shown, **more})  # fmt: skip


async def adds(seat: Seat) -> Response:
    form = await seat.sent()
    typed = {name: " ".join(clean(form.text(name)).split()) for name in ("name", "role", "region")}
    wrong = {}
    if not 1 <= len(typed["name"]) <= NAME:
        wrong["name"] = MISNAMED
    if typed["role"] not in ROLES:
        wrong["role"] = NO_ROLE
    if wrong or typed["region"] not in {"", *seat.console.library.policies}:
        return await _people(seat, 422, wrong=wrong, typed=typed)
    invites = seat.console.people.invites
    code, new = await seat.console.quickly(
        invites, typed["name"], typed["role"], typed["region"] or None, seat.by
    )
    return await _people(seat, code=code, whose=new)


async def again(seat: Seat) -> Response:
    await seat.sent()
    member = await _member(seat)
    try:
        code = await seat.console.quickly(seat.console.people.reinvites, member, seat.by)
    except Conflict:
        return goes("/people", "gone")
    return await _people(seat, code=code, whose=member)


async def places(seat: Seat) -> Response:
    form = await seat.sent()
    member, role, region = await _member(seat), form.text("role"), form.text("region")
    if member.id == seat.member.id:
        raise Sorry(409, ONESELF)
    if role not in ROLES or region not in {"", *seat.console.library.policies}:
        raise Sorry(400, STRANGE)
    done = await seat.console.quickly(seat.console.people.places, member, role, region or None, seat.member)
    return goes("/people", "placed" if done else "gone")


async def logs_out(seat: Seat) -> Response:
    """In every browser: somebody left a computer, or is about to leave."""
    await seat.sent()
    member = await _member(seat)
    if member.id == seat.member.id:
        return goes("/account/sessions")
    await seat.console.quickly(seat.console.people.logs_out, member, seat.by)
    return goes("/people", "out")


async def leaves(seat: Seat) -> Response:
    await seat.sent()
    member = await _member(seat)
    if member.id == seat.member.id:
        raise Sorry(409, ONESELF)
    done = await seat.console.quickly(seat.console.people.dismisses, member, seat.by)
    return goes("/people", "left" if done else "gone")


async def _member(seat: Seat) -> Member:
    found = await seat.console.quickly(seat.console.people.find, str(seat.request.path_params["member"]))
    if found is None:
        raise Sorry(404, NOT_THERE)
    return found
