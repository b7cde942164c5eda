"""The dialogs that are nobody else's business, side by side: which of them hears what, and which makes room for which.

What is typed has one meaning: it goes to whoever waits for words, the newest first; all others are set aside with
everything kept. The dialogs themselves do not know each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogs import assess, forget, intake, phrases, review, status
from dialogs.acts import Act, Acted, ActName, Kept, NotKept
from dialogs.core import Context, Reply, Sent, State, Turn, say

IN_GROUP: dict[str, str] = {assess.NAME: assess.IN_GROUP, intake.NAME: intake.IN_GROUP, status.NAME: status.IN_GROUP,
                            forget.NAME: forget.IN_GROUP, review.NAME: review.IN_GROUP}  # fmt: skip
"""What is said in a group, by dialog."""
COMMANDS = {"assess": assess.NAME, "apply": intake.NAME, "status": status.NAME, "forget": forget.NAME,
            "queue": review.NAME, "staff": review.NAME}  # fmt: skip
_OWNERS: dict[ActName, str] = {
    "submit": intake.NAME, "lend": intake.NAME, "borrow": intake.NAME, "mine": status.NAME, "see": status.NAME,
    "find": status.NAME, "withdraw": status.NAME, "supplement": status.NAME, "recode": status.NAME,
    "owned": forget.NAME, "erase": forget.NAME, "bind": review.NAME, "queue": review.NAME, "open": review.NAME,
    "papers": review.NAME, "request": review.NAME,
}  # fmt: skip
"""Whose act it was, where its name tells; drafts and their files belong to whoever holds the draft."""
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
            return intake.begin(state, ctx, argument)
        case "status":
            return _waiting(state, status.begin(state, argument))
        case "forget":
            return forget.begin(state)
        case "staff":
            return review.bind(state, argument)
        case _:
            return review.begin(state, argument)


def pressed(state: State, dialog: str, key: str, value: str, ctx: Context) -> Turn:
    """A button of one of these dialogs."""
    match dialog:
        case assess.NAME:
            return assess.pressed(_room_for(state, dialog), key, value, ctx)
        case intake.NAME:
            return intake.pressed(_room_for(state, dialog), key, value, ctx, _offer(state, ctx))
        case status.NAME:
            return _waiting(state, status.pressed(state, key, value))
        case forget.NAME:
            return forget.pressed(state, key, value)
        case _:
            return _waiting(state, review.pressed(state, key, value))


def said(state: State, text: str, ctx: Context, edited: bool) -> Turn | None:
    """Words that are waited for; a correction of an old message is not taken for them. None where nobody waits."""
    turn = (review.said(state, text) or status.said(state, text)
            or intake.said(state, text, ctx, _offer(state, ctx)) or assess.said(state, text, ctx))  # fmt: skip
    return Turn(state, (say(phrases.EDITED),)) if turn and edited else turn


def sent(state: State, event: Sent, kind: str, ctx: Context) -> Turn | None:
    """A file that somebody can use; None where nobody can."""
    if event.file is None:
        return None
    turn = status.sent(state, kind, event.file, event.caption)
    return turn or intake.sent(state, kind, event.file, event.caption, ctx)


def pause(state: State) -> Turn | None:
    """Whatever is under way is set aside; None where nothing is."""
    state = review.cleared(status.cleared(state))
    return intake.pause(state) or assess.pause(state)


def left(state: State, ctx: Context) -> tuple[State, Reply | None]:
    """For whoever comes in anew: what is under way is set aside, and a draft is told of."""
    paused = pause(state)
    state = paused.state if paused else review.cleared(status.cleared(state))
    return state, intake.left(state, ctx)


def back_to_it(turn: Turn, ctx: Context) -> Turn:
    """After something else came in between, what is open is shown once more, unless it is the last thing said."""
    last = {b.data for row in turn.replies[-1].buttons for b in row} if turn.replies else _SHOWN
    again = None if last & _SHOWN else intake.waiting(turn.state, ctx) or assess.waiting(turn.state, ctx)
    return replace(turn, replies=(*turn.replies, again)) if again else turn


# ── who makes room ──────────────────────────────────────────────────────────────────────────────
def _room_for(state: State, dialog: str) -> State:
    """Everybody else is set aside."""
    other: Callable[[State], Turn | None] = intake.pause if dialog == assess.NAME else assess.pause
    paused = other(state)
    return review.cleared(status.cleared(paused.state if paused else state))


def _waiting(before: State, turn: Turn) -> Turn:
    """Where words are waited for from now on, what was under way is set aside, and a half-filled form is told of."""
    if not (status.waits(turn.state) or review.waits(turn.state)):
        return turn
    state = turn.state
    if status.waits(state) != status.waits(before):
        state = review.cleared(state)
    elif review.waits(state) != review.waits(before):
        state = status.cleared(state)
    aside = intake.pause(state)
    note = (say(phrases.ASIDE),) if aside else ()
    state = aside.state if aside else state
    resting = assess.pause(state)
    return replace(turn, state=resting.state if resting else state, replies=(*note, *turn.replies))


def _offer(state: State, ctx: Context) -> intake.Offer:
    return lambda: assess.offered(state, ctx)


# ── files, and what comes back from outside ─────────────────────────────────────────────────────
def came(state: State, event: Kept | NotKept) -> Turn:
    """A file that was asked for, or the word that it will not come; too late, and it is let go again."""
    drafting, supplying = intake.draft(state) == event.draft, status.draft(state) == event.draft
    match event:
        case Kept() if drafting:
            return intake.kept(state, event)
        case Kept() if supplying:
            return status.kept(state, event)
        case Kept(draft, _, piece):
            late = say(phrases.TOO_LATE.format(name=piece.name))
            return Turn(state, (late,), (Act("drop", draft=draft, places=(piece.place,)),))
        case NotKept():
            return intake.not_kept(state, event) if drafting else status.not_kept(state, event)


def acted(state: State, event: Acted, ctx: Context) -> Turn:
    """What came of an act, to the dialog whose act it was."""
    act = event.act
    mine = status.NAME if act.number or (act.draft and status.draft(state) == act.draft) else intake.NAME
    match _OWNERS.get(act.name, mine):
        case intake.NAME:
            return intake.acted(state, event, ctx, _offer(state, ctx))
        case status.NAME:
            return _waiting(state, status.acted(state, event, ctx))
        case forget.NAME:
            return forget.acted(state, event)
        case _:
            return review.acted(state, event, ctx)
