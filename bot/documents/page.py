"""An official page: its margins, its footer, paragraphs in official fonts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

BULLET = "· "
TITLE, BODY, QUOTE, HEADING = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
AFTER = ("w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
         "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:rPr", "w:sectPr")  # fmt: skip
"""What follows in the properties of a paragraph."""
Align = Literal["LEFT", "CENTER", "RIGHT"]


def blank(title: str) -> Document:
    """A4 with the margins of GB/T 9704-2012 and the page's number."""
    from docx import Document

    document = Document()
    lay_out(document.sections[0])
    _about(document, clean(title))
    return document


def lay_out(section: Section) -> None:
    """An upright page with its number, which is its own and not that of the section before."""
    from docx.enum.section import WD_ORIENTATION
    from docx.shared import Mm

    section.orientation = WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer.is_linked_to_previous = False
    _number(section.footer.paragraphs[0])


def official(document: Document) -> None:
    """The last section numbered from 1, a single page on the right, a double one on the left, a character from the edge."""
    from copy import deepcopy

    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[-1]
    section.footer_distance = Mm(16)
    even = section.even_page_footer
    even.is_linked_to_previous = False
    for old in even.paragraphs:
        old._p.getparent().remove(old._p)
    even._element.extend(deepcopy(one._p) for one in section.footer.paragraphs)
    odd, double = section.footer.paragraphs[-1], even.paragraphs[-1]
    odd.alignment, odd.paragraph_format.right_indent = WD_PARAGRAPH_ALIGNMENT.RIGHT, Pt(14)
    double.alignment, double.paragraph_format.left_indent = WD_PARAGRAPH_ALIGNMENT.LEFT, Pt(14)
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    first: Any = OxmlElement("w:pgNumType")
    first.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(first, "w:cols", "w:formProt", "w:vAlign", "w:titlePg", "w:docGrid")


def foot(section: Section, text: str) -> None:
    """Small lines above the page's number, on every page."""
    from docx.shared import Pt

    number = section.footer.paragraphs[0]
    for line in clean(text).splitlines():
        above = number.insert_paragraph_before()
        styled(above, line, BODY, 9, "RIGHT")
        above.paragraph_format.space_after, above.paragraph_format.line_spacing = Pt(0), Pt(12)


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
    for day in ("created", "modified"):  # the template's, of years ago
        about._element.remove(about._element.find(f"{{http://purl.org/dc/terms/}}{day}"))
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
    _close(paragraph)
    _run(paragraph, text, font, size)


def _close(paragraph: Paragraph) -> None:
    """No gap between figures and characters: 2026年1月5日."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        off: Any = OxmlElement(name)
        off.set(qn("w:val"), "0")
        paragraph._p.get_or_add_pPr().insert_element_before(off, *AFTER)


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
