"""An answer goes into its box: nothing is kept that does not fit, nothing is cut, and what it brings up is asked or told."""

from __future__ import annotations

from dataclasses import replace

from dialogs.apply import whole, words
from dialogs.apply.boxes import DECIDED, boxes
from dialogs.apply.kinds import Box, Did, Put, Ticked, Typed, Wrong
from dialogs.apply.record import Record
from dialogs.apply.turns import onward, told
from dialogs.core import Context, Json, Part, Say, State, Turn
from dialogs.shared import persons
from knowledge.answer.besides import cited
from knowledge.rules import Phrase

COUNTING = "no_count"
"""The silence about how days are counted."""


def answered(state: State, record: Record, box: Box, value: Json, ctx: Context, note: str = "") -> Turn:
    """One answer is kept; `note`: what it was understood as."""
    after = following(record, record.put(**{box.key: value}), ctx)
    told_back = (Say(note),) if note else ()
    return onward(state, after, ctx, (*told_back, *_brought_up(ctx, after, box)))


def following(before: Record, after: Record, ctx: Context) -> Record:
    """While the whole form is gone through, a box that a change has brought up is asked for at once."""
    known = {box.key for box in boxes(ctx.mind.library, before)}
    new = (
        box.key
        for box in boxes(ctx.mind.library, after)
        if box.key not in known and box.key not in after.answers
    )
    key = next(new, None) if after.whole else None
    return after.reopen(key) if key else after


def _brought_up(ctx: Context, record: Record, box: Box) -> tuple[Part, ...]:
    """The end of the period, as soon as the day is known that it runs from; what is left, where it is over."""
    regime, policy = ctx.mind.library.regimes[record.region], ctx.mind.library.policies[record.region]
    if box.key == "decided" and record.text("decided") == DECIDED and (nudge := regime.nudge("decided")):
        cite = (Say(cited(policy, Phrase(at=nudge.at, quote=nudge.quote))),) if nudge.quote else ()
        return (Say(nudge.say, strong=True), *cite, Say(words.STILL))
    if box.key != "told_on" or not (line := whole.period(ctx, record)):
        return ()
    silences = ctx.mind.library.regimes[record.region].silences
    unsaid = (one for one in silences if one.step == "deadline" and one.id != COUNTING)  # the line says that
    late = tuple(Say(one.say) for one in unsaid)
    return (Say(line, strong=True), *late)


def done(state: State, record: Record, box: Box, did: Did, ctx: Context) -> Turn:
    """What a word or a button has done to the box."""
    match did:
        case Put(value):
            return answered(state, record, box, value, ctx)
        case Typed(text, note):
            return _written_in(state, record, box, text, ctx, note)
        case Ticked(ticked, ""):
            return onward(state, ticked, ctx, edit=True)
        case Ticked(ticked, note):
            return told(state, ticked, ctx, note)
        case Wrong(why):
            return told(state, record, ctx, why)


def _written_in(state: State, record: Record, box: Box, text: str, ctx: Context, note: str) -> Turn:
    """Nothing is kept that is too long, and nothing is cut; numbers of persons are asked about."""
    if (count := len(_joined(record, box, text))) > box.limit:
        return told(state, record, ctx, words.TOO_LONG.format(limit=box.limit, count=count))
    if box.kind.free and persons.found(text):
        return onward(state, replace(record, pending=(box.key, text)), ctx)
    return put(state, record, box, text, ctx, note)


def put(state: State, record: Record, box: Box, text: str, ctx: Context, note: str = "") -> Turn:
    return answered(state, record, box, _joined(record, box, text), ctx, note)


def _joined(record: Record, box: Box, text: str) -> str:
    """Behind what is there, where the writer wanted that."""
    was = record.text(box.key) if record.append and record.open == box.key else ""
    return f"{was}{box.kind.between}{text}" if was else text
