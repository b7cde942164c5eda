"""What stands before the first provision: title and document number."""

from __future__ import annotations

import re

from knowledge.segment.marks import ARTICLE, CHAPTER, SECTION
from knowledge.segment.pieces import Piece, is_heading

_DOC_NO = re.compile(
    r"([\u4e00-\u9fff]{1,12}[发辦办字函通规文号〕〔]?)\s*[〔\[【(（]\s*((?:19|20)\d\d)\s*[〕\]】)）]\s*(?:第\s*)?(\d{1,4})\s*[号號]"
)
_KIND = r"(?:办法|辦法|细则|細則|通知|规定|規定|意见|意見|方案|制度|规范|規範|机制|機制|规程|規程|清单|指引|条例|條例|规则|規則|措施|公告)"
_TITLE = re.compile(
    rf"[^。；：，！？]*{_KIND}\s*(?:[（(]\s*(?:试\s*行|試\s*行|暂行|修订|草案|[^）)]{{1,12}}稿)\s*[）)])?"
)
_TRIAL = re.compile(r"[（(]\s*(试\s*行|試\s*行|暂\s*行|修\s*订|草\s*案)\s*[）)]")


_ORGAN = re.compile(
    r"[^。；，：]{0,40}(?:委员会|委員會|办公室|辦公室|人民政府|机关|機關|民政局|组织部|[局厅廳部委])\s*(?:文件)?"
)
_BEGINS = re.compile(r"(?:[关關][于於]|印[发發]|[^，。；：]{2,12}[省市县縣区區州院校局])")
BROKEN = 12
"""A title line shorter than this may be the rest of the line above."""


def read(before: list[str]) -> tuple[str, str]:
    """(title, document number) from the lines before the body; empty where nothing is found."""
    return _title(before), _doc_no(before)


def start(found: list[Piece], top: str) -> int:
    """Position of the first piece of the body; the length of `found` where there is none."""
    tops = [n for n, piece in enumerate(found) if piece.mark and piece.mark.level == top]
    first = next((n for n in tops if _number(found[n]) == 1), tops[0] if tops else len(found))
    chapters = [n for n, piece in enumerate(found[:first]) if piece.mark and piece.mark.level == CHAPTER]
    if top == ARTICLE and not chapters and first and _is_section_head(found[first - 1]):
        return first - 1
    return min(chapters, default=first)


def _is_section_head(piece: Piece) -> bool:
    return piece.mark is not None and piece.mark.level == SECTION and is_heading(piece)


def _number(piece: Piece) -> int:
    return piece.mark.number if piece.mark else 0


def _doc_no(before: list[str]) -> str:
    """The number on a line of its own, else one that ends a line, else the first outside 《》."""
    found = [(match, text.strip()) for text in before for match in _DOC_NO.finditer(text)]
    for test in (_alone, _at_the_end, _spoken_of):
        for match, text in found:
            if test(match, text):
                return f"{match.group(1)}〔{match.group(2)}〕{match.group(3)}号"
    return ""


def _alone(match: re.Match[str], text: str) -> bool:
    return match.group() == text


def _at_the_end(match: re.Match[str], text: str) -> bool:
    return match.end() >= len(text) - 1 and "《" not in text


def _spoken_of(match: re.Match[str], text: str) -> bool:
    return "《" not in text[: match.start()] and "根据" not in text


def _title(before: list[str]) -> str:
    """The last line before the body that reads as a title, with the lines that it was broken over."""
    for n in range(len(before) - 1, -1, -1):
        text = _DOC_NO.sub("", before[n]).strip()
        if _TITLE.fullmatch(text) and not text.startswith(("现将", "現將", "《")):
            title = _joined(before, n, text)
            if n + 1 < len(before) and _TRIAL.fullmatch(before[n + 1].strip()):
                title += before[n + 1]
            if len(title) > 6:
                return _tidy(title)
    quoted = re.findall(rf"《([^《》]{{4,60}}?{_KIND}(?:（试行）|\(试行\))?)》", "".join(before))
    return _tidy(quoted[-1]) if quoted else ""


def _joined(before: list[str], n: int, text: str) -> str:
    """A title broken over two or three lines, put together."""
    for above in range(n - 1, max(n - 3, -1), -1):
        line = before[above].strip()
        complete = _BEGINS.match(text) and len(text) >= BROKEN
        if (
            complete
            or not line
            or _ORGAN.fullmatch(line)
            or _DOC_NO.search(line)
            or re.search(r"[。；：，！]|文件$|\d日$", line)
        ):
            break
        text = line + text
    return text


def _tidy(title: str) -> str:
    title = "".join(title.split())
    return _TRIAL.sub(lambda match: "（" + "".join(match.group(1).split()) + "）", title)
