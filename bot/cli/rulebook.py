"""The rules of the policies as a page to read: docs/rules.md, and the decision path of each as a Mermaid chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialogs.assess.questions import STAGE_WORDS
from dialogs.assess.words import NAMES
from knowledge.library.corpus import Library
from knowledge.policy.provisions import Policy
from knowledge.rules import (
    Condition,
    Deadline,
    Element,
    Exclusion,
    OutcomeRow,
    Regime,
    Situation,
    Step,
    logic,
)
from knowledge.rules.logic import All, AnyOf, Expr, Is, Not
from knowledge.rules.types import Scope

HEAD = """# 各地文件的规则

本页由 `rongcuo policy rules` 按数据生成，不要手改。条款里的字都逐字核对过；“事实”一栏的名字就是 `rongcuo assess` 用的名字。
结果：`not_applicable` 不在适用范围 · `barred` 不予容错 · `gate_failed` 未同时具备必备条件 · `no_situation` 没有对应情形 ·
`exempt` 不予追究 · `mitigated` 从轻、减轻、免予 · `tolerated` 可予容错，档次由机关定。
"""
ASKED = {"in_scope": "在适用范围内？", "excluded": "有不予容错的情形？", "has_situation": "对得上一种情形？",
         "all_conditions": "条件都具备？"}  # fmt: skip
TESTED = {
    "in_scope": "在适用范围",
    "excluded": "有排除情形",
    "has_situation": "有情形",
    "all_conditions": "条件齐备",
}
ROLES = {"tier": "同时符合和不能同时具备，各写了怎么处理", "gate": "必须同时具备", "definition": "写在定义里",
         "none": "文件没有写要同时符合的条件"}  # fmt: skip
STARTS = {"told": "被告知", "conclusion": "作出结论", "determination": "作出认定"}


def page(library: Library, regions: Iterable[str] | None = None) -> str:
    """Markdown; all policies that have a decision table, or those named."""
    wanted = [
        name for name, rules in library.regimes.items() if rules.decision and (not regions or name in regions)
    ]
    return "\n".join([HEAD, *("\n".join(_policy(library, name)) for name in wanted)])


# ── the path ─────────────────────────────────────────────────────────────────────────────────────
def chart(library: Library, region: str) -> str:
    """The decision table as a Mermaid flow chart."""
    regime = library.regimes[region]
    lines = ["flowchart TD"]
    for number, row in enumerate(regime.decision):
        end = f'    r{number}(["{_outcome(row)}<br/>{_label(library, row.at)}"])'
        if row.test is None:
            lines.append(end)
            continue
        lines += [f'    q{number}{{"{_asked(row.test, regime)}"}}', end, *_branches(number, row.test, regime)]
    return "\n".join(lines)


def _branches(number: int, test: Expr, regime: Regime) -> Iterator[str]:
    """The two arrows that leave a question: to its own result, and on to the next row."""
    turn, rest = ("否", "是") if isinstance(test, Not) else ("是", "否")
    following = f"q{number + 1}" if regime.decision[number + 1].test is not None else f"r{number + 1}"
    yield f"    q{number} -- {turn} --> r{number}"
    yield f"    q{number} -- {rest} --> {following}"


def _outcome(row: OutcomeRow) -> str:
    options = "、".join(row.options)
    return row.local or (
        options if row.outcome == "mitigated" and options else NAMES[row.outcome].split("（")[0]
    )


def _asked(test: Expr, regime: Regime) -> str:
    inner = test.part if isinstance(test, Not) else test
    name = inner.name if isinstance(inner, Is) else ""
    return ASKED.get(name) or (f"{regime.facts[name].say}？" if name in regime.facts else name)


# ── a policy ─────────────────────────────────────────────────────────────────────────────────────
def _policy(library: Library, region: str) -> Iterator[str]:
    policy, regime = library.policies[region], library.regimes[region]
    yield f"\n## {library.short[region]}（`{region}`）\n"
    yield f"《{policy.title}》（{policy.doc_no}）。{_dates(policy, regime)}\n"
    yield f"```mermaid\n{chart(library, region)}\n```\n"
    yield from _decision(policy, regime)
    yield from _scope(policy, regime)
    yield from _situations(policy, regime)
    yield from _exclusions(policy, regime)
    yield from _conditions(policy, regime)
    yield from _criteria(policy, regime)
    yield from _procedure(policy, regime)
    yield from _effects(policy, regime)
    yield from _forms(policy, regime)
    yield from _notes(policy, regime)


def _dates(policy: Policy, regime: Regime) -> str:
    d = regime.document
    told = [f"印发 {d.issued}" if d.issued else "", "试行" if d.trial else ""]
    if d.in_force:
        told.append(f"{d.in_force.since} 起施行（{d.in_force.presumed or _at(policy, d.in_force.at or '')}）")
    if d.replaces:
        told.append(f"废止 {d.replaces.name}（{_at(policy, d.replaces.at)}）")
    if d.outside:
        told.append(f"依据但不在库里：{'、'.join(d.outside)}")
    return "；".join(word for word in told if word) + "。" + d.stale


def _decision(policy: Policy, regime: Regime) -> Iterator[str]:
    yield "### 判断表（自上而下，先成立的算）\n"
    rows = ((_test(row.test), f"`{row.outcome}` {_outcome(row)}", f"“{row.quote}”", _at(policy, row.at))
            for row in regime.decision)  # fmt: skip
    yield from table(("条件", "结果", "原文", "条款"), rows)


def _test(test: Expr | None) -> str:
    match test:
        case None:
            return "其余"
        case Is(name):
            return TESTED.get(name, f"`{name}`")
        case Not(part):
            return f"不是：{_test(part)}"
        case All(parts):
            return "、".join(_test(part) for part in parts) + " 都成立"
        case AnyOf(parts):
            return "、".join(_test(part) for part in parts) + " 之一"


def _scope(policy: Policy, regime: Regime) -> Iterator[str]:
    yield f"### 适用范围（{_at(policy, regime.scope.at)}）\n"
    reference = f"；`{regime.scope.reference}` 是参照执行" if regime.scope.reference else ""
    yield f"{'都要' if regime.scope.all else '有一就行'}{reference}。\n"
    yield from _elements(regime.scope.elements)
    yield from _background(regime.scope)


def _background(one: Scope | Situation | Exclusion | Condition, place: str = "") -> Iterator[str]:
    """What is not asked about, and why."""
    told = "；".join(f"“{scene.quote}”（{scene.why}）" for scene in one.background)
    if told:
        yield f"{place}背景，不单独问：{told}\n"


def _elements(elements: Iterable[Element]) -> Iterator[str]:
    rows = ((e.say, _facts(e.met), e.ask, f"“{e.quote}”", e.proof, e.why) for e in elements)
    yield from table(("要件", "事实", "怎么问", "原文", "证明材料", "为什么问"), rows)


def _facts(test: Expr) -> str:
    named = "、".join(f"`{name}`" for name in logic.names(test))
    match test:
        case Is():
            return named
        case Not():
            return f"没有 {named}"
        case AnyOf():
            return f"{named} 之一"
        case All():
            return "；".join(_facts(part) for part in test.parts)


def _situations(policy: Policy, regime: Regime) -> Iterator[str]:
    yield f"### 情形（{len(regime.situations.items)} 种，“{regime.situations.may.quote}”）\n"
    for one in regime.situations.items:
        judged = "（由机关判断）" if one.judged else ""
        yield f"**{_at(policy, one.at)}** `{one.at}`{judged}\n\n> {_unspaced(policy.provision(one.at).text)}\n"
        yield from _elements(one.elements)
        yield from _background(one)


def _exclusions(policy: Policy, regime: Regime) -> Iterator[str]:
    if not regime.exclusions.items:
        yield "### 不予容错\n\n文件没有单列不予容错清单。\n"
        return
    yield "### 不予容错\n"
    rows = ((_at(policy, one.at), "、".join(f"`{fact}`" + _quoted(one.quotes.get(fact)) for fact in one.any),
             f"“{_unspaced(policy.provision(one.at).text)}”" + ("（由机关判断）" if one.judged else "") + one.note)
            for one in regime.exclusions.items)  # fmt: skip
    yield from table(("条款", "事实（有一就算）", "原文"), rows)
    for one in regime.exclusions.items:
        yield from _background(one, f"{_at(policy, one.at)}的")


def _quoted(words: str | None) -> str:
    return f"“{words}”" if words else ""


def _conditions(policy: Policy, regime: Regime) -> Iterator[str]:
    yield f"### 条件（{ROLES[regime.conditions.role]}）\n"
    rows = ((f"{_at(policy, c.at)}", c.say, _facts(c.test), f"“{c.quote}”" + (f"；例外：“{c.exception.quote.strip('（）')}”" if c.exception else ""),
             c.proof) for c in regime.conditions.items)  # fmt: skip
    if regime.conditions.items:
        yield from table(("条款", "条件", "事实", "原文", "证明材料"), rows)
    for one in regime.conditions.items:
        yield from _background(one, f"{_at(policy, one.at)}的")
    if regime.shared:
        yield "### 一个事实用在几处\n"
        yield from table(
            ("事实", "为什么是一把尺子"), ((f"`{fact}`", why) for fact, why in regime.shared.items())
        )


def _criteria(policy: Policy, regime: Regime) -> Iterator[str]:
    if regime.criteria is None:
        yield "### 综合分析\n\n文件没有列综合分析的几个方面。\n"
        return
    yield f"### 综合分析（{_at(policy, regime.criteria.at)}；不改变结果）\n"
    rows = (
        (one.name, "；".join(one.good), "；".join(one.bad), _at(policy, one.at))
        for one in regime.criteria.items
    )
    yield from table(("方面", "一边", "另一边", "条款"), rows)


def _procedure(policy: Policy, regime: Regime) -> Iterator[str]:
    yield "### 程序和期限\n"
    rows = ((step.do + ("（可选）" if step.optional else ""), step.who + (f" → {step.to}" if step.to else ""),
             _due(step), f"“{step.quote}”" if step.quote else "", _at(policy, step.at)) for step in regime.procedure)  # fmt: skip
    yield from table(("步骤", "谁做", "期限", "原文", "条款"), rows)
    told = ((STAGE_WORDS[name], one.say, _at(policy, one.at)) for name, one in regime.stages.items())
    yield "### 到了哪一步，怎么办\n"
    yield from table(("阶段", "怎么办", "条款"), told)


def _due(step: Step) -> str:
    d: Deadline | None = step.deadline
    if d is None:
        return "—"
    if d.days and d.start:
        return f"{d.days} 个工作日，从{STARTS[d.start]}起"
    if d.monthly:
        return f"每月 {d.monthly} 日前"
    words = [("在处理决定作出之前", d.before), (f"“{d.vague}”，没有写天数", d.vague), (f"以通知为准（“{d.notice}”）", d.notice),
             (f"见别的规定（“{d.elsewhere}”）", d.elsewhere), ("与结论同时", d.together), ("文件没有写", d.none)]  # fmt: skip
    return next((said for said, there in words if there), "—") + (f"；“{d.extend}”" if d.extend else "")


def _effects(policy: Policy, regime: Regime) -> Iterator[str]:
    if regime.effects:
        yield "### 结果运用\n"
        rows = ((f"`{name}`", _at(policy, one.at)) for name, one in regime.effects.items())
        yield from table(("结果", "条款"), rows)


def _forms(policy: Policy, regime: Regime) -> Iterator[str]:
    yield "### 表格\n"
    if regime.forms:
        forms = ((one.title, _at(policy, one.at), "、".join(one.fields)) for one in regime.forms)
        yield from table(("名称", "条款", "栏目"), forms)
    else:
        yield "文件没有附表。\n"


def _notes(policy: Policy, regime: Regime) -> Iterator[str]:
    """What the policy is silent on, and what is easily misread."""
    yield "### 文件没有写的\n"
    yield "\n".join(f"- {one.say}" for one in regime.silences) + "\n"
    yield "### 容易看错的\n"
    places = (_at(policy, one.at) + (f"“{one.quote}”" if one.quote else "") for one in regime.traps)
    traps = (f"- {one.say}（{place}）" for one, place in zip(regime.traps, places, strict=True))
    yield "\n".join(traps) + "\n"


# ── small words ──────────────────────────────────────────────────────────────────────────────────
def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Of Markdown."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    yield (
        "\n".join([*lines, *(f"| {' | '.join(cell.replace('|', '｜') for cell in row)} |" for row in rows)])
        + "\n"
    )


def _at(policy: Policy, at: str) -> str:
    return policy.place(at)


def _label(library: Library, at: str) -> str:
    return library.policies[at.partition(".")[0]].provision(at).label


def _unspaced(text: str) -> str:
    return "".join(text.split())
