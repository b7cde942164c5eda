"""The provisions that an application rests on, ticked on a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dialogs.apply import words
from dialogs.apply.kinds.kind import Box, Did, Kind, Put, Ticked, Wrong, not_here
from dialogs.apply.record import Record
from dialogs.core import Button, Context, Part, Say
from dialogs.shared import answers, ticks
from dialogs.shared.paging import in_rows, turning
from knowledge.rules import Regime

PAGE = 8
"""Situations on one page."""
MOST_CLAUSES = 10
"""Provisions that one application may rest on."""
UNSURE = "unsure"


@dataclass(frozen=True, kw_only=True)
class Clauses(Kind):
    """By their numbers; or that the writer is not sure, which is enough."""

    ticks: bool = True

    def ask(self, ctx: Context, record: Record) -> Iterator[Part]:
        if record.text("course") or record.text("matter"):
            yield Say(words.BY_WORDS)
        policy = ctx.mind.library.policies[record.region]
        ids = _page(record, _offered(ctx, record))
        lines = [(at, f"{policy.place(at)} {policy.provision(at).flat}") for at in ids]
        yield Say(ticks.numbered(lines, record.marks))

    def buttons(self, ctx: Context, record: Record, box: Box) -> Iterator[tuple[Button, ...]]:
        ids = _offered(ctx, record)
        yield from in_rows(ticks.numbers(_page(record, ids), record.marks, "intake/t="), 4)
        yield from turning("intake/page=", record.page, PAGE, len(ids))
        yield (
            Button(words.CLAUSES_DONE, "intake/picked=ids"),
            Button(words.CLAUSES_UNSURE, f"intake/picked={UNSURE}"),
        )

    def read(self, ctx: Context, record: Record, box: Box, text: str) -> Did | None:
        """「1、3」: those provisions on the page."""
        ids = _page(record, _offered(ctx, record))
        found, told = answers.picks(text, len(ids)), answers.heard(text)
        if isinstance(found, answers.Unclear):
            return Wrong(found.words)
        if answers.none_of_them(text) or (found and found.side not in (None, "yes")):
            return Wrong(words.NOTHING_PICKED)
        if isinstance(told, answers.Plainly) and told.side == "unsure":
            return _picked(record, UNSURE, ids)
        did: Ticked | None = None
        for n in found.numbers if found else ():
            did = _ticked(did.record if did else record, ids[n - 1])
        return did or not_here(ctx, record, text)

    def press(self, ctx: Context, record: Record, box: Box, key: str, value: str) -> Did | None:
        ids = _offered(ctx, record)
        match key:
            case "t" if value in ids:
                return _ticked(record, value)
            case "page" if value.isascii() and value.isdigit() and int(value[:6]) * PAGE < len(ids):
                return Ticked(replace(record, page=int(value[:6])))
            case "picked":
                return _picked(record, value, ids)
            case _:
                return None

    def show(self, box: Box, value: str) -> str:
        """Nothing: the list shows what is ticked."""
        return ""

    def filed(self, record: Record, box: Box) -> str:
        """Nothing: the provisions go beside the boxes, in their own words."""
        return ""

    def filled(self, record: Record, box: Box, regime: Regime) -> bool:
        return bool(picked(record, regime)) or UNSURE in record.listed(box.key)


def picked(record: Record, regime: Regime) -> list[str]:
    """Provisions that were picked and are still listed."""
    return [at for at in record.listed("clauses") if regime.situation(at)]


def _ticked(record: Record, at: str) -> Ticked:
    """On, or off again."""
    now = ticks.toggled(record.marks, at)
    if len(now) > MOST_CLAUSES:
        return Ticked(record, words.MOST_PICKED.format(most=MOST_CLAUSES))
    return Ticked(replace(record, marks=now))


def _picked(record: Record, value: str, ids: list[str]) -> Put | Wrong:
    """That is all; where something is ticked, one cannot be unsure as well."""
    chosen = [at for at in record.marks if at in ids]
    if value != UNSURE:
        return Put([*chosen]) if chosen else Wrong(words.NOTHING_PICKED)
    if record.marks and record.marks != (UNSURE,):
        return Wrong(words.TICKED.format(count=len(record.marks)))
    return Put([UNSURE])


# ── the list ─────────────────────────────────────────────────────────────────────────────────────
def _offered(ctx: Context, record: Record) -> list[str]:
    """Situations in the order of the own words, the catch-all last; what is ticked comes first."""
    regime = ctx.mind.library.regimes[record.region]
    ids = [one.at for one in regime.situations.items]
    said = record.text("course") or record.text("matter")
    listed = [at for at in ids if at != regime.situations.catch_all]
    ranked = ctx.ears.ranked(said, listed, record.region) if said else listed
    return list(dict.fromkeys([*(at for at in record.listed("clauses") if at in ids), *ranked, *ids]))


def _page(record: Record, ids: list[str]) -> list[str]:
    """Those that are shown, in the order of their numbers."""
    start = record.page * PAGE if 0 <= record.page * PAGE < len(ids) else 0
    return ids[start : start + PAGE]
