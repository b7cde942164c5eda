"""Buttons on a terminal: those that answer are numbered from 1; those that are there again and again keep one number for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from dialogs.core import Button, Reply

STEADY: Mapping[str, int] = {
    "返回": 90,
    "看原文": 91,
    "原文上下文": 91,
    "为什么问": 92,
    "改前面的": 93,
    "改答案": 93,
    "暂停": 94,
    "其他地区": 95,
    "其他地区怎么规定": 95,
    "有用": 96,
    "没答到点子上": 97,
    "一步步自评": 98,
    "更多": 99,
}
"""Labels that stand under one message after the other, each with its number."""
Numbered = dict[int, Button]


def numbered(replies: Sequence[Reply]) -> tuple[Numbered, dict[int, list[str]]]:
    """Every button by its number, and the rows below each reply as they are printed. The last reply is what the reader
    answers: its buttons are numbered from 1, the others after them; of two that want one steady number the last has it."""
    last = len(replies) - 1
    order = [last, *range(last)] if replies else []
    taken: Numbered = {}
    numbers = count(1)
    rows = {n: list(_rows(replies[n], taken, numbers)) for n in order}
    return taken, rows


def _rows(reply: Reply, taken: Numbered, numbers: Iterator[int]) -> Iterator[str]:
    steady: list[str] = []
    for row in reply.buttons:
        shown: list[str] = []
        for button in row:
            fixed = STEADY.get(button.label)
            number = fixed if fixed and fixed not in taken else next(numbers)
            taken[number] = button
            (steady if number == fixed else shown).append(f"[{number}] {button.label}")
        if shown:
            yield "  ".join(shown)
    if steady:
        yield "  ".join(steady)


def changed(before: Iterable[str], after: Sequence[str]) -> list[str] | None:
    """The lines of a message that is shown again, but for those that stood there; None where most of it is new."""
    old = set(before)
    new = [line for line in after if line.strip() and line not in old]
    whole = [line for line in after if line.strip()]
    return new if len(new) * 2 <= len(whole) else None
