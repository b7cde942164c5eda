"""What an answer brings up at once: a period that runs, something to do now, a warning of the policy's."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.assess import words
from dialogs.assess.questions import Question, told_day
from dialogs.assess.record import YES, Assessment
from dialogs.assess.walk import walk
from dialogs.core import Context, Part, Say
from dialogs.shared.calendar import due_line
from knowledge.answer.besides import cited
from knowledge.rules import Phrase, Regime, Trap, traps
from knowledge.rules.judge import Judge


def brought_up(ctx: Context, before: Assessment, after: Assessment, question: Question) -> Iterator[Part]:
    """Nudges and warnings, at the step that they belong to."""
    regime, policy = ctx.mind.library.regimes[after.region], ctx.mind.library.policies[after.region]
    yield from _told(ctx, after, question, regime)
    was = {trap.id for trap in _fired(ctx, before)}
    for trap in _fired(ctx, after):
        if trap.id not in was and trap.step == question.part:
            pattern = words.REMINDER if trap.quote else words.REMINDER_PLAIN
            yield Say(pattern.format(say=trap.say, label=policy.place(trap.at), quote=trap.quote))


def _told(ctx: Context, record: Assessment, question: Question, regime: Regime) -> Iterator[Part]:
    policy = ctx.mind.library.policies[record.region]
    match question.id:
        case "stage":
            yield from _nudge(ctx, record, regime)
        case "told_on" if told := told_day(record):
            step = regime.told_step
            days = (step.deadline.days if step and step.deadline else 0) or 0
            yield Say(due_line(told, days, ctx.calendar, ctx.today), strong=True)
        case "overlay" if record.answers.get("overlay") == YES:
            yield Say(words.OVERLAY.format(short=ctx.mind.library.short[record.region]))
        case "route" if regime.route and record.answers.get("route") in ("simple", "complex"):
            way = regime.route.simple if record.answers["route"] == "simple" else regime.route.complex
            yield Say(f"{way.say}{cited(policy, Phrase(at=way.at, quote=way.quote))}")


def _nudge(ctx: Context, record: Assessment, regime: Regime) -> Iterator[Part]:
    if nudge := regime.nudge(record.answers.get("stage")):
        yield Say(
            (words.NOW_URGENT if nudge.urgent else words.NOW).format(say=nudge.say), strong=nudge.urgent
        )
        if nudge.quote:
            yield Say(cited(ctx.mind.library.policies[record.region], Phrase(at=nudge.at, quote=nudge.quote)))


def _fired(ctx: Context, record: Assessment) -> tuple[Trap, ...]:
    """Warnings that apply to what is certain so far."""
    regime = ctx.mind.library.regimes[record.region]
    facts = walk(ctx.ears, record).facts
    certain = Judge(regime).certain(facts)
    return traps.fired(regime, facts, (certain,) if certain else ())
