"""regime.yaml → Regime. Every id, quoted phrase, number of days and fact is looked up; whatever is wrong is in one
`RegimeError` that names each entry and its remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.policy.provisions import Policy
from knowledge.rules import fits
from knowledge.rules.base import EXACTLY
from knowledge.rules.claims import claims
from knowledge.rules.element import Element
from knowledge.rules.fact import Fact
from knowledge.rules.logic import Is
from knowledge.rules.types import Regime, Situation

SHAPES = {
    "string": "，应当是一句话（带冒号的要加引号）",
    "tuple": "，应当是一个清单，例如 [甲, 乙]",
    "model": "，应当是几行“名字: 内容”",
    "dict": "，应当是几行“名字: 内容”",
    "bool": "，应当是 true 或 false",
    "int": "，应当是一个数",
    "date": "，应当是日期，例如 2021-10-01",
}
"""What an entry should be, by the beginning of pydantic's name for the fault."""


class EntryFault(NamedTuple):
    """The names of an entry from the outside in, what is wrong with it and what to do."""

    entry: str
    said: str


def fault(said: str) -> EntryFault:
    """Of a sentence that begins with the entry."""
    return EntryFault(re.split("[：（ ]", said, maxsplit=1)[0], said)


class RegimeError(ValueError):
    """Says which entries are wrong, why, and what to do; the loader adds the file."""

    def __init__(self, *problems: EntryFault) -> None:
        self.problems = problems
        super().__init__("\n".join(one.said for one in problems))


def read(
    raw: Mapping[str, Any],
    policy: Policy,
    facts: Mapping[str, Fact],
    also: Callable[[Regime], Iterable[str]] = lambda _: (),
    exactly: bool = True,
) -> Regime:
    """Check and build a regime. `facts`: those that all policies share; the file may add its own. `also`: what else
    may be wrong, each beginning with its entry. `exactly`: more is looked at than what stands in the policy's text."""
    try:
        regime = Regime.model_validate(raw, context=EXACTLY if exactly else None)
    except ValidationError as error:
        raise RegimeError(*sentences(error), *map(fault, _misquoted(raw, policy))) from error
    regime = _named(regime).model_copy(update={"facts": {**facts, **_worded(regime.facts, facts)}})
    more = (*fits.problems(regime), *also(regime)) if exactly else ()
    if said := dict.fromkeys((*_unsaid(policy, regime), *more)):
        raise RegimeError(*map(fault, said))
    return regime


def sentences(error: ValidationError) -> list[EntryFault]:
    """All that is wrong in an entry of a data file, in Chinese."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [EntryFault(".".join(map(str, one["loc"])), _sentence(one)) for one in found]


def _sentence(wrong: ErrorDetails) -> str:
    entry, said = ".".join(map(str, wrong["loc"])), wrong["msg"]
    match wrong["type"]:
        case "missing":
            return f"缺少条目 {entry}；请补上，写法见 docs/regime.md"
        case "extra_forbidden":
            return f"不认识条目 {entry}；请检查拼写，写法见 docs/regime.md"
        case "literal_error":
            allowed = said.removeprefix("Input should be ").replace(" or ", "、").replace(", ", "、")
            return f"{entry} 的值不对，只能是 {allowed} 之一"
        case "value_error":
            return f"{entry}：{said.removeprefix('Value error, ')}".removeprefix("：")
        case _:
            shape = next((words for kind, words in SHAPES.items() if wrong["type"].startswith(kind)), "")
            return f"条目 {entry} 写法不对{shape}；写法见 docs/regime.md，请照着改"


def _unsaid(policy: Policy, regime: Regime) -> Iterator[str]:
    """Ids and phrases that do not stand in the policy."""
    for entry, at, quote in claims(regime):
        yield from not_there(policy, entry, at, quote)


def _misquoted(raw: Any, policy: Policy, *path: str) -> Iterator[str]:
    """The same of whatever has an id and a phrase, in a file that is no regime yet."""
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(raw, dict):
        inner = raw.items()
        if isinstance(at := raw.get("at"), str) and isinstance(quote := raw.get("quote"), str):
            yield from not_there(policy, ".".join(path), at, quote)
    elif isinstance(raw, list):
        inner = enumerate(raw)
    for name, part in inner:
        yield from _misquoted(part, policy, *path, str(name))


def not_there(policy: Policy, entry: str, at: str, quote: str) -> Iterator[str]:
    """What is wrong where a phrase should stand in a provision."""
    provision = policy.find(at)
    if provision is None:
        yield f"{entry}：没有 {at} 这一条；请改成文件里有的编号"
    elif squeeze(quote) not in squeeze(provision.text):
        yield f"{entry}：{at} 里没有“{quote}”这几个字；请照原文逐字抄写"


def squeeze(text: str) -> str:
    """Text without white space, as verbatim quotes are compared."""
    return re.sub(r"\s+", "", text)


def _worded(own: Mapping[str, Fact], shared: Mapping[str, Fact]) -> dict[str, Fact]:
    """Facts of this file; one that has shared ears keeps them under its own words, but for what it hears itself."""
    return {name: shared[name].under(fact) if name in shared else fact for name, fact in own.items()}


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
