"""How a case is handled under each policy: casework.yaml, which belongs to no city, and `casework:` of a regime.yaml."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from knowledge.library.files import AGAIN, SAME, Problem, RefusedError, line_of, mapping, refuse
from knowledge.policy.provisions import Policy
from knowledge.rules import Regime, casework_build, casework_check, fault, sentences
from knowledge.rules.casework import Procedure
from knowledge.rules.casework_shape import CommonCasework


def common(file: Path) -> CommonCasework:
    """What every authority does."""
    try:
        return CommonCasework.model_validate(mapping(file))
    except ValidationError as error:
        raise RefusedError(
            *(Problem(file, line_of(file, entry), said, SAME) for entry, said in sentences(error))
        ) from error


def of(file: Path, policy: Policy, regime: Regime | None, shared: CommonCasework, exactly: bool) -> Procedure:
    """Of one policy; `file`: where its own part stands. `exactly`: it is walked as well."""
    procedure = casework_build.built(shared, policy, regime)
    wrong = map(fault, casework_check.problems(shared, policy, regime, procedure, exactly))
    refuse(Problem(file, line_of(file, entry) if regime else 0, said, AGAIN) for entry, said in wrong)
    return procedure
