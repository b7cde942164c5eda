"""Numbers and marks that structure a Chinese policy: 第X章, 第X条, 一、, （一）, 1、, 附件1."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: n for n, row in enumerate(("零〇○", "一壹弌", "二贰貳两", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"))
           for c in row}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100}
_HAN = "零〇○一壹二贰貳两三叁參四肆五伍六陆陸七柒八捌九玖十拾百佰廿卅"
NUMBER = rf"(?:[{_HAN}]{{1,6}}|\d{{1,3}})"
_OPEN, _CLOSE = r"[（(﹙〔【\[]", r"[）)﹚〕】\]]"
CHAPTER, ARTICLE, SECTION, ITEM, POINT, ANNEX = "章", "条", "节", "项", "目", "附件"
LEVELS = {
    CHAPTER: re.compile(rf"第\s*({NUMBER})\s*[章编編篇](?!程)"),
    ARTICLE: re.compile(rf"第\s*({NUMBER})\s*[条條](?:\s*之\s*({NUMBER}))?"),
    SECTION: re.compile(rf"([{_HAN}]{{1,4}})\s*[、.．](?!\d)"),
    ITEM: re.compile(rf"{_OPEN}\s*([{_HAN}]{{1,4}}|\d{{1,2}})\s*{_CLOSE}(?!\s*[、款项條条])"),
    POINT: re.compile(r"(\d{1,2})\s*[、．](?!\d)|(\d{1,2})\.(?!\d)"),
}
_ANNEX = re.compile(rf"附\s*件\s*({NUMBER})?\s*[:：]?\s*(.{{0,40}})$")
REFERENCE = re.compile(r"\s*(?:第|[（(]|[、，,]|所|规定|規定|的|至|和|或|及|中|里|到|之外|以外|款|项)")
"""What follows a 第X条 that is only spoken of."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A structuring mark at the start of a piece: its level, number (十条之一: sub 1), print, and length."""

    level: str
    number: int
    shown: str
    length: int
    sub: int = 0


def value(text: str) -> int:
    """十二, 廿三, 拾贰, 12 → the number; 0 where it is none."""
    if text.isdigit():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    total, pending = 0, 0
    for char in text:
        if char in _TENS:
            total += (pending or (0 if total else 1)) * _TENS[char]
            pending = 0
        else:
            pending = _DIGITS.get(char, 0)
    return total + pending


def mark_at(text: str, position: int = 0) -> Mark | None:
    """The mark that begins exactly here."""
    for level, pattern in LEVELS.items():
        if match := pattern.match(text, position):
            shown = next(group for group in match.groups() if group)
            if number := value(shown):
                sub = value(match.group(2)) if level == ARTICLE and match.group(2) else 0
                return Mark(level, number, shown, match.end() - position, sub)
    return None


def annex_at(line: str) -> tuple[int, str] | None:
    """(number, title on the same line) where a line begins an annex: 附件 1, 附件2：容错申请表, 附件."""
    match = _ANNEX.fullmatch(line)
    if match is None or (match.group(1) is None and (match.group(2) or line.strip()[-1] in ":：")):
        return None  # 附件： opens a list of annexes
    if match.group(2) and re.match(r"\d|[、.．]", match.group(2)):
        return None  # 附件：1.甲 2.乙 is a list of annexes, not one of them
    return value(match.group(1) or "1"), match.group(2)
