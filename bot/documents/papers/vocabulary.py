"""What an office's own template may name: each box of a paper, in Chinese, as a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.documents.papers.case import CasePaper, cited
from bot.documents.papers.register import RegisterPaper
from dialogs.core import Form
from dialogs.shared.spans import written

ROWS = "备案"
"""The rows of a register; each has the names of ROW."""
ROW = ("序号", "容错对象", "启动来源", "容错原因", "处理结果", "纠错情况")
DAYS = {
    "申请日期": "filed", "受理日期": "accept", "报告日期": "investigate", "结论日期": "conclude", "告知日期": "tell",
    "决定书日期": "paper", "纠错通知日期": "correct",
}  # fmt: skip


def names() -> tuple[str, ...]:
    """All that a template of a case's paper may name."""
    return tuple(of_case(CasePaper("", "", ""), ""))


def of_case(case: CasePaper, paper: str) -> Mapping[str, str]:
    """Every name; what is not known is empty."""
    days = {name: written(case.days[act]) if act in case.days else "" for name, act in DAYS.items()}
    return {
        "编号": case.number,
        "文件": f"《{case.policy}》",
        "责任追究机关": case.authority,
        "启动来源": case.source,
        "容错对象": case.subject,
        "单位": case.unit,
        "职务": case.post,
        "所在党组织": case.body or case.organisation,
        "申请容错事项": case.matter,
        "主要事实及理由": _reasons(case.form),
        "申请依据": cited(case.claims),
        "证据材料": "\n".join(case.pieces),
        "调查过程": "\n".join(map(str, case.steps)),
        "调查组成员": "、".join(case.members),
        "调查事实": case.facts,
        "容错依据": cited(case.grounds),
        "容错结论": case.concluded,
        "原因说明": case.reasons,
        "结果运用": cited(case.words("effect")),
        "救济途径": cited(case.words("appeal", "banner")),
        "纠错事项": case.wrong,
        "纠错要求": case.demand,
        "整改期限": written(case.until) if case.until else "",
        "纠错情况": case.corrected,
        "主送": "、".join(case.addressed(paper)),
        "发文字号": case.issues.get(paper, ""),
        **days,
    }


def _reasons(form: Form | None) -> str:
    """What stands in the box of that heading."""
    boxes = [row for row in form.rows if row and row[0].text == "主要事实及理由"] if form else []
    return boxes[0][-1].text if boxes else ""


def of_register(register: RegisterPaper) -> Mapping[str, str | Sequence[Mapping[str, str]]]:
    rows = [dict(zip(ROW, row, strict=True)) for row in register.filled()]
    day = written(register.day) if register.day else ""
    return {"填报单位": register.filler, "填报时间": day, "文件": f"《{register.policy}》", ROWS: rows}
