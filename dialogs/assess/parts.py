"""Each part of the way: the questions that it asks, given what is known when the way comes to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from dialogs.assess.heard import heard, heard_lines
from dialogs.assess.questions import (
    CARRY_ON,
    STAGE_WORDS,
    FactLine,
    Question,
    Walked,
    fact_question,
    since,
)
from dialogs.assess.record import NO, UNSURE, YES
from dialogs.assess.telling import told_besides
from dialogs.assess.weigh import criteria
from dialogs.shared.calendar import COUNTING
from knowledge.rules import Condition, ConditionException, Element, Section, Situation, logic
from knowledge.rules.judge import met
from knowledge.rules.logic import Not

WHY_BARS = "有其中一种，文件写的可能是另一种结果，所以要先问清。"
SAY_IT = "用自己的话说说经过：做了什么、为什么、结果怎样、后来怎么补救的。请不要写服务对象的姓名和证件号。"
MARK = "有的按一下它的号。"
TALKED = "只是被谈话、函询，不知道算哪一步的，先选“正在调查”，问清了再改。"
AFTER = "文件写的是处理决定作出前提出申请；决定作出后还收不收没有写，可以问机关。自评可以作参考。"


# ── scope, stage, words ──────────────────────────────────────────────────────────────────────────
def scope(way: Walked) -> Iterator[Question]:
    rules = way.regime.scope
    for e in rules.elements:
        if logic.value(rules.test, way.facts) is None:
            yield fact_question("scope", e.facts[0], e.ask, e.why, rules.at, e.quote)
    overlay = way.regime.document.overlays
    if overlay and not _outside(way) and not way.record.told_first:
        yield Question("overlay", "scope", "choice", overlay.ask, "有的话，那一份可能要先看。", (overlay.at,), (), overlay.quote,
                       ((YES, "有"), (NO, "没有"), (UNSURE, "不知道")))  # fmt: skip


def _outside(way: Walked) -> bool:
    """The policy certainly does not apply, and nobody wants to go on."""
    return CARRY_ON not in way.record.answers and way.judge.certain(way.facts) == "not_applicable"


def event(way: Walked) -> Iterator[Question]:
    """Whether it happened under this document at all."""
    rule = way.regime.document.in_force
    if rule is None or _outside(way):
        return
    yield Question("event", "event", "choice", f"{since(way.regime)}吗？", "按哪一份规定看，要看事情发生在什么时候。",
                   (rule.at,) if rule.at else (), (), rule.quote, (("after", "以后"), ("before", "以前"), (UNSURE, "记不清")))  # fmt: skip
    answer = way.record.answers.get("event")
    way.facts["before_in_force"] = None if answer in (None, UNSURE) else answer == "before"


def stage(way: Walked) -> Iterator[Question]:
    if _outside(way):
        return
    rules = way.regime.stages
    yield Question("stage", "stage", "choice", f"现在到哪一步了？{TALKED}", "不同的阶段，能做的事和期限不一样。",
                   tuple(dict.fromkeys(one.at for one in rules.values())), options=tuple(STAGE_WORDS.items()))  # fmt: skip
    answer = way.record.answers.get("stage")
    way.facts |= {f"stage_{name}": None if answer is None else name == answer for name in STAGE_WORDS}
    nudge = way.regime.nudge(answer)
    if nudge and nudge.closed:
        yield Question("after", "stage", "choice", "要接着自评吗？结果可以用来准备申诉，或者只看现在还能做什么。",
                       AFTER, (nudge.at,), (), nudge.quote,
                       (("go_on", "接着自评"), ("appeal", "只看现在还能做什么")))  # fmt: skip


def told_on(way: Walked) -> Iterator[Question]:
    step = way.regime.told_step
    if step and way.record.answers.get("stage") in ("told", "investigating") and not _outside(way):
        yield Question("told_on", "told_on", "text", "是哪一天被告知的？直接打日期，例如“11月3日”“昨天”；大概哪一天也行。",
                       f"申请的期限{COUNTING}。", (step.at,), (), step.quote, ((UNSURE, "记不清了"),))  # fmt: skip


def words(way: Walked) -> Iterator[Question]:
    yield Question("words", "words", "text", SAY_IT, "我按您的话把情形排个序，听出来的事实会请您确认。",
                   options=(("skip", "跳过，我直接选"),))  # fmt: skip
    said = way.record.text("words")
    told = heard(way, said) if said and said != "skip" else {}
    besides = tuple(told_besides(way, said)) if way.record.told_first else ()
    picked = next((line.rest for line in besides if line.fact == "pick"), "")
    wanted = _beside(way, picked) if way.record.told_first else set(told)
    of_facts = tuple(heard_lines(way, said, {fact: truth for fact, truth in told.items() if fact in wanted}))
    lines = (*besides, *of_facts)
    if lines:
        yield Question("heard", "words", "list", "我从您的话里听出这几点，“→”后面是我照文件记的。请核对，都对吗？哪条不对，按它的号。",
                       "听错了会影响结果，所以要请您过一遍。", lines=lines, facts=tuple(line.fact for line in of_facts), style="heard")  # fmt: skip


def _beside(way: Walked, at: str) -> set[str]:
    """Facts that this situation needs, and those that matter whatever it is."""
    situation, regime = way.regime.situation(at), way.regime
    found = {fact for e in (situation.shared if situation else ()) for fact in e.facts}
    found |= {fact for one in regime.exclusions.items for fact in one.any}
    return found | {fact for one in regime.conditions.items for fact in one.facts}


# ── situations ───────────────────────────────────────────────────────────────────────────────────
def situations(way: Walked) -> Iterator[Question]:
    rules = way.regime.situations
    yield Question("pick", "situations", "pick", "哪一条（或几条）和您的情况相符？可以选几条，选好了再按“选好了”。",
                   "文件写的容错，要先对得上其中一种情形。", rules.at)  # fmt: skip
    if "pick" not in way.record.answers:
        return
    yield from _picked(way, way.record.picked("pick"))


def _picked(way: Walked, picked: tuple[str, ...]) -> Iterator[Question]:
    """What each of them needs; the list again, if all of them are lost."""
    rules = way.regime.situations
    unsure = UNSURE in picked
    asked = picked or (rules.catch_all,)  # none of them: the catch-all is left, where there is one
    way.facts |= {one.at: None if unsure else one.at in asked and not one.own for one in rules.items}
    chosen = [one for one in rules.items if one.at in asked]
    for one in chosen:
        yield from _situation(way, one)
    if picked and chosen and all(_lost(way, one) for one in chosen):
        yield Question("again", "situations", "choice", "您选的情形，照您的回答可能都缺前提。要再选选看吗？", "别的情形可能对得上。",
                       rules.at, options=(("again", "再选选看"), ("leave", "不用，就这样")))  # fmt: skip


def _situation(way: Walked, situation: Situation) -> Iterator[Question]:
    if situation.own:
        way.facts.pop(situation.at, None)
        yield _fit(situation)
    for element in situation.shared:
        if CARRY_ON not in way.record.answers and _lost(way, situation):
            return
        yield from _element(way, element, situation.at)


def _fit(situation: Situation) -> Question:
    """Its description against its verbatim text, point by point."""
    at, own = situation.at, situation.own
    if len(own) == 1:
        e = own[0]
        return replace(fact_question("situations", e.facts[0], e.ask, e.why, at, ""), show=(at,))
    lines = tuple(FactLine(e.facts[0], e.say, YES) for e in own)
    why = "；".join(dict.fromkeys(e.why for e in own))
    return Question(f"fit:{at}", "situations", "list", "请对照原文核对，这几点都符合吗？不符合的按一下它的号。", why, (at,), (at,),
                    lines=lines, facts=tuple(line.fact for line in lines), style="fits")  # fmt: skip


def _lost(way: Walked, situation: Situation) -> bool:
    """Whatever else is answered, it is not met."""
    return logic.value(met(situation), way.judge.settled(way.facts)) is False


def _element(way: Walked, e: Element, at: str) -> Iterator[Question]:
    facts = () if logic.value(e.met, way.facts) else way.unknown(e.facts)
    if len(facts) > 1:
        yield _listed(way, f"{at}:{facts[0]}", "situations", e.ask, e.why, at, e.quote, facts)
    elif facts:
        ask = e.ask if len(e.facts) == 1 else way.regime.facts[facts[0]].ask or e.ask
        yield fact_question("situations", facts[0], ask, e.why, at, e.quote, e.na, e.opposite)


def _listed(
    way: Walked, id_: str, part: str, ask: str, why: str, at: str, quote: str, facts: tuple[str, ...]
) -> Question:
    """Facts of which none should hold, as one list."""
    lines = tuple(FactLine(fact, way.regime.facts[fact].say, NO) for fact in facts)
    return Question(id_, part, "list", ask + MARK, why, (at,), (), quote, lines=lines, facts=facts)


# ── exclusions, conditions ───────────────────────────────────────────────────────────────────────
def exclusions(way: Walked) -> Iterator[Question]:
    rules = way.regime.exclusions
    facts = way.unknown(tuple(fact for one in rules.items for fact in one.any))
    barred = any(way.facts.get(fact) for one in rules.items for fact in one.any)
    if not facts or not rules.at or barred:
        return
    notes = "".join(one.note for one in rules.items if one.note)
    if len(facts) == 1 and (ask := way.regime.facts[facts[0]].ask):
        quote = rules.bar.quote if rules.bar else ""
        yield fact_question("exclusions", facts[0], ask + notes, WHY_BARS, rules.at, quote)
        return
    question = _listed(way, "bars", "exclusions", "下面这些，有没有？" + notes, WHY_BARS, rules.at, "", facts)
    yield replace(question, show=(rules.at,))


def conditions(way: Walked) -> Iterator[Question]:
    rules = way.regime.conditions
    for condition in rules.items:
        if rules.role == "gate" and way.over():
            return
        if condition.exception:
            yield from _excepted(way, condition, condition.exception)
        else:
            yield from _condition(way, condition)


def _condition(way: Walked, c: Condition) -> Iterator[Question]:
    facts = way.unknown(c.facts)
    if isinstance(c.test, Not) and len(facts) > 1:
        yield _listed(way, f"cond:{c.id}", "conditions", c.ask, c.why, c.at, c.quote, facts)
        return
    for fact in facts:
        ask = c.ask if len(c.facts) == 1 else way.regime.facts[fact].ask or c.ask
        yield fact_question("conditions", fact, ask, c.why, c.at, c.quote, c.na)


def _excepted(way: Walked, c: Condition, exception: ConditionException) -> Iterator[Question]:
    """The rule first; only without it the exception; with the exception, what must be asked then."""
    rule = next(fact for fact in c.facts if fact != exception.fact)
    if rule not in way.facts and not way.facts.get(exception.fact):
        yield fact_question("conditions", rule, c.ask, c.why, c.at, c.quote)
    if way.facts.get(rule):
        return
    if exception.fact not in way.facts:
        yield fact_question("conditions", exception.fact, exception.ask, c.why, c.at, exception.quote)
    if exception.then and exception.then not in way.facts and way.facts.get(exception.fact):
        needed = ((e, s) for s in way.regime.situations.items for e in s.shared if exception.then in e.facts)
        e, s = next(needed)
        yield fact_question("conditions", exception.then, e.ask, e.why, s.at, e.quote)


# ── what only the authority knows, and what only helps to argue ──────────────────────────────────
def discipline(way: Walked) -> Iterator[Question]:
    rule = way.regime.discipline
    answers = way.record.answers
    early = way.record.told_first and answers.get("stage") in ("not_pursued", "told")
    if early and rule and rule.fact not in answers:
        return  # nobody can have said so yet: both outcomes stay possible
    if rule and rule.fact not in way.facts:
        question = fact_question("discipline", rule.fact, rule.ask, rule.why, rule.at, rule.quote)
        yield replace(question, options=tuple(zip((YES, NO, UNSURE), rule.labels, strict=True)))


def route(way: Walked) -> Iterator[Question]:
    ways = way.regime.route
    if ways is None or (way.record.told_first and "route" not in way.record.answers):
        return
    yield Question("route", "route", "choice", ways.ask, ways.why, (ways.simple.at, ways.complex.at), (), "",
                   (("simple", ways.simple.label), ("complex", ways.complex.label), (UNSURE, "拿不准")))  # fmt: skip
    answer = way.record.answers.get("route")
    for name in ("simple", "complex"):
        way.facts[f"route_{name}"] = None if answer in (None, UNSURE) else answer == name


PARTS: Mapping[Section, Callable[[Walked], Iterator[Question]]] = {
    "scope": scope,
    "event": event,
    "stage": stage,
    "told_on": told_on,
    "words": words,
    "situations": situations,
    "exclusions": exclusions,
    "conditions": conditions,
    "discipline": discipline,
    "route": route,
    "criteria": criteria,
}
