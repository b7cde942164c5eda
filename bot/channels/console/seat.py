"""One request to the staff's pages: whose it is, what it brought, and how it is answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.casework.entry import key_of
from bot.casework.reminding import Reminders
from bot.casework.rules import ROLES
from bot.channels.console.desk import Console
from bot.channels.console.looks import filled
from bot.channels.web import uploads, visitors
from bot.channels.web.refusing import STRANGE, Sorry
from bot.channels.web.uploads import Sending
from bot.channels.web.visitors import Visitor
from bot.clean import clean
from bot.store.applications.entries import Sitting
from bot.store.rows import ADMIN, Member

COOKIE = "rongcuo-staff"
ROOT = "/staff"
FIELDS = 120
"""Boxes of one form: a decision names many provisions."""
HIDDEN = frozenset({"token", "version", "password", "old", "again", "code", "do", "next"})
"""Boxes of which nothing is shown again on another page."""
NOT_OURS = "这个页面放得太久，或者不是从这里发出的，没有收下。请打开原来的页面再试一次。"


@dataclass(frozen=True, slots=True)
class Seat:
    """`visitor`: by the cookie, whoever it is; `sitting`: who is logged in by it."""

    console: Console
    request: Request
    visitor: Visitor
    sitting: Sitting | None

    @property
    def member(self) -> Member:
        assert self.sitting is not None
        return self.sitting.member

    @property
    def by(self) -> str:
        """As the audit calls who is logged in."""
        return f"staff:{self.member.id}"

    @property
    def address(self) -> str:
        return self.request.client.host if self.request.client else ""

    @property
    def reminders(self) -> Reminders:
        """What they are reminded of, where no chat does that; the first of it in lines."""
        found: Reminders = getattr(self.request.state, "reminders", Reminders())
        return found

    def query(self, name: str, most: int = 100) -> str:
        return clean(self.request.query_params.get(name, "")).strip()[:most]

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        who = self.sitting.member if self.sitting else None
        shown = {"who": who, "roles": ROLES, "token": self.visitor.token, "library": self.console.library,
                 "place": self.request.url.path, "menu": menu(who), "reminded": self.reminders.count, "note": "", "root": str(self.request.base_url)}  # fmt: skip
        response = HTMLResponse(filled(template, **{**shown, **values}), status)
        if self.sitting is None:  # so that the form that comes back is known to be ours
            visitors.remembered(response, self.request, self.visitor, COOKIE, None)
        return response

    def sorry(self, error: Sorry) -> Response:
        response = self.page("sorry.html", error.status, words=error.words, typed=self.typed)
        if error.wait:
            response.headers["retry-after"] = str(error.wait)
        return response

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was typed into the form that came, if one did: shown to be copied where it was not taken."""
        sending: Sending | None = getattr(self.request.state, "sending", None)
        typed = sending.fields.multi_items() if sending else []
        texts = [(name, text) for name, text in typed if isinstance(text, str) and name not in HIDDEN]
        return [one for one in texts if one[1].strip()]

    async def sent(self) -> Sending:
        """The form that came; whoever calls closes it. Raises Sorry where it is none of ours."""
        if not visitors.is_from_here(self.request):
            raise Sorry(403, NOT_OURS)
        try:
            sending = await uploads.read(self.request, FIELDS)
        except (uploads.Unreadable, ClientDisconnect):  # nobody reads what is told to one who went away
            raise Sorry(400, STRANGE) from None
        self.request.state.sending = sending
        if not visitors.knows(self.visitor, sending.text("token")):
            await sending.close()
            raise Sorry(403, NOT_OURS)
        return sending


Handler: TypeAlias = Callable[[Seat], Awaitable[Response]]


def goes(path: str, note: str = "") -> Response:
    """To another page; `note`: the name of a word that is said there."""
    told = f"{'&' if '?' in path else '?'}note={note}" if note else ""
    return RedirectResponse(f"{ROOT}{path}{told}", 303)


async def seated(console: Console, request: Request) -> Seat:
    visitor = visitors.known(request, COOKIE)
    if visitor is None:
        return Seat(console, request, visitors.new(), None)
    sitting = await console.quickly(console.door.sits, key_of(visitor.secret))
    name = vouched(console, request)
    if sitting and name and not await console.quickly(console.door.is_called, sitting, name):
        sitting = None  # somebody else sits there now
    return Seat(console, request, visitor, sitting)


def vouched(console: Console, request: Request) -> str:
    """Whom the office's own proxy says it is; nobody where it says two."""
    said = request.headers.getlist(console.header) if console.header else []
    return said[0] if len(said) == 1 else ""


async def let_in(seat: Seat) -> Response | None:
    """Whoever the proxy knows is logged in, and goes on where they were going."""
    name, visitor = vouched(seat.console, seat.request), visitors.new()
    door = seat.console.door
    if not name or not await seat.console.quickly(door.vouched, key_of(visitor.secret), name):
        return None
    response = RedirectResponse(whole(seat.request), 303)
    visitors.remembered(response, seat.request, visitor, COOKIE, None)
    return response


CASES = {
    "": "待办",
    "/cases": "申请",
    "/register": "备案",
    "/deliveries": "送达",
    "/figures": "统计",
    "/questions": "未答问题",
}
LEADING = {"/calendar": "工作日历", "/audit": "操作记录"}
MANAGING = {"/people": "人员", "/templates": "文书样式", **LEADING}


def menu(who: Member | None) -> Mapping[str, str]:
    """What somebody may look at: address → label."""
    if who is None:
        return {}
    own = {ADMIN: MANAGING, "leader": {**CASES, "/colleagues": "同事", **LEADING}}.get(who.role, CASES)
    return {f"{ROOT}{path}": label for path, label in {**own, "/account": "我的"}.items()}


def to_log_in(request: Request) -> Response:
    return RedirectResponse(f"{ROOT}/login?next={quote(whole(request), safe='')}", 303)


def whole(request: Request) -> str:
    """The address that was asked for, with what was looked for."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
