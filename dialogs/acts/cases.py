"""An application as the dialogs and the outside speak of it: its files, its boxes, its state."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dialogs.acts.boards import BoardDuty

MOST_BYTES = 20 * 2**20
"""Of one piece of evidence."""

CELL = "cell:"
"""Keys of the boxes of a printed form begin so: cell:0, cell:1 …"""
CaseState = Literal["submitted", "returned", "accepted", "concluded", "closed", "withdrawn", "not_opened"]
Applicant = Literal["person", "organisation"]
Why = Literal["size", "empty", "kind", "unsafe", "stray", "locked", "gone", "full"]
"""Why a file was not kept: too big, empty, a kind that is not taken, a zip that would burst, not to be had any more, no
room on the disk."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A kept file. `place`: its random name in the keep; `name`: as it is shown; `kind`: by its content (pdf, jpg …);
    `size` in bytes."""

    place: str
    name: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was asked for is in the keep, and nobody's yet. `ref`: as it was asked for."""

    draft: str
    ref: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class NotKept:
    """A file that was asked for will not come."""

    draft: str
    ref: str
    name: str
    why: Why


@dataclass(frozen=True, slots=True)
class FormField:
    """A box of the form: its key, its printed heading, the question that was asked, the answer."""

    key: str
    label: str
    prompt: str
    text: str

    @property
    def printed(self) -> bool:
        """It is a box of the form as it was printed, not an answer that went into one."""
        return self.key.startswith(CELL)


@dataclass(frozen=True, slots=True)
class Claim:
    """A provision that the application rests on, as it reads now."""

    at: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Filing:
    """A complete application. `policy`: SHA-256 of the policy's text that it was written under; `pieces`: places of its
    files."""

    draft: str
    region: str
    applicant: Applicant
    fields: tuple[FormField, ...]
    claims: tuple[Claim, ...]
    pieces: tuple[str, ...]
    policy: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """What staff asked for (补正), and what came; days in Shanghai. `by`: the number of the one who asked; `came`: the moment of
    the answer."""

    asked: date
    words: str
    answered: date | None = None
    answer: str = ""
    by: int | None = None
    came: datetime | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to be done with an accepted case. `words`: the period as the policy has it; `applicant`: it is theirs;
    `place`: where the policy writes it; `to`: whom it goes to, as the policy names them."""

    do: str
    due: date | None
    provisional: bool
    words: str
    applicant: bool = False
    place: str = ""
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseProgress:
    """How far an accepted case has come, for its applicant; days in Shanghai. `result`: how it ended, once that was told to
    them; `to`: whom it was told to, as the policy names them; `owed`: what is due, `ahead`: what comes before a conclusion; `appeal`, `stays`: the policy's words on an appeal and on
    what it does not stop, `silent`: that it says nothing of one."""

    accepted: date | None = None
    concluded: date | None = None
    told: date | None = None
    result: str = ""
    to: tuple[str, ...] = ()
    owed: tuple[Owed, ...] = ()
    ahead: tuple[Owed, ...] = ()
    appeal: str = ""
    stays: str = ""
    silent: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """An application as a dialog sees it. `since`: day in Shanghai of the present state; `pieces`: files that came with
    it, `added`: those that came later; `reason`: why it was withdrawn; `matter`: what it is about, `told`: the day of
    being told as it was written, both for a list; `progress`: once it was accepted; `next`: what is due first,
    `handler`: whose it is, both for staff; fields, claims and files only for who may read them."""

    number: str
    region: str
    state: CaseState
    filed: date
    since: date
    pieces: tuple[Piece, ...] = ()
    added: tuple[Piece, ...] = ()
    fields: tuple[FormField, ...] = ()
    claims: tuple[Claim, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    reason: str = ""
    erased: bool = False
    matter: str = ""
    told: str = ""
    progress: CaseProgress | None = None
    next: BoardDuty | None = None
    handler: str = ""

    @property
    def asked(self) -> str:
        """What staff are waiting for."""
        return next((one.words for one in self.exchanges if one.answered is None), "")

    @property
    def spelled(self) -> str:
        """482-739-061"""
        return spelled(self.number)


def is_number(text: str) -> bool:
    """It may be an application's number; whether there is one is another question."""
    return len(text) == 9 and text.isascii() and text.isdigit()


def spelled(number: str) -> str:
    """482739061 → 482-739-061"""
    return "-".join(number[n : n + 3] for n in range(0, len(number), 3))


def fingerprint(case: Case) -> str:
    """Sixteen hex digits over all that was submitted: who holds them can tell whether any of it was changed."""
    parts = [
        [[one.key, one.label, one.prompt, one.text] for one in case.fields],
        [[one.at, one.label, one.text] for one in case.claims],
        sorted(one.sha256 for one in case.pieces),
    ]
    text = json.dumps([case.number, case.region, parts], ensure_ascii=False, separators=(",", ":"))
    whole = hashlib.sha256(text.encode()).hexdigest()[:16].upper()
    return " ".join(whole[n : n + 4] for n in range(0, 16, 4))
