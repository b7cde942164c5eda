"""Chinese numerals: as documents number with them, and as people type them."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九十"
"""As they are written: DIGITS[7] is 七."""
VALUES = {c: n for n, row in enumerate(("零〇○", "一壹弌", "二贰貳两", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"))
          for c in row}  # fmt: skip
"""What a sign below ten is worth, however it is written."""


def spelled(number: int) -> str:
    """七; figures where one sign does not do."""
    return DIGITS[number] if 0 <= number < len(DIGITS) else str(number)


def value(text: str) -> int:
    """十二 → 12, 廿三 → 23, 拾贰 → 12, 一百零一 → 101, 7 → 7; 0 where it is no number below a thousand."""
    if text.isdigit():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十").replace("拾", "十")
    hundreds, hundred, rest = text.partition("百")
    if not hundred:
        return _below_hundred(text)
    many, rest = VALUES.get(hundreds, 0), rest.lstrip("零〇")
    return many * 100 + (_below_hundred(rest) if rest else 0) if many else 0


def _below_hundred(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return VALUES.get(text, 0)
    return (VALUES.get(tens, 0) if tens else 1) * 10 + (VALUES.get(ones, 0) if ones else 0)
