"""The tables of applications, of those who handle them, and of what was done: constraints first.

A state that makes no sense is refused by the database itself, whoever writes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, get_args

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import SQLModel

from bot.store.moment import Moment
from bot.store.tables.mail import column, numbered
from dialogs.acts import MOST_BYTES, CaseState

FOLLOWED = "follow_up IS NOT NULL"
"""Of an application: somebody wanted to look at it again."""


def _of(table: str, name: str, **options: Any) -> Any:
    """A column that points to a row of `table`."""
    return column(BigInteger, ForeignKey(f"{table}.id", name=name), **options)


class Application(SQLModel, table=True):
    """A submitted application. `draft`: the id of the draft that it was, so that none is submitted twice; `chat`: who
    submitted it, gone once erased; `since`: of the state; `policy`: SHA-256 of the policy's text; `code`: salt and hash of
    the query code; `summary`: what lists show and searches look through. `origin`: how it came, here, on paper, or by the
    authority itself (依职权), which has no chat and no code; `outcome`: of the conclusion, by its id; `rules`: the procedure
    that it was accepted under, by its hash; `follow_up`: a day that staff set themselves."""

    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(map(repr, get_args(CaseState)))})", name="application_state"),
        CheckConstraint("origin IN ('application', 'paper', 'ex_officio')", name="application_origin"),
        CheckConstraint("applicant IN ('person', 'organisation')", name="application_applicant"),
        CheckConstraint("length(number) = 9", name="application_number"),
        CheckConstraint("length(policy) = 64", name="application_policy"),
        CheckConstraint("version >= 1", name="application_version"),
        CheckConstraint("since >= filed_at", name="application_since"),
        CheckConstraint("(state = 'withdrawn') = (reason IS NOT NULL)", name="application_reason"),
        CheckConstraint(
            "erased_at IS NULL OR (chat IS NULL AND code IS NULL AND summary = '' AND coalesce(reason, '') = '')",
            name="application_erased",
        ),
        CheckConstraint(
            "CASE WHEN erased_at IS NOT NULL THEN 1 = 1 WHEN origin = 'application' "
            "THEN chat IS NOT NULL AND code IS NOT NULL ELSE chat IS NULL AND code IS NULL END",
            name="application_owner",
        ),
        UniqueConstraint("number", name="application_one_number"),
        UniqueConstraint("draft", name="application_one_draft"),
        Index("application_chat", "chat"),
        Index("application_filed", "filed_at"),
        Index("application_handler", "handler_id"),
        Index("application_follow_up", "follow_up", sqlite_where=text(FOLLOWED), postgresql_where=text(FOLLOWED)),
        {"sqlite_autoincrement": True},
    )  # fmt: skip
    id: int | None = numbered()
    number: str = column(Text)
    draft: str = column(Text)
    region: str = column(Text)
    applicant: str = column(Text)
    chat: str | None = column(Text, nullable=True)
    state: str = column(Text)
    version: int = column(Integer)
    filed_at: datetime = column(Moment)
    since: datetime = column(Moment)
    policy: str = column(Text)
    code: str | None = column(Text, nullable=True)
    summary: str = column(Text)
    reason: str | None = column(Text, nullable=True)
    erased_at: datetime | None = column(Moment, nullable=True)
    origin: str = column(Text, server_default="application")
    handler_id: int | None = _of("staff", "application_handled_by", nullable=True)
    outcome: str | None = column(Text, nullable=True)
    rules: str | None = column(
        Text, ForeignKey("pinned_rules.sha256", name="application_rules"), nullable=True
    )
    follow_up: date | None = column(Date, nullable=True)


class ApplicationField(SQLModel, table=True):
    """A box of the form as it was submitted, with the question that was asked."""

    __tablename__ = "application_field"
    __table_args__ = (
        UniqueConstraint("application_id", "key", name="application_field_once"),
        CheckConstraint("position >= 0", name="application_field_position"),
    )
    application_id: int = _of("application", "application_field_of", primary_key=True)
    position: int = column(Integer, primary_key=True)
    key: str = column(Text)
    label: str = column(Text)
    prompt: str = column(Text)
    text: str = column(Text)


class ApplicationClaim(SQLModel, table=True):
    """A provision that the application rests on, with its words of that day and their SHA-256."""

    __tablename__ = "application_claim"
    __table_args__ = (
        UniqueConstraint("application_id", "at", name="application_claim_once"),
        CheckConstraint("position >= 0", name="application_claim_position"),
        CheckConstraint("length(sha256) = 64", name="application_claim_hash"),
    )
    application_id: int = _of("application", "application_claim_of", primary_key=True)
    position: int = column(Integer, primary_key=True)
    at: str = column(Text)
    label: str = column(Text)
    text: str = column(Text)
    sha256: str = column(Text)


class Staff(SQLModel, table=True):
    """Somebody who handles applications. `region`: only those of one policy; `invitation`: hash of a code that is used
    once, to bind a chat or to choose a log-in; `left_at`: may do nothing any more; `substitute_id`: who stands in, through the
    day `away_until`."""

    __table_args__ = (
        CheckConstraint("role IN ('viewer', 'clerk', 'leader', 'admin')", name="staff_role"),
        CheckConstraint("(invitation IS NULL) = (invited_until IS NULL)", name="staff_invited"),
        CheckConstraint("left_at IS NULL OR (chat IS NULL AND invitation IS NULL)", name="staff_left"),
        CheckConstraint("length(name) BETWEEN 1 AND 40", name="staff_name"),
        CheckConstraint("(substitute_id IS NULL) = (away_until IS NULL)", name="staff_away"),
        CheckConstraint("substitute_id <> id", name="staff_substitute"),
        UniqueConstraint("chat", name="staff_one_chat"),
        UniqueConstraint("invitation", name="staff_one_invitation"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = numbered()
    name: str = column(Text)
    role: str = column(Text)
    region: str | None = column(Text, nullable=True)
    chat: str | None = column(Text, nullable=True)
    invitation: str | None = column(Text, nullable=True)
    invited_until: datetime | None = column(Moment, nullable=True)
    since: datetime = column(Moment)
    left_at: datetime | None = column(Moment, nullable=True)
    substitute_id: int | None = _of("staff", "staff_stands_in", nullable=True)
    away_until: date | None = column(Date, nullable=True)


class ApplicationSupplement(SQLModel, table=True):
    """What staff asked for (补正), and what came; or what came unasked. At most one is open for an application."""

    __tablename__ = "supplement"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="supplement_answered"),
        CheckConstraint("answered_at IS NULL OR answered_at >= asked_at", name="supplement_order"),
        CheckConstraint("asked_by IS NOT NULL OR words = ''", name="supplement_unasked"),
        UniqueConstraint("id", "application_id", name="supplement_whose"),
        Index("supplement_open", "application_id", unique=True, sqlite_where=text("answered_at IS NULL"),
              postgresql_where=text("answered_at IS NULL")),
        Index("supplement_application", "application_id"),
        {"sqlite_autoincrement": True},
    )  # fmt: skip
    id: int | None = numbered()
    application_id: int = _of("application", "supplement_of")
    asked_by: int | None = _of("staff", "supplement_asked_by", nullable=True)
    asked_at: datetime = column(Moment)
    words: str = column(Text)
    answered_at: datetime | None = column(Moment, nullable=True)
    answer: str | None = column(Text, nullable=True)


class Attachment(SQLModel, table=True):
    """A kept file: of a draft, then of the application that the draft became. The same content counts once."""

    __table_args__ = (
        CheckConstraint(f"size BETWEEN 1 AND {MOST_BYTES}", name="attachment_size"),
        CheckConstraint("length(sha256) = 64", name="attachment_hash"),
        CheckConstraint("length(place) = 32", name="attachment_place_length"),
        CheckConstraint("supplement_id IS NULL OR application_id IS NOT NULL", name="attachment_supplement"),
        ForeignKeyConstraint(
            ["supplement_id", "application_id"],
            ["supplement.id", "supplement.application_id"],
            name="attachment_for",
        ),
        UniqueConstraint("place", name="attachment_one_place"),
        UniqueConstraint("draft", "sha256", name="attachment_once"),
        Index("attachment_application", "application_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = numbered()
    draft: str = column(Text)
    application_id: int | None = _of("application", "attachment_of", nullable=True)
    supplement_id: int | None = column(BigInteger, nullable=True)
    place: str = column(Text)
    name: str = column(Text)
    kind: str = column(Text)
    size: int = column(Integer)
    sha256: str = column(Text)
    at: datetime = column(Moment)


class Loan(SQLModel, table=True):
    """A draft on its way to another surface: the hash of the code that fetches it, once."""

    code: str = column(Text, primary_key=True)
    chat: str = column(Text)
    draft: str = column(Text)
    until: datetime = column(Moment)


class Installation(SQLModel, table=True):
    """One row: the identity of the folder that the files are in, so that no other folder is ever swept."""

    __table_args__ = (CheckConstraint("id = 1", name="installation_one"),)
    id: int = column(Integer, primary_key=True, autoincrement=False)
    keep: str = column(Text)


class Look(SQLModel, table=True):
    """One row: when it was last looked what is over, and since when these looks agree on the time."""

    __table_args__ = (
        CheckConstraint("id = 1", name="look_one"),
        CheckConstraint("last >= since", name="look_order"),
    )
    id: int = column(Integer, primary_key=True, autoincrement=False)
    since: datetime = column(Moment)
    last: datetime = column(Moment)


class Attempt(SQLModel, table=True):
    """A code that did not fit: too many in an hour, and the chat has to wait."""

    __table_args__ = (Index("attempt_chat", "chat", "at"), {"sqlite_autoincrement": True})
    id: int | None = numbered()
    chat: str = column(Text)
    at: datetime = column(Moment)


class Audit(SQLModel, table=True):
    """What was done, to what, by whom; never changed (triggers), and each row's hash covers the one before it.

    `subject`: an application's number, "staff", "export" or "audit"; `actor`: applicant, staff:3, operator, system; `detail`
    holds nothing that a person wrote; `mark`: fingerprint of what the subject was after it, "" where that did not change."""

    __table_args__ = (
        UniqueConstraint("subject", "seq", name="audit_once"),
        CheckConstraint("seq >= 1", name="audit_seq"),
        CheckConstraint("length(hash) = 64", name="audit_hash"),
        CheckConstraint("length(mark) IN (0, 64)", name="audit_mark"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = numbered()
    subject: str = column(Text)
    seq: int = column(Integer)
    at: datetime = column(Moment)
    actor: str = column(Text)
    act: str = column(Text)
    detail: str = column(Text)
    hash: str = column(Text)
    mark: str = column(Text, server_default="")
