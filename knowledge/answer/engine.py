"""Question → finding: which policy, which verdict, which provisions. No wording here.

Every reading of the question (see `signals`) gets a chance; the verdict is the one whose readings together are the
likeliest, and the provisions are ranked by their chance under that verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import repeat
from types import MappingProxyType

import numpy as np

from knowledge.answer import mentions, steering
from knowledge.answer.case import Cases
from knowledge.answer.doubt import Chance, Known, doubt, likeliest, verdicts_of, weighed
from knowledge.answer.finding import (
    ELIGIBLE,
    EXCLUDED,
    INFO,
    NOT_COVERED,
    OUT_OF_SCOPE,
    OWN_CASE,
    Doubt,
    Finding,
    Hit,
)
from knowledge.answer.plainly import plainly, unheard
from knowledge.answer.ruling import Rulings
from knowledge.answer.signals import NAMES, Message, Signals
from knowledge.hearing.language import HAN, fold, runs
from knowledge.learning import ranker
from knowledge.learning.model import NONE, SILENT, TOLD, Entry, Model
from knowledge.library.corpus import Library
from knowledge.library.topics import Topic
from knowledge.policy.provisions import Provision

NOTHING: Known = MappingProxyType({})
TOP = 10
TINY = 1e-300
"""Chances below it are as good as none."""
HAN_CHARACTER = re.compile(f"[{HAN}]")
SPELLED = 3
"""Syllables from which letters are taken for spelled Chinese."""
SHORT = 30
"""Characters up to which a message that names a missing article is about that article."""
INJECTION = "injection"
"""The concept of a message that wants to change the rules of the answer instead of asking."""


class Engine:
    """Reads questions against one library and the model learnt from it."""

    def __init__(self, library: Library, model: Model) -> None:
        self.library = library
        self.model = model
        self.signals = Signals(library, model)
        self.reader = self.signals.reader
        self.cases = Cases(self.signals.witness, Rulings(library))
        self._weights = np.array([library.weights[name] for name in NAMES])

    def find(self, question: str, region: str | None, known: Known = NOTHING) -> Finding:
        """What answers it; a place named in it goes before `region`. `known`: what was answered when asked back."""
        named_regions = mentions.regions(self.library, fold(question))
        if named_regions and region not in named_regions:
            region = named_regions[0]
        return self._find(question, region, named_regions, known)

    def find_in(self, question: str, region: str, known: Known = NOTHING) -> Finding:
        """The same for this region, whatever the question names."""
        return self._find(question, region, [region], known)

    def picked(self, question: str, id_: str) -> Finding:
        """What is found where this provision is the one that was meant."""
        finding = self.find_in(question, id_.partition(".")[0])
        kind = self.library.verdict(id_, TOLD) if finding.verdict in OWN_CASE else INFO
        hits = (Hit(self.library.provision(id_), 1.0),)
        finding = replace(finding, hits=hits, verdict=kind, topic=None, confidence=1.0)
        return finding.unruled if kind == EXCLUDED else self.ruled(finding)

    def ruled(self, finding: Finding) -> Finding:
        """The finding with what its first provision hangs on, after that has changed."""
        return self.cases.ruled(finding.unruled, self.signals.witness.told(fold(finding.question)))

    def hear(self, text: str) -> Message:
        """A text as all signals hear it."""
        return self.signals.question(fold(text))

    def ranked(self, chances: Iterable[Chance], ids: Iterable[str]) -> list[str]:
        """These provisions by their chances as an own case that is told, best first."""
        value = {c.reading.id: c.value for c in chances if c.reading.kind == TOLD}
        return sorted(ids, key=lambda id_: -value.get(id_, 0.0))

    def is_fact(self, name: str) -> bool:
        """Whether any provision needs a fact of this name."""
        return bool(name) and any(
            need.fact == name for needs in self.signals.witness.needs.values() for need in needs
        )

    def to_confirm(self, finding: Finding, facts: Iterable[str]) -> Finding:
        """The finding with a question back on the first of these facts that its best provision needs and lacks."""
        open_ = {need.fact: need for need in finding.open}
        wanted = next((name for name in facts if name in open_), None)
        if wanted is None:
            return finding
        return replace(finding, doubt=Doubt((finding.hits[0].provision.id,), wanted, open_[wanted].ask))

    def chances(self, question: Message, regions: Iterable[str]) -> list[Chance]:
        """Every reading under these policies, likeliest first; the values sum to 1."""
        readings: list[tuple[str, Entry, str]] = []
        tables = []
        for region in regions:
            field = self.signals.field(region)
            readings += zip(repeat(region), field.readings, field.verdicts)
            tables.append(self.signals.table(question, region))
        values = ranker.chances(np.concatenate(tables), self._weights)
        values *= np.concatenate([self.signals.field(region).leaning for region in regions])
        before = values.copy()
        self.cases.weigh(question.told, values, readings)
        deeds = np.log(np.maximum(values, TINY) / np.maximum(before, TINY))
        values /= values.sum()
        order = np.argsort(-values, kind="stable")
        return [Chance(*readings[int(n)], float(values[n]), float(deeds[n])) for n in order]

    def _find(self, question: str, region: str | None, named_regions: list[str], known: Known) -> Finding:
        text = fold(question)
        if number := mentions.document(text):
            return self._by_number(question, number, named_regions, region)
        named = self._named(text, region, named_regions)
        missing = "”“".join(mentions.lost(self.library, text, region)) if len(text) <= SHORT else ""
        if named:
            return self._by_name(question, region, named, missing)
        if missing:
            return self._missing(question, region, missing)
        if topic := plainly(text, self.library.topics):
            return self._by_topic(question, region, topic)
        asked = self.signals.question(text)
        found = self._by_words(question, region, asked, self._is_ours(text), known)
        if unheard(asked, found, self.signals):
            found = self._placeless(question, region, text) or Finding(
                question, region, OUT_OF_SCOPE, found.confidence, ()
            )
        lost = mentions.lost(self.library, text, region) if found.verdict == OUT_OF_SCOPE else ()
        return self._missing(question, region, "”“".join(lost)) if lost else found

    def _placeless(self, question: str, region: str | None, text: str) -> Finding | None:
        """The rule that is asked for where a place's name made the question sound like who the asker is."""
        if mentions.FIRST_PERSON.search(text):
            return None
        asked = self.signals.question(mentions.placeless(self.library, text))
        found = self._by_words(question, region, asked, True, NOTHING)
        return None if found.verdict != INFO or unheard(asked, found, self.signals) else found

    def _named(self, text: str, region: str | None, named_regions: list[str]) -> list[str]:
        wanted = named_regions or ([region] if region else list(self.library.policies))
        return [id_ for name in wanted for id_ in mentions.provisions(self.library.policies[name], text)]

    def _by_name(self, question: str, region: str | None, named: list[str], missing: str = "") -> Finding:
        hits = tuple(Hit(self.library.provision(id_), 1.0) for id_ in named[:TOP])
        regions = {id_.partition(".")[0] for id_ in named}
        return Finding(
            question,
            region or (regions.pop() if len(regions) == 1 else None),
            INFO,
            1.0,
            hits,
            named=tuple(named),
            missing=missing,
        )

    def _by_topic(self, question: str, region: str | None, topic: Topic) -> Finding:
        """What can only be asked about one topic."""
        regions = [region] if region else [one for one in self.library.policies if one in topic.at]
        hits = tuple(hit for one in regions for hit in self._near(topic, one)[: None if region else 1])
        silent = all(map(topic.silent_in, regions))
        return Finding(question, region, NOT_COVERED if silent else INFO, 1.0, hits[:TOP], topic)

    def _by_number(self, question: str, number: str, regions: list[str], region: str | None) -> Finding:
        """A document was named and nothing else: its beginning, or that it is not here."""
        own = region if region in regions else regions[0] if regions else region
        first = self.library.policies[own].provisions[0] if own else None
        hits = (Hit(first, 1.0),) if first else ()
        named = (first.id,) if first and regions else ()
        return Finding(question, own, INFO, 1.0, hits, named=named, missing="" if regions else number)

    def _missing(self, question: str, region: str | None, missing: str) -> Finding:
        """A place was named that this policy, or any, does not have: its situations are shown instead."""
        if region is None:
            return Finding(question, None, INFO, 1.0, (), missing=missing)
        policy, rules = self.library.policies[region], self.library.regimes.get(region)
        id_ = rules.situations.at[0] if rules else policy.provisions[0].id
        return Finding(question, region, INFO, 1.0, (Hit(policy.provision(id_), 1.0),), missing=missing)

    def _is_ours(self, text: str) -> bool:
        """Not an attempt to change the rules of the answer, and Chinese, by characters or by sound."""
        if INJECTION in self.library.concepts.found(text):
            return False
        if HAN_CHARACTER.search(text):
            return True
        letters = [run for run in runs(text) if run.isalpha()]
        return len(self.reader.sounds(text)) >= SPELLED and all(self.reader.sounds(run) for run in letters)

    def _by_words(
        self, question: str, region: str | None, asked: Message, ours: bool, known: Known
    ) -> Finding:
        regions = [region] if region else self.library.policies
        chances = weighed(self.chances(asked, regions), self.signals.witness, known)
        verdicts = verdicts_of(chances) if ours else {OUT_OF_SCOPE: 1.0}
        verdict, topic, hits = self._shown(asked, chances, likeliest(verdicts))
        sure, spread = verdicts.get(verdict, 0.0), tuple(verdicts.items())
        finding = Finding(question, region, verdict, sure, hits, topic, chances=spread,
                          facts=asked.told.facts(region) if region else {})  # fmt: skip
        finding = self.cases.ruled(finding, asked.told)
        return replace(finding, doubt=self._doubt(finding, chances, asked, known))

    def _shown(
        self, asked: Message, chances: Sequence[Chance], verdict: str
    ) -> tuple[str, Topic | None, tuple[Hit, ...]]:
        """What is shown for the likeliest verdict, and what that makes of the verdict."""
        silent = next((c for c in chances if c.verdict == verdict), chances[0])
        topic = self._silent_topic(silent) if verdict == NOT_COVERED else None
        hits = self._near(topic, silent.region) if topic else self._hits(chances, verdict)
        if verdict == ELIGIBLE and hits and not self._is_situation(hits[0].provision):
            verdict = INFO  # what must hold beside a situation is a rule, not a case
        if verdict == INFO and hits:
            verdict, topic, hits = self._asked(asked, hits)
        return verdict, topic, hits

    def _asked(self, asked: Message, hits: tuple[Hit, ...]) -> tuple[str, Topic | None, tuple[Hit, ...]]:
        """A question on the rules: the topic of the best provision, or the one it turns to by what is told as done."""
        region = hits[0].provision.region
        share, topic = self._topic(asked, hits[0].provision.id)
        acts = asked.told.acts(steering.TURNED)
        key = next((other for act, other in topic.where.items() if acts.get(act)), "") if topic else ""
        if not key:
            return INFO, topic if share >= steering.TOPIC_SURE else None, hits
        meant = next(one for one in self.library.topics if one.key == key)
        if meant.silent_in(region):
            return NOT_COVERED, meant, self._near(meant, region)
        first = self._near(meant, region)
        ids = [hit.provision.id for hit in first]
        return INFO, meant, (*first, *(hit for hit in hits if hit.provision.id not in ids))

    def _is_situation(self, provision: Provision) -> bool:
        rules = self.library.regimes.get(provision.region)
        return rules is None or provision.parent in rules.situations.at or provision.id in rules.situations.at

    def _doubt(
        self, finding: Finding, chances: Sequence[Chance], asked: Message, known: Known
    ) -> Doubt | None:
        """What to ask back about a case that is told, where the provision shown is one of two that remain."""
        if not finding.region or finding.verdict not in (ELIGIBLE, EXCLUDED):
            return None
        found = doubt(chances, self.signals.witness, asked.told, known)
        return found if found and found.ids[0] == finding.hits[0].provision.id else None

    def _silent_topic(self, chance: Chance) -> Topic | None:
        """The topic, where the likeliest reading is that the policy is silent on it."""
        if chance.reading.kind != SILENT:
            return None
        return next(topic for topic in self.library.topics if topic.key == chance.reading.id)

    def _near(self, topic: Topic, region: str) -> tuple[Hit, ...]:
        """What comes closest to a topic on which the policy is silent."""
        place = topic.at[region]
        ids = place.ids or (self.library.policies[region].provisions[0].id,)
        return tuple(Hit(self.library.provision(id_), 1.0) for id_ in ids)

    def _hits(self, chances: Iterable[Chance], verdict: str) -> tuple[Hit, ...]:
        """Provisions, best first; the first one says what the verdict says: what bars is never comfort. What says otherwise
        and is not likely comes last."""
        scores: dict[str, float] = {}
        said: dict[str, float] = {}
        for chance in (one for one in chances if one.reading.kind not in (SILENT, NONE)):
            id_ = chance.reading.id
            scores[id_] = scores.get(id_, 0.0) + chance.value
            if chance.verdict == verdict:
                said[id_] = scores[id_]
        first = max(said, key=lambda id_: said[id_], default="")
        near = {id_ for id_, score in scores.items() if id_ in said or score >= steering.WORTH}
        best = sorted(scores.items(), key=lambda pair: (pair[0] != first, pair[0] not in near, -pair[1]))[
            :TOP
        ]
        return tuple(Hit(self.library.provision(id_), score) for id_, score in best)

    def _topic(self, asked: Message, id_: str) -> tuple[float, Topic | None]:
        """The topic that this provision answers which covers most of the question, and how much. Topics on which the policy
        is silent are readings of their own, and were less likely."""
        region = id_.partition(".")[0]
        covered = zip(asked.topics.tolist(), self.library.topics, strict=True)
        answered = [
            (share, topic)
            for share, topic in covered
            if not topic.silent_in(region) and (place := topic.at.get(region)) and id_ in place.ids[:1]
        ]
        return max(answered, key=lambda pair: pair[0], default=(0.0, None))
