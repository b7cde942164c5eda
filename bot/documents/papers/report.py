"""The outline of 调查报告: under the policy's headings where it lists them, else ours; with a place for every signature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.documents.papers.case import BLANK, CasePaper
from bot.documents.papers.letter import OfficialLetter, Passage, Ruled, Signatures, Words
from bot.documents.papers.notes import footed
from knowledge.policy.numerals import spelled

OURS = ("调查对象和申请事项", "调查经过和听取的意见", "查明的事实", "对照的条款", "调查组意见")
ANNEX = "report"
WRITTEN = ("建议", "意见")
"""In a heading: what the investigators alone can write."""
LEAST = 3
"""Places for signatures where nobody has been entered."""


def report(case: CasePaper) -> OfficialLetter:
    annex = case.annexes.get(ANNEX)
    foot = footed(case, "" if annex else "调查报告")
    said = case.says.get("investigate")
    head = f"根据{case.law}{said}，现将调查情况报告如下：" if said else "现将调查情况报告如下："
    return OfficialLetter(
        "调查报告",
        (Words(head), *_chapters(case, annex.fields if annex else OURS), *_signatures(case)),
        to=(case.office,),
        foot=foot,
    )


def _chapters(case: CasePaper, headings: tuple[str, ...]) -> Iterator[Passage]:
    known = _known(case)
    for number, heading in enumerate(headings, 1):
        yield Words(f"{spelled(number)}、{heading}", "head")
        text = known.get(heading, "")
        if text:
            yield Words(text)
        if not text or any(one in heading for one in WRITTEN):
            yield Ruled(4, kept=number == len(headings))


def _known(case: CasePaper) -> Mapping[str, str]:
    """What the case already holds, by the heading that it belongs under; found and proposed is by the investigators alone."""
    whom, steps = _whom(case), "\n".join(f"{one}。" for one in case.steps)
    law = case.under(case.claims)
    claimed = f"申请所依据的条款：\n{law}" if law else ""
    return {
        "调查对象基本情况": whom,
        "调查对象和申请事项": whom,
        "调查过程": steps,
        "调查经过和听取的意见": steps,
        "调查依据": f"{case.law}。",
        "对照的条款": claimed,
        "处理建议及依据": claimed,
    }


def _whom(case: CasePaper) -> str:
    who = f"{case.subject or BLANK}，{case.unit or BLANK * 2}{case.post}。"
    lines = (
        who,
        f"启动来源：{case.source}。" if case.source else "",
        f"申请事项：{case.matter.rstrip('。')}。" if case.matter else "",
    )
    return "\n".join(filter(None, lines))


def _signatures(case: CasePaper) -> Iterator[Passage]:
    """Every member of the investigation signs."""
    yield Words("调查组全体人员签名", "head")
    yield Signatures(case.members or (BLANK,) * LEAST)
