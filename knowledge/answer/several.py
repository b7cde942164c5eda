"""Several matters in one message: each found in its own right, all answered together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from knowledge.answer import steering
from knowledge.answer.finding import INFO, OUT_OF_SCOPE, Answer, Finding, Passage, Strong
from knowledge.hearing.matters import Matter, matters

PLAIN = 8
"""Characters of a question that can be understood alone."""
NUMBERS = "一二三"
"""More matters than that are one story."""


def found(question: str, find: Callable[[str], Finding]) -> tuple[Finding, ...]:
    """One finding for each matter; none where the message is about one thing."""
    parts = matters(question)
    if not 2 <= len(parts) <= len(NUMBERS):
        return ()
    kept: list[Finding] = []
    for number, part in enumerate(parts):
        finding = find(part.text)
        if _stands(finding, part, number) and finding.hits[0].provision not in [
            f.hits[0].provision for f in kept
        ]:
            kept.append(finding)
    return tuple(kept) if len(kept) > 1 else ()


def _stands(finding: Finding, part: Matter, number: int) -> bool:
    """Whether it is worth an answer of its own: what is only asked beside a story must be a plain question on the
    rules, unless it is said to be something else."""
    if not finding.hits or finding.verdict == OUT_OF_SCOPE:
        return False
    if part.marked or number == 0:
        return finding.confidence >= steering.MATTER
    ruled = finding.verdict == INFO or finding.topic is not None
    return ruled and len(part.text) >= PLAIN and finding.confidence >= steering.MATTER_UNSAID


def joined(question: str, answers: Sequence[Answer]) -> Answer:
    """One answer for all: the first matter's verdict, every matter's best provision first."""
    first = answers[0].finding
    best = [answer.finding.hits[0] for answer in answers]
    rest = [hit for answer in answers for hit in answer.finding.hits[1:]]
    hits = tuple({hit.provision.id: hit for hit in reversed([*best, *rest])}.values())[::-1]
    whole = replace(first, question=question, hits=hits, doubt=None)
    return Answer(whole, tuple(_passages(answers)), (), (), tuple(answers))


def _passages(answers: Sequence[Answer]) -> Iterator[Passage]:
    yield f"您问了{'两三'[len(answers) - 2]}件事，一件一件说。"
    seen: set[Passage] = set()
    for number, answer in zip(NUMBERS, answers, strict=False):
        first, *rest = answer.passages
        said = first.text if isinstance(first, Strong) else str(first)
        yield Strong(f"{number}、{said}")
        yield from (passage for passage in rest if passage not in seen)
        seen |= set(rest)
