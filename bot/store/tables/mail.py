"""The tables of what comes in and goes out. Queries are in queries.py; how a database of an earlier version gets here, in migrations/."""

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

from bot.store.moment import Moment

SCHEMA = "0003"
"""The newest migration. Numbers with leading zeros, so that a later one compares greater."""

WAITING, DONE, SET_ASIDE = "waiting", "done", "set_aside"
SENT, FAILED = "sent", "failed"


def column(kind: Any, *rules: Any, **options: Any) -> Any:
    """A column that must hold something, unless `nullable` says otherwise."""
    return Field(sa_column=Column(kind, *rules, **{"nullable": False, **options}))


def numbered() -> Any:
    """A key that the database counts up by itself."""
    # SQLite numbers rows by itself only in a column that is called INTEGER
    return column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)


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
    update_id: int = column(BigInteger, primary_key=True, autoincrement=False)
    chat: str = column(Text)
    payload: str = column(Text)
    received_at: datetime = column(Moment)
    tries: int = column(Integer)
    state: str = column(Text)


class Chat(SQLModel, table=True):
    """What is remembered of a chat. `revision` is a new random number at every write."""

    key: str = column(Text, primary_key=True)
    state: str = column(Text)
    revision: int = column(BigInteger)
    updated_at: datetime = column(Moment)


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
    id: int | None = numbered()
    chat: str = column(Text)
    update_id: int | None = column(
        BigInteger,
        ForeignKey("inbox.update_id", name="outbox_update", ondelete="SET NULL"),
        nullable=True,
    )
    position: int = column(Integer)
    body: str = column(Text)
    state: str = column(Text)
    tries: int = column(Integer)
    not_before: datetime | None = column(Moment, nullable=True)
    last_error: str | None = column(Text, nullable=True)
    created_at: datetime = column(Moment)


class ReaderFeedback(SQLModel, table=True):
    """A reader's word on an answer, tied to no chat. `question` only if the reader agreed."""

    __tablename__ = "feedback"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: int | None = numbered()
    at: datetime = column(Moment)
    useful: bool = Field()
    region: str | None = column(Text, nullable=True)
    provisions: str = column(Text)
    question: str | None = column(Text, nullable=True)
