"""What a question points at by name: a place, a document number, an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.library.corpus import Library
from knowledge.policy.numerals import value
from knowledge.policy.provisions import Policy

_NUMBER = r"(\d{1,3}|[一二三四五六七八九十百廿]{1,5})"
_ARTICLE = re.compile(
    rf"第\s*{_NUMBER}\s*(?:条|节|部分)|(?<![\u4e00-\u9fff]){_NUMBER}\s*条(?=\s*[第（(]?\s*{_NUMBER}\s*[）)]?\s*[项款])"
)
_ITEM = re.compile(
    rf"^\s*(?:第[一二三四五六七八九十]款)?\s*第?\s*[（(]?\s*{_NUMBER}\s*[）)]?\s*项|^\s*[（(]\s*{_NUMBER}\s*[）)]"
)
_PARAGRAPH = re.compile(rf"^\s*第?\s*{_NUMBER}\s*款")
_SECTION = re.compile(rf"(?<![第\d一二三四五六七八九十]){_NUMBER}\s*[（(]\s*{_NUMBER}\s*[）)]")
_ANNEX = re.compile(rf"附件\s*{_NUMBER}")
_DOC_NO = re.compile(
    r"([\u4e00-\u9fff]{2,8})\s*[〔\[【(（]?\s*((?:19|20)\d\d)\s*[〕\]】)）]?\s*第?\s*(\d{1,4})\s*号"
)


def regions(library: Library, text: str) -> list[str]:
    """Regions that folded text names, by place, organisation, title or document number, in order of appearance."""
    found: dict[str, int] = {}
    for region, names in library.names.items():
        places = [text.find(name) for name in names if name in text]
        if places:
            found[region] = min(places)
    for match in _DOC_NO.finditer(text):
        same = [name for name, policy in library.policies.items() if _same_value(match, policy.doc_no)]
        found.update(dict.fromkeys(same, match.start()))
    return sorted(found, key=lambda region: found[region])


def _same_value(match: re.Match[str], doc_no: str) -> bool:
    own = _DOC_NO.search(doc_no)
    if own is None or own.groups()[1:] != match.groups()[1:]:
        return False
    said = match.group(1)
    return said.endswith(own.group(1)) or own.group(1).endswith(said)


def provisions(policy: Policy, text: str) -> list[str]:
    """Ids of this policy's provisions that the text names (第七条第六项, 七条六项, 三（十三）, 附件1), in order."""
    return list(dict.fromkeys(id_ for id_ in _named(policy.region, text) if policy.find(id_)))


def spoken_of(text: str) -> str:
    """The words with which a text names an article, an item or an annex (第七条第六项); empty where it names none."""
    for pattern in (_ARTICLE, _SECTION, _ANNEX):
        if match := pattern.search(text):
            item = _ITEM.match(text[match.end() :]) if pattern is _ARTICLE else None
            return text[match.start() : match.end() + (item.end() if item else 0)].strip()
    return ""


def _named(region: str, text: str) -> Iterator[str]:
    for match in _ARTICLE.finditer(text):
        article = f"{region}.{value(match.group(1) or match.group(2))}"
        rest = text[match.end() :]
        if item := _ITEM.match(rest):
            yield f"{article}.{value(item.group(1) or item.group(2))}"
        elif paragraph := _PARAGRAPH.match(rest):
            yield f"{article}.p{value(paragraph.group(1))}"
        yield article
    for match in _SECTION.finditer(text):
        yield f"{region}.{value(match.group(1))}.{value(match.group(2))}"
    for match in _ANNEX.finditer(text):
        yield f"{region}.annex{value(match.group(1))}"
