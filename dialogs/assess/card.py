"""The result of a self-assessment as a card: what is still possible, by which facts, what is missing, what to do.

Every rule on it is the policy's own words with their place; everything else says only what the answers make of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dialogs.assess import words
from dialogs.assess.questions import STAGE_WORDS, Way, told_day
from dialogs.assess.record import NOT_APPLICABLE, Record
from dialogs.calendar import Calendar, spoken
from dialogs.core import Part, Say
from knowledge import logic, traps
from knowledge.answer.wording import REFERENCE, cited, spot
from knowledge.corpus import Library
from knowledge.judge import Judge, Judgement
from knowledge.quote import Quote
from knowledge.regime import Condition, Element, Outcome, Regime, Row, Trap

MOST_OPEN = 5
"""Open facts that are spelled out."""
LONGEST = 60
"""Characters of a provision that stand in a line; the whole text is quoted elsewhere on the card."""


class Card:
    """One regime's view of the facts. `way` and `record` are those of the assessment that the facts come from."""

    def __init__(
        self,
        library: Library,
        region: str,
        record: Record,
        way: Way,
        calendar: Calendar,
        today: date | None = None,
    ) -> None:
        self.library, self.region, self.record, self.way = library, region, record, way
        self.calendar, self.today = calendar, today
        self.regime = library.regimes[region]
        self._judge = Judge(self.regime)
        self._known = self._judge.settled(way.facts)
        self.judgement = self._judge.judge(way.facts)

    @property
    def short(self) -> str:
        return self.library.short[self.region]

    # ── the whole ────────────────────────────────────────────────────────────────────────────────
    def parts(self) -> tuple[Part, ...]:
        return tuple(self._parts())

    def _parts(self) -> Iterator[Part]:
        yield Say(words.HEAD.format(short=self.short), strong=True)
        yield from self.looks()
        yield from self._section("grounds", self._grounds())
        yield from self._section("open", self._open())
        yield from self._section("proof", self.proofs())
        yield from self._section("risks", (f"{t.say}{self._cited(t)}" for t in self.traps()))
        yield from self._section("silent", self.silent())
        yield from self._section("days", self.days())
        yield Say(words.NOT_A_RULING.format(organ=self.regime.organ), strong=True)

    def _section(self, name: str, lines: Iterable[str]) -> Iterator[Part]:
        listed = list(dict.fromkeys(lines))
        if listed:
            yield Say("\n".join([f"{words.SECTIONS[name]}：", *("· " + line for line in listed)]))

    # ── how it looks ─────────────────────────────────────────────────────────────────────────────
    def looks(self) -> Iterator[Part]:
        """The outcome, or those that are left, each with the words that it comes from."""
        rows = [row for row in self.regime.decision if row.outcome in self.judgement.outcomes]
        if len(rows) == 1:
            yield Say(self._look(rows[0]), strong=True)
        else:
            names = "；".join(self.name(row.outcome) for row in rows)
            yield Say(words.SEVERAL.format(count=len(rows), names=names) + words.SEVERAL_OPEN, strong=True)
        yield from self._quotes(rows)
        yield from (Say(line) for line in self._mitigating(rows))

    def _look(self, row: Row) -> str:
        local = row.local or words.NAMES["exempt"]
        return words.LOOKS[row.outcome].format(quote=row.quote, options="、".join(row.options), local=local)

    def name(self, outcome: Outcome) -> str:
        """What this policy calls it, or what it comes down to."""
        row = self.regime.row(outcome)
        if row and row.local:
            return row.local
        if row and outcome == "mitigated" and row.options:
            return "、".join(row.options)
        return words.NAMES[outcome]

    def _quotes(self, rows: Iterable[Row]) -> Iterator[Quote]:
        policy = self.library.policies[self.region]
        places = [at for row in rows for at in (row.at, row.tiers.at if row.tiers else row.at)]
        if self.judgement.only == "barred":
            items = self.regime.exclusions.items
            places = [one.at for one in items if set(one.any) & set(self.judgement.barring)]
        else:
            places += self.judgement.held
        for at in dict.fromkeys(places):
            yield Quote(policy.provision(at).text.strip(), policy.citation(at))

    def _mitigating(self, rows: list[Row]) -> Iterator[str]:
        if any(row.outcome == "gate_failed" for row in rows) and (phrase := self.regime.mitigation):
            policy = self.library.policies[self.region]
            yield f"{words.STILL_USEFUL}{cited(policy, phrase)}"

    # ── grounds ──────────────────────────────────────────────────────────────────────────────────
    def _grounds(self) -> Iterator[str]:
        only = self.judgement.only
        if only == "not_applicable":
            yield from self._of_scope()
            return
        if self._is_reference():
            yield words.REFERENCE
        yield from self._of_exclusions()
        if only == "barred":
            return
        yield from self._of_situations()
        yield from self._of_conditions()
        if (rule := self.regime.discipline) and (truth := self.way.facts.get(rule.fact)) is not None:
            yield f"{self.stated(rule.fact, truth)} → {self._spot(rule.at)}“{rule.quote}”"

    def _is_reference(self) -> bool:
        reference = self.regime.scope.reference
        return bool(reference and self.way.facts.get(reference))

    def _of_scope(self) -> Iterator[str]:
        scope = self.regime.scope
        for element in scope.elements:
            truth = self.way.facts.get(element.facts[0])
            if truth is not None:
                mark = self.stated(element.facts[0], truth)
                yield f"{mark} → {self._spot(scope.at)}“{element.quote}”"

    def _of_exclusions(self) -> Iterator[str]:
        rules = self.regime.exclusions
        if not rules.at:
            return
        policy = self.library.policies[self.region]
        for one in rules.items:
            for fact in one.any:
                if self.way.facts.get(fact):
                    judged = f"（{words.JUDGED.format(organ=self.regime.organ)}）" if one.judged else ""
                    text = f"“{_cut(policy.provision(one.at).text)}” → " if one.at != rules.at else ""
                    yield f"{self.stated(fact, True)} → {self._spot(one.at)}{text}“{self._bar()}”{judged}"
        known = [self.way.facts.get(fact) for one in rules.items for fact in one.any]
        if known and not any(known) and None not in known:
            yield f"{self._spot(rules.at)}里“{self._bar()}”的情形，您都答没有"

    def _bar(self) -> str:
        return self.regime.exclusions.bar.quote if self.regime.exclusions.bar else ""

    def _of_situations(self) -> Iterator[str]:
        known = self._known
        for situation in self.regime.situations.items:
            if known.get(situation.at) is None and situation.at not in self.record.picked("pick"):
                continue
            for element in situation.elements:
                yield from self._of_element(situation.at, element)
            if situation.judged and situation.at in self.judgement.held:
                yield words.CATCH_ALL.format(organ=self.regime.organ)

    def _of_element(self, at: str, element: Element) -> Iterator[str]:
        truth = logic.value(element.met, self._settled_own(at, element))
        claimed = self._known.get(at)
        if truth is False and (claimed or at in self.record.picked("pick")):
            lacking = "；".join(
                self.stated(f, bool(self.way.facts[f])) for f in element.facts if f in self.way.facts
            )
            yield f"✗ {lacking or element.say} → {self._spot(at)}“{element.quote}” → 这一项可能对不上"
        elif truth and claimed:
            yield f"✓ {element.say} → {self._spot(at)}“{element.quote}”"

    def _settled_own(self, at: str, element: Element) -> logic.Facts:
        """Own elements of a situation that is claimed as a whole are claimed with it."""
        known = self._known
        return {**{fact: True for fact in element.facts if element.own and known.get(at)}, **self.way.facts}

    def _of_conditions(self) -> Iterator[str]:
        for condition in self.regime.conditions.items:
            met = self.judgement.met[condition.id]
            if met is None:
                continue
            where = f"{self._spot(condition.at)}“{condition.quote}”"
            judged = f"（{words.JUDGED.format(organ=self.regime.organ)}）" if condition.judged else ""
            if met:
                yield f"✓ {self._met(condition)} → {where}{judged}"
            else:
                facts = (f for f in condition.facts if f in self.way.facts and self._against(condition, f))
                lacking = "；".join(self.stated(fact, bool(self.way.facts[fact])) for fact in facts)
                yield f"✗ {lacking} → {where} → {self._effect()}{judged}"

    def _met(self, condition: Condition) -> str:
        exception = condition.exception
        if exception and self._is_waived(condition):
            return f"{self.stated(exception.fact, True)}，属于例外“{exception.quote.strip('（）')}”"
        return condition.say

    def _is_waived(self, condition: Condition) -> bool:
        """It is met by its exception alone."""
        waived = condition.exception.fact if condition.exception else ""
        rule = any(self.way.facts.get(fact) for fact in condition.facts if fact != waived)
        return bool(self.way.facts.get(waived)) and not rule

    def _against(self, condition: Condition, fact: str) -> bool:
        """Knowing this fact the other way round would not have failed the condition."""
        alone = logic.value(condition.test, {fact: self.way.facts[fact]})
        return alone is False or len(condition.facts) == 1 or isinstance(condition.test, logic.AnyOf)

    def _effect(self) -> str:
        c = self.regime.conditions
        if c.role == "tier" and c.missing:
            return f"缺一项，“{c.missing.quote}”"
        return f"“{c.all.quote}”" if c.role == "gate" and c.all else "定义里写到的一点可能缺了"

    # ── what is open, and what shows it ──────────────────────────────────────────────────────────
    def _open(self) -> Iterator[str]:
        for fact in self.judgement.missing[:MOST_OPEN]:
            either = [self._outcomes_with(fact, truth) for truth in (True, False)]
            proof = self._proof_of(fact)
            yield (f"如果{self.stated(fact, True)} → {either[0]}；如果{self.stated(fact, False)} → {either[1]}。"
                   f"{self._na(fact)}{words.PROOF.format(proof=proof) if proof else ''}")  # fmt: skip
        if (more := len(self.judgement.missing) - MOST_OPEN) > 0:
            yield f"还有 {more} 个事实没有定下来"

    def _outcomes_with(self, fact: str, truth: bool) -> str:
        found = self._judge.outcomes({**self.way.facts, fact: truth})
        return "或者".join(self.name(outcome) for outcome in found)

    def _na(self, fact: str) -> str:
        if self.record.answers.get(fact) != NOT_APPLICABLE:
            return ""
        return f"您答的是“不适用”，这样算不算具备，由{self.regime.organ}判断。"

    def _proof_of(self, fact: str) -> str:
        every: list[Element | Condition] = [e for s in self.regime.situations.items for e in s.elements]
        every += self.regime.conditions.items
        return next((one.proof for one in every if fact in one.facts), "")

    def proofs(self) -> Iterator[str]:
        """What shows the elements and conditions that the answers rely on."""
        for at in self.judgement.held:
            situation = self.regime.situation(at)
            for element in situation.elements if situation else ():
                yield f"{element.say}：{element.proof}"
        if self.judgement.only not in ("barred", "not_applicable"):
            for condition in self.regime.conditions.items:
                if self.judgement.met[condition.id]:
                    waived = condition.exception if self._is_waived(condition) else None
                    said = self.stated(waived.fact, True) if waived else condition.say
                    yield f"{said}：{waived.proof if waived else condition.proof}"

    # ── risks, silence, time ─────────────────────────────────────────────────────────────────────
    def traps(self) -> tuple[Trap, ...]:
        found = traps.fired(self.regime, self.way.facts, self.judgement.outcomes)
        inside = self.judgement.only != "not_applicable"
        return tuple(trap for trap in found if not (inside and trap.step == "scope"))

    def silent(self) -> Iterator[str]:
        document = self.regime.document
        silences = traps.silent(self.regime, self.way.facts, self.judgement.outcomes)
        yield from (one.say for one in silences if one.step == "result")
        if document.outside:
            yield f"文件依据的{'、'.join(document.outside)}不在库里，里面可能还有规定。"
        if document.stale:
            yield document.stale

    def days(self) -> Iterator[str]:
        """What is due when, for the applicant first."""
        stage = self.regime.stages.get(self.record.text("stage"))  # type: ignore[call-overload]
        if stage:
            yield f"{STAGE_WORDS[self.record.text('stage')]}：{stage.say}"
        yield from self._own_days()
        for step in self.regime.procedure:
            d = step.deadline
            if d and d.days and not step.applicant and self.judgement.only not in ("not_applicable",):
                yield f"{step.who}{step.do}：“{step.quote}”（{self._label(step.at)}）"
        yield from (one.say for one in self.regime.silences if one.step == "deadline")

    def _own_days(self) -> Iterator[str]:
        told = told_day(self.record)
        for step in self.regime.procedure:
            if step.applicant and step.deadline and step.deadline.days:
                yield f"{step.do}，交给{step.to}：“{step.quote}”（{self._label(step.at)}）"
                if told and "told_on" in {q.id for q in self.way.questions}:
                    yield due_line(told, step.deadline.days, self.calendar, self.today)

    # ── small words ──────────────────────────────────────────────────────────────────────────────
    def stated(self, fact: str, truth: bool) -> str:
        """A fact as a statement."""
        return stated(self.regime, self.library, fact, truth)

    def _label(self, at: str) -> str:
        return self.library.policies[self.region].provision(at).label

    def _spot(self, at: str) -> str:
        return spot(self.library.policies[self.region], at)

    def _cited(self, trap: Trap) -> str:
        return f"（{self._label(trap.at)}{f'“{trap.quote}”' if trap.quote else ''}）"


def stated(regime: Regime, library: Library, fact: str, truth: bool) -> str:
    """A fact as a statement in this regime's words."""
    entry = regime.facts.get(fact)
    if entry:
        return entry.say if truth else entry.deny
    if fact == "in_scope":
        return "在适用范围内" if truth else "不在适用范围内"
    if situation := regime.situation(fact):
        policy = library.policies[fact.partition(".")[0]]
        return f"{spot(policy, situation.at)}{'对得上' if truth else '对不上'}"
    element = next((e for s in regime.situations.items for e in s.own if fact in e.facts), None)
    said = element.say if element else fact
    return said if truth else f"“{said}”这一点不符合"


def _cut(text: str) -> str:
    flat = "".join(text.split()).rstrip("；。")
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def due_line(told: date, days: int, calendar: Calendar, today: date | None) -> str:
    """A period counted, and how much of it is left."""
    due = calendar.due(told, days)
    line = words.COUNTED.format(day=spoken(due.day), provisional=words.PROVISIONAL if due.provisional else "")
    return f"{spoken(told)}被告知，{line}{left(due.day, today)}"


def left(day: date, today: date | None) -> str:
    if today is None:
        return ""
    if day < today:
        return words.PASSED.format(days=(today - day).days)
    return words.TODAY_LAST if day == today else words.LEFT.format(days=(day - today).days + 1)


def elsewhere(library: Library, record: Record, way: Way, calendar: Calendar) -> Iterator[Part]:
    """The same answers under the other policies, for reference only."""
    yield Say(f"{words.ELSEWHERE}{REFERENCE}{words.ELSEWHERE_NOTE}", strong=True)
    for region, regime in library.regimes.items():
        if region == record.region or not regime.decision:
            continue
        card = Card(library, region, record, _carried(library, record.region, region, way), calendar)
        names = "；".join(card.name(outcome) for outcome in card.judgement.outcomes)
        policy = library.policies[region]
        like = any(card.way.facts.get(one.at) is not False for one in regime.situations.items)
        yield Say((words.LIKE if like else words.NO_LIKE).format(short=card.short, names=names), strong=True)
        shown = [*card.judgement.held[:1], *(_deciding(regime, card.judgement))]
        for at in dict.fromkeys(shown):
            yield Quote(policy.provision(at).text.strip(), policy.citation(at))


def _deciding(regime: Regime, judgement: Judgement) -> list[str]:
    rows = [row for row in regime.decision if row.outcome in judgement.outcomes]
    barred = [one.at for one in regime.exclusions.items if set(one.any) & set(judgement.barring)]
    return barred or [row.at for row in rows[-1:]]


def _carried(library: Library, own: str, region: str, way: Way) -> Way:
    """The facts as another policy would have them: its situations of the same kind, taken to be described alike."""
    theirs = library.regimes[region]
    here = Judge(library.regimes[own])
    known = here.settled(way.facts)
    claimed = {t for s in library.regimes[own].situations.items if known.get(s.at) for t in s.tags}
    open_ = {t for s in library.regimes[own].situations.items if known.get(s.at) is None for t in s.tags}
    facts: dict[str, bool | None] = {k: v for k, v in way.facts.items() if "." not in k}
    for fact in (*theirs.scope.all, *theirs.scope.any):
        facts.pop(fact, None)
    facts["in_scope"] = True
    for one in theirs.situations.items:
        kind = set(one.tags) - {"catch_all"}
        facts[one.at] = True if kind & claimed else None if kind & open_ else False
    return Way((), facts, None)
