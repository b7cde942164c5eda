"""容错纠错工作备案表: many cases in the official columns, on a wide page and as a table for Excel and WPS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.documents import spreadsheet
from bot.documents.forms import padding
from bot.documents.page import BODY, HEADING, TITLE, clean, foot, styled
from bot.documents.papers.case import Annex, CasePaper, on
from bot.documents.papers.notes import MASKED
from bot.documents.spreadsheet import Column, Framing

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

TITLE_OURS = "容错纠错工作备案表"
COLUMNS = (
    ("序号", 6, 13),
    ("容错对象\n（单位或人员）", 20, 45),
    ("启动来源\n（依职权\n或依申请）", 14, 27),
    ("容错原因", 40, 58),
    ("处理结果", 20, 36),
    ("纠错情况", 36, 57),
)
"""As printed; the width in characters of a table for Excel, in millimetres on the page."""
WHOLE = 12
"""Lines of a cell up to which its row stays on one page; a row that is longer than a page would lose what is below."""
SIGN = 4.3
"""Millimetres of a character."""
LEAST = 7
"""Rows of the annex."""
OURS = "文件没有规定备案表的格式，本表按本系统的格式制作"


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One case in the register."""

    whom: str
    source: str
    why: str
    result: str
    correction: str


@dataclass(frozen=True, slots=True)
class RegisterPaper:
    """`filler`: who files it; `day`: when, blank until it is written; `annex`: the policy's form, where it has one."""

    region: str
    policy: str
    lines: tuple[RegisterRow, ...]
    filler: str = ""
    day: date | None = None
    annex: Annex | None = None
    masked: bool = False

    @property
    def title(self) -> str:
        return self.annex.title if self.annex else TITLE_OURS

    @property
    def above(self) -> tuple[str, str]:
        return f"填报单位：{self.filler}（加盖公章）", f"填报时间：{on(self.day, '　　　　年　　月　　日')}"

    @property
    def foot(self) -> str:
        return "\n".join(filter(None, ("" if self.annex else OURS, MASKED if self.masked else "")))

    def filled(self) -> list[tuple[str, ...]]:
        """Numbered."""
        return [(str(n), *_cells(one)) for n, one in enumerate(self.lines, 1)]

    def rows(self) -> list[tuple[str, ...]]:
        """With empty rows to the end of the printed form."""
        filled = self.filled()
        return filled + [(str(n), "", "", "", "", "") for n in range(len(filled) + 1, LEAST + 1)]


def line(case: CasePaper) -> RegisterRow:
    """A case as it stands in the register."""
    whom = "　".join(filter(None, (case.subject, case.unit, case.post))) or case.organisation
    why = "\n".join(filter(None, (case.matter, *(one.place for one in case.grounds))))
    return RegisterRow(whom, case.source, why, case.concluded, case.corrected)


def _cells(one: RegisterRow) -> tuple[str, str, str, str, str]:
    return one.whom, one.source, one.why, one.result, one.correction


# ── as a table ───────────────────────────────────────────────────────────────────────────────────
def xlsx(register: RegisterPaper) -> bytes:
    """With what stands over the table on the page; every text as it was written."""
    columns = [Column(heading, width) for heading, width, _ in COLUMNS]
    filled = [(n, *_cells(one)) for n, one in enumerate(register.lines, 1)]
    framing = Framing(
        register.title, register.annex.mark if register.annex else "", register.above, register.foot
    )
    return spreadsheet.made("备案表", columns, filled, framing)


# ── on a page ────────────────────────────────────────────────────────────────────────────────────
def write_page(document: Document, register: RegisterPaper) -> None:
    """A4 lying on its side, in the last section of the document."""
    _wide(document)
    if register.annex and register.annex.mark:
        styled(document.add_paragraph(), clean(register.annex.mark), HEADING, 16)
    styled(document.add_paragraph(), clean(register.title), TITLE, 22, "CENTER")
    for text in register.above:
        styled(document.add_paragraph(), clean(text), BODY, 14)
    _table(document, register.rows())
    if register.foot:
        foot(document.sections[-1], register.foot)


def _wide(document: Document) -> None:
    from docx.enum.section import WD_ORIENTATION
    from docx.shared import Mm

    section = document.sections[-1]
    section.orientation = WD_ORIENTATION.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    section.left_margin, section.right_margin = Mm(35), Mm(26)


def _table(document: Document, rows: Sequence[Sequence[str]]) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT

    table: Table = document.add_table(1 + len(rows), len(COLUMNS), "Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    padding(table)
    for number, texts in enumerate([[heading for heading, *_ in COLUMNS], *rows]):
        _row(table.rows[number], texts, head=number == 0)
    _widths(table)


def _row(row: Any, texts: Sequence[str], head: bool) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    row.height, row.height_rule = Mm(9), WD_ROW_HEIGHT_RULE.AT_LEAST
    whole = max(map(_lines, texts, COLUMNS)) <= WHOLE
    if head or whole:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:tblHeader" if head else "w:cantSplit"))
    for number, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.vertical_alignment = VERTICAL.CENTER if whole else VERTICAL.TOP
        for at, part in enumerate(clean(text).split("\n")):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            middle = head or number in (0, 2)
            styled(paragraph, part, BODY, 12, "CENTER" if middle else "LEFT")
            paragraph.paragraph_format.line_spacing, paragraph.paragraph_format.space_after = Pt(16), Pt(0)


def _lines(text: str, column: tuple[str, int, int]) -> int:
    """How many it fills, about."""
    room = int((column[2] - 3) / SIGN)
    return sum(-(-len(one) // room) or 1 for one in text.split("\n"))


def _widths(table: Table) -> None:
    from docx.shared import Mm

    for column, (_, _, width) in zip(table.columns, COLUMNS, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
