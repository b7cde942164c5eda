"""What a command works with: the assistant, the policies, the calendar. What cannot be had is a sentence."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.cli.usage import UsageError
from bot.mind import learnt
from bot.settings import Settings
from knowledge.answer import Assistant
from knowledge.library import corpus
from knowledge.library.corpus import Library

if TYPE_CHECKING:
    from bot.workdays import Workdays


def mind(settings: Settings) -> Assistant:
    mind = learnt.assistant(settings, lambda words: print(words, file=sys.stderr))
    _complain(mind.library)
    return mind


def library(settings: Settings) -> Library:
    library = corpus.load(settings.policies)
    _complain(library)
    return library


def _complain(library: Library) -> None:
    for problem in library.problems:
        print(f"没有采用：{problem}", file=sys.stderr)


def region(mind: Assistant, wanted: str | None) -> str | None:
    if wanted is None or wanted in mind.library.policies:
        return wanted
    found = mind.regions(wanted)
    if len(found) == 1:
        return found[0]
    known = "、".join(f"{region}（{short}）" for region, short in mind.library.short.items())
    raise UsageError(f"没有 {wanted} 这个地区。现有：{known}。")


def calendar(settings: Settings) -> Workdays:
    from bot import workdays  # most commands need no calendar

    try:
        return workdays.read(settings.workdays) if settings.workdays else workdays.Workdays()
    except workdays.CalendarError as error:
        raise UsageError(str(error)) from error
