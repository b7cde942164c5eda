"""What is typed while a box is open and may be no answer: a question, a doubt, a nod, a bare number. It is asked back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.apply import words
from dialogs.apply.kinds import Box
from dialogs.apply.record import Record
from dialogs.core import Button, Part, Say
from dialogs.shared import reading, talk
from dialogs.shared.paging import Rows
from knowledge.answer import Assistant
from knowledge.hearing.language import fold

LONGEST = 48
"""Characters up to which a message may be something else than an answer."""
SHOWN = 60
"""Characters of it that are shown."""
_ASKS = re.compile(
    r"[?？](?![a-z0-9=])|(?:吗|么|嘛|呢|不|没有)[。.~\s]*$(?<!没有)|(?:是|行|对|可以|好|要|用|会|能)不(?:是|行|对|可以|好|要|用|会|能)|^(?:谁|怎么|咋|为什么|为啥|凭什么|哪|什么|如果|要是)|"
    r"必须|非得|写错|填错|可不可以|怎样写|怎么(?:写|填|办|弄|说)|该(?:写|填|怎么)|什么意思|啥意思|多少字|几个字|(?:多|要)(?:长|详细)|会影响|影响我|"
    r"保密|看得到|看得见|谁(?:能)?看|告诉(?:领导|单位)|行不行|有用吗|算数|[你您](?:看|说|帮|觉得|能|会|们)|帮我|替我|教我|举个例|例子|模板|范文"
)
_DOUBTS = re.compile(
    r"(?:我)?(?:也|还|真|实在|都|就)?(?:不知道|不清楚|不会|不懂|不明白|不确定|没想好|想不好|想不起来|记不清|记不得|说不上来|说不好|说不清|拿不准|不太会|忘了)"
    r"(?:怎么|该|要|是|写|填|说|了|呀|啊|$)|^(?:让?我)?(?:再)?(?:想想|考虑|等等|等一下|等会|稍等|待会|慢着|让我想)|看着(?:写|填|办)|随便|你定|您定"
)
_NODS = re.compile(
    r"(?:好的?|行|可以|嗯+|哦+|噢|是的?|对的?|ok|知道了|明白了?|收到|懂了|谢谢.*|多谢.*|辛苦.*|你好|您好|在吗|在不在|哈+|呵+|继续|下一[个项步]|开始吧?|然后)[。!！~,，\s了吧呀啊]*"
)
_NUMBER = re.compile(r"[第选按]?[\s\d一二三四五六七八九十、,，.\-/和]+(?:个|号|项|条|栏)?[。\s]*")
_STOPS = re.compile(
    r"(?:那?我?(?:还是)?)?(?:今天|现在|暂时)?(?:先|就|暂时)?(?:不(?:想|再|打算)?(?:申请|填|写|交|弄|搞|做|干|报)(?:表|它)?了|算了吧?|放弃(?:了|申请)?|不要了|到此为止|先这样吧?|停一?下|改天再?[填写说弄]?|"
    r"(?:以后|下次|明天|回头|晚点|一会儿?)再(?:说|填|写|弄)|没空|没时间|我?要?(?:先)?(?:忙|下班|下线)了?|退出去?|不干了|不用了|撤了吧?)[。!！了吧啊\s]*"
)


def stops(text: str) -> bool:
    """Nothing but the wish to stop here."""
    return _STOPS.fullmatch(fold(text).strip()) is not None


def why(text: str, box: Box, mind: Assistant) -> str:
    """Why a message may be no answer to this box; empty where it is one."""
    folded = fold(text).strip()
    if len(folded) > LONGEST:
        return ""
    if _NUMBER.fullmatch(folded):
        return words.BARE_NUMBER
    small = reading.small_talk(text, mind)
    if _NODS.fullmatch(folded) or (small and small.kind in ("hello", "thanks", "done")):
        return words.A_NOD
    if (small and small.kind == "about") or talk.kind(text, mind.library.lexicon.talk) not in (None, "bare"):
        return words.ASKING_ME
    if _ASKS.search(folded) or _DOUBTS.search(folded):
        return words.ASKING_ME
    return ""


def parts(record: Record) -> Iterator[Part]:
    """What was typed, and the question what it is."""
    reason, text = record.doubt or ("", "")
    cut = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    yield Say(words.DOUBTED.format(text=cut))
    yield Say(reason, strong=True)


def rows() -> Rows:
    return (
        (Button(words.MEANT_ASKING, "intake/meant=ask"), Button(words.MEANT_BOX, "intake/meant=box")),
        (Button(words.MEANT_NEITHER, "intake/meant=again"),),
    )
