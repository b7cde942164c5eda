"""How much one visitor, and one address, may do: often enough for everybody who reads, too rarely for a machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.store.allowances import Rest, Spending


@dataclass(frozen=True, slots=True)
class Rate:
    """`most` at once, and `again` of them a second from then on."""

    most: float
    again: float


VISITOR = Rate(most=30, again=0.5)
"""Thirty things at once, then one in two seconds: nobody reads faster."""
ADDRESS = Rate(most=1000, again=50)
"""Five hundred people may come from one address, and do something every ten seconds."""


class TooFast(Exception):
    """`seconds` until there is room again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = max(1, round(seconds))


def spending(chat: str, address: str, cost: float = 1) -> Spending:
    """Of a visitor at an address; its look raises TooFast."""
    rates = {chat: VISITOR, _hidden(address): ADDRESS}
    return Spending(list(rates), partial(_left, rates, cost))


def _left(
    rates: Mapping[str, Rate], cost: float, kept: Mapping[str, Rest], now: datetime
) -> dict[str, float]:
    left = {}
    for whose, rate in rates.items():
        rest, at = kept.get(whose, (rate.most, now))
        there = min(rate.most, rest + max(0.0, (now - at).total_seconds()) * rate.again)
        if there < cost:
            raise TooFast((cost - there) / rate.again)
        left[whose] = there - cost
    return left


def _hidden(address: str) -> str:
    """Addresses are nobody's business; with the next tidying not even this is left."""
    return f"address:{hashlib.sha256(address.encode()).hexdigest()}"
