"""One of a few answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.apply.kinds.kind import Box, Did, Kind, Put, not_here
from dialogs.apply.record import Record
from dialogs.core import Button, Context
from dialogs.shared.reading import bare
from knowledge.hearing.language import fold


@dataclass(frozen=True, kw_only=True)
class Choice(Kind):
    """By its button, or by words of one label only."""

    def buttons(self, ctx: Context, record: Record, box: Box) -> Iterator[tuple[Button, ...]]:
        yield tuple(Button(label, f"intake/a={box.key}:{value}") for value, label in box.options)

    def read(self, ctx: Context, record: Record, box: Box, text: str) -> Did | None:
        folded = bare(text)
        found = [value for value, label in box.options if folded and folded in fold(label)]
        return Put(found[0]) if len(found) == 1 else not_here(ctx, record, text)

    def press(self, ctx: Context, record: Record, box: Box, key: str, value: str) -> Did | None:
        id_, _, last = value.rpartition(":")
        return Put(last) if key == "a" and id_ == box.key and last in dict(box.options) else None

    def show(self, box: Box, value: str) -> str:
        return dict(box.options).get(value, value)

    def filed(self, record: Record, box: Box) -> str:
        return self.show(box, record.text(box.key))
