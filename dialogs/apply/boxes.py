"""The boxes of a policy's form as questions, in their order: what is asked, what must be there, what stands in it.

Everything follows from the regime and the answers; where one stands is derived, never stored.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.apply import kinds
from dialogs.apply.kinds import TEXT, Box
from dialogs.apply.kinds.clauses import UNSURE, picked
from dialogs.apply.record import Record
from dialogs.shared.calendar import COUNTING
from dialogs.shared.paper import DAY
from dialogs.shared.tray import MOST
from knowledge.library.corpus import Library
from knowledge.rules import PaperRules, Regime

PERSON, ORGANISATION = "person", "organisation"
NOT_YET, DECIDED = "no", "yes"
"""Whether there is a decision already."""
PARTS = (
    ("course", "经过", "先说经过：什么时候、在哪、做了什么、一步步怎么发生的。", "只写事实；涉及的人请写“甲”“乙”这样的代称。"),
    ("motive", "动机", "当时是怎么想的，为了什么？", "例如：对方等着钱用，怕耽误了。"),
    ("procedure", "程序", "走了哪些程序？请示过谁、开过什么会、留了什么记录？", "没有走的也照实写，写清为什么。"),
    ("impact", "影响", "造成了什么影响或者损失？多少人、多少钱、现在怎么样？", "没有造成的，写“没有造成损失”。"),
    ("remedy", "补救", "发现以后怎么补救的？停发、追回、道歉、完善制度，各是哪一天？", "按实际的日期写；还没做的，写打算怎么做。"),
)  # fmt: skip


def boxes(library: Library, record: Record) -> tuple[Box, ...]:
    """All boxes that these answers lead to."""
    regime = library.regimes[record.region]
    return tuple(_boxes(library, record, regime))


def _boxes(library: Library, record: Record, regime: Regime) -> Iterator[Box]:
    yield from _in_time(library, record.region, regime)
    yield from _addressee(regime)
    yield from _applicant(record, regime)
    yield from _matter(regime)
    yield from _argument(library, record, regime)
    yield from _correction(library, record.region, regime)
    yield _evidence(library, record, regime)
    yield Box("remark", "备注", kinds.NOTE, "还有要补充说明的吗？没有就跳过。", limit=TEXT)
    if record.open == DAY or DAY in record.answers:
        yield Box(DAY, "申请日期", kinds.DATE, "申请日期写哪一天？", "跳过就写提交的那一天。")


def _argument(library: Library, record: Record, regime: Regime) -> Iterator[Box]:
    """What happened, the provisions that it is held against, and why each of them fits."""
    for key, label, ask, hint in PARTS:
        yield Box(key, label, kinds.STORY, ask, hint, needed=key == "course", limit=TEXT)
    yield Box("clauses", "对应条款", kinds.CLAUSES, "您认为对得上文件里的哪一条（或几条）？按一下选上，再按取消。",
              "拿不准就按“拿不准”，由机关认定。", needed=True)  # fmt: skip
    for at in picked(record, regime):
        label = library.policies[record.region].place(at)
        yield Box(f"reason:{at}", f"{label}的理由", kinds.NOTE, f"为什么说对得上{label}？用一两句话，把事实和这一条连起来。",
                      limit=TEXT)  # fmt: skip


def _correction(library: Library, region: str, regime: Regime) -> Iterator[Box]:
    if (rule := regime.paper.correction) is not None:
        yield Box("correction", "纠错整改情况", kinds.STORY, "纠错整改做了哪些？还有哪些没做完、什么时候做完？",
                  f"文件要求随申请一并报告：“{rule.quote}”（{library.policies[region].place(rule.at)}）。",
                  needed=True, limit=TEXT, like="remedy")  # fmt: skip


def _in_time(library: Library, region: str, regime: Regime) -> Iterator[Box]:
    """Where applying ends with an event, whether that has been; nobody should fill a whole form in vain."""
    step = next(
        (one for one in regime.procedure if one.applicant and one.deadline and one.deadline.before), None
    )
    if step and step.deadline:
        hint = f"文件写的是“{step.deadline.quote}”提出申请（{library.policies[region].place(step.at)}）。"
        yield Box("decided", "处理决定", kinds.CHOICE, "处理决定作出了吗？", hint,
                  options=((NOT_YET, "还没有"), (DECIDED, "已经作出"), (UNSURE, "不清楚")))  # fmt: skip


def _addressee(regime: Regime) -> Iterator[Box]:
    paper = regime.paper
    if first := paper.first:
        yield Box("first", first.label, kinds.ONE_LINE, f"先交给{first.label}。是哪个党组织？写全称。", first.hint,
                  needed=True)  # fmt: skip
    yield Box("authority", paper.authority, kinds.ONE_LINE, paper.ask, "一般是通知您、找您核实的那个单位；拿不准先问清。" if paper.ask == PaperRules().ask else "",
              needed=True)  # fmt: skip


def _applicant(record: Record, regime: Regime) -> Iterator[Box]:
    body = regime.paper.organisation
    yield Box("applicant_kind", "申请主体", kinds.CHOICE, f"以您个人的名义申请，还是以{body}的名义？",
              options=((PERSON, "以个人名义"), (ORGANISATION, f"以{body}名义")), needed=True)  # fmt: skip
    if record.text("applicant_kind") == ORGANISATION:
        yield Box("organisation", f"申请{body}", kinds.ONE_LINE, f"是哪个{body}？写全称。", needed=True)
        return
    yield Box("applicant", "申请人", kinds.ONE_LINE, "您的姓名？", "会写在申请表上。", needed=True)
    yield Box("post", "单位及职务", kinds.ONE_LINE, "您的单位和职务？", "例如：某某镇民政所　经办人员。",
              needed=True)  # fmt: skip


def _matter(regime: Regime) -> Iterator[Box]:
    yield Box("event_date", "事发日期", kinds.PERIOD, "事情发生在哪一天？一段时间就写起止。", "例如：2026年3月5日；2025年1月至2026年2月；记不清就写大概，例如2026年3月前后。",
              needed=True)  # fmt: skip
    yield Box("matter", "申请容错事项", kinds.ONE_LINE, "用一句话说是什么事。", "例如：材料没齐先办了，后来发现不符合条件。",
              needed=True)  # fmt: skip
    if (step := regime.told_step) is not None:
        yield Box(
            "told_on",
            "被告知的日期",
            kinds.DATE,
            "哪一天被告知的？",
            f"文件写的是“{step.quote}”，{COUNTING}。记不清就跳过。",
        )


def _evidence(library: Library, record: Record, regime: Regime) -> Box:
    rule = regime.paper.evidence
    asked = (
        f"文件要求提供：“{rule.quote}”（{library.policies[record.region].place(rule.at)}）。"
        if rule
        else "有的话附上。"
    )
    return Box("evidence", "证明材料", kinds.FILES, f"请把证明材料发给我：照片、文件都行，每份不超过 20 MB，最多 {MOST} 份。", asked,
               needed=rule is not None)  # fmt: skip


# ── where one stands ─────────────────────────────────────────────────────────────────────────────
def current(all_: tuple[Box, ...], record: Record) -> Box | None:
    """The box to be filled now; None where all have been asked."""
    opened = next((box for box in all_ if box.key == record.open), None)
    return opened or next(
        (box for box in all_ if box.key not in record.answers and _is_asked(box, record)), None
    )


def _is_asked(box: Box, record: Record) -> bool:
    """Whoever has told the story is not asked to write freely once more where nothing must be there."""
    return box.needed or not record.told or box.kind not in (kinds.STORY, kinds.NOTE)


def missing(library: Library, record: Record) -> tuple[Box, ...]:
    """Boxes that must be filled and are not."""
    regime = library.regimes[record.region]
    return tuple(
        box for box in boxes(library, record) if box.needed and not box.kind.filled(record, box, regime)
    )
