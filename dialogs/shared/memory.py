"""What is remembered of the questions of a chat, as plain JSON in its state.

The last few questions stay under a number, so that a button under an older answer still works. Numbers are never
given twice in a chat: an old button cannot meet another question.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from dialogs.core import Json, State
from knowledge.answer import Known

NAME = "ask"
KEPT = 5
"""Questions that are remembered."""
LONG_AGO = 12
"""Questions after which nobody means one of several matters any more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the region and the best provision of its answer (None: it was refused).

    `told`: an own situation was told, not a rule asked for. `rated`: the reader has said whether it helped. `known`:
    what the reader answered when asked back, fact by fact; None for 说不准. `parts`: the words of each matter, where it was
    answered as several.
    """

    number: int
    text: str
    region: str | None
    best: str | None
    told: bool = False
    rated: bool = False
    known: Known = field(default_factory=dict)
    parts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Json]:
        parts: dict[str, Json] = {"parts": list(self.parts)} if self.parts else {}
        return {"number": self.number, "text": self.text, "region": self.region, "best": self.best,
                "told": self.told, "rated": self.rated, "known": dict(self.known), **parts}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Memory:
    """`asked` newest last; `count` is the last number given; `waiting` is a question that waits for a region;
    `mending`: something told was said to be wrong, and what is right is awaited."""

    asked: tuple[Asked, ...] = ()
    count: int = 0
    waiting: str | None = None
    mending: bool = False

    @property
    def last(self) -> Asked | None:
        """The last question that had an answer: what a follow-up is about."""
        return next((row for row in reversed(self.asked) if row.best), None)

    @property
    def case(self) -> Asked | None:
        """The last own situation that was told: what a correction is about."""
        return next((row for row in reversed(self.asked) if row.best and row.told), None)

    @property
    def several(self) -> Asked | None:
        """The last message that was answered as several matters."""
        return next((row for row in reversed(self.asked) if row.parts), None)

    def find(self, number: str) -> Asked | None:
        return next((row for row in self.asked if str(row.number) == number), None)

    def add(
        self,
        text: str,
        region: str | None,
        best: str | None,
        told: bool,
        known: Known | None = None,
        parts: tuple[str, ...] = (),
    ) -> Memory:
        """One question more, under the next number; a question without a region waits for one."""
        row = Asked(self.count + 1, text, region, best, told, known=known or {}, parts=parts)
        rows = _newest((*self.asked, row))
        waiting = (text if region is None else None) if best else self.waiting
        return Memory(rows, self.count + 1, waiting)

    def rate(self, number: int) -> Memory:
        rows = tuple(replace(row, rated=True) if row.number == number else row for row in self.asked)
        return replace(self, asked=rows)

    def mend(self, old: Asked, parts: tuple[str, ...]) -> Memory:
        """These matters in the place of those that were told."""
        rows = tuple(replace(row, parts=parts) if row.number == old.number else row for row in self.asked)
        return replace(self, asked=rows)

    def forget(self) -> Memory:
        """Nothing is remembered but the last number."""
        return Memory(count=self.count)


def _newest(rows: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """The last ones; a message of several matters stays while these are talked about one by one."""
    several = next((row for row in reversed(rows) if row.parts), None)
    if several is None or several in rows[-KEPT:] or rows[-1].number - several.number > LONG_AGO:
        return rows[-KEPT:]
    return (several, *rows[1 - KEPT :])


def recall(state: State) -> Memory:
    """What the state holds; whatever cannot be read, such as another version's, is forgotten."""
    body: Any = state.of(NAME)
    try:
        rows = tuple(_row(row) for row in body.get("asked") or ())
        waiting = body.get("waiting")
        count = max([int(body.get("count") or 0), *(row.number for row in rows)])
        waits = waiting if isinstance(waiting, str) else None
        return Memory(rows[-KEPT:], count, waits, body.get("mending") is True)
    except (AttributeError, KeyError, TypeError, ValueError):
        return Memory()


def _row(row: Any) -> Asked:
    return Asked(int(row["number"]), str(row["text"]), _text(row["region"]), _text(row["best"]),
                 bool(row.get("told")), bool(row.get("rated")), _known(row.get("known")),
                 tuple(map(str, row.get("parts") or ())))  # fmt: skip


def _known(value: Any) -> dict[str, bool | None]:
    """An answer that is neither yes, no nor 说不准 was never given."""
    pairs = value.items() if isinstance(value, dict) else ()
    return {str(fact): truth for fact, truth in pairs if truth is None or isinstance(truth, bool)}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def keep(state: State, memory: Memory) -> State:
    body: dict[str, Json] = {"count": memory.count, "asked": [row.to_json() for row in memory.asked]}
    if memory.waiting is not None:
        body["waiting"] = memory.waiting
    if memory.mending:
        body["mending"] = True
    return state.put(NAME, body)
