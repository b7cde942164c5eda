"""How many examples a property gets: a few that are the same in every run, or, at night, many new ones.

A profile is chosen by pytest's own `--hypothesis-profile`; its `max_examples` is a share of a hundred.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

QUICK, NIGHTLY = "quick", "nightly"
HUNDRED = 100
SLOW_DATA = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile(
    QUICK,
    max_examples=HUNDRED,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=SLOW_DATA,
)
settings.register_profile(
    NIGHTLY,
    max_examples=20 * HUNDRED,
    derandomize=False,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=SLOW_DATA,
)


def examples(count: int) -> settings:
    """So many in a usual run, and as many more as the profile has it."""
    return settings(max_examples=max(1, count * settings.default.max_examples // HUNDRED))  # type: ignore[union-attr]
