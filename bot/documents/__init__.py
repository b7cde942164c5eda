"""Sheets and forms as files: docx always, PDF (and a form's picture) where LibreOffice is there. Knows no dialog and
no surface."""

from __future__ import annotations

import io
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.clean import harmless
from bot.documents import forms, page, sheets
from dialogs.core import Form, Sheet

Format = Literal["docx", "pdf", "png"]
log = logging.getLogger("rongcuo.documents")
SECONDS = 60
"""Patience with LibreOffice for one file."""
LONGEST_NAME = 60
"""Characters of a file's name."""
_ONE_AT_A_TIME = threading.Semaphore(1)
"""Two runs of LibreOffice at once get in each other's way."""
FONTS = {"方正小标宋简体": ("FandolSong", "Noto Serif CJK SC"), "仿宋_GB2312": ("FandolFang", "Noto Serif CJK SC"),
         "楷体_GB2312": ("FandolKai", "Noto Serif CJK SC"), "黑体": ("FandolHei", "Noto Sans CJK SC")}  # fmt: skip
"""What stands in for the official fonts where a PDF is made; office PCs have them themselves."""
DPI = 150
"""Of a picture: readable on a telephone."""
STARTS = {"pdf": b"%PDF", "png": b"\x89PNG"}
"""What a file of each kind begins with."""


def kinds(of: Sheet | Form | None = None) -> tuple[Format, ...]:
    """What can be made of it on this machine; of a form a picture too, to look at in a chat."""
    if not _office():
        return ("docx",)
    return ("docx", "pdf", "png") if isinstance(of, Form) and _painter() else ("docx", "pdf")


def made(sheet: Sheet | Form, kind: Format, seconds: float = SECONDS) -> bytes | None:
    """The file's bytes, within so many seconds; None where a PDF or picture cannot be made here and now (the docx always can)."""
    content = docx(sheet)
    return content if kind == "docx" else _converted(content, kind, seconds)


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


# ── PDF and picture ──────────────────────────────────────────────────────────────────────────────
def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _painter() -> str | None:
    """LibreOffice itself draws pictures only where all its parts are there, and small ones; poppler always can."""
    return shutil.which("pdftoppm")


@dataclass(frozen=True, slots=True)
class _Programs:
    """What makes a file of a docx, and how many seconds each may take."""

    office: str
    painter: str | None
    seconds: float


def _converted(content: bytes, kind: Literal["pdf", "png"], seconds: float) -> bytes | None:
    """A docx as another file; None where what makes it is not there or fails."""
    office, painter = _office(), _painter()
    if office is None or (kind == "png" and painter is None):
        return None
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory() as name:
        made = _made(content, kind, _Programs(office, painter, seconds), Path(name))
    return made if made.startswith(STARTS[kind]) else None


def _made(content: bytes, kind: Literal["pdf", "png"], by: _Programs, folder: Path) -> bytes:
    """Empty where it fails."""
    try:
        (folder / "sheet.docx").write_bytes(content)
        _print(by, folder)
        if by.painter and kind == "png":
            _paint(by.painter, by.seconds, folder)
        return (folder / f"sheet.{kind}").read_bytes()
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("no %s: %s", kind, type(error).__name__)
        return b""


def _print(by: _Programs, folder: Path) -> None:
    """The PDF by LibreOffice, in a profile of its own."""
    fonts = folder / "fonts.conf"
    fonts.write_text(_fonts(), "utf-8")
    command = [by.office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
               "--outdir", str(folder), str(folder / "sheet.docx")]  # fmt: skip
    _run(command, by.seconds, {**os.environ, "FONTCONFIG_FILE": str(fonts)})


def _paint(painter: str, seconds: float, folder: Path) -> None:
    """The first page of the PDF as a picture."""
    command = [
        painter,
        "-png",
        "-r",
        str(DPI),
        "-singlefile",
        str(folder / "sheet.pdf"),
        str(folder / "sheet"),
    ]
    _run(command, seconds)


def _run(command: list[str], seconds: float, environment: dict[str, str] | None = None) -> None:
    """Run to its end, or ended with all that it started: LibreOffice works in a child of its own."""
    process = subprocess.Popen(command, env=environment, start_new_session=True, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        code = process.wait(seconds)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if code:
        raise subprocess.CalledProcessError(code, command[0])


def _fonts() -> str:
    """A fontconfig file: the system's, and stand-ins for the official fonts."""
    rules = "".join(
        f"<alias binding='same'><family>{name}</family><prefer>{''.join(f'<family>{one}</family>' for one in used)}</prefer></alias>"
        for name, used in FONTS.items()
    )
    system = "<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
    return f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>{system}{rules}</fontconfig>"
