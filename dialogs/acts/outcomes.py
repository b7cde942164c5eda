"""What comes of an act: one small class an outcome, each with the act that it is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from dialogs.acts.boards import Board
from dialogs.acts.cases import Case
from dialogs.acts.papers import PaperChoice, PaperWish
from dialogs.acts.wanted import (
    Act,
    Attach,
    Begin,
    Bind,
    Borrow,
    ChoosePaper,
    Collect,
    Detach,
    Discard,
    Enact,
    Enter,
    Erase,
    Find,
    Jot,
    Lend,
    ListMine,
    ListOwned,
    MakePaper,
    Open,
    Papers,
    Prepare,
    Queue,
    Recode,
    Request,
    See,
    Submit,
    Supplement,
    Withdraw,
)

A = TypeVar("A", bound="Act", covariant=True)


@dataclass(frozen=True, slots=True)
class Acted(Generic[A]):
    """What came of an act."""

    act: A


@dataclass(frozen=True, slots=True)
class Refused(Acted[Act]):
    """There is no such thing, or it is not allowed: in one and the same word."""


@dataclass(frozen=True, slots=True)
class TooOften(Acted[Act]):
    """Not now: it was tried too often."""


@dataclass(frozen=True, slots=True)
class Changed(Acted[Act]):
    """Allowed, but what it is about is not in a state for it any more. `case`: as it is now, where it is about one."""

    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Begun(Acted[Begin]):
    """`draft`: the new id; `case`: what is copied into it."""

    draft: str
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Collecting(Acted[Collect]):
    """`draft`: the new id."""

    draft: str


@dataclass(frozen=True, slots=True)
class Attached(Acted[Attach]):
    """The file is in; Changed where the same content was there already."""


@dataclass(frozen=True, slots=True)
class Detached(Acted[Detach | Discard]):
    """The files are gone."""


@dataclass(frozen=True, slots=True)
class Submitted(Acted[Submit]):
    """`code`: the query code, shown once; `when`: to the minute, in Shanghai."""

    case: Case
    code: str
    when: str


@dataclass(frozen=True, slots=True)
class Lent(Acted[Lend]):
    code: str


@dataclass(frozen=True, slots=True)
class Borrowed(Acted[Borrow]):
    """`draft`: as JSON."""

    draft: str


@dataclass(frozen=True, slots=True)
class Listed(Acted[ListMine]):
    """Newest first."""

    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Owned(Acted[ListOwned]):
    """Newest first."""

    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Found(Acted[Find]):
    case: Case


@dataclass(frozen=True, slots=True)
class Seen(Acted[See]):
    case: Case


@dataclass(frozen=True, slots=True)
class Withdrawn(Acted[Withdraw]):
    case: Case


@dataclass(frozen=True, slots=True)
class Supplemented(Acted[Supplement]):
    case: Case


@dataclass(frozen=True, slots=True)
class Recoded(Acted[Recode]):
    """`code`: the new one, shown once."""

    case: Case
    code: str


@dataclass(frozen=True, slots=True)
class Erased(Acted[Erase]):
    """`staying`: applications that are still being handled; `count` of those that went."""

    staying: tuple[Case, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Bound(Acted[Bind]):
    """`name`: of the new member of staff, and what they may do."""

    name: str


@dataclass(frozen=True, slots=True)
class Queued(Acted[Queue]):
    """`count` of all cases of which these are a page."""

    cases: tuple[Case, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Opened(Acted[Open]):
    """`handles`: whoever opened it may do more than read; `board`: what; `begun`: (who, what was done) where nobody filed it
    here."""

    case: Case
    handles: bool
    board: Board | None = None
    begun: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class HandedOut(Acted[Papers]):
    case: Case


@dataclass(frozen=True, slots=True)
class PapersOffered(Acted[ChoosePaper]):
    """`purposes`: (key, words) of what a paper may be made for; `note`: what to look at in one without names."""

    choices: tuple[PaperChoice, ...]
    purposes: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class PaperOrdered(Acted[MakePaper]):
    """`purpose`: in words; `note`: what to look at before it goes on, empty where there is nothing."""

    wish: PaperWish
    purpose: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Prepared(Acted[Prepare]):
    case: Case


@dataclass(frozen=True, slots=True)
class Requested(Acted[Request]):
    case: Case


@dataclass(frozen=True, slots=True)
class Entering(Acted[Enter]):
    """They may. `rules`: the one act (`step`) with its fields and outcomes, as JSON of a Procedure; `version`: of the case;
    `entered`: what was prepared, all of it; `jotted`: what they have entered so far, here or elsewhere, as far as it can stand;
    None: nothing; `hints`: what to think of before; `early`: that the day lies before what has to come first, or empty; `draft`:
    for files."""

    case: Case
    rules: str
    version: int
    draft: str
    entered: Mapping[str, str] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    jotted: Mapping[str, str] | None = None
    early: str = ""


@dataclass(frozen=True, slots=True)
class Jotted(Acted[Jot]):
    """`entered`: what stands now, with what was entered elsewhere, as far as it can stand; `amiss`: what is wrong with what was
    entered just now, or empty; `early` as in Entering."""

    entered: Mapping[str, str]
    amiss: str = ""
    early: str = ""


@dataclass(frozen=True, slots=True)
class Rewritten(Acted[Enact]):
    """It is not done: something else was entered elsewhere since. `entered`, `early` as before."""

    entered: Mapping[str, str]
    early: str = ""


@dataclass(frozen=True, slots=True)
class Enacted(Acted[Enact]):
    """It is done; `board`: what may be done next, None where the case is theirs no more."""

    case: Case
    board: Board | None


@dataclass(frozen=True, slots=True)
class Hindered(Acted[Enter | Jot | Enact | MakePaper]):
    """It is not done; `say` why."""

    say: str


@dataclass(frozen=True, slots=True)
class Outrun(Acted[Enter | Enact]):
    """Somebody was faster; `say` who."""

    say: str


# ── what each dialog may be brought back ─────────────────────────────────────────────────────────
# `Outcome` is all that may come of an act: a new one has its place in one of these, and then whoever forgets it is told
# by the type checker.
NotDone: TypeAlias = Refused | TooOften | Changed
OfFiles: TypeAlias = Attached | Detached
OfForm: TypeAlias = Begun | Submitted | Lent | Borrowed | OfFiles | NotDone
OfLookup: TypeAlias = Listed | Seen | Found | Withdrawn | Recoded
OfStatus: TypeAlias = Collecting | Supplemented | OfLookup | OfFiles | NotDone
OfErasing: TypeAlias = Owned | Erased
OfSteps: TypeAlias = Entering | Jotted | Rewritten | Enacted | Hindered | Outrun
OfPapers: TypeAlias = PapersOffered | PaperOrdered
OfDesk: TypeAlias = (
    Bound | Queued | Opened | HandedOut | Prepared | Requested | OfPapers | OfSteps | OfFiles | NotDone
)
Outcome: TypeAlias = OfForm | OfStatus | OfErasing | OfDesk
