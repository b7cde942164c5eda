"""What people ask about the rules, and where each policy answers it, or that it is silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.policy.provisions import Policy
from knowledge.rules import RegimeError, squeeze


@dataclass(frozen=True, slots=True)
class Place:
    """Where one policy answers a topic.

    `ids` best first, `quote` the answering words, verbatim in the first of them. `silent`: the policy does not say
    it; `ids` then are the provisions that come closest; `partly`: it rules this step, only not this detail.
    `note` warns of what is often mistaken.
    """

    ids: tuple[str, ...] = ()
    quote: str = ""
    silent: bool = False
    partly: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """`name` completes 「本文件没有规定…」; `asks` are everyday wordings of the question."""

    key: str
    name: str
    asks: tuple[str, ...]
    at: Mapping[str, Place]

    @property
    def situation(self) -> bool:
        """Asked about a kind of case (`sit_…`): half a question, half a story."""
        return self.key.startswith("sit_")

    def silent_in(self, region: str) -> bool:
        """Whether the policy says nothing on it, nor on the step that it belongs to."""
        place = self.at.get(region)
        return place is not None and place.silent and not place.partly


def read(raw: Mapping[str, Any], policies: Mapping[str, Policy]) -> tuple[Topic, ...]:
    """Check and build all topics; `RegimeError` names the topic, the region and the remedy."""
    return tuple(_topic(key, entry, policies) for key, entry in raw.items())


def _topic(key: str, entry: Mapping[str, Any], policies: Mapping[str, Policy]) -> Topic:
    try:
        places = {region: _place(**place) for region, place in entry["at"].items() if region in policies}
        topic = Topic(key, entry["name"], tuple(map(str, entry["asks"])), places)
    except (KeyError, TypeError) as error:
        raise RegimeError(f"{key}：缺少或写错了条目 {error}") from error
    for region, problem in _problems(topic, policies):
        raise RegimeError(f"{key} 的 {region}：{problem}")
    return topic


def _place(
    ids: list[str] | None = None,
    quote: str = "",
    silent: bool = False,
    partly: bool = False,
    near: list[str] | None = None,
    note: str = "",
) -> Place:
    return Place(tuple((near if silent else ids) or ()), "" if silent else quote, silent, partly, note)


def _problems(topic: Topic, policies: Mapping[str, Policy]) -> Iterator[tuple[str, str]]:
    for region, place in topic.at.items():
        missing = [id_ for id_ in place.ids if policies[region].find(id_) is None]
        if missing:
            yield region, f"没有 {missing[0]} 这一条；请改成文件里有的编号"
        elif not place.silent and not place.ids:
            yield region, "既没有 ids，也没有写 silent: true；请补上一个"
        elif place.quote and squeeze(place.quote) not in squeeze(
            policies[region].provision(place.ids[0]).text
        ):
            yield region, f"{place.ids[0]} 里没有“{place.quote}”这几个字；请照原文逐字抄写"
