"""容错申请表 as it was submitted, and 容错免责决定书: the policy's own form where it has one, else ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from bot.documents.forms import Recurring, Sealed
from bot.documents.papers.case import CasePaper, on
from bot.documents.papers.letter import balanced
from bot.documents.papers.notes import MASKED, filed_under, footed
from dialogs.core import Cell, Form
from dialogs.shared.spans import written

OBJECT = ("单位", "姓名", "职务")
"""Boxes under 容错对象情况, in the order of the annexes."""
APPROVED = "批准"
"""What the box of the seal begins with."""
FIELDS = (*OBJECT, "调查事实", "容错依据", "容错结论", "批准机关")
"""Those of our own layout, where a policy asks for the paper and gives none."""
WRITING = 600
"""Characters of all texts from which they need no more room for a pen, for every page counts."""
Row: TypeAlias = tuple[Cell, ...]


def application(case: CasePaper) -> Form:
    """As it was submitted; what the Party organisation writes is left blank."""
    if case.form is None:
        raise ValueError("no form was handed in")
    foot = f"{case.form.foot}　　{MASKED}" if case.masked else case.form.foot
    return replace(case.form, foot=foot)


def decision(case: CasePaper) -> Form:
    """Its 文号, where one was given, under the title as in any official paper."""
    annex = case.annexes.get("decision")
    title = annex.title if annex else "容错免责决定书"
    rows = tuple(_rows(case, annex.fields if annex else FIELDS))
    return Form(
        f"{title}-{filed_under(case)}",
        title,
        annex.mark if annex else "",
        case.issues.get("decision", ""),
        rows,
        () if annex else _issued(case),
        footed(case, "" if annex else "决定书"),
    )


def _issued(case: CasePaper) -> tuple[str, ...]:
    """Of our own layout alone: the annexes have no such lines."""
    copies = "，".join(case.addressed("decision"))
    return (f"抄送：{copies}。",) if copies else ()


def _rows(case: CasePaper, fields: tuple[str, ...]) -> Iterator[Row]:
    """A box for each heading of the form, in its order; a heading that is not known has an empty one."""
    values = {"调查事实": case.facts, "容错依据": case.under(case.grounds), "容错结论": case.concluded}
    short = sum(map(len, values.values())) < WRITING
    if set(OBJECT) <= set(fields):
        yield Recurring("容错对象情况", down=2, label=True), Cell("单位", label=True), Cell(case.unit, span=3)
        yield Recurring("姓名", label=True), Cell(case.subject), Cell("职务", label=True), Cell(case.post)
    for heading in fields:
        if heading.startswith(APPROVED):
            yield Cell(f"{heading}\n（盖章）", label=True), _sealed(case)
        elif heading not in OBJECT or not set(OBJECT) <= set(fields):
            text = values.get(heading, "")
            yield Cell(heading, label=True), Cell(text, span=4, tall=short or not text)


def _sealed(case: CasePaper) -> Sealed:
    day, name = case.days.get("conclude"), "\n".join(balanced(case.authority))
    return Sealed(f"{name}\n{written(day) if day else on(None, '　　　　年　　月　　日')}", span=4, tall=True)
