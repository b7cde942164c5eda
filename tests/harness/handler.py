"""What somebody of the staff enters for an act, whatever the policy: something fit for every kind of field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.console.boxes import BESIDE, FILES, PREFIX
from knowledge.rules.casework import CaseAct

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PEOPLE = "赵一、钱二"
WORDS = "照实写的一段话"


def typed(act: CaseAct, day: str, ground: str, **chosen: str) -> dict[str, Any]:
    """By the names of the form's boxes; `chosen`: by field, what is to be picked; files apart."""
    found: dict[str, Any] = {}
    for field in act.fields:
        name = PREFIX + field.key
        if field.kind in FILES or (
            field.when and not any(chosen.get(k) == v for k, _, v in split(field.when))
        ):
            continue
        match field.kind:
            case "date":
                found[name] = chosen.get(field.key, day)
            case "people":
                found[name] = PEOPLE
            case "provisions":
                found[name] = [field.choices[0][0] if field.choices else ground]
            case "tick":
                found[name] = "1"
            case "choice" | "condition":
                found[name] = chosen.get(field.key) or field.choices[0][0]
            case "criteria":
                found |= {f"{name}-{n}": "看到的事实" for n, _ in enumerate(field.choices)}
                found |= {
                    f"{name}-{n}-side": sides.split(BESIDE)[0] for n, (_, sides) in enumerate(field.choices)
                }
            case _:
                found[name] = chosen.get(field.key, WORDS)
    return found


def split(conditions: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [one.partition("=") for one in conditions]


def attached(act: CaseAct) -> list[tuple[str, tuple[str, bytes, str]]]:
    """A file for every box that must have one."""
    return [
        (PREFIX + field.key, ("报告.pdf", PDF, "application/pdf"))
        for field in act.fields
        if field.kind == "file"
    ]


def chosen(act: CaseAct, wanted: Mapping[str, str]) -> dict[str, str]:
    return {field.key: wanted[field.key] for field in act.fields if field.key in wanted}
