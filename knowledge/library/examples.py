"""Everyday wordings of one city, in batches: examples/<batch>.yaml, each of which says by whom and when.

by: 编写，二读            # what they did, not who they are
date: 2026-11-22
donge.7.4:
  told: [...]           # own cases; one whose words are marked is {text: …, done: {act: words}, undone: …, other: …}
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

from knowledge.hearing.acts import KINDS as SAID
from knowledge.hearing.acts import Kind
from knowledge.library.files import QUOTED, Gathered, Problem, are_texts, line_of, mapping, refuse, unsigned
from knowledge.library.later import Later
from knowledge.policy.provisions import Policy

TOLD = "told"
KINDS = (TOLD, "asked")
TEXT = "text"
NONE = "none"
OLD = "examples.yaml"
"""One file of wordings, as operators have them from before there were batches."""
Wordings = Mapping[str, tuple[str, ...]]
"""kind → wordings"""


class Marked(NamedTuple):
    """These words of a wording say of an act that it was done, was not, or neither."""

    words: str
    act: str
    kind: Kind


Marks = Mapping[str, tuple[Marked, ...]]
"""wording → what its words say of acts: all that it says"""


@dataclass(frozen=True, slots=True)
class Examples:
    """`of`: provision id → kind (`told`: own cases, `asked`: questions) → wordings; `none`: kind → what is none of
    ours; `marked`: own cases whose words are marked."""

    of: Mapping[str, Wordings]
    none: Wordings
    marked: Marks


NO_EXAMPLES = Examples({}, {}, {})


class ExampleRow(NamedTuple):
    """One wording of a batch; `id` of a provision, or `none`."""

    file: Path
    id: str
    kind: str
    text: str
    said: tuple[Marked, ...] = ()


def files(folder: Path) -> list[Path]:
    """A city's batches in the order in which they are read."""
    return [file for file in (folder / OLD, *sorted((folder / "examples").glob("*.yaml"))) if file.is_file()]


def read(folder: Path, policy: Policy, kinds: Collection[str], acts: Collection[str]) -> Examples:
    """All batches as one, in the policy's order. `kinds`: those of what is none of ours; `acts`: those there are."""
    gathered = Gathered()
    rows = [row for file in files(folder) for row in gathered.take(_rows, file, policy, kinds, acts) or ()]
    gathered.close()
    refuse(_twice(rows))
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row.id, row.kind), []).append(row.text)
    own = {provision.id: _of(provision.id, KINDS, found) for provision in policy.provisions}
    marked = {row.text: row.said for row in rows if row.said}
    return Examples({id_: texts for id_, texts in own.items() if texts}, _of(NONE, kinds, found), marked)


def later(folder: Path, policy: Policy, kinds: Collection[str], acts: Collection[str]) -> Examples:
    """The same, read and checked when somebody first looks."""
    whole = cache(lambda: read(folder, policy, kinds, acts))
    return Examples(Later(lambda: whole().of), Later(lambda: whole().none), Later(lambda: whole().marked))


def _of(
    id_: str, kinds: Iterable[str], found: Mapping[tuple[str, str], list[str]]
) -> dict[str, tuple[str, ...]]:
    return {kind: tuple(found[id_, kind]) for kind in kinds if (id_, kind) in found}


def _rows(file: Path, policy: Policy, kinds: Collection[str], acts: Collection[str]) -> list[ExampleRow]:
    raw = mapping(file)
    made = {key: raw.pop(key, None) for key in ("by", "date")}
    refuse((*(() if file.name == OLD else unsigned(file, made)), *_wrong(file, raw, policy, kinds)))
    rows = [
        _row(file, id_, kind, one)
        for id_, own in raw.items()
        for kind, texts in own.items()
        for one in texts or ()
    ]
    refuse(_misquoted(rows, acts))
    return rows


def _row(file: Path, id_: str, kind: str, one: Any) -> ExampleRow:
    if not isinstance(one, dict):
        return ExampleRow(file, id_, kind, str(one))
    said = [
        Marked(words, act, how)
        for how in SAID
        for act, found in (one.get(how) or {}).items()
        for words in ([found] if isinstance(found, str) else found)
    ]
    return ExampleRow(file, id_, kind, one[TEXT], tuple(said))


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
        kind in kinds and (texts is None or are_texts(_plain(texts) if kind == TOLD else texts))
        for kind, texts in own.items()
    )


def _plain(texts: object) -> object:
    """A list without those of its members that are marked as they should be."""
    return [one for one in texts if not _is_marked(one)] if isinstance(texts, list) else texts


def _is_marked(one: object) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get(TEXT), str)
        and one.keys() <= {TEXT, *SAID}
        and all(_are_marks(one[how]) for how in SAID if how in one)
    )


def _are_marks(found: object) -> bool:
    return isinstance(found, dict) and all(
        isinstance(words, str) or (isinstance(words, list) and all(isinstance(part, str) for part in words))
        for words in found.values()
    )


def _misquoted(rows: Iterable[ExampleRow], acts: Collection[str]) -> Iterator[Problem]:
    """Marks of acts that there are not, and of words that do not stand there."""
    for row in rows:
        for words, act, _ in row.said:
            if act not in acts:
                message, remedy = f"“{row.text[:12]}…”标了 {act}，acts.yaml 里没有", "请改成那里的名字"
                yield Problem(row.file, 0, message, remedy)
            if words not in row.text:
                message, remedy = f"“{row.text[:12]}…”里没有“{words}”", "请照抄那一段里的字"
                yield Problem(row.file, 0, message, remedy)


def _twice(rows: Iterable[ExampleRow]) -> Iterator[Problem]:
    """Wordings that stand twice under one kind of one city, with both places."""
    seen: dict[tuple[str, str], ExampleRow] = {}
    for row in rows:
        first = seen.setdefault((row.kind, row.text), row)
        if first is not row:
            where = f"{first.file.name} 的 {first.id} 和 {row.file.name} 的 {row.id}"
            yield Problem(row.file, 0, f"“{row.text}”写了两次：{where}", "请只留一处")
