"""The days and periods that people name: 2026-02-05, 二〇二三年十月七日, 上个月底, 前年夏天, 国庆前一天. Knows no clock.

A day that is named is a `Span` of one; a vaguer word is the span that it may mean, with words for it; what there is not
(2023年2月29日) is said to be none. What names nothing is None. Each way of naming has its own reader; the text is read
by all of them in their order, and none reads what another has read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from dialogs.shared import daynames
from dialogs.shared.daynames import READERS
from dialogs.shared.spans import NEVER, NoSuch, OddYear, Read, Span, written
from knowledge.hearing.language import fold
from knowledge.policy.numerals import VALUES, value

__all__ = ["NoSuch", "Span", "Vague", "mentions", "only_dates", "when", "written"]


@dataclass(frozen=True, slots=True)
class Vague:
    """A time is meant, but not which: 前阵子; or two that do not go together. `words`: what is asked back."""

    words: str


When: TypeAlias = Span | NoSuch | Vague
"""What a text says of a time."""

SEVERAL = "您说了几个日子：{days}。要的是哪一个？请只打那一个。"
WHICH = "“{said}”是哪一天，我算不准。请打一个日期，例如“11月3日”。"
_NUMERAL = re.compile(r"(?<![周期拜初])[零〇○一二两三四五六七八九十廿]+")
_FEASTS = (
    ("五一", "劳动节"),
    ("十一", "国庆"),
    ("六一", "儿童节"),
    ("七一", "建党节"),
    ("八一", "建军节"),
    ("三八", "妇女节"),
)
_NO_FEAST = r"(?![月日号天点个年周岁人次条项户万千百十一二三四五六七八九])(?<!二)"
_VAGUE = re.compile(
    r"最近|很早|前(?:一?阵子?|段时间|些[天日]|几[天日个]|两[天日])|好久|很久|早就|老早|上次|那[天阵]|有(?:一?阵子|段时间)|年前|[几数]个?(?:天|日|周|年|月|星期)(?:之|以)?前|"
    r"过年"
)
_LUNAR = re.compile(r"农历|阴历|腊月|正月")
_SPACE = re.compile(r"\s")
_TO = re.compile(r"(?:[到至~—－-]|直到|一直到)+")
_ABOUT = re.compile(r"左右|前后|大概|大约|差不多|上下|好像|可能|也许")
_FILLER = re.compile(
    r"应该|好像|大概|大约|可能|左右|前后|上下|差不多|记得|就是|那天|的时候|收到|被?告知|通知|接到|事情|发生|从|在|是|于|的|我|吧|啊|呀|嗯|了|"
    r"[,，、。.!！~…:：;；“”\"'()（）\s]|上午|下午|早上|晚上|中午|凌晨|半夜|星期.|周.|之间|期间|开始|结束|为止"
)


def when(text: str, today: date | None) -> When | None:
    """What a text says of a time, given today."""
    folded = evened(text)
    found = _meant(folded, list(mentions(folded, today)))
    if lunar := _LUNAR.search(folded):
        return Vague(WHICH.format(said=lunar[0]))
    if not found:
        vague = _VAGUE.search(folded)
        return Vague(WHICH.format(said=vague[0])) if vague else None
    if none := next((one.read for one in found if isinstance(one.read, NoSuch)), None):
        return none
    spans = [(one.start, one.end, one.read) for one in found if isinstance(one.read, Span)]
    return _joined(folded, spans)


def _meant(folded: str, found: list[Named]) -> list[Named]:
    """Without a year that cannot be, where another time is named in words of its own (born in 1986, dead last week)."""
    between = (folded[one.end : other.start] for one, other in pairwise(found))
    tight = [not _FILLER.sub("", _TO.sub("", words)) for words in between]
    kept = [
        one
        for n, one in enumerate(found)
        if not isinstance(one.read, OddYear) or any(tight[max(n - 1, 0) : n + 1])
    ]
    return kept or found


def only_dates(text: str, today: date | None) -> bool:
    """It names a time and says nothing else."""
    return len(rest(text, today)) <= 1


def is_date(text: str) -> bool:
    """It is a day or a period written out, and not a word more."""
    return isinstance(when(text, None), Span) and not rest(text, None, _SPACE)


def rest(text: str, today: date | None, filler: re.Pattern[str] = _FILLER) -> str:
    """What a text says beside the times that it names, but for what adds nothing."""
    folded = evened(text)
    for one in reversed(list(mentions(folded, today))):
        folded = folded[: one.start] + folded[one.end :]
    return filler.sub("", _TO.sub("", folded))


def evened(text: str) -> str:
    """One form: no spaces, figures for numerals, 国庆 for 十一."""
    folded = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", fold(text))
    for short, name in _FEASTS:
        folded = re.sub(short + _NO_FEAST, name, folded)
    return _NUMERAL.sub(lambda match: _figure(match[0], folded[match.end() : match.end() + 1]), folded)


def _figure(numeral: str, after: str) -> str:
    """二〇二三 → 2023, 二十三 → 23; 三四天 stays two numbers."""
    if "十" in numeral or "廿" in numeral:
        return str(value(numeral)) if value(numeral) else numeral
    if len(numeral) == 2 and after in "天日周个":
        return "~".join(str(VALUES[sign]) for sign in numeral)
    return "".join(str(VALUES[sign]) for sign in numeral)


# ── what is named, and how it goes together ──────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Named:
    start: int
    end: int
    read: Read


def mentions(folded: str, today: date | None) -> Iterator[Named]:
    """All times that are named, in their order; one that is denied (不是昨天) is none."""
    taken: list[tuple[int, int, int]] = []
    for number, (pattern, _, absolute) in enumerate(READERS):
        if today is None and not absolute:
            continue
        for match in pattern.finditer(folded):
            if all(match.end() <= start or match.start() >= end for start, end, _ in taken):
                taken.append((match.start(), match.end(), number))
    yield from _read(folded, sorted(taken), today or NEVER)


def _read(folded: str, taken: list[tuple[int, int, int]], today: date) -> Iterator[Named]:
    """What each of them is; 5月 behind 去年3月到 is of that year."""
    before: Span | None = None
    ended = 0
    for start, end, number in taken:
        pattern, reader, _ = READERS[number]
        match = pattern.match(folded, start)
        joined = before if before and _TO.fullmatch(folded[ended:start]) else None
        if match is None or folded[:start].endswith(("不是", "并非")):
            continue
        beside = before if before and before.day and not folded[ended:start].strip("(（,，") else None
        if beside and reader is daynames.of_week and not match[1]:
            read = daynames.weekday(match, beside)
        else:
            read = reader(match, today, joined)
        if read is not None:
            before, ended = (read if isinstance(read, Span) else None), end
            yield Named(start, end, read)


def _joined(folded: str, spans: list[tuple[int, int, Span]]) -> When:
    """One time; or from one to the other; or the same one said twice."""
    _, end, span = spans[0]
    for next_start, next_end, other in spans[1:]:
        if _TO.fullmatch(folded[end:next_start]):
            span = Span(span.first, other.last, f"{span.label}至{other.label}", period=True)
        elif other.first <= span.first and span.last <= other.last:
            pass  # 10月7日，就是上个月
        elif span.first <= other.first and other.last <= span.last:
            span = other
        else:
            days = "、".join(dict.fromkeys(one.label for _, _, one in spans))
            return Vague(SEVERAL.format(days=days))
        end = next_end
    if _ABOUT.search(folded) and not span.label.endswith("前后") and not span.period:
        return replace(span, label=f"{span.label}前后")
    return span
