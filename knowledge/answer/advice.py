"""A second opinion on the order of what was found, from whoever the operator trusts. It never writes a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from knowledge.answer.finding import OUT_OF_SCOPE, Finding

LOOK = 6
"""Provisions that a second opinion is asked about, the best ones."""


@dataclass(frozen=True, slots=True)
class Advice:
    """`order`: ids, best first; ids that were not found are passed over. `facts`: names of facts that the message may
    tell, to be confirmed by the asker."""

    order: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


SecondOpinion: TypeAlias = Callable[[Finding], Advice | None]
"""None where there is no opinion, or none in time."""


def advised(finding: Finding, advice: Advice) -> Finding:
    """The finding with its first provisions in the advised order, those alone that are of the first one's kind: what
    bars never takes the place of a situation, nor the other way round. Verdict and all else stay as they are."""
    if not finding.hits or _is_settled(finding):
        return finding
    kind = finding.hits[0].provision.type
    places = [n for n, hit in enumerate(finding.hits[:LOOK]) if hit.provision.type == kind]
    rank = {id_: n for n, id_ in enumerate(advice.order)}
    order = sorted(places, key=lambda n: rank.get(finding.hits[n].provision.id, len(rank)))
    hits = list(finding.hits)
    for place, taken in zip(places, order, strict=True):
        hits[place] = finding.hits[taken]
    return replace(finding, hits=tuple(hits))


def _is_settled(finding: Finding) -> bool:
    """What was named or has a topic has its answer; what is none of ours has none."""
    named = finding.named or finding.missing or finding.topic
    return bool(named) or finding.verdict == OUT_OF_SCOPE
