"""The official papers: what is on them, what is left blank, how they lie on the page, what a masked copy hides."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from bot.documents import papers, pdf
from bot.documents.papers import KINDS, PAPERS, CasePaper, bundle, letter, masked, register
from bot.documents.papers.bundle import PaperOrder
from bot.documents.papers.templates import OwnTemplates
from dialogs.apply.paper import Paper
from dialogs.apply.record import Record
from dialogs.core import Form
from dialogs.shared.tray import Tray
from knowledge.library.corpus import Library
from tests.harness.casepapers import BARE, CASE, FORM, MONTH, SAYS, lines, opened, said
from tests.harness.programs import OFFICE, machine

OURS = "没有规定"
NO_FOLDER = OwnTemplates(Path("/nowhere"))
HOSTILE = "=cmd|' /C calc'!A0<b>&{{7*7}}{%x%}_*[x](tg://a)\x00\x0b\u202e乙"
HARMLESS = "=cmd|' /C calc'!A0<b>&{{7*7}}{%x%}_*[x](tg://a)"


def made(paper: str, case: CasePaper = CASE) -> bytes:
    return papers.docx([PAPERS[paper].made(case)])


def feet(content: bytes) -> str:
    return "\n".join(p.text for section in opened(content).sections for p in section.footer.paragraphs)


# ── what can be made when ────────────────────────────────────────────────────────────────────────
def test_a_case_has_the_papers_of_what_was_done() -> None:
    assert [one.id for one in papers.offered(CASE)] == [one.id for one in KINDS]
    filed = replace(CASE, days={"filed": date(2026, 11, 21)})
    assert [one.id for one in papers.offered(filed)] == ["application"]
    accepted = replace(CASE, days={"accept": date(2026, 11, 23)}, form=None)
    assert [one.id for one in papers.offered(accepted)] == ["receipt", "report"]


def test_where_a_policy_has_no_decision_there_is_none() -> None:
    """平顶山, 丽水; and an outcome for which the policy's own procedure does not ask for it."""
    other = replace(CASE, own=frozenset())
    assert "decision" not in {one.id for one in papers.offered(other)}
    assert PAPERS["decision"].lacks(other) == f"《{CASE.policy}》没有写这种结论要出具容错免责决定书。"


# ── contents ─────────────────────────────────────────────────────────────────────────────────────
def test_a_decision_has_the_boxes_of_the_annex_in_their_order(library: Library) -> None:
    for region, number in (("weihai", "2"), ("zaozhuang", "3")):
        rules = next(one for one in library.regimes[region].forms if one.id == "decision")
        annex = papers.Annex(f"附件{number}", rules.title, rules.fields)
        content = made("decision", replace(CASE, annexes={"decision": annex}))
        boxes = [cell.text.split("\n")[0] for row in opened(content).tables[0].rows for cell in row.cells]
        printed = [box for box in dict.fromkeys(boxes) if box in (*rules.fields, "容错对象情况")]
        assert printed == ["容错对象情况", *rules.fields]
        text = re.sub(r"\s", "", library.policies[region].provision(rules.at).text)
        places = [text.index(box) for box in printed]
        assert places == sorted(places)
        assert lines(content)[:2] == [f"附件{number}", "容错免责决定书"]
        assert OURS not in feet(content)


def test_a_decision_holds_what_the_case_holds() -> None:
    table = opened(made("decision")).tables[0]
    values = {row.cells[0].text: row.cells[-1].text for row in table.rows[2:]}
    assert values == {
        "调查事实": CASE.facts,
        "容错依据": "《激励干部担当作为容错纠错工作实施细则》（枣职发〔2023〕32号）第五条（七）“在处置校园突发事件、维护校园安全稳定中，出现失误错误的”。",
        "容错结论": "不予追究责任",
        "批准部门\n（盖章）": "学院纪委办公室\n2026年12月1日",
    }
    assert [cell.text for cell in table.rows[1].cells][1:] == ["姓名", "李晓明", "职务", "副处长"]


def test_a_decision_has_the_number_that_it_was_given_under_its_title() -> None:
    assert lines(made("decision"))[:3] == ["附件3", "容错免责决定书", "容错对象情况"]
    given = replace(CASE, issues={"decision": "枣职纪容错〔2026〕3号"})
    assert lines(made("decision", given))[:3] == ["附件3", "容错免责决定书", "枣职纪容错〔2026〕3号"]


@pytest.mark.parametrize("paper", ["receipt", "report", "decision", "notice", "correction"])
def test_every_paper_names_the_policy_with_its_number(paper: str) -> None:
    assert "《激励干部担当作为容错纠错工作实施细则》（枣职发〔2023〕32号）" in said(made(paper))


def test_what_is_quoted_in_a_quotation_has_single_marks_and_loses_no_word() -> None:
    words = papers.PolicyWords("第七条（六）", "因落实“先行救助”政策，出现偏差的；")
    assert str(words) == "第七条（六）“因落实‘先行救助’政策，出现偏差的”"
    assert "条（六）“因落实‘先行救助’政策，出现偏差的”。" in said(
        made("notice", replace(CASE, grounds=(words,)))
    )


def test_a_long_name_of_an_office_is_parted_behind_a_part_of_it() -> None:
    name = "中共某某市某某区某某镇委员会党风廉政建设和反腐败工作协调小组办公室"
    assert letter.balanced(name) == ["中共某某市某某区某某镇委员会", "党风廉政建设和反腐败工作协调小组办公室"]
    assert letter.balanced("学院纪委办公室") == ["学院纪委办公室"]
    assert [len(one) for one in letter.balanced("甲" * 41)] == [14, 13, 14]
    texts = lines(made("notice", replace(CASE, authority=name)))
    at = texts.index("中共某某市某某区某某镇委员会")
    assert texts[at : at + 3] == [*letter.balanced(name), "2026年12月4日"]


def test_a_policy_that_names_a_decision_without_a_layout_gets_ours_which_says_so() -> None:
    content = made("decision", replace(CASE, annexes={}))
    assert "附件" not in said(content)
    assert "文件没有规定决定书的格式，本件按本系统的格式制作" in feet(content)
    assert lines(content)[-1] == "抄送：李晓明，学生工作处党支部。"


def test_an_application_is_as_it_was_and_the_opinion_of_the_organisation_blank() -> None:
    rows = {row.cells[0].text: row.cells[-1].text for row in opened(made("application")).tables[0].rows}
    assert rows["所在党组织意见"] == ""
    assert rows["主要事实及理由"].startswith("李晓明当即决定采购")


def test_a_receipt_says_what_came_with_it_or_why_nothing_did() -> None:
    assert "\n您于2026年11月21日提出的容错申请已收到。申请事项：停电那夜先行采购发电机。" in said(
        made("receipt")
    )
    assert "\n1．采购单.pdf\n" in said(made("receipt"))
    later = replace(CASE, pieces=(), without="暂无，以后补交")
    assert "\n收到的材料：无（申请时写明：暂无，以后补交）。\n" in said(made("receipt", later))
    assert "\n收到的材料：无。\n" in said(made("receipt", replace(CASE, pieces=())))


def test_a_notice_tells_how_it_began_as_far_as_that_is_known() -> None:
    began = "李晓明（学生工作处副处长）于2026年11月21日提出容错申请，学院纪委办公室于2026年11月23日受理。申请事项：停电那夜先行采购发电机。"
    assert began in said(made("notice"))
    body = replace(CASE, subject="", unit="", post="")
    assert "\n学生工作处党支部于2026年11月21日提出容错申请" in said(made("notice", body))
    assert "\n关于＿＿＿＿的容错事项：" in said(
        made("notice", replace(BARE, days={"conclude": date(2026, 2, 6)}))
    )


def test_a_notice_goes_to_whom_the_policy_names_with_its_period_and_its_rights() -> None:
    text = said(made("notice"))
    assert "李晓明、学生工作处党支部：" in text
    assert "经集体研究，学院纪委办公室于2026年12月1日作出结论：不予追究责任。" in text
    assert "应当在7个工作日内告知" in text
    assert "“可以按照有关规定提出申诉或者申请复审”“申诉、复审期间，不停止处理决定的执行”" in text
    assert text.count("签收人：") == 2


def test_where_a_policy_is_silent_nothing_is_said_of_rights_or_periods() -> None:
    silent = replace(CASE, says={key: SAYS[key] for key in ("correct",)}, collective=False)
    text = said(made("notice", silent))
    assert not re.search("申诉|复审|复核|不停止|工作日|集体研究|救济", text)
    assert "现予告知。" in text


def test_feedback_is_called_as_the_policy_calls_it() -> None:
    words = papers.PolicyWords("第十条（三）", "认定结果应在三个工作日内向申请单位党组织书面反馈")
    there = replace(CASE, says={"tell": words}, recipients={"notice": ("申请单位党组织",)})
    text = said(made("notice", there))
    assert text.startswith("容错认定结果反馈函")
    assert "\n学生工作处党支部：" in text


def test_a_correction_has_the_headings_of_its_policy_and_its_own_title() -> None:
    text = said(made("correction"))
    assert text.startswith("纠错通知书")
    assert re.findall("[一二三]、(.+)", text) == ["纠错事项", "纠错要求", "整改期限"]
    assert "请于2027年1月5日前完成。" in text
    other = replace(CASE, says={"correct": papers.PolicyWords("第十四条（二）", "下发整改通知书")}, headings=("纠错事由", "纠错要求"), dated=False)  # fmt: skip
    text = said(made("correction", other))
    assert text.startswith("整改通知书")
    assert re.findall("[一二三]、(.+)", text) == ["纠错事由", "纠错要求"]
    assert "没有规定整改通知书的格式" in feet(made("correction", other))


def test_a_report_has_the_elements_that_the_policy_lists_and_a_place_for_every_signature() -> None:
    text = said(made("report"))
    assert re.findall("[一二三四五六]、(.+)", text) == list(CASE.annexes["report"].fields)
    assert re.findall("(.+)签名：", text) == ["王建国", "欧阳丽"]
    assert "2026年11月24日，听取李晓明、王建国的意见" in text
    assert OURS not in feet(made("report"))
    bare = made("report", BARE)
    assert "没有规定调查报告的格式" in feet(bare)
    assert said(bare).count("签名：") == 3


def test_a_receipt_promises_nothing() -> None:
    text = said(made("receipt"))
    assert "编号：482-739-061" in text
    assert "2026年11月23日，学院纪委办公室予以受理。" in text
    assert "1．采购单.pdf" in text
    assert "受理不等于予以容错" in text


def test_a_receipt_of_what_came_on_paper_leaves_to_be_written_what_came_with_it() -> None:
    assert "收到的材料：无。" in said(made("receipt", replace(CASE, pieces=())))
    on_paper = replace(CASE, pieces=(), days={"accept": CASE.days["accept"]})
    assert "收到的材料：＿＿" in said(made("receipt", on_paper))


@pytest.mark.parametrize("paper", [one.id for one in KINDS if one.id != "application"])
def test_what_is_not_known_is_a_blank_and_no_day_is_made_up(paper: str) -> None:
    bare = replace(BARE, days={})
    text = said(made(paper, bare))
    assert not re.findall("20[0-9][0-9]", text)
    assert "＿" in text or paper == "decision"
    assert "年　　月　　日" in text or paper != "decision"
    assert "None" not in text


def test_a_years_brackets_are_those_of_a_document_and_days_have_no_zeros() -> None:
    text = said(made("notice", replace(CASE, days={**CASE.days, "tell": date(2026, 1, 5)})))
    assert "＿＿＿〔2026〕＿＿号" in text
    assert "2026年1月5日" in text
    given = replace(CASE, issues={"notice": "枣职纪〔2026〕3号"})
    assert "枣职纪〔2026〕3号" in said(made("notice", given))


@pytest.mark.parametrize("paper", [one.id for one in KINDS])
def test_what_people_wrote_stays_what_it_is(paper: str) -> None:
    odd = replace(CASE, subject=HOSTILE, facts=HOSTILE, matter=HOSTILE, wrong=HOSTILE, pieces=(HOSTILE,))
    box = replace(FORM.rows[0][1], text=HOSTILE)
    odd = replace(odd, form=replace(FORM, rows=((FORM.rows[0][0], box), *FORM.rows[1:])))
    content = made(paper, odd)
    assert "\x00" not in said(content)
    assert HARMLESS in said(content)


def blanks(library: Library) -> list[Form]:
    return [Paper(library, Record(region, Tray("")), None).form("空白表") for region in library.regimes]


def test_a_blank_form_has_a_line_for_the_day_and_room_for_a_pen(library: Library) -> None:
    for form in blanks(library):
        assert form.date == "　　　　年　　月　　日"
        rows = opened(papers.docx([form])).tables[0].rows
        heights = {row.cells[0].text: round(row.height.mm) for row in rows}
        assert heights["主要事实及理由"] == heights["所在党组织意见"] == 35


@pytest.mark.slow
def test_a_blank_form_is_one_page(library: Library, tmp_path: Path) -> None:
    """Where LibreOffice is; without it no more than that there is a section for each."""
    forms = blanks(library)
    content = papers.docx(forms)
    assert len(opened(content).sections) == len(forms)
    reader = shutil.which("pdftotext")
    if made := pdf.converted(content).content if reader else None:
        (tmp_path / "a.pdf").write_bytes(made)
        shown = subprocess.run([reader or "", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True)
        pages = [one for one in shown.stdout.split(b"\f") if one.strip()]
        assert len(pages) == len(forms)


# ── the page ─────────────────────────────────────────────────────────────────────────────────────
def test_a_letter_lies_on_the_page_as_the_standard_has_it() -> None:
    document = opened(made("notice"))
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)  # fmt: skip
    assert [round(one.mm) for one in sizes] == [210, 297, 37, 35, 28, 26]
    fonts = {run.font.name for p in document.paragraphs for run in p.runs}
    assert fonts == {"方正小标宋简体", "仿宋_GB2312", "黑体"}
    body = next(
        p for p in document.paragraphs if p.text.startswith("李晓明（学生工作处副处长）于2026年11月21日")
    )
    assert body.runs[0].font.size.pt == 16
    assert 22 * 28.95 <= (297 - 37 - 35) / 25.4 * 72 < 23 * 28.95
    assert round(body.paragraph_format.line_spacing.pt, 2) == 28.95
    assert round(body.paragraph_format.first_line_indent.pt, 1) == 31.5


def test_pages_are_numbered_outside_from_one_in_every_paper() -> None:
    content = papers.docx([one.made(CASE) for one in KINDS] + [MONTH])
    document = opened(content)
    assert len(document.sections) == len(KINDS) + 1
    assert document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        odd, even = section.footer.paragraphs[-1], section.even_page_footer.paragraphs[-1]
        assert [str(p.alignment) for p in (odd, even)] == ["RIGHT (2)", "LEFT (0)"]
        assert [p.text for p in (odd, even)] == ["—  —"] * 2
    last = document.sections[-1]
    assert (round(last.page_width.mm), round(last.page_height.mm)) == (297, 210)


def test_every_paper_begins_on_a_sheet_of_its_own() -> None:
    """Printed on both sides too, for one goes to one person and the next to another."""
    document = opened(papers.docx([PAPERS["notice"].made(CASE), PAPERS["receipt"].made(CASE), MONTH]))
    assert [str(one.start_type) for one in document.sections[1:]] == ["ODD_PAGE (4)"] * 2


def test_who_a_decision_is_about_stands_on_every_page_of_it() -> None:
    rows = opened(made("decision")).tables[0].rows
    lasting = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows]
    assert lasting == [True, True, *[False] * (len(rows) - 2)]


def test_a_row_of_the_register_that_fills_a_page_may_be_broken() -> None:
    much = replace(MONTH.lines[0], correction="国" * 400)
    rows = opened(papers.docx([replace(MONTH, lines=(*MONTH.lines, much))])).tables[0].rows
    whole = [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows[1:4]]
    assert whole == [True, True, False]


def pages(content: bytes, folder: Path) -> list[str]:
    """What stands on each page of its PDF; none where there is no LibreOffice."""
    reader, printed = shutil.which("pdftotext"), pdf.converted(content).content
    if reader is None or printed is None:
        return []
    (folder / "a.pdf").write_bytes(printed)
    shown = subprocess.run([reader, "-raw", str(folder / "a.pdf"), "-"], capture_output=True, check=True)
    return [squeezed(one) for one in shown.stdout.decode().split("\f")[:-1]]


LONG = replace(
    CASE, facts="经查，" + "先行采购发电机一台，次日补办手续。" * 90, demand="建立应急物资清单。\n" * 24,
    members=("王建国", "欧阳丽", "赵四海", "司马文静", "李·买买提", "诸葛云鹤", "陈一", "艾力江·阿卜杜拉"),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("paper", "below", "beside"),
    [
        ("decision", "2026年12月1日", "李晓明"),
        ("notice", "2026年12月4日", "不停止处理决定的执行"),
        ("correction", "2026年12月4日", "可以申请适当延长整改期限"),
        ("report", "陈一签名", "调查组全体人员签名"),
    ],
)
def test_no_seal_and_no_signature_is_on_a_page_without_what_it_is_for(
    tmp_path: Path, paper: str, below: str, beside: str
) -> None:
    """Where LibreOffice is; without it no more than that the words are there."""
    content = made(paper, LONG)
    there = pages(content, tmp_path) or [squeezed(said(content))]
    last = [one for one in there if below in one][-1]
    assert beside in last
    if paper == "report":
        assert last.count("签名：") == len(LONG.members)


@pytest.mark.slow
def test_several_are_printed_each_from_the_front_of_a_sheet(tmp_path: Path) -> None:
    """Where LibreOffice is; without it the sections tell."""
    content = papers.docx([PAPERS["receipt"].made(CASE), PAPERS["receipt"].made(CASE)])
    assert len(opened(content).sections) == 2
    if there := pages(content, tmp_path):
        assert [bool(one) for one in there] == [True, False, True]


ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl pBdr tabs autoSpaceDE autoSpaceDN spacing ind jc rPr sectPr",
    "rPr": "rFonts spacing sz",
    "tblPr": "tblStyle tblW jc tblBorders tblLayout tblCellMar tblLook",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols docGrid",
}  # fmt: skip
"""Of what is in them, as Office Open XML has it: Word calls a file broken that has another."""


def test_the_file_is_in_the_order_that_word_wants() -> None:
    document = opened(papers.docx([one.made(CASE) for one in KINDS] + [PAPERS["report"].made(BARE), MONTH]))
    parts = [document.element, *(one._element for section in document.sections for one in (section.footer, section.even_page_footer))]  # fmt: skip
    for name, order in ORDER.items():
        for element in (one for part in parts for one in part.iter(qn(f"w:{name}"))):
            found = [child.tag.split("}")[1] for child in element]
            known = order.split()
            assert set(found) <= set(known), (name, found)
            assert found == sorted(found, key=known.index), (name, found)


# ── the register ─────────────────────────────────────────────────────────────────────────────────
def test_a_register_has_the_official_columns_and_its_empty_rows(library: Library) -> None:
    rules = next(one for one in library.regimes["zaozhuang"].forms if one.id == "register")
    table = opened(papers.docx([MONTH])).tables[0]
    head = [re.sub("（.*", "", cell.text.replace("\n", "")) for cell in table.rows[0].cells]
    assert head == list(rules.fields[2:])
    assert len(table.rows) == 8
    assert [cell.text for cell in table.rows[2].cells] == [
        "2", "张三　学生工作处　副处长", "依申请", "停电那夜先行采购发电机\n第五条（七）", "从轻、减轻或者免于处理（从轻）", "已送达纠错通知书"]  # fmt: skip
    above = lines(papers.docx([MONTH]))[:4]
    assert above == ["附件4", "容错纠错工作备案表", "填报单位：学院纪委办公室（加盖公章）", "填报时间：2026年12月24日"]  # fmt: skip


def test_a_register_is_a_table_for_excel_too() -> None:
    odd = replace(MONTH, lines=(replace(MONTH.lines[0], whom="=1+1"),), annex=None, day=None)
    sheet = load_workbook(io.BytesIO(register.xlsx(odd))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][0] == "容错纠错工作备案表"
    assert rows[2] == ["填报单位：学院纪委办公室（加盖公章）", None, None, None, None, "填报时间：　　　　年　　月　　日"]  # fmt: skip
    assert rows[3][1] == "容错对象\n（单位或人员）"
    assert rows[4][:2] == [1, "=1+1"]
    assert sheet.cell(5, 2).data_type == "s"
    assert rows[5][-1] == "文件没有规定备案表的格式，本表按本系统的格式制作"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")


# ── masked copies ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("paper", [one.id for one in KINDS])
def test_a_masked_copy_hides_who_it_was_and_says_so(paper: str) -> None:
    before = CASE
    content = made(paper, masked(CASE))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "ignore")
    for secret in ("李晓明", "晓明", "王建国", "欧阳丽", "13812345678", "37010119900101123X"):
        assert secret not in everything
    assert "隐去" in feet(content)
    assert before == CASE
    assert "隐去" not in feet(made(paper))


def test_several_names_in_one_box_are_hidden_each() -> None:
    text = said(
        made("report", masked(replace(CASE, subject="李晓明、赵 云", facts="", matter="赵云和李晓明办的")))
    )
    assert "李××" in text
    assert "晓明" not in text


def test_of_a_name_no_more_than_the_surname_is_left() -> None:
    text = said(made("report", masked(CASE)))
    assert "李××" in text
    assert re.findall("(.+)签名：", text) == ["王××", "欧阳××"]


# ── several at once ──────────────────────────────────────────────────────────────────────────────
def test_several_go_into_one_zip_under_names_without_a_person() -> None:
    orders = [PaperOrder(CASE, "notice"), PaperOrder(masked(CASE), "notice"), PaperOrder(CASE, "notice"), PaperOrder(MONTH)]  # fmt: skip
    files = [bundle.written(one, NO_FOLDER) for one in orders] + [bundle.table(orders[-1])]
    with zipfile.ZipFile(io.BytesIO(bundle.zipped(files))) as archive:
        assert archive.namelist() == [
            "容错结论告知书-482-739-061.docx", "容错结论告知书-482-739-061-隐名.docx", "容错结论告知书-482-739-061（2）.docx",
            "容错纠错工作备案表-zaozhuang.docx", "容错纠错工作备案表-zaozhuang.xlsx"]  # fmt: skip
        assert archive.testzip() is None


def test_several_go_into_one_docx_each_on_a_page_of_its_own() -> None:
    content, why = bundle.one_docx([PaperOrder(CASE, one.id) for one in KINDS], NO_FOLDER)
    assert content
    assert not why
    text = said(content)
    places = [
        text.index(title)
        for title in ("容错申请表", "受理回执", "调查报告", "容错免责决定书", "告知书", "纠错通知书")
    ]
    assert places == sorted(places)


UNITE = '#!/bin/sh\nfor last; do :; done\ncat "$1" "$2" > "$last"\n'


def own_layout(folder: Path, *texts: str) -> OwnTemplates:
    place = folder / "templates" / "zaozhuang"
    place.mkdir(parents=True)
    document = opened(papers.docx([]))
    for text in texts:
        document.add_paragraph(text)
    document.save(str(place / "decision.docx"))
    return OwnTemplates.under(folder)


def test_with_an_offices_own_layout_several_are_joined_as_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = own_layout(tmp_path, "{{ 容错对象 }}{{ 容错结论 }}")
    orders = [PaperOrder(CASE, "decision"), PaperOrder(CASE, "notice")]
    assert bundle.one_docx(orders, own) == (None, bundle.OWN_LAYOUT)
    machine(monkeypatch, tmp_path, soffice=OFFICE, pdfunite=UNITE)
    joined = bundle.one_pdf(orders, own)
    assert joined.content
    assert joined.content.count(b"%PDF-1.7") == 2


@pytest.mark.parametrize(
    "unite", ["", "#!/bin/sh\nexit 1\n", '#!/bin/sh\nfor last; do :; done\necho no > "$last"\n']
)
def test_what_cannot_be_joined_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unite: str) -> None:
    own = own_layout(tmp_path, "{{ 容错对象 }}{{ 容错结论 }}")
    programs = {"pdfunite": unite} if unite else {}
    machine(monkeypatch, tmp_path, soffice=OFFICE, **programs)
    made = bundle.one_pdf([PaperOrder(CASE, "decision"), PaperOrder(CASE, "notice")], own)
    assert made == pdf.Printout(None, bundle.NOT_JOINED)


# ── as PDF ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("", pdf.NONE_HERE),
        ("#!/bin/sh\nsleep 30\n", pdf.SLOW),
        ("#!/bin/sh\nexit 0\n", pdf.FAILED),
        ("#!/bin/sh\nexit 1\n", pdf.FAILED),
        ("not a program", pdf.FAILED),
        ('#!/bin/sh\nfor last; do :; done\necho garbage > "$(dirname "$last")/sheet.pdf"\n', pdf.FAILED),
    ],
)
def test_without_a_pdf_there_is_a_reason_and_the_docx(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, why: str
) -> None:
    programs = {"soffice": script} if script else {}
    machine(monkeypatch, tmp_path, **programs)
    assert bundle.one_pdf([PaperOrder(CASE, "notice")], NO_FOLDER, seconds=0.3) == pdf.Printout(None, why)
    assert bundle.written(PaperOrder(CASE, "notice"), NO_FOLDER).content


def test_whoever_waits_too_long_for_another_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, tmp_path, soffice="#!/bin/sh\n: > begun\nsleep 30\n")
    monkeypatch.chdir(tmp_path)
    content = made("notice")
    with ThreadPoolExecutor(1) as other:
        first = other.submit(pdf.converted, content, "pdf", 2)
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        assert pdf.converted(content, "pdf", 0.1) == pdf.Printout(None, pdf.BUSY)
        assert first.result() == pdf.Printout(None, pdf.SLOW)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text.replace("\u00ad", ""))


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_libreoffice_shows_every_word_and_gives_it_back(tmp_path: Path) -> None:
    """Where it is installed; without it the words are looked for in the docx alone."""
    much = "国" * 26 + "、" + ("民" * 28 + "、") * 4 + "完。"  # signs where a line is full
    content = papers.docx([one.made(replace(CASE, facts=much)) for one in KINDS] + [MONTH])
    words = [squeezed(line) for line in lines(content) if line.strip()]
    assert all(one in squeezed(said(content)) for one in words)
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or reader is None:
        return
    made = pdf.converted(content)
    assert made.content
    (tmp_path / "all.pdf").write_bytes(made.content)
    shown = subprocess.run(
        [reader, "-raw", str(tmp_path / "all.pdf"), "-"], capture_output=True, check=True, timeout=60
    )
    text = squeezed(shown.stdout.decode())
    assert Counter("".join(words)) - Counter(text) == Counter()  # not a sign less
    assert [one for one in words if len(one) < 25 and one not in text] == []
    for kind in ("odt", "docx"):
        source = tmp_path / ("all.docx" if kind == "odt" else "all.odt")
        if kind == "odt":
            source.write_bytes(content)
        command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", kind, "--outdir", str(tmp_path / kind), str(source)]  # fmt: skip
        subprocess.run(command, check=True, timeout=120, capture_output=True)
        if kind == "odt":
            (tmp_path / "odt" / "all.odt").replace(tmp_path / "all.odt")
    assert squeezed(said((tmp_path / "docx" / "all.docx").read_bytes())) == squeezed(said(content))


def test_a_form_of_another_policy_has_its_own_headings_and_boxes_that_we_do_not_know_stay_empty() -> None:
    annex = papers.Annex("附件9", "容错决定书", ("被容错人", "容错结论", "批准单位"))
    table = opened(made("decision", replace(CASE, annexes={"decision": annex}))).tables[0]
    assert [(row.cells[0].text, row.cells[-1].text) for row in table.rows] == [
        ("被容错人", ""), ("容错结论", "不予追究责任"), ("批准单位\n（盖章）", "学院纪委办公室\n2026年12月1日")]  # fmt: skip
