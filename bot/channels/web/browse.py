"""Reading the documents without a conversation: all of them, one, one provision, and a search. Every address stays, so that
it can be sent round."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from bot.channels.web.addresses import address
from dialogs.ask import cards
from knowledge.answer import Assistant
from knowledge.hearing.language import fold
from knowledge.policy.provisions import Policy, Provision

LONGEST_QUERY = 100
"""Characters of a search."""
NO_POLICY = "这里没有代号是“{region}”的文件。有的是下面这几份："
NO_PROVISION = "《{title}》里没有编号是“{rest}”的条款。可能是地址抄漏了，请在下面找一找："
PARTLY = "《{title}》里没有编号是“{rest}”的条款，只有{place}。"


@dataclass(frozen=True, slots=True)
class Looked:
    """A page to be shown: its template, what that shows, and the status."""

    template: str
    values: Mapping[str, Any]
    status: int = 200


@dataclass(frozen=True, slots=True)
class Result:
    """A provision that a search found."""

    place: str
    source: str
    text: Markup
    href: str


class Shelf:
    """All documents as pages."""

    def __init__(self, mind: Assistant) -> None:
        self._mind, self._library = mind, mind.library

    def policies(self, query: str = "", region: str = "") -> Looked:
        """All documents; with a query, what was found in them, or in that of the region."""
        query = " ".join(query.split())[:LONGEST_QUERY]
        within = region if region in self._library.policies else None
        found = self._found(query, within) if query else ()
        return self._looked("policies.html", query=query, region=within, found=found)

    def policy(self, region: str) -> Looked:
        policy = self._library.policies.get(region)
        if policy is None:
            return self.missing(NO_POLICY.format(region=region))
        return self._looked("policy.html", region=region, policy=policy)

    def provision(self, region: str, rest: str) -> Looked:
        policy = self._library.policies.get(region)
        if policy is None:
            return self.policy(region)
        one = policy.find(f"{region}.{rest}")
        if one is None:
            return self._no_such(policy, rest)
        return self._looked("provision.html", region=region, policy=policy, one=one, **_around(policy, one))

    def missing(self, why: str = "", policy: Policy | None = None, near: Provision | None = None) -> Looked:
        region = policy.region if policy else None
        looked = self._looked("missing.html", region=region, why=why, policy=policy, near=near)
        return replace(looked, status=404)

    def _looked(self, template: str, **values: Any) -> Looked:
        return Looked(template, {"library": self._library, "query": "", "region": None, **values})

    def _no_such(self, policy: Policy, rest: str) -> Looked:
        """The article that the address begins with is shown, where there is one."""
        near = policy.find(f"{policy.region}.{rest.partition('.')[0]}")
        if near is None:
            return self.missing(NO_PROVISION.format(title=policy.title, rest=rest), policy)
        why = PARTLY.format(title=policy.title, rest=rest, place=policy.place(near.id))
        return self.missing(why, policy, near)

    def _found(self, query: str, region: str | None) -> tuple[Result, ...]:
        words = fold(query).split()
        return tuple(self._result(card.key, words) for card in cards.cards(region, query, self._mind))

    def _result(self, id_: str, words: Sequence[str]) -> Result:
        one = self._library.provision(id_)
        policy = self._library.policies[one.region]
        place = f"{self._library.short[one.region]}　{policy.place(id_)}"
        return Result(place, policy.citation(id_), marked(one.text, words), address(id_))


def _around(policy: Policy, one: Provision) -> dict[str, Any]:
    """What stands before and behind it under the same head, and what it stands under."""
    beside = policy.children(one.parent) if one.parent else policy.articles
    place = beside.index(one)
    return {
        "before": beside[place - 1] if place else None,
        "behind": beside[place + 1] if place + 1 < len(beside) else None,
        "above": _above(policy, one),
    }


def _above(policy: Policy, one: Provision) -> tuple[Provision, ...]:
    """The provisions that it stands under, the article first."""
    if one.parent is None:
        return ()
    parent = policy.provision(one.parent)
    return *_above(policy, parent), parent


def marked(text: str, words: Sequence[str]) -> Markup:
    """Text made safe, the words in it marked."""
    if not words:
        return escape(text)
    pieces = re.split("(" + "|".join(map(re.escape, words)) + ")", text, flags=re.IGNORECASE)
    made = (
        Markup("<mark>{}</mark>").format(piece) if n % 2 else escape(piece) for n, piece in enumerate(pieces)
    )
    return Markup().join(made)
