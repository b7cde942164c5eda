"""Why a question was answered as it was: what was read in it, and what spoke for each reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from knowledge.answer.doubt import Chance
from knowledge.answer.engine import Engine
from knowledge.answer.finding import Finding
from knowledge.answer.retelling import words
from knowledge.answer.signals import COLUMN, NAMES, Floats, Message
from knowledge.hearing.acts import Statement
from knowledge.hearing.concepts import Mention
from knowledge.hearing.evidence import Need
from knowledge.hearing.language import fold
from knowledge.learning.model import NONE, SILENT, TOLD

SHOWN = 5
"""Readings that are explained, the likeliest ones."""
LEAST = 0.05
"""What a signal must add to or take from a score to be named."""
SIGNALS = {
    "likeness": "像这一条的各种说法",
    "verdict": "像得出这个结论的各种说法",
    "cover": "用词盖住了多少",
    "cover_kin": "像别处同类条款的说法",
    "found": "要件说到了几个",
    "chance": "像与容错无关的话",
    "mute": "没有提到工作上的事",
    "listed": "列明的情形",
    "bar": "不予容错的情形",
    "catch_all": "兜底情形",
    "scope": "适用范围",
    "rule": "问规则",
    "silent": "文件没有写的事",
    "none": "与容错无关",
    "deeds": "说到做了什么、没做什么",
}
KINDS = {"told": "讲自己的事", "asked": "问规则", "silent": "文件没有写", "none": "与容错无关"}
SENSES = {"yes": "说有", "no": "说没有", "unsure": "没说准", "other": "说的是别人"}
VERDICTS = {
    "eligible": "可能对得上",
    "lacking": "对得上，但自己要求的没有做到",
    "excluded": "可能不予容错",
    "not_covered": "没有列明",
    "not_applicable": "可能不在适用范围",
    "info": "问规则",
    "out_of_scope": "与容错无关",
}


@dataclass(frozen=True, slots=True)
class Explained:
    """One reading: a provision's id (or a topic's key) and label, its chance 0 to 1, what each signal added to its
    score, and the facts that were told, not told, contradicted."""

    id: str
    label: str
    kind: str
    verdict: str
    chance: float
    signals: dict[str, float]
    found: tuple[Need, ...] = ()
    missing: tuple[Need, ...] = ()
    against: tuple[Need, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "verdict": self.verdict,
            "chance": round(self.chance, 4),
            "signals": {name: round(value, 3) for name, value in self.signals.items()},
            "found": [need.say for need in self.found],
            "missing": [need.say for need in self.missing],
            "against": [need.say for need in self.against],
        }

    def lines(self) -> Iterator[str]:
        yield f"{self.label}（{KINDS[self.kind]}，{VERDICTS[self.verdict]}）{self.chance:.2f}"
        yield "   " + "，".join(f"{SIGNALS[name]} {value:+.2f}" for name, value in self.signals.items())
        told = (("说到了", self.found), ("没说到", self.missing), ("说了相反的", self.against))
        for head, needs in told:
            if says := [need.say for need in needs if need.say]:
                yield f"   {head}：{'；'.join(says)}"


@dataclass(frozen=True, slots=True)
class Listened:
    """A clause and the statements heard in it, each with our words for it and whether it holds in the end, neither taken
    back nor contradicted."""

    clause: str
    statements: tuple[tuple[str, Statement, bool], ...]

    def to_json(self) -> dict[str, Any]:
        heard = [{"act": one.act, "say": say, "true": one.done, "sure": one.sure, "settled": settled}
                 for say, one, settled in self.statements]  # fmt: skip
        return {"words": self.clause, "heard": heard}

    def line(self) -> str:
        said = "；".join(
            f"{say}（{one.sure:.2f}{'' if settled else '，前后不一，不算'}）"
            for say, one, settled in self.statements
        )
        return f"“{self.clause}”：{said or '没有听出'}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """`words`: as jieba cut them; `clauses`: what was heard in each; `facts`: name → said to be so or not; `reasons`: likeliest first."""

    finding: Finding
    words: tuple[str, ...]
    mentions: tuple[Mention, ...]
    facts: dict[str, bool]
    reasons: tuple[Explained, ...]
    says: dict[str, str]
    clauses: tuple[Listened, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self._lines())

    def to_json(self) -> dict[str, Any]:
        """Plain values, for programs."""
        return {
            "verdict": self.finding.verdict,
            "confidence": round(self.finding.confidence, 4),
            "verdicts": {name: round(value, 4) for name, value in self.finding.chances},
            "words": list(self.words),
            "concepts": [{"name": m.name, "words": m.words, "sense": m.sense} for m in self.mentions],
            "clauses": [one.to_json() for one in self.clauses],
            "facts": self.facts,
            "readings": [reason.to_json() for reason in self.reasons],
        }

    def _lines(self) -> Iterator[str]:
        yield "词：" + " ".join(self.words)
        yield "概念：" + (
            "、".join(f"{m.name}（“{m.words}”，{SENSES[m.sense]}）" for m in self.mentions) or "没有认出"
        )
        yield from ("分句：", *(f"   {one.line()}" for one in self.clauses))
        yield "事实：" + ("；".join(self.says[name] for name in self.facts) or "没有听出")
        if self.finding.named:
            yield "点了名：" + "、".join(self.finding.named)
        order = sorted(self.finding.chances, key=lambda pair: -pair[1])
        yield "结论：" + "，".join(f"{VERDICTS[name]} {value:.2f}" for name, value in order if value >= 0.005)
        for n, reason in enumerate(self.reasons, 1):
            first, *rest = reason.lines()
            yield from (f"{n}. {first}", *rest)


def explained(engine: Engine, question: str, region: str | None) -> Explanation:
    """Read the question once more and keep what is otherwise thrown away."""
    finding = engine.find(question, region)
    asked = engine.signals.question(fold(question))
    regime = engine.library.regimes.get(finding.region or "")
    facts = regime.facts if regime else {}
    told = asked.told.facts(finding.region) if finding.region else {}
    return Explanation(
        finding,
        tuple(engine.reader.words(asked.text)),
        asked.mentions,
        dict(told),
        tuple(_reasons(engine, asked, finding.region)),
        {name: facts[name].say if truth else facts[name].deny for name, truth in told.items()},
        tuple(_clauses(engine, asked)),
    )


def _clauses(engine: Engine, asked: Message) -> Iterator[Listened]:
    listener, acts = engine.signals.listener, engine.library.lexicon.acts
    statements, settled = listener.statements(asked.text), asked.told.statements
    for n, clause in enumerate(listener.ear.clauses(asked.text)):
        here = (one for one in statements if one.clause == n)
        yield Listened(clause.text, tuple((words(one, acts), one, _holds(one, settled)) for one in here))


def _holds(one: Statement, settled: Mapping[str, Statement]) -> bool:
    return one.act in settled and settled[one.act].done == one.done


def _reasons(engine: Engine, asked: Message, region: str | None) -> Iterator[Explained]:
    regions = [region] if region else list(engine.library.policies)
    tables = {name: engine.signals.table(asked, name) for name in regions}
    chances = engine.chances(asked, regions)
    first = next((chance for chance in chances if chance.reading.kind == NONE), None)
    for chance in [c for c in chances if c.reading.kind != NONE or c is first][:SHOWN]:
        field = engine.signals.field(chance.region)
        row = tables[chance.region][field.readings.index(chance.reading)]
        yield _reason(engine, asked, chance, row)


def _reason(engine: Engine, asked: Message, chance: Chance, row: Floats) -> Explained:
    """`row`: the signals of this reading."""
    id_, kind = chance.reading.id, chance.reading.kind
    added = {name: float(row[COLUMN[name]] * engine.library.weights[name]) for name in NAMES}
    added["deeds"] = chance.deeds
    told = [(name, value) for name, value in added.items() if abs(value) >= LEAST]
    signals = dict(sorted(told, key=lambda pair: -abs(pair[1])))
    reason = Explained(id_, _label(engine, id_, kind), kind, chance.verdict, chance.value, signals)
    if kind != TOLD:
        return reason
    evidence = engine.signals.evidence(asked, id_)
    return replace(reason, found=evidence.found, missing=evidence.missing, against=evidence.against)


def _label(engine: Engine, id_: str, kind: str) -> str:
    if kind == SILENT:
        return next(topic.name for topic in engine.library.topics if topic.key == id_)
    if not id_:
        return "与容错无关"
    region = id_.partition(".")[0]
    return f"{engine.library.short[region]}{engine.library.provision(id_).label}"
