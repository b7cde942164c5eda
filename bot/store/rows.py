"""The tables of applications by short names, and their rows as the rest of the room knows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.store.queries import table
from bot.store.tables import applications as t
from bot.workdays import day
from dialogs.acts import Case, CaseState
from knowledge.rules import MATTER

cases, fields, claims = table(t.Application), table(t.ApplicationField), table(t.ApplicationClaim)
staff, supplements, attachments = table(t.Staff), table(t.ApplicationSupplement), table(t.Attachment)
loans, attempts, installation = table(t.Loan), table(t.Attempt), table(t.Installation)
looks = table(t.Look)
PLACE = re.compile(r"\b[0-9a-f]{32}\b")


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


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff. `region` None: all."""

    id: int
    name: str
    role: str
    region: str | None
    chat: str | None = None
    invited_until: datetime | None = None
    left: bool = False

    def sees(self, region: str) -> bool:
        return not self.left and self.region in (None, region)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row of the audit."""

    seq: int
    at: datetime
    actor: str
    act: str
    detail: str


def brief(row: Row) -> Case:
    """An application without anything personal."""
    return Case(row.number, row.region, row.state, day(row.filed_at), day(row.since), erased=row.erased)


def in_list(row: Row, whole: Case) -> Case:
    """An application as staff see it in a list: what it is about, and the day of being told."""
    texts = {key: one.text for one in whole.fields for key in (one.key, one.label)}
    return replace(brief(row), matter=texts.get(MATTER, ""), told=texts.get("told_on", ""))
