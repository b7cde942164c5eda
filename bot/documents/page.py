"""An official page: its margins, its footer, paragraphs in official fonts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

BULLET = "· "
TITLE, BODY, QUOTE, HEADING = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
Align = Literal["LEFT", "CENTER", "RIGHT"]


def blank(title: str) -> Document:
    """A4 with the margins of GB/T 9704-2012 and the page's number."""
    from docx import Document
    from docx.shared import Mm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _number(section.footer.paragraphs[0])
    _about(document, clean(title))
    return document


def foot(document: Document, text: str) -> None:
    """A small line above the page's number, on every page."""
    number = document.sections[0].footer.paragraphs[0]
    styled(number.insert_paragraph_before(), clean(text), BODY, 9, "RIGHT")


def _number(paragraph: Paragraph) -> None:
    """The page's number as a field."""
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    _run(paragraph, "— ", BODY, 14)
    field.append(_run(paragraph, "1", BODY, 14)._element)
    paragraph._p.append(field)
    _run(paragraph, " —", BODY, 14)


def _about(document: Document, title: str) -> None:
    """What the file says of itself: its title and its language, by which lines are broken; nothing of its making."""
    from docx.oxml.ns import qn

    about = document.core_properties
    about.title, about.author, about.comments = title[:255], "", ""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def styled(
    paragraph: Paragraph, text: str, font: str, size: int, align: Align = "LEFT", indent: bool = False
) -> None:
    """A paragraph's text in its font."""
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.shared import Pt

    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(0), Pt(4), 1.3
    paragraph.alignment = WD_PARAGRAPH_ALIGNMENT[align]
    if indent:
        layout.left_indent = Pt(24)
    if text.startswith(BULLET):
        layout.left_indent, layout.first_line_indent = Pt(12), Pt(-12)
    _run(paragraph, text, font, size)


def _run(paragraph: Paragraph, text: str, font: str, size: int) -> Run:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    fonts: Any = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    return run


def clean(text: str) -> str:
    """What XML can hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
