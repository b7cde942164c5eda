"""What a question points at by name: a place, a document number, an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.library.corpus import Library
from knowledge.policy.numerals import value
from knowledge.policy.provisions import Policy

_HAN_N = "一二三四五六七八九十百廿卅零〇壹贰叁肆伍陆柒捌玖拾"
_N = rf"(?:\d{{1,3}}|[{_HAN_N}]{{1,7}})"
_UNIT = r"(?:条|节|部分)"
_TO, _AND = r"(?:-|–|—|~|至|到)", r"(?:、|和|与|及|以及|还有|,|，)"
_SEVERAL = rf"第\s*{_N}(?:\s*{_UNIT}?\s*{_TO}\s*第?\s*{_N}|\s*{_AND}\s*第?\s*{_N}(?=\s*(?:{_UNIT}|{_AND}|{_TO}))|\s*{_UNIT}\s*{_AND}\s*第\s*{_N})+\s*{_UNIT}"
_IN, _NTH = r"\s*(?:的|里面?|中|下面?|当中)*\s*", rf"第?\s*[（(]?\s*({_N})\s*[）)]?"
_ONE, _PIECE = rf"第?\s*[（(]?\s*{_N}\s*[）)]?", r"(?:小?[项款点]|小条|目)"
_WITH_ITEM = rf"(?:(?<![\u4e00-\u9fff])|(?<=[和与及])){_N}\s*条(?={_IN}{_ONE}\s*{_PIECE})"
_ARTICLE = re.compile(rf"{_SEVERAL}|第\s*{_N}\s*{_UNIT}|{_WITH_ITEM}")
_ITEM = re.compile(
    rf"\s*(?:第[一二三四五六七八九十]款)?{_IN}{_NTH}\s*(?:小?项|小条|小?点|小款|目)|{_IN}第\s*({_N})\s*种|\s*[（(]\s*({_N})\s*[）)]"
)
_ITEMS = re.compile(
    rf"{_IN}({_ONE}\s*项?(?:\s*(?:{_TO}|{_AND})\s*{_ONE}\s*项?)+(?<=[项）)])|[（(]\s*{_N}\s*[）)](?:\s*[（(]\s*{_N}\s*[）)])+)"
)
_PARAGRAPH = re.compile(rf"{_IN}{_NTH}\s*款")
_ADDED = re.compile(rf"\s*之\s*({_N})")
_SECTION = re.compile(rf"(?<![第\d一二三四五六七八九十百])({_N})\s*[（(]\s*({_N})\s*[）)]")
_ANNEX = re.compile(rf"附件\s*({_N})")
_CHAPTER = re.compile(rf"第\s*({_N})\s*章(?!\s*的?\s*第?\s*{_N}\s*条)")
_LEAD = rf"(?:(?:给我)?(?:看|查)一?下?|(?:(?![有共了给办这那前后头上下每几多另{_HAN_N}])[\u4e00-\u9fff]){{0,5}})[\s,，]*第?"
_TAIL = r"(?:是|讲|说|写|规定|怎么|怎样|什么|啥|内容|原文|全文|呢|的|吗|里|具体|看看|一下|[\s?？。!！])*"
_PLAIN = re.compile(rf"{_IN}{_NTH}{_TAIL}")
"""第七条六: what is left behind the article, where that is all."""
_BARE = re.compile(rf"{_LEAD}({_N}(?:\s*(?:{_TO}|{_AND})\s*{_N})*\s*条)((?:{_IN}{_ONE}\s*{_PIECE}?)?){_TAIL}")
"""14条, 7条6, where hardly anything else is said."""
_DOTTED = re.compile(rf"{_LEAD}({_N})\s*(?:的|之|[.、·—-])\s*第?\s*({_N})\s*项?{_TAIL}")
"""三的十三, where hardly anything else is said."""
_NUMBER = re.compile(_N)
_OTHER_LAW = re.compile(r"(?:(?<!办)法|条例|准则|规则)\s*$|《([^《》]{2,60})》\s*(?:的|里|中)?\s*$")
"""Before a number: it is one of another document."""
_DOC_NO = re.compile(
    r"([\u4e00-\u9fff]{2,8})\s*[〔\[【(（]?\s*((?:19|20)\d\d)\s*[〕\]】)）]?\s*(?:年)?\s*第?(\d{1,4})\s*号"
)
_ONLY_DOC = re.compile(
    rf"(?:请|帮我|我想|给我)*(?:看看?|查一?下?|找一?下?)?{_DOC_NO.pattern}(?:文件?)?{_TAIL}"
)
LONGEST_RANGE = 10
"""Articles from … to … that are shown."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A provision as a text names it. `words`: how; `tries`: the ends of ids (7.6) that it may be, the likeliest first;
    `within`: the end of what it stands in; `whole`: the words of all that were named in one go."""

    at: int
    words: str
    tries: tuple[str, ...]
    within: str = ""
    whole: str = ""

    def found(self, policy: Policy) -> str:
        """The id that is meant; empty where the policy has no such provision."""
        ids = (_where(policy, end) for end in self.tries)
        return next((id_ for id_ in ids if policy.find(id_)), "")

    def ids(self, policy: Policy) -> Iterator[str]:
        """What is meant, and what it stands in, as far as they are there."""
        around = f"{policy.region}.{self.within}"
        yield from filter(policy.find, (self.found(policy), around))


def _where(policy: Policy, end: str) -> str:
    """The id that ends so; the first paragraph of several is the article itself."""
    article, first, _ = end.partition(".p1")
    id_ = f"{policy.region}.{article}"
    return id_ if end == article + first and policy.find(f"{id_}.p2") else f"{policy.region}.{end}"


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


FIRST_PERSON = re.compile("[我俺咱]|本人")


def placeless(library: Library, text: str) -> str:
    """Folded text without the places that it names."""
    for name in sorted({name for names in library.names.values() for name in names}, key=len, reverse=True):
        text = text.replace(name, "")
    return text


def _same_value(match: re.Match[str], doc_no: str) -> bool:
    own = _DOC_NO.search(doc_no)
    if own is None or own.groups()[1:] != match.groups()[1:]:
        return False
    said = match.group(1)
    return said.endswith(own.group(1)) or own.group(1).endswith(said)


def document(text: str) -> str:
    """The document number that folded text consists of; empty where it says more, or names none."""
    match = _ONLY_DOC.fullmatch(text.strip())
    return f"{match[1]}〔{match[2]}〕{match[3]}号" if match else ""


def provisions(policy: Policy, text: str) -> list[str]:
    """Ids of this policy's provisions that the text names (第七条第六项, 七条六项, 三（十三）, 第16-18条, 附件1), in order."""
    return list(dict.fromkeys(id_ for one in spoken(policy, text) for id_ in one.ids(policy)))


def absent(policy: Policy, text: str) -> tuple[str, ...]:
    """What the text names that this policy does not have, in the words of the text."""
    named = spoken(policy, text)
    there = {one.at for one in named if one.found(policy)}
    gone = (one for one in named if not one.found(policy))
    return tuple(dict.fromkeys(one.words if one.at in there else one.whole or one.words for one in gone))


def lost(library: Library, text: str, region: str | None) -> tuple[str, ...]:
    """What the text names that this region's policy does not have; where none is known, what no policy has."""
    if region:
        return absent(library.policies[region], text)
    gone = [absent(policy, text) for policy in library.policies.values()]
    return tuple(words for words in gone[0] if all(words in others for others in gone)) if gone else ()


def reread(policy: Policy, text: str) -> list[tuple[str, str]]:
    """What the text calls a paragraph (款) and is an item here: its words, with the item's id."""
    called = ((one.words, one.found(policy)) for one in spoken(policy, text) if one.words.endswith("款"))
    return [(words, id_) for words, id_ in called if id_ and policy.provision(id_).kind == "项"]


def spoken(policy: Policy, text: str) -> list[Spoken]:
    """All that a text names by number, in order, but for what it names of another document."""
    found = sorted((*_spoken(text), *_chapters(policy, text), *_alone(policy, text)), key=lambda one: one.at)
    return [one for one in found if not _elsewhere(policy, text[: one.at])]


def _elsewhere(policy: Policy, before: str) -> bool:
    match = _OTHER_LAW.search(before)
    return bool(match) and not (match and match[1] and match[1] in policy.title)


def _spoken(text: str) -> Iterator[Spoken]:
    for match in _ARTICLE.finditer(text):
        yield from _articles(match[0], match.start(), text[match.end() :])
    for match in _SECTION.finditer(text):
        yield Spoken(match.start(), match[0].strip(), (f"{value(match[1])}.{value(match[2])}",))
    for match in _ANNEX.finditer(text):
        yield Spoken(match.start(), match[0].strip(), (f"annex{value(match[1])}",))


def _chapters(policy: Policy, text: str) -> Iterator[Spoken]:
    """Every article of a chapter that is named."""
    for match in _CHAPTER.finditer(text):
        number = value(match[1])
        title = policy.chapters[number - 1] if 0 < number <= len(policy.chapters) else None
        ends = [one.id.partition(".")[2] for one in policy.articles if one.chapter == title]
        yield from (Spoken(match.start(), match[0], (end,)) for end in ends or [match[0]])


def _alone(policy: Policy, text: str) -> Iterator[Spoken]:
    """What is a number of a provision only because hardly anything else is said."""
    whole = text.strip()
    if match := None if _ARTICLE.search(text) else _BARE.fullmatch(whole):
        yield from _articles(match[1], match.start(1), match[2])
    elif match := _DOTTED.fullmatch(whole):
        end = f"{value(match[1])}.{value(match[2])}"
        yield Spoken(match.start(1), whole[match.start(1) : match.end(2)], (end,))


def _articles(words: str, at: int, rest: str) -> Iterator[Spoken]:
    """The articles of 第7条, 第十和十一条, 第16-18条; what follows belongs to the last one."""
    numbers = list(_numbers(words))
    for number in numbers[:-1]:
        yield Spoken(at, f"第{number}条", (str(number),), whole=words)
    if numbers:
        said = words.strip() if len(numbers) == 1 else f"第{numbers[-1]}条"
        whole = words if len(numbers) > 1 else ""
        yield from (replace(one, whole=whole or one.whole) for one in _behind(numbers[-1], said, at, rest))


def _numbers(words: str) -> Iterator[int]:
    before, end = 0, 0
    for match in _NUMBER.finditer(words):
        number = value(match[0])
        if (
            before
            and re.search(_TO, words[end : match.start()])
            and before < number <= before + LONGEST_RANGE
        ):
            yield from range(before + 1, number)
        if number:
            yield number
        before, end = number, match.end()


def _behind(number: int, words: str, at: int, rest: str) -> Iterator[Spoken]:
    """The items of an article that are named behind it, or what `_last` finds."""
    several = _ITEMS.match(rest)
    for item in _numbers(several[1]) if several else ():
        yield Spoken(at, f"{words}第{item}项", (f"{number}.{item}",), str(number))
    if several is None:
        yield _last(number, words, at, rest)


def _last(number: int, words: str, at: int, rest: str) -> Spoken:
    """An article with the item or paragraph that is named behind it."""
    if added := _ADDED.match(rest):
        return Spoken(at, words + added[0].rstrip(), (f"{number}-{value(added[1])}",), str(number))
    if item := _ITEM.match(rest):
        named = next(filter(None, item.groups()))
        return Spoken(at, words + item[0].rstrip(), (f"{number}.{value(named)}",), str(number))
    if paragraph := _PARAGRAPH.match(rest):
        n = value(paragraph[1])
        return Spoken(at, words + paragraph[0].rstrip(), (f"{number}.p{n}", f"{number}.{n}"), str(number))
    if plain := _PLAIN.fullmatch(rest):
        return Spoken(at, words + rest[: plain.end(1)], (f"{number}.{value(plain[1])}",), str(number))
    return Spoken(at, words, (str(number),))
