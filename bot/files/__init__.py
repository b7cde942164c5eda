"""Evidence files on the disk: where they lie, and that only what is known and safe to hand on comes in.

Nothing here is ever unpacked or run; what is not on the list of kinds is not taken.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import re
import secrets
import time
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bot.files.kinds import kind_of
from bot.files.names import plain_name, shown_name
from bot.files.taken import ENDINGS, NotTaken
from dialogs.acts import Piece

__all__ = ["CHUNK", "ENDINGS", "MOST", "Gone", "Keep", "NotTaken", "kind_of", "plain_name", "shown_name"]

log = logging.getLogger("rongcuo.files")
MOST = 20 * 2**20
"""Bytes of one file."""
CHUNK = 2**18
_PLACE = re.compile(r"[0-9a-f]{32}")
_OURS = re.compile(r"[0-9a-f]{32}(?:\.part)?")
MARK = "keep-id"
"""The file in the folder that says which keep it is."""


class Gone(KeyError):
    """There is no such file in the keep."""


class Keep:
    """A folder of files under random names, for the owner alone. Any number of threads may use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: Iterable[bytes] | BinaryIO, name: str) -> Piece:
        """Take a file in; `NotTaken`, or what `content` raises, and then nothing of it stays."""
        place = secrets.token_hex(16)
        temporary, final = self._folder / f"{place}.part", self._folder / place
        try:
            size, sha256 = self._write(content, temporary)
            with _disk():
                whole = temporary.read_bytes()
            kind = kind_of(whole)
            with _disk():
                temporary.replace(final)
                self._settle()
        except BaseException:
            _unlink(temporary)
            _unlink(final)
            raise
        return Piece(place, shown_name(name, kind), kind, size, sha256)

    def _write(self, content: Iterable[bytes] | BinaryIO, file: Path) -> tuple[int, str]:
        """(size, SHA-256), once it is all on the disk."""
        size, digest = 0, hashlib.sha256()
        with self._opened(file) as number:
            for chunk in _measured(_chunks(content)):
                size += len(chunk)
                digest.update(chunk)
                _put(number, chunk)
            with _disk():
                os.fsync(number)
        return size, digest.hexdigest()

    @contextmanager
    def _opened(self, file: Path) -> Iterator[int]:
        with _disk():
            number = self._new(file)
        try:
            yield number
        finally:
            os.close(number)

    def _new(self, file: Path) -> int:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)

    def _settle(self) -> None:
        """The new name is on the disk too."""
        number = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)

    def identity(self) -> str:
        """Which keep this is, wherever its folder is moved to; a folder without a mark gets one. OSError where the mark
        cannot be read or written, or is damaged."""
        mark = self._folder / MARK
        with suppress(FileNotFoundError):
            return _read_mark(mark)
        self._make_mark(mark)
        return _read_mark(mark)

    def _make_mark(self, mark: Path) -> None:
        """Whole or not at all, and never over one that another process has just made."""
        temporary = self._folder / f"{secrets.token_hex(16)}.part"
        try:
            with os.fdopen(self._new(temporary), "w") as file:
                file.write(secrets.token_hex(16))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(temporary, mark)
            self._settle()
        finally:
            _unlink(temporary)

    def try_out(self) -> None:
        """Whether a file can be written here just as one is kept; nothing of it stays. OSError."""
        temporary = self._folder / f"{secrets.token_hex(16)}.part"
        try:
            with os.fdopen(self._new(temporary), "wb") as file:
                file.write(bytes(CHUNK))
                file.flush()
                os.fsync(file.fileno())
        finally:
            _unlink(temporary)

    def path(self, place: str) -> Path:
        """Where a kept file lies; `Gone`."""
        file = self._folder / place if _PLACE.fullmatch(place) else None
        if file is None or not file.is_file():
            raise Gone
        return file

    def read(self, place: str) -> bytes:
        """A kept file's content; `Gone`."""
        try:
            return self.path(place).read_bytes()
        except FileNotFoundError:  # deleted this very moment
            raise Gone from None

    def places(self) -> set[str]:
        """All kept files."""
        return {file.name for file in self._ours() if len(file.name) == 32}

    def delete(self, places: Iterable[str]) -> None:
        """What is not there is deleted already."""
        for place in places:
            if _PLACE.fullmatch(place):
                _unlink(self._folder / place)

    def sweep(self, known: Container[str], older_than: float = 3600) -> int:
        """Delete what nobody knows and what a kill left half written, if it is older than so many seconds: a younger
        one may be about to become known. How many."""
        before = time.time() - older_than
        return sum(
            _unlink(file) for file in self._ours() if file.name not in known and _changed(file) < before
        )

    def _ours(self) -> list[Path]:
        with suppress(FileNotFoundError):
            return [file for file in self._folder.iterdir() if _OURS.fullmatch(file.name)]
        return []


# ── the disk ─────────────────────────────────────────────────────────────────────────────────────
@contextmanager
def _disk() -> Iterator[None]:
    """Around our own work on the disk alone: what a broken connection raises is an OSError as well."""
    try:
        yield
    except OSError as error:
        log.error("a file cannot be kept: %s", error.strerror)
        raise NotTaken("full") from error


def _chunks(content: Iterable[bytes] | BinaryIO) -> Iterator[bytes]:
    read = getattr(content, "read", None)
    return iter(partial(read, CHUNK), b"") if read else iter(content)


def _measured(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same; `NotTaken` as soon as they are too much, or if they are nothing at all."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST:
            raise NotTaken("size")
        yield chunk
    if not size:
        raise NotTaken("empty")


def _put(number: int, chunk: bytes) -> None:
    with _disk():
        left = memoryview(chunk)
        while left:
            left = left[os.write(number, left) :]


def _unlink(file: Path) -> bool:
    """Whether it was there and is not any more; what cannot be deleted now is left to the next sweep."""
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        log.error("a file cannot be deleted: %s", error.strerror)
        return False
    return True


def _read_mark(mark: Path) -> str:
    found = mark.read_text("ascii", "replace").strip()
    if not _PLACE.fullmatch(found):
        raise OSError(errno.EINVAL, "this does not say which keep it is", mark.name)
    return found


def _changed(file: Path) -> float:
    try:
        return file.stat(follow_symlinks=False).st_mtime
    except FileNotFoundError:
        return float("inf")
