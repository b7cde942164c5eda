"""Numbers of persons in what people write: identity cards, telephones, bank cards. Number, named, hidden; nothing else.

Sums, dates, and the numbers of documents and of cases are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import luhn

HIDDEN = "（{kind}已隐去）"
ID, CARD, PHONE = "身份证号", "银行卡号", "电话号码"
_PLAIN: dict[int, str | int] = {0x3000: " ", 0xA0: " ", **dict.fromkeys(map(ord, "‐‑‒–—―−·"), "-"),
          **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}}  # fmt: skip
"""Full-width signs, blanks and dashes as plain ones, each in its place."""
_GAP = r"[ \t-]?"
_BEFORE, _AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_NO_SUM = r"(?!(?:\.[0-9]+)?(?:万|亿)*(?:元|块钱))"
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_BORN = re.compile(rf"[0-9]{{6}}(?:19|20)[0-9]{{2}}{_DAY}")
"""What makes eighteen figures an identity card; the check figure does not, for people slip."""
_DATE = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}[ \t-]?[0-9]{1,2}[ \t-]?[0-9]{1,2}(?![0-9])")


def _alone(number: str, after: str = "") -> re.Pattern[str]:
    """Such a number where it stands alone; they may overlap, so that a wrong one hides none."""
    return re.compile(rf"{_BEFORE}(?=({number}){_AFTER}{after})")


_ID = _alone(rf"{_PROVINCE}(?:{_GAP}[0-9]){{15}}{_GAP}[0-9Xx]")
_OLD_ID = _alone(rf"{_PROVINCE}[0-9]{{6}}{_DAY}[0-9]{{3}}")
_CARDS = [
    _alone(rf"(?:2[2-7]|[3-9][0-9])(?:{_GAP}[0-9]){{{count - 3}}}[0-9]", _NO_SUM)
    for count in (19, 16, 17, 18, 15)
]
"""By their length, the usual ones first: what is behind a gap may belong to something else."""
_MOBILE = _alone(rf"(?:(?:\+|00)?86{_GAP})?1[3-9](?:{_GAP}[0-9]){{9}}", _NO_SUM)
_LANDLINE = _alone(r"\(?0[1-9][0-9]{1,2}\)?[ -]?[2-8][0-9]{6,7}", _NO_SUM)


@dataclass(frozen=True, slots=True)
class Number:
    """`start`, `end`: where it stands; `kind`: what it looks like."""

    start: int
    end: int
    kind: str


def found(text: str) -> tuple[Number, ...]:
    """Every such number, in order, none inside another."""
    taken: list[Number] = []
    for one in _candidates(text.translate(_PLAIN)):
        if not any(one.start < other.end and other.start < one.end for other in taken):
            taken.append(one)
    return tuple(sorted(taken, key=lambda one: one.start))


def hidden(text: str) -> str:
    """The text with each of them hidden."""
    for one in reversed(found(text)):
        text = text[: one.start] + HIDDEN.format(kind=one.kind) + text[one.end :]
    return text


def kinds(text: str) -> tuple[str, ...]:
    """What is in the text, each kind once."""
    return tuple(dict.fromkeys(one.kind for one in found(text)))


def _candidates(plain: str) -> Iterator[Number]:
    """The surest first."""
    yield from (_number(match, ID) for match in _ID.finditer(plain) if _BORN.match(_digits(match[1])))
    yield from (_number(match, ID) for match in _OLD_ID.finditer(plain))
    cards = [match for pattern in _CARDS for match in pattern.finditer(plain) if not _DATE.search(match[1])]
    yield from (_number(match, CARD) for match in cards if luhn.is_valid(_digits(match[1])))
    for pattern in (_MOBILE, _LANDLINE):
        yield from (_number(match, PHONE) for match in pattern.finditer(plain) if not _DATE.search(match[1]))
    yield from (_number(match, CARD) for match in cards if match[1].startswith("62"))  # mistyped, maybe


def _number(match: re.Match[str], kind: str) -> Number:
    return Number(*match.span(1), kind)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)
