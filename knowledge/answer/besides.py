"""What else must hold beside the provision that a case may fall under, and how to go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.answer.barring import mends
from knowledge.answer.finding import Finding, Passage
from knowledge.answer.lacking import headed, mended
from knowledge.hearing.acts import Act
from knowledge.policy.provisions import Policy
from knowledge.rules import Phrase, Regime, logic

ONWARD = "下一步：如实说明情况，尽快纠正，挽回损失、消除影响。是不是这样，要由机关查清。"


def to_be_done(
    finding: Finding, policy: Policy, regime: Regime, acts: Mapping[str, Act]
) -> Iterator[Passage]:
    """What else must hold in a case that was told, and how to go on."""
    match finding.verdict:
        case "eligible":
            yield from _eligible(finding, policy, regime)
        case "lacking":
            yield from _lacking(finding, policy, regime, acts)
        case "excluded":
            yield from excluded(policy, regime, finding.hits[0].provision.id)
        case "not_covered" if finding.topic is None:
            lines = ["这一条是兜底；能不能用，由机关判断。", *_besides(policy, regime)]
            yield "还要看：\n" + "\n".join("· " + line for line in lines)
            yield onward(policy, regime)
        case _:
            return


def _eligible(finding: Finding, policy: Policy, regime: Regime) -> Iterator[Passage]:
    needs = [need.say for need in regime.needs(finding.hits[0].provision.id)]
    lines = [f"这一项自己还要求，请核对：{'；'.join(needs)}。"] if needs else []
    lines += [*_readings(finding, regime), *_besides(policy, regime)]
    yield "还要看：\n" + "\n".join("· " + line for line in lines)
    yield onward(policy, regime)


def _lacking(finding: Finding, policy: Policy, regime: Regime, acts: Mapping[str, Act]) -> Iterator[Passage]:
    """What can still be made good, and in short what else must hold."""
    yield from mended(finding.lacks, finding.grounds, acts, regime.organ)
    if lines := [*_readings(finding, regime), *_besides(policy, regime)]:
        yield "还要看：\n" + "\n".join("· " + line for line in lines)
    yield _step(policy, regime)


def excluded(policy: Policy, regime: Regime, id_: str) -> Iterator[Passage]:
    """What may still be done where a provision bars."""
    if able := mends(regime, id_):
        yield headed(able)
    if said := regime.mitigation:
        phrase = said.lacking((id_,))
        note = said.note if phrase is said else ""
        yield f"补救的事，文件写的是：{cited(policy, phrase)}。{note}"
    yield "如果事实不是这样，请把经过说清楚再问一次；我只按您说的话对照条文。"
    yield ONWARD


def onward(policy: Policy, regime: Regime) -> str:
    """The next step, and what the policy does not say of it."""
    return _step(policy, regime) + "".join("\n" + gap for gap in regime.gaps)


def _step(policy: Policy, regime: Regime) -> str:
    steps = "\n".join(cited(policy, phrase) for phrase in regime.apply)
    form = f"\n申请表见{policy.place(regime.form)}。" if regime.form else ""
    return f"下一步：{steps}{form}"


def _besides(policy: Policy, regime: Regime) -> list[str]:
    """What must hold whichever situation it is: the conditions, and that nothing bars."""
    lines, x = conditions(policy, regime), regime.exclusions
    if x.at and not policy.children(x.at) and x.bar:
        lines.append(f"{policy.place(x.at)}写了：“{x.bar.quote}”。")
    elif x.at:
        words = f"（{x.words}）" if x.words else ""
        lines.append(f"不能有{policy.place(x.at)}里说的情形{words}。")
    return lines


def _readings(finding: Finding, regime: Regime) -> list[str]:
    """What the provision leaves open."""
    id_ = finding.hits[0].provision.id
    return [trap.say for trap in regime.traps if trap.test == logic.Is(id_)]


def conditions(policy: Policy, regime: Regime) -> list[str]:
    """What the policy demands of every situation."""
    c = regime.conditions
    label = policy.place(c.at) if c.at else ""
    match c.role:
        case "tier" if c.all and c.missing:
            missing = f"“{c.missing.quote}”" if c.missing.at == c.at else cited(policy, c.missing)
            return [f"{label}的条件同时符合，“{c.all.quote}”；不能同时具备，{missing}。"]
        case "gate" if c.all:
            return [f"{label}写的是“{c.all.quote}”，每一项都要有{excepted(policy, regime)}。"]
        case "definition" if c.all:
            says = "，".join(one.quote for one in c.items)
            return [f"还要符合{label}：“{says}”；文件写的结果是“{c.all.quote}”，没有写怎么分。{c.note}"]
        case _ if c.tiers:
            return [f"是不予追究责任，还是{cited(policy, c.tiers)}，文件没有写判断标准。"]
        case _:
            return []


def excepted(policy: Policy, regime: Regime) -> str:
    """What the conditions except, in their own words."""
    found = [(one.at, one.exception.quote) for one in regime.conditions.items if one.exception]
    return "".join(f"；{policy.provision(at).label}写了“{quote}”" for at, quote in found)


def cited(policy: Policy, phrase: Phrase) -> str:
    """A policy's words with the place they stand in."""
    return f"“{phrase.quote}”（{policy.place(phrase.at)}）"
