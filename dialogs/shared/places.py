"""Where a message says that one works, or asks of: a place whose document is here, or one whose is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from dialogs.core import State
from dialogs.shared.memory import Memory
from knowledge.answer import Assistant
from knowledge.hearing.language import fold, runs

LONGEST = 30
"""Characters up to which a message that begins by saying where one works may say nothing else."""


@dataclass(frozen=True, slots=True)
class Home:
    """The asker's own region."""

    region: str


@dataclass(frozen=True, slots=True)
class There:
    """The last question again, for this region. `alone`: nothing but the place was said."""

    region: str
    alone: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Perhaps:
    """Regions that a mistyped name may mean."""

    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A place whose document is not here. `mine`: who writes works there; `near`: regions that lie in it."""

    place: str
    mine: bool = field(default=False, compare=False)
    near: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Within:
    """Where the writer of a message works, which may say more, and that."""

    place: Home | Nowhere
    rest: str


Place: TypeAlias = "Home | There | Perhaps | Nowhere"

_FILLER = re.compile(
    r"(?:那么?|和|跟|与|换成|换到|换|如果|要是|假如|按照?|在|是|到|的|话|那边|那里|那儿|当地|又|也|都|同样|一样|情况|问题|"
    r"帮我|请|麻烦|拿|对照|对比|比较|比比|比|看看|看|一下|同|规定|文件|有没有|有|(?:怎么|咋|如何)(?:规定|说|写|讲|样|办)?|怎样|什么|呢|吗|么|吧|啊|呀|市|县|区)*"
)
_YONDER = "(?:那边|那儿|那里|那块儿?|这边|这儿|这里)"
_BARE = ("", "市", "县", "区", "的")
_OFFICE = r"[\u4e00-\u9fff]{0,6}(?:局|镇|乡|街道|街道办|办事处|社区|村|纪委|监委|组织部|政府|单位|院|系|处|科|中心|站|人|老师|干部|所|区|县|市|办|大队|股|窗口|大厅|协理员|网格员|职工|员|社工|同志|会计|主任|书记|校长|经办|负责|窗口上|岗位|民政上?|专干|低保|临时工|合同工|聘用工|编外|公益岗|科员|会长|委员)"
_MINE = re.compile(
    rf"(?:我们?|咱们?|俺们?|本人|这里)?(?:{_YONDER}|单位)?(?:就|都)?(?:是|在|来自|属于)*(?:{_OFFICE}的?){{0,4}}(?:工作|上班|干活)?的?(?:这边|人)?"
)
_ASKING = re.compile(r"[几谁啥哪怎多]|什么|如何|能|吗|容错|申请|申诉|告知|条|章|附件|[?？]")
_HERE = re.compile(
    r"(?:那|回到)?(?:我们|咱们?|我|俺|本)(?:这儿|这里|这边|这|那儿|地|县|市|区|院|单位)"
    r"(?:是?(?:怎么|咋|如何)(?:规定|说|写)的?)?(?:呢|吗)?[?？。]*"
)
_PLACE = re.compile(
    rf"(?:那|我在|我是|我们是|我们在)?((?:[\u4e00-\u9fff]{{2,4}}?(?:省|市|县|区|州|旗)){{1,3}}|[\u4e00-\u9fff]{{2,8}}?(?:学院|大学))"
    rf"(?:{_OFFICE})?(?:工作|上班)?(?:的|呢|怎么规定的?)?\W*"
)
SAYS_WHERE = re.compile(
    rf"(?:我|俺|咱|本人|这里|我们|俺们|咱们)(?:{_YONDER}|单位)?(?:就|都|现在)?(?:是|在|来自|属于?|归)"
)
_WORKS = re.compile(
    r".*(?:在(?P<at>[^在，,]{2,10}?)(?:那边|那儿)?(?:上班|工作|任职|挂职)|(?:调到?|调去|调往|转到|借调到?)(?P<to>[^，,到]{2,10}?))(?:了|的|呢)*[。！!]*"
)
"""我老家东阿，在青岛上班; 现在调到丽水了."""
_GREETED = re.compile("^(?:您好|你好|大家好|请问|请教|咨询)(?:一下)?[，,。；;！!\\s]*")
_HEAD = re.compile("[，,。；;！!\\s]+")
_CLAUSES = re.compile(r"[，,。；;！!？?\s]+")
_SELF = re.compile("^(?:我们?|俺们?|咱们?|本人|这里|单位|现在|就|是|在|来自|属于?|归)*")
_OFFICES = re.compile(rf"(?:我们?|我)?(?:就|是|在)*(?:{_OFFICE}){{1,2}}(?:工作|上班)?的?人?")
"""「民政办的」 after the place, and nothing else."""
_NO_PLACE = re.compile(
    r"社区|小区|园区|辖区|片区|地区|景区|山区|灾区|校区|超市|上市|门市|[全各本我咱俺跨同外][省市县区]|[我咱俺本]们|[到给报由向归被不谁几]"
)


def nowhere_known(state: State) -> str | None:
    """The place without a document here that the asker works in, where that was said."""
    place = state.of("region").get("nowhere")
    return place if isinstance(place, str) else None


def begins(folded: str) -> bool:
    """Whether it starts by saying where one works, or ends so."""
    return SAYS_WHERE.match(folded) is not None or _WORKS.fullmatch(folded) is not None


def place(folded: str, mind: Assistant, memory: Memory, own: str | None) -> Place | None:
    if (spelled := folded.replace(" ", "")) in mind.library.policies:
        return Home(spelled)
    if own and _HERE.fullmatch(folded):
        return There(own)
    if (works := _WORKS.fullmatch(folded)) and not _ASKING.search(folded) and not SAYS_WHERE.match(folded):
        return place(f"我在{works['at'] or works['to']}", mind, Memory(), own)
    named = mind.named(folded)
    if len(named) == 1:
        return _named(named[0], _without_names(folded, mind), memory, own)
    return None if named else _unnamed(folded, mind, memory, own)


def _named(region: str, rest: str, memory: Memory, own: str | None) -> Place | None:
    """A place alone is the own one, unless that is known and something was asked that can be repeated there."""
    if rest in _BARE:
        return (
            There(region, alone=True)
            if own and memory.last and memory.last.region != region
            else Home(region)
        )
    if re.fullmatch(f"{_YONDER}的?人?", rest) and (region == own or memory.last is None):
        return Home(region)
    if _MINE.fullmatch(rest) and not _ASKING.search(rest):
        return Home(region)
    return There(region) if _FILLER.fullmatch(rest) else None


def _without_names(folded: str, mind: Assistant) -> str:
    """What a message says beside the place and what it lies in, punctuation left out."""
    around = "|".join(_longest_first(mind.library.around))
    for name in _longest_first(mind.library.names):
        folded = re.sub(f"(?:{around or name})*{re.escape(name)}", "", folded)
    return "".join(runs(folded))


def _longest_first(names: Mapping[str, tuple[str, ...]]) -> list[str]:
    return sorted({name for some in names.values() for name in some}, key=len, reverse=True)


def _unnamed(folded: str, mind: Assistant, memory: Memory, own: str | None) -> Place | None:
    """A place mistyped, where one is to be expected, or one that is not here."""
    typed = re.sub(r"^那|呢?[?？。\s]*$", "", folded)
    mine = own is None or SAYS_WHERE.match(folded) is not None
    cut = {
        name[:-1]: region
        for region, names in mind.library.names.items()
        for name in names
        if name[-1] in "市县区"
    }
    if found := _at_first(folded, cut):
        return _named(cut[found], folded.replace(found, "", 1), memory, own)
    if found := _at_first(folded, _longest_first(mind.library.around), mind.library.lexicon.places):
        return Nowhere(found, mine, _within(found, mind))
    if own is None and (memory.last is None or memory.waiting is not None) and (near := _near(typed, mind)):
        return Perhaps(tuple(near[:3]))
    if folded.rstrip("?？。 ").endswith("呢") and len(near := _near(typed, mind)) == 1:
        return There(near[0])
    full = _PLACE.fullmatch(folded)
    found = full.group(1) if full and not _NO_PLACE.search(folded) else ""
    found = found or _at_first(folded, mind.library.lexicon.places)
    return Nowhere(found, mine, _within(found, mind)) if found else None


def _at_first(folded: str, places: Iterable[str], elsewhere: tuple[str, ...] = ()) -> str:
    """A place that everybody knows without 市 or 省, where nothing else is said. `places`: the longest first; `elsewhere`:
    places in it that are others."""
    said = folded.removeprefix("那").strip("。.，,！!？? ")
    mine = SAYS_WHERE.match(said)
    rest = said[mine.end() :] if mine else said
    found = next((name for name in places if rest.startswith(name)), "")
    left = rest[len(found) :]
    nothing = re.fullmatch(f"(?:省|市|的)?{_YONDER}?的?呢?", left) or _MINE.fullmatch(left)
    return found if found and nothing and not left.startswith(elsewhere) else ""


def _within(place: str, mind: Assistant) -> tuple[str, ...]:
    """Regions that lie in a place."""
    bare = place.rstrip("省市县区")
    return tuple(region for region, names in mind.library.around.items() if bare.endswith(names))


def where(text: str, mind: Assistant, own: str | None) -> tuple[Home | Nowhere, str] | None:
    """「我是东阿县民政所的，材料没齐……」: where one works, and what is said after it."""
    said = _GREETED.sub("", text.strip(), count=1)
    head, _, rest = _HEAD.sub("\n", said, count=1).partition("\n")
    if not rest.strip() or len(head) > LONGEST or not SAYS_WHERE.match(fold(head)):
        return None
    found = place(fold(head).strip(), mind, Memory(), own)
    return (found, rest.strip()) if isinstance(found, Home | Nowhere) else None


def within(text: str, mind: Assistant, own: str | None) -> Within | None:
    """The clause in which a message says where its writer works, wherever that stands. Another place than the `own` one is
    left where it is: whether somebody has moved is asked."""
    clauses = [one for one in _CLAUSES.split(text.strip()) if one]
    for number, clause in enumerate(clauses):
        found = _of_clause(fold(clause).strip(), mind, len(clauses) == 1)
        if found and own in (None, getattr(found, "region", "")):
            rest = (one for n, one in enumerate(clauses) if n != number and not _OFFICES.fullmatch(fold(one)))
            return Within(found, "，".join(rest))
    return None


def _of_clause(folded: str, mind: Assistant, alone: bool) -> Home | Nowhere | None:
    """Where it begins with the place, or with saying that it is one's own."""
    if len(folded) > LONGEST:
        return None
    found, bare = place(folded, mind, Memory(), None), _SELF.sub("", folded, count=1)
    names = (
        *mind.library.lexicon.places,
        *_longest_first(mind.library.around),
        *_longest_first(mind.library.names),
    )
    says = SAYS_WHERE.match(folded) is not None or bare.startswith(names)
    return found if isinstance(found, Home | Nowhere) and (says or alone) else None


def _near(typed: str, mind: Assistant) -> list[str]:
    """Regions that a mistyped name may mean: a part of a name, or near one that shares a character or is spelled."""
    names = mind.library.names
    whole = [region for region in names if len(typed) > 1 and any(typed in name for name in names[region])]
    return whole or [region for region in mind.regions(typed)
                     if typed.isascii() or any(set(typed) & set(name) for name in names[region])]  # fmt: skip
