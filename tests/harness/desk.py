"""The whole product behind a conversation that is replayed: store and App as they are, with numbers, codes and times
that repeat. Everything that is said or pressed takes a minute."""

from __future__ import annotations

import hashlib
import itertools
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.app import App
from bot.casework import codes
from bot.casework.codes import Codes
from bot.casework.people import INVITATION
from bot.store.applications import writing
from bot.store.mail import Store
from bot.store.records import Changes, ChatState
from dialogs.acts import Kept, Piece
from dialogs.core import Event, Feedback, Fetch, Reply, State, Talk
from tests.bot.test_store import rows
from tests.harness.given import Clock, Loaded, Played
from tests.harness.office import gate_of, noticed
from tests.harness.template import copied

TOLD_APART = 16**24
"""From one draft to the next: their ids differ in the first eight characters, by which a button names its draft."""


class Desk:
    """One installation for one conversation."""

    def __init__(self, talk: Talk) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._clock = Clock()
        self.given = Played(
            self._clock, Loaded(itertools.count(48273900)), drafts=itertools.count(1, TOLD_APART)
        )
        self.store = Store(copied(Path(self._folder.name) / "desk.db"), given=self.given)
        self._app = App(self.store, talk, office=gate_of(self.store))
        self._told, self._written = 0, 0

    def close(self) -> None:
        self.store.close()
        self._folder.cleanup()

    def hears(self, chat: str, event: Event, private: bool) -> Iterator[Reply]:
        """What is answered; a file that is wanted comes at once, and what that leads to is answered too."""
        self._clock.goes(minutes=1)
        waiting = [event]
        while waiting:
            for reply in self._app.handle(chat, waiting.pop(0), private=private):
                if reply.fetch:
                    waiting.append(brought(reply.fetch))
                yield reply
            self._same_after_json(chat)

    def remembers(self, chat: str) -> State:
        found = self.store.load((), (chat,)).chats.get(chat)
        return State.from_json(found.state) if found else State()

    def forces(self, chat: str, state: State) -> None:
        """This is what is remembered, however it came about."""
        there = self.store.load((), (chat,)).chats.get(chat)
        changed = ChatState(chat, state.to_json(), there.revision if there else None)
        self.store.write(Changes(chats={chat: changed}))

    def _same_after_json(self, chat: str) -> None:
        kept = self.store.load((), (chat,)).chats[chat].state
        assert State.from_json(kept).to_json() == kept

    def invites(self, name: str, role: str) -> str:
        code, until = Codes(self.given).code(), self.given.now() + INVITATION
        self.store.write(Changes(writes=[writing.invited(name, role, None, codes.hashed(code), until)]))
        return codes.grouped(code)

    def notices(self) -> list[dict[str, Any]]:
        """Messages to chats that nobody of them asked for just now."""
        found = rows(self.store, "SELECT chat, body FROM outbox ORDER BY id")[self._told :]
        self._told += len(found)
        return [{"chat": chat, **noticed(body)} for chat, body in found]

    def written(self) -> list[Feedback]:
        """What was written down of words on answers just now."""
        found = rows(self.store, "SELECT useful, region, provisions, question FROM feedback ORDER BY id")
        found, self._written = found[self._written :], len(found)
        return [
            Feedback(bool(useful), region, tuple(json.loads(at)), question)
            for useful, region, at, question in found
        ]


def brought(wanted: Fetch) -> Kept:
    """The file that was asked for, made up from its name."""
    hash_ = hashlib.sha256(wanted.file.name.encode()).hexdigest()
    piece = Piece(
        hash_[:32], wanted.file.name, wanted.file.name.rpartition(".")[2], wanted.file.size or 1, hash_
    )
    return Kept(wanted.draft, wanted.file.ref, piece)
