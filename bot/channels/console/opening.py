"""A case that nobody filed here: it came on paper, or the authority opens it itself (依职权)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from starlette.responses import Response

from bot.casework.views import Barred
from bot.channels.console import boxes
from bot.channels.console.acting import LONGEST, TOO_LONG, kept
from bot.channels.console.looks import ORIGINS
from bot.channels.console.seat import Seat, goes
from bot.channels.web.refusing import NOT_THERE, Sorry
from bot.channels.web.uploads import Sending
from bot.clean import clean
from dialogs.acts import CELL, FormField
from dialogs.shared.paper import MARK, NO_ANNEX, TITLE
from knowledge.library.corpus import Library
from knowledge.rules import APPLICANT, MATTER, POST, REASONS, REMARK

Origin = Literal["paper", "ex_officio"]
NEEDED = {"matter": "请写申请容错事项：什么事，什么时候", "who": "申请人和申请党组织请至少写一个"}


async def choose(seat: Seat) -> Response:
    """Which document it is under, then the boxes of that one."""
    region = seat.member.region or seat.query("region")
    if region not in seat.console.library.regimes:
        return seat.page(
            "opening.html", region="", boxes=[], typed={}, wrong={}, grounds=[], came=[], said=""
        )
    return _page(seat, region)


def _page(seat: Seat, region: str, status: int = 200, **more: Any) -> Response:
    policy, regime = seat.console.library.policies[region], seat.console.library.regimes[region]
    listed = {one.at for one in regime.situations.items}
    grounds = [one for one in boxes.grounds(policy, ()) if one.id in listed]
    shown = {
        "region": region, "boxes": list(_boxes(seat.console.library, region)), "typed": {}, "wrong": {}, "said": "",
        "grounds": grounds, "came": [(key, ORIGINS[key]) for key in ("paper", "ex_officio")],
    }  # fmt: skip
    return seat.page("opening.html", status, **{**shown, **more})


def _boxes(library: Library, region: str) -> Iterator[tuple[str, str]]:
    """(key, heading) in the order of the official form."""
    paper = library.regimes[region].paper
    if paper.first:
        yield "first", paper.first.label
    yield "authority", paper.authority
    yield "organisation", f"申请{paper.organisation}"
    yield from (("applicant", APPLICANT), ("post", POST), ("matter", MATTER), ("reasons", REASONS))
    if paper.correction:
        yield "correction", "纠错整改情况"
    yield "remark", REMARK


async def opens(seat: Seat) -> Response:
    form = await seat.sent()
    try:
        return await _opened(seat, form)
    finally:
        await form.close()


async def _opened(seat: Seat, form: Sending) -> Response:
    library, region = seat.console.library, form.text("region")
    if region not in library.regimes or not seat.member.sees(region):
        raise Sorry(404, NOT_THERE)
    headings = dict(_boxes(library, region))
    typed = {key: clean(form.text(key)).replace("\r\n", "\n").strip() for key in (*headings, "origin")}
    claims = [one for one in form.fields.getlist("claims") if isinstance(one, str)]
    wrong = _wrong(typed)
    if not wrong:
        pieces, unkept = await seat.console.slowly(kept, seat.console.keep, form.files)
        wrong = {"files": "；".join(unkept.values())} if unkept else {}
    if wrong:
        return _page(seat, region, 422, typed={**typed, "claims": claims}, wrong=wrong)
    files = [one for there in pieces.values() for one in there]
    body = bool(typed["organisation"]) and not typed["applicant"]
    who = typed["organisation"] if body else f"{typed['applicant']} {typed['post']}"
    summary = " ".join(f"{who} {typed['matter']}".split())
    came = await seat.console.quickly(
        seat.console.office.open_on_paper, seat.member, region, typed["origin"], tuple(_fields(seat, region, typed)),
        claims, files, "organisation" if body else "person", summary,
    )  # fmt: skip
    if isinstance(came, Barred):
        return _page(seat, region, 422, typed={**typed, "claims": claims}, said=came.say)
    return goes(f"/cases/{came}", "opened")


def _wrong(typed: Mapping[str, str]) -> dict[str, str]:
    found = {key: TOO_LONG for key, text in typed.items() if len(text) > LONGEST}
    if not typed["matter"]:
        found["matter"] = NEEDED["matter"]
    if not (typed["applicant"] or typed["organisation"]):
        found["applicant"] = NEEDED["who"]
    if typed["origin"] not in ("paper", "ex_officio"):
        found["origin"] = "请选是怎么来的"
    return found


def _fields(seat: Seat, region: str, typed: Mapping[str, str]) -> Iterator[FormField]:
    """As an application that was filed here has them."""
    library = seat.console.library
    regime, headings = library.regimes[region], dict(_boxes(library, region))
    yield from (FormField(key, headings[key], "", typed[key]) for key in headings if typed[key])
    mark = library.policies[region].place(regime.form) if regime.form else NO_ANNEX
    yield FormField(TITLE, "名称", "", regime.paper.title)
    yield FormField(MARK, "附件", "", mark)
    for number, (key, label) in enumerate(headings.items()):
        yield FormField(f"{CELL}{number}", label, "", typed[key])
