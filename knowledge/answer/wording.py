"""Finding → words. Every sentence of ours is short and promises nothing; every rule is the policy's own quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.answer import steering
from knowledge.answer.barring import barred, mends, noted, says
from knowledge.answer.finding import (
    ELIGIBLE,
    EXCLUDED,
    INFO,
    LACKING,
    NOT_APPLICABLE,
    NOT_COVERED,
    OUT_OF_SCOPE,
    Answer,
    Finding,
    Passage,
    Strong,
)
from knowledge.answer.lacking import headed, mended, required
from knowledge.answer.orientation import orientation
from knowledge.answer.retelling import retold
from knowledge.library.corpus import Library
from knowledge.policy.provisions import Policy
from knowledge.policy.quote import Quote
from knowledge.rules import Phrase, Regime, logic

CANNOT = (
    "这个问题不在容错纠错文件的范围里，我答不了，也不乱猜。\n"
    "我能做的：说说您遇到的失误，我找出对得上的条款；或者问规则，比如“结论几天告知”“哪些情况不予容错”。"
)
DOUBT = CANNOT + "\n如果您问的就是容错纠错，最接近的是这一条："
REFERENCE = "适用的是您所在地（单位）的文件；外地条款仅供参考，不能作为申请依据。"
CHOOSE = "各地规定不一样，请先选您所在的地区或单位，我再按那一份回答。"

ONWARD = "下一步：如实说明情况，尽快纠正、挽回影响。是不是这样，要由机关查清。"


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

    def brief(self, finding: Finding) -> Answer:
        """The answer to one of several matters: in short, without what all of them end with."""
        if finding.region is None or not finding.hits or finding.verdict == OUT_OF_SCOPE:
            return self.answer(finding)
        passages = tuple(self._in_short(finding, self.library.policies[finding.region]))
        return replace(self.answer(finding), passages=passages, others=())

    def closing(self, region: str | None) -> str:
        """Who decides."""
        return self._authority(self.library.regimes.get(region or ""))

    def next_step(self, id_: str) -> tuple[Passage, ...]:
        """The article that a provision belongs to, how to go on, and who decides."""
        policy = self.library.policies[id_.partition(".")[0]]
        regime = self.library.regimes.get(policy.region)
        barred = self.library.verdict(id_, "told") == "excluded"
        steps: tuple[Passage, ...] = ()
        if regime:
            steps = tuple(self._excluded(policy, regime)) if barred else tuple(self._next(policy, regime))
        return (self.quote(id_), *steps, self._authority(regime))

    # ── no region yet ────────────────────────────────────────────────────────────────────────────
    def _everywhere(self, finding: Finding) -> Iterator[Passage]:
        yield Strong(CHOOSE)
        seen: set[str] = set()
        for hit in finding.hits:
            if hit.provision.region not in seen and len(seen) < 3:
                seen.add(hit.provision.region)
                yield f"{self.library.short[hit.provision.region]}的规定："
                yield self.quote(hit.provision.id)
        yield REFERENCE

    # ── one policy ───────────────────────────────────────────────────────────────────────────────
    def _here(self, finding: Finding, policy: Policy) -> Iterator[Passage]:
        regime = self.library.regimes.get(policy.region)
        yield Strong(f"{self.library.short[policy.region]}：{self._first(finding, policy, regime)}")
        yield from self._understood(finding)
        yield self.quote(finding.hits[0].provision.id)
        yield from orientation(regime, finding.hits[0].provision.id)
        yield from self._nearby(finding, policy)
        if regime:
            yield from self._to_be_done(finding, policy, regime)
        if finding.verdict != INFO and finding.topic is None:
            yield self._authority(regime)

    def _in_short(self, finding: Finding, policy: Policy) -> Iterator[Passage]:
        regime = self.library.regimes.get(policy.region)
        yield Strong(self._first(finding, policy, regime))
        yield from self._understood(finding)
        yield self.quote(finding.hits[0].provision.id)
        if regime and finding.verdict == EXCLUDED:
            if able := mends(regime, finding.hits[0].provision.id):
                yield headed(able)
            yield ONWARD
        elif regime and finding.verdict != INFO:
            yield from self._to_be_done(finding, policy, regime)

    def _understood(self, finding: Finding) -> Iterator[Passage]:
        heard = retold(finding.heard, self.library.lexicon.acts)
        if finding.topic is None and heard:
            yield f"我理解到：{heard}。哪一点不对，请改正了再说一遍。"

    def _to_be_done(self, finding: Finding, policy: Policy, regime: Regime) -> Iterator[Passage]:
        """What else must hold in a case that was told, and how to go on."""
        if finding.verdict == ELIGIBLE:
            yield from self._eligible(finding, policy, regime)
        if finding.verdict == LACKING:
            yield from self._lacking(finding, policy, regime)
        if finding.verdict == EXCLUDED:
            if able := mends(regime, finding.hits[0].provision.id):
                yield headed(able)
            yield from self._excluded(policy, regime)
        if finding.verdict == NOT_COVERED and finding.topic is None:
            yield "这一条是兜底；能不能用，由机关判断。"
            yield from self._next(policy, regime)

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
            case "lacking":
                acts = self.library.lexicon.acts
                return (
                    f"{_unsure(finding)}可能对得上{label}，{required(finding.lacks, finding.grounds, acts)}。"
                )
            case "excluded":
                return barred(policy, regime, id_, finding.facts)
            case "not_applicable":
                return f"照您说的身份或事情，可能不在这份文件的适用范围内（{label}）。"
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
    def _eligible(self, finding: Finding, policy: Policy, regime: Regime) -> Iterator[Passage]:
        needs = [need.say for need in regime.needs(finding.hits[0].provision.id)]
        lines = [f"这一项自带前提，请核对：{'；'.join(needs)}。"] if needs else []
        lines += _readings(finding, regime)
        lines += self._conditions(policy, regime)
        lines += _no_bar(policy, regime)
        yield "还要看：\n" + "\n".join("· " + line for line in lines)
        yield from self._next(policy, regime)

    def _lacking(self, finding: Finding, policy: Policy, regime: Regime) -> Iterator[Passage]:
        """What can still be made good, and in short what else must hold."""
        yield from mended(finding.lacks, finding.grounds, self.library.lexicon.acts, regime.organ)
        lines = [*_readings(finding, regime), *self._conditions(policy, regime), *_no_bar(policy, regime)]
        if lines:
            yield "还要看：\n" + "\n".join("· " + line for line in lines)
        yield _step(policy, regime)

    def _conditions(self, policy: Policy, regime: Regime) -> list[str]:
        c = regime.conditions
        label = policy.place(c.at) if c.at else ""
        match c.role:
            case "tier" if c.all and c.missing:
                return [f"{label}的条件同时符合，“{c.all.quote}”；不能同时具备，{cited(policy, c.missing)}。"]
            case "gate" if c.all:
                return [f"{label}写的是“{c.all.quote}”，每一项都要有。"]
            case "definition" if c.all:
                return [f"还要符合{label}的说法，文件写的结果是“{c.all.quote}”，没有写档次怎么分。"]
            case _ if c.tiers:
                return [f"是不予追究责任，还是{cited(policy, c.tiers)}，文件没有写判断标准。"]
            case _:
                return []

    def _excluded(self, policy: Policy, regime: Regime) -> Iterator[Passage]:
        if regime.mitigation:
            yield f"主动补救，文件也写到了：{cited(policy, regime.mitigation)}"
        yield "如果事实不是这样，请把经过说清楚再问一次；我只按您说的话对照条文。"
        yield ONWARD

    def _next(self, policy: Policy, regime: Regime) -> Iterator[Passage]:
        gaps = "".join("\n" + gap for gap in regime.gaps)
        yield _step(policy, regime) + gaps

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


def _unsure(finding: Finding) -> str:
    return "" if finding.confidence >= steering.SURE else "不太确定，"


def _readings(finding: Finding, regime: Regime) -> list[str]:
    """What the provision leaves open."""
    id_ = finding.hits[0].provision.id
    return [trap.say for trap in regime.traps if trap.test == logic.Is(id_)]


def _no_bar(policy: Policy, regime: Regime) -> list[str]:
    """That nothing may bar, where the policy has a list of that."""
    if not regime.exclusions.at:
        return []
    words = f"（{regime.exclusions.words}）" if regime.exclusions.words else ""
    return [f"不能有{policy.place(regime.exclusions.at)}里说的情形{words}。"]


def _step(policy: Policy, regime: Regime) -> str:
    steps = "\n".join(cited(policy, phrase) for phrase in regime.apply)
    form = f"\n申请表见{policy.place(regime.form)}。" if regime.form else ""
    return f"下一步：{steps}{form}"


def _fitting(finding: Finding, policy: Policy, regime: Regime | None) -> str:
    """That the case may be one of those listed, and what the policy says of these."""
    id_, may = finding.hits[0].provision.id, regime.situations.may.quote if regime else ""
    said = f"，文件写的是“{may}”" if may and says(policy, id_, may) else ""
    return f"{_unsure(finding)}可能对得上{policy.place(id_)}{said}。"


def _silence(finding: Finding, policy: Policy) -> str:
    """That the policy says nothing on the topic, and what comes closest; empty where it does say something."""
    place = finding.topic.at.get(policy.region) if finding.topic else None
    if finding.topic is None or place is None or not place.silent:
        return ""
    nearest = policy.place(finding.hits[0].provision.id)
    note = f"（{place.note}）" if place.note else ""
    return f"本文件没有规定{finding.topic.name}{note}。最接近的是{nearest}：".replace("）（", "；")


def cited(policy: Policy, phrase: Phrase) -> str:
    """A policy's words with the place they stand in."""
    return f"“{phrase.quote}”（{policy.place(phrase.at)}）"


__all__ = ["CANNOT", "NOT_APPLICABLE", "REFERENCE", "Writer"]
