"""The tables of applications by short names, and their rows as the rest of the room knows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table

from bot.casework import tables as t
from bot.tables import Chat, Inbox, Outbox
from bot.workdays import today
from dialogs.acts import Case, CaseState


def _table(model: Any) -> Table:
    return cast(Table, model.__table__)


cases, fields, claims = _table(t.Application), _table(t.ApplicationField), _table(t.ApplicationClaim)
staff, supplements, attachments = _table(t.Staff), _table(t.Supplement), _table(t.Attachment)
loans, attempts, chats = _table(t.Loan), _table(t.Attempt), _table(Chat)
inbox, outbox, installation = _table(Inbox), _table(Outbox), _table(t.Installation)
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
class Entry:
    """A row of the audit."""

    seq: int
    at: datetime
    actor: str
    act: str
    detail: str


def day(moment: datetime) -> date:
    """The day in Shanghai."""
    return today(moment)


def brief(row: Row) -> Case:
    """An application without anything personal."""
    return Case(row.number, row.region, row.state, day(row.filed_at), day(row.since), erased=row.erased)
