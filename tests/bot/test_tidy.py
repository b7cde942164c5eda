"""Drafts that nobody comes back for: remembered once, then deleted with their files; nothing else is touched."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.casework.tidy import NOTICE, WARNED_BEFORE, tidy
from bot.files import Keep
from bot.store.mail import Changes, ChatState, Incoming, Store
from bot.workdays import Workdays
from dialogs.acts import Kept
from dialogs.apply.paper import KEPT_DAYS
from dialogs.core import Command, File, Pressed, Said, Sent, State
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.bot.test_store import rows

CHAT = "telegram:5"
NOW = datetime.now(UTC)


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    return Keep(tmp_path / "files")


@pytest.fixture
def app(store: Store, assistant: Assistant, keep: Keep) -> App:
    return App(store, Rongcuo(assistant, Workdays()), keep)


def drafted(app: App, keep: Keep) -> str:
    """A draft with an answer and a file; the file's place."""
    for event in (
        Command("region", "donge"),
        Command("apply"),
        Pressed("intake/agree=donge"),
        Said("县纪委"),
    ):
        app.handle(CHAT, event)
    (reply,) = app.handle(CHAT, Sent("document", "", File("r", "纪要.pdf", 9)))
    assert reply.fetch
    piece = keep.keep([b"%PDF-1.4 x"], "纪要.pdf")
    app.handle(CHAT, Kept(reply.fetch.draft, "r", piece))
    return piece.place


def draft(store: Store) -> object:
    return State.from_json(store.load((), (CHAT,)).chats[CHAT].state).of("intake").get("draft")


def later(days: float) -> datetime:
    return NOW + timedelta(days=days)


def test_a_draft_in_use_is_left_alone(app: App, store: Store, keep: Keep) -> None:
    drafted(app, keep)
    assert tidy(store, keep, later(KEPT_DAYS - WARNED_BEFORE.days - 1)) == (0, 0)
    assert draft(store)
    assert store.unsent() == []


def test_its_writer_is_told_once_and_then_it_goes_with_its_files(app: App, store: Store, keep: Keep) -> None:
    place = drafted(app, keep)
    for days in (KEPT_DAYS - 6, KEPT_DAYS - 5):
        assert tidy(store, keep, later(days)) == (0, 0)
    bodies = [json.loads(body)["notice"]["text"] for (body,) in rows(store, "SELECT body FROM outbox")]
    assert bodies == [NOTICE.format(days=WARNED_BEFORE.days)]
    assert draft(store)
    old = time.time() - 7_200
    os.utime(keep.path(place), (old, old))
    assert tidy(store, keep, later(KEPT_DAYS + 1)) == (1, 1)
    assert draft(store) is None
    assert store.docket.known_places() == set()
    assert State.from_json(store.load((), (CHAT,)).chats[CHAT].state).region == "donge"


def test_whoever_comes_back_after_the_word_keeps_it_and_is_told_again_another_time(
    app: App, store: Store, keep: Keep
) -> None:
    drafted(app, keep)
    tidy(store, keep, later(KEPT_DAYS - 6))
    app.handle(CHAT, Said("继续填"))
    assert tidy(store, keep, later(KEPT_DAYS - 7 - 1)) == (0, 0)
    assert draft(store)
    state = State.from_json(store.load((), (CHAT,)).chats[CHAT].state)
    assert "warned" not in state.of("intake")


def test_a_writer_who_comes_back_at_that_very_moment_wins(
    app: App, store: Store, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(app, keep)
    quiet: Callable[[datetime], object] = store.docket.quiet
    found = quiet(later(KEPT_DAYS + 1))
    app.handle(CHAT, Said("党组织"))
    monkeypatch.setattr(store.docket, "quiet", lambda _before: found)
    assert tidy(store, keep, later(KEPT_DAYS + 1)) == (0, 0)
    assert draft(store)


def test_a_chat_without_a_draft_is_no_matter_how_old(store: Store, keep: Keep) -> None:
    state = State("donge", {"ask": {"count": 1}}).to_json()
    store.write(Changes(chats={CHAT: ChatState(CHAT, state, None)}))
    assert tidy(store, keep, later(1_000)) == (0, 0)
    assert store.load((), (CHAT,)).chats[CHAT].state == state


def test_a_file_whose_word_still_waits_in_the_inbox_is_not_swept(store: Store, keep: Keep) -> None:
    piece = keep.keep([b"%PDF-1.4 x"], "纪要.pdf")
    old = time.time() - 7_200
    os.utime(keep.path(piece.place), (old, old))
    store.receive([Incoming(-1, CHAT, json.dumps({"kept": {"place": piece.place}}))])
    assert tidy(store, keep, NOW) == (0, 0)
    store.write(Changes(done=[-1]))
    assert tidy(store, keep, NOW) == (0, 1)


def test_forgetting_a_chat_takes_its_drafts_files_out_of_the_books(
    app: App, store: Store, keep: Keep
) -> None:
    drafted(app, keep)
    assert len(store.docket.known_places()) == 1
    store.forget(CHAT)
    assert store.docket.known_places() == set()
