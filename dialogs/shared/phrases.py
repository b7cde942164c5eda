"""Wording that belongs to no single dialog, and how answers become messages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from dialogs.core import Button, Part, Reply, Say, State, say
from dialogs.shared import places
from dialogs.shared.paging import in_rows
from knowledge.answer import REFERENCE, Answer, Assistant, Passage, Quote, Strong
from knowledge.library.corpus import Library
from knowledge.policy.provisions import Policy

GREETING = (
    "您好，我是容错助手：工作中出了失误，说说经过，我帮您找本地容错纠错文件里对得上的条款。\n"
    "刚收到通知、函询，或者被找去谈话，说一声，我先告诉您今天做什么。\n"
    "也可以直接问规则：几天告知、找谁申请、哪些情况不予容错。每一条都给原文，我不编不猜。\n"
    "想在申请前先对照一遍：/assess 一步步自评；要申请：/apply 陪您填申请表。\n"
    "请不要写服务对象的姓名和身份证号。能不能容错由有权机关认定，不由我说了算。"
)
HELP = (
    "直接打字就行：\n"
    "· 收到通知、被谈话，例如“今天收到问责通知书，怎么办”\n"
    "· 说情况，例如“材料没齐我先给办了，后来发现有出入”\n"
    "· 问规则，例如“结论几天告知”“第七条第六项”\n"
    "· 接着问，例如“那谁来定”“然后呢”\n"
    "· 换个地方问，例如“{place}呢”\n\n"
    "命令：\n{commands}"
)
FOR_STAFF = "工作人员另有："
SMALL = {
    "empty": "我没有看到文字。请用一两句话说说情况，或者问一条规则，例如“结论几天告知”。",
    "foreign": "我只懂中文，拼音也行。请用中文说说情况，或者问一条规则，例如“结论几天告知”。",
    "hello": "您好！说说工作中遇到的情况，或者问一条规则，例如“哪些情况不予容错”，我来找原文。",
    "thanks": "不客气。有别的情况随时说；想逐条看文件用 /articles，想对照各地用 /compare。",
    "done": "好的，有别的情况随时说，我在。",
    "about": "我是容错助手，只做一件事：听您说情况或问题，找出本地容错纠错文件里对得上的条款，给您看原文。\n"
    "说说遇到的情况，或者问一条规则就行；/help 里有全部用法。",
}
NOT_TEXT = "{kind}我看不了，我现在只看得懂文字。请把情况用一两句话打出来；请不要写服务对象的姓名和证件号。"
ONLY_CAPTION = "{kind}我看不了，下面只按您附的文字回答。"
KINDS = {"photo": "图片", "voice": "语音", "video": "视频", "document": "文件", "sticker": "表情", "audio": "音频",
         "location": "位置", "contact": "名片", "video_note": "视频", "animation": "动图"}  # fmt: skip
OTHER_KIND = "这种消息"
TIRED = "试的次数太多了，请过一小时再试。"
EDITED = "您改的是前面的一条消息，我这里没有跟着变。要改已经答过、填过的，请按“改前面的”或者“核对”。"
OTHER_SCREEN = (
    "您打这句话的时候，页面上问的还是前面那一项；现在已经往下走了（多半是在另一个窗口里）。这句话我先没有记。"
    "请看看现在问到哪里，要的话再发一次。"
)
TOO_LATE = "“{name}”到得晚了，那份草稿已经提交或删除，没有收下。已经提交的，发 /status 可以补交材料。"
TOO_LONG = "消息很长，我只看了前面 {count} 个字；要紧的如果在后面，请单独再发一遍。"
STALE = "这个按钮已经失效了。请直接打字再问一次，或者输入 /help 看看我会做什么。"
FORGOTTEN = "这条回答隔得有点久，当时的问题我已经不记得了。请把问题再发一次，我重新回答。"
UNKNOWN = "没有 /{name} 这个命令。/help 里有我会做的事；直接打字提问也可以。"
CANCELLED = "好的，前面问的我不记了。想问别的，直接打字就行。"
IN_PRIVATE = "这里是群聊，大家都看得到；自己的事，请私下和我说。"
ABROAD = "这是{there}的规定，您所在的是{own}。" + REFERENCE
ELSEWHERE_ONLY = "我这里没有{place}的文件：当地用什么表、交给谁、几天之内，请先问所在单位。照别处的走一遍，只能参考，不能当依据。"
CHOOSE_FIRST = "各地规定不一样，请先选您所在的地区或单位。"
WHOLE, ELSEWHERE = "原文上下文", "其他地区"
MATTERS = "一二三"
USEFUL, USELESS = "有用", "没答到点子上"
ON_A_BUTTON = 20
"""Characters of a button that names a provision."""


def helped(library: Library, commands: str) -> Reply:
    """How to use it all, with a place that there is."""
    places = next(iter(library.names.values()))
    return say(HELP.format(place=min(places, key=len), commands=commands))


def parts(passages: tuple[Passage, ...]) -> tuple[Part, ...]:
    """An answer's passages as parts of a message."""
    return tuple(_part(passage) for passage in passages)


def _part(passage: Passage) -> Part:
    match passage:
        case Strong(text):
            return Say(text, strong=True)
        case Quote():
            return passage
        case str():
            return Say(passage)


def region_rows(mind: Assistant, action: str = "region/set") -> tuple[tuple[Button, ...], ...]:
    """One button a region, two in a row."""
    buttons = [Button(name, f"{action}={region}") for region, name in mind.library.short.items()]
    return in_rows(buttons, 2)


def rows_elsewhere(mind: Assistant, near: Sequence[str] = ()) -> tuple[tuple[Button, ...], ...]:
    """For who works where no document is from: those of other places are only looked at, but for those that may be the
    own one after all."""
    buttons = [
        Button(name, f"region/set={region}" if region in near else f"ask/look={region}")
        for region, name in mind.library.short.items()
    ]
    return in_rows(buttons, 2)


def choose(state: State, words: str, mind: Assistant, action: str = "region/set") -> Reply:
    """To choose a region for something that goes on for long; who works where no document is from is told what that is
    worth."""
    place = places.nowhere_known(state)
    first = (ELSEWHERE_ONLY.format(place=place),) if place else ()
    return say(*first, words, buttons=region_rows(mind, action))


def provision_label(policy: Policy, id_: str) -> str:
    """第七条第（四）项 容缺受理… cut to what fits on a button."""
    words = f"{policy.place(id_)} {policy.provision(id_).flat}"
    return words if len(words) <= ON_A_BUTTON else words[: ON_A_BUTTON - 1] + "…"


def stale() -> Reply:
    return say(STALE)


def forgotten() -> Reply:
    return say(FORGOTTEN)


def feedback_row(number: int) -> tuple[Button, ...]:
    """Did the answer to this remembered question help?"""
    return Button(USEFUL, f"feedback/useful={number}"), Button(USELESS, f"feedback/useless={number}")


def matters_row(number: int, count: int) -> tuple[Button, ...]:
    """Each matter of a remembered message by itself."""
    return tuple(Button(f"只看第{MATTERS[n]}件", f"matter/of={number}.{n}") for n in range(count))


def first_words(answer: Answer) -> tuple[Passage, ...]:
    """The short answer and its quote, without what else must hold."""
    quotes = (passage for passage in answer.passages if isinstance(passage, Quote))
    return *answer.passages[:1], *islice(quotes, 1)
