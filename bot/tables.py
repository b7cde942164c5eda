"""The tables. Queries are in store.py; how a database of an earlier version gets here, in migrations/."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from bot.moment import Moment

SCHEMA = "0002"
"""The newest migration. Numbers with leading zeros, so that a later one compares greater."""

WAITING, DONE, SET_ASIDE = "waiting", "done", "set_aside"
SENT, FAILED = "sent", "failed"


def _column(kind: Any, *rules: Any, **options: Any) -> Any:
    return Field(sa_column=Column(kind, *rules, **{"nullable": False, **options}))


def _waiting(name: str, key: str) -> Index:
    """An index of the few rows still to do, small however long the history."""
    only = text("state = 'waiting'")
    return Index(name, key, sqlite_where=only, postgresql_where=only)


class Inbox(SQLModel, table=True):
    """An update as it came. Once done its payload is emptied; the id stays a while, against repetition."""

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'set_aside')", name="inbox_state"),
        CheckConstraint("tries >= 0", name="inbox_tries"),
        _waiting("inbox_waiting", "update_id"),
    )
    update_id: int = _column(BigInteger, primary_key=True, autoincrement=False)
    chat: str = _column(Text)
    payload: str = _column(Text)
    received_at: datetime = _column(Moment)
    tries: int = _column(Integer)
    state: str = _column(Text)


class Chat(SQLModel, table=True):
    """What is remembered of a chat. `revision` is a new random number at every write."""

    key: str = _column(Text, primary_key=True)
    state: str = _column(Text)
    revision: int = _column(BigInteger)
    updated_at: datetime = _column(Moment)


class Outbox(SQLModel, table=True):
    """A message to be sent. (update_id, position) is unique: no update is ever answered twice."""

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="outbox_state"),
        CheckConstraint("tries >= 0", name="outbox_tries"),
        CheckConstraint("position >= 0", name="outbox_position"),
        UniqueConstraint("update_id", "position", name="outbox_once"),
        _waiting("outbox_waiting", "id"),
        {"sqlite_autoincrement": True},
    )
    # SQLite numbers rows by itself only in a column that is called INTEGER
    id: int | None = _column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    chat: str = _column(Text)
    update_id: int | None = _column(
        BigInteger,
        ForeignKey("inbox.update_id", name="outbox_update", ondelete="SET NULL"),
        nullable=True,
    )
    position: int = _column(Integer)
    body: str = _column(Text)
    state: str = _column(Text)
    tries: int = _column(Integer)
    not_before: datetime | None = _column(Moment, nullable=True)
    last_error: str | None = _column(Text, nullable=True)
    created_at: datetime = _column(Moment)


class Feedback(SQLModel, table=True):
    """A reader's word on an answer, tied to no chat. `question` only if the reader agreed."""

    __table_args__ = ({"sqlite_autoincrement": True},)
    id: int | None = _column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    at: datetime = _column(Moment)
    useful: bool = Field()
    region: str | None = _column(Text, nullable=True)
    provisions: str = _column(Text)
    question: str | None = _column(Text, nullable=True)
