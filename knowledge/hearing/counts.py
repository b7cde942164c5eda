"""Numbers as people say them (十来个, 三十多, 12人, 两三百): what they come to at least, and of what."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.policy.numerals import VALUES
from knowledge.rules.fact import Count

_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SIGN = f"[{''.join(VALUES)}几数廿{''.join(_UNITS)}]"
_NUMBER = rf"(?P<number>\d{{1,9}}(?:\.\d{{1,4}})?{_SIGN}{{0,6}}|{_SIGN}{{1,9}})(?P<about>多|余|来)?"
"""Not longer than people say one, so that a row of figures is read in one go."""
_LESS = re.compile(r"(?:不到|不足|不满|未满|近|快|少于|险些|差点|差一点|没到|不够)[^，]{0,3}$")
"""Before a number: it was not reached."""
_AFTER = re.compile(r"[^，]{0,2}(?:以下|不到|左右|上下)")
"""After it: at most, or about."""
_FILL = r"[了的有达约是到共总已超过数人者、：:\s]{0,5}"
_BETWEEN = r"[^的里中没未不无险差]{0,6}"
_PIECE = re.compile(rf"\d+(?:\.\d+)?|{_SIGN}")


def least(number: str, about: str = "") -> float:
    """What a number comes to at least: 十几 → 11, 三四十 → 30, 1.2万 → 12000; of 十来 four fifths."""
    whole = part = 0.0
    digit: float | None = None
    pieces = _PIECE.findall(number.replace("廿", "二十"))
    for place, piece in enumerate(pieces):
        if piece in ("万", "亿"):
            whole, part, digit = ((whole + part + (digit or 0)) or 1) * _UNITS[piece], 0.0, None
        elif piece in _UNITS:
            part, digit = part + (1 if digit is None else digit) * _UNITS[piece], None
        elif not digit:  # of 七八 the first counts
            several = 2.0 if place + 1 < len(pieces) and pieces[place + 1] in _UNITS else 1.0
            digit = several if piece in "几数" else float(VALUES.get(piece, piece))
    found = whole + part + (digit or 0)
    return found * 0.8 if about == "来" else found


def reached(clause: str, count: Count) -> re.Match[str] | None:
    """Where a clause says that there were that many, or more; a number behind the thing comes first: of 三十个人里死了两个
    it is two."""
    for pattern in _patterns(count):
        found = [match for match in pattern.finditer(clause) if match["number"]]
        if found:
            return next((match for match in found if _enough(match, clause, count)), None)
    return None


def _enough(match: re.Match[str], clause: str, count: Count) -> bool:
    if _LESS.search(clause[: match.start("number")]) or _AFTER.match(clause[match.end() :]):
        return False
    return least(match["number"], match["about"] or "") >= count.at_least


@lru_cache(maxsize=64)
def _patterns(count: Count) -> tuple[re.Pattern[str], ...]:
    behind = rf"(?:{count.of}){_FILL}{_NUMBER}(?:{count.unit}|$)"
    before = rf"{_NUMBER}(?:(?:{count.unit}){_BETWEEN})?(?:{count.of})"
    return re.compile(behind), re.compile(before)
