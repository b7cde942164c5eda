"""One event in, all that it causes in one transaction, replies out. Knows no surface and no query.

Deciding is pure, so it is done before the transaction begins; if somebody else wrote meanwhile, it is done again.
"""

from __future__ import annotations

import json
import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from bot.app.decision import DEATHS, FALLBACK, Decision, Handled, Job, Worked, gather, storable
from bot.casework.acts import Casework
from bot.casework.done import Done
from bot.casework.office import Office
from bot.clean import clean
from bot.files import Keep
from bot.store.mail import (
    Changes,
    ChatState,
    Conflict,
    NotStorable,
    Snapshot,
    Store,
    StoreUnavailable,
    nowhere,
)
from bot.store.records import Answered, Write
from bot.store.states import state_of
from bot.workdays import day
from dialogs.acts import Acted, Kept, NotKept
from dialogs.core import Command, Event, Feedback, Pressed, Reply, Said, Sent, State, Talk

__all__ = ["FALLBACK", "App", "Job", "StoreUnavailable", "Worked"]

log = logging.getLogger("rongcuo.app")

Record: TypeAlias = Callable[[State, Sequence[Reply]], Sequence[Write]]
"""What a surface adds to the transaction that its answer is written in, by the state that the chat is in then."""
REDO = 20
GROUP = 100
"""Updates in one transaction at most: more make it longer, hardly cheaper."""
NO_REPLIES: tuple[Reply, ...] = ()


def nothing(_state: State, _replies: Sequence[Reply]) -> Sequence[Write]:
    return ()


class App:
    """All conversations of one installation. Threads may share it. `redo`: how often a decision is made again because
    somebody else wrote first; `office`: where acts of staff are decided."""

    def __init__(
        self,
        store: Store,
        talk: Talk,
        keep: Keep | None = None,
        redo: int = REDO,
        office: Office | None = None,
    ) -> None:
        self._store = store
        self._talk = talk
        self._keep = keep
        self._given, self._redo = store.given, redo
        self._casework = Casework(store, office)

    # ── a terminal or a browser: the reader waits for the answer ───────────────────────────────
    def handle(
        self,
        chat: str,
        event: Event,
        *,
        private: bool = True,
        once: str | None = None,
        record: Record = nothing,
        look: Write = nowhere,
    ) -> tuple[Reply, ...]:
        """What is answered. `once`: a name of what came, unique in its channel; under a name that is known already nothing
        is done, and what was said then is said again. `record`: what else is written with these replies; `look`: what else
        is looked at before anything is decided, and may be a reason to do nothing.

        Raises StoreUnavailable, and whatever the dialogs and `look` raise; then nothing has happened.
        """
        changes, replies = Changes(), NO_REPLIES
        for attempt in range(self._redo):
            self._step_aside(attempt)
            said, before = self._store.standing(chat, once, look)
            if said is not None:
                return tuple(Reply.from_json(one) for one in json.loads(said or "[]"))
            if before is not None and before.revision == changes.revision:
                return replies  # it was written; only the word of it was lost
            answer = self._step(chat, state_of(chat, before), event, private)
            changes, replies = _answering(chat, once, answer, before), answer.replies
            changes.writes += record(answer.then, replies)
            try:
                self._store.write(changes)
            except Conflict:
                continue
            self._tidy(changes)
            return replies
        raise _busy()

    # ── a surface with an inbox and an outbox ───────────────────────────────────────────────────
    def work(self, batch: Sequence[Job]) -> list[Worked]:
        """Work the updates off, in order within each chat, many in one commit; each exactly once.

        A job that fails is tried three times, then it is set aside and answered with FALLBACK; the others are not
        touched by it. Raises StoreUnavailable: give the same jobs once more later, what is done is not redone,
        but its messages are handed out again as long as they are unsent (so do not work a job twice at once).
        """
        return [worked for group in _groups(batch) for worked in self._group(group)]

    def _group(self, jobs: Sequence[Job]) -> list[Worked]:
        worn = {job.update.id for job in jobs if job.update.left_over and self._is_worn(job)}
        try:
            return self._together(jobs, worn)
        except NotStorable as error:
            if len(jobs) > 1:  # one of them is to blame: each alone
                return [worked for job in jobs for worked in self._group([job])]
            return [self._refused(jobs[0], error)]

    def _refused(self, job: Job, error: NotStorable) -> Worked:
        number = job.update.id
        log.error("update %d: the database refuses its result (%s)", number, error)
        try:
            return self._together([job], {number})[0]
        except NotStorable:  # not even the fallback
            self._store.set_aside(number)
            return Worked(job.update, "set_aside")

    def _is_worn(self, job: Job) -> bool:
        """Whether it was tried often enough; the try that begins now is counted first."""
        return self._store.try_again(job.update.id) > DEATHS

    def _together(self, jobs: Sequence[Job], worn: set[int]) -> list[Worked]:
        """`worn`: ids that are not to be tried any more."""
        settled: dict[int, Worked] = {}
        conflicts = 0
        while conflicts < self._redo:
            rest = [job for job in jobs if job.update.id not in settled]
            if not rest:
                return [settled[number] for number in dict.fromkeys(job.update.id for job in jobs)]
            self._step_aside(conflicts)
            decision = Decision(self._step, self._load(rest), worn)
            for job in rest:
                decision.take(job)
            try:
                outgoing = self._store.write(decision.changes)
            except Conflict:
                conflicts += 1
                continue
            self._tidy(decision.changes)
            if done := decision.done_before():
                outgoing += self._store.unsent(done)
            settled |= decision.worked(rest, outgoing)
        raise _busy()

    def _load(self, jobs: Sequence[Job]) -> Snapshot:
        return self._store.load(
            [job.update.id for job in jobs], {job.update.chat for job in jobs if job.event is not None}
        )

    def _tidy(self, changes: Changes) -> None:
        """Files that nobody needs go at once; what a crash leaves behind is swept at the next start."""
        if self._keep and changes.gone:
            self._keep.delete(changes.gone)

    def _step_aside(self, conflicts: int) -> None:
        """Wait a random while, longer each time, so that those who write one chat at once do not meet again."""
        if conflicts:
            time.sleep(self._given.dice.uniform(0, 0.001 * 2 ** min(conflicts, 7)))

    # ── deciding ────────────────────────────────────────────────────────────────────────────────
    def _step(self, chat: str, state: State, event: Event, private: bool) -> Handled:
        """One event, and what the acts that it leads to bring back."""
        events: deque[Event] = deque([_cleaned(event)])
        replies: list[Reply] = []
        feedback: list[Feedback] = []
        done: list[Done] = []
        while events:
            turn = self._talk.step(state, events.popleft(), private=private, today=day(self._given.now()))
            state, replies = turn.state, [*replies, *turn.replies]
            feedback += [one for one in turn.effects if isinstance(one, Feedback)]
            for act in (one for one in turn.effects if not isinstance(one, Feedback)):
                done.append(self._casework.perform(chat, act))
                events.append(done[-1].acted)
        return Handled(
            storable(state.to_json()), state, tuple(replies), tuple(feedback),
            tuple(write for one in done for write in one.writes), frozenset().union(*(one.touched for one in done)),
            tuple(place for one in done for place in one.gone),
        )  # fmt: skip


def _answering(chat: str, once: str | None, answer: Handled, before: ChatState | None) -> Changes:
    """What is written when a reader waits for the answer."""
    changes = Changes()
    changes.chats[chat] = ChatState(chat, answer.state, before.revision if before else None)
    if once:
        said = json.dumps([one.to_json() for one in answer.replies], ensure_ascii=False)
        changes.answered = Answered(once, chat, storable(said))
    gather(answer, changes)
    return changes


def _groups(batch: Sequence[Job]) -> Iterator[Sequence[Job]]:
    """What a dead process left behind is worked alone: it may have died of it."""
    for alone, run in groupby(batch, lambda job: job.update.left_over):
        jobs, size = list(run), 1 if alone else GROUP
        yield from (jobs[start : start + size] for start in range(0, len(jobs), size))


def _cleaned(event: Event) -> Event:
    match event:
        case Said(text):
            return replace(event, text=clean(text))
        case Pressed(data):
            return Pressed(clean(data))
        case Command(name, argument):
            return replace(event, name=clean(name), argument=clean(argument))
        case Sent(_, caption):
            return replace(event, caption=clean(caption))
        case Kept() | NotKept() | Acted():
            return event


def _busy() -> StoreUnavailable:
    return StoreUnavailable("数据库太忙，没有写入这条消息的结果，请稍后再试。")
