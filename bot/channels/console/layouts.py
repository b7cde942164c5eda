"""Which layouts the papers have: ours or the office's own, for those alone who manage staff."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from bot.casework.layouts import Layout
from bot.channels.console.cases import attachment
from bot.channels.console.seat import Seat, goes
from bot.channels.web.downloads import KINDS
from bot.channels.web.refusing import NOT_THERE, Sorry
from bot.channels.web.uploads import Upload
from bot.documents.papers.templates import TITLES
from bot.documents.papers.vocabulary import ROW, names
from bot.files import MOST, plain_name

NOTES = {
    "own": "放好了，从现在起这一种文书用单位自己的样式，聊天里也是。",
    "ours": "换回来了，从现在起用本系统的样式。",
}
TOO_MANY = "一次放一份，请只选一个文件"
TOO_LARGE = "文件超过 20 MB，不像一份文书；请把里面的图片换小"
NOT_DOCX = "“{name}”不是 docx；请用 Word 或 WPS 另存为 .docx 再放"
CALLED = {"ours": "样式", "own": "单位的样式"}
BEGINS = b"PK"
"""Of every docx."""


async def layouts(seat: Seat) -> Response:
    return await _page(seat, _region(seat, seat.query("region")))


async def _page(
    seat: Seat, region: str, status: int = 200, paper: str = "", wrong: tuple[str, ...] = ()
) -> Response:
    office, own = seat.console.office, seat.console.own
    there: tuple[Layout, ...] = await seat.console.slowly(office.layouts, seat.member, own, region)
    used = {one: await seat.console.quickly(own.used, one) for one in _regions(seat)}
    return seat.page(
        "layouts.html", status, region=region, used=used, layouts=there, folder=str(own.folder),
        away=await seat.console.quickly(own.away), paper=paper, wrong=wrong, names=names(), row=ROW, astray=await _astray(seat),
        note=NOTES.get(seat.query("note"), ""),
    )  # fmt: skip


async def _astray(seat: Seat) -> tuple[str, ...]:
    """For those who see to all regions: nobody else's files are named."""
    own = seat.console.own
    return (
        ()
        if seat.member.region
        else await seat.console.quickly(own.astray, tuple(seat.console.library.policies))
    )


def _regions(seat: Seat) -> list[str]:
    """Those that this one sees to."""
    all_ = seat.console.library.regimes
    return [one for one in all_ if seat.member.region in (None, one)]


def _region(seat: Seat, wanted: str) -> str:
    there = _regions(seat)
    return wanted if wanted in there else there[0]


async def handed_out(seat: Seat) -> Response:
    """Ours to begin from, or the office's own as it is."""
    region, paper, whose = (seat.request.path_params[name] for name in ("region", "paper", "whose"))
    if region not in _regions(seat) or paper not in TITLES or whose not in CALLED:
        raise Sorry(404, NOT_THERE)
    content = await seat.console.slowly(_content, seat, region, paper, whose)
    name = attachment(f"{TITLES[paper]}-{seat.console.library.short[region]}-{CALLED[whose]}.docx")
    return Response(content, media_type=KINDS["docx"], headers={"content-disposition": name})


def _content(seat: Seat, region: str, paper: str, whose: str) -> bytes:
    file = seat.console.own.of(region, paper)
    if whose == "ours":
        return seat.console.office.laid_out(region, paper)
    if file is None:
        raise Sorry(404, NOT_THERE)
    return file.read_bytes()


async def changes(seat: Seat) -> Response:
    """The office's own is put in force, or ours again."""
    form = await seat.sent()
    try:
        region, paper = _region(seat, form.text("region")), form.text("paper")
        back = f"/templates?region={region}"
        if form.text("do") == "ours":
            call = seat.console.office.lays_off
            why = await seat.console.quickly(call, seat.member, seat.console.own, region, paper)
            return await _page(seat, region, 409, paper, (why,)) if why else goes(back, "ours")
        wrong = await _laid(seat, region, paper, form.files)
        return await _page(seat, region, 422, paper, wrong) if wrong else goes(back, "own")
    finally:
        await form.close()


async def _laid(seat: Seat, region: str, paper: str, files: Sequence[Upload]) -> tuple[str, ...]:
    """All that is wrong, where it is not taken."""
    if len(files) > 1:
        return (TOO_MANY,)
    name, content = "", b""
    for one in files:
        if one.size > MOST:
            return (TOO_LARGE,)
        one.content.seek(0)
        name, content = plain_name(one.name), one.content.read()
    if content and not (name.lower().endswith(".docx") and content.startswith(BEGINS)):
        return (NOT_DOCX.format(name=name),)
    return await seat.console.slowly(
        seat.console.office.lays, seat.member, seat.console.own, region, paper, content
    )
