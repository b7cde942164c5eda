"""Everything that is computed from the library once and then only read: vocabulary, indexes, verdict weights.

Learning takes about two seconds, so the outside may keep the result as bytes; `stamp` tells whether it still fits.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from knowledge import classify, search
from knowledge.classify import Classifier
from knowledge.corpus import Library
from knowledge.language import Reader, Vocabulary, fold, vocabulary
from knowledge.search import Index

SOURCES = ("language.py", "search.py", "classify.py", "model.py", "corpus.py", "provisions.py")
Read = Callable[[str], Sequence[str]]
"""folded text → its terms"""
PARTS = ("starts", "documents", "impacts", "rarity")
TOLD, ASKED, KIN = "told", "asked", "kin"


@dataclass(frozen=True, slots=True)
class Entry:
    """One indexed document: a provision with its wordings of one kind (`told`: own cases, `asked`: questions,
    `kin`: own cases told for the same thing in another policy)."""

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Model:
    """`index` holds one document an entry, in order; `topics` one a topic of the library, in order."""

    stamp: str
    vocabulary: Vocabulary
    entries: tuple[Entry, ...]
    index: Index
    topics: Index
    verdicts: Classifier


def stamp(library: Library) -> str:
    """Changes whenever anything changes that the model is computed from: the data, or the code that reads them."""
    here = Path(__file__).parent
    code = b"".join((here / name).read_bytes() for name in SOURCES)
    return hashlib.sha256(code + library.fingerprint.encode()).hexdigest()


def learn(library: Library) -> Model:
    """Compute it all."""
    documents = dict(_documents(library))
    topics = [list(map(fold, topic.asks)) for topic in library.topics]
    negatives = [fold(text) for texts in library.lexicon.negatives.values() for text in texts]
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
        _verdicts(library, read, topics, negatives),
    )


def _terms(read: Read, texts: Iterable[str]) -> list[str]:
    return [term for text in texts for term in read(text)]


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
    others = {other for group in library.lexicon.kin.values() if id_ in group for other in group} - {id_}
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


# ── keeping it ───────────────────────────────────────────────────────────────────────────────────
def dump(model: Model) -> bytes:
    """The model as bytes; plain arrays and JSON, nothing that runs when it is read."""
    head = {
        "stamp": model.stamp,
        "words": model.vocabulary.words,
        "sounds": model.vocabulary.sounds,
        "entries": [[entry.id, entry.kind] for entry in model.entries],
        "classes": model.verdicts.classes,
        "terms": [list(part.numbers) for part in (model.index, model.topics, model.verdicts)],
        "sizes": [model.index.size, model.topics.size],
    }
    arrays = {
        f"index{n}_{name}": getattr(index, name)
        for n, index in enumerate((model.index, model.topics))
        for name in PARTS
    }
    out = io.BytesIO()
    packed = np.frombuffer(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode(), np.uint8)
    np.savez(out, head=packed, weights=model.verdicts.weights, bias=model.verdicts.bias, **arrays)
    return out.getvalue()


def load(body: bytes) -> Model:
    """A dumped model; ValueError, KeyError or OSError where the bytes are not one."""
    with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
        head = json.loads(arrays["head"].tobytes())
        terms = [{term: n for n, term in enumerate(names)} for names in head["terms"]]
        index, topics = (_index(arrays, n, terms[n], head["sizes"][n]) for n in (0, 1))
        verdicts = Classifier(tuple(head["classes"]), terms[2], arrays["weights"], arrays["bias"])
    entries = tuple(Entry(*pair) for pair in head["entries"])
    return Model(head["stamp"], Vocabulary(head["words"], head["sounds"]), entries, index, topics, verdicts)


def _index(arrays: Mapping[str, Any], number: int, terms: Mapping[str, int], size: int) -> Index:
    starts, documents, impacts, rarity = (arrays[f"index{number}_{name}"] for name in PARTS)
    return Index(terms, starts, documents, impacts, rarity, size)
