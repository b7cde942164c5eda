"""Papers as files: one, several in a zip, several in one file to be printed. The office's own layout goes before ours."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.clean import harmless
from bot.documents import pdf
from bot.documents.aside import aside
from bot.documents.papers import PAPERS, Content, docx, register
from bot.documents.papers.case import CasePaper
from bot.documents.papers.register import RegisterPaper
from bot.documents.papers.templates import REGISTER, TITLES, OwnTemplates

OWN_LAYOUT = "其中有用单位自己的样式排的，合不成一个 docx；请用 PDF 或者 zip。"
NOT_JOINED = "这台机器没有装 poppler-utils，几份 PDF 合不到一起；请用 zip。"
FEW = 3
"""Papers that are made before a process of their own would have begun."""
Subject: TypeAlias = CasePaper | RegisterPaper


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """A paper that is to be made; of a register there is one paper alone."""

    subject: Subject
    paper: str = REGISTER

    @property
    def stem(self) -> str:
        """The file's name without its ending; nobody's name in it."""
        one = self.subject
        of = one.region if isinstance(one, RegisterPaper) else one.number or one.region
        hidden = "-隐名" if one.masked else ""
        return harmless(f"{TITLES[self.paper]}-{of}{hidden}", "文书")

    def content(self) -> Content:
        one = self.subject
        return one if isinstance(one, RegisterPaper) else PAPERS[self.paper].made(one)


@dataclass(frozen=True, slots=True)
class PaperFile:
    name: str
    content: bytes


def written(order: PaperOrder, own: OwnTemplates) -> PaperFile:
    """As a docx. TemplateFault."""
    filled = own.filled(order.subject.region, order.paper, order.subject)
    return PaperFile(f"{order.stem}.docx", filled if filled is not None else docx([order.content()]))


def all_written(orders: Sequence[PaperOrder], own: OwnTemplates) -> list[PaperFile]:
    """Each as a docx. TemplateFault."""
    return aside(_all, orders, own) if len(orders) > FEW else _all(orders, own)


def _all(orders: Sequence[PaperOrder], own: OwnTemplates) -> list[PaperFile]:
    return [written(one, own) for one in orders]


def table(order: PaperOrder) -> PaperFile:
    """A register for Excel and WPS."""
    if not isinstance(order.subject, RegisterPaper):
        raise ValueError("only a register is a table")
    return PaperFile(f"{order.stem}.xlsx", register.xlsx(order.subject))


def zipped(files: Sequence[PaperFile]) -> bytes:
    """One zip; a name that is there already gets a number."""
    stream, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            name = _free(one.name, taken)
            taken.add(name)
            archive.writestr(zipfile.ZipInfo(name), one.content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def one_docx(orders: Sequence[PaperOrder], own: OwnTemplates) -> tuple[bytes | None, str]:
    """All in one file, each on a page of its own, or a sentence why not."""
    if len(orders) == 1:
        return written(orders[0], own).content, ""
    if any(own.of(one.subject.region, one.paper) for one in orders):
        return None, OWN_LAYOUT
    contents = [one.content() for one in orders]
    return (aside(docx, contents) if len(contents) > FEW else docx(contents)), ""


def one_pdf(orders: Sequence[PaperOrder], own: OwnTemplates, seconds: float = pdf.SECONDS) -> pdf.Printout:
    """All in one file to be printed, or a sentence why there is none. TemplateFault."""
    whole, _ = one_docx(orders, own)
    if whole is not None:
        return pdf.converted(whole, "pdf", seconds)
    parts = [pdf.converted(written(one, own).content, "pdf", seconds) for one in orders]
    made = [one.content for one in parts if one.content is not None]
    if len(made) < len(parts):
        return next(one for one in parts if one.content is None)
    joined = pdf.joined(made, seconds)
    return pdf.Printout(joined, "" if joined else NOT_JOINED)


def _free(name: str, taken: set[str]) -> str:
    stem, _, ending = name.rpartition(".")
    numbered = (f"{stem}（{n}）.{ending}" for n in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in numbered if one not in taken)
