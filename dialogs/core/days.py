"""Working days as the dialogs count them; who knows the calendar is outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period. `provisional`: some year in it has no published calendar yet (暂定)."""

    day: date
    provisional: bool = False


class Calendar(Protocol):
    """Working days (工作日), make-up days counted."""

    def due(self, start: date, days: int) -> Due:
        """The last of so many working days; the day after `start` is the first that may count."""

    def count(self, first: date, last: date) -> int:
        """Working days from the first to the last, both included."""
