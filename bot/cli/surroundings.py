"""What the commands work with, put together in one place: settings, the time and the dice, policies, the learnt mind,
the store. Each is made when it is asked for, so that a question starts quickly; a test brings its own. What cannot be
had is a sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.cli.usage import UsageError
from bot.given import REAL, Given
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.casework.office import Office
    from bot.documents.papers.templates import OwnTemplates
    from bot.files import Keep
    from bot.store.mail import Store
    from bot.workdays import Workdays
    from knowledge.answer import Assistant
    from knowledge.library.corpus import Library


class Surroundings:
    """Of one command."""

    def __init__(self, settings: Settings, given: Given = REAL) -> None:
        self.settings, self.given = settings, given
        self._own: OwnTemplates | None = None

    def load(self) -> Library:
        """The policies. `CorpusError` where a built-in data file is wrong."""
        from knowledge.library import corpus

        return corpus.load(self.settings.policies)

    def learn(self) -> Assistant:
        """The same, learnt."""
        from bot.mind.learnt import assistant

        return assistant(self.settings, lambda words: print(words, file=sys.stderr))

    def library(self) -> Library:
        """The policies; those that were refused are named."""
        library = self.load()
        _complain(library)
        return library

    def mind(self) -> Assistant:
        mind = self.learn()
        _complain(mind.library)
        return mind

    def calendar(self) -> Workdays:
        from bot import workdays

        own = self.settings.workdays
        try:
            return workdays.read(own) if own else workdays.Workdays()
        except workdays.CalendarError as error:
            raise UsageError(str(error)) from error

    def layouts(self, library: Library) -> OwnTemplates:
        """The office's own layouts of papers; what is wrong with them is named, once."""
        from bot.documents.papers.templates import OwnTemplates

        if self._own is None:
            self._own = OwnTemplates.under(self.settings.data)
            for line in self._own.faults(tuple(library.policies)):
                print(f"文书样式用不了：{line}", file=sys.stderr)
        return self._own

    def office(self, store: Store, library: Library) -> Office:
        """Where acts of staff are decided."""
        from bot.casework.office import Office

        return Office(store, library, self.calendar())

    def keep(self) -> Keep:
        from bot.files import Keep

        return Keep(self.settings.data / "files")

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open for a while. StoreError, which is a sentence, is told by whoever runs the command."""
        from bot.store.mail import Store

        store = Store(self.settings.database, given=self.given)
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def registry(self) -> Iterator[tuple[Store, Library]]:
        """The store and the policies."""
        library = self.library()
        with self.store() as store:
            yield store, library


def _complain(library: Library) -> None:
    for problem in library.problems:
        print(f"没有采用：{problem}", file=sys.stderr)
