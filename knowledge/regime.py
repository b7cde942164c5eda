"""A policy's rules as data: what decides an outcome, and the policy's own words for it.

A rule holds a provision id and a quoted phrase; the phrase must stand verbatim (white space aside) in that
provision, or loading fails and names the entry. Policy text is never typed into a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.provisions import Policy


class RegimeError(ValueError):
    """Says which entry is wrong, why, and what to do; the loader adds the file."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a policy and the provision that they stand in."""

    at: str
    quote: str


@dataclass(frozen=True, slots=True)
class Need:
    """A precondition built into a situation: its words in the provision, and how to say it to a user."""

    quote: str
    ask: str


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions that hold for every situation.

    `role`: `tier` (missing one only lowers the outcome), `gate` (all or nothing), `definition`, `none`.
    """

    role: str
    at: str | None = None
    all: Phrase | None = None
    missing: Phrase | None = None
    tiers: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Regime:
    """See the data files; every id exists and every phrase was found where it is said to stand."""

    organ: str
    scope: str
    situations: tuple[str, ...]
    may: Phrase
    catch_all: str
    needs: Mapping[str, tuple[Need, ...]]
    conditions: Conditions
    apply: tuple[Phrase, ...]
    exclusions: str | None = None
    bar: Phrase | None = None
    bar_words: str | None = None
    bar_also: Phrase | None = None
    mitigation: Phrase | None = None
    form: str | None = None
    gaps: tuple[str, ...] = ()


ROLES = ("tier", "gate", "definition", "none")


def read(raw: Mapping[str, Any], policy: Policy) -> Regime:
    """Check and build a regime; `RegimeError` for a missing entry, an unknown id or a phrase that is not there."""
    try:
        regime = _built(raw)
    except (KeyError, TypeError, AttributeError) as error:
        raise RegimeError(f"缺少或写错了条目 {error}；请对照其他地区的 regime.yaml 补上") from error
    for entry, at, quote in _claims(regime):
        _check(policy, entry, at, quote)
    return regime


def _built(raw: Mapping[str, Any]) -> Regime:
    situations, exclusions = raw["situations"], raw.get("exclusions") or {}
    return Regime(
        organ=raw["organ"],
        scope=raw["scope"],
        situations=tuple(situations["at"]),
        may=Phrase(**situations["may"]),
        catch_all=situations["catch_all"],
        needs={
            at: tuple(Need(**need) for need in needs) for at, needs in situations.get("needs", {}).items()
        },
        conditions=_conditions(raw["conditions"]),
        apply=tuple(Phrase(**step) for step in raw["apply"]),
        exclusions=exclusions.get("at"),
        bar=_phrase(exclusions.get("bar")),
        bar_words=exclusions.get("words"),
        bar_also=_phrase(exclusions.get("also")),
        mitigation=_phrase(raw.get("mitigation")),
        form=raw.get("form"),
        gaps=tuple(raw["gaps"]),
    )


def _phrase(raw: Mapping[str, str] | None) -> Phrase | None:
    return Phrase(**raw) if raw else None


def _conditions(raw: Mapping[str, Any]) -> Conditions:
    if raw["role"] not in ROLES:
        raise RegimeError(f"conditions.role 是 {raw['role']!r}，只能是 {'、'.join(ROLES)} 之一")
    return Conditions(
        raw["role"],
        raw.get("at"),
        _phrase(raw.get("all")),
        _phrase(raw.get("missing")),
        _phrase(raw.get("tiers")),
    )


def _claims(regime: Regime) -> Iterator[tuple[str, str, str]]:
    """(entry, provision id, phrase that must stand there; empty: the id alone must exist)"""
    yield "scope", regime.scope, ""
    yield "situations.catch_all", regime.catch_all, ""
    yield from (("situations.at", at, "") for at in regime.situations)
    yield from ((f"situations.needs.{at}", at, n.quote) for at, needs in regime.needs.items() for n in needs)
    yield from (
        (name, at, "") for name, at in (("exclusions.at", regime.exclusions), ("form", regime.form)) if at
    )
    c = regime.conditions
    if c.at:
        yield "conditions.at", c.at, ""
    phrases = (
        regime.may,
        regime.bar,
        regime.bar_also,
        regime.mitigation,
        c.all,
        c.missing,
        c.tiers,
        *regime.apply,
    )
    yield from (("quote", phrase.at, phrase.quote) for phrase in phrases if phrase)


def _check(policy: Policy, entry: str, at: str, quote: str) -> None:
    provision = policy.find(at)
    if provision is None:
        raise RegimeError(f"{entry}：没有 {at} 这一条；请改成文件里有的编号")
    if squeeze(quote) not in squeeze(provision.text):
        raise RegimeError(f"{entry}：{at} 里没有“{quote}”这几个字；请照原文逐字抄写")


def squeeze(text: str) -> str:
    """Text without white space, as verbatim quotes are compared."""
    return re.sub(r"\s+", "", text)
