"""How a city of an operator's own answers with few wordings: each built-in city in turn, unseen by all that is shared.

    .venv/bin/python -m tests.measure.few [COUNT …]        default: 0 16 200 1000

Questions are those of the project's own sets that name the city. Every city is measured twice: its text and wordings
alone, and with its rules and topics.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from zlib import crc32

from knowledge.answer import Answer, Assistant
from knowledge.hearing.language import fold
from knowledge.learning.learn import city, learn
from knowledge.learning.model import Common, Model
from knowledge.library import corpus
from knowledge.library.corpus import Library
from tests.measure.accuracy import OWN, Row, figures, share

COUNTS = (0, 16, 200, 1_000)


def main() -> None:
    library, counts = corpus.load(), [int(word) for word in sys.argv[1:]] or COUNTS
    without = cache(lambda region: learn(_without(library, region)).common)
    for whole in (False, True):
        for count in counts:
            found = [
                pair
                for region in library.policies
                for pair in _asked(library, region, count, whole, without(region))
            ]
            print(
                f"\n{count} wordings, {'with' if whole else 'without'} rules and topics: {len(found)} questions"
            )
            for name, value in figures(found).items():
                print(f"{name:<18}{value:.3f}")
            refused = share(
                a.finding.verdict == "out_of_scope" for r, a in found if r["verdict"] != "out_of_scope"
            )
            print(f"{'wrongly refused':<18}{refused:.3f}", flush=True)


def _asked(
    library: Library, region: str, count: int, whole: bool, common: Common
) -> Iterator[tuple[Row, Answer]]:
    own = _cut(library if whole else _bare(library, region), region, count)
    mind = Assistant(own, Model(common, {region: city(own, region, common)}))
    rows = (json.loads(line) for file in OWN for line in file.read_text("utf-8").splitlines() if line.strip())
    yield from ((row, mind.answer_in(row["question"], region)) for row in rows if row["region"] == region)


def _bare(library: Library, region: str) -> Library:
    """The city without its rules and topics."""
    return replace(
        library,
        regimes={name: rules for name, rules in library.regimes.items() if name != region},
        kin={
            name: tuple(id_ for id_ in ids if not id_.startswith(f"{region}."))
            for name, ids in library.kin.items()
        },
        topics=tuple(
            replace(t, at={name: at for name, at in t.at.items() if name != region}) for t in library.topics
        ),
    )


def _without(library: Library, region: str) -> Library:
    """As if there were no such city."""
    policies = {name: policy for name, policy in library.policies.items() if name != region}
    return replace(_cut(_bare(library, region), region, 0), policies=policies)


def _cut(library: Library, region: str, count: int) -> Library:
    """The city with so many of its wordings, and with no word of ours on what else is said there."""
    rows = sorted(
        ((id_, kind, text) for id_, kinds in library.examples.items() if id_.startswith(f"{region}.")
         for kind, texts in kinds.items() for text in texts), key=lambda row: crc32(row[2].encode())
    )  # fmt: skip
    kept = set(rows[:count])
    own = {
        id_: {kind: some for kind, texts in kinds.items() if (some := tuple(t for t in texts if (id_, kind, t) in kept))}
        if id_.startswith(f"{region}.") else kinds
        for id_, kinds in library.examples.items()
    }  # fmt: skip
    names = library.names[region]
    negatives = {kind: tuple(t for t in texts if not any(n in fold(t) for n in names))
                 for kind, texts in library.negatives.items()}  # fmt: skip
    return replace(library, examples={id_: kinds for id_, kinds in own.items() if kinds}, negatives=negatives)


if __name__ == "__main__":
    main()
