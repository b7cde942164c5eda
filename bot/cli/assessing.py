"""`rongcuo assess`: facts in, the outcomes that are still possible out; as text, or as JSON objects."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.channels.screen import rendered
from bot.clean import misread, said
from bot.cli.asking import BadLine, entries
from bot.cli.places import place
from bot.cli.printing import as_json
from bot.cli.surroundings import Surroundings
from bot.cli.usage import UsageError
from dialogs.assess.card import ResultCard
from dialogs.assess.questions import Way
from dialogs.assess.record import Assessment
from dialogs.core import Calendar, Reply
from knowledge.library.corpus import Library
from knowledge.rules import STAGES, Regime
from knowledge.rules.judge import ContradictionError, Judge

Facts = dict[str, bool | None]


def assess(wanted: argparse.Namespace, around: Surroundings) -> int:
    if (wanted.batch is None) == (wanted.facts is None):
        raise UsageError(
            "请用 --facts 给一个文件，或用 --batch 给一批，两者选一。对话里的自评：rongcuo chat，然后 /assess。"
        )
    library = around.library()
    if wanted.batch:
        for line in rows(wanted.batch, library):
            sys.stdout.write(line + "\n")
        return 0
    print(_assessed(wanted, library, around))
    return 0


def _assessed(wanted: argparse.Namespace, library: Library, around: Surroundings) -> str:
    """One file of facts under the rules of one region."""
    region = with_rules(library, wanted.region or around.settings.region)
    facts = read(wanted.facts, library, region)
    if wanted.json:
        return as_json(row("", library, region, facts))
    return text(library, region, facts, around.calendar())


def with_rules(library: Library, wanted: str | None) -> str:
    """A region that has rules, by its key or one of its names."""
    if region := ruled(library, wanted or ""):
        return region
    known = "、".join(
        f"{name}（{library.short[name]}）" for name, rules in library.regimes.items() if rules.decision
    )
    raise UsageError(
        f"{'请用 --region 说明地区' if wanted is None else f'没有 {wanted} 这个地区的自评规则'}。现有：{known}。"
    )


def row(id_: object, library: Library, region: str, facts: Mapping[str, bool | None]) -> dict[str, Any]:
    """The object of `assess --json` and of a batch line."""
    found = Judge(library.regimes[region]).judge(claimed(library.regimes[region], facts))
    return {"id": id_, "outcomes": list(found.outcomes), "reasons": [asdict(reason) for reason in found.reasons],
            "missing": list(found.missing)}  # fmt: skip


def text(library: Library, region: str, facts: Mapping[str, bool | None], calendar: Calendar) -> str:
    """The result card as a terminal shows it."""
    way = Way((), claimed(library.regimes[region], facts), None)
    return rendered(Reply(ResultCard(library, region, Assessment(region), way, calendar).parts()))


def claimed(regime: Regime, facts: Mapping[str, bool | None]) -> Facts:
    """A situation that is not named, nor any of its own elements, is not claimed."""
    rest = {one.at: False for one in regime.situations.items
            if not any(f in facts for e in one.own for f in e.facts)}  # fmt: skip
    return {**rest, **facts}


def read(file: Path, library: Library, region: str) -> Facts:
    """One file of facts. `BadLine` where it is wrong."""
    content = _content(file)
    facts = content.get("facts", content) if isinstance(content, dict) else content
    try:
        return _facts(facts, library, region)
    except BadLine as wrong:
        raise BadLine(f"{file}：{wrong}") from wrong


def _content(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise BadLine(f"读不了 {file}（{said(error)}）。请检查文件名和权限。") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(
            f'{file} 不是 UTF-8 的 JSON（{misread(error)}）。请写成一个对象，例如 {{"in_scope": true}}。'
        ) from error


def rows(file: Path, library: Library) -> Iterator[str]:
    """One line of JSON for every entry, in order; `BadLine` before the first if any entry is wrong."""
    read_ = [(entry["id"], *_entry(entry, number, file, library)) for number, entry in entries(file)]
    for id_, region, facts in read_:
        yield json.dumps(row(id_, library, region, facts), ensure_ascii=False)


def ruled(library: Library, wanted: str) -> str | None:
    """A region that has rules, by its key or one of its names."""
    region = place(library, wanted)
    return region if region and region in library.regimes and library.regimes[region].decision else None


def _entry(entry: Any, number: int, file: Path, library: Library) -> tuple[str, Facts]:
    try:
        wanted = entry.get("region")
        region = ruled(library, wanted) if isinstance(wanted, str) else None
        if region is None:
            known = "、".join(name for name, rules in library.regimes.items() if rules.decision)
            wrong = '要有 "region"' if wanted is None else f"没有 {wanted!r} 这个地区的自评规则"
            raise BadLine(f"{wrong}。现有：{known}。")
        return region, _facts(entry.get("facts"), library, region)
    except BadLine as wrong:
        raise BadLine(f"{file} 第 {number} 行：{wrong}") from wrong


def _facts(raw: Any, library: Library, region: str) -> Facts:
    if not isinstance(raw, dict):
        raise BadLine('"facts" 要写成一个对象，例如 {"in_scope": true, "donge.7.6": true}。')
    known = names(library)
    for name, value in raw.items():
        _check(name, value, known)
    try:
        Judge(library.regimes[region]).settled(raw)
    except ContradictionError as wrong:
        raise BadLine(f"{wrong}。请改正其中一个。") from wrong
    return dict(raw)


def _check(name: str, value: object, known: Collection[str]) -> None:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        raise BadLine(
            f"没有 {name} 这个事实{f'，是不是想写 {near[0]}' if near else ''}。名单见 docs/rules.md。"
        )
    if value is not None and not isinstance(value, bool):
        raise BadLine(f"{name} 的值 {value!r} 不对，只能是 true、false 或 null（不知道）。")


def names(library: Library) -> set[str]:
    """Every fact that some regime knows."""
    found = {
        "in_scope",
        "before_in_force",
        "route_simple",
        "route_complex",
        *(f"stage_{stage}" for stage in STAGES),
    }
    for regime in library.regimes.values():
        found |= set(regime.facts)
        for one in regime.situations.items:
            found |= {one.at, *(fact for element in one.elements for fact in element.facts)}
    return found
