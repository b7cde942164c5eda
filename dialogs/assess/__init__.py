"""The guided self-assessment: one question a turn, each policy by its own rules, and a result card at the end.

Nothing is taken for granted from free text, nothing is stored but the answers, and nothing leaves the chat.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.assess import act, typed, words
from dialogs.assess.ask import shown
from dialogs.assess.offer import offered
from dialogs.assess.own import cleaned
from dialogs.assess.questions import Way
from dialogs.assess.record import NAME, Assessment, keep, recall, wanted, wants
from dialogs.assess.walk import walk
from dialogs.core import Button, Context, Dialog, Reply, Say, Slash, State, Turn, say
from dialogs.shared import memory
from dialogs.shared.memory import Asked
from dialogs.shared.phrases import choose, stale

__all__ = ["DIALOG", "NAME"]


def asking(state: State, ctx: Context) -> bool:
    """A question of a self-assessment is open, and what is typed may be its answer."""
    found = act.current(state, ctx)
    return found is not None and found[1].current is not None


def begin(state: State, ctx: Context, asked: Asked | None = None) -> Turn:
    """From the start, or the question whether to go on with one that is there. `asked`: a question whose words come
    along."""
    region = state.region
    if region is None:
        return Turn(wants(state), (choose(state, words.CHOOSE, ctx.mind, "assess/region"),))
    rules = ctx.mind.library.regimes.get(region)
    if rules is None or not rules.decision:
        return Turn(state, (say(words.NO_RULES.format(short=ctx.mind.library.short[region])),))
    record = recall(state)
    if record and record.region in ctx.mind.library.regimes and (record.begun or _is_told(record, asked)):
        return _again(state, record, ctx, asked)
    return act.opened(state, region, ctx, asked.text if asked else "")


def _is_told(record: Assessment, asked: Asked | None) -> bool:
    """The story that would be begun with is there already, or another one is and none comes."""
    told = record.text("words")
    return record.told_first and (asked is None or cleaned(asked.text)[0] == told)


def _just_told(state: State) -> Asked | None:
    """An own case, where it is the last thing that was said, and was looked at here."""
    last = next(reversed(memory.recall(state).asked), None)
    return last if last and last.told and last.region == state.region else None


def _again(state: State, record: Assessment, ctx: Context, asked: Asked | None) -> Turn:
    """There is one already."""
    way = walk(ctx.ears, record)
    row = (
        Button(words.GO_ON if way.current else words.SEE, "assess/go=on"),
        Button(words.AFRESH, f"assess/with={asked.number if asked else 0}"),
        Button(words.DELETE, "assess/go=delete"),
    )
    return Turn(state, (say(_how_far(state, record, way, ctx), buttons=(row,)),))


def _how_far(state: State, record: Assessment, way: Way, ctx: Context) -> str:
    """How far it has come, and under which policy, if that is not the one that is chosen now."""
    number, count = way.place
    there = ctx.mind.library.short[record.region]
    told = words.UNFINISHED if way.current else words.FINISHED
    head = told.format(short=there, number=number, count=count)
    if record.region == state.region:
        return head
    here = ctx.mind.library.short[str(state.region)]
    return words.OTHER_REGION.format(there=there, here=here) + head


def asks(state: State, ctx: Context) -> str:
    """The policy and its open question."""
    found = act.current(state, ctx)
    if found is None or found[1].current is None:
        return ""
    return f"{found[0].region}.{found[1].current.id}"


def waiting(state: State, ctx: Context) -> Reply | None:
    """The open question once more, unchanged, after something else was asked in between."""
    found = act.current(state, ctx)
    if found is None or found[1].current is None:
        return None
    return shown(ctx.ears, *found, before=(Say(words.BACK_TO_IT),))


def moved(turn: Turn, ctx: Context) -> Turn:
    """After another region was chosen: begin, if that was waited for; else what is under way elsewhere is set aside."""
    if wanted(turn.state):
        begun = begin(keep(turn.state, None), ctx)
        return Turn(begun.state, (*turn.replies, *begun.replies))
    record = recall(turn.state)
    if record is None or record.paused or record.region == turn.state.region or not asking(turn.state, ctx):
        return turn
    short = ctx.mind.library.short
    aside = words.AFTER_REGION.format(there=short[record.region], here=short[str(turn.state.region)])
    return Turn(keep(turn.state, replace(record, paused=True)), (*turn.replies, say(aside)))


def pause(state: State) -> Turn | None:
    """Set aside, everything kept; None where nothing is under way."""
    record = recall(state)
    return None if record is None or record.paused else act.paused(state, record)


def said(state: State, text: str, ctx: Context) -> Turn | None:
    """A typed answer, or a word that steers (返回, 暂停 …); None where it is something else, such as a question."""
    return typed.said(state, text, ctx)


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    """A button; one that does not belong to the open question changes nothing."""
    if key == "region" and value in ctx.mind.library.policies:
        return begin(keep(replace(state, region=value), recall(state)), ctx)
    if key == "from":
        return begin(state, ctx, memory.recall(state).find(value))
    record = recall(state)
    if record is None or record.region not in ctx.mind.library.regimes:
        return Turn(state, (say(words.OVER),))
    if key == "with":
        asked = memory.recall(state).find(value)
        return act.opened(state, state.region or record.region, ctx, asked.text if asked else "")
    return act.pressed(state, record, key, value, ctx) or Turn(state, (stale(),))


DIALOG = Dialog(
    NAME,
    pressed,
    words.IN_GROUP,
    (Slash("assess", "一步步自评", lambda state, _, ctx: begin(state, ctx, _just_told(state))),),
    said=said,
    lasting=True,
    pause=pause,
    waiting=waiting,
    asks=asks,
    shows=frozenset({"assess/pause=1", "assess/a=begin:yes"}),
    moved=moved,
    offered=offered,
)
