"""A case as its page shows it: the acts that may be done now, each with its form, as it was entered last."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from bot.casework.printing import LOOK, PURPOSES
from bot.casework.values import BETWEEN, FILES
from bot.casework.views import CaseView, FileView, ProposalView
from bot.channels.console import boxes
from bot.channels.console.seat import Seat
from bot.channels.web.refusing import NOT_THERE, Sorry
from bot.store.rows import Member
from bot.workdays import day
from dialogs.acts import Piece
from dialogs.shared.paper import boxed
from knowledge.rules.casework import ENDS, CaseAct, Refusal

PICTURES = frozenset({"jpg", "png", "webp", "gif"})
"""Kinds that a browser shows without running anything."""
NOTES = {
    "done": "登记好了。",
    "asked": "登记好了，已经发给申请人；补来了，待办里写着“有补充”。",
    "ask-them": "登记好了。这一份不是在本系统递交的，送不到申请人，请另外告诉本人。",
    "draft": "草稿存好了，只有您看得到；下次打开还在。",
    "dropped": "草稿删掉了，聊天里填的也一起。",
    "proposed": "交上去了，等负责人定。",
    "returned": "退回了，拟的人看得到意见。",
    "note": "备注存好了，申请人看不到。",
    "waived": "记下了：不用办。",
    "hand": "交好了。",
    "look": "记下了再看的日子。",
    "opened": "登记好了，可以接着办。",
    "corrected": "更正好了，期限重算过了。",
}
ACT = "act-"
"""What the name of a word on an act begins with."""

TAKE = "take"
ASIDE = frozenset({"returned", "withdrawn", "not_opened"})
"""States to which no case usually goes."""

RECUSE, REQUEST = "recuse", "request"
NEVER = frozenset({REQUEST, RECUSE})
"""What was said to somebody, or cannot be taken back."""


@dataclass(frozen=True, slots=True)
class ActForm:
    """An act that may be done, or prepared for somebody else. `said`: why it was not done just now; `leads`: it has to be done,
    and was not yet; `waits`: it is prepared, and whoever prepared it waits; `files`: by field, those that were prepared; `was`:
    what stands in it, to be known again."""

    act: CaseAct
    values: Mapping[str, str]
    hints: tuple[Refusal, ...]
    proposing: bool
    drafted: bool
    wrong: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    open: bool = False
    leads: bool = True
    waits: bool = False
    was: str = ""
    files: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tried:
    """What was sent and not done: which act, what was entered, what is wrong with it, by field, and what is said; `was`: what
    stood there when it was shown."""

    act: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    was: str = ""


NOTHING = Tried()


async def view_of(seat: Seat, again: bool = False) -> CaseView:
    """The case that the address is of; one that is not for them is not there. `again`: as it is after what was sent."""
    number = "".join(one for one in seat.request.path_params["number"] if one.isdigit())
    found = await seat.console.quickly(seat.console.office.case, seat.member, number, again)
    if found is None:
        raise Sorry(404, NOT_THERE)
    return found


async def shown(
    seat: Seat, view: CaseView, status: int = 200, tried: Tried = NOTHING, **more: Any
) -> Response:
    forms = list(_forms(view, tried, seat.member.id))
    lost = "" if any(one.act.id == tried.act for one in forms) else tried.said
    colleagues = await seat.console.quickly(seat.console.people.all)
    called = await seat.console.quickly(seat.console.people.called)
    papers = await seat.console.quickly(seat.console.office.papers, seat.member, view.case.number)
    values: dict[str, Any] = {
        "papers": papers, "purposes": PURPOSES, "look": LOOK, "printing": {"paper": [], "purpose": "", "hide": ""},
        "view": view, "leading": [one for one in forms if one.leads], "others": [one for one in forms if not one.leads], "said": lost, "typed": list(_lost(view, tried)) if lost else [],
        "boxes": [one for one in boxed(view.case) if one.printed] or view.case.fields,
        "open_duties": view.open_duties, "over_duties": [one for one in view.duties if not one.open],
        "proposals": [one for one in view.proposals if not one.answer],
        "returned": _returned(view, seat.member.id), "blocked": _blocked(view), "attached": attached,
        "offered": {one.id for one in view.offers}, "grounds": grounds(seat, view),
        "inner": _inner(view), "pictures": PICTURES, "correctable": correctable(view), "ends": ENDS,
        "today": day(seat.console.store.given.now()).isoformat(),
        "banners": [one.banner for one in view.procedure.acts.values() if one.banner and one.id in view.standing.done],
        "colleagues": [(one.id, called[one.id]) for one in colleagues if _handles(one, view)],
        "waiting": None, "waiving": None, "waived_why": "", "returning": None, "noted": None, "noted_why": "",
        "note": NOTES.get(seat.query("note"), ""), "wrong": {},
    }  # fmt: skip
    return seat.page("case.html", status, **{**values, **more})


def _forms(view: CaseView, tried: Tried, member: int) -> Iterator[ActForm]:
    """The acts in the order in which they usually come; who handles the case already need not take it."""
    wanted = {id_ for one in view.procedure.acts.values() for id_ in (*one.needs, *one.asks)}
    there = {one.id for one in (*view.offers, *view.proposes)}
    there -= {TAKE} if view.handler_id == member else set()
    for act in view.procedure.acts.values():
        if act.id in there:
            yield _form(view, act, tried, prepared(view, act.id, member), _leads(act, view, wanted))


def _form(view: CaseView, act: CaseAct, tried: Tried, ready: ProposalView | None, leads: bool) -> ActForm:
    draft, mine, proposing = view.drafts.get(act.id), tried.act == act.id, act in view.proposes
    values = tried.values if mine else draft if draft is not None else ready.entered if ready else {}
    return ActForm(
        act, boxes.kept(act, values), view.hints.get(act.id, ()), proposing, draft is not None and not mine,
        tried.wrong if mine else {}, tried.said if mine else "", mine or draft is not None or ready is not None,
        leads, ready is not None and not ready.answer and proposing, (mine and tried.was) or boxes.marks(act, values),
        attached(view, act, ready.entered) if ready else {},
    )  # fmt: skip


def _leads(act: CaseAct, view: CaseView, wanted: Collection[str]) -> bool:
    usual = act.target not in ASIDE and act.id not in view.standing.done
    return usual and (not act.optional or act.id in wanted)


def prepared(view: CaseView, act: str, member: int) -> ProposalView | None:
    """What there is to go on with: what waits for a leader, or what came back to whoever prepared it."""
    last = next((one for one in reversed(view.proposals) if one.act == act), None)
    mine = last is not None and last.answer == "returned" and last.by == member
    return last if last is not None and (not last.answer or mine) else None


def attached(view: CaseView, act: CaseAct | None, entered: Mapping[str, str]) -> dict[str, tuple[Piece, ...]]:
    """The files that were entered, by field."""
    known = pieces(view)
    named = {
        one.key: [known[place] for place in entered.get(one.key, "").split(BETWEEN) if place in known]
        for one in (act.fields if act else ())
        if one.kind in FILES
    }
    return {key: tuple(there) for key, there in named.items() if there}


def _inner(view: CaseView) -> list[FileView]:
    """Files for colleagues; those of what is prepared for a leader stand there."""
    acts = view.procedure.acts
    ready = [attached(view, acts.get(one.act), one.entered) for one in view.proposals if not one.answer]
    there = {one.place for files in ready for some in files.values() for one in some}
    return [one for one in view.files if not one.act and one.piece.place not in there]


def pieces(view: CaseView) -> Mapping[str, Piece]:
    """All files of a case, by their places."""
    timed = (one for event in view.timeline for one in event.files)
    all_ = (*view.case.pieces, *view.case.added, *(one.piece for one in view.files), *timed)
    return {one.place: one for one in all_}


def _blocked(view: CaseView) -> tuple[Refusal, ...]:
    """What cannot be done yet, nor prepared."""
    ready = {one.id for one in view.proposes}
    return tuple(one for one in view.blocked if one.act not in ready)


def _returned(view: CaseView, member: int) -> list[ProposalView]:
    """What this one proposed last of each act, where it came back."""
    last = {one.act: one for one in view.proposals if one.by == member}
    return [one for one in last.values() if one.answer == "returned"]


def _lost(view: CaseView, tried: Tried) -> Iterator[tuple[str, str]]:
    """What was entered for an act that is not possible any more: to be copied, not lost."""
    act = view.procedure.acts.get(tried.act)
    for one in act.fields if act else ():
        if text := tried.values.get(one.key, ""):
            yield one.label, text


def grounds(seat: Seat, view: CaseView) -> tuple[boxes.Tickable, ...]:
    policy = seat.console.library.policies.get(view.case.region)
    return boxes.grounds(policy, (one.at for one in view.case.claims)) if policy else ()


def correctable(view: CaseView) -> frozenset[int]:
    """The entries that can be entered once more by whoever looks."""
    acts = view.procedure.acts
    return frozenset(
        one.id
        for one in view.timeline
        if one.id is not None and not one.replaced and view.acts
        if one.act in acts and acts[one.act].fields and one.act not in NEVER
    )


def _handles(one: Member, view: CaseView) -> bool:
    theirs = one.sees(view.case.region) and one.id not in view.stands_aside
    return one.role in ("clerk", "leader") and theirs and one.id != view.handler_id
