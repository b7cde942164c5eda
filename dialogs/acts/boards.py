"""What staff may do with an application where it stands, as a dialog shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.rules.casework import CaseAct, Refusal


@dataclass(frozen=True, slots=True)
class BoardDuty:
    """What is still to be done. `left`: working days until `due`, 0 is today, negative where it is over; `rule`: the period
    in the policy's words; `theirs`: the applicant has to do it; `waiver`: why it may be left undone; `to`: whom it goes to,
    where its name does not say so."""

    act: str
    do: str
    due: date | None = None
    provisional: bool = False
    left: int | None = None
    rule: str = ""
    theirs: bool = False
    waiver: str = ""
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardDraft:
    """An act that `who` prepared for whoever may do it; `said`: (label, text) of what was entered. `comment`: with which
    `by` sent it back, empty while it is open."""

    act: str
    do: str
    who: str
    said: tuple[tuple[str, str], ...] = ()
    by: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """`version` of the case that it is about; `offers`: acts that may be done now, `proposes`: such as may be prepared for
    somebody else, usual ones first; `next`: what usually comes now; `blocked`: why others are not possible yet; `decides`: what is prepared may be decided on."""

    version: int
    offers: tuple[CaseAct, ...] = ()
    proposes: tuple[CaseAct, ...] = ()
    next: tuple[str, ...] = ()
    blocked: tuple[Refusal, ...] = ()
    duties: tuple[BoardDuty, ...] = ()
    drafts: tuple[BoardDraft, ...] = ()
    decides: bool = False
    handler: str = ""
