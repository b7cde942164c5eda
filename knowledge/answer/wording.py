"""Finding → words. Every sentence of ours is short and promises nothing; every rule is the policy's own quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.answer import steering
from knowledge.answer.barring import barred, crossed, noted, says
from knowledge.answer.finding import (
    ELIGIBLE,
    EXCLUDED,
    INFO,
    NOT_APPLICABLE,
    NOT_COVERED,
    OWN_CASE,
    Answer,
    Finding,
    Hit,
    Passage,
    Strong,
)
from knowledge.answer.orientation import orientation
from knowledge.answer.scope import asks_who, scope_said
from knowledge.hearing.concepts import Mention
from knowledge.library.corpus import Library
from knowledge.library.lexicon import PARTS
from knowledge.policy.provisions import Policy, Provision
from knowledge.policy.quote import Quote
from knowledge.rules import Phrase, Regime, logic

CANNOT = (
    "这个问题不在容错纠错文件的范围里，我答不了，也不乱猜。\n"
    "我能做的：说说您遇到的失误，我找出对得上的条款；或者问规则，比如“结论几天告知”“哪些情况不予容错”。"
)
RETOLD = 4
"""Things that an answer repeats of a message, those that decide most first."""
DECIDING = ("gain", "decided", "wrong", "mended")
DOUBT = CANNOT + "\n如果您问的就是容错纠错，最接近的是这一条："
REFERENCE = "适用的是您所在地（单位）的文件；外地条款仅供参考，不能作为申请依据。"
CHOOSE = "各地规定不一样，请先选您所在的地区或单位，我再按那一份回答。"


class Writer:
    """Puts findings into words for one library."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def answer(self, finding: Finding) -> Answer:
        """The words for a finding, and what else may have been meant."""
        citations = tuple(
            self.library.policies[h.provision.region].citation(h.provision.id) for h in finding.hits
        )
        return replace(self._answer(finding), citations=citations)

    def _answer(self, finding: Finding) -> Answer:
        if not finding.hits:
            return Answer(finding, (Strong(CANNOT),))
        if finding.verdict == "out_of_scope":
            return self._strange(finding)
        if finding.region is None:
            return Answer(finding, tuple(self._everywhere(finding)), finding.hits[:3])
        passages = tuple(self._here(finding, self.library.policies[finding.region]))
        others = finding.hits[1:4] if finding.confidence < steering.SURE else finding.hits[1:3]
        return Answer(finding, passages, others)

    def _strange(self, finding: Finding) -> Answer:
        """What is hardly ours; the nearest provision is shown where that is in doubt."""
        best = finding.hits[0]
        if best.score < steering.NEAR_ENOUGH or finding.confidence >= steering.SURELY_NOT:
            return Answer(finding, (Strong(CANNOT),))
        return Answer(finding, (Strong(DOUBT), self.quote(best.provision.id)), finding.hits[:3])

    def chosen(self, finding: Finding, id_: str) -> tuple[Passage, ...]:
        """The words for a finding as if this provision had been the best one."""
        provision = self.library.provision(id_)
        kind = self.library.verdict(id_, "told") if finding.verdict in OWN_CASE else INFO
        picked = replace(finding, hits=(Hit(provision, 1.0),), verdict=kind, topic=None, confidence=1.0)
        return self.answer(picked).passages

    def next_step(self, id_: str) -> tuple[Passage, ...]:
        """The article that a provision belongs to, how to go on, and who decides."""
        policy = self.library.policies[id_.partition(".")[0]]
        regime = self.library.regimes.get(policy.region)
        barred = self.library.verdict(id_, "told") == "excluded"
        steps: tuple[Passage, ...] = ()
        if regime:
            steps = (
                tuple(self._excluded(policy, regime, id_)) if barred else tuple(self._next(policy, regime))
            )
        return (self.quote(id_), *steps, self._authority(regime))

    # ── no region yet ────────────────────────────────────────────────────────────────────────────
    def _everywhere(self, finding: Finding) -> Iterator[Passage]:
        yield Strong(CHOOSE)
        seen: set[str] = set()
        for hit in finding.hits:
            if hit.provision.region not in seen and len(seen) < 3:
                seen.add(hit.provision.region)
                yield f"{self.library.short[hit.provision.region]}的规定：{self._opening(hit.provision)}"
                yield self.quote(hit.provision.id)
        yield REFERENCE

    def _opening(self, provision: Provision) -> str:
        """The words above an item, without which it may be read for its contrary, and what must hold besides."""
        policy, regime = self.library.policies[provision.region], self.library.regimes.get(provision.region)
        above = policy.provision(provision.parent) if provision.parent else None
        if above is None or provision.kind != "项":
            return ""
        said = f"{policy.place(above.id)}的开头是“{above.flat.rstrip('：:')}”，其中："
        listed = regime and regime.situation(provision.id)
        return (
            said + "".join(f"\n（{line}）" for line in self._conditions(policy, regime))
            if listed and regime
            else said
        )

    # ── one policy ───────────────────────────────────────────────────────────────────────────────
    def _here(self, finding: Finding, policy: Policy) -> Iterator[Passage]:
        regime = self.library.regimes.get(policy.region)
        first = self._first(finding, policy, regime)
        yield Strong(f"{self.library.short[policy.region]}：{first}")
        if (
            finding.verdict in OWN_CASE
            and not asks_who(finding)
            and finding.topic is None
            and (heard := self._understood(finding))
        ):
            yield f"我理解到：{heard}。哪一点不对，请改正了再说一遍。"
        if finding.verdict == INFO and finding.topic is None and "列在“" not in first:
            yield from filter(None, [self._opening(finding.hits[0].provision)])
        yield self.quote(finding.hits[0].provision.id)
        told = {*finding.facts, *(mention.name for mention in finding.told)}
        yield from orientation(regime, finding.hits[0].provision.id, told)
        yield from self._nearby(finding, policy)
        if regime:
            yield from self._to_be_done(finding, policy, regime)
        if finding.verdict != INFO and not asks_who(finding) and finding.topic is None:
            yield self._authority(regime)

    def _to_be_done(self, finding: Finding, policy: Policy, regime: Regime) -> Iterator[Passage]:
        """What else must hold in a case that was told, and how to go on."""
        if finding.verdict == ELIGIBLE:
            yield from self._eligible(policy, regime, finding.hits[0])
        if finding.verdict == EXCLUDED:
            yield from self._excluded(policy, regime, finding.hits[0].provision.id)
        if finding.verdict == NOT_COVERED and finding.topic is None:
            lines = ["这一条是兜底；能不能用，由机关判断。", *self._besides(policy, regime)]
            yield "还要看：\n" + "\n".join("· " + line for line in lines)
            yield from self._next(policy, regime)

    def _understood(self, finding: Finding) -> str:
        """What the message tells, in the order of a story, each with its own words; unsure things are left out."""
        sayings = self.library.lexicon.sayings
        told: dict[str, Mention] = {}
        for mention in finding.told:
            if mention.name in sayings and (words := sayings[mention.name].retold(mention)):
                told.setdefault(words, mention)
        order = sorted(told, key=lambda words: PARTS.index(sayings[told[words].name].part))
        kept = sorted(order, key=lambda words: sayings[told[words].name].part not in DECIDING)[:RETOLD]
        return "；".join(f"{words}（“{told[words].words}”）" for words in order if words in kept)

    def _nearby(self, finding: Finding, policy: Policy) -> Iterator[Passage]:
        """Where it is not sure which rule was meant, the next one is quoted as well."""
        if finding.verdict == INFO and not finding.named and not finding.missing:
            for hit in finding.hits[1:2] if finding.hits[0].score < steering.SURE_PLACE else ():
                yield f"也可能问的是{policy.place(hit.provision.id)}："
                yield self.quote(hit.provision.id)

    def _first(self, finding: Finding, policy: Policy, regime: Regime | None) -> str:
        id_ = finding.hits[0].provision.id
        label = policy.place(id_)
        match finding.verdict:
            case "eligible":
                return _fitting(finding, policy, regime)
            case "excluded":
                return barred(policy, regime, id_, finding.facts) + crossed(policy, regime, id_, finding.told)
            case "not_applicable":
                return scope_said(finding, label)
            case "not_covered":
                return (
                    _silence(finding, policy) or f"没有找到对得上的列明情形，可能只有兜底的{label}可以主张。"
                )
            case _:
                return self._fact(finding, policy)

    def _fact(self, finding: Finding, policy: Policy) -> str:
        top = finding.hits[0].provision
        label = policy.place(top.id)
        if finding.missing:
            return f"这份文件没有“{finding.missing}”，条款用的是{_sample(policy)}这样的编号。您要找的可能在这里："
        place = finding.topic.at.get(policy.region) if finding.topic else None
        if place and place.silent and place.ids[:1] == (top.id,):
            return _silence(finding, policy)
        if place and place.quote and place.ids[0] == top.id:
            return f"“{place.quote}”（{label}{'；' + place.note if place.note else ''}）。"
        regime = self.library.regimes.get(policy.region)
        if regime and regime.exclusions.bar and regime.bars(top) and not finding.named:
            return f"{label}列在“{regime.exclusions.bar.quote}”的情形里。{noted(regime, top.id)}"
        return f"{label}是这样写的。"

    # ── what else must hold ──────────────────────────────────────────────────────────────────────
    def _eligible(self, policy: Policy, regime: Regime, top: Hit) -> Iterator[Passage]:
        needs = [need.say for need in regime.needs(top.provision.id)]
        lines = [f"这一项自带前提，请核对：{'；'.join(needs)}。"] if needs else []
        lines += [trap.say for trap in regime.traps if trap.test == logic.Is(top.provision.id)]
        lines += self._besides(policy, regime)
        yield "还要看：\n" + "\n".join("· " + line for line in lines)
        yield from self._next(policy, regime)

    def _besides(self, policy: Policy, regime: Regime) -> list[str]:
        """What must hold whichever situation it is: the conditions, and that nothing bars."""
        lines, x = self._conditions(policy, regime), regime.exclusions
        if x.at and not policy.children(x.at) and x.bar:
            lines.append(f"{policy.place(x.at)}写了：“{x.bar.quote}”。")
        elif x.at:
            words = f"（{x.words}）" if x.words else ""
            lines.append(f"不能有{policy.place(x.at)}里说的情形{words}。")
        return lines

    def _conditions(self, policy: Policy, regime: Regime) -> list[str]:
        c = regime.conditions
        label = policy.place(c.at) if c.at else ""
        match c.role:
            case "tier" if c.all and c.missing:
                return [f"{label}的条件同时符合，“{c.all.quote}”；不能同时具备，{cited(policy, c.missing)}。"]
            case "gate" if c.all:
                return [f"{label}写的是“{c.all.quote}”，每一项都要有{excepted(policy, regime)}。"]
            case "definition" if c.all:
                says = "，".join(one.quote for one in c.items)
                return [f"还要符合{label}：“{says}”；文件写的结果是“{c.all.quote}”，没有写怎么分。{c.note}"]
            case _ if c.tiers:
                return [f"是不予追究责任，还是{cited(policy, c.tiers)}，文件没有写判断标准。"]
            case _:
                return []

    def _excluded(self, policy: Policy, regime: Regime, id_: str) -> Iterator[Passage]:
        if said := regime.mitigation:
            phrase = said.lacking((id_,))
            note = said.note if phrase is said else ""
            yield f"补救的事，文件写的是：{cited(policy, phrase)}。{note}"
        yield "如果事实不是这样，请把经过说清楚再问一次；我只按您说的话对照条文。"
        yield "下一步：如实说明情况，尽快纠正、挽回影响。是不是这样，要由机关查清。"

    def _next(self, policy: Policy, regime: Regime) -> Iterator[Passage]:
        steps = "\n".join(cited(policy, phrase) for phrase in regime.apply)
        form = f"\n申请表见{policy.place(regime.form)}。" if regime.form else ""
        gaps = "".join("\n" + gap for gap in regime.gaps)
        yield f"下一步：{steps}{form}{gaps}"

    def _authority(self, regime: Regime | None) -> str:
        return f"最终由{regime.organ if regime else '责任追究机关'}认定。"

    def quote(self, id_: str) -> Quote:
        """A provision with its items, verbatim, under its citation."""
        policy = self.library.policies[id_.partition(".")[0]]
        return Quote(policy.full_text(id_), policy.citation(id_))


def _sample(policy: Policy) -> str:
    """How this policy numbers its provisions, by an example."""
    item = next(
        (provision for provision in policy.provisions if provision.kind == "项"), policy.provisions[0]
    )
    return f"“{item.label}”"


def _fitting(finding: Finding, policy: Policy, regime: Regime | None) -> str:
    """That the case may be one of those listed, and what the policy says of these."""
    id_, may = finding.hits[0].provision.id, regime.situations.may.quote if regime else ""
    unsure = "" if finding.confidence >= steering.SURE else "不太确定，"
    said = f"，文件写的是“{may}”" if may and says(policy, id_, may) else ""
    return f"{unsure}可能对得上{policy.place(id_)}{said}。"


def _silence(finding: Finding, policy: Policy) -> str:
    """That the policy says nothing on the topic, and what comes closest; empty where it does say something."""
    place = finding.topic.at.get(policy.region) if finding.topic else None
    if finding.topic is None or place is None or not place.silent:
        return ""
    nearest = policy.place(finding.hits[0].provision.id)
    note = f"（{place.note}）" if place.note else ""
    return f"本文件没有规定{finding.topic.name}{note}。最接近的是{nearest}：".replace("）（", "；")


def excepted(policy: Policy, regime: Regime) -> str:
    """What the conditions except, in their own words."""
    found = [(one.at, one.exception.quote) for one in regime.conditions.items if one.exception]
    return "".join(f"；{policy.provision(at).label}写了“{quote}”" for at, quote in found)


def cited(policy: Policy, phrase: Phrase) -> str:
    """A policy's words with the place they stand in."""
    return f"“{phrase.quote}”（{policy.place(phrase.at)}）"


__all__ = ["CANNOT", "NOT_APPLICABLE", "REFERENCE", "Writer"]
