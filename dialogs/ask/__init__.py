"""A question and its answer, the buttons under it, and what a follow-up refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dialogs.ask import preface, region
from dialogs.core import Button, Context, Reply, Say, State, Turn, plain, say
from dialogs.shared import care, memory, phrases, places
from dialogs.shared.memory import Asked, Memory
from knowledge.answer import OWN_CASE, Answer, Assistant, Doubt, Finding, Known, Passage, Quote
from knowledge.answer.steering import SURE
from knowledge.hearing.language import MAX_LENGTH

NAME = memory.NAME
HINT = "请把情况或问题打出来，一两句话就行，例如“材料没齐我先给办了，后来发现有出入”。"
NOTHING_TO_REPEAT = "您想看{there}的什么？请把问题一起说，例如“{there}结论几天告知”；也可以逐条看文件。"
OTHERS = "您是不是想问："
ALSO = "如果没说中，再看看这几条："
NEITHER = "请先答上面这一问；都不像的，再看后面几条："
PERHAPS = "我拿不太准，也看看这几条："
NEAR = "也可以看："
MORE = (OTHERS, ALSO, NEITHER, PERHAPS, NEAR)
"""What stands last, above the buttons of what else may have been meant."""
PICKED = "好的，换成这一条看。"
WHY = "上面的话依据的是下面这一条原文；文件没写的，我不替它说。"
ASSESS = "一步步自评"
NEXT = "接着上一个问题说："
ONE_BY_ONE = "逐条看{short}的文件"
BLANK = "空白申请表"
OF_THE_FORM = ("apply_form", "form_fields")
"""Topics whose answer is best a form to write in."""
_YONDER = re.compile("那?(?:他们|人家)?(?:那边|那里|那儿|当地)")
NOT_MINE = "这份文件可能管不到您说的人或事。请先向所在单位问清适用哪份文件；也可以把您的身份、办的是什么事再说清楚些，我再看。"


ASK_BACK = "{places}有点分不清，再问您一句：{ask}"
CONFIRM = "再向您核实一句：{ask}"
LOOKED_AGAIN = "好的，按您说的再看一遍。"
TRUTHS: dict[str, bool | None] = {"yes": True, "no": False, "unsure": None}
LABELS = {"yes": "是／有", "no": "不是／没有", "unsure": "说不准"}
BACK = 2
"""Questions back that one message is worth at most."""


# ── what is typed ────────────────────────────────────────────────────────────────────────────────
def said(state: State, text: str, mind: Assistant, private: bool) -> Turn:
    """A question or a situation, always of where the asker works, but for a question that speaks of the place of the last
    answer."""
    last = memory.recall(state).last
    there = last.region if last and (state.region is None or _YONDER.match(text.strip())) else None
    answer = mind.answer(text, there or state.region)
    own = state.region or places.nowhere_known(state)
    if told(answer.finding) and own and answer.finding.region == there:
        answer = mind.answer(text, state.region)
    turn = answered(state, text, answer, mind, private)
    note = preface.home_again(state, last.region if last else None, answer.finding, mind)
    turn = preface.before(turn, note) if note and not told(answer.finding) else turn
    calm = mind.library.lexicon.moods.of(text) not in care.WARM
    return preface.before(turn, Say(care.WARM["afraid"])) if calm and preface.worries(answer) else turn


def beside(turn: Turn, word: Say) -> Turn:
    """The same with a word at its end, before what else may have been meant."""
    *before, last = turn.replies
    end = len(last.parts) - (plain(last.parts[-1]) in MORE)
    parts = (*last.parts[:end], word, *last.parts[end:])
    return replace(turn, replies=(*before, replace(last, parts=parts)))


def repeat(state: State, there: str, mind: Assistant, private: bool) -> Turn:
    """「东阿呢」: the last question there. The own region stays what it is."""
    last = memory.recall(state).last
    if last is None:
        short = mind.library.short[there]
        row = (Button(ONE_BY_ONE.format(short=short), f"browse/policy={there}"),)
        return Turn(state, (say(NOTHING_TO_REPEAT.format(there=short), buttons=(row,)),))
    return answered(state, last.text, mind.answer_in(last.text, there), mind, private)


def resume(state: State, mind: Assistant, private: bool) -> Turn | None:
    """After a region was chosen: the question that waited for it, or the last one if another region answered it."""
    kept = memory.recall(state)
    elsewhere = kept.last.text if kept.last and kept.last.region != state.region else None
    text = kept.waiting or elsewhere
    if text is None or state.region is None:
        return None
    return answered(state, text, mind.answer_in(text, state.region), mind, private)


def told(finding: Finding) -> bool:
    """Whether an own situation was told; that a document is silent on a rule is no situation."""
    return finding.verdict in OWN_CASE and finding.topic is None


# ── an answer ────────────────────────────────────────────────────────────────────────────────────
def answered(
    state: State, text: str, answer: Answer, mind: Assistant, private: bool, known: Known | None = None
) -> Turn:
    """Remember the question and show its answer. `known`: what the reader answered when asked back."""
    finding = answer.finding
    best = _best(finding)
    kept = memory.recall(state).add(
        text[:MAX_LENGTH], finding.region, best, told(finding), known, _matters(answer)
    )
    asked = kept.asked[-1]
    notes = [Say(phrases.TOO_LONG.format(count=MAX_LENGTH))] if len(text) > MAX_LENGTH else []
    notes += preface.abroad(state, finding.region, mind) if best else []
    alone = [Say(phrases.IN_PRIVATE)] if told(finding) and not private else []
    back = finding.doubt if best and len(known or {}) < BACK else None
    rows = (*((_truths(asked.number, back.fact),) if back else ()), *_rows(state, answer, asked, mind))
    parts = (*notes, *phrases.parts(answer.passages), *alone, *_leading_on(answer, asked, back, mind))
    return Turn(memory.keep(state, kept), (Reply(parts, rows),))


def _best(finding: Finding) -> str | None:
    """What the answer stands on; nothing where it was refused, or what was named is not there."""
    if not finding.hits or finding.verdict == "out_of_scope" or (finding.missing and not finding.named):
        return None
    return finding.hits[0].provision.id


def _matters(answer: Answer) -> tuple[str, ...]:
    return tuple(part.finding.question[:MAX_LENGTH] for part in answer.parts)


def _leading_on(answer: Answer, asked: Asked, back: Doubt | None, mind: Assistant) -> Iterator[Say]:
    """A question back, and what else may have been meant."""
    if back:
        yield Say(_asks_back(back, answer.finding, mind), strong=True)
    if asked.best and asked.region and answer.others:
        yield Say(NEITHER if back else _heading(answer.finding))


def _heading(finding: Finding) -> str:
    if finding.named:
        return NEAR
    if finding.confidence >= SURE:
        return ALSO
    return PERHAPS if told(finding) else OTHERS


def _asks_back(doubt: Doubt, finding: Finding, mind: Assistant) -> str:
    policy = mind.library.policies[str(finding.region)]
    places = "和".join(policy.place(id_) for id_ in doubt.ids)
    return (ASK_BACK if len(doubt.ids) > 1 else CONFIRM).format(places=places, ask=doubt.ask)


def _truths(number: int, fact: str) -> tuple[Button, ...]:
    return tuple(Button(label, f"ask/{key}={number}.{fact}") for key, label in LABELS.items())


def _rows(state: State, answer: Answer, asked: Asked, mind: Assistant) -> Iterator[tuple[Button, ...]]:
    if asked.parts:
        yield phrases.matters_row(asked.number, len(asked.parts))
    if asked.best is None:
        if asked.region and answer.finding.missing and not answer.finding.missing.endswith("号"):
            label = ONE_BY_ONE.format(short=mind.library.short[asked.region])
            yield (Button(label, f"browse/policy={asked.region}"),)
        elif answer.finding.missing and asked.region is None:
            yield from _choosing(state, mind)
        yield phrases.feedback_row(asked.number)[1:]
    elif asked.region is None:
        yield from _choosing(state, mind)
    else:
        policy = mind.library.policies[asked.region]
        for hit in answer.others:
            id_ = hit.provision.id
            yield (Button(phrases.provision_label(policy, id_), f"ask/hit={asked.number}.{id_}"),)
        topic = answer.finding.topic
        if topic and topic.key in OF_THE_FORM and asked.region == state.region:
            yield (Button(BLANK, "intake/blank=1"),)
        yield from _rows_below(state, asked, mind)


def _choosing(state: State, mind: Assistant) -> tuple[tuple[Button, ...], ...]:
    return phrases.rows_elsewhere(mind) if places.nowhere_known(state) else phrases.region_rows(mind)


def _rows_below(state: State, asked: Asked, mind: Assistant) -> Iterator[tuple[Button, ...]]:
    short, number = mind.library.short, asked.number
    if asked.told and asked.region == state.region:
        yield (Button(ASSESS, f"assess/from={number}"),)
    yield (
        Button(phrases.WHOLE, f"browse/whole={asked.best}"),
        Button(phrases.ELSEWHERE, f"compare/of={number}"),
    )
    mine = Button(f"我就在{short[str(asked.region)]}", f"region/set={asked.region}")
    if state.region is None:
        yield (mine,)
    elif asked.region != state.region:
        yield (Button(f"看{short[state.region]}的规定", f"ask/home={number}"), mine)
    yield phrases.feedback_row(number)


# ── follow-ups without content of their own ──────────────────────────────────────────────────────
def go_on(state: State, kind: str, mind: Assistant) -> Turn:
    """「为什么」: the words that were answered from. 「然后呢」: what else must hold, and the next step; 「能容错吗」 the
    same, with the short answer in front."""
    last = memory.recall(state).last
    if last is None:
        return Turn(state, (say(HINT),))
    if last.region is None or last.best is None:
        return Turn(state, (say(phrases.CHOOSE_FIRST, buttons=phrases.region_rows(mind)),))
    row = (
        Button(phrases.WHOLE, f"browse/whole={last.best}"),
        Button(phrases.ELSEWHERE, f"compare/of={last.number}"),
    )
    shown = phrases.parts(_gone_on(kind, last.text, last.region, last.best, mind))
    return Turn(state, (Reply((*preface.abroad(state, last.region, mind), *shown), (row,)),))


def _gone_on(kind: str, text: str, region: str, best: str, mind: Assistant) -> tuple[Passage, ...]:
    if kind == "why":
        return WHY, mind.writer.quote(best)
    short = mind.chosen(text, best)[:1] if kind == "whether" else (NEXT,)
    return (*short, *_onward(text, region, best, mind))


def _onward(text: str, region: str, best: str, mind: Assistant) -> tuple[Passage, ...]:
    """What follows the quote in an answer on a situation; for a rule, how an application goes."""
    finding = mind.engine.find_in(text, region)
    if not told(finding):
        return mind.next_step(best)[1:]
    if finding.verdict == "not_applicable":
        return (NOT_MINE,)
    shown = mind.chosen(text, best)
    return shown[next((n for n, passage in enumerate(shown) if isinstance(passage, Quote)), 0) + 1 :]


def set_aside(state: State, text: str) -> tuple[State, Button]:
    """A message that is not answered now, and the button that answers it."""
    kept = memory.recall(state).add(text[:MAX_LENGTH], state.region, None, told=False)
    return memory.keep(state, kept), Button(care.LATER, f"ask/later={kept.count}")


# ── buttons ──────────────────────────────────────────────────────────────────────────────────────
def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    mind = ctx.mind
    kept = memory.recall(state)
    number, _, id_ = value.partition(".")
    asked = kept.find(number)
    if key == "hit" and mind.library.has(id_):
        return _picked(state, kept, asked, id_, mind)
    if key == "look" and value in mind.library.policies:
        return region.for_reference(repeat(state, value, mind, ctx.private), mind)
    if key in TRUTHS:
        return _settled(state, asked, id_, TRUTHS[key], mind)
    if key == "home" and state.region and asked:
        return answered(state, asked.text, mind.answer_in(asked.text, state.region), mind, private=True)
    if key == "later" and asked:
        return answered(state, asked.text, mind.answer(asked.text, state.region), mind, private=ctx.private)
    return Turn(state, (phrases.forgotten() if key in ("home", "later") else phrases.stale(),))


def _settled(state: State, asked: Asked | None, fact: str, truth: bool | None, mind: Assistant) -> Turn:
    """The reader answered a question back: the same message once more, with this fact."""
    if asked is None or asked.region is None or len(asked.known) >= BACK or not mind.engine.is_fact(fact):
        return Turn(state, (phrases.forgotten() if asked is None else phrases.stale(),))
    known = {**asked.known, fact: truth}
    turn = answered(state, asked.text, mind.answer_in(asked.text, asked.region, known), mind, True, known)
    first = turn.replies[0]
    return replace(turn, replies=(replace(first, parts=(Say(LOOKED_AGAIN), *first.parts)), *turn.replies[1:]))


def _picked(state: State, kept: Memory, asked: Asked | None, id_: str, mind: Assistant) -> Turn:
    """The provision that the asker meant instead, worded as the answer to that question, if it is still known."""
    region = id_.partition(".")[0]
    notes = preface.abroad(state, region, mind)
    if asked is None:
        row = (Button(phrases.WHOLE, f"browse/whole={id_}"),)
        return Turn(state, (Reply((*notes, mind.writer.quote(id_)), (row,)),))
    kept = kept.add(asked.text, region, id_, asked.told)
    shown = phrases.parts((PICKED, *mind.chosen(asked.text, id_)))
    reply = Reply((*notes, *shown), tuple(_rows_below(state, kept.asked[-1], mind)))
    return Turn(memory.keep(state, kept), (reply,))
