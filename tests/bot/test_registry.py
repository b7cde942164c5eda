"""The operator's commands on applications, staff and the audit, on both databases."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import os
import random
import re
import resource
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from sqlalchemy import text
from stdnum import damm

from bot.casework import codes
from bot.casework.acts import Casework
from bot.casework.views import Performed
from bot.clean import columns
from bot.cli import exporting, listing, papers, usage
from bot.cli.surroundings import Surroundings
from bot.documents import spreadsheet
from bot.documents.spreadsheet import CELL, CUT, Column
from bot.files import Keep
from bot.settings import Settings
from bot.store.applications import reads, writing
from bot.store.mail import Changes, Store, StoreUnavailable
from bot.workdays import Workdays
from dialogs.acts import Applicant, Bind, Claim, Filing, FormField, Piece, Request, fingerprint, spelled
from dialogs.apply.paper import fingerprint_of
from knowledge.library.corpus import Library
from tests.harness.given import BEGAN, CODES, SEED, Clock, Played
from tests.harness.office import Office, gate_of, result
from tests.harness.operator import Operator, Ready, prints, read
from tests.measure import applications

HOSTILE = (
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "<b>&</b>", "<r><t>x</t></r>", "<r>&</r>", "{{7*7}}", "https://a.cn/?a=1",
    "007", "1e5", "_x0041_", "长" * 5_000, "😀👩‍👩‍👧", "一行\n二行\r\n三行", " 前后有空格 ", "a\tb", "'\"`;--", "]]>", "%s {0} \\n",
)  # fmt: skip
NUMBERS = itertools.count(10_000_000)


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but a data folder of this test; a terminal of 120 columns."""
    for name in [name for name in os.environ if name.startswith("RONGCUO_") or name == "COLUMNS"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RONGCUO_DATA", str(tmp_path / "data"))


@pytest.fixture
def operator(capsys: pytest.CaptureFixture[str], library: Library, given: Played) -> Operator:
    return Operator(capsys, lambda settings: Ready(settings, given, library))


def hampered(operator: Operator, happens: Callable[[Store], object]) -> Operator:
    """The same, but something happens to every store that is opened."""
    around = operator.around

    def with_it(settings: Settings) -> Surroundings:
        ready = around(settings)
        assert isinstance(ready, Ready)
        return Ready(settings, ready.given, ready.load(), happens=happens)

    return Operator(operator.capsys, with_it)


@pytest.fixture
def store(store: Store, store_url: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store that the commands find."""
    monkeypatch.setenv("RONGCUO_DATABASE_URL", store_url)
    return store


def fails(operator: Operator, *words: str) -> str:
    """What a wrong use is told: one line on stderr, nothing else."""
    code, out, err = operator.runs(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    return err


def cells(values: Sequence[str], labels: Sequence[str] = ()) -> tuple[FormField, ...]:
    """Boxes as they are printed."""
    labels = labels or ("责任追究机关", "申请人", "单位及职务", "申请容错事项", "主要事实及理由", "备注")
    return tuple(FormField(f"cell:{n}", label, "", value)
                 for n, (label, value) in enumerate(zip(labels, values, strict=False)))  # fmt: skip


VALUES = ("某区民政局党组", "李晓明", "某街道办事处科长", "低保资格核查", "系统未更新。\n已主动报告。", "无")
ANSWERS = (FormField("matter", "事项", "是什么事？", "低保资格核查"), FormField("application_date", "申请日期", "", "2026年11月22日"))  # fmt: skip


def file(
    store: Store, fields: tuple[FormField, ...] = (), pieces: Sequence[Piece] = (), region: str = "weihai",
    summary: str = "李晓明 某街道办事处科长 低保资格核查", applicant: Applicant = "person", claims: tuple[Claim, ...] = (),
    policy: str = "0" * 64, chat: str = "telegram:4711",
) -> str:  # fmt: skip
    """An application is submitted; its number."""
    body = str(next(NUMBERS))
    number, draft = body + damm.calc_check_digit(body), f"draft{body}"
    fields = fields or (*ANSWERS, *cells(VALUES), FormField("cell:evidence", "附：相关证据材料", "", ""))
    places = tuple(one.place for one in pieces)
    filing = Filing(draft, region, applicant, fields, claims, places, policy)
    kept = [writing.kept(draft, one) for one in pieces]
    store.write(Changes(writes=[*kept, writing.filed(filing, chat, number, CODE, summary)]))
    return number


CODE = CODES.salted("ACDEFHJKMPQR")


def erase(store: Store, number: str) -> None:
    store.write(
        Changes(
            writes=[
                writing.moved(row(store, number), "withdrawn", "applicant", "withdraw", reason="不想申请了")
            ]
        )
    )
    store.write(Changes(writes=[writing.erased(row(store, number))]))


def row(store: Store, number: str) -> reads.Row:
    found = store.docket.find(number)
    assert found
    return found


def paper(keep: Keep, name: str, content: bytes = b"%PDF-1.7 one") -> Piece:
    return keep.keep(io.BytesIO(content), name)


def keep(tmp_path: Path) -> Keep:
    return Keep(tmp_path / "data" / "files")


def trail(store: Store, subject: str) -> list[tuple[str, str]]:
    return [(one.actor, one.act) for one in store.docket.trail(subject)]


# ── list ────────────────────────────────────────────────────────────────────────────────────────
def test_an_empty_store_says_so(operator: Operator, store: Store, tmp_path: Path) -> None:
    assert prints(operator, "applications", "list") == "还没有申请。\n"
    assert prints(operator, "applications", "list", "--state", "已撤回") == "没有符合的申请。\n"
    assert read(operator, "applications", "list", "--json") == []
    assert prints(operator, "staff", "list").startswith("还没有工作人员。")
    assert read(operator, "staff", "list", "--json") == []
    assert prints(operator, "audit").startswith(f"共 0 条，没有发现改动。\n核对码：{store.docket.head()}\n")
    assert "已导出 0 份" in prints(operator, "applications", "export", str(tmp_path / "a.json"))
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == []
    assert "已导出 0 份" in prints(operator, "applications", "export", str(tmp_path / "a.xlsx"))
    assert [cell.value for cell in sheet(tmp_path / "a.xlsx")[1]] == HEAD + TAIL


def test_a_list_stands_in_columns_newest_first(operator: Operator, store: Store) -> None:
    first, second = file(store), file(store, region="lishui", summary="短")
    lines = prints(operator, "applications", "list").splitlines()
    assert lines[0].split() == ["编号", "地区", "状态", "提交时间", "状态起", "等了几天", "摘要"]
    assert [line.split()[0] for line in lines[1:3]] == [spelled(second), spelled(first)]
    assert lines[3:] == ["共 2 份，都在这里。"]
    for title, ends in (("状态", "已递交"), ("摘要", "李晓明")):
        assert columns(lines[0].partition(title)[0]) == columns(lines[2].partition(ends)[0])
    today = "2026-11-20"
    assert re.search(rf"丽水市 +已递交 +{today} \d\d:\d\d  {today} \d\d:\d\d +0 天 +短$", lines[1])
    assert isinstance(store.given.now, Clock)
    store.given.now.goes(days=3)
    assert "  3 天  " in prints(operator, "applications", "list")
    assert [one["waited_days"] for one in read(operator, "applications", "list", "--json")] == [3, 3]


def test_a_list_is_narrowed_down(operator: Operator, store: Store) -> None:
    first, second = file(store), file(store, region="lishui", summary="王芳 A_100%")
    erase(store, second)
    third = file(store, summary="王芳 救助")

    def numbers(*words: str) -> list[str]:
        return [
            one["number"].replace("-", "") for one in read(operator, "applications", "list", "--json", *words)
        ]

    assert numbers() == [third, second, first]
    assert numbers("--limit", "1") == [third]
    assert (
        numbers("--region", "weihai")
        == numbers("--region", "威海市")
        == numbers("--region", "荣成")
        == [third, first]
    )
    for state in ("已撤回", "withdrawn"):
        assert numbers("--state", state) == [second]
    assert numbers("--state", "已递交，等工作人员查看", "--region", "weihai", "--search", "李晓明 低保") == [
        first
    ]
    assert numbers("--search", spelled(first)) == [first]
    assert numbers("--search", "%") == numbers("--search", "_") == []
    assert "共 3 份，这里是最新的 1 份" in prints(operator, "applications", "list", "--limit", "1")


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_leaves_its_line_or_its_string(operator: Operator, store: Store, value: str) -> None:
    file(store, summary=f"{value}\x1b[31m\x07")
    lines = prints(operator, "applications", "list").splitlines()
    assert len(lines) == 3
    assert columns(lines[1]) <= 120
    assert "\x1b" not in lines[1]
    assert read(operator, "applications", "list", "--json")[0]["summary"] == f"{value}\x1b[31m\x07"


def test_nothing_of_an_erased_application_is_listed_but_its_shell(operator: Operator, store: Store) -> None:
    erase(store, file(store))
    assert "已撤回" in (shown := prints(operator, "applications", "list"))
    assert "（内容已删除）" in shown
    (one,) = read(operator, "applications", "list", "--json")
    assert (one["summary"], one["erased"], one["state"]) == ("", True, "withdrawn")


# ── show ────────────────────────────────────────────────────────────────────────────────────────
def full(store: Store, library: Library, tmp_path: Path) -> str:
    """An application with all that one can have."""
    pieces = [paper(keep(tmp_path), "走访记录.pdf")]
    policy = library.policies["weihai"]
    claim = Claim("weihai.3.13", policy.provision("weihai.3.13").label, policy.full_text("weihai.3.13"))
    number = file(store, pieces=pieces, claims=(claim,), policy=fingerprint_of(policy))
    store.write(Changes(writes=[writing.invited("赵主任", "clerk", None, "x", BEGAN + timedelta(days=1))]))
    (member,) = store.docket.members()
    before = row(store, number)
    asked = gate_of(store).perform(member, number, before.version, "request", {"words": "请补会议纪要"})
    assert isinstance(asked, Performed)
    later = paper(keep(tmp_path), "会议纪要.txt", "纪要".encode())
    open_ = store.docket.open_supplement(before.id)
    assert open_
    store.write(Changes(writes=[
        writing.kept("later", later), writing.moved(row(store, number), "submitted", "applicant", "supplement"),
        writing.supplemented(open_, before, "later", "补好了", [later.place]),
    ]))  # fmt: skip
    return number


def test_an_application_is_shown_whole(
    operator: Operator, store: Store, library: Library, tmp_path: Path
) -> None:
    number = full(store, library, tmp_path)
    shown = prints(operator, "applications", "show", number)
    case = store.docket.whole(row(store, number))
    for part in (spelled(number), "威海市 · 已递交", "申请主体：个人", "【申请人】\n李晓明", "系统未更新。\n已主动报告。",
                 "问：事项（是什么事？）\n答：低保资格核查", "要求：请补会议纪要", "补充：补好了", "1. 走访记录.pdf（1 KB，12 字节）",
                 "1. 会议纪要.txt（1 KB，6 字节）", f"   sha256 {case.pieces[0].sha256}", f"校验码：{fingerprint(case)}",
                 "填写时的文件（和现在的一致）", row(store, number).policy):  # fmt: skip
        assert part in shown
    claim = "".join(line.removeprefix("│ ") for line in shown.splitlines() if line.startswith("│ "))
    assert claim == "".join(case.claims[0].text.split("\n"))
    steps = [
        line.split()[2:] for line in shown.splitlines() if re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d  ", line)
    ]
    assert steps == [
        ["申请人", "提交", "weihai", "1", "份文件"], ["赵主任（经办）", "要求补充", "已递交", "→", "已要求补充"],
        ["申请人", "补充材料", "已要求补充", "→", "已递交"], ["管理员", "查看"]]  # fmt: skip
    assert not {"telegram:4711", CODE} & set(re.split(r"\s", shown))


def test_an_application_as_json_is_exact(
    operator: Operator, store: Store, library: Library, tmp_path: Path
) -> None:
    number = full(store, library, tmp_path)
    shown = prints(operator, "applications", "show", spelled(number), "--json")
    body, case = json.loads(shown), store.docket.whole(row(store, number))
    assert (body["number"], body["region"], body["applicant"]) == (spelled(number), "weihai", "person")
    assert [(one["key"], one["text"]) for one in body["boxes"]][:2] == [
        ("cell:0", VALUES[0]),
        ("cell:1", VALUES[1]),
    ]
    assert [one["key"] for one in body["answers"]] == ["matter", "application_date"]
    assert body["claims"][0]["text"] == case.claims[0].text
    assert [(one["words"], one["answer"]) for one in body["supplements"]] == [("请补会议纪要", "补好了")]
    assert [(one["name"], one["size"], one["added"]) for one in body["files"]] == [
        ("走访记录.pdf", 12, False), ("会议纪要.txt", 6, True)]  # fmt: skip
    assert body["fingerprint"] == fingerprint(case)
    assert [(one["actor"], one["act"]) for one in body["audit"]][-1] == ("operator", "open")
    assert "4711" not in shown
    assert CODE not in shown


def test_whoever_reads_an_application_is_in_its_audit(
    operator: Operator, store: Store, tmp_path: Path
) -> None:
    number, other = file(store), file(store)
    prints(operator, "applications", "show", number)
    prints(operator, "applications", "show", number, "--docx", str(tmp_path / "a.docx"))
    prints(operator, "applications", "show", number, "--files", str(tmp_path / "files"))
    prints(operator, "applications", "list")
    assert trail(store, number)[1:] == [("operator", "open"), ("operator", "papers"), ("operator", "papers")]
    assert trail(store, other) == [("applicant", "submit")]


def test_nothing_is_shown_unless_the_audit_can_say_so(
    operator: Operator, store: Store, tmp_path: Path
) -> None:
    def full(_changes: Changes) -> None:
        raise StoreUnavailable("磁盘满了，请腾出空间。")

    number = file(store)
    unlucky = hampered(operator, lambda one: setattr(one, "write", full))
    assert "磁盘满了" in fails(unlucky, "applications", "show", number)
    assert "磁盘满了" in fails(unlucky, "applications", "export", str(tmp_path / "a.xlsx"))
    assert list(tmp_path.glob("*.xlsx")) == []


@pytest.mark.parametrize("typed", ["{}", "{:.3}-{}", "{:.3} {}", "　{}"])
def test_a_number_is_known_however_it_is_typed(operator: Operator, store: Store, typed: str) -> None:
    number = file(store)
    written = {"{}": number, "{:.3}-{}": spelled(number), "{:.3} {}": spelled(number).replace("-", " ")}
    full_width = "　" + "".join(chr(ord(c) + 0xFEE0) for c in number)
    assert spelled(number) in prints(operator, "applications", "show", written.get(typed, full_width))


def test_a_number_that_is_not_there_is_told_from_one_that_is_wrong(operator: Operator, store: Store) -> None:
    wrong = str(int(file(store)) + 1)
    assert "不是申请的编号" in fails(operator, "applications", "show", wrong)
    assert "不是申请的编号" in fails(operator, "applications", "show", "张三\x1b[0m\n")
    body = "99999999"
    number = body + damm.calc_check_digit(body)
    assert f"没有编号是 {spelled(number)}" in fails(operator, "applications", "show", number)
    assert trail(store, number) == []


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stand_where_they_belong(
    operator: Operator, store: Store, tmp_path: Path, value: str
) -> None:
    fields = (FormField("matter", value, value, value), *cells([value] * 6))
    number = file(store, fields, summary=value, claims=(Claim("weihai.3.13", value, value),))
    body = read(operator, "applications", "show", number, "--json")
    assert {one["text"] for part in ("boxes", "answers", "claims") for one in body[part]} == {value}
    shown = prints(operator, "applications", "show", number, "--docx", str(tmp_path / "a.docx"))
    assert not re.search(r"[^\n\S ]|[\x00-\x09\x0b-\x1f]", shown.replace("　", ""))
    seen = "".join(c for c in value if c.isprintable() and not c.isspace())
    assert "".join(c for c in shown if c in seen).count(seen[:10]) >= 9
    document = Document(str(tmp_path / "a.docx"))
    said = {"".join(cell.text.split()) for line in document.tables[0].rows for cell in line.cells}
    assert "".join(value.split()) in said


def test_an_erased_application_is_a_shell(operator: Operator, store: Store, tmp_path: Path) -> None:
    number = file(store, pieces=[paper(keep(tmp_path), "a.pdf")])
    erase(store, number)
    shown = prints(operator, "applications", "show", number)
    assert "内容已按申请人的要求删除" in shown
    assert "校验码：" not in shown
    assert "李晓明" not in shown
    body = read(operator, "applications", "show", number, "--json")
    assert (body["boxes"], body["answers"], body["files"], body["fingerprint"]) == ([], [], [], None)
    code, _, said = operator.runs("applications", "show", number, "--docx", str(tmp_path / "a.docx"))
    assert (code, "没有申请表可存" in said) == (2, True)


# ── papers ──────────────────────────────────────────────────────────────────────────────────────
def test_the_form_is_printed_as_it_was_submitted(operator: Operator, store: Store, tmp_path: Path) -> None:
    number, place = file(store), tmp_path / "表.docx"
    assert f"已存到 {place}" in prints(operator, "applications", "show", number, "--docx", str(place))
    document = Document(str(place))
    boxes = [cell.text for line in document.tables[0].rows for cell in line.cells]
    assert set(VALUES) <= set(boxes)
    assert "2026年11月22日" in [one.text for one in document.paragraphs]
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    before = place.read_bytes()
    assert "没有动它" in fails(operator, "applications", "show", number, "--docx", str(place))
    assert place.read_bytes() == before


def test_a_form_needs_its_policy(operator: Operator, store: Store, tmp_path: Path) -> None:
    number, place = file(store, region="atlantis"), tmp_path / "a.docx"
    assert " · atlantis · " in prints(operator, "applications", "show", number)
    code, _, said = operator.runs("applications", "show", number, "--docx", str(place))
    assert (code, "RONGCUO_POLICIES" in said, place.exists()) == (2, True, False)


def test_kept_files_are_copied_and_none_is_overwritten(
    operator: Operator, store: Store, tmp_path: Path
) -> None:
    folder, contents = tmp_path / "新" / "材料", [b"%PDF-1.7 one", b"%PDF-1.7 two", b"%PDF-1.7 three"]
    number = file(store, pieces=[paper(keep(tmp_path), "记录.pdf", one) for one in contents])
    folder.mkdir(parents=True)
    (folder / "记录-2.pdf").write_bytes(b"mine")
    shown = prints(operator, "applications", "show", number, "--files", str(folder))
    assert shown.count("已存到") == 3
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == {
        "记录.pdf": contents[0], "记录-2.pdf": b"mine", "记录-3.pdf": contents[1], "记录-4.pdf": contents[2]}  # fmt: skip
    assert stat.S_IMODE((folder / "记录.pdf").stat().st_mode) == 0o600


def test_files_that_are_gone_or_altered_are_named_and_not_handed_out(
    operator: Operator, store: Store, tmp_path: Path
) -> None:
    kept = [paper(keep(tmp_path), f"{name}.pdf", f"%PDF-1.7 {name}".encode()) for name in "甲乙丙"]
    number = file(store, pieces=kept)
    keep(tmp_path).delete([kept[0].place])
    keep(tmp_path).path(kept[1].place).write_bytes(b"%PDF-1.7 else")
    code, out, err = operator.runs("applications", "show", number, "--files", str(tmp_path / "out"), "--json")
    assert code == 1
    assert json.loads(out)["number"] == spelled(number)
    assert "“甲.pdf”已经不在了" in err
    assert "“乙.pdf”和收到时不一样了" in err
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["丙.pdf"]


@pytest.mark.parametrize(
    ("name", "copied"),
    [("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\a\\b.pdf", "b.pdf"), ("=cmd.pdf", "cmd.pdf"), ("..pdf", "材料.pdf"),
     ("a\nb\x00\u202e.pdf", "a b.pdf"), ("😀" * 75 + ".pdf", "😀" * 50 + ".pdf"), ("<b>&.pdf", "b&.pdf")],
)  # fmt: skip
def test_a_copy_has_a_name_that_leads_nowhere_else(tmp_path: Path, name: str, copied: str) -> None:
    content = b"%PDF-1.7"
    place = paper(keep(tmp_path), "x.pdf", content).place
    piece = Piece(place, name, "pdf", len(content), hashlib.sha256(content).hexdigest())
    told, whole = papers._copied(keep(tmp_path), piece, tmp_path / "data")
    assert whole
    assert told == f"已存到 {tmp_path / 'data' / copied}"


def test_a_folder_that_cannot_be_made_is_one_sentence(
    operator: Operator, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    number = file(store, pieces=[paper(keep(tmp_path), "a.pdf")])
    code, _, said = operator.runs("applications", "show", number, "--files", str(tmp_path / "file" / "in"))
    assert (code, said.count("\n"), "写不了" in said) == (2, 1, True)
    prints(operator, "applications", "show", file(store), "--files", str(tmp_path / "none"))
    assert list((tmp_path / "none").iterdir()) == []


# ── export ──────────────────────────────────────────────────────────────────────────────────────
HEAD = ["编号", "地区", "状态", "提交时间", "状态起", "等了几天", "申请期限到", "经办", "申请主体"]
TAIL = ["要求补充", "补充情况", "附件数", "附件名称", "校验码"]


def sheet(place: Path) -> Any:
    return load_workbook(place).worksheets[0]


def exported(operator: Operator, place: Path, *words: str) -> list[dict[str, Any]]:
    """The rows of an exported table by their headings."""
    prints(operator, "applications", "export", str(place), *words)
    head, *lines = sheet(place).iter_rows()
    return [{top.value: cell.value for top, cell in zip(head, line, strict=True)} for line in lines]


def test_a_table_has_one_row_an_application_oldest_first(
    operator: Operator, store: Store, library: Library, tmp_path: Path
) -> None:
    place = tmp_path / "台账.xlsx"
    number = full(store, library, tmp_path)
    second = file(store, cells(("甲党组织", "事由", "理由"), ("问责机关或部门", "申请单位", "申请容错事项")), region="pingdingshan",
                  applicant="organisation")  # fmt: skip
    first, other = exported(operator, place)
    assert list(first) == [*HEAD, "责任追究机关", "申请人", "单位及职务", "问责机关或部门", "申请单位", "申请容错事项",
                           "主要事实及理由", "备注", "附：相关证据材料", *TAIL]  # fmt: skip
    case = store.docket.whole(row(store, number))
    assert (first["编号"], first["地区"], first["状态"], first["申请主体"]) == (
        spelled(number),
        "威海市",
        "已递交",
        "个人",
    )
    assert (first["提交时间"], first["状态起"].date()) == (
        listing.on_the_wall(BEGAN),
        first["提交时间"].date(),
    )
    assert (first["等了几天"], first["申请期限到"], first["经办"]) == (0, None, "赵主任")
    assert (first["申请人"], first["主要事实及理由"], first["问责机关或部门"]) == ("李晓明", VALUES[4], None)
    assert (first["附件数"], first["附件名称"], first["校验码"]) == (
        2,
        "走访记录.pdf；会议纪要.txt",
        fingerprint(case),
    )
    assert (other["编号"], other["申请主体"], other["申请单位"]) == (spelled(second), "单位", "事由")
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert trail(store, "export") == [("operator", "export")]


def test_the_heading_of_a_table_stays_in_sight(operator: Operator, store: Store, tmp_path: Path) -> None:
    file(store)
    prints(operator, "applications", "export", str(tmp_path / "a.xlsx"))
    table = sheet(tmp_path / "a.xlsx")
    assert table.freeze_panes == "B2"
    assert all(cell.font.bold for cell in table[1])
    assert not any(cell.font.bold for cell in table[2])
    assert table.column_dimensions["N"].width > table.column_dimensions["C"].width > 10


def test_a_table_is_printed_so_wide_that_it_can_be_read(
    operator: Operator, store: Store, tmp_path: Path
) -> None:
    file(store)
    prints(operator, "applications", "export", str(tmp_path / "a.xlsx"))
    table = sheet(tmp_path / "a.xlsx")
    assert table.sheet_properties.pageSetUpPr.fitToPage
    wide = sum(table.column_dimensions[name].width for name in "ABCDEFGHIJKLMNOPQRSTUV" if name in table.column_dimensions)  # fmt: skip
    assert 140 < wide / table.page_setup.fitToWidth < 300
    assert (table.page_setup.fitToHeight, table.page_setup.orientation) == (0, "landscape")
    assert (table.print_title_rows, table.print_title_cols) == ("$1:$1", "$A:$A")


def test_days_are_days_and_texts_are_texts(operator: Operator, store: Store, tmp_path: Path) -> None:
    file(store)
    prints(operator, "applications", "export", str(tmp_path / "a.xlsx"))
    looks = {
        top.value: cell.number_format
        for top, cell in zip(*sheet(tmp_path / "a.xlsx").iter_rows(), strict=True)
        if cell.value is not None
    }
    assert looks.pop("提交时间") == "yyyy-mm-dd hh:mm"
    assert looks.pop("状态起") == "yyyy-mm-dd"
    assert {looks.pop(name) for name in ("等了几天", "附件数")} == {"0"}
    assert set(looks.values()) == {"@"}


def test_a_table_tells_how_long_it_has_waited_until_when_for_whom_and_what_was_asked_for(
    operator: Operator, store: Store, library: Library, tmp_path: Path
) -> None:
    told = FormField("told_on", "被告知的日子", "", f"{listing.on_the_wall(BEGAN):%Y-%m-%d}")
    number = file(store, (*cells(("机关", "王芳")), told), region="pingdingshan")
    office = Office(store)
    office.hires("leader")
    assert isinstance(store.given.now, Clock)
    store.given.now.goes(days=3)
    assert result(office.does("leader", Request(number, "请补一份会议纪要"))) == "done"
    store.given.now.goes(days=2)
    (one,) = exported(operator, tmp_path / "a.xlsx")
    step = library.regimes["pingdingshan"].told_step
    assert step
    assert step.deadline
    assert one["等了几天"] == 2
    assert one["申请期限到"].date() == Workdays().due(BEGAN.date(), step.deadline.days or 0).day
    assert one["经办"] == "工作人员leader"
    assert one["要求补充"].endswith("：请补一份会议纪要")
    assert one["补充情况"] is None
    prints(operator, "applications", "export", str(tmp_path / "a.json"))
    (entry,) = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert (entry["waited_days"], entry["due"], entry["handler"]) == (
        2,
        one["申请期限到"].date().isoformat(),
        "工作人员leader",
    )
    assert [ask["words"] for ask in entry["supplements"]] == ["请补一份会议纪要"]


def test_hostile_texts_are_texts_in_a_table(operator: Operator, store: Store, tmp_path: Path) -> None:
    place = tmp_path / "a.xlsx"
    for value in HOSTILE:
        file(store, cells([value] * 3), [paper(keep(tmp_path), "=1.pdf")])
    file(store, cells(HOSTILE, HOSTILE), region="lishui")
    rows = exported(operator, place)
    plain = [value.replace("\r\n", "\n") for value in HOSTILE]
    assert [unescape(one["申请人"] or "") for one in rows[:-1]] == plain
    headings = [unescape(cell.value) for cell in sheet(place)[1]]
    assert set(plain) <= set(headings)
    assert [unescape(rows[-1][one]) for one in rows[-1] if unescape(one) in plain] == [
        one for one in headings if one in plain]  # fmt: skip
    with zipfile.ZipFile(place) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        assert not any("hyperlink" in name or "externalLink" in name for name in archive.namelist())
    assert not re.search(r"<f[ >]|<hyperlink", xml)
    assert {cell.data_type for line in sheet(place).iter_rows() for cell in line} <= {
        "s",
        "inlineStr",
        "n",
        "d",
    }


@pytest.mark.parametrize("unit", ["长", "😀", "a\r\n"])
def test_what_a_cell_cannot_hold_is_cut_with_a_mark(unit: str) -> None:
    whole = unit.replace("\r\n", "\n")
    fits = spreadsheet.fitting(unit * (CELL // units(whole)))
    assert fits == whole * (CELL // units(whole))
    cut = spreadsheet.fitting(unit * 40_000)
    assert cut.endswith(CUT)
    assert CELL - 1 <= units(cut) <= CELL
    assert set(cut.removesuffix(CUT)) == set(whole)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_long_and_strange_texts_come_back_from_a_file(tmp_path: Path) -> None:
    long, place = "字" * 40_000, tmp_path / "a.xlsx"
    spreadsheet.write(
        place, "表", [Column("甲", 10), Column("乙", 10)], [["a\x00\x0b\u202eb", long], ["", 7]]
    )
    (_, (first, second), (third, number)) = list(sheet(place).iter_rows(values_only=True))
    assert (first, third, number) == ("ab", None, 7)
    assert len(second) == CELL
    assert second.endswith(CUT)
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]


def test_json_holds_the_same(operator: Operator, store: Store, tmp_path: Path) -> None:
    place = tmp_path / "a.json"
    numbers = [file(store, cells([value] * 3)) for value in HOSTILE]
    erase(store, numbers[-1])
    assert f"已导出 {len(HOSTILE)} 份申请到 {place}" in prints(operator, "applications", "export", str(place))
    rows = json.loads(place.read_text("utf-8"))
    assert [one["number"] for one in rows] == list(map(spelled, numbers))
    assert [one["boxes"]["申请人"] for one in rows[:-1]] == list(HOSTILE[:-1])
    assert (rows[-1]["boxes"], rows[-1]["files"], rows[-1]["fingerprint"], rows[-1]["erased"]) == (
        {},
        [],
        None,
        True,
    )
    content = place.read_text("utf-8")
    assert "4711" not in content
    assert CODE not in content


def test_an_erased_application_is_a_shell_in_a_table(
    operator: Operator, store: Store, tmp_path: Path
) -> None:
    number = file(store, pieces=[paper(keep(tmp_path), "a.pdf")])
    erase(store, number)
    file(store)
    shell, whole = exported(operator, tmp_path / "a.xlsx")
    assert (shell["编号"], shell["状态"], shell["附件数"]) == (spelled(number), "已撤回，内容已删除", 0)
    assert [shell[one] for one in ("申请人", "附件名称", "校验码")] == [None] * 3
    assert whole["申请人"] == "李晓明"


def test_what_is_exported_can_be_narrowed_down(operator: Operator, store: Store, tmp_path: Path) -> None:
    file(store, cells(("x",), ("别处的栏目",)), region="lishui", summary="王芳")
    here = file(store, summary="王芳")
    file(store, summary="张三")
    (one,) = exported(
        operator, tmp_path / "a.xlsx", "--region", "威海", "--state", "已递交", "--search", "王芳"
    )
    assert one["编号"] == spelled(here)
    assert "别处的栏目" not in one
    (entry,) = store.docket.trail("export")
    assert entry.detail == "weihai submitted search 1"


def test_many_applications_are_read_some_at_a_time(store: Store, library: Library, tmp_path: Path) -> None:
    numbers = [file(store, cells(("机关", f"第{n}人"))) for n in range(8)]
    exporting.export(store, library, Workdays(), listing.Selection(), tmp_path / "a.xlsx", chunk=3)
    _, *lines = sheet(tmp_path / "a.xlsx").iter_rows(values_only=True)
    assert [(line[0], line[len(HEAD) + 1]) for line in lines] == [
        (spelled(number), f"第{n}人") for n, number in enumerate(numbers)]  # fmt: skip


def test_two_boxes_of_one_name_lose_nothing(operator: Operator, store: Store, tmp_path: Path) -> None:
    file(store, cells(("甲", "乙", "丙"), ("备注", "备注", "编号")))
    (one,) = exported(operator, tmp_path / "a.xlsx")
    assert one["备注"] == "甲\n乙"
    assert [cell.value for cell in sheet(tmp_path / "a.xlsx")[1]] == [*HEAD, "备注", "编号", *TAIL]


def test_an_existing_file_is_replaced_only_by_force(operator: Operator, store: Store, tmp_path: Path) -> None:
    place = tmp_path / "a.xlsx"
    place.write_bytes(b"mine")
    file(store)
    assert "--force" in fails(operator, "applications", "export", str(place))
    assert (place.read_bytes(), trail(store, "export")) == (b"mine", [])
    prints(operator, "applications", "export", str(place), "--force")
    assert sheet(place).max_row == 2


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    store: Store, library: Library, tmp_path: Path
) -> None:
    place, headings = tmp_path / "a.xlsx", store.docket.headings

    def slow(rows: Sequence[reads.Row]) -> list[list[str]]:
        place.write_bytes(b"mine")
        return headings(rows)

    store.docket.headings = slow  # type: ignore[method-assign]
    with pytest.raises(usage.UsageError, match="没有动它"):
        exporting.export(store, library, Workdays(), listing.Selection(), place)
    assert place.read_bytes() == b"mine"


@pytest.mark.parametrize("ending", ["xlsx", "json"])
def test_an_export_that_fails_leaves_what_was_there(
    operator: Operator,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
) -> None:
    place = tmp_path / f"a.{ending}"
    place.write_bytes(b"mine")
    file(store)

    def gone(_rows: object) -> None:
        raise StoreUnavailable("数据库暂时用不了。")

    unlucky = hampered(operator, lambda one: setattr(one.docket, "wholes", gone))
    assert "数据库暂时用不了" in fails(unlucky, "applications", "export", str(place), "--force")
    assert place.read_bytes() == b"mine"
    assert {one.name for one in tmp_path.iterdir()} <= {place.name, "data"}


def test_a_file_that_cannot_be_put_there_is_one_sentence(
    operator: Operator, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file(store)
    monkeypatch.setattr(Path, "replace", full)
    for ending in ("xlsx", "json"):
        assert "磁盘满了" in fails(operator, "applications", "export", str(tmp_path / f"a.{ending}"))
    assert {one.name for one in tmp_path.iterdir()} <= {"data"}


@contextmanager
def small_disk(size: int = 100_000) -> Iterator[None]:
    """No file may grow beyond it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_cell_that_is_typed_over_stays_a_text(tmp_path: Path) -> None:
    """Long numbers are not rounded and what begins with = is not reckoned with, in a cell with a text, an empty one, and
    below the last row."""
    place = tmp_path / "a.xlsx"
    spreadsheet.write(place, "表", [Column("甲", 9), Column("乙", 10)], [["12345678901234567", 7], ["", 8]])
    made = sheet(place)
    assert [[cell.number_format for cell in row] for row in made.iter_rows(max_row=2)] == [
        ["@", "@"],
        ["@", "0"],
    ]
    assert made["A2"].value == "12345678901234567"
    assert {made.column_dimensions[one].number_format for one in "AB"} == {"@"}


@pytest.mark.parametrize("rows", [25, 2_000])
def test_a_disk_that_fills_up_on_the_way_is_an_error_of_the_disk(tmp_path: Path, rows: int) -> None:
    noise = random.Random(SEED)  # what is random is not packed any smaller
    texts = ([noise.randbytes(2_000).hex()] for _ in range(rows))
    with small_disk(), pytest.raises(OSError, match="File too large"):
        spreadsheet.write(tmp_path / "a.xlsx", "表", [Column("甲", 9)], texts)


def test_of_a_file_that_does_not_fit_nothing_is_left(tmp_path: Path) -> None:
    content = b"%PDF-1.7" + bytes(200_000)
    piece = paper(keep(tmp_path), "a.pdf", content)
    with small_disk():
        told, whole = papers._copied(keep(tmp_path), piece, tmp_path)
    assert (told, whole) == ("“a.pdf”没能存下（文件太大了）。", False)
    assert [one.name for one in tmp_path.iterdir()] == ["data"]


def test_a_table_that_would_be_too_long_is_refused(store: Store, library: Library, tmp_path: Path) -> None:
    file(store), file(store)
    with pytest.raises(usage.UsageError, match="分开导出"):
        exporting.export(store, library, Workdays(), listing.Selection(), tmp_path / "a.xlsx", most=1)
    assert (
        exporting.export(store, library, Workdays(), listing.Selection(), tmp_path / "a.json", most=1)[0] == 2
    )
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize(
    ("forms", "headings"),
    [([], []), ([["a", "b"]], ["a", "b"]), ([["a", "d"], ["a", "b", "c", "d"]], ["a", "b", "c", "d"]),
     ([["b"], ["a", "b", "c"]], ["a", "b", "c"]), ([["a", "b"], ["b", "a"]], ["a", "b"])],
)  # fmt: skip
def test_headings_of_several_forms_keep_their_order(forms: list[list[str]], headings: list[str]) -> None:
    assert exporting.merged(forms) == headings


# ── staff ───────────────────────────────────────────────────────────────────────────────────────
def invited(operator: Operator, *words: str) -> str:
    """A new member; the code that is told."""
    said = prints(operator, "staff", "add", *words)
    match = re.search(
        r"请本人在浏览器里打开网页的 /staff/join.*/staff (\S{4}-\S{4}-\S{4})。7 天内有效，只能用一次",
        said,
    )
    assert match
    return match[1]


@pytest.mark.parametrize(("role", "key"), [("经办", "clerk"), ("viewer", "viewer"), ("负责人", "leader")])
def test_an_invitation_works_once(operator: Operator, store: Store, role: str, key: str) -> None:
    code = invited(operator, "赵主任", "--role", role, "--region", "威海")
    work = Casework(store)
    done = work.perform("telegram:1", Bind(code.lower()))
    assert result(done.acted) == "done"
    store.write(Changes(writes=done.writes))
    member = store.docket.member("telegram:1")
    assert member
    assert (member.name, member.role, member.region) == ("赵主任", key, "weihai")
    assert result(work.perform("telegram:2", Bind(code)).acted) == "refused"
    assert trail(store, "staff")[0] == ("operator", "invite")


def test_an_invitation_is_kept_as_a_hash_and_lasts_a_week(operator: Operator, store: Store) -> None:
    code = codes.typed(invited(operator, "赵主任", "--role", "clerk"))
    kept = store._database.read(lambda c: c.execute(text("SELECT invitation FROM staff")).scalar())
    assert kept == codes.hashed(code)
    (member,) = store.docket.members()
    assert member.region is None
    assert member.invited_until == BEGAN + timedelta(days=7)


def test_staff_are_listed_with_how_they_stand(operator: Operator, store: Store) -> None:
    past, later = BEGAN - timedelta(minutes=1), BEGAN + timedelta(days=1)
    for name, until in (("过期", past), ("等着", later), ("登记", later), ("离开", later)):
        store.write(Changes(writes=[writing.invited(name, "clerk", "weihai", name, until)]))
    _, _, bound, left = store.docket.members()
    store.write(Changes(writes=[writing.bound(bound, "登记", "telegram:4711"), writing.departed(left)]))
    lines = prints(operator, "staff", "list").splitlines()
    assert [line.split()[1:4] for line in lines[1:]] == [
        [name, "经办", "威海市"] for name in ("过期", "等着", "登记", "离开")]  # fmt: skip
    for line, standing in zip(lines[1:], ("已过期", "有效", "已登记", "已离开"), strict=True):
        assert standing in line
    rows = read(operator, "staff", "list", "--json")
    assert [one["standing"] for one in rows] == ["expired", "invited", "bound", "left"]
    assert "4711" not in json.dumps(rows) + "".join(lines)


def test_whoever_is_removed_may_do_nothing_any_more(operator: Operator, store: Store) -> None:
    invited(operator, "赵主任", "--role", "clerk")
    (member,) = store.docket.members()
    assert "赵主任 从现在起不能" in prints(operator, "staff", "remove", str(member.id))
    assert store.docket.members()[0].left
    assert "已经离开了" in fails(operator, "staff", "remove", str(member.id))
    for wrong in ("99", "-1", "甲", "", "9" * 5_000):
        assert "没有编号是" in fails(operator, "staff", "remove", "--", wrong)
    assert trail(store, "staff") == [("operator", "invite"), ("operator", "remove")]


@pytest.mark.parametrize(
    ("name", "kept"),
    [("  赵  主任 ", "赵 主任"), ("=1+1", "=1+1"), ("<b>&", "<b>&"), ("{{7*7}}", "{{7*7}}"), ("赵\n主任\x1b[0m", "赵 主任[0m"),
     ("阿依古丽·买买提", "阿依古丽·买买提"), ("😀", "😀"), ("名" * 40, "名" * 40)],
)  # fmt: skip
def test_names_of_staff_are_kept_on_one_line(operator: Operator, store: Store, name: str, kept: str) -> None:
    invited(operator, name, "--role", "clerk")
    assert [one.name for one in store.docket.members()] == [kept]
    assert len(prints(operator, "staff", "list").splitlines()) == 2


# ── audit ───────────────────────────────────────────────────────────────────────────────────────
def alter(store: Store, statement: str) -> None:
    """What somebody with the database in his hands can do."""
    where = " ON audit" if store._database.engine.dialect.name == "postgresql" else ""
    for one in (f"DROP TRIGGER audit_no_update{where}", f"DROP TRIGGER audit_no_delete{where}", statement):
        store._database.write(lambda c, one=one: c.execute(text(one)))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("statement", "first"),
    [("UPDATE audit SET actor = 'operator' WHERE subject = '{}' AND seq = 2", 2),
     ("UPDATE audit SET detail = 'x' WHERE subject = '{}' AND seq = 1", 1),
     ("DELETE FROM audit WHERE subject = '{}' AND seq = 2", 2)],
)  # fmt: skip
def test_a_broken_chain_is_named(operator: Operator, store: Store, statement: str, first: int) -> None:
    good, bad = file(store), file(store)
    erase(store, bad)
    head = str(store.docket.head())
    assert prints(operator, "audit").startswith(f"共 4 条，没有发现改动。\n核对码：{head}\n")
    assert read(operator, "audit", "--json") == {"rows": 4, "faults": [], "head": head}
    assert "一致" in prints(operator, "audit", "--against", head)
    alter(store, statement.format(bad))
    code, out, _ = operator.runs("audit")
    assert (code, out.count("\n")) == (1, 1)
    assert out.startswith(f"{spelled(bad)}：从第 {first} 条起")
    assert good not in out
    code, out, _ = operator.runs("audit", "--json")
    assert (code, json.loads(out)["faults"]) == (1, [{"subject": bad, "row": first, "content": False}])
    code, out, _ = operator.runs("audit", "--against", head)
    assert (code, out.count("\n")) == (1, 2)


def test_content_that_was_changed_is_told_as_such(operator: Operator, store: Store) -> None:
    number = file(store)
    alter(store, "UPDATE application_field SET text = 'x'")
    code, out, _ = operator.runs("audit")
    assert (code, out) == (1, f"{spelled(number)}：现在的内容和第 1 条记下的不一样，可能有人改过或删过。\n")


@pytest.mark.parametrize(
    ("statement", "who"),
    [("UPDATE staff SET role = 'leader'", "赵主任（编号 1）现在的登记和第 1 条记下的不一样"),
     ("DELETE FROM staff", "已经不在名单里的一位（编号 1）现在的登记和第 1 条记下的不一样"),
     ("INSERT INTO staff (id, name, role, chat, since) VALUES (7, '钱某', 'leader', 'telegram:666', '2026-01-01')",
      "钱某（编号 7）没有登记的记录"),
     ("UPDATE audit SET actor = 'x' WHERE subject = 'staff'", "从第 1 条起和当时写下的不一样")],
)  # fmt: skip
def test_of_staff_that_were_changed_it_is_said_who_and_what_to_do(
    operator: Operator, store: Store, statement: str, who: str
) -> None:
    invited(operator, "赵主任", "--role", "clerk")
    alter(store, statement)
    code, out, _ = operator.runs("audit")
    assert (code, out.count("\n")) == (1, 1)
    assert out.startswith(f"工作人员：{who}，")
    assert "rongcuo staff remove 编号，再 rongcuo staff add" in out


def test_a_head_of_another_time_is_compared(operator: Operator, store: Store, tmp_path: Path) -> None:
    file(store)
    place, table = tmp_path / "a.json", tmp_path / "a.xlsx"
    told = prints(operator, "applications", "export", str(place))
    (head,) = {one["audit"] for one in json.loads(place.read_text("utf-8"))}
    assert f"核对码：{head}\n" in told
    prints(operator, "applications", "export", str(table))
    with zipfile.ZipFile(table) as archive:
        assert str(store.docket.head()) in archive.read("docProps/custom.xml").decode()
    assert read(operator, "audit", "--against", head, "--json")["held"] is True
    code, out, _ = operator.runs("audit", "--against", "9" + head)
    assert (code, "有记录被删了" in out) == (1, True)
    code, out, _ = operator.runs("audit", "--against", head[:-8] + "00000000")
    assert (code, "不一致" in out) == (1, True)
    code, _, said = operator.runs("audit", "--against", "x")
    assert (code, "整串复制" in said) == (2, True)


def test_the_chains_of_staff_and_of_exports_have_names(
    operator: Operator, store: Store, tmp_path: Path
) -> None:
    invited(operator, "赵主任", "--role", "clerk")
    prints(operator, "applications", "export", str(tmp_path / "a.json"))
    alter(store, "UPDATE audit SET actor = 'x'")
    _, out, _ = operator.runs("audit")
    assert sorted(line.partition("：")[0] for line in out.splitlines()) == ["导出", "工作人员"]


# ── wrong use ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("applications", "list", "--region", "火星"), "没有 火星 这个地区"),
        (("applications", "list", "--state", "办结"), "没有 办结 这个状态。有：submitted（已递交）"),
        (("applications", "list", "--state", ""), "这个状态"),
        (("applications", "list", "--region", "火\n\x1b星"), "没有 火 星 这个地区"),
        *((("applications", "list", "--limit", wrong), "--limit 要写正整数") for wrong in ("0", "x", "1.5", "", "9" * 20, "²")),
        (("applications", "show", "123"), "不是申请的编号"),
        (("applications", "show", "123", "--docx", "a.txt"), "后缀不对"),
        (("applications", "show", "123", "--docx", "none/a.docx"), "请先建好"),
        (("applications", "export", "a.csv"), "请写成 名字.xlsx 或 名字.json"),
        (("applications", "export", "none/a.xlsx"), "没有 none 这个文件夹"),
        (("applications", "export", "长" * 300 + ".xlsx"), "写不了"),
        (("applications", "export", "folder.xlsx", "--force"), "是一个文件夹"),
        (("applications", "export", "a.xlsx", "--region", "火星"), "没有 火星 这个地区"),
        (("staff", "add", "赵主任"), "请用 --role 写明职责。有：viewer（查看）、clerk（经办）、leader（负责人）"),
        (("staff", "add", "赵主任", "--role", "boss"), "没有 boss 这个职责"),
        (("staff", "add", "赵主任", "--role", "clerk", "--region", "火星"), "没有 火星 这个地区"),
        (("staff", "add", " \u200b\n", "--role", "clerk"), "这里是空的"),
        (("staff", "add", "名" * 41, "--role", "clerk"), "这里有 41 个"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence(
    operator: Operator, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...], said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.xlsx").mkdir()
    file(store)
    assert said in fails(operator, *words)
    assert {one.name for one in tmp_path.iterdir()} <= {"folder.xlsx", "data"}


def test_words_that_no_database_takes_find_nothing(operator: Operator, store: Store) -> None:
    file(store)
    assert read(operator, "applications", "list", "--json", "--search", "没有\udcff\x00这个") == []


def test_what_measures_the_commands_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No other test comes by there."""
    applications.measure(tmp_path, 3, applications.fill(tmp_path, 3))
    told = capsys.readouterr().out
    assert all(name in told for name in ("the first 50", "one of them whole", "all.json", "all.xlsx"))
