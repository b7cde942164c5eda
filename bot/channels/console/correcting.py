"""What was entered wrongly is entered once more; the first stays, marked."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from bot.casework.values import BETWEEN, FILES
from bot.casework.views import Barred, CaseView, Stale
from bot.channels.console import boxes
from bot.channels.console.acting import AGAIN, kept, version_of
from bot.channels.console.seat import Seat, goes
from bot.channels.console.sheets import correctable, grounds, view_of
from bot.channels.web.refusing import NOT_THERE, Sorry
from bot.channels.web.uploads import Sending
from bot.store.casework.records import DeedRow
from bot.workdays import day
from knowledge.rules.casework import CaseAct


async def entry(seat: Seat) -> Response:
    view, deed, act = await _found(seat)
    return _page(seat, view, deed, act, deed.entered)


async def corrects(seat: Seat) -> Response:
    form = await seat.sent()
    try:
        return await _corrected(seat, form)
    finally:
        await form.close()


async def _corrected(seat: Seat, form: Sending) -> Response:
    view, deed, act = await _found(seat)
    values = boxes.entered(act, form.fields)
    pieces, wrong = await seat.console.slowly(kept, seat.console.keep, form.files)
    files = [one for there in pieces.values() for one in there]
    if wrong:
        seat.console.keep.delete(one.place for one in files)
        return _page(seat, view, deed, act, values, 422, wrong, AGAIN)
    places = {
        box.removeprefix(boxes.PREFIX): BETWEEN.join(one.place for one in there)
        for box, there in pieces.items()
    }
    whole = {**_files(act, deed), **values, **places}
    correct = seat.console.office.correct_entry
    came = await seat.console.quickly(
        correct, seat.member, view.case.number, version_of(form), deed.id, whole, files
    )
    if isinstance(came, Stale | Barred):
        seat.console.keep.delete(one.place for one in files)
        complaints = dict(came.complaints) if isinstance(came, Barred) else {}
        said = came.say if not complaints else AGAIN if files else ""
        return _page(
            seat,
            await view_of(seat, again=True),
            deed,
            act,
            values,
            422 if complaints else 409,
            complaints,
            said,
        )
    return goes(f"/cases/{view.case.number}", "corrected")


def _files(act: CaseAct, deed: DeedRow) -> dict[str, str]:
    """Those that came with it stay unless others come."""
    return {
        one.key: deed.entered[one.key] for one in act.fields if one.kind in FILES and one.key in deed.entered
    }


async def _found(seat: Seat) -> tuple[CaseView, DeedRow, CaseAct]:
    view, number = await view_of(seat), seat.request.path_params["entry"]
    row = await seat.console.quickly(seat.console.store.docket.find, view.case.number)
    dossier = await seat.console.quickly(seat.console.store.ledger.dossier, row) if row else None
    deed = next((one for one in dossier.deeds if one.id == number), None) if dossier else None
    if deed is None or deed.id not in correctable(view):
        raise Sorry(404, NOT_THERE)
    return view, deed, view.procedure.acts[deed.act]


def _page(
    seat: Seat, view: CaseView, deed: DeedRow, act: CaseAct, values: Mapping[str, str], status: int = 200,
    wrong: Mapping[str, str] | None = None, said: str = "",
) -> Response:  # fmt: skip
    today = day(seat.console.store.given.now()).isoformat()
    return seat.page(
        "entry.html", status, view=view, entry=deed.id, act=act, values=boxes.kept(act, values), wrong=wrong or {}, said=said,
        grounds=grounds(seat, view), today=today, had=bool(_files(act, deed)),
    )  # fmt: skip
