"""A table as an .xlsx for Excel and WPS: every text stands there as it was written, none is ever reckoned with, also
where it is typed over: long numbers stay whole, what begins with = stays a text. Days are days, which can be sorted and
counted from."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
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
TOGETHER = 200
"""Rows that are packed at once."""
A3, A4 = 8, 9
"""XlsxWriter's names for paper: a table of many columns is read on nothing smaller than A3."""
READABLE = 280
"""Characters beside each other on one page, in the smallest type that is read on paper."""
FORMATS = {str: "@", int: "0", date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
"""How what is no text is shown."""
Cell: TypeAlias = str | int | date | datetime | None
"""A text, a number, a day, a minute as the clock on the wall shows it, or nothing."""
OPTIONS: Mapping[str, Any] = {
    "default_format_properties": {"font_name": "宋体", "font_size": 11},
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


@dataclass(frozen=True, slots=True)
class Framing:
    """What an official table has framing it. `mark`: 附件4; `above`: on the left and on the right over the headings; `below`:
    under the last row."""

    title: str
    mark: str = ""
    above: tuple[str, str] = ("", "")
    below: str = ""


def write(
    file: Path,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    about: Mapping[str, str] | None = None,
    framing: Framing | None = None,
) -> None:
    """One sheet, row by row, so that its length costs no memory; what is written meanwhile lies beside the file. `about`:
    what is to be known of the whole, in the properties of the file. OSError."""
    book = Workbook(str(file), {**OPTIONS, "tmpdir": str(file.parent)})
    for name, value in (about or {}).items():
        book.set_custom_property(name, value)
    sheet = _sheet(book, title)
    first = _above(book, sheet, len(columns) - 1, framing) if framing else 0
    _headings(book, sheet, columns, first, bool(framing))
    try:
        last = _fill(book, sheet, rows, first, bool(framing))
        if framing:
            _below(book, sheet, last + 1, len(columns) - 1, framing.below)
        else:
            sheet.autofilter(0, 0, last, len(columns) - 1)
        book.close()
    except XlsxFileError as error:
        raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from error
    finally:
        sheet.let_go()


def made(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], framing: Framing | None = None
) -> bytes:
    """The same as bytes. OSError."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "table.xlsx"
        write(file, title, columns, rows, framing=framing)
        return file.read_bytes()


def packed(rows: Iterable[Sequence[Cell]]) -> list[bytes]:
    """For another process, a few at a time: one long list would let no other thread of this one go on meanwhile."""
    there = iter(rows)
    return [pickle.dumps(some) for some in iter(lambda: list(islice(there, TOGETHER)), [])]


def unpacked(title: str, columns: Sequence[Column], rows: Iterable[bytes]) -> bytes:
    """What is made of rows that were packed. OSError."""
    return made(title, columns, (row for some in rows for row in pickle.loads(some)))


def _sheet(book: Any, title: str) -> Any:
    """An empty sheet, laid out for A3."""
    sheet = book.add_worksheet(title, worksheet_class=_Sheet)
    sheet.set_default_row(ROW)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.hide_gridlines(0)  # they are printed too: what belongs to which row is seen on paper
    sheet.set_footer("&C第 &P 页，共 &N 页")
    return sheet


def _above(book: Any, sheet: Any, last: int, framing: Framing) -> int:
    """What stands over the headings, on the paper that the form is printed on; the row of the headings."""
    sheet.set_paper(A4)
    sheet.hide_gridlines(1)
    plain, right = (
        book.add_format({"num_format": "@", "align": one, "valign": "vcenter"}) for one in ("left", "right")
    )
    big = book.add_format({"num_format": "@", "font_size": 22, "align": "center", "valign": "vcenter"})
    for row, height in enumerate((20, 36, 24)):
        sheet.set_row(row, height)
    sheet.write_string(0, 0, fitting(framing.mark), plain)
    sheet.merge_range(1, 0, 1, last, "", big)
    sheet.write_string(1, 0, fitting(framing.title), big)
    sheet.write_string(2, 0, fitting(framing.above[0]), plain)
    sheet.write_string(2, last, fitting(framing.above[1]), right)
    return 3


def _below(book: Any, sheet: Any, row: int, last: int, text: str) -> None:
    if text:
        sheet.set_row(row, 24)
        small = book.add_format({"num_format": "@", "font_size": 9, "align": "right", "valign": "vcenter"})
        sheet.write_string(row, last, fitting(text), small)


def _spread(sheet: Any, columns: Sequence[Column]) -> None:
    """As many pages wide as it takes to be readable, side by side, each with the first column; as many long as it takes."""
    sheet.fit_to_pages(1 + sum(one.width for one in columns) // READABLE, 0)
    sheet.repeat_columns(0)
    sheet.print_across()


def _headings(book: Any, sheet: Any, columns: Sequence[Column], row: int, framed: bool) -> None:
    """They stay in sight, and stand on every page."""
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    frame = {"border": 1, "align": "center"} if framed else {"bottom": 1}
    head = book.add_format({"num_format": "@", "bold": True, "text_wrap": True, "valign": "vcenter", **frame})
    sheet.set_row(row, ROW / (1.5 if framed else 2))
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    _spread(sheet, columns)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width, text)
        sheet.write_string(row, number, fitting(column.heading), head)


def _fill(book: Any, sheet: Any, rows: Iterable[Sequence[Cell]], head: int, framed: bool) -> int:
    """The number of the last row. `framed`: every cell has its lines, also an empty one."""
    frame: dict[str, Any] = {"border": 1, "valign": "vcenter"} if framed else {"valign": "top"}
    middle: dict[type, dict[str, str]] = {int: {"align": "center"}} if framed else {}
    shown = {
        kind: book.add_format({"num_format": look, "text_wrap": True, **frame, **middle.get(kind, {})})
        for kind, look in FORMATS.items()
    }
    last = head
    for last, row in enumerate(rows, head + 1):
        for column, cell in enumerate(row):
            _write(sheet, last, column, cell, shown)
            if framed and not cell:
                sheet.write_blank(last, column, None, shown[str])
    return last


def _write(sheet: Any, row: int, column: int, cell: Cell, shown: Mapping[type, Any]) -> None:
    match cell:
        case int():
            sheet.write_number(row, column, cell, shown[int])
        case date():  # a datetime is one too
            sheet.write_datetime(row, column, cell, shown[type(cell)])
        case str() | None:
            if cell:
                sheet.write_string(row, column, fitting(cell), shown[str])


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
