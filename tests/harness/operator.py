"""Whoever types the commands: what they print, and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from bot import cli
from bot.cli.surroundings import Surroundings
from bot.given import Given
from bot.settings import Settings
from bot.store.mail import Store
from knowledge.answer import Assistant
from knowledge.library.corpus import Library


class Ready(Surroundings):
    """Policies and a mind that are there already. `happens`: to every store that is opened."""

    def __init__(
        self,
        settings: Settings,
        given: Given,
        library: Library,
        mind: Assistant | None = None,
        happens: Callable[[Store], object] = lambda _store: None,
    ) -> None:
        super().__init__(settings, given)
        self._library, self._mind, self._happens = library, mind, happens

    def load(self) -> Library:
        return self._library

    def learn(self) -> Assistant:
        assert self._mind
        return self._mind

    @contextmanager
    def store(self) -> Iterator[Store]:
        with super().store() as store:
            self._happens(store)
            yield store


@dataclass
class Operator:
    capsys: pytest.CaptureFixture[str]
    around: Callable[[Settings], Surroundings]

    def runs(self, *words: str) -> tuple[int, str, str]:
        """(exit code, what was printed, what was complained of)"""
        try:
            code = cli.main(list(words), self.around)
        except SystemExit as error:
            code = int(str(error.code))
        shown = self.capsys.readouterr()
        return code, shown.out, shown.err


def prints(operator: Operator, *words: str) -> str:
    code, out, err = operator.runs(*words)
    assert (code, err) == (0, "")
    return out


def read(operator: Operator, *words: str) -> Any:
    return json.loads(prints(operator, *words))
