"""Sheets and forms as files: docx always, PDF (and a form's picture) where LibreOffice is there. Knows no dialog and
no surface."""

from __future__ import annotations

import io
import unicodedata
from typing import Literal

from bot.clean import harmless
from bot.documents import forms, page, pdf, sheets
from bot.documents.pdf import FONTS, SECONDS
from dialogs.core import Form, Sheet

Format = Literal["docx", "pdf", "png"]
LONGEST_NAME = 60
"""Characters of a file's name."""


def kinds(of: Sheet | Form | None = None) -> tuple[Format, ...]:
    """What can be made of it on this machine; of a form a picture too, to look at in a chat."""
    if not pdf.office():
        return ("docx",)
    return ("docx", "pdf", "png") if isinstance(of, Form) and pdf.painter() else ("docx", "pdf")


def made(sheet: Sheet | Form, kind: Format, seconds: float = SECONDS) -> bytes | None:
    """The file's bytes, within so many seconds; None where a PDF or picture cannot be made here and now (the docx always can)."""
    content = docx(sheet)
    return content if kind == "docx" else pdf.converted(content, kind, seconds).content


def file_name(sheet: Sheet | Form, kind: Format) -> str:
    """A name that every system takes, Chinese kept."""
    kept = "".join(c for c in sheet.name if unicodedata.category(c)[0] not in "CZ" and c not in '\\/:*?"<>|')
    nameless = "申请表" if isinstance(sheet, Form) else "自评"
    return f"{harmless(kept.strip('.'), nameless)[:LONGEST_NAME] or nameless}.{kind}"


def docx(sheet: Sheet | Form) -> bytes:
    """A4, the margins of GB/T 9704-2012, official fonts by name."""
    document = page.blank(sheet.title)
    match sheet:
        case Sheet():
            sheets.write(document, sheet)
        case Form():
            forms.write(document, sheet)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


__all__ = ["FONTS", "Format", "docx", "file_name", "kinds", "made"]
