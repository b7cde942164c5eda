"""What staff do to an application in a chat: each looks it up there and is decided by the office's gate."""

from __future__ import annotations

from typing import assert_never

from bot.casework import notices
from bot.casework.done import Done
from bot.casework.gate import barred
from bot.casework.office import Office
from bot.casework.rules import HANDLING
from bot.casework.views import Barred
from bot.store.applications import writing
from bot.store.casework.writing import performed
from bot.store.mail import Store
from bot.store.records import Write
from bot.store.rows import Member, Row, brief
from bot.workdays import day
from dialogs import acts
from dialogs.acts import Case, CaseState, Handling

REQUEST = "request"


class Staffed:
    """Says what is to be written; writes nothing itself. Without an office nothing but looking is possible."""

    def __init__(self, store: Store, office: Office | None) -> None:
        self._docket, self._given, self._office = store.docket, store.given, office

    def perform(self, act: Handling, row: Row, member: Member) -> Done:
        """By somebody who may see the application."""
        match act:
            case acts.Open():
                opened = acts.Opened(act, self._docket.whole(row), member.role in HANDLING)
                return Done(opened, _read(member, row, "open"))
            case acts.Papers():
                return Done(acts.HandedOut(act, self._docket.whole(row)), _read(member, row, "papers"))
            case acts.Prepare():
                return self._prepare(act, row, member)
            case acts.Request():
                return self._request(act, row, member)
            case _:
                assert_never(act)

    def _prepare(self, act: acts.Prepare, row: Row, member: Member) -> Done:
        """Whether they may ask, before they write a word."""
        folder = self._office.folder(row) if self._office else None
        if folder is None or barred(folder, member, REQUEST, member.role):
            return Done(acts.Changed(act, brief(row)))
        return Done(acts.Prepared(act, brief(row)))

    def _request(self, act: acts.Request, row: Row, member: Member) -> Done:
        folder = self._office.folder(row) if self._office else None
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
