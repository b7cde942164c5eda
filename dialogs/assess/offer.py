"""What of a self-assessment its owner may take over into an application: offered one by one, ticked by nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.assess.questions import told_day
from dialogs.assess.record import UNSURE, recall
from dialogs.assess.telling import happened
from dialogs.core import Brought, Context, State
from dialogs.shared.spans import written
from dialogs.shared.take import STORY
from knowledge.rules import Regime

_BOXES = (
    ("procedure", r"程序|民主|众议|独断|规则"),
    ("remedy", r"挽回|补救|纠"),
    ("impact", r"后果|影响|性质|可控|失控"),
    ("motive", r"动机|态度|公|心|担当"),
)
"""Which part of the reasons a criterion's note belongs to, by the criterion's name."""


def offered(state: State, ctx: Context) -> tuple[Brought, ...]:
    """Own words, picked situations, the day of being told, notes; nothing where the assessment is on another policy."""
    record = recall(state)
    if record is None or record.region != state.region or record.region not in ctx.mind.library.regimes:
        return ()
    return tuple(_offered(state, ctx))


def _offered(state: State, ctx: Context) -> Iterator[Brought]:
    record = recall(state)
    if record is None:
        return
    regime, policy = ctx.mind.library.regimes[record.region], ctx.mind.library.policies[record.region]
    said = record.text("words")
    if said not in ("", "skip"):
        yield Brought("words", "您说的经过", said, STORY, said)
        if when := happened(ctx.ears, said, record.told_day):
            yield Brought("event", "事发日期", when.label, "event_date", when.label)
    if decided := _decided(regime, record.text("stage")):
        yield Brought("stage", "处理决定", "已经作出" if decided == "yes" else "还没有", "decided", decided)
    for n, at in enumerate(at for at in record.picked("pick") if at != UNSURE and regime.situation(at)):
        yield Brought(f"c{n}", f"对应条款{policy.place(at)}", policy.provision(at).text, "clauses", at)
    if regime.told_step and (day := told_day(record)):
        yield Brought("told_on", "被告知的日期", written(day), "told_on", day.isoformat())
    for n, one in enumerate(regime.criteria.items if regime.criteria else ()):
        if note := record.text(f"weigh{n}note"):
            yield Brought(f"n{n}", one.name, note, _box(one.name), note)


def _decided(regime: Regime, stage: str) -> str:
    """Whether there is a decision, where the form asks for it; nothing where that is not known."""
    asked = any(one.applicant and one.deadline and one.deadline.before for one in regime.procedure)
    known = {"not_pursued": "no", "told": "no", "investigating": "no", "decided": "yes", "effective": "yes"}
    return known.get(stage, "") if asked else ""


def _box(name: str) -> str:
    return next((box for box, pattern in _BOXES if re.search(pattern, name)), "course")
