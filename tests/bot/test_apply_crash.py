"""A form is filled while the process dies: before a commit, after it, after the reply; at every single step.

What is on the disk at that moment is all that the next process has. Nothing may be lost, doubled or shown twice with
another number.
"""

from __future__ import annotations

import itertools
import json
import re
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, Job
from bot.files import Keep
from bot.given import Given
from bot.store.mail import Changes, Incoming, Outgoing, Store, StoreUnavailable
from bot.workdays import Workdays
from dialogs.acts import Kept, Piece
from dialogs.apply.boxes import DAY
from dialogs.core import Event, Fetch, File, Pressed, Reply, Said, Sent, State
from dialogs.router import Rongcuo
from dialogs.shared.spans import written
from knowledge.answer import Assistant
from tests.bot.test_crash import restart_at_once
from tests.bot.test_store import kept, rows
from tests.harness.given import Clock, Played
from tests.harness.office import gate_of
from tests.harness.post import unsent, waiting

CHAT = "telegram:7"
COURSE = "5月6日申请人乙缺一份非必要的证明，我先受理了。"
STEPS: tuple[Event | str, ...] = (
    Said("丽水"), Said("/apply"), "同意，开始填", Said("某某县民政局党组"), "以个人名义", Said("钱七"), Said("某某镇　公职人员"),
    Said("2026-05-06"), Said("容缺受理救助申请"), Said(COURSE), "跳过", "跳过", "跳过", Said("5月8日补齐"), "拿不准",
    Sent("document", "", File("ref-1", "受理单.pdf", 9)), "发完了", "跳过", "提交", "确定提交", "确定提交",
)  # fmt: skip
NUMBER = re.compile(r"编号：(\d{3}-\d{3}-\d{3})")


class Killed(BaseException):
    """No code of ours gets to run any more."""


class Surface:
    """What a surface does, with a place to die in: `at` counts the writes of the store and the sendings."""

    def __init__(self, url: str, mind: Assistant, folder: Path, given: Given | None = None) -> None:
        self.given = given or Played()
        self.url, self.talk, self.keep = url, Rongcuo(mind, Workdays()), Keep(folder)
        self.shown: list[dict[str, Any]] = []
        self.updates = itertools.count(1)
        self.die = ("", -1)
        self.open()

    def open(self) -> None:
        self.store = Store(self.url, 0.5, self.given)
        self.app = App(self.store, self.talk, self.keep, office=gate_of(self.store))
        self.moments = {"before": itertools.count(), "after": itertools.count(), "sent": itertools.count()}
        write = self.store.write

        def dying(changes: Changes) -> list[Outgoing]:
            self.passes("before")
            outgoing = write(changes)
            self.passes("after")
            return outgoing

        self.store.write = dying  # type: ignore[method-assign]

    def passes(self, moment: str) -> None:
        if (moment, next(self.moments[moment])) == self.die:
            raise Killed

    # ── a person ────────────────────────────────────────────────────────────────────────────────
    def does(self, step: Event | str) -> None:
        """Given to the bot as often as it takes; whatever happens, Telegram has the update already."""
        event = Pressed(self.button(step)) if isinstance(step, str) else step
        self.comes(Incoming(str(next(self.updates)), CHAT, encoded(event)))

    def button(self, label: str) -> str:
        for message in reversed(self.shown):
            for text, data in message["buttons"]:
                if text.startswith(label):
                    return str(data)
        raise AssertionError(label)

    def comes(self, update: Incoming) -> None:
        try:
            self.works([kept(self.store, update)])
        except Killed:
            self.again()

    def works(self, updates: list[Incoming]) -> None:
        jobs = [Job(one, decoded(one.payload)) for one in updates]
        for worked in self.app.work(jobs):
            self.sends(list(worked.outgoing))

    def sends(self, messages: list[Outgoing]) -> None:
        for message in messages:
            reply = Reply.from_json(message.body["reply"])
            if reply.fetch:
                self.brings(message, reply.fetch)
            else:
                self.shown.append(shown(reply))
            self.passes("sent")
            self.store.sent([message.id])

    def brings(self, message: Outgoing, wanted: Fetch) -> None:
        piece = self.keep.keep([b"%PDF-1.4 x"], wanted.file.name)
        event = Kept(wanted.draft, wanted.file.ref, piece)
        if new := self.store.receive([Incoming(f"fetched:{message.id}", CHAT, encoded(event))]):
            self.works(new)
        else:
            self.keep.delete([piece.place])

    def again(self) -> None:
        """The next process: what was left waiting, what was left unsent."""
        self.die = ("", -1)
        self.store.close()
        self.open()
        self.works(waiting(self.store))
        self.sends(unsent(self.store))


def shown(reply: Reply) -> dict[str, Any]:
    return {"text": reply.text, "buttons": [[one.label, one.data] for row in reply.buttons for one in row]}


def encoded(event: Event) -> str:
    match event:
        case Kept(draft, ref, piece):
            return json.dumps(
                ["kept", draft, ref, piece.place, piece.name, piece.kind, piece.size, piece.sha256]
            )
        case Pressed(data):
            return json.dumps(["pressed", data])
        case Sent(_, _, File(ref, name, size)):
            return json.dumps(["sent", ref, name, size])
        case Said(text):
            return json.dumps(["said", text])
    raise AssertionError(event)


def decoded(payload: str) -> Event:
    from dialogs.core import Command

    kind, *rest = json.loads(payload)
    match kind:
        case "kept":
            return Kept(rest[0], rest[1], Piece(*rest[2:]))
        case "pressed":
            return Pressed(*rest)
        case "sent":
            return Sent("document", "", File(*rest))
        case _:
            return Command(rest[0][1:]) if rest[0].startswith("/") else Said(rest[0])


def filled(
    url: str, mind: Assistant, folder: Path, die: tuple[str, int] = ("", -1), given: Given | None = None
) -> Surface:
    surface = Surface(url, mind, folder / "files", given)
    surface.die = die
    for step in STEPS:
        surface.does(step)
    return surface


def assert_one_whole_application(surface: Surface) -> None:
    (case,) = surface.store.docket.wholes(surface.store.docket.own(CHAT))
    said = {one.key: one.text for one in case.fields}
    assert (said["applicant"], said["course"], said["remedy"]) == ("钱七", COURSE, "5月8日补齐")
    assert [one.name for one in case.pieces] == ["受理单.pdf"]
    assert surface.keep.read(case.pieces[0].place) == b"%PDF-1.4 x"
    told = {number for message in surface.shown for number in NUMBER.findall(message["text"])}
    assert told == {case.spelled}  # a receipt may come twice, but never another one
    codes = {code for message in surface.shown for code in re.findall(r"查询码：(\S+)", message["text"])}
    assert len(codes) == 1
    assert "已经提交过了" in surface.shown[-1]["text"]
    assert rows(surface.store, "SELECT count(*) FROM audit WHERE act = 'submit'") == [(1,)]
    assert rows(surface.store, "SELECT count(*) FROM attachment") == [(1,)]
    assert waiting(surface.store) == []
    assert unsent(surface.store) == []
    surface.keep.sweep(surface.store.docket.known_places(), older_than=-1)
    assert len(list((surface.keep.path(case.pieces[0].place)).parent.iterdir())) == 1


def test_without_a_death_it_is_one_application(
    sqlite_copy: str, assistant: Assistant, tmp_path: Path
) -> None:
    surface = filled(sqlite_copy, assistant, tmp_path)
    assert_one_whole_application(surface)
    surface.store.close()


def moments() -> Iterator[tuple[str, int]]:
    yield from itertools.product(("before", "after", "sent"), range(len(STEPS) + 1))


@pytest.mark.parametrize("die", list(moments()), ids=lambda die: f"{die[0]}-{die[1]}")
def test_a_death_at_any_step_loses_nothing_and_doubles_nothing(
    sqlite_copy: str, assistant: Assistant, tmp_path: Path, die: tuple[str, int]
) -> None:
    surface = filled(sqlite_copy, assistant, tmp_path, die)
    assert surface.die == ("", -1)  # it did die
    assert_one_whole_application(surface)
    surface.store.close()


@pytest.mark.parametrize("die", [("before", 20), ("after", 20), ("sent", 20), ("after", 16)], ids=str)
def test_on_postgresql_as_well(
    postgres_copy: str, assistant: Assistant, tmp_path: Path, die: tuple[str, int]
) -> None:
    surface = filled(postgres_copy, assistant, tmp_path, die)
    assert_one_whole_application(surface)
    surface.store.close()


def test_the_draft_is_at_the_step_before_or_after_never_further_back(
    sqlite_copy: str, assistant: Assistant, tmp_path: Path
) -> None:
    for moment in ("before", "after"):
        surface = Surface(sqlite_copy.replace("rongcuo.db", f"{moment}.db"), assistant, tmp_path / moment)
        for step in STEPS[:10]:
            surface.does(step)
        surface.die = (moment, 10)
        new = surface.store.receive([Incoming("99", CHAT, encoded(Said("想帮群众")))])
        with pytest.raises(Killed):
            surface.works(new)
        surface.store.close()
        surface.open()
        state = State.from_json(surface.store.load((), (CHAT,)).chats[CHAT].state)
        answers: Any = state.of("intake")["answers"]
        assert answers["course"] == COURSE
        assert ("motive" in answers) == (moment == "after")
        surface.store.close()


# ── a server that goes away, a day that turns ───────────────────────────────────────────────────
def test_a_server_that_restarts_in_the_middle_costs_nothing(
    fragile_server: Any, assistant: Assistant, tmp_path: Path
) -> None:
    surface = Surface(fragile_server.get_uri(), assistant, tmp_path / "files")
    restart = threading.Thread(target=restart_at_once, args=(fragile_server,))
    for number, step in enumerate(STEPS):
        if number == len(STEPS) - 3:
            restart.start()
        insisting(surface, step)
    restart.join()
    assert_one_whole_application(surface)
    surface.store.close()


def insisting(surface: Surface, step: Event | str) -> None:
    """What Telegram and the service do while the database is away: the same update once more."""
    event = Pressed(surface.button(step)) if isinstance(step, str) else step
    update = Incoming(str(next(surface.updates)), CHAT, encoded(event))
    for _ in range(100):
        try:
            surface.works([kept(surface.store, update)])
            return
        except StoreUnavailable:
            time.sleep(0.2)
    raise AssertionError("the server did not come back")


@pytest.mark.parametrize(
    ("now", "day"),
    [(datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC), "2026年11月20日"), (datetime(2026, 11, 20, 16, 0, 0, tzinfo=UTC), "2026年11月21日")],
)  # fmt: skip
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_around_midnight_the_day_is_shanghais_wherever_the_process_runs(
    sqlite_copy: str,
    assistant: Assistant,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    clock: Clock,
    now: datetime,
    day: str,
    zone: str,
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    clock.now = now
    try:
        surface = filled(sqlite_copy, assistant, tmp_path, given=Played(clock))
    finally:
        monkeypatch.undo()
        time.tzset()
    (case,) = surface.store.docket.wholes(surface.store.docket.own(CHAT))
    assert written(case.filed) == day
    assert next(one.text for one in case.fields if one.key == DAY) == day
    surface.store.close()
