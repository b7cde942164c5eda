"""What is to go out: put there with what it answers, forgotten once it is sent."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.clean import clean
from bot.store import queries
from bot.store.database import ring
from bot.store.errors import StoreUnavailable
from bot.store.ground import Ground, by_id
from bot.store.records import Draft, Outgoing, Write, channel_of
from dialogs.core import Reply

SOME = 1_000
"""Messages that are looked at together."""
ERROR_LENGTH = 200
"""Characters of a delivery error that are kept."""


class Dispatch(Ground):
    """The outbox of every channel."""

    def unsent(self, update_ids: Sequence[int]) -> list[Outgoing]:
        """What is still to be sent of the answers to these, oldest first, also what is not due yet."""
        ids = {"ids": list(update_ids)}
        return _outgoing(
            self._database.read(lambda connection: connection.execute(queries.UNSENT_OF, ids).all())
        )

    def news(self, channel: str, known: Container[int]) -> list[Outgoing]:
        """What is still to be sent by this channel, oldest first, without what is known."""

        def look(connection: Connection) -> Sequence[Any]:
            waiting = connection.execute(queries.UNSENT_IDS, {"channel": channel}).scalars()
            wanted = [id for id in waiting if id not in known][:SOME]
            return connection.execute(queries.UNSENT_THESE, {"ids": wanted}).all() if wanted else ()

        return _outgoing(self._database.read(look))

    def count_tries(self, id: int, count: int) -> None:
        """Count tries of a message before they begin, so that one that kills the process is noticed; negative: take
        them back."""
        self._run(queries.COUNT_DELIVERIES, [{"which": id, "count": count}])

    def sent(self, ids: Sequence[int]) -> None:
        """Delivered: the text is forgotten, the row stays a while."""
        if ids:
            self._run(queries.DELIVERED, by_id(ids))

    def failed(
        self, id: int, error: str, retry_at: datetime | None = None, instead: Sequence[Write] = ()
    ) -> None:
        """Not delivered; again at `retry_at` (aware), or never. `error` must not hold what people wrote; `instead`: what
        follows from it, written together with it and once."""
        query = queries.DELAYED if retry_at else queries.FAILED_FOR_GOOD
        values = {"which": id, "until": retry_at, "error": clean(error)[:ERROR_LENGTH]}

        def fail(connection: Connection) -> None:
            if connection.execute(query, values).rowcount:
                for write in instead:
                    write(connection, self.given.now())

        self._database.write(fail)

    def given_up(self) -> dict[str, int]:
        """How many messages were given up and are not pruned yet, by why."""
        rows = self._database.read(lambda connection: connection.execute(queries.GIVEN_UP).all())
        return {str(why): number for why, number in rows}

    def notices(self, chat: str) -> list[tuple[int, Reply]]:
        """What came for a chat whose reader sits at it, with its number: it is to be noted as sent once it was shown. Nothing
        while the database is away."""
        try:
            rows = self._database.read(lambda one: one.execute(queries.NOTICES, {"whose": chat}).all())
        except StoreUnavailable:
            return []
        return [(number, Reply.from_json(json.loads(body)["reply"])) for number, body in rows]


def put_out(connection: Connection, drafts: Sequence[Draft], now: datetime) -> list[Outgoing]:
    rows = [
        {
            "channel": channel_of(one.chat),
            "answers": one.answers,
            "position": one.position,
            "chat": one.chat,
            "body": one.body,
            "created_at": now,
        }
        for one in drafts
    ]
    ring(connection)
    # the database may answer in any order
    ids = {(number, position): id for number, position, id in connection.execute(queries.PUT_OUT, rows)}
    return [
        Outgoing(ids[one.answers, one.position], one.chat, json.loads(one.body), one.answers, one.position)
        for one in drafts
    ]


def _outgoing(rows: Iterable[Any]) -> list[Outgoing]:
    return [Outgoing(id, chat, json.loads(body), *rest) for id, chat, body, *rest in rows]
