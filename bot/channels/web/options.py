"""The buttons of a message in the order of their weight: lines to choose from, answers, the one that leads on, what is there
again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import TypeAlias

from bot.channels.buttons import STEADY
from bot.channels.web.blocks import Block, Entered, Entries
from dialogs.core import Button

LEADING = (
    "同意，开始填", "开始自评", "开始写", "选好了", "发完了", "确定提交", "提交", "补好了", "看结果", "去申请", "接着填", "接着做",
    "接着自评", "一步步自评", "发给申请人", "遮住再存",
)  # fmt: skip
"""How the labels begin of what leads on, not of what answers: no answer is made more of than another."""
ASIDE = frozenset({*STEADY, "核对", "先放着", "回到目录"} - {"一步步自评"})
"""Labels of what stands under one message after the other."""
RISKY = ("删", "撤回", "确定撤回", "确定删除", "不补了")
"""How the labels begin of what takes something away."""
WIDE = 9
"""Characters from which on a label has a row of its own."""
NUMBER = re.compile(r"(✓?)(\d+)")
TICK = re.compile(r"[☐☑] (.+?)…?")


Rows: TypeAlias = Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True)
class Pick:
    """A line that is a button itself. `mark`: how it is marked now; empty, not at all."""

    text: str
    data: str
    mark: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Pickable:
    """Lines of a list, each with its button."""

    kind = "picks"
    items: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """A button as it is shown: `look`: leading, answer, wide, steady or risky."""

    label: str
    data: str
    look: str


@dataclass(frozen=True, slots=True)
class Options:
    answers: tuple[Offered, ...] = ()
    steady: tuple[Offered, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.answers or self.steady)


def joined(blocks: Sequence[Block], rows: Rows) -> tuple[list[Block | Pickable], Rows]:
    """The blocks with their lines made buttons where each line has one; and the rows of buttons that are left over."""
    shown: list[Block | Pickable] = list(blocks)
    for n in reversed(range(len(blocks))):
        block = blocks[n]
        if isinstance(block, Entries) and (picks := _picks(block.items, [*chain(*rows)])):
            shown[n], taken = Pickable(picks), {pick.data for pick in picks}
            rows = [[button for button in row if button.data not in taken] for row in rows]
    return shown, [row for row in rows if row]


def _picks(lines: Sequence[Entered], buttons: Sequence[Button]) -> tuple[Pick, ...]:
    """Empty where some line has no button."""
    found = [_pick(line, buttons) for line in lines]
    return tuple(pick for pick in found if pick) if all(found) else ()


def _pick(line: Entered, buttons: Sequence[Button]) -> Pick | None:
    for button in buttons:
        if _belongs(button.label, line):
            return Pick(line.text, button.data, line.mark, line.number)
    return None


def _belongs(label: str, line: Entered) -> bool:
    if line.number is None:
        tick = TICK.fullmatch(label)
        return tick is not None and line.text.startswith(tick[1])
    number = NUMBER.fullmatch(label)
    return number is not None and int(number[2]) == line.number


def options(rows: Rows) -> Options:
    """One leads on at most: the first that may. Buttons that stand one under the other are alike: if one is wide, all are."""
    shown: list[Offered] = []
    for alone, run in groupby(rows, lambda row: len(row) == 1):
        looked = [Offered(one.label, one.data, _look(one.label)) for one in chain(*run)]
        widened = alone and any(one.look == "wide" for one in looked)
        shown += [replace(one, look="wide") if widened and one.look == "answer" else one for one in looked]
    answers = tuple(_one_leads([one for one in shown if one.look != "steady"]))
    return Options(answers, tuple(one for one in shown if one.look == "steady"))


def _look(label: str) -> str:
    if label in ASIDE:
        return "steady"
    if label.startswith(LEADING):
        return "leading"
    if label.startswith(RISKY):
        return "risky"
    return "wide" if len(label) > WIDE else "answer"


def _one_leads(shown: Sequence[Offered]) -> Iterator[Offered]:
    led = False
    for one in shown:
        yield replace(one, look="answer") if led and one.look == "leading" else one
        led = led or one.look == "leading"
