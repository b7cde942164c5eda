"""What the bot knows of everyday language, shared by all policies: data/lexicon/*.yaml, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge import topics
from knowledge.language import Concepts
from knowledge.provisions import Policy
from knowledge.regime import Fact
from knowledge.topics import Topic


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`concepts`: everyday wordings of one thing; `words`: what jieba keeps whole; `negatives`: messages that are
    none of our business, by kind; `kin`: provisions of different policies on the same thing, by its name;
    `topics`: what is asked about the rules; `facts`: what is asked of a case."""

    concepts: Concepts
    words: tuple[str, ...]
    negatives: Mapping[str, tuple[str, ...]]
    kin: Mapping[str, tuple[str, ...]]
    topics: tuple[Topic, ...]
    facts: Mapping[str, Fact]


def read(folder: Path, policies: Mapping[str, Policy], known: Mapping[str, Fact]) -> Lexicon:
    """All of the lexicon, `known` being its facts; `ValueError` (or yaml's error) names the entry, the caller adds the folder."""
    return Lexicon(
        Concepts(parsed(folder / "concepts.yaml")),
        tuple(parsed(folder / "words.yaml")),
        {kind: tuple(map(str, texts)) for kind, texts in parsed(folder / "negatives.yaml").items()},
        {name: tuple(ids) for name, ids in parsed(folder / "kin.yaml").items()},
        topics.read(parsed(folder / "topics.yaml"), policies),
        known,
    )


def facts(folder: Path) -> dict[str, Fact]:
    """What can be asked of a case, by name; `ValueError` names the entry."""
    return {name: Fact.model_validate(entry) for name, entry in parsed(folder / "facts.yaml").items()}


def parsed(file: Path) -> Any:
    """A YAML file's content, by libyaml where it is there (ten times faster)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_text("utf-8"), Loader=loader)
