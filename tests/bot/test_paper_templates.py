"""An office's own layouts: they take the place of ours, values stay literal, and what is wrong is said all at once."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from bot.cli import main
from bot.cli.surroundings import Surroundings
from bot.documents.papers import CasePaper, bundle, templates
from bot.documents.papers.bundle import PaperOrder
from bot.documents.papers.templates import TITLES, OwnTemplates, TemplateFault, faults
from bot.documents.papers.vocabulary import of_case
from bot.settings import Settings
from knowledge.library.corpus import Library
from tests.harness.casepapers import BARE, CASE, MONTH, lines

REGIONS = ("weihai", "zaozhuang")
Put = Callable[..., Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """A template of these paragraphs."""

    def laid(name: str, *texts: str, table: str = "", head: str = "") -> Path:
        file = tmp_path / "templates" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        document = Document()
        for text in texts:
            document.add_paragraph(text)
        if table:
            document.add_table(1, 1).cell(0, 0).text = table
        document.sections[0].header.paragraphs[0].text = head
        document.save(str(file))
        return file

    return laid


@pytest.fixture
def own(tmp_path: Path) -> OwnTemplates:
    return OwnTemplates.under(tmp_path)


def filled(own: OwnTemplates, case: CasePaper = CASE, paper: str = "decision") -> list[str]:
    return lines(bundle.written(PaperOrder(case, paper), own).content)


def test_an_offices_own_layout_takes_the_place_of_ours_for_its_policy_alone(
    put: Put, own: OwnTemplates
) -> None:
    put(
        "zaozhuang/decision.docx",
        "本院决定：",
        "{{ 容错对象 }}（{{单位}}）{{ 容错结论 }}",
        table="{{ 结论日期 }}",
    )
    assert filled(own) == ["本院决定：", "李晓明（学生工作处）不予追究责任", "2026年12月1日"]
    assert filled(own, replace(CASE, region="weihai"))[0] == "附件3"
    assert filled(own, CASE, "notice")[0] == "容错结论告知书"
    assert own.faults(REGIONS) == ()


@pytest.mark.parametrize("value", [
    "<b>&amp;&{{7*7}}", "{% for x in y %}", "{{ 编号 }}", "{_{ 编号 }_}", "{# 无 #}", "</w:t></w:r>", "a'\"b", "&#65;", "乙\n丙"])  # fmt: skip
def test_what_a_person_wrote_is_never_read_as_a_template(put: Put, own: OwnTemplates, value: str) -> None:
    put("zaozhuang/decision.docx", "{{ 容错结论 }}|{{ 容错对象 }}|完")
    assert filled(own, replace(CASE, outcome=value, subject="李<晓>")) == [f"{value}|李<晓>|完"]


def test_what_xml_cannot_hold_is_left_out_of_a_template_too(put: Put, own: OwnTemplates) -> None:
    put("zaozhuang/decision.docx", "{{ 容错结论 }}|{{ 容错对象 }}")
    assert filled(own, replace(CASE, outcome="甲\x00\ud800乙")) == ["甲乙|李晓明"]


def test_what_is_not_known_is_empty_in_a_template(put: Put, own: OwnTemplates) -> None:
    put(
        "lishui/decision.docx", "甲{{ 容错对象 }}{{ 容错结论 }}{{ 告知日期 }}乙{% if 纠错要求 %}丙{% endif %}"
    )
    assert filled(own, BARE) == ["甲乙"]


def test_a_register_has_a_row_for_each_case(put: Put, own: OwnTemplates) -> None:
    put(
        "zaozhuang/register.docx",
        "{% for 行 in 备案 %}{{ 行.序号 }}{{ 行.容错对象 }}；{% endfor %}{{ 填报单位 }}",
    )
    content = bundle.written(PaperOrder(MONTH), own).content
    assert lines(content) == ["1李晓明　学生工作处　副处长；2张三　学生工作处　副处长；学院纪委办公室"]


def test_every_name_can_be_used(put: Put, own: OwnTemplates) -> None:
    for paper in TITLES:
        if paper != "register":
            names = of_case(CASE, paper)
            put(f"zaozhuang/{paper}.docx", *("{{ " + name + " }}" for name in names))
            assert [text for text in filled(own, CASE, paper) if "{" in text] == []
    assert own.faults(REGIONS) == ()


def test_all_that_is_wrong_is_said_at_once_with_file_place_and_remedy(put: Put, own: OwnTemplates) -> None:
    put("zaozhuang/decision.docx", "甲", "{{ 容错对像 }}", table="{{ 结轮 }}", head="{{ 完全不同的东西 }}")
    put("zaozhuang/notice.docx", "{{ 容错对象 }}", "{% if 容错结论 %}")
    put("zaozhuang/register.docx", "{% for 行 in 备案 %}{{ 行.对象 }}{% endfor %}")
    put("weihei/decision.docx", "{{ 容错对象 }}{{ 容错结论 }}")
    put("weihai/决定书.docx", "甲")
    (put("weihai/report.docx")).write_bytes(b"PK\x03\x04 no docx")
    (put("weihai/~$report.docx")).write_bytes(b"lock")
    told = own.faults(REGIONS)
    expected = [
        ("weihai/report.docx", "不是能读的 docx"),
        ("weihai/决定书.docx", "没有这种文书，请改名"),
        ("weihei/decision.docx", "只能是 weihai、zaozhuang"),
        ("zaozhuang/decision.docx", "第2段写了“容错对像”，没有这一项；是不是想写“容错对象”"),
        ("zaozhuang/decision.docx", "第1张表第1行写了“结轮”"),
        ("zaozhuang/decision.docx", "页眉或页脚写了“完全不同的东西”，没有这一项；可以用的有：编号、"),
        ("zaozhuang/decision.docx", "整份里都没有“容错对象”"),
        ("zaozhuang/decision.docx", "整份里都没有“容错结论”"),
        ("zaozhuang/notice.docx", "第2段的花括号看不懂"),
        ("zaozhuang/register.docx", "第1段写了“对象”，没有这一项；每一行可以用的有：序号、"),
    ]
    for file, words in expected:
        assert sum(f"templates/{file}：" in line and words in line for line in told) == 1, (file, words, told)
    assert len(told) == len(expected)


@pytest.mark.parametrize("sly", [
    "{{ 容错对象.__class__.__mro__ }}{{ 容错结论 }}", "{{ ''.__class__ }}{{ 容错对象 }}{{ 容错结论 }}",
    "{{ 1/0 }}{{ 容错对象 }}{{ 容错结论 }}"])  # fmt: skip
def test_a_template_does_no_more_than_name_things(put: Put, own: OwnTemplates, sly: str) -> None:
    file = put("zaozhuang/decision.docx", sly)
    (told,) = faults(file, "decision")
    assert "第1段" in told
    with pytest.raises(TemplateFault):
        filled(own)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "decision.docx").mkdir()
    (told,) = faults(tmp_path / "decision.docx", "decision")
    assert "打不开（那里是一个文件夹）；请检查文件和权限。" in told


@pytest.mark.parametrize("part", ["word/footnotes.xml", "word/media/image1.png"])
def test_a_small_file_that_unpacks_to_a_large_one_is_not_opened(
    put: Put, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    file = put("zaozhuang/decision.docx", "{{ 容错对象 }}{{ 容错结论 }}")
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(part, "w") as swollen:
        for _ in range(65):
            swollen.write(bytes(2**20))
    assert file.stat().st_size < 2**20

    def opened(_: Path) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(templates, "_opened", opened)
    (wrong,) = faults(file, "decision")
    assert str(file) in wrong
    assert "展开以后超过 64 MB" in wrong


def test_a_macro_does_not_come_along(put: Put) -> None:
    """A .docm under another name."""
    file = put("zaozhuang/decision.docx", "{{ 容错对象 }}{{ 容错结论 }}")
    with zipfile.ZipFile(file) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    sly = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(plain, sly)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {**parts, "word/vbaProject.bin": b"x"}.items():
            archive.writestr(name, content)
    (wrong,) = faults(file, "decision")
    assert "不是能读的 docx" in wrong


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    (told,) = faults(tmp_path / "decision.docx", "decision")
    assert "打不开（没有这个文件或文件夹）" in told


def test_a_broken_template_is_refused_when_it_is_used_and_ours_is_not_put_in_its_place(
    put: Put, own: OwnTemplates
) -> None:
    put("zaozhuang/decision.docx", "{{ 容错对像 }}")
    with pytest.raises(TemplateFault, match="是不是想写“容错对象”"):
        bundle.written(PaperOrder(CASE, "decision"), own)


def test_the_doctor_looks_at_them(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RONGCUO_DATA", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    file = put("zaozhuang/decision.docx", "{{ 容错对像 }}{{ 容错结论 }}{{ 容错对象 }}")
    main(["doctor"])
    assert f"[不行] 文书样式：{file}：第1段写了“容错对像”" in capsys.readouterr().out
    put("zaozhuang/decision.docx", "{{ 容错对象 }}{{ 容错结论 }}")
    main(["doctor"])
    assert "[好] 文书样式：" in capsys.readouterr().out


def test_a_start_names_what_is_wrong_and_goes_on(
    put: Put, tmp_path: Path, capsys: pytest.CaptureFixture[str], library: Library
) -> None:
    file = put("zaozhuang/decision.docx", "{{ 容错对像 }}{{ 容错结论 }}{{ 容错对象 }}")
    own = Surroundings(Settings(data=tmp_path)).layouts(library)
    assert (
        capsys.readouterr().err
        == f"文书样式用不了：{file}：第1段写了“容错对像”，没有这一项；是不是想写“容错对象”。\n"
    )
    assert own.of("zaozhuang", "decision") == file
