"""The files that go with an application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.apply import words
from dialogs.apply.kinds.kind import NOTHING, Box, Did, Kind, Put, Wrong, not_here
from dialogs.apply.record import Record
from dialogs.core import Button, Context, Part, Say
from dialogs.shared.paging import in_rows
from dialogs.shared.reading import bare
from dialogs.shared.tray import NO_WAIT, listed
from knowledge.rules import Regime

LATER, NONE_YET = "later", "none"
"""They will be handed in later; there are none."""
WITHOUT = {LATER: "暂无，以后补交", NONE_YET: "不附材料"}
"""The same on paper."""


@dataclass(frozen=True, kw_only=True)
class Files(Kind):
    """Sent one by one; a button ends it."""

    takes_files: bool = True

    def ask(self, ctx: Context, record: Record) -> Iterator[Part]:
        pieces = record.tray.pieces
        proofs = list(dict.fromkeys(_proofs(ctx, record)))
        if proofs:
            yield Say("\n".join([words.EVIDENCE_WHAT, *(f"· {line}" for line in proofs)]))
        if pieces:
            yield Say(words.EVIDENCE_LIST.format(count=len(pieces), lines=listed(pieces)))
        else:
            yield Say(words.EVIDENCE_NONE)

    def buttons(self, ctx: Context, record: Record, box: Box) -> Iterator[tuple[Button, ...]]:
        """What ends it comes first and stays in its place, however many files there are."""
        if record.tray.pieces:
            yield (Button(words.EVIDENCE_DONE, "intake/a=evidence:done"),)
        else:
            none = Button(words.EVIDENCE_SKIP, f"intake/a=evidence:{NONE_YET}")
            later = Button(words.EVIDENCE_LATER, f"intake/a=evidence:{LATER}")
            yield (later,) if box.needed else (later, none)
        if record.tray.fetching:
            yield (Button(NO_WAIT, "intake/nowait=1"),)
        removing = [
            Button(words.REMOVE.format(n=n), f"intake/remove={one.place[:24]}")
            for n, one in enumerate(record.tray.pieces, 1)
        ]
        yield from in_rows(removing, 3)

    def read(self, ctx: Context, record: Record, box: Box, text: str) -> Did | None:
        if NOTHING.fullmatch(bare(text)) and not box.needed:
            return Put(NONE_YET)
        return Wrong(words.FILES_HERE) if not_here(ctx, record, text) else None

    def press(self, ctx: Context, record: Record, box: Box, key: str, value: str) -> Did | None:
        id_, _, last = value.rpartition(":")
        if key != "a" or id_ != box.key or last not in ("done", LATER, NONE_YET):
            return None
        if last == "done" and not record.tray.pieces and not record.tray.fetching:
            return Wrong(words.EVIDENCE_NONE)
        return Wrong(words.NEEDED) if last == NONE_YET and box.needed else Put(last)

    def show(self, box: Box, value: str) -> str:
        """Nothing: the list shows what is there."""
        return ""

    def filed(self, record: Record, box: Box) -> str:
        return attached(record)

    def filled(self, record: Record, box: Box, regime: Regime) -> bool:
        return bool(record.tray.pieces) or record.text(box.key) == LATER


def names(record: Record) -> str:
    """The files by their names, as they stand under the form."""
    return "；".join(f"{n}. {one.name}" for n, one in enumerate(record.tray.pieces, 1))


def attached(record: Record) -> str:
    """The same, or that there is none, and why."""
    return names(record) or WITHOUT.get(record.text("evidence"), "")


def _proofs(ctx: Context, record: Record) -> Iterator[str]:
    """What shows each element of the picked situations, and each condition."""
    regime = ctx.mind.library.regimes[record.region]
    for at in record.listed("clauses"):
        if situation := regime.situation(at):
            yield from (f"{e.say}：{e.proof}" for e in situation.elements)
    yield from (f"{c.say}：{c.proof}" for c in regime.conditions.items)
