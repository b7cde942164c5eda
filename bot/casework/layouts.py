"""The layouts of papers that an office has, and how it comes by its own: ours to begin from, its own looked through, ours again.
Every change is noted; what is in force is what is in the folder, for every surface alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.casework.gate import Folder
from bot.casework.papers import case_paper
from bot.casework.room import Room
from bot.clean import said
from bot.documents.papers import CasePaper, RegisterPaper
from bot.documents.papers.starting import place, started, started_register
from bot.documents.papers.templates import REGISTER, TITLES, OwnTemplates, faults
from bot.store.applications import writing
from bot.store.casework.records import Dossier
from bot.store.rows import ADMIN, Member, Row
from dialogs.acts import Case
from dialogs.shared.paper import NO_ANNEX, printed
from knowledge.rules import APPLICANT, MATTER, POST, REASONS, REMARK, Regime

LAYOUTS = "templates"
"""As the audit calls them."""
NOT_YOURS = "这要由管理员办"
NO_SUCH = "没有这种文书，或者没有这个地区"
NOT_OWN = "这一份本来就用本系统的"
NO_FILE = "请选一个 docx 文件"
UNWRITTEN = "写不了 {folder}（{why}）。请管理这台机器的人检查这个文件夹和权限，或者用 RONGCUO_DATA 换一个写得了的数据文件夹，重启以后再放。"


@dataclass(frozen=True, slots=True)
class Layout:
    """Of one paper of a policy. `since`: when the office's own came, None where ours is in force; `faults`: all that is wrong
    with it, and until that is mended the paper cannot be made."""

    paper: str
    title: str
    since: datetime | None
    size: int = 0
    faults: tuple[str, ...] = ()


class LayoutRoom(Room):
    """For those alone who manage staff: what they put here is on no case."""

    def layouts(self, member: Member, own: OwnTemplates, region: str) -> tuple[Layout, ...]:
        """Every paper; none of a policy that is not theirs to see to."""
        if self._kept_from(member, region, REGISTER):
            return ()
        return tuple(_layout(own, region, paper) for paper in TITLES)

    def laid_out(self, region: str, paper: str) -> bytes:
        """Ours as a template, to begin from."""
        case = self._blank(region)
        if paper == REGISTER:
            return started_register(RegisterPaper(region, case.policy, (), annex=case.annexes.get(REGISTER)))
        return started(paper, case)

    def lays(
        self, member: Member, own: OwnTemplates, region: str, paper: str, content: bytes
    ) -> tuple[str, ...]:
        """An office's own is in force from now on; or all that is wrong with it, and then nothing has changed."""
        why = self._kept_from(member, region, paper) or ("" if content else NO_FILE)
        if why:
            return (why,)
        try:
            with own.laid(region, paper, content) as file:
                wrong = _faults(file, paper)
                if not wrong:
                    self._changed(member, "layout", region, paper)
                    own.takes(file, region, paper)
                return wrong
        except OSError as error:
            return (UNWRITTEN.format(folder=own.folder, why=said(error)),)

    def lays_off(self, member: Member, own: OwnTemplates, region: str, paper: str) -> str:
        """Ours is in force again; why not, or empty."""
        if why := self._kept_from(member, region, paper):
            return why
        if own.of(region, paper) is None:
            return NOT_OWN
        self._changed(member, "layout_off", region, paper)
        try:
            own.drops(region, paper)
        except OSError as error:
            return UNWRITTEN.format(folder=own.folder, why=said(error))
        return ""

    def _kept_from(self, member: Member, region: str, paper: str) -> str:
        """Why it is not theirs to see to; empty where it is."""
        here = self._docket.colleague(member.id)
        if here is None or here.role != ADMIN or here.region not in (None, region):
            return NOT_YOURS
        return "" if region in self._library.regimes and paper in TITLES else NO_SUCH

    def _changed(self, member: Member, act: str, region: str, paper: str) -> None:
        note = writing.noted(LAYOUTS, f"staff:{member.id}", act, f"{region}/{paper}")
        self._write([writing.present(member), note])

    def _blank(self, region: str) -> CasePaper:
        """A case of which nothing is known but its policy."""
        now, regime = self._store.given.now(), self._library.regimes[region]
        row = Row(0, "", region, "person", None, "submitted", 1, now, now, None, "", "", False)
        folder = Folder.of(row, self._library.procedures[region], Dossier((), ()))
        case = Case("", region, "submitted", self.today(), self.today())
        found = case_paper(self._library, folder, case)
        return _with_form(
            found, regime, self._library.policies[region].place(regime.form) if regime.form else ""
        )


def _with_form(case: CasePaper, regime: Regime, mark: str) -> CasePaper:
    form = printed(
        regime.paper.title,
        mark or NO_ANNEX,
        case.region,
        place("申请日期"),
        list(_boxes(regime)),
        place("证据材料"),
        "样式",
    )
    return replace(
        case, form=replace(form, foot=form.foot.removesuffix("样式，未提交") + f"编号 {place('编号')}")
    )


def _boxes(regime: Regime) -> Iterator[tuple[str, str]]:
    """The headings of the official form, each with the name of what is written there; blank where only a pen writes."""
    paper = regime.paper
    if paper.first:
        yield paper.first.label, ""
    yield paper.authority, place("责任追究机关")
    yield f"申请{paper.organisation}", place("所在党组织")
    yield APPLICANT, place("容错对象")
    yield POST, f"{place('单位')}{place('职务')}"
    yield MATTER, place("申请容错事项")
    yield REASONS, place("主要事实及理由")
    yield REMARK, ""


def _layout(own: OwnTemplates, region: str, paper: str) -> Layout:
    file = own.of(region, paper)
    if file is None:
        return Layout(paper, TITLES[paper], None)
    about = file.stat()
    since = datetime.fromtimestamp(about.st_mtime, UTC)
    return Layout(paper, TITLES[paper], since, about.st_size, _faults(file, paper))


def _faults(file: Path, paper: str) -> tuple[str, ...]:
    """All that is wrong with a layout, for somebody who knows no file of ours."""
    return tuple(one.removeprefix(f"{file}：") for one in faults(file, paper))
