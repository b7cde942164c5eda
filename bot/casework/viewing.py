"""What staff look at: lists, what is due, one case. Looking at a case is written down; nothing else changes by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.casework.dossiers import Speech, rule, view
from bot.casework.room import Room
from bot.casework.views import Barred, CaseLine, CasePage, CaseView
from bot.store.applications import writing
from bot.store.casework.records import ListedRow, Listing
from bot.store.rows import Member
from bot.workdays import day
from knowledge.rules import MATTER

MOST = 200
"""Lines of what is due that are shown together."""
WAITING = ("submitted", "accepted", "concluded")
"""States in which something is to be done even where nothing is due."""
NOBODY = "-"
"""A region that is nobody's, for whoever may see none."""


class ViewingRoom(Room):
    """Reads, each in a few queries however many cases there are."""

    def listed(self, member: Member, wanted: Listing) -> CasePage:
        """Cases that somebody may see, a page of them."""
        if not self._sees(member):
            return CasePage((), 0)
        region = member.region or wanted.region
        if wanted.region not in (None, region):
            return CasePage((), 0)
        rows, count = self._ledger.page(replace(wanted, region=region, recused=member.id), self.today())
        ready = self._ledger.prepared([one.id for one in rows]) if wanted.due == "proposed" else {}
        return CasePage(self._lines(rows, ready), count)

    def due(self, member: Member) -> tuple[CaseLine, ...]:
        """What is to be done, overdue first, by the time left; behind it what waits for a first look, a conclusion or to be put
        away, longest first; then what somebody wanted to look at again by now."""
        if not self._sees(member):
            return ()
        rows = self._ledger.next_duties(member.region, most=MOST, recused=member.id)
        waiting = Listing(
            region=member.region, states=WAITING, due="idle", sort="since", size=MOST, recused=member.id
        )
        more, _ = self._ledger.page(waiting, self.today())
        there = {one.id for one in (*rows, *more)}
        followed = self._ledger.followed(self.today(), recused=member.id)
        again = [one for one in followed if member.sees(one.region)]
        return self._lines([*rows, *more, *(one for one in again if one.id not in there)])

    def _sees(self, member: Member) -> bool:
        here = self._docket.colleague(member.id)
        return here is not None and here.sees(member.region or "")

    def case(self, member: Member, number: str, again: bool = False) -> CaseView | None:
        """All of it; None where it is not there or none of theirs, which is noted alike. `again`: read anew to answer what was
        sent from it, which is no further look at it to be noted."""
        found = self.admitted(member, number, "open", handling=False)
        if isinstance(found, Barred):
            return None
        here, folder = found
        noted = [] if again else [writing.noted(number, f"staff:{here.id}", "open")]
        self._write([writing.present(here), *noted])
        return view(folder, self._docket.whole(folder.row), here, self.words())

    # ── lines ───────────────────────────────────────────────────────────────────────────────────
    def _lines(
        self, rows: Sequence[ListedRow], ready: Mapping[int, Sequence[str]] = {}
    ) -> tuple[CaseLine, ...]:
        words, matters = self.words(), self._matters(rows)
        new = [one.id for one in rows if one.state == "submitted"]
        added = self._ledger.supplemented(new) if new else set()
        left = {day: words.calendar.left(words.today, day) for day in {one.due for one in rows if one.due}}
        lines = ((self._line(one, words, matters.get(one.id, ""), left), one) for one in rows)
        return tuple(
            replace(line, prepared=self._called(one, ready.get(one.id, ())), supplemented=one.id in added)
            for line, one in lines
        )

    def _called(self, row: ListedRow, acts: Sequence[str]) -> tuple[str, ...]:
        """As the case's policy calls them, each once."""
        procedure = self.procedure(row.region, row.rules) if acts else None
        named = (procedure.acts[one].plain for one in acts if procedure and one in procedure.acts)
        return tuple(dict.fromkeys(named))

    def _matters(self, rows: Iterable[ListedRow]) -> dict[int, str]:
        """What each is about, as its applicant wrote it."""
        return self._ledger.texts([one.id for one in rows], MATTER)

    def _line(self, one: ListedRow, words: Speech, matter: str, left: Mapping[date, int]) -> CaseLine:
        procedure = self.procedure(one.region, one.rules) if one.act else None
        act = procedure.acts.get(one.act or "") if procedure else None
        return CaseLine(
            one.number, one.region, one.state, one.version, day(one.filed_at), day(one.since),
            (words.today - day(one.since)).days, matter, one.summary, one.erased, one.origin,
            words.who(one.handler) if one.handler else "", one.handler, one.follow_up, one.act or "",
            act.do if act else "", one.owes or "", one.due, one.provisional,
            left[one.due] if one.due else None, rule(act) if one.act else "",
        )  # fmt: skip
