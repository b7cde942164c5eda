"""Statistics, with pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup
from starlette.responses import Response

from bot.casework.views import Figures, Limit, Tally
from bot.channels.console.charts import Charted, bar, charted
from bot.channels.console.seat import Seat
from bot.workdays import countable, day

SEVERAL = "一份申请可以主张几条，各算一次，加起来会多于份数。"
UNCLAIMED = "没有主张条款的"
WRONG = "日期要写成 2026-12-01 这样；从哪一天不能晚于到哪一天。"


async def statistics(seat: Seat) -> Response:
    today = day(seat.console.store.given.now())
    since, until = _day(seat.query("since"), today.replace(month=1, day=1)), _day(seat.query("until"), today)
    if since is None or until is None or since > until:
        typed = {"since": seat.query("since"), "until": seat.query("until")}
        return seat.page("figures.html", 422, **typed, wrong=WRONG, parts=[], figures=None, limits=[])
    figures = await seat.console.quickly(seat.console.office.statistics, seat.member, since, until)
    return seat.page(
        "figures.html", since=since.isoformat(), until=until.isoformat(), wrong="", figures=figures, parts=_parts(figures),
        limits=[(one, _bar(one)) for one in figures.limits if one.total],
    )  # fmt: skip


def _day(text: str, otherwise: date) -> date | None:
    """None where it is no day, or one that nobody counts until."""
    try:
        found = date.fromisoformat(text) if text else otherwise
    except ValueError:
        return None
    return found if countable(found, otherwise) else None


def _parts(figures: Figures) -> list[tuple[str, str, list[Charted]]]:
    """(heading, what is to be known of it, rows) of what there is something of."""
    claimed = [*figures.situations, *([Tally("", UNCLAIMED, figures.unclaimed)] if figures.unclaimed else [])]
    parts: list[tuple[str, str, Sequence[Tally]]] = [
        ("按月", "", figures.months), ("按地区", "", figures.regions), ("按状态", "", figures.states),
        ("按结论", "", figures.outcomes), ("按来源", "", figures.origins), ("按主张的情形", SEVERAL, claimed),
    ]  # fmt: skip
    return [(title, about, _drawn(rows)) for title, about, rows in parts if rows]


def _drawn(rows: Sequence[Tally]) -> list[Charted]:
    return charted([(one.label, one.count) for one in rows])


def _bar(one: Limit) -> Markup:
    """The share of each kind."""
    parts = [("met", one.met), ("missed", one.missed), ("still", one.open), ("overdue", one.overdue),
             ("undated", one.undated), ("waived", one.waived)]  # fmt: skip
    return bar(parts, one.total)
