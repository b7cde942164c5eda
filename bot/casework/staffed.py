"""What staff do to an application in a chat: each looks it up there and is decided by the office's gate."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.casework import notices
from bot.casework.boards import board, next_of
from bot.casework.done import Done
from bot.casework.dossiers import beginning
from bot.casework.gate import Folder, barred
from bot.casework.office import Office
from bot.casework.printing import LOOK, PURPOSES
from bot.casework.rules import HANDLING, OPEN
from bot.casework.stepping import Stepping
from bot.casework.views import Barred
from bot.store.applications import writing
from bot.store.casework.records import Listing
from bot.store.casework.writing import performed
from bot.store.mail import Store
from bot.store.records import Write
from bot.store.rows import Member, Row, brief, in_list
from bot.workdays import day
from dialogs import acts
from dialogs.acts import PAGE, Case, CaseState, Handling

REQUEST = "request"


class Staffed:
    """Says what is to be written; writes nothing itself. Without an office nothing but looking is possible."""

    def __init__(self, store: Store, office: Office | None) -> None:
        self._docket, self._given, self._office = store.docket, store.given, office
        self._steps = Stepping(store, office) if office else None

    def perform(self, act: Handling, row: Row, member: Member) -> Done:
        """By somebody who may see the application."""
        match act:
            case acts.Open():
                return Done(self._opened(act, row, member), _read(member, row, "open"))
            case acts.Papers():
                return Done(acts.HandedOut(act, self._docket.whole(row)), _read(member, row, "papers"))
            case acts.ChoosePaper() | acts.MakePaper():
                return self._paper(act, row, member)
            case acts.Prepare():
                return self._prepare(act, row, member)
            case acts.Request():
                return self._request(act, row, member)
            case acts.Enter() | acts.Jot() | acts.Enact():
                folder = self._folder(row, member)
                if self._steps is None or folder is None:
                    return Done(acts.Changed(act, brief(row)))
                return self._steps.perform(act, folder, member)
            case _:
                assert_never(act)

    def queue(self, act: acts.Queue, member: Member) -> Done:
        """Cases in hand, by the time that is left; behind them those that wait, longest first."""
        assert self._office is not None  # where there is none nobody asks here
        page = self._office.listed(member, Listing(states=OPEN, sort="left", page=act.page, size=PAGE))
        rows = [row for line in page.rows if (row := self._docket.find(line.number))]
        listed = map(in_list, rows, self._docket.wholes(rows))
        lines = {line.number: line for line in page.rows}
        shown = (
            replace(one, next=next_of(lines[one.number]), handler=lines[one.number].handler) for one in listed
        )
        return Done(acts.Queued(act, tuple(shown), page.count))

    def _folder(self, row: Row, member: Member | None = None) -> Folder | None:
        """With what this one is entering."""
        return self._office.folder(row, member.id if member else None) if self._office else None

    def _opened(self, act: acts.Open, row: Row, member: Member) -> acts.Opened:
        case, folder = self._docket.whole(row), self._folder(row)
        if self._office is None or folder is None:
            return acts.Opened(act, case, member.role in HANDLING)
        words = self._office.words()
        there = None if case.erased else board(folder, case, member, words)
        begun = beginning(folder, words) if row.origin != "application" else None
        return acts.Opened(act, case, member.role in HANDLING, there, begun)

    def _paper(self, act: acts.ChoosePaper | acts.MakePaper, row: Row, member: Member) -> Done:
        """It is made, and noted, when it is handed out."""
        folder = self._folder(row)
        if self._office is None or folder is None:
            return Done(acts.Changed(act, brief(row)))
        if isinstance(act, acts.ChoosePaper):
            choices = self._office.offered(folder)
            return Done(acts.PapersOffered(act, choices, tuple(PURPOSES.items()), LOOK))
        wish = self._office.wished(act, folder, member)
        if isinstance(wish, Barred):
            return Done(acts.Hindered(act, wish.say))
        return Done(acts.PaperOrdered(act, wish, PURPOSES[wish.purpose], LOOK if wish.hide else ""))

    def _prepare(self, act: acts.Prepare, row: Row, member: Member) -> Done:
        """Whether they may ask, before they write a word."""
        folder = self._folder(row)
        if folder is None or barred(folder, member, REQUEST, member.role):
            return Done(acts.Changed(act, brief(row)))
        return Done(acts.Prepared(act, brief(row)))

    def _request(self, act: acts.Request, row: Row, member: Member) -> Done:
        folder = self._folder(row)
        deed = (
            self._office.weighed(member, folder, REQUEST, {"words": act.words})
            if self._office and folder
            else None
        )
        if deed is None or isinstance(deed, Barred):
            return Done(acts.Changed(act, brief(row)))
        deed.tells = notices.to_applicant(act, row, member)
        return Done(
            acts.Requested(act, self._after(row, deed.state)), [writing.present(member), performed(row, deed)]
        )

    def _after(self, row: Row, state: CaseState) -> Case:
        return Case(row.number, row.region, state, day(row.filed_at), day(self._given.now()))


def _read(member: Member, row: Row, name: str) -> list[Write]:
    return [writing.present(member), writing.noted(row.number, f"staff:{member.id}", name)]
