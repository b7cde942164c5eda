"""One of several matters that a message told: answered by itself, and from there on the one that is talked about."""

from __future__ import annotations

from dataclasses import replace

from dialogs import ask
from dialogs.core import Context, Dialog, Reply, Say, State, Turn, say
from dialogs.shared import memory, phrases
from dialogs.shared.memory import Asked

NAME = "matter"
ONE = "说第{n}件："
ONLY_ONE = "前面我只听到一件事。还有别的事，请把经过或问题再说一遍。"
NO_MORE = "前面一共说了{count}件事，您要看哪一件？"


def referred(state: State, number: int, ctx: Context) -> Turn | None:
    """The matter of this number, counted from 0 (-1: the last); None where there was none."""
    asked = memory.recall(state).several
    if asked is None:
        return None
    count = len(asked.parts)
    return _shown(state, asked, count - 1 if number < 0 else number, ctx) if number < count else None


def unknown(state: State) -> Reply:
    asked = memory.recall(state).several
    if asked is None:
        return say(ONLY_ONE)
    count = len(asked.parts)
    words = NO_MORE.format(count="两三"[count - 2])
    return say(words, buttons=(phrases.matters_row(asked.number, count),))


def _shown(state: State, asked: Asked, number: int, ctx: Context) -> Turn:
    text = asked.parts[number]
    answer = ctx.mind.answer(text, asked.region or state.region)
    turn = ask.answered(state, text, answer, ctx.mind, ctx.private)
    first = turn.replies[0]
    head = Say(ONE.format(n=phrases.MATTERS[number]))
    return replace(turn, replies=(replace(first, parts=(head, *first.parts)), *turn.replies[1:]))


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    number, _, place = value.partition(".")
    asked = memory.recall(state).find(number)
    if key != "of" or not place.isdecimal():
        return Turn(state, (phrases.stale(),))
    if asked is None or int(place) >= len(asked.parts):
        return Turn(state, (phrases.forgotten(),))
    return _shown(state, asked, int(place), ctx)


DIALOG = Dialog(NAME, pressed)
