"""The form of any act: what each of its fields is shown as, and what a browser sent of it, as the office takes it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData

from bot.casework.values import BETWEEN, FILES
from bot.channels.web.addresses import address
from knowledge.policy.provisions import Policy
from knowledge.rules.casework import ActField, CaseAct

PREFIX = "v-"
"""What the names of an act's fields begin with in a form."""
BESIDE = "／"
"""Between the two sides of an aspect."""
LEANING = re.compile(r"(?P<fact>.*?)，?(?:偏向“(?P<side>[^”]*)”)?")
SHORT = 44
"""Characters of a provision by which it is known."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One of the policy's criteria: its two sides, what was seen, and to which side that leans, if to any."""

    name: str
    sides: tuple[str, ...]
    fact: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class Tickable:
    """A provision to be ticked. `claimed`: the application rests on it."""

    id: str
    place: str
    text: str
    href: str
    claimed: bool


# ── shown ────────────────────────────────────────────────────────────────────────────────────────
def aspects(field: ActField, entered: str) -> tuple[Aspect, ...]:
    lines = dict(line.split("：", 1) for line in entered.splitlines() if "：" in line)
    return tuple(
        _aspect(name, tuple(sides.split(BESIDE)), lines.get(name, "")) for name, sides in field.choices
    )


def _aspect(name: str, sides: tuple[str, ...], line: str) -> Aspect:
    found = LEANING.fullmatch(line)
    fact, side = (found["fact"] or "", found["side"] or "") if found else (line, "")
    return Aspect(name, sides, fact, side)


def grounds(policy: Policy, claimed: Iterable[str]) -> tuple[Tickable, ...]:
    """All that can be ticked, those first that the application rests on."""
    known = frozenset(claimed)
    all_ = [
        Tickable(one.id, policy.place(one.id), _short(one.flat), address(one.id), one.id in known)
        for one in policy.provisions
    ]
    return tuple(sorted(all_, key=lambda one: not one.claimed))


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def listed(field: ActField, all_: Sequence[Tickable], ticked: Collection[str]) -> Sequence[Tickable]:
    """Those that a field may name: all, unless it lists its own; with what is ticked already, which may have been typed in a
    chat."""
    own = {*dict(field.choices), *ticked}
    return [one for one in all_ if one.id in own] if field.choices else all_


def condition(act: CaseAct, field: ActField) -> str:
    """When a field is to be filled, in words; empty where always, or never."""
    told = []
    for one in field.when:
        key, _, value = one.partition("=")
        source = next((other for other in act.fields if other.key == key), None)
        if source:
            told.append(f"“{source.label}”选“{dict(source.choices).get(value, value)}”")
    return f"{'或者'.join(told)}时填" if told else ""


# ── sent ─────────────────────────────────────────────────────────────────────────────────────────
def entered(act: CaseAct, form: FormData) -> dict[str, str]:
    """By field; files apart."""
    return {field.key: _entered(field, form) for field in act.fields if field.kind not in FILES}


def _entered(field: ActField, form: FormData) -> str:
    name = PREFIX + field.key
    if field.kind == "provisions":
        return BETWEEN.join(_texts(form.getlist(name)))
    if field.kind == "criteria":
        return "\n".join(_aspects(field, form, name))
    return "".join(_texts([form.get(name, "")])).replace("\r\n", "\n").strip()


def _aspects(field: ActField, form: FormData, name: str) -> Iterator[str]:
    for number, (aspect, sides) in enumerate(field.choices):
        fact = " ".join("".join(_texts([form.get(f"{name}-{number}", "")])).split())
        side = "".join(_texts([form.get(f"{name}-{number}-side", "")]))
        leaning = f"偏向“{side}”" if side in sides.split(BESIDE) else ""
        if fact or leaning:
            yield f"{aspect}：{'，'.join(filter(None, (fact, leaning)))}"


def _texts(values: Sequence[object]) -> list[str]:
    return [one for one in values if isinstance(one, str)]


# ── since it was shown ───────────────────────────────────────────────────────────────────────────
def marks(act: CaseAct, values: Mapping[str, str]) -> str:
    """By which a form knows again what stood in it when it was shown."""
    shown = ((field, values.get(field.key, "")) for field in act.fields if field.kind not in FILES)
    return " ".join(f"{field.key}:{_mark(field, value)}" for field, value in shown)


def changed(act: CaseAct, values: Mapping[str, str], was: str) -> set[str]:
    """What was typed since: what was only shown may be older than what is kept."""
    before = dict(one.split(":", 1) for one in was.split() if ":" in one)
    there = [field for field in act.fields if field.kind not in FILES]
    return {one.key for one in there if before.get(one.key) != _mark(one, values.get(one.key, ""))}


def merged(act: CaseAct, values: Mapping[str, str], was: str, draft: Mapping[str, str]) -> dict[str, str]:
    """With what was entered elsewhere in fields that nobody typed in here."""
    mine = changed(act, values, was)
    theirs = {
        one.key: draft.get(one.key, "")
        for one in act.fields
        if one.kind not in FILES and one.key not in mine
        if _mark(one, draft.get(one.key, "")) != _mark(one, values.get(one.key, ""))
    }
    return {**values, **theirs}


def _mark(field: ActField, value: str) -> str:
    parts = sorted(value.split(BETWEEN)) if field.kind == "provisions" else value.split()
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]


def kept(act: CaseAct, values: Mapping[str, str]) -> dict[str, str]:
    """What is put into the form again: all but files."""
    return {field.key: values.get(field.key, "") for field in act.fields if field.kind not in FILES}
