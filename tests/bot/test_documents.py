"""Files that can be kept: docx always, PDF and a form's picture where LibreOffice is."""

from __future__ import annotations

import io
import os
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT as ALIGN
from docx.oxml.ns import qn

from bot import documents
from bot.documents import forms
from dialogs.core import Cell, Form, Say, Sheet
from knowledge.policy.quote import Quote
from tests.harness.programs import OFFICE, PAINTER, machine

SHEET = Sheet(
    "容错自评-东阿县",
    "自评结果 · 东阿县",
    (Say("可能<b>&{{7*7}}\n第二行", strong=True), Quote("原文一\n原文二", "《细则》第九条")),
)
VALUES = (
    "某区民政局党组",
    "",
    "李晓明",
    "某街道办事处科长",
    "低保资格核查",
    "系统未更新。\n已主动报告。",
    "",
    "无",
)


def form(values: tuple[str, ...] = VALUES) -> Form:
    """An application form as an annex prints it."""
    agency, party, name, post, matter, facts, opinion, remark = values
    return Form("容错申请表-李晓明", "容错申请表", "附件1", "2026年11月21日", (
        (label("责任追究机关"), Cell(agency, 4)),
        (label("申请主体", down=2), label("申请党组织"), Cell(party, 3)),
        (label("申请人"), Cell(name), label("单位及职务"), Cell(post)),
        (label("申请容错事项"), Cell(matter, 4)),
        (label("主要事实及理由"), Cell(facts, 4)),
        (label("所在党组织意见"), Cell(opinion, 4, tall=True)),
        (label("备注"), Cell(remark, 4)),
    ), ("附：相关证据材料", "1. 走访记录"))  # fmt: skip


def label(text: str, down: int = 1) -> Cell:
    return Cell(text, down=down, label=True)


def boxes(document: Any) -> list[list[Any]]:
    """The boxes of each row as they stand in the file."""
    table = document.tables[0]
    return [list(row._tr.tc_lst) for row in table.rows]


def opened(sheet: Sheet | Form) -> Any:
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


def test_without_libreoffice_there_is_the_docx_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, tmp_path)
    assert documents.kinds() == ("docx",)
    assert documents.made(SHEET, "pdf") is None


def test_a_pdf_is_what_libreoffice_makes_of_the_docx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, tmp_path, soffice=OFFICE)
    assert documents.kinds() == documents.kinds(SHEET) == ("docx", "pdf")
    for sheet in (SHEET, form()):
        content = documents.made(sheet, "pdf")
        assert content is not None
        assert content.startswith(b"%PDF-1.7 -env:UserInstallation=file://")


def test_a_forms_picture_is_the_first_page_of_its_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(monkeypatch, tmp_path, soffice=OFFICE, pdftoppm=PAINTER)
    assert documents.kinds(form()) == ("docx", "pdf", "png")
    content = documents.made(form(), "png")
    assert content is not None
    assert content.startswith(b"\x89PNG %PDF-1.7")
    assert b" -png -r 150 -singlefile " in content


def test_without_a_painter_there_is_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, tmp_path, soffice=OFFICE)
    assert documents.kinds(form()) == ("docx", "pdf")
    assert documents.made(form(), "png") is None


BROKEN = ["#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 0\n", "not a program"]


@pytest.mark.parametrize("script", BROKEN)
@pytest.mark.parametrize("sheet", [SHEET, form()])
def test_a_libreoffice_that_fails_costs_all_but_the_docx(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, sheet: Sheet | Form
) -> None:
    machine(monkeypatch, tmp_path, soffice=script, pdftoppm=PAINTER)
    assert documents.made(sheet, "pdf") is None
    assert documents.made(sheet, "png") is None
    assert documents.made(sheet, "docx")


@pytest.mark.parametrize("script", [*BROKEN, '#!/bin/sh\nfor last; do :; done\necho no > "$last.png"\n'])
def test_a_painter_that_fails_costs_only_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    machine(monkeypatch, tmp_path, soffice=OFFICE, pdftoppm=script)
    assert documents.made(form(), "png") is None
    assert documents.made(form(), "pdf")


def test_a_libreoffice_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child holds a pipe; that it is closed shows that nobody is left who could write to it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    machine(monkeypatch, tmp_path, soffice=f"#!/bin/sh\n(exec sleep 30) > '{pipe}' &\nsleep 30\n")
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(pipe.read_bytes)  # until every end of it is closed
        assert documents.made(SHEET, "pdf", seconds=0.2) is None
        assert read.result(20) == b""


@pytest.mark.parametrize("sheet", [SHEET, form()])
def test_a_docx_is_a_zip_without_anything_of_this_machine(sheet: Sheet | Form) -> None:
    content = documents.made(sheet, "docx")
    assert content is not None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert str(Path.home()).encode() not in everything
    about = Document(io.BytesIO(content)).core_properties
    assert (about.title, about.author, about.comments) == (sheet.title, "", "")


def test_no_shell_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def started(command: Any, **options: Any) -> Any:
        seen.append((command, options))
        raise OSError

    machine(monkeypatch, tmp_path, soffice=OFFICE)
    monkeypatch.setattr(subprocess, "Popen", started)
    assert documents.made(SHEET, "pdf") is None
    ((command, options),) = seen
    assert isinstance(command, list)
    assert "shell" not in options


# ── forms ────────────────────────────────────────────────────────────────────────────────────────
def test_a_form_has_its_mark_title_and_date_above_and_its_notes_below() -> None:
    document = opened(form())
    assert [(p.text, p.runs[0].font.name, p.runs[0].font.size.pt, p.alignment) for p in document.paragraphs] == [
        ("附件1", "黑体", 16, ALIGN.LEFT), ("容错申请表", "方正小标宋简体", 22, ALIGN.CENTER),
        ("2026年11月21日", "仿宋_GB2312", 14, ALIGN.RIGHT),
        ("附：相关证据材料", "仿宋_GB2312", 14, ALIGN.LEFT), ("1. 走访记录", "仿宋_GB2312", 14, ALIGN.LEFT)]  # fmt: skip
    order = [child.tag for child in document.element.body]
    assert order == [qn(tag) for tag in ("w:p", "w:p", "w:p", "w:tbl", "w:p", "w:p", "w:sectPr")]


def test_what_a_form_does_not_have_takes_no_line() -> None:
    bare = Form("a", "容错申请表", "", "", ())
    assert [p.text for p in opened(bare).paragraphs] == ["容错申请表"]
    assert opened(bare).tables == []


def test_the_boxes_of_a_form_stand_in_the_order_of_the_annex() -> None:
    rows = [["\n".join(p.text for p in box.p_lst) for box in row] for row in boxes(opened(form()))]
    assert rows == [
        ["责任追究机关", "某区民政局党组"],
        ["申请主体", "申请党组织", ""],
        ["", "申请人", "李晓明", "单位及职务", "某街道办事处科长"],
        ["申请容错事项", "低保资格核查"],
        ["主要事实及理由", "系统未更新。\n已主动报告。"],
        ["所在党组织意见", ""],
        ["备注", "无"],
    ]


def test_the_boxes_of_a_form_are_merged_as_told() -> None:
    rows = boxes(opened(form()))
    assert [[box.grid_span for box in row] for row in rows] == [
        [1, 4], [1, 1, 3], [1, 1, 1, 1, 1], [1, 4], [1, 4], [1, 4], [1, 4]]  # fmt: skip
    merged = {(r, c): box.vMerge for r, row in enumerate(rows) for c, box in enumerate(row) if box.vMerge}
    assert merged == {(1, 0): "restart", (2, 0): "continue"}


def test_a_box_may_go_down_in_the_middle_of_a_form() -> None:
    rows = ((Cell("a"), Cell("b", span=3, down=2), Cell("c")), (Cell("d"), Cell("e")))
    table = opened(replace(form(), rows=rows)).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [list("abbbc"), list("dbbbe")]


@pytest.mark.parametrize(
    "rows",
    [((Cell("甲", 4), Cell("乙", 2)),), ((Cell("甲", 5), Cell("乙")),), ((Cell("甲", 5, down=2),),),
     ((Cell("甲", 2), Cell("乙"), Cell("丙", 2, down=2)), (Cell("丁", 4),))],
)  # fmt: skip
def test_a_box_that_has_no_place_is_refused_without_its_text(rows: tuple[tuple[Cell, ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"^row [12] of the form has a box too many$"):
        documents.made(replace(form(), rows=rows), "docx")


def test_columns_and_boxes_have_widths_that_fill_the_page() -> None:
    document = opened(form())
    table = document.tables[0]
    assert sum(forms.COLUMNS) == 210 - 28 - 26
    assert [round(column.width.mm) for column in table.columns] == list(forms.COLUMNS)
    assert table.autofit is False
    for row in boxes(document):
        column = 0
        for box in row:
            assert round(box.width.mm) == sum(forms.COLUMNS[column : column + box.grid_span])
            column += box.grid_span


def test_headings_are_centred_and_what_is_written_stands_left() -> None:
    table = opened(form()).tables[0]
    heading, value = table.cell(4, 0), table.cell(4, 1)
    assert (heading.vertical_alignment, heading.paragraphs[0].alignment) == (VERTICAL.CENTER, ALIGN.CENTER)
    assert {p.alignment for p in value.paragraphs} == {ALIGN.LEFT}
    assert 'w:eastAsia="仿宋_GB2312"' in table._tbl.xml


def test_there_is_room_for_writing_by_hand_on_one_page() -> None:
    table = opened(form()).tables[0]
    assert [round(row.height.mm) for row in table.rows] == [13, 13, 13, 13, 13, 35, 13]
    assert table.cell(5, 1).vertical_alignment == VERTICAL.TOP
    assert all(kept_whole(row) for row in table.rows)


def kept_whole(row: Any) -> bool:
    return row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_long_texts_flow_over_pages_in_smaller_type() -> None:
    texts = tuple(c * 4_000 for c in "甲乙丙丁戊己庚辛")
    table = opened(form(texts)).tables[0]
    assert not any(kept_whole(row) for row in table.rows)
    assert [
        box.p_lst[-1].text for row in boxes(opened(form(texts))) for box in row if len(box.p_lst[-1].text) > 9
    ] == list(texts)
    assert {run.font.size.pt for p in table.cell(0, 1).paragraphs for run in p.runs} == {12}
    assert {run.font.size.pt for p in opened(form()).tables[0].cell(0, 1).paragraphs for run in p.runs} == {
        14
    }


def test_a_text_of_many_lines_may_be_broken_too() -> None:
    table = opened(form(("", "", "", "", "", "一\n" * 40, "", ""))).tables[0]
    assert [kept_whole(row) for row in table.rows] == [True, True, True, True, False, True, True]


LITERAL = "<b>&{{7*7}}=cmd|' /C calc'!A0 😀👨‍👩‍👧 ]]> ${x} %s"


def test_whatever_is_written_stands_there_as_it_is() -> None:
    document = opened(
        replace(form((LITERAL,) * 8), mark=LITERAL, title=LITERAL, date=LITERAL, notes=(LITERAL,))
    )
    assert [p.text for p in document.paragraphs] == [LITERAL] * 4
    written = [
        box.p_lst[0].text for row in boxes(document) for box in row if box.p_lst[0].text.startswith("<b>")
    ]
    assert written == [LITERAL] * 8


@pytest.mark.parametrize(
    ("text", "lines"),
    [("甲\x00乙\x0b\ud800丙\x1b\uffff", ["甲乙丙"]), ("一\r\n二\r三\n\n四\n", ["一", "二", "三", "", "四"]),
     ("a" * 4_000, ["a" * 4_000]), ("\x00", [""])],
)  # fmt: skip
def test_each_line_of_a_box_is_a_paragraph_of_what_xml_can_hold(text: str, lines: list[str]) -> None:
    table = opened(form((text, *VALUES[1:]))).tables[0]
    assert [p.text for p in table.cell(0, 1).paragraphs] == lines


def test_a_note_of_two_lines_is_two_lines_and_a_title_one() -> None:
    document = opened(replace(form(), title="容错\n申请表", notes=("附：材料\n1. 记录",)))
    assert [p.text for p in document.paragraphs] == [
        "附件1", "容错 申请表", "2026年11月21日", "附：材料", "1. 记录"]  # fmt: skip


@pytest.mark.parametrize("sheet", [SHEET, form()])
def test_every_page_has_its_number(sheet: Sheet | Form) -> None:
    footer = opened(sheet).sections[0].footer.paragraphs[0]._p
    words = [child.get(qn("w:instr")) or child.text for child in footer if child.tag != qn("w:pPr")]
    assert words == ["— ", "PAGE", " —"]


def test_lines_are_broken_by_the_rules_of_chinese() -> None:
    assert 'w:eastAsia="zh-CN"' in opened(form()).styles.element.xml


def test_a_form_without_a_name_is_called_what_it_is() -> None:
    assert documents.file_name(replace(form(), name="../"), "png") == "申请表.png"
    assert documents.file_name(form(), "pdf") == "容错申请表-李晓明.pdf"
