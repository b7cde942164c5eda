"""What events lead to, gathered before anything is written. Pure but for the log; touches no database.

No text of a user goes into the log: of a mistake in our own code its kind and place are told, of a chat a hash.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from traceback import extract_tb
from typing import Any, Literal, TypeAlias

from bot.store.records import Changes, ChatState, Draft, Incoming, Outgoing, Snapshot, Write, written
from bot.store.states import hashed, state_of
from bot.store.tables.mail import WAITING
from dialogs.core import Event, Feedback, Reply, State, say

log = logging.getLogger("rongcuo.app")

TRIES = 3
"""How often an update is tried before it is set aside."""
DEATHS = 6
"""How often a process may die over an update before it is set aside: the first ones may well not be its fault, as when
a process is killed again and again right after its start."""
FALLBACK = say("抱歉，这条消息我没处理好，请换个说法再发一次，或输入 /help。")

Decides: TypeAlias = "Callable[[str, State, Event, bool], Handled]"
Ending: TypeAlias = Literal["done", "set_aside", "already"]


@dataclass(frozen=True, slots=True)
class Job:
    """What came, as an event. `event` None: nothing to answer, only to be done with; `odd`: nobody can read it. `to`: what
    its channel wants to know when it sends the answer; plain JSON."""

    update: Incoming
    event: Event | None
    private: bool = True
    to: Mapping[str, Any] = field(default_factory=dict)
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of a job, and its messages to send. "already": done before this call, or forgotten."""

    update: Incoming
    outcome: Ending
    outgoing: tuple[Outgoing, ...] = ()


@dataclass(frozen=True, slots=True)
class Handled:
    """What an event leads to, its state already as JSON text that can be stored, and as it is `then`. `touched`: chats and applications that
    it was decided on, so that nothing else may be decided on them before it is written."""

    state: str
    then: State
    replies: tuple[Reply, ...]
    feedback: tuple[Feedback, ...] = ()
    writes: tuple[Write, ...] = ()
    touched: frozenset[str] = frozenset()
    gone: tuple[str, ...] = ()


class Decision:
    """What is to be written for some jobs, gathered one job after the other. Touches no database."""

    def __init__(self, step: Decides, snapshot: Snapshot, worn: set[int]) -> None:
        self._step = step
        self._snapshot = snapshot
        self._worn = worn
        self._held: set[str] = set()
        self._touched: set[str] = set()
        self.changes = Changes()
        self.outcomes: dict[int, Ending] = {}

    def take(self, job: Job) -> None:
        number, chat = job.update.id, job.update.chat
        state, tries = self._snapshot.updates.get(number, ("gone", 0))
        if number in self.outcomes:
            return
        if state != WAITING:
            self.outcomes[number] = "already"
        elif chat in self._held:
            return  # an earlier update of this chat is tried again first
        elif job.odd or number in self._worn:
            self._give_up(job)
        else:
            self._try(job, tries)

    def done_before(self) -> list[int]:
        return [number for number, outcome in self.outcomes.items() if outcome == "already"]

    def worked(self, jobs: Sequence[Job], outgoing: Sequence[Outgoing]) -> dict[int, Worked]:
        sorted_ = sorted(outgoing, key=lambda one: (one.answers or 0, one.position))
        mine = {number: tuple(ones) for number, ones in groupby(sorted_, lambda one: one.answers)}
        return {
            number: Worked(job.update, self.outcomes[number], mine.get(number, ()))
            for job in jobs
            if (number := job.update.id) in self.outcomes
        }

    def _try(self, job: Job, tries: int) -> None:
        number = job.update.id
        try:
            self._decide(job)
        except Exception as error:
            log.error(
                "update %d, chat %s, try %d: %s", number, hashed(job.update.chat), tries + 1, _place(error)
            )
            if tries + 1 >= TRIES:
                self._give_up(job)
            else:
                self._held.add(job.update.chat)
                self.changes.tried.append(number)

    def _decide(self, job: Job) -> None:
        """All or nothing: nothing is noted before everything that may fail is done."""
        number, chat = job.update.id, job.update.chat
        drafts: list[Draft] = []
        if job.event is not None:
            loaded = self._snapshot.chats.get(chat)
            current = self.changes.chats.get(chat, loaded)
            answer = self._step(chat, state_of(chat, current), job.event, job.private)
            touched = answer.touched | {chat}
            if touched & self._touched or (touched - {chat}) & self.changes.chats.keys():
                self._held.add(chat)  # it looked at what is about to change: once more when that is written
                return
            drafts = _drafts(job, answer.replies)
            self._touched |= answer.touched if answer.writes else set()
            gather(answer, self.changes)
            self.changes.chats[chat] = ChatState(chat, answer.state, loaded.revision if loaded else None)
        self.changes.drafts += drafts
        self.changes.done.append(number)
        self.outcomes[number] = "done"

    def _give_up(self, job: Job) -> None:
        """What nobody can read, nobody in a group may have meant for us."""
        self.changes.drafts += _drafts(job, (FALLBACK,)) if job.private or not job.odd else ()
        self.changes.set_aside.append(job.update.id)
        self.outcomes[job.update.id] = "set_aside"


def _drafts(job: Job, replies: Sequence[Reply]) -> list[Draft]:
    number, chat = job.update.id, job.update.chat
    return [
        Draft(number, position, chat, storable(written(reply, to=job.to)))
        for position, reply in enumerate(replies)
    ]


def storable(text: str) -> str:
    """The same text. Raises UnicodeError here, where it costs one chat, and not in the common transaction."""
    text.encode()
    return text


def gather(answer: Handled, changes: Changes) -> None:
    """What is to be written beside the chat's state."""
    changes.feedback += answer.feedback
    changes.writes += answer.writes
    changes.gone += answer.gone


def _place(error: BaseException) -> str:
    """Kind and place of an error; its text may hold what a user wrote."""
    frames = extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:])
    )
