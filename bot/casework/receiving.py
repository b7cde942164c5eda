"""Cases that nobody files in a chat: on paper, or opened by the authority itself (依职权). And whose cases they become."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from bot.casework.codes import Codes
from bot.casework.gate import HANDLING, admits
from bot.casework.room import Room
from bot.casework.views import Barred
from bot.store.applications import writing
from bot.store.casework import writing as written
from bot.store.errors import Conflict
from bot.store.rows import Member
from dialogs.acts import Applicant, Claim, Filing, FormField, Piece, spelled
from dialogs.apply.paper import fingerprint_of
from knowledge.rules.casework import Refusal

NOT_YOURS = "这个地区的申请您办不了"
ONLY = "“主张的容错情形”只能选：{allowed}"
EMPTY = "请填申请人和申请容错事项"
LEADER = "这要由负责人办"
HANDED = "{who}把 {count} 份申请交给您承办：{numbers}。"
NOTHING = "这位同事手上没有您能交办的申请"
SHOWN = 5
TRIES = 5


class ReceivingRoom(Room):
    """New cases, and hand-over."""

    def open_on_paper(
        self, member: Member, region: str, origin: Literal["paper", "ex_officio"], fields: Sequence[FormField],
        claims: Sequence[str] = (), files: Sequence[Piece] = (), applicant: Applicant = "person", summary: str = "",
    ) -> str | Barred:  # fmt: skip
        """The new case's number. `fields`: the form as it is on the paper, box by box; `claims`: situations that it rests on;
        `summary`: what lists show and searches look through."""
        here, policy = self._docket.colleague(member.id), self._library.policies.get(region)
        if here is None or policy is None or not here.sees(region) or here.role not in HANDLING:
            return Barred(Refusal("open_on_paper", NOT_YOURS))
        if not summary.strip() or not any(one.text.strip() for one in fields):
            return Barred(Refusal("open_on_paper", EMPTY))
        situations = [one.at for one in self._library.regimes[region].situations.items]
        if not set(situations).issuperset(claims):
            return Barred(
                Refusal("open_on_paper", ONLY.format(allowed="、".join(map(policy.place, situations))))
            )
        based = tuple(Claim(at, policy.place(at), policy.full_text(at)) for at in claims)
        places = tuple(one.place for one in files)
        draft = self._store.given.token()
        filing = Filing(draft, region, applicant, tuple(fields), based, places, fingerprint_of(policy))
        return self._opened(here, origin, filing, files, summary.strip())

    def _opened(self, here: Member, origin: str, filing: Filing, files: Sequence[Piece], summary: str) -> str:
        for _ in range(TRIES):
            number = Codes(self._store.given).number()
            kept = [writing.kept(filing.draft, one) for one in files]
            new = written.opened(filing, number, origin, summary, here)
            try:
                self._write([writing.present(here), *kept, new])
            except Conflict:  # somebody has the number
                continue
            return number
        raise Conflict

    # ── whose cases they are ────────────────────────────────────────────────────────────────────
    def hand_over(self, member: Member, one: int, to: int) -> int | Barred:
        """All open cases of somebody who leaves, or is away for long, go to somebody else; how many."""
        here, whom = self._docket.colleague(member.id), self._docket.colleague(to)
        if here is None or here.left or here.role != "leader":
            return Barred(Refusal("hand_over", LEADER))
        hidden = self._ledger.recused_from(here.id)
        handled = self._docket.handled(one)
        rows = [row for row in handled if here.sees(row.region) and row.number not in hidden]
        if not rows:
            return Barred(Refusal("hand_over", NOTHING))
        if not all(admits(whom, row, self._ledger.dossier(row)) for row in rows):
            return Barred(Refusal("hand_over", "有的申请这位同事办不了，请分开交"))
        numbers = "、".join(spelled(row.number) for row in rows[:SHOWN]) + ("等" if len(rows) > SHOWN else "")
        text = HANDED.format(who=self.name(here), count=len(rows), numbers=numbers)
        told = [writing.told(whom.chat, text)] if whom and whom.chat else []
        moved = [written.changed(row, here, "assign", handler_id=to) for row in rows]
        self._write([writing.present(here), *moved, *told])
        return len(rows)

    def away(self, member: Member, one: int, substitute: int | None, until: date | None) -> Refusal | None:
        """Somebody stands in for somebody, oneself or (a leader) another, through that day; None: nobody any more."""
        here, whom = self._docket.colleague(member.id), self._docket.colleague(one)
        other = self._docket.colleague(substitute) if substitute is not None else None
        if (
            here is None
            or whom is None
            or here.left
            or whom.left
            or (here.id != one and not _leads(here, whom))
        ):
            return Refusal("away", LEADER)
        if (
            (substitute is None) != (until is None)
            or substitute == one
            or (substitute is not None and _unfit(other))
        ):
            return Refusal("away", "请选一位在岗的同事，写明到哪一天")
        self._write([writing.present(here), writing.away(whom, substitute, until, here)])
        return None


def _leads(here: Member, whom: Member) -> bool:
    """Whether somebody leads where the other handles cases."""
    return here.role == "leader" and (here.region is None or whom.region in (None, here.region))


def _unfit(member: Member | None) -> bool:
    return member is None or member.left or member.role not in HANDLING
