"""The kinds of box: a line, a text, a period, a day, a choice, provisions to be ticked, files. Each is one object."""

from __future__ import annotations

from dialogs.apply.kinds.choice import Choice
from dialogs.apply.kinds.clauses import Clauses
from dialogs.apply.kinds.files import Files
from dialogs.apply.kinds.kind import LINE, TEXT, Box, Did, Kind, Put, Ticked, Typed, Wrong
from dialogs.apply.kinds.written import DATE, NOTE, ONE_LINE, PERIOD, STORY

CHOICE, CLAUSES, FILES = Choice(), Clauses(), Files()

__all__ = [
    "CHOICE",
    "CLAUSES",
    "DATE",
    "FILES",
    "LINE",
    "NOTE",
    "ONE_LINE",
    "PERIOD",
    "STORY",
    "TEXT",
    "Box",
    "Did",
    "Kind",
    "Put",
    "Ticked",
    "Typed",
    "Wrong",
]
