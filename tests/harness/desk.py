"""Applications behind a conversation that is replayed: a real store, with numbers, codes and times that repeat."""

from __future__ import annotations

import hashlib
import itertools
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from stdnum import damm

from bot.casework import acts, codes
from bot.casework.acts import Casework
from bot.store.applications import writing
from bot.store.mail import Store
from bot.store.records import Changes, ChatState
from dialogs.acts import Act, Acted, Kept, Piece
from dialogs.core import Fetch, State
from tests.bot.test_store import rows

BEGAN = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Desk:
    """One store for one conversation; every act a minute after the one before."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.store = Store(f"sqlite:///{Path(self._folder.name) / 'desk.db'}")
        self.casework = Casework(self.store.docket, lambda chat: self.store.load((), (chat,)).chats.get(chat))
        self._numbers, self._minutes, self._told = itertools.count(48273900), itertools.count(), 0

    def close(self) -> None:
        self.store.close()
        self._folder.cleanup()

    def perform(self, chat: str, state: State, act: Act) -> Acted[Act]:
        """What the outside would bring back; written at once."""
        with self._fixed():
            done = self.casework.perform(chat, act)
            before = self.store.load((), (chat,)).chats.get(chat)
            kept = ChatState(chat, state.to_json(), before.revision if before else None)
            self.store.write(Changes(chats={chat: kept}, writes=done.writes))
        return done.acted

    def remembers(self, chat: str, state: State) -> State:
        """The state that the store has, where an act of another chat took something out of it."""
        found = self.store.load((), (chat,)).chats.get(chat)
        return State.from_json(found.state) if found and '"moved":true' in found.state else state

    def invites(self, name: str, role: str) -> str:
        with self._fixed():
            code = codes.code()
            until = acts._now() + acts.INVITATION
            self.store.write(Changes(writes=[writing.invited(name, role, None, codes.hashed(code), until)]))
        return codes.grouped(code)

    def notices(self) -> list[dict[str, Any]]:
        """Messages to chats that nobody of them asked for just now."""
        found = rows(self.store, "SELECT chat, body FROM outbox ORDER BY id")[self._told :]
        self._told += len(found)
        return [{"chat": chat, **json.loads(body)["notice"]} for chat, body in found]

    @contextmanager
    def _fixed(self) -> Iterator[None]:
        now = BEGAN + timedelta(minutes=next(self._minutes))
        named = {"number": self._number, "code": self._code}
        with (
            patch.multiple(codes, **named),
            patch.object(acts, "_now", lambda: now),
            patch("bot.store.mail._now", lambda: now),
        ):
            yield

    def _number(self) -> str:
        body = str(next(self._numbers))
        return body + damm.calc_check_digit(body)

    def _code(self) -> str:
        """Fit to be read, and never the same twice."""
        symbols = hashlib.sha256(str(next(self._numbers)).encode()).digest()
        return "".join(codes.SYMBOLS[n % len(codes.SYMBOLS)] for n in symbols[: codes.LENGTH])


def brought(wanted: Fetch) -> Kept:
    """The file that was asked for, made up from its name."""
    hash_ = hashlib.sha256(wanted.file.name.encode()).hexdigest()
    piece = Piece(
        hash_[:32], wanted.file.name, wanted.file.name.rpartition(".")[2], wanted.file.size or 1, hash_
    )
    return Kept(wanted.draft, wanted.file.ref, piece)
