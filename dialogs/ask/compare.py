"""The same question under every policy: the own one with its text, the others for reference only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dialogs.core import Context, Dialog, Part, Reply, Say, Slash, State, Turn, say
from dialogs.shared import memory, phrases
from knowledge.answer import REFERENCE, Answer, Assistant
from knowledge.hearing.language import MAX_LENGTH

NAME = "compare"
WHICH = "请先问一个问题，我再拿它到各地的文件里对照。也可以直接写：/compare 结论几天告知"
OWN = "先看您所在的{short}："
REST = "【仅供参考】其他地区这样写。"
NOTHING = "{short}：没有找到对得上的条款。"


def asked(state: State, text: str, mind: Assistant) -> Turn:
    """/compare [question]; without one, the last question."""
    kept = memory.recall(state)
    if not text.strip():
        return compared(state, kept.last.text, mind) if kept.last else Turn(state, (say(WHICH),))
    turn = compared(state, text, mind)
    own = mind.engine.find_in(text, state.region) if state.region else None
    if own is None or own.verdict == "out_of_scope" or not own.hits:
        return turn
    kept = kept.add(text[:MAX_LENGTH], state.region, own.hits[0].provision.id, told=False)
    return Turn(memory.keep(state, kept), turn.replies)


def compared(state: State, text: str, mind: Assistant, best: str | None = None) -> Turn:
    """`best`: the provision that the asker has picked as the one that was meant."""
    answers = mind.compare(text, state.region)
    if best is None and all(answer.finding.verdict == "out_of_scope" for answer in answers):
        return Turn(state, (Reply(phrases.parts(answers[0].passages)),))
    own = [answer for answer in answers if answer.finding.region == state.region]
    if own and best and best.partition(".")[0] == state.region and best not in _best(own[0]):
        own = [replace(own[0], passages=mind.chosen(text, best))]
    return Turn(state, (*_own(own, state, mind), _others(answers, state, mind)))


def _best(answer: Answer) -> list[str]:
    return [hit.provision.id for hit in answer.finding.hits[:1]]


def _own(own: list[Answer], state: State, mind: Assistant) -> Iterator[Reply]:
    """In a message of its own, so that nobody takes the others' for it."""
    for answer in own:
        head = Say(OWN.format(short=mind.library.short[str(state.region)]))
        yield Reply((head, *phrases.parts(answer.passages)))


def _others(answers: tuple[Answer, ...], state: State, mind: Assistant) -> Reply:
    shown = [p for answer in answers if answer.finding.region != state.region for p in _first(answer, mind)]
    rows = () if state.region else phrases.region_rows(mind)
    return Reply((Say(REST + REFERENCE, strong=True), *shown), rows)


def _first(answer: Answer, mind: Assistant) -> tuple[Part, ...]:
    if answer.finding.verdict == "out_of_scope":
        return (Say(NOTHING.format(short=mind.library.short[str(answer.finding.region)])),)
    return phrases.parts(phrases.first_words(answer))


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    if key != "of" or not value.isdecimal():
        return Turn(state, (phrases.stale(),))
    row = memory.recall(state).find(value)
    return compared(state, row.text, ctx.mind, row.best) if row else Turn(state, (phrases.forgotten(),))


DIALOG = Dialog(
    NAME,
    pressed,
    commands=(Slash("compare", "各地对照", lambda state, text, ctx: asked(state, text, ctx.mind)),),
)
