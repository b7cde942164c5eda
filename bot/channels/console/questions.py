"""Questions of readers that were not answered well, as the beginning of a batch of examples."""

from __future__ import annotations

from collections import defaultdict

import yaml
from starlette.responses import Response

from bot.channels.console.cases import attachment
from bot.channels.console.seat import Seat
from bot.store.records import ReaderQuestion
from bot.workdays import day

BY = "读者没有得到回答的问题，待编写、二读"
MOST = 200
"""That are shown, the newest first."""


async def questions(seat: Seat) -> Response:
    there = await _there(seat)
    return seat.page("questions.html", questions=there[:MOST], count=len(there))


async def _there(seat: Seat) -> list[ReaderQuestion]:
    """Of the member's region, and those of none."""
    all_ = await seat.console.quickly(seat.console.store.questions)
    region = seat.member.region
    return [
        one for one in reversed(all_) if not one.useful and (region is None or one.region in (None, region))
    ]


async def batch(seat: Seat) -> Response:
    """Under the provision that was answered with: whoever writes the batch moves what belongs elsewhere."""
    form = await seat.sent()
    region = form.text("region")
    chosen = [one for one in await _there(seat) if one.region == region]
    today = day(seat.console.store.given.now())
    found: dict[str, list[str]] = defaultdict(list)
    for one in chosen:
        place = found[one.provisions[0] if one.provisions else ""]
        place += [] if one.question in place else [one.question]
    nowhere = "".join(f"# 没有对上条款：{' '.join(text.split())}\n" for text in found.pop("", ()))
    batch_ = {"by": BY, "date": today, **{id_: {"asked": texts} for id_, texts in sorted(found.items())}}
    text = yaml.safe_dump(batch_, allow_unicode=True, sort_keys=False, width=10_000) + nowhere
    name = attachment(f"{today.isoformat()}-questions.yaml")
    return Response(text, media_type="application/yaml", headers={"content-disposition": name})
