"""What may be wanted: one small class an act. `Act` is all of them, so that whoever matches on it and forgets one is told
by the type checker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dialogs.acts.cases import Filing, Piece

PAGE = 8
"""Applications on a page of the queue."""


# ── acts on drafts ──────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Begin:
    """A new draft of an application under this region's policy needs an id of its own. `of`: the number of an own one that
    was withdrawn and is copied into it."""

    region: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Collect:
    """What is brought to an application later needs an id of its own too. `asked`: what staff asked for."""

    number: str
    asked: str


@dataclass(frozen=True, slots=True)
class Attach:
    """A kept file belongs to a draft."""

    draft: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Detach:
    """Files of a draft are not wanted any more."""

    draft: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Discard:
    """A whole draft with its files is not wanted any more."""

    draft: str


@dataclass(frozen=True, slots=True)
class Submit:
    """A draft becomes an application. `summary`: what a list shows of it; `notice`: what staff are told, nothing personal
    in it, {number} for the number."""

    filing: Filing
    summary: str
    notice: str


@dataclass(frozen=True, slots=True)
class Lend:
    """A code by which the draft moves to another surface."""

    draft: str


@dataclass(frozen=True, slots=True)
class Borrow:
    """The draft that this code was given for comes here."""

    code: str


# ── acts of an applicant ────────────────────────────────────────────────────────────────────────
Wanted = Literal["see", "copy", "more", "recode", "withdraw"]
"""What one's own application is looked up for."""


@dataclass(frozen=True, slots=True)
class ListMine:
    """One's own applications. `then`: what is to be done where there is only one."""

    then: Wanted | None = None


@dataclass(frozen=True, slots=True)
class ListOwned:
    """What there is of a person's, before it is erased. `sign`: of what was shown, once it is agreed to."""

    sign: str = ""


@dataclass(frozen=True, slots=True)
class Find:
    """One application by its number and query code, whoever looks."""

    number: str
    code: str


@dataclass(frozen=True, slots=True)
class See:
    """One's own application, whole, for what it is wanted."""

    number: str
    then: Wanted = "see"


@dataclass(frozen=True, slots=True)
class Withdraw:
    """`notice`: what staff are told, as in Submit."""

    number: str
    reason: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Supplement:
    """What was collected goes to the application. `places`: of the files that belong to it; `notice` as in Submit."""

    number: str
    text: str
    draft: str
    places: tuple[str, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Recode:
    """A new query code; the old one dies."""

    number: str


@dataclass(frozen=True, slots=True)
class Erase:
    """A person's data goes. `drafts`: ids of what is being written here."""

    drafts: tuple[str, ...] = ()


# ── acts of staff ───────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Bind:
    """An invitation is taken up."""

    code: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A page (from 0) of the applications in hand, or of all that hold these words."""

    words: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Open:
    """An application, whole."""

    number: str


@dataclass(frozen=True, slots=True)
class Papers:
    """An application's form and files."""

    number: str


@dataclass(frozen=True, slots=True)
class Prepare:
    """Staff are about to ask for more: may they, before they write a word."""

    number: str


@dataclass(frozen=True, slots=True)
class Request:
    """Staff ask for more material. `notice`: what the applicant is told, {number} for the number, with a button `label`;
    `unless`: what is said to whoever asks, should the notice not arrive."""

    number: str
    words: str
    notice: str = ""
    label: str = ""
    unless: str = ""


How: TypeAlias = Literal["perform", "propose", "take", "return", "waive"]
"""An act is done, or prepared for whoever may do it; what was prepared is taken or goes back; a duty is let be."""


@dataclass(frozen=True, slots=True)
class Enter:
    """Staff are about to do this: may they, and what is to be entered. `version`: of the case as they saw it; 0: as it is."""

    number: str
    how: How
    step: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Jot:
    """What is being entered for an act is kept as it is, for whoever enters it alone, wherever they go on. `entered`: all of it,
    files aside; `changed`: fields that were filled in, or emptied, just now; `told`: what is said when it is kept."""

    number: str
    step: str
    entered: Mapping[str, str]
    changed: tuple[str, ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True)
class Enact:
    """What was entered is to be done. `draft`: under which its files were collected."""

    number: str
    how: How
    step: str
    version: int
    entered: Mapping[str, str]
    draft: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoosePaper:
    """Which official papers a case has. `paper`: one was chosen, it is asked what for; `hide`: without names of persons."""

    number: str
    paper: str = ""
    hide: bool = False


@dataclass(frozen=True, slots=True)
class MakePaper:
    """An official paper is to be made and handed out. `purpose`: what for, by its key; `hide` as before."""

    number: str
    paper: str
    purpose: str
    hide: bool = False


Own: TypeAlias = See | Withdraw | Supplement | Recode
"""Acts of an applicant on one application of their own."""
Handling: TypeAlias = Open | Papers | ChoosePaper | MakePaper | Prepare | Request | Enter | Jot | Enact
"""Acts of staff on one application."""
OnDraft: TypeAlias = Begin | Collect | Attach | Detach | Discard | Submit | Lend | Borrow
Act: TypeAlias = OnDraft | ListMine | ListOwned | Find | Erase | Own | Bind | Queue | Handling
