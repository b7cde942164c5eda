"""The papers of a case, and the register of a month, as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from bot.casework.printing import Made, PaperFiles
from bot.casework.views import Barred
from bot.channels.console import register
from bot.channels.console.cases import attachment
from bot.channels.console.seat import Seat
from bot.channels.console.sheets import Tried, shown, view_of
from bot.channels.web.downloads import KINDS, XLSX
from bot.channels.web.refusing import STRANGE, Sorry
from bot.channels.web.uploads import Sending
from bot.clean import clean
from bot.workdays import day

MEDIA: Mapping[str, str] = {**KINDS, "xlsx": XLSX, "zip": "application/zip"}
ASKED: Mapping[str, Made] = {"docx": "docx", "pdf": "pdf", "zip": "zip", "xlsx": "xlsx"}
FILLER = 60
"""Characters of the name of whoever fills in the register."""


async def prints(seat: Seat) -> Response:
    """Of one case: those that were ticked, in one file."""
    form = await seat.sent()
    await form.close()
    view = await view_of(seat)
    number, kind = view.case.number, _kind(form)
    wanted = [(number, one) for one in form.fields.getlist("paper") if isinstance(one, str)]
    console, hide = seat.console, form.text("hide") == "1"
    made = await console.at_the_printer(
        console.office.printed, seat.member, wanted, form.text("purpose"), kind, console.own, hide
    )
    if why := _why(made, kind):
        return await shown(seat, await view_of(seat, again=True), 409, Tried(said=why), printing=_typed(form))
    return _handed_out(made)


async def register_printed(seat: Seat) -> Response:
    form = await seat.sent()
    region, first = register.of(seat, form.text("region"), form.text("month"))
    kind, console, hide = _kind(form), seat.console, form.text("hide") == "1"
    lines = [one.number for one in await register.lines_of(seat, region, first)]
    filler, today = clean(form.text("filler")).strip()[:FILLER], day(console.store.given.now())
    made = await console.at_the_printer(
        console.office.printed_register, seat.member, region, first, lines, form.text("purpose"), kind, console.own, filler, today, hide,
    )  # fmt: skip
    if why := _why(made, kind):
        return await register.page(seat, region, first, 409, why)
    return _handed_out(made)


def _kind(form: Sending) -> Made:
    found = ASKED.get(form.text("kind"))
    if found is None:
        raise Sorry(400, STRANGE)
    return found


def _typed(form: Sending) -> dict[str, Any]:
    return {"paper": form.fields.getlist("paper"), "purpose": form.text("purpose"), "hide": form.text("hide")}


def _why(made: PaperFiles | Barred, kind: Made) -> str:
    """Why what was wanted is not there; a file of another kind is not handed out without a word."""
    if isinstance(made, Barred):
        return made.say
    return f"{made.why}可以先下载 Word 的。" if made.kind != kind else ""


def _handed_out(made: PaperFiles | Barred) -> Response:
    assert isinstance(made, PaperFiles)
    return Response(
        made.content, media_type=MEDIA[made.kind], headers={"content-disposition": attachment(made.name)}
    )
