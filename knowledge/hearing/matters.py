"""A message's matters: what it tells before each of its questions, with the question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*")
_ASKED = re.compile(
    r"[?？]|吗|呢|[行能成容免对是有在会要用该得](?:还是)?不(?:[行能成容免对是有在会要用该得了到]|$|[，,。])|"
    r"咋|怎么|怎样|如何|谁|哪|几[天号日个步份级条]|多久|多长|多少|啥|什么|能否|可否|是否|有没有|算不算|够不够|行不行|能不能|会不会|要不要|用不用|想问|请问|问问"
)
_NEXT = re.compile(
    r"(?:^|(?<=[，,。；;？?！!\s]))(?:另外(?!的|[两二三四五六七八九十几0-9]+[个条样项件种位名户])|另问|还有(?!点|些|一户|两户|几户|人)|再问|再一个|再就是|再要|还想问|还要问|顺便|顺带|"
    r"第二[件个样条]|二来|第二[，,、]|其次|最后问|外加|要是认了|要是容了|真给?[免容]了|要真)"
)
_LISTED = re.compile(
    r"(?:头一[件个样]|第一[件个样]|一[件个样]是|一来)(.+?)(?:第二[件个样]|另一[件个样]是?|二来)(.+)",
    re.DOTALL,
)
_BACK = re.compile(r"^[\s，,。]*(?:那|像)?(?:这[种样个类]?|我这[种样个]?|这两[样件]|此类|这情况|我这情况)")
"""Begins what only asks about what was told before."""
LEAST = 6
"""Characters of a matter at least."""
TAIL = 16
"""Characters at the end of a sentence in which it asks."""
SHORT = 14
"""Characters up to which a question that points back stands for nothing of its own."""


@dataclass(frozen=True, slots=True)
class Matter:
    """`marked`: words before it say that something else is asked now; `after`: what was before it was a question too."""

    text: str
    marked: bool
    after: bool = True


def matters(text: str) -> list[Matter]:
    """In order; one where nothing shows that there are more."""
    if found := _LISTED.search(text):
        told, first, second = text[: found.start()], *found.groups()
        return [Matter((told + first).strip(), True), Matter(second.strip(), True)]
    parts: list[str] = []
    for sentence in _sentences(text):
        if parts and not _turns(sentence) and (not _asks(parts[-1]) or _points_back(sentence)):
            parts[-1] += sentence
        else:
            parts.append(sentence)
    if len(parts) > 1 and not _asks(parts[-1]):
        last = parts.pop()
        parts[-1] += last
    texts = [part.strip() for part in parts if len(part.strip()) >= LEAST] or [text]
    after = [False, *map(_asks, texts[:-1])]
    return [
        Matter(part, _NEXT.match(part) is not None, asked) for part, asked in zip(texts, after, strict=True)
    ]


def _turns(sentence: str) -> bool:
    """Whether it asks something else, whatever was told or asked before."""
    turn = _NEXT.match(sentence)
    return turn is not None and _asks(sentence) and not _points_back(sentence[turn.end() :])


def _asks(part: str) -> bool:
    """Whether its last sentence is a question; one that ends as a statement is none, whatever words it has."""
    last = part.strip()[-TAIL:]
    return last[-1] in "?？" or (last[-1] not in "。！!；;" and _ASKED.search(last) is not None)


def _points_back(sentence: str) -> bool:
    return len(sentence.strip()) <= SHORT and _BACK.search(sentence) is not None


def _sentences(text: str) -> Iterator[str]:
    """By punctuation, and before words that bring in the next matter."""
    for match in _SENTENCE.finditer(text):
        places = [0, *(m.start() for m in _NEXT.finditer(match.group()) if m.start()), len(match.group())]
        yield from (match.group()[begin:end] for begin, end in pairwise(places))
