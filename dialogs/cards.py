"""Provisions to be shared in another chat."""

from __future__ import annotations

from dialogs.core import Card, Reply
from knowledge.answer import Assistant, Quote

TITLE = 60
DESCRIPTION = 90
MOST = 10


def cards(region: str | None, query: str, mind: Assistant) -> tuple[Card, ...]:
    """What an inline query finds, best first; for an empty one the own policy's main articles."""
    if query.strip():
        ids = [hit.provision.id for hit in mind.answer(query, region).finding.hits]
    else:
        ids = [rules.situations[0] for name, rules in mind.library.regimes.items() if region in (None, name)]
    return tuple(_card(id_, mind) for id_ in dict.fromkeys(ids[:MOST]))


def _card(id_: str, mind: Assistant) -> Card:
    policy = mind.library.policies[id_.partition(".")[0]]
    text = policy.full_text(id_)
    return Card(
        id_,
        f"{mind.library.short[policy.region]} {policy.provision(id_).label}"[:TITLE],
        " ".join(text.split())[:DESCRIPTION],
        Reply((Quote(text, policy.citation(id_)),)),
    )
