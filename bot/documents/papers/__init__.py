"""The official papers of a case: which there are, when they can be made, and what is on them. Pure: no database, no clock."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bot.documents import forms, page
from bot.documents.papers import letter, register
from bot.documents.papers.case import Annex, CasePaper, CaseStep, PolicyWords
from bot.documents.papers.decision import application, decision
from bot.documents.papers.letter import OfficialLetter
from bot.documents.papers.masks import masked
from bot.documents.papers.notices import EX_OFFICIO, correction, notice, receipt
from bot.documents.papers.register import RegisterPaper, RegisterRow
from bot.documents.papers.report import report
from dialogs.core import Form

if TYPE_CHECKING:
    from docx.document import Document

Content: TypeAlias = Form | OfficialLetter | RegisterPaper


@dataclass(frozen=True, slots=True)
class PaperKind:
    """`made`: the paper of a case; `lacks`: why it cannot be made yet, or empty; `needs`: what an office's own template
    of it must have a place for."""

    id: str
    title: str
    made: Callable[[CasePaper], Content]
    lacks: Callable[[CasePaper], str]
    needs: tuple[str, ...]


def _done(case: CasePaper, act: str, words: str) -> str:
    """`words`: that it was not done yet; nothing more comes of a case that is over."""
    if act in case.days:
        return ""
    return OVER.format(over=case.over) if case.over else words


def _receipt(case: CasePaper) -> str:
    """Nobody applied for what the authority itself began."""
    if case.source == EX_OFFICIO:
        return "依职权启动的，没有申请人，不用回执。"
    return _done(case, "accept", NOT_ACCEPTED)


def _report(case: CasePaper) -> str:
    return _done(case, "accept", NOT_ACCEPTED)


def _notice(case: CasePaper) -> str:
    return _done(case, "conclude", NOT_CONCLUDED)


def _correction(case: CasePaper) -> str:
    if lacks := _done(case, "conclude", NOT_CONCLUDED):
        return lacks
    if "correct" in case.waived and "correct" not in case.days:
        return "登记了不用办纠错。"
    return "" if "correction" in case.own else "这种结论没有纠错这一步。"


def _application(case: CasePaper) -> str:
    return "" if case.form else "这份不是在这里填的，没有申请表可印。"


def _decision(case: CasePaper) -> str:
    """Only where the policy has it, for the outcomes that it names; that it has none is known from the beginning."""
    if "decision" not in case.ever:
        return f"《{case.policy}》没有写要出具容错免责决定书。"
    if lacks := _done(case, "conclude", NOT_CONCLUDED):
        return lacks
    return "" if "decision" in case.own else f"《{case.policy}》没有写这种结论要出具容错免责决定书。"


NOT_ACCEPTED = "还没有受理。"
OVER = "{over}，没有这份文书。"
NOT_CONCLUDED = "还没有登记结论。"
KINDS = (
    PaperKind("application", "容错申请表", application, _application, ("申请容错事项",)),
    PaperKind("receipt", "受理回执", receipt, _receipt, ("编号",)),
    PaperKind("report", "调查报告", report, _report, ("容错对象",)),
    PaperKind("decision", "容错免责决定书", decision, _decision, ("容错对象", "容错结论")),
    PaperKind("notice", "容错结论告知书", notice, _notice, ("容错对象", "容错结论")),
    PaperKind("correction", "纠错通知书", correction, _correction, ("纠错要求",)),
)
PAPERS: Mapping[str, PaperKind] = {one.id: one for one in KINDS}
"""Those of one case; the register is of many."""


def offered(case: CasePaper) -> tuple[PaperKind, ...]:
    """Those that can be made of it now."""
    return tuple(one for one in KINDS if not one.lacks(case))


def docx(contents: Sequence[Content]) -> bytes:
    """One file; each paper begins on a page of its own, numbered from 1."""
    document = page.blank("、".join(dict.fromkeys(one.title for one in contents)))
    for number, content in enumerate(contents):
        if number:
            _next(document)
        _write(document, content)
        page.official(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _next(document: Document) -> None:
    """A new section, upright, with a foot of its own, on a new sheet: what is for one has nothing for another on its back."""
    from docx.enum.section import WD_SECTION

    page.lay_out(document.add_section(WD_SECTION.ODD_PAGE))


def _write(document: Document, content: Content) -> None:
    match content:
        case Form():
            forms.write(document, content)
        case OfficialLetter():
            letter.write(document, content)
            page.foot(document.sections[-1], content.foot)
        case RegisterPaper():
            register.write_page(document, content)


__all__ = [
    "KINDS",
    "PAPERS",
    "Annex",
    "CasePaper",
    "CaseStep",
    "Content",
    "PaperKind",
    "PolicyWords",
    "RegisterPaper",
    "RegisterRow",
    "docx",
    "masked",
    "offered",
]
