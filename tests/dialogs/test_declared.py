"""Every dialog declares itself once: what nobody declares, or two do, is found here and not by a user."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from bot.casework.rules import RULES
from dialogs import acts
from dialogs.core import TELEGRAM
from dialogs.router import COMMANDS, DIALOGS, MENU
from knowledge.answer import Assistant
from tests.dialogs.test_conversations import Reader

ACTS = set(get_args(acts.Act))
FILES = {acts.Attach, acts.Detach, acts.Discard}
"""They belong to whoever holds the draft."""
EXPECTED = {"intake": acts.OfForm, "status": acts.OfStatus, "forget": acts.OfErasing, "review": acts.OfDesk}
"""What the dialogs match on when something comes back."""


def test_every_act_has_one_dialog_that_it_comes_back_to() -> None:
    owners = {act: [one.name for one in DIALOGS if act in one.acts] for act in ACTS}
    assert {act for act, found in owners.items() if len(found) != 1} == FILES
    assert {act for one in DIALOGS for act in one.acts} <= ACTS
    assert len(ACTS) == 27


@pytest.mark.parametrize(
    "outcome", [one for one in get_args(acts.Outcome) if one not in get_args(acts.NotDone)]
)
def test_every_outcome_is_expected_where_its_act_comes_back_to(outcome: Any) -> None:
    (of,) = get_args(outcome.__orig_bases__[0])
    own = set(get_args(of) or (of,))
    there = {one.name for one in DIALOGS if own & one.acts} or {
        "intake",
        "status",
        "review",
    }  # who holds a draft
    assert {name for name, expected in EXPECTED.items() if outcome in get_args(expected)} == there


def test_every_act_on_an_application_has_its_rule() -> None:
    assert set(RULES) == {*get_args(acts.Own), *get_args(acts.Handling)}


def test_no_two_dialogs_have_a_name_or_a_command_in_common() -> None:
    names, commands = [one.name for one in DIALOGS], [slash.name for _, slash in COMMANDS]
    assert len(set(names)) == len(names)
    assert len(set(commands)) == len(commands)


def test_everybody_is_shown_every_command_but_those_of_staff(assistant: Assistant) -> None:
    reader = Reader(assistant)
    helped = reader.plays("用户> /help")
    reader.close()
    assert [name for name, words in MENU if f"/{name} {words}" not in helped] == ["start"]
    assert {slash.name for _, slash in COMMANDS} - {name for name, _ in MENU} == {"staff", "queue"}


def test_staff_read_in_the_help_where_theirs_are(assistant: Assistant) -> None:
    reader = Reader(assistant)
    helped = reader.plays("用户> /help")
    reader.close()
    assert helped.rstrip().endswith("工作人员另有：/staff 工作人员登记　/queue 待办和申请")


@pytest.mark.parametrize("dialog", [one for one in DIALOGS if one.in_group], ids=lambda one: one.name)
def test_in_a_group_what_is_nobody_else_s_business_says_so(assistant: Assistant, dialog: Any) -> None:
    reader = Reader(assistant, private=False)
    told = [reader.plays(f"用户> /{slash.name}") for slash in dialog.commands]
    told.append(reader.plays(f"按旧> {dialog.name}/any=1"))
    reader.close()
    expected = dialog.in_group.format(alone=TELEGRAM.alone)
    assert {"".join(one.removeprefix("助手> ").split()) for one in told} == {"".join(expected.split())}
