"""What is typed while an application is being written: an answer, a word that steers, or something for another dialog."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs import memory, reading
from dialogs.core import Button, Context, State, Turn
from dialogs.intake import act, words
from dialogs.intake.ask import on_page, rows, shown
from dialogs.intake.boxes import Box, boxes, current
from dialogs.intake.record import SKIPPED, Record, recall
from dialogs.take import Brought
from knowledge.language import fold

LONGEST_LABEL = 40
"""Characters up to which a message may be the words of a button."""
_NOTHING = re.compile(r"(?:没有|没了|无|略|跳过|不填|空着|暂无)[。!！]*")
_NUMBERS = re.compile(r"(?:\d{1,2}[\s、，,和]*)+")
_STEER = {
    "返回": "back", "上一项": "back", "上一步": "back", "核对": "check", "看看填的": "check", "预览": "preview",
    "先放着": "pause", "暂停": "pause", "先不填了": "pause", "退出": "pause", "提交": "submit", "删除草稿": "delete",
    "重新填": "afresh", "换个地方接着填": "lend",
}  # fmt: skip


def steers(text: str) -> bool:
    """It is a word that only means something while an application is being written."""
    return fold(text).strip().rstrip("。!！ ") in ("核对", "提交", "先放着", "删除草稿", "重新填")


def said(state: State, record: Record, text: str, ctx: Context, brought: Sequence[Brought]) -> Turn | None:
    """None where it is not for us."""
    folded = fold(text).strip().rstrip("。!！ ")
    box = current(boxes(ctx.mind.library, record), record)
    if turn := _steered(state, record, folded, box, ctx, brought):
        return turn
    if record.taking or record.pending or box is None:
        return None
    if box.free and not record.append and _interrupts(state, record, text, ctx):
        return None
    return _answer(state, record, box, folded, text, ctx)


def _interrupts(state: State, record: Record, text: str, ctx: Context) -> bool:
    """It asks for a rule; said once more right away, it is meant for the box after all."""
    last = memory.recall(state).asked[-1:]
    again = bool(last) and last[0].text.strip() == text.strip()
    return not again and reading.asks_rule(text, record.region, ctx.mind)


def _steered(
    state: State, record: Record, folded: str, box: Box | None, ctx: Context, brought: Sequence[Brought]
) -> Turn | None:
    """A word that steers, or the words of a button that is shown."""
    match _STEER.get(folded):
        case "back":
            return act.back(state, record, ctx)
        case "pause":
            return act.paused(state, record)
        case "delete" | "afresh" as which:
            return act.pressed(state, record, "go", which, ctx, brought)
        case None:
            return _label(state, record, folded, box, ctx, brought)
        case which:
            return act.pressed(state, record, which, "1", ctx, brought)


def _label(
    state: State, record: Record, folded: str, box: Box | None, ctx: Context, brought: Sequence[Brought]
) -> Turn | None:
    if len(folded) > LONGEST_LABEL:
        return None
    buttons = act.taking(record, brought).buttons if record.taking else (
        shown(ctx, record).buttons if box is None or record.pending else rows(ctx, record, box))  # fmt: skip
    button = next((one for row in buttons for one in row if fold(one.label) == folded), None)
    return _pressed(state, record, button, ctx, brought) if button else None


def _pressed(
    state: State, record: Record, button: Button, ctx: Context, brought: Sequence[Brought]
) -> Turn | None:
    key, _, value = button.data.partition("/")[2].partition("=")
    return act.pressed(state, record, key, value, ctx, brought)


def _answer(state: State, record: Record, box: Box, folded: str, text: str, ctx: Context) -> Turn | None:
    match box.kind:
        case "choice":
            value = next((value for value, label in box.options if folded and folded in fold(label)), "")
            if value:
                return act.answered(state, record, box, value, ctx)
        case "clauses":
            if _NUMBERS.fullmatch(folded):
                return _ticked(state, record, [int(n) for n in re.findall(r"\d+", folded)], ctx)
        case "evidence":
            if _NOTHING.fullmatch(folded) and not box.needed:
                return act.pressed(state, record, "a", "evidence:none", ctx, ())
        case _:
            return _written(state, record, box, folded, text, ctx)
    return (
        None
        if reading.asks_rule(text, record.region, ctx.mind)
        else act.told(state, record, ctx, words.NOT_HERE)
    )


def _written(state: State, record: Record, box: Box, folded: str, text: str, ctx: Context) -> Turn | None:
    if not folded:
        return act.told(state, record, ctx, words.NEEDED) if box.needed else None
    skips = _NOTHING.fullmatch(folded) and not record.append
    if skips and not box.needed and box.kind != "text":
        return act.answered(state, record, box, SKIPPED, ctx)
    if (skips and box.key in ("remark",)) or (skips and box.key.startswith("reason:")):
        return act.answered(state, record, box, SKIPPED, ctx)
    return act.written_in(state, record, box, text, ctx)


def _ticked(state: State, record: Record, numbers: list[int], ctx: Context) -> Turn | None:
    """「1、3」: those provisions on the page."""
    ids = on_page(ctx, record)
    found = [ids[n - 1] for n in numbers if 1 <= n <= len(ids)]
    turn: Turn | None = None
    for at in found:
        turn = act.pressed(state, record, "t", at, ctx, ())
        if turn is None:
            return None
        state, record = turn.state, recall(turn.state) or record
    return turn
