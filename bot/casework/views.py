"""A case as staff see it, lists of cases, and what comes of an act: plain values, whoever shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from bot.store.casework.records import Listing
from dialogs.acts import Case, CaseState, Piece
from dialogs.shared.states import NAMES
from knowledge.rules.casework import CaseAct, Procedure, Refusal, Standing

__all__ = ["Listing"]

SAME_WORDS = "没有找到，或者您办不了这件事。"
"""Whether there is no such case, or it is not theirs: nobody learns which by asking."""


# ── lists ───────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list. `waited`: days in its state; `act`, `do`: what is due next; `owes`: who has to do it; `left`: working
    days until `due`, 0 is today, negative where it is over; `rule`: the period in the policy's words; `prepared`: what waits for a leader, in a
    list of that; `supplemented`: it waits to be
    looked at with what the applicant added."""

    number: str
    region: str
    state: CaseState
    version: int
    filed: date
    since: date
    waited: int
    matter: str
    summary: str
    erased: bool
    origin: str
    handler: str = ""
    handler_id: int | None = None
    follow_up: date | None = None
    act: str = ""
    do: str = ""
    owes: str = ""
    due: date | None = None
    provisional: bool = False
    left: int | None = None
    rule: str = ""
    prepared: tuple[str, ...] = ()
    supplemented: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    """`count` of all that are wanted; `rows` of this page."""

    rows: tuple[CaseLine, ...]
    count: int


# ── one case ────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that was done. `id`: of the row, for what corrects it, None where the applicant did it; `said`: (label,
    text) of what was entered; `called`: what each of the files is, as its field is called, by place; `basis`: what it rests on, in words; `replaced`: it was corrected later;
    `early`: its day lies before that of what has to come first, in words; `prepared`: who prepared it, where that was
    somebody else."""

    at: datetime | None
    day: date
    who: str
    do: str
    act: str = ""
    id: int | None = None
    said: tuple[tuple[str, str], ...] = ()
    files: tuple[Piece, ...] = ()
    basis: str = ""
    replaced: bool = False
    called: Mapping[str, str] = field(default_factory=dict)
    early: str = ""
    prepared: str = ""


@dataclass(frozen=True, slots=True)
class DutyView:
    """What is or was to be done. `since`: what its time begins with, in words, with the day; `rule`: the period in the
    policy's words, or that there is none; `done`: the day; `left` as in a list; `waiver`: why it may be left undone, empty
    where it may not."""

    id: int
    act: str
    do: str
    owes: str
    to: tuple[str, ...]
    due: date | None
    provisional: bool
    left: int | None
    since: str
    rule: str
    basis: str
    waiver: str = ""
    done: date | None = None
    done_by: str = ""
    waived: str = ""
    waived_by: str = ""

    @property
    def open(self) -> bool:
        return self.done is None and not self.waived


@dataclass(frozen=True, slots=True)
class NoteView:
    at: datetime
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class FileView:
    """`act`: what it came with, as it is called; empty: with a note or a proposal."""

    at: datetime
    who: str
    piece: Piece
    act: str = ""


@dataclass(frozen=True, slots=True)
class ProposalView:
    """`answer`: taken, returned or replaced; empty while it is open. `entered` as it was, by field; `said` in words."""

    id: int
    act: str
    do: str
    who: str
    by: int
    at: datetime
    entered: Mapping[str, str]
    said: tuple[tuple[str, str], ...]
    answer: str = ""
    answered_by: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """All of a case for one member of staff. `offers`: acts that they may do now; `proposes`: such as they may prepare for
    somebody else; `blocked`: why others are not possible yet; `hints`: what to think of, by act; `drafts`: what they are
    entering; `recused`, `stands_aside`: who has nothing to do with it, as colleagues call
    them and by number; `pinned`: the procedure is the one of when it was accepted."""

    case: Case
    version: int
    applicant: str
    origin: str
    summary: str
    procedure: Procedure
    standing: Standing
    timeline: tuple[CaseEvent, ...]
    duties: tuple[DutyView, ...]
    offers: tuple[CaseAct, ...]
    proposes: tuple[CaseAct, ...]
    blocked: tuple[Refusal, ...]
    hints: Mapping[str, tuple[Refusal, ...]]
    notes: tuple[NoteView, ...]
    files: tuple[FileView, ...]
    drafts: Mapping[str, Mapping[str, str]]
    proposals: tuple[ProposalView, ...]
    handler: str
    handler_id: int | None
    recused: tuple[str, ...]
    stands_aside: frozenset[int]
    follow_up: date | None
    acts: bool
    pinned: bool

    @property
    def open_duties(self) -> tuple[DutyView, ...]:
        return tuple(one for one in self.duties if one.open)


# ── what comes of an act ────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Performed:
    """It is done. `version`: of the case now."""

    number: str
    version: int
    state: CaseState


@dataclass(frozen=True, slots=True)
class Barred:
    """It is not done, and why; or what is wrong with what was entered, by field."""

    refusal: Refusal
    complaints: Mapping[str, str] = field(default_factory=dict)

    @property
    def say(self) -> str:
        return "；".join(self.complaints.values()) or self.refusal.full


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody was faster. `by`: who, as colleagues call them."""

    now: CaseState
    by: str

    @property
    def say(self) -> str:
        return f"现在是“{NAMES[self.now]}”，{self.by}刚办过。请看过再办。"


Came: TypeAlias = Performed | Barred | Stale


# ── figures ─────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Tally:
    """How many, by what; the key may be looked up, the label is shown."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Limit:
    """How long an act took, against its period: `met`, `missed` of those that are done; `open` and `overdue` of those that are
    not; `undated`: for which the policy has no period, `undated_done` of them done; `waived`: need not be done. `days`: calendar
    days from its start to its being done, on average."""

    region: str
    act: str
    do: str
    met: int
    missed: int
    open: int
    overdue: int
    undated: int
    undated_done: int
    waived: int
    days: float | None

    @property
    def total(self) -> int:
        return self.met + self.missed + self.open + self.overdue + self.undated + self.waived


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the cases that were filed from one day to another, both included. Regions, states, months by their keys. Of each list
    the counts make the total; of `situations`, of which a case may claim several, those in `unclaimed` and those that claim any."""

    since: date
    until: date
    total: int
    regions: tuple[Tally, ...]
    states: tuple[Tally, ...]
    outcomes: tuple[Tally, ...]
    origins: tuple[Tally, ...]
    situations: tuple[Tally, ...]
    unclaimed: int
    months: tuple[Tally, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A row of the 备案表, its cells as the official columns are: 容错对象、启动来源、容错原因、处理结果、纠错情况."""

    number: str
    whom: str
    origin: str
    why: str
    result: str
    correction: str
    due: date | None
    done: date | None
