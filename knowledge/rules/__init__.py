"""A policy's rules as data: what decides an outcome, and the policy's own words for it.

A rule holds a provision id and a quoted phrase; the phrase must stand verbatim (white space aside) in that
provision, or loading fails and names the entry. Policy text is never typed into a rule.
"""

from knowledge.rules.base import OUTCOMES, STAGES, Outcome, Phrase, Section, Stage
from knowledge.rules.element import Background, Element
from knowledge.rules.fact import Fact, oriented
from knowledge.rules.procedure import (
    APPLICANT,
    MATTER,
    OPINION,
    POST,
    REASONS,
    REMARK,
    Criterion,
    Deadline,
    PaperRules,
    Silence,
    Step,
    Trap,
)
from knowledge.rules.read import RegimeError, fault, read, sentences, squeeze
from knowledge.rules.types import (
    Condition,
    ConditionException,
    Exclusion,
    OutcomeRow,
    Regime,
    Situation,
)

__all__ = [
    "APPLICANT",
    "MATTER",
    "OPINION",
    "OUTCOMES",
    "POST",
    "REASONS",
    "REMARK",
    "STAGES",
    "Background",
    "Condition",
    "ConditionException",
    "Criterion",
    "Deadline",
    "Element",
    "Exclusion",
    "Fact",
    "Outcome",
    "OutcomeRow",
    "PaperRules",
    "Phrase",
    "Regime",
    "RegimeError",
    "Section",
    "Silence",
    "Situation",
    "Stage",
    "Step",
    "Trap",
    "fault",
    "oriented",
    "read",
    "sentences",
    "squeeze",
]
