"""The templates of the staff's pages, with those of the chat page beside them: everything that goes in is escaped unless it
is Markup."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from bot.channels.console.boxes import aspects, condition, listed
from bot.channels.web import templates as page
from bot.channels.web.addresses import address
from bot.workdays import SHANGHAI
from dialogs.acts import spelled
from dialogs.shared.states import NAMES
from knowledge.rules.casework import plain

ORIGINS = {"application": "依申请，在本系统递交", "paper": "依申请，书面交来", "ex_officio": "依职权"}
HERE = Path(__file__).parent
STATIC = HERE / "static"


def moment(at: datetime) -> str:
    """As a clock in Shanghai shows it."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def daily(day: date | datetime | None) -> str:
    if isinstance(day, datetime):
        day = day.astimezone(SHANGHAI).date()
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def sized(size: int) -> str:
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 2**10))} KB"


ENVIRONMENT = Environment(
    loader=ChoiceLoader([FileSystemLoader(HERE / "templates"), FileSystemLoader(page.HERE / "templates")]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.filters |= {
    "address": address,
    "moment": moment,
    "daily": daily,
    "spelled": spelled,
    "sized": sized,
    "plain": plain,
}
ENVIRONMENT.globals |= {
    "states": NAMES,
    "origins": ORIGINS,
    "condition": condition,
    "aspects": aspects,
    "listed": listed,
}


def filled(name: str, /, **values: Any) -> str:
    return ENVIRONMENT.get_template(f"staff/{name}").render(**values)
