"""What the bot knows of everyday language, shared by all policies: data/lexicon/*.yaml, read and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from pydantic import ValidationError

from knowledge.hearing.acts import Act
from knowledge.hearing.concepts import Concepts
from knowledge.hearing.kinds import Kinds
from knowledge.hearing.language import fold
from knowledge.hearing.moods import NAMES as MOOD_WORDS
from knowledge.hearing.moods import Moods
from knowledge.hearing.parts import FormPart
from knowledge.hearing.talk import NO_TALK
from knowledge.library import acts, sorrow, topics
from knowledge.library.acts import ActRow
from knowledge.library.files import (
    AGAIN,
    SAME,
    Gathered,
    Problem,
    RefusedError,
    entries,
    line_of,
    mapping,
    refuse,
    wordings,
)
from knowledge.library.later import Later
from knowledge.library.topics import Topic
from knowledge.rules import Fact, sentences
from knowledge.rules.exact import Measure

Groups: TypeAlias = Mapping[str, tuple[str, ...]]


class _WordLists(Measure):
    """words.yaml. `whole`: what jieba keeps whole; `personal`: concepts of which it matters whose they are."""

    whole: tuple[str, ...]
    personal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What belongs to no city. `groups`: everyday wordings of one thing, by its name; `personal`: those of which it
    matters whose they are; `words`: what jieba keeps whole; `measure`: how exact rules must be; `kin`: names of the things
    that provisions of different policies may be about; `topics`: what is asked about the rules; `facts`: what is asked of
    a case; `acts`: what a message may say was done or not; `moods`: how one feels who writes; `talk`: what is said of the
    talk itself, by kind; `places`: names of places known without 市 or 省;
    `parts`: which clauses of a story belong to which part of a form.

    Read when somebody looks, which only learning does: `negatives`: messages that are none of our business, by kind;
    `asks`: how people ask about a topic, by its key; `despair`: messages of it, and those that
    only sound alike; `sayings`: talk of each kind, and what only sounds alike; `spoken`: how they speak of acts."""

    groups: Groups
    personal: frozenset[str]
    words: tuple[str, ...]
    measure: Measure
    kin: tuple[str, ...]
    topics: tuple[Topic, ...]
    facts: Mapping[str, Fact]
    acts: Mapping[str, Act]
    kinds: Kinds
    moods: Moods
    talk: Mapping[str, str]
    places: tuple[str, ...]
    parts: Mapping[str, FormPart]
    negatives: Groups
    asks: Groups
    despair: Groups
    sayings: Groups
    spoken: Callable[[], tuple[ActRow, ...]]

    def concepts(self, own: Iterable[Groups]) -> Concepts:
        """All concepts, those of the cities with them."""
        groups = dict(self.groups)
        for name, texts in (pair for city in own for pair in city.items()):
            groups[name] = (*groups.get(name, ()), *map(fold, texts))
        return Concepts(groups, self.personal)


def read(folder: Path, exactly: bool = True) -> Lexicon:
    """All of the lexicon; all that is wrong in it is refused at once. `exactly`: what names something is looked up, every
    pattern tried, every wording read."""
    gathered = Gathered()
    groups = gathered.take(_groups, folder / "concepts.yaml") or {}
    facts = gathered.take(entries, folder / "facts.yaml", Fact, exactly) or {}
    deeds = gathered.take(entries, folder / "acts.yaml", Act, exactly) or {}
    words = gathered.take(_words, folder / "words.yaml")
    moods = gathered.take(_moods, folder / "moods.yaml", exactly) or Moods({})
    talk = gathered.take(_patterns, folder / "talk.yaml", exactly) or {}
    places = gathered.take(_places, folder / "places.yaml") or ()
    parts = gathered.take(entries, folder / "parts.yaml", FormPart, exactly) or {}
    kin = gathered.take(mapping, folder / "kin.yaml") or {}
    kinds = gathered.take(_groups, folder / "kinds.yaml") or {}
    asked = gathered.take(topics.shared, folder / "topics.yaml", exactly) or ()
    if exactly:
        gathered.problems += _strange(folder, groups, facts, words) if groups else ()
        gathered.problems += _turned(folder / "topics.yaml", asked, deeds)
        gathered.problems += _placed(folder / "parts.yaml", parts, deeds)
        gathered.take(_worded, folder / "asks.yaml", asked)
        gathered.take(wordings, folder / "negatives.yaml")
        gathered.take(wordings, folder / "despair.yaml")
        gathered.take(_sayings, folder / "sayings.yaml", talk)
    gathered.close()
    assert words
    return Lexicon(
        groups, frozenset(words.personal), words.whole, words, tuple(kin), asked, facts, deeds, Kinds(kinds), moods, talk,
        places, parts, Later(lambda: wordings(folder / "negatives.yaml")), Later(lambda: _worded(folder / "asks.yaml", asked)),
        Later(lambda: wordings(folder / "despair.yaml")),
        Later(lambda: _sayings(folder / "sayings.yaml", talk)),
        cache(lambda: acts.read(folder / "acts", deeds)),
    )  # fmt: skip


def no_concept(name: str) -> str:
    return f"“{name}”不是 concepts.yaml 里的概念；请改名，或补上这个概念"


def _strange(
    folder: Path, groups: Groups, facts: Mapping[str, Fact], words: _WordLists | None
) -> Iterator[Problem]:
    """Concepts that are named and that there are not."""
    file = folder / "facts.yaml"
    for name, fact in facts.items():
        for sign in (sign for sign in (*fact.signs, *fact.against) if sign not in groups):
            yield Problem(file, line_of(file, name), f"{name} 的 signs：{no_concept(sign)}", AGAIN)
    file = folder / "words.yaml"
    for name in words.personal if words else ():
        if name not in groups:
            yield Problem(file, line_of(file, "personal"), no_concept(name), AGAIN)


def _turned(file: Path, asked: tuple[Topic, ...], deeds: Mapping[str, Act]) -> Iterator[Problem]:
    """Topics that turn to one, or by an act, that there is not."""
    known = {topic.key for topic in asked}
    for topic in asked:
        for act, other in topic.where.items():
            if other not in known or act not in deeds:
                said = f"{topic.key} 的 where：没有 {other} 这个问题，或没有 {act} 这件事；请改名，或补上"
                yield Problem(file, line_of(file, topic.key), said, AGAIN)


def _worded(file: Path, asked: tuple[Topic, ...]) -> Groups:
    """How people ask about each topic."""
    found, keys = wordings(file), [topic.key for topic in asked]
    refuse(
        Problem(
            file,
            line_of(file, key),
            f"topics.yaml 里没有 {key} 这个问题",
            "请改成那里的名字，或先在那里写上它",
        )
        for key in found
        if key not in keys
    )
    refuse(
        Problem(file, 1, f"没有写怎么问 {key}", "请补上这一组；没有的写空清单 []")
        for key in keys
        if key not in found
    )
    return found


def _placed(file: Path, parts: Mapping[str, FormPart], deeds: Mapping[str, Act]) -> Iterator[Problem]:
    """Parts of a form that an act belongs to that there is not, or that two claim."""
    claimed = [(act, name) for name, part in parts.items() for act in part.named]
    first = dict(reversed(claimed))
    for act, name in claimed:
        if act not in deeds or first[act] != name:
            said = f"{name} 的 acts：没有 {act} 这件事，或者它已经归在 {first[act]}；请改名，或只留一处"
            yield Problem(file, line_of(file, name), said, AGAIN)


def _words(file: Path) -> _WordLists:
    try:
        return _WordLists.model_validate(mapping(file))
    except ValidationError as error:
        raise RefusedError(
            *(Problem(file, line_of(file, entry), said, SAME) for entry, said in sentences(error))
        ) from error


def _moods(file: Path, exactly: bool) -> Moods:
    """How people say how they feel."""
    words = _patterns(file, exactly)
    refuse(
        Problem(file, 1, f"没有 {name}", "请补上这一组；没有的写空清单 []")
        for name in MOOD_WORDS
        if name not in words
    )
    return Moods(words, lambda text: sorrow.kept()[0].of(text))


def _sayings(file: Path, talk: Mapping[str, str]) -> Groups:
    """Of kinds of talk that there are."""
    found = wordings(file)
    refuse(
        Problem(
            file, line_of(file, kind), f"talk.yaml 里没有 {kind} 这一类", "请改成那里的名字，或先在那里写上它"
        )
        for kind in found
        if kind not in (*talk, NO_TALK)
    )
    return found


def _patterns(file: Path, exactly: bool) -> dict[str, str]:
    """One pattern for each group of them."""
    words = wordings(file)
    refuse(
        Problem(file, line_of(file, name), f"{name} 的“{text}”不是读得了的句式（{said}）", SAME)
        for name, texts in (words.items() if exactly else ())
        for text in texts
        if (said := _unread(text))
    )
    return {name: "|".join(texts) or "(?!)" for name, texts in words.items()}


def _places(file: Path) -> tuple[str, ...]:
    """The longest first, so that none hides another."""
    return tuple(
        sorted((fold(name) for names in wordings(file).values() for name in names), key=len, reverse=True)
    )


def _unread(pattern: str) -> str:
    """Why it is no pattern; empty where it is one."""
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""


def _groups(file: Path) -> Groups:
    """Every concept's wordings, folded; none may stand under two names."""
    groups = {name: tuple(map(fold, texts)) for name, texts in wordings(file).items()}
    first: dict[str, str] = {}
    pairs = [(text, name, first.setdefault(text, name)) for name, texts in groups.items() for text in texts]
    refuse(
        Problem(file, line_of(file, name), f"“{text}”同时在 {before} 和 {name} 里", "请只留一处")
        for text, name, before in pairs
        if before != name
    )
    return groups
