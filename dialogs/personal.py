"""The dialogs that are nobody else's business, side by side: which of them hears what, and which makes room for which.

What is typed has one meaning: it goes to whoever waits for words, the newest first; all others are set aside with
everything kept. The dialogs themselves do not know each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogs import acts, apply, assess, desk, drafts, forget, status
from dialogs.acts import Act, Acted, Kept, NotKept
from dialogs.core import Context, Reply, Sent, State, Turn, say
from dialogs.shared import phrases

IN_GROUP: dict[str, str] = {assess.NAME: assess.IN_GROUP, apply.NAME: apply.IN_GROUP, status.NAME: status.IN_GROUP,
                            forget.NAME: forget.IN_GROUP, desk.NAME: desk.IN_GROUP}  # fmt: skip
"""What is said in a group, by dialog."""
COMMANDS = {"assess": assess.NAME, "apply": apply.NAME, "status": status.NAME, "forget": forget.NAME,
            "queue": desk.NAME, "staff": desk.NAME}  # fmt: skip
_OWNERS: dict[type[Act], str] = {
    acts.Begin: apply.NAME, acts.Submit: apply.NAME, acts.Lend: apply.NAME, acts.Borrow: apply.NAME,
    acts.Collect: status.NAME, acts.ListMine: status.NAME, acts.See: status.NAME, acts.Find: status.NAME,
    acts.Withdraw: status.NAME, acts.Supplement: status.NAME, acts.Recode: status.NAME,
    acts.ListOwned: forget.NAME, acts.Erase: forget.NAME, acts.Bind: desk.NAME, acts.Queue: desk.NAME,
    acts.Open: desk.NAME, acts.Papers: desk.NAME, acts.Prepare: desk.NAME, acts.Request: desk.NAME,
}  # fmt: skip
"""Whose act it was; files of drafts belong to whoever holds the draft."""
_SHOWN = {"assess/pause=1", "assess/a=begin:yes", "intake/pause=1"}
"""Buttons by which a message is known to show what is open anyway."""


# ── what a person does ──────────────────────────────────────────────────────────────────────────
def command(state: State, name: str, argument: str, ctx: Context) -> Turn:
    """One of COMMANDS."""
    if name in ("assess", "apply"):
        state = _room_for(state, COMMANDS[name])
    match name:
        case "assess":
            return assess.begin(state, ctx)
        case "apply":
            return apply.begin(state, ctx, argument)
        case "status":
            return _waiting(state, status.begin(state, argument))
        case "forget":
            return forget.begin(state)
        case "staff":
            return desk.bind(state, argument)
        case _:
            return desk.begin(state, argument)


def pressed(state: State, dialog: str, key: str, value: str, ctx: Context) -> Turn:
    """A button of one of these dialogs."""
    match dialog:
        case assess.NAME:
            return assess.pressed(_room_for(state, dialog), key, value, ctx)
        case apply.NAME:
            return apply.pressed(_room_for(state, dialog), key, value, ctx, _offer(state, ctx))
        case status.NAME:
            return _waiting(state, status.pressed(state, key, value))
        case forget.NAME:
            return forget.pressed(state, key, value)
        case _:
            return _waiting(state, desk.pressed(state, key, value))


def said(state: State, text: str, ctx: Context, edited: bool) -> Turn | None:
    """Words that are waited for; a correction of an old message is not taken for them. None where nobody waits."""
    turn = (desk.said(state, text) or status.said(state, text)
            or apply.said(state, text, ctx, _offer(state, ctx)) or assess.said(state, text, ctx))  # fmt: skip
    return Turn(state, (say(phrases.EDITED),)) if turn and edited else turn


def sent(state: State, event: Sent, kind: str, ctx: Context) -> Turn | None:
    """A file that somebody can use; None where nobody can."""
    if event.file is None:
        return None
    turn = status.sent(state, kind, event.file, event.caption)
    return turn or apply.sent(state, kind, event.file, event.caption, ctx)


def pause(state: State) -> Turn | None:
    """Whatever is under way is set aside; None where nothing is."""
    state = desk.cleared(status.cleared(state))
    return apply.pause(state) or assess.pause(state)


def left(state: State, ctx: Context) -> tuple[State, Reply | None]:
    """For whoever comes in anew: what is under way is set aside, and a draft is told of."""
    paused = pause(state)
    state = paused.state if paused else desk.cleared(status.cleared(state))
    return state, apply.left(state, ctx)


def back_to_it(turn: Turn, ctx: Context) -> Turn:
    """After something else came in between, what is open is shown once more, unless it is the last thing said."""
    last = {b.data for row in turn.replies[-1].buttons for b in row} if turn.replies else _SHOWN
    again = None if last & _SHOWN else apply.waiting(turn.state, ctx) or assess.waiting(turn.state, ctx)
    return replace(turn, replies=(*turn.replies, again)) if again else turn


# ── who makes room ──────────────────────────────────────────────────────────────────────────────
def _room_for(state: State, dialog: str) -> State:
    """Everybody else is set aside."""
    other: Callable[[State], Turn | None] = apply.pause if dialog == assess.NAME else assess.pause
    paused = other(state)
    return desk.cleared(status.cleared(paused.state if paused else state))


def _waiting(before: State, turn: Turn) -> Turn:
    """Where words are waited for from now on, what was under way is set aside, and a half-filled form is told of."""
    if not (status.waits(turn.state) or desk.waits(turn.state)):
        return turn
    state = turn.state
    if status.waits(state) != status.waits(before):
        state = desk.cleared(state)
    elif desk.waits(state) != desk.waits(before):
        state = status.cleared(state)
    aside = apply.pause(state)
    note = (say(phrases.ASIDE),) if aside else ()
    state = aside.state if aside else state
    resting = assess.pause(state)
    return replace(turn, state=resting.state if resting else state, replies=(*note, *turn.replies))


def _offer(state: State, ctx: Context) -> apply.Offer:
    return lambda: assess.offered(state, ctx)


# ── files, and what comes back from outside ─────────────────────────────────────────────────────
def came(state: State, event: Kept | NotKept) -> Turn:
    """A file that was asked for, or the word that it will not come; too late, and it is let go again."""
    drafting, supplying = apply.draft(state) == event.draft, status.draft(state) == event.draft
    match event:
        case Kept() if drafting:
            return apply.kept(state, event)
        case Kept() if supplying:
            return status.kept(state, event)
        case Kept(draft, _, piece):
            late = say(phrases.TOO_LATE.format(name=piece.name))
            return Turn(state, (late,), (acts.Detach(draft, (piece.place,)),))
        case NotKept():
            return apply.not_kept(state, event) if drafting else status.not_kept(state, event)


def acted(state: State, event: Acted[Act], ctx: Context) -> Turn:
    """What came of an act, to the dialog whose act it was."""
    act = event.act
    collected = isinstance(act, acts.Attach) and status.draft(state) == act.draft
    match _OWNERS.get(type(act), status.NAME if collected else apply.NAME):
        case apply.NAME:
            return apply.acted(state, event, ctx, _offer(state, ctx))
        case status.NAME:
            return _waiting(state, status.acted(state, event, ctx))
        case forget.NAME:
            return forget.acted(state, event, tuple(drafts.ids(state)))
        case _:
            return _waiting(state, desk.acted(state, event, ctx))
