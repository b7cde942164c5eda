"""The tables of what staff do with an application: their acts, what is still to be done and by when, what they note.

Constraints first, as everywhere: a row that makes no sense is refused by the database itself.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import SQLModel

from bot.store.moment import Moment
from bot.store.tables.mail import column, numbered
from dialogs.acts import MOST_BYTES

OPEN = "done_by IS NULL AND waived IS NULL"
"""Of a duty: it is still to be done."""


def _to(row: str, name: str, **options: Any) -> Any:
    """A column that points to a row of another table."""
    return column(BigInteger, ForeignKey(f"{row}.id", name=name), **options)


def _open(name: str, *keys: str, rule: str, unique: bool = False) -> Index:
    """An index of what is still open, small however long the history."""
    return Index(name, *keys, unique=unique, sqlite_where=text(rule), postgresql_where=text(rule))


class CaseDeed(SQLModel, table=True):
    """An act that was done. `entered`: what was entered, JSON, "{}" once erased; `replaced_by`: the row that corrects it."""

    __tablename__ = "case_act"
    __table_args__ = (
        CheckConstraint("replaced_by IS NULL OR replaced_by > id", name="case_act_replaced"),
        Index("case_act_application", "application_id", "id"),
        Index("case_act_name", "act", "application_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = numbered()
    application_id: int = _to("application", "case_act_of")
    act: str = column(Text)
    by: int | None = _to("staff", "case_act_by", nullable=True)
    at: datetime = column(Moment)
    entered: str = column(Text)
    replaced_by: int | None = _to("case_act", "case_act_replacing", nullable=True)


class PinnedRules(SQLModel, table=True):
    """A procedure as it was when applications were accepted under it, JSON, by its SHA-256: they keep it (从旧)."""

    __tablename__ = "pinned_rules"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="pinned_rules_hash"),)
    sha256: str = column(Text, primary_key=True)
    content: str = column(Text)


class CaseFile(SQLModel, table=True):
    """A file that staff keep with a case, with the act that it belongs to, if with any."""

    __tablename__ = "case_file"
    __table_args__ = (
        CheckConstraint(f"size BETWEEN 1 AND {MOST_BYTES}", name="case_file_size"),
        CheckConstraint("length(sha256) = 64", name="case_file_hash"),
        CheckConstraint("length(place) = 32", name="case_file_place_length"),
        UniqueConstraint("place", name="case_file_one_place"),
        Index("case_file_application", "application_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = numbered()
    application_id: int = _to("application", "case_file_of")
    case_act_id: int | None = _to("case_act", "case_file_act", nullable=True)
    place: str = column(Text)
    name: str = column(Text)
    kind: str = column(Text)
    size: int = column(Integer)
    sha256: str = column(Text)
    by: int = _to("staff", "case_file_by")
    at: datetime = column(Moment)


class CaseNote(SQLModel, table=True):
    """A word of staff to one another, which no applicant sees."""

    __tablename__ = "case_note"
    __table_args__ = (
        CheckConstraint("length(words) BETWEEN 1 AND 4000", name="case_note_words"),
        Index("case_note_application", "application_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = numbered()
    application_id: int = _to("application", "case_note_of")
    by: int = _to("staff", "case_note_by")
    at: datetime = column(Moment)
    words: str = column(Text)


class CaseDuty(SQLModel, table=True):
    """What is to be done, from the day that `start` (an act, the proof of it) says, until `due`, where that is a day.
    `provisional`: some year in it has no published calendar yet; `waived`: why it need not be done."""

    __tablename__ = "duty"
    __table_args__ = (
        CheckConstraint("due IS NULL OR due >= opened", name="duty_order"),
        CheckConstraint("due IS NOT NULL OR NOT provisional", name="duty_provisional"),
        CheckConstraint("done_by IS NULL OR waived IS NULL", name="duty_once_over"),
        CheckConstraint("(waived IS NULL) = (waived_by IS NULL)", name="duty_waived"),
        CheckConstraint("(done_by IS NULL) = (done_on IS NULL)", name="duty_done"),
        CheckConstraint("owes IN ('authority', 'applicant')", name="duty_owes"),
        _open("duty_open", "application_id", "act", rule=OPEN, unique=True),
        _open("duty_due", "due", rule=OPEN),
        _open("duty_next", "application_id", "due", rule=OPEN),
        Index("duty_application", "application_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = numbered()
    application_id: int = _to("application", "duty_of")
    act: str = column(Text)
    owes: str = column(Text)
    opened: date = column(Date)
    start: int | None = _to("case_act", "duty_start", nullable=True)
    due: date | None = column(Date, nullable=True)
    provisional: bool = column(Boolean)
    done_by: int | None = _to("case_act", "duty_done_by", nullable=True)
    done_on: date | None = column(Date, nullable=True)
    waived: str | None = column(Text, nullable=True)
    waived_by: int | None = _to("staff", "duty_waived_by", nullable=True)


class CaseReminder(SQLModel, table=True):
    """What staff were reminded of, each once. `kind`: of what, for which day, how urgent it was."""

    __tablename__ = "reminder"
    application_id: int = _to("application", "reminder_of", primary_key=True)
    kind: str = column(Text, primary_key=True)
    at: datetime = column(Moment)


class ReminderPutAway(SQLModel, table=True):
    """What somebody who has no chat was reminded of on the staff's pages, and has put away. `kind`: as of a reminder."""

    __tablename__ = "reminder_put_away"
    staff_id: int = _to("staff", "reminder_put_away_by", primary_key=True)
    application_id: int = _to("application", "reminder_put_away_of", primary_key=True)
    kind: str = column(Text, primary_key=True)
    at: datetime = column(Moment)


class ActDraft(SQLModel, table=True):
    """What somebody is entering for an act, as it is typed."""

    __tablename__ = "act_draft"
    staff_id: int = _to("staff", "act_draft_by", primary_key=True)
    application_id: int = _to("application", "act_draft_of", primary_key=True)
    act: str = column(Text, primary_key=True)
    entered: str = column(Text)
    at: datetime = column(Moment)


class CaseProposal(SQLModel, table=True):
    """An act as somebody proposes it to whoever may do it; taken, or returned with a comment."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("answer IN ('taken', 'returned', 'replaced')", name="proposal_answer"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="proposal_answered"),
        CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name="proposal_answered_by_somebody"),
        _open("proposal_open", "application_id", "act", rule="answer IS NULL", unique=True),
        Index("proposal_application", "application_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = numbered()
    application_id: int = _to("application", "proposal_of")
    act: str = column(Text)
    entered: str = column(Text)
    by: int = _to("staff", "proposal_by")
    at: datetime = column(Moment)
    answer: str | None = column(Text, nullable=True)
    answered_by: int | None = _to("staff", "proposal_answerer", nullable=True)
    answered_at: datetime | None = column(Moment, nullable=True)
    comment: str = column(Text)


class Recusal(SQLModel, table=True):
    """Somebody has nothing to do with a case any more (回避)."""

    application_id: int = _to("application", "recusal_of", primary_key=True)
    staff_id: int = _to("staff", "recusal_by", primary_key=True)
    why: str = column(Text)
    at: datetime = column(Moment)


class CalendarDay(SQLModel, table=True):
    """A day that is, or is no, working day by a notice that the published calendar does not hold yet."""

    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint("length(notice) BETWEEN 1 AND 80", name="calendar_day_notice"),)
    day: date = column(Date, primary_key=True)
    working: bool = column(Boolean)
    notice: str = column(Text)
    by: int | None = _to("staff", "calendar_day_by", nullable=True)
    at: datetime = column(Moment)
