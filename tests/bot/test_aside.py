"""Files that are made in a process of their own: the same as here, and here where it goes wrong over there."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.documents import spreadsheet
from bot.documents.aside import aside
from bot.documents.papers import KINDS, bundle
from bot.documents.papers.bundle import PaperOrder
from bot.documents.papers.templates import OwnTemplates, TemplateFault
from bot.documents.spreadsheet import Column
from tests.harness.casepapers import CASE, lines

NO_FOLDER = OwnTemplates(Path("/nowhere"))
ORDERS = [PaperOrder(CASE, one.id) for one in KINDS]
COLUMNS = (Column("编号", 12), Column("递交", 12), Column("停了几天", 8))


@pytest.mark.slow
def test_it_is_made_by_another_process() -> None:
    assert aside(os.getpid) != os.getpid()


@pytest.mark.slow
def test_many_papers_are_the_same_as_made_here() -> None:
    content, why = bundle.one_docx(ORDERS, NO_FOLDER)
    assert content
    assert not why
    alone = [line for one in ORDERS for line in lines(bundle.written(one, NO_FOLDER).content)]
    assert list(filter(None, lines(content))) == list(filter(None, alone))
    files = bundle.all_written(ORDERS, NO_FOLDER)
    assert [one.name for one in files] == [f"{one.stem}.docx" for one in ORDERS]


@pytest.mark.slow
def test_a_long_table_is_the_same_as_made_here() -> None:
    rows = [(f"=1+{n}", date(2026, 11, 20), n) for n in range(spreadsheet.TOGETHER * 2 + 1)]
    content = aside(spreadsheet.unpacked, "申请", COLUMNS, spreadsheet.packed(rows))
    sheet = load_workbook(io.BytesIO(content)).active
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(one[0], one[1].date(), one[2]) for one in found] == rows


@pytest.mark.parametrize(
    "does",
    [
        lambda *_, **__: subprocess.run([sys.executable, "-c", "print()"], capture_output=True, check=True),
        lambda *_, **__: subprocess.run([sys.executable, "-c", "exit(1)"], check=True),
        lambda *_, **__: (_ for _ in ()).throw(OSError("no process")),
    ],
    ids=["says nonsense", "fails", "cannot begin"],
)
def test_what_goes_wrong_over_there_is_made_here(does: Any) -> None:
    real = subprocess.run
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.documents.aside.subprocess.run", lambda *a, **k: _with(patch, real, does))
        assert aside(os.getpid) == os.getpid()


def _with(patch: pytest.MonkeyPatch, real: Any, does: Any) -> Any:
    patch.setattr("bot.documents.aside.subprocess.run", real)
    return does()


@pytest.mark.slow
def test_what_is_wrong_with_an_office_s_own_layout_is_told_all_the_same(tmp_path: Path) -> None:
    place = tmp_path / "templates" / "zaozhuang"
    place.mkdir(parents=True)
    (place / "notice.docx").write_bytes(b"no docx")
    with pytest.raises(TemplateFault, match=r"notice\.docx"):
        bundle.all_written(ORDERS, OwnTemplates.under(tmp_path))
