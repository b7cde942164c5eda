"""Cases taken through the office by its staff: what each field holds, one act after the other, to an end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.casework.office import Office as Gate
from bot.casework.views import Barred, CaseView, Performed, Stale
from bot.store.casework.records import Listing
from bot.store.mail import Store
from bot.store.rows import Member
from bot.workdays import Workdays, day
from dialogs import acts
from dialogs.acts import FormField, Piece
from knowledge.library.corpus import Library
from knowledge.rules.casework import OUTCOME, TIER, ActField, CaseAct
from tests.harness.office import PEOPLE, Office, policies

ASIDE = {
    "take",
    "recuse",
    "request",
    "decline",
    "refuse",
    "recalled",
    "supplied",
    "extend",
    "appeal",
    "reject",
}
"""What a case goes to its end without."""
BOX = (FormField("cell:0", "申请人", "", "钱小七"), FormField("cell:1", "单位及职务", "", "某某镇民政所经办人员"),
       FormField("cell:2", "申请容错事项", "", "先行发放救助"))  # fmt: skip


def piece(name: str) -> Piece:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Piece(digest[:32], f"{name}.pdf", "pdf", 9, digest)


@dataclass
class Bureau:
    """The staff at work on one store. Members are called by what they are in tests/harness/office."""

    office: Office
    library: Library

    @classmethod
    def of(cls, store: Store, library: Library | None = None) -> Bureau:
        return cls(Office(store), library or policies())

    def __post_init__(self) -> None:
        self.gate = Gate(self.office.store, self.library, Workdays())

    @property
    def store(self) -> Store:
        return self.office.store

    @property
    def today(self) -> date:
        return day(self.store.given.now())

    def member(self, who: str) -> Member:
        found = self.store.docket.member(PEOPLE[who])
        assert found
        return found

    def hires(self, region: str | None, **people: str) -> None:
        """Further staff of one region by name and role, each with a chat of its own."""
        for name, role in people.items():
            PEOPLE.setdefault(name, f"telegram:{700 + len(PEOPLE)}")
            self.office.does(name, acts.Bind(code=self.office.invites(name, role, region)))

    # ── one act ─────────────────────────────────────────────────────────────────────────────────
    def version(self, number: str) -> int:
        return self.office.row(number).version

    def view(self, who: str, number: str) -> CaseView:
        view = self.gate.case(self.member(who), number)
        assert view
        return view

    def tries(
        self, who: str, number: str, act: str, /, *files: Piece, **values: str
    ) -> Performed | Barred | Stale:
        return self.gate.perform(self.member(who), number, self.version(number), act, values, files)

    def does(self, who: str, number: str, name: str, outcome: str = "", /, **values: str) -> None:
        """With all that the act asks for, as far as nothing else is said."""
        act = self.view(who, number).procedure.acts[name]
        given, files = self.filled(act, number, outcome, values)
        came = self.tries(who, number, name, *files, **given)
        assert isinstance(came, Performed), (name, came)

    def filled(
        self, act: CaseAct, number: str, outcome: str = "", values: Mapping[str, str] = {}
    ) -> tuple[dict[str, str], list[Piece]]:
        """(values, files) that an act takes."""
        given: dict[str, str] = dict(values)
        files: list[Piece] = []
        for field in act.fields:
            if field.key in given or (field.key not in (OUTCOME, TIER) and not field.needed(given)):
                continue
            if field.kind == "file":
                files.append(piece(f"{number}{act.id}{field.key}"))
                given[field.key] = files[-1].place
            elif value := self._value(field, number, given, outcome):
                given[field.key] = value
        return given, files

    def _value(self, field: ActField, number: str, given: Mapping[str, str], outcome: str) -> str:
        row = self.office.row(number)
        procedure = self.gate.procedure(row.region, row.rules)
        assert procedure
        match field.kind:
            case "date":
                return (date(2026, 12, 31) if field.key == "until" else self.today).isoformat()
            case "people":
                return "甲某、乙某"
            case "choice" if field.key == OUTCOME:
                return outcome or next(iter(procedure.outcomes))
            case "choice" if field.key == TIER:
                ended = procedure.outcomes[given[OUTCOME]]
                return ended.tiers[0] if ended.tiers else ""
            case "choice" | "condition":
                return field.choices[0][0]
            case "provisions":
                return self.library.regimes[row.region].situations.items[0].at
            case "tick":
                return "1"
            case _:
                return "写明"

    # ── a whole case ────────────────────────────────────────────────────────────────────────────
    def filed(self, region: str) -> str:
        return str(self.office.submits(region=region).case.number)

    def on_paper(self, who: str, region: str, origin: Any = "paper") -> str:
        number = self.gate.open_on_paper(
            self.member(who), region, origin, BOX, [], [], summary="钱小七 先行发放救助"
        )
        assert isinstance(number, str)
        return number

    def reaches(
        self, number: str, phase: str, clerk: str = "clerk", leader: str = "leader", outcome: str = ""
    ) -> list[str]:
        """Every act on the way, each by the lowest who may, until the case is there; what was done."""
        done: list[str] = []
        while self.office.row(number).state != phase:
            offers = {who: self._next(who, number, done) for who in (clerk, leader)}
            who = clerk if offers[clerk] else leader
            act = offers[who]
            assert act, (phase, done, [one.full for one in self.view(leader, number).blocked])
            self.does(who, number, act, outcome)
            done.append(act)
        return done

    def _next(self, who: str, number: str, done: Iterable[str]) -> str | None:
        """The next act that was not done yet; one that leads on comes last."""
        offers = [one for one in self.view(who, number).offers if one.id not in ASIDE and one.id not in done]
        return next((one.id for one in sorted(offers, key=lambda one: one.target is not None)), None)


EVERYTHING = Listing(size=1000)
