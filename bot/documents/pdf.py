"""A docx as a PDF or a picture, by LibreOffice and poppler where they are; why not, where not.

LibreOffice runs alone, in a profile of its own, and is ended with all that it started when it takes too long.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

log = logging.getLogger("rongcuo.documents")
Kind: TypeAlias = Literal["pdf", "png"]
SECONDS = 60
"""Patience with LibreOffice for one file, and with those who are before it."""
_ONE_AT_A_TIME = threading.Semaphore(1)
"""Two runs of LibreOffice at once get in each other's way."""
FONTS = {"方正小标宋简体": ("FandolSong", "Noto Serif CJK SC"), "仿宋_GB2312": ("FandolFang", "Noto Serif CJK SC"),
         "楷体_GB2312": ("FandolKai", "Noto Serif CJK SC"), "黑体": ("FandolHei", "Noto Sans CJK SC")}  # fmt: skip
"""What stands in for the official fonts where a PDF is made; office PCs have them themselves."""
WHOLE = 'writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
"""With the empty pages that bring a paper to the front of a sheet; a LibreOffice before 7.4 leaves them out."""
DPI = 150
"""Of a picture: readable on a telephone."""
STARTS = {"pdf": b"%PDF", "png": b"\x89PNG"}
"""What a file of each kind begins with."""
DOCX = "给您的是 docx，用 Word 或 WPS 打开就能打印"
NONE_HERE = f"这台机器没有装 LibreOffice，做不了 PDF；{DOCX}。"
BUSY = f"前面还有文件在做 PDF，等太久了；{DOCX}，也可以过一会儿再试。"
SLOW = f"LibreOffice 太久没有做完，已经停下；{DOCX}，也可以过一会儿再试。"
FAILED = f"LibreOffice 没有做出能用的 PDF；{DOCX}，请告诉管机器的人看 rongcuo doctor。"


@dataclass(frozen=True, slots=True)
class Printout:
    """The file, or a sentence why there is none."""

    content: bytes | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Programs:
    """What makes a file of a docx, and how many seconds each may take."""

    office: str
    painter: str | None
    seconds: float


def office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def painter() -> str | None:
    """LibreOffice itself draws pictures only where all its parts are there, and small ones; poppler always can."""
    return shutil.which("pdftoppm")


def converted(content: bytes, kind: Kind = "pdf", seconds: float = SECONDS) -> Printout:
    """A docx as another file."""
    program, brush = office(), painter()
    if program is None or (kind == "png" and brush is None):
        return Printout(None, NONE_HERE)
    if not _ONE_AT_A_TIME.acquire(timeout=seconds):
        return Printout(None, BUSY)
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            return _made(content, kind, _Programs(program, brush, seconds), Path(name))
    finally:
        _ONE_AT_A_TIME.release()


def joined(files: Sequence[bytes], seconds: float = SECONDS) -> bytes | None:
    """Several PDFs as one, by poppler."""
    unite = shutil.which("pdfunite")
    if unite is None or len(files) < 2:
        return files[0] if len(files) == 1 else None
    with tempfile.TemporaryDirectory() as name:
        places = [Path(name) / f"{number}.pdf" for number in range(len(files))]
        for place, content in zip(places, files, strict=True):
            place.write_bytes(content)
        try:
            _run([unite, *map(str, places), str(Path(name) / "all.pdf")], seconds)
            return _checked((Path(name) / "all.pdf").read_bytes(), "pdf")
        except (OSError, subprocess.SubprocessError) as error:
            log.warning("PDFs not joined: %s", type(error).__name__)
            return None


def _made(content: bytes, kind: Kind, by: _Programs, folder: Path) -> Printout:
    try:
        (folder / "sheet.docx").write_bytes(content)
        _print(by, folder)
        if by.painter and kind == "png":
            _paint(by.painter, by.seconds, folder)
        made = _checked((folder / f"sheet.{kind}").read_bytes(), kind)
        return Printout(made, "" if made else FAILED)
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("no %s: %s", kind, type(error).__name__)
        return Printout(None, SLOW if isinstance(error, subprocess.TimeoutExpired) else FAILED)


def _checked(content: bytes, kind: Kind) -> bytes | None:
    return content if content.startswith(STARTS[kind]) else None


def _print(by: _Programs, folder: Path) -> None:
    """The PDF by LibreOffice, in a profile of its own."""
    fonts = folder / "fonts.conf"
    fonts.write_text(_fonts(), "utf-8")
    command = [by.office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", f"pdf:{WHOLE}",
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
