"""Every query. Updates come in, are worked off together with what they cause, and the replies go out.

A reader loads what a decision needs, decides without holding anything, and writes under the condition that nobody
else has written since (an update still waiting, a chat of the same revision); otherwise Conflict, and once more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.clean import clean
from bot.given import REAL, Given
from bot.store import queries
from bot.store.applications.reads import Docket
from bot.store.applications.writing import dropped
from bot.store.database import Database, erasing
from bot.store.errors import Conflict, NotStorable, StoreError, StoreUnavailable, StoreUnfit
from bot.store.records import Changes, ChatState, Draft, Incoming, Outgoing, ReaderQuestion, Snapshot, Write
from bot.store.states import state_of
from dialogs import drafts
from dialogs.core import Button, Feedback, Reply, Say

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
]

ERROR_LENGTH = 200
"""Characters of a delivery error that are kept."""


class Store:
    """Raises StoreError if it cannot be opened, StoreUnavailable from any call if it cannot be reached.

    `patience` (seconds): about how long a locked or absent database is waited for. Threads may share a store.
    `given`: the time and the dice, for it and for what works with it.
    """

    def __init__(self, url: str, patience: float = 5.0, given: Given = REAL) -> None:
        self._database = Database(url, patience)
        self.given = given
        self._dialect = queries.Dialect(self._database.engine.dialect.name)
        self.docket = Docket(self._database)

    def close(self) -> None:
        self._database.close()

    # ── inbox ───────────────────────────────────────────────────────────────────────────────────
    def receive(self, updates: Sequence[Incoming]) -> list[Incoming]:
        """Keep what is new, in one commit; once this returns they may be acknowledged. Returns the new ones."""
        if not updates:
            return []
        first = {one.update_id: one for one in reversed(updates)}
        now = self.given.now()
        rows = [
            {"update_id": one.update_id, "chat": one.chat, "payload": clean(one.payload), "received_at": now}
            for _, one in sorted(first.items())
        ]
        runs: list[None] = []

        def keep(connection: Connection) -> set[int]:
            new = set(connection.execute(self._dialect.receive, rows).scalars())
            if runs:  # the run before may have been committed though its answer was lost
                new |= set(connection.execute(queries.RECEIVED, {"ids": list(first), "now": now}).scalars())
            runs.append(None)
            return new

        new = self._database.write(keep)
        return [one for one in updates if one.update_id in new and first[one.update_id] is one]

    def waiting_updates(self) -> list[Incoming]:
        """What an earlier process left behind, oldest first."""
        rows = self._database.read(lambda connection: connection.execute(queries.WAITING_UPDATES).all())
        return [Incoming(update_id, chat, payload, left_over=True) for update_id, chat, payload in rows]

    def try_again(self, update_id: int) -> int:
        """Count a try before it begins, so that an update that kills the process is noticed. Returns the count."""

        def count(connection: Connection) -> int:
            connection.execute(queries.COUNT_TRY, [{"key": update_id}])
            return connection.execute(queries.TRIES, {"key": update_id}).scalar() or 0

        return self._database.write(count)

    def set_aside(self, update_id: int) -> None:
        """Give an update up. Its payload stays until it is pruned, for whoever looks for the cause."""
        self._run(queries.SET_UPDATE_ASIDE, [{"key": update_id}])

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

    def write(self, changes: Changes) -> list[Outgoing]:
        """All or nothing; returns the drafts with their ids. Raises Conflict and Refused."""
        if changes.revision is None:
            changes.revision = self.given.revision()
        return self._database.write(lambda connection: self._write(connection, changes))

    def _write(self, connection: Connection, changes: Changes) -> list[Outgoing]:
        now = self.given.now()
        _each(connection, queries.FINISH_UPDATE, _keys(changes.done))
        _each(connection, queries.SET_UPDATE_ASIDE, _keys(changes.set_aside))
        _each(connection, queries.COUNT_TRY, _keys(changes.tried))
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
        return _put_out(connection, changes.drafts, now) if changes.drafts else []

    # ── outbox ──────────────────────────────────────────────────────────────────────────────────
    def unsent(self, update_ids: Sequence[int] | None = None) -> list[Outgoing]:
        """What is still to be sent, oldest first, also what is not due yet; of these updates only if given."""
        query, values = queries.UNSENT, {}
        if update_ids is not None:
            query, values = queries.UNSENT_OF, {"ids": list(update_ids)}
        rows = self._database.read(lambda connection: connection.execute(query, values).all())
        return _outgoing(rows)

    def unknown_unsent(self) -> list[Outgoing]:
        """What is still to be sent and answers no update, oldest first: no surface hears of it but by asking."""
        rows = self._database.read(lambda connection: connection.execute(queries.UNSENT_OF_NONE).all())
        return _outgoing(rows)

    def count_tries(self, id: int, count: int) -> None:
        """Count tries of a message before they begin, so that one that kills the process is noticed; negative: take
        them back."""
        self._run(queries.COUNT_DELIVERIES, [{"key": id, "count": count}])

    def sent(self, ids: Sequence[int]) -> None:
        """Delivered: the text is forgotten, the row stays a while."""
        if ids:
            self._run(queries.DELIVERED, _keys(ids))

    def failed(
        self, id: int, error: str, retry_at: datetime | None = None, instead: Sequence[Write] = ()
    ) -> None:
        """Not delivered; again at `retry_at` (aware), or never. `error` must not hold what people wrote; `instead`: what
        follows from it, written together with it and once."""
        query = queries.DELAYED if retry_at else queries.FAILED_FOR_GOOD
        values = {"key": id, "until": retry_at, "error": clean(error)[:ERROR_LENGTH]}

        def fail(connection: Connection) -> None:
            if connection.execute(query, values).rowcount:
                for write in instead:
                    write(connection, self.given.now())

        self._database.write(fail)

    def given_up(self) -> dict[str, int]:
        """How many messages were given up and are not pruned yet, by why."""
        rows = self._database.read(lambda connection: connection.execute(queries.GIVEN_UP).all())
        return {str(why): number for why, number in rows}

    def rename(self, chat: str, name: str) -> None:
        """A chat goes on under another name, unless there is one of that name."""
        found = self.load((), (chat, name)).chats
        if chat in found and name not in found:
            self.write(Changes(chats={name: ChatState(name, found[chat].state, None)}))
            self._database.write(
                lambda one: one.execute(queries.FORGET[0], {"whose": chat})
            )  # its files stay

    def notices(self, chat: str) -> list[Reply]:
        """What came for a chat whose reader sits at it; told once. Nothing while the database is away."""
        try:
            rows = self._database.read(lambda one: one.execute(queries.NOTICES, {"whose": chat}).all())
            self.sent([number for number, _ in rows])
        except StoreUnavailable:
            return []
        return [_notice(json.loads(body)["notice"]) for _, body in rows]

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

        def drop(connection: Connection) -> int:
            return sum(connection.execute(one, {"before": before}).rowcount for one in queries.PRUNE)

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

    def _run(self, statement: Any, rows: list[dict[str, Any]]) -> None:
        self._database.write(lambda connection: connection.execute(statement, rows))


def _notice(body: dict[str, Any]) -> Reply:
    buttons = tuple(tuple(Button(label, data) for label, data in row) for row in body["buttons"])
    return Reply((Say(body["text"], strong=True),), buttons)


def _keys(numbers: Iterable[int]) -> list[dict[str, Any]]:
    """In one order for everybody, so that two processes do not wait for each other."""
    return [{"key": number} for number in sorted(numbers)]


def _each(connection: Connection, statement: Any, rows: list[dict[str, Any]]) -> None:
    """Run a statement for each row. Raises Conflict unless each one found its row as it was loaded."""
    if rows and connection.execute(statement, rows).rowcount != len(rows):
        raise Conflict


def _put_out(connection: Connection, drafts: Sequence[Draft], now: datetime) -> list[Outgoing]:
    rows = [
        {
            "update_id": one.update_id,
            "position": one.position,
            "chat": one.chat,
            "body": one.body,
            "created_at": now,
        }
        for one in drafts
    ]
    # the database may answer in any order
    ids = {(number, position): id for number, position, id in connection.execute(queries.PUT_OUT, rows)}
    return [
        Outgoing(
            ids[one.update_id, one.position], one.chat, json.loads(one.body), one.update_id, one.position
        )
        for one in drafts
    ]


def _outgoing(rows: Iterable[Any]) -> list[Outgoing]:
    return [Outgoing(id, chat, json.loads(body), *rest) for id, chat, body, *rest in rows]


def _feedback(one: Feedback, now: datetime) -> dict[str, Any]:
    return {
        "at": now,
        "useful": one.useful,
        "region": one.region,
        "provisions": json.dumps(one.provisions, ensure_ascii=False),
        "question": None if one.question is None else clean(one.question),
    }
