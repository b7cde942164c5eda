"""What a button or a word does to the story that was cut into parts: a clause is moved, left out, written anew, or all of
it is kept."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.apply import turns, words
from dialogs.apply.parting import LABELS, screen, texts
from dialogs.apply.record import LEFT_OUT, Record, keep
from dialogs.core import Context, Json, Say, State, Turn
from dialogs.shared import answers, dates

_MOVES = re.compile(
    r"(?:把|第)?((?:\d{1,2}(?:句|号)?[、,，和跟]?第?)+)(?:句|号|这句)?(?:都|应该|应)?(?:归|放|挪|移|算|是|写|调|换|改)*(?:到|在|进|去|入|成|为)*"
    rf"({'|'.join(LABELS.values())}|不要|去掉|删掉?|不写)(?:里|里面|那段|一段|中|了|吧|去)*[。!！]?"
)
_WRITES = re.compile(r"(?:把|第)?(\d{1,2})(?:句|号|这句)?(?:改成|改为|写成|换成)[:：“\"]?(.+?)[”\"]?")


def pressed(state: State, record: Record, value: str, ctx: Context) -> Turn | None:
    """None for a button that nobody knows."""
    number, _, target = value.partition(".")
    if value == "ok":
        return _kept(state, record, ctx)
    if value == "all":
        return Turn(keep(state, record), (screen(record),))
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= len(record.parts)):
        return None
    if not target:
        return Turn(keep(state, record), (screen(record, chosen=int(number)),))
    return _moved(state, record, [int(number)], target) if target in (*LABELS, LEFT_OUT) else None


def said(state: State, record: Record, text: str, ctx: Context) -> Turn | None:
    """「3放到补救」「5不要」「2改成……」, or that it is right; None for anything else."""
    told = answers.heard(text)
    if told == answers.Plainly("yes"):
        return _kept(state, record, ctx)
    if match := _WRITES.fullmatch(text.strip()):
        return _written(state, record, int(match[1]), match[2])
    if not (match := _MOVES.fullmatch(dates.evened(text))):
        return Turn(state, (screen(record, (Say(words.PARTED_HOW),)),)) if told else None
    numbers = [int(n) for n in re.findall(r"\d+", match[1])]
    target = next((key for key, label in LABELS.items() if label == match[2]), LEFT_OUT)
    return _moved(state, record, numbers, target)


def _moved(state: State, record: Record, numbers: list[int], target: str) -> Turn:
    if wrong := next((n for n in numbers if not 1 <= n <= len(record.parts)), 0):
        return _no_such(state, record, wrong)
    parts = tuple(
        (target if n in numbers else part, clause) for n, (part, clause) in enumerate(record.parts, 1)
    )
    record = replace(record, parts=parts)
    return Turn(keep(state, record), (screen(record),))


def _written(state: State, record: Record, number: int, clause: str) -> Turn:
    """One clause in the words that are sent now."""
    if not 1 <= number <= len(record.parts):
        return _no_such(state, record, number)
    own = [*record.parts]
    was = own[number - 1][1].strip()
    end = was[-1] if was and not was[-1].isalnum() else ""
    own[number - 1] = (own[number - 1][0], clause.strip().rstrip("，,。；; ") + end)
    record = replace(record, parts=tuple(own))
    return Turn(keep(state, record), (screen(record),))


def _no_such(state: State, record: Record, number: int) -> Turn:
    said = answers.OUT_OF_RANGE.format(count=len(record.parts), number=number)
    return Turn(state, (screen(record, (Say(said),)),))


def _kept(state: State, record: Record, ctx: Context) -> Turn:
    """Each part into its box; what the story says nothing of stays empty, and is named before it is handed in."""
    given: dict[str, Json] = {key: text for key, text in texts(record).items() if text or key != "course"}
    return turns.onward(state, replace(record.put(**given), parts=()), ctx)
