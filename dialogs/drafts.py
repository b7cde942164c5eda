"""Drafts in a chat's state, for whoever moves or ages them from outside: found, taken out, told of. Data in, data out."""

from __future__ import annotations

import json
from dataclasses import replace

from dialogs import apply, desk, status
from dialogs.apply.record import keep, recall
from dialogs.core import State

_WARNED = "warned"


def ids(state: State) -> list[str]:
    """Of all drafts that are in it, a supplement and what staff enter among them."""
    return [one for one in (apply.draft(state), status.draft(state), desk.draft(state)) if one]


def is_step(state: State) -> bool:
    """All that is in it is a step of a case that staff are entering."""
    return bool(desk.draft(state)) and ids(state) == [desk.draft(state)]


def taken_out(state: State, draft: str) -> tuple[State, str] | None:
    """(what is left, the application's draft as JSON, without files that are still on their way); None where it is not
    there any more."""
    record = recall(state)
    if record is None or record.tray.draft != draft:
        return None
    moving = keep(state, replace(record, tray=replace(record.tray, fetching=()), paused=False))
    return state.put(apply.NAME, {"moved": True}), json.dumps(moving.of(apply.NAME), ensure_ascii=False)


def without(state: State) -> State:
    """No draft in it any more."""
    return State(
        state.region,
        {k: v for k, v in state.dialogs.items() if k not in (apply.NAME, status.NAME, desk.NAME)},
        state.version,
    )


def warned(state: State) -> str:
    """The day on which its writer was told that it will be deleted, if that was done."""
    return str(state.of(apply.NAME).get(_WARNED) or "")


def warn(state: State, day: str) -> State:
    """Forgotten by itself as soon as the writer touches the draft."""
    return state.put(apply.NAME, {**state.of(apply.NAME), _WARNED: day})
