"""Who handles applications, and who sees to that: a code for somebody new, another one, leaving."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.casework import codes
from bot.casework.called import called
from bot.casework.codes import Codes
from bot.casework.entry import IDLE, LIFE
from bot.store.applications import entries
from bot.store.applications.members import departed, invited, placed
from bot.store.mail import Changes, Conflict, Store
from bot.store.rows import Member

OPERATOR = "operator"
INVITATION = timedelta(days=7)
"""How long a code for somebody new is good."""


class People:
    """Threads may share it. Raises StoreUnavailable. `by`: who does it, as the audit calls him."""

    def __init__(self, store: Store) -> None:
        self._store, self._codes = store, Codes(store.given)

    def all(self) -> list[Member]:
        return self._store.docket.members()

    def called(self) -> Mapping[int, str]:
        """What they are called among colleagues, by number."""
        return called(self.all(), self._store.logins.names)

    def find(self, number: str) -> Member | None:
        return next((one for one in self.all() if str(one.id) == number.strip()), None)

    def invites(
        self, name: str, role: str, region: str | None, by: str = OPERATOR
    ) -> tuple[str, Member | None]:
        """(the code, told this once: the store keeps its hash; who is new)."""
        code, until = self._codes.code(), self._store.given.now() + INVITATION
        self._store.write(Changes(writes=[invited(name, role, region, codes.hashed(code), until, by)]))
        return codes.grouped(code), self._store.docket.invited(codes.hashed(code), self._store.given.now())

    def reinvites(self, member: Member, by: str = OPERATOR) -> str:
        """A further code. Raises Conflict where somebody has left meanwhile."""
        code, until = self._codes.code(), self._store.given.now() + INVITATION
        self._store.write(Changes(writes=[entries.reinvited(member, by, codes.hashed(code), until)]))
        return codes.grouped(code)

    def places(self, member: Member, role: str, region: str | None, by: Member) -> bool:
        """Whether somebody who is here has another role or region from now on."""
        try:
            self._store.write(Changes(writes=[placed(member, role, region, by)]))
        except Conflict:  # they have left meanwhile
            return False
        return True

    def sessions(self) -> Mapping[int, int]:
        """In how many browsers each is logged in."""
        now = self._store.given.now()
        return self._store.logins.open(now - IDLE, now - LIFE)

    def logs_out(self, member: Member, by: str) -> None:
        """Somebody is logged in nowhere any more, until they log in again."""
        self._store.write(Changes(writes=[entries.ended(member.id, by)]))

    def dismisses(self, member: Member, by: str = OPERATOR) -> bool:
        """Whether somebody was here, and may do nothing any more from now on."""
        if member.left:
            return False
        try:
            self._store.write(Changes(writes=[departed(member, by)]))
        except Conflict:  # somebody else was faster
            return False
        return True
