"""Notices to applicants that did not arrive, and what came in and could not be worked off: for whoever sees to it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select, update

from bot.store import audit
from bot.store.applications.drafting import exactly
from bot.store.database import Database, ring
from bot.store.queries import inbox, outbox
from bot.store.records import Write
from bot.store.rows import cases
from bot.store.tables.mail import DONE, FAILED, SENT, SET_ASIDE, WAITING
from dialogs.core import Reply

UNSEEN = timedelta(days=2)
"""After so long a notice that only waits to be looked at is one that did not arrive."""
_NUMBER = re.compile(r"\b\d{3}-\d{3}-\d{3}\b")
_NOTICES = select(
    outbox.c.id, outbox.c.chat, outbox.c.body, outbox.c.state, outbox.c.last_error, outbox.c.created_at
).where(outbox.c.answers.is_(None))
_ASIDE = select(inbox.c.id, inbox.c.channel, inbox.c.received_at).where(inbox.c.state == SET_ASIDE)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A notice on a case. `why`: as the channel calls it; `failed`: it was given up, and may be sent again."""

    id: int
    number: str
    region: str
    text: str
    why: str
    at: datetime
    failed: bool


@dataclass(frozen=True, slots=True)
class LeftLying:
    """Something that came and was not worked off; nothing of what it says."""

    id: int
    channel: str
    at: datetime


class Deliveries:
    """Reads them. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def notices(self, now: datetime) -> list[Undelivered]:
        """To applicants, oldest first."""
        late = or_(outbox.c.state == FAILED, outbox.c.created_at < now - UNSEEN)
        query = _NOTICES.where(outbox.c.state.in_((FAILED, WAITING)), late).order_by(outbox.c.id)
        return self._database.read(lambda connection: list(_undelivered(connection, query)))

    def aside(self) -> list[LeftLying]:
        query = _ASIDE.order_by(inbox.c.id)
        return self._database.read(lambda connection: [LeftLying(*row) for row in connection.execute(query)])


def _undelivered(connection: Connection, query: Any) -> Iterator[Undelivered]:
    rows = list(connection.execute(query))
    whose = select(cases.c.chat, cases.c.number, cases.c.region).where(
        cases.c.chat.in_({row.chat for row in rows})
    )
    known = {(chat, number): region for chat, number, region in connection.execute(whose)}
    for row in rows:
        text = _text(row.body)
        found = _NUMBER.search(text)
        number = found[0].replace("-", "") if found else ""
        if region := known.get((row.chat, number)):
            yield Undelivered(
                row.id, number, region, text, row.last_error or "", row.created_at, row.state == FAILED
            )


def _text(body: str) -> str:
    try:
        return Reply.from_json(json.loads(body)["reply"]).text
    except (ValueError, KeyError, TypeError):
        return ""


# ── writes ───────────────────────────────────────────────────────────────────────────────────────
def again(one: Undelivered, by: str) -> Write:
    """It is sent once more."""

    def write(connection: Connection, now: datetime) -> None:
        there = outbox.c.id == one.id, outbox.c.state == FAILED
        values = {"state": WAITING, "tries": 0, "not_before": None, "last_error": None}
        exactly(connection.execute(update(outbox).where(*there).values(**values)))
        ring(connection)
        audit.note(connection, now, one.number, by, "resend")

    return write


def in_writing(one: Undelivered, by: str) -> Write:
    """It was delivered in another way: nobody need see to it any more."""

    def write(connection: Connection, now: datetime) -> None:
        there = outbox.c.id == one.id, outbox.c.state.in_((FAILED, WAITING))
        exactly(connection.execute(update(outbox).where(*there).values(state=SENT, body="{}")))
        audit.note(connection, now, one.number, by, "in_writing")

    return write


def retried(id: int) -> Write:
    """What was set aside is tried anew."""
    values = {"state": WAITING, "tries": 0, "held_until": None}
    return lambda connection, _now: _move(connection, id, values)


def dropped(id: int) -> Write:
    """It is let be, and forgotten."""
    return lambda connection, _now: _move(connection, id, {"state": DONE, "payload": ""})


def _move(connection: Connection, id: int, values: dict[str, Any]) -> None:
    exactly(
        connection.execute(update(inbox).where(inbox.c.id == id, inbox.c.state == SET_ASIDE).values(**values))
    )
    ring(connection)
