"""A case ready to be printed, as an office may have it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from bot.documents.papers import Annex, CasePaper, CaseStep, PolicyWords, RegisterPaper
from bot.documents.papers import register as registers
from dialogs.shared.paper import printed

NUMBER = "482-739-061"
FORM = printed(
    "容错申请表",
    "附件1",
    "枣庄学院",
    "2026年11月21日",
    [
        ("责任追究部门", "学院纪委办公室"),
        ("申请党组织", ""),
        ("申请人", "李晓明"),
        ("单位及职务", "学生工作处副处长"),
        ("申请容错事项", "停电那夜先行采购发电机"),
        ("主要事实及理由", "李晓明当即决定采购，电话13812345678，身份证37010119900101123X。"),
        ("备注", ""),
    ],
    "1. 采购单.pdf",
    NUMBER,
)
SITUATION = PolicyWords("第五条（七）", "在处置校园突发事件、维护校园安全稳定中，出现失误错误的；")
SAYS = {
    "accept": PolicyWords("第七条（一）", "应当及时受理，登记备案后开展调查核实"),
    "investigate": PolicyWords("第七条（二）", "由调查组全体人员签名"),
    "tell": PolicyWords("第七条（六）", "应当在7个工作日内告知责任追究对象及其所在党组织"),
    "appeal": PolicyWords("第七条（六）", "可以按照有关规定提出申诉或者申请复审"),
    "banner": PolicyWords("第七条（六）", "申诉、复审期间，不停止处理决定的执行"),
    "correct": PolicyWords("第七条（七）", "明确纠错事项，提出纠错要求，责令限期纠正"),
    "corrected": PolicyWords("第七条（七）", "将整改落实情况书面报告责任追究部门"),
    "extend": PolicyWords("第七条（七）", "可以申请适当延长整改期限"),
    "effect": PolicyWords("第七条（十）", "予以容错不予追究责任的，不受影响。"),
}
DECISION = Annex(
    "附件3", "容错免责决定书", ("单位", "姓名", "职务", "调查事实", "容错依据", "容错结论", "批准部门")
)
REPORT = Annex(
    "第七条（二）",
    "调查报告",
    (
        "调查对象基本情况",
        "调查依据",
        "调查过程",
        "追责问责及容错事实",
        "调查对象的态度认识",
        "处理建议及依据",
    ),
)
REGISTER = Annex("附件4", "容错纠错工作备案表", ())
CASE = CasePaper(
    NUMBER,
    "zaozhuang",
    "激励干部担当作为容错纠错工作实施细则",
    "枣职发〔2023〕32号",
    authority="学院纪委办公室",
    organ="责任追究部门",
    source="依申请",
    subject="李晓明",
    unit="学生工作处",
    post="副处长",
    organisation="学生工作处党支部",
    body="学生工作处党支部",
    matter="停电那夜先行采购发电机",
    form=FORM,
    claims=(SITUATION,),
    pieces=("采购单.pdf",),
    days={
        "filed": date(2026, 11, 21),
        "accept": date(2026, 11, 23),
        "conclude": date(2026, 12, 1),
        "tell": date(2026, 12, 4),
        "correct": date(2026, 12, 4),
    },
    steps=(CaseStep(date(2026, 11, 24), "听取李晓明、王建国的意见"),),
    members=("王建国", "欧阳丽"),
    collective=True,
    facts="李晓明先行采购发电机一台，次日补办手续，并如实写明补办日期。",
    outcome="不予追究责任",
    grounds=(SITUATION,),
    wrong="应急采购没有预案。",
    demand="建立应急物资清单。",
    until=date(2027, 1, 5),
    corrected="已送达纠错通知书",
    recipients={
        "notice": ("责任追究对象", "所在党组织"),
        "decision": ("容错对象", "相关单位党组织"),
        "correction": ("容错对象",),
    },
    says=SAYS,
    annexes={"decision": DECISION, "report": REPORT, "register": REGISTER},
    own=frozenset({"decision", "correction"}),
    ever=frozenset({"decision", "correction"}),
    persons=("王建国",),
)
BARE = CasePaper(NUMBER, "lishui", "关于深化完善容错纠错机制的实施细则", days={"accept": date(2026, 1, 5), "conclude": date(2026, 2, 6)})  # fmt: skip
"""Of which hardly anything is known."""
MONTH = RegisterPaper(
    "zaozhuang",
    CASE.policy,
    (registers.line(CASE), registers.line(replace(CASE, subject="张三", outcome="从轻、减轻或者免于处理", tier="从轻"))),
    "学院纪委办公室",
    date(2026, 12, 24),
    REGISTER,
)  # fmt: skip


def opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def lines(content: bytes) -> list[str]:
    """Every paragraph of the body, those in tables too, in order; a merged box once."""
    body = opened(content).element.body
    return ["".join(_texts(one)) for one in body.iter(qn("w:p"))]


def _texts(paragraph: Any) -> Iterator[str]:
    for one in paragraph.iter(qn("w:t"), qn("w:br")):
        yield one.text or "" if one.tag == qn("w:t") else "\n"


def said(content: bytes) -> str:
    return "\n".join(lines(content))
