"""Words that carry weight in law: those that no message may hold, and those that a kind of message must hold.

A kind is told by what a message does, its buttons and documents, so that no word can vouch for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dialogs.core import Form, Reply, Sheet, plain

FORBIDDEN = ("不合格", "不符合资格", "保证", "一定能", "肯定能", "放心", "违法分子")


@dataclass(frozen=True)
class Kind:
    """`words`: all of them must stand in such a message."""

    name: str
    is_it: Callable[[Reply], bool]
    words: tuple[str, ...]


ASKED = "您在哪里、做什么工作？"


def leads_to(*data: str) -> Callable[[Reply], bool]:
    """It has a button that carries this, or something that begins so."""
    return lambda reply: any(one.data.startswith(data) for row in reply.buttons for one in row)


def judges(reply: Reply) -> bool:
    """It holds a case against the policy, and does not first ask who and where somebody is."""
    return leads_to("assess/from=")(reply) and ASKED not in reply.text


REQUIRED = (
    Kind("an answer on an own case", judges, ("可能", "最终由", "认定。")),
    Kind("a result card", leads_to("assess/save="), ("这是自评，不是认定结论。最终由", "认定。")),
    Kind("a result card to keep", lambda reply: isinstance(reply.sheet, Sheet), ("只发给您自己", "这是自评，不是认定结论。最终由")),
    Kind("the consent", leads_to("intake/agree="), ("做什么用", "谁看得到", "存多久", "存在哪里", "境外的服务器")),
    Kind("the last question before submitting", leads_to("intake/sure="), ("这不等于机关已经收到", "请打印、签字后自己交", "提交以后内容不能改")),
    Kind("a receipt", lambda reply: isinstance(reply.sheet, Form) and leads_to("status/see=")(reply),
         ("编号：", "查询码：", "这是在我这里提交的回执，不等于机关已经收到。机关要纸面的，请把附上的申请表打印出来")),
    Kind("a draft of the form", lambda reply: isinstance(reply.sheet, Form) and leads_to("intake/submit=")(reply), ("还没有提交",)),
    Kind("why it is withdrawn", leads_to("status/sure="), ("撤回以后这份申请就结束了",)),
    Kind("whether all is to be deleted", leads_to("forget/yes="), ("要删除您在这里的数据吗", "我删不到")),
    Kind("papers for staff", lambda reply: bool(reply.papers), ("请妥善保管，不要转发", "每次下载都有记录")),
)  # fmt: skip


def kinds(reply: Reply) -> list[str]:
    """What kinds of message it is."""
    return [kind.name for kind in REQUIRED if kind.is_it(reply)]


def wrong(reply: Reply) -> list[str]:
    """What is in it that may not be, and what is missing in it."""
    sheet = "\n".join(map(plain, reply.sheet.parts)) if isinstance(reply.sheet, Sheet) else ""
    text = f"{reply.text}\n{sheet}"
    missing = [
        f"{kind.name}: {word}"
        for kind in REQUIRED
        if kind.is_it(reply)
        for word in kind.words
        if word not in text
    ]
    return [word for word in FORBIDDEN if word in text] + missing
