"""The guided self-assessment: one question a turn, each policy by its own rules, and a result card at the end.

Nothing is taken for granted from free text, nothing is stored but the answers, and nothing leaves the chat.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs import memory
from dialogs.assess import act, typed, words
from dialogs.assess.ask import shown
from dialogs.assess.questions import walk
from dialogs.assess.record import NAME, Record, keep, recall
from dialogs.assess.words import IN_GROUP
from dialogs.core import Button, Context, Reply, Say, State, Turn, say
from dialogs.phrases import region_rows, stale

__all__ = ["IN_GROUP", "NAME", "asking", "begin", "pause", "pressed", "said", "waiting"]


def asking(state: State, ctx: Context) -> bool:
    """A question of a self-assessment is open, and what is typed may be its answer."""
    record = recall(state)
    if record is None or record.paused or record.region not in ctx.mind.library.regimes:
        return False
    return walk(ctx.mind.library, record).current is not None


def begin(state: State, ctx: Context, own_words: str = "") -> Turn:
    """/assess: from the start, or the question whether to go on with one that is there."""
    region = state.region
    if region is None:
        return Turn(state, (say(words.CHOOSE, buttons=region_rows(ctx.mind, "assess/region")),))
    rules = ctx.mind.library.regimes.get(region)
    if rules is None or not rules.decision:
        return Turn(state, (say(words.NO_RULES.format(short=ctx.mind.library.short[region])),))
    record = recall(state)
    if record and record.region in ctx.mind.library.regimes and not own_words:
        return _again(state, record, ctx)
    return act.introduced(state, region, ctx, own_words)


def _again(state: State, record: Record, ctx: Context) -> Turn:
    """There is one already."""
    way = walk(ctx.mind.library, record)
    number, count = way.place
    there = ctx.mind.library.short[record.region]
    told = words.UNFINISHED if way.current else words.FINISHED
    head = told.format(short=there, number=number, count=count)
    if record.region != state.region:
        here = ctx.mind.library.short[str(state.region)]
        head = words.OTHER_REGION.format(there=there, here=here) + head
    go_on = Button(words.GO_ON if way.current else words.SEE, "assess/go=on")
    row = (go_on, Button(words.AFRESH, "assess/go=afresh"), Button(words.DELETE, "assess/go=delete"))
    return Turn(state, (say(head, buttons=(row,)),))


def waiting(state: State, ctx: Context) -> Reply | None:
    """The open question once more, unchanged, after something else was asked in between."""
    record = recall(state)
    if record is None or not asking(state, ctx):
        return None
    return shown(ctx.mind, record, walk(ctx.mind.library, record), before=(Say(words.BACK_TO_IT),))


def pause(state: State) -> Turn | None:
    """Set aside, everything kept; None where nothing is under way."""
    record = recall(state)
    if record is None or record.paused:
        return None
    row = (Button(words.GO_ON, "assess/go=on"), Button(words.DELETE, "assess/go=delete"))
    return Turn(keep(state, replace(record, paused=True)), (say(words.PAUSED, buttons=(row,)),))


def said(state: State, text: str, ctx: Context) -> Turn | None:
    """A typed answer, or a word that steers (返回, 暂停 …); None where it is something else, such as a question."""
    return typed.said(state, text, ctx)


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    """A button; one that does not belong to the open question changes nothing."""
    if key == "region" and value in ctx.mind.library.policies:
        return begin(replace(state, region=value), ctx)
    if key == "from":
        asked = memory.recall(state).find(value)
        return begin(state, ctx, asked.text if asked else "")
    if key == "begin":
        return act.started(state, value, ctx)
    record = recall(state)
    if record is None or record.region not in ctx.mind.library.regimes:
        return Turn(state, (say(words.OVER),))
    turn = act.pressed(state, record, key, value, ctx)
    return turn or Turn(state, (stale(),))
