"""Words by which something said before is corrected, or one of several matters is meant. Only the wording is read."""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.hearing.language import fold

LONGEST = 45
"""Characters of a correction; whoever writes more tells another story."""
BRIEF = 16
"""Characters up to which it corrects, whatever went before."""
_BEFORE = r"(?:我|俺|本人)?(?:刚才|刚刚|刚|方才|前面|前头|上面|上边|之前|先前|上一?[句条]|[这那有]一?[点处]|第[一二三][点句])?(?:那句|那段|那个|这句|的)?(?:话)?(?:我|俺|是我)?"
_END = r"(?:[\s，,。.:：;；!！~…、]+|$)"
_GOES_ON = r"[\s，,。.:：;；!！~…、]+(?=[^\s，,。.:：;；!！~…、])"
_MARK = re.compile(
    rf"(?:哦|噢|啊|[哎唉哟]+呀?|嗯|呃|额|对不起|不好意思|抱歉|等等|等一下|等下|慢着|先等等)?[\s，,。!！…]*(?:"
    rf"{_BEFORE}(?:可能|好像|确实)?(?:说|讲|写|打|记|搞|弄|表达|描述|输)(?:错|反|岔|漏|串|得不对|的不对|不对)(?:字)?(?:了|啦|咯)?(?:一[点处句个]|个字)?{_END}"
    rf"|(?:你|您|机器人)?(?:可能|好像)?(?:理解|听|看|搞|弄|领会|记)(?:错|反|岔|偏)(?:了|啦)?(?:我的?意思)?(?:了)?{_END}"
    rf"|(?:你|您)(?:说|讲|理解|听|认为)的?(?:不对|有误|不准|有出入|有偏差){_END}|理解有误{_END}"
    rf"|(?:我(?:要|来|想)?)?(?:更正|纠正|改正|订正|修正|补充|撤回|改)(?:一下|下|一点|一句)?{_END}"
    rf"|(?:刚才|刚刚)?(?:忘了?|漏)(?:记)?(?:了)?(?:说|讲)了?(?:一句|一点)?{_END}"
    rf"|{_BEFORE}(?:(?:说|讲|写)的?)?(?:不对|不准|不准确|有误|有错|不算|有问题){_END}"
    rf"|不是不是{_END}|不对不对{_END}|错了错了{_END}|错了{_END}|口误{_END}|笔误{_END}"
    rf"|(?:都|全|这)?不对(?:啊|呀|的|吧)?{_END}|(?:不不不?|(?<=[哦噢啊])不|不是(?:的|啊|呀)?|没有?(?:啊|呀)){_GOES_ON}"
    r"|(?:都)?不是(?:这个|那个|我的|我要说的|这)(?:意思|情况|回事|样)(?:的|啊)?"
    rf"{_END})"
)
_RESTATES = re.compile(
    rf"{_BEFORE}(?:说|讲)(?:错|反|岔)(?:了)?(?=应该|其实|实际|是[我他她村由在]|没|不是|有|我)"
    r"|(?:应该|实际上?|其实)(?=是[\u4e00-\u9fff])"
    r"|我说的(?=(?:不是|是).{1,12}[，,](?:是|不是))|我的?意思是(?=[\u4e00-\u9fff])"
    r"|我(?:可)?没(?:有)?(?:说|讲)过?(?=[\u4e00-\u9fff])(?![清明好实出完全透通])"
)
_LEADS = re.compile(
    r"^(?:应该(?:说)?(?=是)|其实|实际上?|准确(?:地|的)?说|正确的是|我(?:是想|想|要)说(?:的是)?|我的意思是)[，,：:\s]*"
)
_ASKS = re.compile(
    r"[?？]|[吗呢么]\W*$|怎么|咋|如何|怎样|什么|啥|谁|哪|几[天号日次个份]|多久|多长|多少|为何|是否|能否|可否|可以不|能不能|"
    r"要不要|用不用|算不算|行不行|有没有|会不会|该不该|我问|想问|请问"
)
_WHETHER = re.compile(
    r"[，,。；;\s]*(?:那|这|这样|这种|现在|还|就|到底|情况|下|的话)*(?:能不能|可不可以|可以|能否|是否|能|会不会|会|算不算|算|还?行不行)"
    r"(?:给|被|再|够|得上)?(?:容错|免责|追责|处分|问责|容错纠错)?(?:吗|么|不|呢|了)*[?？。\s]*$"
)


_EVENT = re.compile("(?:写|打|记|搞|弄|输|看)[错反岔漏串]")
"""Begins a correction, or a case: a wrong name was written."""


def correction(text: str) -> str | None:
    """What a message says in place of what was said before: empty where it only says that something was wrong, None where
    it corrects nothing."""
    folded = fold(text).strip()
    same = folded if len(folded) == len(text.strip()) else ""
    source = text.strip() if same else folded
    place, found = 0, False
    while match := _MARK.match(folded, place):
        place, found = match.end(), True
        if place >= len(folded):
            break
    if restated := _RESTATES.match(folded, place):
        said = folded.startswith(("我没", "我可没"), place)  # 「我没说收了」: what he did not say is denied
        place, found = (place if said else restated.end()), True
    if not found:
        return None
    rest = _WHETHER.sub("", _LEADS.sub("", source[place:].strip("，,。：: \n"))).rstrip("。!！ \n")
    if len(rest) > (BRIEF if _EVENT.match(folded) else LONGEST) or _ASKS.search(rest):
        return None
    return rest


_PERHAPS = re.compile(
    r"(?:[^，,。]{0,6}不是[我俺咱][^，,。]{0,6}|[我俺](?:可|真|又|根本|压根)*(?:没|不)[^，,。]{1,6}(?:[，,].{1,10})?|.{0,8}的不是[我俺咱]|没有?[，,]|并没|从没|其实|实际上?)"
)


def may_correct(text: str) -> bool:
    """Short words that correct what was told where they contradict it."""
    folded = fold(text).strip()
    return len(folded) <= BRIEF and _PERHAPS.match(folded) is not None and not asks(folded)


def asks(text: str) -> bool:
    """Whether it asks, or tells too much to say what is right."""
    return len(text) > LONGEST or _ASKS.search(fold(text)) is not None


# ── one of several matters ───────────────────────────────────────────────────────────────────────
class Nth(NamedTuple):
    """`number`: the matter that is meant, counted from 0 (-1: the last); `rest`: what is asked of it."""

    number: int
    rest: str


_NUMBERS = {
    "一": 0,
    "1": 0,
    "头": 0,
    "前": 0,
    "二": 1,
    "两": 1,
    "2": 1,
    "后": -1,
    "另": 1,
    "有": -1,
    "三": 2,
    "3": 2,
    "末": -1,
}
_NTH = re.compile(
    r"(?:那么?|就|先|再|关于|至于|请|麻烦)*(?:说说|讲讲|看看|问问|说|讲|看|问)?(?:一下)?"
    r"(?:第([一二三123])(?:[个件桩问样](?!月)|(?=呢|事))|(头|前|后|另|末)(?:[面边头]那)?一?[个件桩样](?!月)|最(后)一[个件桩样](?!月)|还(有)一?[个件桩样](?!月))"
    r"(?:的?(?:事儿?|事情|问题|情况|事项|那个|那件))?的?[，,：:\s]*(.*)"
)
_FOLLOWS = re.compile(
    r"(?:呢|吗|啊|呀|再|也|又|还|能|会|要|该|得|算|行|可以|应该|怎么|咋|如何|为什么|为啥|凭什么|依据|什么|谁|哪|几|多久|找谁|向谁|"
    r"详细|具体|仔细|展开|说说|讲讲|单独|说|讲|看|继续|没看懂|没明白|不懂|不明白|原文|其他地区|没答到|不服).*|(?:材料|期限|截止).*[什哪几多呢怎].*|(?![孩老人户月]).{1,5}(?:呢|怎么规定)\W*"
)
_SETTLED = re.compile("^(?:前|头|第)一[个件桩样][^，,]{0,6}(?:懂|知道|明白|清楚)了?[，,]")
"""「前一个我懂了，后一个呢」"""
_UNANSWERED = re.compile("没(?:有)?(?:回答|答|说|讲|回)")
FILLED = re.compile(
    r"(?:呢|吗|啊|呀|吧|再|也|请|你|您|给我|一下|详细|具体|仔细|展开|单独|说|讲|看|说说|讲讲|看看|一?点|一些|些|得|的|怎么样|怎样|怎么回事|"
    r"怎么说|咋说|咋样|继续|还没(?:有)?|没(?:有)?|回答|答复|答|回|呀|[?？。!！，,\s])*"
)


def nth(text: str) -> Nth | None:
    """Which of the matters told before a short message refers to."""
    match = _NTH.fullmatch(_SETTLED.sub("", fold(text).strip()))
    if match is None or (match[4] and not _UNANSWERED.search(match[5])):
        return None
    rest = match[5].strip()
    if rest and not _FOLLOWS.fullmatch(rest) and not FILLED.fullmatch(rest):
        return None
    mark = next(group for group in match.groups()[:4] if group)
    return Nth(_NUMBERS[mark], "" if FILLED.fullmatch(rest) else rest)
