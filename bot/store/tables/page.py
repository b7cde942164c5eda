"""The tables of the intranet page: what its conversations look like, and how often somebody came."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Float, Index, Text, UniqueConstraint
from sqlmodel import SQLModel

from bot.store.moment import Moment
from bot.store.tables.mail import column, numbered


class PageLine(SQLModel, table=True):
    """A line of a conversation as its page shows it: of the reader or of the bot. `place`: the number of the line in
    whose place it stands, None where it is its own; `post`: the key of what was sent, whose line or answer it is;
    `outgoing`: the message in the outbox that it shows. Deleted after some days, and whenever its reader wants."""

    __tablename__ = "said"
    __table_args__ = (
        CheckConstraint("kind IN ('typed', 'pressed', 'files', 'reply', 'notice')", name="said_kind"),
        UniqueConstraint("outgoing", name="said_outgoing"),
        CheckConstraint("place IS NULL OR place < id", name="said_place"),
        Index("said_chat", "chat", "id"),
        Index("said_at", "at"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = numbered()
    chat: str = column(Text)
    place: int | None = column(BigInteger, nullable=True)
    post: str = column(Text)
    kind: str = column(Text)
    body: str = column(Text)
    outgoing: int | None = column(BigInteger, nullable=True)
    at: datetime = column(Moment)


class Allowance(SQLModel, table=True):
    """How much somebody may still do at once; it fills up again with time. `whose`: a hash."""

    __table_args__ = (CheckConstraint("rest >= 0", name="allowance_rest"),)
    whose: str = column(Text, primary_key=True)
    rest: float = column(Float)
    at: datetime = column(Moment)
