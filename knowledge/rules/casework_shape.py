"""How casework is written down: the common part in data/casework.yaml, a policy's own in its regime.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from knowledge.rules.base import Data, Sentence
from knowledge.rules.casework_parts import FieldKind, ListOf, Phase, Role


def _named(raw: Any) -> Any:
    """A name that YAML reads as a truth is no name."""
    if isinstance(raw, dict) and (odd := [str(key) for key in raw if isinstance(key, bool)]):
        raise ValueError(
            f"有名字被读成了 {'、'.join(odd)}（YAML 把 on、off、yes、no 当真假值）；请换一个名字"
        )
    return raw


def _listed(raw: Any) -> Any:
    return (raw,) if isinstance(raw, str) else raw


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""One may stand alone."""


class BasisShape(Data):
    at: str = ""
    quote: str = ""
    ours: str = ""


class BarShape(BasisShape):
    mark: str
    say: Sentence


class PeriodShape(Data):
    days: int = 0
    after: str = "conclude"
    monthly: int = 0
    vague: str = ""
    notice: bool = False
    quote: str = ""


class FieldShape(Data):
    """What an act may ask for. `of`: of which list of the policy, and none beside; any that a conclusion may rest on where
    it is empty."""

    label: str = ""
    kind: FieldKind | None = None
    hint: str = ""
    choices: Annotated[Mapping[str, str], BeforeValidator(_named)] = Field(default_factory=dict)
    of: ListOf = ""
    when: Names = ()


class OutcomeShape(Data):
    """`then`: the treatments that it leaves open, where the decision table does not list them."""

    label: Sentence
    then: tuple[str, ...] = ()
    ours: str = ""


def _outcome(raw: Any) -> Any:
    return {"label": raw} if isinstance(raw, str) else raw


Ending = Annotated[OutcomeShape, BeforeValidator(_outcome)]


class OwnField(FieldShape):
    """A field of one act; what is not said of it is as in the common part's `fields`."""

    key: str


def _field(raw: Any) -> Any:
    return {"key": raw} if isinstance(raw, str) else raw


Asked = Annotated[OwnField, BeforeValidator(_field)]
"""The key alone will do."""


class ActShape(Data):
    """An act, or what a policy says differently of one. `step`: the step of `procedure` whose place, words and deadline it
    has; `into`: the phase to which it leads; the rest as in `CaseAct`."""

    do: str = ""
    step: str = ""
    sources: tuple[Phase, ...] = Field(default=(), alias="from")
    into: Phase | None = None
    role: Role = "clerk"
    fields: tuple[Asked, ...] = ()
    repeat: bool = False
    optional: bool = False
    at: str = ""
    quote: str = ""
    ours: str = ""
    note: str = ""
    only: Names = ()
    when: Names = ()
    unless: Names = ()
    needs: Names = ()
    asks: Names = ()
    bars: tuple[BarShape, ...] = ()
    period: PeriodShape | None = None
    owes: Literal["authority", "applicant"] = "authority"
    to: Names = ()
    paper: str = ""
    waiver: BasisShape | None = None
    banner: BasisShape | None = None
    outcomes: Annotated[Mapping[str, Ending], BeforeValidator(_named)] = Field(default_factory=dict)


OwnActs = Annotated[Mapping[str, ActShape | None], BeforeValidator(_named)]
"""A policy's acts: refined where the common part has them, added where not, dropped where nothing is said."""


class CommonCasework(Data):
    """`fields`: what an act may ask for, by key; `acts`: what every authority does."""

    fields: Annotated[Mapping[str, FieldShape], BeforeValidator(_named)]
    acts: Annotated[Mapping[str, ActShape], BeforeValidator(_named)]
