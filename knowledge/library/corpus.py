"""Every policy there is: the built-in ones and those in a folder of the operator's, with all that belongs to them.

A built-in file that is wrong is our mistake and raises `CorpusError`; an operator's policy that is wrong is refused
with a `Problem`, and all the others serve.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path

from knowledge.hearing.concepts import Concepts
from knowledge.hearing.facts import misheard
from knowledge.library import examples, folder, lexicon, procedures, topics
from knowledge.library.examples import Marks, Wordings
from knowledge.library.files import Gathered, Problem, RefusedError, mapping
from knowledge.library.folder import CityFolder
from knowledge.library.later import Later
from knowledge.library.lexicon import Lexicon
from knowledge.library.topics import Topic
from knowledge.policy.provisions import Policy, Provision
from knowledge.rules import Regime
from knowledge.rules.casework import Procedure
from knowledge.rules.casework_shape import CommonCasework

DATA = Path(__file__).parents[1] / "data"
CASEWORK = "casework.yaml"


class CorpusError(Exception):
    """Data files of ours are wrong; says which, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Library:
    """All policies by region, in a fixed order: ours, then the operator's by name.

    `short`: a name for buttons; `names`: folded, how people call the place or organisation; `around`: what it lies in, and
    is not; `beyond`: words of work that is not its own; `about`: whom it covers; `procedures`: how staff handle a case;
    `examples`: wordings by provision and kind (`told`: own cases, `asked`: questions); `marked`: those own cases whose
    words are marked by what they say of acts; `topics`: what is asked about
    the rules, and where each policy answers it; `asks`: everyday wordings of them, by the topic's key; `kin`: provisions of different policies on the same thing, by its
    name; `negatives`: messages that are none of our business, by kind; `barring`: provisions that bar tolerance;
    `concepts`: everyday wordings of one thing, the cities' own with them; `weights`: how much each signal of an answer counts.
    """

    policies: Mapping[str, Policy]
    short: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    around: Mapping[str, tuple[str, ...]]
    beyond: Mapping[str, tuple[str, ...]]
    about: Mapping[str, str]
    examples: Mapping[str, Wordings]
    marked: Marks
    regimes: Mapping[str, Regime]
    procedures: Mapping[str, Procedure]
    topics: tuple[Topic, ...]
    asks: Mapping[str, tuple[str, ...]]
    kin: Mapping[str, tuple[str, ...]]
    negatives: Mapping[str, tuple[str, ...]]
    barring: frozenset[str]
    lexicon: Lexicon
    concepts: Concepts
    weights: Mapping[str, float]
    problems: tuple[Problem, ...] = ()

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
        return "excluded" if id_ in self.barring else "eligible"

    def tellable(self, region: str) -> frozenset[str]:
        """Provisions that an own case may be told for though nobody has written one down: what is listed, what bars,
        whom the policy covers. Where there are no rules, as far as the text itself shows."""
        rules, policy = self.regimes.get(region), self.policies[region]
        leads = {provision.parent for provision in policy.provisions}
        ids = (
            {rules.scope.at, *(one.at for one in rules.situations.items), *self.barring}
            if rules
            else {one.id for one in policy.provisions if one.type in ("situation", "exclusion")}
        )
        return frozenset(one.id for one in policy.provisions if one.id in ids and one.id not in leads)


def load(extra: Path | None = None, data: Path = DATA) -> Library:
    """The built-in policies under `data` and those under `extra`; `CorpusError` where files of ours are wrong. The
    wordings of ours are read when they are first looked at, which only learning does."""
    words, shared, cities, weights = _ours(data)
    gathered = Gathered()
    gathered.problems += _misplaced(extra)
    for place in _folders(extra):
        if city := gathered.take(_operators, place, cities, words, shared):
            cities[place.name] = city
    return _library(cities, words, weights, tuple(gathered.problems))


def examined(place: Path, data: Path = DATA) -> tuple[Problem, ...]:
    """What is wrong in one folder, with the facts of its own that are not heard as its examples say."""
    taken = () if place.resolve().parent == data else built_in(data)
    try:
        shared = procedures.common(data / CASEWORK)
        city = _operators(place, taken, lexicon.read(data / "lexicon"), shared)
    except RefusedError as refused:
        return refused.problems
    facts = city.regime.facts.items() if city.regime else ()
    return tuple(
        Problem(place / "regime.yaml", 0, f"facts.{name}：{said}", "请改正则，或改例句")
        for name, fact in facts
        for said in misheard(fact)
    )


def built_in(data: Path = DATA) -> tuple[str, ...]:
    """The regions of the built-in policies: the folders with a policy.yaml, by its `order`, then by name."""
    orders = {file.parent.name: mapping(file).get("order") for file in data.glob("*/policy.yaml")}
    return tuple(sorted(orders, key=lambda name: (_last(orders[name]), name)))


def _last(order: object) -> float:
    """Who gives no number, comes last; what is no number, is refused where the city is read."""
    return order if isinstance(order, int) else inf


def _ours(data: Path) -> tuple[Lexicon, CommonCasework, dict[str, CityFolder], Mapping[str, float]]:
    """The lexicon, how cases are handled everywhere, the cities and the weights; all that is wrong is said at once. That our rules are exact and every
    pattern can be read, the tests see to, so that no start waits for it."""
    gathered = Gathered()
    try:
        words = lexicon.read(data / "lexicon", exactly=False)
        shared = procedures.common(data / CASEWORK)
        read = {
            region: gathered.take(folder.read, data / region, words, shared, examples.later, False)
            for region in built_in(data)
        }
        weights = gathered.take(_weights, data / "weights.yaml") or {}
        gathered.close()
    except RefusedError as refused:
        raise CorpusError(str(refused)) from refused
    return words, shared, {region: city for region, city in read.items() if city}, weights


def _operators(place: Path, taken: Collection[str], words: Lexicon, shared: CommonCasework) -> CityFolder:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,23}", place.name):
        remedy = "请只用小写字母、数字和下划线，以字母开头，不超过 24 个字符"
        raise RefusedError(Problem(place, 0, "文件夹的名字要当地区编号用", remedy))
    if place.name in taken:
        raise RefusedError(Problem(place, 0, f"地区编号 {place.name} 已经有了", "请给文件夹换一个名字"))
    return folder.read(place, words, shared)


def _library(
    cities: Mapping[str, CityFolder],
    words: Lexicon,
    weights: Mapping[str, float],
    problems: tuple[Problem, ...],
) -> Library:
    return Library(
        {region: city.policy for region, city in cities.items()},
        {region: city.short for region, city in cities.items()},
        {region: city.names for region, city in cities.items()},
        {region: city.around for region, city in cities.items()},
        {region: city.beyond for region, city in cities.items()},
        {region: city.about for region, city in cities.items()},
        Later(lambda: {id_: kinds for city in cities.values() for id_, kinds in city.examples.of.items()}),
        Later(
            lambda: {text: said for city in cities.values() for text, said in city.examples.marked.items()}
        ),
        {region: city.regime for region, city in cities.items() if city.regime},
        {region: city.procedure for region, city in cities.items()},
        topics.placed(words.topics, {region: city.places for region, city in cities.items()}),
        words.asks,
        _kin(cities, words),
        Later(lambda: _negatives(cities, words)),
        frozenset(id_ for city in cities.values() for id_ in city.barring),
        words,
        words.concepts(city.regime.concepts for city in cities.values() if city.regime),
        weights,
        problems,
    )


def _kin(cities: Mapping[str, CityFolder], words: Lexicon) -> dict[str, tuple[str, ...]]:
    named = [pair for city in cities.values() if city.regime for pair in city.regime.kin]
    return {name: tuple(id_ for other, id_ in named if other == name) for name in words.kin}


def _negatives(cities: Mapping[str, CityFolder], words: Lexicon) -> dict[str, tuple[str, ...]]:
    """Those that name no place, then each city's."""
    own = [city.examples.none for city in cities.values()]
    return {
        kind: (*texts, *(text for none in own for text in none.get(kind, ())))
        for kind, texts in words.negatives.items()
    }


def _weights(file: Path) -> dict[str, float]:
    remedy = "请用 tests/measure/weights.py --write 重新算一份"
    try:
        return {name: float(weight) for name, weight in mapping(file).items()}
    except (TypeError, ValueError) as error:
        raise RefusedError(Problem(file, 0, f"有一个不是数（{error}）", remedy)) from error


def _folders(extra: Path | None) -> list[Path]:
    return sorted(file.parent for file in extra.glob("*/policy.txt")) if extra else []


def _misplaced(extra: Path | None) -> list[Problem]:
    """Of a folder in which nothing is looked for, or not all of it."""
    if extra and (extra / "policy.txt").is_file():
        remedy = "这里要的是它上一层的文件夹，请改成那一个"
        return [Problem(extra, 0, "这里直接放着 policy.txt，是一份文件自己的文件夹", remedy)]
    if extra and not _folders(extra):
        remedy = "请一份文件建一个文件夹，正文存成里面的 policy.txt"
        return [Problem(extra, 0, "这个文件夹里没有一份文件", remedy)]
    return []
