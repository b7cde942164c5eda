"""What a typed message is, before anybody answers it: a greeting, a place, a follow-up, a question.

Only the wording is read here, with what was said before; nothing is answered and nothing remembered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dialogs.shared import mending, places
from dialogs.shared.memory import Memory
from knowledge.answer import OWN_CASE, Assistant
from knowledge.hearing.language import fold, runs

SHORT = 16
"""Characters up to which a message may be a place, a greeting or a follow-up and nothing else."""


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
    """Anything else."""


Reading: TypeAlias = "Small | places.Place | GoOn | Corrects | OfMatters | Content"

_MARKUP = re.compile(r"<[^<>]{0,40}>|[*_`#~>]")
_HELLO = re.compile(
    r"(?:(?:您好|你好|哈喽|嗨)[呀啊]?(?:小?助手|机器人|老师|同志|师傅)|(?:哈喽|嗨|hi)?在不(?:在)?|哈喽在不(?:在)?|(?:您好|你好)[呀啊]|(?:您好|你好)?[，,]?(?:在吗|在不在|有人吗|有人在吗)|您好|你好|大家好|(?:早上|上午|中午|下午|晚上)好[呀啊哦]?|早[呀啊]?|hello|hi|嗨|哈喽)\W*"
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
_WHY = re.compile(
    r"(?:那|这)?(?:是|又是)?(?:为什么|为啥|凭什么|凭啥|什么意思|啥意思|怎么理解|没看懂|看不懂|没明白|不明白|不懂|"
    r"(?:说|讲)?(?:得)?(?:再)?(?:详细|具体|清楚)(?:一?点|一些|些)?|依据(?:是什么|呢)?)(?:吗|呢|啊|呀|吧|了)*\W*"
)
_NEXT = re.compile(
    r"(?:那么?|然后|接下来|接着|所以|之后|后来|现在|这下|还有|我们?|该|要|应该|得|能|可以|需要|怎么办|咋办|咋弄|咋整|怎么弄|"
    r"怎么做|怎么搞|做什么|做啥|干什么|干啥|下一步|继续|呢|啊|呀|吗|了|才好|才行|[?？!！。，…~\s])+"
)
_WHAT_NOW = re.compile(
    r"(?:那么?|所以|请问|您?说|我|现在|今天|明天|先|首先|到底|究竟|应该|应当|该|要|得|必须|可以|能|需要|第一步|第一件|头一件|接下来|下一步|马上|立刻|具体|都|就)*"
    r"(?:(?:做|干|办|弄|准备|注意)(?:些|点|哪)?(?:什么|啥|哪些|几件)(?:事情?)?|怎么(?:做|办|弄|应对)|咋(?:办|弄|整)|是什么)"
    r"(?:了|呢|啊|呀|吗|才好|好|才行|[?？。！!，,\s])*"
)
_CAN = re.compile(
    r"(?:那|这|我们?|这种|这样|情况|到底|究竟|就|还|算|会|能|不|可以|被|给|得到|属于|是)*"
    r"(?:容错|免责|追责|追究|处分|问责|处理|宽容)(?:吗|么|不|嘛|呢|我|的|[?？。])*"
)


def bare(text: str) -> str:
    """Folded, without what closes a sentence."""
    return fold(text).strip().rstrip("。!！ ")


def asks_rule(text: str, region: str, mind: Assistant) -> bool:
    """While words of one's own are awaited: it asks for a rule instead of telling what happened."""
    if len(text) > LONGEST_QUESTION or not ASKS.search(fold(text)):
        return False
    return mind.engine.find_in(text, region).verdict not in OWN_CASE


def asks_what_now(folded: str) -> bool:
    """What to do now, today, first."""
    return _WHAT_NOW.fullmatch(folded) is not None


def read(text: str, mind: Assistant, memory: Memory, own: str | None) -> Reading:
    """What this message is, `own` being the asker's region if it is known."""
    folded = fold(text).strip()
    if small := small_talk(text, mind):
        return small
    if len(folded) <= SHORT or (len(folded) <= places.LONGEST and places.begins(folded)):
        where = places.place(folded, mind, memory, own)
        goes_on = _follow_up(folded, memory) if len(folded) <= SHORT else None
        if where or goes_on:
            return where or goes_on or Content()
    return _back(text, mind, memory) or Content()


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
