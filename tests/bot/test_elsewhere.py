"""Conversations that are thought through in processes of their own go as they would go here, whatever happens to those."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import active_children

import pytest

from bot.app.elsewhere import Elsewhere
from bot.workdays import Workdays
from dialogs.core import PAGE, Command, Event, Pressed, Said, State, Talk, Turn, say
from dialogs.router import Rongcuo
from knowledge.answer import Assistant

TOLD: tuple[Event, ...] = (
    Command("region", "weihai"), Said("材料没齐我先给办了，后来发现有出入"), Said("结论几天告知我"), Command("assess"), Pressed("assess/go"),
    Command("apply"), Pressed("apply/go"), Said("县纪委"), Said("收了两条烟还能容错吗"), Command("nothing"), Command("forget"),
)  # fmt: skip


class Clumsy:
    """Says which process it thinks in, or fails."""

    def step(self, state: State, event: Event, **_: object) -> Turn:
        if event == Said("boom"):
            raise KeyError(os.getpid())
        return Turn(state, (say(str(os.getpid())),))

    def asks(self, state: State) -> str:
        return ""

    def cards(self, state: State, query: str) -> tuple[()]:
        return ()


@contextmanager
def thought(talk: Talk, processes: int = 1) -> Iterator[Elsewhere]:
    with ExitStack() as after:
        before = set(active_children())
        elsewhere = Elsewhere(talk, processes)
        for one in set(active_children()) - before:
            after.callback(one.join, 20)
            after.callback(one.terminate)
        yield elsewhere


def who(talk: Talk) -> int:
    (reply,) = talk.step(State(), Said("谁")).replies
    return int(reply.text)


def test_a_conversation_goes_as_it_would_go_here(assistant: Assistant) -> None:
    talk = Rongcuo(assistant, Workdays(), PAGE)
    state = State()
    with thought(talk) as elsewhere:
        for event in TOLD:
            there, here = elsewhere.step(state, event), talk.step(state, event)
            assert there == here
            assert elsewhere.asks(there.state) == talk.asks(here.state)
            state = there.state


def test_it_is_not_thought_through_here() -> None:
    with thought(Clumsy(), 2) as elsewhere:
        assert os.getpid() not in {who(elsewhere) for _ in range(10)}


def test_what_goes_wrong_goes_wrong_here_where_it_is_told() -> None:
    with thought(Clumsy()) as elsewhere:
        with pytest.raises(KeyError, match=str(os.getpid())) as found:
            elsewhere.step(State(), Said("boom"))
        assert found.traceback[-1].name == "step"
        assert who(elsewhere) != os.getpid()


def test_where_a_process_dies_everything_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    with thought(Clumsy(), 2) as elsewhere:
        os.kill(who(elsewhere), signal.SIGKILL)
        found = {who(elsewhere) for _ in range(10)}
        assert len(found) == 2
        assert os.getpid() in found
        os.kill(max(found - {os.getpid()}), signal.SIGKILL)
        assert {who(elsewhere) for _ in range(4)} >= {os.getpid()}


def test_many_who_ask_at_once_get_each_their_own_answer() -> None:
    class Repeats(Clumsy):
        def step(self, state: State, event: Event, **_: object) -> Turn:
            assert isinstance(event, Said)
            return Turn(state, (say(event.text),))

    answers: dict[int, str] = {}

    def asks(elsewhere: Elsewhere, number: int) -> Callable[[], None]:
        return lambda: answers.update({number: elsewhere.step(State(), Said(str(number))).replies[0].text})

    with thought(Repeats(), 2) as elsewhere:
        threads = [threading.Thread(target=asks(elsewhere, number)) for number in range(50)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(20)
    assert answers == {number: str(number) for number in range(50)}
