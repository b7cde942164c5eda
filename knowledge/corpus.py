"""Every policy there is: the built-in ones and those in a folder of the operator's, with all that belongs to them.

A built-in file that is wrong is our mistake and raises `CorpusError`; an operator's policy that is wrong is refused
with a `Problem`, and all the others serve.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge import lexicon, regime
from knowledge.language import Concepts, fold
from knowledge.lexicon import Lexicon, parsed
from knowledge.provisions import Policy, Provision
from knowledge.regime import Regime
from knowledge.segment import segment
from knowledge.topics import Topic

DATA = Path(__file__).parent / "data"
BUILT_IN = ("donge", "weihai", "zaozhuang", "pingdingshan", "lishui")
Examples = Mapping[str, Mapping[str, tuple[str, ...]]]
"""provision id → kind (`told`: own cases, `asked`: questions) → wordings"""


class CorpusError(Exception):
    """A data file of ours is wrong; says which, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an operator's policy was refused; `line` counts from 1, 0 where no line is to blame."""

    file: Path
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"第 {self.line} 行" if self.line else ""
        return f"{self.file} {place}：{self.message}。{self.remedy}。"


@dataclass(frozen=True, slots=True)
class Entry:
    """One policy with what belongs to it."""

    policy: Policy
    short: str
    names: tuple[str, ...]
    about: str
    examples: Examples
    regime: Regime | None


@dataclass(frozen=True, slots=True)
class Library:
    """All policies by region, in a fixed order: ours, then the operator's by name.

    `short`: a name for buttons; `names`: folded, how people call the place or organisation; `about`: whom it covers;
    `examples`: wordings by provision; `fingerprint`: changes when any file does.
    """

    policies: Mapping[str, Policy]
    short: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    about: Mapping[str, str]
    examples: Examples
    regimes: Mapping[str, Regime]
    lexicon: Lexicon
    fingerprint: str
    problems: tuple[Problem, ...] = ()
    _barring: frozenset[str] = field(init=False, repr=False, default=frozenset())

    def __post_init__(self) -> None:
        object.__setattr__(self, "_barring", frozenset(_barring(self)))

    def provision(self, id_: str) -> Provision:
        """KeyError where there is none."""
        return self.policies[id_.partition(".")[0]].provision(id_)

    def has(self, id_: str) -> bool:
        policy = self.policies.get(id_.partition(".")[0])
        return policy is not None and policy.find(id_) is not None

    def verdict(self, id_: str, kind: str) -> str:
        """What a wording of this kind under this provision is an example of."""
        rules = self.regimes.get(id_.partition(".")[0])
        if kind == "asked":
            return "info"
        if rules and id_ == rules.catch_all:
            return "not_covered"
        if rules and id_ == rules.scope:
            return "not_applicable"
        return "excluded" if id_ in self._barring else "eligible"

    @property
    def topics(self) -> tuple[Topic, ...]:
        return self.lexicon.topics

    @property
    def concepts(self) -> Concepts:
        return self.lexicon.concepts


def _barring(library: Library) -> Iterator[str]:
    """Provisions that bar tolerance when a told case falls under them: exclusions, gates, and what defines it."""
    for region, rules in library.regimes.items():
        gates = rules.conditions.at if rules.conditions.role in ("gate", "definition") else None
        for top in (rules.exclusions, gates):
            if top:
                yield top
                yield from (child.id for child in library.policies[region].children(top))
    yield from (
        p.id
        for region, policy in library.policies.items()
        if region not in library.regimes
        for p in policy.provisions
        if p.type == "exclusion"
    )


def load(extra: Path | None = None) -> Library:
    """The built-in policies and those under `extra`; `CorpusError` where one of our own files is wrong."""
    entries = {region: _own(region) for region in BUILT_IN}
    problems: list[Problem] = []
    for folder in _folders(extra):
        try:
            entries[folder.name] = _operators(folder, taken=entries)
        except _RefusedError as refused:
            problems.append(refused.problem)
    words = _lexicon({region: entry.policy for region, entry in entries.items()})
    return Library(
        {region: entry.policy for region, entry in entries.items()},
        {region: entry.short for region, entry in entries.items()},
        {region: entry.names for region, entry in entries.items()},
        {region: entry.about for region, entry in entries.items()},
        {id_: kinds for entry in entries.values() for id_, kinds in entry.examples.items()},
        {region: entry.regime for region, entry in entries.items() if entry.regime},
        words,
        _fingerprint(extra),
        tuple(problems),
    )


def _folders(extra: Path | None) -> list[Path]:
    return sorted(file.parent for file in extra.glob("*/policy.txt")) if extra else []


def _fingerprint(extra: Path | None) -> str:
    files = sorted(DATA.rglob("*.*")) + sorted(
        file for folder in _folders(extra) for file in folder.glob("*.*")
    )
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def _lexicon(policies: Mapping[str, Policy]) -> Lexicon:
    try:
        return lexicon.read(DATA / "lexicon", policies)
    except (OSError, ValueError, AttributeError, TypeError, yaml.YAMLError) as error:
        raise CorpusError(f"{DATA / 'lexicon'}：{error}") from error


def _own(region: str) -> Entry:
    try:
        return _entry(DATA / region)
    except _RefusedError as refused:
        raise CorpusError(str(refused.problem)) from refused


# ── one folder ───────────────────────────────────────────────────────────────────────────────────
class _RefusedError(Exception):
    def __init__(self, file: Path, message: str, remedy: str, line: int = 0) -> None:
        self.problem = Problem(file, line, message, remedy)
        super().__init__(str(self.problem))


def _operators(folder: Path, taken: Mapping[str, Entry]) -> Entry:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,23}", folder.name):
        raise _RefusedError(
            folder, "文件夹的名字要当地区编号用", "请只用小写字母、数字和下划线，以字母开头，不超过 24 个字符"
        )
    if folder.name in taken:
        raise _RefusedError(folder, f"地区编号 {folder.name} 已经有了", "请给文件夹换一个名字")
    return _entry(folder)


def _entry(folder: Path) -> Entry:
    policy = _policy(folder / "policy.txt")
    about = _mapping(folder / "policy.yaml")
    names = tuple(fold(str(name)) for name in about.get("names") or [policy.title])
    examples = _examples(folder / "examples.yaml", policy)
    return Entry(
        policy,
        str(about.get("short") or policy.title[:12]),
        names,
        str(about.get("about") or policy.title),
        examples,
        _regime(folder / "regime.yaml", policy),
    )


def _policy(file: Path) -> Policy:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _RefusedError(file, "不是 UTF-8 编码的文字", "请另存为 UTF-8 文本", line) from error
    except OSError as error:
        raise _RefusedError(file, f"读不了（{error.strerror}）", "请检查文件和权限") from error
    policy = segment(text, file.parent.name)
    if not policy.provisions:
        raise _RefusedError(file, "没有认出任何条款", "请放进文件正文，并用 rongcuo policy check 查看", 1)
    return policy


def _mapping(file: Path) -> dict[str, Any]:
    """A YAML file that is one mapping; empty where there is no file."""
    if not file.exists():
        return {}
    try:
        content = parsed(file)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise _RefusedError(
            file, f"YAML 写错了（{getattr(error, 'problem', error)}）", "请检查缩进、冒号和引号", line
        ) from error
    if not isinstance(content, dict | None):
        raise _RefusedError(file, "最外层应当是“名字: 内容”", "请对照内置地区的同名文件改写", 1)
    return content or {}


def _examples(file: Path, policy: Policy) -> dict[str, dict[str, tuple[str, ...]]]:
    examples: dict[str, dict[str, tuple[str, ...]]] = {}
    for id_, kinds in _mapping(file).items():
        line = _line_of(file, str(id_))
        if policy.find(str(id_)) is None:
            raise _RefusedError(
                file, f"文件里没有 {id_} 这一条", "请改成 rongcuo policy show 列出的编号", line
            )
        if not isinstance(kinds, dict) or set(kinds) - {"told", "asked"}:
            raise _RefusedError(
                file, f"{id_} 下面只能有 told 和 asked 两个清单", "请对照内置地区的 examples.yaml 改写", line
            )
        examples[str(id_)] = {kind: tuple(map(str, texts or ())) for kind, texts in kinds.items()}
    return examples


def _line_of(file: Path, word: str) -> int:
    lines = file.read_text("utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith(word)), 0)


def _regime(file: Path, policy: Policy) -> Regime | None:
    raw = _mapping(file)
    try:
        return regime.read(raw, policy) if raw else None
    except regime.RegimeError as error:
        raise _RefusedError(file, str(error), "改好后重新启动即可") from error
