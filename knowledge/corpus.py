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

import yaml

from knowledge import folder, lexicon
from knowledge.folder import FILES, Entry, Examples, Problem, RefusedError
from knowledge.language import Concepts
from knowledge.lexicon import Lexicon
from knowledge.provisions import Policy, Provision
from knowledge.regime import Fact, Regime
from knowledge.topics import Topic

DATA = Path(__file__).parent / "data"
BUILT_IN = ("donge", "weihai", "zaozhuang", "pingdingshan", "lishui")


class CorpusError(Exception):
    """A data file of ours is wrong; says which, where, and what to do."""


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
        if rules and id_ == rules.situations.catch_all:
            return "not_covered"
        if rules and id_ == rules.scope.at:
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
        for top in (rules.exclusions.at, gates):
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
    facts = _facts()
    entries = {region: _own(region, facts) for region in BUILT_IN}
    problems: list[Problem] = []
    for place in _folders(extra):
        try:
            entries[place.name] = _operators(place, entries, facts)
        except RefusedError as refused:
            problems.append(refused.problem)
    words = _lexicon({region: entry.policy for region, entry in entries.items()}, facts)
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
    files = [*sorted(DATA.rglob("*.*")), *(place / name for place in _folders(extra) for name in FILES)]
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + _bytes(file))
    return total.hexdigest()


def _bytes(file: Path) -> bytes:
    """Nothing where it cannot be read: whoever needs the file says so."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _facts() -> dict[str, Fact]:
    try:
        return lexicon.facts(DATA / "lexicon")
    except (OSError, ValueError, AttributeError, TypeError, yaml.YAMLError) as error:
        raise CorpusError(f"{DATA / 'lexicon' / 'facts.yaml'}：{error}") from error


def _lexicon(policies: Mapping[str, Policy], facts: Mapping[str, Fact]) -> Lexicon:
    try:
        return lexicon.read(DATA / "lexicon", policies, facts)
    except (OSError, ValueError, AttributeError, TypeError, yaml.YAMLError) as error:
        raise CorpusError(f"{DATA / 'lexicon'}：{error}") from error


def _own(region: str, facts: Mapping[str, Fact]) -> Entry:
    try:
        return folder.read(DATA / region, facts)
    except RefusedError as refused:
        raise CorpusError(str(refused.problem)) from refused


def _operators(place: Path, taken: Mapping[str, Entry], facts: Mapping[str, Fact]) -> Entry:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,23}", place.name):
        raise RefusedError(
            place, "文件夹的名字要当地区编号用", "请只用小写字母、数字和下划线，以字母开头，不超过 24 个字符"
        )
    if place.name in taken:
        raise RefusedError(place, f"地区编号 {place.name} 已经有了", "请给文件夹换一个名字")
    return folder.read(place, facts)
