"""What the database may raise. Imports no database, so that a command line can name these without loading one."""

from __future__ import annotations


class StoreError(Exception):
    """Something about the database; the text is Chinese and names the remedy."""


class StoreUnavailable(StoreError):
    """The database could not be reached, is locked or full. Nothing was written; ask again later."""


class StoreUnfit(StoreUnavailable):
    """The same, but it does not pass by itself: damaged, not to be read, a wrong password. Nobody need wait for it."""


class Conflict(Exception):
    """Somebody else wrote first, so nothing was written: load again and decide again."""


class NotStorable(Exception):
    """The database does not take these values, so nothing was written."""
