"""What can be asked of a case and heard in free text."""

from __future__ import annotations

import re

from pydantic import field_validator

from knowledge.rules.base import Data


class Fact(Data):
    """How a fact is said when it is true and when it is not, and how it is heard in free text (regular expressions
    over one clause; what `doubt` matches anywhere is not taken from the text at all). `ask`: the question, where
    nothing says it better. `signs`, `against`: concepts that speak for it and for its contrary, to tell what a message
    is about; they are never offered as heard. `heard_by`, `not_heard_by`: sentences by which it is heard to be true,
    and near ones by which it is not; tests read them."""

    say: str
    deny: str
    ask: str = ""
    heard: str = ""
    not_heard: str = ""
    doubt: str = ""
    signs: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    heard_by: tuple[str, ...] = ()
    not_heard_by: tuple[str, ...] = ()

    @field_validator("heard", "not_heard", "doubt")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"正则写错了（{error}）；请检查括号和竖线") from error
        return pattern
