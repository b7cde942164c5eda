"""How much one visitor, and one address, may do: often enough for everybody who reads, too rarely for a machine."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.store.allowances import spent
from bot.store.mail import Store
from bot.store.records import Write


@dataclass(frozen=True, slots=True)
class Rate:
    """`most` at once, and `again` of them a second from then on."""

    most: float
    again: float


VISITOR = Rate(most=30, again=0.5)
"""Thirty things at once, then one in two seconds: nobody reads faster."""
ADDRESS = Rate(most=600, again=10)
"""A whole office may come from one address."""


class TooFast(Exception):
    """`seconds` until there is room again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = max(1, round(seconds))


class Purse:
    """What visitors and addresses have left. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def spending(self, chat: str, address: str, cost: float = 1) -> list[Write]:
        """What is to be written down together with what it is spent on. Raises TooFast, and StoreUnavailable."""
        rates = {chat: VISITOR, _hidden(address): ADDRESS}
        now = self._store.given.now()
        kept = self._store.allowances.left(list(rates))
        left = {}
        for whose, rate in rates.items():
            rest, at = kept.get(whose, (rate.most, now))
            there = min(rate.most, rest + max(0.0, (now - at).total_seconds()) * rate.again)
            if there < cost:
                raise TooFast((cost - there) / rate.again)
            left[whose] = there - cost
        return [spent(left)]


def _hidden(address: str) -> str:
    """Addresses are nobody's business; with the next tidying not even this is left."""
    return f"address:{hashlib.sha256(address.encode()).hexdigest()}"
