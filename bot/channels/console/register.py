"""The register of a month (备案): what is reported, to whom, by when, and its table in the official columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from bot.casework.views import RegisterLine
from bot.channels.console.cases import attachment
from bot.channels.console.seat import Seat
from bot.channels.web.downloads import XLSX
from bot.channels.web.refusing import NOT_THERE, Sorry
from bot.documents import spreadsheet
from bot.documents.spreadsheet import Cell, Column
from bot.store.applications.writing import noted
from bot.store.mail import Changes
from bot.workdays import day
from knowledge.rules.casework import CaseAct

ACT, EXPORTS = "register", "export"
COLUMNS = (Column("序号", 6), Column("容错对象（单位或人员）", 24), Column("启动来源（依职权或依申请）", 16), Column("容错原因", 40),
           Column("处理结果", 24), Column("纠错情况", 40))  # fmt: skip
"""As the policies' annex has them."""


async def month(seat: Seat) -> Response:
    region, first = _chosen(seat)
    lines = await _lines(seat, region, first) if region else ()
    return seat.page(
        "register.html", region=region, month=f"{first:%Y-%m}", lines=lines, act=_act(seat, region),
        table=f"/staff/register.xlsx?region={region}&month={first:%Y-%m}",
    )  # fmt: skip


async def table(seat: Seat) -> Response:
    """As an .xlsx; that it was taken is noted."""
    region, first = _chosen(seat)
    if not region:
        raise Sorry(404, NOT_THERE)
    lines = await _lines(seat, region, first)
    detail = f"register {region} {first:%Y-%m} {len(lines)}"
    await seat.console.quickly(
        seat.console.store.write, Changes(writes=[noted(EXPORTS, seat.by, "export", detail)])
    )
    content = await seat.console.slowly(_written, lines)
    short = seat.console.library.short.get(region, region)
    name = attachment(f"容错纠错工作备案表-{short}-{first:%Y-%m}.xlsx")
    return Response(content, media_type=XLSX, headers={"content-disposition": name})


def _chosen(seat: Seat) -> tuple[str, date]:
    """(region, "" where none was chosen yet; the first day of the month)."""
    library, today = seat.console.library, day(seat.console.store.given.now())
    region = seat.member.region or seat.query("region")
    try:
        first = date.fromisoformat(f"{seat.query('month')}-01")
    except ValueError:
        first = today.replace(day=1)
    return region if region in library.policies else "", first


async def _lines(seat: Seat, region: str, first: date) -> Sequence[RegisterLine]:
    return await seat.console.quickly(seat.console.office.register, seat.member, region, first)


def _act(seat: Seat, region: str) -> CaseAct | None:
    procedure = seat.console.library.procedures.get(region)
    return procedure.acts.get(ACT) if procedure else None


def _written(lines: Sequence[RegisterLine]) -> bytes:
    rows: list[list[Cell]] = [
        [n, one.whom, one.origin, one.why, one.result, one.correction] for n, one in enumerate(lines, 1)
    ]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "register.xlsx"
        spreadsheet.write(file, "备案表", COLUMNS, rows)
        return file.read_bytes()
