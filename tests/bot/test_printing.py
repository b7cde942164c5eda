"""What staff print of a case: each policy's papers from what was entered, who may, what is noted, what is masked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.casework.printing import LOOK, PURPOSES, PaperFiles
from bot.casework.views import Barred, Performed
from bot.cli import opening
from bot.documents import pdf
from bot.documents.papers import PolicyWords
from bot.documents.papers.bundle import OWN_LAYOUT
from bot.documents.papers.templates import OwnTemplates
from bot.store.mail import Store
from bot.store.rows import Member
from dialogs.acts import Bind, FormField, Piece
from tests.harness.casepapers import lines, opened, said
from tests.harness.given import Played
from tests.harness.office import PEOPLE, Office, policies
from tests.harness.programs import machine

NO_FOLDER = OwnTemplates(Path("/nowhere"))
SUBJECT, INVESTIGATORS = "钱小七", "王建国、欧阳丽"
WAYS: Mapping[str, tuple[str, ...]] = {
    "donge": ("accept", "hear", "investigate", "meet", "conclude=exempt"),
    "weihai": ("accept", "hear", "investigate", "conclude=tolerated=不予追究责任"),
    "zaozhuang": (
        "examine=absent",
        "accept",
        "hear",
        "factsheet=agreed",
        "investigate",
        "meet",
        "conclude=exempt",
    ),
    "pingdingshan": ("organisation", "accept", "hear", "investigate", "meet", "conclude=exempt"),
    "lishui": ("accept", "route=simple", "hear", "investigate", "conclude=tolerated=从轻处理"),
}
"""From receipt to conclusion; the choices of an act behind it."""
GROUNDS = {"donge": "donge.7.6,donge.9", "weihai": "weihai.3.12", "zaozhuang": "zaozhuang.5.7", "pingdingshan": "pingdingshan.8.3", "lishui": "lishui.9.4"}  # fmt: skip
DECIDES = {"donge", "weihai", "zaozhuang"}
TODAY = date(2026, 11, 20)
UNTIL = {"correct": 30, "extend": 60}
"""Days until what is wrong is to be put right, as an act says."""


class Desk:
    """Two leaders who may see everything, and their cases: one investigates, the other concludes."""

    def __init__(self, store: Store) -> None:
        self.office, self.gate = Office(store), Office(store).gate
        self.one, self.other = self._hired("another", "甲"), self._hired("leader", "乙")

    def _hired(self, who: str, name: str) -> Member:
        code = self.office.invites(name, "leader", None)
        self.office.does(who, Bind(code=code))
        member = self.office.store.docket.member(PEOPLE[who])
        assert member
        return member

    def opened(self, region: str, origin: Any = "paper") -> str:
        authority = policies().regimes[region].paper.authority
        fields = [
            FormField("a", authority, "", "某某局"),
            FormField("b", "申请人" if origin == "paper" else "容错对象", "", SUBJECT),
            FormField("c", "单位及职务", "", "某镇民政所 经办人员"),
            FormField("d", "申请容错事项", "", "2026年9月3日，先行发放救助。\n请求予以容错。"),
        ]
        number = self.gate.open_on_paper(self.one, region, origin, fields, [GROUNDS[region].split(",")[0]], summary=SUBJECT)  # fmt: skip
        assert isinstance(number, str)
        return number

    def does(self, number: str, *acts: str) -> None:
        for act in acts:
            name, *chosen = act.split("=")
            who = self.other if name in ("conclude", "meet") else self.one
            view = self.gate.case(who, number)
            assert view
            done = self._done(who, number, name, chosen)
            assert isinstance(done, Performed), (act, getattr(done, "say", done))

    def _done(self, who: Member, number: str, act: str, chosen: list[str]) -> Any:
        view = self.gate.case(who, number)
        assert view
        given, files, choices = {}, [], iter(chosen)
        for one in view.procedure.acts[act].fields:
            match one.kind:
                case "date":
                    later = UNTIL.get(act, 0) if one.key == "until" else 0
                    given[one.key] = (TODAY + timedelta(later)).isoformat()
                case "people":
                    given[one.key] = INVESTIGATORS
                case "choice":
                    given[one.key] = next(choices, "")
                case "condition":
                    given[one.key] = "met"
                case "provisions":
                    given[one.key] = GROUNDS[view.case.region] if act == "conclude" else ""
                case "tick":
                    given[one.key] = "1"
                case "file":
                    files.append(Piece(f"{number}{act}".ljust(32, "0")[:32], "文.pdf", "pdf", 1, "0" * 64))
                    given[one.key] = files[-1].place
                case "text" | "maybe_text" | "criteria":
                    given[one.key] = f"{one.label}：{SUBJECT}13812345678"
        return self.gate.perform(who, number, view.version, act, given, files)

    def concluded(self, region: str, *more: str) -> str:
        number = self.opened(region)
        self.does(number, *WAYS[region], *more)
        return number

    def prints(self, number: str, paper: str, **more: Any) -> str:
        made = self.gate.printed(self.one, [(number, paper)], "serving", "docx", NO_FOLDER, **more)
        assert isinstance(made, PaperFiles), made
        return said(made.content)


@pytest.fixture
def desk(sqlite_copy: str, given: Played) -> Iterator[Desk]:
    store = Store(sqlite_copy, 0.5, given)
    yield Desk(store)
    store.close()


def days(text: str) -> set[str]:
    return set(re.findall(r"20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日", text))


@pytest.mark.parametrize("region", WAYS)
def test_each_policy_has_its_papers_once_it_is_concluded(desk: Desk, region: str) -> None:
    number = desk.opened(region)
    assert {one.id for one in desk.gate.papers(desk.one, number) if not one.lacks} == set()
    desk.does(number, *WAYS[region])
    ready = {one.id for one in desk.gate.papers(desk.one, number) if not one.lacks}
    assert ready == {"receipt", "report", "notice", "correction"} | (
        {"decision"} if region in DECIDES else set()
    )


ENDED = {
    ("donge", "exempt"): {"notice", "correction", "decision"}, ("donge", "mitigated=从轻"): {"notice", "correction"},
    ("donge", "barred"): {"notice"}, ("donge", "none"): {"notice"},
    ("weihai", "tolerated=从轻"): {"notice", "correction", "decision"}, ("weihai", "barred"): {"notice"}, ("weihai", "none"): {"notice"},
    ("zaozhuang", "exempt"): {"notice", "correction", "decision"}, ("zaozhuang", "mitigated=从轻"): {"notice", "correction"},
    ("zaozhuang", "barred"): {"notice"}, ("zaozhuang", "none"): {"notice"},
    ("pingdingshan", "exempt"): {"notice", "correction"}, ("pingdingshan", "mitigated=从轻"): {"notice", "correction"},
    ("pingdingshan", "none"): {"notice", "correction"},
    ("lishui", "tolerated=从轻处理"): {"notice", "correction"}, ("lishui", "none"): {"notice"},
}  # fmt: skip
"""Papers that a case has once it ended so, beside those that it had before."""


def ready(desk: Desk, number: str) -> set[str]:
    return {one.id for one in desk.gate.papers(desk.one, number) if not one.lacks}


@pytest.mark.parametrize(("region", "outcome"), ENDED)
def test_a_paper_is_there_once_what_it_says_has_happened(desk: Desk, region: str, outcome: str) -> None:
    number = desk.opened(region)
    for act in WAYS[region][:-1]:
        accepted = desk.office.row(number).state == "accepted"
        assert ready(desk, number) == ({"receipt", "report"} if accepted else set()), act
        lacks = {one.id: one.lacks for one in desk.gate.papers(desk.one, number)}
        none = f"《{policies().policies[region].title}》没有写要出具容错免责决定书。"
        assert lacks["decision"] == ("还没有登记结论。" if region in DECIDES else none)
        assert lacks["notice"] == lacks["correction"] == "还没有登记结论。"
        desk.does(number, act)
    desk.does(number, f"conclude={outcome}")
    assert ready(desk, number) == {"receipt", "report", *ENDED[region, outcome]}


def test_of_a_case_that_is_over_nothing_more_comes(desk: Desk) -> None:
    given = {"day": TODAY.isoformat(), "whom": "县局", "why": "不归这里管"}
    for act, over in (("recalled", "申请已经撤回"), ("decline", "没有受理就办结了")):
        number = desk.opened("donge")
        if act == "decline":
            assert isinstance(desk.gate.perform(desk.one, number, 1, act, given), Performed)
        else:
            desk.does(number, act)
        lacks = {one.id: one.lacks for one in desk.gate.papers(desk.one, number)}
        assert {lacks[one] for one in ("receipt", "report", "notice", "decision", "correction")} == {
            f"{over}，没有这份文书。"
        }


def test_what_need_not_be_put_right_has_no_notice_of_it(desk: Desk) -> None:
    number = desk.concluded("donge")
    view = desk.gate.case(desk.one, number)
    assert view
    (duty,) = [one.id for one in view.open_duties if one.act == "correct"]
    assert isinstance(desk.gate.waive(desk.one, number, view.version, duty, "已经纠正到位"), Performed)
    lacks = {one.id: one.lacks for one in desk.gate.papers(desk.one, number)}
    assert lacks["correction"] == "登记了不用办纠错。"


@pytest.mark.parametrize("region", WAYS)
def test_a_notice_says_what_was_entered_and_what_its_own_policy_says(desk: Desk, region: str) -> None:
    number = desk.concluded(region)
    text, policy, procedure = (
        desk.prints(number, "notice"),
        policies().policies[region],
        policies().procedures[region],
    )
    assert f"《{policy.title}》" in text or region == "lishui"
    concludes = procedure.acts["conclude"].do
    assert concludes == ("作出认定" if region in ("pingdingshan", "lishui") else "作出结论")
    assert f"\n{SUBJECT}（某镇民政所经办人员）提出容错申请，某某局于2026年11月20日受理。申请事项：" in text
    assert f"2026年11月20日{concludes}：{procedure.outcomes[WAYS[region][-1].split('=')[1]].label}" in text
    assert f"认定的事实：{SUBJECT}13812345678" in text
    first = PolicyWords("", policy.provision(GROUNDS[region].split(",")[0]).flat)
    assert (
        f"《{policy.title}》（{policy.doc_no}）{policy.place(GROUNDS[region].split(',')[0])}{first}" in text
    )
    told = {
        "donge": "申诉、复核期间，不停止处理决定的执行",
        "zaozhuang": "申诉、复审期间，不停止处理决定的执行",
    }
    assert ("救济途径" in text) == (region in told)
    assert told.get(region, "") in text
    assert ("不停止" in text) == (region in told)
    assert ("经集体研究" in text) == ("meet" in WAYS[region])
    assert days(text) == {"2026年11月20日", "2026年9月3日"}
    assert "＿＿＿〔＿＿〕＿＿号" in text
    for other in policies().policies.values():
        assert other.region == region or other.title not in text


def test_of_an_article_that_is_cited_its_items_are_quoted_and_no_other_paragraph(desk: Desk) -> None:
    text = desk.prints(desk.concluded("donge"), "decision")
    assert "第九条“具有第七条所列情形之一，并且同时符合下列情形的，可以不予追究责任：（一）没有违反" in text
    assert "（四）积极主动消除不良影响、挽回损失的”。" in text
    assert "可以视情从轻" not in text


def test_whoever_is_told_is_as_the_policy_has_it(desk: Desk) -> None:
    assert f"\n{SUBJECT}、＿＿＿＿党组织：\n" in desk.prints(desk.concluded("weihai"), "notice")
    party = f"单位党组织：{SUBJECT}13812345678"  # as its letter was entered
    assert f"\n{party}：\n" in desk.prints(desk.concluded("pingdingshan"), "notice")
    assert desk.prints(desk.concluded("pingdingshan"), "notice").startswith("容错认定结果反馈函")


@pytest.mark.parametrize(("region", "mark"), [("weihai", "附件2"), ("zaozhuang", "附件3"), ("donge", "")])
def test_a_decision_has_its_policys_layout(desk: Desk, region: str, mark: str) -> None:
    number = desk.concluded(region)
    made = desk.gate.printed(desk.one, [(number, "decision")], "serving", "docx", NO_FOLDER)
    assert isinstance(made, PaperFiles)
    assert lines(made.content)[0] == (mark or "容错免责决定书")
    table = {row.cells[0].text: row.cells[-1].text for row in opened(made.content).tables[0].rows}
    assert table["调查事实"] == f"认定的事实：{SUBJECT}13812345678"
    assert list(table.values())[-1].startswith("某某局\n2026年11月20日")
    rows = [[cell.text for cell in row.cells] for row in opened(made.content).tables[0].rows]
    assert rows[0][2] == "某镇民政所"
    assert rows[1][2:] == [SUBJECT, "职务", "经办人员"]
    feet = "".join(p.text for p in opened(made.content).sections[0].footer.paragraphs)
    assert ("没有规定决定书的格式" in feet) == (not mark)


def test_what_is_put_right_is_called_as_the_policy_calls_it(desk: Desk) -> None:
    lishui = desk.prints(desk.concluded("lishui", "correct"), "correction")
    assert re.findall("[一二三]、(.+)", lishui) == ["纠错事由", "纠错要求", "整改期限"]
    assert "请于2026年12月20日前完成。" in lishui
    there = desk.prints(desk.concluded("pingdingshan", "correct"), "correction")
    assert there.startswith("整改通知书")
    assert "前完成" not in there
    zaozhuang = desk.prints(desk.concluded("zaozhuang", "correct", "extend"), "correction")
    assert (
        "并将整改落实情况书面报告责任追究部门；因特殊情况难以按照规定时间完成的，可以申请适当延长整改期限”。"
        in zaozhuang
    )
    assert "“纠错整改情况应在组织生活会上谈清说透，接受组织监督”。" in there
    assert (
        "请于2026年12月20日前完成。" in zaozhuang
    )  # as the notice of that day had it, whatever was granted later
    assert "延长" not in lishui
    assert lishui.count("第十七条第（一）项") == 1  # the sentence of the notice itself is not said once more


def test_a_report_has_six_elements_only_where_they_are_listed(desk: Desk) -> None:
    report = desk.prints(desk.concluded("zaozhuang"), "report")
    assert len(re.findall("[一二三四五六]、", report)) == 6
    assert re.findall("(.+)签名：", report) == ["王建国", "欧阳丽"]
    assert "2026年11月20日，事实材料的签署：同意" in report
    assert "调查对象的态度认识" not in desk.prints(desk.concluded("donge"), "report")


def test_what_is_not_begun_with_is_told_with_its_provision_and_no_more(desk: Desk) -> None:
    number = desk.opened("zaozhuang")
    view = desk.gate.case(desk.one, number)
    assert view
    given = {"day": TODAY.isoformat(), "exclusion": "stands", "which": "zaozhuang.6.3"}
    assert isinstance(desk.gate.perform(desk.one, number, view.version, "examine", given), Performed)
    desk.does(number, "refuse")
    text = desk.prints(number, "notice")
    assert "作出结论：不启动容错程序。现予告知。" in text
    assert "责任追究部门不应启动容错程序" in text
    assert "理由：" in text
    assert not re.search("工作日|申诉|复审", text)


def test_a_case_that_the_authority_began_has_no_receipt(desk: Desk) -> None:
    number = desk.opened("donge", "ex_officio")
    desk.does(number, "open")
    lacks = {one.id: one.lacks for one in desk.gate.papers(desk.one, number)}
    assert lacks["receipt"] == "依职权启动的，没有申请人，不用回执。"
    assert lacks["report"] == ""
    assert "启动来源：依职权。" in desk.prints(number, "report")
    desk.does(number, *WAYS["donge"][1:])
    assert (
        f"某某局于2026年11月20日对{SUBJECT}（某镇民政所经办人员）依职权启动容错程序。事项："
        in desk.prints(number, "notice")
    )


def test_an_application_is_printed_as_it_was_filed(desk: Desk) -> None:
    boxes = ["责任追究机关", "申请党组织", "申请人", "单位及职务", "申请容错事项", "主要事实及理由", "备注"]
    fields = [
        FormField("paper:title", "名称", "", "容错申请表"),
        FormField("paper:mark", "附件", "", "附件1"),
    ]
    fields += [FormField(f"cell:{n}", label, "", f"{label}的内容") for n, label in enumerate(boxes)]
    filed = desk.gate.open_on_paper(desk.one, "weihai", "paper", fields, summary=SUBJECT)
    assert isinstance(filed, str)
    made = desk.gate.printed(desk.one, [(filed, "application")], "keeping", "docx", NO_FOLDER)
    assert isinstance(made, PaperFiles)
    assert lines(made.content)[:2] == ["附件1", "容错申请表"]
    table = {row.cells[0].text: row.cells[-1].text for row in opened(made.content).tables[0].rows}
    assert table["主要事实及理由"] == "主要事实及理由的内容"
    assert table["所在党组织意见"] == ""


def test_what_did_not_come_on_a_form_has_none(desk: Desk) -> None:
    number = desk.office.submits(region="lishui").case.number
    assert "paper:title" not in {one.key for one in desk.office.whole(number).fields}
    lacks = {one.id: one.lacks for one in desk.gate.papers(desk.one, number)}
    assert lacks["application"] == "这份不是在这里填的，没有申请表可印。"


# ── who may, and what is noted ───────────────────────────────────────────────────────────────────
def test_what_is_made_is_noted_with_its_purpose_and_without_a_word_of_anybody(desk: Desk) -> None:
    number = desk.concluded("weihai")
    desk.prints(number, "notice", hide=True)
    trail = [(one.actor, one.act, one.detail) for one in desk.office.store.docket.trail(number)]
    assert trail[-1] == (f"staff:{desk.one.id}", "print", "notice docx serving masked")
    assert not desk.office.store.docket.audited()[1]


def test_without_a_purpose_nothing_is_made_or_noted(desk: Desk) -> None:
    number = desk.concluded("weihai")
    before = desk.office.trail(number)
    for wanted, purpose, kind in [
        ([(number, "notice")], "", "docx"), ([(number, "notice")], "送达", "docx"), ([(number, "x")], "serving", "docx"),
        ([], "serving", "docx"), ([(number, "notice")] * 51, "serving", "docx"), ([(number, "notice")], "serving", "xlsx"),
        ([(number, "notice"), (number, "application")], "serving", "zip")]:  # fmt: skip
        made = desk.gate.printed(desk.one, wanted, purpose, kind, NO_FOLDER)  # type: ignore[arg-type]
        assert isinstance(made, Barred), (wanted, purpose, kind)
    assert desk.office.trail(number) == before
    assert set(PURPOSES.values()) >= {"送达", "抄送", "备案"}


def test_whose_case_it_is_not_prints_nothing_and_learns_nothing(desk: Desk) -> None:
    desk.office.hires("elsewhere", "viewer")
    number = desk.concluded("lishui")
    stranger = desk.office.store.docket.member(PEOPLE["elsewhere"])
    viewer = desk.office.store.docket.member(PEOPLE["viewer"])
    assert stranger
    assert viewer
    for there in (number, "482739061"):
        assert desk.gate.papers(stranger, there) == ()
        made = desk.gate.printed(stranger, [(there, "notice")], "serving", "docx", NO_FOLDER)
        assert isinstance(made, Barred)
        assert made.say == "没有找到，或者您办不了这件事。"
    both = desk.gate.printed(stranger, [(number, "notice")], "copying", "zip", NO_FOLDER)
    assert isinstance(both, Barred)
    assert isinstance(
        desk.gate.printed(viewer, [(number, "notice")], "copying", "docx", NO_FOLDER), PaperFiles
    )


def test_a_masked_copy_names_nobody_and_the_original_everybody(desk: Desk) -> None:
    number = desk.concluded("zaozhuang", "correct")
    for paper in ("notice", "report", "decision", "correction", "receipt"):
        hidden, open_ = desk.prints(number, paper, hide=True), desk.prints(number, paper)
        for secret in (SUBJECT, "13812345678", "王建国", "欧阳丽"):
            assert secret not in hidden
        assert SUBJECT in open_
    made = desk.gate.printed(desk.one, [(number, "notice")], "copying", "docx", NO_FOLDER, hide=True)
    assert isinstance(made, PaperFiles)
    assert made.note == LOOK


# ── several, and the register ────────────────────────────────────────────────────────────────────
def test_several_cases_are_printed_at_once(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = desk.concluded("weihai"), desk.concluded("donge")
    wanted = [(first, "notice"), (second, "notice"), (second, "decision")]
    made = desk.gate.printed(desk.one, wanted, "serving", "zip", NO_FOLDER)
    assert isinstance(made, PaperFiles)
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert len(archive.namelist()) == 3
    assert made.name == "文书3份.zip"
    machine(monkeypatch, tmp_path)
    whole = desk.gate.printed(desk.one, wanted, "serving", "pdf", NO_FOLDER)
    assert isinstance(whole, PaperFiles)
    assert (whole.kind, whole.name, whole.why) == ("docx", "文书3份.docx", pdf.NONE_HERE)
    assert len(opened(whole.content).sections) == 3


def test_an_offices_own_layout_is_used_and_a_broken_one_refused(desk: Desk, tmp_path: Path) -> None:
    number = desk.concluded("donge")
    own, place = OwnTemplates.under(tmp_path), tmp_path / "templates" / "donge"
    place.mkdir(parents=True)
    document = opened(desk.gate.printed(desk.one, [(number, "notice")], "serving", "docx", NO_FOLDER).content)  # type: ignore[union-attr]
    document.add_paragraph("{{ 容错对象 }}{{ 容错结论 }}本单位样式")
    document.save(str(place / "notice.docx"))
    made = desk.gate.printed(desk.one, [(number, "notice")], "serving", "docx", own)
    assert isinstance(made, PaperFiles)
    assert f"{SUBJECT}不予追究责任本单位样式" in said(made.content)
    both = desk.gate.printed(desk.one, [(number, "notice"), (number, "decision")], "serving", "docx", own)
    assert isinstance(both, PaperFiles)
    assert (both.kind, both.why) == ("zip", OWN_LAYOUT)
    document.add_paragraph("{{ 没有的 }}")
    document.save(str(place / "notice.docx"))
    refused = desk.gate.printed(desk.one, [(number, "notice")], "serving", "docx", own)
    assert isinstance(refused, Barred)
    assert "写了“没有的”，没有这一项" in refused.say


def test_a_months_register_is_a_table_and_a_page(desk: Desk) -> None:
    number = desk.concluded("zaozhuang", "correct")
    made = desk.gate.printed_register(
        desk.one, "zaozhuang", TODAY, [number], "reporting", "xlsx", NO_FOLDER, filler="某某办公室"
    )
    assert isinstance(made, PaperFiles)
    sheet = load_workbook(io.BytesIO(made.content)).active
    row = [cell.value for cell in sheet[5]]
    assert row[:3] == [1, f"{SUBJECT}　某镇民政所　经办人员", "依申请"]
    assert row[3].startswith("2026年9月3日，先行发放救助")
    assert row[4] == "不予追究责任"
    hidden = desk.gate.printed_register(
        desk.one, "zaozhuang", TODAY, [number], "reporting", "docx", NO_FOLDER, hide=True
    )
    assert isinstance(hidden, PaperFiles)
    assert SUBJECT not in said(hidden.content)
    assert "钱××　某镇民政所" in said(hidden.content)
    assert lines(hidden.content)[0] == "附件4"
    trail = [one.detail for one in desk.office.store.docket.trail(number) if one.act == "print"]
    assert trail == ["register 2026-11 xlsx reporting", "register 2026-11 docx reporting masked"]


def test_a_report_holds_nothing_of_what_came_after_it(desk: Desk) -> None:
    report = desk.prints(desk.concluded("pingdingshan"), "report")
    assert "2026年11月20日，听取申辩：王建国、欧阳丽" in report
    assert "认定的事实" not in report
    assert "集体研究" not in report


def test_words_that_announce_a_list_are_quoted_with_it(desk: Desk) -> None:
    assert "可在以下方面免责：（一）领导班子和干部年度考核不受影响；" in desk.prints(
        desk.concluded("pingdingshan"), "notice"
    )
    assert "可以不予追究责任：（一）没有违反" in desk.prints(desk.concluded("donge"), "notice")


def test_the_audit_tells_it_in_chinese(desk: Desk) -> None:
    number = desk.concluded("weihai")
    desk.prints(number, "report", hide=True)
    told = opening.shown(policies(), opening.opened(desk.office.store, number, "open"))
    assert "做成文书调查报告docx送达（隐名）" in re.sub(r"\s", "", told)
    number = desk.opened("pingdingshan", "ex_officio")
    desk.does(number, "open", "hear")
    view = desk.gate.case(desk.one, number)
    assert view
    proposed = desk.gate.propose(
        desk.one, number, view.version, "consult", {"day": TODAY.isoformat(), "whom": "市纪委"}
    )
    assert isinstance(proposed, Performed)
    told = opening.shown(policies(), opening.opened(desk.office.store, number, "open")).rpartition(
        "办理记录"
    )[2]
    assert (told.count("主动核实"), told.count("登记听取申辩"), "查看" in told) == (1, 1, True)
    assert "consult" not in told


def test_a_register_holds_cases_of_its_own_region_alone(desk: Desk) -> None:
    number = desk.concluded("weihai")
    made = desk.gate.printed_register(desk.one, "zaozhuang", TODAY, [number], "reporting", "xlsx", NO_FOLDER)
    assert isinstance(made, Barred)
    assert "print" not in [act for _, act in desk.office.trail(number)]
    empty = desk.gate.printed_register(desk.one, "zaozhuang", TODAY, [], "reporting", "docx", NO_FOLDER)
    assert isinstance(empty, PaperFiles)
    assert len(opened(empty.content).tables[0].rows) == 8


def test_what_was_erased_cannot_be_printed(desk: Desk) -> None:
    desk.office.hires("clerk")
    number = desk.office.case("erased")
    assert desk.gate.papers(desk.one, number) == ()
    made = desk.gate.printed(desk.one, [(number, "application")], "keeping", "docx", NO_FOLDER)
    assert isinstance(made, Barred)
    assert made.say == "这份申请的内容已经删除，印不出文书"


def test_papers_are_listed_by_what_they_call_themselves(desk: Desk) -> None:
    listed = {one.id: one.title for one in desk.gate.papers(desk.one, desk.concluded("pingdingshan"))}
    assert (listed["notice"], listed["correction"]) == ("容错认定结果反馈函", "整改通知书")
    there = {one.id: one.title for one in desk.gate.papers(desk.one, desk.concluded("donge"))}
    assert (there["notice"], there["correction"]) == ("容错结论告知书", "纠错通知书")


def test_a_report_says_by_which_way_it_was_found_as_a_document_would(desk: Desk) -> None:
    report = desk.prints(desk.concluded("lishui"), "report")
    assert "认定方式：情节相对简单、有普遍共识" in report
    assert "哪条路" not in report
