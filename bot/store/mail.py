"""The store as others use it: what came in is worked off together with all that it causes.

A reader loads what a decision needs, decides without holding anything, and writes under the condition that nobody
else has written since (an update still waiting, a chat of the same revision); otherwise Conflict, and once more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.clean import clean
from bot.given import REAL, Given
from bot.store import queries
from bot.store.applications.entries import Logins
from bot.store.applications.reads import Docket
from bot.store.applications.writing import dropped
from bot.store.arrivals import Arrivals, said_before
from bot.store.casework.figures import Reckoner
from bot.store.casework.reads import Ledger
from bot.store.database import erasing
from bot.store.deliveries import Deliveries
from bot.store.dispatch import Dispatch, put_out
from bot.store.errors import Conflict, NotStorable, StoreError, StoreUnavailable, StoreUnfit
from bot.store.ground import by_id
from bot.store.records import (
    Changes,
    ChatState,
    Draft,
    Incoming,
    Outgoing,
    ReaderQuestion,
    Snapshot,
    Write,
    channel_of,
)
from bot.store.states import state_of
from bot.store.trails import Trails
from bot.store.transcript import Transcript
from dialogs import drafts
from dialogs.core import Feedback

__all__ = [
    "Changes",
    "ChatState",
    "Conflict",
    "Draft",
    "Incoming",
    "NotStorable",
    "Outgoing",
    "ReaderQuestion",
    "Snapshot",
    "Store",
    "StoreError",
    "StoreUnavailable",
    "StoreUnfit",
    "clean",
    "nowhere",
]


def nowhere(_connection: Connection, _now: datetime) -> None:
    """Nothing else is looked at."""


class Store(Arrivals, Dispatch):
    """The whole of it."""

    def __init__(self, url: str, patience: float = 5.0, given: Given = REAL) -> None:
        super().__init__(url, patience, given)
        self.docket, self.ledger = Docket(self._database), Ledger(self._database)
        self.logins, self.reckoner = Logins(self._database), Reckoner(self._database)
        self.deliveries, self.trails = Deliveries(self._database), Trails(self._database)
        self.transcript = Transcript(self._database, given)

    # ── decisions ───────────────────────────────────────────────────────────────────────────────
    def load(self, update_ids: Iterable[int], keys: Iterable[str]) -> Snapshot:
        """Unknown updates and chats are simply not in the answer."""
        ids, names = list(update_ids), list(keys)

        def look(connection: Connection) -> Snapshot:
            updates = connection.execute(queries.UPDATES, {"ids": ids}).all() if ids else ()
            known = connection.execute(queries.CHATS, {"keys": names}).all() if names else ()
            return Snapshot(
                {number: (state, tries) for number, state, tries in updates},
                {key: ChatState(key, state, revision) for key, state, revision in known},
            )

        return self._database.read(look)

    def standing(
        self, chat: str, key: str | None, look: Write = nowhere
    ) -> tuple[str | None, ChatState | None]:
        """What was said when this came before (see `answered`), and how the chat stands. `look`: what else is looked at in
        the same moment where it never came."""

        def both(connection: Connection) -> tuple[str | None, Any]:
            said = None if key is None else said_before(connection, chat, key)
            if said is None:
                look(connection, self.given.now())
            return said, connection.execute(queries.CHATS, {"keys": [chat]}).first()

        said, found = self._database.read(both)
        return said, found and ChatState(*found)

    def write(self, changes: Changes) -> list[Outgoing]:
        """All or nothing; returns the drafts with their ids. Raises Conflict and Refused."""
        if changes.revision is None:
            changes.revision = self.given.revision()
        return self._database.write(lambda connection: self._write(connection, changes))

    def _write(self, connection: Connection, changes: Changes) -> list[Outgoing]:
        now = self.given.now()
        _each(connection, queries.FINISH_UPDATE, by_id(changes.done))
        _each(connection, queries.SET_UPDATE_ASIDE, by_id(changes.set_aside))
        _each(connection, queries.COUNT_TRY, by_id(changes.tried))
        rows = [
            {"k": one.key, "s": one.state, "r": changes.revision, "before": one.revision, "now": now}
            for _, one in sorted(changes.chats.items())
        ]
        _each(connection, queries.CHANGE_CHAT, [row for row in rows if row["before"] is not None])
        _each(connection, self._dialect.new_chat, [row for row in rows if row["before"] is None])
        if changes.feedback:
            connection.execute(queries.ADD_FEEDBACK, [_feedback(one, now) for one in changes.feedback])
        for write in changes.writes:
            write(connection, now)
        if one := changes.answered:  # after what may forget all that came before
            row = {
                "channel": channel_of(one.chat),
                "key": one.key,
                "chat": one.chat,
                "payload": one.said,
                "received_at": now,
            }
            _each(connection, self._dialect.answered, [row])
        return put_out(connection, changes.drafts, now) if changes.drafts else []

    def rename(self, chat: str, name: str) -> None:
        """A chat goes on under another name, with what waits of it, unless there is one of that name; its files stay."""

        def move(connection: Connection, _now: datetime) -> None:
            connection.execute(queries.MOVE_WAITING, {"whose": chat, "name": name})
            connection.execute(queries.FORGET[0], {"whose": chat})

        found = self.load((), (chat, name)).chats
        if chat in found and name not in found:
            self.write(Changes(chats={name: ChatState(name, found[chat].state, None)}, writes=[move]))

    # ── the rest ────────────────────────────────────────────────────────────────────────────────
    def feedback(self, one: Feedback) -> None:
        self._run(queries.ADD_FEEDBACK, [_feedback(one, self.given.now())])

    def questions(self) -> list[ReaderQuestion]:
        """The questions that readers agreed to hand on, oldest first."""
        rows = self._database.read(lambda connection: connection.execute(queries.QUESTIONS).all())
        return [
            ReaderQuestion(at, useful, region, tuple(json.loads(provisions)), question)
            for at, useful, region, provisions, question in rows
        ]

    def prune(self, before: datetime) -> int:
        """Delete what was settled and came before this time (aware). Returns how many rows."""

        limits = {"before": before, "long_before": before - queries.UNDELIVERED}

        def drop(connection: Connection) -> int:
            return sum(connection.execute(one, limits).rowcount for one in queries.PRUNE)

        return self._database.write(drop)

    def forget(self, chat: str) -> None:
        """Everything of a chat but the applications that it submitted. Ids of its updates stay, emptied, so that none is answered a second time."""

        def drop(connection: Connection) -> None:
            row = connection.execute(queries.CHATS, {"keys": [chat]}).first()
            for draft in drafts.ids(state_of(chat, ChatState(chat, row.state, row.revision))) if row else ():
                dropped(draft)(connection, self.given.now())
            for one in queries.FORGET:
                connection.execute(one, {"whose": chat})
            erasing(connection)

        self._database.write(drop)

    def scrub(self) -> bool:
        """What was deleted is not left in the database's files either. Whether that was possible now."""
        return self._database.scrub()

    def damage(self) -> int:
        """How many faults the database finds in its own file; PostgreSQL finds its own by itself."""
        return self._database.damage()


def _each(connection: Connection, statement: Any, rows: list[dict[str, Any]]) -> None:
    """Run a statement for each row. Raises Conflict unless each one found its row as it was loaded."""
    if rows and connection.execute(statement, rows).rowcount != len(rows):
        raise Conflict


def _feedback(one: Feedback, now: datetime) -> dict[str, Any]:
    return {
        "at": now,
        "useful": one.useful,
        "region": one.region,
        "provisions": json.dumps(one.provisions, ensure_ascii=False),
        "question": None if one.question is None else clean(one.question),
    }
