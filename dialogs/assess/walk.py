"""The way through the questions of a self-assessment: which are asked, in which order, what is left out.

Everything follows from the regime and the answers: `walk` goes through the parts in the policy's own order, asks what
could still change the outcome or is needed for the reasons, and collects the facts of the answers on its way.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.assess.parts import PARTS
from dialogs.assess.questions import BEGIN, Question, Walked, Way
from dialogs.assess.record import YES, Assessment
from dialogs.assess.together import together
from dialogs.core import Ears
from knowledge.rules import Regime, Section

ALWAYS = ("scope", "event", "stage", "told_on")
"""Parts that are asked for though nothing can change the outcome any more."""


def walk(ears: Ears, record: Assessment) -> Way:
    """The way as the answers have it now."""
    walked = Walked(ears, record)
    questions = tuple(_questions(walked))
    opened = next((one for one in questions if one.id == record.open), None)
    if record.told_first and opened is None:
        questions = together(walked, questions)
    return Way(questions, walked.facts, opened or next((one for one in questions if not one.answered), None))


def _questions(walked: Walked) -> Iterator[Question]:
    if not walked.record.told_first:
        yield walked.passed(_begin(walked.regime))
    for part in _order(walked):
        if part in ALWAYS or not walked.over():
            yield from (walked.passed(question) for question in PARTS[part](walked))


def _order(walked: Walked) -> Iterator[Section]:
    """The policy's own; the own words first where it was them that it began with."""
    order = walked.regime.order
    if walked.record.told_first:
        yield "words"
        order = tuple(part for part in order if part != "words")
    yield from order


def _begin(regime: Regime) -> Question:
    return Question(BEGIN, "begin", "choice", "", sources=(regime.scope.at,), options=((YES, "开始自评"),))
