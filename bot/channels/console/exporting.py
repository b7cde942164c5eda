"""Lists of cases as a table for Excel and WPS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response

from bot.casework.views import CaseLine
from bot.channels.console.cases import attachment, wanted
from bot.channels.console.looks import ORIGINS
from bot.channels.console.register import EXPORTS
from bot.channels.console.seat import Seat
from bot.channels.web.downloads import XLSX
from bot.documents import spreadsheet
from bot.documents.aside import aside
from bot.documents.spreadsheet import Cell, Column
from bot.store.applications.writing import noted
from bot.store.casework.records import Listing
from bot.store.mail import Changes
from bot.workdays import day
from dialogs.acts import spelled
from dialogs.shared.states import NAMES

MOST = 20_000
"""Cases in one table; more are exported by the command line."""
FEW = 200
"""That are written before a process of their own would have begun."""
COLUMNS = (Column("编号", 13), Column("地区", 14), Column("状态", 12), Column("来源", 20), Column("事项", 50), Column("递交", 12),
           Column("到这一步", 12), Column("停了几天", 8), Column("承办", 10), Column("要办的", 20), Column("期限到", 12),
           Column("暂定", 6), Column("还有几个工作日", 8))  # fmt: skip


async def export(seat: Seat) -> Response:
    """Of those that are wanted, all pages of them; that it was taken is noted, without the words that were searched for."""
    listing, _ = wanted(seat)
    console = seat.console
    page = await console.slowly(console.office.listed, seat.member, replace(listing, page=0, size=MOST))
    detail = f"{_scope(listing)} {len(page.rows)}"
    await console.quickly(console.store.write, Changes(writes=[noted(EXPORTS, seat.by, "export", detail)]))
    content = await console.slowly(_made, seat, page.rows)
    name = attachment(f"申请-{day(console.store.given.now()).isoformat()}.xlsx")
    return Response(content, media_type=XLSX, headers={"content-disposition": name})


def _scope(listing: Listing) -> str:
    search = " search" if listing.words else ""
    return f"{listing.region or '*'} {','.join(listing.states) or '*'}{search}"


def _made(seat: Seat, lines: Sequence[CaseLine]) -> bytes:
    if len(lines) <= FEW:
        return spreadsheet.made("申请", COLUMNS, (_row(seat, one) for one in lines))
    return aside(spreadsheet.unpacked, "申请", COLUMNS, spreadsheet.packed(_row(seat, one) for one in lines))


def _row(seat: Seat, one: CaseLine) -> Sequence[Cell]:
    short = seat.console.library.short
    matter = "（内容已删除）" if one.erased else one.matter or one.summary
    return [spelled(one.number), short.get(one.region, one.region), NAMES[one.state], ORIGINS[one.origin], matter, one.filed,
            one.since, one.waited, one.handler, one.do, one.due, "暂定" if one.provisional else "", one.left]  # fmt: skip
