"""The register of a month (备案): what is reported, to whom, by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from starlette.responses import Response

from bot.casework.printing import LOOK, PURPOSES
from bot.casework.views import RegisterLine
from bot.channels.console.seat import Seat
from bot.workdays import countable, day
from knowledge.rules.casework import CaseAct

ACT, EXPORTS = "register", "export"


async def month(seat: Seat) -> Response:
    return await page(seat, *of(seat, seat.query("region"), seat.query("month")))


async def page(seat: Seat, region: str, first: date, status: int = 200, said: str = "") -> Response:
    lines = await lines_of(seat, region, first) if region else ()
    hidden = (
        await seat.console.quickly(seat.console.office.withheld, seat.member, region, first) if region else 0
    )
    return seat.page(
        "register.html", status, said=said, purposes=PURPOSES, look=LOOK, region=region, month=f"{first:%Y-%m}", lines=lines, hidden=hidden, act=_act(seat, region)
    )  # fmt: skip


def of(seat: Seat, region: str, month: str) -> tuple[str, date]:
    """(region, "" where none was chosen yet; the first day of the month)."""
    region = seat.member.region or region
    today = day(seat.console.store.given.now())
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        first = today
    first = (first if countable(first, today) else today).replace(day=1)
    return region if region in seat.console.library.policies else "", first


async def lines_of(seat: Seat, region: str, first: date) -> Sequence[RegisterLine]:
    return await seat.console.quickly(seat.console.office.register, seat.member, region, first)


def _act(seat: Seat, region: str) -> CaseAct | None:
    procedure = seat.console.library.procedures.get(region)
    return procedure.acts.get(ACT) if procedure else None
