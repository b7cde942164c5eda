"""What stands before the first provision: title and document number; and where the first provision is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.segment.marks import ARTICLE, CHAPTER, SECTION
from knowledge.segment.pieces import Paragraph, is_heading

_DOC_NO = re.compile(
    r"([\u4e00-\u9fff]{1,16}[发發辦办字函通规文号〕〔]?)\s*[〔\[【(（]\s*((?:19|20)\d\d)\s*[〕\]】)）]\s*(?:第\s*)?(\d{1,4})\s*[号號]"
)
_KIND = r"(?:办法|辦法|细则|細則|通知|规定|規定|意见|意見|方案|制度|规范|規範|机制|機制|规程|規程|清单|指引|条例|條例|规则|規則|措施|公告)"
_TRIAL = r"[（(](?:试行|試行|暂行|修订|草案|[^）)。，]{1,12}稿)[）)]"
_TITLE = re.compile(rf"[^。；：，！？]{{2,70}}{_KIND}(?:{_TRIAL})?")
_TITLE_END = re.compile(rf"{_KIND}\s*(?:{_TRIAL})?$")
_ORGAN = re.compile(
    r"(?!.*[关關][于於])[^。；，：]{0,40}(?:委员会|委員會|办公室|辦公室|人民政府|机关|機關|民政局|组织部|[局厅廳部委])(?:文件)?"
)
_NO_PART = re.compile(r"[。；：，！]|文件$|\d日$|^(?:现将|現將|《|附件|索引号|来源)")
_PLACE = re.compile(r"[^，。；：]{2,12}[省市县縣区區州院校局]")
NEAR, PARTS = 60, 4
"""A title is looked for in so many lines before the body, over so many lines each."""


def read(before: list[str]) -> tuple[str, str]:
    """(title, document number) from the lines before the body; empty where nothing is found."""
    return _title(before), _doc_no(before)


# ── where the body begins ────────────────────────────────────────────────────────────────────────
def start(found: list[Paragraph], top: str) -> int:
    """Position of the first piece of the body; the length of `found` where there is none."""
    tops = [n for n, piece in enumerate(found) if piece.mark and piece.mark.level == top]
    first = _first(found, tops)
    chapters = [n for n, piece in enumerate(found[:first]) if piece.mark and piece.mark.level == CHAPTER]
    if top == ARTICLE and not chapters and first and _is_section_head(found[first - 1]):
        return first - 1
    return min(chapters, default=first)


def _first(found: list[Paragraph], tops: list[int]) -> int:
    """The first article; a short list before the document's own title belongs to the letter that sends it."""
    if not tops:
        return len(found)
    ones = [n for n in tops if _number(found[n]) == 1] or tops[:1]
    if len(ones) > 1 and _comes_after_title(found, ones[1]):
        early = sum(n < ones[1] for n in tops)
        if early < len(tops) - early:
            return ones[1]
    return ones[0]


def _comes_after_title(found: list[Paragraph], n: int) -> bool:
    while n and (mark := found[n - 1].mark) and mark.level == CHAPTER:
        n -= 1
    return n > 0 and _TITLE_END.search(found[n - 1].text) is not None


def _is_section_head(piece: Paragraph) -> bool:
    return piece.mark is not None and piece.mark.level == SECTION and is_heading(piece)


def _number(piece: Paragraph) -> int:
    return piece.mark.number if piece.mark else 0


# ── document number ──────────────────────────────────────────────────────────────────────────────
def _doc_no(before: list[str]) -> str:
    """The number on a line of its own, else one that ends a line, else the first outside 《》."""
    found = [(match, text.strip()) for text in before for match in _DOC_NO.finditer(text)]
    fitting = (
        match for test in (_alone, _at_the_end, _spoken_of) for match, text in found if test(match, text)
    )
    best = next(fitting, None)
    if best is None:
        return ""
    organ = re.sub(r"^.*(?:文件|委员会|日)(?=.)", "", best.group(1))
    return f"{organ}〔{best.group(2)}〕{best.group(3)}号"


def _alone(match: re.Match[str], text: str) -> bool:
    return match.group() == text


def _at_the_end(match: re.Match[str], text: str) -> bool:
    return match.end() >= len(text) - 1 and "《" not in text


def _spoken_of(match: re.Match[str], text: str) -> bool:
    return "《" not in text[: match.start()] and "根据" not in text


# ── title ────────────────────────────────────────────────────────────────────────────────────────
def _title(before: list[str]) -> str:
    """The likeliest of all titles that one to four lines make; else the last one in 《》."""
    lines = ["".join(_DOC_NO.sub("", line).split()) for line in before[-NEAR:]]
    quoted = re.findall(rf"《([^《》]{{4,70}}?{_KIND}(?:{_TRIAL})?)》", "".join(lines))
    known = {_tidy(title) for title in quoted}
    titles = [(_likely(title, title in known, n), title) for n, title in _made(lines)]
    if titles:
        return max(titles)[1]
    return _tidy(quoted[-1]) if quoted else ""


def _made(lines: list[str]) -> Iterator[tuple[int, str]]:
    """(place of its last line, title) for every run of lines that reads as a title."""
    runs = ((first, n, title) for first in range(len(lines)) for n, title in _joined(lines, first))
    for first, n, title in runs:
        if len(title) > 6 and _TITLE.fullmatch(title) and not (n > first and _ORGAN.fullmatch(lines[first])):
            yield n, _tidy(title)


def _joined(lines: list[str], first: int) -> Iterator[tuple[int, str]]:
    """(place of its last line, text) of one, two … lines from here on, up to one that is no part of a title."""
    title = ""
    for n in range(first, min(first + PARTS, len(lines))):
        if not lines[n] or _NO_PART.search(lines[n]) or (n > first and _ORGAN.fullmatch(lines[n])):
            return
        title += lines[n]
        yield n, title


def _likely(title: str, quoted: bool, place: int) -> float:
    """More where the letter names it, where it begins as titles do, and the nearer it stands to the body."""
    score = 10 * quoted + place / 10
    score += 3 * title.startswith(("关于", "關於")) + 2 * bool(_PLACE.match(title)) + ("（试行）" in title)
    return score - 4 * ("印发" in title or "印發" in title) - len(title) / 1000


def _tidy(title: str) -> str:
    title = "".join(title.split())
    return re.sub(_TRIAL, lambda match: "（" + match.group()[1:-1] + "）", title)
