"""What staff print and hand out: which papers a case has, the files, for what they were made. Every file is noted before it
is made: by whom, of which case, for what, with or without names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from bot.casework.counting import CountingRoom
from bot.casework.gate import Folder, strange
from bot.casework.papers import case_paper
from bot.casework.views import Barred
from bot.documents import papers, pdf
from bot.documents.papers import KINDS, PAPERS, Annex, CasePaper, PaperKind, RegisterPaper, bundle, register
from bot.documents.papers.bundle import PaperOrder
from bot.documents.papers.letter import OfficialLetter
from bot.documents.papers.templates import REGISTER, OwnTemplates, TemplateFault
from bot.store.applications import writing
from bot.store.rows import Member
from dialogs.acts import MakePaper, PaperChoice, PaperWish
from knowledge.rules.casework import Refusal

Made: TypeAlias = Literal["docx", "pdf", "zip", "xlsx"]
Handed: TypeAlias = Literal["docx", "pdf"]
PURPOSES: Mapping[str, str] = {
    "serving": "送达",
    "keeping": "存卷",
    "copying": "抄送",
    "reporting": "备案",
    "consulting": "会商、请示",
    "deciding": "集体研究",
    "other": "其他",
}
"""What a paper may be made for; the audit keeps the key, for it holds no word that somebody wrote."""
PRINT = "print"
MOST = 50
"""Papers that are made at once."""
NO_PURPOSE = "请选这份文书作什么用"
NO_SUCH = "没有这种文书"
NONE_OR_MANY = f"请选 1 到 {MOST} 份文书"
ERASED = "这份申请的内容已经删除，印不出文书"
LOOK = "只隐去了登记过的姓名，以及证件号和电话；正文里写到的别的人，送出前请再看一遍。"
WITHHELD = "这个月有您回避的申请，备案表请没有回避的同事来印"
NOT_MADE = "{paper}没有做出来：{why}。"
NO_TABLE = "只有备案表能存成表格"


@dataclass(frozen=True, slots=True)
class PaperFiles:
    """What was made: one file. `why`: why it is of another kind than was asked for, `note`: what to look at before it is handed out; empty where
    there is nothing of the sort."""

    name: str
    kind: Made
    content: bytes
    why: str = ""
    note: str = ""


def _choice(kind: PaperKind, case: CasePaper) -> PaperChoice:
    """Where it can be made, called as it calls itself under the case's policy."""
    lacks = kind.lacks(case)
    made = None if lacks else kind.made(case)
    return PaperChoice(kind.id, made.title if isinstance(made, OfficialLetter) else kind.title, lacks)


class PrintingRoom(CountingRoom):
    """Whoever may look at a case may print it; what is made is noted like what is looked at."""

    def papers(self, member: Member, number: str) -> tuple[PaperChoice, ...]:
        """All papers of a case, with why some cannot be made yet; none of a case that is not theirs."""
        found = self.admitted(member, number, PRINT, handling=False)
        return () if isinstance(found, Barred) else self.offered(found[1])

    def offered(self, folder: Folder) -> tuple[PaperChoice, ...]:
        """The same, of a case that is theirs."""
        if folder.row.erased:
            return ()
        case = self._paper(folder)
        return tuple(_choice(one, case) for one in KINDS)

    def wished(self, act: MakePaper, folder: Folder, member: Member) -> PaperWish | Barred:
        """What is to be handed out, of a case that is theirs, or why it cannot be."""
        if folder.row.erased:
            return _refused(ERASED)
        found = next((one for one in self.offered(folder) if one.id == act.paper), None)
        if found is None:
            return _refused(NO_SUCH)
        if found.lacks or act.purpose not in PURPOSES:
            return _refused(found.lacks.rstrip("。") or NO_PURPOSE)
        return PaperWish(act.number, act.paper, found.title, act.purpose, act.hide, member.id)

    def handed_out(self, wish: PaperWish, kind: Made, own: OwnTemplates) -> PaperFiles | Barred:
        """As a file, at the moment at which it leaves; whether they may is looked up anew."""
        member = self._docket.colleague(wish.by)
        if member is None:
            return strange(PRINT)
        return self.printed(member, [(wish.number, wish.paper)], wish.purpose, kind, own, wish.hide)

    def printed(
        self, member: Member, wanted: Sequence[tuple[str, str]], purpose: str, kind: Made, own: OwnTemplates,
        hide: bool = False,
    ) -> PaperFiles | Barred:  # fmt: skip
        """(number, paper) of each; `hide`: without names and numbers of persons."""
        if purpose not in PURPOSES:
            return _refused(NO_PURPOSE)
        if kind == "xlsx":
            return _refused(NO_TABLE)
        if not 0 < len(wanted) <= MOST:
            return _refused(NONE_OR_MANY)
        orders = [self._order(member, number, paper, hide) for number, paper in wanted]
        for one in orders:
            if isinstance(one, Barred):
                return one
        ready = [one for one in orders if isinstance(one, PaperOrder)]
        self._noted(member, wanted, purpose, kind, hide)
        return _files(ready, kind, own, hide)

    def printed_register(
        self, member: Member, region: str, month: date, lines: Sequence[str], purpose: str, kind: Made, own: OwnTemplates,
        filler: str = "", on: date | None = None, hide: bool = False,
    ) -> PaperFiles | Barred:  # fmt: skip
        """The register of a month. `lines`: numbers of its cases, as `register` gave them; `filler`: 填报单位; `on`: 填报时间,
        blank where it is not known yet."""
        if purpose not in PURPOSES:
            return _refused(NO_PURPOSE)
        if self.withheld(member, region, month):
            return _refused(WITHHELD)
        cases = [self._case(member, number, hide) for number in lines]
        for one in cases:
            if isinstance(one, Barred):
                return one
        rows = tuple(
            register.line(one) for one in cases if isinstance(one, CasePaper) and one.region == region
        )
        policy, regime = self._library.policies.get(region), self._library.regimes.get(region)
        here = self._docket.colleague(member.id)
        if (
            policy is None
            or regime is None
            or here is None
            or not here.sees(region)
            or len(rows) < len(lines)
        ):
            return _refused(NO_SUCH)
        forms = [one for one in regime.forms if one.id == REGISTER]
        annex = Annex(policy.place(forms[0].at), forms[0].title, forms[0].fields) if forms else None
        subject = RegisterPaper(region, policy.title, rows, filler, on, annex, hide)
        self._noted(member, [(number, f"{REGISTER} {month:%Y-%m}") for number in lines], purpose, kind, hide)
        return _files([PaperOrder(subject)], kind, own, hide)

    # ── what is looked up ───────────────────────────────────────────────────────────────────────
    def _case(self, member: Member, number: str, hide: bool) -> CasePaper | Barred:
        found = self.admitted(member, number, PRINT, handling=False)
        if isinstance(found, Barred):
            return found
        if found[1].row.erased:
            return _refused(ERASED)
        case = self._paper(found[1])
        return papers.masked(case) if hide else case

    def _order(self, member: Member, number: str, paper: str, hide: bool) -> PaperOrder | Barred:
        kind = PAPERS.get(paper)
        if kind is None:
            return _refused(NO_SUCH)
        case = self._case(member, number, hide)
        if isinstance(case, Barred):
            return case
        lacks = kind.lacks(case)
        return _refused(lacks.rstrip("。")) if lacks else PaperOrder(case, paper)

    def _paper(self, folder: Folder) -> CasePaper:
        return case_paper(self._library, folder, self._docket.whole(folder.row))

    def _noted(
        self, member: Member, wanted: Sequence[tuple[str, str]], purpose: str, kind: Made, hide: bool
    ) -> None:
        """Before anything is handed out."""
        actor, how = f"staff:{member.id}", f"{kind} {purpose}{' masked' if hide else ''}"
        rows = [writing.noted(number, actor, PRINT, f"{paper} {how}") for number, paper in wanted]
        self._write([writing.present(member), *rows])


def handed() -> tuple[Handed, ...]:
    """As what a paper is handed out in a chat on this machine, what always can be made first."""
    return ("docx", "pdf") if pdf.office() else ("docx",)


@dataclass(frozen=True, slots=True)
class NotMade:
    """`words`: why; `alone`: of this kind alone, the others can be made."""

    words: str
    alone: bool

    def is_news(self, kind: Handed) -> bool:
        """Whether it is to be said where kinds are made one after the other, the docx first."""
        return self.alone or kind == "docx"


@dataclass(frozen=True, slots=True)
class Printer:
    """Papers for chats: `made` as they leave, in the office's own layouts where it has them. Threads may share it."""

    room: PrintingRoom
    own: OwnTemplates

    def made(self, wish: PaperWish, kind: Handed) -> PaperFiles | NotMade:
        """A file of this kind, or why there is none. Raises StoreUnavailable."""
        found = self.room.handed_out(wish, kind, self.own)
        if isinstance(found, Barred):
            return NotMade(NOT_MADE.format(paper=wish.name, why=found.say.rstrip("。")), alone=False)
        return found if found.kind == kind else NotMade(found.why, alone=True)


def _refused(words: str) -> Barred:
    return Barred(Refusal(PRINT, words))


# ── the files ────────────────────────────────────────────────────────────────────────────────────
def _files(orders: Sequence[PaperOrder], kind: Made, own: OwnTemplates, hide: bool) -> PaperFiles | Barred:
    try:
        return replace(_made(orders, kind, own), note=LOOK if hide else "")
    except TemplateFault as error:
        return _refused(f"单位自己的样式用不了：{error}")


def _made(orders: Sequence[PaperOrder], kind: Made, own: OwnTemplates) -> PaperFiles:
    match kind:
        case "xlsx":
            made = bundle.table(orders[0])
            return PaperFiles(made.name, kind, made.content)
        case "pdf":
            printout = bundle.one_pdf(orders, own)
            if printout.content is not None:
                return PaperFiles(_named(orders, "pdf"), kind, printout.content)
            return replace(_whole(orders, own), why=printout.why)
        case "docx":
            return _whole(orders, own)
        case "zip":
            return _zipped(orders, own)


def _whole(orders: Sequence[PaperOrder], own: OwnTemplates) -> PaperFiles:
    """One docx; a zip where the office's own layouts cannot be joined."""
    content, why = bundle.one_docx(orders, own)
    if content is None:
        return replace(_zipped(orders, own), why=why)
    return PaperFiles(_named(orders, "docx"), "docx", content)


def _zipped(orders: Sequence[PaperOrder], own: OwnTemplates) -> PaperFiles:
    content = bundle.zipped(bundle.all_written(orders, own))
    return PaperFiles(_named(orders, "zip"), "zip", content)


def _named(orders: Sequence[PaperOrder], ending: str) -> str:
    return f"{orders[0].stem if len(orders) == 1 else f'文书{len(orders)}份'}.{ending}"
