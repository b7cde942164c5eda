"""The tables of who comes in to the staff's pages: how each is known there, and where they are logged in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlmodel import SQLModel

from bot.store.moment import Moment
from bot.store.tables.mail import column


class Login(SQLModel, table=True):
    """How a member of staff is known. `name`: folded; `password`: its argon2 hash; `secret`: of the one-time codes, where
    there are any; `pending`: one that was not confirmed yet; `counter`: of the code that was used last, so that none is
    used twice. Gone once its member has left."""

    __table_args__ = (
        UniqueConstraint("name", name="login_one_name"),
        CheckConstraint("length(name) BETWEEN 2 AND 40", name="login_name"),
        CheckConstraint("counter >= 0", name="login_counter"),
    )
    staff_id: int = column(
        BigInteger, ForeignKey("staff.id", name="login_of"), primary_key=True, autoincrement=False
    )
    name: str = column(Text)
    password: str = column(Text)
    secret: str | None = column(Text, nullable=True)
    pending: str | None = column(Text, nullable=True)
    counter: int = column(BigInteger)


class Session(SQLModel, table=True):
    """A browser in which somebody is logged in. `key`: hash of what it keeps; deleting is logging out."""

    __table_args__ = (
        CheckConstraint("length(key) = 64", name="session_key"),
        CheckConstraint("seen >= opened", name="session_order"),
        Index("session_staff", "staff_id"),
    )
    key: str = column(Text, primary_key=True)
    staff_id: int = column(BigInteger, ForeignKey("staff.id", name="session_of"))
    opened: datetime = column(Moment)
    seen: datetime = column(Moment)
