"""What every part of the office works with: the store, the policies, the working days as staff have corrected them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bot.casework.called import called
from bot.casework.dossiers import Speech
from bot.casework.gate import ERASED, Folder, admits, strange
from bot.casework.views import SAME_WORDS, Barred, Came, Stale
from bot.store.applications import writing
from bot.store.casework.records import Dossier
from bot.store.errors import Conflict
from bot.store.mail import Store
from bot.store.records import Changes, Write
from bot.store.rows import Member, Row
from bot.workdays import Workdays, day
from knowledge.library.corpus import Library
from knowledge.rules.casework import Procedure, Refusal

MISSES_AN_HOUR = 20
"""Cases that somebody may ask for in vain before they have to wait."""
WAIT = "找不到的次数太多了，请过一个小时再试。"
OTHERS = {"applicant": "申请人", "operator": "管理员", "system": "系统", "somebody": "有人"}
YOURSELF = "您自己"
TRIES = 3
"""How often an act is decided anew because somebody else wrote first."""


class Room:
    """Threads may share it. StoreUnavailable from every call."""

    def __init__(self, store: Store, library: Library, workdays: Workdays) -> None:
        self._store, self._library, self._workdays = store, library, workdays
        self._docket, self._ledger = store.docket, store.ledger

    # ── what is looked up ───────────────────────────────────────────────────────────────────────
    def today(self) -> date:
        return day(self._store.given.now())

    def calendar(self) -> Workdays:
        return self._workdays.corrected(self._ledger.calendar())

    def procedure(self, region: str, rules: str | None) -> Procedure | None:
        """That a case is handled by: its own once it was accepted, the policy's of today before. None where the policy is
        not here any more."""
        return self._ledger.procedure(rules) if rules else self._library.procedures.get(region)

    def words(self, calendar: Workdays | None = None) -> Speech:
        return Speech(self.names(), self._library, calendar or self.calendar(), self.today())

    def names(self) -> Mapping[int, str]:
        """What colleagues are called, by number."""
        return called(self._docket.members(), self._store.logins.names)

    def name(self, member: Member) -> str:
        return self.names().get(member.id, member.name)

    def folder(self, row: Row, member: int | None = None) -> Folder | None:
        procedure = self.procedure(row.region, row.rules)
        return Folder.of(row, procedure, self._ledger.dossier(row, member)) if procedure else None

    # ── who may ────────────────────────────────────────────────────────────────────────────────
    def admitted(
        self, member: Member, number: str, act: str, handling: bool = True
    ) -> tuple[Member, Folder] | Barred:
        """The case where it is theirs, with the member as they are now; the same words where not."""
        here = self._docket.colleague(member.id)
        row = self._docket.find(number)
        dossier: Dossier | None = self._ledger.dossier(row, member.id) if row else None
        if here is None or row is None or dossier is None or not admits(here, row, dossier, handling):
            return self._strange(member, row, act)
        procedure = self.procedure(row.region, row.rules)
        if procedure is None:
            return Barred(Refusal(act, "这份申请的文件已经不在了，请管理员把它放回来"))
        return here, Folder.of(row, procedure, dossier)

    def opened(self, member: Member, number: str, act: str) -> tuple[Member, Folder] | Barred:
        """The same to write in it, which is over once its applicant had it erased."""
        found = self.admitted(member, number, act)
        erased = not isinstance(found, Barred) and found[1].row.erased
        return Barred(Refusal(act, ERASED)) if erased else found

    def _strange(self, member: Member, row: Row | None, act: str) -> Barred:
        """Noted, whether there is such a case or not; who goes on trying has to wait."""
        asking = f"staff:{member.id}"
        since = self._store.given.now() - timedelta(hours=1)
        if self._docket.attempts(asking, since) >= MISSES_AN_HOUR:
            return Barred(Refusal(act, WAIT))
        noted = [writing.noted(row.number, asking, "refused", act)] if row else []
        self._write([writing.attempted(asking), *noted])
        return strange(act)

    def _write(self, writes: list[Write]) -> None:
        self._store.write(Changes(writes=writes))

    # ── two at once ─────────────────────────────────────────────────────────────────────────────
    def settled(self, number: str, version: int, once: Callable[[], Came]) -> Came:
        """Decided anew where somebody else wrote meanwhile; then it is seen who."""
        for _ in range(TRIES):
            try:
                came = once()
            except Conflict:
                continue
            return once() if isinstance(came, Barred) and self._moved_on(came, number, version) else came
        return once()

    def _moved_on(self, came: Barred, number: str, version: int) -> bool:
        """Whether what was refused was refused half before and half after somebody else's act."""
        row = self._docket.find(number) if came.refusal.say not in (SAME_WORDS, WAIT) else None
        return row is not None and row.version != version

    def stale(self, member: Member, folder: Folder, version: int) -> Stale | None:
        """Somebody was faster, and who; None where the case is as it was seen."""
        row = folder.row
        if row.version == version:
            return None
        actor = self._ledger.last_actor(row.number)
        kind, _, id = actor.partition(":")
        if kind != "staff":
            return Stale(row.state, OTHERS.get(kind, kind))
        known = YOURSELF if int(id) == member.id else self.names().get(int(id), "同事")
        return Stale(row.state, known)
