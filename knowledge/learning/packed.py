"""The model as files: one for the common part, one a city; plain arrays and text, nothing that runs when it is read.

The same content is the same bytes: entries in a fixed order, without the time of writing.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from knowledge.hearing.language import Vocabulary
from knowledge.learning import search
from knowledge.learning.classify import Classifier
from knowledge.learning.ear import Ear
from knowledge.learning.model import City, Common, Entry, Model
from knowledge.learning.pauses import FINE, Pauses
from knowledge.learning.ridge import Ridge
from knowledge.learning.search import Counts, Statistics
from knowledge.learning.table import Table
from knowledge.learning.tagger import KNOWN, Names, Tagger
from knowledge.learning.terms import Terms

LEARNT = Path(__file__).parents[1] / "learnt"
COMMON, EAR, TAGGER = "common", "ear", "tagger"
"""Files that are no city's."""
BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can tell."""
SMALL = (np.uint8, np.uint16, np.uint32, np.int64)
Arrays = Mapping[str, NDArray[Any]]


def model(folder: Path = LEARNT) -> Model:
    """What is kept in a folder; OSError, ValueError or KeyError where it is not all there."""
    with (folder / f"{COMMON}.npz").open("rb") as body:
        common = load_common(body)
    with (folder / f"{EAR}.npz").open("rb") as body:
        ear = load_ear(body)
    with (folder / f"{TAGGER}.npz").open("rb") as body:
        tagger = load_tagger(body)
    return Model(common, Cities(folder, common), ear, tagger)


class Cities(Mapping[str, City]):
    """The cities of a folder, each read when it is first asked for."""

    def __init__(self, folder: Path, common: Common) -> None:
        self._files = {
            file.stem: file for file in sorted(folder.glob("*.npz")) if file.stem not in (COMMON, EAR, TAGGER)
        }
        self._common = common
        self._read: dict[str, City] = {}

    def __getitem__(self, region: str) -> City:
        if region not in self._read:
            with self._files[region].open("rb") as body:
                self._read[region] = load_city(body, self._common)
        return self._read[region]

    def __contains__(self, region: object) -> bool:
        return region in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


# ── the common part ──────────────────────────────────────────────────────────────────────────────
def dump_common(common: Common, body: BinaryIO) -> None:
    words = sorted(common.vocabulary.words.items())
    frequencies = _least(np.array([count for _, count in words]))
    arrays = {"frequencies": frequencies, **_common_arrays(common)}
    _write(body, _common_head(common, [word for word, _ in words]), list(common.terms.numbers), arrays)


def _common_head(common: Common, words: list[str]) -> dict[str, Any]:
    return {
        "stamp": common.stamp,
        "probe": common.probe,
        "words": words,
        "sounds": dict(sorted(common.vocabulary.sounds.items())),
        "topics": common.topics,
        "classes": common.verdicts.classes,
        "documents": [common.documents.size, common.documents.mean],
    }


def _common_arrays(common: Common) -> dict[str, NDArray[Any]]:
    return {
        "documents_held": _least(common.documents.held),
        "known": np.packbits(common.verdicts.known),
        "bias": common.verdicts.bias,
        **_counts("topics", common.index.counts),
        **_table("verdicts", common.verdicts.table),
    }


def load_common(body: BinaryIO) -> Common:
    head, names, arrays = _read(body)
    terms = Terms.read(names)
    words = dict(zip(head["words"], arrays["frequencies"].tolist(), strict=True))
    return Common(
        head["stamp"],
        head["probe"],
        Vocabulary(words, head["sounds"]),
        Statistics(terms, _whole(arrays["documents_held"]), *head["documents"]),
        tuple(head["topics"]),
        search.weighed(_counted("topics", terms, arrays)),
        _classifier(terms, tuple(head["classes"]), arrays),
    )


def _classifier(terms: Terms, classes: tuple[str, ...], arrays: Arrays) -> Classifier:
    known = np.unpackbits(arrays["known"], count=len(terms)).astype(bool)
    return Classifier(classes, terms, known, _tabled("verdicts", arrays), arrays["bias"])


# ── a city ───────────────────────────────────────────────────────────────────────────────────────
def dump_city(city: City, common: Common, body: BinaryIO) -> None:
    more = list(city.terms.numbers)[len(common.terms) :]
    head = {
        "stamp": city.stamp,
        "entries": [[entry.id, entry.kind] for entry in city.entries],
        "classes": city.ridge.classes if city.ridge else None,
        "size": city.ridge.size if city.ridge else 0,
    }
    arrays = _counts("index", city.index.counts)
    if city.ridge:
        arrays |= {"held": _least(city.ridge.held), **_table("ridge", city.ridge.table)}
    _write(body, head, more, arrays)


def load_city(body: BinaryIO, common: Common) -> City:
    head, more, arrays = _read(body)
    terms = common.terms.extended(Terms.read(more).numbers)
    ridge = head["classes"] and Ridge(
        tuple(head["classes"]), terms, _whole(arrays["held"]), head["size"], _tabled("ridge", arrays)
    )
    entries = tuple(Entry(*pair) for pair in head["entries"])
    index = search.weighed(_counted("index", terms, arrays), common.documents)
    return City(head["stamp"], entries, index, ridge or None)


# ── the ear ──────────────────────────────────────────────────────────────────────────────────────
def dump_ear(ear: Ear, body: BinaryIO) -> None:
    weights, ridge = sorted(ear.pauses.weights.items()), ear.ridge
    signs = "\n".join(sign for sign, _ in weights)
    head = {
        "stamp": ear.stamp,
        "bias": ear.pauses.bias,
        "classes": ridge.classes,
        "size": ridge.size,
        "signs": signs,
    }
    steps = np.rint(np.array([weight for _, weight in weights]) / FINE)
    arrays = {"pauses": steps.astype(np.int8), "held": _least(ridge.held), **_table("ridge", ridge.table)}
    _write(body, head, list(ridge.terms.numbers), arrays)


def load_ear(body: BinaryIO) -> Ear:
    head, names, arrays = _read(body)
    weights = dict(zip(head["signs"].split("\n"), (arrays["pauses"] * FINE).tolist(), strict=True))
    held, table = _whole(arrays["held"]), _tabled("ridge", arrays)
    ridge = Ridge(tuple(head["classes"]), Terms.read(names), held, head["size"], table)
    return Ear(head["stamp"], Pauses(weights, head["bias"]), ridge)


# ── the tagger ───────────────────────────────────────────────────────────────────────────────────
def dump_tagger(tagger: Tagger, body: BinaryIO) -> None:
    shapes = {name: list(array.shape) for name, array in sorted(tagger.weights.items())}
    head = {"stamp": tagger.stamp, "acts": tagger.acts, "known": len(tagger.characters), "shapes": shapes}
    names = [*tagger.characters.numbers, *tagger.pairs.numbers]
    _write(body, head, names, {name: array.ravel() for name, array in tagger.weights.items()})


def load_tagger(body: BinaryIO) -> Tagger:
    head, content, arrays = _read(body)
    names, known = content.decode().split("\n"), head["known"] - KNOWN
    weights = {name: _dense(arrays[name].reshape(shape)) for name, shape in head["shapes"].items()}
    characters, pairs = Names.of(names[:known]), Names.of(names[known:])
    return Tagger(head["stamp"], tuple(head["acts"]), characters, pairs, weights)


def _dense(array: NDArray[Any]) -> NDArray[Any]:
    """What is kept in two bytes is reckoned with in four."""
    return array.astype(np.float32) if array.dtype == np.float16 else array


# ── a file ───────────────────────────────────────────────────────────────────────────────────────
def _table(name: str, table: Table) -> dict[str, NDArray[Any]]:
    return {
        f"{name}_held": _least(_held(table)),
        f"{name}_columns": table.columns,
        f"{name}_values": table.values,
        f"{name}_scale": table.scale,
    }


def _tabled(name: str, arrays: Arrays) -> Table:
    held, columns, values, scale = (
        arrays[f"{name}_{part}"] for part in ("held", "columns", "values", "scale")
    )
    return Table(np.concatenate(([0], np.cumsum(held, dtype=np.int64))), columns, values, scale)


def _counts(name: str, counts: Counts) -> dict[str, NDArray[Any]]:
    return {
        f"{name}_{part}": _least(getattr(counts, part)) for part in ("held", "documents", "counts", "lengths")
    }


def _counted(name: str, terms: Terms, arrays: Arrays) -> Counts:
    held, documents, counts, lengths = (
        arrays[f"{name}_{part}"] for part in ("held", "documents", "counts", "lengths")
    )
    return Counts(terms, _whole(held), documents, counts, _whole(lengths))


def _held(table: Table) -> NDArray[np.int64]:
    return np.diff(table.starts)


def _least(numbers: NDArray[Any]) -> NDArray[Any]:
    """In the narrowest type that holds them all."""
    most = int(numbers.max(initial=0))
    return numbers.astype(next(kind for kind in SMALL if most <= np.iinfo(kind).max))


def _whole(numbers: NDArray[Any]) -> NDArray[np.int64]:
    return numbers.astype(np.int64)


def _write(body: BinaryIO, head: Mapping[str, Any], names: list[str], arrays: Arrays) -> None:
    kinds = {name: array.dtype.newbyteorder("<").str for name, array in sorted(arrays.items())}
    text = json.dumps({**head, "arrays": kinds}, ensure_ascii=False, separators=(",", ":"))
    with zipfile.ZipFile(body, "w") as file:
        file.writestr(_member("head.json"), text, compresslevel=9)
        file.writestr(_member("terms.txt"), "\n".join(names), compresslevel=9)
        for name, kind in kinds.items():
            file.writestr(_member(name), arrays[name].astype(kind).tobytes(), compresslevel=9)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, BEGINNING)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _read(body: BinaryIO) -> tuple[dict[str, Any], bytes, Arrays]:
    """Of arrays only the bytes are kept, their kinds in the head: numpy's own form takes longer to read than they do."""
    with zipfile.ZipFile(body) as file:
        head = json.loads(file.read("head.json"))
        names = file.read("terms.txt")
        arrays = {name: np.frombuffer(file.read(name), kind) for name, kind in head.pop("arrays").items()}
    return head, names, arrays
