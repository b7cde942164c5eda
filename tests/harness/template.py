"""A SQLite database with all its tables and nothing in them, migrated once in a process and copied from then on; or as it
was before, put back."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.store.mail import Store


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "template.db"
        Store(f"sqlite:///{file}").close()
        return file.read_bytes()


def copied(file: Path) -> str:
    """The address of a new one at this place."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.write_bytes(_migrated())
    return f"sqlite:///{file}"


class Shelf:
    """A SQLite database as it was at several times, to be put back while a store has it open and nobody writes."""

    def __init__(self, file: Path) -> None:
        self._file, self._kept = file, dict[Hashable, sqlite3.Connection]()

    def keeps(self, name: Hashable) -> None:
        with closing(sqlite3.connect(self._file)) as now:
            self._kept[name] = sqlite3.connect(":memory:")
            now.backup(self._kept[name])

    def puts_back(self, name: Hashable) -> None:
        with closing(sqlite3.connect(self._file)) as now:
            self._kept[name].backup(now)

    def __contains__(self, name: Hashable) -> bool:
        return name in self._kept

    def close(self) -> None:
        for one in self._kept.values():
            one.close()
