"""What was told is corrected: the case answered anew with the right words in the place of the wrong ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dialogs import ask
from dialogs.core import Context, Reply, Say, State, Turn, say
from dialogs.shared import memory
from dialogs.shared.memory import Asked, Memory
from knowledge.answer import Assistant
from knowledge.hearing.corrections import Amended
from knowledge.hearing.language import MAX_LENGTH, fold

WHICH = "好的。哪一点不对？请直接说对的，例如“会上研究过”“东西是别人收的”，我按对的重新看。"
NO_CASE = "前面还没有听您说过经过。请把事情的经过说一遍，按对的说就行。"
CHANGED = "好的，改过来了：前面的“{was}”不算，按“{right}”重新看。"
ADDED = "好的，按您更正的“{right}”重新看。"


def corrected(state: State, right: str, ctx: Context) -> Turn:
    """`right`: what is said in the place of something told; empty where nothing is yet."""
    kept = memory.recall(state)
    if kept.last is None or not kept.last.told:
        return Turn(state, (say(NO_CASE),))
    if not right:
        return Turn(memory.keep(state, replace(kept, mending=True)), (say(WHICH),))
    if kept.last.parts:
        return _one_of(state, kept, kept.last, right, ctx)
    return _anew(state, kept.last, amended(kept.last.text, right, ctx.mind), right, ctx)


def _one_of(state: State, kept: Memory, asked: Asked, right: str, ctx: Context) -> Turn:
    """Of several matters the one in which something is turned, else the first."""
    found = [amended(part, right, ctx.mind) for part in asked.parts]
    number = next((n for n, one in enumerate(found) if one.was), 0)
    parts = tuple(found[n].text if n == number else part for n, part in enumerate(asked.parts))
    return _anew(memory.keep(state, kept.mend(asked, parts)), asked, found[number], right, ctx)


def amended(story: str, right: str, mind: Assistant) -> Amended:
    return mind.amended(story[: MAX_LENGTH - len(right) - len(ADDED)], right)


def _anew(state: State, asked: Asked, new: Amended, right: str, ctx: Context) -> Turn:
    mind = ctx.mind
    if asked.region is None:
        turn = ask.answered(state, new.text, mind.answer(new.text, state.region), mind, ctx.private)
    else:
        told = mind.engine.signals.witness.told(fold(new.text)).facts(asked.region)
        known = {fact: truth for fact, truth in asked.known.items() if fact not in told}
        answer = mind.answer_in(new.text, asked.region, known)
        turn = ask.answered(state, new.text, answer, mind, ctx.private, known)
    first = turn.replies[0]
    reply = Reply((*_change(new, right), *first.parts), first.buttons, first.edit)
    return replace(turn, replies=(reply, *turn.replies[1:]))


def _change(new: Amended, right: str) -> Iterator[Say]:
    yield Say(CHANGED.format(was="”“".join(new.was), right=right) if new.was else ADDED.format(right=right))
