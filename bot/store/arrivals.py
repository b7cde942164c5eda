"""What came in: kept once, whatever the channel, until it is done with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.clean import clean
from bot.store import queries
from bot.store.database import ring
from bot.store.ground import Ground
from bot.store.records import Incoming, channel_of


class Arrivals(Ground):
    """The inbox of every channel."""

    def receive(self, updates: Sequence[Incoming]) -> list[Incoming]:
        """Keep what is new, in one commit; once this returns they may be acknowledged. Returns the new ones."""
        if not updates:
            return []
        first: dict[tuple[str, str], Incoming] = {}
        for one in updates:
            first.setdefault((channel_of(one.chat), one.key), one)
        now = self.given.now()
        rows = [
            {
                "channel": channel,
                "key": key,
                "chat": one.chat,
                "payload": clean(one.payload),
                "received_at": now,
            }
            for (channel, key), one in first.items()
        ]
        runs: list[None] = []

        def keep(connection: Connection) -> list[Any]:
            known = {
                (one.channel, one.key) for one in connection.execute(queries.KNOWN, {"keys": list(first)})
            }
            fresh = [row for row in rows if (row["channel"], row["key"]) not in known]
            new = list(connection.execute(self._dialect.receive, fresh)) if fresh else []
            if new:  # what came before writes nothing: no disk is waited for, no backup begins anew
                ring(connection)
            if runs:  # the run before may have been committed though its answer was lost
                new += connection.execute(queries.RECEIVED, {"keys": list(first), "now": now})
            runs.append(None)
            return new

        ids = {(channel, key): id for channel, key, id in self._database.write(keep)}
        return [replace(one, id=ids[place]) for place, one in first.items() if place in ids]

    def claim(self, channel: str, most: int, lease: timedelta) -> list[Incoming]:
        """The first of what waits in each conversation of this channel, oldest first; nobody else gets it for so long. What
        somebody had claimed before and has not done is `left_over`."""
        now = self.given.now()
        wanted = {"channel": channel, "now": now, "most": most}

        def take(connection: Connection) -> list[Any]:
            found = list(connection.execute(queries.CLAIMABLE, wanted))
            if found:
                connection.execute(queries.HOLD, {"ids": [one.id for one in found], "until": now + lease})
            return found

        found = self._database.write(take, durable=False)
        return [Incoming(one.key, one.chat, one.payload, one.id, one.held_until is not None) for one in found]

    def hold(self, ids: Sequence[int], lease: timedelta) -> None:
        """These stay claimed from now on for so long."""
        values = {"ids": list(ids), "until": self.given.now() + lease}
        self._database.write(lambda connection: connection.execute(queries.HOLD, values), durable=False)

    def free(self) -> None:
        """Nobody works on anything any more: whoever claimed it is gone."""
        now = {"now": self.given.now()}
        self._database.write(lambda connection: connection.execute(queries.FREE, now))

    def answered(self, chat: str, key: str) -> str | None:
        """What was said when this came before; "" where it was forgotten; None where it never came."""
        return self._database.read(lambda connection: said_before(connection, chat, key))

    def try_again(self, update_id: int) -> int:
        """Count a try before it begins, so that an update that kills the process is noticed. Returns the count."""

        def count(connection: Connection) -> int:
            connection.execute(queries.COUNT_TRY, [{"which": update_id}])
            return connection.execute(queries.TRIES, {"which": update_id}).scalar() or 0

        return self._database.write(count)

    def set_aside(self, update_id: int) -> None:
        """Give an update up. Its payload stays until it is pruned, for whoever looks for the cause."""
        self._run(queries.SET_UPDATE_ASIDE, [{"which": update_id}])


def said_before(connection: Connection, chat: str, key: str) -> str | None:
    place = {"channel": channel_of(chat), "key": key}
    row = connection.execute(queries.ANSWERED, place).first()
    return None if row is None else row.payload if row.chat == chat else ""
