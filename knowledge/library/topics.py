"""What people ask about the rules (shared), and where a city's policy answers it, or that it is silent (its own)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import model_validator

from knowledge.library.files import AGAIN, Problem, entries, line_of, refuse
from knowledge.policy.provisions import Policy
from knowledge.rules import squeeze
from knowledge.rules.base import Data, Pattern, compiled


class TopicPlace(Data):
    """Where one policy answers a topic.

    `ids` best first, `quote` the answering words, verbatim in the first of them. `silent`: the policy does not say
    it; `ids` then are the provisions that come closest (`near` in the file); `partly`: it rules this step, only not
    this detail. `note` warns of what is often mistaken.
    """

    ids: tuple[str, ...] = ()
    quote: str = ""
    silent: bool = False
    partly: bool = False
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _near(cls, raw: Any) -> Any:
        if not isinstance(raw, dict) or not raw.get("silent"):
            return raw
        if wrong := [key for key in ("ids", "quote") if key in raw]:
            raise ValueError(f"写了 silent: true，就不写 {wrong[0]}；最接近的几条写在 near 里")
        rest = {key: value for key, value in raw.items() if key != "near"}
        return {**rest, "ids": raw.get("near", ())}


class TopicEntry(Data):
    """An entry of lexicon/topics.yaml."""

    name: str
    situation: bool = False
    worry: bool = False
    where: Mapping[str, str] = {}
    words: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """`name` completes 「本文件没有规定…」. `situation`: asked about a kind of case, half a question, half a story. `worry`:
    who asks it is afraid for himself.
    `words`: patterns, one of which a short message needs only have to be about it; `where`: the topic that is meant instead, by the act that is told as done. `at`: by region; nothing of policies that
    have not been looked at."""

    key: str
    name: str
    situation: bool = False
    worry: bool = False
    where: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    at: Mapping[str, TopicPlace] = field(default_factory=dict)

    def named(self, text: str) -> bool:
        """Whether folded text, a short one, can only be about it."""
        return any(compiled(pattern).search(text) for pattern in self.words)

    def silent_in(self, region: str) -> bool:
        """Whether the policy says nothing on it, nor on the step that it belongs to."""
        place = self.at.get(region)
        return place is not None and place.silent and not place.partly


def shared(file: Path, exactly: bool = True) -> tuple[Topic, ...]:
    """The topics in order; where they are answered, the cities say. `exactly`: every pattern is tried."""
    return tuple(
        Topic(key, one.name, one.situation, one.worry, one.where, one.words)
        for key, one in entries(file, TopicEntry, exactly).items()
    )


def placed(topics: tuple[Topic, ...], cities: Mapping[str, Mapping[str, TopicPlace]]) -> tuple[Topic, ...]:
    """The topics with what each city says of them."""
    return tuple(
        replace(
            topic, at={region: places[topic.key] for region, places in cities.items() if topic.key in places}
        )
        for topic in topics
    )


def places(file: Path, policy: Policy, topics: tuple[Topic, ...]) -> dict[str, TopicPlace]:
    """A city's own file, by topic; all that is wrong in it is refused at once."""
    found = entries(file, TopicPlace)
    known = {topic.key for topic in topics}
    refuse(
        Problem(file, line_of(file, key), f"{key}：{said}", AGAIN)
        for key, place in found.items()
        for said in _problems(key, place, policy, known)
    )
    return found


def _problems(key: str, place: TopicPlace, policy: Policy, known: set[str]) -> Iterator[str]:
    if key not in known:
        yield "lexicon/topics.yaml 里没有这个问题；请改成那里的名字，或删掉"
    missing = [id_ for id_ in place.ids if policy.find(id_) is None]
    if missing:
        yield f"没有 {missing[0]} 这一条；请改成文件里有的编号"
    elif not place.silent and not place.ids:
        yield "既没有 ids，也没有写 silent: true；请补上一个"
    elif place.quote and squeeze(place.quote) not in squeeze(policy.provision(place.ids[0]).text):
        yield f"{place.ids[0]} 里没有“{place.quote}”这几个字；请照原文逐字抄写"
