"""What staff's acts are as the store keeps and takes them. Plain values: no table, no query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.store.records import Write
from dialogs.acts import CaseState, Piece


@dataclass(frozen=True, slots=True)
class DeedRow:
    """An act that was done. `by` None: nobody of the staff; `replaced`: a later row corrects it."""

    id: int
    act: str
    by: int | None
    at: datetime
    entered: Mapping[str, str]
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class DutyRow:
    """What is or was to be done. `start`: the act that its time begins with."""

    id: int
    act: str
    owes: str
    opened: date
    start: int | None
    due: date | None
    provisional: bool
    done_by: int | None = None
    waived: str | None = None
    waived_by: int | None = None

    @property
    def open(self) -> bool:
        return self.done_by is None and self.waived is None


@dataclass(frozen=True, slots=True)
class NoteRow:
    by: int
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """`act`: the row of the act that it came with, if with any."""

    act: int | None
    piece: Piece
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """`answer`: taken, returned, or replaced by a later one, and when; None while it is open."""

    id: int
    act: str
    entered: Mapping[str, str]
    by: int
    at: datetime
    answer: str | None = None
    answered_by: int | None = None
    comment: str = ""
    answered_at: datetime | None = None


OPENING = "open_on_paper"
"""As the audit knows that a case was entered which nobody filed here."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that staff have on a case, oldest first. `recused`: who has nothing to do with it any more, and why; `drafts`:
    what one of them is entering, by act; `opened_by`: who entered a case that nobody filed here."""

    deeds: tuple[DeedRow, ...]
    duties: tuple[DutyRow, ...]
    files: tuple[FileRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()
    proposals: tuple[ProposalRow, ...] = ()
    recused: Mapping[int, str] = field(default_factory=dict)
    drafts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    opened_by: int | None = None


@dataclass(frozen=True, slots=True)
class NewDuty:
    """`start` None: the act that opens it."""

    act: str
    owes: str
    opened: date
    due: date | None = None
    provisional: bool = False
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """An open duty has another day."""

    duty: int
    opened: date
    due: date | None
    provisional: bool
    start: int | None = None


@dataclass(slots=True)
class Deed:
    """What an act comes to: all that is written with it. `on`: the day on which it was done; `columns`: of the application beside its state; `closes`: duties
    that it does, `drops`: such as need not be done after it; `asks`: what the applicant is asked for; `recuses`: why
    whoever does it has nothing to do with the case any more; `takes`: the proposal that it follows; `replaces`: the row
    that it corrects."""

    act: str
    by: int
    on: date
    state: CaseState
    entered: Mapping[str, str]
    files: tuple[Piece, ...] = ()
    columns: dict[str, Any] = field(default_factory=dict)
    pins: str | None = None
    opens: list[NewDuty] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)
    drops: list[int] = field(default_factory=list)
    moves: list[Moved] = field(default_factory=list)
    asks: str | None = None
    answers: str | None = None
    recuses: str | None = None
    takes: int | None = None
    replaces: int | None = None
    tells: list[Write] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which cases: `handler` 0: nobody's; `recused`: none that this member has nothing to do with any more; `due`: overdue, week, none, proposed (something waits for a leader), returned (what
    `proposer` prepared came back and was not done since), idle (nothing is to be done) or any; `sort`: due (the newest first
    where nothing is), left (by time left, then who waits longest), since, oldest or newest. Pages from 0."""

    words: str = ""
    region: str | None = None
    states: tuple[str, ...] = ()
    handler: int | None = None
    due: str = ""
    origin: str = ""
    sort: str = "due"
    page: int = 0
    size: int = 50
    recused: int | None = None
    proposer: int | None = None


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A case in a list, with what is due next of it, if anything is."""

    id: int
    number: str
    region: str
    state: CaseState
    version: int
    filed_at: datetime
    since: datetime
    summary: str
    erased: bool
    origin: str
    handler: int | None
    rules: str | None
    follow_up: date | None
    act: str | None = None
    owes: str | None = None
    due: date | None = None
    provisional: bool = False
    duty: int | None = None
