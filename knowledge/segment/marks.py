"""Numbers and marks that structure a Chinese policy: 第X章, 第X条, 一、, （一）, 1、, （1）, ①, 附件1."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from knowledge.policy.numerals import VALUES, spelled

_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100}
_HAN = "零〇○一壹二贰貳两三叁參四肆五伍六陆陸七柒八捌九玖十拾百佰廿卅"
NUMBER = rf"(?:[{_HAN}](?:\s?[{_HAN}]){{0,5}}|\d{{1,3}})"
_OPEN, _CLOSE = r"[（(﹙〔【\[〈]", r"[）)﹚〕】\]〉]"
_NO_ITEM = r"(?!\s*(?:[款项項條条目]|[、，,和至或及与—-]\s*[（(]))"
"""What follows a number in brackets that is only spoken of: （一）项, （一）、（二）."""
CHAPTER, ARTICLE, SECTION, ITEM, POINT, PAREN, CIRCLE = "章", "条", "节", "项", "目", "号", "圈"
LEVELS = {
    CHAPTER: re.compile(rf"[第笫]\s*({NUMBER})\s*(?:[章编編篇](?!程)|部\s*分)"),
    ARTICLE: re.compile(rf"[第笫]\s*({NUMBER})\s*[条條](?:\s*之\s*({NUMBER}))?(?:\s*[、：:．.](?!\s*第))?"),
    SECTION: re.compile(rf"([{_HAN}]{{1,4}})\s*[、.．](?!\d)"),
    ITEM: re.compile(rf"{_OPEN}\s*([{_HAN}]{{1,4}})\s*{_CLOSE}{_NO_ITEM}[、.．]?|([㈠-㈩])"),
    PAREN: re.compile(rf"{_OPEN}\s*(\d{{1,2}})\s*{_CLOSE}{_NO_ITEM}[、.．]?|([⑴-⒇])"),
    POINT: re.compile(r"(?<![\d（(〔\[])(\d{1,2})\s*(?:[、．](?!\d)|\.(?!\d)|[）)](?!\d))|([⒈-⒛])"),
    CIRCLE: re.compile(r"([①-⑳])"),
}
RANKS = {ARTICLE: 0, SECTION: 1, ITEM: 2, POINT: 3, PAREN: 4, CIRCLE: 5}
"""How deep a mark usually stands."""
_FIRST = frozenset(f"第笫{_HAN}（(﹙〔【[〈0123456789０１２３４５６７８９⑴①⒈㈠") | {
    chr(code) for start in (0x2460, 0x3220) for code in range(start, start + 60)
}
OUTER = (CHAPTER, ARTICLE, SECTION)
_ANNEX = re.compile(rf"附\s*[件录錄表]\s*({NUMBER})?\s*[:：]?\s*(.{{0,40}})")
_NO_TITLE = re.compile(r"[）)》〉」”’，。；、的和及中至或]|\d|[、.．]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A structuring mark at the start of a piece: its level, number (十条之一: sub 1), length, how it is shown and how it
    stands in the text."""

    level: str
    number: int
    shown: str
    length: int
    sub: int = 0
    raw: str = ""


def value(text: str) -> int:
    """十二, 廿三, 拾贰, 12, ⑫ → the number; 0 where it is none."""
    text = "".join(text.split())
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and text not in _HAN:
        return int(unicodedata.numeric(text, 0))
    return _of_han(text.replace("廿", "二十").replace("卅", "三十"))


def _of_han(text: str) -> int:
    """十二, 拾贰, 一百零三 → the number, each digit times the ten or hundred that follows it."""
    total, pending = 0, 0
    for char in text:
        if char in _TENS:
            total += (pending or (0 if total else 1)) * _TENS[char]
            pending = 0
        else:
            pending = VALUES.get(char, 0)
    return total + pending


def mark_at(text: str, position: int = 0) -> Mark | None:
    """The mark that begins exactly here."""
    if text[position : position + 1] not in _FIRST:
        return None
    found = ((level, pattern.match(text, position)) for level, pattern in LEVELS.items())
    marks = (_mark(level, match) for level, match in found if match)
    return next((mark for mark in marks if mark.number), None)


def _mark(level: str, match: re.Match[str]) -> Mark:
    shown = "".join(next(group for group in match.groups() if group).split())
    sub = value(match.group(2)) if level == ARTICLE and match.group(2) else 0
    return Mark(level, value(shown), shown, match.end() - match.start(), sub, "".join(match.group().split()))


def printed(mark: Mark) -> str:
    """The mark as it is shown in a label or before its text."""
    match mark.level:
        case "条":
            return article_name(mark)
        case "章":
            return f"第{mark.shown}章"
        case "节":
            return f"{mark.shown}、"
        case "项" | "号" if mark.raw != mark.shown:
            return f"（{mark.shown}）"
        case _:
            return mark.raw


def article_name(mark: Mark) -> str:
    """第十条之一"""
    word = "條" if "條" in mark.raw else "条"
    return f"第{mark.shown}{word}" + (f"之{spelled(mark.sub)}" if mark.sub else "")


def ends_article(level: str, top: str) -> bool:
    """A mark of this level begins an article or more, where `top` serves as article."""
    return level == top or (level in OUTER and RANKS.get(level, -1) < RANKS[top])


def annex_at(line: str) -> tuple[int, str] | None:
    """(number, title on the same line) where a line begins an annex: 附件 1, 附件2：容错申请表, 附件."""
    match = _ANNEX.fullmatch(line)
    if match is None or (match.group(1) is None and (match.group(2) or line.strip()[-1] in ":：")):
        return None  # 附件： opens a list of annexes
    if match.group(2) and _NO_TITLE.match(match.group(2)):
        return None  # 附件：1.甲 2.乙 is a list of annexes; 附件2），从 is the rest of a sentence
    return value(match.group(1) or "1"), match.group(2)
