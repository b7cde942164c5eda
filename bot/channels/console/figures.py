"""Statistics, with pictures, and the register of a month (备案)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from starlette.responses import Response

from bot.casework.views import Figures, Limit, Tally
from bot.channels.console.charts import Bar, bars
from bot.channels.console.seat import Seat
from bot.workdays import day

WRONG = "日期要写成 2026-12-01 这样；从哪一天不能晚于到哪一天。"


async def statistics(seat: Seat) -> Response:
    today = day(seat.console.store.given.now())
    since, until = _day(seat.query("since"), today.replace(month=1, day=1)), _day(seat.query("until"), today)
    if since is None or until is None or since > until:
        return seat.page("figures.html", 422, since=seat.query("since"), until=seat.query("until"), wrong=WRONG, parts=[], figures=None, limits=[], drawn="")  # fmt: skip
    figures = await seat.console.quickly(seat.console.office.statistics, seat.member, since, until)
    return seat.page(
        "figures.html", since=since.isoformat(), until=until.isoformat(), wrong="", figures=figures,
        parts=_parts(figures), limits=figures.limits, drawn=bars(_limits(figures, seat.console.library.short)),
    )  # fmt: skip


def _day(text: str, otherwise: date) -> date | None:
    """None where it is no day."""
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        return None


def _parts(figures: Figures) -> list[tuple[str, Sequence[Tally], Any]]:
    """(heading, rows, picture) of what there is something of."""
    parts = [
        ("按月", figures.months), ("按地区", figures.regions), ("按状态", figures.states), ("按结论", figures.outcomes),
        ("按来源", figures.origins), ("按主张的情形", figures.situations),
    ]  # fmt: skip
    return [
        (title, rows, bars([Bar(one.label, (("much", one.count),)) for one in rows]))
        for title, rows in parts
        if rows
    ]


def _limits(figures: Figures, short: Mapping[str, str]) -> list[Bar]:
    drawn = (_limit(one, short) for one in figures.limits)
    return [one for one in drawn if one.total]


def _limit(one: Limit, short: Mapping[str, str]) -> Bar:
    return Bar(
        f"{short.get(one.region, one.region)}　{one.do}",
        (("met", one.met), ("missed", one.missed), ("still", one.open), ("overdue", one.overdue)),
    )
