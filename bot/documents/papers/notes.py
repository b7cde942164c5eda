"""What stands small at the foot of a paper: which case it is of, whose layout it has, whether it was masked."""

from __future__ import annotations

from bot.documents.papers.case import CasePaper

OURS = "文件没有规定{what}的格式，本件按本系统的格式制作"
MASKED = "本件已隐去登记过的姓名、证件号和电话，原件存卷"


def footed(case: CasePaper, what: str = "") -> str:
    """`what`: the paper, where its layout is ours."""
    ours = OURS.format(what=what) if what else ""
    own = "　　".join(
        filter(None, (MASKED if case.masked else "", f"编号 {case.number}" if case.number else ""))
    )
    return "\n".join(filter(None, (ours, own)))


def filed_under(case: CasePaper) -> str:
    """The end of a file's name; no name of a person in it."""
    return f"{case.number or case.region}{'-隐名' if case.masked else ''}"
