"""What staff do with a case: acts of the procedure, proposals, and what is beside them. Each all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.casework import gate, notices
from bot.casework.gate import LEADER, Folder, barred, entered
from bot.casework.progress import result, reveals
from bot.casework.room import Room
from bot.casework.views import Barred, Came, Performed
from bot.clean import clean
from bot.store.applications import writing
from bot.store.casework import writing as written
from bot.store.casework.records import Deed
from bot.store.records import Write
from bot.store.rows import Member
from dialogs.acts import Piece, spelled
from knowledge.rules.casework import Refusal

NOTE = 4_000
ACCEPTED = "您的申请 {number} 已经受理。"
CONCLUDED = "您的申请 {number} 已经作出结论，结论由机关告知。"
NOT_OPENED = "您的申请 {number} 没有启动容错程序，原因由机关告知。"
TOLD = "机关已经就您的申请 {number} 告知结论：{result}。以书面的为准。"
TOLD_OTHERS = "您的申请 {number} 的结论，机关已经告知{to}。"
PROPOSED = "{number}：{who}拟好了“{do}”，请您定。"
RETURNED = "{number}：{who}把您拟的“{do}”退回来了，意见在案子里。"
TAKEN = "{number}：您拟的“{do}”，{who}已经办了。"
NO_NOTE = "请写几个字，或者选文件"
TOO_LONG = "最多 {limit} 个字，这里有 {count} 个"
NO_PROPOSAL = "这份拟稿已经办了或者退了"
NO_DUTY = "这一项已经办了，或者不用办了"
NOT_WAIVED = "文件没有写这一项可以不办"
REASON = "请写明理由"
NOT_CORRECTED = "这一条已经更正过了，或者不是登记的内容"


@dataclass(frozen=True, slots=True)
class Ready:
    """What is to be written, and what comes of it then. `deed`: the act, where it is one of the procedure."""

    writes: list[Write]
    came: Performed
    deed: Deed | None = None


Decides: TypeAlias = Callable[[Member, Folder], "Ready | Barred"]


class HandlingRoom(Room):
    """Acts; every one is written down with who did it."""

    def perform(
        self, member: Member, number: str, version: int, act: str, values: Mapping[str, str], files: Sequence[Piece] = ()
    ) -> Came:  # fmt: skip
        """An act of the procedure. `values`: by field, days as 2026-12-01, names between “、”, provisions and files (their
        places) between commas, a tick is 1."""
        return self._settled(
            member,
            number,
            version,
            act,
            lambda here, folder: self.performing(here, folder, act, values, files),
        )

    def performing(
        self, here: Member, folder: Folder, name: str, values: Mapping[str, str], files: Sequence[Piece] = ()
    ) -> Ready | Barred:  # fmt: skip
        """What `perform` writes, for whoever writes it together with something else."""
        deed = self.weighed(here, folder, name, values, files)
        return deed if isinstance(deed, Barred) else self._deed(here, folder, deed)

    def weighed(
        self,
        member: Member,
        folder: Folder,
        name: str,
        values: Mapping[str, str],
        files: Sequence[Piece] = (),
    ) -> Deed | Barred:
        """What is written with it, or why it is not done."""
        if refusal := barred(folder, member, name, member.role):
            return Barred(refusal)
        act, now = folder.procedure.acts[name], self._store.given.now()
        given = entered(folder, act, values, files, self._library, now)
        if isinstance(given, Barred):
            return given
        deed = gate.deed(folder, member, act, given, files, self.calendar(), now)
        deed.tells = [*self._to_applicant(folder, member, deed), *self._to_proposer(folder, member, deed)]
        return deed

    def _deed(self, member: Member, folder: Folder, deed: Deed) -> Ready:
        row = folder.row
        came = Performed(row.number, row.version + 1, deed.state)
        return Ready([writing.present(member), written.performed(row, deed)], came, deed)

    def _settled(self, member: Member, number: str, version: int, act: str, decide: Decides) -> Came:
        return self.settled(number, version, lambda: self._through(member, number, version, act, decide))

    def _through(self, member: Member, number: str, version: int, act: str, decide: Decides) -> Came:
        """By somebody who may handle it, where it is still as they saw it."""
        found = self.opened(member, number, act)
        if isinstance(found, Barred):
            return found
        here, folder = found
        if stale := self.stale(here, folder, version):
            return stale
        ready = decide(here, folder)
        if isinstance(ready, Barred):
            return ready
        self._write(ready.writes)
        return ready.came

    def correct_entry(
        self, member: Member, number: str, version: int, entry: int, values: Mapping[str, str], files: Sequence[Piece] = ()
    ) -> Came:  # fmt: skip
        """What was entered wrongly (a day, say) is entered once more; the first stays, marked, and what hangs on it is
        reckoned anew."""
        return self._settled(
            member, number, version, "correct_entry", lambda here, folder: self._correcting(here, folder, entry, values, files)
        )  # fmt: skip

    def _correcting(
        self, here: Member, folder: Folder, entry: int, values: Mapping[str, str], files: Sequence[Piece]
    ) -> Ready | Barred:  # fmt: skip
        old = next((one for one in folder.dossier.deeds if one.id == entry and not one.replaced), None)
        act = folder.procedure.acts.get(old.act) if old else None
        if old is None or act is None or not act.fields or act.id in ("request", "recuse"):
            return Barred(Refusal("correct_entry", NOT_CORRECTED))
        now = self._store.given.now()
        given = entered(folder, act, values, files, self._library, now)
        if isinstance(given, Barred):
            return given
        if refusal := gate.not_corrected_by(folder, here, act, old, given):
            return Barred(refusal)
        return self._deed(here, folder, gate.corrected(folder, here, old, given, files, self.calendar(), now))

    # ── who is told ─────────────────────────────────────────────────────────────────────────────
    def _to_applicant(self, folder: Folder, member: Member, deed: Deed) -> list[Write]:
        row = folder.row
        if deed.asks is not None:
            return notices.asked(row, deed.asks, member)
        if deed.act == "tell":
            return notices.stepped(row, self._result(folder, deed), member)
        texts = {"accepted": ACCEPTED, "concluded": CONCLUDED, "not_opened": NOT_OPENED}
        text = texts.get(deed.state) if deed.state != row.state else None
        return notices.stepped(row, text, member) if text else []

    def _result(self, folder: Folder, deed: Deed) -> str:
        if reveals(folder):
            return TOLD.replace("{result}", result(folder))
        return TOLD_OTHERS.replace("{to}", "、".join(folder.procedure.acts[deed.act].to))

    def _to_proposer(self, folder: Folder, member: Member, deed: Deed) -> list[Write]:
        proposal = gate.open_proposal(folder, deed.act)
        who = self._docket.colleague(proposal.by) if proposal and proposal.by != member.id else None
        return self._tell([who] if who else [], TAKEN, folder, member, deed.act)

    def _tell(self, whom: Sequence[Member], text: str, folder: Folder, by: Member, act: str) -> list[Write]:
        do = folder.procedure.acts[act].plain
        said = text.format(number=spelled(folder.row.number), who=self.name(by), do=do)
        here = [one for one in whom if one.id not in folder.dossier.recused]
        return notices.to_colleagues(here, said, folder.row.number)

    # ── proposals ───────────────────────────────────────────────────────────────────────────────
    def propose(
        self, member: Member, number: str, version: int, act: str, values: Mapping[str, str], files: Sequence[Piece] = ()
    ) -> Came:  # fmt: skip
        """An act that a leader may do is prepared for one; whoever may do it takes it by doing it."""
        return self._settled(
            member,
            number,
            version,
            act,
            lambda here, folder: self.proposing(here, folder, act, values, files),
        )

    def proposing(
        self, here: Member, folder: Folder, name: str, values: Mapping[str, str], files: Sequence[Piece] = ()
    ) -> Ready | Barred:  # fmt: skip
        """What `propose` writes."""
        if refusal := folder.procedure.refusal(name, folder.standing, "leader"):
            return Barred(refusal)
        act = folder.procedure.acts[name]
        given = entered(folder, act, values, files, self._library, self._store.given.now())
        if isinstance(given, Barred):
            return given
        leaders = [one for one in self._leaders(folder) if one.id != here.id]
        said = PROPOSED.format(number=spelled(folder.row.number), who=self.name(here), do=act.plain)
        told = notices.to_deciders(leaders, said, folder.row.number, name)
        return self._ready(here, folder, written.proposed(folder.row, here, name, given, files), told)

    def _ready(self, here: Member, folder: Folder, write: Write, told: Sequence[Write] = ()) -> Ready:
        came = Performed(folder.row.number, folder.row.version + 1, folder.state)
        return Ready([writing.present(here), write, *told], came)

    def _leaders(self, folder: Folder) -> list[Member]:
        sees = [one for one in self._docket.members() if one.role == "leader" and one.sees(folder.row.region)]
        return [one for one in sees if one.id not in folder.dossier.recused]

    def send_back(self, member: Member, number: str, version: int, proposal: int, comment: str) -> Came:
        """A proposal goes back with a word."""
        return self._settled(
            member, number, version, "send_back", lambda here, folder: self.sending_back(here, folder, proposal, comment)
        )  # fmt: skip

    def sending_back(self, here: Member, folder: Folder, proposal: int, comment: str) -> Ready | Barred:
        """What `send_back` writes."""
        one = next(
            (one for one in folder.dossier.proposals if one.id == proposal and one.answer is None), None
        )
        said = clean(comment).strip()
        if here.role != "leader" or one is None or not said:
            return _by_leader("send_back", here, REASON if one else NO_PROPOSAL)
        who = self._docket.colleague(one.by)
        told = self._tell([who] if who else [], RETURNED, folder, here, one.act)
        return self._ready(here, folder, written.returned(folder.row, here, proposal, said[:NOTE]), told)

    # ── beside the procedure ────────────────────────────────────────────────────────────────────
    def note(self, member: Member, number: str, words: str, files: Sequence[Piece] = ()) -> Came:
        """A word or files for colleagues; the applicant never sees them. It is no step, so no version is asked for."""
        found = self.opened(member, number, "note")
        if isinstance(found, Barred):
            return found
        here, folder = found
        said = clean(words).strip()
        if not said and not files:
            return Barred(Refusal("note", NO_NOTE))
        if len(said) > NOTE:
            return Barred(Refusal("note", TOO_LONG.format(limit=NOTE, count=len(said))))
        self._write([writing.present(here), written.noted(folder.row, here, said, files)])
        return Performed(number, folder.row.version, folder.state)

    def waive(self, member: Member, number: str, version: int, duty: int, why: str) -> Came:
        """A duty that the policy lets be need not be done, for a reason."""
        return self._settled(
            member, number, version, "waive", lambda here, folder: self.waiving(here, folder, duty, why)
        )

    def waiving(self, here: Member, folder: Folder, duty: int, why: str) -> Ready | Barred:
        """What `waive` writes."""
        one = next((one for one in folder.dossier.duties if one.id == duty and one.open), None)
        act = folder.procedure.acts.get(one.act) if one else None
        if here.role != "leader" or one is None or act is None or act.waiver is None:
            return _by_leader("waive", here, NOT_WAIVED if one else NO_DUTY)
        if not (said := clean(why).strip()):
            return Barred(Refusal("waive", REASON))
        return self._ready(here, folder, written.waived(folder.row, here, duty, said[:NOTE]))

    def assign(self, member: Member, number: str, version: int, to: int | None) -> Came:
        """Whose case it is, from now on; None: nobody's."""
        return self._settled(
            member, number, version, "assign", lambda here, folder: self._assigning(here, folder, to)
        )

    def _assigning(self, here: Member, folder: Folder, to: int | None) -> Ready | Barred:
        whom = self._docket.colleague(to) if to is not None else None
        if here.role != "leader" or (to is not None and not gate.admits(whom, folder.row, folder.dossier)):
            return _by_leader("assign", here, "这位同事办不了这份申请，请换一位")
        told = self._handed([whom] if whom and whom.id != here.id else [], folder, here)
        return self._ready(here, folder, written.changed(folder.row, here, "assign", handler_id=to), told)

    def _handed(self, whom: Sequence[Member], folder: Folder, by: Member) -> list[Write]:
        text = f"{spelled(folder.row.number)}：{self.name(by)}请您承办。"
        return notices.to_colleagues(whom, text, folder.row.number)

    def follow(self, member: Member, number: str, version: int, on: date | None) -> Came:
        """A day on which the handler is reminded to look again."""
        return self._settled(
            member, number, version, "follow",
            lambda here, folder: self._ready(here, folder, written.changed(folder.row, here, "follow", follow_up=on)),
        )  # fmt: skip


def _by_leader(act: str, here: Member, otherwise: str) -> Barred:
    """Why it is not done: it is not theirs to do, or something else."""
    return Barred(Refusal(act, otherwise if here.role == "leader" else LEADER))
