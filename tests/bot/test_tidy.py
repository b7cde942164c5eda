"""Drafts that nobody comes back for: remembered once, then deleted with their files; nothing else is touched."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.casework.tidy import APART, FOLLOWING, NOTICE, STEP, TURN, WARNED_BEFORE, tidy
from bot.files import Keep
from bot.store.applications import writing
from bot.store.mail import Changes, ChatState, Incoming, Store
from bot.store.queries import chats
from bot.workdays import Workdays
from dialogs.acts import Kept
from dialogs.apply.paper import KEPT_DAYS
from dialogs.core import Command, File, Pressed, Said, Sent, State
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.bot.test_store import rows
from tests.bot.test_turns import soon
from tests.harness.given import BEGAN, Played
from tests.harness.office import PEOPLE, Office, gate_of, noticed
from tests.harness.post import unsent

CHAT = "telegram:5"
NOW = BEGAN


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    return Keep(tmp_path / "files")


@pytest.fixture
def app(store: Store, assistant: Assistant, keep: Keep) -> App:
    return App(store, Rongcuo(assistant, Workdays()), keep, office=gate_of(store))


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


def at(store: Store, keep: Keep, days: float) -> tuple[int, int]:
    """What looks delete after so many days: the second one agrees with the first on the time."""
    first, second = (tidy(store, keep, later(days) - gap) for gap in (APART, timedelta()))
    return first[0] + second[0], first[1] + second[1]


def aged(keep: Keep, place: str) -> None:
    """The file is older than one that may be about to become known."""
    os.utime(keep.path(place), (time.time() - 7_200,) * 2)


def notices(store: Store) -> list[str]:
    return [noticed(body)["text"] for (body,) in rows(store, "SELECT body FROM outbox")]


def test_one_alone_tidies(keep: Keep, postgres_copy: str, given: Played) -> None:
    with closing(Store(postgres_copy, given=given)) as one, closing(one.turns()) as other:
        assert other.mine(TURN)
        assert tidy(one, keep, given.now()) == (0, 0)
        assert one.docket.looked() is None
        other.close()
        assert soon(lambda: tidy(one, keep, given.now()) == (0, 0) and one.docket.looked() is not None)


def test_a_draft_in_use_is_left_alone(app: App, store: Store, keep: Keep) -> None:
    drafted(app, keep)
    assert at(store, keep, KEPT_DAYS - WARNED_BEFORE.days - 1) == (0, 0)
    assert draft(store)
    assert unsent(store) == []


def test_its_writer_is_told_once_and_then_it_goes_with_its_files(app: App, store: Store, keep: Keep) -> None:
    place = drafted(app, keep)
    for days in (KEPT_DAYS - 6, KEPT_DAYS - 5):
        assert at(store, keep, days) == (0, 0)
    assert notices(store) == [NOTICE.format(days=WARNED_BEFORE.days)]
    assert draft(store)
    aged(keep, place)
    assert at(store, keep, KEPT_DAYS + 4) == (1, 1)
    assert draft(store) is None
    assert store.docket.known_places() == set()
    assert State.from_json(store.load((), (CHAT,)).chats[CHAT].state).region == "donge"


def test_a_step_that_staff_put_down_is_told_of_in_its_own_words(app: App, store: Store, keep: Keep) -> None:
    office = Office(store)
    number = office.submits(names=()).case.number
    office.hires("clerk")
    clerk = PEOPLE["clerk"]
    app.handle(clerk, Pressed(f"review/do={number}.1.p.accept"))
    app.handle(clerk, Pressed("review/a=1.0"))
    for days in (KEPT_DAYS - 6, KEPT_DAYS - 5):
        assert at(store, keep, days) == (0, 0)
    assert [one for one in notices(store) if "一步" in one] == [STEP.format(days=WARNED_BEFORE.days)]
    assert at(store, keep, KEPT_DAYS + 4) == (1, 0)
    assert not State.from_json(store.load((), (clerk,)).chats[clerk].state).of("review")


def test_it_is_kept_to_the_last_hour(app: App, store: Store, keep: Keep) -> None:
    drafted(app, keep)
    hour = 1 / 24
    assert at(store, keep, KEPT_DAYS - WARNED_BEFORE.days + hour) == (0, 0)
    assert len(notices(store)) == 1
    assert at(store, keep, KEPT_DAYS - hour) == (0, 0)
    assert draft(store)
    assert at(store, keep, KEPT_DAYS + hour) == (1, 0)


def test_whoever_comes_back_after_the_word_keeps_it_and_is_told_again_another_time(
    app: App, store: Store, keep: Keep
) -> None:
    drafted(app, keep)
    at(store, keep, KEPT_DAYS - 6)
    app.handle(CHAT, Said("继续填"))
    assert at(store, keep, KEPT_DAYS - 7 - 1) == (0, 0)
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
    assert at(store, keep, KEPT_DAYS + 1) == (0, 0)
    assert draft(store)


def test_a_chat_without_a_draft_is_no_matter_how_old(store: Store, keep: Keep) -> None:
    state = State("donge", {"ask": {"count": 1}}).to_json()
    store.write(Changes(chats={CHAT: ChatState(CHAT, state, None)}))
    assert at(store, keep, 1_000) == (0, 0)
    assert store.load((), (CHAT,)).chats[CHAT].state == state


def test_a_file_whose_word_still_waits_in_the_inbox_is_not_swept(store: Store, keep: Keep) -> None:
    tidy(store, keep, NOW)
    piece = keep.keep([b"%PDF-1.4 x"], "纪要.pdf")
    aged(keep, piece.place)
    (word,) = store.receive([Incoming("fetched:1", CHAT, json.dumps({"kept": {"place": piece.place}}))])
    assert at(store, keep, 3) == (0, 0)
    store.write(Changes(done=[word.id]))
    assert at(store, keep, 3) == (0, 1)


def test_files_in_a_folder_that_this_database_has_never_known_are_left_alone(
    store: Store, keep: Keep
) -> None:
    place = keep.keep([b"%PDF-1.4 x"], "纪要.pdf").place
    aged(keep, place)
    assert at(store, keep, 3) == (0, 0)
    assert keep.places() == {place}
    assert store.docket.keep_identity() is None


def test_forgetting_a_chat_takes_its_drafts_files_out_of_the_books(
    app: App, store: Store, keep: Keep
) -> None:
    drafted(app, keep)
    assert len(store.docket.known_places()) == 1
    store.forget(CHAT)
    assert store.docket.known_places() == set()


# ── files live as long as their draft ───────────────────────────────────────────────────────────
def comes_back(store: Store, day: float) -> None:
    """The writer touches the draft on this day."""
    store._database.write(
        lambda one: one.execute(chats.update().where(chats.c.key == CHAT).values(updated_at=later(day)))
    )


def test_files_live_as_long_as_their_draft_however_old_they_are(app: App, store: Store, keep: Keep) -> None:
    place = drafted(app, keep)
    aged(keep, place)
    for day in range(0, 260, 4):
        if day in (60, 100, 180):
            comes_back(store, day)
        assert at(store, keep, day) == (0, 0)
        assert store.docket.known_places() == {place}
        assert keep.read(place)
        if day == 104:
            assert notices(store) == []
    assert at(store, keep, 180 + KEPT_DAYS - 6) == (0, 0)
    assert notices(store) == [NOTICE.format(days=7)]
    assert at(store, keep, 180 + KEPT_DAYS + 4) == (1, 1)
    assert store.docket.known_places() == keep.places() == set()


def test_whoever_was_told_long_ago_and_came_back_is_told_again_first(
    app: App, store: Store, keep: Keep
) -> None:
    """Also where what was touched is not what the word was noted in."""
    drafted(app, keep)
    at(store, keep, KEPT_DAYS - 6)
    comes_back(store, KEPT_DAYS - 4)
    assert at(store, keep, 2 * KEPT_DAYS) == (0, 0)
    assert len(notices(store)) == 2
    assert at(store, keep, 2 * KEPT_DAYS + 8) == (1, 0)


def test_files_of_a_draft_that_no_chat_holds_any_more_go(app: App, store: Store, keep: Keep) -> None:
    place = drafted(app, keep)
    state = State("donge", {}).to_json()
    store._database.write(lambda one: one.execute(chats.update().values(state=state)))
    assert at(store, keep, 6) == (0, 0)
    assert store.docket.known_places() == {place}
    assert at(store, keep, 8) == (0, 0)
    assert store.docket.known_places() == set()


@pytest.mark.parametrize(
    "state", ['{"draft":"%s", not JSON', '{"version":99,"dialogs":{"new":{"draft":"%s"}}}']
)
def test_files_of_a_state_that_cannot_be_read_now_are_kept(
    app: App, store: Store, keep: Keep, state: str
) -> None:
    place = drafted(app, keep)
    ((name,),) = rows(store, "SELECT DISTINCT draft FROM attachment")
    store._database.write(lambda one: one.execute(chats.update().values(state=state % name)))
    for days in (100, 110, 400, 410):
        at(store, keep, days)
    assert store.docket.known_places() == {place}


def test_files_of_a_draft_on_its_way_to_another_surface_are_kept(app: App, store: Store, keep: Keep) -> None:
    place = drafted(app, keep)
    ((name,),) = rows(store, "SELECT DISTINCT draft FROM attachment")
    store.write(Changes(writes=[writing.lent("c", CHAT, name, later(40))]))
    store._database.write(lambda one: one.execute(chats.delete()))
    at(store, keep, 20)
    assert store.docket.known_places() == {place}


# ── a clock that jumps ──────────────────────────────────────────────────────────────────────────
def test_a_clock_that_jumps_tells_and_deletes_nothing_at_once(app: App, store: Store, keep: Keep) -> None:
    place = drafted(app, keep)
    aged(keep, place)
    stray = keep.keep([b"%PDF-1.4 y"], "b.pdf").place
    aged(keep, stray)
    tidy(store, keep, NOW)
    keep_id = store.docket.keep_identity()
    for days in (200, 200.5, 400, 399, 0, 200, 3_000):
        assert tidy(store, keep, later(days)) == (0, 0)
        assert (draft(store), notices(store)) == (draft(store), [])
        assert keep.places() == {place, stray}
    assert store.docket.keep_identity() == keep_id


def test_a_word_of_a_time_that_was_wrong_is_said_again(app: App, store: Store, keep: Keep) -> None:
    drafted(app, keep)
    at(store, keep, 200)  # the clock was wrong for days; its writer has been told
    assert at(store, keep, KEPT_DAYS - 5) == (0, 0)
    assert len(notices(store)) == 2
    assert at(store, keep, KEPT_DAYS - 1) == (0, 0)
    assert draft(store)
    assert at(store, keep, KEPT_DAYS + 3) == (1, 0)


def test_looks_far_from_each_other_do_not_agree(app: App, store: Store, keep: Keep) -> None:
    drafted(app, keep)
    for turn in range(1, 20):
        assert tidy(store, keep, NOW + turn * (FOLLOWING + timedelta(days=1))) == (0, 0)
    assert notices(store) == []


def test_one_draft_that_makes_no_sense_stops_nothing(
    app: App, store: Store, keep: Keep, caplog: pytest.LogCaptureFixture
) -> None:
    drafted(app, keep)
    bad = State("donge", {"intake": {"draft": 5, "warned": "秘密"}, "status": {"draft": [1]}}).to_json()
    store.write(Changes(chats={"telegram:1": ChatState("telegram:1", bad, None)}))
    assert at(store, keep, KEPT_DAYS - 6) == (0, 0)
    assert NOTICE.format(days=7) in notices(store)
    assert "秘密" not in caplog.text
