"""What is to be done, lists of cases, one case, and the files of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from starlette.responses import FileResponse, Response

from bot.casework.views import CaseLine
from bot.channels.console.looks import ORIGINS
from bot.channels.console.seat import ROOT, Seat, goes
from bot.channels.console.sheets import PICTURES, pieces, shown, view_of
from bot.channels.web.refusing import NOT_THERE, Sorry
from bot.files import Gone
from bot.store.applications.writing import noted
from bot.store.casework.records import Listing
from bot.store.mail import Changes
from bot.store.rows import Member
from bot.workdays import day
from dialogs.shared.states import NAMES

SIZE = 50
WEEK = 7
SHOWN = 30
"""Lines of one group of what is to be done."""
MINE, NOBODY = "mine", "nobody"
DUES = (("overdue", "已超期"), ("week", "七天以内"), ("none", "没有写天数"), ("proposed", "拟好了等负责人定"))
SORTS = (
    ("due", "期限近的在前"),
    ("filed", "新递交的在前"),
    ("oldest", "早递交的在前"),
    ("since", "停得久的在前"),
)
ALONE = "default-src 'none'; sandbox"
"""What a file may load and run: nothing."""
HANDLING = frozenset({"clerk", "leader"})


@dataclass(frozen=True, slots=True)
class Group:
    """Of what is to be done: what belongs together. `link`: where all of it is."""

    id: str
    title: str
    lines: tuple[CaseLine, ...]
    count: int
    about: str = ""
    link: str = ""
    pressing: bool = False

    @property
    def more(self) -> bool:
        return self.count > len(self.lines)


# ── what is to be done ───────────────────────────────────────────────────────────────────────────
BY_TIME: Sequence[tuple[str, str, Callable[[CaseLine, date], bool]]] = (
    ("overdue", "已超期", lambda one, _: one.left is not None and one.left < 0),
    ("today", "今天到期", lambda one, _: one.left == 0),
    ("week", "七天以内到期", lambda one, week: one.due is not None and one.due <= week),
    ("later", "七天以后到期", lambda one, _: one.due is not None),
    ("none", "要办的，文件没有写天数", lambda one, _: bool(one.act)),
)
BY_STATE = (
    ("submitted", "新来的，等受理", "点编号打开，看过再受理或者要求补充。"),
    ("accepted", "正在办理", "已经受理，还没有作结论。文件没有写这一段要几天的，就没有期限。"),
    ("concluded", "都办完了，等归档", "要办的都办了；负责人看过，就可以归档。"),
)
TO_DECIDE = "点编号打开，核对后办，或者写明意见退回。"
DECIDED_BY_OTHERS = "交上去的等负责人定；别的步骤可以接着办。"
NOTES = {
    "read": "好的，这一条不再提醒；到了下一个日子（当天、过了期限）再说一次。",
    "recused": "回避登记好了。那一份您以后看不到了，由同事接着办。",
}
BESIDE = " "
"""Between the number of a case and what is to be remembered of it."""
RETURNED = "负责人写了意见。点编号打开，照意见改好再交。"
FOLLOWED = "是同事自己定的日子，不是文件的期限。"


async def due(seat: Seat) -> Response:
    mine = seat.query("who") == MINE
    groups = [one for one in await _groups(seat, mine) if one.lines]
    more, note = seat.reminders.count - len(seat.reminders.lines), NOTES.get(seat.query("note"), "")
    return seat.page(
        "due.html",
        groups=groups,
        mine=mine,
        reminders=seat.reminders.lines,
        more=more,
        between=BESIDE,
        note=note,
    )


async def _groups(seat: Seat, mine: bool) -> list[Group]:
    lines = await seat.console.quickly(seat.console.office.due, seat.member)
    waiting, returned = await _waiting(seat), await _returned(seat)
    if mine:
        lines = tuple(one for one in lines if one.handler_id == seat.member.id)
    today = day(seat.console.store.given.now())
    pressing, *coming = _by_time(lines, today + timedelta(days=WEEK))
    named = {one.number for group in (waiting, returned) for one in group.lines}
    rest = [one for one in lines if one.number not in named]
    groups = [pressing, returned, _followed(lines, today), *coming, *_by_state(rest)]
    groups.insert(0 if seat.member.role == "leader" else len(groups), waiting)
    return groups


async def put_away(seat: Seat) -> Response:
    """One reminder is read, or all that were shown."""
    form = await seat.sent()
    named = [one.partition(BESIDE) for one in form.fields.getlist("what") if isinstance(one, str)]
    what = {(number, kind) for number, _, kind in named}
    await seat.console.quickly(seat.console.office.put_away, seat.member, what)
    return goes(f"?who={MINE}" if form.text("who") == MINE else "", "read")


async def _waiting(seat: Seat) -> Group:
    """What waits for a leader: theirs to decide, or not."""
    wanted = Listing(due="proposed", sort="since", size=SHOWN)
    found = await seat.console.quickly(seat.console.office.listed, seat.member, wanted)
    about = TO_DECIDE if seat.member.role == "leader" else DECIDED_BY_OTHERS
    link = f"{ROOT}/cases?due=proposed"
    return Group("proposed", "拟好了，等负责人定", found.rows, found.count, about, link)


async def _returned(seat: Seat) -> Group:
    """What came back to whoever looks."""
    wanted = Listing(due="returned", proposer=seat.member.id, sort="since", size=SHOWN)
    found = await seat.console.quickly(seat.console.office.listed, seat.member, wanted)
    return Group("returned", "退回给您的", found.rows, len(found.rows), RETURNED, pressing=True)


def _followed(lines: Sequence[CaseLine], today: date) -> Group:
    there = {one.number: one for one in reversed(lines) if one.follow_up and one.follow_up <= today}
    some = tuple(there.values())[:SHOWN]
    return Group("follow", "到了再看的日子", some, len(some), FOLLOWED)


def _by_time(lines: Sequence[CaseLine], week: date) -> Iterator[Group]:
    """Overdue first."""
    left = [one for one in lines if one.act]
    for id_, title, fits in BY_TIME:
        there = [one for one in left if fits(one, week)]
        left = [one for one in left if not fits(one, week)]
        link = f"{ROOT}/cases?{f'due={id_}' if id_ in dict(DUES) else 'sort=due'}"
        yield Group(id_, title, tuple(there[:SHOWN]), len(there), "", link, id_ in ("overdue", "today"))


def _by_state(lines: Sequence[CaseLine]) -> Iterator[Group]:
    """Cases in which nothing is due by a policy."""
    for state, title, about in BY_STATE:
        there = [one for one in lines if not one.act and one.state == state]
        link = f"{ROOT}/cases?state={state}&sort=since"
        yield Group(state, title, tuple(there[:SHOWN]), len(there), about, link)


# ── lists ────────────────────────────────────────────────────────────────────────────────────────
def wanted(seat: Seat) -> tuple[Listing, dict[str, str]]:
    """(which cases, what was chosen in the form)."""
    chosen = {name: seat.query(name) for name in ("state", "handler", "due", "origin", "sort", "region")}
    handler: int | None = None
    if chosen["handler"] == MINE:
        handler = seat.member.id
    elif chosen["handler"] == NOBODY:
        handler = 0
    elif chosen["handler"].isascii() and chosen["handler"].isdigit():
        handler = int(chosen["handler"][:9])
    listing = Listing(
        seat.query("q"), chosen["region"] or None, (chosen["state"],) if chosen["state"] in NAMES else (), handler,
        chosen["due"] if chosen["due"] in dict(DUES) else "", chosen["origin"] if chosen["origin"] in ORIGINS else "",
        chosen["sort"] if chosen["sort"] in dict(SORTS) else "filed", _page(seat), SIZE,
    )  # fmt: skip
    return listing, chosen


def _page(seat: Seat) -> int:
    """From 0."""
    text = seat.query("page", 5)
    return max(0, int(text) - 1) if text.isascii() and text.isdigit() else 0


async def listed(seat: Seat) -> Response:
    listing, chosen = wanted(seat)
    page = await seat.console.quickly(seat.console.office.listed, seat.member, listing)
    people = await seat.console.quickly(seat.console.people.all)
    called = await seat.console.quickly(seat.console.people.called)
    handlers = [
        (MINE, "我"),
        (NOBODY, "还没有人"),
        *((str(one.id), called[one.id]) for one in _handlers(seat, people)),
    ]
    asked = {name: text for name, text in {"q": listing.words, **chosen}.items() if text}
    return seat.page(
        "cases.html", wanted=listing, chosen=chosen, lines=page.rows, count=page.count, size=SIZE, page=listing.page + 1,
        handlers=handlers, dues=DUES, sorts=SORTS, searching=bool(asked),
        link=f"{ROOT}/cases?{urlencode(asked)}", export=f"{ROOT}/cases.xlsx?{urlencode(asked)}",
        acts=seat.member.role in HANDLING,
    )  # fmt: skip


def _handlers(seat: Seat, people: Iterable[Member]) -> Iterator[Member]:
    """Colleagues who may handle what this one sees."""
    region = seat.member.region
    there = (one for one in people if one.role in HANDLING and not one.left and one.id != seat.member.id)
    return (one for one in there if not region or one.sees(region))


# ── one case ─────────────────────────────────────────────────────────────────────────────────────
async def case(seat: Seat) -> Response:
    return await shown(seat, await view_of(seat))


async def file(seat: Seat) -> Response:
    """To be kept; a picture may be looked at in its place on the page, never as a page."""
    view = await view_of(seat)
    piece = pieces(view).get(seat.request.path_params["place"])
    if piece is None:
        raise Sorry(404, NOT_THERE)
    try:
        path = seat.console.keep.path(piece.place)
    except Gone:
        raise Sorry(404, NOT_THERE) from None
    write = noted(view.case.number, seat.by, "papers")
    await seat.console.quickly(seat.console.store.write, Changes(writes=[write]))
    headers = {"content-disposition": attachment(piece.name), "content-security-policy": ALONE}
    return FileResponse(path, headers=headers, media_type=_media(piece.kind))


def _media(kind: str) -> str:
    """Of what a browser may show; anything else is only to be kept."""
    return f"image/{'jpeg' if kind == 'jpg' else kind}" if kind in PICTURES else "application/octet-stream"


def attachment(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
