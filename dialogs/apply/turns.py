"""The next message about an application that is being written: the box that is open, or that it is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.apply import words
from dialogs.apply.ask import shown, taking
from dialogs.apply.paper import KEPT_DAYS
from dialogs.apply.record import Record, keep
from dialogs.core import Brought, Button, Context, Effect, Part, Reply, Say, State, Turn, say


def onward(
    state: State,
    record: Record,
    ctx: Context,
    before: tuple[Part, ...] = (),
    effects: tuple[Effect, ...] = (),
    edit: bool = False,
) -> Turn:
    """The draft is kept, and what is next is shown."""
    record = replace(record, paused=False, taking=False)
    return Turn(keep(state, record), (shown(ctx, record, before, edit),), effects)


def resumed(state: State, record: Record, ctx: Context, brought: Sequence[Brought]) -> Turn:
    """Where it was left; what may be taken over is offered until that was decided on."""
    if not (record.taking and brought):
        return onward(state, record, ctx)
    record = replace(record, paused=False)
    return Turn(keep(state, record), (taking(record, brought),))


def told(state: State, record: Record, ctx: Context, words_: str) -> Turn:
    """A word on the box that is open, and the box again."""
    return onward(state, record, ctx, (Say(words_),))


def paused(state: State, record: Record, first: str = "") -> Turn:
    row = (Button(words.GO_ON, "intake/go=on"), Button(words.DELETE, "intake/go=delete"))
    return Turn(
        keep(state, replace(record, paused=True)),
        (say(first + words.PAUSED.removeprefix("好的，") if first else words.PAUSED, buttons=(row,)),),
    )


def consent(ctx: Context, region: str) -> Reply:
    """What it is for, who sees it, how long and where it is kept; nothing personal is asked before."""
    row = (Button(words.AGREE, f"intake/agree={region}"), Button(words.DISAGREE, "intake/go=no"))
    return say(terms(ctx, region), buttons=(row, (Button(words.BORROW, "intake/go=borrow"),)))


def terms(ctx: Context, region: str) -> str:
    """What is agreed to."""
    regime, short = ctx.mind.library.regimes[region], ctx.mind.library.short[region]
    return words.CONSENT.format(title=regime.paper.title, short=short, days=KEPT_DAYS, kept=ctx.venue.kept)


def started(ctx: Context, region: str) -> tuple[Part, ...]:
    """What to know before the first box: that there is no official form, until when one may apply, what is not said."""
    regime = ctx.mind.library.regimes[region]
    parts: list[Part] = [Say(words.STARTING)]
    if regime.form is None:
        parts.append(Say(words.FORM_NOTE.format(title=regime.paper.title)))
    step = next((step for step in regime.procedure if step.applicant), None)
    if step and step.deadline and step.deadline.days:
        label = ctx.mind.library.policies[region].place(step.at)
        parts.append(Say(words.PERIOD.format(when=step.quote, label=label), strong=True))
    elif not (step and step.deadline and step.deadline.before):  # that is the first question
        parts += [Say(gap) for gap in regime.gaps]
    return tuple(parts)
