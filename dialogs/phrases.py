"""Wording that belongs to no single dialog, and how answers become messages."""

from __future__ import annotations

from dialogs.core import Button, Part, Reply, Say, say
from knowledge.answer import Answer, Assistant, Passage, Quote, Strong
from knowledge.provisions import Policy

GREETING = (
    "您好，我是容错助手。工作中出了失误，说说经过，我帮您找本地容错纠错文件里对得上的条款。",
    "也可以直接问规则：几天告知、找谁申请、哪些情况不予容错。每一句规定都是原文，我不编不猜。",
    "请不要写服务对象的姓名和身份证号。能不能容错，最后由责任追究机关认定，不由我说了算。",
)
HELP = (
    "直接打字就行：\n"
    "· 说情况，例如“材料没齐我先给办了，后来发现有出入”\n"
    "· 问规则，例如“结论几天告知”“第七条第六项”\n"
    "· 换个地方问，例如“东阿呢”\n\n"
    "命令：\n/region 选地区　/policies 看有哪些文件　/articles 逐条看\n"
    "/compare 各地对照　/ask 提问　/cancel 回到开头　/help 本说明"
)
WELCOME = "不客气。有需要随时再问我。"
HELLO = "您好！说说遇到的情况，或者问容错纠错的规则，我来找条文。"
EMPTY = "我没有看到文字。请用一句话说说情况，或者问一条规则，例如“结论几天告知”。"
NOT_TEXT = "{kind}我现在看不了，只看得懂文字。请把情况用一两句话打出来；里面请不要写服务对象的姓名和证件号。"
KINDS = {"photo": "图片", "voice": "语音", "video": "视频", "document": "文件", "sticker": "表情", "audio": "音频",
         "location": "位置", "contact": "名片"}  # fmt: skip
TOO_LONG = "消息很长，我只看了前面 {count} 个字；如果要紧的在后面，请单独发一遍。"
STALE = "这个按钮已经失效了。请直接打字再问一次，或者输入 /help。"
UNKNOWN = "没有 /{name} 这个命令。/help 里有我会做的事；直接打字提问也可以。"
CANCELLED = "好的，已经停下，之前的问题不再接着说。请直接打字提问，或者输入 /help。"
IN_PRIVATE = "这里是群聊，别人都看得到；自己的事请私下和我说。"
ABROAD = "您问的是{there}，不是您所在的{own}：{words}"
PARTS_OF_TEXT = 20
"""Characters of a button that names a provision."""


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


def region_rows(mind: Assistant) -> tuple[tuple[Button, ...], ...]:
    """Buttons to choose a region, two in a row."""
    buttons = [Button(name, f"region/set={region}") for region, name in mind.library.short.items()]
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))


def provision_label(policy: Policy, id_: str) -> str:
    """第七条（四）容缺受理… cut to what fits on a button."""
    provision = policy.provision(id_)
    label = provision.label.replace("第（", "（").replace("）项", "）")
    words = f"{label} {provision.text.replace(chr(10), ' ')}"
    return words if len(words) <= PARTS_OF_TEXT else words[: PARTS_OF_TEXT - 1] + "…"


def stale() -> Reply:
    return say(STALE)


def first_words(answer: Answer) -> tuple[Passage, ...]:
    """The short answer and its quote, without what else must hold."""
    return answer.passages[:2]
