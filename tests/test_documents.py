"""Files that can be kept: docx always, PDF where LibreOffice is."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from bot import documents
from dialogs.core import Say, Sheet
from knowledge.quote import Quote

SHEET = Sheet(
    "容错自评-东阿县",
    "自评结果 · 东阿县",
    (Say("可能<b>&{{7*7}}\n第二行", strong=True), Quote("原文一\n原文二", "《细则》第九条")),
)


def opened(sheet: Sheet) -> Any:
    content = documents.made(sheet, "docx")
    assert content is not None
    return Document(io.BytesIO(content))


def test_a_sheet_becomes_a_page_with_every_word_as_it_is() -> None:
    document = opened(SHEET)
    assert [p.text for p in document.paragraphs] == [
        "自评结果 · 东阿县", "可能<b>&{{7*7}}", "第二行", "《细则》第九条", "原文一", "原文二"]  # fmt: skip


def test_the_page_is_a4_with_official_margins_and_fonts() -> None:
    document = opened(SHEET)
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(size.mm) for size in (*sizes, section.left_margin)] == [210, 297, 37, 35, 28]
    xml = document.element.xml
    assert 'w:eastAsia="仿宋_GB2312"' in opened(Sheet("a", "b", (Say("c"),))).element.xml
    assert 'w:eastAsia="方正小标宋简体"' in xml


def test_what_xml_cannot_hold_is_left_out() -> None:
    sheet = Sheet("a", "b", (Say("甲\x00乙\x0b\ud800丙"),))
    assert [p.text for p in opened(sheet).paragraphs] == ["b", "甲乙丙"]


@pytest.mark.parametrize(
    ("name", "file"),
    [("容错自评-东阿县", "容错自评-东阿县.docx"), ("../../etc/passwd", "etcpasswd.docx"), ("a\x00\u202eb", "ab.docx"),
     ("", "自评.docx"), ("长" * 300, "长" * 60 + ".docx"), ('a:b*c?"<>|', "abc.docx")],
)  # fmt: skip
def test_a_files_name_is_one_that_every_system_takes(name: str, file: str) -> None:
    assert documents.file_name(Sheet(name, "", ()), "docx") == file


def test_without_libreoffice_there_is_the_docx_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_office", lambda: None)
    assert documents.kinds() == ("docx",)
    assert documents.made(SHEET, "pdf") is None


def test_a_pdf_is_what_libreoffice_makes_of_the_docx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for LibreOffice, so that the call is tested on every machine."""
    office = tmp_path / "soffice"
    office.write_text(
        '#!/bin/sh\nfor last; do :; done\nout="$(dirname "$last")"\nprintf "%%PDF-1.7 %s" "$1" > "$out/sheet.pdf"\n'
    )
    office.chmod(0o755)
    monkeypatch.setattr(documents, "_office", lambda: str(office))
    assert documents.kinds() == ("docx", "pdf")
    content = documents.made(SHEET, "pdf")
    assert content is not None
    assert content.startswith(b"%PDF-1.7 -env:UserInstallation=file://")


@pytest.mark.parametrize("script", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 0\n", "not a program"])
def test_a_libreoffice_that_fails_costs_only_the_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    office = tmp_path / "soffice"
    office.write_text(script)
    office.chmod(0o755)
    monkeypatch.setattr(documents, "_office", lambda: str(office))
    assert documents.made(SHEET, "pdf") is None


def test_a_libreoffice_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = tmp_path / "soffice"
    office.write_text("#!/bin/sh\nexec sleep 30\n")
    office.chmod(0o755)
    monkeypatch.setattr(documents, "_office", lambda: str(office))
    monkeypatch.setattr(documents, "SECONDS", 0.2)
    assert documents.made(SHEET, "pdf") is None


def test_a_docx_is_a_zip_without_anything_of_this_machine() -> None:
    content = documents.made(SHEET, "docx")
    assert content is not None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert str(Path.home()).encode() not in everything


def test_no_shell_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def run(command: Any, **options: Any) -> Any:
        seen.append((command, options))
        raise subprocess.TimeoutExpired("soffice", 1)

    monkeypatch.setattr(documents, "_office", lambda: "soffice")
    monkeypatch.setattr(subprocess, "run", run)
    documents.made(SHEET, "pdf")
    (command, options), *_ = seen
    assert isinstance(command, list)
    assert "shell" not in options
