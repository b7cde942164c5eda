"""Several matters in one message: each found in its own right, all answered together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from knowledge.answer import steering
from knowledge.answer.finding import INFO, OUT_OF_SCOPE, OWN_CASE, Answer, Finding, Passage, Strong
from knowledge.answer.plainly import worried
from knowledge.hearing.matters import Matter, matters
from knowledge.library.topics import Topic

PLAIN = 8
"""Characters of a question that can be understood alone."""
NUMBERS = "一二三"
"""More matters than that are one story."""


def found(question: str, find: Callable[[str], Finding], topics: Iterable[Topic] = ()) -> tuple[Finding, ...]:
    """One finding for each matter; none where the message is about one thing. `topics`: those that a story may end with."""
    parts = [Matter(part, True) for part in worried(question, topics)] or matters(question)
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
    """Whether it is worth an answer of its own: what is asked beside a story must be a plain question on the rules,
    unless it is said to be something else than was asked before."""
    if not finding.hits or finding.verdict == OUT_OF_SCOPE:
        return False
    ruled = finding.verdict == INFO or finding.topic is not None
    if number == 0 or (part.marked and (part.after or ruled)):
        return finding.confidence >= steering.MATTER
    return ruled and len(part.text) >= PLAIN and finding.confidence >= steering.MATTER_UNSAID


def joined(question: str, answers: Sequence[Answer], opening: str, closing: str) -> Answer:
    """One answer for all: the first matter's verdict, every matter's best provision first. `opening`: of what place;
    `closing`: who decides."""
    cited = [pair for answer in answers for pair in answer.cited[:1]]
    cited += [pair for answer in answers for pair in answer.cited[1:]]
    kept = {hit.provision.id: (hit, citation) for hit, citation in reversed(cited)}
    hits, citations = zip(*list(kept.values())[::-1], strict=True)
    heard = tuple(dict.fromkeys(one for answer in answers for one in answer.finding.heard))
    whole = replace(answers[0].finding, question=question, hits=hits, doubt=None, heard=heard)
    passages = tuple(_passages(answers, opening, closing))
    return Answer(whole, passages, (), citations, tuple(answers))


def _passages(answers: Sequence[Answer], opening: str, closing: str) -> Iterator[Passage]:
    """What is said of two matters alike, and what all end with, is said once."""
    yield f"{opening}您问了{'两三'[len(answers) - 2]}件事，一件一件说。"
    seen: set[Passage] = {closing}
    for number, answer in zip(NUMBERS, answers, strict=False):
        first, *rest = answer.passages
        yield Strong(f"{number}、{first.text if isinstance(first, Strong) else first}")
        yield from (new for passage in rest if (new := _unsaid(passage, seen)))
    if any(answer.finding.verdict in OWN_CASE and not answer.finding.topic for answer in answers):
        yield closing


def _unsaid(passage: Passage, seen: set[Passage]) -> Passage | None:
    """What of a passage was not said before, with its heading; None where all was."""
    parts: list[Passage] = [*passage.split("\n")] if isinstance(passage, str) else [passage]
    new = [part for part in parts if part not in seen]
    seen.update(part for part in parts if not _is_heading(part))
    if all(map(_is_heading, new)) and len(new) < len(parts):
        return None
    return "\n".join(map(str, new)) if isinstance(passage, str) else passage


def _is_heading(part: Passage) -> bool:
    return isinstance(part, str) and part.endswith("：")
