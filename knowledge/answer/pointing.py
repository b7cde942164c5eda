"""What is said first where a question names provisions or a document by number."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.answer.finding import Finding
from knowledge.answer.mentions import absent, document, reread
from knowledge.hearing.language import fold
from knowledge.policy.provisions import Policy

NO_SUCH = "“{number}”这份文件我手上没有，不能替它说。我手上有：{mine}。"
NONE_HAS = "几份文件里都没有“{missing}”。请先选您所在的地区或单位，看看它编到第几条。"
UNHEARD = (
    "没听出您说的是哪件事，也没听出问的是哪条规则。刚才要是没说中，请换个说法再说一次；"
    "说说办的是什么事、哪一步没照规矩，或者直接问，比如“结论几天告知”。别的话，我也在。"
)
MOST = 6
"""Provisions that are quoted at once."""


def together(finding: Finding) -> list[str]:
    """Ids of what is quoted: all that were named, but for what one of them stands in; else the best. Nothing where what
    was named is not there."""
    if finding.missing and not finding.named:
        return []
    named = list(finding.named)
    within = {id_ for n, id_ in enumerate(named) if any(one.startswith(f"{id_}.") for one in named[:n])}
    return [id_ for id_ in named if id_ not in within][:MOST] or [finding.hits[0].provision.id]


def pointed(finding: Finding, policy: Policy) -> str:
    """The first sentence; empty where nothing was named."""
    if finding.named and document(fold(finding.question)):
        return f"这个文号就是《{policy.title}》（{policy.doc_no}）。开头是这样写的；想看哪一条，说条号就行。"
    called = "".join(
        f"“{words}”在这份文件里写作{policy.place(id_)}。"
        for words, id_ in reread(policy, fold(finding.question))
    )
    labels = "、".join(policy.place(id_) for id_ in together(finding)) if finding.named else ""
    if finding.missing:
        return f"{gone(finding.missing)}{called}{f'{labels}是这样写的。' if labels else _numbering(policy)}"
    return called + (f"{labels}是这样写的。" if len(together(finding)) > 1 else "")


def nothing(finding: Finding) -> str:
    """Where there is nothing to show: no policy has what was named, or nothing was said that could be looked for."""
    return NONE_HAS.format(missing=finding.missing) if finding.missing else UNHEARD


def aside(finding: Finding, policy: Policy) -> Iterator[str]:
    """What is named by the way in a long message, and is not there."""
    lost = () if finding.missing or finding.named else absent(policy, fold(finding.question))
    yield from [gone("”“".join(lost))] if lost else ()


def gone(missing: str) -> str:
    """That there is nothing of this number."""
    several = any(sign in missing for sign in "”、和与-~至到")
    unit = missing[-1] if missing[-1] in "款项章" else "条"
    what = "" if "附件" in missing else "这几条" if several else f"这一{unit}"
    return f"这份文件里没有“{missing}”{what}。"


def _numbering(policy: Policy) -> str:
    """How far this policy's numbers go, and how to read it."""
    last = [one for one in policy.articles if one.kind != "附件"][-1]
    return (
        f"它的编号到{policy.place(last.id)}为止，里面各项像{_sample(policy)}这样写。发 /articles 可以逐条看。"
    )


def _sample(policy: Policy) -> str:
    """How this policy numbers its provisions, by an example."""
    item = next((one for one in policy.provisions if one.kind == "项"), policy.provisions[0])
    return f"“{item.label}”"
