"""What one message does to several short boxes: a line each, or lines that name theirs. What does not fit its box is asked
again by itself."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.apply import doubts, turns, words
from dialogs.apply.boxes import ORGANISATION, PERSON
from dialogs.apply.kinds import ONE_LINE, Box, Put, Ticked, Typed, Wrong
from dialogs.apply.record import Record
from dialogs.core import Context, Json, Part, Say, State, Turn
from dialogs.shared import named, persons, reading

_NUMBERED = re.compile(r"^\s*[（(]?\d{1,2}[)）.、．]\s*(?!\d)")


def pressed(state: State, record: Record, value: str, ctx: Context) -> Turn | None:
    match value:
        case "no":
            return turns.onward(state, replace(record, together=False), ctx)
        case "body":
            return turns.onward(state, replace(record.put(applicant_kind=ORGANISATION), together=True), ctx)
        case _:
            return None


def said(state: State, record: Record, open_: list[Box], text: str, ctx: Context) -> Turn | None:
    """A line for each box, or lines that name theirs; None for a question on the rules."""
    lines = [line.strip() for line in re.split(r"[\n；;]+", text) if line.strip()]
    labelled = _labelled(lines, open_)
    one_each = len(lines) == len(open_)
    spoken = [] if labelled or one_each else _spoken(text, open_)
    if not (labelled or one_each or spoken):
        if reading.asks_rule(text, record.region, ctx.mind):
            return None
        return turns.told(state, record, ctx, words.NOT_ALL.format(count=len(open_)))
    pairs = labelled or spoken or list(zip(open_, (_NUMBERED.sub("", line) for line in lines), strict=True))
    record = record if "applicant_kind" in record.answers else record.put(applicant_kind=PERSON)
    given, notes = dict[str, Json](), list[Part]()
    for box, line in pairs:
        value, note = _read(ctx, record, box, line)
        given |= {} if value is None else {box.key: value}
        notes += [Say(note)] if note else []
    if told := "；".join(f"{box.label}：{given[box.key]}" for box, _ in spoken if box.key in given):
        notes.insert(0, Say(words.SPOKEN.format(told=told)))
    return turns.onward(state, record.put(**given), ctx, tuple(notes))


def _spoken(text: str, open_: list[Box]) -> list[tuple[Box, str]]:
    """A sentence that names what the boxes ask for, in their order; or what it names plainly, and no more."""
    found = named.in_order(text, [box.key for box in open_]) or named.found(text)
    return [(box, found[box.key]) for box in open_ if box.key in found]


def _labelled(lines: list[str], open_: list[Box]) -> list[tuple[Box, str]]:
    """Lines that begin with the names of their boxes; none where one of them does not."""
    found = [(box, rest) for line in lines if (pair := _of(line, open_)) for box, rest in [pair]]
    return found if len(found) == len(lines) else []


def _of(line: str, open_: list[Box]) -> tuple[Box, str] | None:
    label, colon, rest = _NUMBERED.sub("", line).replace("：", ":").partition(":")
    label = words.ALSO_CALLED.get(label.strip(), label.strip())
    box = next((one for one in open_ if colon and one.label == label), None)
    return (box, rest.strip()) if box and rest.strip() else None


def _read(ctx: Context, record: Record, box: Box, line: str) -> tuple[Json, str]:
    """(what is kept, None for nothing; what is said of it). What does not fit its box is not kept, and it is asked again."""
    did = box.kind.read(ctx, record, box, line)
    match did:
        case Put(value):
            return value, ""
        case Typed(text, note):
            odd = (
                (box.kind is ONE_LINE and doubts.why(line, box, ctx.mind))
                or len(text) > box.limit
                or persons.found(text)
            )
            return (None, words.NOT_TAKEN.format(label=box.label)) if odd else (text, note)
        case Wrong(why):
            return None, f"{box.label}：{why}"
        case Ticked() | None:
            return None, words.NOT_TAKEN.format(label=box.label)
