"""Files that somebody wants to have: put where they say, for them alone, never over one that is there."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path


def put(file: Path, content: bytes) -> Path:
    """A new file, whole or not at all. FileExistsError, OSError."""
    with open(file, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        try:
            out.write(content)
            out.flush()
        except OSError:
            file.unlink(missing_ok=True)
            raise
    return file


def saved(file: Path, content: bytes) -> Path:
    """The same under a name that is free: a number behind it where it is taken. OSError."""
    for number in count(1):
        try:
            return put(file if number == 1 else file.with_stem(f"{file.stem}-{number}"), content)
        except FileExistsError:
            continue
    raise AssertionError("unreachable")


def downloads(home: Path) -> Path:
    """Where people look for what was saved for them: the folder for downloads, or where there is none, home itself."""
    return next((home / name for name in ("下载", "Downloads") if (home / name).is_dir()), home)
