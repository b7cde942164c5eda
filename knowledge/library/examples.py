"""Everyday wordings of one city, in batches: examples/<batch>.yaml, each of which says by whom and when.

by: 编写，二读            # what they did, not who they are
date: 2026-11-22
donge.7.4:
  told: [...]           # own cases
  asked: [...]          # questions on the rule
none:                   # what is said there and is none of ours, by the kinds of lexicon/negatives.yaml
  errands: [...]
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.library.files import QUOTED, Gathered, Problem, are_texts, line_of, mapping, refuse, unsigned
from knowledge.library.later import Later
from knowledge.policy.provisions import Policy

KINDS = ("told", "asked")
NONE = "none"
OLD = "examples.yaml"
"""One file of wordings, as operators have them from before there were batches."""
Wordings = Mapping[str, tuple[str, ...]]
"""kind → wordings"""


@dataclass(frozen=True, slots=True)
class Examples:
    """`of`: provision id → kind (`told`: own cases, `asked`: questions) → wordings; `none`: kind → what is none of
    ours."""

    of: Mapping[str, Wordings]
    none: Wordings


NO_EXAMPLES = Examples({}, {})


class ExampleRow(NamedTuple):
    """One wording of a batch; `id` of a provision, or `none`."""

    file: Path
    id: str
    kind: str
    text: str


def files(folder: Path) -> list[Path]:
    """A city's batches in the order in which they are read."""
    return [file for file in (folder / OLD, *sorted((folder / "examples").glob("*.yaml"))) if file.is_file()]


def read(folder: Path, policy: Policy, kinds: Collection[str]) -> Examples:
    """All batches as one, in the policy's order. `kinds`: those of what is none of ours."""
    gathered = Gathered()
    rows = [row for file in files(folder) for row in gathered.take(_rows, file, policy, kinds) or ()]
    gathered.close()
    refuse(_twice(rows))
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row.id, row.kind), []).append(row.text)
    own = {provision.id: _of(provision.id, KINDS, found) for provision in policy.provisions}
    return Examples({id_: texts for id_, texts in own.items() if texts}, _of(NONE, kinds, found))


def later(folder: Path, policy: Policy, kinds: Collection[str]) -> Examples:
    """The same, read and checked when somebody first looks."""
    whole = cache(lambda: read(folder, policy, kinds))
    return Examples(Later(lambda: whole().of), Later(lambda: whole().none))


def _of(
    id_: str, kinds: Iterable[str], found: Mapping[tuple[str, str], list[str]]
) -> dict[str, tuple[str, ...]]:
    return {kind: tuple(found[id_, kind]) for kind in kinds if (id_, kind) in found}


def _rows(file: Path, policy: Policy, kinds: Collection[str]) -> list[ExampleRow]:
    raw = mapping(file)
    made = {key: raw.pop(key, None) for key in ("by", "date")}
    refuse((*(() if file.name == OLD else unsigned(file, made)), *_wrong(file, raw, policy, kinds)))
    return [
        ExampleRow(file, id_, kind, str(text))
        for id_, own in raw.items()
        for kind, texts in own.items()
        for text in texts or ()
    ]


def _wrong(file: Path, raw: Mapping[str, Any], policy: Policy, kinds: Collection[str]) -> Iterator[Problem]:
    for id_, own in raw.items():
        if id_ != NONE and policy.find(id_) is None:
            message, remedy = f"文件里没有 {id_} 这一条", "请改成 rongcuo policy show 列出的编号"
            yield Problem(file, line_of(file, id_), message, remedy)
        elif not _are_wordings(own, kinds if id_ == NONE else KINDS):
            allowed = "已有的种类（见 lexicon/negatives.yaml）" if id_ == NONE else "told 和 asked 两个清单"
            yield Problem(file, line_of(file, id_), f"{id_} 下面只能有 {allowed}", QUOTED)


def _are_wordings(own: object, kinds: Collection[str]) -> bool:
    return isinstance(own, dict) and all(
        kind in kinds and (texts is None or are_texts(texts)) for kind, texts in own.items()
    )


def _twice(rows: Iterable[ExampleRow]) -> Iterator[Problem]:
    """Wordings that stand twice under one kind of one city, with both places."""
    seen: dict[tuple[str, str], ExampleRow] = {}
    for row in rows:
        first = seen.setdefault((row.kind, row.text), row)
        if first is not row:
            where = f"{first.file.name} 的 {first.id} 和 {row.file.name} 的 {row.id}"
            yield Problem(row.file, 0, f"“{row.text}”写了两次：{where}", "请只留一处")
