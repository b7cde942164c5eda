"""Whose words a quote is said to be: in every sentence of ours that sets a quote beside a provision, the quote must stand
there, or in what stands above it.

A quote belongs to the provision named right behind it in brackets (“…”（第九条）), else to the last one named before it
in the same sentence (第九条写的是“…”), else, where the sentence says that the document writes it (文件写的是“…”), to
the one named last in the same line, or to the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.answer import Answer, Passage, Strong
from knowledge.policy.provisions import Policy
from knowledge.policy.quote import Quote

SENTENCE = re.compile(r"[。\n！？]")
OWN = re.compile(r"((文件|细则|通知|办法)[^“”]{0,8}写[^“”]{0,4}|条文里的“*|其中“*)$")
"""What comes before a quote that is said to be the document's, there of the provision named last."""
HEARD = "我理解到："
"""A message's own words are repeated behind it, not a policy's."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """A quote, and the id of the provision that it is set on; empty: the whole document."""

    id: str
    quote: str


def attributed(policy: Policy, text: str) -> Iterator[Attributed]:
    """All quotes of a text of ours that are set on this policy."""
    last = ""
    for sentence in sentences(text):
        outside, quotes = parted(sentence)
        for place, end, quote in quotes:
            id_ = _set_on(policy, sentence, outside, place, end)
            if id_ is not None:
                yield Attributed(id_ or last, quote)
        names = re.findall(_labels(policy), _without_laws(policy, outside))
        last = _id(policy, names[-1]) if names else last
        last = "" if sentence.endswith("\n") else last


def misattributed(policy: Policy, text: str) -> list[Attributed]:
    """Those that do not stand where they are set."""
    return [one for one in attributed(policy, text) if not stands(policy, one)]


def stands(policy: Policy, one: Attributed) -> bool:
    """Verbatim, white space aside; of a quote that was cut, what is left of it."""
    wanted = squeezed(one.quote).removesuffix("…").strip("（）")
    return any(wanted in squeezed(text) for text in _texts(policy, one.id))


def _texts(policy: Policy, id_: str) -> Iterator[str]:
    """A provision with all that stands under it, then the own words of those above it."""
    if not id_:
        yield from (one.text for one in policy.provisions)
        return
    yield policy.full_text(id_)
    while (above := policy.provision(id_).parent) is not None:
        id_ = above
        yield policy.provision(id_).text


def squeezed(text: str) -> str:
    return "".join(text.split())


def sentences(text: str) -> Iterator[str]:
    """A text up to each end of a sentence that stands in no quote."""
    start = depth = 0
    for n, sign in enumerate(text):
        depth += (sign == "“") - (sign == "”")
        if depth <= 0 and SENTENCE.match(sign):
            yield text[start : n + 1]
            start, depth = n + 1, 0
    yield text[start:]


def parted(sentence: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A sentence with its quotes blotted out, and the quotes with where they begin and end; quotes within are theirs."""
    quotes, depth, start = [], 0, 0
    for n, sign in enumerate(sentence):
        if sign == "“":
            start = n if depth == 0 else start
            depth += 1
        elif sign == "”" and depth:
            depth -= 1
            if depth == 0:
                quotes.append((start, n + 1, sentence[start + 1 : n]))
    outside = sentence
    for begin, end, _ in quotes:
        outside = outside[:begin] + "“" * (end - begin) + outside[end:]
    return outside, quotes


def _set_on(policy: Policy, sentence: str, outside: str, place: int, end: int) -> str | None:
    named, outside = _labels(policy), _without_laws(policy, outside)
    behind = re.match(rf"（({named})[）；，]", sentence[end:])
    if behind:
        return _id(policy, behind[1])
    before = re.findall(named, outside[:place])
    if before:
        return _id(policy, before[-1])
    return "" if OWN.search(outside[:place]) else None


def _without_laws(policy: Policy, sentence: str) -> str:
    """A sentence with the articles of other documents, named by their title, blotted out."""
    other = rf"《(?!{re.escape(policy.title)}》)[^《》]*》第[零一二三四五六七八九十百千]+条"
    return re.sub(other, lambda found: "《" * len(found[0]), sentence)


def _labels(policy: Policy) -> str:
    """A pattern for all names of its provisions, the longest first; a section's bare number is none but in brackets."""
    names = {policy.place(one.id) for one in policy.provisions} | {
        one.label for one in policy.provisions if len(one.label) > 1
    }
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _id(policy: Policy, name: str) -> str:
    return next(one.id for one in policy.provisions if name in (policy.place(one.id), one.label))


def in_answer(policies: Mapping[str, Policy], answer: Answer) -> list[str]:
    """What an answer says wrongly of its policy's words, to be read by a person."""
    region = answer.finding.region
    if region is None:
        return []
    return in_passages(policies[region], answer.passages)


def in_passages(policy: Policy, passages: Iterable[Passage]) -> list[str]:
    return [wrong for passage in passages for wrong in _wrong(policy, passage)]


def _wrong(policy: Policy, passage: Passage) -> list[str]:
    if isinstance(passage, Quote):
        quoted = _is_quoted(policy, passage.text, passage.source)
        return [] if quoted else [f"{passage.source}：{passage.text}"]
    text = passage.text if isinstance(passage, Strong) else passage
    if text.startswith(HEARD):
        return []
    return [f"{one.id or policy.title}“{one.quote}”" for one in misattributed(policy, text)]


def _is_quoted(policy: Policy, text: str, source: str) -> bool:
    """A quote stands in a provision that its source names."""
    cited = [one.id for one in policy.provisions if policy.citation(one.id) == source]
    return any(squeezed(text) in squeezed(policy.full_text(id_)) for id_ in cited)
