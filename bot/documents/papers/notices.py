"""What the office writes to people: 受理回执, 容错结论告知书, 纠错通知书. Layouts are ours; words of a policy are quoted, and only its own."""

from __future__ import annotations

from collections.abc import Iterator

from bot.documents.papers.case import BLANK, CasePaper, PolicyWords, on
from bot.documents.papers.letter import OfficialLetter, Passage, Ruled, Words
from bot.documents.papers.notes import footed
from knowledge.policy.numerals import spelled

ISSUE = "＿＿＿〔{year}〕＿＿号"
"""A 文号 that the office has not given yet."""
EX_OFFICIO = "依职权"
SLIP = "签收人：＿＿＿＿＿＿＿＿　　　　签收日期：＿＿＿＿年＿＿月＿＿日"


def receipt(case: CasePaper) -> OfficialLetter:
    """That it was received, and taken up."""
    title = "容错申请受理回执"
    return OfficialLetter(
        title,
        tuple(_received(case)),
        to=(_applicant(case),),
        office=case.office,
        day=case.on("accept"),
        foot=footed(case, "受理回执"),
    )


def _received(case: CasePaper) -> Iterator[Passage]:
    you = "您" if case.subject else "你单位"
    yield Words(f"编号：{case.number}")
    yield Words(f"{you}于{case.on('filed')}提出的容错申请已收到。申请事项：{_ended(case.matter)}")
    yield Words(f"{case.on('accept')}，{case.office}予以受理。{_by(case, 'accept')}")
    yield Words("收到的材料：" + ("" if case.pieces else _none(case) if _applied(case) else BLANK * 2))
    if case.pieces:
        yield Words("\n".join(f"{n}．{name}" for n, name in enumerate(case.pieces, 1)))
    yield Words(f"受理不等于予以容错；是否容错，由{case.organ}认定。")
    yield Words(f"联系人：{BLANK}　　联系电话：{BLANK * 2}")


def _none(case: CasePaper) -> str:
    """That nothing came with it, and what was written of that."""
    return f"无（申请时写明：{case.without}）。" if case.without else "无。"


def notice(case: CasePaper) -> OfficialLetter:
    """The conclusion, to those that the policy wants told."""
    feedback = "tell" in case.says and "反馈" in case.says["tell"].text
    title = "容错认定结果反馈函" if feedback else "容错结论告知书"
    to = case.addressed("notice") or (case.subject or BLANK,)
    return OfficialLetter(
        title,
        (*_told(case), *_numbered(tuple(_chapters(case)))),
        _issue(case, "notice", "tell"),
        to,
        case.office,
        case.on("tell"),
        slips=(SLIP,) * len(to),
        foot=footed(case, "告知" if not feedback else "书面反馈"),
    )


def _told(case: CasePaper) -> Iterator[Passage]:
    yield Words(_begun(case))
    collective = "经集体研究，" if case.collective else ""
    told = f"根据{case.law}{case.says['tell']}，现予告知。" if "tell" in case.says else "现予告知。"
    yield Words(
        f"{collective}{case.office}于{case.on('conclude')}{case.concludes}：{case.concluded or BLANK * 2}。{told}"
    )


def _chapters(case: CasePaper) -> Iterator[tuple[str, str]]:
    """(heading, text); a text that is not known is written by hand, but only where it must be there."""
    yield "认定的事实", case.facts
    yield "依据", case.under(case.grounds)
    if "explain" in case.says or case.reasons:
        yield "原因说明", case.reasons
    if "effect" in case.says:
        yield "结果运用", f"《{case.policy}》{case.says['effect']}。"
    if rights := case.words("appeal", "banner"):
        yield "救济途径", f"《{case.policy}》{_together(rights)}。"


def correction(case: CasePaper) -> OfficialLetter:
    """What is to be put right, and until when."""
    said = case.says.get("correct")
    title = "整改通知书" if said and "整改通知书" in said.text else "纠错通知书"
    to = case.addressed("correction") or (case.subject or BLANK,)
    return OfficialLetter(
        title,
        (*_ordered(case), *_numbered(tuple(_demands(case))), *_afterwards(case)),
        _issue(case, "correction", "correct"),
        to,
        case.office,
        case.on("correct"),
        slips=(SLIP,) * len(to),
        foot=footed(case, title),
    )


def _ordered(case: CasePaper) -> Iterator[Passage]:
    yield Words(
        f"{_matter(case)}{case.office}于{case.on('conclude')}{case.concludes}：{case.concluded or BLANK * 2}。"
    )
    said = case.says.get("correct")
    yield Words(f"根据{case.law}{said}，现通知如下：" if said else "现通知如下：")


def _demands(case: CasePaper) -> Iterator[tuple[str, str]]:
    """Under the headings that the policy has for them."""
    wrong, demand = case.headings
    yield wrong, case.wrong
    yield demand, case.demand
    if case.dated:
        yield "整改期限", f"请于{on(case.until)}前完成。"


def _afterwards(case: CasePaper) -> Iterator[Passage]:
    """What the notice itself says already is not said twice."""
    said = case.says.get("correct")
    words = case.words("corrected", "extend")
    if later := tuple(one for one in words if said is None or said.text not in one.text):
        yield Words(f"《{case.policy}》{_together(later)}。")


# ── what they share ──────────────────────────────────────────────────────────────────────────────
def _numbered(chapters: tuple[tuple[str, str], ...]) -> Iterator[Passage]:
    for number, (heading, text) in enumerate(chapters, 1):
        yield Words(f"{spelled(number)}、{heading}", "head")
        yield Words(text) if text.strip() else Ruled()


def _together(words: tuple[PolicyWords, ...]) -> str:
    """第十五条“……”“……”，第十七条“……”: a place is named once."""
    places = tuple(dict.fromkeys(one.place for one in words))
    return "，".join(
        f"{at}{''.join(dict.fromkeys(one.quoted for one in words if one.place == at))}" for at in places
    )


def _applied(case: CasePaper) -> bool:
    return "filed" in case.days


def _applicant(case: CasePaper) -> str:
    return case.subject or case.organisation or BLANK


def _begun(case: CasePaper) -> str:
    """Who applied, and who took it up, each with the day as far as it is known; or that the authority began."""
    taken = f"于{case.on('accept')}" if "accept" in case.days else ""
    if case.source == EX_OFFICIO and taken:
        return f"{case.office}{taken}对{case.party}依职权启动容错程序。事项：{_ended(case.matter)}"
    if not _applied(case) and not taken:
        return _matter(case)
    filed = f"于{case.on('filed')}" if _applied(case) else ""
    accepted = f"，{case.office}{taken}受理" if taken else ""
    return f"{case.party}{filed}提出容错申请{accepted}。申请事项：{_ended(case.matter)}"


def _matter(case: CasePaper) -> str:
    return f"关于{case.party}的容错事项：{_ended(case.matter)}"


def _ended(text: str) -> str:
    """As a sentence; a blank where there is none."""
    return f"{text.rstrip('。') or BLANK * 3}。"


def _by(case: CasePaper, act: str) -> str:
    return f"依据：{case.law}{case.says[act]}。" if act in case.says else ""


def _issue(case: CasePaper, paper: str, act: str) -> str:
    """As the office gave it, else one with blanks; the year is that of the paper's own day."""
    day = case.days.get(act)
    return case.issues.get(paper) or ISSUE.format(year=day.year if day else "＿＿")
