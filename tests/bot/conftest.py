"""What `make check` leaves out of the tests of the outside: a second database, and programs beside the test."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROGRAMS = (
    "test_apply_crash.py",
    "test_apply_telegram.py",
    "test_crash.py",
    "test_learnt.py",
    "test_migrations.py",
    "test_opening.py",
    "test_second.py",
    "test_soak.py",
    "test_telegram.py",
    "test_telegram_crash.py",
    "test_telegram_faults.py",
    "test_telegram_files.py",
    "test_telegram_groups.py",
    "test_telegram_program.py",
)
"""Files whose tests start programs, servers or threads of their own, and wait for them."""
DATABASES = {"postgres_server", "fragile_server"}


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE and (item.path.name in PROGRAMS or _second_database(item)):
            item.add_marker(pytest.mark.slow)


def _second_database(item: pytest.Item) -> bool:
    """SQLite stands for both in a quick run."""
    wanted = set(getattr(item, "fixturenames", ()))
    given = getattr(item, "callspec", None)
    return bool(wanted & DATABASES) or (given is not None and "postgresql" in given.params.values())
