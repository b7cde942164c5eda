"""A sheet's paragraphs: a title, what we say, what is quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.documents.page import BODY, BULLET, HEADING, QUOTE, TITLE, clean, styled
from dialogs.core import Part, Say, Sheet
from knowledge.policy.quote import Quote

if TYPE_CHECKING:
    from docx.document import Document


def write(document: Document, sheet: Sheet) -> None:
    """Every part of the sheet, one below the other."""
    styled(document.add_paragraph(), clean(sheet.title), TITLE, 20, "CENTER")
    for part in sheet.parts:
        _part(document, part)


def _part(document: Document, part: Part) -> None:
    match part:
        case Say(text, strong):
            for line in clean(text).split("\n"):
                heading = strong or (line.endswith("：") and not line.startswith(BULLET))
                styled(document.add_paragraph(), line, HEADING if heading else BODY, 12)
        case Quote(text, source):
            styled(document.add_paragraph(), clean(source), HEADING, 11)
            for line in clean(text).split("\n"):
                styled(document.add_paragraph(), line, QUOTE, 12, indent=True)
