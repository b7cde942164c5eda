"""Official papers that staff have made in a chat: which, what for, for whom; by buttons, in a terminal, on Telegram, on the page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import App
from bot.casework.printing import LOOK, PURPOSES, Printer
from bot.channels import terminal
from bot.documents.papers.templates import OwnTemplates
from bot.store.mail import Store
from bot.workdays import Workdays
from dialogs.acts import Bind, spelled
from dialogs.core import PAGE, TERMINAL, Pressed
from dialogs.desk import REFUSED, words
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.bot.test_desk_steps import Room
from tests.bot.test_desk_telegram import SOON, Phone, telegram
from tests.harness.browser import serving
from tests.harness.casepapers import said
from tests.harness.given import Clock, Played
from tests.harness.office import NAMED, Office, gate_of
from tests.harness.programs import OFFICE, machine
from tests.harness.steps import WAYS, Colleague
from tests.harness.template import copied

__all__ = ["telegram"]


@pytest.fixture
def room(tmp_path: Path, assistant: Assistant) -> Iterator[Room]:
    store = Store(copied(tmp_path / "desk.db"), given=Played(Clock()))
    yield Room(store, App(store, Rongcuo(assistant, Workdays()), office=gate_of(store)))
    store.close()


def concluded(room: Room) -> str:
    number = room.case("weihai")
    room.goes(number, *WAYS["weihai"])
    return number


def noted(store: Store, number: str) -> list[str]:
    """What was made of a case, as the audit has it."""
    return [one.detail for one in store.docket.trail(number) if one.act == "print"]


def at_papers(room: Room, who: str, number: str) -> Colleague:
    colleague = room.at(who)
    colleague.opens(number)
    colleague.presses(words.PAPERS)
    return colleague


# ── by buttons ──────────────────────────────────────────────────────────────────────────────────
def test_what_can_be_made_is_a_button_and_what_cannot_says_why(room: Room) -> None:
    number = room.case("weihai")
    clerk = at_papers(room, "clerk", number)
    assert not {"受理回执", "容错免责决定书"} & set(clerk.buttons)
    assert "· 受理回执：还没有受理。" in clerk.text
    room.goes(number, *WAYS["weihai"])
    clerk = at_papers(room, "clerk", number)
    assert {"调查报告", "容错免责决定书", "容错结论告知书", "纠错通知书"} <= set(clerk.buttons)


def test_what_for_is_asked_and_with_or_without_names_in_the_same_message(room: Room) -> None:
    clerk = at_papers(room, "clerk", concluded(room))
    assert "作什么用" in clerk.presses("容错免责决定书")
    assert set(PURPOSES.values()) <= set(clerk.buttons)
    assert LOOK not in clerk.text
    assert LOOK in clerk.presses(words.HIDE)
    assert [one.edit for one in clerk.seen] == [True]
    clerk.presses("抄送")
    (wish,) = clerk.seen[-1].prints
    assert (wish.paper, wish.purpose, wish.hide) == ("decision", "copying", True)
    assert "容错免责决定书（隐名）在下面，用途：抄送。" in clerk.text
    assert LOOK in clerk.text
    clerk.presses(words.PAPERS)
    clerk.presses("容错免责决定书")
    clerk.presses("送达")
    assert [one.hide for one in clerk.seen[-1].prints] == [False]


def test_it_is_made_from_what_stands_when_it_leaves_and_noted_then(room: Room) -> None:
    number, own = concluded(room), OwnTemplates(Path("/nowhere"))
    clerk = at_papers(room, "clerk", number)
    clerk.presses("容错结论告知书")
    clerk.presses(words.HIDE)
    clerk.presses("备案")
    assert noted(room.store, number) == []
    (wish,) = clerk.seen[-1].prints
    made = Printer(room.office.gate, own).made(wish, "docx")
    assert noted(room.store, number) == ["notice docx reporting masked"]
    assert NAMED not in said(made.content)  # type: ignore[union-attr]
    assert room.store.docket.audited()[1] == []


def test_who_has_left_meanwhile_gets_no_paper(room: Room) -> None:
    number = concluded(room)
    clerk = at_papers(room, "clerk", number)
    clerk.presses("容错结论告知书")
    clerk.presses("送达")
    (wish,) = clerk.seen[-1].prints
    room.office.leaves("clerk")
    made = Printer(room.office.gate, OwnTemplates(Path("/nowhere"))).made(wish, "docx")
    assert "没有做出来" in made.words  # type: ignore[union-attr]
    assert noted(room.store, number) == []


def test_a_viewer_may_print_and_nobody_learns_of_a_case_that_is_not_theirs(room: Room) -> None:
    number = room.case("lishui")
    assert "文书" in at_papers(room, "viewer", number).text
    for data in (f"review/paper={number}", f"review/print={number}.receipt.serving.0"):
        assert room.at("elsewhere").does(Pressed(data)) == REFUSED
        assert room.at("elsewhere").does(Pressed(data.replace(number, "482739061"))) == REFUSED


@pytest.mark.parametrize(
    "value",
    ["receipt.serving.0", "decision.nothing.0", "decision..0", "register.serving.0", "", "a.b.c.d.e.f"],
)
def test_a_button_that_was_never_shown_makes_nothing(room: Room, value: str) -> None:
    number = room.case("weihai")
    clerk = room.at("clerk")
    clerk.does(Pressed(f"review/print={number}.{value}"))
    assert [one.prints for one in clerk.seen] == [()] * len(clerk.seen)
    assert clerk.text


# ── handed over ─────────────────────────────────────────────────────────────────────────────────
def test_in_a_terminal_it_is_saved_as_both_kinds_and_each_is_noted(
    room: Room, assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, folder = concluded(room), tmp_path / "out"
    folder.mkdir()
    machine(monkeypatch, tmp_path, soffice=OFFICE)
    app = App(room.store, Rongcuo(assistant, Workdays(), TERMINAL), office=room.office.gate)
    app.handle("terminal:t", Pressed("x"))
    code = room.office.invites("终端同事", "clerk", None)
    typed = f"/staff {code}\n/queue {number}\n1\n"
    out = io.StringIO()
    said_there = ["文书", "容错免责决定书", "送达"]

    class Sitting(io.StringIO):
        """Reads the number of the button that is wanted off the screen."""

        def readline(self, *_: int) -> str:  # type: ignore[override]
            if line := super().readline():
                return line
            if not said_there:
                return ""
            label, shown = said_there.pop(0), out.getvalue()
            return shown.rpartition(f"] {label}")[0].rpartition("[")[2] + "\n"

    printer = Printer(room.office.gate, OwnTemplates(tmp_path / "templates"))
    terminal.chat(lambda event: app.handle("terminal:t", event), Sitting(typed), out, folder, printer=printer)
    names = sorted(one.name for one in folder.iterdir())
    assert names == [
        f"容错免责决定书-{number[:3]}-{number[3:6]}-{number[6:]}.{kind}" for kind in ("docx", "pdf")
    ]
    assert NAMED in said((folder / names[0]).read_bytes())
    assert (folder / names[1]).read_bytes().startswith(b"%PDF")
    assert f"已存到 {folder / names[1]}" in out.getvalue()
    assert noted(room.store, number) == ["decision docx serving", "decision pdf serving"]


async def test_on_telegram_it_comes_as_a_file(telegram: tuple, tmp_path: Path) -> None:  # type: ignore[type-arg]
    api, room = telegram
    number = room.case("weihai")
    room.goes(number, *WAYS["weihai"])
    clerk = Phone(api, "clerk")
    await api.until(lambda: "新申请" in clerk.text, SOON)
    await clerk.does("type", f"/queue {number}")
    await clerk.does("press", spelled(number))
    await clerk.does("press", words.PAPERS)
    await clerk.user.presses("容错免责决定书")  # asked in the place of the list
    await api.until(lambda: "存卷" in clerk.buttons, SOON)
    await clerk.does("press", "存卷")
    await api.until(lambda: bool(api.documents), SOON)
    ((chat, name, content),) = api.documents
    assert (chat, name.endswith(".docx")) == (clerk.user.chat, True)
    assert NAMED in said(content)
    assert noted(room.store, number) == ["decision docx keeping"]


async def test_on_the_page_it_is_a_link_that_is_noted_each_time(
    tmp_path: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(monkeypatch, tmp_path)
    async with serving(tmp_path, Rongcuo(assistant, Workdays(), PAGE), assistant) as served:
        office = Office(served.store)
        office.does("clerk", Bind(office.invites("甲", "clerk", None)))
        number = office.submits("owner", region="weihai", names=()).case.number
        browser = served.browser()
        await browser.looks()
        await browser.says(f"/staff {office.invites('乙', 'clerk', None)}")
        await browser.says(f"/queue {number}")
        for label in (number[:3], words.PAPERS):
            await browser.presses(label)
        assert "还没有受理" in browser.page.text
        member = served.store.docket.member("telegram:12")
        assert member
        office.gate.perform(member, number, office.row(number).version, "accept", {"day": "2026-11-20"})
        await browser.presses(words.PAPERS)
        await browser.presses(next(one for one, _ in browser.page.buttons if "回执" in one))
        await browser.presses("送达")
        link = next(one for one in browser.page.links if one.startswith("/papers/"))
        for _ in range(2):
            got = await browser.http.get(link)
            assert (got.status_code, got.content[:2]) == (200, b"PK")
        assert noted(served.store, number) == ["receipt docx serving"] * 2
        assert (await served.browser().http.get(link)).status_code == 404
        assert (await browser.http.get(link.replace("docx", "pdf"))).status_code == 404
