"""What a typed message is, before anybody answers it: a greeting, a place, a follow-up, a question.

Only the wording is read here, with what was said before; nothing is answered and nothing remembered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dialogs.shared import mending
from dialogs.shared.memory import Memory
from knowledge.answer import OWN_CASE, Assistant
from knowledge.hearing.language import fold, runs

SHORT = 16
"""Characters up to which a message may be a place, a greeting or a follow-up and nothing else."""


LONGEST_PLACE = 30
"""The same where it begins by saying where one works."""
LONGEST_QUESTION = 40
"""Characters of a question that interrupts something."""
ASKS = re.compile(
    r"[?？]\W*$|[吗呢]\W*$|多久|几天|几号|是什么|是啥|有哪些|哪一条|第.{1,3}条|找谁|给谁|谁来定|谁定|怎么(?:申请|申诉|办|写|算|填)"
)


@dataclass(frozen=True, slots=True)
class Small:
    """Talk that is no question: `empty`, `foreign` (another language), `hello`, `thanks`, `done`, `about` (who are you)."""

    kind: Literal["empty", "foreign", "hello", "thanks", "done", "about"]


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
    """A place whose document is not here. `mine`: who writes works there."""

    place: str
    mine: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class GoOn:
    """A follow-up without content of its own: why, what next, whether it is tolerated."""

    kind: Literal["why", "next", "whether"]


@dataclass(frozen=True, slots=True)
class Corrects:
    """Something told before was wrong; `right`: what is said in its place, empty where nothing is."""

    right: str


@dataclass(frozen=True, slots=True)
class OfMatters:
    """One of the matters of a message before: which, and what is asked of it (see mending.Nth)."""

    number: int
    rest: str


@dataclass(frozen=True, slots=True)
class Content:
    """Anything else. `leads_on`: it is a short one, or says itself that it goes on from the last."""

    leads_on: bool


Reading: TypeAlias = "Small | Home | There | Perhaps | Nowhere | GoOn | Corrects | OfMatters | Content"

_MARKUP = re.compile(r"<[^<>]{0,40}>|[*_`#~>]")
_HELLO = re.compile(
    r"(?:(?:您好|你好)[呀啊]|(?:您好|你好)?[，,]?(?:在吗|在不在|有人吗|有人在吗)|您好|你好|大家好|早上好|上午好|中午好|下午好|晚上好|早|hello|hi|嗨|哈喽)\W*"
)
_THANKS = re.compile(
    r"(?:好的?|行|嗯+|知道了|明白了|ok|收到)?\W*(?:非常|十分|太|真是|真的)?(?:谢|感谢|多谢|辛苦|麻烦你了).*"
)
_DONE = re.compile(
    r"(?:好[的嘞咧]?|晓得|清楚|行|嗯+|知道[了啦]|明白[了啦]|懂了|ok|收到|再见|拜拜)(?:了|吧|啦|咯)?\W*"
)
_ABOUT = re.compile(
    r"(?:你|您|这个?)(?:是谁|是什么|是啥|叫什么|能做什么|会做什么|会什么|能干什么|能干啥|会干啥|有什么用|有啥用|能帮我什么)"
    r"(?:名字|机器人|东西)?\W*|(?:怎么用|使用说明|帮助|help)\W*"
)
_FILLER = re.compile(
    r"(?:那么?|和|跟|与|换成|换到|换|如果|要是|假如|按照?|在|是|到|的|话|那边|那里|那儿|当地|又|也|都|同样|一样|情况|问题|"
    r"帮我|请|麻烦|拿|对照|对比|比较|比比|比|看看|看|一下|同|规定|文件|有没有|有|(?:怎么|咋|如何)(?:规定|说|写|讲|样|办)?|怎样|什么|呢|吗|么|吧|啊|呀|市|县|区)*"
)
_BARE = ("", "市", "县", "区", "的")
_OFFICE = r"[\u4e00-\u9fff]{0,6}(?:局|镇|乡|街道|街道办|办事处|社区|村|纪委|监委|组织部|政府|单位|院|系|处|科|中心|站|人|老师|干部|所|区|县|市|办|大队|股|窗口|大厅|协理员|网格员|职工|员|社工|同志|会计|主任|书记|校长|经办|负责|窗口上|岗位)"
_MINE = re.compile(
    rf"(?:我们?|咱们?|俺们?|本人|这里)?(?:就|都)?(?:是|在|来自|属于)*(?:{_OFFICE}){{0,3}}(?:工作|上班|干活)?的?(?:这边|人)?"
)
_ASKING = re.compile(r"[几谁啥哪怎多]|什么|如何|能|吗|容错|申请|申诉|告知|条|章|附件|[?？]")
_HERE = re.compile(
    r"(?:那|回到)?(?:我们|咱们?|我|俺|本)(?:这儿|这里|这边|这|那儿|地|县|市|区|院|单位)"
    r"(?:是?(?:怎么|咋|如何)(?:规定|说|写)的?)?(?:呢|吗)?[?？。]*"
)
_WHY = re.compile(
    r"(?:那|这)?(?:是|又是)?(?:为什么|为啥|凭什么|凭啥|什么意思|啥意思|怎么理解|没看懂|看不懂|没明白|不明白|不懂|"
    r"(?:说|讲)?(?:得)?(?:再)?(?:详细|具体|清楚)(?:一?点|一些|些)?|依据(?:是什么|呢)?)(?:吗|呢|啊|呀|吧|了)*\W*"
)
_NEXT = re.compile(
    r"(?:那么?|然后|接下来|接着|所以|之后|后来|现在|这下|还有|我们?|该|要|应该|得|能|可以|需要|怎么办|咋办|咋弄|咋整|怎么弄|"
    r"怎么做|怎么搞|做什么|做啥|干什么|干啥|下一步|继续|呢|啊|呀|吗|了|才好|才行|[?？!！。，…~\s])+"
)
_CAN = re.compile(
    r"(?:那|这|我们?|这种|这样|情况|到底|究竟|就|还|算|会|能|不|可以|被|给|得到|属于|是)*"
    r"(?:容错|免责|追责|追究|处分|问责|处理|宽容)(?:吗|么|不|嘛|呢|我|的|[?？。])*"
)
_LEADS_ON = re.compile(r"(?:那|还有|另外|再问|还要|这个|这种|这样|它|要是这样)")
_PLACE = re.compile(
    rf"(?:那|我在|我是|我们是|我们在)?((?:[\u4e00-\u9fff]{{2,4}}?(?:省|市|县|区|州|旗)){{1,3}}|[\u4e00-\u9fff]{{2,8}}?(?:学院|大学))"
    rf"(?:{_OFFICE})?(?:工作|上班)?(?:的|呢|怎么规定的?)?\W*"
)
_SAYS_WHERE = re.compile("(?:我|俺|咱|本人|这里|我们|俺们|咱们)(?:就|都|现在)?(?:是|在|来自)")
_GREETED = re.compile("^(?:您好|你好|大家好|请问|请教|咨询)(?:一下)?[，,。；;！!\\s]*")
_HEAD = re.compile("[，,。；;！!\\s]+")
_NO_PLACE = re.compile(
    r"社区|小区|园区|辖区|片区|地区|景区|山区|灾区|校区|超市|上市|门市|[全各本我咱俺跨同外][省市县区]|[我咱俺本]们|[到给报由向归被不谁几]"
)


def bare(text: str) -> str:
    """Folded, without what closes a sentence."""
    return fold(text).strip().rstrip("。!！ ")


def asks_rule(text: str, region: str, mind: Assistant) -> bool:
    """While words of one's own are awaited: it asks for a rule instead of telling what happened."""
    if len(text) > LONGEST_QUESTION or not ASKS.search(fold(text)):
        return False
    return mind.engine.find_in(text, region).verdict not in OWN_CASE


def read(text: str, mind: Assistant, memory: Memory, own: str | None) -> Reading:
    """What this message is, `own` being the asker's region if it is known."""
    folded = fold(text).strip()
    if small := small_talk(text, mind):
        return small
    if len(folded) <= SHORT or (len(folded) <= LONGEST_PLACE and _SAYS_WHERE.match(folded)):
        where = _place(folded, mind, memory, own)
        goes_on = _follow_up(folded, memory) if len(folded) <= SHORT else None
        if where or goes_on:
            return where or goes_on or Content(True)
    if back := _back(text, mind, memory):
        return back
    return Content(len(folded) <= SHORT or _LEADS_ON.match(folded) is not None)


def small_talk(text: str, mind: Assistant) -> Small | None:
    """Talk that neither asks nor tells."""
    return _small(_MARKUP.sub("", fold(text).strip()).strip(), mind)


def _small(folded: str, mind: Assistant) -> Small | None:
    pieces = runs(folded)
    if not pieces:
        return Small("empty")
    if _HELLO.fullmatch(folded):
        return Small("hello")
    if len(folded) <= SHORT and (_THANKS.fullmatch(folded) or _DONE.fullmatch(folded)):
        return Small("thanks" if _THANKS.fullmatch(folded) else "done")
    if _ABOUT.fullmatch(folded):
        return Small("about")
    letters = all(piece.isascii() for piece in pieces) and any(piece.isalpha() for piece in pieces)
    spelled = any(mind.engine.reader.sounds(piece) for piece in pieces)
    return Small("foreign") if letters and not spelled else None


# ── places ───────────────────────────────────────────────────────────────────────────────────────
def _place(folded: str, mind: Assistant, memory: Memory, own: str | None) -> Reading | None:
    if (spelled := folded.replace(" ", "")) in mind.library.policies:
        return Home(spelled)
    if own and _HERE.fullmatch(folded):
        return There(own)
    named = mind.named(folded)
    if len(named) == 1:
        return _named(named[0], _without_names(folded, mind), memory, own)
    return None if named else _unnamed(folded, mind, memory, own)


def _named(region: str, rest: str, memory: Memory, own: str | None) -> Reading | None:
    """A place alone is the own one, unless that is known and something was asked that can be repeated there."""
    if rest in _BARE:
        return (
            There(region, alone=True)
            if own and memory.last and memory.last.region != region
            else Home(region)
        )
    if _MINE.fullmatch(rest) and not _ASKING.search(rest):
        return Home(region)
    return There(region) if _FILLER.fullmatch(rest) else None


def _without_names(folded: str, mind: Assistant) -> str:
    """What a message says beside the place, punctuation left out."""
    names = sorted((name for names in mind.library.names.values() for name in names), key=len, reverse=True)
    for name in names:
        folded = folded.replace(name, "")
    return "".join(runs(folded))


def _unnamed(folded: str, mind: Assistant, memory: Memory, own: str | None) -> Reading | None:
    """A place mistyped, where one is to be expected, or one that is not here."""
    typed = re.sub(r"^那|呢?[?？。\s]*$", "", folded)
    if own is None and (memory.last is None or memory.waiting is not None) and (near := _near(typed, mind)):
        return Perhaps(tuple(near[:3]))
    if folded.rstrip("?？。 ").endswith("呢") and len(near := _near(typed, mind)) == 1:
        return There(near[0])
    place = _PLACE.fullmatch(folded)
    found = place.group(1) if place and not _NO_PLACE.search(folded) else _well_known(folded, mind)
    return Nowhere(found, mine=own is None or _SAYS_WHERE.match(folded) is not None) if found else None


def _well_known(folded: str, mind: Assistant) -> str:
    """A place that everybody knows without 市 or 省, where nothing else is said."""
    said = folded.removeprefix("那").strip("。.，,！!？? ")
    mine = _SAYS_WHERE.match(said)
    rest = said[mine.end() :] if mine else said
    found = next((name for name in mind.library.lexicon.places if rest.startswith(name)), "")
    left = rest[len(found) :]
    return found if found and (re.fullmatch("(?:省|市|的)?呢?", left) or _MINE.fullmatch(left)) else ""


def where(text: str, mind: Assistant, own: str | None) -> tuple[Home | Nowhere, str] | None:
    """「我是东阿县民政所的，材料没齐……」: where one works, and what is said after it."""
    said = _GREETED.sub("", text.strip(), count=1)
    head, _, rest = _HEAD.sub("\n", said, count=1).partition("\n")
    if not rest.strip() or len(head) > LONGEST_PLACE or not _SAYS_WHERE.match(fold(head)):
        return None
    place = _place(fold(head).strip(), mind, Memory(), own)
    return (place, rest.strip()) if isinstance(place, Home | Nowhere) else None


def _near(typed: str, mind: Assistant) -> list[str]:
    """Regions that a mistyped name may mean: a part of a name, or near one that shares a character or is spelled."""
    names = mind.library.names
    whole = [region for region in names if len(typed) > 1 and any(typed in name for name in names[region])]
    return whole or [region for region in mind.regions(typed)
                     if typed.isascii() or any(set(typed) & set(name) for name in names[region])]  # fmt: skip


# ── what was told before ─────────────────────────────────────────────────────────────────────────
def _back(text: str, mind: Assistant, memory: Memory) -> Reading | None:
    """A correction of what was told last, or one of several matters. Where no case was told, only what can be nothing else
    is a correction."""
    right, last = mending.correction(text), memory.last
    told = last is not None and last.told
    if right is not None and (told or len(right) < mending.BRIEF):
        return Corrects(right)
    if memory.case and memory.mending and not mending.asks(text):
        return Corrects(text.strip())
    if last and told and mending.may_correct(text) and mind.amended(last.text, text).was:
        return Corrects(text.strip())
    found = mending.nth(text) if memory.last and len(text) <= mending.LONGEST else None
    return OfMatters(*found) if found and (memory.several or not found.rest) else None


# ── follow-ups ───────────────────────────────────────────────────────────────────────────────────
def _follow_up(folded: str, memory: Memory) -> GoOn | None:
    if _WHY.fullmatch(folded):
        return GoOn("why")
    if (memory.last is None or memory.last.told) and _CAN.fullmatch(folded):
        return GoOn("whether")
    return GoOn("next") if _NEXT.fullmatch(folded) else None
