"""A SQLite database with all its tables and nothing in them: migrated once in a process, copied from then on."""

from __future__ import annotations

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
