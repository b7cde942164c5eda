"""Provisions to be shared in another chat."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dialogs.core import Card, Reply
from knowledge.answer import Assistant
from knowledge.hearing.language import fold

TITLE = 60
DESCRIPTION = 90
MOST = 10


def cards(region: str | None, query: str, mind: Assistant) -> tuple[Card, ...]:
    """What an inline query finds, best first; for an empty one the main provisions of the own policy, or of all."""
    if query.strip():
        hits = [hit.provision.id for hit in mind.engine.find(query, region).hits]
        ids = [*islice(_literally(fold(query).split(), region, mind), MOST), *hits]
    else:
        ids = [id_ for name in mind.library.regimes if region in (None, name) for id_ in _main(name, mind)]
    return tuple(_card(id_, mind) for id_ in list(dict.fromkeys(ids))[:MOST])


def _literally(words: list[str], region: str | None, mind: Assistant) -> Iterator[str]:
    """Provisions that hold these very words: who shares a provision mostly types a few of its own."""
    for name, policy in mind.library.policies.items():
        if region in (None, name):
            yield from (p.id for p in policy.provisions if all(word in p.text for word in words))


def _main(region: str, mind: Assistant) -> list[str]:
    """What is listed as tolerable and as not tolerable, and how to apply."""
    rules = mind.library.regimes[region]
    ids = [*rules.situations.at, rules.exclusions.at, rules.conditions.at, *(step.at for step in rules.apply)]
    return [id_ for id_ in ids if id_]


def _card(id_: str, mind: Assistant) -> Card:
    policy = mind.library.policies[id_.partition(".")[0]]
    quote = mind.writer.quote(id_)
    title = f"{mind.library.short[policy.region]} {policy.place(id_)}"
    return Card(id_, title[:TITLE], " ".join(quote.text.split())[:DESCRIPTION], Reply((quote,)))
