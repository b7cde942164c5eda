"""What may be done with a case and what is to be done, in words and as buttons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialogs.acts import Board, BoardDraft, BoardDuty, How
from dialogs.core import Button, Context, Say
from dialogs.desk import words
from dialogs.desk.form import NAME
from dialogs.shared.calendar import spoken
from dialogs.shared.paging import Rows, in_rows
from knowledge.rules.casework import CaseAct

MOST_BLOCKED = 6
SIGNS: dict[How, str] = {"perform": "p", "propose": "q", "take": "t", "return": "r", "waive": "w"}


def stepping(number: str, how: How, step: str, version: int, label: str) -> Button:
    """Begins a step; an old one does nothing where the case has moved. `version` 0: wherever it is."""
    return Button(label, f"{NAME}/do={number}.{version}.{SIGNS[how]}.{step}")


# ── words ───────────────────────────────────────────────────────────────────────────────────────
def due_line(duty: BoardDuty) -> str:
    """告知（责任追究对象、所在党组织）：到2026年12月1日（星期二），还有 3 个工作日"""
    whom = words.TO.format(to="、".join(duty.to)) if duty.to else ""
    theirs = whom + (words.THEIRS if duty.theirs else "")
    if duty.due is None:
        return words.DUE_RULE.format(do=duty.do, theirs=theirs, rule=duty.rule)
    unsure = words.PROVISIONAL if duty.provisional else ""
    return words.DUE.format(
        do=duty.do, theirs=theirs, day=spoken(duty.due), provisional=unsure, left=_left(duty.left)
    )


def _left(days: int | None) -> str:
    if not days:
        return words.LAST
    return words.LEFT.format(days=days) if days > 0 else words.PASSED.format(days=-days)


def lines(board: Board) -> Iterator[Say]:
    """What is to be done, by the time that is left; what is prepared; what is not possible yet, and why."""
    if duties := [f"· {due_line(one)}" for one in in_order(board.duties)]:
        yield Say("\n".join([words.DUTIES, *duties]))
    elif board.next:
        yield Say(words.NEXT_CAN.format(acts="、".join(board.next)))
    yield from map(_draft, board.drafts)
    prepared = {one.id for one in board.proposes}
    blocked = list(_together(one.full for one in board.blocked if one.act not in prepared))
    if blocked:
        yield Say("\n".join([words.BLOCKED, *(f"· {one}" for one in blocked[:MOST_BLOCKED])]))


def _together(said: Iterable[str]) -> Iterator[str]:
    """What waits for the same is said in one sentence: “甲”“乙”要先……"""
    names: dict[str, str] = {}
    for one in said:
        name, mark, why = one.partition("”") if one.startswith("“") else ("", "", one)
        names[why] = names.get(why, "") + name + mark
    return (name + why for why, name in names.items())


def _draft(one: BoardDraft) -> Say:
    said = [words.TOLD.format(label=label, value=text) for label, text in one.said]
    if one.comment:
        return Say(words.SENT_BACK.format(by=one.by, do=one.do, who=one.who, comment=one.comment))
    return Say("\n".join([words.DRAFT.format(who=one.who, do=one.do), *said]))


def in_order(duties: Iterable[BoardDuty]) -> list[BoardDuty]:
    return sorted(duties, key=lambda one: (one.due is None, one.due.toordinal() if one.due else 0))


# ── buttons ─────────────────────────────────────────────────────────────────────────────────────
def rows(number: str, board: Board) -> Rows:
    """What is prepared comes first, then acts, usual ones before the others; then what may be let be."""
    version = board.version
    mine = [_button(number, "perform", one, version, "{do}") for one in board.offers]
    mine += [_button(number, "propose", one, version, words.PREPARE) for one in board.proposes]
    waivable = [one for one in board.duties if one.waiver and board.decides]
    let_be = [stepping(number, "waive", one.act, version, words.LET_BE.format(do=one.do)) for one in waivable]
    decided = [
        row
        for one in board.drafts
        if board.decides and not one.comment
        for row in _decisions(number, one.act, version)
    ]
    return (*decided, *in_rows((*mine, *let_be), 2))


def _button(number: str, how: How, act: CaseAct, version: int, label: str) -> Button:
    return stepping(number, how, act.id, version, label.format(do=act.do, what=act.plain))


def _decisions(number: str, act: str, version: int) -> Rows:
    agree = stepping(number, "take", act, version, words.AGREE)
    return ((agree, stepping(number, "return", act, version, words.SEND_BACK)),)


def deciding(number: str, act: str) -> Rows:
    """Under the word that something is prepared: wherever the case is by then."""
    return (*_decisions(number, act, 0), (Button(words.LOOK, f"{NAME}/open={number}"),))


def next_steps(number: str, board: Board, ctx: Context) -> tuple[tuple[str, ...], Rows]:
    """What comes next, once something was done: what is due, or what may be done."""
    if duties := in_order(board.duties):
        told = "\n".join([words.NEXT, *(f"· {due_line(one)}" for one in duties)])
        return (told,), rows(number, board)
    told = words.NEXT_CAN.format(acts="、".join(board.next))
    return ((told,) if board.next else ()), rows(number, board)
