"""Conversations as the intranet page shows them: written with the decision that they come from, read by their reader
alone, deleted after some days."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, or_, select, update

from bot.clean import clean
from bot.given import Given
from bot.store import queries
from bot.store.database import Database, erasing
from bot.store.errors import NotStorable
from bot.store.ground import by_id
from bot.store.queries import outbox, said
from bot.store.records import Write
from bot.store.tables.mail import WAITING
from dialogs.core import Reply

DAYS = 7
"""How long a conversation can be read again."""

Kind: TypeAlias = Literal["typed", "pressed", "files", "reply", "notice"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One line. `id` grows with every line that is written; `place`: where it stands, the id of the line that stood there
    first; `text`: of the reader's own lines (typed, pressed, files), `reply` of the others; `post`: the key of what was sent that it belongs to."""

    id: int
    place: int
    kind: Kind
    text: str = ""
    reply: Reply | None = None
    at: datetime | None = None
    post: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """What came to a conversation after a line, in the order in which it stands: `first`, the place where it begins now (0
    where it is empty), `last`, its newest line."""

    lines: tuple[Remark, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Posting:
    """What was done and what is answered, to be written down. `post`: the key of what was sent; `text`: what its reader
    did, as it is shown, empty for what needs no line; `pressed`: the place of the message whose button it was."""

    chat: str
    post: str
    kind: Kind = "typed"
    text: str = ""
    pressed: int | None = None


class Transcript:
    """Reads it, and notes what was shown. Raises StoreUnavailable."""

    def __init__(self, database: Database, given: Given) -> None:
        self._database, self._given = database, given

    def lines(self, chat: str, after: int = 0) -> list[Remark]:
        """In the order in which they stand."""
        return self._found(said.c.chat == chat, said.c.id > after)

    def of(self, chat: str, post: str) -> list[Remark]:
        return self._found(said.c.chat == chat, said.c.post == post)

    def since(self, chat: str, after: int) -> Since:
        """In one look; messages that nobody of it asked for just now get their lines with it."""
        found, came = self._database.read(lambda one: _since(one, chat, after))
        return self.since(chat, after) if came and self.arrived(chat) else found

    def at(self, chat: str, place: int) -> list[Remark]:
        return self._found(said.c.chat == chat, or_(said.c.id == place, said.c.place == place))

    def last(self, chats: Sequence[str]) -> dict[str, int]:
        """The newest line of each chat."""
        newest = select(said.c.chat, func.max(said.c.id)).where(said.c.chat.in_(chats)).group_by(said.c.chat)
        return dict(self._database.read(lambda one: [(chat, last) for chat, last in one.execute(newest)]))

    def awaited(self, chats: Sequence[str]) -> list[str]:
        """Those of these for which something came without being asked for."""
        found = select(outbox.c.chat).distinct().where(outbox.c.chat.in_(chats), *_UNASKED)
        return list(self._database.read(lambda one: one.execute(found).scalars()))

    def arrived(self, chat: str) -> bool:
        """Messages that nobody of this conversation asked for just now get their lines; they stay in the outbox until they
        were shown. False where another process was faster."""
        with contextlib.suppress(NotStorable):
            self._database.write(lambda one: _arrive(one, chat, self._given.now()))
            return True
        return False

    def shown(self, chat: str, last: int) -> None:
        """All lines up to this one: what they show is not to be told again."""
        if self._database.read(lambda one: one.execute(_TOLD, {"whose": chat, "last": last}).first()):
            self._database.write(lambda one: shown(chat, last)(one, self._given.now()))

    def _found(self, *which: Any) -> list[Remark]:
        rows = self._database.read(lambda one: one.execute(_LINES.where(*which)).all())
        return [_spoken(*row) for row in rows]


def _spoken(id: int, place: int, post: str, kind: Kind, body: str, at: datetime) -> Remark:
    if kind in ("reply", "notice"):
        return Remark(id, place, kind, reply=Reply.from_json(json.loads(body)), at=at, post=post)
    return Remark(id, place, kind, body, at=at, post=post)


_PLACE = func.coalesce(said.c.place, said.c.id)
_LINES = select(said.c.id, _PLACE, said.c.post, said.c.kind, said.c.body, said.c.at).order_by(
    _PLACE, said.c.id
)

_HERE = said.c.chat == bindparam("whose")
_ENDS = select(func.min(_PLACE), func.max(said.c.id)).where(_HERE)
_SINCE = _LINES.where(_HERE, said.c.id > bindparam("after"))
_UNTOLD = _HERE, said.c.id <= bindparam("last"), said.c.outgoing.is_not(None)
_TOLD, _IS_TOLD = select(said.c.outgoing).where(*_UNTOLD), update(said).where(*_UNTOLD).values(outgoing=None)
_SAID = insert(said)
_UNASKED = (
    outbox.c.state == WAITING,
    outbox.c.answers.is_(None),
    ~exists().where(said.c.outgoing == outbox.c.id),
)
_NEWS = (
    select(outbox.c.id, outbox.c.body)
    .where(outbox.c.chat == bindparam("whose"), *_UNASKED)
    .order_by(outbox.c.id)
)


def _since(connection: Connection, chat: str, after: int) -> tuple[Since, bool]:
    """And whether something came that has no line yet."""
    here = {"whose": chat, "after": after}
    came = connection.execute(_NEWS, here).first() is not None
    first, last = connection.execute(_ENDS, here).one()
    lines = tuple(_spoken(*row) for row in connection.execute(_SINCE, here))
    return Since(lines, first or 0, last or 0), came


def _arrive(connection: Connection, chat: str, now: datetime) -> None:
    for id, body in connection.execute(_NEWS, {"whose": chat}).all():
        row = {
            "chat": chat,
            "post": "",
            "kind": "notice",
            "body": json.dumps(json.loads(body)["reply"], ensure_ascii=False),
            "outgoing": id,
            "at": now,
        }
        connection.execute(insert(said).values(**row))


def _written(reply: Reply) -> str:
    return json.dumps(reply.to_json(), ensure_ascii=False)


def shown(chat: str, last: int) -> Write:
    """All lines up to this one were seen: what they show is not to be told again."""

    def write(connection: Connection, now: datetime) -> None:
        here = {"whose": chat, "last": last}
        if told := connection.execute(_TOLD, here).scalars().all():
            connection.execute(queries.DELIVERED, by_id(told))
            connection.execute(_IS_TOLD, here)

    return write


# ── writing ──────────────────────────────────────────────────────────────────────────────────────
def exchanged(one: Posting, replies: Sequence[Reply]) -> Write:
    """What was done, and what is answered. A message that stays in its place takes the place of the one whose button was
    pressed; then what was pressed needs no line of its own."""
    shown = [reply for reply in replies if reply.parts]
    in_place = one.pressed is not None and bool(shown) and all(reply.edit for reply in shown)

    def write(connection: Connection, now: datetime) -> None:
        row = {"chat": one.chat, "post": one.post, "at": now, "kind": "reply", "place": None}
        lines: list[dict[str, Any]] = [{**row, "body": _written(reply)} for reply in shown]
        if in_place:
            lines[0]["place"] = _vacated(connection, one)
        elif one.text:
            lines.insert(0, {**row, "kind": one.kind, "body": clean(one.text)})
        if lines:
            connection.execute(_SAID, lines)

    return write


def seen(chat: str, after: int, found: list[Since]) -> Write:
    """What came after a line, looked at in the same transaction: in `found`, unless something came that has no line yet."""

    def write(connection: Connection, now: datetime) -> None:
        since, came = _since(connection, chat, after)
        found[:] = () if came else (since,)

    return write


def _vacated(connection: Connection, one: Posting) -> int | None:
    """The place, where the line that stood there is gone now."""
    there = said.c.chat == one.chat, or_(said.c.id == one.pressed, said.c.place == one.pressed)
    return one.pressed if connection.execute(delete(said).where(*there)).rowcount else None


def cleared(chat: str) -> Write:
    """The conversation cannot be read any more, by nobody."""

    def write(connection: Connection, now: datetime) -> None:
        connection.execute(delete(said).where(said.c.chat == chat))
        erasing(connection)

    return write


def aged() -> Write:
    """What is older than it may get."""

    def write(connection: Connection, now: datetime) -> None:
        if connection.execute(delete(said).where(said.c.at < now - timedelta(days=DAYS))).rowcount:
            erasing(connection)

    return write
