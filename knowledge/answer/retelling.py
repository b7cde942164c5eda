"""What a message says of deeds, told again where the provision shown hangs on it, so that a wrong hearing can be put
right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from knowledge.answer import steering
from knowledge.answer.finding import EXCLUDED, NOT_APPLICABLE, Finding
from knowledge.hearing.acts import Act, Statement
from knowledge.hearing.evidence import Need, Told, Witness

RETOLD = 4
"""Statements that an answer tells again, those that decide most."""


def grounded(witness: Witness, finding: Finding, told: Told) -> Finding:
    """The finding with what was said that its verdict rests on, and what of all that was said is told again: what the
    provision lacks first, then its own needs, what bars and is admitted, the conditions beside, what bars and is denied.
    An admission that barred nothing is more likely misheard."""
    id_, said = finding.hits[0].provision.id, list(told.statements.values())
    lacking, own = set(_acts(finding.lacks)), set(_acts(witness.needs.get(id_, ())))
    groups = [lacking, own]
    if finding.verdict != NOT_APPLICABLE:
        region = id_.partition(".")[0]
        ways = {(way.act, way.done) for way in witness.ways(region)}
        admitted = {one.act for one in said if (one.act, one.done) in ways}
        beside = (set(witness.conditions.get(region, ())), {act for act, _ in ways})
        bars = finding.verdict == EXCLUDED
        groups += [admitted, *beside] if bars else [group - admitted for group in beside]
    rests = lacking if finding.lacks else own if finding.verdict == EXCLUDED else set()
    plain = [one for one in said if _is_plain(one, one.act in rests)]
    grounds = tuple(one for one in said if one.act in rests)
    return replace(finding, grounds=grounds, heard=tuple(_ordered(plain, groups)))


def _is_plain(one: Statement, grounds: bool) -> bool:
    return one.sure >= (steering.RETOLD_GROUNDS if grounds else steering.RETOLD)


def _acts(needs: Iterable[Need]) -> Iterator[str]:
    for need in needs:
        yield from need.acts


def _ordered(said: Sequence[Statement], groups: Sequence[set[str]]) -> Iterator[Statement]:
    """Those of the first group, then of the next …, each in the order of the message."""
    left = sorted(said, key=lambda one: one.clause)
    for group in groups:
        yield from (one for one in left if one.act in group)
        left = [one for one in left if one.act not in group]


def retold(heard: Sequence[Statement], acts: Mapping[str, Act]) -> str:
    """In our words, each with the clause that says so; empty where nothing was heard."""
    by_clause: dict[str, list[str]] = {}
    for one in heard[:RETOLD]:
        by_clause.setdefault(one.words, []).append(words(one, acts))
    return "；".join(f"{'、'.join(said)}（“{clause}”）" for clause, said in by_clause.items())


def words(one: Statement, acts: Mapping[str, Act]) -> str:
    """What a statement says, as the act's own words have it."""
    act = acts[one.act]
    return act.say if one.done else act.deny
