"""What is typed while an application is being written: an answer, a word that steers, or something for another dialog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.apply import act, doubts, fill, lines, moving, several, turns, words
from dialogs.apply.ask import rows, shown, taking
from dialogs.apply.boxes import boxes, current
from dialogs.apply.kinds import DATE, PERIOD, Box, Typed
from dialogs.apply.record import Record
from dialogs.core import Brought, Button, Context, State, Turn, say
from dialogs.shared import dates, memory, reading
from dialogs.shared.reading import bare
from knowledge.hearing.language import fold

LONGEST_LABEL = 40
"""Characters up to which a message may be the words of a button."""
_STEER = {
    "返回": "back", "上一项": "back", "上一步": "back", "核对": "check", "看看填的": "check", "预览": "preview",
    "先放着": "pause", "暂停": "pause", "先不填了": "pause", "退出": "pause", "提交": "submit", "删除草稿": "delete",
    "重新填": "afresh", "换个地方接着填": "lend",
}  # fmt: skip


def steers(text: str) -> bool:
    """It is a word that only means something while an application is being written."""
    return bare(text) in ("核对", "提交", "先放着", "删除草稿", "重新填")


def said(state: State, record: Record, text: str, ctx: Context, brought: Sequence[Brought]) -> Turn | None:
    """None where it is not for us."""
    folded = bare(text)
    box = current(boxes(ctx.mind.library, record), record)
    looking = record.whole and record.open is None
    if turn := _steered(state, record, folded, None if looking else box, ctx, brought):
        return turn
    if record.parts:
        return moving.said(state, record, text, ctx)
    if looking or box is None:
        return _on_the_whole(state, record, folded, ctx)
    if record.taking or record.pending:
        return None
    record = replace(record, doubt=None)
    if (open_ := several.asked(ctx, record)) and (box in open_ or box.key == "applicant_kind"):
        return lines.said(state, record, open_, text, ctx)
    if box.kind.free and not record.append and _asks_rule(state, record, text, ctx):
        return None
    did = box.kind.read(ctx, record, box, text)
    if isinstance(did, Typed) and (why := doubts.why(text, box, ctx.mind)) and not _is_time(box, ctx, text):
        return turns.onward(state, replace(record, doubt=(why, text)), ctx)
    return fill.done(state, record, box, did, ctx) if did else None


def _is_time(box: Box, ctx: Context, text: str) -> bool:
    """A day is a number, and means what it says."""
    return box.kind in (DATE, PERIOD) and dates.only_dates(text, ctx.today)


def _on_the_whole(state: State, record: Record, folded: str, ctx: Context) -> Turn | None:
    """Nothing is written where no box is open; 「改…」 opens the box that is meant."""
    if not folded.startswith("改"):
        return None
    wanted = folded.removeprefix("改").removeprefix("一下")
    found = [box for box in boxes(ctx.mind.library, record) if wanted and wanted in fold(box.label)]
    if len(found) == 1:
        return act.pressed(state, record, "open", found[0].key, ctx, ())
    return Turn(state, (say(words.WHICH_BOX),))


def _asks_rule(state: State, record: Record, text: str, ctx: Context) -> bool:
    """It asks for a rule instead of filling the box; said once more right away, it is meant for the box after all."""
    last = memory.recall(state).asked[-1:]
    again = bool(last) and last[0].text.strip() == text.strip()
    return not again and reading.asks_rule(text, record.region, ctx.mind)


def _steered(
    state: State, record: Record, folded: str, box: Box | None, ctx: Context, brought: Sequence[Brought]
) -> Turn | None:
    """A word that steers, or the words of a button that is shown."""
    if doubts.stops(folded) and not record.append:
        return turns.paused(state, replace(record, doubt=None), words.STOPPED)
    match _STEER.get(folded):
        case "back":
            return act.back(state, record, ctx)
        case "pause":
            return turns.paused(state, record)
        case "delete" | "afresh" as which:
            return act.pressed(state, record, "go", which, ctx, brought)
        case None:
            return _label(state, record, folded, box, ctx, brought)
        case "check" | "preview" | "submit" | "lend" as which:
            return act.pressed(state, record, which, "1", ctx, brought)
        case _:
            return None


def _label(
    state: State, record: Record, folded: str, box: Box | None, ctx: Context, brought: Sequence[Brought]
) -> Turn | None:
    """The words of a button, or what stands before its comma."""
    if not 2 <= len(folded) <= LONGEST_LABEL:
        return None
    buttons = taking(record, brought).buttons if record.taking and brought else (
        shown(ctx, record).buttons if box is None or record.pending or record.doubt or record.parts or record.together else rows(ctx, record, box))  # fmt: skip
    labels = {fold(one.label): one for row in buttons for one in row}
    short = {label.split("，")[0].split(",")[0]: one for label, one in labels.items()}
    button = labels.get(folded) or short.get(folded)
    return _pressed(state, record, button, ctx, brought) if button else None


def _pressed(
    state: State, record: Record, button: Button, ctx: Context, brought: Sequence[Brought]
) -> Turn | None:
    key, _, value = button.data.partition("/")[2].partition("=")
    return act.pressed(state, record, key, value, ctx, brought)
