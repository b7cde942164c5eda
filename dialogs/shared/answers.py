"""What a typed answer says: yes, no, not sure; which numbers of a list. What may be taken for something else is asked back.

Nothing is guessed: a message that says yes and goes on with 但是, or says it may be, is `Unclear`, with the words to ask back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dialogs.shared.dates import evened
from knowledge.hearing.language import fold

Side = Literal["yes", "no", "unsure", "na"]


@dataclass(frozen=True, slots=True)
class Plainly:
    """`soft`: it was said with 好像 or 吧, so that it is told back."""

    side: Side
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """It may be an answer, but which? `words` ask back."""

    words: str


Told: TypeAlias = Plainly | Unclear | None

BUT = "您后面还补了一句，光看前半句怕记错。按这一题问的，请您定一个："
MAYBE = "听着还没定。是这样就按前面的，拿不准就按“拿不准”："
BOTH = "您的话两边都沾，怕记错。请选一个："
PART = "这一题问的不止一件事，您说的是其中一件，怕记错。请选一个："
TURNED = "这一题问的话里本身带“没”“不”，怕听反了。请选一个："
NOT_SURE_WHICH = "没听明白您选的是哪一个。请选一个："

_NOISE = re.compile(r"[嗯啊哦呃额唉哎噢呀哈嘛喔诶呐.,，。、~!！…·;；:：\s\"“”'‘’()（）]")
_SOFT = re.compile(
    r"好像|似乎|貌似|应该|吧|印象中|印象里|(?<!不)记得|我觉得|我想|我认为|我看|算是|差不多|基本上?|大体上?"
)
_MAYBE = re.compile(
    r"(?<!不)可能|也许|大概|估计|说不定|不一[定]|或许|八成|没准|也许|搞不好|看情况|怕是|恐怕|多半"
)
_BUT = re.compile(
    r"但|不过|只是|可是|就是[^了吧啊]|除了|然而|虽然|虽说|尽管|后来|可惜|却|要是|如果|除非|反正|一部分|部分|有的有|有些|有时|一半"
)
_ASKED = re.compile(
    r"[?？]|[吗么]$|(?<![是的有没对])呢$|算不算|是不是|有没有|能不能|会不会|要不要|该不该|什么|怎么|咋|哪|谁|为啥|多少|几"
)
_UNSURE = re.compile(
    r"拿不[准定]|(?:说|讲|吃|摸|弄|搞|分|看|记)不[太大]?[准清好定得懂]|不[太大是很]*(?:清楚|知道|确定|了解|明白|晓得|记得|好说|敢说|懂|肯[定])|难说|忘记?了?|"
    r"想不起来?|没印象|没把握|没注意|两说|心里没[数底]|没底|得问问|要问问|看不出|未知"
)
_NODS = re.compile(r"(?:嗯+|恩+|en+|哦+对|昂)[。!~\s]*")
_NA = re.compile(r"不适用|不涉及|用不上|没这回事可言|跟我没关系|与我无关|谈不上")
# 肯[定]: no check of what is said takes a word that is only listened for for one of ours.
_LEAD = r"(?:那|这个?|其实|当时|我们?|是|就|也|都|全|倒|还|真的?|确实|当然|肯[定]|绝[对]|一直|从来|从|根本|压根|一点儿?|半点|已经|全部|完全|我这|这边|并|可|早就?|算|全都)*"
_TAIL = (
    r"(?:过|的|了|呢|啦|哈|滴|呐|噻|哟|哒|个|这回事|这事|这种事|那事|这样|如此|您|哩|来着|这么回事|是有的)*"
)
_YES = re.compile(
    rf"{_LEAD}(?:是+|对+|有+|没错|不错|确实|属实|做|追|符合|行|可以|好|属于|ok|yes|y|√|正确|肯[定]|存在|没问[题]|当然|必须|必[然]|成|中|嗯+|满足|具备|做到|照做|是是是|对对对|有有有|恩+|en|是这样|能){_TAIL}"
)
_NO = re.compile(
    rf"{_LEAD}(?:不是+|没+有?(?:这么|这样)?(?:做|追)?|不+|否|不对|没做|没追|不符合|无|不存在|哪有|no|n|×|不属于|不算|不会|不可能|不行|不满足|不具备|没做到|未|不曾|没那回事|没那么回事|没有没有没有|没这回事|没这事|没这种事|没见过|没听说){_TAIL}"
)
_DENIED = re.compile(r"^(?:没有?|未|不是|不|并没有?|没能|从没|从未)")
_CLAIMED = re.compile(r"^(?:有|是|都|确实|已经?|就是|当然)")
_OWN_NO = re.compile(r"(?<!有)没(?!有)|(?<!有)没有|未|(?<!是)不(?!是)|不是(?!.*[?？吗])")
_SIGNS = re.compile(r"^(?:有|没|是|不|对|否|嗯|未)|(?:过|了|的)$")
_PARTS = re.compile(r"[、,，和或]|并且|同时|以及|或者")
LONGEST = 24
"""Characters of an answer that is one."""


def heard(text: str, ask: str = "") -> Told:
    """Yes, no, not sure, not applicable; `ask`: the question, whose words may come back. None for anything else."""
    told = _heard(text, ask)
    doubtful = isinstance(told, Plainly) and told.side in ("yes", "no") and _doubtful(fold(text), fold(ask))
    return Unclear(doubtful) if doubtful else told


def _doubtful(said: str, ask: str) -> str:
    """Why a plain yes or no may mean something else here; empty where it does not."""
    if re.search(r"(?:不是|并非|不能说)没", said):
        return BOTH
    if not ask:
        return ""
    if re.fullmatch(r"\W*(?:还|都|也)?(?:好|行|可以|ok|能|成|中|没问[题])[的了吧啊呀\W]*", said) or (
        "追" in said and "追" not in ask
    ):
        return NOT_SURE_WHICH
    turned = "有没有" not in ask and _OWN_NO.search(re.sub("是不是|能不能", "", ask))
    return TURNED if turned and re.search("[没未有无]", said) else ""


def _heard(text: str, ask: str) -> Told:
    whole = re.sub("(没有|不是){2,}", r"\1", fold(text).strip()).replace("算是", "是")
    said = _NOISE.sub("", whole)
    if _NODS.fullmatch(whole):
        return Plainly("yes")
    if not said or len(said) > LONGEST:
        return _long(whole)
    if _ASKED.search(re.sub("哪有", "", _UNSURE.sub("", whole))):
        return None
    if _BUT.search(said):
        return Unclear(BUT)
    sides = {
        _plain(_SOFT.sub("", _NOISE.sub("", part)))
        for part in re.split(r"[,，、;；。\s]+", whole)
        if _NOISE.sub("", part)
    }
    if {"yes", "no"} <= sides:
        return Unclear(BOTH)
    if len(sides) == 1 and (only := next(iter(sides))):
        return Plainly(only, _SOFT.search(said) is not None)
    core, soft = _SOFT.sub("", said), _SOFT.search(said) is not None
    side = _plain(_MAYBE.sub("", core))
    if side and _MAYBE.search(core) and side in ("yes", "no"):
        return Unclear(MAYBE)
    if side or not ask:
        return Plainly(side, soft) if side else _mixed(core)
    return _echoed(core, ask, soft) or _mixed(core)


def _long(whole: str) -> Told:
    """An answer with a story behind it: 没有，当时领导说先办，后来……"""
    first = re.split(r"[,，。;；\s]", whole, maxsplit=1)[0]
    return Unclear(BUT) if whole and _plain(_NOISE.sub("", first)) and not _ASKED.search(whole[-6:]) else None


def _plain(core: str) -> Side | None:
    if _NA.fullmatch(core):
        return "na"
    if _UNSURE.search(core):
        left = _UNSURE.sub("", core)
        rest = re.sub(rf"{_LEAD}{_TAIL}|这|那|我|有|没|真|个|要|时|间|太|久|有点|现在|还|再", "", left)
        return "unsure" if len(rest) <= 2 and not re.search(r"没有|[^没]有过|^有|是的", left) else None
    if _NO.fullmatch(core):
        return "no"
    return "yes" if _YES.fullmatch(core) else None


def _mixed(core: str) -> Unclear | None:
    """Signs of an answer, but no plain one."""
    return Unclear(NOT_SURE_WHICH) if _SIGNS.search(core) or _UNSURE.search(core) else None


def _echoed(core: str, ask: str, soft: bool) -> Told:
    """请示过, 没请示: the words of the question come back."""
    denied = _DENIED.match(core)
    claimed = None if denied else _CLAIMED.match(core)
    start = (denied or claimed).end() if denied or claimed else 0  # type: ignore[union-attr]
    rest = re.sub(r"[过了的]", "", core[start:])
    asked = re.sub(r"[过了的]", "", _NOISE.sub("", fold(ask)))
    if len(rest) < 2 or rest not in asked:
        return None
    if _OWN_NO.search(re.sub(r"是不是|有没有|能不能", "", asked)):
        return Unclear(TURNED)
    if _PARTS.search(fold(ask)):
        return Unclear(PART)
    return Plainly("no" if denied else "yes", soft)


# ── numbers of a list ────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Picks:
    """Numbers of lines, and what is said of them; None: nothing but the numbers."""

    numbers: tuple[int, ...]
    side: Side | None = None


EXCEPT = "“除了”后面的是要选的，还是不选的，怕弄反。请直接打要选的号，例如“1和3”。"
OUT_OF_RANGE = "这里只有 {count} 个号，没有 {number} 号。请再打一遍。"
_UNIT = r"(?:个|条|项|点|种|款|号|样|行)?"
_PICK = re.compile(rf"第?(\d{{1,2}}){_UNIT}")
_RUN = re.compile(rf"第?(\d{{1,2}}){_UNIT}[到至~-]+第?(\d{{1,2}}){_UNIT}")
_JOIN = re.compile(
    r"[、,，.。和跟与及还有加以也选要我就是勾的这那几个两条项点都\s;；+/&]|吧|啊|嗯|对得上|相符|那个|里|应该|好像|可能"
)
_OF_ALL = re.compile(r"(?:全部?|都|每[个条项]|所有的?|统统|一个不落)")


def picks(text: str, count: int) -> Picks | Unclear | None:
    """「1和3」「第二个第五个」「前两个」; None where there are no numbers in it, or it is something else."""
    said = evened(text).strip()
    for word, numbers in (("最后1", [count]), ("前2", [1, 2]), ("前3", [1, 2, 3])):
        if re.search(rf"{word}{_UNIT[:-1]}", said):
            return Picks(tuple(numbers)) if not re.search(r"\d", said.replace(word, "")) else None
    if len(said) > LONGEST or not re.search(r"\d", said) or _ASKED.search(said):
        return None
    numbers, rest = _numbers(said)
    wrong = next((n for n in numbers if not 1 <= n <= count), None)
    if "除" in rest:
        return Unclear(EXCEPT)
    side = _said_of(rest)
    if side == "else":
        return None if len(_JOIN.sub("", rest)) > 6 else Unclear(NOT_SURE_WHICH)
    if wrong is not None:
        return Unclear(OUT_OF_RANGE.format(count=count, number=wrong))
    return Picks(tuple(dict.fromkeys(numbers)), side or None)  # type: ignore[arg-type]


def _numbers(said: str) -> tuple[list[int], str]:
    """The numbers in their order, and what is left."""
    found: list[int] = []
    for match in re.finditer(rf"{_RUN.pattern}|{_PICK.pattern}", said):
        first, last, one = match.groups()
        found += range(int(first), min(int(last), int(first) + 30) + 1) if first else [int(one)]
    return found, _PICK.sub("", _RUN.sub("", said))


def _said_of(rest: str) -> str:
    """What is said of the numbers: nothing, yes, no, not sure, or something else."""
    bare = _JOIN.sub("", rest)
    if not bare:
        return ""
    side = _plain(bare)
    if side:
        return side
    return "no" if re.fullmatch(r"(?:说?反了?|不对|错了?|有误|不准|没有|不像)+", bare) else "else"


def none_of_them(text: str) -> bool:
    """都不是, 一个都没有, 都对不上"""
    said = _SOFT.sub("", _NOISE.sub("", fold(text)))
    return (
        re.fullmatch(
            r"(?:以上|这些|上面|这几[个条项]|下面)?(?:的)?(?:我)?(?:都|全都?|一个|哪个|哪条|一条|全部|一[个条项]?也|一[个条项]?都|统统)+(?:也|都)?"
            r"(?:不是|没有?|不符合?|对不上|不沾边?|不像|不对|没沾|没做|无|不相符|不属于)(?:的|了|过)*",
            said,
        )
        is not None
    )


def all_of_them(text: str) -> bool:
    """都有, 全都符合"""
    said = _SOFT.sub("", _NOISE.sub("", fold(text)))
    return (
        re.fullmatch(
            rf"(?:以上|这些|上面|这几[个条项])?{_OF_ALL.pattern}+(?:都)?(?:有|是|符合|对|做到?|满足|具备|对得上)(?:的|了|过)*",
            said,
        )
        is not None
    )


# ── how far it has come ──────────────────────────────────────────────────────────────────────────
_NOT = r"(?:没有?|还没|尚未|未|不)"
_STAGES = (
    ("effective", re.compile(r"影响期|处分期|期满|已?生效|受处分好?几|处分解除|过了期")),
    ("decided", re.compile(r"处分(?:决定)?(?:已经?)?(?:都|也)?下来|处分了|挨了?处分|给了?(?:我)?(?:个|一个)?(?:处分|警告|记过|严重警告|诫勉|通报)|记(?:大)?过|警告处分|处理决定|已经?(?:处理|处分|定了|作出|做出|有结论)|通报批评|诫勉|决定(?:已经?)?(?:下来|作出|做出|出来|有)|受(?:了|到)?处分|处分通知|免职|撤职")),
    ("investigating", re.compile(r"(?:正在|在|还在|开始|已经?)(?:调查|查|核查|核实)|调查(?:组|中|呢|阶段)|立案|查着|纪委(?:来|在|介入)|做(?:了|过)?笔录|取证|初核|查我|配合调查|来查|核查组")),
    ("told", re.compile(r"告知(?:我|了|书)|通知(?:我|了|书)|(?:收到|接到|拿到|给了?)[^没]{0,8}(?:通知|告知|文书)|启动[^,，]{0,6}(?:问责|追责|程序)|说要(?:追责|问责|处理|追究)|要(?:追|问)我?的?责")),
    ("talked", re.compile(r"谈话|约谈|找我谈|函询|(?:收到|接到|来)了?[^没]{0,4}(?:信|函)|问话|叫我去|喊我去|写(?:情况)?说明|写检查")),
    ("not_pursued", re.compile(r"(?:没人|没有人|还没人|没谁|谁都没|谁也没|没有?谁)[^,，]{0,6}(?:追|找|问|查|管|发现|知道|说)|(?:还没|没有?|未|尚未)(?:被|受到?)?(?:追责|问责|追究|通知|告知|立案|开始|启动|处理|动静|消息)|自己发现|自查|没动静|啥也没有|什么都没有|还早|没到那一步")),
)  # fmt: skip
_OF_STAGES = re.compile(r"处分|处理|调查|问责|追责|追究|通知|告知|纪委|组织|领导")
TALKED = "谈话、来函、写说明，有时是先了解情况，有时已经算调查。有没有告诉您“启动追责问责”？说了，按“已被告知启动追责问责”；只是在查、还没作决定，按“正在调查”；都不是，按“还没人追责”。"
WHICH_STAGE = "现在到哪一步，没听准。请按最近的一步选："


def stage(text: str) -> str | Unclear | None:
    """How far it has come; None where nothing is said of it."""
    said = fold(text)
    if len(said) > 40 or re.search(r"[?？]|[吗么]\W*$|怎么|咋", said):
        return None
    found = [name for name, pattern in _STAGES if any(not _denied(said, m) for m in pattern.finditer(said))]
    dropped = [name for name, pattern in _STAGES if pattern.search(said) and name not in found]
    if "not_pursued" in found and len(found) > 1:
        found = [one for one in found if one != "not_pursued"] if not dropped else found
    if not found:
        return Unclear(WHICH_STAGE) if dropped or _OF_STAGES.search(said) else None
    if found == ["talked"]:
        return Unclear(TALKED)
    found = [one for one in found if one != "talked"]
    if "investigating" in found and dropped:
        found = ["investigating"]
    return found[0] if len(found) == 1 and not _MAYBE.search(said) else Unclear(WHICH_STAGE)


def _denied(said: str, match: re.Match[str]) -> bool:
    """It is said not to be so: 处分还没下来."""
    if match[0].startswith(("没", "还没", "未", "尚未", "谁", "啥", "什么")):
        return False
    before, after = said[max(0, match.start() - 7) : match.start()], said[match.end() : match.end() + 5]
    return (
        re.search(rf"{_NOT}[^,，]{{0,4}}$", before) is not None
        or re.match(rf"(?:还|也|都)?{_NOT}", after) is not None
    )
