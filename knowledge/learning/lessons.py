"""What there is to learn from: the library's texts, each with what it is an example of, and stamps that change when any
of that does. Nothing is computed here; the order of files and their layout make no difference."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import chain

from knowledge.hearing.language import Reader, Vocabulary, fold
from knowledge.learning import setting
from knowledge.learning.model import ASKED, KIN, NONE, TOLD, Entry
from knowledge.learning.setting import KIN_TRUST, MARKED_TRUST, OPENING
from knowledge.library.corpus import Library

PROBED = 50
"""Of so many texts one is read for the stamp, to see whether reading itself has changed."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A folded text, what it is about, its verdict, and how far it is to be trusted, 0 to 1."""

    text: str
    about: str
    verdict: str
    trust: float


# ── one city ─────────────────────────────────────────────────────────────────────────────────────
def worded(library: Library, region: str) -> int:
    """How many wordings of its own the policy has."""
    own = (kinds for id_, kinds in library.examples.items() if id_.startswith(region + "."))
    return sum(len(texts) for kinds in own for texts in kinds.values())


def documents(library: Library, region: str) -> dict[Entry, list[str]]:
    """Folded texts by what they are about."""
    asks, tellable = _asks(library, region), library.tellable(region)
    found: dict[Entry, list[str]] = {}
    for provision in library.policies[region].provisions:
        examples = library.examples.get(provision.id, {})
        text = fold(provision.text)
        asked = [*map(fold, examples.get(ASKED, ())), *asks.get(provision.id, ())]
        found[Entry(provision.id, ASKED)] = [text, *asked]
        if examples.get(TOLD) or provision.id in tellable:
            found[Entry(provision.id, TOLD)] = [text, *map(fold, examples.get(TOLD, ()))]
        if kin := _kin(library, provision.id):
            found[Entry(provision.id, KIN)] = kin
    return found


def _asks(library: Library, region: str) -> dict[str, list[str]]:
    """Wordings of topics, by the provision that answers them best."""
    asks: dict[str, list[str]] = {}
    for topic in library.topics:
        place = topic.at.get(region)
        if place and place.ids and not place.silent:
            asks.setdefault(place.ids[0], []).extend(map(fold, library.asks[topic.key]))
    return asks


def _kin(library: Library, id_: str) -> list[str]:
    others = {other for group in library.kin.values() if id_ in group for other in group} - {id_}
    return [fold(text) for other in sorted(others) for text in library.examples.get(other, {}).get(TOLD, ())]


def lessons(library: Library, region: str) -> list[Lesson]:
    """The region's own wordings, its like elsewhere, and what is none of ours."""
    found = (_own(library, region), _topics(library, region), _elsewhere(library, region), _nothing(library))
    return sorted(chain.from_iterable(found), key=astuple)


def _own(library: Library, region: str) -> Iterator[Lesson]:
    for provision in library.policies[region].provisions:
        id_ = provision.id
        yield Lesson(fold(provision.text[:OPENING]), id_, "info", 1.0)
        for kind, texts in library.examples.get(id_, {}).items():
            for text in texts:
                trust = MARKED_TRUST if text in library.marked else 1.0
                yield Lesson(fold(text), id_, library.verdict(id_, kind), trust)


def _topics(library: Library, region: str) -> Iterator[Lesson]:
    for topic in library.topics:
        place, silent = topic.at.get(region), topic.silent_in(region)
        if place is not None and (place.ids or silent):
            about, verdict = (topic.key, "not_covered") if silent else (place.ids[0], "info")
            yield from (Lesson(fold(text), about, verdict, 1.0) for text in library.asks[topic.key])


def _elsewhere(library: Library, region: str) -> Iterator[Lesson]:
    for group in library.kin.values():
        here = [id_ for id_ in group if id_.startswith(region + ".")]
        others = (library.examples.get(other, {}) for other in sorted(set(group) - set(here)))
        told = [fold(text) for kinds in others for text in kinds.get(TOLD, ())]
        yield from (
            Lesson(text, own, library.verdict(own, TOLD), KIN_TRUST) for own in here[:1] for text in told
        )


def _nothing(library: Library) -> Iterator[Lesson]:
    for texts in library.negatives.values():
        yield from (Lesson(fold(text), NONE, "out_of_scope", 1.0) for text in texts)


# ── all of them ──────────────────────────────────────────────────────────────────────────────────
def verdicts(library: Library) -> list[tuple[str, str]]:
    """(folded text, verdict) of the wordings that tell a city's own from what is none of ours: not of those that are
    marked, which are long and all of a city's own."""
    marked = {fold(text) for text in library.marked}
    return [row for row in wordings(library) if row[0] not in marked]


def wordings(library: Library) -> list[tuple[str, str]]:
    """(folded text, verdict) of every wording there is."""
    rows = [
        (fold(text), library.verdict(id_, kind))
        for id_, kinds in library.examples.items()
        for kind, texts in kinds.items()
        for text in texts
    ]
    asked = [topic.key for topic in library.topics if not topic.situation]
    rows += [(fold(text), "info") for key in asked for text in library.asks[key]]
    rows += [(lesson.text, lesson.verdict) for lesson in _nothing(library)]
    return sorted(rows)


def topics(library: Library) -> dict[str, list[str]]:
    """Folded wordings of every topic, by its key."""
    return {key: list(map(fold, asks)) for key, asks in sorted(library.asks.items())}


def texts(library: Library) -> Iterator[str]:
    """Every folded text, some more than once."""
    for region in library.policies:
        yield from chain.from_iterable(documents(library, region).values())
    yield from chain.from_iterable(topics(library).values())
    yield from (lesson.text for lesson in _nothing(library))


# ── stamps ───────────────────────────────────────────────────────────────────────────────────────
def common_stamp(library: Library) -> str:
    """Of all that the common part is learnt from: the texts of all policies, the concepts, what steers learning."""
    return _stamp(
        {name: value for name, value in vars(setting).items() if name.isupper()},
        sorted(library.lexicon.words),
        *_concepts(library),
        {region: _listed(documents(library, region)) for region in sorted(library.policies)},
        {key: sorted(asks) for key, asks in topics(library).items()},
        verdicts(library),
    )


def city_stamp(library: Library, region: str, common: str) -> str:
    """Of all that a city's part is learnt from, `common` being the common part's."""
    rows = list(map(astuple, lessons(library, region))) if worded(library, region) else []
    return _stamp(common, *_concepts(library), _listed(documents(library, region)), rows)


def ear_stamp(library: Library) -> str:
    """Of all that the ear is learnt from: how acts are spoken of, the concepts, where wordings have punctuation."""
    return _stamp(
        {name: value for name, value in vars(setting).items() if name.isupper()},
        *_concepts(library),
        sorted(library.lexicon.spoken()),
        sorted(library.marked.items()),
        wordings(library),
    )


def probe(library: Library, vocabulary: Vocabulary) -> str:
    """How some of the texts are read: changes when the code that reads them does."""
    read = Reader(vocabulary, library.concepts).terms
    return _stamp([read(text) for text in sorted(set(texts(library)))[::PROBED]])


def _concepts(library: Library) -> tuple[dict[str, str], list[str]]:
    """Those of the lexicon, and the cities' own with them."""
    return dict(library.concepts.wordings), sorted(library.concepts.personal)


def _listed(found: dict[Entry, list[str]]) -> list[tuple[str, str, list[str]]]:
    return sorted((entry.id, entry.kind, sorted(said)) for entry, said in found.items())


def _stamp(*parts: object) -> str:
    said = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
