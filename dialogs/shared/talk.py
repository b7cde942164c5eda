"""Talk that is about the talk itself: whether one can trust it, who learns of it, how to put it, that it is enough."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from knowledge.answer import OUT_OF_SCOPE, Assistant
from knowledge.hearing.language import fold
from knowledge.library.talk import kept

LONGEST = 26
"""Characters of such a message; whoever writes more tells a story."""
REFUSED, ANSWERED = 0.3, 0.9
"""How likely talk must be where the message would be refused, and where it would be answered."""
_BEGINS = "(?:请问|我想问一?下?|想问问?|问一?下|那么?|嗯|哦|哎|唉|对了|就是|你好|您好|[，,、。\\s])*(?:你|您|你们|机器人|这个?|这里|这东西|我|俺|我们|在这里?|跟你)*"
_ENDS = "(?:吗|么|嘛|吧|啊|呀|呢|了|的|不|没|没有|啦|哦|哈|一下|谢谢|[\\s。，,！!？?~…])*"
_CLAUSE = re.compile(r"[\s，,。；;！!？?~…、]+")
SAY = {  # {kept} and {others}: as it is where this is said
    "forge": "这个我不能帮，也请您别做：日期、记录、签字，当时是什么样，就写什么样；有人让您改，也照实说。当时漏了的，照实说明就好："
    "什么时候办的、为什么当时没写；算不算，由有权机关判断。",
    "trust": "我说的不算数：能不能容错，由有权机关认定，结果我说了不算。我能做到的是每一条都给文件原文，文件没写的就说没写，"
    "不编。要紧的地方，请对着原文再核一遍。",
    "leader": "我不会去告诉领导、纪委或者别的人，也不是他们派来的。您在这里问的，办理申请的工作人员看不到；看得到的只有您自己按了“提交”"
    "的申请，还有您自己选了“留给工作人员改进”的那句话。{others}",
    "privacy": "我记着您选的地区、最近几个问题、自评和没提交的草稿，好接着说。这些存在{kept}"
    "管这台机器的人看得到；单位接了“第二意见”模型的，问题会先隐去证件号、电话再发给它。所以不用写真名，也请不要写"
    "服务对象的姓名和证件号。想删，说“删除记录”。",
    "unclear": "没关系，想到哪儿说到哪儿，大白话就行，一样一句：办的是什么事；哪一步没照规矩，为什么；后来怎么发现的，补救了没有；"
    "自己得没得好处。说得出一样也行，缺的我再问。",
    "stop": "好的，先到这里。您说过的我记着，什么时候想接着说都行。",
    "wait": "好的，不急，我在。",
    "human": "我是程序，后面没有人工客服。规则不清楚的，请问文件的发文机关或者您所在的党组织；交了申请的，由工作人员办理，"
    "发 /status 看得到进度。",
    "free": "不收钱，也不用注册。",
    "praise": "谢谢您，能帮上就好。还有别的情况，随时说。",
    "scold": "对不住，没帮上您。您要问的是什么，换个说法再说一次，我重新找；也可以直说哪里不对，例如“不是会上定的，是我自己定的”。",
    "wrong": "没说中，对不住。请换个说法再说一次，说清是自己遇到的事，还是问规则；也可以从上面列的几条里点一条。",
    "online": "申请表可以在这里填、在这里提交（发 /apply），会给您编号和查询码。在这里提交不等于已经交到机关；要不要再交纸质的、要不要签字，"
    "请问受理的机关。",
    "chat": "这个我不会，我只懂容错纠错的文件。工作上有什么事、心里有什么放不下，都可以说说。",
    "may": "可以，您慢慢说。是什么事、哪一步没照规矩、后来怎么补救的，一两句话就行；想问规则，也直接问。",
    "bare": "您这句我没对上是答哪一问。想说哪件事，直接说就行；要答上面问过的，请点那一问下面的按钮。",
    "sigh": "听着您心里有事。想说就说，一两句就行：是什么事，卡在哪儿；不想说，歇一歇也好，我在。",
    "night": "好的，您也多保重。有别的情况，随时来。",
    "test": "我在。说说遇到的情况，或者直接问规则就行。",
}


def kind(text: str, kinds: Mapping[str, str]) -> str | None:
    """`kinds`: what is said (a pattern) of each kind, the gravest first. None where it is no such talk. What is said in
    several clauses is, where each of them is: 「够了，先这样，谢谢」."""
    folded = fold(text).strip()
    if not folded or len(folded) > LONGEST:
        return None
    if whole := _of(folded, kinds):
        return whole
    found = [_of(clause, kinds) for clause in _CLAUSE.split(folded) if clause]
    return next((name for name in kinds if name in found), None) if all(found) else None


def sounds(text: str, region: str | None, mind: Assistant) -> str | None:
    """The kind of talk that it is in words which no pattern has foreseen: surer of it where a rule or a case would have to give
    way, and never where it tells what was done."""
    kind, chance = kept()[0].of(text)
    if chance < REFUSED:
        return None
    finding = mind.engine.find(text, region)
    needed = REFUSED if finding.verdict == OUT_OF_SCOPE and not finding.named else ANSWERED
    return kind if chance >= needed and not finding.facts else None


def _of(folded: str, kinds: Mapping[str, str]) -> str | None:
    return next((name for name, said in kinds.items() if _whole(said).fullmatch(folded)), None)


@cache
def _whole(said: str) -> re.Pattern[str]:
    return re.compile(f"{_BEGINS}(?:{said}){_ENDS}")
