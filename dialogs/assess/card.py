"""The result of a self-assessment as a card: what is still possible, by which facts, what is missing, what to do.

Every rule on it is the policy's own words with their place; everything else says only what the answers make of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialogs.assess import words
from dialogs.assess.grounds import besides, grounds, is_waived, met_by
from dialogs.assess.questions import told_day
from dialogs.assess.undecided import open_lines
from dialogs.assess.view import View, either
from dialogs.core import Part, Say
from dialogs.shared.calendar import due_line
from knowledge.answer.barring import weighed
from knowledge.answer.besides import cited
from knowledge.policy.quote import Quote
from knowledge.rules import Exclusion, OutcomeRow, Phrase, Trap, logic, traps

ENDED = ("barred", "not_applicable")
"""Outcomes after which periods and materials do not matter."""


class ResultCard(View):
    """What is on it, section by section."""

    # ── the whole ────────────────────────────────────────────────────────────────────────────────
    def parts(self) -> tuple[Part, ...]:
        return tuple(self._parts())

    def _parts(self) -> Iterator[Part]:
        only = self.judgement.only
        yield Say(words.HEAD.format(short=self.short), strong=True)
        yield from self.looks()
        yield from self._section("grounds", grounds(self))
        if only == "barred":
            yield from self._section("besides", besides(self))
            yield Say(words.BARRED_NEXT)
        yield from self._section("open", open_lines(self))
        yield from self._section("mend", (mend for mend, _ in self.mendable()))
        yield from self._section("weighed", self._weighed())
        yield from self._section("proof", self.proofs())
        yield from self._section("risks", self._risks())
        if only == "not_applicable":
            yield Say(words.OUTSIDE_NEXT)
        else:
            yield from self._section("silent", self.silent())
            yield from self._section("days", self.days())
        yield Say(words.NOT_A_RULING.format(organ=self.regime.organ), strong=True)

    def more(self) -> dict[str, tuple[Part, ...]]:
        """What is not on the first screen, by the button that shows it; nothing where there is nothing."""
        barred = self.judgement.only == "barred"
        rest = (
            ()
            if self.judgement.only == "not_applicable"
            else (("silent", self.silent()), ("days", self.days()))
        )
        found = {
            "why": (
                *self._behind(),
                *self._several(("grounds", grounds(self)), ("besides", besides(self) if barred else ())),
            ),
            "lack": self._several(
                ("open", open_lines(self)),
                ("mend", (mend for mend, _ in self.mendable())),
                ("weighed", self._weighed()),
            ),
            "proof": self._several(("proof", self.proofs())),
            "rest": self._several(*rest[1:], ("risks", self._risks()), *rest[:1]),
        }
        return {name: parts for name, parts in found.items() if parts}

    def _behind(self) -> Iterator[Part]:
        """The provisions that the outcome comes from, but for the first, which stands beside it."""
        yield from [part for part in self.looks() if isinstance(part, Quote)][1:]

    def _several(self, *sections: tuple[str, Iterable[str]]) -> tuple[Part, ...]:
        return tuple(part for name, lines in sections for part in self._section(name, lines))

    def _risks(self) -> Iterator[str]:
        yield from (f"{t.say}{self._cited(t)}" for t in self.traps())

    def _section(self, name: str, lines: Iterable[str]) -> Iterator[Part]:
        return bulleted(f"{words.SECTIONS[name]}：", lines)

    # ── how it looks ─────────────────────────────────────────────────────────────────────────────
    def looks(self) -> Iterator[Part]:
        """The outcome, or those that are left, each with the words that it comes from."""
        rows = [row for row in self.regime.decision if row.outcome in self.judgement.outcomes]
        if len(rows) == 1:
            yield Say(self.look(rows[0]), strong=True)
        else:
            names = "；".join(self.name(row.outcome) for row in rows)
            yield Say(words.SEVERAL.format(count=len(rows), names=names), strong=True)
        if self.judgement.only == "no_situation" and self.judgement.lost:
            yield Say(words.LOST)
        if self.judgement.only == "no_situation" and not self.regime.situations.catch_all:
            yield Say(words.NO_REST)
        if self.judgement.only == "barred":
            yield from (Say(one.note) for one in self.barring() if one.note and not one.judged)
        yield from self._quotes(rows)
        if any(row.outcome == "gate_failed" for row in rows) and (said := self.regime.mitigation):
            broken = [c.at for c in self.regime.conditions.items if self.judgement.met[c.id] is False]
            yield Say(f"{words.STILL_USEFUL}{cited(self.policy, said.lacking(broken))}")

    def look(self, row: OutcomeRow) -> str:
        """The one outcome that is left; where what bars is left to judgement, that it is."""
        if row.outcome == "barred" and (doubts := self._doubts()):
            return words.BARRED_IF.format(places="、".join(doubts), quote=row.quote)
        if row.outcome == "tolerated" and not row.options:
            return row.look or words.UNTIERED
        local, options = row.local or words.NAMES["exempt"], either(row.options) or words.NAMES[row.outcome]
        return row.look or words.LOOKS[row.outcome].format(quote=row.quote, options=options, local=local)

    def _doubts(self) -> list[str]:
        """Each entry that bars with what it leaves to judgement; nothing where one of them is plain."""
        told = dict.fromkeys(self.judgement.barring, True)
        doubts = {one.at: weighed(one, self.policy, self.regime.organ, told) for one in self.barring()}
        return (
            [f"{self.label(at)}（{doubt}）" for at, doubt in doubts.items()] if all(doubts.values()) else []
        )

    def barring(self) -> list[Exclusion]:
        """Entries of the list of exclusions that what is known falls under."""
        return [one for one in self.regime.exclusions.items if set(one.any) & set(self.judgement.barring)]

    def _quotes(self, rows: Iterable[OutcomeRow]) -> Iterator[Quote]:
        places = [at for row in rows for at in (row.at, row.tiers.at if row.tiers else row.at)]
        if self.judgement.only == "barred":
            places = [one.at for one in self.barring()]
        else:
            places += self.judgement.held
        for at in dict.fromkeys(places):
            yield self.quote(at)

    # ── what can be done, and what shows it ──────────────────────────────────────────────────────
    def mendable(self) -> Iterator[tuple[str, str]]:
        """(what to do, provision) for what is lacking now and can still be made good before a decision."""
        if self.record.text("stage") in ("decided", "effective") or self.judgement.only in ENDED:
            return
        picked = [one for one in self.regime.situations.items if one.at in self.judgement.lost]
        for element, at in ((e, one.at) for one in picked for e in one.shared):
            if element.mend and self._lacks(element.met):
                yield element.mend, at
        for condition in self.regime.conditions.items:
            if condition.mend and self.judgement.met[condition.id] is False:
                yield condition.mend, condition.at

    def _lacks(self, test: logic.Expr) -> bool:
        return logic.value(test, self.way.facts) is False

    def _weighed(self) -> Iterator[str]:
        """The good side of what was weighed, and the facts that were noted."""
        rules = self.regime.criteria
        for n, one in enumerate(rules.items if rules else ()):
            note = self.record.text(f"weigh{n}note")
            good = self.record.answers.get(f"weigh{n}") == "good"
            if self.way.find(f"weigh{n}") and (good or note):
                said = "".join(f"“{side}”" for side in one.good)
                told = f"您答的是“{one.told[0]}”，" if one.told else ""
                side = f"{told}文件这一方面写的是{said}（{self.label(one.at)}）" if good else ""
                yield f"{one.name}：{side}{'；' if side and note else ''}{note}"

    def proofs(self) -> Iterator[str]:
        """What shows the elements and conditions that the answers rely on."""
        if self.judgement.only in ENDED:
            return
        for at in self.judgement.held:
            situation = self.regime.situation(at)
            yield from (f"{e.say}：{e.proof}" for e in (situation.elements if situation else ()))
        for condition in self.regime.conditions.items:
            if self.judgement.met[condition.id]:
                waived = condition.exception if is_waived(self, condition) else None
                said = met_by(self, condition)
                yield f"{said}：{waived.proof if waived else condition.proof}"

    # ── risks, silence, time ─────────────────────────────────────────────────────────────────────
    def traps(self) -> tuple[Trap, ...]:
        """Warnings of the stage were given at the stage, those of the scope matter only outside it."""
        found = traps.fired(self.regime, self.way.facts, self.judgement.outcomes)
        left = {"stage", *(() if self.judgement.only == "not_applicable" else ("scope",))}
        return tuple(trap for trap in found if trap.step not in left)

    def silent(self) -> Iterator[str]:
        document = self.regime.document
        silences = traps.silent(self.regime, self.way.facts, self.judgement.outcomes)
        yield from (one.say for one in silences if one.step == "result")
        yield from self._unasked()
        if document.outside:
            yield f"文件依据的{'、'.join(document.outside)}，我手上没有，里面可能还有规定。"
        if document.stale:
            yield document.stale

    def _unasked(self) -> Iterator[str]:
        """What changes no outcome and was not asked of whoever told the story first."""
        overlay, ways = self.regime.document.overlays, self.regime.route
        if overlay and self.record.told_first and "overlay" not in self.record.answers:
            yield words.OVERLAY_TOO.format(quote=overlay.quote, label=self.label(overlay.at))
        if ways and self.record.told_first and "route" not in self.record.answers:
            for way in (ways.simple, ways.complex):
                yield f"{way.say}{cited(self.policy, Phrase(at=way.at, quote=way.quote))}"

    def days(self) -> Iterator[str]:
        """What is due when, for the applicant first."""
        if self.judgement.only in ENDED:
            return
        if told := self.regime.nudge(self.record.text("stage")):
            yield told.say
        yield from self._own_days()
        for step in self.regime.procedure:
            if step.deadline and step.deadline.days and not step.applicant:
                yield f"{step.who}{step.do}：“{step.quote}”（{self.label(step.at)}）"
        yield from (one.say for one in self.regime.silences if one.step == "deadline")

    def _own_days(self) -> Iterator[str]:
        told = told_day(self.record) if self.way.find("told_on") else None
        not_yet = "还没有起算；" if self.record.text("stage") == "not_pursued" else ""
        for step in (one for one in self.regime.procedure if one.applicant):
            days = step.deadline.days if step.deadline else None
            if days:
                yield f"{not_yet}{step.do}，交给{step.to}：“{step.quote}”（{self.label(step.at)}）"
            if days and told:
                yield due_line(told, days, self.calendar, self.today)

    def _cited(self, trap: Trap) -> str:
        return f"（{self.label(trap.at)}{f'“{trap.quote}”' if trap.quote else ''}）"


def bulleted(head: str, lines: Iterable[str]) -> Iterator[Say]:
    """A heading, if there is one, and the lines below it, each once; nothing where there are no lines."""
    listed = list(dict.fromkeys(lines))
    if listed:
        yield Say("\n".join([*([head] if head else []), *("· " + line for line in listed)]))
