"""Everything that is computed from the library once and then only read: vocabulary, indexes, verdict weights.

Learning takes about two seconds, so the outside may keep the result as bytes; `stamp` tells whether it still fits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from knowledge.hearing.language import Reader, Vocabulary, fold, vocabulary
from knowledge.learning import classify, ridge, search
from knowledge.learning.classify import Classifier
from knowledge.learning.ridge import Ridge
from knowledge.learning.search import Index
from knowledge.library.corpus import Library

SOURCES = (
    "hearing/language.py",
    "hearing/concepts.py",
    "learning/search.py",
    "learning/classify.py",
    "learning/ridge.py",
    "learning/model.py",
    "library/corpus.py",
    "policy/provisions.py",
)
Read = Callable[[str], Sequence[str]]
"""folded text → its terms"""
PARTS = ("starts", "documents", "impacts", "rarity")
TOLD, ASKED, KIN = "told", "asked", "kin"
SILENT, NONE = "silent", "none"
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
KIN_TRUST = 0.3
"""How much a case told under another policy counts for its like in this one."""
OPENING = 300
"""Characters of a provision's own text that it is learnt by."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a message may be about: a provision and a kind of wordings (`told`: own cases, `asked`: questions, `kin`:
    own cases told for the same thing in another policy); a topic's key on which the policy is `silent`; or nothing of
    ours (`none`)."""

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Model:
    """`index` holds one document an entry, in order; `topics` one a topic of the library, in order; `cues[t, c]` is the
    share of topic t's wordings that ask with the word CUES[c]. `ridges`: by
    region, for policies that have wordings of their own; their classes are provisions,
    topics on which the policy is silent, nothing of ours (`none`), and verdicts."""

    stamp: str
    vocabulary: Vocabulary
    entries: tuple[Entry, ...]
    index: Index
    topics: Index
    cues: NDArray[np.float32]
    verdicts: Classifier
    ridges: Mapping[str, Ridge]


def stamp(library: Library) -> str:
    """Changes whenever anything changes that the model is computed from: the data, or the code that reads them."""
    here = Path(__file__).parents[1]
    code = b"".join((here / name).read_bytes() for name in SOURCES)
    return hashlib.sha256(code + library.fingerprint.encode()).hexdigest()


def learn(library: Library) -> Model:
    """Compute it all."""
    documents = dict(_documents(library))
    topics = [list(map(fold, topic.asks)) for topic in library.topics]
    negatives = [fold(text) for texts in library.negatives.values() for text in texts]
    words = vocabulary(
        chain(chain.from_iterable(documents.values()), chain.from_iterable(topics), negatives),
        library.lexicon.words,
    )
    read = lru_cache(maxsize=None)(Reader(words, library.concepts).terms)  # many wordings serve three times
    return Model(
        stamp(library),
        words,
        tuple(documents),
        search.build(_terms(read, texts) for texts in documents.values()),
        search.build(_terms(read, texts) for texts in topics),
        np.array([_cues(library, texts) for texts in topics], np.float32),
        _verdicts(library, read, topics, negatives),
        {region: _ridge(library, region, read) for region in library.policies if _worded(library, region)},
    )


def _terms(read: Read, texts: Iterable[str]) -> list[str]:
    return [term for text in texts for term in read(text)]


def _cues(library: Library, texts: Sequence[str]) -> list[float]:
    found = [set(library.concepts.found(text)) for text in texts]
    return [sum(cue in concepts for concepts in found) / max(len(found), 1) for cue in CUES]


def _documents(library: Library) -> Iterator[tuple[Entry, list[str]]]:
    asks = _asks(library)
    for policy in library.policies.values():
        for provision in policy.provisions:
            examples = library.examples.get(provision.id, {})
            text = fold(provision.text)
            yield (
                Entry(provision.id, ASKED),
                [text, *map(fold, examples.get(ASKED, ())), *asks.get(provision.id, ())],
            )
            if told := examples.get(TOLD):
                yield Entry(provision.id, TOLD), [text, *map(fold, told)]
            if kin := _kin(library, provision.id):
                yield Entry(provision.id, KIN), kin


def _asks(library: Library) -> dict[str, list[str]]:
    """Wordings of topics, by the provision that answers them best."""
    asks: dict[str, list[str]] = {}
    for topic in library.topics:
        for place in topic.at.values():
            if place.ids and not place.silent:
                asks.setdefault(place.ids[0], []).extend(map(fold, topic.asks))
    return asks


def _kin(library: Library, id_: str) -> list[str]:
    others = {other for group in library.kin.values() if id_ in group for other in group} - {id_}
    return [fold(text) for other in sorted(others) for text in library.examples.get(other, {}).get(TOLD, ())]


def _verdicts(
    library: Library, read: Read, topics: Sequence[Sequence[str]], negatives: Sequence[str]
) -> Classifier:
    rows = [
        (text, library.verdict(id_, kind))
        for id_, kinds in library.examples.items()
        for kind, texts in kinds.items()
        for text in map(fold, texts)
    ]
    rows += [
        (text, "info")
        for topic, asks in zip(library.topics, topics, strict=True)
        if not topic.situation
        for text in asks
    ]
    rows += [(text, "out_of_scope") for text in negatives]
    return classify.train([read(text) for text, _ in rows], [verdict for _, verdict in rows])


def _worded(library: Library, region: str) -> bool:
    return any(id_.startswith(region + ".") for id_ in library.examples)


def _ridge(library: Library, region: str, read: Read) -> Ridge:
    """Learnt on the region's own wordings, on its like elsewhere, and on what is none of ours."""
    lessons = list(_lessons(library, region))
    labels = [(entry.id or NONE, verdict) for _, entry, verdict, _ in lessons]
    classes = sorted({name for names in labels for name in names})
    place = {name: n for n, name in enumerate(classes)}
    goals = np.zeros((len(lessons), len(classes)), np.float32)
    for n, names in enumerate(labels):
        goals[n, [place[name] for name in names]] = 1
    trust = np.array([trust for *_, trust in lessons], np.float32)
    return ridge.train([read(fold(text)) for text, *_ in lessons], goals, classes, trust)


def _lessons(library: Library, region: str) -> Iterator[tuple[str, Entry, str, float]]:
    """(text, what it is about, its verdict, how far it is to be trusted)"""
    for provision in library.policies[region].provisions:
        id_ = provision.id
        yield provision.text[:OPENING], Entry(id_, ASKED), "info", 1.0
        for kind, texts in library.examples.get(id_, {}).items():
            yield from ((text, Entry(id_, kind), library.verdict(id_, kind), 1.0) for text in texts)
    for topic in library.topics:
        place, silent = topic.at.get(region), topic.silent_in(region)
        if place is None or not (place.ids or silent):
            continue
        about = Entry(topic.key, SILENT) if silent else Entry(place.ids[0], ASKED)
        yield from ((text, about, "not_covered" if silent else "info", 1.0) for text in topic.asks)
    for group in library.kin.values():
        if own := next((id_ for id_ in group if id_.startswith(region + ".")), None):
            for other in group:
                if not other.startswith(region + "."):
                    for text in library.examples.get(other, {}).get(TOLD, ()):
                        yield text, Entry(own, TOLD), library.verdict(own, TOLD), KIN_TRUST
    for texts in library.negatives.values():
        yield from ((text, Entry("", NONE), "out_of_scope", 1.0) for text in texts)


# ── keeping it ───────────────────────────────────────────────────────────────────────────────────
def dump(model: Model, body: BinaryIO) -> None:
    """Write the model; plain arrays and JSON, nothing that runs when it is read."""
    head = {
        "stamp": model.stamp,
        "words": model.vocabulary.words,
        "sounds": model.vocabulary.sounds,
        "entries": [[entry.id, entry.kind] for entry in model.entries],
        "classes": model.verdicts.classes,
        "terms": [list(part.numbers) for part in (model.index, model.topics, model.verdicts)],
        "ridges": {name: [one.classes, list(one.numbers)] for name, one in model.ridges.items()},
        "sizes": [model.index.size, model.topics.size],
    }
    arrays = {
        f"index{n}_{name}": getattr(index, name)
        for n, index in enumerate((model.index, model.topics))
        for name in PARTS
    }
    for region, one in model.ridges.items():
        arrays |= {f"ridge_{region}_rarity": one.rarity, f"ridge_{region}_weights": one.weights}
    packed = np.frombuffer(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode(), np.uint8)
    np.savez(
        body, head=packed, cues=model.cues, weights=model.verdicts.weights, bias=model.verdicts.bias, **arrays
    )


def load(body: BinaryIO) -> Model:
    """A dumped model; ValueError, KeyError or OSError where it is not one."""
    with np.load(body, allow_pickle=False) as arrays:
        head = json.loads(arrays["head"].tobytes())
        terms = [{term: n for n, term in enumerate(names)} for names in head["terms"]]
        index, topics = (_index(arrays, n, terms[n], head["sizes"][n]) for n in (0, 1))
        verdicts = Classifier(tuple(head["classes"]), terms[2], arrays["weights"], arrays["bias"])
        cues = arrays["cues"]
        ridges = {
            region: Ridge(
                tuple(classes),
                {term: n for n, term in enumerate(known)},
                arrays[f"ridge_{region}_rarity"],
                arrays[f"ridge_{region}_weights"],
            )
            for region, (classes, known) in head["ridges"].items()
        }
    entries = tuple(Entry(*pair) for pair in head["entries"])
    return Model(
        head["stamp"],
        Vocabulary(head["words"], head["sounds"]),
        entries,
        index,
        topics,
        cues,
        verdicts,
        ridges,
    )


def _index(arrays: Mapping[str, Any], number: int, terms: Mapping[str, int], size: int) -> Index:
    starts, documents, impacts, rarity = (arrays[f"index{number}_{name}"] for name in PARTS)
    return Index(terms, starts, documents, impacts, rarity, size)
