"""What the lexicon says of acts: acts.yaml names them, acts/<batch>.yaml holds how people speak of them.

by: 编写，二读
date: 2026-11-30
filed:
  done: [...]       # so it was
  undone: [...]     # so it was not
  other: [...]      # near, and neither: somebody else's doing, planned, feared, asked, supposed, rumoured
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.hearing.acts import KINDS, Kind
from knowledge.hearing.language import fold
from knowledge.library.files import QUOTED, Gathered, Problem, are_texts, line_of, mapping, refuse, unsigned


class ActRow(NamedTuple):
    """One wording of a batch, folded."""

    act: str
    kind: Kind
    text: str


def read(folder: Path, known: Iterable[str]) -> tuple[ActRow, ...]:
    """All batches of a folder, by file name; all that is wrong in them is refused at once. `known`: the acts there
    are."""
    gathered, acts = Gathered(), frozenset(known)
    rows = [row for file in sorted(folder.glob("*.yaml")) for row in gathered.take(_rows, file, acts) or ()]
    gathered.close()
    return tuple(dict.fromkeys(rows))


def _rows(file: Path, acts: frozenset[str]) -> list[ActRow]:
    raw = mapping(file)
    made = {key: raw.pop(key, None) for key in ("by", "date")}
    refuse((*unsigned(file, made), *_wrong(file, raw, acts)))
    return [
        ActRow(act, kind, fold(str(text)))
        for act, own in raw.items()
        for kind in KINDS
        for text in own.get(kind) or ()
    ]


def _wrong(file: Path, raw: Mapping[str, Any], acts: frozenset[str]) -> Iterator[Problem]:
    for act, own in raw.items():
        if act not in acts:
            message, remedy = f"acts.yaml 里没有 {act}", "请改成那里的名字，或先在那里写上它"
            yield Problem(file, line_of(file, act), message, remedy)
        elif not isinstance(own, dict) or any(
            kind not in KINDS or not (texts is None or are_texts(texts)) for kind, texts in own.items()
        ):
            yield Problem(file, line_of(file, act), f"{act} 下面只能有 done、undone、other 三个清单", QUOTED)
