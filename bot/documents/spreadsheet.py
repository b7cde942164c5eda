"""A table as an .xlsx for Excel and WPS: every text stands there as it was written, none is ever reckoned with, also
where it is typed over: long numbers stay whole, what begins with = stays a text. Days are days, which can be sorted and
counted from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.exceptions import XlsxFileError  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.clean import clean

MOST = 1_048_575
"""Rows under the heading."""
CELL = 32_767
"""UTF-16 units that a cell holds."""
CUT = "…（全文见申请表）"
ROW = 60
"""Points: four lines of each text; who reads on pulls the row open."""
A3 = 8
"""XlsxWriter's name for the paper: a table of many columns is read on nothing smaller."""
FORMATS = {int: "0", date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
"""How what is no text is shown."""
Cell: TypeAlias = str | int | date | datetime | None
"""A text, a number, a day, a minute as the clock on the wall shows it, or nothing."""
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters."""

    heading: str
    width: int


def write(
    file: Path,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    about: Mapping[str, str] | None = None,
) -> None:
    """One sheet, row by row, so that its length costs no memory; what is written meanwhile lies beside the file. `about`:
    what is to be known of the whole, in the properties of the file. OSError."""
    book = Workbook(str(file), {**OPTIONS, "tmpdir": str(file.parent)})
    for name, value in (about or {}).items():
        book.set_custom_property(name, value)
    sheet = _sheet(book, title, columns)
    try:
        last = _fill(book, sheet, rows)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        book.close()
    except XlsxFileError as error:
        raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from error
    finally:
        sheet.let_go()


def _sheet(book: Any, title: str, columns: Sequence[Column]) -> Any:
    """An empty sheet with its headings, which stay in sight."""
    sheet = book.add_worksheet(title, worksheet_class=_Sheet)
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    head = book.add_format(
        {"num_format": "@", "bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}
    )
    _lay_out(sheet)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width, text)
        sheet.write_string(0, number, fitting(column.heading), head)
    return sheet


def _lay_out(sheet: Any) -> None:
    sheet.set_default_row(ROW)
    sheet.set_row(0, ROW / 2)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)  # one page wide, as many long as it takes
    sheet.repeat_rows(0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _fill(book: Any, sheet: Any, rows: Iterable[Sequence[Cell]]) -> int:
    """The number of the last row."""
    shown = {
        kind: book.add_format({"num_format": look, "text_wrap": True, "valign": "top"})
        for kind, look in FORMATS.items()
    }
    last = 0
    for last, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, last, column, cell, shown)
    return last


def _write(sheet: Any, row: int, column: int, cell: Cell, shown: Mapping[type, Any]) -> None:
    match cell:
        case int():
            sheet.write_number(row, column, cell, shown[int])
        case date():  # a datetime is one too
            sheet.write_datetime(row, column, cell, shown[type(cell)])
        case str() | None:
            if cell:
                sheet.write_string(row, column, fitting(cell))


def fitting(text: str) -> str:
    """What a cell takes of a text, with a mark where it was cut."""
    kept = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    units = kept.encode("utf-16-le") if len(kept) * 2 > CELL else b""
    if len(units) <= CELL * 2:
        return kept
    return units[: (CELL - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT


class _Sheet(Worksheet):  # type: ignore[misc]
    """XlsxWriter takes a text from <r> to </r> for its own markup; here no text is markup."""

    def let_go(self) -> None:
        """What a failure left open is closed; there is nothing to be saved of it."""
        for stream in (self.row_data_fh, self.fh):
            with suppress(OSError):
                stream.close()

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)
