"""Cases that somebody applied for, and colleagues who handle them by buttons alone: what they press or type to each question,
whatever carries it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from bot.app import App
from dialogs.acts import Claim, Submit
from dialogs.core import Command, Event, File, Pressed, Reply, Said, Sent
from dialogs.desk import words
from knowledge.rules.casework import plain
from tests.harness.desk import brought
from tests.harness.office import Office, filing, policies

FILES = count(1)
UNTIL, TEXT = "2027年1月15日", "照实写的一句话"
PEOPLE = "甲某、乙某"
MET = "符合"
"""Of each condition of a policy."""
GROUNDS = {"donge": "donge.7.6", "weihai": "weihai.3.12", "zaozhuang": "zaozhuang.5.7", "pingdingshan": "pingdingshan.8.3", "lishui": "lishui.9.4"}  # fmt: skip
"""What an application rests on."""


def applied(office: Office, region: str) -> str:
    """The number of a new application."""
    at, policy = GROUNDS[region], policies().policies[region]
    claim = Claim(at, policy.place(at), policy.full_text(at))
    filed = replace(filing(office.draft(), (), region), claims=(claim,))
    number: str = office.does("owner", Submit(filed, "钱小七", "新申请 {number}。")).case.number
    return number


def answer(text: str, labels: list[str], wanted: Iterator[str]) -> tuple[str, str]:
    """How a question is answered: (press, type or send; what)."""
    sure = [one for one in words.SURE.values() if one in labels and words.DROP in labels]
    if sure:
        return "press", sure[0]
    for one in (words.TODAY, words.SENT_ALL, words.NO_FILE, words.YES, words.NONE, MET):
        if one in labels:
            return "press", one
    if words.UNTIL_HOW in text:
        return "type", UNTIL
    if words.FILE_HOW in text:
        return "send", f"材料{next(FILES)}.pdf"
    if words.PROVISIONS_HOW in text:
        return ("press", words.PICKED) if "✓1" in labels else ("press", "1")
    if words.TEXT_HOW in text:
        return "type", PEOPLE if "顿号" in text else TEXT
    return "press", _option(labels, wanted)


def _option(labels: list[str], wanted: Iterator[str]) -> str:
    """A choice that was wanted next; of criteria the first side."""
    leaning = [one for one in labels if one.startswith("偏向：")]
    return leaning[0] if leaning else next(wanted)


def owed(text: str, labels: Iterable[str]) -> list[str]:
    """Buttons of what a board says is to be done."""
    due = [line.removeprefix("· ") for line in text.splitlines() if line.startswith("· ")]
    named = [(one, plain(one)) for one in labels]
    return [one for one, do in named if any(line.startswith((f"{do}：", f"{do}（")) for line in due)]


@dataclass
class Colleague:
    """Somebody of the staff in a chat, talking to the App itself."""

    app: App
    chat: str
    seen: list[Reply] = field(default_factory=list)

    def does(self, event: Event) -> str:
        """What was answered, all of it."""
        replies: list[Reply] = []
        waiting = [event]
        while waiting:
            for reply in self.app.handle(self.chat, waiting.pop(0)):
                replies.append(reply)
                waiting += [brought(reply.fetch)] if reply.fetch else []  # type: ignore[list-item]
        self.seen = replies
        return self.text

    @property
    def text(self) -> str:
        return "\n".join(one.text for one in self.seen)

    @property
    def buttons(self) -> dict[str, str]:
        return {one.label: one.data for reply in self.seen for row in reply.buttons for one in row}

    def types(self, text: str) -> str:
        return self.does(
            Command(text[1:].split()[0], text[1:].partition(" ")[2]) if text.startswith("/") else Said(text)
        )

    def presses(self, label: str) -> str:
        return self.does(Pressed(self.buttons[label]))

    def sends(self, name: str) -> str:
        return self.does(Sent("document", "", File(name, name, 9)))

    def opens(self, number: str) -> str:
        return self.does(Pressed(f"review/open={number}"))

    def takes(self, label: str, wanted: Iterable[str] = ()) -> str:
        """A step by its button, every question answered, to its end."""
        self.presses(label)
        return self.takes_on(*wanted)

    def takes_on(self, *wanted: str, until: str = "") -> str:
        """What is still asked of a step, to its end, or until there is this button."""
        left = iter(wanted)
        while words.LATER in self.buttons and until not in self.buttons:
            how, what = answer(self.text, list(self.buttons), left)
            {"press": self.presses, "type": self.types, "send": self.sends}[how](what)
        return self.text


WAYS: dict[str, tuple[tuple[str, str, Any], ...]] = {
    "donge": (
        ("clerk", "受理", ()), ("clerk", "登记听取意见", ()), ("clerk", "登记调查核实情况", ()), ("leader", "登记集体研究", ()),
        ("leader", "作出结论", ("不予追究责任",)),
    ),
    "weihai": (
        ("clerk", "受理", ()), ("clerk", "登记调查报告", ()), ("leader", "作出结论", ("予以容错", "不予追究责任")),
    ),
    "zaozhuang": (
        ("clerk", "登记核对不予容错的情形", ("没有",)), ("clerk", "受理", ()), ("clerk", "登记听取意见", ()),
        ("clerk", "登记事实材料的签署", ("同意",)), ("clerk", "登记调查报告", ()), ("leader", "登记集体研究", ()),
        ("leader", "作出结论", ("从轻、减轻或者免于处理", "从轻")),
    ),
    "pingdingshan": (
        ("clerk", "登记单位党组织的书面申请", ()), ("clerk", "受理", ()), ("clerk", "登记听取申辩", ()), ("clerk", "登记调查报告", ()),
        ("leader", "登记集体研究", ()), ("leader", "作出认定", ("容错免责",)),
    ),
    "lishui": (
        ("clerk", "受理", ()), ("leader", "登记认定方式", ("情节相对简单、有普遍共识",)), ("clerk", "登记调查报告", ()),
        ("leader", "作出认定", ("可以容错纠错", "从轻处理")),
    ),
}  # fmt: skip
