"""The questions of a self-assessment, and the way through them: which are asked, in which order, what is left out.

Everything follows from the regime and the answers: `walk` goes through the parts in the policy's own order, asks what
could still change the outcome or is needed for the reasons, and collects the facts of the answers on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from dialogs.assess.record import NO, NOT_APPLICABLE, UNSURE, YES, Record
from knowledge import hearing, logic
from knowledge.corpus import Library
from knowledge.judge import Judge, met
from knowledge.logic import Not
from knowledge.regime import Condition, Element, Regime, Situation

Kind = Literal["choice", "list", "pick", "text"]
TRUTH = {YES: True, NO: False}
DONE = "done"
STAGE_WORDS = {
    "not_pursued": "还没人追责",
    "told": "已被告知启动追责问责",
    "investigating": "正在调查，还没作决定",
    "decided": "已经作出处理决定",
    "effective": "决定已生效，影响期中或已满",
}
STOPPING = ("not_applicable", "barred", "gate_failed", "no_situation")
"""Outcomes after which nothing more is asked, unless the user wants to go on."""
CARRY_ON = "carry_on"
WHY_BARS = "有其中一种，文件写的就是另一种结果，所以要先问清。"
AFTER_PICKING = 2
"""Questions that a situation mostly brings with it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a list; `rest`: what it is taken for when it is left unmarked; `said` the same in words."""

    fact: str
    words: str
    rest: str


@dataclass(frozen=True, slots=True)
class Question:
    """`sources`: provisions whose text is shown on request; `show`: those that are shown at once; `quote`: the words
    in the first source that it is about. `options`: (value, label) of a choice."""

    id: str
    part: str
    kind: Kind
    ask: str
    why: str = ""
    sources: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    quote: str = ""
    options: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()
    answered: bool = False
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """The questions in order, answered or not, and what the answers on it say."""

    questions: tuple[Question, ...]
    facts: dict[str, bool | None]
    current: Question | None
    """The one to be answered now; None at the end."""

    def find(self, id_: str) -> Question | None:
        return next((one for one in self.questions if one.id == id_), None)

    @property
    def place(self) -> tuple[int, int]:
        """(number of the current question, of all)."""
        count = len(self.questions)
        if (pick := self.find("pick")) and not pick.answered:
            count += AFTER_PICKING
        return (self.questions.index(self.current) + 1 if self.current else count), count


def walk(library: Library, record: Record) -> Way:
    """The way as the answers have it now."""
    walker = _Walker(library, record)
    questions = tuple(walker.all())
    opened = next((one for one in questions if one.id == record.open), None)
    current = opened or next((one for one in questions if not one.answered), None)
    return Way(questions, walker.facts, current)


@dataclass
class _Walker:
    """Walks once; `facts` grows on the way."""

    library: Library
    record: Record
    facts: dict[str, bool | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.region = self.record.region
        self.regime: Regime = self.library.regimes[self.region]
        self.judge = Judge(self.regime)
        self.waiting = False
        """A question before this one is not answered yet."""

    def all(self) -> Iterator[Question]:
        for part in self.regime.order:
            if self._over(part):
                continue
            for question in PARTS[part](self):
                yield self._passed(question)

    def _passed(self, question: Question) -> Question:
        """The question as it stands; what it answers is known from here on."""
        for fact in question.facts:
            answer = self.record.answers.get(fact)
            if answer is not None:
                self.facts[fact] = TRUTH.get(str(answer))
        answered = self._is_answered(question)
        return replace(question, answered=answered)

    def _is_answered(self, question: Question) -> bool:
        answers = self.record.answers
        if question.kind == "list":
            return answers.get(question.id) == DONE
        return answers.get(question.id) is not None

    def _over(self, part: str) -> bool:
        """Nothing in this part could change what is certain already."""
        if part in ("scope", "stage", "told_on") or CARRY_ON in self.record.answers:
            return False
        certain = self.judge.certain(self.facts)
        if part in ("words", "criteria", "route", "discipline"):
            return certain in STOPPING or self._appeals
        return certain in STOPPING or self._appeals

    @property
    def _appeals(self) -> bool:
        return self.record.answers.get("after") == "appeal"

    def unknown(self, facts: tuple[str, ...]) -> tuple[str, ...]:
        """Those that no question before has answered."""
        return tuple(fact for fact in facts if fact not in self.facts)

    def _fact(self, part: str, fact: str, ask: str, why: str, at: str, quote: str, na: str = "") -> Question:
        more = ((NOT_APPLICABLE, f"不适用（{na}）"),) if na else ()
        return Question(
            fact, part, "choice", ask, why, (at,), (), quote, (*labels(ask), *more), facts=(fact,)
        )

    # ── scope, stage, words ──────────────────────────────────────────────────────────────────────
    def scope(self) -> Iterator[Question]:
        scope = self.regime.scope
        for element in scope.elements:
            if logic.value(scope.test, self.facts) is None:
                yield self._fact("scope", element.facts[0], element.ask, element.why, scope.at, element.quote)
        overlay = self.regime.document.overlays
        if overlay and self.judge.certain(self.facts) != "not_applicable":
            yield Question("overlay", "scope", "choice", overlay.ask, "有的话，那一份可能要先看。", (overlay.at,), (),
                           overlay.quote, ((YES, "有"), (NO, "没有"), (UNSURE, "不知道")))  # fmt: skip

    def stage(self) -> Iterator[Question]:
        if self.judge.certain(self.facts) == "not_applicable" and CARRY_ON not in self.record.answers:
            return
        yield Question("stage", "stage", "choice", "现在到哪一步了？", "不同的阶段，能做的事和期限不一样。",
                       tuple(dict.fromkeys(one.at for one in self.regime.stages.values())),
                       options=tuple(STAGE_WORDS.items()))  # fmt: skip
        stage = self.record.answers.get("stage")
        for name in STAGE_WORDS:
            self.facts[f"stage_{name}"] = None if stage is None else name == stage
        nudge = next((one for name, one in self.regime.stages.items() if name == stage), None)
        if nudge and nudge.closed:
            yield Question("after", "stage", "choice", "要接着自评吗？结果可以用来准备申诉，或者只看现在还能做什么。",
                           "申请容错的时间已经过了，自评只能作参考。", (nudge.at,), (), nudge.quote,
                           (("go_on", "接着自评"), ("appeal", "只看现在还能做什么")))  # fmt: skip

    def told_on(self) -> Iterator[Question]:
        if self.record.answers.get("stage") in ("told", "investigating"):
            step = next(s for s in self.regime.procedure if s.deadline and s.deadline.start == "told")
            yield Question("told_on", "told_on", "text", "是哪一天被告知的？直接打日期，例如“11月3日”“昨天”。",
                           "申请的期限从被告知那天起算。", (step.at,), (), step.quote, ((UNSURE, "记不清了"),))  # fmt: skip

    def words(self) -> Iterator[Question]:
        yield Question("words", "words", "text", "用自己的话说说经过：做了什么、为什么、结果怎样、后来怎么补救的。"
                       "请不要写服务对象的姓名和证件号。", "我按您的话把情形排个序，听出来的事实会请您确认。",
                       options=(("skip", "跳过，我直接选"),))  # fmt: skip
        said = self.record.text("words")
        wanted = asked_facts(self.regime)
        told = hearing.heard(said, self.regime.facts, wanted) if said and said != "skip" else {}
        lines = tuple(
            Line(fact, self._stated(fact, truth), YES if truth else NO) for fact, truth in told.items()
        )
        if lines:
            yield Question("heard", "words", "list", "我理解到下面这几点，对吗？不对的按一下它的号。",
                           "听错了会影响结果，所以要请您过一遍。", lines=lines, facts=tuple(told))  # fmt: skip

    def _stated(self, fact: str, truth: bool) -> str:
        entry = self.regime.facts[fact]
        return f"✓ {entry.say}" if truth else f"✗ {entry.deny}"

    # ── situations ───────────────────────────────────────────────────────────────────────────────
    def situations(self) -> Iterator[Question]:
        rules = self.regime.situations
        yield Question("pick", "situations", "pick", "哪一条（或几条）和您的情况相符？可以选几条，选好了再按“选好了”。",
                       "先对上列明的情形，才谈得上容错。", rules.at)  # fmt: skip
        picked = self.record.picked("pick")
        if "pick" in self.record.answers:
            unsure = UNSURE in picked
            self.facts |= {
                one.at: None if unsure else one.at in picked and not one.own for one in rules.items
            }
        for at in picked:
            situation = self.regime.situation(at)
            if situation:
                yield from self._situation(situation)
        if picked and UNSURE not in picked and self._all_lost(picked):
            yield Question("again", "situations", "choice", "您选的情形，照您的回答都缺前提。要再选选看吗？",
                           "别的情形可能对得上。", rules.at, options=(("again", "再选选看"), ("leave", "不用，就这样")))  # fmt: skip

    def _situation(self, situation: Situation) -> Iterator[Question]:
        if situation.own:
            self.facts.pop(situation.at, None)
            yield self._fit(situation)
        for element in situation.shared:
            if CARRY_ON not in self.record.answers and self._lost(situation):
                return
            yield from self._element(element, situation.at)

    def _fit(self, situation: Situation) -> Question:
        """Its description against its verbatim text, point by point."""
        at, own = situation.at, situation.own
        if len(own) == 1:
            return replace(
                self._fact("situations", own[0].facts[0], own[0].ask, own[0].why, at, ""), show=(at,)
            )
        lines = tuple(Line(e.facts[0], e.say, YES) for e in own)
        why = "；".join(dict.fromkeys(e.why for e in own))
        return Question(f"fit:{at}", "situations", "list", "请对照原文核对，这几点都符合吗？不符合的按一下它的号。", why, (at,), (at,),
                        lines=lines, facts=tuple(line.fact for line in lines))  # fmt: skip

    def _lost(self, situation: Situation) -> bool:
        """Whatever else is answered, it is not met."""
        return logic.value(met(situation), self.judge.settled(self.facts)) is False

    def _element(self, element: Element, at: str) -> Iterator[Question]:
        facts = self.unknown(element.facts)
        if len(facts) > 1:
            lines = tuple(Line(fact, self.regime.facts[fact].say, NO) for fact in facts)
            yield Question(f"{at}:{facts[0]}", "situations", "list", f"{element.ask}有的按一下它的号。", element.why, (at,), (),
                           element.quote, (), lines, facts=facts)  # fmt: skip
        elif facts:
            ask = element.ask if len(element.facts) == 1 else self.regime.facts[facts[0]].ask or element.ask
            yield self._fact("situations", facts[0], ask, element.why, at, element.quote, element.na)

    def _all_lost(self, picked: tuple[str, ...]) -> bool:
        items = [one for one in self.regime.situations.items if one.at in picked]
        return all(self._lost(one) for one in items)

    # ── exclusions, conditions ───────────────────────────────────────────────────────────────────
    def exclusions(self) -> Iterator[Question]:
        rules = self.regime.exclusions
        facts = tuple(fact for one in rules.items for fact in one.any)
        lines = tuple(Line(fact, self.regime.facts[fact].say, NO) for fact in self.unknown(facts))
        if not lines or not rules.at:
            return
        notes = "".join(one.note for one in rules.items if one.note)
        if len(lines) == 1 and (ask := self.regime.facts[lines[0].fact].ask):
            yield replace(
                self._fact("exclusions", lines[0].fact, ask + notes, WHY_BARS, rules.at, ""), show=(rules.at,)
            )
            return
        yield Question("bars", "exclusions", "list", f"下面这些，有没有？有的按一下它的号。{notes}",
                       WHY_BARS, (rules.at,), (rules.at,), "", (), lines, facts=tuple(line.fact for line in lines))  # fmt: skip

    def conditions(self) -> Iterator[Question]:
        for condition in self.regime.conditions.items:
            if self.regime.conditions.role == "gate" and self._over("conditions"):
                return
            yield from self._condition(condition)

    def _condition(self, c: Condition) -> Iterator[Question]:
        if c.exception:
            yield from self._excepted(c)
            return
        facts = self.unknown(c.facts)
        if isinstance(c.test, Not) and len(facts) > 1:
            lines = tuple(Line(fact, self.regime.facts[fact].say, NO) for fact in facts)
            yield Question(f"cond:{c.id}", "conditions", "list", f"{c.ask}有的按一下它的号。", c.why, (c.at,), (), c.quote, (),
                           lines, facts=facts)  # fmt: skip
            return
        for fact in facts:
            ask = c.ask if len(c.facts) == 1 else self.regime.facts[fact].ask or c.ask
            yield self._fact("conditions", fact, ask, c.why, c.at, c.quote, c.na)

    def _excepted(self, c: Condition) -> Iterator[Question]:
        """The rule first; only without it the exception; with the exception, what must be asked then."""
        if c.exception is None:
            return
        rule = next(fact for fact in c.facts if fact != c.exception.fact)
        excepted = self.facts.get(c.exception.fact)
        if rule not in self.facts and not excepted:
            yield self._fact("conditions", rule, c.ask, c.why, c.at, c.quote)
        if self.facts.get(rule):
            return
        if c.exception.fact not in self.facts:
            yield self._fact("conditions", c.exception.fact, c.exception.ask, c.why, c.at, c.exception.quote)
        then = c.exception.then
        if then and then not in self.facts and self.facts.get(c.exception.fact):
            needed = next((e, s) for s in self.regime.situations.items for e in s.shared if then in e.facts)
            yield self._fact("conditions", then, needed[0].ask, needed[0].why, needed[1].at, needed[0].quote)

    def discipline(self) -> Iterator[Question]:
        rule = self.regime.discipline
        if rule and rule.fact not in self.facts:
            yield self._fact("discipline", rule.fact, rule.ask, rule.why, rule.at, rule.quote)

    def route(self) -> Iterator[Question]:
        ways = self.regime.route
        if ways:
            yield Question("route", "route", "choice", ways.ask, ways.why, (ways.simple.at, ways.complex.at), (), "",
                           (("simple", ways.simple.label), ("complex", ways.complex.label), (UNSURE, "拿不准")))  # fmt: skip
            answer = self.record.answers.get("route")
            self.facts |= {f"route_{name}": None if answer in (None, UNSURE) else answer == name
                           for name in ("simple", "complex")}  # fmt: skip

    def criteria(self) -> Iterator[Question]:
        rules = self.regime.criteria
        if rules is None:
            return
        count = len(rules.items)
        yield Question("weigh", "criteria", "choice", f"要不要再过一遍综合分析的{_counted(count)}个方面？不影响上面的结果，只帮您准备说理。",
                       "机关会按这些方面综合分析。", (rules.at,), options=((YES, "过一遍"), ("skip", "不用，看结果")))  # fmt: skip
        if self.record.answers.get("weigh") != YES:
            return
        for n, one in enumerate(rules.items):
            good, bad = "，".join(one.good), "，".join(one.bad)
            yield Question(f"weigh{n}", "criteria", "choice", f"{one.name}：更靠近哪一边？也可以打一句事实，我帮您记着。",
                           "机关会按这些方面综合分析。", (one.at,), (), "",
                           (("good", good), ("bad", bad), (UNSURE, "拿不准")))  # fmt: skip


PARTS: dict[str, Callable[[_Walker], Iterator[Question]]] = {
    "scope": _Walker.scope,
    "stage": _Walker.stage,
    "told_on": _Walker.told_on,
    "words": _Walker.words,
    "situations": _Walker.situations,
    "exclusions": _Walker.exclusions,
    "conditions": _Walker.conditions,
    "discipline": _Walker.discipline,
    "route": _Walker.route,
    "criteria": _Walker.criteria,
}


def labels(ask: str) -> tuple[tuple[str, str], ...]:
    """How yes, no and "not sure" are said to this question."""
    if "有没有" in ask:
        return (YES, "有"), (NO, "没有"), (UNSURE, "拿不准")
    return (YES, "是"), (NO, "不是"), (UNSURE, "拿不准")


def asked_facts(regime: Regime) -> tuple[str, ...]:
    """Facts that the own words may tell, in the order in which they are asked."""
    found = [f for one in regime.situations.items for e in one.shared for f in e.facts]
    found += [f for one in regime.exclusions.items if not one.judged for f in one.any]
    found += [f for one in regime.conditions.items if not one.judged for f in one.facts]
    return tuple(dict.fromkeys(found))


def told_day(record: Record) -> date | None:
    """The day on which the user was told, if it is known."""
    try:
        return date.fromisoformat(record.text("told_on"))
    except ValueError:
        return None


def _counted(number: int) -> str:
    return "零一二三四五六七八九十"[number] if number <= 10 else str(number)
