"""What was entered for an act, checked in one place: a sentence for each field that is not as it must be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.casework.standing import BETWEEN_NAMES, MEMBERS
from bot.clean import clean
from bot.workdays import countable
from dialogs.acts import Piece
from knowledge.rules.casework import HOLDS, OUTCOME, TIER, ActField, CaseAct, CaseOutcome, FieldKind

LONGEST = 4_000
"""Characters of a field."""
FILES: tuple[FieldKind, ...] = ("file", "maybe_file")
"""Fields for files: one that is needed, one that may stay empty."""
COLLECTIVE = frozenset({"meet", "group"})
"""Acts that nobody does alone."""
ALONE = "“{}”只写了一位；大家一起研究的，请把参加的都写上"
FILL = "请填“{}”"
MISSING: Mapping[FieldKind, str] = {
    "choice": "请选“{}”",
    "condition": "请选：{}",
    "provisions": "请勾选“{}”",
    "tick": "请勾选“{}”；还没有做到的，先去做",
    "file": "请附上“{}”的文件",
}
SAID = "{label}选的是“{said}”"
RESTS = "{told}；“{label}”就不能选“{outcome}”"
BETWEEN = ","
"""Between provisions, and between files."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the values are checked against: the day it is, whether there is such a provision, the files that may be named, the
    outcomes."""

    today: date
    provision: Callable[[str], bool]
    files: Collection[str] = ()
    outcomes: Mapping[str, CaseOutcome] | None = None


def with_files(act: CaseAct, values: Mapping[str, str], pieces: Sequence[Piece]) -> dict[str, str]:
    """The same; where an act asks for one file alone, those that came are that one."""
    wanted = [one.key for one in act.fields if one.kind in FILES]
    given = dict(values)
    if len(wanted) == 1 and pieces and not given.get(wanted[0]):
        given[wanted[0]] = BETWEEN.join(one.place for one in pieces)
    return given


def checked(act: CaseAct, values: Mapping[str, str], known: Known) -> dict[str, str] | list[tuple[str, str]]:
    """What is kept of it; or (field, complaint), one a field."""
    given = {one.key: _trimmed(one, values.get(one.key, "")) for one in act.fields}
    wrong = [(key, said) for key, said in _complaints(act, given, known) if said]
    return wrong or {key: value for key, value in given.items() if value}


def standing(act: CaseAct, values: Mapping[str, str], known: Known) -> tuple[dict[str, str], dict[str, str]]:
    """(what can stand of what is only half entered, what is wrong with the rest), by field; nothing is missing yet."""
    found = checked(act, values, known)
    if isinstance(found, dict):
        return found, {}
    given = {one.key: _trimmed(one, values.get(one.key, "")) for one in act.fields}
    wrong = {key: said for key, said in found if given[key]}
    return {key: value for key, value in given.items() if value and key not in wrong}, wrong


def _trimmed(field: ActField, value: str) -> str:
    text = clean(value).strip()
    if field.kind == "people":
        parts = text.replace("，", BETWEEN_NAMES).replace(",", BETWEEN_NAMES).split(BETWEEN_NAMES)
        return BETWEEN_NAMES.join(one.strip() for one in parts if one.strip())
    return text


def _complaints(act: CaseAct, given: Mapping[str, str], known: Known) -> Iterator[tuple[str, str]]:
    for field in act.fields:
        value = given[field.key]
        if not value:
            yield field.key, MISSING.get(field.kind, FILL).format(field.label) if field.needed(given) else ""
        elif len(value) > LONGEST:
            yield field.key, f"“{field.label}”最多 {LONGEST} 个字，这里有 {len(value)} 个"
        elif act.id in COLLECTIVE and field.key == MEMBERS and BETWEEN_NAMES not in value:
            yield field.key, ALONE.format(field.label)
        elif field.key == OUTCOME and (said := _lacking(act, field, given, known)):
            yield field.key, said
        else:
            yield field.key, _wrong(field, value, given, known)


def _lacking(act: CaseAct, field: ActField, given: Mapping[str, str], known: Known) -> str:
    """Why a case does not end like this: of the conditions on which that rests, those that were not said to hold."""
    outcome = (known.outcomes or {}).get(given[OUTCOME])
    if outcome is None or outcome.rests is None:
        return ""
    asked = ((one, given[one.key]) for one in act.fields if one.kind == "condition")
    told = [
        SAID.format(label=one.label, said=dict(one.choices)[said])
        for one, said in asked
        if said in dict(one.choices) and said not in HOLDS
    ]
    rests = f"：{outcome.rests.told}" if outcome.rests.quote else ""
    return (
        RESTS.format(told="；".join(told), label=field.label, outcome=outcome.label) + rests if told else ""
    )


def _wrong(field: ActField, value: str, given: Mapping[str, str], known: Known) -> str:
    return _by_kind(field.kind)(field, value, given, known)


def _by_kind(kind: FieldKind) -> Callable[[ActField, str, Mapping[str, str], Known], str]:
    return {
        "date": _date, "choice": _choice, "condition": _choice, "provisions": _provisions, "file": _files, "maybe_file": _files, "tick": _tick,
    }.get(kind, _anything)  # fmt: skip


def _anything(*_: object) -> str:
    return ""


def _date(field: ActField, value: str, given: Mapping[str, str], known: Known) -> str:
    """What was done was not done tomorrow; what is to be done is not over."""
    when = _day(value)
    if when is None:
        return f"“{field.label}”要写成 {known.today.isoformat()} 这样的日期"
    if not countable(when, known.today):
        return f"“{field.label}”的年份不对，请再看一遍"
    if field.key == "until":
        return "" if when >= _from(given, known) else f"“{field.label}”已经过了"
    return "" if when <= known.today else f"“{field.label}”还没有到，办了再登记"


def _from(given: Mapping[str, str], known: Known) -> date:
    """The day that a period cannot end before."""
    return _day(given.get("day", "")) or known.today


def _day(text: str) -> date | None:
    """None for any other way to write it (20261120, 2026-W47-5) too: no browser would show it in its box again."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None


def _choice(field: ActField, value: str, given: Mapping[str, str], known: Known) -> str:
    options = dict(field.choices)
    if value not in options:
        return f"“{field.label}”请从列出的里面选"
    if field.when and not field.needed(given):
        return f"照别的几栏选的，“{field.label}”不用选"
    outcome = (known.outcomes or {}).get(given.get(OUTCOME, ""))
    if field.key == TIER and outcome is not None and outcome.tiers and options[value] not in outcome.tiers:
        return f"结论是“{outcome.label}”的，“{field.label}”只能选：{'、'.join(outcome.tiers)}"
    return ""


def _provisions(field: ActField, value: str, given: Mapping[str, str], known: Known) -> str:
    named = [one.strip() for one in value.split(BETWEEN)]
    if not all(map(known.provision, named)):
        return f"“{field.label}”里有这份文件没有的条款"
    return f"“{field.label}”只能选{field.allowed}" if field.strange(named) else ""


def _files(field: ActField, value: str, given: Mapping[str, str], known: Known) -> str:
    missing = [one for one in value.split(BETWEEN) if one not in known.files]
    return f"“{field.label}”的文件没有收到，请再选一次" if missing else ""


def _tick(field: ActField, value: str, given: Mapping[str, str], known: Known) -> str:
    return "" if value == "1" else f"“{field.label}”要打勾；还没有做到的，先去做"
