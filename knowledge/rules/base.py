"""What all data of a regime share: the names of outcomes, stages and parts, quoted phrases, and how a test is read."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from knowledge.rules import logic
from knowledge.rules.logic import Expr

Outcome = Literal[
    "not_applicable", "barred", "gate_failed", "no_situation", "exempt", "mitigated", "tolerated"
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
Stage = Literal["not_pursued", "told", "investigating", "decided", "effective"]
STAGES: tuple[Stage, ...] = get_args(Stage)
Section = Literal[
    "scope", "event", "stage", "told_on", "words", "situations", "exclusions", "conditions", "discipline", "route", "criteria"
]  # fmt: skip
if TYPE_CHECKING:
    Test = Expr
else:  # pydantic would look into the recursive type
    Test = Annotated[Any, BeforeValidator(logic.parse)]
Kin = Annotated[tuple[str, ...], BeforeValidator(lambda raw: (raw,) if isinstance(raw, str) else raw)]
"""Names of things (lexicon/kin.yaml) that provisions of other policies are about as well; one may stand alone."""
Sentence = Annotated[str, Field(min_length=1)]
"""Words that may not be left out."""
_TESTS = ("fact", "not", "all", "any", "none")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """ValueError, with a remedy, where it is none."""
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"正则写错了（{error}）；请检查括号和竖线") from error


EXACTLY = {"exactly": True}
"""Context of a reading that looks at all there is to look at. A start reads what the tests have looked at, and leaves out
what only takes time."""


def _readable(pattern: str, info: ValidationInfo) -> str:
    return compiled(pattern).pattern if info.context else pattern


Pattern = Annotated[str, AfterValidator(_readable)]


class Data(BaseModel):
    """Frozen; a key that nobody reads is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Phrase(Data):
    """Words of a policy and the provision that they stand in."""

    at: str
    quote: str


class CitedPlace(Data):
    """A provision, and the words in it that matter, if not all of it does."""

    at: str
    quote: str = ""


def with_test(raw: Any) -> Any:
    """`fact: x`, `not: x` … beside the other keys become `test`."""
    if not isinstance(raw, dict) or "test" in raw:
        return raw
    given = {key: raw[key] for key in _TESTS if key in raw}
    rest = {key: value for key, value in raw.items() if key not in _TESTS}
    return {**rest, "test": given} if given else rest
