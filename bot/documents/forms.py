"""A form as the official annexes print it: mark, title, date, a table of boxes, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.documents.page import BODY, HEADING, TITLE, Align, clean, foot, styled
from dialogs.core import Cell, Form

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

COLUMNS = (24, 28, 32, 28, 44)
"""Millimetres, 156 in all: at 四号 the first takes headings of four characters a line, the second and fourth five."""
PADDING = 1.5
"""Millimetres between a box's border and its text."""
PITCH = 1.5
"""From one line to the next, in sizes of its type. Fixed: the stand-ins for 仿宋 would need half as much again."""
LOW, TALL = 13, 35
"""Millimetres that a row has at least."""
LARGE, SMALL = 14, 12
"""四号 as in the annexes; 小四 where much is written, so that the form stays on one page where it can."""
MUCH = 300
"""Characters in all boxes."""
WHOLE = 120
"""Characters of a box up to which its row stays on one page."""


@dataclass(frozen=True, slots=True)
class Sealed(Cell):
    """A box whose text stands below on the right, where a seal is put and a day is written."""


@dataclass(frozen=True, slots=True)
class Recurring(Cell):
    """A box whose row stands again on top of every further page, so that none of them, not that of the seal either, leaves
    open whom it is about."""


def write(document: Document, form: Form) -> None:
    """The whole form."""
    size = SMALL if sum(len(cell.text) for row in form.rows for cell in row) > MUCH else LARGE
    if form.mark:
        _line(document.add_paragraph(), _one(form.mark), HEADING, 16)
    _line(
        document.add_paragraph(), _one(form.title), TITLE, 22, "CENTER", above=4, below=0 if form.date else 8
    )
    if form.date:
        _line(document.add_paragraph(), _one(form.date), BODY, LARGE, "RIGHT", above=6, below=4)
    if form.rows:
        _table(document, form, size)
    for line in (line for note in form.notes for line in _lines(note)):
        _line(document.add_paragraph(), line, BODY, size, above=4)
    if form.foot:
        foot(document.sections[-1], form.foot)


def _line(
    paragraph: Paragraph,
    text: str,
    font: str,
    size: int,
    align: Align = "LEFT",
    above: int = 0,
    below: int = 0,
) -> None:
    from docx.shared import Pt

    styled(paragraph, text, font, size, align)
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(above), Pt(below), Pt(size * PITCH)


def _table(document: Document, form: Form, size: int) -> None:
    table = _grid(document, len(form.rows))
    for cell, row, column in _places(form.rows):
        last = table.cell(row + cell.down - 1, column + cell.span - 1)
        _box(table.cell(row, column).merge(last), cell, size)
    for made, cells in zip(table.rows, form.rows, strict=True):
        _height(made, cells)
        _recurring(made, cells)


def _places(rows: tuple[tuple[Cell, ...], ...]) -> Iterator[tuple[Cell, int, int]]:
    """Every box with the row and the column of its upper left corner."""
    free = [set(range(len(COLUMNS))) for _ in rows]
    for number, row in enumerate(rows):
        for cell in row:
            column = min(free[number], default=0)
            _take(free, range(number, number + cell.down), set(range(column, column + cell.span)))
            yield cell, number, column


def _take(free: list[set[int]], rows: range, columns: set[int]) -> None:
    """These columns of these rows are free no more."""
    for row in rows:
        if row == len(free) or not columns <= free[row]:
            raise ValueError(f"row {rows.start + 1} of the form has a box too many")
        free[row] -= columns


def _grid(document: Document, rows: int) -> Table:
    """The empty table: LibreOffice goes by the widths of its columns, Word by those of its boxes."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    table: Table = document.add_table(rows, len(COLUMNS), "Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    padding(table)
    for column, width in zip(table.columns, COLUMNS, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def padding(table: Table) -> None:
    """Between the borders of its boxes and their texts."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    sides: Any = OxmlElement("w:tblCellMar")
    for name in ("w:top", "w:left", "w:bottom", "w:right"):
        side: Any = OxmlElement(name)
        side.set(qn("w:w"), str(Mm(PADDING).twips))
        side.set(qn("w:type"), "dxa")
        sides.append(side)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(sides)


def _box(place: _Cell, cell: Cell, size: int) -> None:
    """A box's text, each line a paragraph; headings in the middle, what is long or to be written on from the top."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL

    high = VERTICAL.BOTTOM if isinstance(cell, Sealed) else VERTICAL.TOP
    place.vertical_alignment = high if cell.tall or not _short(cell) else VERTICAL.CENTER
    for number, line in enumerate(_lines(cell.text)):
        paragraph = place.paragraphs[0] if number == 0 else place.add_paragraph()
        _line(paragraph, line, BODY, size, _align(cell))


def _align(cell: Cell) -> Align:
    if cell.label:
        return "CENTER"
    return "RIGHT" if isinstance(cell, Sealed) else "LEFT"


def _height(row: _Row, cells: tuple[Cell, ...]) -> None:
    """At least so high that a pen finds room; only a row with a long text may go on on the next page."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    row.height = Mm(TALL if any(cell.tall for cell in cells) else LOW)
    if all(_short(cell) for cell in cells):
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _recurring(row: _Row, cells: tuple[Cell, ...]) -> None:
    from docx.oxml import OxmlElement

    if any(isinstance(cell, Recurring) for cell in cells):
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _short(cell: Cell) -> bool:
    return len(cell.text) <= WHOLE and len(_lines(cell.text)) <= 5


def _lines(text: str) -> list[str]:
    return clean(text).splitlines() or [""]


def _one(text: str) -> str:
    return " ".join(_lines(text))
