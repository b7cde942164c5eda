"""What an applicant does with a draft: files of it, another place for it, and that it becomes an application."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from bot.casework import codes, notices
from bot.casework.codes import Codes
from bot.casework.done import Done
from bot.casework.rules import is_own_again
from bot.store.applications import writing
from bot.store.mail import Store
from bot.store.states import state_of
from bot.workdays import SHANGHAI, day
from dialogs import acts, drafts
from dialogs.acts import Case, OnDraft

FILED_A_DAY = 10
"""Applications that one chat may submit within a day."""
LOAN = timedelta(hours=24)


class Drafted:
    """Says what is to be written; writes nothing itself."""

    def __init__(self, store: Store) -> None:
        self._store, self._docket, self._given = store, store.docket, store.given
        self._codes = Codes(store.given)

    def perform(self, chat: str, act: OnDraft) -> Done:
        """Raises StoreUnavailable; then nothing has happened."""
        match act:
            case acts.Begin():
                row = self._docket.find(act.of) if act.of else None
                case = self._docket.whole(row) if row and is_own_again(row, chat) else None
                return Done(acts.Begun(act, self._given.token(), case))
            case acts.Collect():
                return Done(acts.Collecting(act, self._given.token()))
            case acts.Attach():
                return self._attach(act)
            case acts.Detach(draft, places):
                have = [one.place for one in self._docket.draft_pieces(draft) if one.place in places]
                gone = [*have, *self._docket.unowned(places)]
                return Done(acts.Detached(act), [writing.dropped(draft, have)], gone=gone)
            case acts.Discard(draft):
                have = [one.place for one in self._docket.draft_pieces(draft)]
                writes = [writing.dropped(draft, have), writing.unlent(draft)]
                return Done(acts.Detached(act), writes, gone=have)
            case acts.Submit():
                return self._submit(chat, act)
            case acts.Lend(draft):
                code = self._codes.code()
                lent = writing.lent(codes.hashed(code), chat, draft, self._given.now() + LOAN)
                return Done(acts.Lent(act, codes.grouped(code)), [lent])
            case acts.Borrow():
                return self._borrow(chat, act)
            case _:
                assert_never(act)

    def _attach(self, act: acts.Attach) -> Done:
        """A file is taken into a draft, once for the same content."""
        same = [one for one in self._docket.draft_pieces(act.draft) if one.sha256 == act.piece.sha256]
        if not same:
            return Done(acts.Attached(act), [writing.kept(act.draft, act.piece)])
        again = any(one.place == act.piece.place for one in same)
        return Done(acts.Changed(act), gone=[] if again else [act.piece.place])

    def _submit(self, chat: str, act: acts.Submit) -> Done:
        filing, now = act.filing, self._given.now()
        if self._docket.filed_lately(chat, now - timedelta(days=1)) >= FILED_A_DAY:
            return Done(acts.TooOften(act))
        have = self._docket.draft_pieces(filing.draft)
        if self._docket.is_filed(filing.draft) or not set(filing.pieces) <= {one.place for one in have}:
            return Done(acts.Changed(act))
        number, code = self._free(), self._codes.code()
        writes = [writing.filed(filing, chat, number, self._codes.salted(code), act.summary),
                  *notices.to_staff(self._store, filing.region, act.notice, number)]  # fmt: skip
        pieces = tuple(one for one in have if one.place in filing.pieces)
        case = Case(number, filing.region, "submitted", day(now), day(now), pieces, fields=filing.fields,
                    claims=filing.claims)  # fmt: skip
        left = [one.place for one in have if one.place not in filing.pieces]
        when = f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        return Done(acts.Submitted(act, case, codes.grouped(code), when), writes, gone=left)

    def _free(self) -> str:
        """A number that nobody has; should somebody take it meanwhile, the whole is decided again."""
        while self._docket.find(number := self._codes.number()):
            pass
        return number

    def _borrow(self, chat: str, act: acts.Borrow) -> Done:
        code = codes.hashed(codes.typed(act.code))
        if codes.tired(self._docket, chat, self._given.now()):
            return Done(acts.TooOften(act))
        found = self._docket.loan(code, self._given.now())
        source = self._store.load((), (found[0],)).chats.get(found[0]) if found else None
        if found is None or source is None or source.revision is None:
            return Done(acts.Refused(act), [writing.attempted(chat)])
        if found[0] == chat:
            return Done(acts.Changed(act))
        out = drafts.taken_out(state_of(found[0], source), found[1])
        if out is None:
            return Done(acts.Refused(act), [writing.attempted(chat)])
        left, draft = out
        following = self._given.revision()
        write = writing.borrowed(code, found[0], left.to_json(), source.revision, following)
        return Done(acts.Borrowed(act, draft), [write], {found[0]})
