"""What a situation or the scope is made of: the facts that it needs, and the words that only set its scene."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import Field, model_validator

from knowledge.rules import logic
from knowledge.rules.base import Data, Sentence, Test, with_test
from knowledge.rules.logic import Expr

CAUSE = re.compile("因(?![而为此素])|由于|是因为")
"""Words of a provision that say what a mistake must come from."""


class Background(Data):
    """Words of a provision that set the scene, and why nothing is asked about them."""

    quote: Sentence
    why: Sentence


class Element(Data):
    """A fact that a situation or the scope needs (要件).

    `test`: when it is met; an element of a situation without one is a fact of its own, named after the situation
    (weihai.3.13.a). `quote`: its words in the provision; `quotes`: which of them
    each fact stands for, where there are several. `proof`: what shows it. `na`: what 不适用 means here, where
    it can be an answer. `mend`: how it can still be made good before the decision.
    `key`: a precondition that is worth saying in a short answer. `opposite`: the question asks for the contrary.
    `told`: the acts (lexicon/acts.yaml) by which a message tells a fact of its own; `defining`: where it is denied, it is
    another case than this, and not one that lacks something; `signs`: concepts that speak for it.
    """

    test: Test | None = None
    say: str
    ask: str
    quote: str
    quotes: Mapping[str, Sentence] = Field(default_factory=dict)
    proof: str
    why: str
    na: str = ""
    mend: str = ""
    key: bool = False
    own: bool = False
    opposite: bool = False
    told: Test | None = None
    defining: bool = False
    signs: tuple[str, ...] = ()

    _collect = model_validator(mode="before")(with_test)

    @property
    def met(self) -> Expr:
        """When it is met."""
        if self.test is None:
            raise ValueError("an element without a test")
        return self.test

    @property
    def is_told(self) -> bool:
        """Worth saying in a short answer: a precondition of its own, or what the mistake must come from."""
        return not self.own or self.key or bool(CAUSE.search(self.quote))

    @property
    def facts(self) -> tuple[str, ...]:
        return logic.names(self.met)
