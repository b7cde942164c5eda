"""regime.yaml → Regime. Every id, quoted phrase, number of days and fact is looked up; whatever is wrong is in one
`RegimeError` that names each entry and its remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.policy.provisions import Policy
from knowledge.rules import fits
from knowledge.rules.claims import claims
from knowledge.rules.fact import Fact
from knowledge.rules.logic import Is
from knowledge.rules.types import Element, Regime, Situation


class RegimeError(ValueError):
    """Says which entries are wrong, why, and what to do; the loader adds the file."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def read(raw: Mapping[str, Any], policy: Policy, facts: Mapping[str, Fact]) -> Regime:
    """Check and build a regime. `facts`: those that all policies share; the file may add its own."""
    try:
        regime = Regime.model_validate(raw)
    except ValidationError as error:
        raise RegimeError(*sentences(error)) from error
    regime = _named(regime).model_copy(update={"facts": {**facts, **_worded(regime.facts, facts)}})
    if wrong := dict.fromkeys((*_unsaid(policy, regime), *fits.problems(regime))):
        raise RegimeError(*wrong)
    return regime


def sentences(error: ValidationError) -> list[str]:
    """All that is wrong in an entry of a data file, in Chinese."""
    return list(map(_sentence, error.errors(include_url=False, include_context=False, include_input=False)))


def _sentence(wrong: ErrorDetails) -> str:
    entry, said = ".".join(map(str, wrong["loc"])), wrong["msg"]
    match wrong["type"]:
        case "missing":
            return f"缺少条目 {entry}；请对照其他地区的同名文件补上"
        case "extra_forbidden":
            return f"不认识条目 {entry}；请检查拼写，写法见 docs/regime.md"
        case "literal_error":
            allowed = said.removeprefix("Input should be ").replace(" or ", "、").replace(", ", "、")
            return f"{entry} 的值不对，只能是 {allowed} 之一"
        case "value_error":
            return f"{entry}：{said.removeprefix('Value error, ')}".removeprefix("：")
        case _:
            return f"条目 {entry} 写法不对；请对照其他地区的同名文件改写"


def _unsaid(policy: Policy, regime: Regime) -> Iterator[str]:
    """Ids and phrases that do not stand in the policy."""
    for entry, at, quote in claims(regime):
        provision = policy.find(at)
        if provision is None:
            yield f"{entry}：没有 {at} 这一条；请改成文件里有的编号"
        elif squeeze(quote) not in squeeze(provision.text):
            yield f"{entry}：{at} 里没有“{quote}”这几个字；请照原文逐字抄写"


def squeeze(text: str) -> str:
    """Text without white space, as verbatim quotes are compared."""
    return re.sub(r"\s+", "", text)


def _worded(own: Mapping[str, Fact], shared: Mapping[str, Fact]) -> dict[str, Fact]:
    """Facts of this file; one that has shared ears keeps them under its own words."""
    return {name: shared[name].model_copy(update=fact.model_dump(exclude_unset=True)) if name in shared else fact
            for name, fact in own.items()}  # fmt: skip


# ── facts of its own ─────────────────────────────────────────────────────────────────────────────
def _named(regime: Regime) -> Regime:
    """Elements without a test get a fact of their own, named after their situation."""
    items = tuple(_situation(one) for one in regime.situations.items)
    return regime.model_copy(update={"situations": regime.situations.model_copy(update={"items": items})})


def _situation(situation: Situation) -> Situation:
    elements = tuple(_element(situation.at, n, one) for n, one in enumerate(situation.elements))
    return situation.model_copy(update={"elements": elements})


def _element(at: str, place: int, element: Element) -> Element:
    if element.test is not None:
        return element
    return element.model_copy(update={"test": Is(f"{at}.{chr(ord('a') + place)}"), "own": True})
