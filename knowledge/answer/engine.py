"""Question → finding: which policy, which verdict, which provisions. No wording here."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from knowledge.answer import mentions
from knowledge.answer.finding import (
    ELIGIBLE,
    EXCLUDED,
    INFO,
    NOT_COVERED,
    OUT_OF_SCOPE,
    OWN_CASE,
    Finding,
    Hit,
)
from knowledge.corpus import Library
from knowledge.language import HAN, Reader, clauses, fold, runs
from knowledge.model import KIN, TOLD, Model
from knowledge.topics import Topic

TOP = 10
HAN_CHARACTER = re.compile(f"[{HAN}]")
SPELLED = 3
"""Syllables from which letters are taken for spelled Chinese."""
SHORT = 20
"""Characters up to which a message that names a missing article is about that article."""
INJECTION = "injection"
"""The concept of a message that wants to change the rules of the answer instead of asking."""
ADMITTED = 0.6
"""Chance of one clause alone from which it bars the whole story."""
ACCUSED = 0.7
"""Chance of being barred from which a message is taken so though a situation fits it best."""
CUES = (
    "who_word",
    "deadline_word",
    "form_word",
    "appeal_word",
    "suspend_word",
    "effect_word",
    "extension_word",
)
"""Concepts that say what is asked for: a person, a time, a form …"""
CUE_SHARE = 0.5
OTHER_MATTERS = (
    "injection",
    "injection_word",
    "machine_word",
    "benefit_ask_word",
    "other_law_word",
    "chat_word",
)
PLAINLY = 0.7
"""Share of a question that a topic must cover to be answered though it sounds like another office's (怎么申诉)."""
NEAR_TOPICS = 8
WORDS_SHARE = 0.35
SILENT_SHARE = 0.85
SILENT_SURE = 0.5
"""Share of a question that a topic must cover before the policy is said to be silent on it."""
CAUTION = 1.25
"""How much more the chance of being barred counts than the others."""
CERTAIN = 0.9
"""Chance from which a message stays an own case though a rule of procedure fits it best."""
NEARLY = 0.85
"""Share of the best score from which a provision that agrees with the verdict goes before the best one."""
BARRING = (
    "gain",
    "family",
    "favour",
    "eight_rules",
    "crime",
    "politics",
    "accident",
    "mass",
    "alone",
    "no_remedy",
)
"""Concepts that may bar tolerance, so that it matters when they are denied."""
FLOOR = 0.30
"""What a document keeps of its score when its verdict seems impossible: a rank never hangs on the verdict alone."""
KIN_SHARE = 0.75
TOPIC_SHARE = 0.5
TOPIC_SURE = 0.33
"""Share of a question that a topic must cover to be taken for what is asked."""


def cautious(chances: dict[str, float]) -> dict[str, float]:
    """Chances that lean towards what bars: wrong comfort costs the asker more than a wrong warning."""
    leaning = {name: chance * (CAUTION if name == EXCLUDED else 1.0) for name, chance in chances.items()}
    total = sum(leaning.values())
    return {name: chance / total for name, chance in leaning.items()}


def likeliest(chances: dict[str, float]) -> str:
    return max(chances, key=lambda name: chances[name])


def _silent(topic: Topic, region: str | None) -> bool:
    """The policy says nothing on the topic, nor on the step that it belongs to."""
    place = topic.at.get(region) if region else None
    return place is not None and place.silent and not place.partly


def only(name: str, chances: dict[str, float]) -> dict[str, float]:
    """Chances with no doubt left."""
    return dict.fromkeys(chances, 0.0) | {name: 1.0}


class Engine:
    """Reads questions against one library and the model learnt from it."""

    def __init__(self, library: Library, model: Model) -> None:
        self.library = library
        self.model = model
        self.reader = Reader(model.vocabulary, library.concepts)
        self._region = np.array([entry.id.partition(".")[0] for entry in model.entries])
        self._verdict = [library.verdict(entry.id, entry.kind) for entry in model.entries]
        self._told = np.array([entry.kind == TOLD for entry in model.entries])
        self._cues = [self._asked_with(topic) for topic in library.topics]
        self._ids = [entry.id for entry in model.entries]
        self._share = np.array([KIN_SHARE if entry.kind == KIN else 1.0 for entry in model.entries])

    def find(self, question: str, region: str | None) -> Finding:
        """What is asked, for whom, and what answers it; a place named in the question goes before `region`."""
        named_regions = mentions.regions(self.library, fold(question))
        if named_regions and region not in named_regions:
            region = named_regions[0]
        return self._find(question, region, named_regions)

    def find_in(self, question: str, region: str) -> Finding:
        """The same for this region, whatever the question names."""
        return self._find(question, region, [region])

    def ranked(self, text: str, ids: Iterable[str]) -> list[str]:
        """These provisions by how well they fit an own case that is told, best first."""
        scores = self._scores(self.reader.terms(fold(text)), {ELIGIBLE: 1.0})
        return sorted(ids, key=lambda id_: -scores.get(id_, 0.0))

    def _find(self, question: str, region: str | None, named_regions: list[str]) -> Finding:
        text = fold(question)
        named = self._named(text, region, named_regions)
        terms = self.reader.terms(text)
        chances = cautious(self.model.verdicts.chances(terms))
        if named:
            return self._by_name(question, region, named, chances)
        verdict = likeliest(chances)
        if verdict == EXCLUDED:
            chances = self._without_denials(text, chances)
        elif verdict == ELIGIBLE:
            chances = self._with_admissions(text, region, chances)
        missing = mentions.spoken_of(text) if region and len(text) <= SHORT else ""
        if missing:
            return self._missing(question, str(region), missing)
        return self._by_words(question, region, terms, chances)

    def _missing(self, question: str, region: str, missing: str) -> Finding:
        """A place was named that this policy does not have: its situations are shown instead."""
        policy, rules = self.library.policies[region], self.library.regimes.get(region)
        id_ = rules.situations.at[0] if rules else policy.provisions[0].id
        return Finding(question, region, INFO, 1.0, (Hit(policy.provision(id_), 1.0),), missing=missing)

    def _without_denials(self, text: str, chances: dict[str, float]) -> dict[str, float]:
        """「没收过好处」 speaks of gain and must not count as gain: look once more at what is not denied."""
        left = self.library.concepts.without_denied(text, BARRING)
        if left == text or not left:
            return chances
        again = cautious(self.model.verdicts.chances(self.reader.terms(left)))
        return again if likeliest(again) in OWN_CASE else chances

    def _named(self, text: str, region: str | None, named_regions: list[str]) -> list[str]:
        wanted = named_regions or ([region] if region else list(self.library.policies))
        return [id_ for name in wanted for id_ in mentions.provisions(self.library.policies[name], text)]

    def _with_admissions(self, text: str, region: str | None, chances: dict[str, float]) -> dict[str, float]:
        """One clause that admits gain in an otherwise innocent story decides: nobody is comforted who is barred."""
        left = self.library.concepts.without_denied(text, BARRING)
        for clause in clauses(left):
            if not set(BARRING) & set(self.reader.concepts.found(clause)):
                continue
            terms = self.reader.terms(clause)
            alone = self.model.verdicts.chances(terms)
            if alone[EXCLUDED] > ADMITTED and self._bars(terms, region):
                return {
                    **chances,
                    EXCLUDED: max(alone[EXCLUDED], chances[ELIGIBLE]),
                    ELIGIBLE: chances[EXCLUDED],
                }
        return chances

    def _bars(self, terms: list[str], region: str | None) -> bool:
        """Among the own cases of the region the ones most like this are barred."""
        here = self._told & ((self._region == region) | (region is None))
        scores = np.where(here, self.model.index.scores(terms), 0)
        return self._verdict[int(scores.argmax())] == EXCLUDED

    def _by_name(
        self, question: str, region: str | None, named: list[str], chances: dict[str, float]
    ) -> Finding:
        hits = tuple(Hit(self.library.provision(id_), 1.0) for id_ in named[:TOP])
        region = region or (
            named[0].partition(".")[0] if len({id_.partition(".")[0] for id_ in named}) == 1 else None
        )
        return Finding(question, region, INFO, 1.0, hits, None, tuple(named), tuple(chances.items()))

    def _by_words(
        self, question: str, region: str | None, terms: list[str], chances: dict[str, float]
    ) -> Finding:
        chances = self._about_us(fold(question), chances)
        scores = self._scores(terms, chances)
        topic, sure = self._topic(terms, region, scores)
        if (
            chances[OUT_OF_SCOPE] == max(chances.values()) < 1
            and sure >= PLAINLY
            and not self._elsewhere(terms)
        ):
            chances = {**chances, INFO: chances[OUT_OF_SCOPE], OUT_OF_SCOPE: chances[INFO]}
            scores = self._scores(terms, chances)
        verdict = likeliest(chances)
        if verdict == OUT_OF_SCOPE:
            sure_not = 1.0 if self._elsewhere(terms) else chances[verdict]
            return Finding(question, region, verdict, sure_not, self._hits(scores, region))
        meant = topic if sure >= TOPIC_SURE else None
        if verdict == INFO and meant:
            self._lift(scores, meant, sure)
        verdict, hits = self._agreed(verdict, self._hits(scores, region), chances)
        confidence = chances[verdict]
        if verdict == INFO and meant and _silent(meant, region):
            verdict = NOT_COVERED
        shown = meant if verdict in (INFO, NOT_COVERED) else None
        return Finding(question, region, verdict, confidence, hits, shown, chances=tuple(chances.items()))

    def _about_us(self, text: str, chances: dict[str, float]) -> dict[str, float]:
        """Chances after a look at what is no question at all."""
        if INJECTION in self.reader.concepts.found(text):
            return only(OUT_OF_SCOPE, chances)
        return chances if HAN_CHARACTER.search(text) else self._spelled(text, chances)

    def _spelled(self, text: str, chances: dict[str, float]) -> dict[str, float]:
        """Without any Chinese character: spelled Chinese is read by its sounds, anything else is not for us."""
        letters = [run for run in runs(text) if run.isalpha()]
        if len(self.reader.sounds(text)) >= SPELLED and all(self.reader.sounds(run) for run in letters):
            return {**chances, OUT_OF_SCOPE: 0.0}
        return only(OUT_OF_SCOPE, chances)

    def _elsewhere(self, terms: list[str]) -> bool:
        """The message speaks of other benefits, other law, machines or the weather."""
        return any(term[1:] in OTHER_MATTERS for term in terms if term[0] == "#")

    def _agreed(
        self, verdict: str, hits: tuple[Hit, ...], chances: dict[str, float]
    ) -> tuple[str, tuple[Hit, ...]]:
        """The verdict on an own case and the best provision say the same: a provision that bars is never comfort."""
        if verdict not in OWN_CASE or not hits:
            return verdict, hits
        kinds = [self._kind(hit.provision.id) for hit in hits]
        fitting = next((n for n, kind in enumerate(kinds) if kind == verdict), None)
        if fitting is not None and hits[fitting].score >= NEARLY * hits[0].score:
            return verdict, (hits[fitting], *(hit for n, hit in enumerate(hits) if n != fitting))
        if kinds[0] == EXCLUDED and verdict == ELIGIBLE:
            return EXCLUDED, hits
        if verdict == EXCLUDED and kinds[0] == ELIGIBLE and chances[EXCLUDED] < ACCUSED:
            return ELIGIBLE, hits
        if fitting is not None and verdict == EXCLUDED:
            return verdict, (hits[fitting], *(hit for n, hit in enumerate(hits) if n != fitting))
        return (verdict if kinds[0] or chances[verdict] > CERTAIN else INFO), hits

    def _kind(self, id_: str) -> str:
        """What an own case under this provision is; empty for provisions that none falls under."""
        rules = self.library.regimes.get(id_.partition(".")[0])
        kind = self.library.verdict(id_, TOLD)
        if rules and kind == ELIGIBLE and id_.rpartition(".")[0] not in rules.situations.at:
            return ""
        return kind

    def _asked_with(self, topic: Topic) -> dict[str, float]:
        """Share of a topic's wordings that ask with each kind of question word."""
        found = [set(self.reader.concepts.found(fold(text))) for text in topic.asks]
        return {cue: sum(cue in concepts for concepts in found) / len(found) for cue in CUES} if found else {}

    def _topic(
        self, terms: list[str], region: str | None, scores: dict[str, float]
    ) -> tuple[Topic | None, float]:
        """The topic that is asked about, and how much of the question it covers.

        Where the policy answers a topic, its provision's own fit counts too; where it is silent, the topic must
        clearly be the one: to say that something is not ruled is a claim of its own.
        """
        ceiling = self.model.topics.ceiling(terms) or 1.0
        fits = (fit for id_, fit in scores.items() if not region or id_.startswith(region + "."))
        top = max(fits, default=0.0) or 1.0
        cues = set(CUES) & {term[1:] for term in terms if term[0] == "#"}
        best: tuple[float, Topic | None, float] = (0.0, None, 0.0)
        for number, score in self.model.topics.best(terms, NEAR_TOPICS):
            topic, sure = self.library.topics[number], score / ceiling
            places = [place for name, place in topic.at.items() if region in (None, name)]
            said = [place.ids[0] for place in places if place.ids and (not place.silent or place.partly)]
            words = max((scores.get(id_, 0.0) for id_ in said), default=0.0) / top
            weight = sure * (1 + WORDS_SHARE * words) if said else sure * SILENT_SHARE
            weight *= 1 + CUE_SHARE * sum(self._cues[number].get(cue, 0.0) for cue in cues)
            best = max(
                best, (weight, topic, sure if said or sure >= SILENT_SURE else 0.0), key=lambda row: row[0]
            )
        return best[1], best[2]

    def _scores(self, terms: list[str], chances: dict[str, float]) -> dict[str, float]:
        """id → fit: share of the question that its best document covers, weighed by that document's verdict."""
        covered = self.model.index.scores(terms) / (self.model.index.ceiling(terms) or 1.0)
        prior = np.array([FLOOR + chances.get(verdict, 0.0) for verdict in self._verdict])
        fit = covered * prior * self._share
        scores: dict[str, float] = {}
        for number in np.argsort(-fit, kind="stable")[:400]:
            scores.setdefault(self._ids[number], float(fit[number]))
        return scores

    def _lift(self, scores: dict[str, float], topic: Topic, sure: float) -> None:
        for place in topic.at.values():
            for rank, id_ in enumerate(place.ids):
                scores[id_] = scores.get(id_, 0.0) + TOPIC_SHARE * sure / (rank + 1)

    def _hits(self, scores: dict[str, float], region: str | None) -> tuple[Hit, ...]:
        wanted: Iterable[tuple[str, float]] = scores.items()
        if region:
            wanted = ((id_, score) for id_, score in wanted if id_.startswith(region + "."))
        best = sorted(wanted, key=lambda pair: -pair[1])[:TOP]
        return tuple(Hit(self.library.provision(id_), score) for id_, score in best)
