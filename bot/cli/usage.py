"""What a caller can mend: a sentence, and an exit code."""

WRONG = 2
"""Exit code for anything that the caller can mend."""


class UsageError(Exception):
    """A sentence or two for the caller, in Chinese: what is wrong and what to do."""


class UnknownName(UsageError):
    """No such region or provision; says which there are."""
