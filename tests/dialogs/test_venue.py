"""Where a conversation is held: what is told of it is true there; and what is typed on an old screen is asked back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest

from bot.store.transcript import DAYS
from bot.workdays import Workdays
from dialogs.core import PAGE, TELEGRAM, TERMINAL, Command, Event, Pressed, Said, State, Venue
from dialogs.router import DIALOGS, Rongcuo
from knowledge.answer import Assistant
from tests.harness.desk import Desk

HERE = "telegram:1"
BY_WORDS = ("会保存吗", "会告诉领导吗")


@pytest.fixture(params=[TELEGRAM, TERMINAL, PAGE], ids=["telegram", "terminal", "page"])
def venue(request: pytest.FixtureRequest) -> Venue:
    found: Venue = request.param
    return found


class Alone:
    """One person in a place of their own."""

    def __init__(self, mind: Assistant, venue: Venue) -> None:
        self.talk = Rongcuo(mind, Workdays(), venue)
        self.desk = Desk(self.talk)

    def does(self, *steps: Event) -> str:
        return "\n".join(reply.text for one in steps for reply in self.desk.hears(HERE, one, True))

    @property
    def state(self) -> State:
        return self.desk.remembers(HERE)

    @property
    def asks(self) -> str:
        return self.talk.asks(self.state)

    @property
    def answers(self) -> object:
        return self.state.of("intake").get("answers")


@pytest.fixture
def person(assistant: Assistant) -> Iterator[Alone]:
    one = Alone(assistant, PAGE)
    yield one
    one.desk.close()


def told(assistant: Assistant, venue: Venue) -> str:
    """Everything that is said of where one is: consent, deletion, and what is asked about it in words."""
    one = Alone(assistant, venue)
    try:
        return one.does(
            Pressed("region/set=weihai"), Command("apply"), Command("forget"), *map(Said, BY_WORDS)
        )
    finally:
        one.desk.close()


def test_consent_deletion_and_privacy_are_told_as_they_are_there(assistant: Assistant, venue: Venue) -> None:
    said = told(assistant, venue)
    assert all(getattr(venue, name) in said for name in ("kept", "others", "left"))
    others = {TELEGRAM, TERMINAL, PAGE} - {venue}
    for other in others:
        for one in fields(other):
            words = getattr(other, one.name)
            assert words == getattr(venue, one.name) or not words or words not in said


def test_nothing_of_telegram_is_said_elsewhere(assistant: Assistant) -> None:
    for venue in (TERMINAL, PAGE):
        said = told(assistant, venue)
        assert not [word for word in ("Telegram", "境外", "头像", "群里") if word in said]


def test_the_page_tells_how_long_it_can_be_read() -> None:
    assert f" {DAYS} 天" in PAGE.kept


def test_who_talks_in_a_group_is_told_how_to_be_alone(assistant: Assistant) -> None:
    talk = Rongcuo(assistant, Workdays(), TELEGRAM)
    for command in ("apply", "assess", "status", "forget", "queue"):
        said = talk.step(State(), Command(command), private=False).replies[0].text
        assert f"{TELEGRAM.alone}，发 /{command}" in said
    assert all("头像" not in one.in_group for one in DIALOGS)


# ── an old screen ────────────────────────────────────────────────────────────────────────────────
def begun(person: Alone) -> None:
    person.does(Pressed("region/set=weihai"), Command("apply"), Pressed("intake/agree=weihai"))


def test_words_for_another_box_are_asked_back_and_not_filed(person: Alone) -> None:
    begun(person)
    old = person.asks
    person.does(Said("县纪委", under=old))
    assert (before := person.answers) == {"authority": "县纪委"}
    said = person.does(Said("县监委", under=old))
    assert "先没有记" in said
    assert "以您个人的名义申请" in said  # what is asked now stands again
    assert person.answers == before


def test_a_question_typed_before_a_form_began_is_no_entry(person: Alone) -> None:
    begun(person)
    person.does(Said("王五", under=""))
    assert person.answers == {}


def test_an_entry_typed_before_the_form_was_set_aside_is_no_question(person: Alone) -> None:
    begun(person)
    old = person.asks
    person.does(Pressed("intake/pause=1"))
    assert person.asks == ""
    assert "先没有记" in person.does(Said("县纪委", under=old))


def test_despair_is_heard_on_any_screen(person: Alone) -> None:
    begun(person)
    assert "先没有记" not in person.does(Said("我不想活了", under=""))


def test_each_question_of_a_form_and_of_an_assessment_has_a_key_of_its_own(person: Alone) -> None:
    begun(person)
    keys = [person.asks]
    for step in (
        Said("县纪委"),
        Pressed("intake/a=applicant_kind:person"),
        Said("王小明"),
        Pressed("intake/check=1"),
    ):
        person.does(step)
        keys.append(person.asks)
    person.does(Command("assess"))
    keys.append(person.asks)
    assert len(set(keys)) == len(keys)
    assert all(keys)


def test_a_surface_that_knows_no_screens_is_heard_as_ever(person: Alone) -> None:
    begun(person)
    person.does(Said("县纪委"))
    assert person.answers == {"authority": "县纪委"}
