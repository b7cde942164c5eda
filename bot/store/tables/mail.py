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

SCHEMA = "0010"
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


def _waiting(name: str, *keys: str) -> Index:
    """An index of the few rows still to do, small however long the history."""
    only = text("state = 'waiting'")
    return Index(name, *keys, sqlite_where=only, postgresql_where=only)


class Inbox(SQLModel, table=True):
    """What came, whatever the channel; `key` is what the channel knows it by. Once done its payload is emptied, or is what
    was said where a reader waits for that and may ask once more; the row stays a while, against repetition. `held_until`:
    somebody works on it until then; whoever finds it later may take it that he died."""

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'set_aside')", name="inbox_state"),
        CheckConstraint("tries >= 0", name="inbox_tries"),
        UniqueConstraint("channel", "key", name="inbox_once"),
        _waiting("inbox_waiting", "id"),
        _waiting("inbox_line", "chat", "id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = numbered()
    channel: str = column(Text)
    key: str = column(Text)
    chat: str = column(Text)
    payload: str = column(Text)
    received_at: datetime = column(Moment)
    tries: int = column(Integer)
    state: str = column(Text)
    held_until: datetime | None = column(Moment, nullable=True)


class Chat(SQLModel, table=True):
    """What is remembered of a chat. `revision` is a new random number at every write."""

    key: str = column(Text, primary_key=True)
    state: str = column(Text)
    revision: int = column(BigInteger)
    updated_at: datetime = column(Moment)


class Outbox(SQLModel, table=True):
    """A message to be sent. (answers, position) is unique: nothing that came is ever answered twice."""

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="outbox_state"),
        CheckConstraint("tries >= 0", name="outbox_tries"),
        CheckConstraint("position >= 0", name="outbox_position"),
        UniqueConstraint("answers", "position", name="outbox_once"),
        _waiting("outbox_waiting", "id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = numbered()
    channel: str = column(Text)
    chat: str = column(Text)
    answers: int | None = column(
        BigInteger, ForeignKey("inbox.id", name="outbox_answers", ondelete="SET NULL"), nullable=True
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
