"""Which layouts the papers have: ours to begin from, the office's own put in force on the staff's pages, ours again."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from docx import Document

from bot.casework.printing import Printer
from bot.documents.papers import bundle
from bot.documents.papers.bundle import PaperOrder
from bot.documents.papers.starting import OPTIONAL, STAND_INS
from bot.documents.papers.templates import REGISTER, TITLES, OwnTemplates, faults
from bot.store.mail import Store
from bot.workdays import Workdays
from dialogs.acts import PaperWish
from dialogs.core import PAGE
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.bot.test_store import rows
from tests.harness import browser as browsers
from tests.harness.browser import Served
from tests.harness.casepapers import CASE, MONTH, lines
from tests.harness.casework import Bureau
from tests.harness.counter import Counter, hired
from tests.harness.given import Clock, Played
from tests.harness.office import REGION, gate_of, policies

REGIONS = tuple(policies().regimes)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx(*texts: str) -> bytes:
    document, stream = Document(), io.BytesIO()
    for text in texts:
        document.add_paragraph(text)
    document.save(stream)
    return stream.getvalue()


# ── ours to begin from ───────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("paper", TITLES)
def test_ours_is_a_template_in_which_nothing_is_wrong(
    store: Store, tmp_path: Path, region: str, paper: str
) -> None:
    file = tmp_path / f"{paper}.docx"
    file.write_bytes(gate_of(store).laid_out(region, paper))
    assert list(faults(file, paper)) == []
    text = "\n".join(lines(file.read_bytes()))
    assert str(next(iter(STAND_INS.values())).year) not in text
    assert "“”" not in text


def begun(store: Store, folder: Path, region: str, paper: str) -> OwnTemplates:
    """Ours put in force as it is handed out."""
    own, content = OwnTemplates.under(folder), gate_of(store).laid_out(region, paper)
    with own.laid(region, paper, content) as file:
        own.takes(file, region, paper)
    assert own.faults(REGIONS) == ()
    return own


def test_what_is_begun_from_ours_prints_what_ours_prints(store: Store, tmp_path: Path) -> None:
    """Of the decision, every word; of the others, whatever is known of the case."""
    own = begun(store, tmp_path, "zaozhuang", "decision")
    ours = lines(bundle.written(PaperOrder(CASE, "decision"), OwnTemplates(Path("/nowhere"))).content)
    assert (
        "\n".join(lines(bundle.written(PaperOrder(CASE, "decision"), own).content)).split()
        == "\n".join(ours).split()
    )
    for paper, words in (("notice", ("不予追究责任", "2026年12月4日")), ("correction", ("建立应急物资清单", "2027年1月5日")),
                         ("receipt", ("采购单.pdf", "2026年11月23日")), ("report", ("欧阳丽", "听取李晓明")),
                         ("application", ("停电那夜先行采购发电机", "学生工作处副处长"))):  # fmt: skip
        own = begun(store, tmp_path, "zaozhuang", paper)
        text = "\n".join(lines(bundle.written(PaperOrder(CASE, paper), own).content))
        for word in words:
            assert word in text, (paper, word)
        assert "{" not in text


def test_a_register_begun_from_ours_has_a_row_for_each_case(store: Store, tmp_path: Path) -> None:
    own = begun(store, tmp_path, "zaozhuang", REGISTER)
    text = lines(bundle.written(PaperOrder(MONTH), own).content)
    assert [one for one in text if one in ("1", "2", "3")] == ["1", "2"]
    assert "填报时间：2026年12月24日" in text
    assert any("张三" in one for one in text)


@pytest.mark.parametrize("left_out", [(), ("原因说明",), ("结果运用",), ("原因说明", "结果运用"), OPTIONAL])
def test_a_chapter_of_nothing_is_left_out_and_the_others_are_numbered(
    store: Store, tmp_path: Path, left_out: tuple[str, ...]
) -> None:
    own = begun(store, tmp_path, "zaozhuang", "notice")
    says = {act: words for act, words in CASE.says.items() if act != "effect" or "结果运用" not in left_out}
    if "救济途径" in left_out:
        says = {act: words for act, words in says.items() if act not in ("appeal", "banner")}
    case = replace(CASE, says=says, reasons="" if "原因说明" in left_out else "因为有预案")
    text = lines(bundle.written(PaperOrder(case, "notice"), own).content)
    heads = ["认定的事实", "依据", *(one for one in OPTIONAL if one not in left_out)]
    numbered = [f"{number}、{name}" for number, name in zip("一二三四五", heads, strict=False)]
    assert [one for one in text if one[1:2] == "、"] == numbered


# ── whose it is to see to ────────────────────────────────────────────────────────────────────────
GOOD = docx("本局决定：{{ 容错对象 }}{{ 容错结论 }}")


@pytest.fixture
def bureau(store: Store) -> Bureau:
    one = Bureau.of(store)
    one.office.hires("leader", "clerk", "viewer")
    one.hires(None, 管理="admin")
    one.hires(REGION, 丽水管理="admin")
    return one


def test_who_manages_staff_puts_it_in_force_and_nobody_else(bureau: Bureau, tmp_path: Path) -> None:
    own, gate = OwnTemplates.under(tmp_path), bureau.gate
    for who in ("leader", "clerk", "viewer"):
        assert gate.lays(bureau.member(who), own, REGION, "decision", GOOD) == ("这要由管理员办",)
        assert gate.layouts(bureau.member(who), own, REGION) == ()
    local, whole = bureau.member("丽水管理"), bureau.member("管理")
    assert gate.lays(local, own, "weihai", "decision", GOOD) == ("这要由管理员办",)
    assert (
        gate.lays(whole, own, "nowhere", "decision", GOOD)
        == gate.lays(whole, own, REGION, "../x", GOOD)
        != ()
    )
    assert own.count() == 0
    assert gate.lays(local, own, REGION, "decision", GOOD) == ()
    assert own.used(REGION) == 1
    assert [one.paper for one in gate.layouts(whole, own, REGION) if one.since] == ["decision"]
    assert gate.lays_off(bureau.member("leader"), own, REGION, "decision") == "这要由管理员办"
    assert gate.lays_off(whole, own, REGION, "decision") == ""
    assert gate.lays_off(whole, own, REGION, "decision") == "这一份本来就用本系统的"
    trail = rows(bureau.store, "SELECT act, detail FROM audit WHERE subject = 'templates' ORDER BY seq")
    assert trail == [("layout", f"{REGION}/decision"), ("layout_off", f"{REGION}/decision")]
    assert bureau.store.docket.audited()[1] == []


def test_what_is_wrong_changes_nothing_and_leaves_nothing_behind(bureau: Bureau, tmp_path: Path) -> None:
    own, member = OwnTemplates.under(tmp_path), bureau.member("管理")
    assert bureau.gate.lays(member, own, REGION, "decision", GOOD) == ()
    wrong = bureau.gate.lays(member, own, REGION, "decision", docx("{{ 容错对像 }}", "", "{{ 结论 }}"))
    assert [one.partition("写了")[0] for one in wrong[:2]] == ["第1段", "第3段"]
    assert len(wrong) == 4  # nor has it a place for what it must have
    assert bureau.gate.lays(member, own, REGION, "decision", b"") == ("请选一个 docx 文件",)
    assert own.of(REGION, "decision").read_bytes() == GOOD  # type: ignore[union-attr]
    assert [one.name for one in (own.folder / REGION).iterdir()] == ["decision.docx"]


def test_where_nothing_can_be_written_it_is_said_what_to_set(bureau: Bureau, tmp_path: Path) -> None:
    (tmp_path / "templates").write_text("")
    own, member = OwnTemplates.under(tmp_path), bureau.member("管理")
    assert own.away()
    (wrong,) = bureau.gate.lays(member, own, REGION, "decision", GOOD)
    assert "RONGCUO_DATA" in wrong
    assert str(own.folder) in wrong


def test_in_a_chat_it_is_in_force_too_and_after_a_restart(bureau: Bureau, tmp_path: Path) -> None:
    number = bureau.office.case()
    bureau.reaches(number, "concluded")
    assert bureau.gate.lays(bureau.member("管理"), OwnTemplates.under(tmp_path), REGION, "notice", GOOD) == ()
    printer = Printer(gate_of(bureau.store), OwnTemplates.under(tmp_path))  # of another process
    made = printer.made(
        PaperWish(number, "notice", "告知书", "serving", False, bureau.member("leader").id), "docx"
    )
    assert lines(made.content)[0].startswith("本局决定：")  # type: ignore[union-attr]


# ── on the page ──────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
async def served(assistant: Assistant, tmp_path: Path) -> AsyncIterator[Served]:
    talk = Rongcuo(assistant, Workdays(), PAGE)
    async with browsers.serving(tmp_path, talk, assistant, Played(Clock())) as one:
        yield one


@pytest.fixture
async def admin(served: Served) -> AsyncIterator[Counter]:
    one = Counter(served.root)
    await one.joins(hired(served.store, "管理员", "admin"), "guanli")
    yield one
    await one.http.aclose()


async def sends(admin: Counter, name: str, content: bytes, **fields: str) -> Any:
    await admin.looks("/staff/templates?region=weihai")
    form = dict(admin.page.forms["/staff/templates"]) | {"region": "weihai", "paper": "decision", **fields}
    return await admin.posts("/staff/templates", form, [("file", (name, content, DOCX))] if name else None)


async def test_ours_is_taken_changed_put_in_force_and_ours_is_back(served: Served, admin: Counter) -> None:
    page = await admin.looks("/staff/templates?region=weihai")
    assert page.text.count("本系统的</td>") + page.text.count("<div>本系统的") == len(TITLES)
    ours = await admin.http.get("/staff/templates/weihai/decision/ours")
    assert unquote(ours.headers["content-disposition"]).endswith("容错免责决定书-威海市-样式.docx")
    assert (await admin.http.get("/staff/templates/weihai/decision/own")).status_code == 404
    answer = await sends(admin, "决定书.docx", ours.content)
    assert "放好了，从现在起" in answer.text
    assert (await admin.http.get("/staff/templates/weihai/decision/own")).content == ours.content
    assert "威海市（1）" in answer.text
    assert served.console.own.used("weihai") == 1
    assert "换回来了" in (await sends(admin, "", b"", do="ours")).text
    assert served.console.own.used("weihai") == 0
    assert (await sends(admin, "", b"", do="ours")).status_code == 409
    trail = (await admin.looks("/staff/audit?subject=文书样式")).text
    assert "用单位自己的样式" in trail
    assert "换回本系统的样式" in trail
    assert "文书样式：威海市容错免责决定书" in trail


async def test_all_that_is_wrong_with_a_file_is_on_the_page_at_once(served: Served, admin: Counter) -> None:
    answer = await sends(admin, "决定书.docx", docx("{{ 容错对像 }}<b>", "{{ 结论 }}"))
    assert answer.status_code == 422
    for words in ("没有放上，原来的没有动", "第1段写了“容错对像”，没有这一项；是不是想写“容错对象”", "第2段写了“结论”",
                  "整份里都没有“容错对象”", "整份里都没有“容错结论”"):  # fmt: skip
        assert words in answer.text, words
    assert str(served.settings.data / "templates" / "weihai" / ".") not in answer.text
    for name, content, words in (
        ("决定书.doc", b"\xd0\xcf\x11\xe0", "请用 Word 或 WPS 另存为 .docx"),
        ("决定书.docx", b"not at all", "另存为 .docx"),
        ("决定书.docx", b"PK\x03\x04 broken", "不是能读的 docx"),
        ("<script>.pdf", b"%PDF", "“script.pdf”不是 docx"),
        ("决定书.docx", b"", "请选一个 docx 文件"),
        ("决定书.docx", b"PK" + bytes(20 * 2**20), "超过 20 MB"),
    ):
        answer = await sends(admin, name, content)
        assert answer.status_code == 422, name
        assert words in answer.text, answer.text[:3000]
    assert served.console.own.count() == 0


async def test_what_lies_in_the_folder_and_cannot_be_used_is_named(served: Served, admin: Counter) -> None:
    folder = served.settings.data / "templates" / "weihai"
    folder.mkdir(parents=True)
    (folder / "decision.docx").write_bytes(docx("{{ 容错对像 }}{{ 容错结论 }}{{ 容错对象 }}"))
    (folder / "letter.docx").write_bytes(GOOD)
    page = (await admin.looks("/staff/templates?region=weihai")).text
    assert "有 1 处不对，改好以前这一种文书做不出来" in page
    assert "没有这种文书，请改名" in page


async def test_who_does_not_manage_finds_no_layouts(served: Served) -> None:
    leader, local = Counter(served.root), Counter(served.root)
    await leader.joins(hired(served.store, "负责人", "leader"), "fuze")
    await local.joins(hired(served.store, "威海管理", "admin", "weihai"), "weihai")
    for address in ("/staff/templates", "/staff/templates/weihai/decision/ours"):
        assert (await leader.looks(address)).status_code == 404
    for address in ("lishui/decision/ours", "weihai/letter/ours", "weihai/decision/theirs", "x/decision/own"):
        assert (await local.looks(f"/staff/templates/{address}")).status_code == 404
    assert "丽水" not in (await local.looks("/staff/templates?region=lishui")).text
    for one in (leader, local):
        await one.http.aclose()
