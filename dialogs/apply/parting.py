"""The story that was told, cut into the parts of the reasons: shown whole, put right where it is wrong, then kept.

Not a word of it changes but where its writer says so: a clause is moved, left out, or written anew."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.apply import words
from dialogs.apply.boxes import PARTS
from dialogs.apply.record import LEFT_OUT, SKIPPED, Record
from dialogs.core import Button, Part, Reply, Say
from dialogs.shared.paging import in_rows
from knowledge.answer import joined

LABELS = {key: label for key, label, *_ in PARTS}


def screen(record: Record, before: tuple[Part, ...] = (), chosen: int = 0) -> Reply:
    """All of it, or one clause and where it may go; `chosen` is counted from 1."""
    if chosen:
        clause = record.parts[chosen - 1][1].strip()
        asked = Say(words.WHERE_TO.format(number=chosen, clause=clause), strong=True)
        return Reply((*before, asked), tuple(_targets(chosen)))
    parts = (*before, Say(words.PARTED, strong=True), Say("\n".join(_listed(record))), Say(words.PARTED_NOTE))
    numbers = [Button(str(n), f"intake/part={n}") for n in range(1, len(record.parts) + 1)]
    pause = Button(words.PAUSE, "intake/pause=1")
    return Reply(parts, ((Button(words.PARTED_RIGHT, "intake/part=ok"),), *in_rows(numbers, 8), (pause,)))


def _listed(record: Record) -> Iterator[str]:
    for key, label in (*LABELS.items(), (LEFT_OUT, words.LEFT_OUT)):
        told = [(n, clause.strip()) for n, (part, clause) in enumerate(record.parts, 1) if part == key]
        if told or key != LEFT_OUT:
            yield f"【{label}】{''.join(f'〔{n}〕{clause}' for n, clause in told) or words.NOT_TOLD}"


def _targets(chosen: int) -> Iterator[tuple[Button, ...]]:
    yield tuple(Button(label, f"intake/part={chosen}.{key}") for key, label in LABELS.items())
    yield (
        Button(words.LEAVE_OUT, f"intake/part={chosen}.{LEFT_OUT}"),
        Button(words.STAYS, "intake/part=all"),
    )


def texts(record: Record) -> dict[str, str]:
    """What stands in each box then."""
    story = "".join(clause for _, clause in record.parts)
    told = {key: [clause for part, clause in record.parts if part == key] for key in LABELS}
    return {key: joined(clauses, story) or SKIPPED for key, clauses in told.items()}
