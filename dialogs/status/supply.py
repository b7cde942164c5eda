"""What staff asked for, being collected: words and files, until they are handed in or not wanted any more.

It stays until one of the two, whatever else is done in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dialogs.acts import Attach, Collect, Discard, Kept, NotKept, Piece, Supplement
from dialogs.core import Button, Context, Json, Reply, Sent, State, Turn, say
from dialogs.shared import persons, tray
from dialogs.shared.phrases import stale
from dialogs.shared.tray import NO_WAIT, Tray
from dialogs.status import words
from knowledge.hearing.language import fold

NAME = "status"
MORE = "more"
"""What `waits` says while words for staff are waited for."""
LIMIT = 2_000
"""Characters of an answer to staff."""


def supplying(number: str, label: str) -> Button:
    """More for an application, wherever it stands."""
    return Button(label, f"{NAME}/more={number}")


def seeing(number: str, label: str) -> Button:
    """How far an application has come."""
    return Button(label, f"{NAME}/see={number}")


@dataclass(frozen=True, slots=True)
class Supply:
    """`number`: of the application; `asked`: in staff's words; `text`: what was written so far."""

    number: str
    asked: str
    text: str
    tray: Tray


def recall(state: State) -> Supply | None:
    body: Any = state.of(NAME).get("supply")
    try:
        if not body:
            return None
        return Supply(str(body["number"]), str(body["asked"]), str(body["text"]), Tray.from_json(body))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def keep(state: State, supply: Supply | None, waits: str = MORE) -> State:
    """With what is collected, and whether more is waited for; None: nothing is collected any more."""
    if supply is None:
        return state.put(NAME, {})
    body: dict[str, Json] = {
        "number": supply.number,
        "asked": supply.asked,
        "text": supply.text,
        **supply.tray.to_json(),
    }
    return state.put(NAME, {"supply": body, **({"waits": waits} if waits else {})})


def asks(state: State, ctx: Context) -> str:
    """What is waited for, and of which application."""
    there, body = recall(state), state.of(NAME)
    number = there.number if there else body.get("number") or ""
    return f"{body['waits']}.{number}" if body.get("waits") else ""


def cleared(state: State) -> State:
    """Nothing is waited for any more; what is collected for staff stays."""
    there = recall(state)
    if there is not None:
        return keep(state, there, waits="")
    return state.put(NAME, {}) if state.of(NAME) else state


def begun(state: State, wanted: Collect, draft: str) -> Turn:
    """Collected from here on."""
    supply = Supply(wanted.number, wanted.asked, "", Tray(draft))
    return Turn(keep(state, supply), (asking(supply),))


def asking(supply: Supply) -> Reply:
    """What is wanted, and what is there."""
    there = []
    if supply.text or supply.tray.pieces:
        files = f"\n{tray.listed(supply.tray.pieces)}" if supply.tray.pieces else ""
        there.append(words.MORE_THERE.format(text=supply.text, files=files))
    how = words.MORE_HOW.format(asked=supply.asked) if supply.asked else words.MORE_OWN
    return replace(say(how, *there, buttons=rows(supply)), files=True)


def rows(supply: Supply) -> tuple[tuple[Button, ...], ...]:
    own = supply.tray.draft[:8]
    waiting = ((Button(NO_WAIT, f"status/nowait={own}"),),) if supply.tray.fetching else ()
    return (
        (Button(words.SUBMIT, f"status/done={own}"),),
        *waiting,
        (Button(words.LATER, f"status/later={own}"), Button(words.DROP, f"status/drop={own}")),
    )


# ── what a person does ──────────────────────────────────────────────────────────────────────────
def pressed(state: State, key: str, value: str) -> Turn:
    """A button of this very collection; another one's does nothing."""
    supply = recall(state)
    if supply is None or value != supply.tray.draft[:8]:
        return Turn(state, (say(words.MORE_OVER),))
    match key:
        case "later":
            return Turn(keep(state, supply, waits=""), (say(words.MORE_LATER),))
        case "drop":
            return Turn(keep(state, None), (say(words.MORE_DROPPED),), (Discard(supply.tray.draft),))
        case "nowait":
            supply = replace(supply, tray=replace(supply.tray, fetching=()))
            return Turn(keep(state, supply), (asking(supply),))
        case "done":
            return _handed_in(state, supply)
        case _:
            return Turn(state, (stale(),))


def _handed_in(state: State, supply: Supply) -> Turn:
    if supply.tray.fetching:
        text = words.FETCHING.format(count=len(supply.tray.fetching))
        return Turn(state, (say(text, buttons=rows(supply)),))
    if not supply.text and not supply.tray.pieces:
        return Turn(keep(state, supply), (say(words.MORE_NOTHING, buttons=rows(supply)),))
    places = tuple(one.place for one in supply.tray.pieces)
    notice = words.TOLD_MORE.format(number="{number}", count=len(places))
    act = Supplement(supply.number, supply.text, supply.tray.draft, places, notice)
    return Turn(state, (), (act,))


def told(state: State, text: str) -> Turn | None:
    """Words for staff; None where there are none in it."""
    supply = recall(state)
    if supply is None or not text.strip():
        return None
    folded = fold(text).strip("。! ")
    if folded in ("补好了", "好了", "交上去", fold(words.SUBMIT)):
        return _handed_in(state, supply)
    if folded in ("先放着", "先不补了"):
        return pressed(state, "later", supply.tray.draft[:8])
    return _added(state, supply, text)


def _added(state: State, supply: Supply, text: str) -> Turn:
    """Behind what was said before, numbers of persons hidden; nothing is cut."""
    whole = "\n".join(filter(None, (supply.text, text.strip())))
    if len(whole) > LIMIT:
        return Turn(state, (say(words.TOO_LONG.format(limit=LIMIT, count=len(whole)), buttons=rows(supply)),))
    kinds = persons.kinds(text)
    supply = replace(supply, text="\n".join(filter(None, (supply.text, persons.hidden(text).strip()))))
    note = (words.MASKED.format(kinds="、".join(kinds)),) if kinds else ()
    return Turn(keep(state, supply), (say(*note, words.MORE_TEXT, buttons=rows(supply)),))


# ── files ───────────────────────────────────────────────────────────────────────────────────────
def sent(state: State, event: Sent, kind: str, ctx: Context) -> Turn | None:
    """A file that is part of it, its caption among the words; None while nothing is waited for."""
    supply = recall(state)
    if event.file is None or supply is None or state.of(NAME).get("waits") != MORE:
        return None
    turn = told(state, event.caption) if event.caption.strip() else None
    state, supply = (turn.state, recall(turn.state) or supply) if turn else (state, supply)
    after, reply = tray.taken(supply.tray, event.file, "", kind)
    return Turn(keep(state, replace(supply, tray=after)), (reply,))


def kept(state: State, event: Kept) -> Turn:
    supply = recall(state)
    if supply is None:
        return Turn(state, ())
    after = replace(supply, tray=supply.tray.arrived(event.ref))
    return Turn(_same(state, after), (), (Attach(event.draft, event.piece),))


def not_kept(state: State, event: NotKept) -> Turn:
    supply = recall(state)
    if supply is not None:
        state = _same(state, replace(supply, tray=supply.tray.arrived(event.ref)))
    return Turn(state, (say(tray.refused(event, supply.tray if supply else None)),))


def received(state: State, piece: Piece, again: bool) -> Turn:
    """A file is in, or was there already."""
    supply = recall(state)
    if supply is None:
        return Turn(state, ())
    if again:
        return Turn(state, (say(tray.same(piece), buttons=rows(supply)),))
    supply = replace(supply, tray=supply.tray.add(piece))
    text = tray.received(piece, supply.tray)
    return Turn(_same(state, supply), (say(text, buttons=rows(supply)),))


def _same(state: State, supply: Supply) -> State:
    """What is waited for stays as it is."""
    return state.put(
        NAME, {**state.of(NAME), **keep(state, supply).of(NAME), "waits": state.of(NAME).get("waits")}
    )
