"""Fit the weights by which an answer weighs its signals, on the project's own example wordings alone.

    .venv/bin/python -m tests.measure.weights [--write]

The wordings are split five times, by a checksum of their text: what is learnt on four parts reads the fifth, so that
every signal is one of a wording not seen before. Prints how the held-out wordings are answered, the reliability of the
confidence, and the weights; with --write they become knowledge/data/weights.yaml. No randomness: the same every time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from knowledge.answer.signals import NAMES, Signals
from knowledge.hearing.language import fold
from knowledge.learning import ranker
from knowledge.learning.learn import learn
from knowledge.learning.model import ASKED, NONE, SILENT, Entry, Model
from knowledge.learning.ranker import RankingLesson
from knowledge.library import corpus
from knowledge.library.corpus import DATA, Library

FOLDS = 5
MIX = {
    "eligible": 0.37,
    "info": 0.30,
    "out_of_scope": 0.13,
    "excluded": 0.11,
    "not_covered": 0.05,
    "not_applicable": 0.04,
}
"""Share of each verdict among real messages, as far as known; what bars is counted a little higher than it comes."""


@dataclass(frozen=True, slots=True)
class Wording:
    text: str
    region: str
    reading: Entry


def main() -> None:
    library = corpus.load()
    lessons, verdicts = [], []
    for fold_number in range(FOLDS):
        signals = Signals(*_without(library, fold_number))
        for wording in _wordings(library):
            if _part(wording.text) == fold_number:
                field = signals.field(wording.region)
                if wording.reading not in field.readings:
                    continue
                table = signals.table(signals.question(fold(wording.text)), wording.region)
                right = field.readings.index(wording.reading)
                lessons.append(RankingLesson(table, right, 1.0))
                verdicts.append((field.verdicts[right], field.verdicts))
        print(f"fold {fold_number + 1} of {FOLDS}: {len(lessons)} wordings", flush=True)
    weights = ranker.fit(_weighted(lessons, [own for own, _ in verdicts]), len(NAMES))
    report(lessons, verdicts, weights)
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"{name:<20}{weight:9.3f}")
    if "--write" in sys.argv:
        write(weights)


def _part(text: str) -> int:
    return crc32(text.encode()) % FOLDS


def _without(library: Library, number: int) -> tuple[Library, Model]:
    """The library less the wordings of one part, and what is learnt from it."""

    def kept(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for text in texts if _part(text) != number)

    less = replace(
        library,
        examples={
            id_: {kind: kept(texts) for kind, texts in kinds.items()}
            for id_, kinds in library.examples.items()
        },
        negatives={kind: kept(texts) for kind, texts in library.negatives.items()},
        asks={key: kept(texts) for key, texts in library.asks.items()},
    )
    return less, learn(less)


def _wordings(library: Library) -> Iterator[Wording]:
    """Every wording with the reading that it stands for; negatives under each region in turn."""
    for id_, kinds in library.examples.items():
        for kind, texts in kinds.items():
            yield from (Wording(text, id_.partition(".")[0], Entry(id_, kind)) for text in texts)
    regions = list(library.policies)
    for topic in library.topics:
        for n, text in enumerate(library.asks[topic.key]):
            region = regions[n % len(regions)]
            place = topic.at.get(region)
            if topic.silent_in(region):
                yield Wording(text, region, Entry(topic.key, SILENT))
            elif place and place.ids:
                yield Wording(text, region, Entry(place.ids[0], ASKED))
    negatives = [text for texts in library.negatives.values() for text in texts]
    for n, text in enumerate(negatives):
        yield Wording(text, regions[n % len(regions)], Entry("", NONE))


def _weighted(lessons: list[RankingLesson], verdicts: list[str]) -> list[RankingLesson]:
    counts = {verdict: verdicts.count(verdict) for verdict in MIX}
    return [
        replace(lesson, importance=MIX[verdict] / counts[verdict])
        for lesson, verdict in zip(lessons, verdicts, strict=True)
    ]


def report(
    lessons: list[RankingLesson], verdicts: list[tuple[str, tuple[str, ...]]], weights: ranker.Floats
) -> None:
    """How held-out wordings are answered, by their verdict."""
    rows = []
    for lesson, (own, all_) in zip(lessons, verdicts, strict=True):
        chances = ranker.chances(lesson.signals, weights)
        sums = {
            verdict: sum(c for c, v in zip(chances, all_, strict=True) if v == verdict) for verdict in MIX
        }
        said = max(sums, key=lambda name: sums[name])
        rows.append((own, said, sums[said], int((chances > chances[lesson.right]).sum())))
    print(f"{'verdict':<16}{'count':>7}{'first':>8}{'in 3':>8}{'verdict':>9}")
    for verdict in MIX:
        mine = [row for row in rows if row[0] == verdict]
        first, three = (sum(row[3] < k for row in mine) / len(mine) for k in (1, 3))
        right = sum(row[1] == verdict for row in mine) / len(mine)
        print(f"{verdict:<16}{len(mine):>7}{first:>8.3f}{three:>8.3f}{right:>9.3f}")
    barred = [row for row in rows if row[0] == "excluded"]
    print(f"barred but comforted {sum(row[1] == 'eligible' for row in barred) / len(barred):.3f}")
    print("confidence → right, count")
    for low in np.arange(0.2, 1.0, 0.1):
        mine = [row for row in rows if low <= row[2] < low + 0.1 + (low > 0.85)]
        if mine:
            print(
                f"{low:.1f}–{low + 0.1:.1f}  {sum(row[0] == row[1] for row in mine) / len(mine):.3f}  {len(mine)}"
            )


def write(weights: ranker.Floats) -> None:
    head = "# 一个回答的各路依据各占多大分量；由 tests/measure/weights.py --write 从说法算出，不手改。\n"
    lines = [f"{name}: {weight:.4f}\n" for name, weight in zip(NAMES, weights, strict=True)]
    (DATA / "weights.yaml").write_text(head + "".join(lines), "utf-8")


if __name__ == "__main__":
    main()
