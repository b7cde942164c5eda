"""Sheets as files: docx always, PDF where LibreOffice is there. Knows no dialog and no surface."""

from __future__ import annotations

import io
import logging
import os
import re
import shutil
import subprocess
import tempfile
import threading
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dialogs.core import Part, Say, Sheet
from knowledge.quote import Quote

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

Kind = Literal["docx", "pdf"]
log = logging.getLogger("rongcuo.documents")
SECONDS = 60
"""Patience with LibreOffice for one file."""
LONGEST_NAME = 60
"""Characters of a file's name."""
_ONE_AT_A_TIME = threading.Semaphore(1)
"""Two runs of LibreOffice at once get in each other's way."""
BULLET = "· "
FONTS = {"方正小标宋简体": ("FandolSong", "Noto Serif CJK SC"), "仿宋_GB2312": ("FandolFang", "Noto Serif CJK SC"),
         "楷体_GB2312": ("FandolKai", "Noto Serif CJK SC"), "黑体": ("FandolHei", "Noto Sans CJK SC")}  # fmt: skip
"""What stands in for the official fonts where a PDF is made; office PCs have them themselves."""
_TITLE, _BODY, _QUOTE = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312"


def kinds() -> tuple[Kind, ...]:
    """What can be made on this machine."""
    return ("docx", "pdf") if _office() else ("docx",)


def made(sheet: Sheet, kind: Kind) -> bytes | None:
    """The file's bytes; None where a PDF cannot be made here and now (the docx always can)."""
    content = docx(sheet)
    return content if kind == "docx" else pdf(content)


def file_name(sheet: Sheet, kind: Kind) -> str:
    """A name that every system takes, Chinese kept."""
    kept = "".join(c for c in sheet.name if unicodedata.category(c)[0] not in "CZ" and c not in '\\/:*?"<>|')
    return f"{kept.strip('.')[:LONGEST_NAME] or '自评'}.{kind}"


# ── docx ─────────────────────────────────────────────────────────────────────────────────────────
def docx(sheet: Sheet) -> bytes:
    """A4, the margins of GB/T 9704-2012, official fonts by name."""
    from docx import Document

    document = Document()
    _page(document)
    _styled(document.add_paragraph(), clean(sheet.title), _TITLE, 20, centred=True)
    for part in sheet.parts:
        _part(document, part)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _part(document: Document, part: Part) -> None:
    match part:
        case Say(text, strong):
            for line in clean(text).split("\n"):
                heading = strong or (line.endswith("：") and not line.startswith(BULLET))
                _styled(document.add_paragraph(), line, "黑体" if heading else _BODY, 12)
        case Quote(text, source):
            _styled(document.add_paragraph(), clean(source), "黑体", 11)
            for line in clean(text).split("\n"):
                _styled(document.add_paragraph(), line, _QUOTE, 12, indent=True)


def _page(document: Document) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(footer, "— ", _BODY, 14)
    _number(footer)
    _run(footer, " —", _BODY, 14)


def _number(paragraph: Paragraph) -> None:
    """The page's number as a field."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _styled(
    paragraph: Paragraph, text: str, font: str, size: int, centred: bool = False, indent: bool = False
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(0), Pt(4), 1.3
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        layout.left_indent = Pt(24)
    if text.startswith(BULLET):
        layout.left_indent, layout.first_line_indent = Pt(12), Pt(-12)
    _run(paragraph, text, font, size)


def _run(paragraph: Paragraph, text: str, font: str, size: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    fonts: Any = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)


def clean(text: str) -> str:
    """What XML can hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────
def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def pdf(content: bytes) -> bytes | None:
    """A docx as PDF by LibreOffice, in a profile of its own; None where that is not there or fails."""
    office = _office()
    if office is None:
        return None
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sheet.docx").write_bytes(content)
        (folder / "fonts.conf").write_text(_fonts(), "utf-8")
        command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
                   "--outdir", name, str(folder / "sheet.docx")]  # fmt: skip
        try:
            fonts = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
            subprocess.run(command, timeout=SECONDS, check=True, capture_output=True, env=fonts)
            made = (folder / "sheet.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            log.warning("no PDF: %s", type(error).__name__)
            return None
    return made if made.startswith(b"%PDF") else None


def _fonts() -> str:
    """A fontconfig file: the system's, and stand-ins for the official fonts."""
    rules = "".join(
        f"<alias binding='same'><family>{name}</family><prefer>{''.join(f'<family>{one}</family>' for one in used)}</prefer></alias>"
        for name, used in FONTS.items()
    )
    system = "<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
    return f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>{system}{rules}</fontconfig>"
