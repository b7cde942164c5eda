"""Steps of a case that staff take by buttons in a chat: whole cases, two at once, old buttons, others' cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App
from bot.store.mail import Store
from bot.workdays import Workdays
from dialogs.acts import Bind, Claim, Submit
from dialogs.router import Rongcuo
from dialogs.shared.states import STATES
from knowledge.answer import Assistant
from tests.bot.test_store import rows
from tests.harness.given import Clock, Played
from tests.harness.office import PEOPLE, Office, filing, gate_of, policies
from tests.harness.steps import WAYS, Colleague
from tests.harness.template import copied

GROUNDS = {"donge": "donge.7.6", "weihai": "weihai.3.12", "zaozhuang": "zaozhuang.5.7", "pingdingshan": "pingdingshan.8.3", "lishui": "lishui.9.4"}  # fmt: skip


class Room:
    """An office of a clerk and a leader who see everything, a viewer, and a clerk of another region; all in chats."""

    def __init__(self, store: Store, app: App) -> None:
        self.store, self.office, self.app = store, Office(store), app
        for who, role, region in (("clerk", "clerk", None), ("leader", "leader", None), ("viewer", "viewer", None),
                                  ("another", "clerk", None), ("elsewhere", "clerk", "weihai")):  # fmt: skip
            self.office.does(who, Bind(self.office.invites(f"同事{who}", role, region)))

    def at(self, who: str) -> Colleague:
        return Colleague(self.app, PEOPLE[who])

    def case(self, region: str) -> str:
        at = GROUNDS[region]
        claim = Claim(at, policies().policies[region].place(at), policies().policies[region].full_text(at))
        filed = replace(filing(self.office.draft(), (), region), claims=(claim,))
        number: str = self.office.does("owner", Submit(filed, "钱小七", "新申请 {number}。")).case.number
        return number

    def goes(self, number: str, *steps: tuple[str, str, tuple[str, ...]]) -> str:
        said = ""
        for who, label, wanted in steps:
            colleague = self.at(who)
            colleague.opens(number)
            said = colleague.takes(label, wanted)
            assert "已登记" in said, (label, said)
        return said

    def finishes(self, number: str) -> str:
        """All that is owed is done by the leader, then the case is put away."""
        leader = self.at("leader")
        leader.opens(number)
        while "归档" not in leader.buttons:
            owed = [
                one for one in leader.buttons if f"· {one}：" in leader.text or f"· {one}（" in leader.text
            ]
            assert "已登记" in leader.takes(owed[0])
            leader.opens(number)
        return leader.takes("归档")

    def state(self, number: str) -> str:
        return self.office.row(number).state

    def deeds(self, number: str) -> list[str]:
        return [act for (act,) in rows(self.store, f"SELECT act FROM case_act WHERE application_id = "
                                       f"(SELECT id FROM application WHERE number = '{number}') ORDER BY id")]  # fmt: skip


@pytest.fixture
def room(tmp_path: Path, assistant: Assistant) -> Iterator[Room]:
    given = Played(Clock())
    store = Store(copied(tmp_path / "desk.db"), given=given)
    yield Room(store, App(store, Rongcuo(assistant, Workdays()), office=gate_of(store)))
    store.close()


@pytest.mark.parametrize("region", WAYS)
def test_a_case_of_each_policy_goes_from_receipt_to_archive_by_buttons(room: Room, region: str) -> None:
    number = room.case(region)
    room.goes(number, *WAYS[region])
    said = room.finishes(number)
    assert (room.state(number), STATES["closed"] in said) == ("closed", True)
    assert room.store.docket.audited()[1] == []
