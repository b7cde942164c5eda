"""What is done on a case's page: any act by its form, and what belongs to none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from starlette.responses import JSONResponse, Response

from bot.casework.values import BETWEEN
from bot.casework.views import Barred, Came, CaseView, Stale
from bot.channels.console import boxes
from bot.channels.console.seat import Seat, goes
from bot.channels.console.sheets import RECUSE, REQUEST, Tried, attached, prepared, shown, view_of
from bot.channels.web.refusing import NOT_THERE, STRANGE, Sorry
from bot.channels.web.uploads import Sending, Upload
from bot.clean import clean
from bot.files import Keep, NotTaken, plain_name
from dialogs.acts import Piece
from dialogs.shared.tray import WHY
from knowledge.rules.casework import CaseAct

AGAIN = "文件要重新选一次。"
ELSEWHERE = "您在聊天里也填过这一步，已经合到一起，还没有登记。请再核对一遍。"
EMPTY = "请写一句，或者附一个文件"
LONGEST = 4_000
TOO_LONG = f"最多 {LONGEST} 个字"


# ── an act ───────────────────────────────────────────────────────────────────────────────────────
async def acts(seat: Seat) -> Response:
    """Done, proposed or kept as a draft, as the button says."""
    form = await seat.sent()
    try:
        return await _acted(seat, await view_of(seat), form)
    finally:
        await form.close()


async def _acted(seat: Seat, view: CaseView, form: Sending) -> Response:
    act = view.procedure.acts.get(seat.request.path_params["act"])
    if act is None or act.role == "applicant" or not view.acts:
        raise Sorry(404, NOT_THERE)
    values = boxes.entered(act, form.fields)
    if form.text("do") == "draft":
        return await _drafted(seat, view, act, values, form.text("was"))
    if form.text("do") == "drop":
        return await _dropped(seat, view, act)
    if (newer := await _newer(seat, view, act, values, form.text("was"))) is not None:
        again = AGAIN if form.files else ""
        tried = Tried(act.id, newer, {}, f"{ELSEWHERE}{again}", boxes.marks(act, newer))
        return await shown(seat, await view_of(seat, again=True), 409, tried)
    came, wrong = await seat.console.slowly(_done, seat, view, act, values, form)
    if came is None or isinstance(came, Barred | Stale):
        return await _refused(seat, act, values, came, wrong, form)
    if act.id == RECUSE:  # the case is none of theirs any more
        return goes("", "recused")
    return goes(
        f"/cases/{view.case.number}", "proposed" if form.text("do") == "propose" else _note(view, act)
    )


def _note(view: CaseView, act: CaseAct) -> str:
    """What is said of it: whether the applicant hears of what they are asked for is not to be guessed."""
    if act.id != REQUEST:
        return "done"
    return "asked" if view.origin == "application" else "ask-them"


async def _drafted(seat: Seat, view: CaseView, act: CaseAct, values: Mapping[str, str], was: str) -> Response:
    """What was typed here; what was not may have been entered in a chat meanwhile."""
    await _saved(seat, view, act, values, boxes.changed(act, values, was))
    if "application/json" in seat.request.headers.get("accept", ""):
        return JSONResponse({"was": boxes.marks(act, values)})
    return goes(f"/cases/{view.case.number}", "draft")


async def _dropped(seat: Seat, view: CaseView, act: CaseAct) -> Response:
    await _saved(seat, view, act, {}, None)
    return goes(f"/cases/{view.case.number}", "dropped")


async def _newer(
    seat: Seat, view: CaseView, act: CaseAct, values: Mapping[str, str], was: str
) -> dict[str, str] | None:
    """All of it where something was entered in a chat since the form was shown: it is looked over once more."""
    draft = view.drafts.get(act.id)
    if draft is None or not was:
        return None
    whole = boxes.merged(act, values, was, draft)
    if whole == values:
        return None
    await _saved(seat, view, act, whole, None)
    return whole


async def _saved(
    seat: Seat, view: CaseView, act: CaseAct, values: Mapping[str, str], changed: Collection[str] | None
) -> None:
    save = seat.console.office.save_draft
    if not await seat.console.quickly(save, seat.member, view.case.number, act.id, values, changed):
        raise Sorry(404, NOT_THERE)


def _done(
    seat: Seat, view: CaseView, act: CaseAct, values: Mapping[str, str], form: Sending
) -> tuple[Came | None, Mapping[str, str]]:
    """(what came of it, None where a file was not taken; what is wrong with files, by field)."""
    console, office = seat.console, seat.console.office
    pieces, wrong = kept(console.keep, form.files)
    places = {
        box.removeprefix(boxes.PREFIX): BETWEEN.join(one.place for one in there)
        for box, there in pieces.items()
    }
    files = [one for there in pieces.values() for one in there]
    if wrong:
        console.keep.delete(one.place for one in files)
        return None, wrong
    perform = office.propose if form.text("do") == "propose" else office.perform
    entered = {**values, **_prepared(view, act, seat.member.id), **places}
    came = perform(seat.member, view.case.number, version_of(form), act.id, entered, files)
    if isinstance(came, Barred | Stale):
        console.keep.delete(one.place for one in files)
    return came, {}


def _prepared(view: CaseView, act: CaseAct, member: int) -> dict[str, str]:
    """The files that came with what was prepared stay with it, until others are chosen."""
    ready = prepared(view, act.id, member)
    there = attached(view, act, ready.entered) if ready else {}
    return {key: BETWEEN.join(one.place for one in some) for key, some in there.items()}


def kept(keep: Keep, files: Sequence[Upload]) -> tuple[dict[str, list[Piece]], dict[str, str]]:
    """(the files in the keep, why some are not), by the box that they came in."""
    pieces: dict[str, list[Piece]] = {}
    wrong: dict[str, str] = {}
    for one in files:
        name = plain_name(one.name)
        try:
            one.content.seek(0)
            pieces.setdefault(one.box, []).append(keep.keep(one.content, name))
        except NotTaken as error:
            wrong[one.box.removeprefix(boxes.PREFIX)] = WHY[error.why].format(name=name)
    return pieces, wrong


async def _refused(
    seat: Seat,
    act: CaseAct,
    values: Mapping[str, str],
    came: Came | None,
    wrong: Mapping[str, str],
    form: Sending,
) -> Response:
    """As the case is now, with what was typed still there."""
    view, again, was = await view_of(seat, again=True), AGAIN if form.files else "", form.text("was")
    if isinstance(came, Stale):
        return await shown(seat, view, 409, Tried(act.id, values, {}, f"{came.say}{again}", was))
    if isinstance(came, Barred) and not came.complaints:
        return await shown(seat, view, 409, Tried(act.id, values, {}, f"{came.refusal.full}。{again}", was))
    complaints = dict(came.complaints) if isinstance(came, Barred) else dict(wrong)
    return await shown(seat, view, 422, Tried(act.id, values, complaints, again, was))


def version_of(form: Sending) -> int:
    text = form.text("version")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Sorry(400, STRANGE)
    return int(text)


# ── beside the acts ──────────────────────────────────────────────────────────────────────────────
async def notes(seat: Seat) -> Response:
    """A word to colleagues, with files."""
    form = await seat.sent()
    try:
        return await _noted(seat, await view_of(seat), form)
    finally:
        await form.close()


async def _noted(seat: Seat, view: CaseView, form: Sending) -> Response:
    words = clean(form.text("words")).replace("\r\n", "\n").strip()
    why = TOO_LONG if len(words) > LONGEST else "" if words or form.files else EMPTY
    if not why:
        pieces, wrong = await seat.console.slowly(kept, seat.console.keep, form.files)
        why = "；".join(wrong.values())
    if why:
        return await shown(seat, view, 422, noted=words, noted_why=why)
    files = [one for there in pieces.values() for one in there]
    came = await seat.console.quickly(seat.console.office.note, seat.member, view.case.number, words, files)
    return await _answer(seat, came, "note")


async def waives(seat: Seat) -> Response:
    """Something need not be done."""
    view, form = await _opened(seat)
    duty, why = _number(form.text("duty")), clean(form.text("why")).strip()[:LONGEST]
    if not why:
        return await shown(seat, view, 422, waiving=duty, waived_why=why)
    office = seat.console.office
    return await _done_beside(seat, "waived", office.waive, view, version_of(form), duty, why)


async def returns(seat: Seat) -> Response:
    """What a colleague proposed goes back."""
    view, form = await _opened(seat)
    proposal, words = _number(form.text("proposal")), clean(form.text("comment")).strip()[:LONGEST]
    if not words:
        return await shown(seat, view, 422, returning=proposal, returned_words=words)
    office = seat.console.office
    return await _done_beside(seat, "returned", office.send_back, view, version_of(form), proposal, words)


async def hands(seat: Seat) -> Response:
    """To somebody else, or to nobody for the time being."""
    view, form = await _opened(seat)
    to = _number(form.text("to")) if form.text("to") else None
    office = seat.console.office
    return await _done_beside(seat, "hand", office.assign, view, version_of(form), to)


async def looks_again(seat: Seat) -> Response:
    """On a day that staff set themselves."""
    view, form = await _opened(seat)
    try:
        day = date.fromisoformat(form.text("day")) if form.text("day") else None
    except ValueError:
        return await shown(seat, view, 422, wrong={"look-day": "请写一个日期"})
    office = seat.console.office
    return await _done_beside(seat, "look", office.follow, view, version_of(form), day)


async def _opened(seat: Seat) -> tuple[CaseView, Sending]:
    form = await seat.sent()
    await form.close()
    view = await view_of(seat)
    if not view.acts:
        raise Sorry(404, NOT_THERE)
    return view, form


async def _done_beside(
    seat: Seat, note: str, call: Callable[..., Came], view: CaseView, *more: Any
) -> Response:
    came = await seat.console.quickly(call, seat.member, view.case.number, *more)
    return await _answer(seat, came, note)


async def _answer(seat: Seat, came: Came, note: str) -> Response:
    view = await view_of(seat, again=True)
    if isinstance(came, Stale | Barred):
        return await shown(seat, view, 409, Tried(said=came.say))
    return goes(f"/cases/{view.case.number}", note)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Sorry(400, STRANGE)
    return int(text)
