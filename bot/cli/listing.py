"""Which applications are meant, and a list of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.clean import clean
from bot.cli import places
from bot.cli.printing import as_json, line, table
from bot.cli.usage import UsageError
from bot.store.applications.reads import Docket
from bot.store.rows import Row
from bot.workdays import SHANGHAI, day
from dialogs.acts import spelled
from dialogs.shared.states import IN_HAND, NAMES, STATES
from knowledge.library.corpus import Library

STATE: Mapping[str, str] = {str(name): words for name, words in NAMES.items()}
LISTED = ("编号", "地区", "状态", "提交时间", "状态起", "等了几天", "摘要")
WAITING = IN_HAND
"""States in which somebody waits: for staff, or for the applicant."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which applications: of one region, in one state, with all these words in number or summary."""

    region: str | None = None
    state: str | None = None
    words: str = ""


def chosen(library: Library, region: str | None, state: str | None, words: str | None) -> Selection:
    """As it was typed: a region by key or name, a state by key or Chinese name."""
    return Selection(region and places.region(library, region), _state(state), clean(words or ""))


def _state(wanted: str | None) -> str | None:
    known = {said: name for name, words in STATES.items() for said in (name, words, STATE[name])}
    if wanted is None:
        return None
    if wanted in known:
        return known[wanted]
    raise UsageError(f"没有 {line(wanted)} 这个状态。有：{options(STATE)}。")


def options(names: Mapping[str, str]) -> str:
    return "、".join(f"{name}（{words}）" for name, words in names.items())


def page(docket: Docket, choice: Selection, limit: int) -> tuple[list[Row], int]:
    return docket.page(choice.region, (choice.state,) if choice.state else (), choice.words, limit)


def listed(docket: Docket, library: Library, choice: Selection, limit: int, width: int, today: date) -> str:
    """A table of so many columns of the terminal, newest first, and how many there are."""
    rows, total = page(docket, choice, limit)
    if not rows:
        return "没有符合的申请。" if choice != Selection() else "还没有申请。"
    lines = [(spelled(row.number), short(library, row.region), STATE[row.state], minute(row.filed_at), minute(row.since),
              _days(row, today), "（内容已删除）" if row.erased else row.summary) for row in rows]  # fmt: skip
    shown = "都在这里。" if total == len(rows) else f"这里是最新的 {len(rows)} 份；--limit 可以多列一些。"
    return "\n".join([*table([LISTED, *lines], width), f"共 {total} 份，{shown}"])


def listed_json(docket: Docket, choice: Selection, limit: int, today: date) -> str:
    """The same as a list of objects."""
    rows = page(docket, choice, limit)[0]
    return as_json([{**head(row), "waited_days": waited(row, today), "summary": row.summary} for row in rows])


def waited(row: Row, today: date) -> int | None:
    """Days that somebody has waited; None where nobody does."""
    return (today - day(row.since)).days if row.state in WAITING else None


def _days(row: Row, today: date) -> str:
    days = waited(row, today)
    return "" if days is None else f"{days} 天"


def short(library: Library, region: str) -> str:
    return library.short.get(region, region)


def minute(at: datetime) -> str:
    return f"{on_the_wall(at):%Y-%m-%d %H:%M}"


def on_the_wall(at: datetime) -> datetime:
    """As a clock in Shanghai shows it."""
    return at.astimezone(SHANGHAI).replace(tzinfo=None, second=0, microsecond=0)


def head(row: Row) -> dict[str, Any]:
    """What every JSON object of an application begins with."""
    return {"number": spelled(row.number), "region": row.region, "state": row.state, "submitted_at": time_of(row.filed_at),
            "since": time_of(row.since), "applicant": row.applicant, "erased": row.erased}  # fmt: skip


def time_of(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")
