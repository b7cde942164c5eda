"""The tables of applications by short names, and their rows as the rest of the room knows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from bot.store.queries import table
from bot.store.tables import applications as t
from bot.store.tables import casework as c
from bot.store.tables import entry
from bot.workdays import day
from dialogs.acts import Case, CaseState
from knowledge.rules import MATTER

cases, fields, claims = table(t.Application), table(t.ApplicationField), table(t.ApplicationClaim)
staff, supplements, attachments = table(t.Staff), table(t.ApplicationSupplement), table(t.Attachment)
loans, attempts, installation = table(t.Loan), table(t.Attempt), table(t.Installation)
looks = table(t.Look)
pinned = table(c.PinnedRules)
deeds, case_files, case_notes = table(c.CaseDeed), table(c.CaseFile), table(c.CaseNote)
duties, reminders, act_drafts = table(c.CaseDuty), table(c.CaseReminder), table(c.ActDraft)
put_away = table(c.ReminderPutAway)
proposals, recusals, calendar = table(c.CaseProposal), table(c.Recusal), table(c.CalendarDay)
logins, sessions = table(entry.Login), table(entry.Session)
PLACE = re.compile(r"\b[0-9a-f]{32}\b")
ADMIN = "admin"
"""The role of who manages people and the calendar, and sees no application."""


@dataclass(frozen=True, slots=True)
class Row:
    """An application as the table has it, without what belongs to it."""

    id: int
    number: str
    region: str
    applicant: str
    chat: str | None
    state: CaseState
    version: int
    filed_at: datetime
    since: datetime
    code: str | None
    summary: str
    policy: str
    erased: bool
    reason: str | None = None
    origin: str = "application"
    handler: int | None = None
    outcome: str | None = None
    rules: str | None = None
    follow_up: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff. `region` None: all; `substitute`: the number of who stands in through the day `away_until`."""

    id: int
    name: str
    role: str
    region: str | None
    chat: str | None = None
    invited_until: datetime | None = None
    left: bool = False
    substitute: int | None = None
    away_until: date | None = None

    def sees(self, region: str) -> bool:
        """Whether applications of this region are shown to them; whoever manages staff does not thereby read any."""
        return not self.left and self.role != "admin" and self.region in (None, region)

    def is_away(self, today: date) -> bool:
        return self.away_until is not None and today <= self.away_until


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row of the audit."""

    seq: int
    at: datetime
    actor: str
    act: str
    detail: str


def not_recused(member: int) -> ColumnElement[bool]:
    """None of the cases that somebody has nothing to do with any more."""
    return cases.c.id.not_in(select(recusals.c.application_id).where(recusals.c.staff_id == member))


def brief(row: Row) -> Case:
    """An application without anything personal."""
    return Case(row.number, row.region, row.state, day(row.filed_at), day(row.since), erased=row.erased)


def in_list(row: Row, whole: Case) -> Case:
    """An application as staff see it in a list: what it is about, and the day of being told."""
    texts = {key: one.text for one in whole.fields for key in (one.key, one.label)}
    return replace(brief(row), matter=texts.get(MATTER, ""), told=texts.get("told_on", ""))
