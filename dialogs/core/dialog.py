"""What a dialog is to all that is not this dialog: it declares itself once, and nobody else names its commands or acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from dialogs.acts import Act, Acted, Kept, NotKept
from dialogs.core.events import Sent
from dialogs.core.replies import Reply
from dialogs.core.state import Brought, Context, State, Turn

Start: TypeAlias = Callable[[State, str, Context], Turn]
Press: TypeAlias = Callable[[State, str, str, Context], Turn]


@dataclass(frozen=True, slots=True)
class Slash:
    """A command: its name without the slash, the words beside it in every list of commands, and what it begins. `staff`:
    it is theirs, and in no menu of everybody's."""

    name: str
    words: str
    begin: Start
    staff: bool = False


def _nobody(*_: object) -> None:
    return None


def _never(_: State) -> bool:
    return False


def _same(state: State) -> State:
    return state


def _nothing(*_: object) -> str:
    return ""


def _none(*_: object) -> tuple[Brought, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Dialog:
    """`name`: of its buttons and of its part of the state. `in_group`: what is said in a group where it is nobody else's
    business, with {alone} for how they can talk alone; empty: it is for everybody to hear.

    What a person does: `commands`, `pressed` (a button), `said` (words; None: not for us), `sent` (a file).
    Whose turn it is: `lasting` (it goes on over many messages, all others are set aside for it), `waits` (for words, from now on), `asks` (what it is that they would answer, as a key of its own; empty: nothing), `cleared` (not any more), `pause` (set aside, everything kept; None
    where nothing is under way), `aside` (what is said where somebody else sets it aside), `waiting` (what is open, once
    more), `shows` (buttons by which a message is known to show just that), `left` (a word to whoever comes in anew),
    `moved` (after a region was chosen).
    Outside: `acts` that are its own, `acted` (what came of one), `draft` (id under which it collects files), `kept` and
    `not_kept` (such a file), `offered` (what its writer may take over into an application).
    """

    name: str
    pressed: Press
    in_group: str = ""
    commands: tuple[Slash, ...] = ()
    said: Callable[[State, str, Context], Turn | None] = _nobody
    sent: Callable[[State, Sent, str, Context], Turn | None] = _nobody
    waits: Callable[[State], bool] = _never
    asks: Callable[[State, Context], str] = _nothing
    cleared: Callable[[State], State] = _same
    pause: Callable[[State], Turn | None] = _nobody
    aside: str = ""
    waiting: Callable[[State, Context], Reply | None] = _nobody
    shows: frozenset[str] = frozenset()
    lasting: bool = False
    left: Callable[[State, Context], Reply | None] = _nobody
    moved: Callable[[Turn, Context], Turn] = lambda turn, _: turn
    acts: frozenset[type[Act]] = frozenset()
    acted: Callable[[State, Acted[Act], Context], Turn] = lambda state, *_: Turn(state, ())
    draft: Callable[[State], str] = lambda _: ""
    kept: Callable[[State, Kept], Turn] = lambda state, _: Turn(state, ())
    not_kept: Callable[[State, NotKept], Turn] = lambda state, _: Turn(state, ())
    offered: Callable[[State, Context], tuple[Brought, ...]] = _none
