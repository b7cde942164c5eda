"""A letter of an office as GB/T 9704-2012 lays it out: 22 lines of 28 characters, what is blank is a line to write on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from bot.documents.page import BODY, HEADING, QUOTE, TITLE, Align, clean, styled

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

PITCH = 28.95
"""Points from one line to the next: 22 lines fill the page."""
CLOSER = -5
"""Twentieths of a point between two characters: 28 of them fill a line."""
SIZE, LARGE, SMALL = 16, 22, 14
"""三号, 二号, 四号."""
WIDE = 156
"""Millimetres between the margins."""
WIDEST = 20
"""Characters of an office's name that stand in one line over the day."""
NAME = 6
"""Characters of a name that stands before the place for its signature; a longer one stands over it."""
FEW = 9
"""Signatures that are kept on one page."""
ENDS = "会府局处院组部委司团校所科站室心"
"""Signs that a name of an office may be parted behind."""
FONTS = {"head": HEADING, "body": BODY, "quote": QUOTE}


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, or several. `flush`: not indented."""

    text: str
    kind: Literal["head", "body", "quote"] = "body"
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Ruled:
    """So many empty lines to write on. `kept`: on one page with what follows."""

    lines: int = 3
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """A line to sign on for each of these, all on one page where they are few."""

    names: tuple[str, ...]


Passage: TypeAlias = Words | Ruled | Signatures


@dataclass(frozen=True, slots=True)
class OfficialLetter:
    """`issue`: 发文字号; `to`: whom it goes to; `office`, `day`: below on the right; `copies`: 抄送; `slips`: what is signed
    by hand under it; `foot`: small, beside the page's number."""

    title: str
    passages: tuple[Passage, ...]
    issue: str = ""
    to: tuple[str, ...] = ()
    office: str = ""
    day: str = ""
    copies: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    foot: str = ""


def write(document: Document, letter: OfficialLetter) -> None:
    """The whole letter."""
    _line(document, letter.title, TITLE, LARGE, "CENTER", pitch=1.3)
    if letter.issue:
        _line(document, letter.issue, BODY, SIZE, "CENTER")
    if letter.to:
        _line(document, "")
        _line(document, f"{'、'.join(letter.to)}：", BODY, SIZE)
    for passage in letter.passages:
        _passage(document, passage)
    document.paragraphs[-1].paragraph_format.keep_with_next = bool(letter.day)  # no seal on a page of its own
    _signed(document, letter)
    _below(document, letter)


def _passage(document: Document, passage: Passage) -> None:
    match passage:
        case Words(
            text, kind, flush
        ):  # flush left: in justified lines LibreOffice loses signs that hang over the margin
            for line in clean(text).splitlines():
                _indented(_line(document, line, FONTS[kind], SIZE), 0 if flush else 2)
                if kind == "head":
                    document.paragraphs[-1].paragraph_format.keep_with_next = True
        case Ruled(lines, kept):
            _ruled(document, lines, kept)
        case Signatures(names):
            _signatures(document, names)


def _ruled(document: Document, lines: int, kept: bool) -> None:
    """A table with a line under each row: the text of one who types stands on it, and may be longer."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    table = document.add_table(lines, 1)
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        row.height, row.cells[0].width = Pt(PITCH), Mm(WIDE)
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        paragraph = row.cells[0].paragraphs[0]
        _set(paragraph)
        paragraph.paragraph_format.keep_with_next = kept
    borders: Any = OxmlElement("w:tblBorders")
    borders.extend((_side("w:bottom"), _side("w:insideH")))
    properties: Any = table._tbl.tblPr
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _signatures(document: Document, names: tuple[str, ...]) -> None:
    """Paragraphs, for LibreOffice does not keep a heading with a table; each higher than a line: a hand needs room."""
    from docx.shared import Pt

    for name in names:
        own = "\n" if len(name) > NAME else ""
        paragraph = _line(document, f"{name}{own}\t签名：{'＿' * 7}\t日期：{'＿' * 5}")
        layout = paragraph.paragraph_format
        layout.left_indent, layout.line_spacing = _characters(2), Pt(PITCH * 1.3)
        layout.keep_with_next = len(names) <= FEW
        for characters in (NAME + 3, NAME + 14):
            layout.tab_stops.add_tab_stop(_characters(characters))
    document.paragraphs[-1].paragraph_format.keep_with_next = False


def _signed(document: Document, letter: OfficialLetter) -> None:
    """The office's name over the day, both about one middle; the day about four characters from the right."""
    if not letter.day:
        return
    _line(document, "").paragraph_format.keep_with_next = True
    lines = (*balanced(letter.office), letter.day)
    middle = max(4 + _half(letter.day), *map(_half, lines))
    for number, text in enumerate(lines, 1):
        paragraph = _line(document, text, BODY, SIZE, "RIGHT")
        paragraph.paragraph_format.right_indent = _characters(middle - _half(text))
        paragraph.paragraph_format.keep_with_next = number < len(lines) or bool(letter.slips)


def balanced(name: str) -> list[str]:
    """A long name of an office in lines of about one length, parted behind a part of it where there is one near the middle."""
    count = -(-len(name) // WIDEST)
    if count < 2:
        return [name]
    middle = len(name) / count
    fits = [at for at in range(1, len(name)) if at <= WIDEST and len(name) - at <= WIDEST * (count - 1)]
    at = min(fits, key=lambda at: (name[at - 1] not in ENDS, abs(at - middle)))
    return [name[:at], *balanced(name[at:])]


def _below(document: Document, letter: OfficialLetter) -> None:
    """What is signed on receipt, and who gets a copy (版记)."""
    slips = ("", *letter.slips) if letter.slips else ()
    for number, slip in enumerate(slips, 1):
        _line(document, slip, BODY, SMALL).paragraph_format.keep_with_next = number < len(slips)
    if not letter.copies:
        return
    _line(document, "")
    copies = _line(document, f"抄送：{'，'.join(letter.copies)}。", BODY, SMALL)
    _rule(copies)
    copies.paragraph_format.left_indent = _characters(1, SMALL)
    copies.paragraph_format.right_indent = _characters(1, SMALL)


def _line(document: Document, text: str, font: str = BODY, size: int = SIZE, align: Align = "LEFT", pitch: float = 0) -> Paragraph:  # fmt: skip
    paragraph = document.add_paragraph()
    styled(paragraph, clean(text), font, size, align)
    _set(paragraph, pitch * size if pitch else PITCH)
    if not pitch:
        _closer(paragraph)
    return paragraph


def _set(paragraph: Paragraph, pitch: float = PITCH) -> None:
    from docx.shared import Pt

    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after = Pt(0), Pt(0)
    layout.line_spacing, layout.widow_control = Pt(pitch), False


def _closer(paragraph: Paragraph) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for run in paragraph.runs:
        spacing: Any = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(CLOSER))
        run._element.get_or_add_rPr().find(qn("w:sz")).addprevious(spacing)


def _indented(paragraph: Paragraph, characters: int) -> None:
    paragraph.paragraph_format.first_line_indent = _characters(characters)


def _characters(count: float, size: int = SIZE) -> Any:
    from docx.shared import Pt

    return Pt(count * (size + CLOSER / 20))


def _half(text: str) -> float:
    """Half of its width, in characters."""
    return sum(1 if ord(c) > 0x2000 else 0.5 for c in text) / 2


def _rule(paragraph: Paragraph) -> None:
    """A line above and below."""
    from docx.oxml import OxmlElement

    borders: Any = OxmlElement("w:pBdr")
    borders.extend((_side("w:top"), _side("w:bottom")))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _side(name: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    side: Any = OxmlElement(name)
    for key, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "auto")):
        side.set(qn(f"w:{key}"), value)
    return side
