"""A store that is waited for: after a power cut the database may be there later than we are."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.store.errors import StoreUnavailable, StoreUnfit
from bot.store.mail import Store

LONGEST = 60.0
"""Seconds from one try to the next at most."""


def opened(url: str, tell: Callable[[str], None], longest: float = LONGEST) -> Store:
    """A store; while it is away for a reason that passes by itself it is waited for, and that is told. Raises StoreError
    for any other reason."""
    wait = min(1.0, longest)
    while True:
        try:
            return Store(url)
        except StoreUnfit:
            raise
        except StoreUnavailable as error:
            tell(f"{error}{wait:.0f} 秒后再试。")
        time.sleep(wait)
        wait = min(wait * 2, longest)
