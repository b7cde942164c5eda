"""Talk about the talk: what is said to it, and how what was said is put for a form."""

from __future__ import annotations

from dialogs import ask
from dialogs.core import Button, Context, Reply, Say, State, Turn, say
from dialogs.shared import memory, persons, phrases, talk

SHORTLY = "简单说："
NOTHING_YET = "前面还没有答过什么。" + ask.HINT
WHO_FIRST = "向谁申请"
WRITE = "照实写，用您自己的话，没有的事一句也别添，记不准的写“记不清”。一般分五段："
MODEL = (
    "经过：{story}\n"
    "动机：当时为什么这么办，想解决谁的什么难处。\n"
    "程序：请示过谁、上没上会、有没有记录；没有的就写没有。\n"
    "影响：谁受了影响，多大，现在怎么样。\n"
    "补救：什么时候发现的，停了什么、追回了多少、改了什么，还差什么。"
)
NO_STORY = "哪一天，在哪儿，办的是谁的什么事，哪一步没照规矩，后来怎样。"
YOURS = "“{story}”（您刚才说的，补上日期和地点，别写服务对象的姓名）"
FILL = "可以一格一格陪您填，写好的话直接放进表里；也可以先要一张空白表。"
WORDS = {**talk.SAY, **{kind: phrases.SMALL[kind] for kind in ("about", "thanks", "done")}}
DONE = ("first", "again", "short", "write")
"""Kinds that something is done for."""
STORY = 160
"""Characters of a story that are shown again."""


def talked(state: State, kind: str, ctx: Context) -> Turn:
    if word := WORDS.get(kind):
        return Turn(state, (say(word.format(kept=ctx.venue.kept, others=ctx.venue.others)),))
    match kind:
        case "first":
            return _whom(state, ctx)
        case "again" | "short":
            return _again(state, kind, ctx)
        case "write":
            return Turn(state, (_model(state),))
        case _:
            return Turn(state, ())


def _whom(state: State, ctx: Context) -> Turn:
    """Whom to go to first: under the last case how it goes on, else the rule."""
    last = memory.recall(state).last
    if last and last.told and last.region:
        return ask.go_on(state, "next", ctx.mind)
    return ask.said(state, WHO_FIRST, ctx.mind, ctx.private)


def _again(state: State, kind: str, ctx: Context) -> Turn:
    """The last answer once more, or its first words only."""
    last = memory.recall(state).last
    if last is None:
        return Turn(state, (say(NOTHING_YET),))
    region = last.region or state.region
    answer = ctx.mind.answer_in(last.text, region, last.known) if region else ctx.mind.answer(last.text)
    if kind == "again":
        return ask.answered(state, last.text, answer, ctx.mind, ctx.private, last.known)
    return Turn(state, (Reply((Say(SHORTLY), *phrases.parts(phrases.first_words(answer)))),))


def _model(state: State) -> Reply:
    row = (Button("一格一格陪我填", "intake/begin=1"), Button(ask.BLANK, "intake/blank=1"))
    return say(WRITE, _sections(state), FILL, buttons=(row,))


def written(state: State, how: str) -> Reply:
    """How to put it in something else than an application. `how`: what that asks for."""
    return say(how, WRITE, _sections(state))


def _sections(state: State) -> str:
    """Sentences from the own story, nothing made up."""
    case = memory.recall(state).case
    return MODEL.format(story=YOURS.format(story=_cut(persons.hidden(case.text))) if case else NO_STORY)


def _cut(text: str) -> str:
    flat = " ".join(text.split()).rstrip("。")
    return flat if len(flat) <= STORY else flat[: STORY - 1] + "…"
