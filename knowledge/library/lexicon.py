"""What the bot knows of everyday language, shared by all policies: data/lexicon/*.yaml, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import yaml

from knowledge.hearing.concepts import Concepts, Mention
from knowledge.hearing.language import fold
from knowledge.library import topics
from knowledge.library.topics import Topic
from knowledge.policy.provisions import Policy
from knowledge.rules import Fact
from knowledge.rules.base import Data

Groups: TypeAlias = Mapping[str, tuple[str, ...]]
Part = Literal["who", "did", "why", "decided", "wrong", "gain", "mended", "stage"]
PARTS: tuple[Part, ...] = get_args(Part)
"""In this order a message is retold."""


class Saying(Data):
    """How a concept is retold: `say` that it is so, `deny` that it is not, `other` that it is so of somebody else
    (`of`: it matters whose it is). What has no words is not retold."""

    part: Part
    say: str
    deny: str = ""
    other: str = ""
    of: bool = False

    def retold(self, mention: Mention) -> str:
        """The words for a mention; empty where there are none, or where it is unsure."""
        return {"yes": self.say, "no": self.deny, "other": self.other, "unsure": ""}[mention.sense]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`concepts`: everyday wordings of one thing; `sayings`: how they are retold; `words`: what jieba keeps whole;
    `negatives`: messages that are none of our business, by kind; `kin`: provisions of different policies on the same
    thing, by its name; `topics`: what is asked about the rules; `facts`: what is asked of a case."""

    concepts: Concepts
    sayings: Mapping[str, Saying]
    words: tuple[str, ...]
    negatives: Mapping[str, tuple[str, ...]]
    kin: Mapping[str, tuple[str, ...]]
    topics: tuple[Topic, ...]
    facts: Mapping[str, Fact]


def read(
    folder: Path, policies: Mapping[str, Policy], known: Mapping[str, Fact], concepts: Groups
) -> Lexicon:
    """All of the lexicon, `known` being its facts and `concepts` its concepts; `ValueError` (or yaml's error) names the entry, the caller adds the folder."""
    sayings = {name: Saying.model_validate(entry) for name, entry in parsed(folder / "senses.yaml").items()}
    if strange := sorted(sayings.keys() - concepts.keys()):
        raise ValueError(f"senses.yaml：{strange[0]} 不是 concepts.yaml 里的概念；请改名，或补上这个概念")
    return Lexicon(
        Concepts(concepts, {name for name, saying in sayings.items() if saying.of}),
        sayings,
        tuple(parsed(folder / "words.yaml")),
        {kind: tuple(map(str, texts)) for kind, texts in parsed(folder / "negatives.yaml").items()},
        {name: tuple(ids) for name, ids in parsed(folder / "kin.yaml").items()},
        topics.read(parsed(folder / "topics.yaml"), policies),
        known,
    )


def facts(folder: Path) -> dict[str, Fact]:
    """What can be asked of a case, by name; `ValueError` names the entry."""
    return {name: Fact.model_validate(entry) for name, entry in parsed(folder / "facts.yaml").items()}


def groups(folder: Path) -> Groups:
    """Every concept's wordings, folded, by its name; `ValueError` where one stands under two names."""
    found: dict[str, str] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for name, wordings in parsed(folder / "concepts.yaml").items():
        groups[name] = tuple(fold(str(wording)) for wording in wordings)
        for wording in groups[name]:
            if found.setdefault(wording, name) != name:
                raise ValueError(f"“{wording}”同时在 {found[wording]} 和 {name} 里；请只留一处")
    return groups


def parsed(file: Path) -> Any:
    """A YAML file's content, by libyaml where it is there (ten times faster)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_text("utf-8"), Loader=loader)
