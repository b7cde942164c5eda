"""How well acts are heard in clauses of writers not heard before: each batch of labelled clauses in turn is left out of
what is learnt.

    .venv/bin/python -m tests.measure.hearing [BATCH …]

Of what was done or not: heard rightly, turned, not heard; of what is near and neither: falsely heard.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import knowledge
from knowledge.hearing.acts import Statement
from knowledge.hearing.language import fold
from knowledge.learning import heard
from knowledge.learning.ear import Listener
from knowledge.library import corpus
from knowledge.library.acts import ActRow
from knowledge.library.corpus import Library
from knowledge.library.files import mapping

FOLDER = Path(knowledge.__file__).parent / "data" / "lexicon" / "acts"
LEAST = 200
"""Clauses of a batch that is worth leaving out."""


def main() -> None:
    library = corpus.load()
    batches = {file.stem: _rows(file) for file in sorted(FOLDER.glob("*.yaml"))}
    total: Counter[str] = Counter()
    for name, rows in batches.items():
        if len(rows) >= LEAST and (len(sys.argv) == 1 or name in sys.argv[1:]):
            rest = {row for other, own in batches.items() if other != name for row in own}
            found = judged(library, rest, rows)
            _print(name, found)
            total += found
    _print("all", total)


def judged(library: Library, learnt: set[ActRow], rows: list[ActRow]) -> Counter[str]:
    """How many of these rows are heard how by what is learnt from others."""
    ear = heard.labelled(library, learnt, heard.UNCUT)
    listener = Listener(ear, library.lexicon.acts, library.concepts, library.lexicon.kinds)
    return Counter(_judged(row, listener.statements(row.text)) for row in rows)


def _judged(row: ActRow, said: tuple[Statement, ...]) -> str:
    done = next((one.done for one in said if one.act == row.act), None)
    if row.kind == "other":
        return "silent" if done is None else "false"
    return "unheard" if done is None else "right" if done == (row.kind == "done") else "turned"


def _rows(file: Path) -> list[ActRow]:
    raw = {act: kinds for act, kinds in mapping(file).items() if isinstance(kinds, dict)}
    return [
        ActRow(act, kind, fold(text))
        for act, kinds in raw.items()
        for kind, texts in kinds.items()
        for text in texts or ()
    ]


def _print(name: str, found: Counter[str]) -> None:
    said = found["right"] + found["turned"] + found["unheard"]
    near = found["false"] + found["silent"]
    shares = (f"{key} {found[key] / max(said, 1):.3f}" for key in ("right", "turned", "unheard"))
    print(f"{name:<36} {said:>5} {' '.join(shares)}  {near:>5} false {found['false'] / max(near, 1):.3f}")


if __name__ == "__main__":
    main()
