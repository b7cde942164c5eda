"""An application as it is printed: the boxes of the form with their texts, from a draft or from what was submitted.

A submitted one is printed by what was stored with it, so that it stays as it was whatever becomes of the policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dialogs.acts import CELL, Case, FormField
from dialogs.core import Cell, Form
from knowledge.library.corpus import Library
from knowledge.rules import APPLICANT, MATTER, OPINION, POST, REASONS, REMARK

Texts = Sequence[tuple[str, str]]
"""(heading, text) of every box that is filled in, in order."""
EVIDENCE = "附：相关证据材料"
NO_ANNEX = "非文件附表"
NO_ANNEX_NOTE = "文件没有规定格式，本表按通行栏目制作"
TO_DATE = "　　　　年　　月　　日"
"""Where the day is written by hand."""
TITLE, MARK, DAY, FILES = "paper:title", "paper:mark", "application_date", f"{CELL}evidence"
"""Keys under which what is printed is stored; boxes are cell:0, cell:1 …"""
ANSWERED = "evidence"
"""The question on the files."""


def printed(title: str, mark: str, short: str, day: str, texts: Texts, evidence: str, which: str) -> Form:
    """The form; what the Party organisation writes stays blank. `which`: the number, or that it is a draft."""
    notes = (f"{EVIDENCE}\n{evidence}" if evidence else EVIDENCE,)
    own = f"编号 {which}" if which[:1].isdigit() else f"{which}，未提交"
    foot = f"{NO_ANNEX_NOTE}　　{own}" if mark == NO_ANNEX else own
    return Form(f"{title}-{short}-{which}", title, mark, day or TO_DATE, tuple(_rows(texts)), notes, foot)


def _rows(texts: Texts) -> Iterator[tuple[Cell, ...]]:
    given = dict(texts)
    for label, text in texts:
        if label == APPLICANT:
            yield (Cell(label, label=True), Cell(text), Cell(POST, label=True), Cell(given.get(POST, "")))
        elif label == REMARK:
            yield Cell(OPINION, label=True), Cell("", span=4, tall=True)
            yield _wide(label, text)
        elif label.startswith("申请") and label != MATTER:
            yield Cell("申请主体", down=2, label=True), Cell(label, label=True), Cell(text, span=3)
        elif label != POST:
            yield _wide(label, text)


def _wide(label: str, text: str) -> tuple[Cell, ...]:
    """What is left blank where much is written has room for a pen."""
    return Cell(label, label=True), Cell(text, span=4, tall=label == REASONS and not text)


def refiled(library: Library, case: Case) -> Form:
    """The form of an application that was submitted, as it was."""
    stored = {one.key: one for one in boxed(case)}
    texts = [(one.label, one.text) for one in case.fields if one.printed and one.key != FILES]
    title, mark, day, evidence = (
        stored[key].text if key in stored else "" for key in (TITLE, MARK, DAY, FILES)
    )
    short = library.short.get(case.region, case.region)
    return printed(title, mark, short, day, texts, evidence, case.spelled)


def boxed(case: Case) -> tuple[FormField, ...]:
    """What was answered and printed; where no file came, why there is none stands with the files, as it was answered."""
    why = next((one.text for one in case.fields if one.key == ANSWERED), "")
    return tuple(replace(one, text=one.text or why) if one.key == FILES else one for one in case.fields)


__all__ = [
    "DAY",
    "EVIDENCE",
    "MATTER",
    "NO_ANNEX",
    "NO_ANNEX_NOTE",
    "OPINION",
    "REASONS",
    "boxed",
    "printed",
    "refiled",
]
