"""What was told is corrected: the case answered anew with the right words in the place of the wrong ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dialogs import ask
from dialogs.core import Context, Reply, Say, State, Turn, say
from dialogs.shared import memory
from dialogs.shared.memory import Asked
from knowledge.answer import Assistant
from knowledge.hearing.corrections import Amended
from knowledge.hearing.language import MAX_LENGTH, fold

WHICH = "好的。哪一点不对？请直接说对的，例如“会上研究过”“东西是别人收的”，我按对的重新看。"
NO_CASE = "前面还没有听您说过经过。请把事情的经过说一遍，按对的说就行。"
WHICH_CASE = "您要改的“{right}”，是前面哪件事里的？请把那件事的经过按对的再说一遍。"
CHANGED = "好的，改过来了：前面的“{was}”不算，按“{right}”重新看。"
ADDED = "好的，按您更正的“{right}”重新看。"


def corrected(state: State, right: str, ctx: Context) -> Turn:
    """`right`: what is said in the place of something told; empty where nothing is yet."""
    kept = memory.recall(state)
    case = kept.case
    if case is None:
        return Turn(state, (say(NO_CASE),))
    if not right:
        return Turn(memory.keep(state, replace(kept, mending=True)), (say(WHICH),))
    number, new = _meant(case, right, ctx.mind)
    if case is not kept.last and not new.was and not kept.mending:
        return Turn(state, (say(WHICH_CASE.format(right=right)),))
    several = kept.several
    if several and (old := _words(case, number)) in several.parts:
        parts = tuple(new.text if part == old else part for part in several.parts)
        state = memory.keep(state, kept.mend(several, parts))
    return _anew(state, case, new, right, ctx)


def _meant(case: Asked, right: str, mind: Assistant) -> tuple[int, Amended]:
    """Of several matters the one in which something is turned, else the first."""
    found = [amended(part, right, mind) for part in case.parts or (case.text,)]
    number = next((n for n, one in enumerate(found) if one.was), 0)
    return number, found[number]


def _words(case: Asked, number: int) -> str:
    return case.parts[number] if case.parts else case.text


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
