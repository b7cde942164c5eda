"""An application looked up by its number and query code: in one message or in two, in any order, as the receipt has them.

Which of them has come is remembered until the other does, or something else is begun.
"""

from __future__ import annotations

import re

from dialogs.acts import Find, spelled
from dialogs.core import State, Turn, say
from dialogs.status import supply, words
from dialogs.status.supply import NAME
from knowledge.hearing.language import fold

WAITS = "find"
"""What `waits` says while a number or a code is waited for."""
_NUMBER = re.compile(r"(?<!\d)\d{3}[-\s]?\d{3}[-\s]?\d{3}(?!\d)")
_CODE = re.compile(r"(?<![a-z0-9])(?:[a-z0-9]{4}[-\s]?){2}[a-z0-9]{4}(?![a-z0-9])")
_REST = re.compile(
    r"申请已经提交。?请记好:?|时间:20\d\d-\d\d-\d\d \d\d:\d\d|校验码:(?:[0-9a-f]{4} ?){4}|内容:.{1,60}附材料\s*\d+\s*份|查询码只显示这一次.*|助手> .*"
)
_LABELS = re.compile(r"编号|查询码|[\s:,、;。]")


def asked(state: State) -> Turn:
    """Both are waited for."""
    return Turn(_waiting(state), (say(words.FIND_HOW),))


def said(state: State, text: str) -> Turn | None:
    """A number, a code or both; None where there is neither, or nobody has asked for it."""
    text = _without_the_rest(text)
    if not text:
        return Turn(state, (say(words.NOT_NEEDED),))
    mine, folded = state.of(NAME), fold(text)
    if mine.get("waits") == WAITS:
        return looked_up(state, text)
    labelled = "编号" in folded or "查询码" in folded
    return looked_up(state, text) if (labelled or mine.get("none")) and _alone(folded) else None


def _without_the_rest(text: str) -> str:
    """A pasted receipt without the lines that nothing is looked up by."""
    lines = text.splitlines()
    kept = [line for line in lines if not _REST.fullmatch(fold(line).strip())]
    return text if len(kept) == len(lines) else "\n".join(kept).strip()


def none(state: State) -> State:
    """There is nothing of one's own: a number or a code that comes next, and nothing with it, is looked up."""
    return state if state.of(NAME) else state.put(NAME, {"none": True})


def _alone(folded: str) -> bool:
    """A line of a receipt, or its first two, and nothing else."""
    number, code = _read(folded)
    rest = _CODE.sub("", _NUMBER.sub(" ", folded, count=1), count=1)
    return bool(number or code) and not _LABELS.sub("", rest)


def looked_up(state: State, text: str) -> Turn | None:
    """None where there is neither a number nor a code in it."""
    number, code = _read(fold(text))
    if not number and not code:
        return None
    before = state.of(NAME) if state.of(NAME).get("waits") == WAITS else {}
    number, code = number or str(before.get("number") or ""), code or str(before.get("code") or "")
    if number and code:
        return Turn(supply.cleared(state), (), (Find(number, code),))
    told = words.CODE_TOO.format(number=spelled(number)) if number else words.NUMBER_TOO
    return Turn(_waiting(state, number=number, code=code), (say(told),))


def _read(folded: str) -> tuple[str, str]:
    """(number, code), each empty where it is not there."""
    number = _NUMBER.search(folded)
    rest = folded[: number.start()] + " | " + folded[number.end() :] if number else folded
    code = _CODE.search(rest)
    return re.sub(r"\D", "", number[0]) if number else "", code[0] if code else ""


def _waiting(state: State, **given: str) -> State:
    there = {key: value for key, value in given.items() if value}
    return state.put(NAME, {**supply.cleared(state).of(NAME), "waits": WAITS, **there})
