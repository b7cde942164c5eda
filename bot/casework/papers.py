"""A case as its papers need it: nothing on them that was not filed, entered, or written in its policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.casework.counting import ORIGINS, correction
from bot.casework.gate import Folder
from bot.casework.standing import BETWEEN_NAMES, CONCLUDE, INVESTIGATE, day_of, names, valid
from bot.documents.papers import Annex, CasePaper, CaseStep, PolicyWords
from bot.documents.papers.case import BODY
from bot.store.casework.records import DeedRow
from dialogs.acts import Case
from dialogs.shared.paper import EVIDENCE, MATTER, TITLE, boxed, refiled
from knowledge.library.corpus import Library
from knowledge.policy.provisions import Policy
from knowledge.rules import APPLICANT, POST, Regime
from knowledge.rules.casework import TIER, Basis, CaseAct

OBJECT = "容错对象"
QUOTED = ("accept", INVESTIGATE, "tell", "appeal", "correct", "corrected", "extend")
"""Acts whose words of the policy stand on a paper."""
AFTERWARDS = ("corrected", "extend")
"""Acts of which whoever is told reads the whole sentence, for nothing else on the paper leads to it."""
ON_THE_WAY = ("route", "group", "hear", "factsheet", "consult")
"""What a report tells of the way to it, where the policy has it."""
SAID = ("people", "choice")
"""Fields that say with whom, or what came of it."""
REFUSED = "refuse"
LIKE = {REFUSED: CONCLUDE, "open": "accept"}
"""Acts in whose place a policy has another one."""
FILED = "filed"
OVER = {"withdrawn": "申请已经撤回", "not_opened": "没有受理就办结了"}


def case_paper(library: Library, folder: Folder, case: Case) -> CasePaper:
    return _Making(library, folder, case).paper()


@dataclass(frozen=True, slots=True)
class _Making:
    library: Library
    folder: Folder
    case: Case

    @property
    def policy(self) -> Policy:
        return self.library.policies[self.case.region]

    @property
    def regime(self) -> Regime:
        return self.library.regimes[self.case.region]

    @property
    def acts(self) -> Mapping[str, CaseAct]:
        return self.folder.procedure.acts

    @property
    def refused(self) -> bool:
        """It was not begun with; what the policy says of a conclusion is not said then."""
        return bool(self.deeds(REFUSED))

    def paper(self) -> CasePaper:
        case, regime, ended = self.case, self.regime, self.entered(CONCLUDE)
        wrong = self.entered("correct")
        unit, post = _parted(self.box(POST))
        return CasePaper(
            case.spelled, case.region, self.policy.title, self.policy.doc_no,
            authority=self.box(regime.paper.authority), organ=regime.paper.authority,
            source=ORIGINS[self.folder.row.origin].partition("（")[0],
            subject=self.box(OBJECT, APPLICANT), unit=unit, post=post,
            organisation=self.box(f"申请{regime.paper.organisation}"), matter=self.matter(),
            form=refiled(self.library, case) if any(one.key == TITLE for one in case.fields) else None,
            claims=tuple(self.claims()), pieces=tuple(one.name for one in (*case.pieces, *case.added)),
            days=self.days(), steps=tuple(self.steps()), members=tuple(names(self.entered(INVESTIGATE))),
            collective=bool(self.entered("meet")), facts=ended.get("facts", ""), outcome=self.outcome(),
            tier=self.tier(ended), grounds=tuple(self.grounds(ended)), reasons=self.reasons(ended),
            wrong=wrong.get("matter", ""), demand=wrong.get("demand", ""), until=_day(wrong.get("until")),
            corrected=correction(self.folder), without="" if case.pieces else self.box(EVIDENCE), concludes=self.concludes(), body=self.body(), recipients=self.recipients(), says=dict(self.says()),
            headings=self.headings(), dated=self.has("correct", "until"), annexes=dict(self.annexes()),
            own=self.own(), ever=self.ever(), over=OVER.get(self.folder.state, ""), waived=self.folder.standing.waived, issues=self.issues(), persons=tuple(self.persons()),
        )  # fmt: skip

    # ── what was entered ────────────────────────────────────────────────────────────────────────
    def deeds(self, *acts: str) -> list[DeedRow]:
        return [one for one in valid(self.folder.dossier.deeds) if one.act in acts]

    def entered(self, act: str) -> Mapping[str, str]:
        """Of the latest such act; empty where there is none."""
        found = self.deeds(act)
        return found[-1].entered if found else {}

    def days(self) -> dict[str, date]:
        filed = {} if self.folder.row.origin != "application" else {FILED: self.case.filed}
        done = {one.act: day_of(one) for one in valid(self.folder.dossier.deeds)}
        alike = {LIKE[act]: when for act, when in done.items() if act in LIKE}
        return {**filed, **alike, **done}

    def steps(self) -> Iterator[CaseStep]:
        """Until the report: what came later is none of its own."""
        over = self.days().get(INVESTIGATE, date.max)
        for one in self.deeds(*ON_THE_WAY):
            act = self.acts.get(one.act)
            if act and day_of(one) <= over:
                told = "，".join(_told(act, one.entered))
                yield CaseStep(day_of(one), f"{act.plain}：{told}" if told else act.plain)

    def outcome(self) -> str:
        if self.refused:
            return self.acts[REFUSED].do
        ended = self.folder.procedure.outcomes.get(self.folder.standing.outcome)
        return ended.label if ended else ""

    def tier(self, ended: Mapping[str, str]) -> str:
        act = self.acts.get(CONCLUDE)
        choices = {
            value: words
            for one in (act.fields if act else ())
            for value, words in one.choices
            if one.key == TIER
        }
        return choices.get(ended.get(TIER, ""), ended.get(TIER, ""))

    def grounds(self, ended: Mapping[str, str]) -> Iterator[PolicyWords]:
        for at in filter(None, map(str.strip, ended.get("grounds", "").split(","))):
            if self.policy.find(at):
                yield self.provision(at)
        if self.refused:
            yield from _quoted(self.acts[REFUSED].basis)

    def reasons(self, ended: Mapping[str, str]) -> str:
        """Why it was not granted, as it was explained; else what was noted with the conclusion."""
        refused, explained = self.entered(REFUSED).get("why"), self.entered("explain").get("words")
        return refused or explained or (ended.get("note", "") if self.explains() else "")

    def concludes(self) -> str:
        """As the policy calls it; that a case is not begun with is no conclusion of its kind."""
        act = self.acts.get(CONCLUDE)
        return act.plain if act and not self.refused else "作出结论"

    def explains(self) -> bool:
        act = self.acts.get("explain")
        return bool(act and self.folder.standing.outcome in act.only)

    def issues(self) -> dict[str, str]:
        numbers = {act.paper: self.entered(act.id).get("number", "") for act in self.acts.values()}
        return {"decision": numbers["decision"]} if numbers.get("decision") else {}

    def persons(self) -> Iterator[str]:
        """Whoever was named on the way, for a copy without names."""
        yield self.box(OBJECT)
        yield self.box(APPLICANT)
        for one in self.folder.dossier.deeds:
            act = self.acts.get(one.act)
            for field in act.fields if act else ():
                if field.kind == "people":
                    yield from one.entered.get(field.key, "").split(BETWEEN_NAMES)

    # ── what was filed ──────────────────────────────────────────────────────────────────────────
    def box(self, *labels: str) -> str:
        """What stands under the first of these headings that is filled in; the form as printed first."""
        boxes = sorted(boxed(self.case), key=lambda one: not one.printed)
        return next((one.text for label in labels for one in boxes if one.label == label and one.text), "")

    def body(self) -> str:
        """The Party organisation: as it wrote, else as the form names it."""
        paper = self.regime.paper
        labels = [paper.first.label] if paper.first else []
        labels += [f"申请{paper.organisation}"] if paper.organisation == BODY else []
        return self.entered("organisation").get("whom") or self.box(*labels)

    def matter(self) -> str:
        """What it is about, without what is asked for."""
        return self.box(MATTER).partition("\n")[0].rstrip("。")

    def claims(self) -> Iterator[PolicyWords]:
        for one in self.case.claims:
            place = self.policy.place(one.at) if self.policy.find(one.at) else one.label
            yield PolicyWords(place, one.text)

    # ── what the policy says ────────────────────────────────────────────────────────────────────
    def has(self, act: str, key: str) -> bool:
        found = self.acts.get(act)
        return any(one.key == key for one in found.fields) if found else False

    def headings(self) -> tuple[str, str]:
        act = self.acts.get("correct")
        labels = {one.key: one.label for one in act.fields} if act else {}
        return labels.get("matter", "纠错事项"), labels.get("demand", "纠错要求")

    def recipients(self) -> dict[str, tuple[str, ...]]:
        acts = self.acts.values()
        return {one.paper: one.to for one in acts if one.paper and one.to and one.id != REFUSED}

    def says(self) -> Iterator[tuple[str, PolicyWords]]:
        for id_ in () if self.refused else QUOTED:
            if act := self.acts.get(id_):
                quoted = self.sentences if id_ in AFTERWARDS else _quoted
                yield from ((id_, words) for words in quoted(act.basis))
        appeal = self.acts.get("appeal")
        if appeal and appeal.banner and not self.refused:
            yield from (("banner", words) for words in _quoted(appeal.banner))
        if self.explains():
            yield from (("explain", words) for words in _quoted(self.acts["explain"].basis))
        effects = {str(outcome): place for outcome, place in self.regime.effects.items()}
        if effect := effects.get(self.folder.standing.outcome):
            yield "effect", self.provision(effect.at)

    def provision(self, at: str) -> PolicyWords:
        """With its items, where it says no more than that they follow; a paragraph behind them says something else."""
        flat = self.policy.provision(at).flat
        items = [one for one in self.policy.children(at) if one.number] if flat.endswith("：") else []
        told = (one.number + "".join(self.policy.full_text(one.id).split("\n")) for one in items)
        return PolicyWords(self.policy.place(at), flat + "".join(told))

    def sentences(self, basis: Basis) -> Iterator[PolicyWords]:
        """The whole one in which the quoted words stand."""
        for words in _quoted(basis):
            found = self.policy.find(basis.at)
            whole = [one for one in found.flat.split("。") if words.text in one] if found else []
            yield PolicyWords(words.place, whole[0].strip()) if whole else words

    def annexes(self) -> Iterator[tuple[str, Annex]]:
        for one in self.regime.forms:
            yield one.id, Annex(self.policy.place(one.at), one.title, one.fields)

    def own(self) -> frozenset[str]:
        """The papers that this outcome has."""
        outcome, acts = self.folder.standing.outcome, self.acts.values()
        return _papers(one for one in acts if outcome and (not one.only or outcome in one.only))

    def ever(self) -> frozenset[str]:
        """The papers that some outcome has."""
        return _papers(self.acts.values())


def _papers(acts: Iterable[CaseAct]) -> frozenset[str]:
    there = list(acts)
    correcting = {"correction"} if any(one.id == "correct" for one in there) else set()
    return frozenset({one.paper for one in there if one.paper} | correcting)


def _quoted(basis: Basis) -> Iterator[PolicyWords]:
    if basis.quote:
        yield PolicyWords(basis.place, basis.quote)


def _told(act: CaseAct, entered: Mapping[str, str]) -> Iterator[str]:
    """With whom, or what came of it: no more of it than a report says."""
    for one in act.fields:
        text = entered.get(one.key, "")
        if text and (one.kind in SAID or one.key == "whom"):
            yield dict(one.choices).get(text, text)


def _parted(text: str) -> tuple[str, str]:
    """单位 and 职务, where whoever wrote them kept them apart; else all of it is the first."""
    words = text.replace("，", " ").split()
    return (words[0], words[1]) if len(words) == 2 else (text, "")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
