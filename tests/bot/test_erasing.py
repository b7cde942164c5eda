"""What is erased cannot be found in any file any more: not in the database, not in its log of changes, not in the keep."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.casework.tidy import tidy
from bot.files import Keep
from bot.store.mail import Changes, ChatState, Draft, Incoming, Store
from dialogs import acts
from dialogs.core import State
from tests.harness.office import ANSWER, ASKED, FIELDS, NAMED, PEOPLE, POST, REASON, TOLD, Office

WORD = "独一无二的话"
ME = PEOPLE["owner"]


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    return Keep(tmp_path / "data" / "files")


@pytest.fixture
def lone(sqlite_url: str) -> Iterator[Store]:
    store = Store(sqlite_url, patience=0.5)
    yield store
    store.close()


def found(folder: Path, *words: str) -> list[tuple[str, str]]:
    """(file, word) wherever one of the words stands in a file."""
    files = [(one.name, one.read_bytes()) for one in sorted(folder.rglob("*")) if one.is_file()]
    return [(name, word) for name, content in files for word in words if word.encode() in content]


def crowd(store: Store, rounds: int = 12) -> None:
    """Many people's states grow and shrink in turn, so that pages are split, merged, moved."""
    dice, revisions = random.Random(5), dict[str, int]()
    for turn in range(rounds):
        changes = Changes()
        for number in range(60):
            chat = f"telegram:{number}"
            words = (WORD if chat == ME else f"别人{number}的话") * dice.choice([1, 30, 400, 3000])
            changes.chats[chat] = ChatState(
                chat, State("donge", {"ask": {"w": words}}).to_json(), revisions.get(chat)
            )
        kept = store.receive([Incoming(str(turn * 100 + n), f"telegram:{n}", WORD * 50 if f"telegram:{n}" == ME else "x" * 900)
                       for n in range(60)])  # fmt: skip
        changes.done = [one.id for one in kept]
        changes.drafts = [Draft(kept[n].id, 0, f"telegram:{n}", f'{{"t":"{WORD * 40}"}}' if f"telegram:{n}" == ME else "{}")
                          for n in range(60)]  # fmt: skip
        store.sent([one.id for one in store.write(changes)])
        revisions = dict.fromkeys(changes.chats, changes.revision)


def test_a_forgotten_chat_is_in_no_file_any_more(lone: Store, tmp_path: Path) -> None:
    crowd(lone)
    assert {name for name, _ in found(tmp_path, WORD)} >= {"rongcuo.db-wal"}
    lone.forget(ME)
    assert found(tmp_path, WORD) == []
    lone.close()
    assert found(tmp_path, WORD) == []
    assert found(tmp_path, "别人7的话")


def test_an_erased_application_is_in_no_file_any_more(lone: Store, tmp_path: Path) -> None:
    office = Office(lone)
    office.hires("clerk")
    for _ in range(9):
        office.submits("another")
        number = office.case("returned")
        office.supplements(number, "补.pdf")
        office.does("owner", acts.Withdraw(number=number, reason=REASON))
    personal = (*(one.text for one in FIELDS), ANSWER, ASKED, REASON)
    assert len({word for _, word in found(tmp_path, *personal)}) == len(personal)
    for row in lone.docket.own(PEOPLE["another"]):
        office.does("another", acts.Withdraw(number=row.number, reason=REASON))
    for who in ("owner", "another"):
        office.does(who, acts.Erase())
        lone.forget(PEOPLE[who])
    assert found(tmp_path, *personal, NAMED, POST, TOLD) == []


def test_evidence_goes_with_its_application_that_of_a_supplement_too(lone: Store, keep: Keep) -> None:
    office = Office(lone)
    office.hires("clerk")
    number = office.case("returned")
    draft = office.draft()
    first, second = (keep.keep([f"%PDF-1.7 {n}".encode()], "补.pdf") for n in range(2))
    for one in (first, second):
        office.does("owner", acts.Attach(draft=draft, piece=one))
    office.does(
        "owner",
        acts.Supplement(number=number, text=ANSWER, draft=draft, places=(first.place, second.place)),
    )
    office.does("owner", acts.Withdraw(number=number, reason=REASON))
    done = office.decides("owner", acts.Erase())
    assert {first.place, second.place} < set(done.gone)
    office.writes(done)
    assert lone.docket.known_places() == set()


def test_what_was_deleted_lately_leaves_the_log_of_changes_at_the_daily_look(
    lone: Store, tmp_path: Path
) -> None:
    crowd(lone, 2)
    assert ("rongcuo.db-wal", WORD) in found(tmp_path, WORD)
    tidy(lone, None, datetime.now(UTC))
    assert (tmp_path / "data" / "rongcuo.db-wal").stat().st_size < 50_000
    assert ("rongcuo.db-wal", WORD) not in found(tmp_path, WORD)


def test_a_reader_in_the_way_puts_it_off_till_the_next_write(
    lone: Store, sqlite_url: str, tmp_path: Path
) -> None:
    crowd(lone, 2)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM chat").fetchone()
        lone.forget(ME)
        assert found(tmp_path, WORD)
    lone.prune(datetime.now(UTC) - timedelta(days=3))
    assert found(tmp_path, WORD) == []
