"""Finding → words. Every sentence of ours is short and promises nothing; every rule is the policy's own quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.answer import steering
from knowledge.answer.barring import NOT_HEARD, barred, crossed, mends, noted, says
from knowledge.answer.besides import ONWARD, conditions, excluded, onward, to_be_done
from knowledge.answer.finding import (
    EXCLUDED,
    INFO,
    NOT_APPLICABLE,
    OUT_OF_SCOPE,
    Answer,
    Finding,
    Hit,
    Passage,
    Strong,
)
from knowledge.answer.lacking import headed, required
from knowledge.answer.orientation import orientation
from knowledge.answer.pointing import NO_SUCH, aside, nothing, pointed, together
from knowledge.answer.retelling import retold
from knowledge.answer.scope import asks_who, beyond, scope_said
from knowledge.library.corpus import Library
from knowledge.library.topics import Topic
from knowledge.policy.provisions import Policy, Provision
from knowledge.policy.quote import Quote
from knowledge.rules import Regime

CANNOT = (
    "这个问题不在容错纠错文件的范围里，我答不了，也不乱猜。\n"
    "我能做的：说说您遇到的失误，我找出对得上的条款；或者问规则，比如“结论几天告知”“哪些情况不予容错”。"
)
DOUBT = CANNOT + "\n如果您问的就是容错纠错，最接近的是这一条："
REFERENCE = "适用的是您所在地（单位）的文件；外地条款仅供参考，不能作为申请依据。"
ELSEWHERE = 3
"""Policies that are quoted before a region is chosen."""
NOWHERE = "库里的文件都没有规定{name}。请先选您所在的地区或单位，我再找那一份里最接近的一条。"
WRITTEN = "各地是这样写的。"
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
        if finding.missing and not finding.named and finding.missing.endswith("号"):
            mine = "、".join(
                policy.doc_no or f"《{policy.title}》" for policy in self.library.policies.values()
            )
            return Answer(finding, (Strong(NO_SUCH.format(number=finding.missing, mine=mine)),))
        if not finding.hits:
            return Answer(finding, (Strong(nothing(finding)),))
        if finding.verdict == "out_of_scope":
            return self._strange(finding)
        if finding.region is None:
            return Answer(finding, tuple(self._everywhere(finding)), finding.hits[:3])
        passages = tuple(self._here(finding, self.library.policies[finding.region]))
        left = finding.hits[1 + len(_beside(finding)) :]
        return Answer(finding, passages, left[:3] if finding.confidence < steering.SURE else left[:2])

    def _strange(self, finding: Finding) -> Answer:
        """What is hardly ours; the nearest provision is shown where that is in doubt."""
        best = finding.hits[0]
        if best.score < steering.NEAR_ENOUGH or finding.confidence >= steering.SURELY_NOT:
            return Answer(finding, (Strong(CANNOT),))
        return Answer(finding, (Strong(DOUBT), self.quote(best.provision.id)), finding.hits[1:4])

    def brief(self, finding: Finding) -> Answer:
        """The answer to one of several matters: in short, without what all of them end with."""
        if not finding.hits or finding.verdict == OUT_OF_SCOPE:
            return self.answer(finding)
        if finding.region is None:
            whole = self.answer(finding)
            first, *rest = whole.passages
            return replace(whole, passages=(Strong(WRITTEN) if first == Strong(CHOOSE) else first, *rest))
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
            steps = tuple(excluded(policy, regime, id_)) if barred else (onward(policy, regime),)
        return (self.quote(id_), *steps, self._authority(regime))

    # ── no region yet ────────────────────────────────────────────────────────────────────────────
    def _everywhere(self, finding: Finding) -> Iterator[Passage]:
        silent = self._silent(finding.topic)
        if len(silent) == len(self.library.policies) and finding.topic:
            yield from self._nowhere(finding, finding.topic)
            return
        yield Strong(CHOOSE)
        if silent and finding.topic:
            yield f"{'、'.join(silent)}的文件没有规定{finding.topic.name}。"
        for provision in self._apart(finding)[:ELSEWHERE]:
            yield f"{self.library.short[provision.region]}的规定：{self._opening(provision)}"
            yield self.quote(provision.id)
        yield REFERENCE

    def _nowhere(self, finding: Finding, topic: Topic) -> Iterator[Passage]:
        """That no policy says it, and what comes closest in one of them."""
        nearest = finding.hits[0].provision
        yield Strong(NOWHERE.format(name=topic.name))
        yield f"最接近的，例如{self.library.short[nearest.region]}的这一条：{self._opening(nearest)}"
        yield self.quote(nearest.id)
        yield REFERENCE

    def _silent(self, topic: Topic | None) -> list[str]:
        """Whose policies say nothing on what is asked; none where it is not sure what is."""
        places = topic.at if topic else {}
        return [
            short
            for region, short in self.library.short.items()
            if region in places and places[region].silent
        ]

    def _apart(self, finding: Finding) -> list[Provision]:
        """One provision a policy, best first: where it answers what is asked, if that is sure; else what was found."""
        places = finding.topic.at if finding.topic else {}
        found = {hit.provision.region: hit.provision for hit in reversed(finding.hits)}
        known = (region for region in places if region in self.library.policies)
        order = dict.fromkeys((*(hit.provision.region for hit in finding.hits), *known))
        if not places:
            return [found[region] for region in order]
        told = [(region, place.ids) for region in order if (place := places.get(region)) and not place.silent]
        best = {
            region: found[region].id for region, ids in told if region in found and found[region].id in ids
        }
        return [self.library.provision(best.get(region, ids[0])) for region, ids in told]

    def _opening(self, provision: Provision) -> str:
        """The words above an item, without which it may be read for its contrary, and what must hold besides."""
        policy, regime = self.library.policies[provision.region], self.library.regimes.get(provision.region)
        above = policy.provision(provision.parent) if provision.parent else None
        if above is None or provision.kind != "项" or _speaks_alone(provision, above):
            return ""
        heads = above.text.split("\n", 1)[-1] if above.kind == "节" else above.text
        said = f"{policy.place(above.id)}的开头是“{' '.join(heads.split()).rstrip('：:')}”，这是其中一项。"
        listed = regime and regime.situation(provision.id)
        return "\n".join([said, *(conditions(policy, regime) if listed and regime else ())])

    # ── one policy ───────────────────────────────────────────────────────────────────────────────
    def _here(self, finding: Finding, policy: Policy) -> Iterator[Passage]:
        regime = self.library.regimes.get(policy.region)
        first = self._first(finding, policy, regime)
        yield Strong(f"{self.library.short[policy.region]}：{first}")
        yield from aside(finding, policy)
        yield from beyond(finding, self.library.beyond[policy.region], self.library.about[policy.region])
        if not asks_who(finding):
            yield from self._understood(finding)
        if (finding.verdict == INFO or finding.topic is not None) and "列在“" not in first:
            yield from filter(None, [self._opening(finding.hits[0].provision)])
        yield from map(self.quote, together(finding))
        yield from orientation(regime, finding.hits[0].provision.id, finding.facts)
        yield from self._nearby(finding, policy)
        if regime:
            yield from to_be_done(finding, policy, regime, self.library.lexicon.acts)
        if finding.verdict != INFO and not asks_who(finding) and finding.topic is None:
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
            yield from to_be_done(finding, policy, regime, self.library.lexicon.acts)

    def _understood(self, finding: Finding) -> Iterator[Passage]:
        heard = retold(finding.heard, self.library.lexicon.acts)
        if finding.topic is None and heard:
            yield f"我理解到：{heard}。哪一点不对，请改正了再说一遍。"

    def _nearby(self, finding: Finding, policy: Policy) -> Iterator[Passage]:
        """What is quoted besides."""
        for hit in _beside(finding):
            opening = self._opening(hit.provision)
            yield f"也可能问的是{policy.place(hit.provision.id)}{f'。{opening}' if opening else '：'}"
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
                plain = any(one in finding.heard for one in finding.grounds)
                said = barred(policy, regime, id_, finding.facts, plain)
                hedge = "" if NOT_HEARD in said else _unsure(finding)
                return f"{hedge}{said}{crossed(policy, regime, id_, finding.facts)}"
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
        if said := pointed(finding, policy):
            return said
        place = finding.topic.at.get(policy.region) if finding.topic else None
        if place and place.silent and place.ids[:1] == (top.id,):
            return _silence(finding, policy)
        bar = self._listed_under(top, policy)
        if place and place.quote and place.ids[0] == top.id:
            if bar:
                note = f"（{place.note}）" if place.note else ""
                return f"{label}列在“{bar}”的情形里：“{place.quote}”{note}。"
            return f"“{place.quote}”（{label}{'；' + place.note if place.note else ''}）。"
        if bar and not finding.named:
            return f"{label}列在“{bar}”的情形里。{noted(self.library.regimes[policy.region], top.id)}"
        return f"{label}是这样写的。"

    def _listed_under(self, provision: Provision, policy: Policy) -> str:
        """What the policy calls the list of what bars, where this stands in it; empty where it does not."""
        regime = self.library.regimes.get(policy.region)
        bar = regime.exclusions.bar if regime and regime.bars(provision) else None
        return bar.quote if bar and says(policy, provision.id, bar.quote) else ""

    def _authority(self, regime: Regime | None) -> str:
        return f"最终由{regime.organ if regime else '责任追究机关'}认定。"

    def quote(self, id_: str) -> Quote:
        """A provision with its items, verbatim, under its citation."""
        policy = self.library.policies[id_.partition(".")[0]]
        return Quote(policy.full_text(id_), policy.citation(id_))


def _beside(finding: Finding) -> tuple[Hit, ...]:
    """Where it is not sure which rule was meant: the next one, which is quoted as well."""
    asked = finding.verdict == INFO and not finding.named and not finding.missing
    return finding.hits[1:2] if asked and finding.hits[0].score < steering.SURE_PLACE else ()


def _speaks_alone(item: Provision, above: Provision) -> bool:
    """Whole sentences, or a step: nobody takes it for its contrary."""
    return "。" in item.flat or above.type in ("procedure", "correction")


def _unsure(finding: Finding) -> str:
    return "" if finding.confidence >= steering.SURE else "不太确定，"


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


__all__ = ["CANNOT", "NOT_APPLICABLE", "REFERENCE", "Writer"]
