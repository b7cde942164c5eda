"""The words of a button under the last answer, typed."""

from __future__ import annotations

from dialogs import ask
from dialogs.ask import browse, compare, feedback, matters, region
from dialogs.core import Context, State, Turn, say
from dialogs.shared import memory, phrases, reading
from dialogs.shared.memory import Asked
from dialogs.shared.phrases import region_rows


def typed(state: State, text: str, ctx: Context) -> Turn | None:
    """None where it is no such label, or there is no answer that it could stand under."""
    words, kept = reading.bare(text), memory.recall(state)
    if words in ("都不是", "换地区", "选地区", "不在其中"):
        return Turn(state, (say(region.ASK, buttons=region_rows(ctx.mind)),)) if not kept.last else None
    newest = kept.asked[-1] if kept.asked else None
    rated = _feedback(state, words, newest, ctx) if newest else None
    return rated or (_below(state, words, kept.last, ctx) if kept.last else None)


def _feedback(state: State, words: str, asked: Asked, ctx: Context) -> Turn | None:
    keys = {phrases.USEFUL: "useful", "有用的": "useful", "有帮助": "useful", "很有用": "useful", phrases.USELESS: "useless", "没答到": "useless",
            "没答到点上": "useless", "没用": "useless", feedback.KEEP: "keep", "留给工作人员": "keep", feedback.DROP: "drop", "只记一次": "drop"}  # fmt: skip
    key = keys.get(words)
    return feedback.pressed(state, key, str(asked.number), ctx) if key else None


def _below(state: State, words: str, last: Asked, ctx: Context) -> Turn | None:
    number = str(last.number)
    if words in (
        "原文",
        "看原文",
        "给我看看原文",
        "给我看原文",
        "我要看原文",
        "看一下原文",
        "看看原文吧",
        "上下文",
        "原文是什么",
        "看看原文",
        phrases.WHOLE,
    ):
        return browse.pressed(state, "whole", str(last.best), ctx)
    if words in (phrases.ELSEWHERE, "看其他地区", "其它地区", "别的地区"):
        return compare.pressed(state, "of", number, ctx)
    for n, mark in enumerate(phrases.MATTERS):
        if words == f"只看第{mark}件":
            return matters.pressed(state, "of", f"{number}.{n}", ctx)
    return _places(state, words, number, ctx)


def _places(state: State, words: str, number: str, ctx: Context) -> Turn | None:
    """「我就在…」「看…的规定」"""
    for key, short in ctx.mind.library.short.items():
        if words == f"我就在{short}":
            return region.remember(state, key, ctx.mind)
        if words == f"看{short}的规定" and key == state.region:
            return ask.pressed(state, "home", number, ctx)
    return None
