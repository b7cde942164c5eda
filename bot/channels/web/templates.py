"""The templates of the page: everything that goes into them is escaped unless it is Markup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.web.addresses import address
from bot.channels.web.render import linked

HERE = Path(__file__).parent
STATIC = HERE / "static"
ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.filters |= {"linked": linked, "address": address}


def filled(name: str, **values: Any) -> str:
    return ENVIRONMENT.get_template(name).render(**values)
