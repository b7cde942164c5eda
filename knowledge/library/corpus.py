"""Every policy there is: the built-in ones and those in a folder of the operator's, with all that belongs to them.

A built-in file that is wrong is our mistake and raises `CorpusError`; an operator's policy that is wrong is refused
with a `Problem`, and all the others serve.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from knowledge.hearing.concepts import Concepts
from knowledge.library import folder, lexicon
from knowledge.library.folder import FILES, Entry, Examples, Problem, RefusedError
from knowledge.library.lexicon import Groups, Lexicon
from knowledge.library.topics import Topic
from knowledge.policy.provisions import Policy, Provision
from knowledge.rules import Fact, Regime

DATA = Path(__file__).parents[1] / "data"
_WRONG = (OSError, ValueError, AttributeError, TypeError, yaml.YAMLError)
BUILT_IN = ("donge", "weihai", "zaozhuang", "pingdingshan", "lishui")


class CorpusError(Exception):
    """A data file of ours is wrong; says which, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Library:
    """All policies by region, in a fixed order: ours, then the operator's by name.

    `short`: a name for buttons; `names`: folded, how people call the place or organisation; `about`: whom it covers;
    `examples`: wordings by provision; `weights`: how much each signal of an answer counts; `fingerprint`: changes when any file does.
    """

    policies: Mapping[str, Policy]
    short: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    about: Mapping[str, str]
    examples: Examples
    regimes: Mapping[str, Regime]
    lexicon: Lexicon
    weights: Mapping[str, float]
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
    facts, concepts = _known()
    entries = {region: _own(region, facts, concepts) for region in BUILT_IN}
    problems: list[Problem] = []
    for place in _folders(extra):
        try:
            entries[place.name] = _operators(place, entries, facts, concepts)
        except RefusedError as refused:
            problems.append(refused.problem)
    words = _lexicon({region: entry.policy for region, entry in entries.items()}, facts, concepts)
    return Library(
        {region: entry.policy for region, entry in entries.items()},
        {region: entry.short for region, entry in entries.items()},
        {region: entry.names for region, entry in entries.items()},
        {region: entry.about for region, entry in entries.items()},
        {id_: kinds for entry in entries.values() for id_, kinds in entry.examples.items()},
        {region: entry.regime for region, entry in entries.items() if entry.regime},
        words,
        _weights(),
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


def _known() -> tuple[dict[str, Fact], Groups]:
    """Facts and concepts, which the files of a policy may name."""
    try:
        concepts = lexicon.groups(DATA / "lexicon")
        facts = lexicon.facts(DATA / "lexicon")
    except _WRONG as error:
        raise CorpusError(f"{DATA / 'lexicon'}：{error}") from error
    for name, fact in facts.items():
        if strange := {*fact.signs, *fact.against} - concepts.keys():
            raise CorpusError(f"{DATA / 'lexicon' / 'facts.yaml'}：{name} {_no_concept(strange)}")
    return facts, concepts


def _weights() -> dict[str, float]:
    file = DATA / "weights.yaml"
    try:
        return {name: float(weight) for name, weight in lexicon.parsed(file).items()}
    except _WRONG as error:
        raise CorpusError(f"{file}：{error}；请用 tests/measure/weights.py --write 重新算一份") from error


def _no_concept(strange: Collection[str]) -> str:
    return f"的 signs 里有“{min(strange)}”，concepts.yaml 里没有这个概念；请改名，或补上它"


def _lexicon(policies: Mapping[str, Policy], facts: Mapping[str, Fact], concepts: Groups) -> Lexicon:
    try:
        return lexicon.read(DATA / "lexicon", policies, facts, concepts)
    except _WRONG as error:
        raise CorpusError(f"{DATA / 'lexicon'}：{error}") from error


def _own(region: str, facts: Mapping[str, Fact], concepts: Groups) -> Entry:
    try:
        return _read(DATA / region, facts, concepts)
    except RefusedError as refused:
        raise CorpusError(str(refused.problem)) from refused


def _read(place: Path, facts: Mapping[str, Fact], concepts: Groups) -> Entry:
    entry = folder.read(place, facts)
    for one in entry.regime.situations.items if entry.regime else ():
        if strange := {sign for element in one.elements for sign in element.signs} - concepts.keys():
            raise RefusedError(
                place / "regime.yaml", f"{one.at} {_no_concept(strange)}", "改好后重新启动即可"
            )
    return entry


def _operators(place: Path, taken: Mapping[str, Entry], facts: Mapping[str, Fact], concepts: Groups) -> Entry:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,23}", place.name):
        raise RefusedError(
            place, "文件夹的名字要当地区编号用", "请只用小写字母、数字和下划线，以字母开头，不超过 24 个字符"
        )
    if place.name in taken:
        raise RefusedError(place, f"地区编号 {place.name} 已经有了", "请给文件夹换一个名字")
    return _read(place, facts, concepts)
